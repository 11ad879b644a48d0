using IsoBuild.Layout;

namespace IsoBuild.Comparing;

/// <summary>A sector map that is read back from its text.</summary>
internal sealed class LayoutMap
{
    /// <summary>A region is called by up to five paths, of which none has more than 32,767 characters, and each of these is shown as six at most.</summary>
    private const int LongestLine = 1 << 20;

    /// <summary>How much is told of a line that does not belong to a sector map.</summary>
    private const int ShownOfStrange = 200;

    /// <summary>What a line begins with that says where in a partition a file of the trees lies.</summary>
    private const string File = "file ";

    private readonly List<LayoutLine> lines = [];

    public string Volume { get; private set; } = "";

    public string Size { get; private set; } = "";

    /// <summary>Further fields of the volume, and views, by what comes before their value.</summary>
    public OrderedDictionary<string, string> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>The first line that does not belong to a sector map.</summary>
    public string? Strange { get; private set; }

    /// <summary>The regions.</summary>
    public MapLines Lines => MapLines.Of(lines);

    /// <summary>Reads a text, whose lines may end in any way.</summary>
    public static LayoutMap Parse(string text)
    {
        var map = new LayoutMap();
        var isHead = true;
        foreach (var each in text.AsSpan().EnumerateLines())
        {
            var line = each.TrimEnd();
            if (line.Length > LongestLine)
            {
                map.Strange ??= $"{line[..ShownOfStrange]}... with {line.Length} characters";
            }
            else if (line.Length == 0)
            {
                continue;
            }
            else if (isHead)
            {
                isHead = map.TryParseHead(line.ToString());
            }
            else if (LayoutLine.Parse(line) is { } region)
            {
                map.lines.Add(region);
            }
            else
            {
                map.Strange ??= line[..Math.Min(line.Length, ShownOfStrange)].ToString();
            }
        }

        return map;
    }

    /// <summary>Takes a line of the head; <see langword="false"/> when it is the last, above the columns.</summary>
    private bool TryParseHead(string line)
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
        else if (line.StartsWith("field ", StringComparison.Ordinal) || line.StartsWith("partition ", StringComparison.Ordinal) || line.StartsWith("boot ", StringComparison.Ordinal) || line.StartsWith(File, StringComparison.Ordinal))
        {
            AddField(line);
        }
        else if (line.StartsWith("sectors ", StringComparison.Ordinal))
        {
            return false;
        }
        else
        {
            Strange ??= line[..Math.Min(line.Length, ShownOfStrange)];
        }

        return true;
    }

    /// <summary>"field    publisher  ACME", "partition  UDF  sectors 257-300": what it is, its name, and its value, with two spaces or more between them.</summary>
    private void AddField(string line)
    {
        var word = line.IndexOf(' ', StringComparison.Ordinal);
        var rest = line.AsSpan(word).TrimStart(' ');
        // A path may hold spaces, and the value of a field too.
        var end = line.StartsWith(File, StringComparison.Ordinal) ? rest.LastIndexOf("  ") : rest.IndexOf("  ");
        var name = end < 0 ? rest : rest[..end];
        Fields[$"{line.AsSpan(0, word)} {name}"] = end < 0 ? "" : rest[(end + 2)..].ToString();
    }
}
