using IsoBuild.Layout;

namespace IsoBuild.Udf;

/// <summary>The partition of an image: everything from the file set on, up to the reserve sequence. Addresses of files count from its start.</summary>
/// <remarks>Its number is that of its map: FreeBSD takes the one for the other.</remarks>
internal sealed class UdfPartition
{
    public const ushort Number = 0;

    /// <summary>Where it begins.</summary>
    public RegionId First { get; set; }

    /// <summary>What comes after it.</summary>
    public RegionId Next { get; set; }

    /// <summary>The sector at which it begins.</summary>
    public uint Start(ImageLayout layout) => layout.BlockOf(First);

    /// <summary>How many blocks it has.</summary>
    public uint Count(ImageLayout layout) => layout.BlockOf(Next) - Start(layout);

    /// <summary>The block of the partition at which a region begins.</summary>
    public uint BlockOf(ImageLayout layout, RegionId region) => layout.BlockOf(region) - Start(layout);
}
