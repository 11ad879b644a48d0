using System.CommandLine;
using System.Globalization;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Tool.Sources;
using IsoBuild.Tool.Output;

namespace IsoBuild.Tool.Commands;

/// <summary><c>isobuild create</c>.</summary>
internal sealed class CreateCommand
{
    /// <summary>What every sector map begins with.</summary>
    private const string SectorMapStart = "image ";

    private readonly Argument<string[]> content = new("content")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = "A directory, whose content goes to the image's root; a file; or TARGET=SOURCE, where TARGET is the path in the image. A file goes into a TARGET that ends in /.",
    };

    private readonly Option<string> output = new("--output", "-o") { HelpName = "image", Description = "The image to write; - writes it to standard output. Required, except with --dry-run." };
    private readonly Option<string?> pathList = new("--path-list") { HelpName = "file", Description = "Also add the content that this file lists, on each line what a content argument would be; - reads standard input. Lines that begin with # are comments. Entries may also be separated by NUL, as find -print0 writes them; then there are no comments." };
    private readonly Option<bool> isNull = new("--null", "-0") { Description = "The entries of --path-list are separated by NUL. Default: if the list has a NUL." };
    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Write nothing: check all content and options, and show what the image would be. With --layout -, show the sector map." };

    private readonly ContentOptions options = new();
    private readonly Option<string?> layout = new("--layout") { HelpName = "file", Description = "Also write the sector map, the list of what is in which sectors; - writes it to standard output." };
    private readonly Option<bool> checksum = new("--checksum") { Description = "Also write <image>.sha256, for sha256sum -c." };
    private readonly ReleaseOptions release = new();
    private readonly Option<int> threads = ThreadsOption("compare, compress and copy");
    private readonly Option<bool> quiet = QuietOption();

    private CreateCommand() => Misspelled.Refuse(content, "./");

    public static Option<int> ThreadsOption(string whatFor)
    {
        var option = new Option<int>("--threads") { HelpName = "n", Description = $"The number of threads that {whatFor} files. Default: the number of processors." };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !(int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0))
            {
                result.AddError($"'{result.Tokens[0].Value}' is not a number of threads; --threads takes 1 or more.");
            }
        });
        return option;
    }

    public static Option<bool> QuietOption() => new("--quiet", "-q") { Description = "Show only warnings and errors, no progress bar and no result." };

    public static Command Make(Terminal terminal, CancellationToken cancellationToken)
    {
        var create = new CreateCommand();
        var command = new Command("create", "Makes an ISO image from files and directories.") { create.content, create.output, create.pathList, create.isNull, create.dryRun };
        command.Validators.Add(result =>
        {
            if (result.GetResult(create.output) is null && !result.GetValue(create.dryRun))
            {
                result.AddError("Option '--output' is required.");
            }
        });
        create.options.AddTo(command);
        HelpWithExamples.Begin("Output", create.layout);
        command.Add(create.layout);
        command.Add(create.checksum);
        create.release.AddTo(command);
        command.Add(create.threads);
        command.Add(create.quiet);
        command.SetAction(parsed => create.Run(parsed, terminal, cancellationToken));
        HelpWithExamples.Of(
            command,
            "isobuild create out/ -o app.iso",
            "isobuild create out/ docs=manual/ docs/licence.txt=LICENSE -o app.iso --volume-id APP",
            "isobuild create out/ --dry-run --layout -",
            "find out -name '*.dll' -printf '%P=%p\\0' | isobuild create --path-list - -o app.iso",
            "isobuild create out/ -o app.iso --exclude '*.pdb' --layout app.layout.txt --checksum",
            "isobuild create out/ -o app.iso --checksum --sbom spdx,cyclonedx --provenance",
            "isobuild create out/ -o app.iso --udf --mode 'bin/*=0755' --hide 'joliet:*.sh' --link bin/current=v2",
            "isobuild create installer/ -o installer.iso --boot auto --hybrid",
            "isobuild create out/ -o tool.iso --efi-boot tool.efi",
            "isobuild create preseed.cfg -o my-installer.iso --base installer.iso --remove 'pool/*.udeb'",
            "isobuild create out/ -o app.iso --timestamp $(git log -1 --format=%ct)",
            "isobuild create out/ -o - | ssh host 'cat > app.iso'");
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var isDry = parsed.GetValue(dryRun);
        var path = parsed.GetValue(output);
        var layoutPath = parsed.GetValue(layout);
        var printsLayout = layoutPath is not null && TextFile.IsStandardOutput(layoutPath);
        var streams = path is null || TextFile.IsStandardOutput(path);
        if (streams && printsLayout && !isDry)
        {
            throw new UsageException("--layout", "The image goes to the standard output, so the sector map cannot; give it a file.");
        }

        if (streams && !isDry && !Console.IsOutputRedirected)
        {
            throw new UsageException("--output", "An image cannot be shown in a terminal; redirect standard output, or name a file.");
        }

        var sources = parsed.GetValue(content) ?? [];
        var list = ListOf(parsed, streams ? null : path);
        RefuseReplacing(layoutPath, streams ? null : path, [.. sources, .. list?.Entries.Select(entry => entry.Source) ?? []]);
        var builder = options.Builder(parsed, sources, streams ? "" : Path.GetFileNameWithoutExtension(path!), list);

        // What takes bytes as they come has nothing beside it: its checksum is said.
        var pours = streams || TextOutput.IsStream(path!);
        var checksumPath = parsed.GetValue(checksum) && !pours ? path + ".sha256" : null;
        var documents = path is null ? [] : release.Files(parsed, pours ? null : path);
        foreach (var (document, kind) in documents)
        {
            builder.ExcludeCompanion(document, kind);
        }

        var layoutFile = printsLayout ? null : layoutPath;
        if (layoutFile is not null)
        {
            builder.ExcludeCompanion(layoutFile, CompanionKind.SectorMap);
        }

        if (checksumPath is not null)
        {
            builder.ExcludeCompanion(checksumPath, CompanionKind.Checksum);
        }

        var isQuiet = parsed.GetValue(quiet);
        if (isDry)
        {
            return Plan(builder, streams ? null : path, printsLayout, parsed.GetValue(threads), list, isQuiet, terminal, cancellationToken);
        }

        if (pours && !streams && !isQuiet && DiskPath.WhyNoFile(path!) == "a pipe")
        {
            terminal.Error.Write(LogText.Line($"{path} is a pipe: writing waits until another program reads it.") + "\n");
        }

        var result = Work.Run($"Writing {(streams ? "the image" : Path.GetFileName(path))}", terminal.ErrorIsTerminal && !isQuiet, progress =>
        {
            var write = new WriteOptions
            {
                Threads = parsed.GetValue(threads),
                ComputeSha256 = parsed.GetValue(checksum) || documents.Count > 0,
                Progress = progress,
                Companions = made =>
                {
                    if (printsLayout)
                    {
                        // Before anything takes its place: where this cannot be written, all is as before.
                        terminal.Out.Write(made.Layout!.ToString());
                        terminal.Flush();
                    }

                    return Companions(made, layoutFile, checksumPath).Concat(ReleaseOptions.Texts(made, documents, cancellationToken));
                },
                ProgressTotal = total => progress.Total = total,
            };
            return streams ? builder.Write(terminal.Bytes, write, cancellationToken) : builder.Write(path!, write, cancellationToken);
        });

        terminal.Report(Located(result.Diagnostics, list), isQuiet);
        if (result.Layout is null)
        {
            return ExitCode.Fault;
        }

        if (pours && result.Sha256 is not null)
        {
            terminal.Error.Write(result.ToChecksumLine(streams ? "-" : path!));
        }

        if (!streams && !isQuiet)
        {
            terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(path!)} -> {Path.GetFullPath(path!)} ({result.Length} bytes)"));
        }

        return ExitCode.Done;
    }

    /// <summary>Does all that comes before the first byte is written, and shows what would be.</summary>
    private static int Plan(ImageBuilder builder, string? path, bool printsLayout, int threads, PathList? list, bool isQuiet, Terminal terminal, CancellationToken cancellationToken)
    {
        var planned = builder.PlanFor(path, new WriteOptions { Threads = threads }, cancellationToken);
        terminal.Report(Located(planned.Diagnostics, list), isQuiet);
        if (planned.Layout is not { } layout)
        {
            return ExitCode.Fault;
        }

        if (printsLayout)
        {
            layout.WriteTo(terminal.Out);
        }
        else if (!isQuiet)
        {
            // What the image is, its labels, partitions and boot entries stand above the sectors.
            var map = layout.ToString();
            terminal.Lines(map[..map.IndexOf("\n\n", StringComparison.Ordinal)]);
            terminal.Line(string.Create(CultureInfo.InvariantCulture, $"content  {planned.FileCount} {(planned.FileCount == 1 ? "file" : "files")}  {planned.DirectoryCount} {(planned.DirectoryCount == 1 ? "directory" : "directories")}  {planned.ContentLength} bytes"));
            terminal.Line("Nothing was written, because this is a dry run.");
        }

        return ExitCode.Done;
    }

    private static IReadOnlyList<Diagnostic> Located(IReadOnlyList<Diagnostic> diagnostics, PathList? list) => list is null ? diagnostics : [.. diagnostics.Select(list.Locate)];

    private PathList? ListOf(ParseResult parsed, string? path)
    {
        if (parsed.GetValue(pathList) is not { } file)
        {
            return parsed.GetValue(isNull) ? throw new UsageException("--null", "There is no list of paths; name it with --path-list.") : null;
        }

        return file != "-" && path is not null && TextFile.IsSame(file, path)
            ? throw new UsageException("--path-list", "The image would overwrite the list of paths; give it another file name.")
            : PathList.Read(file, parsed.GetValue(isNull));
    }

    /// <summary>The sector map would take the place of what was written or read before.</summary>
    private static void RefuseReplacing(string? layoutPath, string? path, string[] sources)
    {
        if (layoutPath is null || TextFile.IsStandardOutput(layoutPath))
        {
            return;
        }

        if (path is not null && (TextFile.IsSame(layoutPath, path) || TextFile.IsSame(layoutPath, path + ".sha256")))
        {
            throw new UsageException("--layout", "The sector map would overwrite the image or its checksum; give it another file name.");
        }

        if (Array.Exists(sources, source => TextFile.IsSame(layoutPath, source) || TextFile.IsSame(layoutPath, source[(source.IndexOf('=', StringComparison.Ordinal) + 1)..])))
        {
            throw new UsageException("--layout", $"The sector map would overwrite {layoutPath}, which goes into the image; give it another file name.");
        }

        if (!TextFile.MayReplace(layoutPath, SectorMapStart))
        {
            throw new UsageException("--layout", $"{layoutPath} already exists and is not a sector map, so it is not overwritten. Give the map another file name, or delete this file.");
        }
    }

    private static IEnumerable<TextOutput> Companions(BuildResult made, string? layoutPath, string? checksumPath)
    {
        if (layoutPath is not null)
        {
            yield return new TextOutput(layoutPath, made.Layout!.ToString());
        }

        if (checksumPath is not null)
        {
            yield return new TextOutput(checksumPath, made.ToChecksumLine());
        }
    }
}
