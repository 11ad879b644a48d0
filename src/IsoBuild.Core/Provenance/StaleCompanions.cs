using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Writing;

namespace IsoBuild.Provenance;

/// <summary>Checksums and documents of a former image, which stay beside one that was made without.</summary>
internal static class StaleCompanions
{
    private const string Checksum = ".sha256";

    private static readonly (CompanionKind Kind, string Options)[] Documents =
    [
        (CompanionKind.Spdx, "--sbom, IsoSbom, Sbom"),
        (CompanionKind.CycloneDx, "--sbom, IsoSbom, Sbom"),
        (CompanionKind.Provenance, "--provenance, IsoProvenance, Provenance"),
    ];

    /// <summary>Reports them. No warnings: who makes a checksum by a step of their own has it there each time. The image is not read for that: where its sum was not asked for, that the file was there before is enough.</summary>
    /// <param name="imagePath">The image, which is in its place.</param>
    /// <param name="sha256">The image's sum, where it was asked for.</param>
    /// <param name="written">What was written beside it.</param>
    public static IEnumerable<Diagnostic> Beside(string imagePath, string? sha256, IReadOnlyCollection<string> written)
    {
        if (IsLeft(imagePath + Checksum, written))
        {
            var name = Path.GetFileName(imagePath);
            var sums = FormerOutput.Checksums(imagePath + Checksum).Where(line => line.Name.Length == 0 || line.Name == name).ToList();
            if (sums.Count > 0 && !sums.Exists(line => line.Digest.Equals(sha256, StringComparison.OrdinalIgnoreCase)))
            {
                yield return Report(imagePath + Checksum, "checksum file", "--checksum, IsoChecksum, Checksum");
            }
        }

        foreach (var (kind, options) in Documents)
        {
            var path = imagePath + ReleaseDocuments.ExtensionOf(kind);
            if (IsLeft(path, written) && FormerOutput.IsText(path, kind, out _) && !(sha256 is not null && FormerOutput.Names(path, sha256)))
            {
                yield return Report(path, CompanionText.Of(kind), options);
            }
        }
    }

    private static bool IsLeft(string path, IEnumerable<string> written) =>
        DiskFile.Follow(path).Kind == LinkEndKind.File && OutputTarget.TryFind(path) is not { IsStream: true } && !written.Any(text => IsSame(text, path));

    private static Diagnostic Report(string path, string what, string options) => new(
        DiagnosticId.ChecksumLeftBehind,
        DiagnosticSeverity.Info,
        path,
        $"This {what} is older than the image and was not updated with it, so it may be that of a former image. Have it written too ({options}), or delete it.") { SourcePath = path };

    private static bool IsSame(string path, string other) =>
        string.Equals(DiskFile.FullPath(path), DiskFile.FullPath(other), OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
}
