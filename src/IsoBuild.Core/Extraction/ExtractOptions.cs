using IsoBuild.Content;

namespace IsoBuild.Extraction;

/// <summary>What to do about symbolic links of an image.</summary>
public enum LinkPolicy
{
    /// <summary>Make those whose target stays inside the target directory; leave the others out, with a diagnostic.</summary>
    Inside,

    /// <summary>Make none; each is told.</summary>
    Skip,
}

/// <summary>How to extract.</summary>
public sealed record ExtractOptions
{
    /// <summary>The paths in the image to extract (<c>/docs</c>, a directory with all that is in it); everything when empty.</summary>
    public IReadOnlyCollection<string> Paths { get; init; } = [];

    /// <summary>Chooses among the files, links and special files below <see cref="Paths"/>; all of them when left out. Directories that then stay empty are not made.</summary>
    public Func<ContentNode, bool>? Where { get; init; }

    /// <summary>Whether files that are there already are replaced. Without it, one that is there is an error, and stays as it is.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Whether modification dates are restored.</summary>
    public bool RestoreDates { get; init; } = true;

    /// <summary>Whether permission bits are restored, on systems that have them: of ordinary users, as far as their umask allows; of root, all. Set-id bits never are, the sticky bit of directories alone.</summary>
    public bool RestoreModes { get; init; } = true;

    /// <summary>Whether the umask takes nothing away from permission bits that are restored, whoever extracts.</summary>
    public bool ExactModes { get; init; }

    /// <summary>What to do about symbolic links.</summary>
    public LinkPolicy Links { get; init; }

    /// <summary>The most bytes to write in all: more is an error before the first one is written. Without it, the free space of the target decides.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>How many threads write files; 0 for as many as there are processors.</summary>
    public int Threads { get; init; }

    /// <summary>Is told how many bytes of files have been written so far, by any thread.</summary>
    public IProgress<long>? Progress { get; init; }
}
