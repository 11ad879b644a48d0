using IsoBuild.Content;

namespace IsoBuild.Reading;

/// <summary>Everything that the tree of UDF leads to. The record of a node is its file entry (see <see cref="TreeReading.RecordOffset"/>).</summary>
internal sealed class UdfTreeReading : TreeReading
{
    /// <summary>Where the file identifiers of directories lie, stretch by stretch; those that lie in their own file entry are left out.</summary>
    public required List<(ContentDirectory Directory, Extent Extent)> DirectoryExtents { get; init; }

    /// <summary>Further blocks that belong to the entries of a directory: allocation extent descriptors, and the targets of links.</summary>
    public required List<(ContentDirectory Directory, long Offset)> MoreBlocks { get; init; }
}
