using System.CommandLine;
using IsoBuild.Tool.Images;
using IsoBuild.Tool.Json;
using IsoBuild.Tool.Output;

namespace IsoBuild.Tool.Commands;

/// <summary><c>isobuild diff</c>.</summary>
internal static class DiffCommand
{
    public static Command Make(Terminal terminal, CancellationToken cancellationToken)
    {
        var before = ImageInput.Argument("before");
        var after = ImageInput.Argument("after");
        var isJson = JsonOutput.Option();
        var command = new Command("diff", "Explains how two images differ, in fields, files, metadata and sectors, with the cause first.") { before, after, isJson };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(before), parsed.GetRequiredValue(after), parsed.GetValue(isJson), terminal, cancellationToken));
        HelpWithExamples.Of(
            command,
            "isobuild diff v1/app.iso v2/app.iso",
            "isobuild diff v1/app.iso v2/app.iso --json | jq -r .cause");
        return command;
    }

    private static int Run(string before, string after, bool isJson, Terminal terminal, CancellationToken cancellationToken)
    {
        if (before == "-" && after == "-")
        {
            throw new UsageException("after", "The standard input holds one image.");
        }

        using var first = ImageInput.Open(before);
        using var second = ImageInput.Open(after);
        var diff = first.CompareWith(second, cancellationToken);
        if (isJson)
        {
            JsonOutput.Write(terminal, DiffJson.Of(diff), JsonContext.Stable.DiffJson);
        }
        else
        {
            terminal.Lines(diff.ToString().TrimEnd('\n'));
        }

        return diff.AreIdentical ? ExitCode.Done : ExitCode.Fault;
    }
}
