using System.Runtime.InteropServices;
using IsoBuild.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Content;

/// <summary>Asks the system which names on disk are one file. Where it does not tell, every name is a file of its own, and that is said once.</summary>
/// <param name="diagnostics">Is told that the system does not tell.</param>
internal sealed partial class FileIdentities(DiagnosticBag diagnostics)
{
    private bool isSaid;

    /// <summary>Whether the system answers, and what: nothing for a file of one name.</summary>
    internal delegate bool Question(string path, out FileIdentity? identity);

    /// <summary>Whom to ask.</summary>
    public Question Ask { get; init; } = AskSystem;

    /// <summary>What tells a file that has several names from every other; <see langword="null"/> for one that has one name.</summary>
    public FileIdentity? Of(string path)
    {
        if (!Ask(path, out var identity) && !isSaid)
        {
            isSaid = true;
            diagnostics.Info(DiagnosticId.HardLinksUnknown, path, "Hard links cannot be detected on this system, so each name becomes a separate file. Equal content is still stored once, unless deduplication is off.", path);
        }

        return identity;
    }

    private static bool AskSystem(string path, out FileIdentity? identity)
    {
        identity = null;
        try
        {
            return OperatingSystem.IsLinux() ? AskLinux(path, out identity) : OperatingSystem.IsWindows() && AskWindows(path, out identity);
        }
        catch (Exception failure) when (failure is EntryPointNotFoundException or DllNotFoundException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool AskLinux(string path, out FileIdentity? identity)
    {
        identity = null;
        if (!UnixCalls.TryLook(path, out var found))
        {
            return false;
        }

        identity = found.LinkCount > 1 ? new FileIdentity(found.Device, found.Number) : null;
        return true;
    }

    private static bool AskWindows(string path, out FileIdentity? identity)
    {
        identity = null;
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (!GetFileInformationByHandle(handle, out var found))
        {
            return false;
        }

        identity = found.LinkCount > 1 ? new FileIdentity(found.Volume, ((ulong)found.NumberHigh << 32) | found.NumberLow) : null;
        return true;
    }

    [LibraryImport("kernel32", EntryPoint = "GetFileInformationByHandle")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetFileInformationByHandle(SafeFileHandle handle, out WindowsFile found);

    /// <summary>The fields of <c>BY_HANDLE_FILE_INFORMATION</c> that matter here.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 52)]
    private struct WindowsFile
    {
        [FieldOffset(28)]
        public uint Volume;

        [FieldOffset(40)]
        public uint LinkCount;

        [FieldOffset(44)]
        public uint NumberHigh;

        [FieldOffset(48)]
        public uint NumberLow;
    }
}
