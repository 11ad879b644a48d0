using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.RockRidge;

namespace IsoBuild.Reading;

/// <summary>A directory as one tree records it.</summary>
/// <param name="Node">The directory.</param>
/// <param name="Offset">Where its records begin, in bytes.</param>
/// <param name="Length">How many bytes of records it says it has.</param>
/// <param name="PathLength">How many characters its path has.</param>
internal sealed record DirectoryExtent(ContentDirectory Node, long Offset, long Length, int PathLength)
{
    /// <summary>The directory in which it is shown.</summary>
    public DirectoryExtent? Parent { get; init; }

    /// <summary>Whether CL led to it, which names no directory but the one to be shown (RRIP 4.1.5.1).</summary>
    public bool IsLinked { get; init; }

    /// <summary>Whether its records are shown elsewhere too.</summary>
    public bool IsAgain { get; init; }
}

/// <summary>Where one tree lies, and what is wrong with it.</summary>
internal abstract class TreeStructure
{
    /// <summary>In the order of discovery: parents before their children. Relocated directories lie where they belong (RRIP 4.1.5), those that are not
    /// marked as such also where they were moved to.</summary>
    public required List<DirectoryExtent> Directories { get; init; }

    /// <summary>Continuation areas: offset and length in bytes, and the directory whose records lead there. Of areas in one sector that a
    /// directory's records lead to one after the other, the first.</summary>
    public List<(long Offset, int Length, ContentDirectory Directory)> Continuations { get; init; } = [];

    /// <summary>Whether the records carry Rock Ridge names.</summary>
    public bool HasRockRidge { get; init; }

    /// <summary>Where libisofs' checksums lie; <see langword="null"/> where there are none.</summary>
    public ChecksumArea? Checksums { get; init; }

    /// <summary>What the names beyond ASCII are that stand in plain identifiers.</summary>
    public NameEncoding PlainNames { get; init; }

    /// <summary>The lowest interchange level that the identifiers keep to; 0 in UDF, which knows none.</summary>
    public int LowestLevel { get; init; }

    /// <summary>What is wrong with the tree.</summary>
    public required DiagnosticBag Diagnostics { get; init; }

    public abstract TreeCounts Counts { get; }

    /// <summary>Where files lie, and how many bytes there are, the gaps of interleaved ones included; what is stored nowhere is left out.</summary>
    public abstract IEnumerable<(long Offset, long Length)> Stretches { get; }
}

/// <summary>Everything that one tree leads to.</summary>
internal class TreeReading : TreeStructure
{
    public required ContentTree Content { get; init; }

    /// <summary>Whether directories were moved because they lay too deep (RRIP 4.1.5).</summary>
    public bool HasRelocated { get; init; }

    /// <summary>Whether entries have dates of access, creation or a change of attributes beside that of their modification (RRIP 4.1.6).</summary>
    public bool HasOtherDates { get; init; }

    /// <summary>The names of attributes that are the writer's own and of no other image, such as libisofs' checksums.</summary>
    public IReadOnlyCollection<string> WritersAttributes { get; init; } = [];

    public override TreeCounts Counts
    {
        get
        {
            var counts = default(TreeCounts);
            foreach (var node in Content.AllNodes)
            {
                switch (node)
                {
                    case ContentFile file:
                        counts.Files++;
                        counts.Bytes += file.Length;
                        break;
                    case ContentDirectory:
                        counts.Directories++;
                        break;
                    case ContentLink:
                        counts.Links++;
                        break;
                    default:
                        counts.Others++;
                        break;
                }
            }

            return counts;
        }
    }

    public override IEnumerable<(long Offset, long Length)> Stretches
    {
        get
        {
            foreach (var node in Content.AllNodes)
            {
                for (var i = 0; node is ContentFile file && i < ExtentsOf(file).Length; i++)
                {
                    if (ExtentsOf(file)[i] is { IsHole: false } extent)
                    {
                        yield return (extent.Offset, extent.End - extent.Offset);
                    }
                }
            }
        }
    }

    /// <summary>The stretches of the image that hold a file; none for an empty one.</summary>
    public static ReadOnlySpan<Extent> ExtentsOf(ContentFile file) => file.Source is ImageContentSource source ? source.Extents : default;

    /// <summary>The byte at which the node's directory record begins: of a file in several extents, the first one's; -1 for the root.</summary>
    public static long RecordOffset(ContentNode node) => node.RecordOffset;
}
