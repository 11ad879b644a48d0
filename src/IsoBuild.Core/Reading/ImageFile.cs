using IsoBuild.Bytes;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Reading;

/// <summary>An image that is open for reading.</summary>
internal sealed class ImageFile(SafeFileHandle handle) : IDisposable
{
    public SafeFileHandle Handle { get; } = handle;

    /// <summary>How the file stores sectors.</summary>
    public SectorFormat SectorFormat { get; } = SectorFormat.Cooked;

    public long Length { get; } = RandomAccess.GetLength(handle);

    /// <summary>Fills <paramref name="destination"/>; <see langword="false"/> when the image ends before.</summary>
    public bool TryRead(long offset, Span<byte> destination)
    {
        if (offset < 0 || offset > Length - destination.Length)
        {
            return false;
        }

        while (destination.Length > 0)
        {
            var read = RandomAccess.Read(Handle, destination, offset);
            if (read == 0)
            {
                return false;
            }

            destination = destination[read..];
            offset += read;
        }

        return true;
    }

    /// <summary>Whether a stretch of whole sectors holds nothing but zeros.</summary>
    public bool IsZero(long offset, long length)
    {
        Span<byte> sector = stackalloc byte[Sector.Size];
        for (var end = offset + length; offset < end; offset += sector.Length)
        {
            var piece = sector[..(int)Math.Min(sector.Length, end - offset)];
            if (!TryRead(offset, piece) || piece.ContainsAnyExcept((byte)0))
            {
                return false;
            }
        }

        return true;
    }

    public void Dispose() => Handle.Dispose();
}
