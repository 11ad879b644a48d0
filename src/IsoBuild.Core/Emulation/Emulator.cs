using System.Globalization;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Emulation;

/// <summary>Runs command lines of other programs that make ISO images.</summary>
public static class Emulator
{
    private const string EmulatedByXorriso = "-as";

    /// <summary>The names of the programs that are understood.</summary>
    public static IReadOnlyList<string> Programs { get; } = ["mkisofs", "genisoimage", "xorrisofs", "xorriso", "oscdimg", "cdimage", "hdiutil"];

    /// <summary>Whether a program's command lines are understood.</summary>
    /// <param name="program">Its name: in any case, with a path and <c>.exe</c> or not.</param>
    public static bool Knows(string program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return Programs.Contains(NameOf(program), StringComparer.Ordinal);
    }

    /// <summary>Makes the image that a command line asks for, as the program would.</summary>
    /// <param name="program">The program's name: one of <see cref="Programs"/>.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="streams">Where it reads and writes.</param>
    /// <param name="cancellationToken">Stops the work; nothing is left behind.</param>
    /// <returns>The program's exit code: 0 if all is well.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static int Run(string program, IReadOnlyList<string> arguments, EmulationStreams streams, CancellationToken cancellationToken = default) =>
        Run(program, arguments, streams, request => Run(request, cancellationToken));

    /// <summary>Prints the image that a command line asks for as a command of <c>isobuild</c>, an MSBuild project and a Cake script. Nothing is made.</summary>
    /// <param name="program">The program's name: one of <see cref="Programs"/>.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="streams">Where it is printed; problems are reported there too.</param>
    /// <returns>The program's exit code: 0 if it would make an image.</returns>
    public static int Explain(string program, IReadOnlyList<string> arguments, EmulationStreams streams) => Run(program, arguments, streams, request =>
    {
        foreach (var line in Explanation.Of(request).Lines())
        {
            streams.Text.Write(line + "\n");
        }

        return 0;
    });

    private static int Run(string program, IReadOnlyList<string> arguments, EmulationStreams streams, Func<ImageRequest, int> run)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(streams);
        var emulated = NameOf(program).StartsWith("xorriso", StringComparison.Ordinal) ? EmulatedProgram.Xorrisofs : EmulatedProgram.Mkisofs;
        try
        {
            (emulated, arguments) = Find(program, arguments);
            var request = RequestReader.Read(emulated, arguments, streams);
            if (request.Answer is { } answer)
            {
                answer();
                return 0;
            }

            return run(request);
        }
        catch (CommandLineFault fault)
        {
            streams.Report(fault.Diagnostic);
            return ExitCodes.Of(emulated, fault.Fault);
        }
        catch (ImageException fault)
        {
            streams.Report(fault.Diagnostic);
            return ExitCodes.Of(emulated, [fault.Diagnostic with { Severity = DiagnosticSeverity.Error }]);
        }
    }

    private static (EmulatedProgram Program, IReadOnlyList<string> Arguments) Find(string program, IReadOnlyList<string> arguments)
    {
        switch (NameOf(program))
        {
            case "mkisofs":
                return (EmulatedProgram.Mkisofs, arguments);
            case "genisoimage":
                return (EmulatedProgram.Genisoimage, arguments);
            case "xorrisofs":
                return (EmulatedProgram.Xorrisofs, arguments);
            case "oscdimg" or "cdimage":
                return (EmulatedProgram.Oscdimg, arguments);
            case "hdiutil":
                return arguments is ["makehybrid", ..] ? (EmulatedProgram.Hdiutil, [.. arguments.Skip(1)])
                    : throw CommandLineFault.Refused("hdiutil", "Only hdiutil makehybrid is understood.");
            case "xorriso" when arguments is ["-no_rc" or "--no_rc", ..]:
                return Find(program, [.. arguments.Skip(1)]);
            case "xorriso":
                return arguments.Count > 1 && string.Equals(arguments[0].TrimStart('-'), EmulatedByXorriso[1..], StringComparison.Ordinal) && arguments[1].TrimStart('-') is "mkisofs" or "genisoimage" or "genisofs" or "xorrisofs"
                    ? (EmulatedProgram.Xorrisofs, [.. arguments.Skip(2)])
                    : arguments is ["-version"] or ["--version"] ? (EmulatedProgram.Xorrisofs, arguments)
                    : throw new CommandLineFault(FaultOf.Usage, new Diagnostic(DiagnosticId.EmulatedOptionRefused, DiagnosticSeverity.Error, "xorriso", "Only xorriso -as mkisofs is understood, not xorriso's own commands. isobuild --help lists the commands that list, extract, check, compare and edit images."));
            default:
                throw CommandLineFault.Usage(program, $"The program is unknown; it is one of {string.Join(", ", Programs)}.");
        }
    }

    private static string NameOf(string program)
    {
        var name = program[(program.LastIndexOfAny(['/', '\\']) + 1)..].ToLowerInvariant();
        return name.EndsWith(".exe", StringComparison.Ordinal) ? name[..^4] : name;
    }

    private static int Run(ImageRequest request, CancellationToken cancellationToken)
    {
        var streams = request.Streams;
        using var log = LogOf(request);
        if (log is not null)
        {
            // Faults of the command line itself still go to standard error.
            request.Streams = request.Streams with { Report = log.WriteLine, Note = log.WriteLine };
            streams = request.Streams;
        }

        var path = request.Output is null or "-" ? null : request.OnDisk(request.Output);
        var plan = new RequestBuilder(request);
        // What has gone to a pipe cannot be begun again.
        plan.LeftOut.ChecksReading = plan.LeftOut.ToleratesUnreadable && path is null && !request.PrintsSize;
        var builder = Builder(request, plan);
        foreach (var remark in request.Remarks)
        {
            streams.Report(remark);
        }

        return request.PrintsSize ? PrintSize(request, builder, plan, path, cancellationToken) : Make(request, builder, plan, path, cancellationToken);
    }

    private static ImageBuilder Builder(ImageRequest request, RequestBuilder plan) => plan.Build(RequestOptions.Of(request, plan.Catalog, plan.Map));

    private static StreamWriter? LogOf(ImageRequest request)
    {
        if (request.LogFile is not { } path)
        {
            return null;
        }

        try
        {
            return new StreamWriter(request.OnDisk(path)) { NewLine = "\n" };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw CommandLineFault.Missing(path, $"The log cannot be written: {failure.Message}");
        }
    }

    private static int PrintSize(ImageRequest request, ImageBuilder builder, RequestBuilder plan, string? path, CancellationToken cancellationToken)
    {
        var planned = Attempt(request, builder, plan, each => each.PlanFor(path, write: null, cancellationToken), planned => planned.Diagnostics);
        Report(request, planned.Diagnostics);
        if (planned.Layout is not { } layout)
        {
            return ExitCodes.Of(request.Program, planned.Diagnostics, request.Options.VolumeId);
        }

        var sectors = layout.Length / Sector.Size;
        if (!request.IsQuiet)
        {
            request.Streams.Note(string.Create(CultureInfo.InvariantCulture, $"Total extents scheduled to be written = {sectors}"));
        }

        request.Streams.Text.Write(string.Create(CultureInfo.InvariantCulture, $"{sectors}\n"));
        return 0;
    }

    private static int Make(ImageRequest request, ImageBuilder builder, RequestBuilder plan, string? path, CancellationToken cancellationToken)
    {
        var isQuiet = request.IsQuiet;
        if (request.Output is "")
        {
            throw CommandLineFault.Missing("-o", "The name of the image is empty. Name a file.");
        }

        if (path is not null && DiskPath.IsDirectory(path))
        {
            throw CommandLineFault.Unwritable(FaultOf.Directory, request.Output!, "The image cannot be written. A directory has this name; add a file name to the path.");
        }

        if (path is not null && Path.GetDirectoryName(Path.GetFullPath(path)) is { Length: > 0 } directory && !DiskPath.IsDirectory(directory))
        {
            throw FileAbove(directory) is { } file ? CommandLineFault.Unwritable(FaultOf.BelowFile, request.Output!, $"The image cannot be written. {file} is a file, not a directory. Correct the path.")
                : CommandLineFault.Missing(request.Output!, "The directory of the image does not exist. Create it, or correct the path.");
        }

        var progress = isQuiet || request.Streams.Clock is not { } clock ? null : new EmulatedProgress(request.Program, request.Streams.Note, clock);
        var write = new WriteOptions { Progress = progress, ProgressTotal = progress is null ? null : total => progress.Total = total };
        var result = Attempt(request, builder, plan, each => path is null ? each.Write(request.Streams.OpenOutput(), write, cancellationToken) : each.Write(path, write, cancellationToken), result => result.Diagnostics);
        if (plan.OmittedLink is { } link)
        {
            request.Streams.Report(new Diagnostic(DiagnosticId.EmulatedOptionDiffers, DiagnosticSeverity.Warning, link, "Symbolic links are left out, because the image has no Rock Ridge. Write -R to store them, or -f to store what they lead to."));
        }

        Report(request, result.Diagnostics);
        if (result.Layout is null)
        {
            return ExitCodes.Of(request.Program, result.Diagnostics, request.Options.VolumeId, result.SystemError);
        }

        if (!isQuiet)
        {
            foreach (var line in ProgramTexts.Made(request, result.Length))
            {
                request.Streams.Note(line);
            }
        }

        return 0;
    }

    /// <summary>Plans or writes, a second time without what could not be read where the program leaves that out, and says what was left out.</summary>
    private static T Attempt<T>(ImageRequest request, ImageBuilder builder, RequestBuilder plan, Func<ImageBuilder, T> act, Func<T, IReadOnlyList<Diagnostic>> diagnosticsOf)
    {
        var result = act(builder);
        if (plan.LeftOut.CanHelp(diagnosticsOf(result)))
        {
            plan.LeftOut.ChecksReading = true;
            result = act(Builder(request, plan));
        }

        foreach (var warning in plan.LeftOut.Warnings())
        {
            request.Streams.Report(warning);
        }

        return result;
    }

    /// <summary>The file that is where a directory would be.</summary>
    private static string? FileAbove(string? directory)
    {
        while (!string.IsNullOrEmpty(directory) && !DiskPath.Exists(directory))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return string.IsNullOrEmpty(directory) || DiskPath.IsDirectory(directory) ? null : directory;
    }

    /// <summary>Says what is wrong; what was given differently, only where that matters.</summary>
    private static void Report(ImageRequest request, IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error || (diagnostic.Severity == DiagnosticSeverity.Warning && !request.IsQuiet)))
        {
            request.Streams.Report(diagnostic);
        }
    }
}
