namespace IsoBuild.Content;

/// <summary>What an entry is given beside its name and content. What is left <see langword="null"/> follows the rules of the image.</summary>
public sealed record EntryOptions
{
    /// <summary>POSIX permission bits (RRIP 4.1.1). Otherwise 0755 for directories and executables (ELF, Mach-O, <c>#!</c>), 0644 for the rest.
    /// For a scanned directory: of the files in it.</summary>
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
}
