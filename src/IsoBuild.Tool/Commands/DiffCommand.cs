using System.CommandLine;
using IsoBuild.Comparing;
using IsoBuild.Tool.Images;
using IsoBuild.Tool.Json;
using IsoBuild.Tool.Output;

namespace IsoBuild.Tool.Commands;

/// <summary><c>isobuild diff</c>.</summary>
internal sealed class DiffCommand
{
    private readonly Argument<string> before = new("before") { Description = "An image, or a directory to compare with an image; - reads an image redirected to standard input." };
    private readonly Argument<string> after = new("after") { Description = "The image or directory to compare it with." };
    private readonly Option<bool> files = new("--files") { Description = "Compare only files, directories and links, wherever they lie in the images." };
    private readonly Option<bool> all = new("--all") { Description = "List every difference. Default: of many differences of one kind, the first are listed and the rest are counted." };
    private readonly Option<bool> json = JsonOutput.Option();

    public static Command Make(Terminal terminal, CancellationToken cancellationToken)
    {
        var diff = new DiffCommand();
        var command = new Command("diff", "Explains how two images differ: first in files, then in volume fields and sectors. Or how the files of an image differ from a directory: in names, content, links and modes.")
        {
            diff.before, diff.after, diff.files, diff.all, diff.json,
        };
        command.SetAction(parsed => diff.Run(parsed, terminal, cancellationToken));
        HelpWithExamples.Of(
            command,
            "isobuild diff v1/app.iso v2/app.iso",
            "isobuild diff v1/app.iso v2/app.iso --files",
            "isobuild diff app.iso out/",
            "isobuild diff v1/app.iso v2/app.iso --json | jq -r .cause");
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var (one, other) = (parsed.GetRequiredValue(before), parsed.GetRequiredValue(after));
        if (one == "-" && other == "-")
        {
            throw new UsageException("after", "The standard input holds one image.");
        }

        var text = new DiffTextOptions { FilesOnly = parsed.GetValue(files), IsComplete = parsed.GetValue(all), HowToSeeAll = "--all lists every difference." };
        return (Directory.Exists(one), Directory.Exists(other)) switch
        {
            (true, true) => throw new UsageException("before", "Both are directories; name an image to compare with one of them."),
            (false, false) => CompareImages(one, other, text, parsed.GetValue(json), terminal, cancellationToken),
            var (isFirst, _) => CompareWithFolder(isFirst ? other : one, isFirst ? one : other, isFirst, text, parsed.GetValue(json), terminal, cancellationToken),
        };
    }

    private static int CompareImages(string before, string after, DiffTextOptions text, bool isJson, Terminal terminal, CancellationToken cancellationToken)
    {
        using var first = ImageInput.Open(before);
        using var second = ImageInput.Open(after);
        var diff = first.CompareWith(second, cancellationToken);
        if (isJson)
        {
            JsonOutput.Write(terminal, DiffJson.Of(diff, text.FilesOnly), JsonContext.Stable.DiffJson);
        }
        else
        {
            terminal.Lines(diff.ToString(text).TrimEnd('\n'));
        }

        return (text.FilesOnly ? diff.HaveSameFiles : diff.AreIdentical) ? ExitCode.Done : ExitCode.Fault;
    }

    private static int CompareWithFolder(string path, string folder, bool folderFirst, DiffTextOptions text, bool isJson, Terminal terminal, CancellationToken cancellationToken)
    {
        using var image = ImageInput.Open(path);
        var diff = image.CompareWithFolder(folder, folderFirst, cancellationToken);
        terminal.Report(diff.Diagnostics);
        if (isJson)
        {
            JsonOutput.Write(terminal, FolderDiffJson.Of(diff), JsonContext.Stable.FolderDiffJson);
        }
        else
        {
            terminal.Lines(diff.ToString(text).TrimEnd('\n'));
        }

        return diff.AreSame ? ExitCode.Done : ExitCode.Fault;
    }
}
