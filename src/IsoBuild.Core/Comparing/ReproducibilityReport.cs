using IsoBuild.Diagnostics;

namespace IsoBuild.Comparing;

/// <summary>The result of building an image again under different circumstances.</summary>
/// <param name="Difference">How the second image differs from the first; <see langword="null"/> if their bytes are equal, or no second image could be built.</param>
/// <param name="Circumstances">A description of what was changed for the second build.</param>
/// <param name="Diagnostics">The diagnostics of the second build, including why it failed.</param>
public sealed record ReproducibilityReport(ImageDiff? Difference, string Circumstances, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Whether the second image has the same bytes.</summary>
    public bool IsReproducible => Difference is null && !Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}
