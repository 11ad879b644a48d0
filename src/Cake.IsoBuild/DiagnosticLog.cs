using Cake.Core;
using Cake.Core.Diagnostics;
using IsoBuild.Diagnostics;

namespace Cake.IsoBuild;

/// <summary>Says in Cake's log what the engine found, and fails the task with the first error.</summary>
/// <param name="log">Cake's log.</param>
/// <param name="raise">Whether warnings are errors.</param>
/// <param name="silenced">Codes of warnings that are neither.</param>
internal sealed class DiagnosticLog(ICakeLog log, bool raise = false, ISet<string>? silenced = null)
{
    private readonly List<string> errors = [];

    public bool HasErrors => errors.Count > 0;

    /// <param name="id">The code.</param>
    /// <param name="item">What it concerns.</param>
    /// <param name="message">What is wrong, and what to do.</param>
    /// <param name="lines">Lines that follow, whose names hold no ends of lines: a comparison.</param>
    /// <param name="remedy">What to do, where lines come before.</param>
    public void Error(DiagnosticId id, string? item, string message, string lines = "", string remedy = "") =>
        Report(new Diagnostic(id, DiagnosticSeverity.Error, item, message), LogText.Lines(lines.Length == 0 ? "" : $"\n{lines.TrimEnd()}") + (remedy.Length == 0 ? "" : $"\n{LogText.Line(remedy)}"));

    /// <summary>Says what was done, to everybody.</summary>
    public void Note(string message) => Say(() => log.Information("{0}", LogText.Line(message)));

    /// <summary>Says it to whoever asks for details.</summary>
    public void Verbose(string message) => Say(() => log.Verbose("{0}", LogText.Line(message)));

    public void Report(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            Report(diagnostic, more: "");
        }
    }

    /// <summary>Fails when an error was reported.</summary>
    /// <exception cref="CakeException">With the first one's code; the log has them all.</exception>
    public void ThrowIfErrors()
    {
        if (errors.Count > 0)
        {
            var more = errors.Count > 1 ? $" ({errors.Count - 1} more in the log)" : "";
            throw new CakeException(errors[0] + more);
        }
    }

    private void Report(Diagnostic diagnostic, string more) => Say(() => Write(diagnostic, more));

    /// <summary>A log that cannot be written (its disk is full, its reader is gone) is no reason for an image not to be made, nor for a task to fail when it is.</summary>
    private static void Say(Action say)
    {
        try
        {
            say();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // There is no other place to say it.
        }
    }

    private void Write(Diagnostic diagnostic, string more)
    {
        switch (diagnostic.Severity)
        {
            case DiagnosticSeverity.Warning when silenced?.Contains(diagnostic.Code) == true:
                log.Verbose("{0}", diagnostic);
                break;
            case DiagnosticSeverity.Error:
            case DiagnosticSeverity.Warning when raise:
                errors.Add(Text(diagnostic) + more);
                log.Error("error {0}", errors[^1]);
                break;
            case DiagnosticSeverity.Warning:
                log.Warning("{0}", diagnostic);
                break;
            case DiagnosticSeverity.Info when diagnostic.IsNotice:
                log.Information("{0}", diagnostic);
                break;
            default:
                log.Verbose("{0}", diagnostic);
                break;
        }
    }

    private static string Text(Diagnostic diagnostic) =>
        LogText.Line(diagnostic.Item is { Length: > 0 } item ? $"{diagnostic.Code}: {item}: {diagnostic.Message}" : $"{diagnostic.Code}: {diagnostic.Message}");
}
