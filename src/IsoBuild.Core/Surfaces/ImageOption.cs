using IsoBuild.Diagnostics;

namespace IsoBuild.Surfaces;

/// <summary>An option of an image under the name that each surface has for it. All surfaces read it from the same texts, and the reference tables are made of these descriptions.</summary>
/// <remarks>For tools that describe images in texts of their own, such as settings files and forms.</remarks>
public sealed class ImageOption
{
    private readonly Func<ImageOptions, object?> value;
    private readonly TryRead read;
    private readonly Func<ImageOptions, string?> write;

    internal ImageOption(string name, string section, OptionSyntax syntax, string description, Func<ImageOptions, object?> value, TryRead read, Func<ImageOptions, string?> write)
    {
        (Name, Section, Syntax, Description, this.value, this.read, this.write) = (name, section, syntax, description, value, read, write);
        Property = name.StartsWith("Iso", StringComparison.Ordinal) ? name : "Iso" + name;
    }

    /// <summary>Changes options as a text says.</summary>
    /// <returns>What is wrong with the text; <see langword="null"/> if nothing is.</returns>
    internal delegate string? TryRead(string text, ref ImageOptions options);

    /// <summary>All options, in an order in which they can be applied: what a later one says overrides what an earlier one implies.</summary>
    public static IReadOnlyList<ImageOption> All => OptionTable.Rows;

    /// <summary>The name of the property of <see cref="ImageOptions"/>, and of Cake's settings.</summary>
    public string Name { get; }

    /// <summary>The name of the MSBuild property, and of the metadata of an image.</summary>
    public string Property { get; internal init; }

    /// <summary>The options of the command that set it.</summary>
    public IReadOnlyList<CommandOption> Commands { get; internal init; } = [];

    /// <summary>The heading under which it is described.</summary>
    public string Section { get; }

    /// <summary>The syntax of its text.</summary>
    public OptionSyntax Syntax { get; }

    /// <summary>The texts to choose from, if the syntax is a choice; of numbers, the usual ones.</summary>
    public IReadOnlyList<string> Choices { get; internal init; } = [];

    /// <summary>The text that stands for the default; empty if there is none.</summary>
    public string Default { get; internal init; } = "";

    /// <summary>What it is, in one sentence without a full stop.</summary>
    public string Description { get; }

    /// <summary>What else is worth knowing, in sentences.</summary>
    public string Remarks { get; internal init; } = "";

    /// <summary>The code under which a wrong text is reported.</summary>
    public DiagnosticId WrongText => Syntax == OptionSyntax.Time ? DiagnosticId.TimestampInvalid : DiagnosticId.OptionUnknown;

    /// <summary>The method of Cake's settings that sets it, without <c>With</c>; empty if that is written by hand.</summary>
    internal string CakeMethod { get; init; } = "";

    /// <summary>What that method's parameter is called.</summary>
    internal string CakeParameter { get; init; } = "";

    /// <summary>Reads a text.</summary>
    /// <param name="text">The user's text.</param>
    /// <param name="options">The options to change.</param>
    /// <param name="changed">The options with this one as the text says; the same as before if the text is wrong.</param>
    /// <param name="problem">What is wrong with the text, to follow it in a sentence: <c>is unknown; write true or false</c>.</param>
    public bool TryApply(string text, ImageOptions options, out ImageOptions changed, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(options);
        changed = options;
        problem = read(text, ref changed) ?? "";
        if (problem.Length > 0)
        {
            changed = options;
        }

        return problem.Length == 0;
    }

    /// <summary>The text that sets the option to what it is in some options; <see langword="null"/> if that is the default, or no text can say it.</summary>
    /// <param name="options">The options.</param>
    public string? TextOf(ImageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Equals(value(options), value(OptionTable.Defaults)) ? null : write(options);
    }

    /// <summary>The value in some options, as the property has it.</summary>
    internal object? ValueOf(ImageOptions options) => value(options);
}
