using System.CommandLine;
using IsoBuild.Content;

namespace IsoBuild.Tool.Sources;

/// <summary>Options that belong together, under one heading of the help.</summary>
/// <param name="heading">The heading.</param>
internal abstract class OptionGroup(string heading)
{
    public string Heading { get; } = heading;

    /// <summary>In the order of the help.</summary>
    public abstract IReadOnlyList<Option> Options { get; }

    protected static Option<string?> Text(string name, string value, string description) => new(name) { HelpName = value, Description = description };

    protected static Option<bool> Switch(string name, string description) => new(name) { Description = description };

    /// <summary>An option that may be given several times.</summary>
    protected static Option<string[]> Many(string name, string value, string description) => new(name) { HelpName = value, Description = $"{description} May be repeated." };

    /// <summary>What the command line says, or else what is so anyway: by default, or in the base image.</summary>
    protected static T Value<T>(ParseResult parsed, Option<T> option, T otherwise) =>
        parsed.GetResult(option) is { Implicit: false } ? parsed.GetValue(option)! : otherwise;

    protected static Option<DateTimeOffset?> Time(string name, string description)
    {
        return new Option<DateTimeOffset?>(name) { HelpName = "time", Description = description, CustomParser = Parse };

        DateTimeOffset? Parse(System.CommandLine.Parsing.ArgumentResult result)
        {
            var text = result.Tokens[0].Value;
            if (ImageTimestamp.TryParse(text, out var timestamp, out var problem))
            {
                return timestamp;
            }

            result.AddError($"{name}: '{text}' {problem}.");
            return null;
        }
    }
}
