using System.Runtime.InteropServices;

namespace IsoBuild.Reading;

/// <summary>How many entries a tree has, its root included, and how many bytes its files.</summary>
internal record struct TreeCounts
{
    public int Files { get; set; }

    public int Directories { get; set; }

    public int Links { get; set; }

    /// <summary>Pipes, sockets and devices.</summary>
    public int Others { get; set; }

    public long Bytes { get; set; }
}

/// <summary>What a sound tree holds, for whoever counts its files and asks where they lie: without names and nodes, it is read in a fraction of the time.</summary>
/// <param name="files">The files.</param>
internal sealed class TreeOutline(OutlinedFiles files) : TreeStructure
{
    public override TreeCounts Counts => files.Counts;

    public override ReadOnlySpan<(long Offset, long Length)> Stretches => files.Stretches;
}

/// <summary>Takes the place of nodes where nobody wants these.</summary>
internal sealed class OutlinedFiles
{
    private readonly List<(long Offset, long Length)> stretches = [];
    private TreeCounts counts;

    /// <summary>Whether so far there is nothing in the tree but what an outline can tell.</summary>
    public bool IsSound { get; private set; } = true;

    public TreeCounts Counts => counts;

    public ReadOnlySpan<(long Offset, long Length)> Stretches => CollectionsMarshal.AsSpan(stretches);

    public void GiveUp() => IsSound = false;

    public void AddDirectory() => counts.Directories++;

    public void AddLink() => counts.Links++;

    public void AddOther() => counts.Others++;

    /// <param name="extents">Where the file lies.</param>
    public void AddFile(List<Extent> extents)
    {
        counts.Files++;
        foreach (ref readonly var extent in CollectionsMarshal.AsSpan(extents))
        {
            counts.Bytes += extent.Length;
            stretches.Add((extent.Offset, extent.End - extent.Offset));
        }
    }
}
