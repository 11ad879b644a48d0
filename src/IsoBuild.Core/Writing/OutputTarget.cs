using System.Globalization;
using IsoBuild.Content;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Writing;

/// <summary>Where a path that is to be written leads, through links: to a file that is replaced as a whole, or to something that takes bytes as they come.</summary>
/// <param name="Path">The file, with no link at its end; or what takes bytes.</param>
/// <param name="IsStream">Whether it is a device, a pipe, a socket or a descriptor that this process has open.</param>
/// <param name="Descriptor">That descriptor's number.</param>
internal sealed record OutputTarget(string Path, bool IsStream = false, int? Descriptor = null)
{
    private const int StandardOutput = 1;

    /// <summary>As many as Linux follows.</summary>
    private const int MostLinks = 40;

    public bool IsStandardOutput => Descriptor == StandardOutput;

    /// <summary>Where a path leads; <see langword="null"/> where nothing can be written, as whoever writes there will say.</summary>
    public static OutputTarget? TryFind(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return Find(path);
        }
        catch (Exception failure) when (AtomicFile.IsFailure(failure))
        {
            return null;
        }
    }

    /// <exception cref="IOException">No file can be there.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be looked at.</exception>
    public static OutputTarget Find(string path)
    {
        if (System.IO.Path.EndsInDirectorySeparator(path))
        {
            throw new IOException("The path ends in a separator, like that of a directory; add a file name.");
        }

        var place = DiskFile.ReachablePath(path);
        if (OperatingSystem.IsWindows() && place.StartsWith(@"\\.\", StringComparison.Ordinal))
        {
            return new OutputTarget(place, IsStream: true);
        }

        for (var links = 0; links <= MostLinks; links++)
        {
            if (DescriptorAt(place) is { } descriptor)
            {
                return new OutputTarget(place, IsStream: true, descriptor);
            }

            var found = DiskFile.Look(place);
            if (found.LinkTarget is not { } text)
            {
                return found switch
                {
                    { Exists: false } => new OutputTarget(place),
                    { IsDirectory: true } => throw new IOException("A directory has this name; add a file name to the path."),
                    _ => new OutputTarget(place, IsStream: !IsRegular(place, found)),
                };
            }

            place = Follow(place, OperatingSystem.IsWindows() ? LinkOnDisk.WithoutPrefix(text) : text);
        }

        throw new IOException("Its symbolic links form a loop; delete them, or name another file.");
    }

    /// <summary>Opens what takes bytes as they come.</summary>
    public Stream OpenStream(CancellationToken cancellationToken)
    {
        if (UnixCalls.AreSupported)
        {
            // A descriptor is another's too: nothing but its place is changed.
            var handle = Descriptor is { } number ? new SafeFileHandle(number, ownsHandle: false) : UnixCalls.OpenStream(Path, cancellationToken);
            return new DescriptorStream(handle, Path, cancellationToken);
        }

        return Descriptor is { } open
            ? new FileStream(new SafeFileHandle(open, ownsHandle: false), FileAccess.Write, bufferSize: 0)
            : new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    }

    private static bool IsRegular(string path, in DiskEntry found) =>
        OperatingSystem.IsWindows()
        || (UnixCalls.AreSupported ? UnixCalls.Rights(path) is not { IsRegular: false } : found.Length > 0 || UnixFile.IsRegular(path));

    /// <summary>Where a link leads. <c>..</c> in its text is meant from where the directory really is.</summary>
    private static string Follow(string link, string text)
    {
        if (System.IO.Path.EndsInDirectorySeparator(text))
        {
            throw new IOException($"It is a symbolic link to {text}, which names a directory; name another file.");
        }

        var holder = RealDirectory(System.IO.Path.GetDirectoryName(link)!) ?? System.IO.Path.GetDirectoryName(link)!;
        var (directory, name) = (System.IO.Path.GetDirectoryName(text) ?? "", System.IO.Path.GetFileName(text));
        var end = LinkFollower.Follow(holder, directory);
        return end.Kind switch
        {
            _ when name is "." or ".." => throw new IOException($"It is a symbolic link to {text}, which names a directory; name another file."),
            LinkEndKind.Directory => System.IO.Path.Join(end.Path, name),
            LinkEndKind.Circle => throw new IOException("Its symbolic links form a loop; delete them, or name another file."),
            _ => throw new IOException($"It is a symbolic link to {text}, whose directory does not exist; create it, or name another file."),
        };
    }

    private static string? RealDirectory(string directory) =>
        LinkFollower.Follow(System.IO.Path.GetPathRoot(directory) ?? "", directory) is { Kind: LinkEndKind.Directory } end ? end.Path : null;

    /// <summary>The number of the descriptor that a path stands for, as <c>/dev/fd/1</c> and <c>/proc/self/fd/1</c> do.</summary>
    /// <exception cref="IOException">Nobody has given this process such a descriptor.</exception>
    private static int? DescriptorAt(string path)
    {
        var name = System.IO.Path.GetFileName(path);
        if (OperatingSystem.IsWindows() || name.Length == 0 || !name.All(char.IsAsciiDigit))
        {
            return null;
        }

        var directory = RealDirectory(System.IO.Path.GetDirectoryName(path)!);
        var own = string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/");
        var isOwn = directory == "/dev/fd"
            || (directory is not null && directory.StartsWith(own, StringComparison.Ordinal) && directory.EndsWith("/fd", StringComparison.Ordinal));
        if (!isOwn)
        {
            return null;
        }

        // What the runtime has opened for itself, to be woken by or to read its code from, must not be written to.
        var isGiven = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && (UnixCalls.IsGiven(number) ?? DiskFile.Look(path).Exists);
        return isGiven ? number : throw new IOException($"Descriptor {name} is not open; redirect it, as in {name}>file.");
    }
}
