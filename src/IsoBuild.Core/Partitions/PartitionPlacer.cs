using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Partitions;

/// <summary>Finds where partitions lie in a finished layout, in blocks of 512 bytes.</summary>
/// <param name="layout">The layout.</param>
/// <param name="content">The content, in which partitions may be files.</param>
/// <param name="regionOf">Where a file lies.</param>
/// <param name="efiImages">The images for UEFI, in the order of the catalog.</param>
internal sealed class PartitionPlacer(ImageLayout layout, ContentTree content, Func<ContentFile, RegionId?> regionOf, IReadOnlyList<RegionId> efiImages)
{
    /// <summary>Where the HFS+ volume lies, if there is one.</summary>
    public (long First, long End)? AppleVolume { get; init; }

    /// <summary>Where a place begins, and the block behind it; <see langword="null"/> when there is no such place, or nothing in it.</summary>
    /// <param name="place">The place.</param>
    /// <param name="tail">The block behind the last one that partitions of the table may have.</param>
    public (long First, long End)? Find(PartitionPlace place, long tail) => place switch
    {
        PartitionPlace.AtBlocks(var first, var count) => (first, first + count),
        PartitionPlace.FromBlock(var first, var until) { HasRoomBehind: var hasRoom } => Some(first, FirstOf(until) is not { } next ? tail : hasRoom ? ContentEnd(next) : next),
        PartitionPlace.OfEfiImage(var number, var inSectors) => number < efiImages.Count ? Of(efiImages[number], inSectors) : null,
        PartitionPlace.OfFile(var path, var inSectors) => FileAt(path) is { } file && regionOf(file) is { } region ? Of(region, inSectors) : null,
        PartitionPlace.OfAppleVolume => AppleVolume,
        PartitionPlace.OfAppended({ File: { } file }) => regionOf(file) is { } region ? Of(region, inSectors: false) : null,
        PartitionPlace.OfContent(var file) => regionOf(file) is { } region ? Of(region, inSectors: false) : null,
        PartitionPlace.Between(var after, var until) => Some(after is null ? 0 : Find(after, tail)?.End ?? 0, FirstOf(until) ?? tail),
        _ => null,
    };

    /// <summary>The file at a path, whether a tree shows it or not.</summary>
    private ContentFile? FileAt(string path) => content.Find(path) as ContentFile ?? Array.Find(content.Unshown, file => string.Equals(file.Path.TrimStart('/'), path, StringComparison.Ordinal));

    /// <summary>Only a place that has a first block of its own can be the end of another.</summary>
    private long? FirstOf(PartitionPlace? place) => place is null ? null : Find(place, tail: long.MaxValue)?.First;

    /// <summary>Where what lies before a block ends.</summary>
    private long ContentEnd(long block)
    {
        var before = layout.Regions.LastOrDefault(region => region.Kind is not (RegionKind.Gap or RegionKind.Padding) && region.Offset < block * Block.Size);
        return before is null ? block : Math.Min(block, (before.Sector + before.SectorCount) * Block.PerSector);
    }

    private (long First, long End) Of(RegionId id, bool inSectors)
    {
        var region = layout[id];
        var first = region.Offset / Block.Size;
        return (first, first + (inSectors ? region.SectorCount * Block.PerSector : (region.Length + Block.Size - 1) / Block.Size));
    }

    private static (long First, long End)? Some(long first, long end) => first < end ? (first, end) : null;
}
