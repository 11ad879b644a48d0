namespace IsoBuild.Fat;

/// <summary>A file or directory of a FAT file system that was read.</summary>
internal sealed class FatNode(FatNode? parent, string name, string shortName, FatAttributes attributes)
{
    private readonly List<FatNode> children = [];

    /// <summary><see langword="null"/> of the root.</summary>
    public FatNode? Parent => parent;

    /// <summary>The long name where there is one.</summary>
    public string Name => name;

    /// <summary>The short name, as it is shown.</summary>
    public string ShortName => shortName;

    public FatAttributes Attributes => attributes;

    public bool IsDirectory => (attributes & FatAttributes.Directory) != 0;

    /// <summary>How many directories lie above.</summary>
    public int Depth { get; } = parent is null ? 0 : parent.Depth + 1;

    /// <summary>When it was last written, if the entry says so.</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>As recorded; 0 of an empty file, and of a root that is no chain.</summary>
    public uint FirstCluster { get; init; }

    /// <summary>Where its entry lies, in bytes from the file system's beginning.</summary>
    public long EntryOffset { get; init; }

    /// <summary>Of a file, in bytes.</summary>
    public long Length { get; init; }

    /// <summary>The stretches of the file system that hold it, neighbours joined; of a file, cut to its length.</summary>
    public FatExtent[] Extents { get; set; } = [];

    /// <summary>The bytes of a file; <see langword="null"/> of a directory.</summary>
    public FatFileSource? Source { get; set; }

    /// <summary>In the order of the directory.</summary>
    public IReadOnlyList<FatNode> Children => children;

    /// <summary>Names separated by <c>/</c>; empty of the root.</summary>
    public string Path
    {
        get
        {
            if (parent is null)
            {
                return "";
            }

            var names = new string[Depth];
            var node = this;
            for (var i = Depth - 1; i >= 0; i--)
            {
                names[i] = node.Name;
                node = node.Parent!;
            }

            return string.Join('/', names);
        }
    }

    public void Add(FatNode child) => children.Add(child);
}

/// <summary>A stretch of a FAT file system, in bytes from its beginning.</summary>
internal readonly record struct FatExtent(long Offset, long Length);
