using Cake.Core.IO;
using IsoBuild;
using IsoBuild.Content;
using IsoBuild.Provenance;

namespace Cake.IsoBuild;

/// <summary>The bills of materials and the statement of provenance that settings ask for.</summary>
internal sealed class ReleaseFiles(IsoBuildSettings settings, FilePath image)
{
    /// <summary>Whether there are any.</summary>
    public bool AreWanted => settings.Sbom != IsoSbomFormats.None || settings.Provenance;

    /// <summary>Where each would lie, and whether it is asked for.</summary>
    public IReadOnlyList<(FilePath Path, CompanionKind Kind, bool IsWanted)> All =>
    [
        File(CompanionKind.Spdx, settings.Sbom.HasFlag(IsoSbomFormats.Spdx)),
        File(CompanionKind.CycloneDx, settings.Sbom.HasFlag(IsoSbomFormats.CycloneDx)),
        File(CompanionKind.Provenance, settings.Provenance),
    ];

    /// <summary>What is asked for, to be written.</summary>
    public IEnumerable<(FilePath Path, string Text)> Texts(BuildResult made, CancellationToken cancellationToken)
    {
        if (!AreWanted)
        {
            yield break;
        }

        var documents = made.ToReleaseDocuments(cancellationToken);
        foreach (var (path, kind, _) in All.Where(file => file.IsWanted))
        {
            yield return (path, documents.ToText(kind));
        }
    }

    private (FilePath Path, CompanionKind Kind, bool IsWanted) File(CompanionKind kind, bool isWanted) => (image.FullPath + ReleaseDocuments.ExtensionOf(kind), kind, isWanted);
}
