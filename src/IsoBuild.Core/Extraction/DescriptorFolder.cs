using System.Runtime.Versioning;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Writing;
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

    /// <summary>Opens the target itself.</summary>
    /// <param name="path">An existing directory.</param>
    /// <param name="hasUnnamed">Whether files may have no name until they are whole: tests ask for what other file systems have.</param>
    public static DescriptorFolder OpenTarget(string path, bool hasUnnamed = true) => new(UnixCalls.OpenFolder(path), new FileSystem { HasUnnamed = hasUnnamed });

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

    public override void MakeLink(string name, string target, bool isToDirectory, Replacement replacement)
    {
        try
        {
            if (replacement != Replacement.Expected)
            {
                UnixCalls.MakeLink(handle, name, target);
                return;
            }
        }
        catch (IOException failure) when (replacement == Replacement.WhereTaken && Fault.KindOf(failure) == FaultKind.Taken)
        {
            // By another extraction.
        }

        Replace(name, temporary =>
        {
            UnixCalls.MakeLink(handle, temporary, target);
            return true;
        });
    }

    public override bool TryLink(TargetFolder holder, string existing, string name, Replacement replacement)
    {
        var from = ((DescriptorFolder)holder).handle;
        if (replacement != Replacement.Expected)
        {
            if (UnixCalls.TryLink(from, existing, handle, name))
            {
                return true;
            }

            if (replacement != Replacement.WhereTaken || !UnixCalls.NameIsTaken)
            {
                return false;
            }
        }

        try
        {
            return Replace(name, temporary => UnixCalls.TryLink(from, existing, handle, temporary));
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
            return new TargetProbe(rules, all & ~UnixCalls.Look(first.Handle).Permissions, KeepsModes(first));
        }
    }

    public override void Dispose() => handle.Dispose();

    /// <summary>Whether the file system has modes. FAT refuses those that it cannot keep.</summary>
    private static bool KeepsModes(File file)
    {
        try
        {
            UnixCalls.SetMode(file.Handle, UnixFileMode.UserRead);
            return UnixCalls.Look(file.Handle).Permissions == UnixFileMode.UserRead;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Whether the file system takes a name that is not UTF-8. FAT does not, nor do ZFS and ext4 where they are told to refuse it.</summary>
    private bool TakesBytes(string name)
    {
        var raw = name + NameBytes.Decode([TemporaryNames.NoText]);
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

    public override void DeleteLeftovers(Func<string, bool> isKept)
    {
        try
        {
            foreach (var name in UnixCalls.Names(handle, TemporaryNames.Are))
            {
                if (!isKept(name))
                {
                    DeleteLeftover(name);
                }
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A directory may take files and not be read.
        }
    }

    /// <summary>Makes something under a temporary name, and renames it over what has its own. No lock tells others that it is no leftover: one that is gone by then is made anew.</summary>
    /// <param name="name">Its own name.</param>
    /// <param name="make">Makes it under the name given, or tells that this is impossible.</param>
    /// <returns>Whether it was made.</returns>
    internal bool Replace(string name, Func<string, bool> make)
    {
        const int most = 100;
        for (var attempt = 1; ; attempt++)
        {
            var temporary = TemporaryNames.Make();
            if (!make(temporary))
            {
                return false;
            }

            try
            {
                UnixCalls.Move(handle, temporary, name, overwrites: true);
                return true;
            }
            catch (FileNotFoundException) when (attempt < most)
            {
                // Another extraction has tidied up.
            }
            finally
            {
                // Of what has two names of one file, renaming one over the other leaves both.
                _ = UnixCalls.TryRemove(handle, temporary);
            }
        }
    }

    private void DeleteLeftover(string name)
    {
        if (!UnixCalls.TryLook(handle, name, out var found))
        {
            return;
        }

        if (found.IsLink)
        {
            _ = UnixCalls.TryRemove(handle, name);
        }
        else if (found.IsRegular)
        {
            using var file = UnixCalls.TryOpen(handle, name);
            if (file is not null && UnixCalls.TryLock(file, alone: true) == true && UnixCalls.IsAt(file, handle, name))
            {
                _ = UnixCalls.TryRemove(handle, name);
            }
        }
    }

    private File Create(UnixFileMode mode) =>
        fileSystem.HasUnnamed && UnixCalls.TryCreateUnnamed(handle, mode) is { } unnamed ? new File(this, unnamed, temporary: null) : CreateNamed(mode);

    private File CreateNamed(UnixFileMode mode)
    {
        while (true)
        {
            var name = TemporaryNames.Make();
            if (UnixCalls.TryCreate(handle, name, mode) is not { } named)
            {
                continue;
            }

            // Between the two, another process may have taken it for a leftover.
            if (UnixCalls.TryLock(named, alone: false) is { } locked && !(locked && UnixCalls.IsAt(named, handle, name)))
            {
                named.Dispose();
                continue;
            }

            return new File(this, named, name);
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

        public override void Publish(string name, Replacement replacement)
        {
            if (Temporary is null && replacement != Replacement.Expected)
            {
                if (UnixCalls.TryName(Handle, folder.handle, name))
                {
                    return;
                }

                if (replacement == Replacement.Never || !UnixCalls.NameIsTaken)
                {
                    throw UnixCalls.LastFailure(name);
                }
            }

            // Only a name can take another's place.
            if (!TryShow())
            {
                throw UnixCalls.LastFailure(name);
            }

            UnixCalls.Move(folder.handle, Temporary!, name, overwrites: replacement != Replacement.Never);
            Temporary = null;
        }

        /// <summary>Gives the file a temporary name, if it has none.</summary>
        public bool TryShow()
        {
            if (Temporary is null)
            {
                // First, so that nobody takes it for a leftover.
                _ = UnixCalls.TryLock(Handle, alone: false);
            }

            while (Temporary is null)
            {
                var name = TemporaryNames.Make();
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
            if (Temporary is not null)
            {
                // What made the extraction fail (a disk that went away) is what the user needs to hear of.
                _ = UnixCalls.TryRemove(folder.handle, Temporary);
            }

            Handle.Dispose();
        }
    }
}
