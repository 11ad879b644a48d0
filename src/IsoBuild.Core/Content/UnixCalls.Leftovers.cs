using System.Runtime.InteropServices;
using IsoBuild.Bytes;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Content;

/// <summary>Which names are wanted.</summary>
internal delegate bool NameFilter(ReadOnlySpan<byte> name);

/// <content>What it takes to find what a killed process left in an open directory.</content>
internal static partial class UnixCalls
{
    private const int ReadAlone = 0;

    /// <summary>Those names in a directory that are wanted, in the order of the disk.</summary>
    public static unsafe List<string> Names(SafeFileHandle folder, NameFilter isWanted)
    {
        // A handle of its own: where one stands in a directory, all who have it do.
        using var own = new SafeFileHandle(OpenAt(folder, Here, OnlyDirectory | CloseOnExec, mode: 0), ownsHandle: true);
        var directory = own.IsInvalid ? 0 : OpenDirectory((int)own.DangerousGetHandle());
        if (directory == 0)
        {
            throw Failure(".");
        }

        // Closing the directory closes it.
        own.SetHandleAsInvalid();
        try
        {
            var found = new List<string>();
            nint entry;
            while ((entry = ReadDirectory(directory)) != 0)
            {
                var name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)entry + NameOffset);
                if (isWanted(name))
                {
                    found.Add(NameBytes.Decode(name));
                }
            }

            return found;
        }
        finally
        {
            _ = CloseDirectory(directory);
        }
    }

    /// <summary>Opens a file in a directory to lock it, in whatever way its permissions let it be opened.</summary>
    /// <returns><see langword="null"/> where they do not, or where no file is.</returns>
    public static SafeFileHandle? TryOpen(SafeFileHandle folder, string name)
    {
        foreach (var access in (ReadOnlySpan<int>)[ReadWrite, ReadAlone, WriteOnly])
        {
            if (OpenAt(folder, Name(name), access | NotThroughLink | NonBlocking | CloseOnExec, mode: 0) is >= 0 and var descriptor)
            {
                return new SafeFileHandle(descriptor, ownsHandle: true);
            }
        }

        return null;
    }

    /// <summary>Whether an open file is the one that has a name in a directory.</summary>
    public static bool IsAt(SafeFileHandle file, SafeFileHandle folder, string name) =>
        TryLook(folder, name, out var there) && Look(file) is var here && (here.Number, here.Device) == (there.Number, there.Device);

    /// <summary>Removes a name, if it is there and may be removed.</summary>
    public static bool TryRemove(SafeFileHandle folder, string name) => UnlinkAt(folder, Name(name), flags: 0) == 0;

    [LibraryImport("libc", EntryPoint = "fdopendir", SetLastError = true)]
    private static partial nint OpenDirectory(int descriptor);
}
