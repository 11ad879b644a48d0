using IsoBuild.Diagnostics;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace IsoBuild.Tasks;

/// <summary>Says in MSBuild's log what the engine found, with codes that <c>NoWarn</c> and <c>WarningsAsErrors</c> know.</summary>
/// <param name="log">MSBuild's log.</param>
/// <param name="projectFile">What errors and warnings are reported on.</param>
/// <param name="raised">Which warnings are errors.</param>
internal sealed class DiagnosticLog(TaskLoggingHelper log, string projectFile, RaisedWarnings raised)
{
    private readonly List<ReportedWarning> warnings = [];

    /// <summary>Reports an error of the tasks' own.</summary>
    /// <param name="id">The code.</param>
    /// <param name="item">What it concerns.</param>
    /// <param name="message">What is wrong, and what to do.</param>
    /// <param name="lines">Lines between the two, whose names hold no ends of lines: a comparison.</param>
    /// <param name="remedy">What to do, where lines come before.</param>
    public void Report(DiagnosticId id, string item, string message, string lines = "", string remedy = "") =>
        Report(new Diagnostic(id, DiagnosticSeverity.Error, item, message), LogText.Lines(lines.Length == 0 ? "" : $"\n{lines.TrimEnd()}") + (remedy.Length == 0 ? "" : $"\n{LogText.Line(remedy)}"));

    /// <summary>Reports what the engine found.</summary>
    public void Report(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            Report(diagnostic, more: "");
        }
    }

    /// <summary>The warnings that were reported, and did not fail the build.</summary>
    public IReadOnlyList<ReportedWarning> Warnings => warnings;

    /// <summary>Reports warnings of an earlier build, whose image this one leaves as it is.</summary>
    public void Repeat(IEnumerable<ReportedWarning> earlier)
    {
        foreach (var (code, text) in earlier)
        {
            Report(DiagnosticSeverity.Warning, code, text, isNotice: false);
        }
    }

    /// <summary>Says what was done, to everybody.</summary>
    public void Note(string message)
    {
        // MSBuild and others find errors in any text of the form "place : error CODE: message". Where no code of ours comes first, only a name can have it.
        var text = LogText.Line(message);
        log.LogMessage(MessageImportance.High, "{0}", LooksLikeError(text) ? text.Replace(":", "\\u003A", StringComparison.Ordinal) : text);
    }

    private void Report(Diagnostic diagnostic, string more)
    {
        // Paths that are suggested for those of items are as people write these: from the project's folder on.
        var message = diagnostic.Id == DiagnosticId.SourceMissing ? diagnostic.Message.Replace($"'{Path.GetDirectoryName(projectFile)}{Path.DirectorySeparatorChar}", "'", StringComparison.Ordinal) : diagnostic.Message;
        Report(diagnostic.Severity, diagnostic.Code, LogText.Line(diagnostic.Item is { Length: > 0 } item ? $"{item}: {message}" : message) + more, diagnostic.IsNotice);
    }

    private void Report(DiagnosticSeverity severity, string code, string text, bool isNotice)
    {
        switch (severity)
        {
            case DiagnosticSeverity.Error:
            case DiagnosticSeverity.Warning when raised.Contains(code):
                log.LogError(null, code, null, projectFile, 0, 0, 0, 0, "{0}", text);
                break;
            case DiagnosticSeverity.Warning:
                warnings.Add(new ReportedWarning(code, text));
                log.LogWarning(null, code, null, projectFile, 0, 0, 0, 0, "{0}", text);
                break;
            default:
                // A plain `dotnet build` shows messages of high importance alone; with -v:q, none.
                log.LogMessage(null, code, null, projectFile, 0, 0, 0, 0, isNotice ? MessageImportance.High : MessageImportance.Low, "{0}", text);
                break;
        }
    }

    /// <summary>Whether a text has what MSBuild takes for an error: the word, a code or none, a colon.</summary>
    private static bool LooksLikeError(string text)
    {
        foreach (var word in (string[])["error", "warning"])
        {
            for (var at = 0; text.IndexOf(word, at, StringComparison.OrdinalIgnoreCase) is >= 0 and var found;)
            {
                at = found + word.Length;
                var code = text.AsSpan(at).TrimStart();
                var end = text[at..] is [' ', ..] ? code.IndexOfAny(' ', ':') : 0;
                if (end >= 0 && code[end..].TrimStart() is [':', ..])
                {
                    return true;
                }
            }
        }

        return false;
    }
}
