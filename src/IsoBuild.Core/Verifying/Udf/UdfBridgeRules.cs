using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Reading;

namespace IsoBuild.Verifying;

/// <summary>On a bridge, both file systems show the same files: those of one path share their bytes.</summary>
internal static class UdfBridgeRules
{
    public static void Check(VerifyContext context, ImageReader reader)
    {
        // Names of plain ISO 9660 are others.
        if ((reader.Tree(ImageFormats.RockRidge) ?? reader.Tree(ImageFormats.Joliet)) is not { } iso9660)
        {
            return;
        }

        var matches = new Dictionary<ContentDirectory, ContentDirectory> { [reader.Udf!.Content.Root] = iso9660.Content.Root };
        foreach (var node in reader.Udf.Content.AllNodes)
        {
            if (node.Parent is null || !matches.TryGetValue(node.Parent, out var parent))
            {
                continue;
            }

            switch (node, parent.Find(node.Name))
            {
                case (ContentDirectory directory, ContentDirectory other):
                    matches[directory] = other;
                    break;
                case (ContentFile file, ContentFile other) when !AreSame(file, other):
                    context.Findings.Warning(DiagnosticId.UdfContentDiffers, $"udf {file.Path}", file.RecordOffset, "The file has different extents in UDF and ISO 9660, so systems may show different content. Compare both, and recreate the image if they differ.");
                    break;
            }
        }
    }

    private static bool AreSame(ContentFile file, ContentFile other) =>
        (file.Length == 0 && other.Length == 0) || TreeReading.ExtentsOf(file).SequenceEqual(TreeReading.ExtentsOf(other));
}
