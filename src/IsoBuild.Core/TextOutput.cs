using IsoBuild.Diagnostics;
using IsoBuild.Writing;

namespace IsoBuild;

/// <summary>A text file to write, in UTF-8 without a byte order mark and as safely as an image: it replaces the former file only when it is completely on disk. The former
/// file's permissions and owner stay, links are followed, and pipes, devices and open descriptors (<c>/dev/stdout</c>) are written to. A file that already contains the text is not touched.</summary>
/// <param name="Path">The file. Its directory is created if it does not exist.</param>
/// <param name="Text">Its text.</param>
/// <seealso cref="WriteOptions.Companions"/>
public sealed record TextOutput(string Path, string Text)
{
    /// <summary>Whether a path leads, possibly through links, to a stream that is written to and never replaced: a device, a pipe, a socket, an open descriptor (<c>/dev/fd/3</c>).</summary>
    /// <param name="path">The path on disk.</param>
    public static bool IsStream(string path) => OutputTarget.TryFind(path) is { IsStream: true };

    /// <summary>Whether a path leads to the standard output of this process, as <c>/dev/stdout</c> does.</summary>
    /// <param name="path">The path on disk.</param>
    public static bool IsStandardOutput(string path) => OutputTarget.TryFind(path) is { IsStandardOutput: true };

    /// <summary>Writes the text file. For a file that belongs to an image, prefer <see cref="WriteOptions.Companions"/>.</summary>
    /// <param name="cancellationToken">Stops waiting for the reader of a pipe.</param>
    /// <exception cref="ImageException">The file cannot be written (ISOB4104). A former file is unchanged.</exception>
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
}
