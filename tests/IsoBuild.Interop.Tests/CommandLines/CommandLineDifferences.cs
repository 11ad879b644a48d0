namespace IsoBuild.Interop.Tests.CommandLines;

/// <summary>Where ours makes something else than the program that a command line is for, and why. What is not listed is the same.</summary>
internal static class CommandLineDifferences
{
    private static readonly (string Kind, string Reason, string Ids)[] Table =
    [
    ];

    /// <summary>The kinds of facts in which a line differs, with the reasons.</summary>
    public static IReadOnlyDictionary<string, string> Of(string id) => Table.Where(each => each.Ids.Split(' ').Contains(id)).ToDictionary(each => each.Kind, each => each.Reason);

    /// <summary>Whether a line asks for what is not made.</summary>
    public static bool IsRefused(string id) => Of(id).GetValueOrDefault(ImageFacts.Exit, "").StartsWith("Refused", StringComparison.Ordinal);
}
