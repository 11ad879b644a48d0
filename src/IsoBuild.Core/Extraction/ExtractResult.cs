using IsoBuild.Diagnostics;

namespace IsoBuild.Extraction;

/// <summary>What came of an extraction.</summary>
/// <param name="Files">How many files were written, by the number of their names.</param>
/// <param name="Directories">How many directories were made.</param>
/// <param name="Links">How many symbolic links were made.</param>
/// <param name="Bytes">How many bytes the files have; a file of several names (hard links) counts once.</param>
/// <param name="Diagnostics">What could not be extracted as it stands in the image, errors first.</param>
public sealed record ExtractResult(int Files, int Directories, int Links, long Bytes, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Whether everything that was asked for is there, but for links and special files that are left out on purpose, with a warning.</summary>
    public bool Succeeded => !Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}
