using System.Globalization;
using System.Text;
using IsoBuild.Layout;

namespace IsoBuild.Inspection;

/// <summary>Says how two sector maps differ: causes first (what came, went, grew, shrank), then what merely moved because of them.</summary>
public static class LayoutDiff
{
    /// <summary>How many lines of each sort are told before the rest is counted.</summary>
    private const int MostLines = 20;

    /// <summary>Compares two texts of <see cref="ImageLayout.ToString"/>. Line endings and the image's file name do not count.</summary>
    /// <param name="baseline">The map that is held.</param>
    /// <param name="actual">The map that there is now.</param>
    /// <returns>The differences, one a line; empty when there are none.</returns>
    public static string Describe(string baseline, string actual)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(actual);
        var before = Map.Parse(baseline);
        var after = Map.Parse(actual);
        var text = new StringBuilder();
        if (before.Strange is { } strange)
        {
            return $"the baseline is no sector map: \"{strange}\"\n";
        }

        DescribeHead(before, after, text);
        DescribeRegions(before, after, text);
        return text.ToString();
    }

    private static void DescribeHead(Map before, Map after, StringBuilder text)
    {
        if (!string.Equals(before.Volume, after.Volume, StringComparison.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"volume was  {before.Volume}\n       is   {after.Volume}\n");
        }

        if (!string.Equals(before.Size, after.Size, StringComparison.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"image was   {before.Size}\n      is    {after.Size}\n");
        }
    }

    private static void DescribeRegions(Map before, Map after, StringBuilder text)
    {
        var gone = before.Regions.Where(pair => !after.Regions.ContainsKey(pair.Key)).Select(pair => $"- {Title(pair.Value)}, {Sectors(pair.Value.SectorCount)}");
        Append(text, gone, "removed");
        var come = after.Regions.Where(pair => !before.Regions.ContainsKey(pair.Key)).Select(pair => $"+ {Title(pair.Value)}, {Sectors(pair.Value.SectorCount)}");
        Append(text, come, "added");

        var kept = after.Regions.Where(pair => before.Regions.ContainsKey(pair.Key)).Select(pair => (Before: before.Regions[pair.Key], After: pair.Value)).ToList();
        Append(text, kept.Where(pair => pair.Before.SectorCount != pair.After.SectorCount || pair.Before.Bytes != pair.After.Bytes).Select(Resized), "resized");
        Append(text, kept.Where(IsRewritten).Select(pair => $"~ {Title(pair.After)} has other content"), "with other content");
        Append(text, Moves(kept), "groups of moved regions");
    }

    /// <summary>Whether both maps tell the hash of the content, and it differs though the size does not.</summary>
    private static bool IsRewritten((LayoutLine Before, LayoutLine After) region) =>
        region.Before.Bytes == region.After.Bytes && region.Before.Sha256.Length > 0 && region.After.Sha256.Length > 0
        && !string.Equals(region.Before.Sha256, region.After.Sha256, StringComparison.Ordinal);

    private static string Resized((LayoutLine Before, LayoutLine After) region)
    {
        var growth = region.After.SectorCount - region.Before.SectorCount;
        var change = growth switch
        {
            > 0 => $" grew by {Sectors(growth)}",
            < 0 => $" shrank by {Sectors(-growth)}",
            _ => " changed its size within its sectors",
        };
        var bytes = region.Before.Bytes is { } old && region.After.Bytes is { } now
            ? string.Create(CultureInfo.InvariantCulture, $" ({old} -> {now} bytes)")
            : "";
        return $"~ {Title(region.After)}{change}{bytes}";
    }

    /// <summary>Runs of regions that moved by the same number of sectors.</summary>
    private static IEnumerable<string> Moves(List<(LayoutLine Before, LayoutLine After)> kept)
    {
        for (var i = 0; i < kept.Count;)
        {
            var shift = kept[i].After.Sector - kept[i].Before.Sector;
            var count = 1;
            while (i + count < kept.Count && kept[i + count].After.Sector - kept[i + count].Before.Sector == shift)
            {
                count++;
            }

            if (shift != 0)
            {
                var what = count == 1 ? Title(kept[i].After) : string.Create(CultureInfo.InvariantCulture, $"{count} regions from {Title(kept[i].After)} on");
                yield return string.Create(CultureInfo.InvariantCulture, $"  {what} moved by {(shift > 0 ? "+" : "")}{shift}");
            }

            i += count;
        }
    }

    private static void Append(StringBuilder text, IEnumerable<string> lines, string what)
    {
        var all = lines.ToList();
        foreach (var line in all.Take(MostLines))
        {
            text.Append(line).Append('\n');
        }

        if (all.Count > MostLines)
        {
            text.Append(CultureInfo.InvariantCulture, $"  ... and {all.Count - MostLines} more {what}\n");
        }
    }

    private static string Title(LayoutLine line) => $"{line.Kind} {line.Name}";

    private static string Sectors(long count) => string.Create(CultureInfo.InvariantCulture, $"{count} sector{(count == 1 ? "" : "s")}");

    /// <summary>A sector map, read back from its text.</summary>
    private sealed class Map
    {
        public string Volume { get; private set; } = "";

        public string Size { get; private set; } = "";

        /// <summary>The first line that does not belong to a sector map.</summary>
        public string? Strange { get; private set; }

        /// <summary>In disk order; those alike are numbered.</summary>
        public OrderedDictionary<(string Kind, string Name, int Number), LayoutLine> Regions { get; } = [];

        public static Map Parse(string text)
        {
            var map = new Map();
            var number = 0;
            foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0))
            {
                if (number++ < 3)
                {
                    map.ParseHead(line);
                }
                else
                {
                    map.ParseRegion(line);
                }
            }

            return map;
        }

        private void ParseHead(string line)
        {
            const int label = 9;
            if (line.StartsWith("image ", StringComparison.Ordinal))
            {
                // "name  391 sectors  800768 bytes": the name may be missing, and may hold spaces.
                var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                Size = string.Join(' ', words.TakeLast(4));
            }
            else if (line.StartsWith("volume ", StringComparison.Ordinal))
            {
                Volume = line[Math.Min(label, line.Length)..];
            }
            else if (!line.StartsWith("sectors ", StringComparison.Ordinal))
            {
                Strange ??= line;
            }
        }

        private void ParseRegion(string line)
        {
            if (LayoutLine.Parse(line) is not { } region)
            {
                Strange ??= line;
                return;
            }

            var number = 0;
            while (!Regions.TryAdd((region.Kind, region.Name, number), region))
            {
                number++;
            }
        }
    }
}
