using System.Globalization;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Partitions;
using IsoBuild.Reading;

namespace IsoBuild.Inspection;

/// <summary>The rules of partition tables (UEFI 5.2, 5.3). What isohybrid and grub-mkrescue do on purpose, against the letter of the standard, is a warning at most.</summary>
/// <param name="context">What all rules share.</param>
/// <param name="tables">The tables as they lie in the image.</param>
/// <param name="boot">The boot catalog, if there is one: tables tell of what it starts.</param>
internal sealed class PartitionRules(VerifyContext context, PartitionTableReading tables, BootCatalogInfo? boot)
{
    private const string Record = "master boot record";

    private readonly Findings findings = context.Findings;
    private readonly PartitionTables known = tables.Tables;

    public void Check()
    {
        if (known.HasMbr)
        {
            CheckRecord();
        }

        CheckCode();
        if (tables.Primary is { } primary)
        {
            CheckProtection();
            CheckTable(primary, "GPT header");
            CheckPartitions(primary);
        }

        CheckBackup();
        CheckEfiPartitions();
    }

    private static long EntryOffset(int number) => MasterBootRecord.TableAt + ((number - 1) * MbrPartition.Size);

    private static string Mbr(int number) => string.Create(CultureInfo.InvariantCulture, $"MBR partition {number}");

    private static string Gpt(int number) => string.Create(CultureInfo.InvariantCulture, $"GPT partition {number}");

    /// <summary>UEFI 5.2.1.</summary>
    private void CheckRecord()
    {
        // The last block may be cut by a size that is no whole number of them.
        var blocks = (context.Image.Length + Block.Size - 1) / Block.Size;
        foreach (var partition in known.Mbr)
        {
            if (partition.Type != MbrPartition.Protective && partition.EndBlock > blocks)
            {
                findings.Error(DiagnosticId.PartitionBeyondImage, Mbr(partition.Number), EntryOffset(partition.Number), $"The partition ends with block {partition.EndBlock - 1}, and the image has {blocks} of {Block.Size} bytes: firmware refuses the table. The image is cut off, or the table is wrong: get it again.");
            }

            foreach (var other in known.Mbr)
            {
                if (other.Number < partition.Number && other.Type != 0 && partition.Type != 0 && partition.FirstBlock < other.EndBlock && other.FirstBlock < partition.EndBlock)
                {
                    findings.Warning(DiagnosticId.PartitionsOverlap, Mbr(partition.Number), EntryOffset(partition.Number), $"The partition has blocks that partition {other.Number} has too: UEFI firmware (EDK2) then takes none of the table. Give the larger one no type, as isohybrid --uefi does, or keep them apart.");
                }
            }
        }

        if (known.Mbr.Count(partition => partition.IsActive) > 1)
        {
            var second = known.Mbr.Where(partition => partition.IsActive).ElementAt(1).Number;
            findings.Warning(DiagnosticId.ActivePartitions, Mbr(second), EntryOffset(second), "More than one partition is marked as active: firmware may refuse the table. Mark one of them.");
        }
    }

    /// <summary>Code that is told where it finds what it starts must find it there.</summary>
    private void CheckCode()
    {
        if (known.BootAddress is not { } address)
        {
            return;
        }

        if (known.BootCode == BootCodeKind.Isolinux)
        {
            Span<byte> mark = stackalloc byte[BootCode.IsolinuxMark.Length];
            var isThere = address < (ulong)tables.BlockCount && context.Image.TryRead(((long)address * Block.Size) + BootCode.IsolinuxMarkAt, mark) && mark.SequenceEqual(BootCode.IsolinuxMark);
            if (!isThere)
            {
                findings.Error(DiagnosticId.BootAddressWrong, Record, BootCode.AddressAt, $"The code is ISOLINUX', and is told that isolinux.bin begins at block {address}, where it is not: the disk does not start. Run isohybrid again, or make the image again.");
            }
        }
        else if (!Starts(BootCodeKind.Grub, address))
        {
            findings.Error(DiagnosticId.BootAddressWrong, Record, BootCode.AddressAt, $"The code is GRUB's, and is told that it goes on at block {address}, where no boot image goes on: the disk does not start. Make the image again.");
        }
    }

    /// <summary>Whether an address is what the code has to be told of a boot image for BIOS; without a catalog, whether it can be.</summary>
    private bool Starts(BootCodeKind kind, ulong address) => boot is { IsReadable: true, Entries: { Count: > 0 } entries }
        ? entries.Any(entry => entry.Platform == BootPlatform.Bios && BootCode.AddressFor(kind, entry.Sector) == address)
        : address < (ulong)tables.BlockCount && address >= Block.PerSector && address % Block.PerSector == 0;

    /// <summary>The EFI system partition of the catalog and that of the tables are to be one: firmware takes the one or the other.</summary>
    private void CheckEfiPartitions()
    {
        var partitions = known.Mbr
            .Where(partition => partition.Type == MbrPartition.EfiSystem)
            .Select(partition => (First: (ulong)partition.FirstBlock, Count: (ulong)partition.BlockCount, At: EntryOffset(partition.Number) + 8, Name: Mbr(partition.Number)))
            .Concat(tables.Gpt is not { } gpt ? [] : gpt.Partitions
                .Where(partition => partition.TypeId == GptPartition.EfiSystem)
                .Select(partition => (First: partition.FirstBlock, Count: partition.BlockCount, At: gpt.ArrayOffset + ((partition.Number - 1) * (long)gpt.Header.EntrySize) + 32, Name: Gpt(partition.Number))))
            .ToList();
        var images = boot?.Entries.Where(entry => entry is { Platform: BootPlatform.Uefi, Length: > 0 }).ToList() ?? [];
        if (images.Count == 0)
        {
            return;
        }

        foreach (var (first, count, at, name) in partitions)
        {
            var image = images.Find(image => (ulong)image.Sector * Block.PerSector == first);
            if (image is null)
            {
                findings.Warning(DiagnosticId.EfiPartitionDiffers, name, at, $"The EFI system partition begins at block {first}; what the boot catalog has for UEFI begins at {images[0].Sector * Block.PerSector}. From a disc, firmware starts something else than from a disk. Make the image again.");
            }
            else if (image.LengthSource == BootLengthSource.FileSystem && count < (ulong)((image.Length + Block.Size - 1) / Block.Size))
            {
                findings.Warning(DiagnosticId.EfiPartitionDiffers, name, at, $"The EFI system partition has {count} blocks of {Block.Size} bytes, and its file system {image.Length} bytes: it is cut. Make the image again.");
            }
        }
    }

    /// <summary>UEFI 5.2.3: without the entry, firmware takes a disk for one without a GPT.</summary>
    private void CheckProtection()
    {
        if (known.Mbr.FirstOrDefault(partition => partition.Type == MbrPartition.Protective) is not { FirstBlock: GptHeader.PrimaryBlock } entry)
        {
            findings.Add(
                DiagnosticId.ProtectiveEntryMissing,
                known.HasMbr ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error,
                Record,
                known.HasMbr ? MasterBootRecord.TableAt : 0,
                known.HasMbr
                    ? "The image has a GPT, and the master boot record has no entry of type EE from block 1 on: firmware that keeps to the standard (EDK2) does not look at the GPT. Images of isohybrid are so."
                    : "The image has a GPT and no master boot record, without which nobody looks at it. Make the image again.");
            return;
        }

        var expected = Math.Min(tables.BlockCount - GptHeader.PrimaryBlock, uint.MaxValue);
        if (entry.BlockCount != expected && entry.BlockCount != uint.MaxValue)
        {
            findings.Warning(DiagnosticId.ProtectiveEntryWrong, Mbr(entry.Number), EntryOffset(entry.Number) + 12, $"The entry that protects the GPT has {entry.BlockCount} blocks, and the image {expected} behind the master boot record: tools may take the rest for free. Make the image again.");
        }
    }

    /// <summary>UEFI 5.3.2: what a header says of itself and of its entries.</summary>
    private void CheckTable(GptReading table, string name)
    {
        var header = table.Header;
        var at = table.HeaderOffset;
        if (Malformation(table) is { } what)
        {
            findings.Error(DiagnosticId.GptHeaderWrong, name, at, $"{what} Firmware refuses the table. Make the image again.");
        }
        else if (header.Checksum != header.ActualChecksum)
        {
            findings.Error(DiagnosticId.GptHeaderChecksum, name, at + 16, $"The checksum of the header is {header.Checksum:X8}; that of its bytes is {header.ActualChecksum:X8}: firmware refuses the table. Make the image again.");
        }

        if (table.Array is { } array && !table.IsArraySound)
        {
            findings.Error(DiagnosticId.GptArrayChecksum, name, at + 88, $"The checksum of the entries is {header.ArrayChecksum:X8}; that of their bytes is {Bytes.Crc32.Of(array):X8}: firmware refuses the table. Make the image again.");
        }
    }

    private string? Malformation(GptReading table)
    {
        var header = table.Header;
        return header switch
        {
            { ActualChecksum: null } => $"The header is said to be {header.Size} bytes long; it has {GptHeader.LeastSize} to {Block.Size}.",
            { Revision: not GptHeader.Revision1 } => $"The revision is {header.Revision:X8}, and there is none but 00010000.",
            { Reserved: not 0 } => "The reserved field is not zero.",
            _ when header.OwnBlock != (ulong)table.Block => $"The header lies in block {table.Block}, and says {header.OwnBlock}.",
            _ when header.EntrySize < GptPartition.Size || !System.Numerics.BitOperations.IsPow2(header.EntrySize) => $"The entries are said to have {header.EntrySize} bytes each; it is 128 times a power of two.",
            _ when table.Array is null => $"The header says of {header.Count} entries from block {header.ArrayBlock} on, which is more than the image or any tool has.",
            _ when header.FirstUsableBlock > header.LastUsableBlock || header.LastUsableBlock >= (ulong)tables.BlockCount => $"The blocks for partitions are said to be {header.FirstUsableBlock} to {header.LastUsableBlock}; the image has {tables.BlockCount}.",
            _ => null,
        };
    }

    /// <summary>UEFI 5.3.3.</summary>
    private void CheckPartitions(GptReading table)
    {
        var header = table.Header;
        var within = new List<GptPartition>();
        var ids = new HashSet<Guid>();
        foreach (var partition in table.Partitions)
        {
            var at = table.ArrayOffset + ((partition.Number - 1) * (long)header.EntrySize);
            if (partition.FirstBlock > partition.LastBlock)
            {
                findings.Error(DiagnosticId.GptEntryWrong, Gpt(partition.Number), at + 32, $"The partition begins at block {partition.FirstBlock} and ends with {partition.LastBlock}, before that. Make the image again.");
            }
            else if (partition.LastBlock >= (ulong)tables.BlockCount)
            {
                findings.Error(DiagnosticId.PartitionBeyondImage, Gpt(partition.Number), at + 40, $"The partition ends with block {partition.LastBlock}, and the image has {tables.BlockCount} of {Block.Size} bytes. The image is cut off, or the table is wrong: get it again.");
            }
            else if (!partition.IsWithin(header.FirstUsableBlock, header.LastUsableBlock))
            {
                findings.Warning(DiagnosticId.GptEntryOutside, Gpt(partition.Number), at + 32, $"The partition, block {partition.FirstBlock} to {partition.LastBlock}, is not within those for partitions, {header.FirstUsableBlock} to {header.LastUsableBlock}: firmware passes over it. Images of isohybrid are so.");
            }
            else
            {
                within.Add(partition);
            }

            if (partition.Id != Guid.Empty && !ids.Add(partition.Id))
            {
                findings.Warning(DiagnosticId.GptIdsEqual, Gpt(partition.Number), at + 16, $"Another partition has the identifier {partition.Id} too: systems that look for it find either. Make the image again.");
            }
        }

        CheckOverlaps(table, within);
    }

    /// <summary>EDK2 passes over both of two partitions that overlap.</summary>
    private void CheckOverlaps(GptReading table, List<GptPartition> within)
    {
        within.Sort(static (a, b) => a.FirstBlock.CompareTo(b.FirstBlock) is not 0 and var order ? order : a.Number.CompareTo(b.Number));
        GptPartition? reaching = null;
        foreach (var partition in within)
        {
            if (reaching is not null && reaching.Overlaps(partition))
            {
                var at = table.ArrayOffset + ((partition.Number - 1) * (long)table.Header.EntrySize);
                findings.Error(DiagnosticId.PartitionsOverlap, Gpt(partition.Number), at + 32, $"The partition has blocks that partition {reaching.Number} has too: firmware takes neither. Keep them apart.");
            }

            reaching = reaching is null || partition.LastBlock > reaching.LastBlock ? partition : reaching;
        }
    }

    /// <summary>UEFI 5.3.1: the same in the last blocks.</summary>
    private void CheckBackup()
    {
        if (tables.Backup is not { } backup)
        {
            if (tables.Primary is { } alone)
            {
                findings.Error(DiagnosticId.GptBackupMissing, "GPT backup", alone.HeaderOffset + 32, $"There is no second header, neither in block {alone.Header.AlternateBlock}, where the first one says, nor in the image's last one: tools say that the table is damaged. The image is cut off, or was made larger: get it again.");
            }

            return;
        }

        if (tables.Primary is not { } primary)
        {
            findings.Error(DiagnosticId.GptBackupAlone, "GPT backup", backup.HeaderOffset, "There is a GPT at the image's end, and none at its start: the start was overwritten. Make the image again, or restore the table with sgdisk.");
            return;
        }

        if (backup.State != GptState.Sound)
        {
            CheckTable(backup, "GPT backup header");
        }
        else if (known.Gpt is { Primary: GptState.Sound, Backup: GptState.Different })
        {
            findings.Error(DiagnosticId.GptBackupDiffers, "GPT backup header", backup.HeaderOffset, "The second table says other things than the first: which of them counts is left to whoever reads them. Make the image again.");
        }

        if (backup.Block != tables.BlockCount - 1 || primary.Header.AlternateBlock != (ulong)backup.Block)
        {
            findings.Warning(DiagnosticId.GptBackupMisplaced, "GPT backup header", backup.HeaderOffset, $"The second header is in block {backup.Block}, the image's last one is {tables.BlockCount - 1}, and the first header says {primary.Header.AlternateBlock}: tools say that the table is damaged. Something was appended to the image, or it is to be made again.");
        }
    }
}
