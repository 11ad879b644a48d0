using System.Runtime.Versioning;
using IsoBuild.Bytes;
using IsoBuild.Content;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Extraction;

/// <summary>A directory of the target by its descriptor: what another process puts in the place of a directory above it leads nothing elsewhere.</summary>
internal sealed class DescriptorFolder : TargetFolder
{
    private readonly SafeFileHandle handle;
    private readonly FileSystem fileSystem;
    private readonly UnixStatus status;

    private DescriptorFolder(SafeFileHandle handle, FileSystem fileSystem)
    {
        (this.handle, this.fileSystem) = (handle, fileSystem);
        try
        {
            status = UnixCalls.Look(handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public override bool KnowsNoPaths => true;

    public override (ulong Device, ulong Number) Identity => (status.Device, status.Number);

    public static DescriptorFolder OpenTarget(string path) => new(UnixCalls.OpenFolder(path), new FileSystem());

    public override Found Look(string name) =>
        !UnixCalls.TryLook(handle, name, out var found) ? default
        : found.IsDirectory ? new Found(FoundKind.Directory)
        : found.IsLink ? new Found(FoundKind.Link)
        : new Found(FoundKind.File, found.Length);

    public override bool TryMakeDirectory(string name) => UnixCalls.TryMakeDirectory(handle, name, OwnerOnly);

    public override TargetFolder Open(string name) => new DescriptorFolder(UnixCalls.OpenFolder(handle, name), fileSystem);

    public override NewFile CreateFile(long length, UnixFileMode mode)
    {
        var file = Create(mode);
        if (length > 0)
        {
            try
            {
                UnixCalls.Reserve(file.Handle, length, "");
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }

        return file;
    }

    public override void MakeLink(string name, string target, bool isToDirectory, bool replaces)
    {
        if (!replaces)
        {
            UnixCalls.MakeLink(handle, name, target);
            return;
        }

        var temporary = TemporaryName();
        UnixCalls.MakeLink(handle, temporary, target);
        MoveOver(temporary, name);
    }

    public override bool TryLink(TargetFolder holder, string existing, string name, bool replaces)
    {
        var from = ((DescriptorFolder)holder).handle;
        if (!replaces)
        {
            // Fails where something has appeared meanwhile.
            return UnixCalls.TryLink(from, existing, handle, name);
        }

        var temporary = TemporaryName();
        if (!UnixCalls.TryLink(from, existing, handle, temporary))
        {
            return false;
        }

        try
        {
            // The file was written anew, so what is replaced is never the same one, with which renaming would do nothing.
            MoveOver(temporary, name);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The copy says what is wrong, if that cannot take the place either.
            return false;
        }
    }

    public override void SetDate(string name, DateTimeOffset date) => UnixCalls.SetDate(handle, name, date);

    public override void SetDate(DateTimeOffset date) => UnixCalls.SetDate(handle, date);

    [UnsupportedOSPlatform("windows")]
    public override void SetMode(UnixFileMode mode) => UnixCalls.SetMode(handle, mode);

    [UnsupportedOSPlatform("windows")]
    public override UnixFileMode GetMode() => UnixCalls.Look(handle).Permissions;

    public override TargetProbe Probe()
    {
        const UnixFileMode all = (UnixFileMode)0b111_111_111;
        if (Create(all) is var first && !first.TryShow())
        {
            // Unnamed files can be made and not named, as without /proc.
            first.Dispose();
            fileSystem.HasUnnamed = false;
            first = CreateNamed(all);
        }

        using (first)
        {
            var name = first.Temporary!;
            var rules = new TargetRules
            {
                // No name of ours has upper-case letters.
                IgnoresCase = Look(name.ToUpperInvariant()).Kind != FoundKind.Nothing,
                HoldsBytes = TakesBytes(name),
            };
            return new TargetProbe(rules, all & ~UnixCalls.Look(first.Handle).Permissions);
        }
    }

    public override void Dispose() => handle.Dispose();

    /// <summary>Whether the file system takes a name that is not UTF-8. FAT does not, nor do ZFS and ext4 where they are told to refuse it.</summary>
    private bool TakesBytes(string name)
    {
        var raw = name + NameBytes.Decode([0xFF]);
        try
        {
            UnixCalls.MakeLink(handle, raw, "x");
            UnixCalls.Remove(handle, raw);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private File Create(UnixFileMode mode) =>
        fileSystem.HasUnnamed && UnixCalls.TryCreateUnnamed(handle, mode) is { } unnamed ? new File(this, unnamed, temporary: null) : CreateNamed(mode);

    private File CreateNamed(UnixFileMode mode)
    {
        while (true)
        {
            var name = TemporaryName();
            if (UnixCalls.TryCreate(handle, name, mode) is { } named)
            {
                return new File(this, named, name);
            }
        }
    }

    /// <summary>Renames over what has the name, or removes what was to be renamed.</summary>
    private void MoveOver(string temporary, string name)
    {
        try
        {
            UnixCalls.Move(handle, temporary, name, overwrites: true);
        }
        catch
        {
            TryRemove(temporary);
            throw;
        }
    }

    private void TryRemove(string temporary)
    {
        try
        {
            UnixCalls.Remove(handle, temporary);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // What made the extraction fail (a disk that went away) is what the user needs to hear of.
        }
    }

    /// <summary>What is found out about the file system on the way.</summary>
    private sealed class FileSystem
    {
        /// <summary>Whether files can be made that have no name until they are whole.</summary>
        public volatile bool HasUnnamed = true;
    }

    /// <param name="folder">The directory that it lies in.</param>
    /// <param name="handle">What is written to.</param>
    /// <param name="temporary">What it is called until it is whole; <see langword="null"/> when it has no name until then.</param>
    private sealed class File(DescriptorFolder folder, SafeFileHandle handle, string? temporary) : NewFile(handle)
    {
        public string? Temporary { get; private set; } = temporary;

        public override bool HasMode => true;

        public override void SetDate(DateTimeOffset date) => UnixCalls.SetDate(Handle, date);

        public override void Publish(string name, bool replaces)
        {
            if (Temporary is null && !replaces)
            {
                _ = UnixCalls.TryName(Handle, folder.handle, name) ? true : throw UnixCalls.LastFailure(name);
                return;
            }

            // Only a name can take another's place.
            if (!TryShow())
            {
                throw UnixCalls.LastFailure(name);
            }

            UnixCalls.Move(folder.handle, Temporary!, name, replaces);
            Temporary = null;
        }

        /// <summary>Gives the file a temporary name, if it has none.</summary>
        public bool TryShow()
        {
            while (Temporary is null)
            {
                var name = TemporaryName();
                if (UnixCalls.TryName(Handle, folder.handle, name))
                {
                    Temporary = name;
                }
                else if (!UnixCalls.NameIsTaken)
                {
                    return false;
                }
            }

            return true;
        }

        public override void Dispose()
        {
            Handle.Dispose();
            if (Temporary is not null)
            {
                folder.TryRemove(Temporary);
            }
        }
    }
}
