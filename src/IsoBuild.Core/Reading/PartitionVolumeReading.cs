using IsoBuild.Bytes;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;
using IsoBuild.Partitions;

namespace IsoBuild.Reading;

/// <summary>The volume a second time, inside a partition, with addresses that count from its start (xorriso's <c>-partition_offset</c>).</summary>
internal sealed class PartitionVolumeReading
{
    private PartitionVolumeReading(ImageFile image, long start, VolumeReading volume) => (Image, Start, Volume) = (image, start, volume);

    /// <summary>The image from the partition's first sector on.</summary>
    public ImageFile Image { get; }

    /// <summary>The sector at which the partition begins.</summary>
    public long Start { get; }

    /// <summary>The byte at which the partition begins.</summary>
    public long Offset => Start * Sector.Size;

    public VolumeReading Volume { get; }

    /// <summary>The volume of the first partition that is one; <see langword="null"/> when none is.</summary>
    /// <param name="image">The image.</param>
    /// <param name="tables">Its partitions.</param>
    /// <param name="whole">The descriptors of the image as a whole.</param>
    /// <param name="budget">How many records may be read.</param>
    public static PartitionVolumeReading? Find(ImageFile image, PartitionTables tables, DescriptorSet whole, RecordBudget budget)
    {
        var firsts = (tables.Gpt?.Partitions ?? []).Select(partition => partition.FirstBlock).Concat(tables.Mbr.Select(partition => (ulong)partition.FirstBlock)).Distinct();
        foreach (var first in firsts)
        {
            // Its descriptors lie behind those of the whole, and before the directories of the whole: an image that somebody appended lies elsewhere.
            if (first % Block.PerSector == 0 && first / Block.PerSector is >= FixedAreas.SystemAreaSectors and < uint.MaxValue and var start
                && (long)start + FixedAreas.SystemAreaSectors < whole.Root && Read(image, (long)start, whole, budget) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static PartitionVolumeReading? Read(ImageFile image, long start, DescriptorSet whole, RecordBudget budget)
    {
        var partition = image.From(start);
        try
        {
            return DescriptorSet.IsThere(partition, 0) && DescriptorSet.Read(partition, 0) is { } descriptors
                && descriptors.Primary.AsSpan().StartsWith(whole.Primary.AsSpan(0, SameBytes)) && RootCheck.IsWhereSaid(partition, descriptors.Primary)
                ? new PartitionVolumeReading(partition, start, new VolumeReading(partition, descriptors, udfVolume: null, budget))
                : null;
        }
        catch (ImageException)
        {
            return null;
        }
    }

    /// <summary>Type, system identifier and volume identifier (ECMA-119 8.4.1 to 8.4.6) are those of the whole.</summary>
    private const int SameBytes = 72;
}
