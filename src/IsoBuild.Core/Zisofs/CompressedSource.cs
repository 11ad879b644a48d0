using System.Buffers;
using System.Buffers.Binary;
using IsoBuild.Content;

namespace IsoBuild.Zisofs;

/// <summary>The compressed form of a file (zisofs version 1): a header, pointers to the blocks and behind the last, and a zlib stream for each block. A block of zeros is stored as nothing.</summary>
/// <remarks>The bytes of large files are not kept: they are made again when they are read.</remarks>
/// <param name="original">The file's content.</param>
/// <param name="pointers">Where each block begins, and where the last one ends.</param>
/// <param name="kept">The whole of it, if it is small.</param>
internal sealed class CompressedSource(ContentSource original, uint[] pointers, byte[]? kept) : ContentSource
{
    /// <summary>The binary logarithm of the block size: mkzftree's, and the smallest that Linux takes.</summary>
    public const int BlockShift = 15;

    public const int BlockSize = 1 << BlockShift;

    public const int HeaderSize = 16;

    private static ReadOnlySpan<byte> Magic => [0x37, 0xE4, 0x53, 0x96, 0xC9, 0xDB, 0xD6, 0x07];

    public override long Length => pointers[^1];

    public override string? FilePath => original.FilePath;

    private ContentSource Original => original;

    private uint[] Pointers => pointers;

    /// <summary>How many bytes of header and pointers come before the blocks.</summary>
    public static long HeadLength(long blocks) => HeaderSize + ((blocks + 1) * sizeof(uint));

    /// <summary>Writes what comes before the blocks.</summary>
    public static void WriteHead(Span<byte> destination, long length, ReadOnlySpan<uint> pointers)
    {
        Magic.CopyTo(destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], (uint)length);
        destination[12] = HeaderSize / 4;
        destination[13] = BlockShift;
        destination = destination[HeaderSize..];
        foreach (var pointer in pointers)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(destination, pointer);
            destination = destination[sizeof(uint)..];
        }
    }

    internal override OpenContent Open() => kept is null ? new OpenContent(new Reader(this)) : new OpenContent(kept);

    /// <summary>Reads from the first byte to the last, or anywhere: one block is held.</summary>
    private sealed class Reader(CompressedSource source) : ContentReader
    {
        private readonly OpenContent content = source.Original.Open();
        private readonly Deflate deflate = new();
        private readonly byte[] plain = ArrayPool<byte>.Shared.Rent(BlockSize);
        private readonly byte[] compressed = ArrayPool<byte>.Shared.Rent(Deflate.MaxCompressed);
        private byte[]? head;
        private int block = -1;

        /// <returns>0 at the end, and where the original is not what it was when it was measured.</returns>
        public override int Read(long position, Span<byte> buffer)
        {
            var pointers = source.Pointers;
            if (position >= source.Length || buffer.Length == 0)
            {
                return 0;
            }

            if (position < pointers[0])
            {
                return Copy(Head(), position, buffer);
            }

            // Of blocks that begin together, all but the last are empty.
            var found = Array.BinarySearch(pointers, (uint)position);
            found = found < 0 ? ~found - 1 : found;
            while (pointers[found + 1] == pointers[found])
            {
                found++;
            }

            var length = (int)(pointers[found + 1] - pointers[found]);
            return Load(found, length) ? Copy(compressed.AsSpan(0, length), position - pointers[found], buffer) : 0;
        }

        public override void Dispose()
        {
            content.Dispose();
            ArrayPool<byte>.Shared.Return(plain);
            ArrayPool<byte>.Shared.Return(compressed);
        }

        private static int Copy(ReadOnlySpan<byte> bytes, long position, Span<byte> buffer)
        {
            var rest = bytes[(int)position..];
            rest = rest[..Math.Min(rest.Length, buffer.Length)];
            rest.CopyTo(buffer);
            return rest.Length;
        }

        private byte[] Head()
        {
            if (head is null)
            {
                head = new byte[HeadLength(source.Pointers.Length - 1)];
                WriteHead(head, source.Original.Length, source.Pointers);
            }

            return head;
        }

        private bool Load(int number, int length)
        {
            if (number == block)
            {
                return true;
            }

            block = -1;
            var start = (long)number << BlockShift;
            var bytes = plain.AsSpan(0, (int)Math.Min(BlockSize, source.Original.Length - start));
            if (!content.TryFill(start, bytes) || deflate.Compress(bytes, compressed) != length)
            {
                return false;
            }

            block = number;
            return true;
        }
    }
}
