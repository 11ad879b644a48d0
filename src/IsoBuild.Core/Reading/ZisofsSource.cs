using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;
using IsoBuild.RockRidge;

namespace IsoBuild.Reading;

/// <summary>A file that is stored compressed, block by block (zisofs): a header, pointers to the blocks, and a zlib stream for each.</summary>
internal sealed class ZisofsSource(ImageContentSource stored, SystemUseField.Compression compression, ContentDirectory directory, string name) : ImageContentSource
{
    private const int SmallestShift = 15;

    /// <summary>Linux refuses more, which bounds what a reader holds in memory; version 2 allows 20.</summary>
    private const int LargestShift = 17;
    private const int LargestShift2 = 20;

    private static ReadOnlySpan<byte> Magic1 => [0x37, 0xE4, 0x53, 0x96, 0xC9, 0xDB, 0xD6, 0x07];

    private static ReadOnlySpan<byte> Magic2 => [0xEF, 0x22, 0x55, 0xA1, 0xBC, 0x1B, 0x95, 0xA0];

    /// <summary>The uncompressed size.</summary>
    public override long Length => (long)compression.Size;

    public override ReadOnlySpan<Extent> Extents => stored.Extents;

    /// <summary>The compressed bytes, in a form in which they may be stored again; <see langword="null"/> where only newer readers know it.</summary>
    public StoredForm? AsStored => IsVersion2 ? null : new StoredForm(stored, compression.HeaderSize, compression.BlockShift);

    internal override bool IsSameAs(ContentSource? other) => other is ZisofsSource source && compression == source.Compression && stored.IsSameAs(source.Stored);

    internal override int SamenessHash => stored.SamenessHash;

    private ImageContentSource Stored => stored;

    private SystemUseField.Compression Compression => compression;

    private bool IsVersion2 => IsSecond(compression);

    /// <summary>Why a file cannot be read, as a part of a sentence; <see langword="null"/> when nothing speaks against it.</summary>
    public static string? Unsupported(SystemUseField.Compression compression)
    {
        if (!IsSecond(compression) && compression.Algorithm != SystemUseField.Compression.Version1)
        {
            return $"by an unknown algorithm ({compression.Algorithm:X4})";
        }

        return compression.BlockShift < SmallestShift || compression.BlockShift > (IsSecond(compression) ? LargestShift2 : LargestShift)
            ? $"in blocks of 2^{compression.BlockShift} bytes, which no reader supports"
            : null;
    }

    /// <summary>Whether stored bytes are those of a compressed file of either version.</summary>
    public static bool BeginsAsCompressed(ImageContentSource stored)
    {
        Span<byte> magic = stackalloc byte[8];
        using var content = stored.Open();
        return stored.Length >= magic.Length && content.Read(0, magic) == magic.Length && (magic.SequenceEqual(Magic1) || magic.SequenceEqual(Magic2));
    }

    /// <summary>Whether the pointers to all blocks fit into what is stored: the uncompressed size is a claim, and whoever reads on will believe it.</summary>
    public static bool IsPlausible(SystemUseField.Compression compression, long stored)
    {
        var blocks = ((UInt128)compression.Size + (1u << compression.BlockShift) - 1) >> compression.BlockShift;
        return compression.Size <= long.MaxValue && (uint)compression.HeaderSize + ((blocks + 1) * (IsSecond(compression) ? 8u : 4u)) <= (UInt128)stored;
    }

    private static bool IsSecond(SystemUseField.Compression compression) => compression.Algorithm == SystemUseField.Compression.Version2;

    internal override OpenContent Open() => new(new Reader(this));

    private ContentException Damaged(string what) =>
        new(new Diagnostic(DiagnosticId.ContentDamaged, DiagnosticSeverity.Error, $"{directory.Path.TrimEnd('/')}/{name}", $"The compressed file (zisofs) is damaged: {what}."));

    /// <summary>Holds one block, and a page of the pointers.</summary>
    private sealed class Reader : ContentReader
    {
        private const int PageSize = 4096;

        private readonly ZisofsSource source;
        private readonly OpenContent content;
        private readonly int pointerSize;
        private readonly int headerSize;
        private readonly int blockSize;
        private readonly byte[] page = new byte[PageSize];
        private long pageStart = -1;
        private byte[]? block;
        private long blockNumber = -1;
        private int blockLength;
        private bool isChecked;

        public Reader(ZisofsSource source)
        {
            this.source = source;
            content = source.Stored.Open();
            pointerSize = source.IsVersion2 ? sizeof(ulong) : sizeof(uint);
            headerSize = source.Compression.HeaderSize;
            blockSize = 1 << source.Compression.BlockShift;
        }

        public override int Read(long position, Span<byte> buffer)
        {
            if (position >= source.Length || buffer.Length == 0)
            {
                return 0;
            }

            if (!isChecked)
            {
                CheckHeader();
                isChecked = true;
            }

            var number = position >> source.Compression.BlockShift;
            if (number != blockNumber)
            {
                blockNumber = -1;
                ReadBlock(number);
                blockNumber = number;
            }

            var start = (int)(position - (number << source.Compression.BlockShift));
            var count = Math.Min(buffer.Length, blockLength - start);
            block.AsSpan(start, count).CopyTo(buffer);
            return count;
        }

        public override void Dispose()
        {
            content.Dispose();
            if (block is not null)
            {
                ArrayPool<byte>.Shared.Return(block);
                block = null;
            }
        }

        private void CheckHeader()
        {
            Span<byte> header = stackalloc byte[24];
            header = header[..(source.IsVersion2 ? 24 : 16)];
            if (!TryFill(0, header) || !header[..8].SequenceEqual(source.IsVersion2 ? Magic2 : Magic1))
            {
                throw source.Damaged("its header is missing");
            }

            var (size, shift, words) = source.IsVersion2
                ? (BinaryPrimitives.ReadUInt64LittleEndian(header[12..]), header[11], header[9])
                : (BinaryPrimitives.ReadUInt32LittleEndian(header[8..]), header[13], header[12]);
            if (size != source.Compression.Size || shift != source.Compression.BlockShift || words * 4 != headerSize || headerSize < header.Length)
            {
                throw source.Damaged("its header does not match the ZF field of its directory record");
            }
        }

        private void ReadBlock(long number)
        {
            block ??= ArrayPool<byte>.Shared.Rent(blockSize);
            var (start, end) = (Pointer(number), Pointer(number + 1));
            blockLength = (int)Math.Min(blockSize, source.Length - (number << source.Compression.BlockShift));
            var wanted = block.AsSpan(0, blockLength);
            if (start == end)
            {
                wanted.Clear();
                return;
            }

            if (start < headerSize || end < start || end > source.Stored.Length)
            {
                throw source.Damaged($"the pointers place block {number} at bytes {start} to {end} of {source.Stored.Length}");
            }

            try
            {
                using var compressed = new Slice(this, start, end);
                using var zlib = new ZLibStream(compressed, CompressionMode.Decompress);
                if (zlib.ReadAtLeast(wanted, wanted.Length, throwOnEndOfStream: false) < wanted.Length)
                {
                    throw source.Damaged($"block {number} is shorter than {blockLength} bytes");
                }

                // The checksum stands behind the last byte: it is looked at when there is nothing more.
                if (zlib.ReadByte() >= 0)
                {
                    throw source.Damaged($"block {number} is longer than {blockLength} bytes");
                }
            }
            catch (InvalidDataException e)
            {
                throw new ContentException(source.Damaged($"block {number} cannot be decompressed").Diagnostic, e);
            }
        }

        private long Pointer(long index)
        {
            var offset = headerSize + (index * pointerSize);
            var start = offset / PageSize * PageSize;

            // Headers are multiples of 4 bytes, so a pointer of 8 may cross pages.
            Span<byte> pointer = stackalloc byte[pointerSize];
            if (offset + pointerSize > start + PageSize)
            {
                if (!TryFill(offset, pointer))
                {
                    throw source.Damaged("it ends within the pointers to its blocks");
                }
            }
            else
            {
                if (start != pageStart)
                {
                    pageStart = -1;
                    page.AsSpan().Clear();
                    if (offset + pointerSize > source.Stored.Length || !TryFill(start, page.AsSpan(0, (int)Math.Min(PageSize, source.Stored.Length - start))))
                    {
                        throw source.Damaged("it ends within the pointers to its blocks");
                    }

                    pageStart = start;
                }
                else if (offset + pointerSize > source.Stored.Length)
                {
                    throw source.Damaged("it ends within the pointers to its blocks");
                }

                page.AsSpan((int)(offset - start), pointerSize).CopyTo(pointer);
            }

            var value = pointerSize == sizeof(ulong) ? BinaryPrimitives.ReadUInt64LittleEndian(pointer) : BinaryPrimitives.ReadUInt32LittleEndian(pointer);
            return value > long.MaxValue ? throw source.Damaged($"a pointer places a block at byte {value}") : (long)value;
        }

        private bool TryFill(long position, Span<byte> destination)
        {
            while (destination.Length > 0)
            {
                var read = content.Read(position, destination);
                if (read == 0)
                {
                    return false;
                }

                destination = destination[read..];
                position += read;
            }

            return true;
        }

        /// <summary>The compressed bytes of one block.</summary>
        private sealed class Slice(Reader reader, long position, long end) : Stream
        {
            private long position = position;

            public override bool CanRead => true;

            public override bool CanSeek => false;

            public override bool CanWrite => false;

            public override long Length => throw new NotSupportedException();

            public override long Position
            {
                get => throw new NotSupportedException();
                set => throw new NotSupportedException();
            }

            public override int Read(Span<byte> buffer)
            {
                var count = reader.content.Read(position, buffer[..(int)Math.Min(buffer.Length, end - position)]);
                position += count;
                return count;
            }

            public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

            public override void Flush()
            {
            }

            public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

            public override void SetLength(long value) => throw new NotSupportedException();

            public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        }
    }
}
