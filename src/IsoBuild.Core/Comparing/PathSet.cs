namespace IsoBuild.Comparing;

/// <summary>Paths of entries that stand for everything in them.</summary>
internal sealed class PathSet
{
    private readonly List<string> paths = [];

    /// <summary>In the order of <see cref="Compare"/>, without those that lie in others; made when somebody asks.</summary>
    private List<string>? outermost;

    public void Add(string path)
    {
        paths.Add(path);
        outermost = null;
    }

    /// <summary>Whether a path, or that of a directory above it, is there.</summary>
    public bool Covers(string path)
    {
        if (paths.Count == 0)
        {
            return false;
        }

        outermost ??= Outermost();
        var found = outermost.BinarySearch(path, Comparer<string>.Create(Compare));

        // What lies in a directory follows it at once, and nothing that does is there.
        return found >= 0 || (~found > 0 && LiesIn(path, outermost[~found - 1]));
    }

    private List<string> Outermost()
    {
        paths.Sort(Compare);
        var kept = new List<string>();
        foreach (var path in paths)
        {
            if (kept.Count == 0 || !(string.Equals(kept[^1], path, StringComparison.Ordinal) || LiesIn(path, kept[^1])))
            {
                kept.Add(path);
            }
        }

        return kept;
    }

    private static bool LiesIn(string path, string directory) =>
        path.Length > directory.Length && path[directory.Length] == '/' && path.StartsWith(directory, StringComparison.Ordinal);

    /// <summary>Ordinal, but for the slash, which comes first.</summary>
    private static int Compare(string a, string b)
    {
        var same = a.AsSpan().CommonPrefixLength(b);
        return same == a.Length || same == b.Length ? a.Length.CompareTo(b.Length) : Rank(a[same]).CompareTo(Rank(b[same]));
    }

    private static int Rank(char c) => c == '/' ? -1 : c;
}
