using System.Buffers.Binary;

namespace IsoBuild.Udf;

/// <summary>How a logical volume names a partition (ECMA-167 3/10.7). Type 1 says its number; type 2 is what an identifier says:
/// a virtual, sparable or metadata partition, which later revisions of UDF know.</summary>
internal readonly ref struct PartitionMap(ReadOnlySpan<byte> bytes)
{
    /// <summary>The size of a map of type 1 (3/10.7.2).</summary>
    public const int Type1Size = 6;

    /// <summary>The size of a map of type 2 (3/10.7.3).</summary>
    public const int Type2Size = 64;

    private const byte Type1 = 1;
    private const byte Type2 = 2;
    private const int Volume = 2;
    private const int Number = 4;
    private const int Type2Identifier = 4;
    private const int Type2Volume = 36;
    private const int Type2Number = 38;

    private readonly ReadOnlySpan<byte> bytes = bytes;

    /// <summary>Writes a map of type 1 for a partition of the only volume.</summary>
    public static void Write(Span<byte> bytes, ushort partition)
    {
        bytes[0] = Type1;
        bytes[1] = Type1Size;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[Volume..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[Number..], partition);
    }

    /// <summary>Whether it has the size of its type and lies within the bytes. What is not sound says that it is of type 0.</summary>
    public bool IsSound => Length > 0 && (bytes[0], Length) is (Type1, Type1Size) or (Type2, Type2Size);

    public byte Type => IsSound ? bytes[0] : (byte)0;

    /// <summary>How many bytes it has, which lead to the next one; 0 when there is none.</summary>
    public int Length => bytes.Length >= 2 && bytes[1] >= 2 && bytes[1] <= bytes.Length ? bytes[1] : 0;

    /// <summary>The number of the partition; under a map of type 2, of the partition that it is laid upon (UDF 1.50 2.2.8, 2.2.9).</summary>
    public ushort PartitionNumber => Type switch
    {
        Type1 => BinaryPrimitives.ReadUInt16LittleEndian(bytes[Number..]),
        Type2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes[Type2Number..]),
        _ => 0,
    };

    /// <summary>On which volume of the set the partition lies.</summary>
    public ushort VolumeNumber => Type switch
    {
        Type1 => BinaryPrimitives.ReadUInt16LittleEndian(bytes[Volume..]),
        Type2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes[Type2Volume..]),
        _ => 0,
    };

    /// <summary>Of a map of type 2, what it is: <c>*UDF Virtual Partition</c>, <c>*UDF Sparable Partition</c>, <c>*UDF Metadata Partition</c>.</summary>
    public EntityId TypeId => new(Type == Type2 ? bytes[Type2Identifier..] : default);
}
