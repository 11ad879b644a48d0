namespace IsoBuild.Emulation;

/// <summary>An option of a program.</summary>
/// <param name="Names">Its names, without dashes.</param>
/// <param name="Values">How its values are called in the help, one word each; empty if there are none.</param>
/// <param name="Help">What it does here, in a few words.</param>
/// <param name="Apply">Takes the values.</param>
internal sealed record ProgramOption(IReadOnlyList<string> Names, IReadOnlyList<string> Values, string Help, Action<ImageRequest, IReadOnlyList<string>> Apply)
{
    /// <summary>Whether genisoimage lacks it, so that it makes no beginning of a name ambiguous.</summary>
    public bool IsForeign { get; init; }
}

/// <summary>A word of a command line: an option with its values, or a path.</summary>
/// <param name="Option">The option; <see langword="null"/> for a path.</param>
/// <param name="Values">The option's values.</param>
/// <param name="Text">The path, or the option as it is written.</param>
internal readonly record struct CommandWord(ProgramOption? Option, IReadOnlyList<string> Values, string Text)
{
    public static CommandWord Path(string text) => new(Option: null, [], text);
}

/// <summary>The options of a program by their names.</summary>
internal sealed class ProgramOptions
{
    private readonly Dictionary<string, ProgramOption> byName;

    public ProgramOptions(IReadOnlyList<ProgramOption> all)
    {
        All = all;
        byName = all.SelectMany(option => option.Names.Select(name => (name, option))).ToDictionary(pair => pair.name, pair => pair.option, StringComparer.Ordinal);
    }

    public IReadOnlyList<ProgramOption> All { get; }

    public IEnumerable<string> Names => byName.Keys;

    public ProgramOption? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>The options that a beginning of a name may mean.</summary>
    public IReadOnlyList<(string Name, ProgramOption Option)> StartingWith(string beginning) =>
        [.. byName.Where(pair => pair.Key.Length > 1 && !pair.Value.IsForeign && pair.Key.StartsWith(beginning, StringComparison.Ordinal)).Select(pair => (pair.Key, pair.Value))];
}
