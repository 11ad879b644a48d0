using System.CommandLine;
using IsoBuild.Tool.Images;
using IsoBuild.Tool.Json;
using IsoBuild.Tool.Output;

namespace IsoBuild.Tool.Commands;

/// <summary><c>isobuild inspect</c>.</summary>
internal static class InspectCommand
{
    public static Command Make(Terminal terminal)
    {
        var image = ImageInput.Argument();
        var session = ImageInput.SessionOption();
        var sessionStart = ImageInput.SessionStartOption();
        var isJson = JsonOutput.Option();
        var command = new Command("inspect", "Summarizes an image: volumes, formats, boot entries, partitions, sizes, dates.") { image, session, sessionStart, isJson };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(image), parsed.GetValue(session), parsed.GetValue(sessionStart), parsed.GetValue(isJson), terminal));
        HelpWithExamples.Of(
            command,
            "isobuild inspect app.iso",
            "isobuild inspect app.iso --json | jq -r '.descriptors[0].volumeId'");
        return command;
    }

    private static int Run(string path, int? session, int sessionStart, bool isJson, Terminal terminal)
    {
        using var opened = ImageInput.Open(path, session, sessionStart);
        var summary = opened.Summary;
        if (isJson)
        {
            JsonOutput.Write(terminal, SummaryJson.Of(summary), JsonContext.Stable.SummaryJson);
        }
        else
        {
            terminal.Lines(summary.ToString().TrimEnd('\n'));
        }

        terminal.Flush();
        return terminal.Report(opened.Diagnostics) ? ExitCode.Fault : ExitCode.Done;
    }
}
