using IsoBuild.Diagnostics;
using IsoBuild.Reading;
using IsoBuild.Udf;
using FileContent = IsoBuild.Reading.UdfContent;

namespace IsoBuild.Core.Tests.Udf;

/// <summary>Where files lie by their allocation descriptors (ECMA-167 4/12, 4/14.14): a partition of 16 blocks of 512 bytes at byte 0, and one of two pieces.</summary>
public class UdfAllocationTests
{
    private const int Block = HandMade.Block;
    private const int Blocks = 16;
    private const int Embedded = 3;
    private const int Transformed = 1 << 11;

    private const ExtentType Recorded = ExtentType.Recorded;
    private const ExtentType Hole = ExtentType.NotAllocated;
    private const ExtentType More = ExtentType.Continuation;

    private readonly byte[] bytes = new byte[Blocks * Block];
    private readonly List<(DiagnosticId Id, string Message)> told = [];
    private readonly UdfBlocks whole = new(Block);

    /// <summary>Blocks 0 and 1 at byte 4096, 2 and 3 at 1024.</summary>
    private readonly UdfBlocks pieces = new(Block);

    private UdfAllocation? allocation;

    public UdfAllocationTests()
    {
        whole.Add(0, Blocks);
        pieces.Add(4096, 2);
        pieces.Add(1024, 2);
    }

    /// <summary>4/14.6.8: the file lies behind the head of 176 bytes and the attributes.</summary>
    [Theory]
    [InlineData(0, 10, 10, 1024 + 176)]
    [InlineData(24, 10, 10, 1024 + 200)]
    [InlineData(24, 50, 10, 1024 + 200)]
    public void Embedded_files(int attributes, int area, ulong length, long offset)
    {
        FileContent content = Read(HandMade.Entry(length, Embedded, new byte[area], attributes: attributes));
        Assert.Equal([new Extent(offset, (long)length)], content.Extents);
        Assert.Equal(((long)length, false), (content.Length, content.IsIncomplete));
        Assert.Empty(told);
    }

    [Fact]
    public void Embedded_files_of_nothing_lie_nowhere() => Whole(Read(HandMade.Entry(0, Embedded, new byte[8])), []);

    [Fact]
    public void Embedded_files_have_no_more_than_their_entry()
    {
        Partly(Read(HandMade.Entry(60, Embedded, new byte[50])), [new Extent(1024 + 176, 50)]);
        Told((DiagnosticId.ImageMalformed, "The file entry gives 10 bytes more than its extents have."));
    }

    /// <summary>Descriptors of the short form lie in the partition of their entry, others name theirs.</summary>
    [Theory]
    [InlineData(0, 0, 512)]
    [InlineData(0, 1, 4608)]
    [InlineData(1, 0, 512)]
    [InlineData(1, 1, 4608)]
    [InlineData(2, 0, 512)]
    [InlineData(2, 1, 4608)]
    public void Descriptors_of_every_form(int form, ushort partition, long offset)
    {
        byte[] area = form switch
        {
            0 => HandMade.Short((Recorded, 512, 1)),
            1 => HandMade.Long((Recorded, 512, 1, partition)),
            _ => HandMade.Extended((512, 512, 512, 1, partition)),
        };
        Whole(Read(HandMade.Entry(512, form, area), form == 0 ? partition : (ushort)9), [new Extent(offset, 512)]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Several_descriptors_of_every_form(int form)
    {
        byte[] area = form switch
        {
            0 => HandMade.Short((Recorded, 512, 3), (Recorded, 1024, 6), (Recorded, 100, 2)),
            1 => HandMade.Long((Recorded, 512, 3, 0), (Recorded, 1024, 6, 0), (Recorded, 100, 2, 0)),
            _ => HandMade.Extended((512, 512, 512, 3, 0), (1024, 1024, 1024, 6, 0), (100, 100, 100, 2, 0)),
        };
        Whole(Read(HandMade.Entry(1636, form, area)), [new Extent(1536, 512), new Extent(3072, 1024), new Extent(1024, 100)]);
    }

    [Theory]
    [InlineData(512, 512)]
    [InlineData(511, 511)]
    [InlineData(100, 100)]
    public void An_extent_holds_no_more_than_the_file(ulong length, long shown) =>
        Whole(Read(HandMade.Entry(length, 0, HandMade.Short((Recorded, 512, 3)))), [new Extent(1536, shown)]);

    /// <summary>What stands behind the last byte of the file is not read: not even that it would end within a block.</summary>
    [Fact]
    public void Descriptors_behind_the_file_do_not_count()
    {
        Whole(Read(HandMade.Entry(100, 0, HandMade.Short((Recorded, 100, 3), (Recorded, 100, 99)))), [new Extent(1536, 100)]);
        Whole(Read(HandMade.Entry(0, 0, HandMade.Short((More, 512, 99)))), []);
    }

    /// <summary>4/12: a descriptor of no bytes is the last, and so is one of which a part is missing.</summary>
    [Theory]
    [InlineData(24, true)]
    [InlineData(15, false)]
    [InlineData(12, false)]
    [InlineData(8, false)]
    public void Descriptors_end(int area, bool isEmpty)
    {
        byte[] three = HandMade.Short((Recorded, 512, 3), (Recorded, isEmpty ? 0u : 512u, 5), (Recorded, 512, 7));
        Partly(Read(HandMade.Entry(1024, 0, three[..area])), [new Extent(1536, 512)]);
        Told((DiagnosticId.ImageMalformed, "The file entry gives 512 bytes more than its extents have."));
    }

    [Theory]
    [InlineData(ulong.MaxValue, "The file entry gives a length of 18446744073709551615 bytes, which is impossible. The file is shown as empty.")]
    [InlineData(1UL << 63, "The file entry gives a length of 9223372036854775808 bytes, which is impossible. The file is shown as empty.")]
    public void Lengths_that_no_file_has(ulong length, string message)
    {
        Partly(Read(HandMade.Entry(length, 0, HandMade.Short((Recorded, 512, 3)))), []);
        Told((DiagnosticId.ImageMalformed, message));
    }

    [Fact]
    public void The_greatest_length_is_read()
    {
        Partly(Read(HandMade.Entry(long.MaxValue, 0, HandMade.Short((Recorded, 512, 3)))), [new Extent(1536, 512)]);
        Told((DiagnosticId.ImageMalformed, "The file entry gives 9223372036854775295 bytes more than its extents have."));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    public void Forms_that_nobody_knows(int form)
    {
        Partly(Read(HandMade.Entry(512, form, HandMade.Short((Recorded, 512, 3)))), []);
        Told((DiagnosticId.ContentUnsupported, $"The file uses allocation descriptors of an unknown type ({form}). It is shown as empty."));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Embedded)]
    public void Transformed_files_are_read_as_they_are_recorded(int form)
    {
        byte[] area = HandMade.Short((Recorded, 8, 3));
        Partly(Read(HandMade.Entry(8, form | Transformed, area)), [new Extent(form == 0 ? 1536 : 1024 + 176, 8)]);
        Told((DiagnosticId.ContentUnsupported, "The file is recorded in a transformed form, such as compressed or encrypted. It is read as it is recorded."));
    }

    /// <summary>4/14.14.3: bytes recorded and bytes of information are one only where nothing is packed.</summary>
    [Theory]
    [InlineData(512, 512, 512, true)]
    [InlineData(512, 511, 512, false)]
    [InlineData(512, 512, 511, false)]
    [InlineData(512, 100, 100, false)]
    public void Packed_extents(uint length, uint recorded, uint information, bool isPlain)
    {
        FileContent content = Read(HandMade.Entry(512, 2, HandMade.Extended((length, recorded, information, 3, 0))));
        Assert.Equal([new Extent(1536, 512)], content.Extents);
        Assert.Equal(!isPlain, content.IsIncomplete);
        Told(isPlain ? [] : [(DiagnosticId.ContentUnsupported, "The file is recorded in a transformed form, with fewer or more bytes than it has, at block 3 of partition 0. It is read as it is recorded.")]);
    }

    /// <summary>The second descriptor of the long form, read with the first one's end, would look like an extended one.</summary>
    [Fact]
    public void Only_extended_descriptors_count_what_is_recorded() =>
        Whole(Read(HandMade.Entry(1024, 1, HandMade.Long((Recorded, 512, 3, 0), (Recorded, 512, 5, 0)))), [new Extent(1536, 512), new Extent(2560, 512)]);

    /// <summary>One of several reasons is enough: a hostile entry has one for each descriptor.</summary>
    [Fact]
    public void The_first_reason_is_told()
    {
        Partly(Read(HandMade.Entry(1024, 2, HandMade.Extended((512, 1, 512, 3, 0), (512, 1, 512, 5, 0)))), [new Extent(1536, 512), new Extent(2560, 512)]);
        (DiagnosticId id, string message) = Assert.Single(told);
        Assert.Equal(DiagnosticId.ContentUnsupported, id);
        Assert.Contains("at block 3 of partition 0", message, StringComparison.Ordinal);
    }

    /// <summary>4/12.1: only the last extent of a file ends within a block.</summary>
    [Theory]
    [InlineData(100, false)]
    [InlineData(511, false)]
    [InlineData(513, false)]
    [InlineData(512, true)]
    [InlineData(1024, true)]
    public void Extents_that_end_within_a_block(uint first, bool isSound)
    {
        FileContent content = Read(HandMade.Entry(first + 512, 0, HandMade.Short((Recorded, first, 3), (Recorded, 512, 8))));
        Assert.Equal([new Extent(1536, first), new Extent(4096, 512)], content.Extents);
        Assert.Equal(!isSound, content.IsIncomplete);
        Told(isSound ? [] : [(DiagnosticId.ImageMalformed, $"An extent of {first} bytes, at block 3 of partition 0, ends within a block but is not the last: readers disagree on the rest.")]);
    }

    /// <summary>What one file had wrong is not the next one's.</summary>
    [Fact]
    public void Files_know_nothing_of_each_other()
    {
        byte[] ends = HandMade.Entry(100, 0, HandMade.Short((Recorded, 100, 3)));
        Whole(Read(ends), [new Extent(1536, 100)]);
        Whole(Read(ends), [new Extent(1536, 100)]);
        Partly(Read(HandMade.Entry(9, Embedded, new byte[8])), [new Extent(1024 + 176, 8)]);
        Told((DiagnosticId.ImageMalformed, "The file entry gives 1 bytes more than its extents have."));
        Partly(Read(HandMade.Entry(ulong.MaxValue, 0, [])), []);
        Whole(Read(ends), [new Extent(1536, 100)]);
    }

    /// <summary>4/14.14.1.1: what is not recorded reads as zeros, and lies nowhere.</summary>
    [Fact]
    public void Holes()
    {
        Whole(
            Read(HandMade.Entry(3584, 0, HandMade.Short((Hole, 512, 3), (ExtentType.AllocatedNotRecorded, 1024, 4), (Recorded, 512, 3), (Hole, 512, 3), (Recorded, 1024, 4)))),
            [Extent.Hole(1536), new Extent(1536, 512), Extent.Hole(512), new Extent(2048, 1024)]);
        Whole(Read(HandMade.Entry(100, 0, HandMade.Short((Hole, 512, 3)))), [Extent.Hole(100)]);
    }

    /// <summary>A hole is no neighbour of what lies at the byte after its length.</summary>
    [Fact]
    public void Holes_are_not_joined_with_what_is_recorded() =>
        Assert.Equal([Extent.Hole(513), new Extent(512, 512)], Read(HandMade.Entry(1025, 0, HandMade.Short((Hole, 513, 0), (Recorded, 512, 1)))).Extents);

    [Theory]
    [InlineData(4, new long[] { 1536, 1024 })]
    [InlineData(5, new long[] { 1536, 512, 2560, 512 })]
    [InlineData(3, new long[] { 1536, 512, 1536, 512 })]
    [InlineData(2, new long[] { 1536, 512, 1024, 512 })]
    public void Extents_side_by_side_are_one(uint second, long[] expected) =>
        Whole(Read(HandMade.Entry(1024, 0, HandMade.Short((Recorded, 512, 3), (Recorded, 512, second)))), [.. expected.Chunk(2).Select(pair => new Extent(pair[0], pair[1]))]);

    /// <summary>An extent goes on where the partition does.</summary>
    [Theory]
    [InlineData(0, 1024, new long[] { 4096, 1024 })]
    [InlineData(0, 1025, new long[] { 4096, 1024, 1024, 1 })]
    [InlineData(0, 2048, new long[] { 4096, 1024, 1024, 1024 })]
    [InlineData(1, 1024, new long[] { 4608, 512, 1024, 512 })]
    [InlineData(1, 1300, new long[] { 4608, 512, 1024, 788 })]
    [InlineData(2, 1000, new long[] { 1024, 1000 })]
    [InlineData(3, 512, new long[] { 1536, 512 })]
    public void Extents_over_pieces_of_a_partition(uint block, uint length, long[] expected) =>
        Whole(Read(HandMade.Entry(length, 0, HandMade.Short((Recorded, length, block))), partition: 1), [.. expected.Chunk(2).Select(pair => new Extent(pair[0], pair[1]))]);

    [Theory]
    [InlineData(0, 2560, new long[] { 4096, 1024, 1024, 1024, -1, 512 }, 4, 512)]
    [InlineData(3, 1100, new long[] { 1536, 512, -1, 588 }, 4, 588)]
    [InlineData(4, 512, new long[] { -1, 512 }, 4, 512)]
    [InlineData(uint.MaxValue, 512, new long[] { -1, 512 }, uint.MaxValue, 512)]
    public void Blocks_that_are_not_there_read_as_zeros(uint block, uint length, long[] expected, uint missing, long zeros)
    {
        Partly(Read(HandMade.Entry(length, 0, HandMade.Short((Recorded, length, block))), partition: 1), [.. expected.Chunk(2).Select(pair => new Extent(pair[0], pair[1]))]);
        Told((DiagnosticId.ImageMalformed, $"An extent is in block {missing} of partition 1, which does not exist. Zeros are shown for {zeros} bytes."));
    }

    /// <summary>No block follows the greatest number: the first one does not.</summary>
    [Fact]
    public void Numbers_of_blocks_do_not_begin_again()
    {
        allocation = new UdfAllocation(HandMade.Image(bytes), Block, Everywhere(512), runs: 1);
        Partly(Read(HandMade.Entry(1024, 0, HandMade.Short((Recorded, 1024, uint.MaxValue)))), [new Extent(512, 512), Extent.Hole(512)]);
        Told((DiagnosticId.ImageMalformed, "An extent is in block 4294967296 of partition 0, which does not exist. Zeros are shown for 512 bytes."));
    }

    /// <summary>Of pieces that all end, 4,096 may end within extents, and 8 more for each that there is.</summary>
    [Theory]
    [InlineData(0, 4096)]
    [InlineData(1, 4104)]
    [InlineData(3, 4120)]
    public void Extents_over_too_many_pieces(int runs, int cuts)
    {
        allocation = new UdfAllocation(HandMade.Image(bytes), Block, Alternating(), runs);
        uint length = (uint)(cuts + 1) * Block;
        FileContent content = Read(HandMade.Entry(length, 0, HandMade.Short((Recorded, length, 0))));
        Assert.Equal((cuts + 1, (long)length, false), (content.Extents.Length, content.Length, content.IsIncomplete));

        // What lies in one piece needs no cut.
        Assert.False(Read(HandMade.Entry(512, 0, HandMade.Short((Recorded, 512, 0)))).IsIncomplete);
        Assert.Empty(told);
        Partly(Read(HandMade.Entry(1500, 0, HandMade.Short((Recorded, 1500, 0)))), [new Extent(0, 512), Extent.Hole(988)]);
        Told((DiagnosticId.TreeTooLarge, "Its extents cover more pieces of the partition than separate files can. Zeros are shown for 988 bytes."));
    }

    [Theory]
    [InlineData(15, 512, 512)]
    [InlineData(15, 600, 512)]
    [InlineData(14, 1025, 1024)]
    [InlineData(16, 1, 0)]
    [InlineData(99, 512, 0)]
    public void Files_beyond_the_end_of_the_image(uint block, uint length, long there)
    {
        whole.Add(Blocks * Block, 200);
        FileContent content = Read(HandMade.Entry(length, 0, HandMade.Short((Recorded, length, block))));
        Assert.Equal(there == 0 ? [] : [new Extent(block * Block, there)], content.Extents);
        Assert.Equal((there, length != there), (content.Length, content.IsIncomplete));
        Told(length == there ? [] : [(DiagnosticId.ImageTruncated, $"The file's extent at byte {block * Block}, {length} bytes long, goes beyond the image's end at 8192.")]);
    }

    /// <summary>4/12: where descriptors go on, nothing of the first area counts any more.</summary>
    [Fact]
    public void Descriptors_go_on_elsewhere()
    {
        Put(6, HandMade.Continuation(6, HandMade.Short((Recorded, 512, 4), (More, 512, 9), (Recorded, 512, 0))));
        Put(9, HandMade.Continuation(9, HandMade.Short((Recorded, 100, 8))));
        Whole(Read(HandMade.Entry(1124, 0, HandMade.Short((Recorded, 512, 3), (More, 512, 6), (Recorded, 512, 0)))), [new Extent(1536, 1024), new Extent(4096, 100)]);
        Assert.Equal([3072, 4608], allocation!.Continuations);

        Whole(Read(HandMade.Entry(512, 0, HandMade.Short((Recorded, 512, 3)))), [new Extent(1536, 512)]);
        Assert.Empty(allocation.Continuations);
    }

    /// <summary>A descriptor of further ones says by its own partition where they lie.</summary>
    [Fact]
    public void Descriptors_go_on_in_another_partition()
    {
        Put(2, HandMade.Continuation(2, HandMade.Long((Recorded, 512, 0, 1))));
        Whole(Read(HandMade.Entry(512, 1, HandMade.Long((More, 512, 2, 1)))), [new Extent(4096, 512)]);
        Assert.Equal([1024], allocation!.Continuations);
    }

    [Theory]
    [InlineData(16, "Its allocation descriptors continue in block 16 of partition 0, which does not exist.")]
    [InlineData(15, "Its allocation descriptors continue at byte 7680, which is already in use: they form a loop, or files overlap.")]
    [InlineData(14, "Its allocation descriptors continue at byte 7168, where there is no allocation extent descriptor.")]
    [InlineData(13, "Its allocation descriptors continue at byte 6656, where there is no allocation extent descriptor.")]
    [InlineData(12, "Its allocation descriptors continue at byte 6144, where there is no allocation extent descriptor.")]
    public void Descriptors_that_go_on_nowhere(uint next, string message)
    {
        Put(15, HandMade.Continuation(15, HandMade.Short((Recorded, 512, 4), (More, 512, 15))));
        Put(14, HandMade.Entry(512, 0, HandMade.Short((Recorded, 512, 3)), location: 14));
        Put(13, HandMade.With(HandMade.Continuation(13, HandMade.Short((Recorded, 512, 3))), TagFaults.Checksum));
        byte[] area = HandMade.Short((Recorded, 512, 3), (More, 512, next), (Recorded, 512, 5));
        Extent expected = next == 15 ? new Extent(1536, 1024) : new Extent(1536, 512);
        Partly(Read(HandMade.Entry(2048, 0, area)), [expected]);
        Told((DiagnosticId.ImageMalformed, message), (DiagnosticId.ImageMalformed, $"The file entry gives {2048 - expected.Length} bytes more than its extents have."));
        Assert.Equal(next == 15 ? [7680] : [], allocation!.Continuations);
    }

    [Fact]
    public void Descriptors_do_not_go_on_beyond_the_image()
    {
        whole.Add(Blocks * Block, 4);
        Partly(Read(HandMade.Entry(512, 0, HandMade.Short((More, 512, 16)))), []);
        Told((DiagnosticId.ImageMalformed, "Its allocation descriptors continue in block 16 of partition 0, which does not exist."), (DiagnosticId.ImageMalformed, "The file entry gives 512 bytes more than its extents have."));
    }

    [Theory]
    [InlineData((int)TagFaults.None, null)]
    [InlineData((int)TagFaults.Version, null)]
    [InlineData((int)TagFaults.Crc, "does not match the CRC in its tag")]
    [InlineData((int)TagFaults.Location, "belongs elsewhere according to its tag")]
    public void Descriptors_that_go_on_by_a_doubtful_block(int fault, string? words)
    {
        Put(6, HandMade.With(HandMade.Continuation(6, HandMade.Short((Recorded, 512, 4))), (TagFaults)fault));
        FileContent content = Read(HandMade.Entry(512, 0, HandMade.Short((More, 512, 6))));
        Assert.Equal([new Extent(2048, 512)], content.Extents);
        Assert.Equal(words is not null, content.IsIncomplete);
        Assert.Equal([3072], allocation!.Continuations);
        Told(words is null ? [] : [(DiagnosticId.ContentDamaged, $"The allocation extent descriptor at byte 3072, with which its extents continue, {words}: the content that is read may be wrong.")]);
    }

    /// <summary>What Linux appends within the last block: as much as that has room for, and only where it is recorded.</summary>
    [Theory]
    [InlineData(100, 512, 412)]
    [InlineData(100, 101, 1)]
    [InlineData(511, 512, 1)]
    [InlineData(612, 1024, 412)]
    [InlineData(612, 700, 88)]
    public void Bytes_behind_the_last_extent(uint recorded, ulong length, long tail)
    {
        FileContent content = Read(HandMade.Entry(length, 0, HandMade.Short((Recorded, recorded, 3))));
        Assert.Equal([new Extent(1536, (long)length)], content.Extents);
        Assert.Equal(((long)length, false), (content.Length, content.IsIncomplete));
        Told((DiagnosticId.UdfTailBeyondExtents, $"The file is {tail} bytes longer than its extents. The rest is in its last block, as Linux leaves it, and is shown."));
    }

    /// <summary>The last block is that in which the extent ends, wherever that lies.</summary>
    [Fact]
    public void Bytes_behind_an_extent_over_pieces()
    {
        FileContent content = Read(HandMade.Entry(1200, 0, HandMade.Short((Recorded, 1100, 0))), partition: 1);
        Assert.Equal([new Extent(4096, 1024), new Extent(1024, 176)], content.Extents);
        Assert.False(content.IsIncomplete);
        Told((DiagnosticId.UdfTailBeyondExtents, "The file is 100 bytes longer than its extents. The rest is in its last block, as Linux leaves it, and is shown."));
    }

    [Theory]
    [InlineData(0, 100, 513, 413)]
    [InlineData(0, 512, 513, 1)]
    [InlineData(0, 1024, 1030, 6)]
    [InlineData(0, 612, 1025, 413)]
    [InlineData(1, 100, 101, 1)]
    [InlineData(2, 100, 101, 1)]
    public void Bytes_that_are_nowhere(int type, uint recorded, ulong length, long missing)
    {
        Partly(Read(HandMade.Entry(length, 0, HandMade.Short(((ExtentType)type, recorded, 3)))), [type == 0 ? new Extent(1536, recorded) : Extent.Hole(recorded)]);
        Told((DiagnosticId.ImageMalformed, $"The file entry gives {missing} bytes more than its extents have."));
    }

    [Fact]
    public void Bytes_behind_a_block_that_is_not_there()
    {
        Partly(Read(HandMade.Entry(101, 0, HandMade.Short((Recorded, 100, 16)))), [Extent.Hole(100)]);
        Told(
            (DiagnosticId.ImageMalformed, "An extent is in block 16 of partition 0, which does not exist. Zeros are shown for 100 bytes."),
            (DiagnosticId.ImageMalformed, "The file entry gives 1 bytes more than its extents have."));
    }

    private static UdfAllocation.Locate Everywhere(long at) => (BlockAddress _, out long offset, out long room) =>
    {
        (offset, room) = (at, Block);
        return true;
    };

    private static UdfAllocation.Locate Alternating() => (BlockAddress address, out long offset, out long room) =>
    {
        (offset, room) = (address.Block % 2 * 2 * Block, Block);
        return true;
    };

    private void Put(int block, byte[] descriptor) => descriptor.CopyTo(bytes, block * Block);

    /// <summary>Reads an entry that lies in block 2, at byte 1024.</summary>
    private FileContent Read(byte[] entry, ushort partition = 0)
    {
        allocation ??= new UdfAllocation(HandMade.Image(bytes), Block, Locate, runs: 1);
        told.Clear();
        return allocation.Read(new FileEntry(entry), 2 * Block, partition, (id, message) => told.Add((id, message)));

        bool Locate(BlockAddress address, out long offset, out long room)
        {
            (offset, room) = (0, 0);
            return address.Partition < 2 && (address.Partition == 0 ? whole : pieces).TryLocate(address.Block, out offset, out room);
        }
    }

    private void Whole(FileContent content, Extent[] extents)
    {
        Assert.Equal(extents, content.Extents);
        Assert.Equal((extents.Sum(extent => extent.Length), false), (content.Length, content.IsIncomplete));
        Assert.Empty(told);
    }

    private static void Partly(FileContent content, Extent[] extents)
    {
        Assert.Equal(extents, content.Extents);
        Assert.Equal((extents.Sum(extent => extent.Length), true), (content.Length, content.IsIncomplete));
    }

    private void Told(params (DiagnosticId, string)[] expected) => Assert.Equal(expected, told);
}
