using System.Collections;
using System.Globalization;
using System.Text;
using IsoBuild.Layout;

namespace IsoBuild.Comparing;

/// <summary>Describes how two sector maps differ: causes first (regions added, removed, grown, shrunk), then regions that only moved.</summary>
public static class LayoutDiff
{
    /// <summary>Compares two sector maps of <see cref="ImageLayout.ToString"/>. Line endings and the image's file name are ignored.</summary>
    /// <param name="baseline">The committed map.</param>
    /// <param name="actual">The current map.</param>
    /// <returns>The differences, one per line, in the format of <see cref="ImageDiff"/>; empty if there are none.</returns>
    public static string Describe(string baseline, string actual)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(actual);
        var before = LayoutMap.Parse(baseline);
        var after = LayoutMap.Parse(actual);
        if (before.Strange is { } strange)
        {
            return $"the baseline is not a sector map: \"{strange}\"\n";
        }

        var text = new StringBuilder();
        if (!string.Equals(before.Volume, after.Volume, StringComparison.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"volume was  {before.Volume}\n       is   {after.Volume}\n");
        }

        AppendFields(text, before.Fields, after.Fields);
        if (!string.Equals(before.Size, after.Size, StringComparison.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"image was   {before.Size}\n      is    {after.Size}\n");
        }

        var (lines, others) = (after.Lines, before.Lines);
        if (!DifferenceText.Append(text, Compare(others, lines, lines.Keys.PartnersIn(others.Keys), _ => true)))
        {
            text.Append("Not every difference has a line here. A comparison of the two maps as text shows all of them.\n");
        }

        return text.ToString();
    }

    private static void AppendFields(StringBuilder text, OrderedDictionary<string, string> before, OrderedDictionary<string, string> after)
    {
        foreach (var (field, value) in before)
        {
            if (!after.TryGetValue(field, out var now))
            {
                text.Append(CultureInfo.InvariantCulture, $"- {field}: {value}\n");
            }
            else if (!string.Equals(value, now, StringComparison.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"~ {field}: was {value}, is {now}\n");
            }
        }

        foreach (var (field, value) in after.Where(field => !before.ContainsKey(field.Key)))
        {
            text.Append(CultureInfo.InvariantCulture, $"+ {field}: {value}\n");
        }
    }

    /// <summary>The differences of all regions, causes first.</summary>
    /// <param name="before">The first map.</param>
    /// <param name="after">The second map.</param>
    /// <param name="partners">For each line of the second map, that of the first which has its region; -1 where none has.</param>
    /// <param name="isReported">Whether a region that only one map has, or that has another size, is to be told of.</param>
    /// <param name="allowance">How much text there may be; without it, any.</param>
    internal static List<ImageDifference> Compare(MapLines before, MapLines after, int[] partners, Func<LayoutLine, bool> isReported, TextAllowance? allowance = null)
    {
        var found = new List<ImageDifference>();
        var isKept = new BitArray(before.Keys.Count);
        foreach (var partner in partners)
        {
            if (partner >= 0)
            {
                isKept[partner] = true;
            }
        }

        for (var i = 0; i < isKept.Length; i++)
        {
            if (!isKept[i] && before[i] is var region && isReported(region))
            {
                Tell(Differ(DifferenceChange.Removed, region, $"{Title(region)}, {DifferenceText.Sectors(region.SectorCount)}"));
            }
        }

        for (var i = 0; i < partners.Length; i++)
        {
            if (partners[i] < 0 && after[i] is var region && isReported(region))
            {
                Tell(Differ(DifferenceChange.Added, region, $"{Title(region)}, {DifferenceText.Sectors(region.SectorCount)}"));
            }
        }

        // Of millions of regions, pairs are not kept, but made anew.
        var kept = Enumerable.Range(0, partners.Length).Where(i => partners[i] >= 0).Select(i => (Before: before[partners[i]], After: after[i]));
        foreach (var (old, now) in kept)
        {
            if ((old.SectorCount != now.SectorCount || old.Bytes != now.Bytes) && isReported(now))
            {
                Tell(Differ(DifferenceChange.Changed, now, $"{Title(now)} {DifferenceText.Resized(old.SectorCount, now.SectorCount, old.Bytes, now.Bytes)}"));
            }
            else if (!string.Equals(old.Name, now.Name, StringComparison.Ordinal))
            {
                Tell(Differ(DifferenceChange.Changed, now, $"{now.Kind} was {old.Name}, is {now.Name}"));
            }
        }

        foreach (var (old, now) in kept.Where(pair => !string.Equals(pair.Before.SharedBy, pair.After.SharedBy, StringComparison.Ordinal)))
        {
            Tell(Differ(DifferenceChange.Changed, now, $"{Title(now)} was {Sharers(old)}, is {Sharers(now)}"));
        }

        foreach (var (_, now) in kept.Where(IsRewritten))
        {
            Tell(Differ(DifferenceChange.Changed, now, $"{Title(now)} has different content") with { Kind = DifferenceKind.Content });
        }

        foreach (var move in Moves(kept))
        {
            Tell(move);
        }

        return found;

        void Tell(ImageDifference difference)
        {
            if (allowance is null)
            {
                found.Add(difference);
            }
            else
            {
                allowance.TryAdd(found, difference);
            }
        }
    }

    private static ImageDifference Differ(DifferenceChange change, LayoutLine region, string message) =>
        new(DifferenceKind.Layout, change, Title(region), message, change == DifferenceChange.Removed ? null : region.Sector * Bytes.Sector.Size);

    /// <summary>Whether both maps tell the hash of the content, and it differs though the size does not.</summary>
    private static bool IsRewritten((LayoutLine Before, LayoutLine After) region) =>
        region.Before.Bytes == region.After.Bytes && region.Before.Sha256.Length > 0 && region.After.Sha256.Length > 0
        && !string.Equals(region.Before.Sha256, region.After.Sha256, StringComparison.Ordinal);

    /// <summary>Runs of regions that moved by the same number of sectors.</summary>
    private static IEnumerable<ImageDifference> Moves(IEnumerable<(LayoutLine Before, LayoutLine After)> kept)
    {
        var (count, shift) = (0, 0L);
        LayoutLine? first = null;
        foreach (var (before, after) in kept)
        {
            if (first is not null && after.Sector - before.Sector == shift)
            {
                count++;
                continue;
            }

            if (first is not null && shift != 0)
            {
                yield return Move(first, count, shift);
            }

            (first, count, shift) = (after, 1, after.Sector - before.Sector);
        }

        if (first is not null && shift != 0)
        {
            yield return Move(first, count, shift);
        }
    }

    private static ImageDifference Move(LayoutLine first, int count, long shift)
    {
        var what = count == 1 ? Title(first) : string.Create(CultureInfo.InvariantCulture, $"{count} regions from {Title(first)} on");
        return Differ(DifferenceChange.Moved, first, string.Create(CultureInfo.InvariantCulture, $"{what} moved by {(shift > 0 ? "+" : "")}{shift}"));
    }

    private static string Sharers(LayoutLine line) => line.SharedBy.Length == 0 ? "one file" : $"also {line.SharedBy}";

    private static string Title(LayoutLine line) => $"{line.Kind} {line.Name}";
}
