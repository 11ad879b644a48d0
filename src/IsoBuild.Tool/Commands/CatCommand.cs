using System.CommandLine;
using IsoBuild.Content;
using IsoBuild.Tool.Images;
using IsoBuild.Tool.Output;

namespace IsoBuild.Tool.Commands;

/// <summary><c>isobuild cat</c>.</summary>
internal sealed class CatCommand
{
    private const int BufferSize = 1 << 17;

    private readonly Argument<string> image = ImageInput.Argument();
    private readonly Argument<string[]> paths = PathPatterns.Argument("The files: paths, or patterns with * and **.");
    private readonly Option<string?> view = ImageInput.ViewOption();
    private readonly Option<int?> session = ImageInput.SessionOption();
    private readonly Option<int> sessionStart = ImageInput.SessionStartOption();

    private CatCommand() => paths.Arity = ArgumentArity.OneOrMore;

    public static Command Make(Terminal terminal, CancellationToken cancellationToken)
    {
        var cat = new CatCommand();
        cat.paths.CompletionSources.Add(context => PathCompletions.Of(context, cat.image));
        var command = new Command("cat", "Writes files from an image to standard output.") { cat.image, cat.paths, cat.view, cat.session, cat.sessionStart };
        command.SetAction(parsed => cat.Run(parsed, terminal, cancellationToken));
        HelpWithExamples.Of(
            command,
            "isobuild cat app.iso docs/readme.txt",
            "isobuild cat app.iso /app.deps.json | jq .targets",
            "isobuild cat app.iso 'logs/*.log' > all.log");
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var path = parsed.GetRequiredValue(image);
        using var opened = ImageInput.Open(path, parsed.GetValue(session), parsed.GetValue(sessionStart));
        var content = ImageInput.Content(opened, path, parsed.GetValue(view));

        // All of them are found before the first one is written, in the order they were asked for.
        List<ContentFile> files = [];
        foreach (var argument in parsed.GetRequiredValue(paths))
        {
            var found = PathPatterns.Resolve(content, [argument]);
            files.AddRange(found is [var single] ? [FileAt(content, single, argument)] : found.OfType<ContentFile>());
        }

        // Of a file that the image does not hold whole, or holds in a way that nobody understands, the bytes that can be read are not the file.
        if (terminal.Report(files.Where(file => file.Finding is not null).Select(file => file.Finding! with { Item = file.Path })))
        {
            return ExitCode.Fault;
        }

        terminal.Report(opened.Doubts.Select(doubt => doubt with { Item = path }));
        var buffer = new byte[BufferSize];
        var output = terminal.Bytes;
        foreach (var file in files)
        {
            Copy(file, buffer, output, cancellationToken);
        }

        return ExitCode.Done;
    }

    private static void Copy(ContentFile file, byte[] buffer, Stream output, CancellationToken cancellationToken)
    {
        using var stream = file.OpenRead();
        try
        {
            int read;
            while ((read = stream.Read(buffer)) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                output.Write(buffer, 0, read);
            }
        }
        catch (ContentException failure) when (failure.Diagnostic.Item is null)
        {
            throw new ContentException(failure.Diagnostic with { Item = file.Path }, failure);
        }
    }

    /// <summary>The file that an entry is or, as a symbolic link, leads to inside the image.</summary>
    private static ContentFile FileAt(ContentTree content, ContentNode node, string argument) => node switch
    {
        ContentFile file => file,
        ContentDirectory => throw PathPatterns.NotThere(argument, "This is a directory; name files in it, or use a pattern."),
        ContentLink link => Links.Follow(content, link) as ContentFile
            ?? throw PathPatterns.NotThere(argument, $"This is a symbolic link to {link.Target}, which is not a file of the image."),
        _ => throw PathPatterns.NotThere(argument, "This is a pipe, a socket or a device, which has no content."),
    };
}
