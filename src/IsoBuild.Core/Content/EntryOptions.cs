namespace IsoBuild.Content;

/// <summary>What an entry is given beside its name and content. What is left <see langword="null"/> follows the rules of the image.</summary>
/// <remarks>Given to a directory that is scanned, it concerns the files and links in it; owner, group <see cref="HiddenFrom"/> and <see cref="MarkHidden"/> concern the directory
/// itself and those in it, too. The names of one file (hard links) share all of it but
/// <see cref="HiddenFrom"/> and <see cref="MarkHidden"/>.</remarks>
public sealed record EntryOptions
{
    /// <summary>POSIX permission bits (RRIP 4.1.1). Otherwise 0755 for directories and executables (ELF, Mach-O, <c>#!</c>), 0644 for the rest.
    /// Symbolic links have 0777 whatever is said.</summary>
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

    /// <summary>The modification date, whatever <see cref="FileDates"/> says.</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>The owner's number (RRIP 4.1.1, ECMA-167 4/14.9.2); otherwise 0.</summary>
    public uint? OwnerId { get; init; }

    /// <summary>The group's number (RRIP 4.1.1, ECMA-167 4/14.9.3); otherwise 0.</summary>
    public uint? GroupId { get; init; }

    /// <summary>Where on the image the content lies: files of greater weight come first, those of equal weight in the order of their paths. Otherwise 0.</summary>
    public int? SortWeight { get; init; }

    /// <summary>The trees that do not show the entry and, of a directory, what is in it. What every tree hides is not stored.
    /// ISO 9660 and Rock Ridge are one tree here: what one hides, the other does not show either.</summary>
    public ImageFormats? HiddenFrom { get; init; }

    /// <summary>Whether the entry is marked as hidden in every tree (ECMA-119 9.1.6, ECMA-167 4/14.4.3). It is stored, unlike what <see cref="HiddenFrom"/> every tree.
    /// Windows shows it to those who want to see hidden files; Linux does not show it in UDF, unless mounted with <c>unhide</c>, and shows it in the other trees.</summary>
    public bool? MarkHidden { get; init; }

    /// <summary>Whether the content is stored compressed (zisofs), which Linux alone reads, and there through Rock Ridge; a file that would not shrink is stored as it is.</summary>
    public bool? Compress { get; init; }
}
