using IsoBuild.Bytes;
using IsoBuild.Layout;

namespace IsoBuild.Iso9660;

/// <summary>The volume a second time, for those who see one partition of the disk alone: descriptors from sector 16 of the partition on, path tables and directories
/// whose addresses count from its start. It leads to the same content of files.</summary>
/// <remarks>It is what xorriso writes for <c>-partition_offset</c>: Linux then mounts the partition, and finds it by the volume's label. Every region of the first volume
/// has a second one, which the same encoder writes, given a layout in which the partition begins the image.</remarks>
/// <param name="start">The sector at which the partition begins.</param>
/// <param name="endOf">The sector behind it, of a finished layout.</param>
internal sealed class PartitionVolume(long start, Func<ImageLayout, long> endOf) : IImagePart, IRegionEncoder
{
    public const string Prefix = "partition ";

    private static readonly (RegionSlot From, RegionSlot To)[] Slots =
    [
        (RegionSlot.PrimaryDescriptor, RegionSlot.PartitionDescriptors),
        (RegionSlot.JolietDescriptor, RegionSlot.PartitionDescriptors),
        (RegionSlot.EnhancedDescriptor, RegionSlot.PartitionDescriptors),
        (RegionSlot.DescriptorSetTerminator, RegionSlot.PartitionDescriptors),
        (RegionSlot.IsoPathTables, RegionSlot.PartitionPathTables),
        (RegionSlot.JolietPathTables, RegionSlot.PartitionPathTables),
        (RegionSlot.EnhancedPathTables, RegionSlot.PartitionPathTables),
        (RegionSlot.IsoDirectories, RegionSlot.PartitionDirectories),
        (RegionSlot.JolietDirectories, RegionSlot.PartitionDirectories),
        (RegionSlot.EnhancedDirectories, RegionSlot.PartitionDirectories),
    ];

    /// <summary>The regions of the first volume, by those of the second.</summary>
    private readonly Dictionary<RegionId, Region> firsts = [];

    private ImageLayout? seen;

    public void Measure(RegionRequests requests)
    {
        requests.StartAt(RegionSlot.PartitionDescriptors, start + FixedAreas.SystemAreaSectors);
        foreach (var (from, to) in Slots)
        {
            foreach (var region in requests.In(from))
            {
                firsts.Add(requests.Add(to, region.Length, new SecondSubject(region.Subject), this, region.Kind), region);
            }
        }
    }

    public void Encode(Region region, EncodingContext context, Span<byte> destination)
    {
        var first = firsts[region.Id];
        first.Encoder!.Encode(first, context with { Layout = seen ??= Seen(context.Layout) }, destination);
    }

    /// <summary>The layout as it is seen from the partition.</summary>
    private ImageLayout Seen(ImageLayout layout)
    {
        var seconds = firsts.ToDictionary(pair => pair.Value.Id, pair => pair.Key);
        var offset = start * Sector.Size;
        var regions = new Region[layout.Regions.Length];
        for (var i = 0; i < regions.Length; i++)
        {
            var region = layout.Regions[i];
            var place = seconds.TryGetValue(region.Id, out var second) ? layout[second] : region;
            regions[i] = new Region(region.Id, region.Kind, place.Offset - offset, region.Length, region.Subject, region.Encoder);
        }

        return new ImageLayout(regions, (endOf(layout) * Sector.Size) - offset, layout.Volume);
    }

    /// <summary>What a sector map calls a region of the second volume: as that of the first.</summary>
    private sealed class SecondSubject(object first)
    {
        public override string ToString() => $"{Prefix}{first}";
    }
}
