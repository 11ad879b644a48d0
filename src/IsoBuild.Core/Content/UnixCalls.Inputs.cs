using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Content;

/// <summary>Opening files that are read. Opening a pipe waits until somebody writes to it, and nothing interrupts that: these calls do not wait.</summary>
internal static partial class UnixCalls
{
    private const int PathAlone = 0x200000;

    /// <summary>Opens a regular file, and tells what is known of it. As .NET does, it takes notice of whoever has the file for itself.</summary>
    /// <exception cref="IOException">There is no such file, it is none, or somebody has it for himself.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static SafeFileHandle OpenRead(string path, out UnixStatus status)
    {
        var handle = OpenFlagged(path, CloseOnExec | NonBlocking);
        try
        {
            status = Look(handle, path);
            if (!status.IsRegular)
            {
                throw new IOException($"{path} is not a regular file.");
            }

            if (TryLock(handle, alone: false) == false)
            {
                throw new IOException($"{path} is being used by another process.");
            }

            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>What is at a path, held fast without being opened: neither waits a pipe's other end, nor does a drive load its medium.</summary>
    public static SafeFileHandle Hold(string path) => OpenFlagged(path, CloseOnExec | PathAlone);

    /// <summary>What is known of an open file.</summary>
    public static UnixStatus Look(SafeFileHandle handle, string path) =>
        Look(handle, Name(""), EmptyPath, BasicFields, out var found) == 0 ? Status(found, path) : throw Failure(path);

    /// <summary>What a path leads to, through links.</summary>
    /// <returns>Whether there is something that may be looked at.</returns>
    public static bool TryLookThrough(string path, out UnixStatus status)
    {
        var isThere = Look(CurrentDirectory, Name(path), 0, BasicFields, out var found) == 0;
        status = isThere ? Status(found, path) : default;
        return isThere;
    }

    private static SafeFileHandle OpenFlagged(string path, int flags)
    {
        var name = Name(path);
        int descriptor;
        do
        {
            descriptor = Open(name, flags);
        }
        while (descriptor < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failure(path);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    private static partial int Open(byte[] path, int flags);
}
