using System.Buffers;
using System.Globalization;
using System.Text;
using IsoBuild.Bytes;

namespace IsoBuild.Diagnostics;

/// <summary>Makes text safe for logs and terminals. Names from disks and images can contain terminal control sequences, or line breaks that forge log lines.</summary>
public static class LogText
{
    private static readonly SearchValues<char> Escaped = UnseenCharacters.And();

    /// <summary>Makes one line of a text: Unicode control and format characters, line ends and direction marks (UAX #9) become <c>\u000A</c>, bytes that are not UTF-8 become <c>\xE9</c>.</summary>
    /// <param name="text">A name, or a message with names in it.</param>
    public static string Line(string text) => Replace(text, Escaped);

    /// <summary>Does the same for a text of several lines, and keeps its line ends.</summary>
    /// <param name="text">A text in which line ends of names are already escaped, such as a sector map or a comparison.</param>
    public static string Lines(string text) => Replace(text, Escaped, keepsLines: true);

    /// <summary>Replaces characters by <c>\u000A</c>, of pairs both halves, and bytes that are not UTF-8 by <c>\xE9</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="escaped">Which ones: <see cref="UnseenCharacters.And"/>.</param>
    /// <param name="keepsLines">Whether ends of lines stay.</param>
    internal static string Replace(string text, SearchValues<char> escaped, bool keepsLines = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.AsSpan().ContainsAny(escaped))
        {
            return NameBytes.Show(text);
        }

        var safe = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c))
            {
                if (UnseenCharacters.HasPair(text.AsSpan(i)))
                {
                    safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}\\u{(int)text[++i]:X4}");
                    continue;
                }
            }
            else if (escaped.Contains(c) && !(keepsLines && c == '\n'))
            {
                safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
                continue;
            }

            safe.Append(c);
        }

        return NameBytes.Show(safe.ToString());
    }
}
