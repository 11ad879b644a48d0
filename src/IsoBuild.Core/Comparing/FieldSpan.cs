using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using IsoBuild.Content;
using IsoBuild.Iso9660;
using IsoBuild.Layout;
using IsoBuild.Udf;

namespace IsoBuild.Comparing;

/// <summary>How the bytes of a field are read.</summary>
internal enum FieldType
{
    /// <summary>Nothing but bytes.</summary>
    Bytes,

    /// <summary>A number of up to 8 bytes, least significant byte first.</summary>
    Little,

    /// <summary>A number of 1, 2 or 4 bytes, most significant byte first.</summary>
    Big,

    /// <summary>A number recorded in both orders (ECMA-119 7.2.3, 7.3.3).</summary>
    Both,

    /// <summary>A number recorded in both orders, of which people know the octal digits.</summary>
    Octal,

    /// <summary>Characters of one byte.</summary>
    Text,

    /// <summary>Characters of two bytes, most significant byte first (Joliet).</summary>
    WideText,

    /// <summary>Characters of two bytes, least significant byte first (UEFI).</summary>
    LittleWideText,

    /// <summary>A GUID whose first three fields are least significant byte first (UEFI appendix A).</summary>
    Guid,

    /// <summary>ECMA-119 9.1.5.</summary>
    ShortDate,

    /// <summary>ECMA-119 8.4.26.1.</summary>
    LongDate,

    /// <summary>A text of UDF in a field of fixed size (UDF 1.02 2.1.3).</summary>
    OstaText,

    /// <summary>ECMA-167 1/7.3.</summary>
    UdfDate,

    /// <summary>A revision of UDF in binary-coded decimal.</summary>
    UdfRevision,
}

/// <summary>What else changes when a field does: by it one tells causes from effects.</summary>
internal enum FieldRole
{
    /// <summary>It stands for itself.</summary>
    Plain,

    /// <summary>Where something lies.</summary>
    Location,

    /// <summary>How long something is.</summary>
    Size,

    /// <summary>Date, mode, owner or link target of an entry.</summary>
    Metadata,

    /// <summary>Attributes of entries, which the trees tell, and numbers and places of checksums, which follow from all that there is.</summary>
    Attributes,

    /// <summary>A number that follows from what else there is: links, serial numbers, a parent's place in a table.</summary>
    Count,

    /// <summary>A name.</summary>
    Name,

    /// <summary>The length of the structure, or of one of its fields.</summary>
    Structure,

    /// <summary>How large the volume is.</summary>
    Space,

    /// <summary>It tells the volume from all others, and so derives from what it holds.</summary>
    Identity,

    /// <summary>It follows from the other fields, and from where the structure lies.</summary>
    Checksum,
}

/// <summary>A field of a structure.</summary>
/// <param name="Name">As the standard calls it.</param>
/// <param name="Start">Where it begins in its structure.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="Type">How they are read.</param>
/// <param name="Role">What it depends on.</param>
internal readonly record struct FieldDefinition(string Name, int Start, int Length, FieldType Type = FieldType.Bytes, FieldRole Role = FieldRole.Plain);

/// <summary>A field somewhere in an image, with its bytes.</summary>
internal readonly record struct FieldSpan(FieldDefinition Definition, long Offset, ReadOnlyMemory<byte> Bytes)
{
    public string Name => Definition.Name;

    public bool Contains(long offset) => offset >= Offset && offset < Offset + Bytes.Length;

    /// <summary>How it differs from <paramref name="after"/>, in words: <c>volume identifier was "A", is "B"</c>.</summary>
    public string Compare(FieldSpan after)
    {
        var (was, now) = (Value(Bytes.Span, Definition.Type), Value(after.Bytes.Span, Definition.Type));
        if (Definition.Type is FieldType.Both or FieldType.Octal && Bytes.Length == after.Bytes.Length && string.Equals(was, now, StringComparison.Ordinal))
        {
            var half = Bytes.Length / 2;
            return $"{Name}, in the order of most significant byte first, was {Value(Bytes.Span[half..], FieldType.Big)}, is {Value(after.Bytes.Span[half..], FieldType.Big)}";
        }

        return string.Equals(was, now, StringComparison.Ordinal) ? $"{Name} differs" : $"{Name} was {was}, is {now}";
    }

    /// <summary>Where it first differs from <paramref name="before"/>, as an offset in this one's image.</summary>
    public long FirstDifference(FieldSpan before) =>
        Offset + Math.Min(Bytes.Span.CommonPrefixLength(before.Bytes.Span), Math.Max(0, Bytes.Length - 1));

    private static string Value(ReadOnlySpan<byte> bytes, FieldType type) => type switch
    {
        FieldType.Little => Number(bytes, bigEndian: false),
        FieldType.Big => Number(bytes, bigEndian: true),
        FieldType.Both => Number(bytes[..(bytes.Length / 2)], bigEndian: false),
        FieldType.Octal when bytes.Length >= sizeof(uint) => "0" + Convert.ToString(BinaryPrimitives.ReadUInt32LittleEndian(bytes) & 0xFFF, 8).PadLeft(3, '0'),
        FieldType.Text => Quote(Encoding.Latin1.GetString(bytes)),
        FieldType.WideText => Quote(Encoding.BigEndianUnicode.GetString(bytes)),
        FieldType.LittleWideText => Quote(Encoding.Unicode.GetString(bytes)),
        FieldType.Guid when bytes.Length == 16 => new Guid(bytes).ToString(),
        FieldType.ShortDate when bytes.Length >= RecordDate.Size => RecordDate.IsSound(bytes) ? ImageTimestamp.Format(RecordDate.Read(bytes)!.Value) : Hex(bytes),
        FieldType.LongDate when bytes.Length >= VolumeDate.Size => LongDate(bytes),
        FieldType.OstaText => OstaText.TryReadField(bytes, out var text) ? Quote(text) : Hex(bytes),
        FieldType.UdfDate when bytes.Length >= UdfTime.Size => UdfTime.Read(bytes) is { } date ? ImageTimestamp.Format(date) : Hex(bytes),
        FieldType.UdfRevision when bytes.Length >= sizeof(ushort) => string.Create(CultureInfo.InvariantCulture, $"{bytes[1]:X}.{bytes[0]:X2}"),
        // A field that its structure cuts short, too.
        _ => Hex(bytes),
    };

    private static string Number(ReadOnlySpan<byte> bytes, bool bigEndian)
    {
        ulong number = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            number = (number << 8) | (bigEndian ? bytes[i] : bytes[^(i + 1)]);
        }

        return number.ToString(CultureInfo.InvariantCulture);
    }

    private static string LongDate(ReadOnlySpan<byte> bytes) =>
        VolumeDate.Read(bytes) is { } date && bytes[14] == '0' && bytes[15] == '0' ? ImageTimestamp.Format(date)
        : !bytes[..16].ContainsAnyExcept((byte)'0') && bytes[16] == 0 ? "unset"
        : Quote(Encoding.Latin1.GetString(bytes[..16])) + string.Create(CultureInfo.InvariantCulture, $" zone {(sbyte)bytes[16]}");

    private static string Quote(string text) => $"\"{LayoutText.Escape(text.TrimEnd(' ', '\0'))}\"";

    private static string Hex(ReadOnlySpan<byte> bytes)
    {
        const int most = 8;
        return bytes.Length == 0 ? "missing" : Convert.ToHexString(bytes[..Math.Min(most, bytes.Length)]) + (bytes.Length > most ? "..." : "");
    }
}
