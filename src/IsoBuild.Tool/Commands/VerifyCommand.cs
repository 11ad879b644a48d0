using System.CommandLine;
using IsoBuild.Comparing;
using IsoBuild.Tool.Sources;
using IsoBuild.Tool.Images;
using IsoBuild.Tool.Json;
using IsoBuild.Tool.Output;
using IsoBuild.Verifying;

namespace IsoBuild.Tool.Commands;

/// <summary><c>isobuild verify</c>.</summary>
internal sealed class VerifyCommand
{
    private static readonly string[] ConsumerNames = [.. Enum.GetNames<ImageConsumer>().Select(name => name.ToLowerInvariant())];

    private readonly Argument<string> image = ImageInput.Argument();
    private readonly Option<IReadOnlyCollection<ImageConsumer>> consumers = new("--for")
    {
        HelpName = "consumer,...",
        Description = $"Report how these will see the image: {string.Join(", ", ConsumerNames)}; all: those up to uefi.",
        CustomParser = ParseConsumers,
    };

    private readonly Option<string[]> reproducible = new("--reproducible")
    {
        HelpName = "content",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
        Description = "Build the image again from this content under different circumstances, and compare. Accepts the options of create; give those that the image was created with.",
    };

    private readonly ContentOptions options = new();
    private readonly Option<bool> isJson = JsonOutput.Option();

    private VerifyCommand()
    {
    }

    public static Command Make(Terminal terminal, CancellationToken cancellationToken)
    {
        var verify = new VerifyCommand();
        verify.consumers.CompletionSources.Add([.. ConsumerNames]);
        var command = new Command("verify", "Checks an image against the standards, and reports how operating systems and firmware will see it.") { verify.image, verify.consumers, verify.isJson, verify.reproducible };
        verify.options.AddTo(command);
        command.SetAction(parsed => verify.Run(parsed, terminal, cancellationToken));
        HelpWithExamples.Of(
            command,
            "isobuild verify app.iso",
            "isobuild verify app.iso --for windows,linux",
            "isobuild verify boot.iso --for bios,x64,arm64",
            "isobuild verify app.iso --reproducible out/ docs=manual/ --volume-id APP");
        return command;
    }

    private static IReadOnlyCollection<ImageConsumer> ParseConsumers(System.CommandLine.Parsing.ArgumentResult result)
    {
        var found = new List<ImageConsumer>();
        foreach (var name in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            if (name.Equals("all", StringComparison.OrdinalIgnoreCase))
            {
                // No image must boot on every machine.
                found.AddRange(Enum.GetValues<ImageConsumer>().Where(consumer => consumer <= ImageConsumer.Uefi));
            }
            else if (Array.FindIndex(ConsumerNames, known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index)
            {
                found.Add((ImageConsumer)index);
            }
            else
            {
                result.AddError($"'{name}' is not a consumer; --for takes {string.Join(", ", ConsumerNames)} or all.");
            }
        }

        return [.. found.Distinct()];
    }

    private int Run(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var path = parsed.GetRequiredValue(image);
        using var opened = ImageInput.Open(path);
        var report = opened.Verify(new VerifyOptions { Consumers = parsed.GetValue(consumers) ?? [] }, cancellationToken);
        var rebuilt = parsed.GetValue(reproducible) is { Length: > 0 } content ? Rebuild(parsed, path, content, cancellationToken) : null;
        if (parsed.GetValue(isJson))
        {
            JsonOutput.Write(terminal, VerifyJson.Of(report, rebuilt), JsonContext.Stable.VerifyJson);
        }
        else
        {
            terminal.Lines(report.ToString().TrimEnd('\n'));
            Print(rebuilt, terminal);
        }

        return report.Passed && rebuilt is not { IsReproducible: false } ? ExitCode.Done : ExitCode.Fault;
    }

    private ReproducibilityReport Rebuild(ParseResult parsed, string path, string[] content, CancellationToken cancellationToken)
    {
        if (path == "-")
        {
            throw new UsageException("--reproducible", "The image to compare with must be a file with a name.");
        }

        return options.Builder(parsed, content, Path.GetFileNameWithoutExtension(path)).VerifyReproducible(path, cancellationToken);
    }

    private static void Print(ReproducibilityReport? report, Terminal terminal)
    {
        if (report is null)
        {
            return;
        }

        terminal.Report(report.Diagnostics);
        if (report.IsReproducible)
        {
            terminal.Line($"The image is reproducible: the same bytes again ({report.Circumstances})");
        }
        else if (report.Difference is { } difference)
        {
            terminal.Line($"However, it is not reproducible ({report.Circumstances}):");
            terminal.Lines(difference.ToString().TrimEnd('\n'));
        }
    }
}
