using System.Runtime.InteropServices;
using IsoBuild.Bytes;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Content;

/// <summary>The calls that take a name in an open directory. Whatever becomes of that directory's path meanwhile, they reach what was opened; and no link is followed.</summary>
internal static partial class UnixCalls
{
    private const uint MayNotReplace = 1;

    /// <summary>As many bytes as nearly every name has, with its NUL.</summary>
    private const int ShortName = 128;

    /// <summary>Of a date: it stays.</summary>
    private const long Omitted = 0x3FFF_FFFE;

    private const int BadDescriptor = 9;
    private const int IsADirectory = 21;
    private const int Invalid = 22;
    private const int NotImplemented = 38;
    private const int TooManyLinks = 40;

    private static readonly byte[] Here = [(byte)'.', 0];

    /// <summary>What stands for the descriptor itself.</summary>
    private static readonly byte[] NoName = [0];

    /// <summary>Whether files without a name can be told by their descriptor, which some kernels allow nobody but the administrator.</summary>
    private static volatile bool namesByDescriptor = true;

    private static volatile bool cannotExclude;

    private static int OnlyDirectory => IsArmLike ? 0x4000 : 0x1_0000;

    /// <summary>The directory at a path, or that a link there leads to. One that may not be read can be used all the same, as far as it may.</summary>
    public static SafeFileHandle OpenFolder(string path)
    {
        var name = Name(path);
        var descriptor = OpenAt(CurrentDirectory, name, OnlyDirectory | CloseOnExec, mode: 0);
        if (descriptor < 0 && Marshal.GetLastPInvokeError() == NoAccess)
        {
            descriptor = OpenAt(CurrentDirectory, name, OnlyDirectory | CloseOnExec | PathAlone, mode: 0);
        }

        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failure(path);
    }

    /// <summary>A directory in a directory. One that may not be read can be used all the same, as far as it may.</summary>
    /// <exception cref="IOException">Something else has this name, such as a link.</exception>
    public static SafeFileHandle OpenFolder(SafeFileHandle folder, string name)
    {
        var bytes = Name(name);
        var flags = OnlyDirectory | NotThroughLink | CloseOnExec;
        var descriptor = OpenAt(folder, bytes, flags, mode: 0);
        if (descriptor < 0 && Marshal.GetLastPInvokeError() == NoAccess)
        {
            descriptor = OpenAt(folder, bytes, flags | PathAlone, mode: 0);
        }

        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true)
            : Marshal.GetLastPInvokeError() is NoDirectory or TooManyLinks ? throw new IOException($"Something else has taken the place of the directory {NameBytes.Show(name)}, perhaps a link.")
            : throw Failure(name);
    }

    /// <summary>What has a name in a directory; a link is not followed.</summary>
    /// <returns>Whether there is something.</returns>
    public static bool TryLook(SafeFileHandle folder, string name, out UnixStatus status)
    {
        var isHeld = false;
        try
        {
            folder.DangerousAddRef(ref isHeld);
            return TryLook((int)folder.DangerousGetHandle(), name, out status);
        }
        finally
        {
            if (isHeld)
            {
                folder.DangerousRelease();
            }
        }
    }

    /// <summary>What is open.</summary>
    public static UnixStatus Look(SafeFileHandle handle)
    {
        if (Look(handle, NoName, EmptyPath, BasicFields, out var found) != 0)
        {
            throw Failure("");
        }

        return Status(found, "an open file");
    }

    /// <returns>Whether it was made; otherwise, something has the name.</returns>
    public static bool TryMakeDirectory(SafeFileHandle folder, string name, UnixFileMode mode) =>
        MakeDirectoryAt(folder, Name(name), (uint)mode) == 0 || (Marshal.GetLastPInvokeError() == IsThere ? false : throw Failure(name));

    /// <summary>Makes a file that has no name yet, so that nothing stays of it should the process die.</summary>
    /// <returns><see langword="null"/> when the file system has no such files.</returns>
    public static SafeFileHandle? TryCreateUnnamed(SafeFileHandle folder, UnixFileMode mode)
    {
        var descriptor = OpenAt(folder, Here, Unnamed | ReadWrite | CloseOnExec, (uint)mode);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true)
            : Marshal.GetLastPInvokeError() is NotSupported or IsADirectory or Invalid ? null
            : throw Failure(".");
    }

    /// <summary>Gives a file without a name one.</summary>
    /// <returns>Whether it has it; the caller tells by <see cref="NameIsTaken"/> why not.</returns>
    public static bool TryName(SafeFileHandle file, SafeFileHandle folder, string name)
    {
        var bytes = Name(name, stackalloc byte[ShortName]);
        if (namesByDescriptor)
        {
            if (LinkAt(file, NoName, folder, bytes, EmptyPath) == 0)
            {
                return true;
            }

            if (Marshal.GetLastPInvokeError() != NoEntry)
            {
                return false;
            }
        }

        var isHeld = false;
        try
        {
            file.DangerousAddRef(ref isHeld);
            if (LinkAt(CurrentDirectory, Name(DescriptorPath(file)), folder, bytes, FollowLinks) != 0)
            {
                return false;
            }

            namesByDescriptor = false;
            return true;
        }
        finally
        {
            if (isHeld)
            {
                file.DangerousRelease();
            }
        }
    }

    /// <summary>Whether the last call failed since something has the name.</summary>
    public static bool NameIsTaken => Marshal.GetLastPInvokeError() == IsThere;

    /// <summary>Why the last call failed.</summary>
    public static Exception LastFailure(string name) => Failure(name);

    /// <summary>Makes a file, where nothing has its name. On network file systems, only who may read it may lock it.</summary>
    /// <returns><see langword="null"/> when something has.</returns>
    public static SafeFileHandle? TryCreate(SafeFileHandle folder, string name, UnixFileMode mode)
    {
        var descriptor = OpenAt(folder, Name(name), Create | Exclusive | ReadWrite | NotThroughLink | CloseOnExec, (uint)mode);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true)
            : NameIsTaken ? null
            : throw Failure(name);
    }

    public static void MakeLink(SafeFileHandle folder, string name, string target) => Check(SymbolicLinkAt(Name(target), folder, Name(name)), name);

    /// <summary>Gives a file a further name; links are not followed.</summary>
    public static bool TryLink(SafeFileHandle existingFolder, string existing, SafeFileHandle folder, string name) =>
        LinkAt(existingFolder, Name(existing), folder, Name(name), flags: 0) == 0;

    public static void Remove(SafeFileHandle folder, string name) => Check(UnlinkAt(folder, Name(name), flags: 0), name);

    /// <summary>Renames in a directory, and does not take another's place unless told to.</summary>
    public static void Move(SafeFileHandle folder, string from, string to, bool overwrites)
    {
        var (source, target) = (Name(from), Name(to));
        if (overwrites)
        {
            Check(RenameAt(folder, source, folder, target), to);
            return;
        }

        if (TryMoveToFree(folder, source, target))
        {
            return;
        }

        if (!cannotExclude)
        {
            throw Failure(to);
        }

        if (LinkAt(folder, source, folder, target, flags: 0) == 0)
        {
            Remove(folder, from);
            return;
        }

        // A file system that has neither: all others have said that something is there.
        if (Marshal.GetLastPInvokeError() is not (NotPermitted or NotSupported))
        {
            throw Failure(to);
        }

        Check(RenameAt(folder, source, folder, target), to);
    }

    /// <summary>Sets the modification date of what has a name; of a link, its own.</summary>
    public static void SetDate(SafeFileHandle folder, string name, DateTimeOffset date) =>
        Check(SetDatesAt(folder, Name(name), [0, Omitted, date.ToUnixTimeSeconds(), 0], NoFollow), name);

    /// <summary>Sets the modification date of what is open.</summary>
    public static void SetDate(SafeFileHandle handle, DateTimeOffset date) => Check(SetDatesOf(handle, [0, Omitted, date.ToUnixTimeSeconds(), 0]), "");

    /// <summary>Sets the mode of what is open, also if it could only be opened as a place.</summary>
    public static void SetMode(SafeFileHandle handle, UnixFileMode mode)
    {
        if (ChangeMode(handle, (uint)mode) != 0)
        {
            Check(Marshal.GetLastPInvokeError() == BadDescriptor ? ChangeMode(Name(DescriptorPath(handle)), (uint)mode) : -1, "");
        }
    }

    /// <returns>Whether it was renamed; if not, either something has the name, or the system cannot do it and <see cref="cannotExclude"/> is set.</returns>
    private static bool TryMoveToFree(SafeFileHandle folder, byte[] from, byte[] to)
    {
        if (cannotExclude)
        {
            return false;
        }

        try
        {
            if (RenameAt(folder, from, folder, to, MayNotReplace) == 0)
            {
                return true;
            }

            cannotExclude = Marshal.GetLastPInvokeError() is Invalid or NotImplemented;
        }
        catch (EntryPointNotFoundException)
        {
            cannotExclude = true;
        }

        return false;
    }

    // With a variable number of arguments in C, which Linux passes like others; macOS on Arm does not.
    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    private static partial int OpenAt(int directory, byte[] path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    private static partial int OpenAt(SafeFileHandle directory, byte[] path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true)]
    private static partial int MakeDirectoryAt(SafeFileHandle directory, byte[] path, uint mode);

    [LibraryImport("libc", EntryPoint = "symlinkat", SetLastError = true)]
    private static partial int SymbolicLinkAt(byte[] target, SafeFileHandle directory, byte[] path);

    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true)]
    private static partial int LinkAt(int existingDirectory, byte[] existing, SafeFileHandle directory, ReadOnlySpan<byte> path, int flags);

    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true)]
    private static partial int LinkAt(SafeFileHandle existingDirectory, byte[] existing, SafeFileHandle directory, ReadOnlySpan<byte> path, int flags);

    [LibraryImport("libc", EntryPoint = "renameat", SetLastError = true)]
    private static partial int RenameAt(SafeFileHandle fromDirectory, byte[] from, SafeFileHandle toDirectory, byte[] to);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true)]
    private static partial int RenameAt(SafeFileHandle fromDirectory, byte[] from, SafeFileHandle toDirectory, byte[] to, uint flags);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true)]
    private static partial int UnlinkAt(SafeFileHandle directory, byte[] path, int flags);

    [LibraryImport("libc", EntryPoint = "utimensat", SetLastError = true)]
    private static partial int SetDatesAt(SafeFileHandle directory, byte[] path, ReadOnlySpan<long> accessedAndModified, int flags);

    [LibraryImport("libc", EntryPoint = "futimens", SetLastError = true)]
    private static partial int SetDatesOf(SafeFileHandle file, ReadOnlySpan<long> accessedAndModified);
}
