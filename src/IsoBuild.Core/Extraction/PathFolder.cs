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
        var (temporary, handle) = AtomicFile.CreateIn(path, length, TemporaryNumber());
        return new NamedFile(this, handle, temporary);
    }

    public override void MakeLink(string name, string target, bool isToDirectory, bool replaces)
    {
        if (replaces)
        {
            // Where links cannot be made at all, what is there stays.
            var probe = TemporaryPath();
            File.CreateSymbolicLink(probe, target);
            File.Delete(probe);
            File.Delete(Of(name));
        }

        if (isToDirectory)
        {
            Directory.CreateSymbolicLink(Of(name), target);
        }
        else
        {
            File.CreateSymbolicLink(Of(name), target);
        }
    }

    public override bool TryLink(TargetFolder holder, string existing, string name, bool replaces)
    {
        var from = ((PathFolder)holder).Of(existing);
        if (!replaces)
        {
            // Fails where something has appeared meanwhile.
            return TryLink(from, Of(name));
        }

        var temporary = TemporaryPath();
        if (!TryLink(from, temporary))
        {
            return false;
        }

        try
        {
            // The file was written anew, so what is replaced is never the same one, with which renaming would do nothing.
            File.Move(temporary, Of(name), overwrite: true);
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
            return new TargetProbe(rules, OperatingSystem.IsWindows() ? 0 : all & ~File.GetUnixFileMode(probe));
        }
        finally
        {
            File.Delete(probe);
        }
    }

    public override void Dispose()
    {
        // A path holds nothing open.
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

    private string TemporaryPath() => Of(TemporaryName());

    private sealed class NamedFile(PathFolder folder, SafeFileHandle handle, string temporary) : NewFile(handle)
    {
        private bool isPublished;

        public override bool HasMode => false;

        public override void SetDate(DateTimeOffset date) => File.SetLastWriteTimeUtc(Handle, date.UtcDateTime);

        public override void Publish(string name, bool replaces)
        {
            Handle.Dispose();
            File.Move(temporary, folder.Of(name), replaces);
            isPublished = true;
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
