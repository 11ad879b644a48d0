using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Content;

/// <summary>Reads whole small files, one after the other. One per thread: it holds the directory that it read from last, so that the system need not look for it again.</summary>
internal sealed class SmallFileReader : IDisposable
{
    private string? directory;
    private SafeFileHandle? folder;

    /// <summary>Reads as many bytes as the source has.</summary>
    /// <returns>What has become of the file since it was measured.</returns>
    /// <exception cref="EndOfStreamException">There are fewer bytes.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public FileState Read(ContentSource source, Span<byte> destination)
    {
        if (source is FileSource file && UnixCalls.AreSupported)
        {
            var count = UnixCalls.ReadWhole(FolderOf(file), file.Name, destination, file, out var status);
            return count == destination.Length ? file.StateOf(status) : throw new EndOfStreamException();
        }

        using var content = source.Open();
        content.ReadExactly(0, destination);
        return source is FileSource opened ? opened.StateOf(content.Handle) : FileState.Same;
    }

    public void Dispose() => folder?.Dispose();

    private SafeFileHandle FolderOf(FileSource file)
    {
        if (folder is null || !string.Equals(directory, file.Directory, StringComparison.Ordinal))
        {
            folder?.Dispose();
            folder = null;
            folder = UnixCalls.OpenFolder(file.Directory);
            directory = file.Directory;
        }

        return folder;
    }
}
