using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Reading;

/// <summary>Bytes that are read at any place.</summary>
internal interface IRandomBytes
{
    long Length { get; }

    /// <summary>Reads up to <paramref name="destination"/>'s length; 0 at the end.</summary>
    int Read(long offset, Span<byte> destination);
}

internal static class RandomBytes
{
    /// <summary>Fills <paramref name="destination"/>; <see langword="false"/> when the bytes end before.</summary>
    public static bool TryFill(IRandomBytes bytes, long offset, Span<byte> destination)
    {
        if (offset < 0 || offset > bytes.Length - destination.Length)
        {
            return false;
        }

        while (destination.Length > 0)
        {
            var read = bytes.Read(offset, destination);
            if (read == 0)
            {
                return false;
            }

            destination = destination[read..];
            offset += read;
        }

        return true;
    }
}

/// <summary>The bytes of an image as they are stored: those of a file, or of a stream that can seek.</summary>
internal abstract class ImageBytes : IRandomBytes, IDisposable
{
    /// <summary>The open file; <see langword="null"/> when the bytes come from a stream.</summary>
    public virtual SafeFileHandle? Handle => null;

    public abstract long Length { get; }

    /// <summary>Reads up to <paramref name="destination"/>'s length; 0 at the end.</summary>
    public abstract int Read(long offset, Span<byte> destination);

    /// <summary>Fills <paramref name="destination"/>; <see langword="false"/> when the bytes end before.</summary>
    public bool TryFill(long offset, Span<byte> destination) => RandomBytes.TryFill(this, offset, destination);

    public abstract void Dispose();
}

/// <summary>A file, read at any place by any thread.</summary>
internal sealed class FileBytes(SafeFileHandle handle) : ImageBytes
{
    public override SafeFileHandle Handle => handle;

    public override long Length { get; } = RandomAccess.GetLength(handle);

    public override int Read(long offset, Span<byte> destination) => RandomAccess.Read(handle, destination, offset);

    public override void Dispose() => handle.Dispose();
}

/// <summary>A stream, used by one thread at a time.</summary>
internal sealed class StreamBytes(Stream stream, bool leaveOpen) : ImageBytes
{
    private readonly Lock turn = new();
    private bool isClosed;

    public override long Length { get; } = stream.Length;

    public override int Read(long offset, Span<byte> destination)
    {
        lock (turn)
        {
            // A stream that its owner keeps still works after the image was closed; the image does not.
            ObjectDisposedException.ThrowIf(isClosed, this);
            stream.Position = offset;
            return stream.Read(destination);
        }
    }

    public override void Dispose()
    {
        lock (turn)
        {
            isClosed = true;
            if (!leaveOpen)
            {
                stream.Dispose();
            }
        }
    }
}
