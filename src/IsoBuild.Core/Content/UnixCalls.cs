using System.Runtime.InteropServices;
using IsoBuild.Bytes;

namespace IsoBuild.Content;

/// <summary>What Linux knows of a file.</summary>
internal readonly record struct UnixStatus(ushort Mode, uint Owner, uint Group, long Length, uint LinkCount, ulong Number, ulong Device, long ModifiedSeconds, uint ModifiedNanoseconds, long ChangedSeconds, uint ChangedNanoseconds)
{
    private const int TypeMask = 0xF000;

    public bool IsDirectory => (Mode & TypeMask) == 0x4000;

    public bool IsRegular => (Mode & TypeMask) == 0x8000;

    public bool IsLink => (Mode & TypeMask) == 0xA000;

    public bool IsPipe => (Mode & TypeMask) == 0x1000;

    public bool IsSocket => (Mode & TypeMask) == 0xC000;

    public bool IsCharacterDevice => (Mode & TypeMask) == 0x2000;

    public DiskRights Rights => new(Permissions, Owner, Group);

    public UnixFileMode Permissions => (UnixFileMode)(Mode & 0xFFF);

    /// <summary>In the ticks in which .NET tells it.</summary>
    public DateTime ModifiedUtc => DateTimeOffset.FromUnixTimeSeconds(ModifiedSeconds).UtcDateTime.AddTicks(ModifiedNanoseconds / TimeSpan.NanosecondsPerTick);
}

/// <summary>The calls of Linux' C library that take names as bytes. .NET's own take text, and what is no UTF-8 is lost on the way.</summary>
/// <remarks>On 64-bit systems glibc and musl have the records used here in common, whatever the processor. macOS keeps no names that are not UTF-8.</remarks>
internal static partial class UnixCalls
{
    /// <summary>"Relative to the current directory", of which absolute paths take no notice.</summary>
    private static readonly int CurrentDirectory = OperatingSystem.IsMacOS() ? -2 : -100;

    private const int NoFollow = 0x100;
    private const int CloseOnExec = 0x80000;
    private const uint BasicFields = 0x7FF;
    private const uint LinkCountAndNumber = 0x4 | 0x100;
    private const int NameOffset = 19;
    private const int LongestTarget = 4096;

    private const int NotPermitted = 1;
    private const int NoEntry = 2;
    private const int NoAccess = 13;
    private const int NoDirectory = 20;
    private const int NotSupported = 95;

    private static readonly Lazy<bool> Works = new(static () =>
    {
        try
        {
            return TryLook("/", out _);
        }
        catch (Exception failure) when (failure is EntryPointNotFoundException or DllNotFoundException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });

    /// <summary>Whether the calls are there.</summary>
    public static bool AreSupported => OperatingSystem.IsLinux() && Environment.Is64BitProcess && Works.Value;

    /// <summary>What is at a path; links are not followed.</summary>
    /// <returns>Whether there is something.</returns>
    public static bool TryLook(string path, out UnixStatus status) => TryLook(CurrentDirectory, path, out status);

    /// <summary>What is made of the names in a directory, and of what each is, in the order of the disk; of what may not be looked at, nothing is known.</summary>
    public static unsafe List<T> List<T>(string path, Func<string, UnixStatus, T> make)
    {
        var directory = OpenDirectory(Name(path));
        if (directory == 0)
        {
            throw Failure(path);
        }

        try
        {
            var descriptor = DescriptorOf(directory);
            var found = new List<T>();
            for (nint entry; (entry = NextEntry(directory, path)) != 0;)
            {
                var name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)entry + NameOffset);
                if (name is not ([(byte)'.'] or [(byte)'.', (byte)'.']) && TryLook(descriptor, name, path, out var status))
                {
                    found.Add(make(NameBytes.Decode(name), status));
                }
            }

            return found;
        }
        finally
        {
            _ = CloseDirectory(directory);
        }
    }

    public static string ReadLink(string path)
    {
        var target = new byte[LongestTarget];
        var length = ReadLink(Name(path), target, (nuint)target.Length);
        return length >= 0 ? NameBytes.Decode(target.AsSpan(0, (int)length)) : throw Failure(path);
    }

    /// <summary>Gives a file a further name; links are not followed. This one call macOS has alike.</summary>
    public static bool TryLink(string existing, string path) => LinkAt(CurrentDirectory, Name(existing), CurrentDirectory, Name(path), flags: 0) == 0;

    public static void Remove(string path) => Check(Unlink(Name(path)), path);

    /// <summary>Renames a file, and does not take another's place unless told to.</summary>
    public static void Move(string from, string to, bool overwrites)
    {
        if (!overwrites && TryLink(from, to))
        {
            Remove(from);
            return;
        }

        // Few file systems have no second names; all others have said that something is there.
        if (!overwrites && Marshal.GetLastPInvokeError() is not (NotPermitted or NotSupported))
        {
            throw Failure(to);
        }

        Check(Rename(Name(from), Name(to)), to);
    }

    public static void SetMode(string path, UnixFileMode mode) => Check(ChangeMode(Name(path), (uint)mode), path);

    private static bool TryLook(int directory, string path, out UnixStatus status)
    {
        status = default;
        if (Look(directory, Name(path), NoFollow, BasicFields, out var found) != 0)
        {
            return Marshal.GetLastPInvokeError() is NoEntry or NoDirectory ? false : throw Failure(path);
        }

        status = Status(found, path);
        return true;
    }

    private static UnixStatus Status(in StatusRecord found, string path) => (found.Mask & LinkCountAndNumber) == LinkCountAndNumber
        ? new UnixStatus(
            found.Mode,
            found.Owner,
            found.Group,
            (long)found.Length,
            found.LinkCount,
            found.Number,
            ((ulong)found.DeviceMajor << 32) | found.DeviceMinor,
            found.ModifiedSeconds,
            found.ModifiedNanoseconds,
            found.ChangedSeconds,
            found.ChangedNanoseconds)
        : throw new IOException($"The system gives no information about {path}.");

    /// <summary>What a name in an open directory is, without following a link; nothing, where nobody may look.</summary>
    /// <returns><see langword="false"/> for what is gone meanwhile.</returns>
    private static bool TryLook(int directory, ReadOnlySpan<byte> name, string path, out UnixStatus status)
    {
        var isThere = Look(directory, name, NoFollow, BasicFields, out var found) == 0;
        status = isThere ? Status(found, path) : default;
        return isThere || Marshal.GetLastPInvokeError() is not (NoEntry or NoDirectory);
    }

    /// <summary>The next record of a directory; 0 at its end.</summary>
    private static nint NextEntry(nint directory, string path)
    {
        var entry = ReadDirectory(directory);
        return entry != 0 || Marshal.GetLastPInvokeError() == 0 ? entry : throw Failure(path);
    }

    /// <summary>With the NUL that ends it.</summary>
    private static byte[] Name(string path)
    {
        var bytes = new byte[NameBytes.CountOf(path) + 1];
        Encode(path, bytes);
        return bytes;
    }

    /// <summary>With the NUL that ends it, in the room that is given where it is large enough.</summary>
    private static ReadOnlySpan<byte> Name(string path, Span<byte> room)
    {
        var length = NameBytes.CountOf(path) + 1;
        if (length > room.Length)
        {
            return Name(path);
        }

        Encode(path, room[..length]);
        return room[..length];
    }

    private static void Encode(string path, Span<byte> bytes)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw new IOException("A path cannot contain NUL.");
        }

        bytes[NameBytes.Encode(path, bytes)] = 0;
    }

    private static void Check(int result, string path)
    {
        if (result != 0)
        {
            throw Failure(path);
        }
    }

    /// <summary>As .NET would throw it.</summary>
    private static Exception Failure(string path)
    {
        var error = Marshal.GetLastPInvokeError();
        var message = $"{Marshal.GetPInvokeErrorMessage(error)} : '{NameBytes.Show(path)}'";
        return error switch
        {
            NoEntry => new FileNotFoundException(message, path),
            NoDirectory => new DirectoryNotFoundException(message),
            NotPermitted or NoAccess => new UnauthorizedAccessException(message, new IOException(message, error)),
            _ => new IOException(message, error),
        };
    }

    // statx is the one call for it whose record is the same on every processor.
    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static partial int Look(int directory, byte[] path, int flags, uint mask, out StatusRecord found);

    [LibraryImport("libc", EntryPoint = "opendir", SetLastError = true)]
    private static partial nint OpenDirectory(byte[] path);

    [LibraryImport("libc", EntryPoint = "readdir", SetLastError = true)]
    private static partial nint ReadDirectory(nint directory);

    [LibraryImport("libc", EntryPoint = "closedir")]
    private static partial int CloseDirectory(nint directory);

    [LibraryImport("libc", EntryPoint = "dirfd")]
    private static partial int DescriptorOf(nint directory);

    [LibraryImport("libc", EntryPoint = "readlink", SetLastError = true)]
    private static partial nint ReadLink(byte[] path, byte[] target, nuint room);

    // Not link(2), which follows symbolic links on macOS.
    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true)]
    private static partial int LinkAt(int existingDirectory, byte[] existing, int directory, byte[] path, int flags);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true)]
    private static partial int Rename(byte[] from, byte[] to);

    [LibraryImport("libc", EntryPoint = "unlink", SetLastError = true)]
    private static partial int Unlink(byte[] path);

    [LibraryImport("libc", EntryPoint = "chmod", SetLastError = true)]
    private static partial int ChangeMode(byte[] path, uint mode);

    /// <summary>The fields of <c>struct statx</c> that matter here.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatusRecord
    {
        [FieldOffset(0)]
        public uint Mask;

        [FieldOffset(16)]
        public uint LinkCount;

        [FieldOffset(20)]
        public uint Owner;

        [FieldOffset(24)]
        public uint Group;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Number;

        [FieldOffset(40)]
        public ulong Length;

        /// <summary>In units of 512 bytes.</summary>
        [FieldOffset(48)]
        public ulong Blocks;

        [FieldOffset(96)]
        public long ChangedSeconds;

        [FieldOffset(104)]
        public uint ChangedNanoseconds;

        [FieldOffset(112)]
        public long ModifiedSeconds;

        [FieldOffset(120)]
        public uint ModifiedNanoseconds;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
