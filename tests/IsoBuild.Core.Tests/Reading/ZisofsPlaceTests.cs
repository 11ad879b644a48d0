using System.Buffers.Binary;
using System.IO.Compression;
using IsoBuild.Content;
using IsoBuild.Reading;
using IsoBuild.RockRidge;

namespace IsoBuild.Core.Tests.Reading;

/// <summary>Where the parts of a compressed file lie (libisofs, doc/zisofs_format.txt and zisofs2_format.txt), and what is taken for one.</summary>
public sealed class ZisofsPlaceTests
{
    private const int Block = 1 << 15;

    private static readonly byte[] Magic1 = Convert.FromHexString("37E45396C9DBD607");
    private static readonly byte[] Magic2 = Convert.FromHexString("EF2255A1BC1B95A0");

    private static SystemUseField.Compression Field(bool isSecond, int header, int shift, ulong size) =>
        new(isSecond ? SystemUseField.Compression.Version2 : SystemUseField.Compression.Version1, header, shift, size);

    /// <summary>Header, and a pointer more than there are blocks: of 4 bytes in version 1, of 8 in version 2.</summary>
    [Theory]
    [InlineData(false, 16, 15, 0, 20)]
    [InlineData(false, 16, 15, 1, 24)]
    [InlineData(false, 16, 15, 32_768, 24)]
    [InlineData(false, 16, 15, 32_769, 28)]
    [InlineData(false, 16, 16, 65_536, 24)]
    [InlineData(false, 16, 17, 131_073, 28)]
    [InlineData(false, 20, 15, 32_768, 28)]
    [InlineData(true, 24, 15, 32_768, 40)]
    [InlineData(true, 24, 20, 1_048_577, 48)]
    public void All_pointers_must_fit(bool isSecond, int header, int shift, ulong size, long least)
    {
        Assert.True(ZisofsSource.IsPlausible(Field(isSecond, header, shift, size), least));
        Assert.False(ZisofsSource.IsPlausible(Field(isSecond, header, shift, size), least - 1));
    }

    /// <summary>2^63 - 1 bytes are 2^43 blocks of 2^20, with 8 bytes each.</summary>
    [Theory]
    [InlineData((ulong)long.MaxValue, true)]
    [InlineData((ulong)long.MaxValue + 1, false)]
    [InlineData(ulong.MaxValue, false)]
    public void A_size_beyond_all_files_is_none(ulong size, bool expected) =>
        Assert.Equal(expected, ZisofsSource.IsPlausible(Field(true, 24, 20, size), 24 + (((1L << 43) + 1) * 8)));

    [Theory]
    [InlineData(false, 14, "2^14")]
    [InlineData(false, 15, null)]
    [InlineData(false, 17, null)]
    [InlineData(false, 18, "2^18")]
    [InlineData(true, 14, "2^14")]
    [InlineData(true, 15, null)]
    [InlineData(true, 20, null)]
    [InlineData(true, 21, "2^21")]
    public void Blocks_have_so_many_bytes(bool isSecond, int shift, string? problem)
    {
        string? found = ZisofsSource.Unsupported(Field(isSecond, 16, shift, 1));
        Assert.Equal(problem is null, found is null);
        Assert.Contains(problem ?? "", found ?? "", StringComparison.Ordinal);
        Assert.Equal("by an unknown algorithm (7858)", ZisofsSource.Unsupported(new SystemUseField.Compression(0x7858, 16, shift, 1)));
    }

    [Theory]
    [InlineData("37E45396C9DBD607", true)]
    [InlineData("37E45396C9DBD60700", true)]
    [InlineData("37E45396C9DBD6", false)]
    [InlineData("37E45396C9DBD608", false)]
    [InlineData("EF2255A1BC1B95A0", true)]
    [InlineData("EF2255A1BC1B95A1", false)]
    [InlineData("", false)]
    public void A_compressed_file_is_known_by_its_first_bytes(string bytes, bool expected) => Assert.Equal(expected, ZisofsSource.BeginsAsCompressed(Stored(Convert.FromHexString(bytes))));

    /// <summary>A header of 28 bytes, and pointers of 8: that of block 508 crosses the bytes 4096 that are read at a time.</summary>
    [Fact]
    public void A_pointer_may_cross_what_is_read_at_a_time()
    {
        const int blocks = 1100;
        byte[] text = [.. Enumerable.Range(0, Block).Select(i => (byte)(i % 7))];
        byte[] compressed = Zlib(text);
        byte[] file = new byte[28 + ((blocks + 1) * 8)];
        Magic2.CopyTo(file, 0);
        (file[9], file[11]) = (7, 15);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(12), (ulong)blocks * Block);
        for (int i = 0; i <= blocks; i++)
        {
            // Blocks 508 and 1019 are text, all others zeros.
            int before = (i > 508 ? 1 : 0) + (i > 1019 ? 1 : 0);
            BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(28 + (i * 8)), (ulong)(file.Length + (before * compressed.Length)));
        }

        ZisofsSource source = new(Stored([.. file, .. compressed, .. compressed]), Field(true, 28, 15, (ulong)blocks * Block), new ContentDirectory(""), "file");
        using OpenContent content = source.Open();
        byte[] piece = new byte[Block];
        foreach (int block in (int[])[508, 0, 507, 1019, 509, 508, 1099, 1018])
        {
            Assert.Equal(Block, content.Read((long)block * Block, piece));
            Assert.Equal(block is 508 or 1019 ? text : new byte[Block], piece);
        }

        Assert.Equal(0, content.Read((long)blocks * Block, piece));
    }

    /// <summary>A file of zeros has nothing but its pointers: the last of them ends with the file.</summary>
    [Theory]
    [InlineData(false, 0, true)]
    [InlineData(false, 1, false)]
    [InlineData(true, 0, true)]
    [InlineData(true, 1, false)]
    public void Pointers_may_end_with_the_file(bool isSecond, int missing, bool isWhole)
    {
        byte[] file = Zeros(isSecond, blocks: 3);
        ZisofsSource source = new(Stored(file[..^missing]), Field(isSecond, isSecond ? 24 : 16, 15, 3 * Block), new ContentDirectory(""), "file");
        using OpenContent content = source.Open();
        Assert.Equal(Block, content.Read(0, new byte[Block]));
        if (isWhole)
        {
            Assert.Equal(Block, content.Read(2 * Block, new byte[Block]));
        }
        else
        {
            Assert.Contains("it ends within the pointers", Assert.Throws<ContentException>(() => content.Read(2 * Block, new byte[Block])).Message, StringComparison.Ordinal);
        }
    }

    /// <summary>A page that lies behind the end, and a pointer that crosses the end and a page.</summary>
    [Theory]
    [InlineData(24, 4000, 600)]
    [InlineData(28, 4094, 508)]
    public void Pointers_that_are_not_there_are_told(int header, int length, int block)
    {
        byte[] file = new byte[length];
        Magic2.CopyTo(file, 0);
        (file[9], file[11]) = ((byte)(header / 4), 15);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(12), 1000UL * Block);
        ZisofsSource source = new(Stored(file), Field(true, header, 15, 1000UL * Block), new ContentDirectory(""), "file");
        using OpenContent content = source.Open();
        Assert.Contains("it ends within the pointers", Assert.Throws<ContentException>(() => content.Read((long)block * Block, new byte[1])).Message, StringComparison.Ordinal);
        Assert.Equal(1, content.Read(0, new byte[1]));
    }

    /// <summary>Header, pointers and block may lie in extents that end anywhere.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(18)]
    [InlineData(22)]
    [InlineData(30)]
    public void The_parts_may_lie_in_several_extents(int first)
    {
        byte[] text = [.. "some text that is compressed"u8];
        byte[] file = [.. Magic1, 28, 0, 0, 0, 4, 15, 0, 0, 24, 0, 0, 0, 0, 0, 0, 0, .. Zlib(text)];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(20), file.Length);
        ExtentSource stored = new(SparseBytes.Cooked([.. file[first..], .. new byte[50], .. file[..first]]), [new Extent(file.Length - first + 50, first), new Extent(0, file.Length - first)]);
        ZisofsSource source = new(stored, Field(false, 16, 15, 28), new ContentDirectory(""), "file");
        using OpenContent content = source.Open();
        byte[] found = new byte[100];
        Assert.Equal(28, content.Read(0, found));
        Assert.Equal(text, found[..28]);
        Assert.Equal(8, content.Read(20, found));
        Assert.Equal(text[20..], found[..8]);
        Assert.Equal(3, content.Read(20, found.AsSpan(0, 3)));
        Assert.Equal(0, content.Read(28, found));
        Assert.Equal(0, content.Read(0, []));
    }

    /// <summary>Rows: the two pointers around the block, of a file of 60 bytes whose header has 16.</summary>
    [Theory]
    [InlineData(15, 40, "the pointers place block 0 at bytes 15 to 40 of 60")]
    [InlineData(16, 40, "block 0 cannot be decompressed")]
    [InlineData(40, 39, "the pointers place block 0 at bytes 40 to 39 of 60")]
    [InlineData(24, 61, "the pointers place block 0 at bytes 24 to 61 of 60")]
    [InlineData(24, 60, "block 0 cannot be decompressed")]
    public void A_block_lies_within_the_file_behind_the_header(int start, int end, string problem)
    {
        byte[] file = new byte[60];
        file.AsSpan(24).Fill(0xFF);
        Magic1.CopyTo(file, 0);
        (file[8], file[12], file[13], file[16], file[20]) = (9, 4, 15, (byte)start, (byte)end);
        using OpenContent content = new ZisofsSource(Stored(file), Field(false, 16, 15, 9), new ContentDirectory(""), "file").Open();
        ContentException failure = Assert.Throws<ContentException>(() => content.Read(0, new byte[9]));
        Assert.Equal(("ISOB3014", "/file"), (failure.Diagnostic.Code, failure.Diagnostic.Item));
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Version 2 has numbers of 64 bits: what is no place in any file is told.</summary>
    [Fact]
    public void A_pointer_beyond_all_files_is_told()
    {
        byte[] file = Zeros(isSecond: true, blocks: 1);
        file[31] = 0x80;
        using OpenContent content = new ZisofsSource(Stored(file), Field(true, 24, 15, Block), new ContentDirectory(""), "file").Open();
        Assert.Contains("a pointer places a block at byte 9223372036854775848", Assert.Throws<ContentException>(() => content.Read(0, new byte[1])).Message, StringComparison.Ordinal);
    }

    /// <summary>The header repeats the field, byte by byte: version 1 has the size at 8, its words at 12 and the shift at 13; version 2 words at 9, the shift at 11, and the size at 12.</summary>
    [Theory]
    [InlineData(false, 7, "its header is missing")]
    [InlineData(false, 8, "does not match the ZF field")]
    [InlineData(false, 11, "does not match the ZF field")]
    [InlineData(false, 12, "does not match the ZF field")]
    [InlineData(false, 13, "does not match the ZF field")]
    [InlineData(true, 7, "its header is missing")]
    [InlineData(true, 9, "does not match the ZF field")]
    [InlineData(true, 11, "does not match the ZF field")]
    [InlineData(true, 12, "does not match the ZF field")]
    [InlineData(true, 19, "does not match the ZF field")]
    public void The_header_says_what_the_record_says(bool isSecond, int at, string problem)
    {
        byte[] file = Zeros(isSecond, blocks: 1);
        file[at] ^= 1;
        using OpenContent content = new ZisofsSource(Stored(file), Field(isSecond, isSecond ? 24 : 16, 15, Block), new ContentDirectory(""), "file").Open();
        Assert.Contains(problem, Assert.Throws<ContentException>(() => content.Read(0, new byte[1])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 15, "its header is missing")]
    [InlineData(true, 23, "its header is missing")]
    public void A_header_that_is_cut_off_is_missing(bool isSecond, int length, string problem)
    {
        using OpenContent content = new ZisofsSource(Stored(Zeros(isSecond, 1)[..length]), Field(isSecond, isSecond ? 24 : 16, 15, Block), new ContentDirectory(""), "file").Open();
        Assert.Contains(problem, Assert.Throws<ContentException>(() => content.Read(0, new byte[1])).Message, StringComparison.Ordinal);
    }

    /// <summary>A header is at least as long as its own fields.</summary>
    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 5)]
    public void A_header_has_room_for_itself(bool isSecond, byte words)
    {
        byte[] file = Zeros(isSecond, blocks: 1);
        file[isSecond ? 9 : 12] = words;
        using OpenContent content = new ZisofsSource(Stored(file), Field(isSecond, words * 4, 15, Block), new ContentDirectory(""), "file").Open();
        Assert.Contains("does not match the ZF field", Assert.Throws<ContentException>(() => content.Read(0, new byte[1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_the_same_that_are_compressed_alike_in_the_same_place()
    {
        ExtentSource stored = Stored(new byte[100]);
        ZisofsSource one = new(stored, Field(false, 16, 15, 5), new ContentDirectory(""), "a");
        Assert.True(one.IsSameAs(new ZisofsSource(stored, Field(false, 16, 15, 5), new ContentDirectory(""), "b")));
        Assert.False(one.IsSameAs(new ZisofsSource(stored, Field(false, 16, 15, 6), new ContentDirectory(""), "a")));
        Assert.False(one.IsSameAs(new ZisofsSource(Stored(new byte[100]), Field(false, 16, 15, 5), new ContentDirectory(""), "a")));
        Assert.False(one.IsSameAs(stored));
        Assert.Equal((5L, 100L), (one.Length, one.StoredLength));
        Assert.NotNull(one.AsStored);
        Assert.Null(new ZisofsSource(stored, Field(true, 24, 15, 5), new ContentDirectory(""), "a").AsStored);
    }

    private static ExtentSource Stored(byte[] bytes) => new(SparseBytes.Cooked(bytes), new Extent(0, bytes.Length));

    /// <summary>Nothing but a header and pointers that lead to the same place.</summary>
    private static byte[] Zeros(bool isSecond, int blocks)
    {
        int header = isSecond ? 24 : 16;
        int pointer = isSecond ? 8 : 4;
        byte[] file = new byte[header + ((blocks + 1) * pointer)];
        (isSecond ? Magic2 : Magic1).CopyTo(file, 0);
        (file[isSecond ? 9 : 12], file[isSecond ? 11 : 13]) = ((byte)(header / 4), 15);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(isSecond ? 12 : 8), blocks * Block);
        for (int i = 0; i <= blocks; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(header + (i * pointer)), file.Length);
        }

        return file;
    }

    private static byte[] Zlib(byte[] bytes)
    {
        using MemoryStream compressed = new();
        using (ZLibStream zlib = new(compressed, CompressionLevel.Fastest))
        {
            zlib.Write(bytes);
        }

        return compressed.ToArray();
    }
}
