using System.Globalization;
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
    public readonly record struct Decoded(string Name, int Version, bool IsAltered, bool IsUndecodable);

    /// <summary>The identifier of a record (ECMA-119 7.5, 7.6), without its version (only a semicolon with digits behind it begins one) and without the dot that ends a name that has no extension.</summary>
    public static Decoded Decode(DirectoryRecord record, IdentifierKind kind, bool isUtf8)
    {
        if (kind == IdentifierKind.Enhanced)
        {
            return new Decoded((Utf8.IsValid(record.Identifier) ? Encoding.UTF8 : Encoding.Latin1).GetString(record.Identifier), Version: 0, IsAltered: false, IsUndecodable: false);
        }

        var isJoliet = kind == IdentifierKind.Joliet;
        var identifier = Text(record.Identifier, isJoliet, isUtf8, out var isUndecodable);
        var version = 0;
        if (!record.IsDirectory)
        {
            identifier = WithoutVersion(identifier, out version).ToString();
        }

        var name = isJoliet || record.IsDirectory ? identifier : identifier.TrimEnd('.');
        return new Decoded(name, version, isUndecodable, isUndecodable);
    }

    /// <summary>Whether a name leads anywhere but to its own entry, or to none.</summary>
    public static bool IsHarmful(string name) => name is "" or "." or ".." || name.AsSpan().ContainsAny('/', '\0');

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

    private static string Text(ReadOnlySpan<byte> identifier, bool isJoliet, bool isUtf8, out bool isUndecodable)
    {
        isUndecodable = false;
        if (!isJoliet)
        {
            return (isUtf8 ? Encoding.UTF8 : Encoding.Latin1).GetString(identifier);
        }

        var text = Encoding.BigEndianUnicode.GetString(identifier);
        isUndecodable = text.Contains('\uFFFD', StringComparison.Ordinal) && !identifier.SequenceEqual(Encoding.BigEndianUnicode.GetBytes(text));
        return text;
    }
}
