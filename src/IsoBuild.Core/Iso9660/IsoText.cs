using System.Text;

namespace IsoBuild.Iso9660;

/// <summary>The characters of ISO 9660 (ECMA-119 7.4.1).</summary>
internal static class IsoText
{
    private const string AExtras = " !\"%&'()*+,-./:;<=>?";

    /// <summary><c>A-Z 0-9 _</c>.</summary>
    public static bool IsD(char c) => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_';

    /// <summary>d-characters and <c>space ! " % &amp; ' ( ) * + , - . / : ; &lt; = &gt; ?</c>.</summary>
    public static bool IsA(char c) => IsD(c) || AExtras.Contains(c, StringComparison.Ordinal);

    /// <summary>The text in upper case, with <c>_</c> for every character (a surrogate pair is one) that is not allowed.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="isAllowed"><see cref="IsD"/> or <see cref="IsA"/>.</param>
    public static string Restrict(string text, Func<char, bool> isAllowed)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var upper = char.IsAsciiLetterLower(c) ? (char)(c - 32) : c;
            if (isAllowed(upper))
            {
                result.Append(upper);
                continue;
            }

            if (!char.IsLowSurrogate(c))
            {
                result.Append('_');
            }
        }

        return result.ToString();
    }

    /// <summary>The text with <c>_</c> for every character that is not in ASCII (a surrogate pair is one).</summary>
    public static string ToAscii(string text) =>
        Ascii.IsValid(text) ? text : string.Concat(text.Where(c => !char.IsLowSurrogate(c)).Select(c => char.IsAscii(c) ? c : '_'));

    /// <summary>As much of the same, for d-characters, as there is room for.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="room">Receives it.</param>
    /// <returns>The part of <paramref name="room"/> that is filled.</returns>
    public static Span<char> RestrictToD(ReadOnlySpan<char> text, Span<char> room)
    {
        var length = 0;
        foreach (var c in text)
        {
            if (length == room.Length)
            {
                break;
            }

            var upper = char.IsAsciiLetterLower(c) ? (char)(c - 32) : c;
            if (IsD(upper))
            {
                room[length++] = upper;
            }
            else if (!char.IsLowSurrogate(c))
            {
                room[length++] = '_';
            }
        }

        return room[..length];
    }
}
