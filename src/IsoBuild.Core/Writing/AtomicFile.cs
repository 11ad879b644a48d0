using IsoBuild.Content;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Writing;

/// <summary>What a file is while it is written.</summary>
internal enum DraftKind
{
    /// <summary>Without a name, so that nothing stays of it; where the file system has no such files, as <see cref="Named"/>.</summary>
    Unnamed,

    /// <summary>With a name and a lock.</summary>
    Named,

    /// <summary>As .NET makes it, for systems whose own calls are not known.</summary>
    Managed,
}

/// <summary>A file that is written beside its target and takes the target's place at the end, or leaves nothing behind: neither when the process is killed, nor when the power fails.</summary>
/// <remarks>
/// Until its content is on the disk it has no name, where the file system has such files, and else one that <see cref="IsTemporary"/> knows.
/// Whoever has it holds a lock, which goes with the process: what has such a name and no lock, the next one deletes.
/// </remarks>
internal sealed class AtomicFile : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Everybody = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>The last of the waits for whoever has the target open, in milliseconds: each is twice the one before, and together they are less than three seconds.</summary>
    private const int LongestWait = 1280;

    private readonly DraftKind kind;
    private readonly string directory;
    private readonly List<string> madeDirectories = [];
    private readonly UnixRights? former;
    private string? temporary;
    private bool committed;

    /// <param name="path">The target. Its directory is made when it is not there.</param>
    /// <param name="length">How much room to reserve: a disk that is too full says so now.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be made.</exception>
    public AtomicFile(string path, long length)
        : this(OutputTarget.Find(path), length)
    {
    }

    /// <param name="target">The target. Its directory is made when it is not there.</param>
    /// <param name="length">How much room to reserve: a disk that is too full says so now.</param>
    /// <param name="best">What the file is at best: tests ask for what other systems have.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be made.</exception>
    public AtomicFile(OutputTarget target, long length, DraftKind best = DraftKind.Unnamed)
    {
        kind = Possible(best);
        if (target.IsStream)
        {
            throw new IOException("It is a pipe, a socket or a device, which a file must not replace.");
        }

        Target = target.Path;
        directory = Path.GetDirectoryName(Target)!;
        try
        {
            MakeDirectory();
            DeleteLeftovers(directory, kind);
            former = kind != DraftKind.Managed ? UnixCalls.Rights(Target) : null;

            // Whoever may not read what is replaced must not read what replaces it either, at no time.
            (temporary, Handle) = Open(former is null ? Everybody : OwnerOnly, length);
        }
        catch
        {
            RemoveDirectories();
            throw;
        }

        try
        {
            // Where the system does not tell that a file can be written at any place, .NET would write one piece behind the other.
            _ = DiskBytes.LengthOf(Handle);
            Reserve(length);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The file whose place is taken.</summary>
    public string Target { get; }

    public SafeFileHandle Handle { get; }

    /// <summary>Where the file can be opened until it takes its target's place.</summary>
    public string CurrentPath => temporary ?? UnixCalls.DescriptorPath(Handle);

    /// <summary>Whether a file of that name may be what a killed process left of an image beside it.</summary>
    public static bool IsTemporary(string name) => TemporaryNames.Are(name) || TemporaryNames.AreFormer(name);

    /// <summary>Whether something means that a file cannot be written. .NET tells by exceptions of other kinds that it is too large, and that it cannot be written at any place.</summary>
    public static bool IsFailure(Exception failure) =>
        failure is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentOutOfRangeException { ParamName: "value" };

    /// <summary>Reserves room: a disk that is too full says so now.</summary>
    /// <exception cref="IOException">There is not as much.</exception>
    public void Reserve(long length)
    {
        if (kind != DraftKind.Managed && length > 0)
        {
            UnixCalls.Reserve(Handle, length, Target);
        }
    }

    /// <summary>Puts the file in its target's place, in one step.</summary>
    public void Commit()
    {
        Finish();
        Place();
        FlushDirectories();
    }

    /// <summary>Gives the file what its target has, has the disk write it, and gives it a name: nothing but <see cref="Place"/> is left to do.</summary>
    /// <exception cref="IOException">The disk cannot.</exception>
    public void Finish()
    {
        GiveRights();
        UnixCalls.Flush(Handle, Target);
        for (var isMadeAgain = false; temporary is null;)
        {
            var name = RandomName();
            try
            {
                temporary = UnixCalls.TryName(Handle, name) ? name : null;
            }
            catch (FileNotFoundException) when (!isMadeAgain)
            {
                // Whoever made the directory failed, and took it for empty.
                isMadeAgain = true;
                MakeDirectory();
            }
        }
    }

    /// <summary>Whether names in the directory that differ in case alone are one, when the file has one. Nobody but the file system knows: the random name is looked for in capitals.</summary>
    public bool IsCaseIgnored() => temporary is not null && File.Exists(Path.Join(directory, Path.GetFileName(temporary).ToUpperInvariant()));

    /// <summary>Takes the target's place.</summary>
    public void Place()
    {
        if (OperatingSystem.IsWindows())
        {
            ReplacePatiently();
        }
        else
        {
            DiskFile.Move(temporary!, Target, overwrites: true);
        }

        committed = true;
        Handle.Dispose();
    }

    /// <summary>On Windows, a scanner or an indexer has a file that is new for a moment, and two who replace one file get in each other's way.</summary>
    private void ReplacePatiently()
    {
        for (var milliseconds = 10; ; milliseconds *= 2)
        {
            try
            {
                DiskFile.Move(temporary!, Target, overwrites: true);
                return;
            }
            catch (Exception failure) when (milliseconds <= LongestWait && IsPassing(failure))
            {
                Thread.Sleep(milliseconds);
            }
        }
    }

    /// <summary>Whether a moment later it may not fail. A directory and what is read-only stay so, and are denied as well.</summary>
    private bool IsPassing(Exception failure) => Fault.KindOf(failure) switch
    {
        FaultKind.InUse => true,
        FaultKind.Denied => new FileInfo(Target) is { Exists: true, IsReadOnly: false },
        _ => false,
    };

    /// <summary>Has the disk remember that the file is in its place.</summary>
    public void FlushDirectories()
    {
        UnixCalls.FlushDirectory(directory);
        madeDirectories.ForEach(made => UnixCalls.FlushDirectory(Path.GetDirectoryName(made)!));
    }

    public void Dispose()
    {
        if (OperatingSystem.IsWindows())
        {
            Handle.Dispose();
        }

        if (!committed && temporary is not null)
        {
            try
            {
                DiskFile.Delete(temporary);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // What made the write fail (a disk that went away) is what the user needs to hear of.
            }
        }

        Handle.Dispose();
        if (!committed)
        {
            RemoveDirectories();
        }
    }

    /// <summary>Moves a file out of the way, to a name that the next run deletes.</summary>
    public static string SetAside(string path)
    {
        // In one step: not to take another's place means a second name first, which stays where the first one cannot be taken away.
        var aside = RandomName(Path.GetDirectoryName(path)!);
        DiskFile.Move(path, aside, overwrites: true);
        return aside;
    }

    /// <summary>Deletes what killed processes left in the directory.</summary>
    public static void DeleteLeftovers(string directory, DraftKind best = DraftKind.Unnamed)
    {
        try
        {
#pragma warning disable RS0030 // Their order reaches nothing: all of them go.
            foreach (var leftover in Directory.EnumerateFiles(directory, TemporaryNames.Pattern))
#pragma warning restore RS0030
            {
                if (TemporaryNames.Are(Path.GetFileName(leftover)))
                {
                    DeleteLeftover(leftover, isManaged: Possible(best) == DraftKind.Managed);
                }
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A directory may take files and not be read.
        }
    }

    /// <summary>EEXIST, which is 17 on every Unix; ERROR_FILE_EXISTS and ERROR_ALREADY_EXISTS of Windows.</summary>
    private static bool IsTaken(IOException failure) => (failure.HResult & 0xFFFF) is 17 or 80 or 183;

    private static DraftKind Possible(DraftKind best) => UnixCalls.AreSupported ? best : DraftKind.Managed;

    private string RandomName() => RandomName(directory);

    private static string RandomName(string directory) => Path.Join(directory, TemporaryNames.Make());

    /// <summary>Makes what is missing, and remembers what this one made: others may make directories at the same time.</summary>
    private void MakeDirectory()
    {
        var missing = new Stack<string>();
        for (var path = directory; !Directory.Exists(path) && Path.GetDirectoryName(path) is { Length: > 0 } above; path = above)
        {
            missing.Push(path);
        }

        foreach (var path in missing)
        {
            if (kind == DraftKind.Managed ? Directory.CreateDirectory(path).Exists : UnixCalls.TryMakeDirectory(path))
            {
                madeDirectories.Add(path);
            }
        }

        // Where one could not be made, this says why.
        Directory.CreateDirectory(directory);
    }

    /// <summary>Removes the directories that were made for a file that does not come, unless something is in them meanwhile.</summary>
    private void RemoveDirectories()
    {
        try
        {
            for (; madeDirectories.Count > 0; madeDirectories.RemoveAt(madeDirectories.Count - 1))
            {
                Directory.Delete(madeDirectories[^1]);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Somebody uses it.
        }
    }

    private (string? Name, SafeFileHandle Handle) Open(UnixFileMode mode, long length)
    {
        if (kind == DraftKind.Unnamed && UnixCalls.OpenUnnamed(directory, mode) is { } unnamed)
        {
            _ = UnixCalls.TryLock(unnamed, alone: false);
            return (null, unnamed);
        }

        while (true)
        {
            var name = RandomName();
            try
            {
                if (kind == DraftKind.Managed)
                {
                    return (name, File.OpenHandle(name, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, FileOptions.None, length));
                }

                var file = UnixCalls.OpenNew(name, mode);

                // Between the two, another process may have taken it for a leftover.
                if (UnixCalls.TryLock(file, alone: false) is { } locked && !(locked && UnixCalls.IsAt(file, name)))
                {
                    file.Dispose();
                    continue;
                }

                return (name, file);
            }
            catch (IOException failure) when (IsTaken(failure))
            {
                // Somebody had the same one of 2^122: not twice.
            }
        }
    }

    private void GiveRights()
    {
        if (former is not null)
        {
            UnixCalls.Give(Handle, former);
        }
        else if (kind == DraftKind.Managed && !OperatingSystem.IsWindows() && File.Exists(Target))
        {
            const UnixFileMode permissions = (UnixFileMode)0x1FF;
            File.SetUnixFileMode(Handle, File.GetUnixFileMode(Target) & permissions);
        }
    }

    private static void DeleteLeftover(string path, bool isManaged)
    {
        try
        {
            if (isManaged)
            {
                // Windows deletes no file that somebody has open; macOS has .NET ask for the lock that whoever writes it holds.
                using (File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                }

                File.Delete(path);
                return;
            }

            using var file = UnixCalls.OpenExisting(path);
            if (UnixCalls.TryLock(file, alone: true) == true && UnixCalls.IsAt(file, path))
            {
                File.Delete(path);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Somebody else's, or just gone.
        }
    }
}
