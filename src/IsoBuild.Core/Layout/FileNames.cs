using IsoBuild.Content;

namespace IsoBuild.Layout;

/// <summary>A tree in which readers look for the names of files.</summary>
/// <param name="Tree">The formats that hide a node from it.</param>
/// <param name="PathOf">The path by which it shows a node, where that is not the node's own.</param>
internal sealed record NamingTree(ImageFormats Tree, Func<ContentNode, string>? PathOf = null)
{
    /// <summary>Whether the tree shows links as links, and not as files.</summary>
    public bool HasLinks { get; init; }

    /// <summary>Whether readers of the tree see the node as a file.</summary>
    public bool Shows(ContentNode node) => (node.HiddenFrom & Tree) == 0 && (node is ContentFile || !HasLinks);
}

/// <summary>The names of one stretch of content: those by which the first of the trees knows it that knows it at all.</summary>
/// <remarks>Paths are put together when somebody looks at them: thousands of files far down may have one content.</remarks>
/// <param name="file">Whose content it is: of several files, the first.</param>
/// <param name="trees">The trees, best first; none where all names are the nodes' own.</param>
internal sealed class FileNames(ContentFile file, IReadOnlyList<NamingTree>? trees)
{
    private List<ContentNode>? others;
    private PathList? names;

    public ContentFile File { get; } = file;

    /// <summary>What the image stores in place of the file's own bytes, if it does.</summary>
    public StoredForm? Stored { get; set; }

    /// <summary>What changes the bytes once they are copied.</summary>
    public IReadOnlyList<IFixUp> FixUps { get; set; } = [];

    /// <summary>Further files of the content, and links that some tree shows as it.</summary>
    public IReadOnlyList<ContentNode> Others => others ?? (IReadOnlyList<ContentNode>)[];

    /// <summary>In ordinal order.</summary>
    public PathList Names => names ??= Find();

    public void Add(ContentNode node)
    {
        (others ??= []).Add(node);
        names = null;
    }

    public override string ToString() => Names[0];

    private PathList Find()
    {
        foreach (var tree in trees ?? [])
        {
            ContentNode[] shown = [.. Others.Prepend(File).Where(tree.Shows)];
            if (shown.Length > 0)
            {
                return new PathList(shown, tree);
            }
        }

        return new PathList([.. Others.Prepend(File)], tree: null);
    }
}
