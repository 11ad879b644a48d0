using System.Buffers.Binary;
using System.Globalization;

namespace IsoBuild.ElTorito;

/// <summary>The master boot record of a disk that firmware emulates: it has exactly one partition, whose type the catalog repeats (El Torito 2.2, byte 04).</summary>
internal static class EmulatedDisk
{
    public const int Size = 512;

    private const int Partitions = 446;
    private const int PartitionSize = 16;
    private const int PartitionCount = 4;
    private const int Type = 4;
    private const int FirstBlock = 8;
    private const int BlockCount = 12;
    private const int Signature = 510;

    /// <summary>The block behind the only partition; 0 when there is none, or more.</summary>
    public static long EndOfPartition(ReadOnlySpan<byte> block)
    {
        if (Problem(block, out _) is not null)
        {
            return 0;
        }

        for (var i = 0; i < PartitionCount; i++)
        {
            var partition = block.Slice(Partitions + (i * PartitionSize), PartitionSize);
            if (partition[Type] != 0)
            {
                return BinaryPrimitives.ReadUInt32LittleEndian(partition[FirstBlock..]) + (long)BinaryPrimitives.ReadUInt32LittleEndian(partition[BlockCount..]);
            }
        }

        return 0;
    }

    /// <summary>What is wrong with the record, as a sentence; <see langword="null"/> when it will do.</summary>
    public static string? Problem(ReadOnlySpan<byte> block, out byte systemType)
    {
        systemType = 0;
        if (block[Signature] != 0x55 || block[Signature + 1] != 0xAA)
        {
            return "The boot image does not begin with a master boot record: bytes 510 and 511 are not 55 AA.";
        }

        var count = 0;
        for (var i = 0; i < PartitionCount; i++)
        {
            if (block[Partitions + (i * PartitionSize) + Type] is not 0 and var type)
            {
                systemType = type;
                count++;
            }
        }

        return count == 1 ? null : string.Create(CultureInfo.InvariantCulture, $"The master boot record of the boot image has {count} partitions.");
    }
}
