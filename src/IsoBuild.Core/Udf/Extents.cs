using System.Buffers.Binary;

namespace IsoBuild.Udf;

/// <summary>An extent of a volume (extent_ad, ECMA-167 3/7.1): bytes, and the sector at which they begin.</summary>
internal readonly record struct VolumeExtent(uint Length, uint Sector)
{
    public const int Size = 8;

    public void Write(Span<byte> field)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(field, Length);
        BinaryPrimitives.WriteUInt32LittleEndian(field[4..], Sector);
    }

    public static VolumeExtent Read(ReadOnlySpan<byte> field)
    {
        field = RecordBytes.OrZeros(field, Size);
        return new(BinaryPrimitives.ReadUInt32LittleEndian(field), BinaryPrimitives.ReadUInt32LittleEndian(field[4..]));
    }
}

/// <summary>A block of a partition (lb_addr, ECMA-167 4/7.1). The partition is the number of a partition map, not of a partition.</summary>
internal readonly record struct BlockAddress(uint Block, ushort Partition)
{
    public const int Size = 6;

    public void Write(Span<byte> field)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(field, Block);
        BinaryPrimitives.WriteUInt16LittleEndian(field[4..], Partition);
    }

    public static BlockAddress Read(ReadOnlySpan<byte> field)
    {
        field = RecordBytes.OrZeros(field, Size);
        return new(BinaryPrimitives.ReadUInt32LittleEndian(field), BinaryPrimitives.ReadUInt16LittleEndian(field[4..]));
    }
}

/// <summary>What the two upper bits of an extent's length say (ECMA-167 4/14.14.1.1).</summary>
internal enum ExtentType
{
    Recorded = 0,

    /// <summary>Reads as zeros.</summary>
    AllocatedNotRecorded = 1,

    /// <summary>Reads as zeros: a hole.</summary>
    NotAllocated = 2,

    /// <summary>Holds further allocation descriptors.</summary>
    Continuation = 3,
}

/// <summary>An extent in the partition in which the descriptor itself lies (short_ad, ECMA-167 4/14.14.1).</summary>
internal readonly record struct ShortExtent(ExtentType Type, uint Length, uint Block)
{
    public const int Size = 8;

    /// <summary>The most that one descriptor describes and stays a whole number of 2048-byte blocks: 1 GiB less 2 KiB (4/14.14.1.1).</summary>
    public const uint MaxLength = 0x3FFFF800;

    internal const uint LengthBits = 0x3FFFFFFF;

    public void Write(Span<byte> field)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(field, ((uint)Type << 30) | Length);
        BinaryPrimitives.WriteUInt32LittleEndian(field[4..], Block);
    }

    public static ShortExtent Read(ReadOnlySpan<byte> field)
    {
        field = RecordBytes.OrZeros(field, Size);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(field);
        return new((ExtentType)(length >> 30), length & LengthBits, BinaryPrimitives.ReadUInt32LittleEndian(field[4..]));
    }
}

/// <summary>An extent in any partition (long_ad, ECMA-167 4/14.14.2; UDF 1.02 2.3.10.1).</summary>
/// <param name="Type">What it holds.</param>
/// <param name="Length">How many bytes.</param>
/// <param name="Address">Where it begins.</param>
/// <param name="UniqueId">The lower half of the unique id of the file that an ICB leads to, as UDF 2.00 puts it there; in other extents 0.</param>
internal readonly record struct LongExtent(ExtentType Type, uint Length, BlockAddress Address, uint UniqueId = 0)
{
    public const int Size = 16;

    private const int Place = 4;
    private const int Use = 10;

    public void Write(Span<byte> field)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(field, ((uint)Type << 30) | Length);
        Address.Write(field[Place..]);
        BinaryPrimitives.WriteUInt32LittleEndian(field[(Use + 2)..], UniqueId);
    }

    public static LongExtent Read(ReadOnlySpan<byte> field)
    {
        field = RecordBytes.OrZeros(field, Size);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(field);
        return new((ExtentType)(length >> 30), length & ShortExtent.LengthBits, BlockAddress.Read(field[Place..]), BinaryPrimitives.ReadUInt32LittleEndian(field[(Use + 2)..]));
    }
}

/// <summary>An extent whose recorded bytes are counted apart (ext_ad, ECMA-167 4/14.14.3), as compressing systems write them; never written here.</summary>
internal readonly record struct ExtendedExtent(ExtentType Type, uint Length, uint RecordedLength, uint InformationLength, BlockAddress Address)
{
    public const int Size = 20;

    /// <summary>Whether what is recorded is not what the file has there.</summary>
    public bool IsPacked => Type == ExtentType.Recorded && (RecordedLength != InformationLength || InformationLength != Length);

    public static ExtendedExtent Read(ReadOnlySpan<byte> field)
    {
        field = RecordBytes.OrZeros(field, Size);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(field);
        return new(
            (ExtentType)(length >> 30),
            length & ShortExtent.LengthBits,
            BinaryPrimitives.ReadUInt32LittleEndian(field[4..]) & ShortExtent.LengthBits,
            BinaryPrimitives.ReadUInt32LittleEndian(field[8..]),
            BlockAddress.Read(field[12..]));
    }
}
