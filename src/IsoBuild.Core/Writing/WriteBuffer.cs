using IsoBuild.Content;
using System.Buffers;
using IsoBuild.Bytes;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Writing;

/// <summary>Gathers neighbours on the image, so that many small ones are written at once.</summary>
internal sealed class WriteBuffer(SafeFileHandle image) : IDisposable
{
    private const int Size = 1 << 20;

    private byte[] bytes = ArrayPool<byte>.Shared.Rent(Size);
    private long offset;
    private int used;

    /// <summary>The bytes that will be written at <paramref name="position"/>, to be filled before the next call: zeros up to the sector's end.</summary>
    /// <param name="position">Where on the image.</param>
    /// <param name="length">How many bytes.</param>
    /// <param name="gapIsEmpty">Whether nothing lies between what was taken last and this, so that a small gap may be written along.</param>
    public Span<byte> Take(long position, int length, bool gapIsEmpty = false)
    {
        var occupied = (int)Sector.AlignUp(length);
        if (gapIsEmpty && used > 0 && position > offset + used && position - offset + occupied <= bytes.Length)
        {
            var gap = (int)(position - offset) - used;
            bytes.AsSpan(used, gap).Clear();
            used += gap;
        }

        if (position != offset + used || used + occupied > bytes.Length)
        {
            Flush();
            offset = position;
            if (occupied > bytes.Length)
            {
                ArrayPool<byte>.Shared.Return(bytes);
                bytes = ArrayPool<byte>.Shared.Rent(occupied);
            }
        }

        var taken = bytes.AsSpan(used, occupied);
        taken.Clear();
        used += occupied;
        return taken[..length];
    }

    /// <summary>Writes what has gathered.</summary>
    public void Flush()
    {
        DiskBytes.Write(image, bytes.AsSpan(0, used), offset);
        (offset, used) = (offset + used, 0);
    }

    /// <summary>Lends the buffer to somebody who writes by himself, once everything gathered is written.</summary>
    public Span<byte> Borrow()
    {
        Flush();
        return bytes.AsSpan(0, Size);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(bytes);
}
