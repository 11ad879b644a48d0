using IsoBuild.Reading;
using IsoBuild.Udf;

namespace IsoBuild.Core.Tests.Udf;

/// <summary>Where the blocks of partitions lie, and which block lies where: all by hand, in blocks of 512 bytes.</summary>
public class UdfBlocksTests
{
    private const int Block = HandMade.Block;

    /// <summary>Blocks 0 and 1 at byte 4096, 2 to 4 nowhere, 5 at 1024, 6 and 7 at 8192, 8 at 512.</summary>
    private static UdfBlocks Scattered()
    {
        UdfBlocks blocks = new(Block);
        blocks.Add(4096, 2);
        blocks.Add(-1, 3);
        blocks.Add(1024, 1);
        blocks.Add(8192, 2);
        blocks.Add(512, 1);
        return blocks;
    }

    [Theory]
    [InlineData(0, 4096, 1024)]
    [InlineData(1, 4608, 512)]
    [InlineData(5, 1024, 512)]
    [InlineData(6, 8192, 1024)]
    [InlineData(7, 8704, 512)]
    [InlineData(8, 512, 512)]
    public void Blocks_lie_in_their_piece(long block, long offset, long room)
    {
        Assert.True(Scattered().TryLocate(block, out long foundOffset, out long foundRoom));
        Assert.Equal((offset, room), (foundOffset, foundRoom));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(9)]
    [InlineData(uint.MaxValue)]
    public void Blocks_that_are_not_recorded_or_not_there_lie_nowhere(long block)
    {
        Assert.False(Scattered().TryLocate(block, out long offset, out long room));
        Assert.Equal((0, 0), (offset, room));
    }

    [Theory]
    [InlineData(4096, 0)]
    [InlineData(4607, 0)]
    [InlineData(4608, 1)]
    [InlineData(5119, 1)]
    [InlineData(5120, -1)]
    [InlineData(1023, 8)]
    [InlineData(1024, 5)]
    [InlineData(1535, 5)]
    [InlineData(1536, -1)]
    [InlineData(4095, -1)]
    [InlineData(8191, -1)]
    [InlineData(8192, 6)]
    [InlineData(9215, 7)]
    [InlineData(9216, -1)]
    [InlineData(512, 8)]
    [InlineData(511, -1)]
    [InlineData(0, -1)]
    public void Bytes_belong_to_the_block_that_lies_there(long offset, long block) => Assert.Equal(block, Scattered().BlockAt(offset));

    [Fact]
    public void Of_what_is_not_recorded_no_byte_is_there()
    {
        UdfBlocks blocks = new(Block);
        blocks.Add(-1, 4);
        Assert.Equal(-1, blocks.BlockAt(0));
        Assert.Equal(-1, blocks.BlockAt(512));
        Assert.Equal((1, 4), (blocks.RunCount, blocks.BlockCount));
    }

    [Fact]
    public void The_first_byte_of_the_image_may_be_a_block()
    {
        UdfBlocks blocks = new(Block);
        blocks.Add(0, 1);
        blocks.Add(Block, 1);
        Assert.Equal(1, blocks.RunCount);
        Assert.Equal((0L, 0L, 1L, -1L), (blocks.BlockAt(0), blocks.BlockAt(511), blocks.BlockAt(512), blocks.BlockAt(1024)));
    }

    /// <summary>Pieces that go on where the last one ends are one piece; and only those.</summary>
    [Theory]
    [InlineData(4096, 2, 5120, 1)]
    [InlineData(4096, 2, 5119, 2)]
    [InlineData(4096, 2, 5632, 2)]
    [InlineData(4096, 2, 4096, 2)]
    [InlineData(4096, 2, 3072, 2)]
    [InlineData(4096, 2, -1, 2)]
    [InlineData(-1, 1, -1, 2)]
    [InlineData(-1, 1, 511, 2)]
    public void Pieces_are_joined_where_they_follow_each_other(long first, long count, long second, int runs)
    {
        foreach (int before in (int[])[0, 3])
        {
            UdfBlocks blocks = new(Block);
            blocks.Add(1 << 20, before);
            blocks.Add(first, count);
            blocks.Add(second, 1);
            Assert.Equal((before > 0 ? runs + 1 : runs, before + count + 1), (blocks.RunCount, blocks.BlockCount));
            Assert.Equal(second >= 0, blocks.TryLocate(before + count, out long offset, out _));
            Assert.Equal(Math.Max(second, 0), offset);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_piece_without_blocks_is_none(long count)
    {
        UdfBlocks blocks = new(Block);
        blocks.Add(4096, count);
        Assert.Equal((0, 0L, -1L), (blocks.RunCount, blocks.BlockCount, blocks.BlockAt(4096)));
        Assert.False(blocks.TryLocate(0, out _, out _));
    }

    [Theory]
    [InlineData(0, 0, true, 4096)]
    [InlineData(1, 1, true, 1024)]
    [InlineData(1, 2, false, 0)]
    [InlineData(0, 2, false, 0)]
    [InlineData(2, 0, false, 0)]
    [InlineData(ushort.MaxValue, 0, false, 0)]
    public void Addresses_name_the_map_of_their_partition(ushort partition, uint block, bool isThere, long offset)
    {
        UdfBlocks other = new(Block);
        other.Add(512, 1);
        other.Add(1024, 1);
        UdfBlocks apart = new(Block);
        apart.Add(4096, 2);
        UdfVolumeReading volume = VolumeOf(apart, other);
        Assert.Equal(isThere, volume.TryLocate(new BlockAddress(block, partition), out long found, out _));
        Assert.Equal(offset, found);
    }

    [Fact]
    public void All_pieces_of_all_partitions_are_counted()
    {
        UdfBlocks one = new(Block);
        one.Add(0, 1);
        Assert.Equal(6, VolumeOf(Scattered(), one).RunCount);
    }

    private static UdfVolumeReading VolumeOf(params UdfBlocks[] partitions) => new()
    {
        Image = HandMade.Image([]),
        Start = 0,
        BlockSize = Block,
        Partitions = partitions,
        Info = new UdfVolumeInfo { VolumeId = "", BlockSize = Block, PartitionOffset = 0, PartitionLength = 0 },
        Recognition = [],
        Anchors = [],
        MainSequence = default,
        ReserveSequence = default,
    };
}
