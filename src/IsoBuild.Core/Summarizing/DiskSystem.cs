using System.Globalization;
using IsoBuild.Partitions;
using IsoBuild.Reading;

namespace IsoBuild.Summarizing;

/// <summary>The EFI system partition that firmware takes from a disk: EDK2 takes the GPT if it is sound and protected, else the master boot record.</summary>
/// <param name="Name">Which it is.</param>
/// <param name="Offset">Where it begins, in bytes.</param>
/// <param name="Length">How many bytes it has.</param>
internal sealed record DiskSystem(string Name, long Offset, long Length)
{
    private const ulong MostBlocks = long.MaxValue / Block.Size;

    public static DiskSystem? Of(PartitionTableReading tables)
    {
        var known = tables.Tables;
        var isProtected = known.Mbr.Any(partition => partition is { Type: MbrPartition.Protective, FirstBlock: GptHeader.PrimaryBlock });
        if (isProtected && tables.Gpt is { State: GptState.Sound } gpt)
        {
            var within = gpt.Partitions.Where(partition => partition.IsWithin(gpt.Header.FirstUsableBlock, gpt.Header.LastUsableBlock)).ToList();
            var system = within.Find(partition => partition.TypeId == GptPartition.EfiSystem && within.TrueForAll(other => other == partition || !other.Overlaps(partition)));
            if (system is { FirstBlock: < MostBlocks, BlockCount: < MostBlocks })
            {
                return new DiskSystem(string.Create(CultureInfo.InvariantCulture, $"the EFI system partition {system.Number} of the GPT"), (long)system.FirstBlock * Block.Size, (long)system.BlockCount * Block.Size);
            }
        }

        return known.Mbr.FirstOrDefault(partition => partition.Type == MbrPartition.EfiSystem) is { } entry
            ? new DiskSystem(string.Create(CultureInfo.InvariantCulture, $"the EFI system partition {entry.Number} of the master boot record"), entry.FirstBlock * Block.Size, entry.BlockCount * Block.Size)
            : null;
    }
}
