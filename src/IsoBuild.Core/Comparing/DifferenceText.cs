using System.Globalization;
using System.Text;
using IsoBuild.Summarizing;

namespace IsoBuild.Comparing;

/// <summary>How differences are told, of images and of sector maps alike.</summary>
internal static class DifferenceText
{
    /// <summary>How many lines of each sort are told before the rest is counted.</summary>
    private const int MostLines = 20;

    public static string Line(DifferenceChange change, string message) => change switch
    {
        DifferenceChange.Added => "+ ",
        DifferenceChange.Removed => "- ",
        DifferenceChange.Changed => "~ ",
        _ => "  ",
    } + message;

    public static string Print(ImageDiff diff)
    {
        if (diff.AreIdentical)
        {
            return $"The images are identical: {HumanSize.Counted(diff.Length, "byte", "bytes")}.\n";
        }

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"The images differ from byte {diff.FirstByte} on (sector {diff.FirstByte / Bytes.Sector.Size}): {diff.Cause}\n\n");
        Append(text, diff.Differences);
        return text.ToString();
    }

    /// <summary>Writes one line each, of neighbours of one sort no more than some.</summary>
    public static void Append(StringBuilder text, IReadOnlyList<ImageDifference> all)
    {
        var differences = Together(all);
        for (var i = 0; i < differences.Count;)
        {
            var (kind, change) = (differences[i].Kind, differences[i].Change);
            var count = 0;
            for (; i + count < differences.Count && differences[i + count].Kind == kind && differences[i + count].Change == change; count++)
            {
                if (count < MostLines)
                {
                    text.Append(differences[i + count]).Append('\n');
                }
            }

            if (count > MostLines)
            {
                text.Append(CultureInfo.InvariantCulture, $"  ... and {count - MostLines} more {Sort(kind, change)}\n");
            }

            i += count;
        }
    }

    /// <summary>Entries with the same change of metadata, as one line when there are many: a date that all of them have.</summary>
    private static List<ImageDifference> Together(IReadOnlyList<ImageDifference> differences)
    {
        const int few = 3;
        var alike = differences.Where(difference => difference.Kind == DifferenceKind.Metadata).GroupBy(ChangeOf, StringComparer.Ordinal)
            .Where(group => group.Count() > few)
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        var together = new List<ImageDifference>();
        foreach (var difference in differences)
        {
            if (difference.Kind != DifferenceKind.Metadata || !alike.TryGetValue(ChangeOf(difference), out var group))
            {
                together.Add(difference);
            }
            else if (ReferenceEquals(group[0], difference))
            {
                var names = string.Join(", ", group.Take(few).Select(member => member.Item));
                together.Add(difference with { Message = $"{HumanSize.Counted(group.Count, "entry", "entries")} ({names}, ...): {ChangeOf(difference)}" });
            }
        }

        return together;

        // "file /x: date was A, is B"
        static string ChangeOf(ImageDifference difference) =>
            difference.Message.IndexOf(difference.Item + ": ", StringComparison.Ordinal) is >= 0 and var start ? difference.Message[(start + difference.Item.Length + 2)..] : difference.Message;
    }

    public static string Sectors(long count) => string.Create(CultureInfo.InvariantCulture, $"{count} sector{(count == 1 ? "" : "s")}");

    /// <summary>How much larger or smaller something is: <c>grew by 1 sector (6656 -> 8704 bytes)</c>.</summary>
    public static string Resized(long sectorsBefore, long sectorsAfter, long? bytesBefore, long? bytesAfter)
    {
        var growth = sectorsAfter - sectorsBefore;
        var change = growth switch
        {
            > 0 => $"grew by {Sectors(growth)}",
            < 0 => $"shrank by {Sectors(-growth)}",
            _ => "changed its size, but not its number of sectors",
        };
        return bytesBefore is { } before && bytesAfter is { } after
            ? string.Create(CultureInfo.InvariantCulture, $"{change} ({before} -> {after} bytes)")
            : change;
    }

    private static string Sort(DifferenceKind kind, DifferenceChange change) => (kind, change) switch
    {
        (DifferenceKind.Volume, _) => "volume fields",
        (DifferenceKind.Content, _) => "files with different content",
        (DifferenceKind.Metadata, _) => "with different metadata",
        (DifferenceKind.Bytes, _) => "other byte differences",
        (DifferenceKind.Layout, DifferenceChange.Moved) => "groups of moved regions",
        (DifferenceKind.Layout, DifferenceChange.Changed) => "resized",
        (_, DifferenceChange.Added) => "added",
        (_, DifferenceChange.Removed) => "removed",
        _ => "renamed",
    };
}
