using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using IsoBuild.Zisofs;

namespace IsoBuild.Core.Tests.Compressing;

/// <summary>Our zlib streams are read by the runtime's zlib, and are the same bytes everywhere.</summary>
public class DeflateTests
{
    private static byte[] Compress(Deflate deflate, byte[] block)
    {
        byte[] room = new byte[Deflate.MaxCompressed];
        return room[..deflate.Compress(block, room)];
    }

    private static byte[] Inflate(byte[] compressed)
    {
        using ZLibStream zlib = new(new MemoryStream(compressed), CompressionMode.Decompress);
        using MemoryStream copy = new();
        zlib.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>One encoder for all, so that nothing of one block is left for the next.</summary>
    [Fact]
    public void Every_kind_of_block_is_inflated()
    {
        Random random = new(7);
        Deflate deflate = new();
        for (int round = 0; round < 400; round++)
        {
            int length = round < 40 ? round : random.Next(Deflate.MaxBlock + 1);
            byte[] block = new byte[length];
            int symbols = random.Next(6) switch { 0 => 1, 1 => 2, 2 => 16, 3 => 64, _ => 256 };
            for (int i = 0; i < length;)
            {
                // Literals, or a copy from before: near, far, short and long.
                if (i > 0 && random.Next(3) > 0)
                {
                    int from = i - 1 - random.Next(random.Next(2) == 0 ? Math.Min(i, 10) : i);
                    for (int count = random.Next(1, 400); count > 0 && i < length; count--)
                    {
                        block[i++] = block[from++];
                    }
                }
                else
                {
                    block[i++] = (byte)random.Next(symbols);
                }
            }

            Assert.Equal(block, Inflate(Compress(deflate, block)));
        }
    }

    [Fact]
    public void What_does_not_shrink_is_stored()
    {
        byte[] noise = new byte[Deflate.MaxBlock];
        new Random(1).NextBytes(noise);
        byte[] compressed = Compress(new Deflate(), noise);
        Assert.Equal(Deflate.MaxCompressed, compressed.Length);
        Assert.Equal(noise, Inflate(compressed));
    }

    /// <summary>Frequencies like Fibonacci numbers make the deepest codes: more than the 15 bits that deflate allows.</summary>
    [Fact]
    public void Codes_that_would_be_too_long_are_shortened()
    {
        List<byte> block = [];
        for (int symbol = 0, count = 1, next = 1; symbol < 22 && block.Count + count <= Deflate.MaxBlock; symbol++, (count, next) = (next, count + next))
        {
            block.AddRange(Enumerable.Repeat((byte)symbol, count));
        }

        byte[] shuffled = [.. block];
        new Random(3).Shuffle(shuffled);
        byte[] compressed = Compress(new Deflate(), shuffled);
        Assert.True(compressed.Length < shuffled.Length / 2);
        Assert.Equal(shuffled, Inflate(compressed));
    }

    /// <summary>Not far from the runtime's: text within some percent, a run of one byte at nearly nothing.</summary>
    [Fact]
    public void It_compresses()
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 4000).Select(i => $"line {i * 7919 % 1000} of a log\n")))[..Deflate.MaxBlock];
        using MemoryStream other = new();
        using (ZLibStream zlib = new(other, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(text);
        }

        Assert.InRange(Compress(new Deflate(), text).Length, 100, other.Length * 110 / 100);
        Assert.InRange(Compress(new Deflate(), new byte[Deflate.MaxBlock]).Length, 10, 60);
    }

    /// <summary>RFC 1951 by hand: "abc" in the fixed code. Header bits 1, 01; a 0x61 is 8 bits of 0x30 + 0x61 = 0x91, most significant first; then seven zeros.</summary>
    [Fact]
    public void By_hand() => Assert.Equal("789C4B4C4A0600024D0127", Convert.ToHexString(Compress(new Deflate(), "abc"u8.ToArray())));

    /// <summary>Adler-32 of the word that its article takes for an example (0x11E60398), and of bytes that overflow its sums.</summary>
    [Fact]
    public void The_checksum_is_that_of_RFC_1950()
    {
        Assert.Equal(0x11E60398u, Deflate.Adler32("Wikipedia"u8));
        byte[] high = [.. Enumerable.Repeat((byte)255, Deflate.MaxBlock)];
        Assert.Equal(high, Inflate(Compress(new Deflate(), high)));
    }

    /// <summary>The bytes of today must be those of tomorrow: images depend on them.</summary>
    [Fact]
    public void The_bytes_are_held()
    {
        byte[] block = new byte[Deflate.MaxBlock];
        uint state = 1;
        for (int i = 0; i < block.Length; i++)
        {
            state = (state * 1664525) + 1013904223;
            block[i] = i % 100 < 60 ? block[Math.Max(0, i - 100)] : (byte)(state >> 28);
        }

        byte[] compressed = Compress(new Deflate(), block);
        string found = $"{compressed.Length} {Convert.ToHexStringLower(SHA256.HashData(compressed))}";
        Assert.True(string.Equals(Held, found, StringComparison.Ordinal), found);
    }

    private const string Held = "8844 c0b3a2708da95ea75a909d85502a94d1d46c136c4f92b9436a9642389088ea29";
}
