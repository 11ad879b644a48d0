namespace IsoBuild.Tasks;

/// <summary>Paths as stamps and records hold them: from their own folder on. A project may be moved, and what a build left come from a cache.</summary>
internal sealed class MovablePath
{
    private readonly string folder;
    private readonly List<(string Above, string Way)> ways = [];

    /// <param name="file">The whole path of the stamp or of the records.</param>
    public MovablePath(string file)
    {
        folder = Path.GetDirectoryName(file)!;
        var way = "";
        for (var above = folder; above is not null; above = Path.GetDirectoryName(above))
        {
            ways.Add((Path.EndsInDirectorySeparator(above) ? above : above + Path.DirectorySeparatorChar, way));
            way += ".." + Path.DirectorySeparatorChar;
        }
    }

    /// <summary>How the whole path <paramref name="path"/> is written here; as it is where no way leads there, as between drives.</summary>
    public string From(string path)
    {
        foreach (var (above, way) in ways)
        {
            if (path.StartsWith(above, StringComparison.Ordinal))
            {
                return string.Concat(way, path.AsSpan(above.Length));
            }
        }

        return path;
    }

    /// <summary>The whole path of what <see cref="From"/> wrote.</summary>
    public string Whole(string written) => written.Length == 0 ? "" : Path.GetFullPath(written, folder);
}
