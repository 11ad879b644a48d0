using System.Buffers.Binary;
using IsoBuild.Content;
using IsoBuild.HfsPlus;
using IsoBuild.Layout;

namespace IsoBuild.Core.Tests.HfsPlus;

/// <summary>B-trees of any size (TN1150, "B-Trees").</summary>
public class BTreeTests
{
    /// <summary>By hand: no records, so no root and no depth; one node of 4096 bytes, which the map has; a B-tree with large keys of 10 bytes.</summary>
    [Fact]
    public void Without_records_there_is_a_header_node()
    {
        BTree tree = new(new Wide(0));
        byte[] node = Encode(tree, 0, 4096);
        Assert.Equal(4096, tree.Length);
        Assert.Equal("00000000 00000000 01 00 0003 0000 0000 00000000 00000000 00000000 00000000 1000 0206 00000001 00000000 0000 00001000 00 00 00000006".Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(node[..56]));
        Assert.Equal(0x80, node[248]);
        Assert.Equal("0FF8 00F8 0078 000E".Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(node[4088..]));
        Assert.True(node.AsSpan(249, 4088 - 249).IndexOfAnyExcept((byte)0) < 0);
    }

    /// <summary>A record a node, and seven keys an index node: 31000, 4429, 633, 91, 13, 2, 1 nodes, more than the 30720 bits in the header's map, so that a map node has the rest.</summary>
    [Fact]
    public void Map_nodes_count_what_the_header_does_not()
    {
        BTree tree = new(new Wide(31_000));
        Assert.Equal(1 + 1 + 31_000 + 4429 + 633 + 91 + 13 + 2 + 1, tree.NodeCount);
        byte[] head = Encode(tree, 0, 2 * 4096);
        Assert.Equal((1u, 7, 36_171u), (BinaryPrimitives.ReadUInt32BigEndian(head), BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(14)), BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(36))));
        Assert.True(head.AsSpan(248, 3840).IndexOfAnyExcept((byte)0xFF) < 0);
        byte[] map = head[4096..];
        Assert.Equal("00000000 00000000 02 00 0001 0000".Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(map[..14]));
        Assert.Equal("0FFA 000E".Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(map[4092..]));

        // 36171 - 30720 = 5451 = 681 * 8 + 3.
        Assert.True(map.AsSpan(14, 681).IndexOfAnyExcept((byte)0xFF) < 0);
        Assert.Equal(0xE0, map[14 + 681]);
        Assert.True(map.AsSpan(14 + 682, 4076 - 682).IndexOfAnyExcept((byte)0) < 0);

        // The root's first key is the first record's, and the second leads to the last two index nodes' second.
        byte[] root = Encode(tree, (tree.NodeCount - 1) * 4096, 4096);
        Assert.Equal((2, 7), (BinaryPrimitives.ReadUInt16BigEndian(root.AsSpan(10)), root[9]));
        Assert.Equal(0u, BinaryPrimitives.ReadUInt32BigEndian(root.AsSpan(14 + 2)));
        Assert.Equal((uint)tree.NodeCount - 3, BinaryPrimitives.ReadUInt32BigEndian(root.AsSpan(14 + 520)));
        Assert.Equal(7u * 7 * 7 * 7 * 7, BinaryPrimitives.ReadUInt32BigEndian(root.AsSpan(14 + 524 + 2)));
    }

    /// <summary>Pieces need not be whole nodes: they are the same bytes.</summary>
    [Fact]
    public void Piece_by_piece()
    {
        BTree tree = new(new Wide(60));
        byte[] whole = Encode(tree, 0, (int)tree.Length);
        byte[] pieces = [.. Enumerable.Range(0, (int)tree.Length / 2048).SelectMany(i => Encode(tree, i * 2048, 2048))];
        Assert.Equal(whole, pieces);
        Assert.Equal(whole[2048..^2048], Encode(tree, 2048, (int)tree.Length - 4096));
    }

    [Theory]
    [InlineData(0, 0, "000000")]
    [InlineData(0, 24, "FFFFFF")]
    [InlineData(-5, 30, "FFFFFF")]
    [InlineData(3, 5, "180000")]
    [InlineData(6, 20, "03FFF0")]
    [InlineData(8, 16, "00FF00")]
    [InlineData(7, 9, "018000")]
    [InlineData(24, 30, "000000")]
    public void Bits_of_a_map(long first, long end, string expected)
    {
        byte[] map = new byte[3];
        Bits.Fill(map, first, end);
        Assert.Equal(expected, Convert.ToHexString(map));
    }

    private static byte[] Encode(BTree tree, long position, int length)
    {
        ImageLayout layout = new ImageBuilder(Images.Small).AddFile("a", new byte[1]).Plan().Layout!;
        byte[] bytes = new byte[length];
        tree.Encode(layout.Regions[0], new EncodingContext(layout, new FileModes(new ContentTree(new ContentDirectory("")))), position, bytes);
        return bytes;
    }

    /// <summary>Records that fill a node each, with keys of 520 bytes that begin with their number.</summary>
    private sealed class Wide(int count) : ITreeRecords
    {
        public ushort MaxKeyLength => 518;

        public bool HasVariableKeys => true;

        public long? First => count > 0 ? 0 : null;

        public long? Next(long place) => place + 1 < count ? place + 1 : null;

        public int KeySize(long place) => 520;

        public int DataSize(long place) => 3000;

        public void WriteKey(long place, Span<byte> destination)
        {
            BinaryPrimitives.WriteUInt16BigEndian(destination, MaxKeyLength);
            BinaryPrimitives.WriteUInt32BigEndian(destination[2..], (uint)place);
        }

        public void WriteData(long place, EncodingContext context, Span<byte> destination) => destination[..3000].Fill((byte)place);
    }
}
