using IsoBuild.Content;

namespace IsoBuild.Extraction;

/// <summary>What to do about symbolic links of an image.</summary>
public enum LinkPolicy
{
    /// <summary>Create links whose target stays inside the target directory; leave the others out with a diagnostic.</summary>
    Inside,

    /// <summary>Create none; each one is reported.</summary>
    Skip,
}

/// <summary>How to extract.</summary>
public sealed record ExtractOptions
{
    /// <summary>The paths in the image to extract; a directory (<c>/docs</c>) includes everything in it. Empty: everything.</summary>
    public IReadOnlyCollection<string> Paths { get; init; } = [];

    /// <summary>Selects files, links and special files below <see cref="Paths"/>. Default: all. Directories that would be empty are not created.</summary>
    public Func<ContentNode, bool>? Where { get; init; }

    /// <summary>Whether existing files are replaced. Otherwise an existing file is an error and stays unchanged.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Whether modification dates are restored.</summary>
    public bool RestoreDates { get; init; } = true;

    /// <summary>Whether permission bits are restored on systems that have them: for ordinary users within their umask, for root in full. Set-id bits are never restored, and the sticky bit only on directories.</summary>
    public bool RestoreModes { get; init; } = true;

    /// <summary>Whether permission bits are restored in full, regardless of the umask.</summary>
    public bool ExactModes { get; init; }

    /// <summary>What to do about symbolic links.</summary>
    public LinkPolicy Links { get; init; }

    /// <summary>The maximum total size in bytes; more is an error before anything is written. Default: the free space of the target.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>The number of threads that write files. 0: the number of processors.</summary>
    public int Threads { get; init; }

    /// <summary>Receives the number of file bytes written so far, from any thread.</summary>
    public IProgress<long>? Progress { get; init; }
}
