namespace IsoBuild.Content;

/// <summary>Paths on disk, as this library reads them. They may hold bytes that are not UTF-8: see <see cref="Bytes.NameBytes"/>.</summary>
public static class DiskPath
{
    /// <summary>Whether a path, or the target of a link there, exists as a file or a directory.</summary>
    /// <param name="path">The path on disk.</param>
    public static bool Exists(string path) => !string.IsNullOrEmpty(path) && DiskFile.Follow(path).Kind is (LinkEndKind.File or LinkEndKind.Directory);

    /// <summary>Whether there is a directory at a path, or a link to one.</summary>
    /// <param name="path">The path on disk.</param>
    public static bool IsDirectory(string path) => !string.IsNullOrEmpty(path) && DiskFile.Follow(path).Kind == LinkEndKind.Directory;

    /// <summary>Describes what is at a path if it does not allow random access and opening it could block forever: a pipe, a socket or a character device.</summary>
    /// <param name="path">The path on disk.</param>
    /// <returns>A description; <see langword="null"/> for files, directories, disks and paths that do not exist.</returns>
    public static string? WhyNoFile(string path) => string.IsNullOrEmpty(path) ? null : InputFile.KindOf(DiskFile.ReachablePath(path));

    /// <summary>Gets a full path that .NET can open, even if the current directory is not UTF-8.</summary>
    /// <param name="path">The path on disk.</param>
    /// <exception cref="IOException">The path itself is not UTF-8.</exception>
    public static string Reachable(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return DiskFile.ReachablePath(path);
    }
}
