using IsoBuild.Diagnostics;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace IsoBuild.Tasks;

/// <summary>Says in MSBuild's log what the engine found, with codes that <c>NoWarn</c> and <c>WarningsAsErrors</c> know.</summary>
/// <param name="log">MSBuild's log.</param>
/// <param name="projectFile">What errors and warnings are reported on.</param>
/// <param name="raise">Whether the project treats warnings as errors: MSBuild itself asks that of the compiler alone.</param>
/// <param name="exempt">Codes that this is not meant for: <c>NoWarn</c> and <c>WarningsNotAsErrors</c>.</param>
internal sealed class DiagnosticLog(TaskLoggingHelper log, string projectFile, bool raise, string exempt)
{
    private static readonly char[] Separators = [';', ',', ' ', '\n', '\r', '\t'];
    private readonly string[] exempt = exempt.Split(Separators, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Reports an error of the tasks' own.</summary>
    public void Report(DiagnosticId id, string item, string message) =>
        Report(new Diagnostic(id, DiagnosticSeverity.Error, item, message));

    /// <summary>Reports what the engine found.</summary>
    public void Report(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            Report(diagnostic);
        }
    }

    /// <summary>Says what was done, to everybody.</summary>
    public void Note(string message) => log.LogMessage(MessageImportance.High, "{0}", message);

    private void Report(Diagnostic diagnostic)
    {
        var text = diagnostic.Item is { Length: > 0 } item ? $"{item.ReplaceLineEndings(" ")}: {diagnostic.Message}" : diagnostic.Message;
        switch (SeverityOf(diagnostic))
        {
            case DiagnosticSeverity.Error:
                log.LogError(null, diagnostic.Code, null, projectFile, 0, 0, 0, 0, "{0}", text);
                break;
            case DiagnosticSeverity.Warning:
                log.LogWarning(null, diagnostic.Code, null, projectFile, 0, 0, 0, 0, "{0}", text);
                break;
            default:
                // A plain `dotnet build` shows messages of high importance alone; with -v:q, none.
                var importance = diagnostic.IsNotice ? MessageImportance.High : MessageImportance.Low;
                log.LogMessage(null, diagnostic.Code, null, projectFile, 0, 0, 0, 0, importance, "{0}", text);
                break;
        }
    }

    private DiagnosticSeverity SeverityOf(Diagnostic diagnostic) =>
        diagnostic.Severity == DiagnosticSeverity.Warning && raise && !exempt.Contains(diagnostic.Code, StringComparer.OrdinalIgnoreCase)
            ? DiagnosticSeverity.Error
            : diagnostic.Severity;
}
