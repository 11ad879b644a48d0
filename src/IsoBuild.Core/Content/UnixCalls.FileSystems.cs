using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Content;

/// <summary>What a file system does with data that is copied within it.</summary>
internal enum FileSystemKind
{
    /// <summary>Nobody knows: it may be another machine's.</summary>
    Unknown,

    /// <summary>Its disk is memory.</summary>
    Memory,

    /// <summary>It has each byte of a file once.</summary>
    Plain,

    /// <summary>Files may share blocks, unless it was made without that.</summary>
    Sharing,
}

/// <content>What Linux knows of a file system.</content>
internal static partial class UnixCalls
{
    /// <summary>In what a file's size on disk is told.</summary>
    private const int StatusBlock = 512;

    /// <summary>What kind of file system an open file lies on.</summary>
    public static FileSystemKind FileSystemOf(SafeFileHandle file) =>
        TryLook(file, out var found) ? found.Type switch
        {
            // In the order of the kernel's magic.h: tmpfs, ramfs; ext2 to ext4; Btrfs, XFS, OCFS2, bcachefs.
            0x0102_1994 or 0x8584_58F6 => FileSystemKind.Memory,
            0xEF53 => FileSystemKind.Plain,
            0x9123_683E or 0x5846_5342 or 0x7461_636F or 0xCA45_1A4E => FileSystemKind.Sharing,
            _ => FileSystemKind.Unknown,
        }
        : FileSystemKind.Unknown;

    /// <summary>How many bytes can be written to the file system of an open file; <see langword="null"/> where it does not say.</summary>
    private static ulong? FreeBytes(SafeFileHandle file) =>
        TryLook(file, out FileSystemRecord found) && found.Blocks > 0 ? found.AvailableBlocks * found.BlockSize : null;

    /// <summary>How many bytes of its file system a file takes.</summary>
    private static long Occupied(SafeFileHandle file) => Look(file, NoName, EmptyPath, BasicFields, out StatusRecord found) == 0 ? (long)found.Blocks * StatusBlock : 0;

    /// <summary>Whether a file in memory has all the room that it is long, so that nothing has to be searched for holes, page by page.</summary>
    public static bool IsSolid(SafeFileHandle file) =>
        FileSystemOf(file) == FileSystemKind.Memory && Look(file, NoName, EmptyPath, BasicFields, out StatusRecord found) == 0 && found.Blocks * StatusBlock >= found.Length;

    /// <summary>Lets a file share blocks of another, where the file system can.</summary>
    /// <returns>Whether it does.</returns>
    public static bool TryShare(SafeFileHandle source, long start, SafeFileHandle destination, long offset, long length)
    {
        const nuint shareRange = 0x4020_940D;
        var isHeld = false;
        try
        {
            source.DangerousAddRef(ref isHeld);
            var range = new ShareRange { Source = source.DangerousGetHandle(), Start = (ulong)start, Length = (ulong)length, Offset = (ulong)offset };
            return Control(destination, shareRange, in range) == 0;
        }
        finally
        {
            if (isHeld)
            {
                source.DangerousRelease();
            }
        }
    }

    private static bool TryLook(SafeFileHandle file, out FileSystemRecord found)
    {
        found = default;
        try
        {
            return AreSupported && Look(file, out found) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "fstatfs")]
    private static partial int Look(SafeFileHandle file, out FileSystemRecord found);

    // FICLONERANGE, whose number is another one on a few processors: those are refused it.
    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(SafeFileHandle file, nuint request, in ShareRange range);

    [StructLayout(LayoutKind.Sequential)]
    private struct ShareRange
    {
        public long Source;
        public ulong Start;
        public ulong Length;
        public ulong Offset;
    }

    /// <summary>The fields of <c>struct statfs</c> that matter here.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct FileSystemRecord
    {
        [FieldOffset(0)]
        public ulong Type;

        [FieldOffset(8)]
        public ulong BlockSize;

        [FieldOffset(16)]
        public ulong Blocks;

        [FieldOffset(32)]
        public ulong AvailableBlocks;
    }
}
