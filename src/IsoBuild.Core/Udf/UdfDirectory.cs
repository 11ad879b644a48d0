using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Udf;

/// <summary>A directory of the UDF tree: a region with its file entry and those of the files in it, a block each, and a region with its file identifiers.</summary>
internal sealed class UdfDirectory(ContentDirectory node, UdfDirectory? parent, UdfNames names)
{
    public ContentDirectory Node { get; } = node;

    /// <summary>The directory above; of the root, the root (UDF 1.02 2.3.4).</summary>
    public UdfDirectory Parent => parent ?? this;

    /// <summary>The file entries.</summary>
    public RegionId Entries { get; set; }

    /// <summary>The file identifiers.</summary>
    public RegionId Identifiers { get; set; }

    /// <summary>How many file entries precede this directory's in the whole tree, from which unique ids follow.</summary>
    public int EntriesBefore { get; init; }

    /// <summary>How many directories the tree shows in it.</summary>
    public int SubdirectoryCount { get; set; }

    /// <summary>For each further <see cref="UdfTree.Stride"/> of file entries, the child to which the first of them belongs: so a piece of them is found without going through all.</summary>
    public int[] FirstChildren { get; set; } = [];

    /// <summary>For each further <see cref="UdfTree.MarkDistance"/> bytes of file identifiers, the first one that does not end before, and where it begins: so a piece of
    /// them is found without going through all.</summary>
    public (int Child, long Position)[] IdentifierMarks { get; set; } = [];

    /// <summary>The tree and the path in it, by which a sector map names the directory.</summary>
    public override string ToString() => $"udf {names.PathOf(Node)}";
}
