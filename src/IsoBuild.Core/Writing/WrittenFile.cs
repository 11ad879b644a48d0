using IsoBuild.Content;
using IsoBuild.Layout;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Writing;

/// <summary>An image that lies in a file.</summary>
internal sealed class WrittenFile(SafeFileHandle image) : IWrittenImage
{
    public void Read(long offset, Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            var read = DiskBytes.Read(image, destination, offset);
            if (read == 0)
            {
                throw new EndOfStreamException("The image is shorter than it was written.");
            }

            destination = destination[read..];
            offset += read;
        }
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes) => DiskBytes.Write(image, bytes, offset);
}
