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

    /// <summary>How many tables there are, which say the same.</summary>
    public int TableCount => Math.Min(map[42], (byte)MostTables);

    /// <summary>The sector at which a table begins.</summary>
    public uint Table(int number) => BinaryPrimitives.ReadUInt32LittleEndian(map[(48 + (4 * number))..]);
}

/// <summary>A sparing table (UDF 1.50 2.2.11): which packets are elsewhere.</summary>
internal readonly ref struct SparingTable(ReadOnlySpan<byte> table)
{
    private const int HeadSize = 56;
    private const int EntrySize = 8;

    private readonly ReadOnlySpan<byte> table = RecordBytes.OrZeros(table, HeadSize);

    public bool IsSound => (new DescriptorTag(table).Faults & (TagFaults.Short | TagFaults.Checksum)) == 0 && new EntityId(table[DescriptorTag.Size..]).Name.SequenceEqual("*UDF Sparing Table"u8);

    /// <summary>How many packets the table knows, as far as there is something of it.</summary>
    public int Count => Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(table[48..]), (table.Length - HeadSize) / EntrySize);

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
