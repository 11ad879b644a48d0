using IsoBuild.Content;

namespace IsoBuild.Layout;

/// <summary>A format's share in an image. It asks for regions; sizes never depend on addresses, so one pass places them.</summary>
internal interface IImagePart
{
    /// <summary>Asks for every region the part needs, and remembers the ids.</summary>
    void Measure(RegionRequests requests);
}

/// <summary>Writes the bytes of regions, once every region has its address.</summary>
internal interface IRegionEncoder
{
    /// <param name="region">The region to write.</param>
    /// <param name="context">The finished layout.</param>
    /// <param name="destination">As many zero bytes as the region has.</param>
    void Encode(Region region, EncodingContext context, Span<byte> destination);
}

/// <summary>Writes the bytes of regions piece by piece, so that a large one is never in memory as a whole.</summary>
internal interface IPiecewiseEncoder : IRegionEncoder
{
    /// <param name="region">The region to write.</param>
    /// <param name="context">The finished layout.</param>
    /// <param name="position">Where in the region the piece begins: a whole number of sectors.</param>
    /// <param name="destination">As many zero bytes as the piece has: whole sectors, except at the region's end.</param>
    void Encode(Region region, EncodingContext context, long position, Span<byte> destination);

    void IRegionEncoder.Encode(Region region, EncodingContext context, Span<byte> destination) => Encode(region, context, position: 0, destination);
}

/// <summary>Changes bytes that depend on other bytes of the image, once all of them are written.</summary>
internal interface IFixUp
{
    /// <param name="layout">The finished layout.</param>
    /// <param name="image">The image, to be read and written.</param>
    void Apply(ImageLayout layout, IWrittenImage image);
}

/// <summary>An image all of whose bytes are there.</summary>
internal interface IWrittenImage
{
    /// <summary>Reads exactly as many bytes as <paramref name="destination"/> has.</summary>
    void Read(long offset, Span<byte> destination);

    /// <summary>Changes bytes.</summary>
    void Write(long offset, ReadOnlySpan<byte> bytes);
}

/// <summary>What encoders may look at.</summary>
internal sealed record EncodingContext(ImageLayout Layout, FileModes Modes);
