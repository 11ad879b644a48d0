using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild;

/// <summary>The checksum of a former image, which stays beside one that was made without.</summary>
internal static class StaleChecksum
{
    private const string Suffix = ".sha256";

    /// <summary>Tells of it; <see langword="null"/> where there is none. No warning: who makes the checksum by a step of his own has it there each time. The image is not read for that: where its sum was not asked for, that the file was there before is enough.</summary>
    /// <param name="imagePath">The image, which is in its place.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="written">What was written beside it.</param>
    public static Diagnostic? Beside(string imagePath, BuildResult result, IEnumerable<string> written)
    {
        var path = imagePath + Suffix;
        if (DiskFile.Follow(path).Kind != LinkEndKind.File || TextOutput.IsStream(path) || written.Any(text => IsSame(text, path)))
        {
            return null;
        }

        var name = Path.GetFileName(imagePath);
        var sums = FormerOutput.Checksums(path).Where(line => line.Name.Length == 0 || line.Name == name).ToList();
        return sums.Count == 0 || sums.Exists(line => line.Digest.Equals(result.Sha256, StringComparison.OrdinalIgnoreCase)) ? null : new Diagnostic(
            DiagnosticId.ChecksumLeftBehind,
            DiagnosticSeverity.Info,
            path,
            "This checksum file is older than the image and was not updated with it, so it may be that of a former image. Have it written too (--checksum, IsoChecksum, Checksum), or delete it.") { SourcePath = path };
    }

    private static bool IsSame(string path, string other) =>
        string.Equals(DiskFile.FullPath(path), DiskFile.FullPath(other), OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
}
