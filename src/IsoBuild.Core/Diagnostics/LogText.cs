using System.Buffers;
using System.Globalization;
using System.Text;
using IsoBuild.Bytes;

namespace IsoBuild.Diagnostics;

/// <summary>Text as logs and terminals may show it. Names come from disks and from images, and may hold what a terminal obeys or what forges a line of a log.</summary>
public static class LogText
{
    private static readonly SearchValues<char> Escaped = Where(NeedsEscape);
    private static readonly SearchValues<char> EscapedInLines = Where(static c => c != '\n' && NeedsEscape(c));

    /// <summary>A text as one line: control characters, ends of lines and what changes the direction of text (Unicode UAX #9) as <c>\u000A</c>, bytes that are not UTF-8 as <c>\xE9</c>.</summary>
    /// <param name="text">A name, or a message with names in it.</param>
    public static string Line(string text) => Replace(text, Escaped);

    /// <summary>The same of a text whose lines are its writer's own: they stay lines.</summary>
    /// <param name="text">A text whose names hold no end of a line any more, such as a sector map or a comparison.</param>
    public static string Lines(string text) => Replace(text, EscapedInLines);

    /// <summary>The characters of which <paramref name="needsEscape"/> says so, to be looked for many at a time.</summary>
    internal static SearchValues<char> Where(Func<char, bool> needsEscape) =>
        SearchValues.Create([.. Enumerable.Range(char.MinValue, char.MaxValue + 1).Select(c => (char)c).Where(needsEscape)]);

    /// <summary>Replaces characters by <c>\u000A</c>, and bytes that are not UTF-8 by <c>\xE9</c>.</summary>
    internal static string Replace(string text, SearchValues<char> escaped)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.AsSpan().ContainsAny(escaped))
        {
            return NameBytes.Show(text);
        }

        var safe = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (escaped.Contains(c))
            {
                safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            }
            else
            {
                safe.Append(c);
            }
        }

        return NameBytes.Show(safe.ToString());
    }

    internal static bool NeedsEscape(char c) =>
        char.IsControl(c) || c is '\u061C' or '\u200E' or '\u200F' or (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
