using System.Globalization;
using IsoBuild.Content;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Writing;

/// <summary>A file that is written beside its target and takes the target's place at the end, or leaves nothing behind.</summary>
internal sealed class AtomicFile : IDisposable
{
    private const string Prefix = ".isobuild-";
    private const string Suffix = ".tmp";

    private readonly string target;
    private readonly string temporary;
    private bool committed;

    /// <param name="path">The target. Its directory is made when it is not there.</param>
    /// <param name="length">How much room to reserve: a disk that is too full says so now.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be made.</exception>
    public AtomicFile(string path, long length)
    {
        target = DiskFile.ReachablePath(path);
        if (Directory.Exists(target))
        {
            throw new IOException("A directory has this name.");
        }

        if (File.Exists(target) && !OperatingSystem.IsWindows() && new FileInfo(target).Length == 0 && !UnixFile.IsRegular(target))
        {
            throw new IOException("It is a pipe, a socket or a device, which a file must not replace; write to a stream instead.");
        }

        var directory = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(directory);
        (temporary, Handle) = CreateIn(directory, length);
    }

    public SafeFileHandle Handle { get; }

    /// <summary>Where the file is until it takes its target's place.</summary>
    public string CurrentPath => temporary;

    /// <summary>Whether a file of that name may be what a killed process left of an image beside it.</summary>
    public static bool IsTemporary(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>Puts the file in its target's place, in one step.</summary>
    public void Commit()
    {
        Handle.Dispose();
        File.Move(temporary, target, overwrite: true);
        committed = true;
    }

    public void Dispose()
    {
        Handle.Dispose();
        if (!committed)
        {
            try
            {
                File.Delete(temporary);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // What made the write fail (a disk that went away) is what the user needs to hear of.
            }
        }
    }

    /// <summary>Makes a new file with a temporary name. Other processes and threads may write into the same directory: each gets a name of its own,
    /// by the process's number and by trying from <paramref name="first"/> on.</summary>
    /// <exception cref="IOException">The file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be made.</exception>
    public static (string Path, SafeFileHandle Handle) CreateIn(string directory, long length, int first = 0)
    {
        const int attempts = 1000;
        for (var attempt = first; ; attempt++)
        {
            var path = TemporaryPath(directory, attempt);
            try
            {
                return (path, File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, FileOptions.None, length));
            }
            catch (IOException failure) when (attempt - first < attempts && IsTaken(failure))
            {
                // The next one may be free. Whoever took it may have finished meanwhile, so there is no use in looking for the file.
            }
        }
    }

    /// <summary>EEXIST, which is 17 on every Unix; ERROR_FILE_EXISTS and ERROR_ALREADY_EXISTS of Windows.</summary>
    private static bool IsTaken(IOException failure) => (failure.HResult & 0xFFFF) is 17 or 80 or 183;

    /// <summary>A name for something short-lived, which <see cref="IsTemporary"/> knows.</summary>
    public static string TemporaryPath(string directory, int number) =>
        Path.Join(directory, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{number}{Suffix}"));
}
