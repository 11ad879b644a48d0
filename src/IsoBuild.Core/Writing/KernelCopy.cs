using System.Runtime.InteropServices;
using IsoBuild.Content;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Writing;

/// <summary>Copies between files without the bytes passing through this process, where the system can (Linux).</summary>
internal static partial class KernelCopy
{
    /// <summary>The block of nearly every file system whose files share blocks.</summary>
    public const int Block = 4096;

    private static volatile bool unavailable = !OperatingSystem.IsLinux();

    /// <summary>Whether the kernel does better than to read and write: files can share their blocks, or another machine may do the work. Otherwise it copies page by page.</summary>
    /// <param name="destination">The file to write.</param>
    /// <param name="distance">How far the bytes move.</param>
    public static bool IsBetter(SafeFileHandle destination, long distance) => !unavailable && UnixCalls.FileSystemOf(destination) switch
    {
        FileSystemKind.Memory or FileSystemKind.Plain => false,
        FileSystemKind.Sharing => distance % Block == 0,
        _ => true,
    };

    /// <summary>Copies up to <paramref name="count"/> bytes.</summary>
    /// <returns>How many bytes were copied: 0 at the source's end, -1 when the caller has to copy by itself.</returns>
    public static long TryCopy(SafeFileHandle source, long sourceOffset, SafeFileHandle destination, long destinationOffset, long count)
    {
        if (unavailable)
        {
            return -1;
        }

        try
        {
            return (long)CopyFileRange(source, ref sourceOffset, destination, ref destinationOffset, (nuint)count, flags: 0);
        }
        catch (Exception failure) when (failure is EntryPointNotFoundException or DllNotFoundException)
        {
            unavailable = true;
            return -1;
        }
    }

    // Any failure (other file system, old kernel, odd source) means the managed copy, which then reports what is really wrong.
    [LibraryImport("libc", EntryPoint = "copy_file_range")]
    private static partial nint CopyFileRange(SafeFileHandle source, ref long sourceOffset, SafeFileHandle destination, ref long destinationOffset, nuint count, uint flags);
}
