using System.Globalization;
using System.Text;
using IsoBuild.Bytes;
using IsoBuild.Layout;
using IsoBuild.Summarizing;

namespace IsoBuild.Drawing;

/// <summary>What is written in the picture of a layout.</summary>
internal static class SvgText
{
    /// <summary>Text as XML holds it: nothing that XML 1.0 2.2 excludes, nothing that turns the direction of what follows or is not seen.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                _ = UnseenCharacters.HasPair(text.AsSpan(i))
                    ? escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}\\u{(int)text[i + 1]:X4}")
                    : escaped.Append(c).Append(text[i + 1]);
                i++;
                continue;
            }

            _ = c switch
            {
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '&' => escaped.Append("&amp;"),
                '"' => escaped.Append("&quot;"),
                '\n' => escaped.Append(c),
                '\uFFFE' or '\uFFFF' => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ when UnseenCharacters.Has(c) || char.IsSurrogate(c) => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    /// <summary>Two lines that say what a block is.</summary>
    /// <param name="block">The block.</param>
    /// <param name="isPart">Whether a neighbour holds files of the same directory.</param>
    /// <param name="width">The room that a line has.</param>
    /// <param name="size">Of the font.</param>
    public static (string Upper, string Lower) Label(LayoutBlock block, bool isPart, double width, double size)
    {
        if (block.RegionCount > 1)
        {
            var folder = LayoutText.Escape(block.Folder);
            return block.Kind != RegionKind.File ? (Fit(What(block), width, size), Fit(folder.Length > 0 ? $"of {folder}" : "", width, size))
                : isPart ? (FitPath($"{What(block)} in {folder}", width, size), FromTo(block, width, size))
                : (Fit(What(block), width, size), FitPath($"in {folder}", width, size));
        }

        var name = LayoutText.Escape(block.First.Name);
        switch (block.Kind)
        {
            case RegionKind.File:
                var slash = name.LastIndexOf('/');
                return Wrap(name[(slash + 1)..], slash > 0 ? $"in {name[..slash]}" : "", width, size);
            case RegionKind.Directory or RegionKind.Continuation:
                var (tree, path) = RegionTitle.Split(name);
                return (FitPath(path, width, size), Fit($"in {tree}", width, size));
            case RegionKind.PathTable:
                var order = name.Replace("little-endian", "LE", StringComparison.Ordinal).Replace("big-endian", "BE", StringComparison.Ordinal);
                return (Fit(LayoutText.KindName(block.Kind), width, size), Fit(order, width, size));
            case RegionKind.VolumeDescriptor:
                return Wrap(name, "descriptor", width, size);
            default:
                return (Fit(LayoutText.KindName(block.Kind), width, size), Fit(name, width, size));
        }
    }

    /// <summary>Everything there is to know of a block.</summary>
    public static string Tooltip(LayoutBlock block, string share)
    {
        var last = block.Last.Sector + block.Last.SectorCount - 1;
        var sectors = last > block.First.Sector
            ? string.Create(CultureInfo.InvariantCulture, $"sectors {block.First.Sector}-{last}")
            : string.Create(CultureInfo.InvariantCulture, $"sector {block.First.Sector}");
        var size = $"{sectors} ({HumanSize.Grouped(block.SectorCount)}), {HumanSize.Counted(block.Bytes, "byte", "bytes")}, {share}";
        if (block.RegionCount == 1)
        {
            return $"{LayoutText.KindName(block.Kind)}\n{LayoutText.Escape(block.First.Name)}\n{size}";
        }

        return $"{HumanSize.Grouped(block.RegionCount)} regions: {What(block)}{(block.Kind == RegionKind.File ? $" in {LayoutText.Escape(block.Folder)}" : "")}\nfrom {LayoutText.Escape(block.First.Name)}\nto {LayoutText.Escape(block.Last.Name)}\n{size}";
    }

    /// <summary><c>3 files</c>, <c>1 directory</c>.</summary>
    public static string Plural(RegionKind kind, int count) => HumanSize.Counted(count, LayoutText.KindName(kind), kind switch
    {
        RegionKind.Directory => "directories",
        RegionKind.Padding => "paddings",
        _ => LayoutText.KindName(kind) + "s",
    });

    /// <summary>The text, or its two ends with an ellipsis between, as wide as there is room.</summary>
    public static string Fit(string text, double width, double size)
    {
        if (WidthOf(text, size) <= width)
        {
            return text;
        }

        var runes = text.EnumerateRunes().ToArray();
        var (head, tail) = (0, 0);
        var room = width - (size * 0.9);
        // An extension is worth more than what stands before it, a name's beginning more than both.
        while (head + tail < runes.Length)
        {
            var fromTail = tail * 2 < head;
            room -= WidthOf(fromTail ? runes[^(tail + 1)] : runes[head], size);
            if (room < 0)
            {
                break;
            }

            (head, tail) = fromTail ? (head, tail + 1) : (head + 1, tail);
        }

        return string.Concat(runes[..head].Select(rune => rune.ToString())) + "…" + string.Concat(runes[^tail..].Select(rune => rune.ToString()));
    }

    /// <summary>What a block of several regions holds.</summary>
    private static string What(LayoutBlock block) =>
        !block.IsPure ? $"{HumanSize.Grouped(block.RegionCount)} {(block.Kind == RegionKind.File ? "files and gaps" : "regions")}"
        : block.Kind == RegionKind.Continuation ? Plural(RegionKind.Directory, block.RegionCount)
        : Plural(block.Kind, block.RegionCount);

    /// <summary>A name on two lines where one is too short; else, below it, where it is.</summary>
    private static (string Upper, string Lower) Wrap(string name, string where, double width, double size)
    {
        if (WidthOf(name, size) <= width)
        {
            return (name, FitPath(where, width, size));
        }

        var (end, used) = (0, 0.0);
        foreach (var rune in name.EnumerateRunes())
        {
            used += WidthOf(rune, size);
            if (used > width)
            {
                break;
            }

            end += rune.Utf16SequenceLength;
        }

        // Better behind a dot, a dash or a space than within a word.
        var gap = name.AsSpan(0, end).LastIndexOfAny(" .-_");
        end = gap > end / 2 ? gap + 1 : end;
        return (name[..end], Fit(name[end..], width, size));
    }

    /// <summary>The first and the last of what lies in the block's directory: files, or directories with what is in them.</summary>
    private static string FromTo(LayoutBlock block, double width, double size)
    {
        var (first, last) = (Entry(block.First), Entry(block.Last));
        var half = (width - (size * 1.8)) / 2;
        var same = first.AsSpan().CommonPrefixLength(last);
        if (same > 2 && !char.IsLowSurrogate(first.AsSpan(same).Length > 0 ? first[same] : 'x') && WidthOf(first, size) + WidthOf(last, size) > half * 2)
        {
            // What they have in common tells nothing of where one lies.
            (first, last) = ("…" + first[same..], "…" + last[same..]);
        }

        return first.Length == 0 || last.Length == 0 || string.Equals(first, last, StringComparison.Ordinal) ? Fit(first, width, size)
            : $"{Fit(first, half, size)} – {Fit(last, half, size)}";

        string Entry(Region region)
        {
            var start = block.Folder.Length == 1 ? 1 : block.Folder.Length + 1;
            if (region.Kind != RegionKind.File || region.Name is not { } name || start > name.Length)
            {
                return "";
            }

            var end = name.IndexOf('/', start);
            return LayoutText.Escape(end < 0 ? name[start..] : name[start..end]);
        }
    }

    /// <summary>Of a path, the end tells more.</summary>
    private static string FitPath(string path, double width, double size)
    {
        while (WidthOf(path, size) > width)
        {
            var slash = path.IndexOf('/', StringComparison.Ordinal);
            var next = slash < 0 ? -1 : path.IndexOf('/', slash + 1);
            if (next < 0)
            {
                return Fit(path, width, size);
            }

            path = $"{path[..slash]}…{path[next..]}";
            if (path.IndexOf("……", StringComparison.Ordinal) is >= 0 and var twice)
            {
                path = path.Remove(twice, 1);
            }
        }

        return path;
    }

    private static double WidthOf(string text, double size)
    {
        var width = 0.0;
        foreach (var rune in text.EnumerateRunes())
        {
            width += WidthOf(rune, size);
        }

        return width;
    }

    /// <summary>What a wide sans-serif face needs; there is no font to ask.</summary>
    private static double WidthOf(Rune rune, double size) => size * rune.Value switch
    {
        'i' or 'j' or 'l' or 't' or 'f' or 'r' or 'I' or '.' or ',' or ':' or ';' or '/' or '\\' or ' ' or '-' or '|' or '!' or '(' or ')' or '\'' => 0.38,
        'm' or 'w' or 'M' or 'W' or '@' or '%' => 0.97,
        >= 'A' and <= 'Z' => 0.72,
        < 0x1100 => 0.62,
        _ => 1.05,
    };
}
