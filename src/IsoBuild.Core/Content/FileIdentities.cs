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
            diagnostics.Info(DiagnosticId.HardLinksUnknown, path, "This system does not tell which names are one file, so each becomes a file of its own. Their content is stored once all the same, unless that is switched off.", path);
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
        if (Statx(CurrentDirectory, path, NoFollow, LinkCountAndNumber, out var found) != 0 || (found.Mask & LinkCountAndNumber) != LinkCountAndNumber)
        {
            return false;
        }

        identity = found.LinkCount > 1 ? new FileIdentity(((ulong)found.DeviceMajor << 32) | found.DeviceMinor, found.Number) : null;
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

    private const int CurrentDirectory = -100;
    private const int NoFollow = 0x100;
    private const uint LinkCountAndNumber = 0x4 | 0x100;

    // statx is the one call whose record is the same on every processor.
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, out LinuxFile found);

    [LibraryImport("kernel32", EntryPoint = "GetFileInformationByHandle")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetFileInformationByHandle(SafeFileHandle handle, out WindowsFile found);

    /// <summary>The fields of <c>struct statx</c> that matter here.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct LinuxFile
    {
        [FieldOffset(0)]
        public uint Mask;

        [FieldOffset(16)]
        public uint LinkCount;

        [FieldOffset(32)]
        public ulong Number;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }

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
