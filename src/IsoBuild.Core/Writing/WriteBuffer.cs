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
    public Span<byte> Take(long position, int length)
    {
        var occupied = (int)Sector.AlignUp(length);
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
        RandomAccess.Write(image, bytes.AsSpan(0, used), offset);
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
