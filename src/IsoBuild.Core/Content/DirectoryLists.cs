using System.IO.Enumeration;

namespace IsoBuild.Content;

/// <summary>A name in a directory.</summary>
/// <param name="Name">The name.</param>
/// <param name="Entry">What is there.</param>
internal readonly record struct FoundEntry(string Name, DiskEntry Entry);

/// <summary>Lists directories, in the order of the disk. While one is worked on, the next ones are listed already.</summary>
internal sealed class DirectoryLists
{
    /// <summary>How many lists are made in advance.</summary>
    private const int Ahead = 2;

    /// <summary>How many may wait: directories that turn out to have others in them put off those that were next.</summary>
    private const int MostWaiting = 8;

    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
        RecurseSubdirectories = false,
        ReturnSpecialDirectories = false,
    };

    private readonly Dictionary<string, Task<List<FoundEntry>>> waiting = new(StringComparer.Ordinal);

    /// <summary>What a directory holds.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="next">Those that may follow, the likeliest first.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public List<FoundEntry> Of(string path, IEnumerable<string> next)
    {
        foreach (var later in next.Take(Ahead))
        {
            if (waiting.Count < MostWaiting && !waiting.ContainsKey(later))
            {
                waiting.Add(later, Task.Run(() => List(later)));
            }
        }

        return waiting.Remove(path, out var made) ? made.GetAwaiter().GetResult() : List(path);
    }

    private static List<FoundEntry> List(string path)
    {
        if (!UnixCalls.AreSupported)
        {
#pragma warning disable RS0030 // This is the place that the ban points to: the tree is sorted once it is complete.
            return [.. new FileSystemEnumerable<FoundEntry>(path, From, Everything)];
#pragma warning restore RS0030
        }

        return UnixCalls.List(path, (name, status) => new FoundEntry(name, Of(path, name, status)));
    }

    private static DiskEntry Of(string path, string name, in UnixStatus status)
    {
        try
        {
            return DiskFile.Of(path, name, status);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A link that is gone, or may not be read: whoever looks at it next says so.
            return new DiskEntry(Exists: true, IsDirectory: false, LinkTarget: null, Length: 0, default);
        }
    }

    private static FoundEntry From(ref FileSystemEntry entry)
    {
        var name = entry.FileName.ToString();
        if (DiskFile.IsLossy(name))
        {
            // Nobody can say what the name is, and so what is there.
            return new FoundEntry(name, default);
        }

        // On Windows a reparse point may also be a file that lives in a cloud; only what names a target is a link.
        var target = (entry.Attributes & FileAttributes.ReparsePoint) != 0 ? DiskFile.Exact(entry.ToFullPath(), entry.ToFileSystemInfo().LinkTarget) : null;
        return new FoundEntry(name, new DiskEntry(Exists: true, entry.IsDirectory, target, entry.IsDirectory ? 0 : entry.Length, entry.LastWriteTimeUtc.UtcDateTime));
    }
}
