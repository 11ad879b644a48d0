using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Fat;

/// <summary>A FAT file system that was read: FAT12, FAT16 or FAT32, of any maker.</summary>
internal sealed class FatVolume
{
    private readonly ContentSource source;
    private readonly FatChains chains;

    private FatVolume(ContentSource source, BootSector boot, FatTreeReader tree, FatChains chains)
    {
        (this.source, Boot, this.chains) = (source, boot, chains);
        (Root, Nodes) = (tree.Root, tree.Nodes);
        Label = tree.Label ?? boot.Label;
    }

    public BootSector Boot { get; }

    public FatKind Kind => Boot.Kind;

    /// <summary>That of the root directory, else of the boot sector; empty for none.</summary>
    public string Label { get; }

    public FatNode Root { get; }

    /// <summary>Everything but the root, each before what is in it.</summary>
    public IReadOnlyList<FatNode> Nodes { get; }

    /// <summary>Whether there is a boot sector that describes a FAT file system.</summary>
    public static bool IsLikely(ContentSource source)
    {
        using FatBytes bytes = new(source);
        Span<byte> sector = stackalloc byte[BootSector.Size];
        return bytes.TryFill(0, sector) && BootSector.Read(sector).Problem() is null;
    }

    /// <summary>Reads the tree; <see langword="null"/> and a finding when there is none. Takes time and memory in proportion to the tables, at worst.</summary>
    /// <param name="source">The file system's bytes, and nothing behind them that it does not count: an El Torito image, a partition.</param>
    /// <param name="item">What findings call it.</param>
    /// <param name="start">Where it begins in the image, in bytes: findings say where they lie in that.</param>
    /// <param name="diagnostics">Takes the findings.</param>
    public static FatVolume? TryRead(ContentSource source, string item, long start, DiagnosticBag diagnostics)
    {
        FatReport report = new(diagnostics, item, start);
        using FatBytes bytes = new(source);
        Span<byte> sector = stackalloc byte[BootSector.Size];
        if (!bytes.TryFill(0, sector))
        {
            report.Error(DiagnosticId.FatUnreadable, null, 0, $"The data has {source.Length} bytes, too few for a FAT file system.");
            return null;
        }

        var boot = BootSector.Read(sector);
        if (boot.Problem() is { } problem)
        {
            report.Error(DiagnosticId.FatUnreadable, null, 0, $"This is not a FAT file system: {problem}.");
            return null;
        }

        var count = Usable(boot, bytes.Length, report);
        if (count == 0)
        {
            return null;
        }

        TableReader table = new(bytes, boot.Kind, boot.TableOffset(boot.ActiveTable), boot.TableLength);
        FatChains found = new(boot, table, count, report);
        FatTreeReader tree = new(source, bytes, boot, found, report);
        tree.Read();
        return new FatVolume(source, boot, tree, found);
    }

    /// <summary>Finds what no reader of the tree comes across: in the boot sector, the tables and the counts. What <see cref="TryRead"/> found is not repeated.</summary>
    public void Check(string item, long start, DiagnosticBag diagnostics)
    {
        using FatBytes bytes = new(source);
        new FatChecker(bytes, Boot, chains, new FatReport(diagnostics, item, start)).Check();
    }

    /// <summary>How many of the clusters are there, and in the table.</summary>
    private static uint Usable(BootSector boot, long length, FatReport report)
    {
        var count = boot.ClusterCount;
        if (boot.Length > length)
        {
            report.Error(DiagnosticId.FatTruncated, null, 0, $"The FAT file system has {boot.Length} bytes according to its boot sector, but only {length} are there. Get a fresh copy of the image, or correct the size of its boot entry or partition.");
            count = (uint)Math.Clamp((length - boot.DataOffset) / boot.ClusterSize, 0, count);
        }

        if (boot.ActiveTable >= boot.TableCount)
        {
            report.Error(DiagnosticId.FatUnreadable, null, 0, $"The boot sector selects allocation table {boot.ActiveTable} of only {boot.TableCount}.");
            return 0;
        }

        if (boot.IsLarge ? boot.ClusterCount < FatKinds.FirstFat32 : boot.ClusterCount >= FatKinds.FirstFat32)
        {
            report.Warning(DiagnosticId.FatKindDoubtful, null, 0, $"There are {boot.ClusterCount} clusters, which is {(boot.IsLarge ? "too few for FAT32, so EDK2 treats it as damaged" : "too many for FAT16")}. Recreate it with another cluster size.");
        }
        else if (FatKinds.IsDoubtful(boot.ClusterCount))
        {
            report.Warning(DiagnosticId.FatKindDoubtful, null, 0, $"There are {boot.ClusterCount} clusters, so close to a limit that drivers disagree on whether this is {FatKinds.Name(boot.Kind)}. Recreate it a little smaller or larger.");
        }

        var entries = AllocationTable.Entries(boot.Kind, boot.TableLength) - FatKinds.FirstCluster;
        if (entries < boot.ClusterCount)
        {
            report.Error(DiagnosticId.FatTableShort, null, boot.TableOffset(0), $"The allocation table has room for only {Math.Max(0, entries)} of {boot.ClusterCount} clusters. Recreate the file system.");
            count = (uint)Math.Clamp(entries, 0, count);
        }

        return Math.Min(count, FatKinds.Most(FatKind.Fat32));
    }
}
