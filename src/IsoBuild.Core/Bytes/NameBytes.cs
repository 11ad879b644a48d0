using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace IsoBuild.Bytes;

/// <summary>Converts file names between strings and bytes. On Linux and in Rock Ridge, a name is any sequence of bytes except <c>/</c> and NUL, usually UTF-8.</summary>
/// <remarks>
/// Names are strings everywhere in this library. A byte that is not part of valid UTF-8 is represented by the unpaired low surrogate
/// U+DC80 to U+DCFF, as in Python's <c>surrogateescape</c>. Valid text never contains one, so the representation is unambiguous.
/// </remarks>
public static class NameBytes
{
    private const char FirstEscape = '\uDC80';
    private const char LastEscape = '\uDCFF';
    private const int EscapeBase = 0xDC00;

    /// <summary>Converts bytes to a string. <see cref="Encode(string)"/> returns exactly these bytes again.</summary>
    /// <param name="bytes">A name, a path or the target of a link.</param>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : DecodeRaw(bytes);
    }

    /// <summary>Decodes into a room of as many characters as there are bytes: there are no more.</summary>
    /// <returns>How many characters there are.</returns>
    internal static int DecodeInto(Span<char> destination, ReadOnlySpan<byte> bytes)
    {
        if (Ascii.ToUtf16(bytes, destination, out var count) == OperationStatus.Done)
        {
            return count;
        }

        if (Utf8.IsValid(bytes))
        {
            return Encoding.UTF8.GetChars(bytes, destination);
        }

        var text = DecodeRaw(bytes);
        text.CopyTo(destination);
        return text.Length;
    }

    private static string DecodeRaw(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        Span<char> units = stackalloc char[2];
        while (bytes.Length > 0)
        {
            var isValid = Rune.DecodeFromUtf8(bytes, out var rune, out var size) == OperationStatus.Done;
            if (isValid)
            {
                text.Append(units[..rune.EncodeToUtf16(units)]);
            }
            else
            {
                foreach (var value in bytes[..size])
                {
                    text.Append((char)(EscapeBase + value));
                }
            }

            bytes = bytes[size..];
        }

        return text.ToString();
    }

    /// <summary>Converts a string to bytes: UTF-8, except for bytes that were not UTF-8 in <see cref="Decode"/>.</summary>
    /// <param name="text">A name, a path or the target of a link.</param>
    public static byte[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = new byte[CountOf(text)];
        Encode(text, bytes);
        return bytes;
    }

    /// <summary>Makes a text readable: bytes that are not UTF-8 become <c>\xE9</c>. Other text is unchanged.</summary>
    /// <param name="text">A name, a path, or a message with such in it.</param>
    public static string Show(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Map(text, static escape => string.Create(CultureInfo.InvariantCulture, $"\\x{escape - EscapeBase:X2}"));
    }

    /// <summary>Whether a text contains bytes that are not UTF-8.</summary>
    /// <param name="text">A name, a path or the target of a link.</param>
    public static bool IsRaw(ReadOnlySpan<char> text) => IndexOfEscape(text) >= 0;

    /// <summary>The text with <c>_</c> for every byte that is not UTF-8: what a tree of characters can hold of it.</summary>
    internal static string Replace(string text) => Map(text, static _ => "_");

    /// <summary>Whether the text is what <see cref="Decode"/> makes of its bytes. Escapes that form valid UTF-8 together, and other lone surrogates, are not.</summary>
    internal static bool IsSound(string text) =>
        text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 || string.Equals(Decode(Encode(text)), text, StringComparison.Ordinal);

    /// <summary>How many bytes a text carries.</summary>
    internal static int CountOf(ReadOnlySpan<char> text)
    {
        var count = 0;
        for (int next; (next = IndexOfEscape(text)) >= 0; text = text[(next + 1)..])
        {
            count += Encoding.UTF8.GetByteCount(text[..next]) + 1;
        }

        return count + Encoding.UTF8.GetByteCount(text);
    }

    /// <summary>Writes the bytes that a text carries.</summary>
    /// <returns>How many there are: <see cref="CountOf"/>.</returns>
    internal static int Encode(ReadOnlySpan<char> text, Span<byte> destination)
    {
        var count = 0;
        for (int next; (next = IndexOfEscape(text)) >= 0; text = text[(next + 1)..])
        {
            count += Encoding.UTF8.GetBytes(text[..next], destination[count..]);
            destination[count++] = (byte)(text[next] - EscapeBase);
        }

        return count + Encoding.UTF8.GetBytes(text, destination[count..]);
    }

    /// <summary>How many bytes of a text fit into a room, with no character cut in two.</summary>
    internal static int CountFitting(ReadOnlySpan<char> text, int room)
    {
        var count = 0;
        while (text.Length > 0)
        {
            Rune.DecodeFromUtf16(text, out var rune, out var units);
            var size = units == 1 && text[0] is >= FirstEscape and <= LastEscape ? 1 : rune.Utf8SequenceLength;
            if (count + size > room)
            {
                break;
            }

            count += size;
            text = text[units..];
        }

        return count;
    }

    private static string Map(string text, Func<char, string> replace)
    {
        ReadOnlySpan<char> rest = text;
        var next = IndexOfEscape(rest);
        if (next < 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length + 16);
        for (; next >= 0; next = IndexOfEscape(rest))
        {
            result.Append(rest[..next]).Append(replace(rest[next]));
            rest = rest[(next + 1)..];
        }

        return result.Append(rest).ToString();
    }

    /// <summary>Where the first byte that is not UTF-8 stands; -1 when there is none. The second half of a surrogate pair is no such.</summary>
    private static int IndexOfEscape(ReadOnlySpan<char> text)
    {
        for (var start = 0; text[start..].IndexOfAnyInRange(FirstEscape, LastEscape) is >= 0 and var found; start += found + 1)
        {
            if (start + found == 0 || !char.IsHighSurrogate(text[start + found - 1]))
            {
                return start + found;
            }
        }

        return -1;
    }
}
