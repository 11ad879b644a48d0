using System.CommandLine;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Tool;
using IsoBuild.Tool.Output;

StandardStreams.Claim();
using var interruption = new Interruption();
using var terminal = new Terminal(interruption.Token);
try
{
    if (EmulatedCall.Find(args) is { } call)
    {
        var ended = call.Run(terminal, interruption.Token);
        terminal.Flush();
        return ended;
    }

    var parsed = Cli.Create(terminal, interruption.Token).Parse(Cli.Spelled(ExactArguments.Of(args)), Cli.Parser);
    if (parsed.Errors.Count > 0)
    {
        return Cli.Refuse(parsed, terminal);
    }

    ExactArguments.Check(parsed);
    EmptyArguments.Check(parsed);

    // Exceptions and signals are this file's: the library's handlers print stack traces, and end a write before it has tidied up.
    var configuration = new InvocationConfiguration
    {
        Output = terminal.Out,
        Error = terminal.Error,
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
    };
    var code = Cli.TidiesUp(parsed) ? parsed.Invoke(configuration) : interruption.RunLeavable(() => parsed.Invoke(configuration));
    terminal.Flush();
    return code;
}
catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
{
    return interruption.ExitCode;
}
catch (BrokenPipeException)
{
    return ExitCode.BrokenPipe;
}
catch (UsageException wrong)
{
    terminal.Report(new Diagnostic(DiagnosticId.UsageWrong, DiagnosticSeverity.Error, wrong.Item, wrong.Message));
    return ExitCode.WrongUsage;
}
catch (ImageException fault)
{
    terminal.Report(fault.Diagnostic);
    return ExitCode.Fault;
}
catch (ContentException fault)
{
    terminal.Report(fault.Diagnostic);
    return ExitCode.Fault;
}
catch (FileNotFoundException) when (CurrentDirectory.IsGone())
{
    terminal.Report(new Diagnostic(DiagnosticId.ImageUnreadable, DiagnosticSeverity.Error, ".", "The current directory was deleted, so relative paths cannot be resolved. Change to another directory."));
    return ExitCode.Fault;
}
catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
{
    terminal.Report(new Diagnostic(DiagnosticId.ImageUnreadable, DiagnosticSeverity.Error, Item: null, fault.Message));
    return ExitCode.Fault;
}
#pragma warning disable CA1031 // The last resort: whatever it is, users get one line and a code of its own.
catch (Exception unexpected)
#pragma warning restore CA1031
{
    terminal.Report(new Diagnostic(DiagnosticId.Unexpected, DiagnosticSeverity.Error, Item: null, $"An unexpected {unexpected.GetType().Name}: {unexpected.Message} Please report it, with the command line."));
    return ExitCode.Unexpected;
}
