using System.Text;
using IsoBuild.Content;

namespace IsoBuild.Writing;

/// <summary>An image and the texts beside it (sector map, checksum), which are put in place together.</summary>
/// <remarks>
/// All of them are on the disk before the first takes its place. Then former texts that differ go out of the way, the image takes its place, and the texts
/// theirs: at no time does a text stand beside an image that is not its own. Who is killed in between leaves texts that are missing, which the next build sees.
/// </remarks>
internal sealed class OutputSet : IDisposable
{
    private readonly List<(string Path, AtomicFile File)> texts = [];

    /// <summary>What each file is to hold, those included that hold it already.</summary>
    private readonly Dictionary<string, byte[]> given = new(StringComparer.Ordinal);

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
        else if (!given.TryAdd(target.Path, bytes))
        {
            if (!given[target.Path].AsSpan().SequenceEqual(bytes))
            {
                throw new IOException("Another of the files beside the image is the same one; name another.");
            }
        }
        else if (!Holds(target.Path, bytes))
        {
            var file = new AtomicFile(target, bytes.Length);
            texts.Add((path, file));
            DiskBytes.Write(file.Handle, bytes, position: 0);
        }
        else
        {
            // Whoever put it there may have been killed before what it replaced was gone.
            AtomicFile.DeleteLeftovers(Path.GetDirectoryName(target.Path)!);
        }
    });

    /// <summary>Puts everything in its place.</summary>
    /// <param name="image">The image, which is written; <see langword="null"/> where it is none of the files that take a place.</param>
    /// <exception cref="CompanionException">A text cannot be put in its place.</exception>
    public void Commit(AtomicFile? image)
    {
        foreach (var (path, file) in texts)
        {
            if (file.Target == image?.Target)
            {
                throw new CompanionException(path, new IOException("This is the image's own file; name another."));
            }

            Try(path, file.Finish);
        }

        if (image is not null)
        {
            image.Finish();
            PlaceBetween(image);
        }

        texts.ForEach(text => Try(text.Path, text.File.Place));
        image?.FlushDirectories();
        texts.ForEach(text => Try(text.Path, text.File.FlushDirectories));
    }

    public void Dispose()
    {
        texts.ForEach(text => text.File.Dispose());
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

    /// <summary>Moves the former texts out of the way, and lets the image take its place.</summary>
    private void PlaceBetween(AtomicFile image)
    {
        try
        {
            foreach (var (path, file) in texts.Where(text => File.Exists(text.File.Target)))
            {
                Try(path, () => aside.Add((file.Target, AtomicFile.SetAside(file.Target))));
            }

            image.Place();
        }
        catch
        {
            aside.ForEach(moved => DiskFile.Move(moved.To, moved.From, overwrites: true));
            aside.Clear();
            throw;
        }
    }

    private static bool Holds(string path, byte[] bytes)
    {
        try
        {
            return new FileInfo(path) is { Exists: true } file && file.Length == bytes.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Writing will say so.
            return false;
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
}
