using IsoBuild.Diagnostics;

namespace IsoBuild.Emulation;

/// <summary>What to say of an option that nobody knows.</summary>
internal static class UnknownOption
{
    public static string Advice(string name, IEnumerable<string> known, string program) =>
        SimilarName.Find(name, known) is { } near
            ? $"{program} has no such option. Did you mean -{near}?"
            : $"{program} has no such option. '{program} -help' lists the options.";
}
