using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Content;

/// <summary>Whose a file is, and who may do what with it.</summary>
/// <param name="Mode">Type and permissions.</param>
/// <param name="Owner">The user's number.</param>
/// <param name="Group">The group's number.</param>
/// <param name="AccessList">The POSIX access control list as the system stores it; <see langword="null"/> where there is none.</param>
/// <param name="Label">What SELinux goes by; <see langword="null"/> where there is none.</param>
internal sealed record UnixRights(ushort Mode, uint Owner, uint Group, byte[]? AccessList, byte[]? Label)
{
    public bool IsRegular => (Mode & 0xF000) == 0x8000;

    public bool IsBlockDevice => (Mode & 0xF000) == 0x6000;

    public bool IsPipe => (Mode & 0xF000) == 0x1000;
}

/// <content>What it takes to put a file in another's place without losing either.</content>
internal static partial class UnixCalls
{
    private const string Descriptors = "/proc/self/fd";
    private const string AccessListName = "system.posix_acl_access";
    private const string LabelName = "security.selinux";

    private const int ReadWrite = 2;
    private const int WriteOnly = 1;
    private const int Create = 0x40;
    private const int Exclusive = 0x80;
    private const int NoTerminal = 0x100;
    private const int NonBlocking = 0x800;
    private const int FollowLinks = 0x400;
    private const int EmptyPath = 0x1000;
    private const int LockShared = 1;
    private const int LockExclusive = 2;
    private const int LockNow = 4;
    private const int GetFlags = 3;
    private const int SetFlags = 4;

    private const int Interrupted = 4;
    private const int DeviceError = 5;
    private const int NoReader = 6;
    private const int Again = 11;
    private const int IsThere = 17;
    private const int DiskFull = 28;
    private const int ReadOnly = 30;
    private const int QuotaFull = 122;

    /// <summary>Only these two bits differ between processors that .NET runs on.</summary>
    private static readonly bool IsArmLike = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Ppc64le;

    private static readonly int NotThroughLink = IsArmLike ? 0x8000 : 0x20000;
    private static readonly int Unnamed = 0x400000 | (IsArmLike ? 0x4000 : 0x10000);

    /// <summary>Opens a file that has no name yet, and is gone when nobody has it open.</summary>
    /// <returns><see langword="null"/> where the file system has no such files, or nothing could give it a name later.</returns>
    public static SafeFileHandle? OpenUnnamed(string directory, UnixFileMode mode)
    {
        if (!Directory.Exists(Descriptors))
        {
            return null;
        }

        var descriptor = Open(Name(directory), Unnamed | ReadWrite | CloseOnExec, (uint)mode);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : null;
    }

    /// <summary>Makes a file where nothing is, not even a link.</summary>
    /// <exception cref="IOException">Something is there (<see cref="Exception.HResult"/> 17), or the file cannot be made.</exception>
    public static SafeFileHandle OpenNew(string path, UnixFileMode mode)
    {
        var descriptor = Open(Name(path), Create | Exclusive | NotThroughLink | ReadWrite | CloseOnExec, (uint)mode);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failure(path);
    }

    /// <summary>Opens a file that is there, and is no link.</summary>
    public static SafeFileHandle OpenExisting(string path)
    {
        var descriptor = Open(Name(path), NotThroughLink | NonBlocking | ReadWrite | CloseOnExec);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failure(path);
    }

    /// <summary>Opens what is written to as it comes: a pipe, as soon as somebody reads it; a block device, if nobody uses it.</summary>
    public static SafeFileHandle OpenStream(string path, CancellationToken cancellationToken)
    {
        var rights = Rights(path);
        var flags = WriteOnly | NoTerminal | CloseOnExec | (rights is { IsBlockDevice: true } ? Exclusive : 0) | (rights is { IsPipe: true } ? NonBlocking : 0);
        int descriptor;
        while ((descriptor = Open(Name(path), flags, mode: 0)) < 0)
        {
            if (Marshal.GetLastPInvokeError() is not NoReader || rights is not { IsPipe: true })
            {
                throw Failure(path);
            }

            cancellationToken.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(20));
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (rights is { IsPipe: true })
        {
            _ = Control(descriptor, SetFlags, Control(descriptor, GetFlags, 0) & ~NonBlocking);
        }

        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>Gives an open file without a name one where nothing is.</summary>
    /// <returns>Whether nothing was there.</returns>
    public static bool TryName(SafeFileHandle file, string path)
    {
        if (LinkAt(CurrentDirectory, Name(DescriptorPath(file)), CurrentDirectory, Name(path), FollowLinks) == 0)
        {
            return true;
        }

        return Marshal.GetLastPInvokeError() == IsThere ? false : throw Failure(path);
    }

    /// <summary>A path that leads to an open file, named or not.</summary>
    public static string DescriptorPath(SafeFileHandle file) => $"{Descriptors}/{file.DangerousGetHandle()}";

    /// <summary>Reserves room for a file, where the file system can.</summary>
    /// <exception cref="IOException">There is not as much, or a file may not be as long.</exception>
    public static void Reserve(SafeFileHandle file, long length, string path)
    {
        if (FileSystemOf(file) == FileSystemKind.Memory)
        {
            // To reserve memory is half the work of writing to it.
            if (FreeBytes(file) is { } free && length - Occupied(file) > (long)Math.Min(free, long.MaxValue))
            {
                Marshal.SetLastPInvokeError(DiskFull);
                throw Failure(path);
            }

            return;
        }

        int result;
        do
        {
            result = Allocate(file, mode: 0, offset: 0, length);
        }
        while (result != 0 && Marshal.GetLastPInvokeError() == Interrupted);

        if (result != 0 && Marshal.GetLastPInvokeError() is FileTooLarge or DiskFull or QuotaFull or DeviceError)
        {
            throw Failure(path);
        }
    }

    /// <summary>Says to other processes that somebody has this file, or asks whether nobody does. The system forgets it with the process.</summary>
    /// <param name="file">The file.</param>
    /// <param name="alone">Whether to be the only one.</param>
    /// <returns><see langword="null"/> where the file system has no locks.</returns>
    public static bool? TryLock(SafeFileHandle file, bool alone) =>
        Lock(file, (alone ? LockExclusive : LockShared) | LockNow) == 0 ? true
        : Marshal.GetLastPInvokeError() == Again ? false
        : null;

    /// <summary>Whether an open file is the one at a path.</summary>
    public static bool IsAt(SafeFileHandle file, string path) =>
        TryLook(path, out var there)
        && Look(file, NoName, EmptyPath, BasicFields, out var here) == 0
        && here.Number == there.Number
        && (((ulong)here.DeviceMajor << 32) | here.DeviceMinor) == there.Device;

    /// <summary>Who may do what with what is at a path; links are not followed.</summary>
    /// <returns><see langword="null"/> where nothing is.</returns>
    public static UnixRights? Rights(string path)
    {
        if (Look(CurrentDirectory, Name(path), NoFollow, BasicFields, out var found) != 0)
        {
            return Marshal.GetLastPInvokeError() is NoEntry or NoDirectory ? null : throw Failure(path);
        }

        return new UnixRights(found.Mode, found.Owner, found.Group, Attribute(path, AccessListName), Attribute(path, LabelName));
    }

    /// <summary>Gives a file the rights that another had, as far as that is permitted: never does anybody get more than he had.</summary>
    /// <remarks>The bits that let programs run as their owner go, as they go from every file that is written to.</remarks>
    public static void Give(SafeFileHandle file, UnixRights rights)
    {
        const uint unchanged = uint.MaxValue;
        const int permissions = 0x3FF;
        const int groupShift = 3;
        const int groupBits = 0x38;
        var keepsGroup = ChangeOwner(file, rights.Owner, rights.Group) == 0 || ChangeOwner(file, unchanged, rights.Group) == 0;
        var mode = rights.Mode & permissions;

        // Of a list, the group's bits say the most that anybody in it may do; of another group, its members must not get more than others had.
        _ = RemoveAttribute(file, Name(AccessListName));
        var strict = mode & (~groupBits | ((mode << groupShift) & groupBits));

        // Where a file system keeps no modes, what the file was made with is its own.
        _ = ChangeMode(file, (uint)(keepsGroup && rights.AccessList is null ? mode : strict));
        if (rights.AccessList is { } list && keepsGroup)
        {
            _ = SetAttribute(file, Name(AccessListName), list, (nuint)list.Length, flags: 0);
        }

        if (rights.Label is { } label)
        {
            _ = SetAttribute(file, Name(LabelName), label, (nuint)label.Length, flags: 0);
        }
    }

    /// <summary>Has the disk write what a file holds. On Linux not by way of .NET, which takes no notice of a disk that is full only then.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public static void Flush(SafeFileHandle file, string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file);
            return;
        }

        try
        {
            int result;
            do
            {
                result = Synchronize(file);
            }
            while (result != 0 && Marshal.GetLastPInvokeError() == Interrupted);

            // Pipes and some file systems have nothing to flush, and say so.
            if (result != 0 && Marshal.GetLastPInvokeError() is not (Invalid or ReadOnly or NotSupported))
            {
                throw Failure(path);
            }
        }
        catch (Exception failure) when (failure is EntryPointNotFoundException or DllNotFoundException)
        {
            RandomAccess.FlushToDisk(file);
        }
    }

    /// <summary>Puts the names in a directory on the disk. File systems that cannot be asked to have done so, or never will.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public static void FlushDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        try
        {
            var descriptor = Open(Name(path), OperatingSystem.IsMacOS() ? 0 : CloseOnExec);
            if (descriptor < 0)
            {
                return;
            }

            using var directory = new SafeFileHandle(descriptor, ownsHandle: true);
            if (Synchronize(directory) != 0 && Marshal.GetLastPInvokeError() is DeviceError or DiskFull or QuotaFull)
            {
                throw Failure(path);
            }
        }
        catch (Exception failure) when (failure is EntryPointNotFoundException or DllNotFoundException)
        {
            // A system with another C library: it writes names when it likes.
        }
    }

    private static byte[]? Attribute(string path, string name)
    {
        const int largest = 1 << 16;
        var value = new byte[largest];
        var length = GetAttribute(Name(path), Name(name), value, (nuint)value.Length);
        return length > 0 ? value[..(int)length] : null;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    private static partial int Open(byte[] path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static partial int Look(SafeFileHandle directory, byte[] path, int flags, uint mask, out StatusRecord found);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    private static partial int Allocate(SafeFileHandle file, int mode, long offset, long length);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, nint value);

    [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
    private static partial int ChangeOwner(SafeFileHandle file, uint owner, uint group);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    private static partial int ChangeMode(SafeFileHandle file, uint mode);

    [LibraryImport("libc", EntryPoint = "lgetxattr", SetLastError = true)]
    private static partial nint GetAttribute(byte[] path, byte[] name, byte[] value, nuint room);

    [LibraryImport("libc", EntryPoint = "fsetxattr", SetLastError = true)]
    private static partial int SetAttribute(SafeFileHandle file, byte[] name, byte[] value, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "fremovexattr", SetLastError = true)]
    private static partial int RemoveAttribute(SafeFileHandle file, byte[] name);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronize(SafeFileHandle file);
}
