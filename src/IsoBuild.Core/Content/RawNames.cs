using IsoBuild.Bytes;
using IsoBuild.Diagnostics;

namespace IsoBuild.Content;

/// <summary>Tells once of every name that is not UTF-8 what the trees of an image have of it: Rock Ridge its bytes, the others <c>_</c> for each.</summary>
internal static class RawNames
{
    /// <param name="tree">The finished tree.</param>
    /// <param name="formats">The trees of the image.</param>
    /// <param name="diagnostics">Is told.</param>
    public static void Report(ContentTree tree, ImageFormats formats, DiagnosticBag diagnostics)
    {
        foreach (var node in tree.AllNodes)
        {
            if (!NameBytes.IsRaw(node.Name))
            {
                continue;
            }

            var isHeld = (formats & ~node.HiddenFrom).HasFlag(ImageFormats.RockRidge);
            diagnostics.Add(new Diagnostic(
                DiagnosticId.NameNotUtf8,
                isHeld ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
                node.Path,
                isHeld
                    ? "The name is not UTF-8. Rock Ridge stores its bytes unchanged. The other trees store _ for each invalid byte, and add a number where two names would be the same."
                    : "The name is not UTF-8, and no tree that shows it can store such bytes: each becomes _. Add Rock Ridge to the formats, show the entry there, or rename it.") { SourcePath = node.SourcePath() });
        }
    }

    /// <summary>Where a node lies on disk, if it does.</summary>
    public static string? SourcePath(this ContentNode node) => node switch
    {
        ContentFile file => file.Source.FilePath,
        ContentLink link => link.SourcePath,
        _ => null,
    };
}
