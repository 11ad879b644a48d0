using System.Buffers.Binary;
using System.Text;

namespace IsoBuild.Udf;

/// <summary>Who defined something (regid, ECMA-167 1/7.4; UDF 1.02 2.1.5): flags, 23 bytes of identifier, 8 of suffix.</summary>
internal readonly ref struct EntityId(ReadOnlySpan<byte> bytes)
{
    public const int Size = 32;

    /// <summary>UDF 1.02, as suffixes say it.</summary>
    public const ushort Revision = 0x0102;

    private const int Identifier = 1;
    private const int IdentifierSize = 23;
    private const int Suffix = 24;

    /// <summary>Neither hardware nor software may write (UDF 1.02 2.1.5.3).</summary>
    private const byte WriteProtected = 0x03;

    /// <summary>Stands before identifiers that nobody registered under ISO/IEC 13800.</summary>
    private const byte NotRegistered = (byte)'*';

    private readonly ReadOnlySpan<byte> bytes = RecordBytes.OrZeros(bytes, Size);

    /// <summary>The domain whose rules logical volumes and file sets follow (UDF 1.02 2.1.5.2).</summary>
    public static ReadOnlySpan<byte> Domain => "*OSTA UDF Compliant"u8;

    /// <summary>What the implementation use volume descriptor holds (UDF 1.02 2.2.7.1).</summary>
    public static ReadOnlySpan<byte> VolumeInfo => "*UDF LV Info"u8;

    /// <summary>What partitions under ECMA-167, second edition, hold (3/10.5.3).</summary>
    public static ReadOnlySpan<byte> Nsr02 => "+NSR02"u8;

    /// <summary>Who wrote the image: a name that never changes, of no version and no system.</summary>
    private static ReadOnlySpan<byte> Developer => "*IsoBuild"u8;

    /// <summary>With a domain suffix: the revision, and that nothing may be written (UDF 1.02 2.1.5.3).</summary>
    public static void WriteDomain(Span<byte> field)
    {
        Domain.CopyTo(field[Identifier..]);
        BinaryPrimitives.WriteUInt16LittleEndian(field[Suffix..], Revision);
        field[Suffix + 2] = WriteProtected;
    }

    /// <summary>With a UDF suffix: the revision; no operating system (UDF 1.02 2.1.5.3, 6.3).</summary>
    public static void WriteVolumeInfo(Span<byte> field)
    {
        VolumeInfo.CopyTo(field[Identifier..]);
        BinaryPrimitives.WriteUInt16LittleEndian(field[Suffix..], Revision);
    }

    /// <summary>Of the standard itself: no suffix.</summary>
    public static void WriteNsr02(Span<byte> field) => Nsr02.CopyTo(field[Identifier..]);

    /// <summary>With an implementation suffix: operating system class 0, undefined (UDF 1.02 2.1.5.3, 6.3.1).</summary>
    public static void WriteImplementation(Span<byte> field) => Developer.CopyTo(field[Identifier..]);

    /// <summary>Whether a program's name is that of this one.</summary>
    public static bool IsOurs(string writer) => Encoding.Latin1.GetBytes(writer).AsSpan().SequenceEqual(Developer[1..]);

    /// <summary>Whether a text can be the identifier of an application: ASCII, and with the asterisk before what nobody registered (UDF 1.02 2.1.5.2) no longer than the field.</summary>
    public static bool FitsApplication(string text) => text.Length < IdentifierSize && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    /// <summary>The identifier of an application, with an asterisk before it; nothing, when there is none. It has no suffix.
    /// One of a base that fills the field had no asterisk, and gets none.</summary>
    public static void WriteApplication(Span<byte> field, string text)
    {
        var identifier = field.Slice(Identifier, IdentifierSize);
        if (text.Length is > 0 and < IdentifierSize)
        {
            identifier[0] = NotRegistered;
            identifier = identifier[1..];
        }

        Encoding.Latin1.GetBytes(text, identifier);
    }

    /// <summary>The identifier without the zeros behind it.</summary>
    public ReadOnlySpan<byte> Name => bytes.Slice(Identifier, IdentifierSize).TrimEnd((byte)0);

    /// <summary>Of an application, its identifier without the asterisk before it.</summary>
    public ReadOnlySpan<byte> ApplicationName => Name is [NotRegistered, .. var text] ? text : Name;

    /// <summary>Of a domain or UDF identifier, the revision in binary-coded decimal: 0x0102, 0x0150, 0x0201.</summary>
    public ushort UdfRevision => BinaryPrimitives.ReadUInt16LittleEndian(bytes[Suffix..]);

    /// <summary>The 8 bytes whose meaning depends on the identifier.</summary>
    public ReadOnlySpan<byte> SuffixBytes => bytes[Suffix..Size];

    /// <summary>Whether the domain is UDF's.</summary>
    public bool IsUdfDomain => Name.SequenceEqual(Domain);
}
