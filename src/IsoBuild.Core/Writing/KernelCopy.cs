using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Writing;

/// <summary>Copies between files without the bytes passing through this process, where the system can (Linux).</summary>
internal static partial class KernelCopy
{
    private static volatile bool unavailable = !OperatingSystem.IsLinux();

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
