using System.Buffers.Binary;
using System.Text;
using IsoBuild.Reading;
using IsoBuild.Udf;

namespace IsoBuild.Core.Tests.Udf;

/// <summary>Which descriptors of a volume descriptor sequence prevail (ECMA-167 3/8.4), and what makes one doubtful: sequences by hand, in sectors of 512 bytes.</summary>
public class UdfSequenceTests
{
    private const int Block = HandMade.Block;
    private const int First = 4;

    private const int PrimaryVolume = 1;
    private const int VolumePointer = 3;
    private const int ImplementationUse = 4;
    private const int Partition = 5;
    private const int LogicalVolume = 6;
    private const int UnallocatedSpace = 7;
    private const int Terminating = 8;

    /// <summary>Behind all that a descriptor says here.</summary>
    private const int MarkAt = 300;

    private static readonly byte[] Blank = new byte[Block];

    /// <summary>3/8.4.3: of the descriptors of one kind that of the highest number, and of equal ones the first.</summary>
    [Theory]
    [InlineData(PrimaryVolume, 1, 2, 2)]
    [InlineData(PrimaryVolume, 2, 1, 1)]
    [InlineData(PrimaryVolume, 1, 1, 1)]
    [InlineData(LogicalVolume, 1, 2, 2)]
    [InlineData(LogicalVolume, 2, 1, 1)]
    [InlineData(LogicalVolume, 1, 1, 1)]
    [InlineData(ImplementationUse, 1, 2, 2)]
    [InlineData(ImplementationUse, 2, 1, 1)]
    [InlineData(ImplementationUse, 1, 1, 1)]
    [InlineData(Partition, 1, 2, 2)]
    [InlineData(Partition, 2, 1, 1)]
    [InlineData(Partition, 1, 1, 1)]
    public void The_highest_number_prevails(int kind, uint first, uint second, byte mark)
    {
        UdfSequence found = Read(Whole(Made(kind, first, mark: 1), Made(kind, second, mark: 2)));
        byte[]? block = kind switch
        {
            PrimaryVolume => found.Primary,
            LogicalVolume => found.LogicalVolume,
            ImplementationUse => found.VolumeInfo,
            _ => found.Partitions[0],
        };
        Assert.Equal(mark, block![MarkAt]);
        Assert.Null(found.Problem);
    }

    /// <summary>UDF 1.02 2.2.7: others may put what they like there.</summary>
    [Fact]
    public void Descriptors_of_other_implementations_do_not_count()
    {
        Assert.Null(Read(Whole(Made(ImplementationUse, 1, name: "*Somebody"))).VolumeInfo);
        Assert.Equal(1, Read(Whole(Made(ImplementationUse, 1, mark: 1), Made(ImplementationUse, 9, name: "*Somebody", mark: 2))).VolumeInfo![MarkAt]);
    }

    [Fact]
    public void Partitions_count_by_their_numbers()
    {
        UdfSequence found = Read(Whole(Made(Partition, 5, mark: 1, partition: 7), Made(Partition, 4, mark: 2, partition: 9)));
        Assert.Equal([0, 7, 9], found.Partitions.Keys.Select(key => (int)key).Order());
        Assert.Equal((1, 2), (found.Partitions[7][MarkAt], found.Partitions[9][MarkAt]));
    }

    /// <summary>3/8.4.2: a terminating descriptor or a blank sector ends a sequence, and so does its extent.</summary>
    [Theory]
    [InlineData("terminator")]
    [InlineData("blank")]
    [InlineData("extent")]
    public void What_lies_behind_the_end_does_not_count(string end)
    {
        Maker[] blocks = [Made(LogicalVolume, 1, mark: 1), Made(Partition, 1), end == "terminator" ? Made(Terminating) : end == "blank" ? (Maker)(_ => Blank) : Made(UnallocatedSpace), Made(PrimaryVolume, 2, mark: 2)];
        UdfSequence found = Read(blocks, length: end == "extent" ? 3 : 4);
        Assert.Equal((null, null, false, true), (found.Primary, found.Problem, found.HasGap, found.IsComplete));
        Assert.Empty(found.Complaints);
    }

    /// <summary>A part of a sector at the end of the extent is none.</summary>
    [Theory]
    [InlineData((2 * Block) - 1, false)]
    [InlineData(2 * Block, true)]
    public void The_extent_has_whole_sectors(long length, bool isThere)
    {
        byte[] image = Lay(Made(LogicalVolume, 1), Made(Partition, 1));
        Assert.Equal(isThere, UdfSequence.Read(HandMade.Image(image), (First * Block, length), Block).IsComplete);
    }

    /// <summary>What leads to files, or ends the sequence, comes behind no blank sector in a sound one.</summary>
    [Theory]
    [InlineData(Partition, true)]
    [InlineData(LogicalVolume, true)]
    [InlineData(VolumePointer, true)]
    [InlineData(Terminating, true)]
    [InlineData(PrimaryVolume, false)]
    [InlineData(ImplementationUse, false)]
    [InlineData(UnallocatedSpace, false)]
    public void A_blank_sector_before_descriptors_is_a_gap(int kind, bool isGap)
    {
        foreach (int blanks in (int[])[1, 3])
        {
            UdfSequence found = Read(Whole([.. Enumerable.Repeat<Maker>(_ => Blank, blanks), Made(kind, 1)]));
            Assert.Equal((isGap, isGap ? $"the block at byte {(First + 3) * Block} is blank, and descriptors follow" : null), (found.HasGap, found.Problem));
        }
    }

    [Theory]
    [InlineData((int)TagFaults.None, true)]
    [InlineData((int)TagFaults.Checksum, false)]
    [InlineData((int)TagFaults.Crc, false)]
    [InlineData((int)TagFaults.Location, false)]
    [InlineData((int)TagFaults.Version, false)]
    public void Only_sound_descriptors_behind_a_blank_sector_make_a_gap(int fault, bool isGap)
    {
        UdfSequence found = Read(Whole(_ => Blank, Made(Partition, 1, fault: (TagFaults)fault)));
        Assert.Equal(isGap, found.HasGap);
    }

    /// <summary>Neither what lies behind the extent, nor behind the image.</summary>
    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(9, true)]
    public void A_gap_lies_within_the_extent(int length, bool isGap)
    {
        Assert.Equal(isGap, Read([Made(LogicalVolume, 1), Made(Partition, 1), Made(UnallocatedSpace), _ => Blank, Made(Terminating)], length).HasGap);
        Assert.False(Read([Made(LogicalVolume, 1), Made(Partition, 1), Made(UnallocatedSpace), _ => Blank, _ => Blank], length).HasGap);
    }

    /// <summary>A sector that is neither blank nor a descriptor may have been any: what follows is read all the same.</summary>
    [Fact]
    public void A_sector_that_is_no_descriptor()
    {
        UdfSequence found = Read([Made(LogicalVolume, 1), Made(Partition, 3, mark: 3, fault: TagFaults.Checksum), Made(Partition, 1, mark: 1), Made(Terminating)]);
        Assert.Equal(($"the block at byte {(First + 1) * Block} is not a descriptor", true, false), (found.Problem, found.IsComplete, found.HasGap));
        Assert.Equal(1, found.Partitions[0][MarkAt]);
    }

    /// <summary>A gap is none where it is not all that is wrong.</summary>
    [Fact]
    public void The_first_problem_is_told()
    {
        UdfSequence found = Read([Made(UnallocatedSpace, fault: TagFaults.Checksum), Made(UnallocatedSpace, fault: TagFaults.Checksum), Made(LogicalVolume, 1, fault: TagFaults.Crc), _ => Blank, Made(Partition, 1)]);
        Assert.Equal(($"the block at byte {First * Block} is not a descriptor", false, false), (found.Problem, found.HasGap, found.IsComplete));

        found = Read([Made(LogicalVolume, 1, fault: TagFaults.Crc), Made(Partition, 1, fault: TagFaults.Crc), Made(Terminating)]);
        Assert.Equal($"its logical volume descriptor at byte {First * Block} does not match the CRC in its tag", found.Problem);
    }

    /// <summary>What says where everything lies is not gone by when it is doubtful; what else there is may be used.</summary>
    [Theory]
    [InlineData(Partition, (int)TagFaults.Crc, "partition descriptor", "does not match the CRC in its tag")]
    [InlineData(Partition, (int)TagFaults.Location, "partition descriptor", "belongs elsewhere according to its tag")]
    [InlineData(LogicalVolume, (int)TagFaults.Crc, "logical volume descriptor", "does not match the CRC in its tag")]
    [InlineData(LogicalVolume, (int)TagFaults.Location, "logical volume descriptor", "belongs elsewhere according to its tag")]
    [InlineData(VolumePointer, (int)TagFaults.Crc, "volume descriptor pointer", "does not match the CRC in its tag")]
    [InlineData(VolumePointer, (int)TagFaults.Location, "volume descriptor pointer", "belongs elsewhere according to its tag")]
    [InlineData(9, (int)TagFaults.Crc, "descriptor", "does not match the CRC in its tag")]
    [InlineData(256, (int)TagFaults.Location, "descriptor", "belongs elsewhere according to its tag")]
    public void Doubtful_descriptors_that_lead_to_files(int kind, int fault, string name, string words)
    {
        UdfSequence found = Read([Made(LogicalVolume, 1, mark: 1), Made(Partition, 1, mark: 1), Made(kind, 9, mark: 9, fault: (TagFaults)fault), Made(PrimaryVolume, 1), Made(Terminating)]);
        Assert.Equal($"its {name} at byte {(First + 2) * Block} {words}", found.Problem);
        Assert.Equal((1, 1, false), (found.LogicalVolume![MarkAt], found.Partitions[0][MarkAt], found.HasGap));
        Assert.NotNull(found.Primary);
        Assert.Empty(found.Complaints);
    }

    [Theory]
    [InlineData(PrimaryVolume, (int)TagFaults.Crc)]
    [InlineData(PrimaryVolume, (int)TagFaults.Location)]
    [InlineData(PrimaryVolume, (int)TagFaults.Version)]
    [InlineData(ImplementationUse, (int)TagFaults.Crc)]
    [InlineData(ImplementationUse, (int)TagFaults.Location)]
    [InlineData(UnallocatedSpace, (int)TagFaults.Crc)]
    [InlineData(UnallocatedSpace, (int)TagFaults.Location)]
    [InlineData(LogicalVolume, (int)TagFaults.Version)]
    [InlineData(Partition, (int)TagFaults.Version)]
    public void Doubtful_descriptors_that_are_used(int kind, int fault)
    {
        UdfSequence found = Read([Made(LogicalVolume, 1), Made(Partition, 1), Made(kind, 9, mark: 9, fault: (TagFaults)fault), Made(Terminating)]);
        Assert.Null(found.Problem);
        Assert.Equal([((TagFaults)fault, (First + 2L) * Block)], found.Complaints);
        byte? mark = (kind switch
        {
            PrimaryVolume => found.Primary,
            ImplementationUse => found.VolumeInfo,
            LogicalVolume => found.LogicalVolume,
            Partition => found.Partitions[0],
            _ => null,
        })?[MarkAt];
        Assert.Equal(kind == UnallocatedSpace ? null : (byte?)9, mark);
    }

    /// <summary>3/10.3: the sequence goes on elsewhere, as far as is said there, and no longer where it was.</summary>
    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    public void A_sequence_goes_on_elsewhere(int sectors, int mark)
    {
        byte[] image = Lay(Made(LogicalVolume, 1), Pointer(20, (uint)(sectors * Block) + 100), Made(PrimaryVolume, 9));
        Put(image, 20, Made(UnallocatedSpace));
        Put(image, 21, Made(Partition, 1, mark: 1));
        Put(image, 22, Made(Partition, 2, mark: 2));
        UdfSequence found = UdfSequence.Read(HandMade.Image(image), (First * Block, 16 * Block), Block);
        Assert.Equal((null, null, true), (found.Problem, found.Primary, found.IsComplete));
        Assert.Equal(mark, found.Partitions[0][MarkAt]);
        Assert.Empty(found.Complaints);
    }

    [Theory]
    [InlineData(Partition, "there is no logical volume descriptor in the sequence at byte 2048")]
    [InlineData(LogicalVolume, "there is no partition descriptor in the sequence at byte 2048")]
    [InlineData(PrimaryVolume, "there is no logical volume descriptor in the sequence at byte 2048")]
    public void What_leads_to_files_is_missing(int kind, string problem)
    {
        UdfSequence found = Read([Made(kind, 1), Made(Terminating)]);
        Assert.Equal((problem, false), (found.Problem, found.IsComplete));
    }

    /// <summary>An image of 32 sectors: the sequence may end with it, and not behind it.</summary>
    [Theory]
    [InlineData(2, null)]
    [InlineData(3, "its descriptors at byte 16384 are beyond the image's end at 16384")]
    public void A_sequence_beyond_the_image(int length, string? problem)
    {
        byte[] image = new byte[32 * Block];
        Put(image, 30, Made(LogicalVolume, 1));
        Put(image, 31, Made(Partition, 1));
        UdfSequence found = UdfSequence.Read(HandMade.Image(image), (30 * Block, length * Block), Block);
        Assert.Equal((problem, true), (found.Problem, found.IsComplete));
    }

    /// <summary>1,024 sectors are read: a sequence ends there, or has more.</summary>
    [Theory]
    [InlineData(1024, false, null, true)]
    [InlineData(1025, false, "it has more than 1024 descriptors", true)]
    [InlineData(1025, true, null, false)]
    public void Long_sequences(int length, bool isTerminated, string? problem, bool isLastRead)
    {
        byte[] image = new byte[(First + 1030) * Block];
        byte[] filler = Made(UnallocatedSpace)(0);
        Put(image, First, Made(LogicalVolume, 1));
        Put(image, First + 1, Made(Partition, 1));
        for (int i = 2; i < 1026; i++)
        {
            // Where they say that they lie is of no matter here.
            filler.CopyTo(image, (First + i) * Block);
        }

        Put(image, First + 1023, isTerminated ? Made(Terminating) : Made(PrimaryVolume, 1));
        Put(image, First + 1024, Made(ImplementationUse, 1));
        UdfSequence found = UdfSequence.Read(HandMade.Image(image), (First * Block, length * Block), Block);
        Assert.Equal((problem, isLastRead, null), (found.Problem, found.Primary is not null, found.VolumeInfo));
    }

    [Fact]
    public void Two_sequences_are_joined()
    {
        UdfSequence found = Read([Made(LogicalVolume, 5, mark: 1), Made(Partition, 1, mark: 1), Made(PrimaryVolume, 1, mark: 1, fault: TagFaults.Version)]);
        UdfSequence other = Read([Made(LogicalVolume, 4, mark: 2), Made(Partition, 2, mark: 2), Made(Partition, 1, mark: 2, partition: 3), Made(ImplementationUse, 1, mark: 2, fault: TagFaults.Version)]);
        found.Join(other);
        Assert.Equal((1, 2, 2, 1, 2), (found.LogicalVolume![MarkAt], found.Partitions[0][MarkAt], found.Partitions[3][MarkAt], found.Primary![MarkAt], found.VolumeInfo![MarkAt]));
        Assert.Equal([(TagFaults.Version, (First + 2L) * Block), (TagFaults.Version, (First + 3L) * Block)], found.Complaints);

        UdfSequence empty = Read([Made(Terminating)]);
        empty.Join(other);
        Assert.True(empty.IsComplete);
    }

    /// <summary>Numbers of a sequence's logical volume and partition, and of the other's.</summary>
    [Theory]
    [InlineData(1, 1, 0, 1, 1, 0, false)]
    [InlineData(2, 1, 0, 1, 1, 0, true)]
    [InlineData(1, 1, 0, 2, 1, 0, false)]
    [InlineData(1, 2, 0, 1, 1, 0, true)]
    [InlineData(1, 1, 0, 1, 2, 0, false)]
    [InlineData(1, 1, 0, 1, 1, 7, true)]
    [InlineData(1, 2, 0, 2, 1, 0, true)]
    public void Newer_sequences(uint logical, uint partition, int number, uint otherLogical, uint otherPartition, int otherNumber, bool isNewer) =>
        Assert.Equal(isNewer, Read([Made(LogicalVolume, logical), Made(Partition, partition, partition: number)]).IsNewerThan(Read([Made(LogicalVolume, otherLogical), Made(Partition, otherPartition, partition: otherNumber)])));

    /// <summary>What is said, but for places and numbers.</summary>
    [Theory]
    [InlineData("same", true)]
    [InlineData("numbers", true)]
    [InlineData("places", true)]
    [InlineData("logical", false)]
    [InlineData("partition", false)]
    [InlineData("number", false)]
    [InlineData("more", false)]
    [InlineData("fewer", false)]
    public void Sequences_that_lead_to_the_same_files(string kind, bool isSame)
    {
        uint number = kind == "numbers" ? 9u : 1u;
        Maker[] one = [Made(LogicalVolume, 1), Made(Partition, 1)];
        Maker[] other = [Made(LogicalVolume, number, mark: kind == "logical" ? (byte)1 : (byte)0), Made(Partition, number, mark: kind == "partition" ? (byte)1 : (byte)0, partition: kind == "number" ? 2 : 0)];
        Maker[] more = [.. one, Made(Partition, 1, partition: 5)];
        UdfSequence found = Read(kind == "fewer" ? more : one);
        Assert.Equal(isSame, found.LeadsWhere(Read(kind switch
        {
            "more" => more,
            "places" => [Made(UnallocatedSpace), .. other],
            _ => other,
        })));
    }

    /// <summary>A descriptor, by the sector in which it lies.</summary>
    private delegate byte[] Maker(uint location);

    private static Maker Made(int kind, uint number = 0, byte mark = 0, int partition = 0, string name = "*UDF LV Info", TagFaults fault = TagFaults.None) => location =>
    {
        byte[] block = new byte[Block];
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(16), number);
        if (kind == Partition)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(22), (ushort)partition);
        }
        else if (kind == ImplementationUse)
        {
            Encoding.ASCII.GetBytes(name, block.AsSpan(21));
        }

        block[MarkAt] = mark;
        DescriptorTag.Write(block, (TagId)kind, location);
        return HandMade.With(block, fault);
    };

    private static Maker Pointer(uint sector, uint length) => location =>
    {
        byte[] block = new byte[Block];
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(20), length);
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(24), sector);
        DescriptorTag.Write(block, TagId.VolumePointer, location);
        return block;
    };

    /// <summary>A sequence with what leads to files, then other descriptors.</summary>
    private static Maker[] Whole(params Maker[] others) => [Made(LogicalVolume), Made(Partition), Made(UnallocatedSpace), .. others];

    private static UdfSequence Read(Maker[] blocks, int? length = null) =>
        UdfSequence.Read(HandMade.Image(Lay(blocks)), (First * Block, (length ?? blocks.Length) * Block), Block);

    private static byte[] Lay(params Maker[] blocks)
    {
        byte[] image = new byte[32 * Block];
        for (int i = 0; i < blocks.Length; i++)
        {
            Put(image, First + i, blocks[i]);
        }

        return image;
    }

    private static void Put(byte[] image, int sector, Maker block) => block((uint)sector).CopyTo(image, sector * Block);
}
