using System.Text;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;
using IsoBuild.Udf;

namespace IsoBuild.Reading;

/// <summary>Why a volume cannot be read, and whether it is merely of a kind that is not.</summary>
internal readonly record struct UdfRefusal(string? Words, bool IsUnsupported);

/// <summary>Finds out where the blocks of partitions lie (ECMA-167 3/10.7; UDF 1.50 2.2.9, 2.50 2.2.10).</summary>
internal sealed class UdfPartitionMaps(ImageFile image, UdfSequence sequence, int blockSize)
{
    private const int MostMaps = 64;

    /// <summary>A sparing table counts with 16 bits: 512 KiB and its head.</summary>
    private const uint LargestSparingTable = 1 << 20;

    private UdfRefusal refusal;

    /// <summary>The partitions by the numbers of their maps; <see langword="null"/> when one of them cannot be read.</summary>
    public UdfBlocks[]? Read(LogicalVolumeDescriptor logical, out UdfRefusal why)
    {
        var maps = logical.Maps;
        var partitions = new List<UdfBlocks>();
        for (uint i = 0; i < Math.Min(logical.MapCountField, MostMaps); i++)
        {
            var map = new PartitionMap(maps);
            if (!map.IsSound)
            {
                Refuse($"its partition map {i} does not fit its own length or type", isUnsupported: false);
                break;
            }

            if ((map.Type == 1 ? Whole(map.PartitionNumber) : Type2(map, maps)) is not { } partition)
            {
                break;
            }

            partitions.Add(partition);
            maps = maps[map.Length..];
        }

        why = partitions.Count == 0 && refusal.Words is null ? new UdfRefusal("it has no partition map", IsUnsupported: false) : refusal;
        return why.Words is null ? [.. partitions] : null;
    }

    private UdfBlocks? Whole(ushort number)
    {
        if (!sequence.Partitions.TryGetValue(number, out var block))
        {
            Refuse($"there is no descriptor of partition {number}", isUnsupported: false);
            return null;
        }

        var descriptor = new PartitionDescriptor(block);
        var partition = new UdfBlocks(blockSize);
        partition.Add(descriptor.StartSector * (long)blockSize, descriptor.SectorCount);
        return partition;
    }

    private UdfBlocks? Type2(PartitionMap map, ReadOnlySpan<byte> bytes)
    {
        var kind = map.TypeId.Name;
        if (kind.SequenceEqual(LaterPartitionMaps.Metadata))
        {
            return Metadata(map.PartitionNumber, new MetadataMap(bytes));
        }

        if (kind.SequenceEqual(LaterPartitionMaps.Sparable))
        {
            return Sparable(map.PartitionNumber, new SparableMap(bytes));
        }

        Refuse(
            kind.SequenceEqual(LaterPartitionMaps.Virtual)
                ? "it has a virtual partition (VAT), as discs have that are written bit by bit; mount it to read it"
                : $"it has a partition of a type that is not read (\"{LayoutText.Escape(Encoding.Latin1.GetString(kind))}\"); mount it to read it",
            isUnsupported: true);
        return null;
    }

    /// <summary>The blocks are those of a file; where its entry cannot be read, there is another that says the same.</summary>
    private UdfBlocks? Metadata(ushort number, MetadataMap map)
    {
        if (Whole(number) is not { } physical)
        {
            return null;
        }

        var block = new byte[blockSize];
        foreach (var place in (uint[])[map.File, map.Mirror])
        {
            if (!physical.TryLocate(place, out var offset, out _) || !image.TryRead(offset, block) || UdfTags.IsNone(new DescriptorTag(block).Faults) || new FileEntry(block) is not { IsSound: true } entry)
            {
                continue;
            }

            var isSound = true;
            var allocation = new UdfAllocation(image, blockSize, (BlockAddress address, out long at, out long room) => physical.TryLocate(address.Block, out at, out room));
            var content = allocation.Read(entry, offset, number, (id, _) => isSound &= id == DiagnosticId.UdfTailBeyondExtents);
            if (!isSound)
            {
                continue;
            }

            var partition = new UdfBlocks(blockSize);
            foreach (var extent in content.Extents)
            {
                partition.Add(extent.IsHole ? -1 : extent.Offset, extent.Length / blockSize);
            }

            return partition;
        }

        Refuse("its metadata file (UDF 2.50) cannot be read, and its mirror neither", isUnsupported: false);
        return null;
    }

    /// <summary>One stretch of the volume, but for the packets that are elsewhere.</summary>
    private UdfBlocks? Sparable(ushort number, SparableMap map)
    {
        if (!sequence.Partitions.TryGetValue(number, out var block) || map.PacketLength == 0)
        {
            Refuse($"there is no descriptor of partition {number}, or its packets have no length", isUnsupported: false);
            return null;
        }

        var descriptor = new PartitionDescriptor(block);
        var start = descriptor.StartSector * (long)blockSize;
        long count = descriptor.SectorCount;
        var partition = new UdfBlocks(blockSize);
        foreach (var (original, mapped) in Spared(map))
        {
            // Spare packets that nobody needed yet have FFFFFFFF or so.
            if (original >= partition.BlockCount && original < count)
            {
                partition.Add(start + (partition.BlockCount * blockSize), original - partition.BlockCount);
                partition.Add(mapped * (long)blockSize, Math.Min(map.PacketLength, count - original));
            }
        }

        partition.Add(start + (partition.BlockCount * blockSize), count - partition.BlockCount);
        return partition;
    }

    /// <summary>In the order of the packets.</summary>
    private List<(uint Original, uint Mapped)> Spared(SparableMap map)
    {
        var entries = new List<(uint Original, uint Mapped)>();
        for (var i = 0; i < map.TableCount && entries.Count == 0; i++)
        {
            var bytes = new byte[Math.Min(map.TableSize, LargestSparingTable)];
            if (!image.TryRead(map.Table(i) * (long)blockSize, bytes) || new SparingTable(bytes) is not { IsSound: true } table)
            {
                continue;
            }

            for (var entry = 0; entry < table.Count; entry++)
            {
                entries.Add(table[entry]);
            }
        }

        entries.Sort();
        return entries;
    }

    private void Refuse(string words, bool isUnsupported) => refusal = refusal.Words is null ? new UdfRefusal(words, isUnsupported) : refusal;
}
