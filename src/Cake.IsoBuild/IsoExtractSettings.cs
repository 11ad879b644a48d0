using IsoBuild.Content;
using IsoBuild.Extraction;

namespace Cake.IsoBuild;

/// <summary>What to extract, and how.</summary>
public sealed class IsoExtractSettings
{
    /// <summary>Gets the paths in the image to extract; a directory (<c>/docs</c>) includes everything in it. Empty: everything.</summary>
    public IList<string> Paths { get; } = [];

    /// <summary>Gets or sets a filter for the files below <see cref="Paths"/>. Default: all.</summary>
    public Func<ContentNode, bool>? Where { get; set; }

    /// <summary>Gets or sets the tree to extract. Default: the one with the most faithful names.</summary>
    public ImageFormats? View { get; set; }

    /// <summary>Gets or sets a value indicating whether existing files are replaced. Otherwise an existing file is an error and stays unchanged.</summary>
    public bool Overwrite { get; set; }

    /// <summary>Gets or sets a value indicating whether modification dates are restored.</summary>
    public bool RestoreDates { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether permission bits are restored, on systems that have them.</summary>
    public bool RestoreModes { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether permission bits are restored in full, regardless of the umask. For root, they always are.</summary>
    public bool ExactModes { get; set; }

    /// <summary>Gets or sets what to do about symbolic links.</summary>
    public LinkPolicy Links { get; set; }

    /// <summary>Gets or sets the maximum total size in bytes; more is an error before anything is written.</summary>
    public long? MaxBytes { get; set; }

    /// <summary>Gets or sets the number of threads that write files; 0 for the number of processors.</summary>
    public int Threads { get; set; }
}
