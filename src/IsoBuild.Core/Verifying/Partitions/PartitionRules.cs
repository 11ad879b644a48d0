using System.Globalization;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Partitions;
using IsoBuild.Reading;

namespace IsoBuild.Verifying;

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
        new LargeGptRules(findings, tables).Check();
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
                findings.Error(DiagnosticId.PartitionBeyondImage, Mbr(partition.Number), EntryOffset(partition.Number), $"The partition ends with block {partition.EndBlock - 1}, but the image has {blocks} blocks of {Block.Size} bytes: firmware refuses the table. The image is truncated, or the table is wrong. Get a fresh copy.");
            }

            foreach (var other in known.Mbr)
            {
                if (other.Number < partition.Number && other.Type != 0 && partition.Type != 0 && partition.FirstBlock < other.EndBlock && other.FirstBlock < partition.EndBlock)
                {
                    findings.Warning(DiagnosticId.PartitionsOverlap, Mbr(partition.Number), EntryOffset(partition.Number), $"The partition overlaps partition {other.Number}: UEFI firmware (EDK2) then ignores the whole table. Give the larger one type 0, as isohybrid --uefi does, or keep them apart.");
                }
            }
        }

        if (known.Mbr.Count(partition => partition.IsActive) > 1)
        {
            var second = known.Mbr.Where(partition => partition.IsActive).ElementAt(1).Number;
            findings.Warning(DiagnosticId.ActivePartitions, Mbr(second), EntryOffset(second), "More than one partition is marked as active: firmware may refuse the table. Mark only one.");
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
                findings.Error(DiagnosticId.BootAddressWrong, Record, BootCode.AddressAt, $"The MBR code is that of ISOLINUX and expects isolinux.bin at block {address}, but the file is not there, so machines do not boot from the disk. Run isohybrid again, or recreate the image.");
            }
        }
        else if (!Starts(BootCodeKind.Grub, address))
        {
            findings.Error(DiagnosticId.BootAddressWrong, Record, BootCode.AddressAt, $"The MBR code is that of GRUB and expects the boot image to continue at block {address}, but none does, so machines do not boot from the disk. Recreate the image.");
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
                findings.Warning(DiagnosticId.EfiPartitionDiffers, name, at, $"The EFI system partition begins at block {first}, but the boot catalog's UEFI image begins at {images[0].Sector * Block.PerSector}. Machines boot from different things, depending on whether the image is a disc or a disk. Recreate the image.");
            }
            else if (image.LengthSource == BootLengthSource.FileSystem && count < (ulong)((image.Length + Block.Size - 1) / Block.Size))
            {
                findings.Warning(DiagnosticId.EfiPartitionDiffers, name, at, $"The EFI system partition has {count} blocks of {Block.Size} bytes, but its file system has {image.Length} bytes: it is truncated. Recreate the image.");
            }
        }
    }

    /// <summary>Whether the tables are those of a smaller disk and agree with each other about its end, so that it was copied to a larger one.</summary>
    private bool IsFollowed => tables is { Primary: { State: GptState.Sound } primary, Backup: { State: GptState.Sound } backup }
        && primary.Header.AlternateBlock == (ulong)backup.Block && backup.Block < tables.BlockCount - 1
        && known.Mbr.Any(partition => partition is { Type: MbrPartition.Protective, FirstBlock: GptHeader.PrimaryBlock } && (partition.BlockCount == backup.Block || partition.BlockCount == uint.MaxValue));

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
                    ? "The image has a GPT, but the master boot record has no protective entry (type EE from block 1 on): firmware that follows the standard (EDK2) ignores the GPT. Images made by isohybrid are like this."
                    : "The image has a GPT but no master boot record, without which the GPT is ignored. Recreate the image.");
            return;
        }

        if (IsFollowed)
        {
            var blocks = tables.Backup!.Block + 1;
            findings.Info(DiagnosticId.ImageFollowed, "image", blocks * Block.Size, $"By its tables, the image ends here, after {blocks} blocks of {Block.Size} bytes; the disk or file has {tables.BlockCount}, as a USB stick has that is larger than the image. Machines boot from it. Tools may offer to move the backup GPT to the end (sgdisk -e), which is needed only to add partitions.");
            return;
        }

        var expected = Math.Min(tables.BlockCount - GptHeader.PrimaryBlock, uint.MaxValue);
        if (entry.BlockCount != expected && entry.BlockCount != uint.MaxValue)
        {
            findings.Warning(DiagnosticId.ProtectiveEntryWrong, Mbr(entry.Number), EntryOffset(entry.Number) + 12, $"The protective entry of the GPT has {entry.BlockCount} blocks, but the image has {expected} after the master boot record: tools may treat the rest as free. Recreate the image.");
        }
    }

    /// <summary>UEFI 5.3.2: what a header says of itself and of its entries.</summary>
    private void CheckTable(GptReading table, string name)
    {
        var header = table.Header;
        var at = table.HeaderOffset;
        if (Malformation(table) is { } what)
        {
            findings.Error(DiagnosticId.GptHeaderWrong, name, at, $"{what} Firmware refuses the table. Recreate the image.");
        }
        else if (header.Checksum != header.ActualChecksum)
        {
            findings.Error(DiagnosticId.GptHeaderChecksum, name, at + 16, $"The header's CRC field is {header.Checksum:X8}, but its bytes have the CRC {header.ActualChecksum:X8}: firmware refuses the table. Recreate the image.");
        }

        if (table.Array is { } array && !table.IsArraySound)
        {
            findings.Error(DiagnosticId.GptArrayChecksum, name, at + 88, $"The CRC field for the entries is {header.ArrayChecksum:X8}, but their bytes have the CRC {Bytes.Crc32.Of(array):X8}: firmware refuses the table. Recreate the image.");
        }
    }

    private string? Malformation(GptReading table)
    {
        var header = table.Header;
        return header switch
        {
            { ActualChecksum: null } => $"The header size is {header.Size} bytes. It must be {GptHeader.LeastSize} to {Block.Size}.",
            { Revision: not GptHeader.Revision1 } => $"The revision is {header.Revision:X8}. It must be 00010000.",
            { Reserved: not 0 } => "The reserved field is not zero.",
            _ when header.OwnBlock != (ulong)table.Block => $"The header is in block {table.Block}, but its own field gives block {header.OwnBlock}.",
            _ when header.EntrySize < GptPartition.Size || !System.Numerics.BitOperations.IsPow2(header.EntrySize) => $"The entry size is {header.EntrySize} bytes. It must be 128 times a power of two.",
            _ when table.Array is null => $"The header gives {header.Count} entries from block {header.ArrayBlock} on, more than fit into the image or any tool supports.",
            _ when header.FirstUsableBlock > header.LastUsableBlock || header.LastUsableBlock >= (ulong)tables.BlockCount => $"The usable blocks are {header.FirstUsableBlock} to {header.LastUsableBlock}, but the image has {tables.BlockCount}.",
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
                findings.Error(DiagnosticId.GptEntryWrong, Gpt(partition.Number), at + 32, $"The partition begins at block {partition.FirstBlock} but ends before that, at {partition.LastBlock}. Recreate the image.");
            }
            else if (partition.LastBlock >= (ulong)tables.BlockCount)
            {
                findings.Error(DiagnosticId.PartitionBeyondImage, Gpt(partition.Number), at + 40, $"The partition ends with block {partition.LastBlock}, but the image has {tables.BlockCount} blocks of {Block.Size} bytes. The image is truncated, or the table is wrong. Get a fresh copy.");
            }
            else if (!partition.IsWithin(header.FirstUsableBlock, header.LastUsableBlock))
            {
                findings.Warning(DiagnosticId.GptEntryOutside, Gpt(partition.Number), at + 32, $"The partition, block {partition.FirstBlock} to {partition.LastBlock}, is not within the usable blocks, {header.FirstUsableBlock} to {header.LastUsableBlock}: firmware ignores it. Images made by isohybrid are like this.");
            }
            else
            {
                within.Add(partition);
            }

            if (partition.Id != Guid.Empty && !ids.Add(partition.Id))
            {
                findings.Warning(DiagnosticId.GptIdsEqual, Gpt(partition.Number), at + 16, $"Another partition has the same identifier, {partition.Id}: systems that look for it may find either. Recreate the image.");
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
                findings.Error(DiagnosticId.PartitionsOverlap, Gpt(partition.Number), at + 32, $"The partition overlaps partition {reaching.Number}: firmware ignores both. Keep them apart.");
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
                findings.Error(DiagnosticId.GptBackupMissing, "GPT backup", alone.HeaderOffset + 32, $"There is no backup header, neither in block {alone.Header.AlternateBlock}, where the primary header places it, nor in the image's last block: tools report a damaged table. The image is truncated or was enlarged. Get a fresh copy.");
            }

            return;
        }

        if (tables.Primary is not { } primary)
        {
            findings.Error(DiagnosticId.GptBackupAlone, "GPT backup", backup.HeaderOffset, "There is a GPT at the image's end but none at its start, which was overwritten. Recreate the image, or restore the table with sgdisk.");
            return;
        }

        if (backup.State != GptState.Sound)
        {
            CheckTable(backup, "GPT backup header");
        }
        else if (known.Gpt is { Primary: GptState.Sound, Backup: GptState.Different })
        {
            findings.Error(DiagnosticId.GptBackupDiffers, "GPT backup header", backup.HeaderOffset, "The backup table differs from the primary one, and tools disagree on which to use. Recreate the image.");
        }

        if (!IsFollowed && (backup.Block != tables.BlockCount - 1 || primary.Header.AlternateBlock != (ulong)backup.Block))
        {
            findings.Warning(DiagnosticId.GptBackupMisplaced, "GPT backup header", backup.HeaderOffset, $"The backup header is in block {backup.Block}, but the image's last block is {tables.BlockCount - 1} and the primary header gives {primary.Header.AlternateBlock}: tools report a damaged table. Firmware goes by the primary one. Move the backup (sgdisk -e), or recreate the image.");
        }
    }
}
