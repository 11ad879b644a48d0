namespace IsoBuild.Content;

/// <summary>Paths on disk, as this library reads them. They may hold bytes that are not UTF-8: see <see cref="Bytes.NameBytes"/>.</summary>
public static class DiskPath
{
    /// <summary>Whether there is a file or a directory at a path, or what a link there leads to.</summary>
    /// <param name="path">The path on disk.</param>
    public static bool Exists(string path) => !string.IsNullOrEmpty(path) && DiskFile.Follow(path).Kind is (LinkEndKind.File or LinkEndKind.Directory);

    /// <summary>Whether there is a directory at a path, or a link to one.</summary>
    /// <param name="path">The path on disk.</param>
    public static bool IsDirectory(string path) => !string.IsNullOrEmpty(path) && DiskFile.Follow(path).Kind == LinkEndKind.Directory;

    /// <summary>What is at a path if it is no file to be read here and there, and opening it might wait for ever: a pipe, a socket or a character device.</summary>
    /// <param name="path">The path on disk.</param>
    /// <returns>What it is, in words; <see langword="null"/> for files, directories, disks, and where nothing is.</returns>
    public static string? WhyNoFile(string path) => string.IsNullOrEmpty(path) ? null : InputFile.KindOf(DiskFile.ReachablePath(path));

    /// <summary>A whole path of a file that .NET can open, also where the current directory is not UTF-8.</summary>
    /// <param name="path">The path on disk.</param>
    /// <exception cref="IOException">The path itself is not UTF-8.</exception>
    public static string Reachable(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return DiskFile.ReachablePath(path);
    }
}
