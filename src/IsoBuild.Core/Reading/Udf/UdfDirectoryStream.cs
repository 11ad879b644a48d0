using System.Buffers;

namespace IsoBuild.Reading;

/// <summary>The bytes of one directory, from which its file identifiers are read (ECMA-167 4/14.4): they cross blocks and extents as they like.</summary>
/// <param name="image">The image.</param>
/// <param name="content">Where the directory lies.</param>
/// <param name="blockSize">The size of logical blocks.</param>
/// <param name="taken">The blocks that directories lie in: reading ends before one that another directory, or this one, has already.</param>
internal sealed class UdfDirectoryStream(ImageFile image, UdfContent content, int blockSize, HashSet<long> taken) : IDisposable
{
    /// <summary>Twice as much as the largest file identifier, which has 64 KiB of implementation use and 255 bytes of name, needs.</summary>
    private const int BufferSize = 1 << 18;

    private readonly byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(content.Length, 1, BufferSize));
    private int extent;
    private long within;
    private int start;
    private int end;

    /// <summary>At which byte of the directory <see cref="Rest"/> begins.</summary>
    public long Position { get; private set; }

    /// <summary>Whether reading ended before a block of another directory's.</summary>
    public bool IsTaken { get; private set; }

    /// <summary>What there is from <see cref="Position"/> on: as much as one file identifier may have, and often more.</summary>
    public ReadOnlySpan<byte> Rest
    {
        get
        {
            if (end - start < BufferSize / 2 && extent < content.Extents.Length)
            {
                Fill();
            }

            return buffer.AsSpan(start, end - start);
        }
    }

    /// <summary>Goes on.</summary>
    public void Skip(int bytes)
    {
        start += bytes;
        Position += bytes;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);

    private void Fill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        while (end < buffer.Length && extent < content.Extents.Length)
        {
            var present = content.Extents[extent];
            var offset = present.Offset + within;
            var room = (int)Math.Min(Math.Min(buffer.Length - end, present.Length - within), blockSize - (offset % blockSize));

            // A hole holds no file identifiers.
            IsTaken = !present.IsHole && (within == 0 || offset % blockSize == 0) && !taken.Add(offset);
            if (present.IsHole || IsTaken || !image.TryRead(offset, buffer.AsSpan(end, room)))
            {
                extent = content.Extents.Length;
                return;
            }

            end += room;
            within += room;
            if (within == present.Length)
            {
                (extent, within) = (extent + 1, 0);
            }
        }
    }
}
