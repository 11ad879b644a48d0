using IsoBuild.Content;
using IsoBuild.Extraction;

namespace Cake.IsoBuild;

/// <summary>What to extract, and how.</summary>
public sealed class IsoExtractSettings
{
    /// <summary>Gets the paths in the image to extract (<c>/docs</c>, a directory with all that is in it); everything when there are none.</summary>
    public IList<string> Paths { get; } = [];

    /// <summary>Gets or sets the choice among the files below <see cref="Paths"/>; all of them when left out.</summary>
    public Func<ContentNode, bool>? Where { get; set; }

    /// <summary>Gets or sets the tree to extract; the one with the most faithful names when left out.</summary>
    public ImageFormats? View { get; set; }

    /// <summary>Gets or sets a value indicating whether files that are there already are replaced. Without it, one that is there is an error, and stays as it is.</summary>
    public bool Overwrite { get; set; }

    /// <summary>Gets or sets a value indicating whether modification dates are restored.</summary>
    public bool RestoreDates { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether permission bits are restored, on systems that have them.</summary>
    public bool RestoreModes { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether the umask takes nothing away from permission bits that are restored. For root, it never does.</summary>
    public bool ExactModes { get; set; }

    /// <summary>Gets or sets what to do about symbolic links.</summary>
    public LinkPolicy Links { get; set; }

    /// <summary>Gets or sets the most bytes to write in all: more is an error before the first one is written.</summary>
    public long? MaxBytes { get; set; }

    /// <summary>Gets or sets how many threads write files; 0 for as many as there are processors.</summary>
    public int Threads { get; set; }
}
