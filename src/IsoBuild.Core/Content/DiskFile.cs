using IsoBuild.Bytes;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Content;

/// <summary>What is at a path on disk; links are not followed.</summary>
/// <param name="Exists">Whether there is something.</param>
/// <param name="IsDirectory">Whether it, or what the system says that a link leads to, is a directory.</param>
/// <param name="LinkTarget">The text of a symbolic link.</param>
/// <param name="Length">Of a file, its length in bytes.</param>
/// <param name="ModifiedUtc">Its own date, also that of a link.</param>
internal readonly record struct DiskEntry(bool Exists, bool IsDirectory, string? LinkTarget, long Length, DateTime ModifiedUtc)
{
    /// <summary>Who may do what, where the system tells it with the rest.</summary>
    public DiskRights? Rights { get; init; }
}

/// <summary>Files and directories on disk whose paths may have names that are not UTF-8: such go to the system as bytes, all others by way of .NET.</summary>
internal static class DiskFile
{
    /// <summary>Where Linux has the current directory, whatever it is called.</summary>
    private const string CurrentDirectory = "/proc/self/cwd";

    /// <summary>Whether the path can only be said in bytes, and the system takes those.</summary>
    public static bool IsRaw(string path) => NameBytes.IsRaw(path) && UnixCalls.AreSupported;

    /// <summary>Whether a text that .NET tells may stand for bytes that it cannot tell.</summary>
    public static bool IsLossy(ReadOnlySpan<char> text) => OperatingSystem.IsLinux() && text.Contains('\uFFFD');

    /// <summary>The whole path. The current directory's is asked of the system where .NET tells it with loss.</summary>
    public static string FullPath(string path) => IsBelowLossy(path) ? Path.GetFullPath(path, UnixCalls.ReadLink(CurrentDirectory)) : Path.GetFullPath(path);

    /// <summary>A whole path by which .NET gets there, which knows text alone: where the current directory is not UTF-8, by another name of that.</summary>
    /// <exception cref="IOException">There is none.</exception>
    public static string ReachablePath(string path)
    {
        var whole = FullPath(path);
        if (OperatingSystem.IsWindows() || !NameBytes.IsRaw(whole))
        {
            return whole;
        }

        var current = IsBelowLossy(path) ? UnixCalls.ReadLink(CurrentDirectory) : null;
        return current is not null && LinkFollower.IsWithin(current, whole) && !NameBytes.IsRaw(whole.AsSpan(current.Length))
            ? string.Concat(CurrentDirectory, whole.AsSpan(current.Length))
            : throw new IOException($"The path {NameBytes.Show(whole)} is not UTF-8. Rename it, or change to its directory first.");
    }

    private static bool IsBelowLossy(string path) => !Path.IsPathRooted(path) && IsLossy(Environment.CurrentDirectory) && UnixCalls.AreSupported;

    /// <summary>What a path leads to, through links.</summary>
    public static LinkEnd Follow(string path)
    {
        var whole = FullPath(path);
        if (!OperatingSystem.IsWindows() && NameBytes.IsRaw(whole))
        {
            return UnixCalls.AreSupported ? LinkFollower.Follow("/", whole) : new LinkEnd(LinkEndKind.Nowhere, whole);
        }

        var kind = Directory.Exists(path) ? LinkEndKind.Directory : File.Exists(path) ? LinkEndKind.File : LinkEndKind.Nowhere;
        return new LinkEnd(kind, whole);
    }

    /// <summary>Why it cannot be told whether there is something at a path: a directory above it may not be searched. <see langword="null"/> where it can.</summary>
    public static string? WhyHidden(string path)
    {
        try
        {
            _ = IsRaw(path) ? default : File.GetAttributes(path);
            return null;
        }
        catch (UnauthorizedAccessException refused)
        {
            return refused.Message;
        }
        catch (IOException)
        {
            // It is not there, which is no secret.
            return null;
        }
    }

    /// <summary>What is at a path.</summary>
    public static DiskEntry Look(string path)
    {
        if (IsRaw(path))
        {
            return UnixCalls.TryLook(path, out var status) ? Of(path, status) : default;
        }

        var info = new FileInfo(path);
        var attributes = info.Attributes;
        if (attributes == (FileAttributes)(-1))
        {
            return default;
        }

        // On Windows a reparse point may also be a file that lives in a cloud; only what names a target is a link.
        var target = (attributes & FileAttributes.ReparsePoint) != 0 ? Exact(path, info.LinkTarget) : null;
        var isDirectory = (attributes & FileAttributes.Directory) != 0;
        return new DiskEntry(Exists: true, isDirectory, target, isDirectory ? 0 : info.Length, info.LastWriteTimeUtc);
    }

    /// <summary>The text of the link at a path, where .NET has told it with loss.</summary>
    public static string? Exact(string path, string? target) => target is not null && IsLossy(target) && UnixCalls.AreSupported ? UnixCalls.ReadLink(path) : target;

    /// <summary>What a status says.</summary>
    public static DiskEntry Of(string path, in UnixStatus status) => Of("", path, status);

    /// <summary>What a status says of a name in a directory.</summary>
    public static DiskEntry Of(string directory, string name, in UnixStatus status) =>
        new(Exists: true, status.IsDirectory, status.IsLink ? UnixCalls.ReadLink(Path.Join(directory, name)) : null, status.IsDirectory ? 0 : status.Length, status.ModifiedUtc) { Rights = status.Rights };

    /// <summary>Opens a regular file to be read.</summary>
    public static SafeFileHandle OpenRead(string path) => OpenRead(path, out _);

    /// <summary>Opens a regular file to be read, with its stamp where the system has such.</summary>
    public static SafeFileHandle OpenRead(string path, out FileStamp? stamp)
    {
        if (!UnixCalls.AreSupported)
        {
            stamp = null;
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }

        var handle = UnixCalls.OpenRead(path, out var status);
        stamp = FileStamp.Of(status);
        return handle;
    }

    public static void Move(string from, string to, bool overwrites)
    {
        if (IsRaw(from) || IsRaw(to))
        {
            UnixCalls.Move(from, to, overwrites);
        }
        else
        {
            File.Move(from, to, overwrites);
        }
    }

    public static void Delete(string path)
    {
        if (IsRaw(path))
        {
            UnixCalls.Remove(path);
        }
        else
        {
            File.Delete(path);
        }
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public static UnixFileMode GetMode(string path) =>
        !IsRaw(path) ? File.GetUnixFileMode(path)
        : UnixCalls.TryLook(path, out var status) ? status.Permissions
        : throw new FileNotFoundException(null, path);

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public static void SetMode(string path, UnixFileMode mode)
    {
        if (IsRaw(path))
        {
            UnixCalls.SetMode(path, mode);
        }
        else
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
