using System.Text;
using IsoBuild.Content;

namespace IsoBuild.Writing;

/// <summary>An image and the texts beside it (sector map, checksum), which are put in place together.</summary>
/// <remarks>
/// All of them are on the disk before the first takes its place. Then former texts that differ go out of the way, the image takes its place, and the texts
/// theirs: at no time does a text stand beside an image that is not its own. Who is killed in between leaves texts that are missing, which the next build sees.
/// Meanwhile no other process does the same in these directories, where they have locks.
/// </remarks>
internal sealed class OutputSet : IDisposable
{
    private readonly List<Text> texts = [];

    /// <summary>Former texts that are out of the way.</summary>
    private readonly List<(string From, string To)> aside = [];

    /// <summary>Makes a text ready. One that goes into a pipe or a device goes there now.</summary>
    /// <exception cref="CompanionException">It cannot be written.</exception>
    public void Add(string path, string text, CancellationToken cancellationToken) => Try(path, () =>
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var target = OutputTarget.Find(path);
        if (target.IsStream)
        {
            using var stream = target.OpenStream(cancellationToken);
            stream.Write(bytes);
            stream.Flush();
        }
        else if (texts.Find(other => other.Target.Path == target.Path) is { } same)
        {
            same.CheckIsSame(bytes);
        }
        else
        {
            var added = new Text(path, target, bytes);
            texts.Add(added);
            if (!added.IsThere())
            {
                added.Prepare();
            }
            else
            {
                // Whoever put it there may have been killed before what it replaced was gone.
                AtomicFile.DeleteLeftovers(Path.GetDirectoryName(target.Path)!);
            }
        }
    });

    /// <summary>Puts everything in its place.</summary>
    /// <param name="image">The image, which is written; <see langword="null"/> where it is none of the files that take a place.</param>
    /// <param name="cancellationToken">Stops waiting for others who do the same.</param>
    /// <exception cref="CompanionException">A text cannot be put in its place.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; everything is as before.</exception>
    public void Commit(AtomicFile? image, CancellationToken cancellationToken)
    {
        texts.ForEach(text => Try(text.Path, () => text.File?.Finish()));
        image?.Finish();
        CheckPlaces(image);
        using (TakeTurn(image, cancellationToken))
        {
            // What was there already may be another's by now.
            foreach (var text in texts.Where(text => text.File is null && !text.IsThere()))
            {
                Try(text.Path, () => text.Prepare().Finish());
            }

            if (image is not null)
            {
                PlaceBetween(image);
            }

            texts.ForEach(text => Try(text.Path, () => text.File?.Place()));
        }

        image?.FlushDirectories();
        texts.ForEach(text => Try(text.Path, () => text.File?.FlushDirectories()));
    }

    public void Dispose()
    {
        // A later one may lie in a directory that was made for an earlier one.
        texts.AsEnumerable().Reverse().ToList().ForEach(text => text.File?.Dispose());
        foreach (var (_, to) in aside)
        {
            try
            {
                DiskFile.Delete(to);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // The next run deletes it.
            }
        }
    }

    /// <summary>A file by itself takes its place in one step; several are a matter of one process at a time.</summary>
    private CommitLock? TakeTurn(AtomicFile? image, CancellationToken cancellationToken)
    {
        List<string> places = [.. texts.Select(text => text.Target.Path)];
        if (image is not null)
        {
            places.Add(image.Target);
        }

        return places.Count > 1 ? CommitLock.Take(places.Select(place => Path.GetDirectoryName(place)!), cancellationToken) : null;
    }

    /// <summary>Refuses a text that would take the place of the image or of another text, also where that is one file for the file system alone.</summary>
    private void CheckPlaces(AtomicFile? image)
    {
        for (var i = 0; i < texts.Count; i++)
        {
            var text = texts[i];
            if (image is not null && AreOne(text.Target.Path, image.Target, image))
            {
                throw new CompanionException(text.Path, new IOException("This is the image's own file; name another."));
            }

            foreach (var other in texts.Take(i))
            {
                // Where both are there already, with what they are to hold, no two that differ are one.
                if ((text.File ?? other.File) is { } file && AreOne(text.Target.Path, other.Target.Path, file))
                {
                    Try(text.Path, () => other.CheckIsSame(text.Bytes));
                }
            }
        }
    }

    /// <summary>Whether two paths lead to one file.</summary>
    /// <param name="path">One.</param>
    /// <param name="other">The other one.</param>
    /// <param name="file">The file that is to take the place of either.</param>
    private static bool AreOne(string path, string other, AtomicFile file)
    {
        var (name, otherName) = (Path.GetFileName(path), Path.GetFileName(other));
        return string.Equals(name, otherName, StringComparison.OrdinalIgnoreCase)
            && IsOneDirectory(Path.GetDirectoryName(path)!, Path.GetDirectoryName(other)!)
            && (name == otherName || file.IsCaseIgnored());
    }

    private static bool IsOneDirectory(string path, string other) =>
        path == other
        || (UnixCalls.AreSupported
            ? UnixCalls.TryLookThrough(path, out var here) && UnixCalls.TryLookThrough(other, out var there) && (here.Device, here.Number) == (there.Device, there.Number)
            : string.Equals(path, other, StringComparison.OrdinalIgnoreCase));

    /// <summary>Moves the former texts out of the way, and lets the image take its place.</summary>
    private void PlaceBetween(AtomicFile image)
    {
        try
        {
            foreach (var text in texts.Where(text => text.File is not null && File.Exists(text.Target.Path)))
            {
                Try(text.Path, () => SetAside(text.Target.Path));
            }

            image.Place();
        }
        catch
        {
            aside.ForEach(PutBack);
            aside.Clear();
            throw;
        }
    }

    private void SetAside(string path)
    {
        try
        {
            aside.Add((path, AtomicFile.SetAside(path)));
        }
        catch (FileNotFoundException)
        {
            // Somebody else, where there are no locks, was quicker.
        }
    }

    private static void PutBack((string From, string To) moved)
    {
        try
        {
            DiskFile.Move(moved.To, moved.From, overwrites: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Why everything else failed is what the user needs to hear of.
        }
    }

    private static void Try(string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception failure) when (AtomicFile.IsFailure(failure))
        {
            throw new CompanionException(path, failure);
        }
    }

    /// <summary>What one file is to hold.</summary>
    private sealed class Text(string path, OutputTarget target, byte[] bytes)
    {
        /// <summary>How the user says it.</summary>
        public string Path => path;

        public OutputTarget Target => target;

        public byte[] Bytes => bytes;

        /// <summary>What takes the place; <see langword="null"/> where the text is there already.</summary>
        public AtomicFile? File { get; private set; }

        public AtomicFile Prepare()
        {
            File = new AtomicFile(target, bytes.Length);
            DiskBytes.Write(File.Handle, bytes, position: 0);
            return File;
        }

        public void CheckIsSame(byte[] others)
        {
            if (!bytes.AsSpan().SequenceEqual(others))
            {
                throw new IOException("Another of the files beside the image is the same one; name another.");
            }
        }

        public bool IsThere()
        {
            try
            {
                return new FileInfo(target.Path) is { Exists: true } file && file.Length == bytes.Length && System.IO.File.ReadAllBytes(target.Path).AsSpan().SequenceEqual(bytes);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // Writing will say so.
                return false;
            }
        }
    }
}
