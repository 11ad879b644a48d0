using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Extraction;

/// <summary>What stands in the target under a name; links are not followed.</summary>
internal enum FoundKind
{
    Nothing,
    File,
    Directory,
    Link,
}

/// <param name="Kind">What it is.</param>
/// <param name="Length">Of a file, its length in bytes.</param>
internal readonly record struct Found(FoundKind Kind, long Length = 0);

/// <summary>One directory of the target, and what can be done with the names in it. All that extraction does to a disk goes through here.</summary>
internal abstract class TargetFolder : IDisposable
{
    /// <summary>What a directory has until everything is in it: nobody else can put anything there.</summary>
    protected const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Opens the target itself, which may be reached through links: they are the user's own choice.</summary>
    /// <param name="path">An existing directory.</param>
    /// <param name="byPaths">Whether to do without directory descriptors where the system has them.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static TargetFolder Open(string path, bool byPaths = false) =>
        !byPaths && Content.UnixCalls.AreSupported ? DescriptorFolder.OpenTarget(path) : new PathFolder(path);

    /// <summary>Whether only names are told to the system, and never a path, so that these may have any length.</summary>
    public abstract bool KnowsNoPaths { get; }

    /// <summary>What tells this directory from all others, where the system has that.</summary>
    public abstract (ulong Device, ulong Number) Identity { get; }

    /// <summary>What has a name here.</summary>
    public abstract Found Look(string name);

    /// <summary>Makes a directory that nobody but its owner may enter.</summary>
    /// <returns>Whether it was made; otherwise, something has the name.</returns>
    public abstract bool TryMakeDirectory(string name);

    /// <summary>Opens a directory that is here, and nothing that has taken its place.</summary>
    public abstract TargetFolder Open(string name);

    /// <summary>Makes a file that gets its name when it is whole.</summary>
    /// <param name="length">How much room to reserve; 0 for none.</param>
    /// <param name="mode">Its permissions, from which the umask takes some away.</param>
    public abstract NewFile CreateFile(long length, UnixFileMode mode);

    /// <summary>Makes a symbolic link.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="target">Where it leads.</param>
    /// <param name="isToDirectory">Whether a directory is there.</param>
    /// <param name="replacement">Whether it takes the place of what has the name.</param>
    public abstract void MakeLink(string name, string target, bool isToDirectory, Replacement replacement);

    /// <summary>Gives a file its further name.</summary>
    /// <returns>Whether it has that; where not, it needs a copy.</returns>
    public abstract bool TryLink(TargetFolder holder, string existing, string name, Replacement replacement);

    /// <summary>Sets the date of a link that is here.</summary>
    public abstract void SetDate(string name, DateTimeOffset date);

    /// <summary>Sets the date of this directory.</summary>
    public abstract void SetDate(DateTimeOffset date);

    /// <summary>Sets the mode of this directory.</summary>
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public abstract void SetMode(UnixFileMode mode);

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public abstract UnixFileMode GetMode();

    /// <summary>Tries what names and modes the file system takes here.</summary>
    /// <exception cref="IOException">Nothing can be written here.</exception>
    /// <exception cref="UnauthorizedAccessException">Nothing may be written here.</exception>
    public abstract TargetProbe Probe();

    /// <summary>Deletes what killed extractions left here, as far as that is possible.</summary>
    /// <param name="isKept">Which names are the image's own.</param>
    public abstract void DeleteLeftovers(Func<string, bool> isKept);

    public abstract void Dispose();
}

/// <summary>What a target directory makes of names and modes.</summary>
/// <param name="Rules">The names that it takes.</param>
/// <param name="Masked">The permissions that new entries do not get, whatever is asked for: the umask, or what an access control list has in its place.</param>
/// <param name="KeepsModes">Whether new files get all other permissions that are asked for, and no more.</param>
internal sealed record TargetProbe(TargetRules Rules, UnixFileMode Masked, bool KeepsModes);

/// <summary>A file that is being written, and gone unless it gets its name.</summary>
internal abstract class NewFile(SafeFileHandle handle) : IDisposable
{
    public SafeFileHandle Handle => handle;

    /// <summary>Whether the file was made with the mode that was asked for.</summary>
    public abstract bool HasMode { get; }

    /// <summary>Sets the modification date.</summary>
    public abstract void SetDate(DateTimeOffset date);

    /// <summary>Gives the file its name, in one step. Its handle may be closed by that.</summary>
    public abstract void Publish(string name, Replacement replacement);

    public abstract void Dispose();
}
