using IsoBuild.Diagnostics;
using IsoBuild.Inspection;

namespace IsoBuild;

/// <summary>What came of building an image again under other circumstances.</summary>
/// <param name="Difference">How the second image differs from the first; <see langword="null"/> when they are the same bytes, or no second one could be built.</param>
/// <param name="Circumstances">What was changed for the second build, in words.</param>
/// <param name="Diagnostics">Why no second image could be built, and what else there is to say.</param>
public sealed record ReproducibilityReport(ImageDiff? Difference, string Circumstances, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Whether the second image has the same bytes.</summary>
    public bool IsReproducible => Difference is null && !Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}
