using System.Text;

namespace IsoBuild.Bytes;

/// <summary>Names as HFS+ stores them, and as macOS compares them: decomposed, with marks in canonical order (TN1150, "Unicode Subtleties").</summary>
/// <remarks>The runtime's own normalisation comes from the operating system's ICU, whose versions differ.</remarks>
internal static class Decomposition
{
    private const char FirstDecomposed = '\u00C0';

    // Hangul syllables (Unicode 3.2, 3.11).
    private const int SyllableBase = 0xAC00;
    private const int SyllableCount = 11172;
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TrailBase = 0x11A7;
    private const int TrailCount = 28;
    private const int VowelCount = 21;

    private static readonly Dictionary<char, (char First, char Mark)> Parts = ReadParts();
    private static readonly byte[] Classes = ReadClasses();

    /// <summary>The decomposed form of a name.</summary>
    public static string Of(string name)
    {
        if (!name.AsSpan().ContainsAnyInRange(FirstDecomposed, '\uFFFF'))
        {
            return name;
        }

        var result = new StringBuilder(name.Length + 8);
        foreach (var c in name)
        {
            Append(result, c);
        }

        Order(result);
        return result.ToString();
    }

    private static void Append(StringBuilder result, char c)
    {
        if (c - SyllableBase is >= 0 and < SyllableCount and var syllable)
        {
            result.Append((char)(LeadBase + (syllable / (VowelCount * TrailCount))));
            result.Append((char)(VowelBase + (syllable % (VowelCount * TrailCount) / TrailCount)));
            if (syllable % TrailCount is > 0 and var trail)
            {
                result.Append((char)(TrailBase + trail));
            }
        }
        else if (c >= FirstDecomposed && Parts.TryGetValue(c, out var parts))
        {
            Append(result, parts.First);
            if (parts.Mark != '\0')
            {
                Append(result, parts.Mark);
            }
        }
        else
        {
            result.Append(c);
        }
    }

    /// <summary>Marks that follow each other stand in the order of their classes; those of one class stay as they are.</summary>
    private static void Order(StringBuilder text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            var (mark, rank) = (text[i], Classes[text[i]]);
            var at = i;
            for (; rank > 0 && at > 0 && Classes[text[at - 1]] > rank; at--)
            {
                text[at] = text[at - 1];
            }

            text[at] = mark;
        }
    }

    private static Dictionary<char, (char First, char Mark)> ReadParts()
    {
        var parts = new Dictionary<char, (char, char)>();
        foreach (var (mark, pairs) in DecompositionTable.ByMark)
        {
            Add(pairs, mark);
        }

        Add(DecompositionTable.Singles, '\0');
        return parts;

        void Add(string pairs, char mark)
        {
            for (var i = 0; i < pairs.Length; i += 2)
            {
                parts.Add(pairs[i], (pairs[i + 1], mark));
            }
        }
    }

    private static byte[] ReadClasses()
    {
        var classes = new byte[char.MaxValue + 1];
        var runs = DecompositionTable.Classes;
        for (var i = 0; i < runs.Length; i += 3)
        {
            classes.AsSpan(runs[i], runs[i + 1] - runs[i] + 1).Fill((byte)runs[i + 2]);
        }

        return classes;
    }
}
