using IsoBuild.Reading;
using FileContent = IsoBuild.Reading.UdfContent;

namespace IsoBuild.Core.Tests.Udf;

/// <summary>The bytes of directories (ECMA-167 4/14.4), which cross blocks and extents, and of which no block belongs to two.</summary>
public class UdfDirectoryStreamTests
{
    private const int Block = HandMade.Block;

    /// <summary>Half of what is held at once: where less is left, more is read.</summary>
    private const int Half = 1 << 17;

    private readonly byte[] bytes = Pattern(16 * Block);
    private readonly HashSet<long> taken = [];

    [Theory]
    [InlineData(0, 700)]
    [InlineData(512, 512)]
    [InlineData(512, 1)]
    [InlineData(700, 100)]
    [InlineData(700, 2000)]
    public void One_extent(long offset, long length)
    {
        using UdfDirectoryStream stream = Open(new Extent(offset, length));
        Assert.Equal(bytes[(int)offset..(int)(offset + length)], stream.Rest.ToArray());
        Assert.False(stream.IsTaken);
    }

    [Fact]
    public void Extents_follow_each_other()
    {
        using UdfDirectoryStream stream = Open(new Extent(4096, 700), new Extent(512, 512), new Extent(2048, 100));
        byte[] whole = [.. bytes[4096..4796], .. bytes[512..1024], .. bytes[2048..2148]];
        Assert.Equal(whole, stream.Rest.ToArray());
        Assert.Equal(0, stream.Position);
        stream.Skip(40);
        stream.Skip(3);
        Assert.Equal(43, stream.Position);
        Assert.Equal(whole[43..], stream.Rest.ToArray());
        stream.Skip(whole.Length - 43);
        Assert.Equal(whole.Length, stream.Position);
        Assert.True(stream.Rest.IsEmpty);
    }

    [Fact]
    public void No_extent()
    {
        using UdfDirectoryStream stream = Open();
        Assert.True(stream.Rest.IsEmpty);
        Assert.False(stream.IsTaken);
    }

    /// <summary>A directory larger than what is held of it: as much follows every place as the largest file identifier needs.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void More_is_read_when_half_is_left(int offset)
    {
        byte[] large = Pattern((5 * Half) - 100);
        using UdfDirectoryStream stream = new(HandMade.Image(large), Content(new Extent(offset, Half), new Extent(offset + Half, (4 * Half) - 100 - offset)), Block, taken);
        byte[] whole = large[offset..];
        Assert.Equal(whole[..(2 * Half)], stream.Rest.ToArray());
        stream.Skip(Half);
        Assert.Equal(whole[Half..(2 * Half)], stream.Rest.ToArray());
        stream.Skip(1);
        Assert.Equal(whole[(Half + 1)..((3 * Half) + 1)], stream.Rest.ToArray());
        stream.Skip(2 * Half);
        Assert.Equal(whole[((3 * Half) + 1)..], stream.Rest.ToArray());
        Assert.False(stream.IsTaken);
    }

    [Theory]
    [InlineData(2048, 0)]
    [InlineData(2560, 512)]
    [InlineData(3072, 1124)]
    [InlineData(3584, 1024)]
    [InlineData(4096, 1124)]
    [InlineData(2049, 1124)]
    public void What_another_directory_has_is_not_read(long other, int before)
    {
        taken.Add(other);
        using UdfDirectoryStream stream = Open(new Extent(2048, 1024), new Extent(3584, 100));
        byte[] whole = [.. bytes[2048..3072], .. bytes[3584..3684]];
        Assert.Equal(whole[..before], stream.Rest.ToArray());
        Assert.Equal(before < 1124, stream.IsTaken);
    }

    /// <summary>An extent that begins within a block is taken from there on, and its further blocks as others are.</summary>
    [Theory]
    [InlineData(100, 0)]
    [InlineData(512, 412)]
    [InlineData(0, 600)]
    [InlineData(612, 600)]
    public void Extents_that_begin_within_a_block(long other, int before)
    {
        taken.Add(other);
        using UdfDirectoryStream stream = Open(new Extent(100, 600));
        Assert.Equal(bytes[100..(100 + before)], stream.Rest.ToArray());
        Assert.Equal(before < 600, stream.IsTaken);
    }

    /// <summary>Nor what the directory has already itself.</summary>
    [Theory]
    [InlineData(100, 50)]
    [InlineData(512, 512)]
    [InlineData(512, 50)]
    public void Extents_that_come_twice(long offset, long length)
    {
        using UdfDirectoryStream stream = Open(new Extent(offset, length), new Extent(offset, length));
        Assert.Equal(bytes[(int)offset..(int)(offset + length)], stream.Rest.ToArray());
        Assert.True(stream.IsTaken);
        Assert.Equal([offset], taken);
    }

    [Fact]
    public void All_blocks_are_taken()
    {
        using UdfDirectoryStream stream = Open(new Extent(700, 1000), new Extent(4096, 512), new Extent(5120, 513));
        Assert.Equal(2025, stream.Rest.Length);
        Assert.Equal([700, 1024, 1536, 4096, 5120, 5632], taken.Order());
    }

    /// <summary>Zeros are no file identifiers, and lie nowhere: no two directories share them.</summary>
    [Fact]
    public void Reading_ends_before_holes()
    {
        for (int i = 0; i < 2; i++)
        {
            using UdfDirectoryStream stream = Open(new Extent(2048 + (512 * i), 512), Extent.Hole(512), new Extent(512, 512));
            Assert.Equal(bytes[(2048 + (512 * i))..(2560 + (512 * i))], stream.Rest.ToArray());
            stream.Skip(1);
            Assert.Equal(511, stream.Rest.Length);
            Assert.False(stream.IsTaken);
        }

        Assert.Equal([2048, 2560], taken.Order());
    }

    [Fact]
    public void Reading_ends_with_the_image()
    {
        using UdfDirectoryStream stream = Open(new Extent(15 * Block, 1024), new Extent(0, 512));
        Assert.Equal(bytes[(15 * Block)..], stream.Rest.ToArray());
        Assert.False(stream.IsTaken);
    }

    private UdfDirectoryStream Open(params Extent[] extents) => new(HandMade.Image(bytes), Content(extents), Block, taken);

    private static FileContent Content(params Extent[] extents) => new(extents, extents.Sum(extent => extent.Length), IsIncomplete: false);

    private static byte[] Pattern(int length)
    {
        byte[] pattern = new byte[length];
        for (int i = 0; i < length; i++)
        {
            pattern[i] = (byte)(i ^ (i >> 8));
        }

        return pattern;
    }
}
