using System.Text;
using IsoBuild.Bytes;

namespace IsoBuild.Verifying;

/// <summary>An entry as one consumer shows it.</summary>
internal sealed class ShownNode(WalkedEntry? entry, string name, ShownNode? parent) : IAlike
{
    /// <summary>What it was made from; nothing, for the root.</summary>
    public WalkedEntry? Entry { get; } = entry;

    public string Name { get; } = name;

    public ShownNode? Parent { get; } = parent;

    /// <summary>Of a directory.</summary>
    public List<ShownNode>? Children { get; set; }

    /// <summary>How many characters the path has; of the root, none.</summary>
    public int PathLength { get; } = parent is null ? 0 : parent.PathLength + 1 + name.Length;

    public bool IsDirectory => Children is not null;

    /// <summary>The same for directories with the same files below them, in whatever tree; 0 when there are none.</summary>
    public long Fingerprint { get; set; }

    public string Path
    {
        get
        {
            var names = new Stack<string>();
            for (var node = this; node.Parent is not null; node = node.Parent)
            {
                names.Push(node.Name);
            }

            var path = new StringBuilder();
            foreach (var part in names)
            {
                path.Append('/').Append(part);
            }

            return path.Length == 0 ? "/" : path.ToString();
        }
    }

    public override string ToString() => Path;
}

/// <summary>A tree as one consumer shows it: its names, and its idea of relocated directories.</summary>
internal sealed class ShownTree
{
    /// <param name="tree">The tree that the consumer uses.</param>
    /// <param name="name">How it names entries; <see langword="null"/> for those that it leaves out.</param>
    /// <param name="followsRelocation">Whether CL, PL and RE mean something to it (RRIP 4.1.5).</param>
    public ShownTree(WalkedTree tree, Func<WalkedEntry, string?> name, bool followsRelocation)
    {
        Tree = tree;
        var places = followsRelocation ? tree.Directories.ToDictionary(directory => directory.Offset) : [];
        var entered = new HashSet<WalkedDirectory>();
        var pending = new Queue<(ShownNode Node, WalkedDirectory Directory)>();
        Root = new ShownNode(entry: null, "", parent: null);
        Enter(Root, tree.Root);
        while (pending.TryDequeue(out var next))
        {
            foreach (var entry in next.Directory.Entries)
            {
                if (followsRelocation && entry.IsRelocated || name(entry) is not { } shown)
                {
                    continue;
                }

                var node = new ShownNode(entry, shown, next.Node);
                next.Node.Children!.Add(node);
                Nodes.Add(node);
                Enter(node, followsRelocation && entry.ChildLink is { } block ? places.GetValueOrDefault((long)block * Sector.Size) : entry.Directory);
            }
        }

        // Children come after their parents.
        foreach (var node in Enumerable.Reverse(Nodes))
        {
            node.Fingerprint += node.Children is null && node.Entry is { Length: > 0 } file ? HashCode(file) : 0;
            node.Parent!.Fingerprint += node.Fingerprint;
        }

        void Enter(ShownNode node, WalkedDirectory? directory)
        {
            // A directory that cannot be read is one that shows nothing.
            node.Children = directory is not null || node.Entry is { IsDirectory: true } ? [] : null;
            if (directory is not null && entered.Add(directory))
            {
                pending.Enqueue((node, directory));
            }
        }
    }

    public WalkedTree Tree { get; }

    public ShownNode Root { get; }

    /// <summary>Every entry but the root, parents before their children.</summary>
    public List<ShownNode> Nodes { get; } = [];

    /// <summary>What this tree shows for each entry of <paramref name="other"/>; nothing for those that it does not show.</summary>
    public Dictionary<ShownNode, ShownNode> Match(ShownTree other)
    {
        var matches = new Dictionary<ShownNode, ShownNode> { [other.Root] = Root };
        if (ReferenceEquals(Tree, other.Tree))
        {
            var places = Nodes.Where(node => node.Entry!.Directory is not null).ToDictionary(node => node.Entry!.Directory!.Offset);
            var byEntry = Nodes.ToDictionary(node => node.Entry!);
            foreach (var node in other.Nodes)
            {
                // To those who know no relocation, the directory is where it was moved to.
                var shown = node.Entry!.ChildLink is { } block && places.TryGetValue((long)block * Sector.Size, out var moved) ? moved : byEntry.GetValueOrDefault(node.Entry);
                if (shown is not null)
                {
                    matches[node] = shown;
                }
            }

            return matches;
        }

        var pending = new Queue<(ShownNode Theirs, ShownNode Ours)>([(other.Root, Root)]);
        while (pending.TryDequeue(out var pair))
        {
            foreach (var (theirs, ours) in Alike.Match(pair.Theirs.Children ?? [], pair.Ours.Children ?? []))
            {
                matches[theirs] = ours;
                if (theirs.Children is not null)
                {
                    pending.Enqueue((theirs, ours));
                }
            }
        }

        return matches;
    }

    /// <summary>Of where its content lies, and how much it is.</summary>
    private static long HashCode(WalkedEntry file) => unchecked(((file.Offset * 31) + file.Length) * 0x2545F4914F6CDD1D);
}
