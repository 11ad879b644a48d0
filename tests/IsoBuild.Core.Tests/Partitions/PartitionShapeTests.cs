using IsoBuild.Core.Tests.Records;
using IsoBuild.Layout;
using IsoBuild.Partitions;

namespace IsoBuild.Core.Tests.Partitions;

/// <summary>What is reckoned from entries of partition tables; the numbers are calculated by hand from cylinders, heads and sectors (UEFI 5.2.1).</summary>
public sealed class PartitionShapeTests
{
    private static GptPartition Gpt(ulong first, ulong last, string name = "", string type = "EBD0A0A2-B9E5-4433-87C0-68B6B72699C7") =>
        new() { Number = 1, TypeId = new Guid(type), FirstBlock = first, LastBlock = last, Name = name };

    private static MbrPartition Mbr(byte type, long first, long count) => new(2, type, IsActive: false, first, count);

    /// <summary>The block whose address is told is (cylinder * heads + head) * sectors + sector - 1.</summary>
    [Theory]
    [InlineData("00 01 00", "3F 20 09", 20_479, 64, 32)]
    [InlineData("", "3F 20 09", 20_479, 64, 32)]
    [InlineData("00 01 00", "FB 3F 00", 15_875, 252, 63)]
    [InlineData("00 01 00", "FE 3F 00", 16_064, 255, 63)]
    [InlineData("00 01 00", "7F 20 01", 8_191, 128, 32)]
    [InlineData("00 01 00", "EF 3F 01", 30_239, 240, 63)]
    [InlineData("00 01 00", "0F 3F 01", 2_015, 16, 63)]
    [InlineData("00 01 00", "63 14 00", 1_999, 100, 20)] // None of the usual ones: by the end of a cylinder.
    [InlineData("00 01 00", "63 54 2C", 601_999, 100, 20)] // Cylinder 300 = 0x12C has a bit above the sector.
    [InlineData("01 01 00", "3F 20 09", 20_479, 0, 0)] // Another beginning than block 0 has in that shape.
    [InlineData("00 01 00", "FE FF FF", 20_479, 0, 0)] // Tells nothing.
    [InlineData("00 01 00", "05 00 00", 20_479, 0, 0)] // No sector 0: they count from 1.
    [InlineData("00 01 00", "FF 3F 00", 16_127, 0, 0)] // 256 heads are too many.
    public void The_shape_is_that_in_which_both_addresses_are_right(string start, string end, long last, int heads, int sectors) =>
        Assert.Equal(heads == 0 ? null : new DiskGeometry(heads, sectors), DiskGeometry.Of(Hex.Bytes(start), Hex.Bytes(end), first: 0, last));

    [Theory]
    [InlineData(64, 32, 1023L * 1024 * 1024)]
    [InlineData(255, 63, 1023L * 255 * 63 * 512)]
    public void Addresses_reach_up_to_cylinder_1022(int heads, int sectors, long expected) => Assert.Equal(expected, new DiskGeometry(heads, sectors).Reach);

    /// <summary>Types by UEFI table 5-7, and by the Linux, Apple and GRUB projects' lists.</summary>
    [Theory]
    [InlineData("C12A7328-F81F-11D2-BA4B-00A0C93EC93B", "EFI system partition")]
    [InlineData("EBD0A0A2-B9E5-4433-87C0-68B6B72699C7", "basic data")]
    [InlineData("48465300-0000-11AA-AA11-00306543ECAC", "Apple HFS+")]
    [InlineData("0FC63DAF-8483-4772-8E79-3D69D8477DE4", "Linux")]
    [InlineData("21686148-6449-6E6F-744E-656564454649", "BIOS boot partition")]
    [InlineData("E3C9E316-0B5C-4DB8-817D-F92DF00215AE", "")]
    public void Types_of_a_gpt_have_names(string type, string expected) => Assert.Equal(expected, Gpt(1, 2, type: type).TypeName);

    [Theory]
    [InlineData(5, 4, 0)]
    [InlineData(5, 5, 1)]
    [InlineData(0, 9, 10)]
    [InlineData(1, ulong.MaxValue, ulong.MaxValue)]
    [InlineData(0, ulong.MaxValue - 1, ulong.MaxValue)]
    [InlineData(0, ulong.MaxValue, ulong.MaxValue)] // One more than can be said.
    public void Blocks_are_counted_from_first_to_last(ulong first, ulong last, ulong expected) => Assert.Equal(expected, Gpt(first, last).BlockCount);

    [Theory]
    [InlineData(34, 100, true)]
    [InlineData(34, 34, true)]
    [InlineData(100, 100, true)]
    [InlineData(33, 100, false)]
    [InlineData(34, 101, false)]
    [InlineData(60, 50, false)]
    public void All_of_a_partition_is_within(ulong first, ulong last, bool expected) => Assert.Equal(expected, Gpt(first, last).IsWithin(34, 100));

    [Theory]
    [InlineData(1, 9, false)]
    [InlineData(1, 10, true)]
    [InlineData(12, 14, true)]
    [InlineData(20, 30, true)]
    [InlineData(21, 30, false)]
    public void Partitions_that_share_a_block_overlap(ulong first, ulong last, bool expected)
    {
        Assert.Equal(expected, Gpt(10, 20).Overlaps(Gpt(first, last)));
        Assert.Equal(expected, Gpt(first, last).Overlaps(Gpt(10, 20)));
    }

    [Theory]
    [InlineData("Gap0", true)]
    [InlineData("Gap12", true)]
    [InlineData("Gap", false)]
    [InlineData("Gap1a", false)]
    [InlineData("Map1", false)]
    public void Fillers_are_called_Gap_and_a_number(string name, bool expected) => Assert.Equal(expected, Gpt(1, 2, name).IsFiller);

    [Fact]
    public void A_name_may_fill_its_field()
    {
        byte[] entry = new byte[128];
        string name = new('n', 36);
        Gpt(1, 2, name).Write(entry);
        Assert.Equal(name, GptPartition.Read(entry, 1)!.Name);
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(0, 1, true)]
    [InlineData(0, 2, false)]
    [InlineData(0x83, 1, false)]
    public void An_entry_of_no_type_and_one_block_says_nothing(byte type, long count, bool expected) => Assert.Equal(expected, Mbr(type, 0, count).IsDummy);

    [Fact]
    public void Entries_in_use_have_a_type_or_blocks()
    {
        byte[] block = new byte[512];
        block.Put(446, "00 000000 00 000000 00000000 00000000");
        block.Put(462, "00 000000 83 000000 00000000 00000000");
        block.Put(478, "00 000000 00 000000 00000000 05000000");
        Assert.Equal([2, 3], new MasterBootRecord(block).Partitions().Select(partition => partition.Number));
    }

    [Fact]
    public void A_first_block_that_has_no_room_is_never_cut_off() =>
        Assert.Throws<OverflowException>(() => Mbr(0x83, 1L << 32, 1).Write(new byte[16], geometry: null));

    /// <summary>The address of the start is a constant (UEFI 5.2.3): in a shape with one sector a track, block 1 would be at head 1, sector 1.</summary>
    [Theory]
    [InlineData(64, 32, "00 000200 EE 3F2009 01000000 FF4F0000")]
    [InlineData(2, 1, "00 000200 EE FFFFFF 01000000 FF4F0000")]
    public void A_protective_entry_may_follow_another_shape(int heads, int sectors, string expected)
    {
        byte[] entry = new byte[16];
        MbrPartition.WriteProtective(entry, 20_480, geometry: new DiskGeometry(heads, sectors));
        Assert.Equal(Convert.ToHexString(Hex.Bytes(expected)), Convert.ToHexString(entry));
    }

    /// <summary>2^63 bytes are 2^54 blocks of 512 bytes: the last whole block that a signed number of bytes reaches is 2^54 - 2.</summary>
    [Fact]
    public void The_map_shows_partitions_that_have_a_place_in_bytes()
    {
        const ulong last = (1UL << 54) - 2;
        View[] views =
        [
            .. PartitionViews.Of(
                [Mbr(0xEE, 1, 100), Mbr(0, 0, 1), Mbr(0x17, 0, 40), Mbr(0xEF, 8, 4)],
                [Gpt(64, 64, "one"), Gpt(9, 8, "backwards"), Gpt(last, last, "far"), Gpt(last, last + 1, "too far"), Gpt(4, 7), Gpt(4, 7, type: "E3C9E316-0B5C-4DB8-817D-F92DF00215AE")]),
        ];
        Assert.Equal(
            [
                new View("gpt 1 one", 64 * 512, 512),
                new View("gpt 1 far", (long)last * 512, 512),
                new View("gpt 1 basic data", 2048, 2048),
                new View("gpt 1 e3c9e316-0b5c-4db8-817d-f92df00215ae", 2048, 2048),
                new View("mbr 2 type 17", 0, 40 * 512),
                new View("mbr 2 EFI system", 4096, 2048),
            ],
            views);
    }
}
