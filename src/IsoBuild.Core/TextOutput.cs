using IsoBuild.Diagnostics;
using IsoBuild.Writing;

namespace IsoBuild;

/// <summary>A text to be written: as UTF-8 without a mark, and as safely as an image. It takes its file's place when all of it is on the disk, the former
/// text's permissions and owner stay, links are followed, and pipes, devices and open descriptors (<c>/dev/stdout</c>) are written to. A file that holds the text already is left alone.</summary>
/// <param name="Path">The file. Its directory is made when it is not there.</param>
/// <param name="Text">What it is to hold.</param>
/// <seealso cref="WriteOptions.Companions"/>
public sealed record TextOutput(string Path, string Text)
{
    /// <summary>Whether a path leads, through links, to what takes bytes as they come and is never replaced: a device, a pipe, a socket, an open descriptor (<c>/dev/fd/3</c>).</summary>
    /// <param name="path">The path on disk.</param>
    public static bool IsStream(string path) => Find(path) is { IsStream: true };

    /// <summary>Whether a path leads to the standard output of this process, as <c>/dev/stdout</c> does.</summary>
    /// <param name="path">The path on disk.</param>
    public static bool IsStandardOutput(string path) => Find(path) is { IsStandardOutput: true };

    /// <summary>Writes the text by itself. What belongs to an image is better given to <see cref="WriteOptions.Companions"/>.</summary>
    /// <param name="cancellationToken">Stops waiting for somebody to read a pipe.</param>
    /// <exception cref="ImageException">It cannot be written (ISOB4104); what was there is as before.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public void Write(CancellationToken cancellationToken = default)
    {
        try
        {
            using var outputs = new OutputSet();
            outputs.Add(Path, Text, cancellationToken);
            outputs.Commit(image: null, cancellationToken);
        }
        catch (CompanionException failure)
        {
            throw new ImageException(failure.ToDiagnostic(), failure);
        }
    }

    /// <summary>Where a path leads; <see langword="null"/> where nothing can be written.</summary>
    internal static OutputTarget? Find(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return OutputTarget.Find(path);
        }
        catch (Exception failure) when (AtomicFile.IsFailure(failure))
        {
            // Whoever writes there will say so.
            return null;
        }
    }
}
