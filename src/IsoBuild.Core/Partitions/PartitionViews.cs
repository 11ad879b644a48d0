using System.Globalization;
using IsoBuild.Layout;

namespace IsoBuild.Partitions;

/// <summary>How the sector map calls partitions.</summary>
internal static class PartitionViews
{
    /// <summary>What lies behind has no place in bytes.</summary>
    private const ulong MostBlocks = long.MaxValue / Block.Size;

    /// <summary>The partitions of both tables, but for entries that hold nothing: one that protects a GPT, one that is there to be active.</summary>
    public static IEnumerable<View> Of(IEnumerable<MbrPartition> mbr, IEnumerable<GptPartition> gpt)
    {
        foreach (var partition in gpt)
        {
            if (partition.FirstBlock <= partition.LastBlock && partition.LastBlock < MostBlocks)
            {
                yield return Make(NameOf(partition), (long)partition.FirstBlock, (long)partition.BlockCount);
            }
        }

        foreach (var partition in mbr)
        {
            if (partition.Type != MbrPartition.Protective && !partition.IsDummy)
            {
                yield return Make(NameOf(partition), partition.FirstBlock, partition.BlockCount);
            }
        }

        static View Make(string name, long first, long count) => new(name, first * Block.Size, count * Block.Size);
    }

    public static string NameOf(GptPartition partition)
    {
        var name = partition.Name.Length > 0 ? partition.Name : partition.TypeName.Length > 0 ? partition.TypeName : partition.TypeId.ToString();
        return string.Create(CultureInfo.InvariantCulture, $"gpt {partition.Number} {name}");
    }

    /// <summary>How it calls one that is appended.</summary>
    public static string NameOf(AppendedPartition partition, bool hasGpt) => hasGpt
        ? NameOf(new GptPartition { Number = partition.Number, TypeId = partition.Type.InGpt, Name = partition.GptName })
        : NameOf(new MbrPartition(partition.Number, partition.Type.InMbr, IsActive: false, 0, 0));

    public static string NameOf(MbrPartition partition) => partition.Type == MbrPartition.EfiSystem
        ? string.Create(CultureInfo.InvariantCulture, $"mbr {partition.Number} EFI system")
        : string.Create(CultureInfo.InvariantCulture, $"mbr {partition.Number} type {partition.Type:X2}");
}
