using IsoBuild.Diagnostics;

namespace IsoBuild.Fat;

/// <summary>Holds tables, counts and copies of a file system against each other.</summary>
/// <param name="bytes">The file system.</param>
/// <param name="boot">Its boot sector.</param>
/// <param name="chains">The clusters that the tree uses.</param>
/// <param name="report">Takes the findings.</param>
internal sealed class FatChecker(FatBytes bytes, BootSector boot, FatChains chains, FatReport report)
{
    private const int ChunkSize = 1 << 16;

    /// <summary>How much of all copies is compared: two of the largest table there is. A sparse file has 254 of them for nothing.</summary>
    private const long MostCompared = 2L << 30;

    public void Check()
    {
        TableReader table = new(bytes, boot.Kind, boot.TableOffset(boot.ActiveTable), boot.TableLength);
        CheckBootSector(table);
        CheckCopies();
        CheckCounts(CheckLost(table));
        CheckBackup();
    }

    private void CheckBootSector(TableReader table)
    {
        if (!boot.HasSignature)
        {
            report.Error(DiagnosticId.FatBootSectorWrong, null, BootSector.Size - 2, "The boot sector does not end in 55 AA, so firmware does not accept it. Recreate the file system.");
        }

        if ((table[0] & 0xFF) != boot.Media && (table[0] != AllocationTable.End || boot.Media < 0xF8))
        {
            report.Warning(DiagnosticId.FatBootSectorWrong, null, boot.TableOffset(boot.ActiveTable), $"The first entry of the allocation table is 0x{table[0]:X}, whose last byte does not match the media type 0x{boot.Media:X2} of the boot sector. Recreate the file system.");
        }
    }

    private void CheckCopies()
    {
        if (!boot.IsMirrored)
        {
            return;
        }

        var (first, second) = (new byte[ChunkSize], new byte[ChunkSize]);
        long compared = 0;
        for (var copy = 1; copy < boot.TableCount; copy++)
        {
            for (long position = 0; position < boot.TableLength; position += ChunkSize)
            {
                var count = (int)Math.Min(ChunkSize, boot.TableLength - position);
                if ((compared += count) > MostCompared)
                {
                    report.Warning(DiagnosticId.FatCopiesDiffer, null, boot.TableOffset(copy) + position, $"The allocation table has {boot.TableCount - 1} copies of {boot.TableLength} bytes, more than any system makes. From here on, they were not compared. Recreate the file system with two tables.");
                    return;
                }

                if (!bytes.TryFill(boot.TableOffset(0) + position, first.AsSpan(0, count)) || !bytes.TryFill(boot.TableOffset(copy) + position, second.AsSpan(0, count)))
                {
                    return;
                }

                var same = first.AsSpan(0, count).CommonPrefixLength(second.AsSpan(0, count));
                if (same < count)
                {
                    report.Warning(DiagnosticId.FatCopiesDiffer, null, boot.TableOffset(copy) + position + same, $"Copy {copy + 1} of the allocation table differs from the first. Recreate the file system, or repair it with fsck.fat.");
                    break;
                }
            }
        }
    }

    /// <summary>Finds clusters that are taken and belong to nothing.</summary>
    /// <returns>How many clusters are free.</returns>
    private uint CheckLost(TableReader table)
    {
        uint free = 0;
        uint lost = 0;
        uint firstLost = 0;
        for (uint i = 0; i < chains.ClusterCount; i++)
        {
            var cluster = i + FatKinds.FirstCluster;
            var next = table[cluster];
            if (next == AllocationTable.Free)
            {
                free++;
            }
            else if (next != AllocationTable.Bad && !chains.IsUsed(cluster) && lost++ == 0)
            {
                firstLost = cluster;
            }
        }

        if (lost > 0)
        {
            report.Warning(DiagnosticId.FatClustersLost, null, boot.TableOffset(boot.ActiveTable) + AllocationTable.Offset(boot.Kind, firstLost), $"{lost} clusters, from {firstLost} on, are allocated but belong to no file. Recreate the file system, or repair it with fsck.fat.");
        }

        return free;
    }

    private void CheckCounts(uint free)
    {
        if (!boot.IsLarge || boot.InfoSectorNumber is 0 or 0xFFFF)
        {
            return;
        }

        Span<byte> sector = stackalloc byte[InfoSector.Size];
        var offset = (long)boot.InfoSectorNumber * boot.BytesPerSector;
        if (boot.InfoSectorNumber >= boot.ReservedSectors || !bytes.TryFill(offset, sector) || InfoSector.Read(sector) is not { } info)
        {
            report.Warning(DiagnosticId.FatCountsWrong, null, offset, "The sector with the count of free clusters (FSInfo) is not where the boot sector points. Recreate the file system.");
            return;
        }

        if (info.FreeClusters != InfoSector.Unknown && info.FreeClusters != free && chains.ClusterCount == boot.ClusterCount)
        {
            report.Warning(DiagnosticId.FatCountsWrong, null, offset, $"The count of free clusters is {info.FreeClusters}, but {free} are free. Recreate the file system, or repair it with fsck.fat.");
        }
        else if (info.NextFree != InfoSector.Unknown && info.NextFree >= FatKinds.FirstCluster + boot.ClusterCount)
        {
            report.Warning(DiagnosticId.FatCountsWrong, null, offset, $"The hint for the next free cluster is {info.NextFree}, which does not exist. Recreate the file system.");
        }
    }

    private void CheckBackup()
    {
        if (!boot.IsLarge || boot.BackupSector is 0 or 0xFFFF)
        {
            return;
        }

        Span<byte> first = stackalloc byte[BootSector.Size];
        Span<byte> copy = stackalloc byte[BootSector.Size];
        var offset = (long)boot.BackupSector * boot.BytesPerSector;
        if (bytes.TryFill(0, first) && (boot.BackupSector >= boot.ReservedSectors || !bytes.TryFill(offset, copy) || !first.SequenceEqual(copy)))
        {
            report.Warning(DiagnosticId.FatBackupDiffers, null, offset, "The backup boot sector differs from the boot sector. Recreate the file system, or repair it with fsck.fat.");
        }
    }
}
