using IsoBuild.Bytes;
using IsoBuild.Layout;
using IsoBuild.Partitions;
using IsoBuild.Reading;

namespace IsoBuild.Verifying;

/// <summary>The HFS volume of a hybrid (Inside Macintosh: Files 2, "Volumes"; Devices 3, "The Partition Map"; TN1150), of which no more is read than that it is there.</summary>
/// <param name="Name"><c>HFS</c> or <c>HFS+</c>.</param>
/// <param name="Offset">Where its first block of the three that say what it is lies, in bytes.</param>
internal sealed record HfsSide(string Name, long Offset)
{
    /// <summary>Where in a volume the block lies that says what it is.</summary>
    private const int HeaderOffset = 1024;

    public bool IsExtended => Name.Length > 3;

    /// <summary>The volume, at the start of the image or where an Apple partition map says; <see langword="null"/> when there is none.</summary>
    public static HfsSide? Find(ImageFile image)
    {
        if (At(image, 0) is { } whole)
        {
            return whole;
        }

        var area = new byte[FixedAreas.SystemAreaSectors * Sector.Size];
        return image.TryRead(0, area) ? AppleMap.VolumesIn(area).Select(start => At(image, start)).FirstOrDefault(side => side is not null) : null;
    }

    private static HfsSide? At(ImageFile image, long start)
    {
        Span<byte> signature = stackalloc byte[4];
        return !image.TryRead(start + HeaderOffset, signature) ? null
            : signature.SequenceEqual("H+\0\u0004"u8) || signature.SequenceEqual("HX\0\u0005"u8) ? new HfsSide("HFS+", start + HeaderOffset)
            : signature.StartsWith("BD"u8) ? new HfsSide("HFS", start + HeaderOffset)
            : null;
    }
}
