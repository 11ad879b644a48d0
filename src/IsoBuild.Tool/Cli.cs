using System.CommandLine;
using System.CommandLine.Help;
using IsoBuild.Diagnostics;
using IsoBuild.Tool.Commands;
using IsoBuild.Tool.Output;
using IsoBuild.Tool.Sources;

namespace IsoBuild.Tool;

/// <summary>The command line: its commands, how it is parsed, and what wrong usage gets to hear.</summary>
internal static class Cli
{
    /// <summary>A name that begins with <c>@</c> is a name, not a file with arguments.</summary>
    public static ParserConfiguration Parser { get; } = new() { ResponseFileTokenReplacer = null };

    /// <summary>The arguments, with the one boot loader that is not in the content but made of files as the option that it is: <c>--boot s390x KERNEL,INITRD,COMMAND LINE</c>.</summary>
    public static string[] Spelled(string[] arguments)
    {
        var spelled = new List<string>(arguments);
        for (var i = 0; i + 2 < spelled.Count; i++)
        {
            if (spelled[i] == BootGroup.LoaderName && spelled[i + 1].Equals("s390x", StringComparison.OrdinalIgnoreCase))
            {
                spelled.RemoveAt(i + 1);
                spelled[i] = BootGroup.S390xName;
            }
        }

        return [.. spelled];
    }

    public static RootCommand Create(Terminal terminal, CancellationToken cancellationToken)
    {
        var root = new RootCommand("Makes, lists, extracts, verifies, compares and draws ISO images. The same content gives the same bytes on every machine.");
        root.Add(CreateCommand.Make(terminal, cancellationToken));
        root.Add(InspectCommand.Make(terminal));
        root.Add(LayoutCommand.Make(terminal, cancellationToken));
        root.Add(ListCommand.Make(terminal, cancellationToken));
        root.Add(CatCommand.Make(terminal, cancellationToken));
        root.Add(ExtractCommand.Make(terminal, cancellationToken));
        root.Add(VerifyCommand.Make(terminal, cancellationToken));
        root.Add(DiffCommand.Make(terminal, cancellationToken));
        root.Add(AsCommand.Make(terminal));

        // The library's own also knows /h and /?, which are paths in an image.
        root.Options.Remove(root.Options.OfType<HelpOption>().Single());
        var help = new HelpOption("--help", "-h", "-?");
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        root.Add(help);
        HelpWithExamples.Of(
            root,
            "isobuild create out/ -o app.iso",
            "isobuild list app.iso",
            "isobuild extract app.iso -o copy/",
            "isobuild verify app.iso --for windows,linux",
            "isobuild create --help");
        return root;
    }

    /// <summary>Whether a command makes files, which have to go when it is interrupted.</summary>
    public static bool TidiesUp(ParseResult parsed) => parsed.CommandResult.Command.Name is "create" or "extract" or "verify";

    /// <summary>Says what is wrong with a command line.</summary>
    public static int Refuse(ParseResult parsed, Terminal terminal)
    {
        var command = Path(parsed.CommandResult);
        if (parsed.CommandResult.Command is RootCommand root && parsed.CommandResult.Tokens.Count == 0 && parsed.UnmatchedTokens.Count == 0)
        {
            // Nobody calls a command without anything but to learn what it does.
            root.Parse(["--help"], Parser).Invoke(new InvocationConfiguration { Output = terminal.Error });
            return ExitCode.WrongUsage;
        }

        foreach (var error in parsed.Errors)
        {
            // The library lists what it would take a line each.
            var message = error.Message.ReplaceLineEndings(" ").Replace("\t", "", StringComparison.Ordinal);
            terminal.Report(new Diagnostic(DiagnosticId.UsageWrong, DiagnosticSeverity.Error, Item: null, message));
        }

        terminal.Error.Write($"'{command} --help' lists the arguments and options.\n");
        return ExitCode.WrongUsage;
    }

    private static string Path(System.CommandLine.Parsing.CommandResult result) =>
        result.Command is RootCommand ? "isobuild" : $"isobuild {result.Command.Name}";
}
