using IsoBuild.Diagnostics;

namespace IsoBuild.Fat;

/// <summary>A FAT file system made of files: a small layout, whose bytes are put together as they are read.</summary>
internal sealed class FatImage
{
    private FatImage(FatSource source) => Source = source;

    /// <summary>Its bytes. Nothing is held of them but what says where each lies.</summary>
    public FatSource Source { get; }

    /// <summary>In bytes: the size asked for, or a multiple of 2048.</summary>
    public long Size => Source.Length;

    public BootSector Boot => Source.Boot;

    public FatKind Kind => Boot.Kind;

    /// <summary>Lays files out; <see langword="null"/> and diagnostics when there is anything that cannot be stored.</summary>
    public static FatImage? Build(IEnumerable<FatEntry> files, FatOptions options, DiagnosticBag diagnostics)
    {
        DiagnosticBag own = new(DiagnosticBag.PlanningLimit);
        FatTree tree = new(files, options, own);
        var boot = own.HasErrors ? null : new FatGeometry(tree, options, own).Choose();
        diagnostics.AddAll(own);
        if (boot is null)
        {
            return null;
        }

        // One after the other, directories first: whoever walks the tree reads one stretch.
        var next = FatKinds.FirstCluster;
        foreach (var item in tree.Nodes)
        {
            if (item.StoredLength > 0 && (item.Parent is not null || boot.IsLarge))
            {
                item.Cluster = item.StartsSector ? FatKinds.FirstCluster + (uint)FatGeometry.AtSector(next - FatKinds.FirstCluster, boot.ClusterSize) : next;
                next = item.Cluster;
                next += (uint)((item.StoredLength + boot.ClusterSize - 1) / boot.ClusterSize);
            }
        }

        return new FatImage(new FatSource(tree, boot, options, next)) { AtSectors = [.. tree.Nodes.Where(item => item is { StartsSector: true, Cluster: > 0 }).Select(item => (item.Path, boot.ClusterOffset(item.Cluster)))] };
    }

    /// <summary>The files that begin at sectors of the medium, and where they begin in the file system, in bytes.</summary>
    public IReadOnlyList<(string Path, long Offset)> AtSectors { get; private init; } = [];
}
