using IsoBuild.Content;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Writing;

/// <summary>Lets one process at a time put an image and its texts in their places: of two that write the same ones, all are of who comes last.</summary>
/// <remarks>
/// What is locked is a file of its own in each directory, since others may have reasons to lock a directory itself: <c>flock out isobuild create … -o out/x.iso</c>
/// would wait for itself. It has a name that no random one is and that belongs to no content, so that what a killed process leaves goes as all leftovers do.
/// Where the file system has no locks, or the system none that are known here, nobody waits.
/// </remarks>
internal sealed class CommitLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly List<(string Path, SafeFileHandle File)> held = [];

    private CommitLock()
    {
    }

    /// <summary>Waits until nobody else is at it in any of the directories.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled, and somebody is.</exception>
    public static CommitLock Take(IEnumerable<string> directories, CancellationToken cancellationToken)
    {
        var turn = new CommitLock();
        try
        {
            if (UnixCalls.AreSupported)
            {
                // All processes in the same order, or two would wait for each other; and each directory once, by whatever path.
                foreach (var directory in directories.Select(Identify).OfType<Place>().OrderBy(place => place.Device).ThenBy(place => place.Number).DistinctBy(place => (place.Device, place.Number)))
                {
                    turn.Take(Path.Join(directory.Path, TemporaryNames.OfLock), cancellationToken);
                }
            }

            return turn;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var (path, file) in held)
        {
            // While it is locked, nobody else takes it for his.
            Delete(path);
            file.Dispose();
        }
    }

    private static Place? Identify(string directory) =>
        UnixCalls.TryLookThrough(directory, out var status) ? new Place(status.Device, status.Number, directory) : null;

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The next one uses it.
        }
    }

    private void Take(string path, CancellationToken cancellationToken)
    {
        while (UnixCalls.OpenLock(path) is { } file)
        {
            var isLocked = UnixCalls.TryLock(file, alone: true);
            if (isLocked == true)
            {
                // From here on it goes, whatever comes.
                held.Add((path, file));
                if (UnixCalls.IsAt(file, path))
                {
                    return;
                }

                held.RemoveAt(held.Count - 1);
            }

            file.Dispose();
            if (isLocked is null)
            {
                Delete(path);
                return;
            }

            // Either somebody has it, or had it and has deleted it.
            if (isLocked == false)
            {
                cancellationToken.WaitHandle.WaitOne(Pause);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private sealed record Place(ulong Device, ulong Number, string Path);
}
