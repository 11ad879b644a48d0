using IsoBuild.Content;
using IsoBuild.Diagnostics;
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
/// <param name="name">The image, as whoever opened it named it.</param>
internal abstract class ImageBytes(string? name) : IRandomBytes, IDisposable
{
    /// <summary>The open file; <see langword="null"/> when the bytes come from a stream.</summary>
    public virtual SafeFileHandle? Handle => null;

    public abstract long Length { get; }

    /// <summary>Reads up to <paramref name="destination"/>'s length; 0 at the end.</summary>
    /// <exception cref="ContentException">The system refuses to read there (ISOB4103), or there is less than when the image was opened (ISOB3037): what looked like
    /// an end would be taken for that of a file or of a structure.</exception>
    public int Read(long offset, Span<byte> destination)
    {
        int read;
        try
        {
            read = ReadStored(offset, destination);
        }
        catch (IOException failure) when (failure is not (ContentException or FileNotFoundException or DirectoryNotFoundException))
        {
            throw new ContentException(new Diagnostic(DiagnosticId.ImageUnreadable, DiagnosticSeverity.Error, name, $"The image cannot be read at byte {offset}: {DiskBytes.ReasonOf(failure)}"), failure);
        }

        return read > 0 || destination.IsEmpty || offset >= Length ? read : throw new ContentException(new Diagnostic(
            DiagnosticId.ExtractContentUnreadable,
            DiagnosticSeverity.Error,
            name,
            $"The image ends at byte {offset}, but had {Length} bytes when it was opened: it was truncated in the meantime, or the disk cannot be read further. Wait until nothing else writes to it, and try again."));
    }

    /// <summary>Fills <paramref name="destination"/>; <see langword="false"/> when the bytes end before.</summary>
    public bool TryFill(long offset, Span<byte> destination) => RandomBytes.TryFill(this, offset, destination);

    public abstract void Dispose();

    protected abstract int ReadStored(long offset, Span<byte> destination);
}

/// <summary>A file, read at any place by any thread.</summary>
internal sealed class FileBytes(SafeFileHandle handle, string? name = null) : ImageBytes(name)
{
    public override SafeFileHandle Handle => handle;

    /// <exception cref="NotSupportedException">The file is a pipe or a terminal.</exception>
    public override long Length { get; } = DiskBytes.MeasuredLength(handle);

    public override void Dispose() => handle.Dispose();

    protected override int ReadStored(long offset, Span<byte> destination) => DiskBytes.Read(handle, destination, offset);
}

/// <summary>A stream, used by one thread at a time.</summary>
internal sealed class StreamBytes(Stream stream, bool leaveOpen, string? name = null) : ImageBytes(name)
{
    private readonly Lock turn = new();
    private bool isClosed;

    public override long Length { get; } = stream.Length;

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

    protected override int ReadStored(long offset, Span<byte> destination)
    {
        lock (turn)
        {
            // A stream that its owner keeps still works after the image was closed; the image does not.
            ObjectDisposedException.ThrowIf(isClosed, this);
            stream.Position = offset;
            return stream.Read(destination);
        }
    }
}
