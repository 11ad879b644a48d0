using IsoBuild.Content;

namespace IsoBuild.Reading;

/// <summary>A file or directory in the FAT file system of a boot image, which is usually an EFI system partition.</summary>
public sealed class BootImageFile
{
    private readonly ContentSource? source;

    internal BootImageFile(string path, ContentSource? source, DateTimeOffset? modified) => (Path, this.source, Modified) = (path, source, modified);

    /// <summary>The path relative to the file system's root, without a leading slash: <c>EFI/BOOT/BOOTX64.EFI</c>.</summary>
    public string Path { get; }

    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory => source is null;

    /// <summary>How many bytes the file has.</summary>
    public long Length => source?.Length ?? 0;

    /// <summary>The date of the last write, if it is recorded.</summary>
    public DateTimeOffset? Modified { get; }

    /// <summary>Opens the bytes of a file as a seekable stream. The image must stay open.</summary>
    /// <exception cref="InvalidOperationException">It is a directory.</exception>
    public Stream OpenRead() => new ContentStream(source ?? throw new InvalidOperationException($"{Path} is a directory."));

    /// <summary>The <see cref="Path"/>.</summary>
    public override string ToString() => Path;
}
