namespace IsoBuild.Layout;

/// <summary>A system area with what another image had there, and whatever is made anew over it.</summary>
internal sealed class KeptSystemArea(ReadOnlyMemory<byte> bytes, IRegionEncoder? tables) : IRegionEncoder
{
    public void Encode(Region region, EncodingContext context, Span<byte> destination)
    {
        bytes.Span.CopyTo(destination);
        tables?.Encode(region, context, destination);
    }
}
