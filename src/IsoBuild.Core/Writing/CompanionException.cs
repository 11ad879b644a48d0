using IsoBuild.Diagnostics;

namespace IsoBuild.Writing;

/// <summary>What belongs beside an image cannot be written.</summary>
/// <param name="path">The file.</param>
/// <param name="failure">Why.</param>
internal sealed class CompanionException(string path, Exception failure) : Exception(failure.Message, failure)
{
    public Diagnostic ToDiagnostic() => new(DiagnosticId.OutputUnwritable, DiagnosticSeverity.Error, path, $"The file cannot be written. {WriteTrouble.Explain(InnerException!, path)}");
}
