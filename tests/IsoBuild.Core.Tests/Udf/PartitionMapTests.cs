using System.Buffers.Binary;
using System.Text;
using IsoBuild.Diagnostics;
using IsoBuild.Reading;
using IsoBuild.Udf;

namespace IsoBuild.Core.Tests.Udf;

/// <summary>Where the partitions of a logical volume lie by its maps (ECMA-167 3/10.7; UDF 2.50 2.2.8-2.2.10): descriptors by hand, in sectors of 512 bytes. Partition 0 begins at sector 8 and has 20 blocks.</summary>
public class PartitionMapTests
{
    private const int Block = HandMade.Block;
    private const int Start = 8;
    private const int Count = 20;

    private readonly byte[] bytes = new byte[64 * Block];
    private readonly DiagnosticBag diagnostics = new();
    private List<UdfSparingPlace> tables = [];
    private string contents = "+NSR02";
    private ushort? volume = 1;
    private UdfRefusal why;

    [Fact]
    public void A_partition_lies_where_its_descriptor_says()
    {
        UdfBlocks[] found = Read(Type1(0), Type1(5))!;
        Assert.Equal([Start, Start + Count - 1, null], Sectors(found[0], 0, Count - 1, Count));
        Assert.Equal([40, 42, null], Sectors(found[1], 0, 2, 3));
        Assert.Equal((default, 0), (why, tables.Count));
    }

    [Theory]
    [InlineData(0, "it has no partition map")]
    [InlineData(3, "its partition map 2 does not fit its own length or type")]
    public void Maps_that_are_not_there(int count, string words)
    {
        Assert.Null(Read(count, [.. Type1(0), .. Type1(5)]));
        Assert.Equal(new UdfRefusal(words, IsUnsupported: false), why);
    }

    /// <summary>Fewer are counted than there are bytes of: the rest is none.</summary>
    [Fact]
    public void Maps_are_as_many_as_are_said() => Assert.Single(Read(1, [.. Type1(0), .. Type1(5)])!);

    [Theory]
    [InlineData(0, 6, "its partition map 1 does not fit its own length or type")]
    [InlineData(1, 7, "its partition map 1 does not fit its own length or type")]
    [InlineData(2, 6, "its partition map 1 does not fit its own length or type")]
    [InlineData(3, 6, "its partition map 1 does not fit its own length or type")]
    public void Maps_of_no_sound_type(byte type, byte length, string words)
    {
        Assert.Null(Read(Type1(0), [type, length, 1, 0, 0, 0, 0], [type, length, 1, 0, 0, 0, 0]));
        Assert.Equal(new UdfRefusal(words, IsUnsupported: false), why);
    }

    /// <summary>64 maps are more than any volume has: what lies behind them is not looked at.</summary>
    [Theory]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    public void No_more_than_64_maps(int count)
    {
        const int sector = 2048;
        byte[] image = new byte[8 * sector];
        byte[] logical = image[..sector];
        BinaryPrimitives.WriteInt32LittleEndian(logical.AsSpan(264), 6 * count);
        BinaryPrimitives.WriteInt32LittleEndian(logical.AsSpan(268), count);
        for (int i = 0; i < count; i++)
        {
            Type1(i == 64 ? (ushort)9 : (ushort)0).CopyTo(logical, 440 + (6 * i));
        }

        DescriptorTag.Write(logical, TagId.LogicalVolume, 1);
        logical.CopyTo(image, sector);
        PartitionDescriptor.Write(image.AsSpan(2 * sector, 512), 2, 1, number: 0, start: 3, length: 2);
        ImageFile file = HandMade.Image(image);
        UdfSequence sequence = UdfSequence.Read(file, (sector, 2 * sector), sector);
        UdfBlocks[]? found = new UdfPartitionMaps(file, sequence, sector, diagnostics).Read(new LogicalVolumeDescriptor(sequence.LogicalVolume), out why);
        Assert.Equal(Math.Min(count, 64), found!.Length);
    }

    /// <summary>3/10.7.2: a partition of another volume of the set; many write no numbers, or 1 everywhere.</summary>
    [Theory]
    [InlineData(2, 1, "its partition 0 is on volume 2 of a set, and this is volume 1")]
    [InlineData(3, 2, "its partition 0 is on volume 3 of a set, and this is volume 2")]
    [InlineData(2, 2, null)]
    [InlineData(1, 2, null)]
    [InlineData(0, 2, null)]
    [InlineData(2, 0, null)]
    [InlineData(2, null, null)]
    public void Partitions_of_a_set(ushort map, int? here, string? words)
    {
        volume = (ushort?)here;
        Assert.Equal(words is null, Read(Type1(0, map)) is not null);
        Assert.Equal(words is null ? default : new UdfRefusal(words, IsUnsupported: true), why);
    }

    [Fact]
    public void The_first_partition_of_another_volume_is_told()
    {
        Assert.Null(Read(Type1(0, 2), Type1(5, 3)));
        Assert.Equal(new UdfRefusal("its partition 0 is on volume 2 of a set, and this is volume 1", IsUnsupported: true), why);
    }

    [Theory]
    [InlineData("+NSR02", true)]
    [InlineData("+NSR03", true)]
    [InlineData("", true)]
    [InlineData("+CD001", false)]
    [InlineData("NSR02", false)]
    [InlineData("+", false)]
    public void Partitions_hold_a_file_system(string kind, bool isRead)
    {
        contents = kind;
        Assert.Equal(isRead, Read(Type1(0)) is not null);
        Assert.Equal(isRead ? default : new UdfRefusal($"its partition 0 is not an ECMA-167 file system (\"{kind}\")", IsUnsupported: true), why);
    }

    [Fact]
    public void Partitions_without_a_descriptor()
    {
        foreach (byte[] map in (byte[][])[Type1(7), Sparable(4, 1, 7), Metadata(1, 2, 7)])
        {
            Assert.Null(Read(Type1(0), map));
            Assert.Equal(new UdfRefusal("there is no partition descriptor for partition 7", IsUnsupported: false), why);
        }
    }

    /// <summary>Of several faults the first one is told.</summary>
    [Theory]
    [InlineData("*UDF Virtual Partition", "it has a virtual partition (VAT), as discs written in several steps have; mount it to read it")]
    [InlineData("*Other", "it has a partition of an unsupported type (\"*Other\"); mount it to read it")]
    public void Partitions_of_kinds_that_are_not_read(string kind, string words)
    {
        Assert.Null(Read(Type2(kind, 0), Type1(7), Metadata(1, 2)));
        Assert.Equal(new UdfRefusal(words, IsUnsupported: true), why);
    }

    /// <summary>Packets of 4: that of block 4 lies at sector 40, that of block 16, the last, at sector 50. Sectors of the others follow from 8 on.</summary>
    [Theory]
    [InlineData(20)]
    [InlineData(18)]
    [InlineData(17)]
    public void Packets_that_are_elsewhere(int count)
    {
        PutPartition(2, 0, Start, (uint)count);
        PutTable(30, (16, 50), (4, 40));
        UdfBlocks found = Assert.Single(Read(Sparable(4, 1, 0, 30))!);
        int?[] expected = [8, 9, 10, 11, 40, 41, 42, 43, 16, 17, 18, 19, 20, 21, 22, 23, .. Enumerable.Range(50, count - 16).Select(sector => (int?)sector), null];
        Assert.Equal(expected, Sectors(found, [.. Enumerable.Range(0, count + 1)]));
        Assert.Equal((4, (long)count), (found.RunCount, found.BlockCount));
        Assert.Equal([new UdfSparingPlace(30 * Block, Block, null)], tables);
        Assert.Empty(diagnostics.ToList());
    }

    [Fact]
    public void Packets_at_the_beginning_and_side_by_side()
    {
        PutTable(30, (0, 40), (4, 44), (8, 60));
        UdfBlocks found = Assert.Single(Read(Sparable(4, 1, 0, 30))!);
        Assert.Equal([40, 47, 60, 63, 20, 27, null], Sectors(found, 0, 7, 8, 11, 12, 19, 20));
        Assert.Equal(3, found.RunCount);
    }

    [Theory]
    [InlineData(3, 1, "its packets have 3 blocks, which must be a power of two, and it has 1 sparing tables, of which 4 are allowed")]
    [InlineData(4, 5, "its packets have 4 blocks, which must be a power of two, and it has 5 sparing tables, of which 4 are allowed")]
    [InlineData(4, 0, "it has no sparing table, which maps bad blocks")]
    public void Packets_that_are_not_known(ushort packet, byte count, string words)
    {
        PutTable(30);
        byte[] map = Sparable(packet, 30, 0, 30);
        map[42] = count;
        Assert.Null(Read(map));
        Assert.Equal(new UdfRefusal(words, IsUnsupported: false), why);
    }

    [Fact]
    public void A_table_that_cannot_be_used_is_told()
    {
        PutTable(31, (4, 40));
        UdfBlocks found = Assert.Single(Read(Sparable(4, 2, 0, 30, 31))!);
        Assert.Equal([40], Sectors(found, 4));
        Diagnostic told = Assert.Single(diagnostics.ToList());
        Assert.Equal((DiagnosticId.UdfSparingTableUnusable, DiagnosticSeverity.Warning, null), (told.Id, told.Severity, told.Item));
        Assert.Equal("The sparing table of UDF at byte 15360 cannot be used: there is no sparing table. Another one is used instead.", told.Message);
        Assert.Equal([30 * Block, 31 * Block], tables.Select(table => table.Offset));
    }

    /// <summary>The metadata file lies in blocks 12, 13 and 16 of partition 0, with a hole before the last.</summary>
    [Fact]
    public void A_metadata_partition_is_a_file()
    {
        PutFile(5, 5, HandMade.Short((ExtentType.Recorded, 1024, 12), (ExtentType.NotAllocated, 512, 0), (ExtentType.Recorded, 512, 16)), 2048);
        UdfBlocks[] found = Read(Type1(0), Metadata(5, 6))!;
        Assert.Equal([20, 21, null, 24, null], Sectors(found[1], 0, 1, 2, 3, 4));
        Assert.Equal((3, 4L), (found[1].RunCount, found[1].BlockCount));
        Assert.Equal([Start, Start + Count - 1], Sectors(found[0], 0, Count - 1));
        Assert.Empty(diagnostics.ToList());
    }

    /// <summary>Of a file that ends within a block, the whole blocks are there.</summary>
    [Theory]
    [InlineData(1023, 1)]
    [InlineData(1024, 2)]
    public void A_metadata_partition_has_whole_blocks(uint length, long blocks)
    {
        PutFile(5, 5, HandMade.Short((ExtentType.Recorded, length, 12)), length);
        Assert.Equal(blocks, Read(Type1(0), Metadata(5, 6))![1].BlockCount);
    }

    /// <summary>Where it stands before its partition, or alone, it is laid upon that all the same.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_metadata_partition_in_any_order(bool isAlone)
    {
        PutFile(5, 5, HandMade.Short((ExtentType.Recorded, 1024, 12)), 1024);
        UdfBlocks[] found = isAlone ? Read(Metadata(5, 6))! : Read(Type1(5), Metadata(5, 6), Type1(0))!;
        Assert.Equal([20, 21], Sectors(found[isAlone ? 0 : 1], 0, 1));
    }

    /// <summary>UDF 2.50 2.2.10: below it may be packets that are elsewhere. Block 4 to 7 of partition 0 lie at sector 40.</summary>
    [Fact]
    public void A_metadata_partition_upon_packets()
    {
        PutTable(30, (4, 40));
        byte[] entry = HandMade.Entry(1024, 0, HandMade.Short((ExtentType.Recorded, 1024, 7)), location: 5, type: UdfFileType.Metadata);
        entry.CopyTo(bytes, 41 * Block);
        UdfBlocks[] found = Read(Sparable(4, 1, 0, 30), Metadata(5, 6))!;
        Assert.Equal([43, 16], Sectors(found[1], 0, 1));
    }

    /// <summary>UDF 2.50 2.2.13: the mirror says the same, and takes the place of an entry that cannot be read.</summary>
    [Theory]
    [InlineData("sound", false)]
    [InlineData("tail", false)]
    [InlineData("none", true)]
    [InlineData("crc", true)]
    [InlineData("location", true)]
    [InlineData("other", true)]
    [InlineData("cut", true)]
    [InlineData("more", true)]
    public void The_mirror_takes_the_place_of_a_damaged_entry(string kind, bool isMirror)
    {
        switch (kind)
        {
            case "none":
                break;
            case "tail":
                PutFile(5, 5, HandMade.Short((ExtentType.Recorded, 1000, 14)), 1024);
                break;
            case "cut":
                PutFile(5, 5, HandMade.Short((ExtentType.Recorded, 1024, 99)), 1024);
                break;
            case "more":
                PutFile(5, 5, HandMade.Short((ExtentType.Recorded, 1024, 14)), 2048);
                break;
            case "other":
                HandMade.Continuation(5, HandMade.Short((ExtentType.Recorded, 1024, 14))).CopyTo(bytes, (Start + 5) * Block);
                break;
            default:
                PutFile(5, kind == "location" ? 6u : 5u, HandMade.Short((ExtentType.Recorded, 1024, 14)), 1024);
                bytes[((Start + 6) * Block) - 1] ^= kind == "crc" ? (byte)1 : (byte)0;
                break;
        }

        PutFile(6, 6, HandMade.Short((ExtentType.Recorded, 1024, 12)), 1024);
        UdfBlocks[] found = Read(Type1(0), Metadata(5, 6))!;
        Assert.Equal([isMirror ? 20 : 22], Sectors(found[1], 0));
        Assert.Equal(
            isMirror ? [(DiagnosticId.UdfUnreadable, DiagnosticSeverity.Warning, null, "The file entry of the metadata partition in block 5 of partition 0 cannot be used. The mirror's file entry at byte 7168 is used instead.")] : [],
            diagnostics.ToList().Select(told => (told.Id, told.Severity, told.Item, told.Message)));
    }

    [Theory]
    [InlineData(5, 6)]
    [InlineData(99, 20)]
    [InlineData(19, 99)]
    public void A_metadata_partition_that_cannot_be_read(uint file, uint mirror)
    {
        PutPartition(2, 0, 50, Count);
        Assert.Null(Read(Type1(0), Metadata(file, mirror)));
        Assert.Equal(new UdfRefusal("neither its metadata file (UDF 2.50) nor the mirror can be read", IsUnsupported: false), why);
        Assert.Empty(diagnostics.ToList());
    }

    private static byte[] Type1(ushort partition, ushort volume = 1) => [1, 6, (byte)volume, 0, (byte)partition, 0];

    private static byte[] Type2(string kind, ushort partition)
    {
        byte[] map = new byte[64];
        (map[0], map[1], map[36], map[38]) = (2, 64, 1, (byte)partition);
        Encoding.ASCII.GetBytes(kind, map.AsSpan(5));
        return map;
    }

    private static byte[] Metadata(uint file, uint mirror, ushort partition = 0)
    {
        byte[] map = Type2("*UDF Metadata Partition", partition);
        BinaryPrimitives.WriteUInt32LittleEndian(map.AsSpan(40), file);
        BinaryPrimitives.WriteUInt32LittleEndian(map.AsSpan(44), mirror);
        return map;
    }

    private static byte[] Sparable(ushort packet, byte count, ushort partition, params int[] sectors)
    {
        byte[] map = Type2("*UDF Sparable Partition", partition);
        BinaryPrimitives.WriteUInt16LittleEndian(map.AsSpan(40), packet);
        map[42] = count;
        BinaryPrimitives.WriteInt32LittleEndian(map.AsSpan(44), Block);
        for (int i = 0; i < sectors.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(map.AsSpan(48 + (4 * i)), sectors[i]);
        }

        return map;
    }

    private static int?[] Sectors(UdfBlocks blocks, params int[] numbers) =>
        [.. numbers.Select(number => blocks.TryLocate(number, out long offset, out _) ? (int?)(offset / Block) : null)];

    private void PutTable(int sector, params (uint Original, uint Mapped)[] entries)
    {
        Span<byte> table = bytes.AsSpan(sector * Block, Block);
        "*UDF Sparing Table"u8.CopyTo(table[17..]);
        BinaryPrimitives.WriteUInt16LittleEndian(table[48..], (ushort)entries.Length);
        for (int i = 0; i < entries.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(table[(56 + (8 * i))..], entries[i].Original);
            BinaryPrimitives.WriteUInt32LittleEndian(table[(60 + (8 * i))..], entries[i].Mapped);
        }

        DescriptorTag.Write(table, TagId.Unknown, (uint)sector);
    }

    /// <summary>Puts a file entry into a block of partition 0.</summary>
    private void PutFile(int block, uint location, byte[] descriptors, uint length) =>
        HandMade.Entry(length, 0, descriptors, location, type: UdfFileType.Metadata).CopyTo(bytes, (Start + block) * Block);

    private void PutPartition(int sector, ushort number, uint start, uint count)
    {
        Span<byte> block = bytes.AsSpan(sector * Block, Block);
        block.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(block[22..], number);
        Encoding.ASCII.GetBytes(contents, block[25..]);
        BinaryPrimitives.WriteUInt32LittleEndian(block[188..], start);
        BinaryPrimitives.WriteUInt32LittleEndian(block[192..], count);
        DescriptorTag.Write(block, TagId.Partition, (uint)sector);
    }

    private UdfBlocks[]? Read(params byte[][] maps) => Read(maps.Length, [.. maps.SelectMany(map => map)]);

    /// <summary>The sequence lies in the sectors from 1 on.</summary>
    private UdfBlocks[]? Read(int count, byte[] maps)
    {
        // Where a sector has no room for them, the descriptor that is asked for its maps has all the same.
        byte[] logical = new byte[Math.Max(Block, 440 + maps.Length)];
        BinaryPrimitives.WriteInt32LittleEndian(logical.AsSpan(264), maps.Length);
        BinaryPrimitives.WriteInt32LittleEndian(logical.AsSpan(268), count);
        maps.CopyTo(logical, 440);
        DescriptorTag.Write(logical, TagId.LogicalVolume, 1);
        logical.AsSpan(0, Block).CopyTo(bytes.AsSpan(Block));
        if (!bytes.AsSpan(2 * Block, Block).ContainsAnyExcept((byte)0))
        {
            PutPartition(2, 0, Start, Count);
        }

        PutPartition(3, 5, 40, 3);
        Span<byte> primary = bytes.AsSpan(4 * Block, Block);
        primary.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(primary[56..], volume ?? 0);
        DescriptorTag.Write(primary, volume is null ? TagId.UnallocatedSpace : TagId.PrimaryVolume, 4);
        ImageFile image = HandMade.Image(bytes);
        UdfSequence sequence = UdfSequence.Read(image, (Block, 4 * Block), Block);
        UdfPartitionMaps reader = new(image, sequence, Block, diagnostics);
        UdfBlocks[]? found = reader.Read(new LogicalVolumeDescriptor(logical), out why);
        tables = reader.SparingTables;
        return found;
    }
}
