using Microsoft.Extensions.FileSystemGlobbing;

namespace IsoBuild.Tool.Sources;

/// <summary>The patterns of <c>--exclude</c>.</summary>
/// <remarks>A pattern without a separator is a name, at any depth, as in <c>.gitignore</c>; with one, it is a path from the content directory on.
/// Upper and lower case differ on every system: the same command makes the same image everywhere.</remarks>
internal static class SourcePatterns
{
    /// <summary>What the patterns leave out.</summary>
    public static Func<string, bool> Compile(IEnumerable<string> patterns)
    {
        var matcher = new Matcher(StringComparison.Ordinal);
        foreach (var pattern in patterns)
        {
            var path = pattern.Replace('\\', '/').TrimEnd('/');
            matcher.AddInclude(path.Contains('/', StringComparison.Ordinal) ? path.TrimStart('/') : $"**/{path}");
        }

        return path => matcher.Match(path).HasMatches;
    }
}
