using System.Collections;
using IsoBuild.Content;

namespace IsoBuild.Layout;

/// <summary>The paths of nodes, in ordinal order, each put together when somebody looks at it.</summary>
internal sealed class PathList : IReadOnlyList<string>
{
    /// <summary>So many characters are quicker sorted at once.</summary>
    private const long MostAtOnce = 1 << 22;

    private readonly ArraySegment<ContentNode> nodes;
    private readonly NamingTree? tree;

    /// <param name="nodes">The nodes, which are sorted in place.</param>
    /// <param name="tree">The tree that shows them; <see langword="null"/> for their own paths.</param>
    public PathList(ContentNode[] nodes, NamingTree? tree)
    {
        (this.nodes, this.tree) = (nodes, tree);
        if (nodes.Length < 2)
        {
            return;
        }

        long characters = 0;
        for (var i = 0; i < nodes.Length && characters <= MostAtOnce; i++)
        {
            characters += PathOf(nodes[i]).Length;
        }

        if (characters <= MostAtOnce)
        {
            Array.Sort(Array.ConvertAll(nodes, PathOf), nodes, StringComparer.Ordinal);
        }
        else
        {
            Array.Sort(nodes, (a, b) => string.CompareOrdinal(PathOf(a), PathOf(b)));
        }
    }

    private PathList(ArraySegment<ContentNode> nodes, NamingTree? tree) => (this.nodes, this.tree) = (nodes, tree);

    public int Count => nodes.Count;

    public string this[int index] => PathOf(nodes[index]);

    /// <summary>All but the first.</summary>
    public PathList Rest => new(nodes[1..], tree);

    public IEnumerator<string> GetEnumerator() => nodes.Select(PathOf).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private string PathOf(ContentNode node) => tree?.PathOf?.Invoke(node) ?? node.Path;
}
