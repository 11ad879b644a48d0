using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;

namespace IsoBuild.Bytes;

/// <summary>The characters that every output escapes: those that command a terminal, end a line, turn the direction of text or are not seen. By Unicode's categories they are
/// control (Cc), format (Cf), line and paragraph separator (Zl, Zp); and all tag characters, also those that are not assigned.</summary>
internal static class UnseenCharacters
{
    /// <summary>The first halves of the pairs that format characters beyond U+FFFF are.</summary>
    private static readonly char[] FirstHalves = ['\uD804', '\uD80D', '\uD82F', '\uD834', '\uDB40'];

    /// <summary>Whether a character is one; of a pair, neither half is.</summary>
    public static bool Has(char c) => Has(char.GetUnicodeCategory(c));

    /// <summary>Whether a code point is one.</summary>
    public static bool Has(int codePoint) => codePoint is >= 0xE0000 and <= 0xE007F || Has(CharUnicodeInfo.GetUnicodeCategory(codePoint));

    /// <summary>Whether the characters from a place on begin with a pair that is one.</summary>
    public static bool HasPair(ReadOnlySpan<char> text) => text.Length > 1 && char.IsSurrogatePair(text[0], text[1]) && Has(char.ConvertToUtf32(text[0], text[1]));

    /// <summary>These and what else <paramref name="isWanted"/> says, and first halves of pairs that may be some: to be looked for many at a time.</summary>
    public static SearchValues<char> And(Func<char, bool>? isWanted = null)
    {
        var all = new List<char>(FirstHalves);
        for (int c = char.MinValue; c <= char.MaxValue; c++)
        {
            if (Has((char)c) || isWanted?.Invoke((char)c) == true)
            {
                all.Add((char)c);
            }
        }

        return SearchValues.Create(CollectionsMarshal.AsSpan(all));
    }

    private static bool Has(UnicodeCategory category) => category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
