using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using IsoBuild.Iso9660;

namespace IsoBuild.Reading;

/// <summary>How a tree stores identifiers.</summary>
internal enum IdentifierKind
{
    /// <summary>As names with versions (ECMA-119 7.5).</summary>
    Plain,

    /// <summary>In UCS-2, with versions (Joliet).</summary>
    Joliet,

    /// <summary>As any bytes, without versions (ISO 9660:1999); UTF-8 as a rule.</summary>
    Enhanced,
}

/// <summary>The names of directory records: decoded, and harmless.</summary>
internal static class RecordNames
{
    /// <summary>A name, the version it came with (0 for none), and whether it differs from what the image says.</summary>
    public readonly record struct Decoded(ReadOnlyMemory<char> Name, int Version, bool IsAltered, bool IsUndecodable);

    /// <summary>The identifier of a record (ECMA-119 7.5, 7.6), without its version (only a semicolon with digits behind it begins one) and without the dot that ends a name that has no extension.</summary>
    /// <param name="record">The record.</param>
    /// <param name="kind">How it stores its identifier.</param>
    /// <param name="isUtf8">Whether plain identifiers are UTF-8.</param>
    /// <param name="names">Takes the name.</param>
    public static Decoded Decode(DirectoryRecord record, IdentifierKind kind, bool isUtf8, NameBuffer names)
    {
        var identifier = record.Identifier;
        if (kind == IdentifierKind.Joliet)
        {
            var text = Utf16(identifier, names, out var isUndecodable);
            var number = 0;
            var shown = record.IsDirectory ? text : WithoutVersion(text, out number);
            return new Decoded(names.Keep(shown.Length), number, isUndecodable, isUndecodable);
        }

        var room = names.Room(Encoding.UTF8.GetMaxCharCount(identifier.Length));
        var encoding = (kind == IdentifierKind.Enhanced ? Utf8.IsValid(identifier) : isUtf8) ? Encoding.UTF8 : Encoding.Latin1;
        ReadOnlySpan<char> name = room[..encoding.GetChars(identifier, room)];
        var version = 0;
        if (kind == IdentifierKind.Plain && !record.IsDirectory)
        {
            name = WithoutVersion(name, out version).TrimEnd('.');
        }

        return new Decoded(names.Keep(name.Length), version, IsAltered: false, IsUndecodable: false);
    }

    /// <summary>Whether a name leads anywhere but to its own entry, or to none.</summary>
    public static bool IsHarmful(ReadOnlySpan<char> name) => name is "" or "." or ".." || name.ContainsAny('/', '\0');

    public static string Disarm(string name) => name is "" or "." or ".." ? "_" : name.Replace('/', '_').Replace('\0', '_');

    /// <summary>The lowest interchange level to which the identifier keeps (ECMA-119 10).</summary>
    public static int LevelOf(DirectoryRecord record)
    {
        Span<char> text = stackalloc char[byte.MaxValue];
        ReadOnlySpan<char> identifier = text[..Encoding.Latin1.GetChars(record.Identifier, text)];
        return IsoNames.LevelOf(record.IsDirectory ? identifier : WithoutVersion(identifier, out _), record.IsDirectory);
    }

    /// <summary>An identifier of a file without its version.</summary>
    /// <param name="identifier">The identifier.</param>
    /// <param name="version">The number of the version; 0 for none.</param>
    public static ReadOnlySpan<char> WithoutVersion(ReadOnlySpan<char> identifier, out int version)
    {
        var separator = identifier.LastIndexOf(';');
        version = 0;
        if (separator < 0)
        {
            return identifier;
        }

        var digits = identifier[(separator + 1)..];
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out version) ? identifier[..separator] : identifier;
    }

    /// <summary>UTF-16 of high bytes first. Only halves of surrogate pairs, and of characters, may be what cannot be decoded.</summary>
    private static ReadOnlySpan<char> Utf16(ReadOnlySpan<byte> identifier, NameBuffer names, out bool isUndecodable)
    {
        var room = names.Room(Encoding.BigEndianUnicode.GetMaxCharCount(identifier.Length));
        var units = room[..(identifier.Length / sizeof(char))];
        identifier[..(units.Length * sizeof(char))].CopyTo(MemoryMarshal.AsBytes(units));
        if (BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<char, ushort>(units), MemoryMarshal.Cast<char, ushort>(units));
        }

        isUndecodable = false;
        if (identifier.Length % sizeof(char) == 0 && !units.ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return units;
        }

        var text = Encoding.BigEndianUnicode.GetString(identifier);
        isUndecodable = text.Contains('\uFFFD', StringComparison.Ordinal) && !identifier.SequenceEqual(Encoding.BigEndianUnicode.GetBytes(text));
        text.CopyTo(room);
        return room[..text.Length];
    }
}
