namespace IsoBuild.Content;

/// <summary>The attributes of an entry. Values that are <see langword="null"/> follow the rules of the image.</summary>
/// <remarks>For a directory from disk, they apply to the files and links in it; owner, group, <see cref="HiddenFrom"/> and <see cref="MarkHidden"/> also apply to the directory
/// itself and its subdirectories. Hard links to one file share all values except
/// <see cref="HiddenFrom"/> and <see cref="MarkHidden"/>.</remarks>
public sealed record EntryOptions
{
    /// <summary>POSIX permission bits (RRIP 4.1.1). Otherwise 0755 for directories and executables (ELF, Mach-O, <c>#!</c>), 0644 for the rest.
    /// Symbolic links always have 0777.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Bits beyond 7777 (octal) are set.</exception>
    public UnixFileMode? Mode
    {
        get;
        init
        {
            const int allBits = 0xFFF;
            ArgumentOutOfRangeException.ThrowIfNotEqual((int)(value ?? 0) & ~allBits, 0, nameof(value));
            field = value;
        }
    }

    /// <summary>The modification date, regardless of <see cref="FileDates"/>.</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>The owner's number (RRIP 4.1.1, ECMA-167 4/14.9.2); otherwise 0.</summary>
    public uint? OwnerId { get; init; }

    /// <summary>The group's number (RRIP 4.1.1, ECMA-167 4/14.9.3); otherwise 0.</summary>
    public uint? GroupId { get; init; }

    /// <summary>The position of the content in the image: files with a greater weight come first, files with equal weight in the order of their paths. Default: 0.</summary>
    public int? SortWeight { get; init; }

    /// <summary>The trees from which the entry is hidden, a directory with everything in it. An entry that is hidden from every tree is not stored.
    /// ISO 9660 and Rock Ridge are one tree: an entry hidden from one is hidden from both.</summary>
    public ImageFormats? HiddenFrom { get; init; }

    /// <summary>Whether the entry is marked as hidden in every tree (ECMA-119 9.1.6, ECMA-167 4/14.4.3). Unlike an entry with <see cref="HiddenFrom"/> every tree, it is stored.
    /// Windows shows it only when hidden files are shown. Linux shows it, except in UDF, where it needs the mount option <c>unhide</c>.</summary>
    public bool? MarkHidden { get; init; }

    /// <summary>Whether the content is stored compressed (zisofs). Only Linux can read it, through Rock Ridge. A file that would not shrink is stored uncompressed.</summary>
    public bool? Compress { get; init; }
}
