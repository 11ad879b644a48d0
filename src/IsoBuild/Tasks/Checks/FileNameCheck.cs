using System.Text.RegularExpressions;

namespace IsoBuild.Tasks.Checks;

/// <summary>Whether the name of an image is what its project meant. A property in it that is set later leaves a gap, or an older value.</summary>
/// <param name="text">What the project's files say.</param>
/// <param name="image">The image, as <c>IsoImage</c> names it.</param>
/// <param name="version">The project's version, now that it is known.</param>
internal sealed class FileNameCheck(ProjectText text, string image, string version)
{
    private const string Name = "IsoFileName";
    private const string Version = "$(Version)";
    private const string Separators = "-_.+ ";

    private static readonly Regex Reference = new(@"\$\([^()]*\)", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking;

    /// <summary>What is wrong with a name.</summary>
    /// <param name="actual">The name as MSBuild evaluated it.</param>
    /// <returns>What is wrong and what to do; <see langword="null"/> where nothing is.</returns>
    public string? Problem(string actual)
    {
        var images = text.Items.Where(item => item.Type.Equals("IsoImage", StringComparison.OrdinalIgnoreCase) && item.Include.Length > 0).ToList();
        var written = (images.Count == 0
                ? text.Properties.Where(property => property.Name.Equals(Name, StringComparison.OrdinalIgnoreCase)).Select(property => property.Value)
                : images.Where(item => item.Include.Trim().Equals(image, StringComparison.OrdinalIgnoreCase)).SelectMany(item => item.Metadata).Where(pair => pair.Name.Equals(Name, StringComparison.OrdinalIgnoreCase)).Select(pair => pair.Value))
            .Select(name => name.Trim())
            .Distinct()
            .ToList();
        string? problem = null;
        foreach (var name in written)
        {
            var meant = name.Replace(Version, version, StringComparison.OrdinalIgnoreCase);
            if (Matches(meant, actual) is { } asMeant && FindGap(meant, asMeant) is null)
            {
                return null;
            }

            if (problem is null && Matches(name, actual) is { } values)
            {
                problem = FindVersion(name, actual, values) ?? FindGap(name, values);
            }
        }

        return problem;
    }

    private string? FindVersion(string name, string actual, string[] values)
    {
        var references = Reference.Matches(name);
        for (var i = 0; i < references.Count; i++)
        {
            // What is no version came from elsewhere: a target, or a file that is not read here.
            if (references[i].Value.Equals(Version, StringComparison.OrdinalIgnoreCase) && values[i] != version && values[i] is ("" or [>= '0' and <= '9', ..]))
            {
                return $"'{name}' became '{actual}', because Version was {(values[i].Length == 0 ? "not set yet" : values[i])} where the project sets the name, and is {version} in the build; write '{name.Replace(Version, "{Version}", StringComparison.OrdinalIgnoreCase)}', which is replaced when the image is made";
            }
        }

        return null;
    }

    /// <summary>A property without a value between separators, or between one and an end.</summary>
    private static string? FindGap(string name, string[] values)
    {
        var references = Reference.Matches(name);
        for (var i = 0; i < Math.Min(references.Count, values.Length); i++)
        {
            var (before, after) = (references[i].Index - 1, references[i].Index + references[i].Length);
            var isBeginning = before < 0;
            var isEnd = after == name.Length;
            if (values[i].Length == 0
                && (isBeginning || Separators.Contains(name[before]))
                && (isEnd || Separators.Contains(name[after]))
                && !(isBeginning && isEnd))
            {
                return $"{references[i].Value} in '{name}' has no value where the project sets the name; set the property before, or set IsoFileName in a target with BeforeTargets=\"ResolveIsoImages\"";
            }
        }

        return null;
    }

    /// <summary>What stands in a name for each reference of its text; <see langword="null"/> where it is not of that text.</summary>
    private static string[]? Matches(string text, string actual)
    {
        var pattern = $"^{string.Join("(.*?)", Reference.Split(text).Select(Regex.Escape))}$";
        return Regex.Match(actual, pattern, Options) is { Success: true } match ? [.. match.Groups.Values.Skip(1).Select(group => group.Value)] : null;
    }
}
