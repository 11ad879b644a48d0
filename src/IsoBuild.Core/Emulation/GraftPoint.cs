using System.Text;

namespace IsoBuild.Emulation;

/// <summary>A path of a command line: a source, or <c>TARGET=SOURCE</c> where grafts are on.</summary>
/// <param name="Target">The path in the image; <see langword="null"/> if the source says it.</param>
/// <param name="Source">The path on disk.</param>
internal sealed record GraftPoint(string? Target, string Source)
{
    /// <summary>Divides at the first equals sign without a backslash before it. Backslashes escape both signs, on both sides.</summary>
    public static GraftPoint Parse(string text, bool areGrafts)
    {
        if (!areGrafts)
        {
            return new GraftPoint(Target: null, text);
        }

        var target = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=')
            {
                return new GraftPoint(target.ToString(), Unescape(text[(i + 1)..]));
            }

            i += IsEscape(text, i) ? 1 : 0;
            target.Append(text[i]);
        }

        return new GraftPoint(Target: null, target.ToString());
    }

    private static string Unescape(string text)
    {
        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            i += IsEscape(text, i) ? 1 : 0;
            result.Append(text[i]);
        }

        return result.ToString();
    }

    private static bool IsEscape(string text, int index) => text[index] == '\\' && index + 1 < text.Length && text[index + 1] is '\\' or '=';
}
