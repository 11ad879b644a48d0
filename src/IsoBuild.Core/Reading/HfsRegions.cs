using IsoBuild.Bytes;
using IsoBuild.HfsPlus;
using IsoBuild.Partitions;

namespace IsoBuild.Reading;

/// <summary>The structures of the HFS+ volume to which an Apple partition map leads. Of its tree no more is read than where it lies.</summary>
internal static class HfsRegions
{
    /// <summary>Finds them; none when there is no such volume, or its header makes no sense.</summary>
    /// <param name="image">The image.</param>
    /// <param name="area">Its system area.</param>
    public static List<(long Offset, long Length, string Name)> Find(ImageFile image, ReadOnlySpan<byte> area)
    {
        foreach (var start in AppleMap.VolumesIn(area))
        {
            if (start % Sector.Size == 0 && ReadHeader(image, start + VolumeHeader.Offset) is { } header && IsWithin(header, image.Length - start))
            {
                return In(image, start, header);
            }
        }

        return [];
    }

    private static List<(long, long, string)> In(ImageFile image, long start, VolumeHeader header)
    {
        var found = new List<(long Offset, long Length, string Name)> { (start, Sector.Size, "volume header") };
        var (allocation, extents, catalog) = (PlaceOf(header.Allocation), PlaceOf(header.Extents), PlaceOf(header.Catalog));
        found.Add((allocation.Offset, allocation.Length, "allocation file"));
        found.Add((extents.Offset, extents.Length, "extents file"));

        // Where we put the targets of symbolic links: nobody else has his catalog behind such a room.
        var rest = Sector.AlignUp(extents.Offset + extents.Length);
        if (allocation.Offset == start + Sector.Size && extents.Offset == Sector.AlignUp(allocation.Offset + allocation.Length) && catalog.Offset > rest)
        {
            found.Add((rest, catalog.Offset - rest, "links"));
        }

        found.Add((catalog.Offset, catalog.Length, "catalog file"));
        var end = start + (header.TotalBlocks * (long)header.BlockSize);
        if (end % Sector.Size == 0 && ReadHeader(image, end - VolumeHeader.Offset) is not null)
        {
            found.Add((end - Sector.Size, Sector.Size, "volume header copy"));
        }

        found.RemoveAll(region => region.Length == 0);
        return found;

        (long Offset, long Length) PlaceOf(Fork fork) => (start + (fork.Blocks.Start * (long)header.BlockSize), (long)fork.Length);
    }

    private static VolumeHeader? ReadHeader(ImageFile image, long offset)
    {
        var bytes = new byte[VolumeHeader.Size];
        return image.TryRead(offset, bytes) ? VolumeHeader.Read(bytes) : null;
    }

    /// <summary>Whether the volume lies in the image, and its own files in it in one piece each.</summary>
    private static bool IsWithin(VolumeHeader header, long room) =>
        header.BlockSize is >= Block.Size and <= 1 << 20 && header.BlockSize % Block.Size == 0 && header.TotalBlocks * (long)header.BlockSize <= room
        && IsSound(header.Allocation, header) && IsSound(header.Extents, header) && IsSound(header.Catalog, header);

    private static bool IsSound(Fork fork, VolumeHeader header) =>
        fork.Length <= fork.Blocks.Count * (ulong)header.BlockSize && fork.Blocks.Start + (long)fork.Blocks.Count <= header.TotalBlocks;
}
