using IsoBuild.Content;

namespace IsoBuild.Fat;

/// <summary>A file or directory that goes into a FAT file system.</summary>
/// <param name="Path">Names separated by <c>/</c>, from the root: <c>EFI/BOOT/BOOTX64.EFI</c>. The directories above need no entries of their own.</param>
/// <param name="Source">The bytes of a file; <see langword="null"/> for a directory.</param>
/// <param name="Modified">Its date; <see langword="null"/> for that of the file system.</param>
internal sealed record FatEntry(string Path, ContentSource? Source, DateTimeOffset? Modified = null)
{
    /// <summary>Attributes beside those that say what it is: hidden, of the system, not to be written to.</summary>
    public FatAttributes Attributes { get; init; }

    /// <summary>Whether it begins at a sector of the medium, so that a tree of the image can have the same bytes.</summary>
    public bool StartsSector { get; init; }
}
