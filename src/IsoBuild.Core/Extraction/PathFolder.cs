using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using IsoBuild.Content;
using IsoBuild.Writing;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Extraction;

/// <summary>A directory of the target by its path, where there are no descriptors of directories: links are looked for before each use, and another process may be faster.</summary>
internal sealed partial class PathFolder(string path) : TargetFolder
{
    public override bool KnowsNoPaths => false;

    public override (ulong Device, ulong Number) Identity => default;

    public override Found Look(string name) => LookAt(Of(name));

    public override bool TryMakeDirectory(string name)
    {
        var directory = Of(name);
        if (LookAt(directory).Kind != FoundKind.Nothing)
        {
            return false;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, OwnerOnly);
        }

        return true;
    }

    public override TargetFolder Open(string name) =>
        Look(name).Kind is FoundKind.Nothing or FoundKind.Directory
            ? new PathFolder(Of(name))
            : throw new IOException($"Something else has taken the place of the directory {name}, perhaps a link.");

    public override NewFile CreateFile(long length, UnixFileMode mode)
    {
        while (true)
        {
            var temporary = TemporaryPath();
            try
            {
                return new NamedFile(this, File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, FileOptions.None, length), temporary);
            }
            catch (IOException failure) when (Fault.KindOf(failure) == FaultKind.Taken)
            {
                // Somebody had the same one of 2^122: not twice.
            }
        }
    }

    public override void MakeLink(string name, string target, bool isToDirectory, Replacement replacement)
    {
        try
        {
            if (replacement != Replacement.Expected)
            {
                MakeLink(name, target, isToDirectory);
                return;
            }
        }
        catch (IOException failure) when (replacement == Replacement.WhereTaken && Fault.KindOf(failure) == FaultKind.Taken)
        {
            // By another extraction.
        }

        // Where links cannot be made at all, what is there stays.
        var probe = TemporaryPath();
        File.CreateSymbolicLink(probe, target);
        File.Delete(probe);
        const int most = 100;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                File.Delete(Of(name));
                MakeLink(name, target, isToDirectory);
                return;
            }
            catch (IOException failure) when (attempt < most && Fault.KindOf(failure) == FaultKind.Taken)
            {
                // Another extraction was faster.
            }
        }
    }

    private void MakeLink(string name, string target, bool isToDirectory)
    {
        if (isToDirectory)
        {
            Directory.CreateSymbolicLink(Of(name), target);
        }
        else
        {
            File.CreateSymbolicLink(Of(name), target);
        }
    }

    public override bool TryLink(TargetFolder holder, string existing, string name, Replacement replacement)
    {
        var from = ((PathFolder)holder).Of(existing);
        if (replacement != Replacement.Expected)
        {
            if (TryLink(from, Of(name)))
            {
                return true;
            }

            if (replacement == Replacement.Never || Look(name).Kind == FoundKind.Nothing)
            {
                return false;
            }
        }

        var temporary = TemporaryPath();
        if (!TryLink(from, temporary))
        {
            return false;
        }

        try
        {
            File.Move(temporary, Of(name), overwrite: true);

            // Of what has two names of one file, renaming one over the other leaves both.
            File.Delete(temporary);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The copy says what is wrong, if that cannot take the place either.
            File.Delete(temporary);
            return false;
        }
    }

    public override void SetDate(string name, DateTimeOffset date) => File.SetLastWriteTimeUtc(Of(name), date.UtcDateTime);

    public override void SetDate(DateTimeOffset date) => Directory.SetLastWriteTimeUtc(path, date.UtcDateTime);

    [UnsupportedOSPlatform("windows")]
    public override void SetMode(UnixFileMode mode) => File.SetUnixFileMode(path, mode);

    [UnsupportedOSPlatform("windows")]
    public override UnixFileMode GetMode() => File.GetUnixFileMode(path);

    public override TargetProbe Probe()
    {
        const UnixFileMode all = (UnixFileMode)0b111_111_111;
        var probe = TemporaryPath();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = all;
        }

        new FileStream(probe, options).Dispose();
        try
        {
            var rules = new TargetRules
            {
                IsWindows = OperatingSystem.IsWindows(),
                // No name of ours has upper-case letters; directories above may have them, so only the name is changed.
                IgnoresCase = File.Exists(Of(Path.GetFileName(probe).ToUpperInvariant())),
                IgnoresComposition = OperatingSystem.IsMacOS(),
            };
            return new TargetProbe(rules, OperatingSystem.IsWindows() ? 0 : all & ~File.GetUnixFileMode(probe), KeepsModes: false);
        }
        finally
        {
            File.Delete(probe);
        }
    }

    public override void DeleteLeftovers(Func<string, bool> isKept)
    {
        try
        {
#pragma warning disable RS0030 // Their order reaches nothing: all of them go.
            foreach (var leftover in Directory.EnumerateFiles(path, TemporaryNames.Pattern))
#pragma warning restore RS0030
            {
                var name = Path.GetFileName(leftover);
                if (TemporaryNames.Are(name) && !isKept(name))
                {
                    DeleteLeftover(leftover);
                }
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A directory may take files and not be read.
        }
    }

    public override void Dispose()
    {
        // A path holds nothing open.
    }

    private static void DeleteLeftover(string leftover)
    {
        try
        {
            if (LookAt(leftover).Kind == FoundKind.File)
            {
                // Windows lets nobody else have what is open; elsewhere .NET asks for the lock that whoever writes it holds.
                using var file = File.OpenHandle(leftover, FileMode.Open, FileAccess.Read, FileShare.None);
            }

            File.Delete(leftover);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Somebody else's, or just gone.
        }
    }

    private static Found LookAt(string path)
    {
        var found = DiskFile.Look(path);
        return !found.Exists ? default
            : found.LinkTarget is not null ? new Found(FoundKind.Link)
            : found.IsDirectory ? new Found(FoundKind.Directory)
            : new Found(FoundKind.File, found.Length);
    }

    /// <summary>Neither system follows a link here: should one have taken the file's place, the new name is one of the link.</summary>
    private static bool TryLink(string existing, string path)
    {
        try
        {
            return OperatingSystem.IsWindows()
                ? CreateHardLink(path, existing, securityAttributes: 0)
                : UnixCalls.TryLink(existing, path);
        }
        catch (Exception failure) when (failure is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
    }

    // Any failure here and above (other file system, too many names, no hard links at all) means a copy, which then reports what is really wrong.
    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string path, string existing, nint securityAttributes);

    private string Of(string name) => Path.Join(path, name);

    private string TemporaryPath() => Of(TemporaryNames.Make());

    private sealed class NamedFile(PathFolder folder, SafeFileHandle handle, string temporary) : NewFile(handle)
    {
        private bool isPublished;

        public override bool HasMode => false;

        public override void SetDate(DateTimeOffset date) => File.SetLastWriteTimeUtc(Handle, date.UtcDateTime);

        public override void Publish(string name, Replacement replacement)
        {
            if (OperatingSystem.IsWindows())
            {
                // Which renames nothing that is open. Elsewhere the lock holds until it has its name.
                Handle.Dispose();
            }

            File.Move(temporary, folder.Of(name), overwrite: replacement != Replacement.Never);
            isPublished = true;
            Handle.Dispose();
        }

        public override void Dispose()
        {
            Handle.Dispose();
            if (isPublished)
            {
                return;
            }

            try
            {
                File.Delete(temporary);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // What made the extraction fail (a disk that went away) is what the user needs to hear of.
            }
        }
    }
}
