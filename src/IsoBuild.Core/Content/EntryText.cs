using System.Globalization;

namespace IsoBuild.Content;

/// <summary>Parses attributes of entries from text, as users write them in options.</summary>
/// <remarks>A problem is the end of a sentence that begins with the user's text.</remarks>
public static class EntryText
{
    private const int AllModeBits = 0xFFF;
    /// <summary>The names of the trees, each spelled as on the command line.</summary>
    private static readonly (string Name, ImageFormats Tree)[] Trees =
    [
        ("all", ImageFormatSets.All),
        ("iso9660", ImageFormats.Iso9660),
        ("joliet", ImageFormats.Joliet),
        ("rock-ridge", ImageFormats.RockRidge),
        ("udf", ImageFormats.Udf),
        ("iso1999", ImageFormats.Iso1999),
    ];

    /// <summary>Reads octal permission bits: <c>644</c>, <c>0755</c>.</summary>
    /// <param name="text">The user's text.</param>
    /// <param name="mode">The bits.</param>
    /// <param name="problem">What is wrong with the text.</param>
    public static bool TryParseMode(string text, out UnixFileMode mode, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        (mode, problem) = (default, "");
        if (text.Length is > 0 and <= 5 && text.All(digit => digit is >= '0' and <= '7') && Convert.ToInt32(text, 8) is var bits and <= AllModeBits)
        {
            mode = (UnixFileMode)bits;
            return true;
        }

        problem = "is not octal; write permission bits such as 644 or 0755";
        return false;
    }

    /// <summary>Whether there are permission bits alone.</summary>
    internal static bool IsMode(UnixFileMode mode) => ((int)mode & ~AllModeBits) == 0;

    /// <summary>Permission bits as <see cref="TryParseMode"/> reads them: <c>0644</c>.</summary>
    internal static string FormatMode(UnixFileMode mode) => "0" + Convert.ToString((int)mode, 8).PadLeft(3, '0');

    /// <summary>Reads the number of an owner or a group.</summary>
    /// <param name="text">The user's text.</param>
    /// <param name="id">The number.</param>
    /// <param name="problem">What is wrong with the text.</param>
    public static bool TryParseId(string text, out uint id, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        problem = "";
        if (uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id))
        {
            return true;
        }

        problem = "is not the number of an owner or a group; write one from 0 to 4294967295";
        return false;
    }

    /// <summary>Reads a weight of <see cref="EntryOptions.SortWeight"/>.</summary>
    /// <param name="text">The user's text.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="problem">What is wrong with the text.</param>
    public static bool TryParseWeight(string text, out int weight, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        problem = "";
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out weight))
        {
            return true;
        }

        problem = "is not a weight; write a whole number (a greater weight is nearer to the image's start)";
        return false;
    }

    /// <summary>Reads the names of trees: <c>joliet</c>, <c>joliet,udf</c>, <c>all</c>. <c>RockRidge</c> is <c>rock-ridge</c> too.</summary>
    /// <param name="text">The user's text, separated by <c>,</c> or <c>;</c>.</param>
    /// <param name="trees">The trees.</param>
    /// <param name="problem">What is wrong with the text.</param>
    public static bool TryParseTrees(string text, out ImageFormats trees, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        (trees, problem) = (default, "");
        foreach (var name in text.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var known = Array.Find(Trees, tree => IsSame(tree.Name, name)).Tree;
            if (known == 0)
            {
                trees = 0;
                break;
            }

            trees |= known;
        }

        problem = trees == 0 ? $"is not a tree of an image; write {string.Join(", ", Trees.Select(tree => tree.Name))}" : "";
        return trees != 0;
    }

    /// <summary>Reads what a <see cref="ContentSpecial"/> is: <c>pipe</c>, <c>socket</c>, <c>character,1,3</c>, <c>block,8,0</c>.</summary>
    /// <param name="text">The user's text: the kind and, for a device, its major and minor number.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="major">The major number.</param>
    /// <param name="minor">The minor number.</param>
    /// <param name="problem">What is wrong with the text.</param>
    public static bool TryParseSpecial(string text, out SpecialKind kind, out uint major, out uint minor, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        (kind, major, minor, problem) = (default, 0, 0, "");
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        SpecialKind? known = parts[0].ToUpperInvariant() switch
        {
            "PIPE" => SpecialKind.Pipe,
            "SOCKET" => SpecialKind.Socket,
            "CHARACTER" or "CHARACTERDEVICE" => SpecialKind.CharacterDevice,
            "BLOCK" or "BLOCKDEVICE" => SpecialKind.BlockDevice,
            _ => null,
        };
        kind = known ?? default;
        if (known is null)
        {
            problem = "is unknown; write pipe, socket, character,MAJOR,MINOR or block,MAJOR,MINOR";
        }
        else if (kind is SpecialKind.Pipe or SpecialKind.Socket)
        {
            problem = parts.Length == 1 ? "" : "has numbers, which only devices have";
        }
        else if (parts.Length != 3 || !TryParseId(parts[1], out major, out _) || !TryParseId(parts[2], out minor, out _))
        {
            problem = $"is a device without its numbers; write {parts[0]},MAJOR,MINOR, as in {parts[0]},1,3";
        }

        return problem.Length == 0;
    }

    /// <summary>Whether users mean the same tree: case and hyphens are a matter of where they write.</summary>
    private static bool IsSame(string known, string written) =>
        string.Equals(known.Replace("-", "", StringComparison.Ordinal), written.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
}
