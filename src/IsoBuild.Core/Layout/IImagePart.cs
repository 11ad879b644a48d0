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

/// <summary>What encoders may look at.</summary>
internal sealed record EncodingContext(ImageLayout Layout, FileModes Modes);
