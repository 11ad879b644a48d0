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

    public override IEnumerable<(long Offset, long Length)> Stretches => files.Stretches;
}

/// <summary>Takes the place of nodes where nobody wants these.</summary>
internal sealed class OutlinedFiles
{
    /// <summary>How many stretches lie together: larger arrays are memory that is not given back for long.</summary>
    private const int PieceLength = 1 << 12;

    private readonly List<(long Offset, long Length)[]> full = [];
    private (long Offset, long Length)[] last = [];
    private int lastLength;
    private TreeCounts counts;

    /// <summary>Whether so far there is nothing in the tree but what an outline can tell.</summary>
    public bool IsSound { get; private set; } = true;

    public TreeCounts Counts => counts;

    public IEnumerable<(long Offset, long Length)> Stretches
    {
        get
        {
            foreach (var piece in full)
            {
                foreach (var stretch in piece)
                {
                    yield return stretch;
                }
            }

            for (var i = 0; i < lastLength; i++)
            {
                yield return last[i];
            }
        }
    }

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
            Add((extent.Offset, extent.End - extent.Offset));
        }
    }

    private void Add((long, long) stretch)
    {
        if (lastLength == last.Length)
        {
            if (lastLength == PieceLength)
            {
                full.Add(last);
                (last, lastLength) = ([], 0);
            }

            Array.Resize(ref last, lastLength == 0 ? 16 : PieceLength);
        }

        last[lastLength++] = stretch;
    }
}
