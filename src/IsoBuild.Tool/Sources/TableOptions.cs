using System.CommandLine;
using IsoBuild.Surfaces;

namespace IsoBuild.Tool.Sources;

/// <summary>The options of the command that the table of options has under one heading.</summary>
internal sealed class TableOptions
{
    private readonly List<(ImageOption Row, string Value, Option Option)> options = [];

    /// <param name="section">The heading in the table.</param>
    public TableOptions(string section)
    {
        foreach (var row in ImageOption.All.Where(row => row.Section == section))
        {
            foreach (var command in row.Commands)
            {
                options.Add((row, command.Value, command.Argument.Length > 0 ? row.Syntax == OptionSyntax.Rules ? WithRules(row, command) : WithArgument(row, command) : new Option<bool>(command.Name) { Description = command.Description }));
            }
        }
    }

    public IEnumerable<Option> All => options.Select(each => each.Option);

    /// <summary>Whether an option is given.</summary>
    public static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>Whether a switch is given, and not as <c>false</c>.</summary>
    public static bool IsOn(ParseResult parsed, Option option) => parsed.GetValue((Option<bool>)option);

    /// <param name="name">The option's name: <c>--relocate</c>.</param>
    public Option Find(string name) => options.Find(each => each.Option.Name == name).Option;

    /// <summary>Changes options as the command line says; what it does not say stays as it is.</summary>
    public ImageOptions Read(ParseResult parsed, ImageOptions read)
    {
        foreach (var (row, value, option) in options)
        {
            if (IsGiven(parsed, option) && TextOf(parsed, row, value, option) is { } text)
            {
                // What cannot be read was refused with the rest of the command line.
                row.TryApply(text, read, out read, out _);
            }
        }

        return read;
    }

    /// <summary>The text that an option stands for: <c>--media-checksum false</c> says that there is none, which a base may have.</summary>
    private static string? TextOf(ParseResult parsed, ImageOption row, string value, Option option) => option switch
    {
        Option<string?> text => parsed.GetValue(text),
        Option<string[]> rules => string.Join(';', parsed.GetValue(rules) ?? []),
        Option<bool> flag when parsed.GetValue(flag) => value,
        _ => value == "true" && row.Commands.Count == 1 ? "false" : null,
    };

    private static Option<string[]> WithRules(ImageOption row, CommandOption command)
    {
        var option = new Option<string[]>(command.Name) { HelpName = command.Argument, Description = command.Description };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (!row.TryApply(token.Value, new ImageOptions(), out _, out var problem))
                {
                    result.AddError($"{command.Name}: '{token.Value}' {problem}.");
                }
            }
        });
        return option;
    }

    private static Option<string?> WithArgument(ImageOption row, CommandOption command)
    {
        var option = new Option<string?>(command.Name) { HelpName = command.Argument, Description = command.Description };
        option.CompletionSources.Add([.. row.Choices.Select(choice => choice.ToLowerInvariant())]);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !row.TryApply(text, new ImageOptions(), out _, out var problem))
            {
                result.AddError($"{command.Name}: '{text}' {problem}.");
            }
        });
        return option;
    }
}
