namespace IsoBuild.Content;

/// <summary>The content of an image: immutable, in ordinal order of names at every level.</summary>
public sealed class ContentTree
{
    /// <summary>Numbers the nodes below <paramref name="root"/>, whose children are final and sorted.</summary>
    internal ContentTree(ContentDirectory root)
    {
        Root = root;
        var nodes = new ContentNode[1 + CountBelow(root)];
        var count = 0;
        var pending = new Stack<ContentNode>();
        pending.Push(root);
        while (pending.TryPop(out var node))
        {
            node.Index = count;
            nodes[count++] = node;
            if (node is ContentDirectory directory)
            {
                if (node.Parent is { } parent)
                {
                    parent.SubdirectoryCount++;
                }

                for (var i = directory.Entries.Length - 1; i >= 0; i--)
                {
                    pending.Push(directory.Entries[i]);
                }
            }
        }

        AllNodes = nodes;
    }

    private static int CountBelow(ContentDirectory root)
    {
        var count = 0;
        var pending = new Stack<ContentDirectory>();
        pending.Push(root);
        while (pending.TryPop(out var directory))
        {
            count += directory.Entries.Length;
            foreach (var entry in directory.Entries)
            {
                if (entry is ContentDirectory deeper)
                {
                    pending.Push(deeper);
                }
            }
        }

        return count;
    }

    /// <summary>Whether nobody may write what nobody has named a mode for.</summary>
    internal bool IsReadOnly { get; init; }

    /// <summary>The root directory.</summary>
    public ContentDirectory Root { get; }

    /// <summary>The root and everything below it, each directory before its content, in ordinal order.</summary>
    public IReadOnlyList<ContentNode> Nodes => AllNodes;

    /// <summary><see cref="Nodes"/>, for walking without an enumerator.</summary>
    internal ContentNode[] AllNodes { get; }

    /// <summary>Files that no tree shows and the image holds all the same: boot images. Their numbers follow those of <see cref="AllNodes"/>, and their paths are those that they would have.</summary>
    internal ContentFile[] Unshown
    {
        get;
        set
        {
            field = value;
            for (var i = 0; i < value.Length; i++)
            {
                value[i].Index = AllNodes.Length + i;
            }
        }
    } = [];

    /// <summary>How trees of the base spell entries of it, where that is not what would be made of their names.</summary>
    internal IReadOnlyDictionary<ContentNode, KeptNames> KeptNames { get; set; } = new Dictionary<ContentNode, KeptNames>();

    /// <summary>Whether <see cref="Find"/> takes a name that differs in case alone for want of another: an image based on one that ignores case need not know its spelling.</summary>
    internal bool IgnoresCase { get; init; }

    /// <summary>How many numbers the nodes and <see cref="Unshown"/> have.</summary>
    internal int NumberCount => AllNodes.Length + Unshown.Length;

    /// <summary>The node at <paramref name="path"/> (<c>/docs/readme.txt</c>; the leading slash may be left out), or <see langword="null"/>.</summary>
    public ContentNode? Find(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        ContentNode? node = Root;
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            node = NameCase.Find(node as ContentDirectory, name, IgnoresCase);
            if (node is null)
            {
                return null;
            }
        }

        return node;
    }
}
