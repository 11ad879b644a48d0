using System.CommandLine;

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
}
