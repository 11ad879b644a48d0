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
    private const byte Active = 0x80;
    private const int StartChs = 1;
    private const int Type = 4;
    private const int EndChs = 5;
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

    /// <summary>What firmware may not boot from, as a sentence: it takes the geometry of the disk from where the partition ends (SeaBIOS, cdrom.c), and some expects the partition at the start of the disk.</summary>
    /// <param name="block">The record, of which <see cref="Problem"/> says nothing.</param>
    /// <param name="length">How many bytes the image has.</param>
    public static string? Misfit(ReadOnlySpan<byte> block, long length)
    {
        var number = 0;
        while (block[Partitions + (number * PartitionSize) + Type] == 0)
        {
            number++;
        }

        var partition = block.Slice(Partitions + (number * PartitionSize), PartitionSize);
        var (start, end) = (Chs.Read(partition[StartChs..]), Chs.Read(partition[EndChs..]));
        var sectors = (length + Size - 1) / Size;
        var problems = new List<string>();
        if (number > 0)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"The partition is entry {number + 1} of the table, but SeaBIOS takes the geometry of the disk from entry 1."));
        }

        if (partition[0] != Active)
        {
            problems.Add("The partition is not marked as active.");
        }

        if (start != new Chs(0, 1, 1))
        {
            problems.Add($"The partition starts at cylinder/head/sector {start}, not at 0/1/1.");
        }

        if (end.Sectors != sectors)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"The partition ends at cylinder/head/sector {end}, which makes a disk of {end.Sectors} sectors of {Size} bytes, but the image has {sectors}."));
        }

        return problems.Count == 0 ? null : string.Join(' ', problems);
    }

    /// <summary>A place by cylinder, head and sector, as partition tables have it.</summary>
    private readonly record struct Chs(int Cylinder, int Head, int Sector)
    {
        private const int SectorBits = 0x3F;

        /// <summary>How many sectors a disk has whose last one this is.</summary>
        public long Sectors => (Cylinder + 1L) * (Head + 1) * Sector;

        public static Chs Read(ReadOnlySpan<byte> field) => new(field[2] | ((field[1] & ~SectorBits) << 2), field[0], field[1] & SectorBits);

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Cylinder}/{Head}/{Sector}");
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
