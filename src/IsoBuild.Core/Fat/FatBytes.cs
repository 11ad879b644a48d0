using IsoBuild.Content;

namespace IsoBuild.Fat;

/// <summary>The bytes of a file system, open for reading.</summary>
internal sealed class FatBytes(ContentSource source) : IDisposable
{
    private readonly OpenContent content = source.Open();

    public long Length => source.Length;

    /// <summary>Fills <paramref name="destination"/>; <see langword="false"/> when the bytes end before.</summary>
    public bool TryFill(long offset, Span<byte> destination) =>
        offset >= 0 && offset <= Length - destination.Length && content.TryFill(offset, destination);

    public void Dispose() => content.Dispose();
}
