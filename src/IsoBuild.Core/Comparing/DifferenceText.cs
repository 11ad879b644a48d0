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

    /// <summary>Files first; then what else differs.</summary>
    /// <param name="diff">The differences.</param>
    /// <param name="options">What of them is printed.</param>
    public static string Print(ImageDiff diff, DiffTextOptions options)
    {
        if (diff.AreIdentical)
        {
            return $"The images are identical: {HumanSize.Counted(diff.Length, "byte", "bytes")}.\n";
        }

        var text = new StringBuilder();
        var files = diff.FileDifferences.ToList();
        if (!options.FilesOnly)
        {
            text.Append(CultureInfo.InvariantCulture, $"The images differ from byte {diff.FirstByte} on (sector {diff.FirstByte / Bytes.Sector.Size}): {diff.Cause}\n\n");
        }

        text.Append(files.Count == 0 ? "The files are the same.\n" : options.FilesOnly ? "" : "Files:\n");
        var isWhole = Append(text, files, options.IsComplete);
        if (!options.FilesOnly && files.Count < diff.Differences.Count)
        {
            text.Append("\nVolume and layout:\n");
            isWhole &= Append(text, [.. diff.Differences.Where(difference => !difference.IsAboutFiles)], options.IsComplete);
        }

        return isWhole ? text.ToString() : text.Append(CultureInfo.InvariantCulture, $"\nNot every difference has a line here. {options.HowToSeeAll}\n").ToString();
    }

    /// <summary>Writes one line each, of neighbours of one sort no more than some.</summary>
    /// <param name="text">Receives the lines.</param>
    /// <param name="all">The differences.</param>
    /// <param name="isComplete">Whether all of them get a line.</param>
    /// <returns>Whether all of them have a line.</returns>
    public static bool Append(StringBuilder text, IReadOnlyList<ImageDifference> all, bool isComplete = false)
    {
        var differences = isComplete ? all : Together(all);
        var isWhole = differences.Count == all.Count;
        for (var i = 0; i < differences.Count;)
        {
            var (kind, change) = (differences[i].Kind, differences[i].Change);
            var count = 0;
            for (; i + count < differences.Count && differences[i + count].Kind == kind && differences[i + count].Change == change; count++)
            {
                if (isComplete || count < MostLines)
                {
                    text.Append(differences[i + count]).Append('\n');
                }
            }

            if (count > MostLines && !isComplete)
            {
                isWhole = false;
                text.Append(CultureInfo.InvariantCulture, $"  ... and {count - MostLines} more {Sort(kind, change)}\n");
            }

            i += count;
        }

        return isWhole;
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
