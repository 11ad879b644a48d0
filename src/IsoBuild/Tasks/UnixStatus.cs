using System.Globalization;
using System.Runtime.InteropServices;

namespace IsoBuild.Tasks;

/// <summary>What Linux tells of a file, as <c>statx</c> gives it: .NET tells all but the change time, which nobody can set.</summary>
/// <remarks>glibc and musl have this record alike, on every processor.</remarks>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal readonly partial struct UnixStatus
{
    private const int CurrentDirectory = -100;
    private const uint BasicFields = 0x7FF;
    private const int TypeMask = 0xF000;
    private const int NoFollow = 0x100;

    private static readonly Lazy<bool> Works = new(static () =>
    {
        try
        {
            return TryLook("/", out _);
        }
        catch (Exception failure) when (failure is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
    });

    [FieldOffset(20)]
    private readonly uint owner;

    [FieldOffset(24)]
    private readonly uint group;

    [FieldOffset(28)]
    private readonly ushort mode;

    [FieldOffset(40)]
    private readonly long length;

    [FieldOffset(96)]
    private readonly long changedSeconds;

    [FieldOffset(104)]
    private readonly uint changedNanoseconds;

    [FieldOffset(112)]
    private readonly long writtenSeconds;

    [FieldOffset(120)]
    private readonly uint writtenNanoseconds;

    /// <summary>Whether the call is there.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() && Works.Value;

    public bool IsDirectory => (mode & TypeMask) == 0x4000;

    /// <summary>Mode, owner and group.</summary>
    public string Rights => string.Create(CultureInfo.InvariantCulture, $"{mode:x} {owner} {group}");

    /// <summary>The size of a regular file; of anything else its kind, below zero.</summary>
    public long Length => IsRegular ? length : -mode;

    /// <summary>In nanoseconds since 1970.</summary>
    public long Written => unchecked((writtenSeconds * 1_000_000_000) + writtenNanoseconds);

    /// <summary>In nanoseconds since 1970.</summary>
    public long Changed => unchecked((changedSeconds * 1_000_000_000) + changedNanoseconds);

    private bool IsRegular => (mode & TypeMask) == 0x8000;

    /// <summary>Whether a regular file has this path: no link to one, no pipe, no device. <see langword="false"/> where the system does not say.</summary>
    public static bool IsRegularFile(string path) => IsSupported && Look(CurrentDirectory, path, NoFollow, BasicFields, out var status) == 0 && status.IsRegular;

    /// <summary>What a path leads to, through links.</summary>
    /// <returns>Whether there is something that may be looked at.</returns>
    public static bool TryLook(string path, out UnixStatus status) => Look(CurrentDirectory, path, 0, BasicFields, out status) == 0;

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Look(int directory, string path, int flags, uint mask, out UnixStatus status);
}
