using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Remastering;

/// <summary>What is left out of the base.</summary>
internal sealed class Removal
{
    private readonly List<Rule> rules = [];

    public bool IsEmpty => rules.Count == 0;

    /// <summary>Adds a pattern that a user wrote.</summary>
    public void Add(string pattern, DiagnosticBag diagnostics)
    {
        if (PathPattern.TryParse(pattern, out var parsed, out var problem))
        {
            rules.Add(new Rule(pattern, parsed.Matches));
        }
        else
        {
            diagnostics.Error(DiagnosticId.RemovalInvalid, pattern, $"The removal pattern {problem}.");
        }
    }

    /// <summary>Adds a rule.</summary>
    public void Add(Func<string, bool> isRemoved) => rules.Add(new Rule(Pattern: null, isRemoved));

    /// <summary>Adds a rule of which nothing is reported.</summary>
    public void AddQuietly(Func<string, bool> isRemoved) => rules.Add(new Rule(Pattern: null, isRemoved) { HasMatched = true });

    /// <summary>Whether the entry at a path is removed. Every rule is asked of every entry, so that all of them know what they match.</summary>
    public bool Removes(string path)
    {
        var isRemoved = false;
        foreach (var rule in rules)
        {
            if (rule.IsRemoved(path))
            {
                rule.HasMatched = true;
                isRemoved = true;
            }
        }

        return isRemoved;
    }

    /// <summary>Tells of rules that removed nothing.</summary>
    /// <param name="basePath">The base; <see langword="null"/> when there is none.</param>
    /// <param name="diagnostics">Is told.</param>
    public void Report(string? basePath, DiagnosticBag diagnostics)
    {
        foreach (var rule in rules)
        {
            if (!rule.HasMatched)
            {
                var what = basePath is null ? "There is no base to remove anything from" : $"Nothing in the base {basePath} matches, so nothing is removed";
                diagnostics.Warning(DiagnosticId.RemovalUnmatched, rule.Pattern ?? basePath, $"{what}. {(rule.Pattern is null ? "Check the rule." : "Check the pattern: it is case-sensitive, and one with a slash is relative to the root.")}");
            }
        }
    }

    private sealed record Rule(string? Pattern, Func<string, bool> IsRemoved)
    {
        public bool HasMatched { get; set; }
    }
}
