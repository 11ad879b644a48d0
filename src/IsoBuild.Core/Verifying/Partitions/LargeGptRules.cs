using System.Globalization;
using IsoBuild.Diagnostics;
using IsoBuild.Partitions;
using IsoBuild.Reading;

namespace IsoBuild.Verifying;

/// <summary>The rules of a GPT for disks whose blocks have 4096 bytes, beside the usual one (UEFI 5.3).</summary>
internal sealed class LargeGptRules(Findings findings, PartitionTableReading tables)
{
    private const string Item = "GPT of 4096-byte blocks";
    private const int PerBlock = LargeGpt.BlockSize / Block.Size;

    public void Check()
    {
        if (tables.Large is not { } large)
        {
            return;
        }

        if (large.State != GptState.Sound)
        {
            findings.Error(DiagnosticId.Gpt4KDamaged, Item, large.HeaderOffset, "A checksum of the table is wrong, or its header is not where it says: firmware finds nothing on disks with such blocks. Recreate the image.");
            return;
        }

        var blocks = (ulong)(tables.BlockCount / PerBlock);
        if (tables.LargeBackup is not { State: GptState.Sound } backup || large.Header.AlternateBlock != blocks - 1 || tables.BlockCount % PerBlock != 0 || backup.Header.ArrayChecksum != large.Header.ArrayChecksum)
        {
            findings.Error(DiagnosticId.Gpt4KBackupWrong, Item, large.HeaderOffset + 32, string.Create(CultureInfo.InvariantCulture, $"There is no sound backup of the table in the image's last block of 4096 bytes, which is block {blocks - 1}: tools report a damaged table. Something was appended to the image, or it must be recreated."));
        }

        foreach (var partition in large.Partitions)
        {
            var at = large.ArrayOffset + ((partition.Number - 1) * (long)large.Header.EntrySize);
            if (!partition.IsWithin(large.Header.FirstUsableBlock, large.Header.LastUsableBlock))
            {
                findings.Warning(DiagnosticId.Gpt4KPartitionDiffers, Name(partition), at + 32, string.Create(CultureInfo.InvariantCulture, $"The partition, block {partition.FirstBlock} to {partition.LastBlock}, is not within the usable blocks, {large.Header.FirstUsableBlock} to {large.Header.LastUsableBlock}: firmware ignores it. Recreate the image."));
            }
            else if (tables.Gpt?.Partitions.FirstOrDefault(usual => usual.Id == partition.Id) is not { } usual || usual.FirstBlock != partition.FirstBlock * PerBlock || usual.LastBlock / PerBlock is var last && last != partition.LastBlock && last != partition.LastBlock + 1)
            {
                findings.Warning(DiagnosticId.Gpt4KPartitionDiffers, Name(partition), at + 32, "The table for blocks of 512 bytes has no such partition at the same bytes: machines see different things, depending on the disk that the image is copied to. Recreate the image.");
            }
        }
    }

    private static string Name(GptPartition partition) => string.Create(CultureInfo.InvariantCulture, $"{Item}, partition {partition.Number}");
}
