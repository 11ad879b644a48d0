using System.Buffers.Binary;
using System.IO.Compression;
using IsoBuild.Content;

namespace IsoBuild.Core.Tests.Reading;

/// <summary>Compressed files: header, block pointers, a zlib stream for each block.</summary>
public sealed class ZisofsTests
{
    private const int Block = 1 << 15;

    /// <summary>Three blocks and a bit: of text, of zeros, of noise.</summary>
    private static readonly byte[] Content = Make();

    /// <summary>Version 2 holds one number of 64 bits where version 1 holds one of 32 in both orders: nothing in it disagrees (libisofs, doc/zisofs2_format.txt).</summary>
    [Fact]
    public void A_size_of_version_2_has_no_halves()
    {
        byte[] field = Susp.ZF("PZ", 6, 17, 0);
        BitConverter.GetBytes(300_000L).CopyTo(field, 8);
        using IsoImage image = new Disc().PosixRoot(Disc.Record("A.;1", 21, 100, systemUse: [.. Susp.PX(0x81A4), .. field])).Put(21, new byte[Disc.Sector]).Open();
        Assert.Contains(image.Verify().Findings, d => d.Code == "ISOB3438");
        Assert.DoesNotContain(image.Verify().Findings, d => d.Code == "ISOB3108" && d.Message.Contains("ZF", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("pz")]
    [InlineData("PZ")]
    public void Is_read_block_by_block_from_any_place(string algorithm)
    {
        using IsoImage image = Open(Compress(Content, algorithm), Content.Length, algorithm);
        Assert.Empty(image.Diagnostics);
        ContentFile file = (ContentFile)image.Content.Find("file")!;
        Assert.Equal(Content.Length, file.Length);
        Assert.True(Content.AsSpan().SequenceEqual(file.ReadAll()));

        using Stream stream = file.OpenRead();
        foreach (int position in (int[])[3 * Block, Block - 1, 0, (2 * Block) + 5, Block, Content.Length - 1])
        {
            stream.Position = position;
            byte[] piece = new byte[Math.Min(10, Content.Length - position)];
            stream.ReadExactly(piece);
            Assert.Equal(Content[position..(position + piece.Length)], piece);
        }

        Assert.Equal(0, stream.Read(new byte[1], 0, 1));
    }

    /// <summary>What the directory record claims, and the header repeats, is a claim all the same.</summary>
    [Theory]
    [InlineData(0, 0, "header is missing")]
    [InlineData(8, 0, "does not match the ZF field")]
    [InlineData(13, 16, "does not match the ZF field")]
    [InlineData(12, 5, "does not match the ZF field")]
    [InlineData(17, 0xFF, "the pointers place block 0 at bytes")] // the first pointer
    [InlineData(23, 0xFF, "the pointers place block 0 at bytes")] // the second
    [InlineData(36, 0xFF, "block 0 cannot be decompressed")] // the first byte of zlib
    public void Damage_is_told_when_it_is_met(int offset, int value, string problem)
    {
        byte[] damaged = Compress(Content, "pz");
        damaged[offset] = (byte)value;
        using IsoImage image = Open(damaged, Content.Length, "pz");
        using Stream stream = ((ContentFile)image.Content.Find("file")!).OpenRead();
        ContentException error = Assert.Throws<ContentException>(() => stream.ReadByte());
        Assert.Equal(("ISOB3014", "/file"), (error.Diagnostic.Code, error.Diagnostic.Item));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.IsAssignableFrom<IOException>(error);

        // Where it matters no more, there is no error.
        if (offset == 36)
        {
            stream.Position = 2 * Block;
            Assert.Equal(Content[2 * Block], stream.ReadByte());
        }
    }

    /// <summary>A block that ends too early, and one that never ends: a stream of zeros in a thousandth of their size.</summary>
    [Fact]
    public void A_block_of_another_length_is_told()
    {
        byte[] shorter = Compress(new byte[1], "pz", keepZeros: true);
        BinaryPrimitives.WriteUInt32LittleEndian(shorter.AsSpan(8), 100);
        using (IsoImage image = Open(shorter, 100, "pz"))
        {
            using Stream stream = ((ContentFile)image.Content.Find("file")!).OpenRead();
            Assert.Contains("block 0 is shorter than 100 bytes", Assert.Throws<ContentException>(() => stream.ReadByte()).Message, StringComparison.Ordinal);
        }

        byte[] bomb = [.. new byte[24], .. Zlib(new byte[50_000_000])];
        Compress(new byte[100], "pz", keepZeros: true).AsSpan(0, 24).CopyTo(bomb);
        BinaryPrimitives.WriteUInt32LittleEndian(bomb.AsSpan(20), (uint)bomb.Length);
        using IsoImage bombed = Open(bomb, 100, "pz");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("block 0 is longer than 100 bytes", Assert.Throws<ContentException>(() => ((ContentFile)bombed.Content.Find("file")!).ReadAll()).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    /// <summary>Sizes for which the file has not even room for pointers, and ways to compress that nobody knows: nobody gets the stored bytes for the file.</summary>
    [Theory]
    [InlineData("pz", 0xFFFFFFFF, 15, "ISOB3014")]
    [InlineData("PZ", 0xFFFFFFFF, 20, "ISOB3014")]
    [InlineData("pz", 10, 18, "ISOB3013")]
    [InlineData("pz", 10, 0, "ISOB3013")]
    [InlineData("xy", 10, 15, "ISOB3013")]
    public void What_cannot_be_is_told_at_once(string algorithm, uint size, byte shift, string code)
    {
        byte[] stored = Compress(Content, "pz")[..3000];
        using IsoImage image = new Disc()
            .PosixRoot(Disc.Record("A", 30, (uint)stored.Length, 0, [.. Susp.NM("file"), .. Susp.PX(0x81A4), .. Susp.ZF(algorithm, 4, shift, size)]))
            .Put(30, stored)
            .Open();
        Assert.Equal((code, "/file"), Assert.Single(image.Diagnostics.Select(d => (d.Code, d.Item))));
        Assert.Equal(code, Assert.Throws<ContentException>(() => ((ContentFile)image.Content.Find("file")!).OpenRead()).Diagnostic.Code);
        Assert.Equal(stored, ((ContentFile)image.Content.Find("file")!).ReadStored());
    }

    /// <summary>A byte that was changed and still decompresses is found by the checksum that ends every block (RFC 1950).</summary>
    [Theory]
    [InlineData("pz")]
    [InlineData("PZ")]
    public void A_block_of_another_checksum_is_told(string algorithm)
    {
        byte[] damaged = Compress(new byte[100], algorithm, keepZeros: true);
        damaged[^1] ^= 1;
        using IsoImage image = Open(damaged, 100, algorithm);
        Assert.Contains("block 0 cannot be decompressed", Assert.Throws<ContentException>(() => ((ContentFile)image.Content.Find("file")!).ReadAll()).Message, StringComparison.Ordinal);
    }

    /// <summary>Where a field is too short to say how, or is lost with its continuation area, the first bytes tell that they are not the file.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_says_so_is_damaged(bool isShort)
    {
        byte[] stored = Compress(Content, "pz");
        byte[] field = isShort ? Susp.Field("ZF", "pz"u8.ToArray()) : Susp.CE(5000, 0, 100);
        using IsoImage image = new Disc()
            .PosixRoot(
                Disc.Record("A", 30, (uint)stored.Length, 0, [.. Susp.NM("file"), .. Susp.PX(0x81A4), .. field]),
                Disc.Record("B", 29, 4, 0, [.. Susp.NM("plain"), .. Susp.PX(0x81A4), .. Susp.CE(5000, 0, 100)]))
            .Put(29, "text"u8.ToArray())
            .Put(30, stored)
            .Open();

        Assert.Contains(image.Diagnostics, d => d is { Code: "ISOB3013", Item: "/file" });
        Assert.Equal("ISOB3013", Assert.Throws<ContentException>(() => ((ContentFile)image.Content.Find("file")!).OpenRead()).Diagnostic.Code);
        Assert.Equal("text"u8.ToArray(), ((ContentFile)image.Content.Find("plain")!).ReadAll());
    }

    /// <summary>A continuation area (SUSP 5.1) that was wiped, and one whose place stands in two ways (ECMA-119 7.3.3), lost the field that says so.</summary>
    [Theory]
    [InlineData(40, null)]
    [InlineData(41, 4)]
    [InlineData(41, 8)]
    [InlineData(41, 19)]
    [InlineData(41, 27)]
    public void What_says_so_is_wiped_or_elsewhere(uint block, int? damaged)
    {
        byte[] stored = Compress(Content, "pz");
        byte[] other = [.. Susp.PX(0x81A4), .. Susp.PX(0x81A4)];
        byte[] lead = Susp.CE(block, 0, (uint)other.Length);
        if (damaged is int half)
        {
            lead[half] ^= 2;
        }

        using IsoImage image = new Disc()
            .PosixRoot(Disc.Record("A", 30, (uint)stored.Length, 0, [.. Susp.NM("file"), .. Susp.PX(0x81A4), .. lead]))
            .Put(30, stored)
            .Put(40, new byte[Disc.Sector])
            .Put(41, other)
            .Put(43, other)
            .Open();

        Assert.Equal("ISOB3013", Assert.Throws<ContentException>(() => ((ContentFile)image.Content.Find("file")!).OpenRead()).Diagnostic.Code);
    }

    private static IsoImage Open(byte[] stored, int length, string algorithm)
    {
        byte[] field = Susp.ZF(algorithm, (byte)(algorithm == "pz" ? 4 : 6), 15, (uint)length);
        if (algorithm == "PZ")
        {
            BinaryPrimitives.WriteUInt64LittleEndian(field.AsSpan(8), (ulong)length); // one number of 64 bits
        }

        return new Disc().PosixRoot(Disc.Record("A", 30, (uint)stored.Length, 0, [.. Susp.NM("file"), .. Susp.PX(0x81A4), .. field])).Put(30, stored).Open();
    }

    private static byte[] Compress(byte[] content, string algorithm, bool keepZeros = false)
    {
        bool isFirst = algorithm == "pz";
        int header = isFirst ? 16 : 24;
        int pointer = isFirst ? 4 : 8;
        byte[] head = new byte[header + (((content.Length + Block - 1) / Block + 1) * pointer)];
        if (isFirst)
        {
            Convert.FromHexString("37E45396C9DBD607").CopyTo(head, 0);
            BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(8), (uint)content.Length);
            (head[12], head[13]) = (4, 15);
        }
        else
        {
            Convert.FromHexString("EF2255A1BC1B95A0000601").CopyTo(head, 0);
            head[11] = 15;
            BinaryPrimitives.WriteUInt64LittleEndian(head.AsSpan(12), (ulong)content.Length);
        }

        List<byte> blocks = [];
        int at = header;
        for (int start = 0; ; start += Block, at += pointer)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(at), (uint)(head.Length + blocks.Count));
            if (start >= content.Length)
            {
                return [.. head, .. blocks];
            }

            byte[] block = content[start..Math.Min(start + Block, content.Length)];
            if (keepZeros || block.AsSpan().ContainsAnyExcept((byte)0))
            {
                blocks.AddRange(Zlib(block));
            }
        }
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

    private static byte[] Make()
    {
        byte[] content = new byte[(3 * Block) + 777];
        content.AsSpan(0, Block).Fill((byte)'t');
        new Random(5).NextBytes(content.AsSpan(2 * Block));
        return content;
    }
}
