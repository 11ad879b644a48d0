using System.Buffers.Binary;
using System.Text;

namespace IsoBuild.Udf;

/// <summary>OSTA compressed Unicode (UDF 1.02 2.1.1-2.1.3): a byte that says how many bits a character has, 8 or 16, then the characters,
/// the 16-bit ones most significant byte first. Characters beyond the BMP are surrogate pairs, as Linux and Windows write them.</summary>
internal static class OstaText
{
    /// <summary>The size of a character set specification (charspec, ECMA-167 1/7.2.1).</summary>
    public const int CharacterSetSize = 64;

    private const byte Bits8 = 8;
    private const byte Bits16 = 16;

    /// <summary>The same for names of deleted entries (UDF 2.00 2.1.1).</summary>
    private const byte Deleted8 = 254;

    private const byte Deleted16 = 255;

    /// <summary>Character set type 0 with what it agrees upon (UDF 1.02 2.1.2).</summary>
    public static void WriteCharacterSet(Span<byte> field) => "OSTA Compressed Unicode"u8.CopyTo(field[1..]);

    /// <summary>How many bytes a text takes, compression byte included; none, if it is empty.</summary>
    public static int SizeOf(ReadOnlySpan<char> text) => text.Length == 0 ? 0 : 1 + (text.Length * (Needs16(text) ? 2 : 1));

    /// <summary>Writes a text as a file identifier holds it.</summary>
    /// <returns>How many bytes it takes: <see cref="SizeOf"/>.</returns>
    public static int Write(ReadOnlySpan<char> text, Span<byte> destination)
    {
        if (text.Length == 0)
        {
            return 0;
        }

        if (!Needs16(text))
        {
            destination[0] = Bits8;
            for (var i = 0; i < text.Length; i++)
            {
                destination[1 + i] = (byte)text[i];
            }

            return 1 + text.Length;
        }

        destination[0] = Bits16;
        for (var i = 0; i < text.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(destination[(1 + (2 * i))..], text[i]);
        }

        return 1 + (2 * text.Length);
    }

    /// <summary>Writes a text into a field of fixed size, whose last byte says how many bytes are used (dstring, ECMA-167 1/7.2.12). It must fit.</summary>
    public static void WriteField(ReadOnlySpan<char> text, Span<byte> field) => field[^1] = (byte)Write(text, field[..^1]);

    /// <summary>As much of a text as a field of that size holds, without half a character at the end.</summary>
    public static string Fit(string text, int fieldSize)
    {
        if (SizeOf(text) < fieldSize)
        {
            return text;
        }

        // What is cut off may have been all that needed 16 bits.
        var most = Math.Min(text.Length, fieldSize - 2);
        var fitting = Needs16(text.AsSpan(0, most)) ? Math.Min(most, (fieldSize - 2) / 2) : most;
        return text[..(char.IsHighSurrogate(text[fitting - 1]) ? fitting - 1 : fitting)];
    }

    /// <summary>Reads what a file identifier holds.</summary>
    /// <param name="bytes">From the compression byte on.</param>
    /// <param name="text">The text, also of what is not quite valid: a byte missing at the end is left out, halves of surrogate pairs are kept.</param>
    /// <returns>Whether the compression is one of the standard's and the characters are whole.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out string text)
    {
        text = "";
        if (bytes.Length == 0)
        {
            return true;
        }

        var characters = bytes[1..];
        switch (bytes[0])
        {
            case Bits8 or Deleted8:
                text = Encoding.Latin1.GetString(characters);
                return true;
            case Bits16 or Deleted16:
                var units = new char[characters.Length / 2];
                for (var i = 0; i < units.Length; i++)
                {
                    units[i] = (char)BinaryPrimitives.ReadUInt16BigEndian(characters[(2 * i)..]);
                }

                text = new string(units);
                return characters.Length % 2 == 0;
            default:
                return false;
        }
    }

    /// <summary>Reads a field of fixed size (dstring).</summary>
    /// <returns>Whether the field is one: its last byte is no more than it has, and the text is valid.</returns>
    public static bool TryReadField(ReadOnlySpan<byte> field, out string text)
    {
        text = "";
        if (field.Length == 0)
        {
            return false;
        }

        var used = Math.Min(field[^1], field.Length - 1);
        return TryRead(field[..used], out text) && used == field[^1];
    }

    private static bool Needs16(ReadOnlySpan<char> text) => text.ContainsAnyExceptInRange('\0', '\u00FF');
}
