using IsoBuild.Content;

namespace IsoBuild.Fat;

/// <summary>The bytes of a file system, open for reading.</summary>
internal sealed class FatBytes(ContentSource source) : IDisposable
{
    private readonly OpenContent content = source.Open();

    public long Length => source.Length;

    /// <summary>Fills <paramref name="destination"/>; <see langword="false"/> when the bytes end before.</summary>
    public bool TryFill(long offset, Span<byte> destination)
    {
        if (offset < 0 || offset > Length - destination.Length)
        {
            return false;
        }

        while (destination.Length > 0)
        {
            var read = content.Read(offset, destination);
            if (read <= 0)
            {
                return false;
            }

            destination = destination[read..];
            offset += read;
        }

        return true;
    }

    public void Dispose() => content.Dispose();
}
