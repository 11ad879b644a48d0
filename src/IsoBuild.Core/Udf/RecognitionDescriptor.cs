using System.Text;

namespace IsoBuild.Udf;

/// <summary>A volume structure descriptor (ECMA-167 2/9.1): type, five letters, version 1. Three of them, in consecutive sectors from 16 on or
/// behind the descriptors of ISO 9660, say that there is an ECMA-167 volume.</summary>
internal readonly ref struct RecognitionDescriptor(ReadOnlySpan<byte> sector)
{
    private const int Identifier = 1;
    private const int IdentifierSize = 5;
    private const int Version = 6;
    private const int HeadSize = 7;

    private readonly ReadOnlySpan<byte> sector = RecordBytes.OrZeros(sector, HeadSize);

    /// <summary>2/9.2: the extended area begins.</summary>
    public static ReadOnlySpan<byte> Begin => "BEA01"u8;

    /// <summary>3/9.1: a volume under the second edition of ECMA-167.</summary>
    public static ReadOnlySpan<byte> Nsr02 => "NSR02"u8;

    /// <summary>3/9.1: a volume under the third edition, UDF 2.00 and later.</summary>
    public static ReadOnlySpan<byte> Nsr03 => "NSR03"u8;

    /// <summary>2/9.3: the extended area ends.</summary>
    public static ReadOnlySpan<byte> End => "TEA01"u8;

    public static void Write(Span<byte> sector, string identifier)
    {
        Encoding.ASCII.GetBytes(identifier, sector[Identifier..]);
        sector[Version] = 1;
    }

    /// <summary>The five letters.</summary>
    public ReadOnlySpan<byte> Name => sector.Slice(Identifier, IdentifierSize);

    public bool IsBegin => Name.SequenceEqual(Begin);

    /// <summary>Whether it announces a volume that UDF is recorded on.</summary>
    public bool IsNsr => Name.SequenceEqual(Nsr02) || Name.SequenceEqual(Nsr03);

    public bool IsEnd => Name.SequenceEqual(End);

    /// <summary>Whether it is one of any standard: ISO 9660's, a boot descriptor, or ECMA-167's. Elsewhere the sequence is over.</summary>
    public bool IsKnown => IsBegin || IsNsr || IsEnd || Name.SequenceEqual("CD001"u8) || Name.SequenceEqual("BOOT2"u8) || Name.SequenceEqual("CDW02"u8);
}
