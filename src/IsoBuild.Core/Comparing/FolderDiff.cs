using System.Globalization;
using System.Text;
using IsoBuild.Diagnostics;
using IsoBuild.Summarizing;

namespace IsoBuild.Comparing;

/// <summary>How the files of an image differ from those of a directory on disk.</summary>
/// <param name="Differences">Entries that only one of them has, then content, then modes and link targets. <see cref="DifferenceChange.Added"/> is what only the second has.</param>
/// <param name="Diagnostics">What of the directory could not be read, and so was not compared; and what of it no image can hold.</param>
public sealed record FolderDiff(IReadOnlyList<ImageDifference> Differences, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>How many entries the image has.</summary>
    public long EntryCount { get; init; }

    /// <summary>Whether all was compared, and nothing differs.</summary>
    public bool AreSame => Differences.Count == 0 && !Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <summary>The differences as text, one per line. Of many differences of one kind, the first are listed and the rest are counted. Lines end with LF.</summary>
    public override string ToString() => ToString(new DiffTextOptions { HowToSeeAll = "FolderDiff.Differences has all of them." });

    /// <summary>The differences as text, one per line. Lines end with LF.</summary>
    /// <param name="options">What is printed.</param>
    public string ToString(DiffTextOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (Differences.Count == 0)
        {
            return AreSame ? $"The files are the same: {HumanSize.Counted(EntryCount, "entry", "entries")}.\n" : "Whatever could be read is the same.\n";
        }

        var text = new StringBuilder();
        return DifferenceText.Append(text, Differences, options.IsComplete)
            ? text.ToString()
            : text.Append(CultureInfo.InvariantCulture, $"\nNot every difference has a line here. {options.HowToSeeAll}\n").ToString();
    }
}
