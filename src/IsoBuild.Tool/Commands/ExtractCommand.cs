using System.CommandLine;
using System.Globalization;
using IsoBuild.Content;
using IsoBuild.Extraction;
using IsoBuild.Tool.Images;
using IsoBuild.Tool.Output;

namespace IsoBuild.Tool.Commands;

/// <summary><c>isobuild extract</c>.</summary>
internal sealed class ExtractCommand
{
    private readonly Argument<string> image = ImageInput.Argument();
    private readonly Argument<string[]> paths = PathPatterns.Argument("What to extract: paths, or patterns with * and **. A directory includes everything in it. Default: everything.");
    private readonly Option<string> output = new("--output", "-o") { Required = true, HelpName = "dir", Description = "The directory to extract into. It is created if it does not exist. Nothing is written outside it." };
    private readonly Option<string?> view = ImageInput.ViewOption();
    private readonly Option<int?> session = ImageInput.SessionOption();
    private readonly Option<int> sessionStart = ImageInput.SessionStartOption();
    private readonly Option<bool> overwrite = new("--overwrite") { Description = "Replace existing files. Without this option they are errors and stay." };
    private readonly Option<bool> noDates = new("--no-dates") { Description = "Do not restore modification dates." };
    private readonly Option<bool> noModes = new("--no-modes") { Description = "Do not restore permissions." };
    private readonly Option<bool> exactModes = new("--exact-modes") { Description = "Restore permissions in full, ignoring the umask." };
    private readonly Option<string> links = new("--links") { Description = "Symbolic links. inside: create those that stay inside the directory. skip: create none.", DefaultValueFactory = _ => "inside" };
    private readonly Option<long?> maxSize = new("--max-size") { HelpName = "size", Description = "The maximum total size to write, as in 700M or 4G. Default: the free space.", CustomParser = ByteSize.Parse };
    private readonly Option<int> threads = CreateCommand.ThreadsOption("write");
    private readonly Option<bool> quiet = CreateCommand.QuietOption();

    private ExtractCommand() => links.AcceptOnlyFromAmong("inside", "skip");

    public static Command Make(Terminal terminal, CancellationToken cancellationToken)
    {
        var extract = new ExtractCommand();
        extract.paths.CompletionSources.Add(context => PathCompletions.Of(context, extract.image));
        var command = new Command("extract", "Extracts files from an image into a directory, with their dates and permissions.")
        {
            extract.image, extract.paths, extract.output, extract.view, extract.session, extract.sessionStart, extract.overwrite, extract.noDates, extract.noModes, extract.exactModes, extract.links, extract.maxSize, extract.threads, extract.quiet,
        };
        command.SetAction(parsed => extract.Run(parsed, terminal, cancellationToken));
        HelpWithExamples.Of(
            command,
            "isobuild extract app.iso -o copy/",
            "isobuild extract app.iso -o copy/ docs '*.json'",
            "isobuild extract foreign.iso -o copy/ --view joliet --max-size 4G");
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var path = parsed.GetRequiredValue(image);
        var directory = parsed.GetRequiredValue(output);
        if (directory is "" or "-")
        {
            throw new UsageException("--output", "Files are extracted into a directory; 'isobuild cat' writes them to the standard output.");
        }

        using var opened = ImageInput.Open(path, parsed.GetValue(session), parsed.GetValue(sessionStart));
        var viewName = parsed.GetValue(view);
        var content = ImageInput.Content(opened, path, viewName);
        var isQuiet = parsed.GetValue(quiet);
        var result = Work.Run("Extracting", terminal.ErrorIsTerminal && !isQuiet, progress =>
        {
            var options = Select(content, parsed.GetValue(paths) ?? [], out var total) with
            {
                Overwrite = parsed.GetValue(overwrite),
                RestoreDates = !parsed.GetValue(noDates),
                RestoreModes = !parsed.GetValue(noModes),
                ExactModes = parsed.GetValue(exactModes),
                Links = parsed.GetValue(links) == "skip" ? LinkPolicy.Skip : LinkPolicy.Inside,
                MaxBytes = parsed.GetValue(maxSize),
                Threads = parsed.GetValue(threads),
                Progress = progress,
            };
            progress.Total = total;
            return opened.Extract(directory, options, ImageInput.View(viewName), cancellationToken);
        });

        var failed = terminal.Report(opened.Diagnostics) | terminal.Report(result.Diagnostics);
        if (!isQuiet)
        {
            var linked = result.Links == 0 ? "" : $"{Counted(result.Links, "link", "links")}, ";
            terminal.Note($"{Counted(result.Files, "file", "files")}, {Counted(result.Directories, "directory", "directories")}, {linked}{Counted(result.Bytes, "byte", "bytes")} -> {Path.GetFullPath(directory)}");
        }

        return failed ? ExitCode.Fault : ExitCode.Done;
    }

    private static string Counted(long count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");

    /// <summary>Turns the arguments into what the engine is to extract, and says how many bytes that is.</summary>
    private static ExtractOptions Select(ContentTree content, string[] arguments, out long total)
    {
        total = 0;
        if (arguments.Length == 0)
        {
            foreach (var node in content.Nodes)
            {
                total += (node as ContentFile)?.Length ?? 0;
            }

            return new ExtractOptions();
        }

        var wanted = PathPatterns.Resolve(content, arguments).ToHashSet();
        var taken = new HashSet<ContentNode>();
        foreach (var node in content.Nodes)
        {
            if (wanted.Contains(node) || (node.Parent is { } parent && taken.Contains(parent)))
            {
                taken.Add(node);
                total += (node as ContentFile)?.Length ?? 0;
            }
        }

        // Paths bring directories that are empty; a set of single files is told faster by asking for each.
        const int fewPaths = 100;
        return wanted.Count <= fewPaths ? new ExtractOptions { Paths = [.. wanted.Select(node => node.Path)] }
            : new ExtractOptions { Where = taken.Contains };
    }
}
