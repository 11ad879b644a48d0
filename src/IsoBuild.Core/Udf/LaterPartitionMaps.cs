using System.Buffers.Binary;

namespace IsoBuild.Udf;

/// <summary>The partition maps of type 2 that later revisions brought (UDF 1.50 2.2.8, 2.2.9; UDF 2.50 2.2.10): only read.</summary>
internal static class LaterPartitionMaps
{
    public static ReadOnlySpan<byte> Virtual => "*UDF Virtual Partition"u8;

    public static ReadOnlySpan<byte> Sparable => "*UDF Sparable Partition"u8;

    public static ReadOnlySpan<byte> Metadata => "*UDF Metadata Partition"u8;
}

/// <summary>A metadata partition: the blocks of a file, which lies in another partition (UDF 2.50 2.2.10).</summary>
internal readonly ref struct MetadataMap(ReadOnlySpan<byte> map)
{
    private readonly ReadOnlySpan<byte> map = RecordBytes.OrZeros(map, PartitionMap.Type2Size);

    /// <summary>The block of the file's entry.</summary>
    public uint File => BinaryPrimitives.ReadUInt32LittleEndian(map[40..]);

    /// <summary>The block of the entry of a file that holds the same.</summary>
    public uint Mirror => BinaryPrimitives.ReadUInt32LittleEndian(map[44..]);
}

/// <summary>A sparable partition: packets of it that went bad are elsewhere (UDF 1.50 2.2.9).</summary>
internal readonly ref struct SparableMap(ReadOnlySpan<byte> map)
{
    private const int MostTables = 4;

    private readonly ReadOnlySpan<byte> map = RecordBytes.OrZeros(map, PartitionMap.Type2Size);

    /// <summary>How many blocks a packet has.</summary>
    public ushort PacketLength => BinaryPrimitives.ReadUInt16LittleEndian(map[40..]);

    /// <summary>How many bytes a sparing table has.</summary>
    public uint TableSize => BinaryPrimitives.ReadUInt32LittleEndian(map[44..]);

    /// <summary>How many tables there are said to be, which say the same.</summary>
    public int TableCount => map[42];

    /// <summary>Whether packets have a size that addresses can be divided by, and there is room for as many tables as there are said to be.</summary>
    public bool IsSound => ushort.IsPow2(PacketLength) && TableCount <= MostTables;

    /// <summary>The sector at which a table begins.</summary>
    public uint Table(int number) => BinaryPrimitives.ReadUInt32LittleEndian(map[(48 + (4 * number))..]);
}

/// <summary>A sparing table (UDF 1.50 2.2.11; UDF 2.60 2.2.12): which packets are elsewhere.</summary>
internal readonly ref struct SparingTable(ReadOnlySpan<byte> table)
{
    private const int HeadSize = 56;
    private const int EntrySize = 8;

    /// <summary>From here on, what stands for a packet's first block says that there is no such packet: FFFFFFFF that the entry is free, FFFFFFF0 that its spare is bad as well.</summary>
    public const uint FirstUnused = 0xFFFFFFF0;

    private const int MappingCount = 48;
    private const int Sequence = 52;

    private readonly ReadOnlySpan<byte> table = RecordBytes.OrZeros(table, HeadSize);

    /// <summary>What is wrong with its tag, which has the identifier 0: ECMA-167 does not know the structure.</summary>
    public TagFaults Faults(uint location) => new DescriptorTag(table).Check(TagId.Unknown, location);

    public bool IsNamed => new EntityId(table[DescriptorTag.Size..]).Name.SequenceEqual("*UDF Sparing Table"u8);

    /// <summary>How many packets the table says that it knows.</summary>
    public int Count => BinaryPrimitives.ReadUInt16LittleEndian(table[MappingCount..]);

    /// <summary>Whether there is all of it.</summary>
    public bool IsWhole => HeadSize + (EntrySize * Count) <= table.Length;

    /// <summary>Of several tables, the one of the highest number was written last.</summary>
    public uint SequenceNumber => BinaryPrimitives.ReadUInt32LittleEndian(table[Sequence..]);

    /// <summary>The packet's first block in the partition, and the sector of the volume at which it really begins.</summary>
    public (uint Original, uint Mapped) this[int number]
    {
        get
        {
            var entry = table[(HeadSize + (EntrySize * number))..];
            return (BinaryPrimitives.ReadUInt32LittleEndian(entry), BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]));
        }
    }
}
