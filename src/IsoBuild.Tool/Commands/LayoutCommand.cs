using System.CommandLine;
using IsoBuild.Drawing;
using IsoBuild.Tool.Images;
using IsoBuild.Tool.Json;
using IsoBuild.Tool.Output;

namespace IsoBuild.Tool.Commands;

/// <summary><c>isobuild layout</c>.</summary>
internal sealed class LayoutCommand
{
    /// <summary>What every picture begins with.</summary>
    private const string PictureStart = "<svg";

    private readonly Argument<string> image = ImageInput.Argument();
    private readonly Option<string?> svg = new("--svg") { HelpName = "file", Description = "Draw the map as an SVG picture instead; - writes it to standard output." };
    private readonly Option<bool> hashes = new("--hashes") { Description = "Add the SHA-256 of every file. Every file is read for this." };
    private readonly Option<bool> isJson = JsonOutput.Option();

    private LayoutCommand()
    {
    }

    public static Command Make(Terminal terminal, CancellationToken cancellationToken)
    {
        var layout = new LayoutCommand();
        var command = new Command("layout", "Prints the sector map of an image: what is in which sectors. The text is stable, so it can be committed and compared.") { layout.image, layout.svg, layout.hashes, layout.isJson };
        command.Validators.Add(result =>
        {
            // Not their values: an option that is given twice, or without one, has none.
            if (IsGiven(layout.svg) && (IsGiven(layout.hashes) || IsGiven(layout.isJson)))
            {
                result.AddError("--svg draws the map; --hashes and --json are for the text.");
            }

            bool IsGiven(Option option) => result.GetResult(option) is { Implicit: false };
        });
        command.SetAction(parsed => layout.Run(parsed, terminal, cancellationToken));
        HelpWithExamples.Of(
            command,
            "isobuild layout app.iso",
            "isobuild layout app.iso --hashes > app.layout.txt",
            "isobuild layout app.iso --svg app.svg",
            "isobuild layout app.iso --json | jq '.regions[] | select(.kind == \"file\")'");
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        using var opened = ImageInput.Open(parsed.GetRequiredValue(image));
        var map = opened.Layout;
        if (parsed.GetValue(svg) is { } picture)
        {
            if (TextFile.IsSame(picture, parsed.GetRequiredValue(image)))
            {
                throw new UsageException("--svg", "The picture would overwrite the image; give it another file name.");
            }

            if (!TextFile.MayReplace(picture, PictureStart))
            {
                throw new UsageException("--svg", $"{picture} already exists and is not such a picture, so it is not overwritten. Give the picture another file name, or delete this file.");
            }

            TextFile.Write(picture, LayoutSvg.Draw(map), terminal, cancellationToken);
        }
        else if (parsed.GetValue(isJson))
        {
            JsonOutput.Write(terminal, LayoutJson.Of(map, parsed.GetValue(hashes)), JsonContext.Stable.LayoutJson);
        }
        else
        {
            map.WriteTo(terminal.Out, parsed.GetValue(hashes));
        }

        terminal.Flush();
        return terminal.Report(opened.Diagnostics) ? ExitCode.Fault : ExitCode.Done;
    }
}
