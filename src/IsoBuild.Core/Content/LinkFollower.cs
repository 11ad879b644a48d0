namespace IsoBuild.Content;

/// <summary>Where a symbolic link on disk ends.</summary>
internal enum LinkEndKind
{
    File,
    Directory,
    Nowhere,
    Circle,
}

/// <summary>What a symbolic link on disk leads to.</summary>
/// <param name="Kind">What is there.</param>
/// <param name="Path">Its path, with no link in it.</param>
internal readonly record struct LinkEnd(LinkEndKind Kind, string Path);

/// <summary>Follows symbolic links on disk, below one directory that is added.</summary>
/// <remarks>
/// Links are followed name by name, as kernels do: <c>..</c> behind a linked directory leads to where that directory really is. Real paths,
/// with no link in them, tell what lies in what; but what lies in the directory that is added goes by that directory's own spelling, which
/// is how exclusions and people know it.
/// </remarks>
internal sealed class LinkFollower
{
    /// <summary>Linux follows as many before it calls it a circle.</summary>
    private const int MostLinksFollowed = 40;

    private readonly string root;
    private readonly string realRoot;

    /// <param name="root">The directory that is added: a whole path, without a separator at its end.</param>
    public LinkFollower(string root)
    {
        this.root = root;
        realRoot = Follow(Path.GetPathRoot(root) ?? "", root) is { Kind: LinkEndKind.Directory } end ? end.Path : root;
    }

    private static StringComparison Comparison =>
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>The real path of what was found at a path.</summary>
    public string Real(string path) => IsWithin(root, path) ? Path.Join(realRoot, path.AsSpan(root.Length)) : path;

    /// <summary>The path by which to call what has a real path.</summary>
    public string Spelled(string real) => Contains(real) ? Path.Join(root, real.AsSpan(realRoot.Length)) : real;

    /// <summary>Whether a real path lies in the directory that is added, or is that one.</summary>
    public bool Contains(string real) => IsWithin(realRoot, real);

    /// <summary>Whether a path is that of a directory, or lies in it.</summary>
    public static bool IsWithin(string directory, string path) =>
        path.StartsWith(directory, Comparison)
        && (path.Length == directory.Length || Path.EndsInDirectorySeparator(directory) || path[directory.Length] == Path.DirectorySeparatorChar);

    /// <summary>Follows a link's text to its end.</summary>
    /// <param name="holder">The real path of the directory that holds the link.</param>
    /// <param name="text">The link's text, as on disk.</param>
    /// <exception cref="IOException">A directory on the way cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A directory on the way may not be read.</exception>
    public static LinkEnd Follow(string holder, string text)
    {
        var pending = new Stack<string>();
        var (place, isFile, links) = (Begin(holder, text, pending), false, 0);
        while (pending.TryPop(out var name))
        {
            if (isFile)
            {
                // Also with nothing but a slash behind it, a file is no directory.
                return new LinkEnd(LinkEndKind.Nowhere, place);
            }

            if (name is "" or "." or "..")
            {
                place = name is ".." ? Path.GetDirectoryName(place) ?? place : place;
                continue;
            }

            var path = Path.GetFullPath(Path.Join(place, name));
            var next = DiskFile.Look(path);
            if (!next.Exists)
            {
                return new LinkEnd(LinkEndKind.Nowhere, path);
            }

            if (next.LinkTarget is { } further)
            {
                if (++links > MostLinksFollowed)
                {
                    return new LinkEnd(LinkEndKind.Circle, path);
                }

                place = Begin(place, further, pending);
                continue;
            }

            place = path;
            isFile = !next.IsDirectory;
        }

        return new LinkEnd(isFile ? LinkEndKind.File : LinkEndKind.Directory, place);
    }

    /// <summary>Where a text begins, with its names put before those that wait.</summary>
    private static string Begin(string place, string text, Stack<string> pending)
    {
        var target = OperatingSystem.IsWindows() ? LinkOnDisk.WithoutPrefix(text) : text;
        var start = Path.GetPathRoot(target) ?? "";
        var names = target[start.Length..].Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar]);
        for (var i = names.Length - 1; i >= 0; i--)
        {
            pending.Push(names[i]);
        }

        // On Windows a root may lack its drive, which is then that of the link.
        return start.Length == 0 ? place : Path.GetFullPath(start, Path.GetPathRoot(place) is { Length: > 0 } drive ? drive : place);
    }
}
