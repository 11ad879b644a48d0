using IsoBuild.Bytes;
using IsoBuild.Diagnostics;

namespace IsoBuild.Fat;

/// <summary>Chooses kind, size of clusters and size of tables for what is to be stored.</summary>
/// <remarks>
/// FAT16 wherever it can be: all firmware reads it, FAT12 was blamed for not booting on some, and FAT32 begins at 33 MiB. That makes the smallest file system 2.1 MiB large,
/// most of it zeros. Clusters are as small as the kind allows, so that little is lost behind each file; in FAT32, as large as the specification says.
/// </remarks>
internal sealed class FatGeometry(FatTree tree, FatOptions options, DiagnosticBag diagnostics)
{
    private const int SectorSize = BootSector.Size;

    /// <summary>Whether there are files that begin at sectors of the medium.</summary>
    private readonly bool startsSectors = tree.Nodes.Any(node => node.StartsSector);

    /// <summary>64 sectors, 32 KiB: larger ones are not safe (FAT 1.03, BPB_SecPerClus).</summary>
    private const int LargestCluster = 64;

    /// <summary>Sectors before the tables: FAT12 and FAT16 have the boot sector alone, FAT32 the usual 32.</summary>
    private const int LargeReserved = 32;

    private const uint RootCluster = FatKinds.FirstCluster;
    private const int InfoSectorNumber = 1;
    private const int BackupSector = 6;

    /// <summary>The usual number of entries of a root directory that is no chain, in FAT12 and FAT16.</summary>
    private const int UsualRoot12 = 224;
    private const int UsualRoot16 = 512;

    private const int EntriesPerSector = SectorSize / DirectoryEntry.Size;

    /// <summary>As many entries as the field counts, in whole sectors.</summary>
    private const int MostRoot = ushort.MaxValue / EntriesPerSector * EntriesPerSector;

    /// <summary>From how many bytes on FAT32 takes larger clusters (FAT 1.03, DskTableFAT32).</summary>
    private static readonly (long UpTo, int Sectors)[] LargeClusters =
        [(260L << 20, 1), (8L << 30, 8), (16L << 30, 16), (32L << 30, 32), (long.MaxValue, LargestCluster)];

    /// <summary>The boot sector of the file system; <see langword="null"/> and a diagnostic when there can be none.</summary>
    public BootSector? Choose()
    {
        if (options.Size is { } size && (size <= 0 || size % SectorSize != 0))
        {
            diagnostics.Error(DiagnosticId.FatSizeInvalid, Item, $"The size of the FAT file system is {size} bytes. Give a multiple of {SectorSize}.");
            return null;
        }

        if (options.Size / SectorSize > uint.MaxValue)
        {
            diagnostics.Error(DiagnosticId.FatVolumeTooLarge, Item, $"The size of the FAT file system is {options.Size} bytes, but it can have at most {(long)uint.MaxValue * SectorSize} (2 TiB). Give a smaller size.");
            return null;
        }

        // Without a size, what is too large for FAT16 is too large for FAT12.
        FatKind[] kinds = options.Kind != FatKind.Auto ? [options.Kind] : [FatKind.Fat16, FatKind.Fat12, FatKind.Fat32];
        foreach (var kind in kinds)
        {
            if ((options.Size is { } given ? OfSize(kind, given / SectorSize) : Smallest(kind)) is { } found)
            {
                return found;
            }
        }

        Report(kinds);
        return null;
    }

    private static string Item => "EFI system partition";

    private BootSector? OfSize(FatKind kind, long total)
    {
        foreach (var cluster in Clusters(kind))
        {
            if (Make(kind, cluster, total) is { } found && found.ClusterCount >= FatKinds.Fewest(kind) && found.ClusterCount <= FatKinds.Most(kind)
                && found.ClusterCount >= Needed(kind, found.ClusterSize))
            {
                return found;
            }
        }

        return null;
    }

    private BootSector? Smallest(FatKind kind)
    {
        foreach (var cluster in Clusters(kind))
        {
            var needed = Math.Max(Needed(kind, cluster * SectorSize), FatKinds.Fewest(kind));
            if (needed > FatKinds.Most(kind))
            {
                continue;
            }

            var tables = Sectors(AllocationTable.Length(kind, needed + FatKinds.FirstCluster));
            var total = Sector.AlignUp((Overhead(kind) + (2 * tables) + (needed * cluster)) * SectorSize) / SectorSize;
            // What fills up the last 2048 bytes may be clusters too, whose entries may take one more sector.
            var found = Make(kind, cluster, total);
            while (found is not null && found.ClusterCount < needed)
            {
                found = Make(kind, cluster, total += Sector.Size / SectorSize);
            }

            var isUsual = kind != FatKind.Fat32 || Array.Find(LargeClusters, row => row.Sectors == cluster).UpTo >= total * SectorSize;
            if (found is not null && found.ClusterCount <= FatKinds.Most(kind) && isUsual)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The sizes of clusters to try, in sectors, in that order.</summary>
    private IEnumerable<int> Clusters(FatKind kind)
    {
        if (kind != FatKind.Fat32)
        {
            return [1, 2, 4, 8, 16, 32, LargestCluster];
        }

        // The specification's; where that makes too few of them, smaller ones.
        return options.Size is { } size
            ? new[] { LargestCluster, 32, 16, 8, 4, 2, 1 }.Where(sectors => sectors <= Array.Find(LargeClusters, row => size <= row.UpTo).Sectors)
            : LargeClusters.Select(row => row.Sectors);
    }

    /// <summary>How many clusters the content takes.</summary>
    private long Needed(FatKind kind, int clusterSize)
    {
        long count = 0;
        foreach (var node in tree.Nodes)
        {
            if (node.Parent is not null || kind == FatKind.Fat32)
            {
                count = node.StartsSector ? AtSector(count, clusterSize) : count;
                count += (node.StoredLength + clusterSize - 1) / clusterSize;
            }
        }

        return count;
    }

    /// <summary>The next cluster that begins at a sector of the medium, as the first one does.</summary>
    public static long AtSector(long cluster, int clusterSize)
    {
        var multiple = Math.Max(1, Sector.Size / clusterSize);
        return (cluster + multiple - 1) / multiple * multiple;
    }

    private static int Reserved(FatKind kind) => kind == FatKind.Fat32 ? LargeReserved : 1;

    private int RootEntries(FatKind kind) => kind switch
    {
        FatKind.Fat32 => 0,
        FatKind.Fat12 => Math.Max(UsualRoot12, WholeRoot),
        _ => Math.Max(UsualRoot16, WholeRoot),
    };

    private int WholeRoot => (tree.Root.Slots + EntriesPerSector - 1) / EntriesPerSector * EntriesPerSector;

    private long Overhead(FatKind kind) => Reserved(kind) + (RootEntries(kind) / EntriesPerSector);

    private static long Sectors(long bytes) => (bytes + SectorSize - 1) / SectorSize;

    /// <summary>The file system of a kind in that many sectors: with the smallest tables that have an entry for every cluster.</summary>
    private BootSector? Make(FatKind kind, int cluster, long total)
    {
        var room = total - Overhead(kind);
        if (RootEntries(kind) > MostRoot || total > uint.MaxValue || room <= 0)
        {
            return null;
        }

        var (fewest, most) = (1L, Sectors(AllocationTable.Length(kind, (room / cluster) + FatKinds.FirstCluster)));
        while (fewest < most)
        {
            var middle = (fewest + most) / 2;
            if (IsEnough(middle))
            {
                most = middle;
            }
            else
            {
                fewest = middle + 1;
            }
        }

        var isLarge = kind == FatKind.Fat32;
        if (room - (2 * fewest) < cluster || (!isLarge && fewest > ushort.MaxValue))
        {
            return null;
        }

        // Where files begin at sectors of the medium, the first cluster does.
        const int perSector = Sector.Size / SectorSize;
        var before = (int)((Overhead(kind) + (2 * fewest)) % perSector);
        var filler = startsSectors && before > 0 ? perSector - before : 0;
        if (room - (2 * fewest) - filler < cluster)
        {
            return null;
        }

        return new BootSector
        {
            SectorsPerCluster = cluster,
            ReservedSectors = Reserved(kind) + filler,
            RootEntries = RootEntries(kind),
            TotalSectors = (uint)total,
            SectorsPerTable = (uint)fewest,
            IsLarge = isLarge,
            RootCluster = isLarge ? RootCluster : 0,
            InfoSectorNumber = isLarge ? InfoSectorNumber : 0,
            BackupSector = isLarge ? BackupSector : 0,
            SerialNumber = options.SerialNumber,
            Label = tree.Label,
        };

        bool IsEnough(long tables) =>
            AllocationTable.Length(kind, (Math.Max(0, room - (2 * tables)) / cluster) + FatKinds.FirstCluster) <= tables * SectorSize;
    }

    private void Report(FatKind[] kinds)
    {
        var last = kinds[^1];
        var smallest = options.Size is null ? null : Array.ConvertAll(kinds, Smallest).Where(each => each is not null).MinBy(each => each!.TotalSectors);
        if (last != FatKind.Fat32 && RootEntries(last) > MostRoot)
        {
            diagnostics.Error(DiagnosticId.FatDirectoryTooLarge, "/", $"The root directory takes {tree.Root.Slots} entries, including those for long names, but {FatKinds.Name(last)} allows at most {MostRoot}. Move files into directories, or use FAT32.");
        }
        else if (options.Size is not { } size)
        {
            diagnostics.Error(DiagnosticId.FatVolumeTooLarge, Item, $"The content is too large for {FatKinds.Name(last)}. {(last == FatKind.Fat32 ? "Leave something out" : "Use another kind, or leave something out")}.");
        }
        else if (smallest is not null && smallest.Length > size)
        {
            diagnostics.Error(DiagnosticId.FatContentTooLarge, Item, $"The content does not fit into the requested {size} bytes; it needs {smallest.Length}. Give a larger size, or leave something out.");
        }
        else
        {
            diagnostics.Error(DiagnosticId.FatSizeInvalid, Item, $"There is no {FatKinds.Name(options.Kind)} file system of {size} bytes for this content: clusters have from {SectorSize} to {LargestCluster * SectorSize} bytes, and {FatKinds.Name(last)} from {FatKinds.Fewest(last)} to {FatKinds.Most(last)} of them. Give another size or kind.");
        }
    }
}
