using System.Buffers.Binary;

namespace IsoBuild.Partitions;

/// <summary>The master boot record (UEFI 5.2.1), the disk's first block: code that PC firmware starts, an identifier, a table of four partitions.</summary>
internal readonly ref struct MasterBootRecord(ReadOnlySpan<byte> block)
{
    /// <summary>How much code there is room for before the identifier, and, where there is none, before the table.</summary>
    public const int CodeSize = 440;
    public const int LongCodeSize = 446;

    public const int PartitionCount = 4;

    public const int SignatureAt = 440;
    public const int TableAt = 446;
    public const int EndAt = 510;

    private readonly ReadOnlySpan<byte> block = block[..Block.Size];

    /// <summary>Whether there is a master boot record at all.</summary>
    public bool IsThere => block[EndAt] == 0x55 && block[EndAt + 1] == 0xAA;

    public ReadOnlySpan<byte> Code => block[..LongCodeSize];

    /// <summary>The number by which Windows and firmware know the disk.</summary>
    public uint DiskSignature => BinaryPrimitives.ReadUInt32LittleEndian(block[SignatureAt..]);

    /// <summary>The entries in use.</summary>
    public List<MbrPartition> Partitions()
    {
        var found = new List<MbrPartition>();
        for (var number = 1; number <= PartitionCount; number++)
        {
            var entry = MbrPartition.Read(block.Slice(TableAt + ((number - 1) * MbrPartition.Size), MbrPartition.Size), number);
            if (entry.Type != 0 || entry.BlockCount != 0)
            {
                found.Add(entry);
            }
        }

        return found;
    }

    /// <summary>Writes all but the code and the table's entries.</summary>
    public static void Write(Span<byte> block, uint? diskSignature)
    {
        if (diskSignature is { } signature)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(block[SignatureAt..], signature);
        }

        block[EndAt] = 0x55;
        block[EndAt + 1] = 0xAA;
    }

    /// <summary>Where an entry of the table lies.</summary>
    public static Span<byte> Entry(Span<byte> block, int number) => block.Slice(TableAt + ((number - 1) * MbrPartition.Size), MbrPartition.Size);
}
