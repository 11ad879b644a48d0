using System.Globalization;
using IsoBuild.Layout;
using IsoBuild.Partitions;

namespace IsoBuild.Summarizing;

/// <summary>Partition tables as people read them, a line each thing.</summary>
internal static class PartitionText
{
    /// <summary>A GPT may have thousands of entries; nobody reads more.</summary>
    private const int Most = 16;

    private const long LargestBlock = long.MaxValue / Block.Size;

    public static IEnumerable<string> Lines(PartitionTables tables)
    {
        if (tables.BootCode != BootCodeKind.None)
        {
            yield return $"boot code: {CodeName(tables.BootCode)}{(tables.BootAddress is { } block ? string.Create(CultureInfo.InvariantCulture, $", loads block {block}") : "")}";
        }

        foreach (var partition in tables.Mbr)
        {
            yield return Line(partition);
        }

        if (tables.Gpt is not { } gpt)
        {
            yield break;
        }

        yield return $"GPT {gpt.DiskId}{StateText(gpt)}";
        foreach (var partition in gpt.Partitions.Take(Most))
        {
            yield return Line(partition);
        }

        if (gpt.Partitions.Count > Most)
        {
            yield return $"... and {HumanSize.Grouped(gpt.Partitions.Count - Most)} more";
        }

        if (tables.Gpt4K is { } large)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"GPT of 4096-byte blocks{StateText(large)}: partitions {string.Join(", ", large.Partitions.Take(Most).Select(partition => partition.Number))}");
        }
    }

    public static string CodeName(BootCodeKind kind) => kind switch
    {
        BootCodeKind.Message => "a message that the disk is not bootable",
        BootCodeKind.Isolinux => "ISOLINUX' code",
        BootCodeKind.Grub => "GRUB's code",
        BootCodeKind.Other => "code",
        _ => "no code",
    };

    private static string Line(MbrPartition partition)
    {
        var kind = partition.TypeName is { Length: > 0 } name ? $" ({name})" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{partition.Number}  type 0x{partition.Type:X2}{kind}{(partition.IsActive ? ", active" : "")},  from block {partition.FirstBlock},  {HumanSize.Short(partition.BlockCount * Block.Size)}");
    }

    private static string Line(GptPartition partition)
    {
        var kind = partition.TypeName is { Length: > 0 } name ? name : partition.TypeId.ToString();
        var size = partition.BlockCount <= LargestBlock ? HumanSize.Short((long)partition.BlockCount * Block.Size) : "more than any disk holds";
        return string.Create(CultureInfo.InvariantCulture, $"{partition.Number}  {LayoutText.Escape(partition.Name)} ({kind}),  from block {partition.FirstBlock},  {size}");
    }

    private static string StateText(GptTable gpt) => (gpt.Primary, gpt.Backup) switch
    {
        (GptState.Sound, GptState.Sound) => "",
        (GptState.Sound, GptState.Missing) => ",  without a backup",
        (GptState.Sound, GptState.Damaged) => ",  its backup is damaged",
        (GptState.Sound, _) => ",  its backup differs",
        (GptState.Missing, _) => ",  only the backup",
        (_, GptState.Sound) => ",  damaged, read from its backup",
        _ => ",  damaged",
    };
}
