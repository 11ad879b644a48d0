using System.Text;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;
using IsoBuild.Udf;

namespace IsoBuild.Reading;

/// <summary>Why a volume cannot be read, and whether it is merely of a kind that is not.</summary>
internal readonly record struct UdfRefusal(string? Words, bool IsUnsupported);

/// <summary>Finds out where the blocks of partitions lie (ECMA-167 3/10.7; UDF 1.50 2.2.9, 2.50 2.2.10).</summary>
internal sealed class UdfPartitionMaps(ImageFile image, UdfSequence sequence, int blockSize, DiagnosticBag diagnostics)
{
    private const int MostMaps = 64;

    private UdfRefusal refusal;

    /// <summary>The tables of sparable partitions.</summary>
    public List<UdfSparingPlace> SparingTables { get; } = [];

    /// <summary>The partitions by the numbers of their maps; <see langword="null"/> when one of them cannot be read.</summary>
    public UdfBlocks[]? Read(LogicalVolumeDescriptor logical, out UdfRefusal why)
    {
        var maps = logical.Maps;
        var kinds = new List<(int Start, ushort Number)>();
        var start = 0;
        for (uint i = 0; i < Math.Min(logical.MapCountField, MostMaps); i++)
        {
            var map = new PartitionMap(maps[start..]);
            if (!map.IsSound)
            {
                Refuse($"its partition map {i} does not fit its own length or type", isUnsupported: false);
                break;
            }

            // Many write no numbers of volumes, or the same everywhere.
            var volume = new PrimaryVolumeDescriptor(sequence.Primary).VolumeSequenceNumber;
            if (map.VolumeNumber > 1 && volume > 0 && map.VolumeNumber != volume)
            {
                Refuse($"its partition {map.PartitionNumber} is on volume {map.VolumeNumber} of a set, and this is volume {volume}", isUnsupported: true);
                break;
            }

            kinds.Add((start, map.PartitionNumber));
            start += map.Length;
        }

        // A metadata partition is laid upon another, which may have bad blocks.
        var partitions = new UdfBlocks?[kinds.Count];
        foreach (var isMetadata in (bool[])[false, true])
        {
            for (var i = 0; i < kinds.Count && refusal.Words is null; i++)
            {
                var bytes = maps[kinds[i].Start..];
                var map = new PartitionMap(bytes);
                if (map.TypeId.Name.SequenceEqual(LaterPartitionMaps.Metadata) == isMetadata)
                {
                    partitions[i] = isMetadata ? Metadata(map.PartitionNumber, Below(i), new MetadataMap(bytes)) : map.Type == 1 ? Whole(map.PartitionNumber) : Type2(map, bytes);
                }
            }
        }

        why = kinds.Count == 0 && refusal.Words is null ? new UdfRefusal("it has no partition map", IsUnsupported: false) : refusal;
        return why.Words is null ? [.. partitions.Select(partition => partition!)] : null;

        UdfBlocks? Below(int metadata)
        {
            var below = kinds.FindIndex(other => other.Number == kinds[metadata].Number);
            return below == metadata ? Whole(kinds[metadata].Number) : partitions[below];
        }
    }

    private UdfBlocks? Whole(ushort number)
    {
        if (DescriptorOf(number) is not { } block)
        {
            return null;
        }

        var descriptor = new PartitionDescriptor(block);
        var partition = new UdfBlocks(blockSize);
        partition.Add(descriptor.StartSector * (long)blockSize, descriptor.SectorCount);
        return partition;
    }

    private byte[]? DescriptorOf(ushort number)
    {
        if (!sequence.Partitions.TryGetValue(number, out var block))
        {
            Refuse($"there is no partition descriptor for partition {number}", isUnsupported: false);
            return null;
        }

        var contents = new PartitionDescriptor(block).Contents.Name;
        if (contents.Length > 0 && !contents[1..].StartsWith("NSR0"u8))
        {
            Refuse($"its partition {number} is not an ECMA-167 file system (\"{LayoutText.Escape(Encoding.Latin1.GetString(contents))}\")", isUnsupported: true);
            return null;
        }

        return block;
    }

    private UdfBlocks? Type2(PartitionMap map, ReadOnlySpan<byte> bytes)
    {
        var kind = map.TypeId.Name;
        if (kind.SequenceEqual(LaterPartitionMaps.Sparable))
        {
            return Sparable(map.PartitionNumber, new SparableMap(bytes));
        }

        Refuse(
            kind.SequenceEqual(LaterPartitionMaps.Virtual)
                ? "it has a virtual partition (VAT), as discs written in several steps have; mount it to read it"
                : $"it has a partition of an unsupported type (\"{LayoutText.Escape(Encoding.Latin1.GetString(kind))}\"); mount it to read it",
            isUnsupported: true);
        return null;
    }

    /// <summary>The blocks are those of a file; where its entry cannot be read, there is another that says the same.</summary>
    private UdfBlocks? Metadata(ushort number, UdfBlocks? physical, MetadataMap map)
    {
        if (physical is null)
        {
            return null;
        }

        var block = new byte[blockSize];
        foreach (var place in (uint[])[map.File, map.Mirror])
        {
            if (!physical.TryLocate(place, out var offset, out _) || !image.TryRead(offset, block) || new FileEntry(block) is not { IsSound: true } entry || entry.Tag.Check(entry.Tag.Id, place) != 0)
            {
                continue;
            }

            var isSound = true;
            var allocation = new UdfAllocation(image, blockSize, (BlockAddress address, out long at, out long room) => physical.TryLocate(address.Block, out at, out room), physical.RunCount);
            var content = allocation.Read(entry, offset, number, (id, _) => isSound &= id == DiagnosticId.UdfTailBeyondExtents);
            if (!isSound)
            {
                continue;
            }

            if (place != map.File)
            {
                diagnostics.Warning(DiagnosticId.UdfUnreadable, item: null, $"The file entry of the metadata partition in block {map.File} of partition {number} cannot be used. The mirror's file entry at byte {offset} is used instead.");
            }

            var partition = new UdfBlocks(blockSize);
            foreach (var extent in content.Extents)
            {
                partition.Add(extent.IsHole ? -1 : extent.Offset, extent.Length / blockSize);
            }

            return partition;
        }

        Refuse("neither its metadata file (UDF 2.50) nor the mirror can be read", isUnsupported: false);
        return null;
    }

    /// <summary>One stretch of the volume, but for the packets that are elsewhere.</summary>
    private UdfBlocks? Sparable(ushort number, SparableMap map)
    {
        if (DescriptorOf(number) is not { } block)
        {
            return null;
        }

        if (!map.IsSound)
        {
            Refuse($"its packets have {map.PacketLength} blocks, which must be a power of two, and it has {map.TableCount} sparing tables, of which 4 are allowed", isUnsupported: false);
            return null;
        }

        var descriptor = new PartitionDescriptor(block);
        var start = descriptor.StartSector * (long)blockSize;
        long count = descriptor.SectorCount;
        var sparing = new UdfSparing(image, blockSize);
        if (sparing.Read(map, count) is { } problem)
        {
            Refuse(problem, isUnsupported: false);
            return null;
        }

        SparingTables.AddRange(sparing.Tables);
        foreach (var table in sparing.Tables.Where(table => table.Problem is not null))
        {
            diagnostics.Warning(DiagnosticId.UdfSparingTableUnusable, item: null, $"The sparing table of UDF at byte {table.Offset} cannot be used: {table.Problem}. Another one is used instead.");
        }

        var partition = new UdfBlocks(blockSize);
        foreach (var (original, mapped) in sparing.Spared)
        {
            partition.Add(start + (partition.BlockCount * blockSize), original - partition.BlockCount);
            partition.Add(mapped * (long)blockSize, Math.Min(map.PacketLength, count - original));
        }

        partition.Add(start + (partition.BlockCount * blockSize), count - partition.BlockCount);
        return partition;
    }

    private void Refuse(string words, bool isUnsupported) => refusal = new UdfRefusal(words, isUnsupported);
}
