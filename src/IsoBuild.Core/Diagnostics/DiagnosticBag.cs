namespace IsoBuild.Diagnostics;

/// <summary>Collects what there is to say while an image is made or read.</summary>
internal sealed class DiagnosticBag
{
    private readonly List<Diagnostic> items = [];

    public bool HasErrors { get; private set; }

    public void Add(Diagnostic diagnostic)
    {
        items.Add(diagnostic);
        HasErrors |= diagnostic.Severity == DiagnosticSeverity.Error;
    }

    public void Error(DiagnosticId id, string? item, string message, string? source = null) =>
        Add(new Diagnostic(id, DiagnosticSeverity.Error, item, message) { SourcePath = source });

    public void Warning(DiagnosticId id, string? item, string message, string? source = null) =>
        Add(new Diagnostic(id, DiagnosticSeverity.Warning, item, message) { SourcePath = source });

    public void Info(DiagnosticId id, string? item, string message, string? source = null) =>
        Add(new Diagnostic(id, DiagnosticSeverity.Info, item, message) { SourcePath = source });

    /// <summary>Everything collected, errors first, otherwise in the order of arrival.</summary>
    public IReadOnlyList<Diagnostic> ToList() => [.. items.OrderByDescending(d => d.Severity == DiagnosticSeverity.Error)];
}
