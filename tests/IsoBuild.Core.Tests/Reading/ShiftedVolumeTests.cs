using System.Buffers.Binary;
using IsoBuild.Core.Tests.Records;
using IsoBuild.Diagnostics;
using IsoBuild.Partitions;
using IsoBuild.Reading;

namespace IsoBuild.Core.Tests.Reading;

/// <summary>Volumes that do not begin with their file: what speaks for them, and what against them. The volume has a directory in block 20, and a path table in block 25.</summary>
public sealed class ShiftedVolumeTests
{
    private const int Sector = Disc.Sector;

    /// <summary>Rows: path table records (ECMA-119 9.4: lengths of identifier and extended attributes, block, parent, identifier), how much of them the descriptor names, and the block that is told.</summary>
    [Theory]
    [InlineData("01 00 14000000 0100 00 00", 10, null)]
    [InlineData("01 00 15000000 0100 00 00", 10, 21)]
    [InlineData("01 00 1D000000 0100 00 00", 10, 29)] // The last block.
    [InlineData("01 00 1E000000 0100 00 00", 10, null)] // The first that is not there.
    [InlineData("01 01 15000000 0100 00 00", 10, null)] // The directory begins behind an extended attribute record.
    [InlineData("01 00 14000000 0100 00 00 01 00 15000000 0100 41 00", 20, 21)]
    [InlineData("01 00 14000000 0100 00 00 01 00 15000000 0100 41 00", 19, 21)]
    [InlineData("01 00 14000000 0100 00 00 01 00 15000000 0100 41 00", 18, null)] // No more than the head of the second.
    [InlineData("02 00 14000000 0100 4142 03 00 14000000 0100 414243 00 01 00 15000000 0100 41 00", 32, 21)]
    [InlineData("01 00 14000000 0100 00 00 00 00 15000000 0100 41 00", 20, null)]
    [InlineData("FF 00 14000000 0100 00 00", 10, null)]
    public void Every_directory_of_the_path_table_is_there(string records, int length, int? told)
    {
        byte[] image = new Disc { Length = 30 * Sector }.Directory(20).Put(25, Hex.Bytes(records)).ToBytes();
        Diagnostic? found = ShiftedVolume.Contradiction(SparseBytes.Cooked(WithTable(image, length, 25)));
        Assert.Equal(told is null, found is null);
        if (found is not null)
        {
            Assert.Equal((DiagnosticId.OtherFormat, DiagnosticSeverity.Error), (found.Id, found.Severity));
            Assert.Contains($"from byte 0 on, but block {told} is not a directory,", found.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(2 * Sector, 28, true)] // The table ends with the image.
    [InlineData((2 * Sector) + 1, 28, false)]
    [InlineData(10, 30, false)]
    public void A_table_that_is_not_there_says_nothing(int length, uint block, bool isRead)
    {
        byte[] image = new Disc { Length = 30 * Sector }.Directory(20).Put(28, Hex.Bytes("01 00 15000000 0100 00 00")).ToBytes();
        Assert.Equal(isRead, ShiftedVolume.Contradiction(SparseBytes.Cooked(WithTable(image, length, block))) is not null);
        Assert.Null(ShiftedVolume.Contradiction(SparseBytes.Cooked(image[..((17 * Sector) - 1)])));
    }

    /// <summary>What comes before the volume is zeros, or a partition of either table begins there.</summary>
    [Theory]
    [InlineData(4096, "", true)]
    [InlineData(4096, "other", false)]
    [InlineData(4096, "mbr 8", true)]
    [InlineData(4096, "mbr 7", false)]
    [InlineData(4096, "gpt 8", true)]
    [InlineData(4096, "gpt 9", false)]
    [InlineData(4097, "gpt 8", false)]
    [InlineData(4097, "mbr 8", false)]
    [InlineData(4097, "", true)]
    public void It_is_known_why_a_volume_begins_there(int start, string before, bool expected)
    {
        byte[] file = new byte[100_000];
        uint first = before.Length > 4 && before != "other" ? before[^1] - (uint)'0' : 0;
        if (before == "other")
        {
            file[start - 1] = 1;
        }
        else if (before.StartsWith("mbr", StringComparison.Ordinal))
        {
            (file[450], file[510], file[511]) = (0x96, 0x55, 0xAA);
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(454), first);
            file[458] = 9;
        }
        else if (before.StartsWith("gpt", StringComparison.Ordinal))
        {
            new GptPartition { Number = 1, TypeId = new Guid("EBD0A0A2-B9E5-4433-87C0-68B6B72699C7"), FirstBlock = first, LastBlock = 20 }.Write(file.AsSpan(1024, 128));
            new GptHeader { OwnBlock = 1, AlternateBlock = 100, FirstUsableBlock = 3, LastUsableBlock = 99, DiskId = Guid.Empty, ArrayBlock = 2, Count = 1, ArrayChecksum = 0 }.Write(file.AsSpan(512, 512));
        }

        SectorGeometry geometry = new(SectorFormat.Cooked, start, Sector, 0);
        Assert.Equal(expected, ShiftedVolume.IsExplained(new SparseBytes(file.Length).Put(0, file), geometry));
        Assert.True(ShiftedVolume.IsExplained(new SparseBytes(file.Length).Put(0, file), geometry with { FirstAddress = 0 }));
        "NER5"u8.CopyTo(file.AsSpan(file.Length - 12));
        Assert.True(ShiftedVolume.IsExplained(new SparseBytes(file.Length).Put(0, file), geometry));
    }

    /// <summary>A descriptor is searched for in pieces of 2^20 bytes: its signature may lie across two.</summary>
    [Theory]
    [InlineData((1 << 20) - 6)]
    [InlineData((1 << 20) - 5)]
    [InlineData((1 << 20) - 4)]
    [InlineData((1 << 20) - 1)]
    [InlineData(1 << 20)]
    public void A_volume_is_found_across_what_is_read_at_a_time(int signature)
    {
        int start = signature - 1 - (16 * Sector);
        byte[] volume = new Disc().Directory(20).ToBytes();
        (SectorGeometry geometry, long first) = VolumeFinder.Find(new SparseBytes(start + volume.Length).Put(start, volume));
        Assert.Equal((SectorFormat.Cooked, (long)start, 0L), (geometry.Format, geometry.Start, first));
    }

    private static byte[] WithTable(byte[] image, int length, uint block)
    {
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan((16 * Sector) + 132), length);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan((16 * Sector) + 140), block);
        return image;
    }
}
