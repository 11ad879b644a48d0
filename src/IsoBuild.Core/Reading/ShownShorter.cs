using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Reading;

/// <summary>Finds files that one tree has whole and another has not.</summary>
internal static class ShownShorter
{
    /// <summary>The first length that no extent of ISO 9660 has.</summary>
    private const long TooLong = 1L << 32;

    /// <summary>Finds files of more than 4 GiB that UDF has whole, and ISO 9660 with as much as fits: genisoimage (<c>-allow-limited-size</c>) records the lower 32 bits of the length, others nothing.</summary>
    /// <param name="tree">A tree of ISO 9660, whose files get a finding.</param>
    /// <param name="udf">The tree of UDF.</param>
    public static void Tell(TreeReading tree, UdfTreeReading udf)
    {
        var whole = new Dictionary<long, ContentFile>();
        foreach (var large in udf.Content.AllNodes.OfType<ContentFile>().Where(file => file.Length >= TooLong))
        {
            if (TreeReading.ExtentsOf(large) is [{ IsHole: false } first, ..])
            {
                whole.TryAdd(first.Offset, large);
            }

            if (tree.Content.Find(large.Path) is ContentFile { Length: 0 } empty)
            {
                Tell(tree, empty, large);
            }
        }

        foreach (var file in whole.Count == 0 ? [] : tree.Content.AllNodes.OfType<ContentFile>())
        {
            if (TreeReading.ExtentsOf(file) is [var first, ..] && whole.TryGetValue(first.Offset, out var large) && file.Length < large.Length)
            {
                Tell(tree, file, large);
            }
        }
    }

    /// <summary>Finds files of earlier sessions, which genisoimage records as empty in the UDF of a later one.</summary>
    public static void TellEmpty(UdfTreeReading udf, TreeReading other)
    {
        foreach (var empty in udf.Content.AllNodes.OfType<ContentFile>().Where(file => file.Length == 0 && file.Finding is null))
        {
            if (other.Content.Find(empty.Path) is ContentFile { Length: > 0 } whole)
            {
                empty.Finding = new Diagnostic(
                    DiagnosticId.ContentUnsupported,
                    DiagnosticSeverity.Warning,
                    empty.Path,
                    $"The file is empty in UDF, but has {whole.Length} bytes in another tree of the image. genisoimage leaves files of earlier sessions like this. Read it from that tree.");
                udf.Diagnostics.Add(empty.Finding);
            }
        }
    }

    private static void Tell(TreeReading tree, ContentFile file, ContentFile whole)
    {
        var finding = new Diagnostic(
            DiagnosticId.ContentUnsupported,
            DiagnosticSeverity.Error,
            file.Path,
            $"The file has {whole.Length} bytes in UDF, as {whole.Path}, but {file.Length} here, because its directory record cannot hold the real length. Read it from UDF.");
        tree.Diagnostics.Add(finding);
        file.Finding ??= finding;
    }
}
