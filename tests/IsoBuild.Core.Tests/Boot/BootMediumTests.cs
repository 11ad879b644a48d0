using System.Buffers.Binary;
using IsoBuild.ElTorito;

namespace IsoBuild.Core.Tests.Boot;

/// <summary>What firmware takes a boot image for: a disk of one partition, or a partition.</summary>
public sealed class BootMediumTests
{
    /// <summary>A master boot record made by hand: entries of 16 bytes from byte 446 on, of which 4 is the type, 8 the first block and 12 their number.</summary>
    private static byte[] Record(string signature, params int[] partitions)
    {
        byte[] block = new byte[512];
        foreach (int number in partitions)
        {
            Span<byte> entry = block.AsSpan(446 + (number * 16), 16);
            entry[4] = (byte)(0x0B + number);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], 0xFFFFFFF0 + (uint)number);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[12..], 0x00030000);
        }

        Convert.FromHexString(signature).CopyTo(block, 510);
        return block;
    }

    [Theory]
    [InlineData(0, 0x0B, 0x1_0002_FFF0)]
    [InlineData(1, 0x0C, 0x1_0002_FFF1)]
    [InlineData(2, 0x0D, 0x1_0002_FFF2)]
    [InlineData(3, 0x0E, 0x1_0002_FFF3)]
    public void A_disk_has_its_only_partition_in_any_of_four_entries(int number, int type, long end)
    {
        byte[] block = Record("55AA", number);
        Assert.Null(EmulatedDisk.Problem(block, out byte systemType));
        Assert.Equal((type, end), (systemType, EmulatedDisk.EndOfPartition(block)));
    }

    [Theory]
    [InlineData("55AA", "has 0 partitions")]
    [InlineData("55AA", "has 2 partitions", 0, 3)]
    [InlineData("55AA", "has 4 partitions", 0, 1, 2, 3)]
    [InlineData("5500", "bytes 510 and 511 are not 55 AA", 0)]
    [InlineData("00AA", "bytes 510 and 511 are not 55 AA", 0)]
    [InlineData("AA55", "bytes 510 and 511 are not 55 AA", 0)]
    public void What_is_no_disk_of_one_partition_has_no_end(string signature, string told, params int[] partitions)
    {
        byte[] block = Record(signature, partitions);
        Assert.Contains(told, EmulatedDisk.Problem(block, out _), StringComparison.Ordinal);
        Assert.Equal(0, EmulatedDisk.EndOfPartition(block));
    }

    /// <summary>UEFI 13.3.2.1: 0 and 1 mean up to the volume's end. The sectors counted are of 512 bytes, and of 2048 for EDK2.</summary>
    [Theory]
    [InlineData(0, null, null)]
    [InlineData(1, null, null)]
    [InlineData(2, 1024L, 4096L)]
    [InlineData(65535, 33_553_920L, 134_215_680L)]
    public void The_sector_count_is_the_size_of_a_partition_for_UEFI(int loadSize, long? covered, long? seen) =>
        Assert.Equal((covered, seen), (UefiPartition.CoveredBy(loadSize), UefiPartition.SeenByEdk2(loadSize)));
}
