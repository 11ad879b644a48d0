using IsoBuild.Diagnostics;

namespace IsoBuild.Extraction;

/// <summary>The result of an extraction.</summary>
/// <param name="Files">The number of files written, counting every name of a hard-linked file.</param>
/// <param name="Directories">The number of directories created.</param>
/// <param name="Links">The number of symbolic links created.</param>
/// <param name="Bytes">The total size of the files in bytes; a hard-linked file counts once.</param>
/// <param name="Diagnostics">The diagnostics about what could not be extracted exactly, errors first.</param>
public sealed record ExtractResult(int Files, int Directories, int Links, long Bytes, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Whether everything requested was extracted, except for links and special files that are left out on purpose with a warning.</summary>
    public bool Succeeded => !Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}
