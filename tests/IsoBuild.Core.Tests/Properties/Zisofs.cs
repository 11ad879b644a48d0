using System.Buffers.Binary;
using System.IO.Compression;

namespace IsoBuild.Core.Tests.Properties;

/// <summary>zisofs, version 1, unpacked: what trees without Rock Ridge show is the stored form.</summary>
internal static class Zisofs
{
    private static ReadOnlySpan<byte> Magic => [0x37, 0xE4, 0x53, 0x96, 0xC9, 0xDB, 0xD6, 0x07];

    /// <summary>The bytes of a file, unpacked when they are in the stored form.</summary>
    public static byte[] Unpacked(byte[] stored, bool isExpected)
    {
        if (!isExpected || !stored.AsSpan().StartsWith(Magic))
        {
            return stored;
        }

        // Header: the magic, the length, the size of the header in words, the block size as a power of two. Then where each block begins, and where the last ends.
        byte[] bytes = new byte[BinaryPrimitives.ReadUInt32LittleEndian(stored.AsSpan(8))];
        int header = stored[12] * 4;
        int blockSize = 1 << stored[13];
        for (int block = 0; block * blockSize < bytes.Length; block++)
        {
            int start = Pointer(block);
            int length = Pointer(block + 1) - start;
            Span<byte> part = bytes.AsSpan(block * blockSize, Math.Min(blockSize, bytes.Length - (block * blockSize)));
            if (length > 0)
            {
                using ZLibStream stream = new(new MemoryStream(stored, start, length), CompressionMode.Decompress);
                stream.ReadExactly(part);
                Assert.Equal(-1, stream.ReadByte());
            }
        }

        return bytes;

        int Pointer(int number) => (int)BinaryPrimitives.ReadUInt32LittleEndian(stored.AsSpan(header + (4 * number)));
    }
}
