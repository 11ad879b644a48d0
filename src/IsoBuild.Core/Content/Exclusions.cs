using IsoBuild.Diagnostics;

namespace IsoBuild.Content;

/// <summary>A file that is written while an image is made.</summary>
/// <param name="Path">Where.</param>
/// <param name="Kind">What it is; <see langword="null"/> for the image.</param>
internal sealed record ExcludedOutput(string Path, CompanionKind? Kind = null);

/// <summary>The files and directories that scanned directories leave out.</summary>
internal sealed class Exclusions
{
    private readonly List<Rule> rules = [];
    private readonly List<Rule> targetRules = [];

    /// <summary>Where such files lie, by every path that is known, so that the rest of the disk costs one look a directory.</summary>
    private readonly Dictionary<string, Holder> holders = new(Comparer);

    /// <summary>The same by what the system says a directory is, however it was reached.</summary>
    private readonly Dictionary<FileIdentity, Holder> known = [];

    /// <summary>The names of files that are written, in any case: few paths need more than a look at these.</summary>
    private readonly HashSet<string> outputNames = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The directory that is scanned, and how the disk spells it, where that is another path.</summary>
    private (string Said, string Real)? scanned;

    /// <summary>How disks spell names: tests have one that ignores case.</summary>
    public SpellingOnDisk Spelling { get; init; } = SpellingOnDisk.System;

    /// <summary>Files that are written, and were met in directories.</summary>
    public IReadOnlyCollection<ExcludedOutput> Met => met;

    private readonly HashSet<ExcludedOutput> met = [];

    private static StringComparer Comparer =>
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>Leaves out what is written: under whatever spelling, and by whatever way to its directory.</summary>
    /// <param name="output">What is written.</param>
    /// <param name="isCompanion">Which other names in its directory are left out too.</param>
    public void AddOutput(ExcludedOutput output, Func<string, bool>? isCompanion = null)
    {
        var (holder, name) = Enter(output.Path, isCompanion);
        foreach (var spelled in (string[])[name, Spelling.Name(holder.Directory, name)])
        {
            holder.Outputs[spelled] = output;
            outputNames.Add(spelled);
        }
    }

    /// <summary>What is written to the place of a file, if anything is.</summary>
    public ExcludedOutput? OutputAt(string path)
    {
        var name = Path.GetFileName(path);
        if (!outputNames.Contains(name) || Path.GetDirectoryName(path) is not { } directory || (Find(directory) ?? holders.GetValueOrDefault(Spelling.Directory(directory))) is not { } holder)
        {
            return null;
        }

        return holder.Outputs.GetValueOrDefault(name) ?? holder.Outputs.GetValueOrDefault(Spelling.Name(directory, name));
    }

    /// <summary>Leaves out a file or a directory, whether it exists or not.</summary>
    /// <param name="path">The file or directory.</param>
    /// <param name="isCompanion">Which other names in its directory are left out too.</param>
    public void Add(string path, Func<string, bool>? isCompanion = null)
    {
        var (holder, name) = Enter(path, isCompanion);
        holder.Names.Add(Spelling.Name(holder.Directory, name));
    }

    /// <summary>Notes the directory that is scanned from now on.</summary>
    public void Begin(string directory)
    {
        var real = holders.Count == 0 ? directory : Spelling.Directory(directory);
        scanned = string.Equals(real, directory, StringComparison.Ordinal) ? null : (directory, real);
    }

    /// <summary>Leaves out whatever <paramref name="rule"/> says of its path below the directory that is added, with <c>/</c> between names.</summary>
    public void Add(Func<string, bool> rule) => rules.Add(new Rule(rule));

    /// <summary>Leaves out whatever <paramref name="rule"/> says of its path in the image.</summary>
    public void AddTargets(Func<string, bool> rule) => targetRules.Add(new Rule(rule));

    /// <summary>Leaves out what a pattern matches by its path in the image.</summary>
    public void AddTargets(PathPattern pattern) => targetRules.Add(new Rule(pattern.Matches) { Pattern = pattern });

    /// <summary>Whether a rule left out a directory: what is in it, nobody has looked at.</summary>
    public bool HasLeftOutDirectory { get; set; }

    /// <summary>Where in the image the directory that is added goes, with a slash at the end; empty for the root.</summary>
    public string Target { get; set; } = "";

    /// <summary>What else to leave out of the directory that is added, by the path below it.</summary>
    public Func<string, bool>? OfDirectory { get; set; }

    /// <summary>Whether paths below the directory that is added matter.</summary>
    public bool HasRules => rules.Count > 0 || targetRules.Count > 0 || OfDirectory is not null;

    /// <summary>Whether a rule leaves out what lies at a path below the directory that is added.</summary>
    public bool Contain(string relativePath)
    {
        var isMatch = OfDirectory?.Invoke(relativePath) == true || rules.Exists(rule => rule.Matches(relativePath));
        return (targetRules.Count > 0 && MatchTarget(Target + relativePath)) || isMatch;
    }

    /// <summary>Whether a rule leaves out a path in the image. Every rule is asked, so that all of them know what they match.</summary>
    private bool MatchTarget(string path)
    {
        var isMatch = false;
        foreach (var rule in targetRules)
        {
            isMatch |= rule.Matches(path);
        }

        return isMatch;
    }

    /// <summary>Whether a rule leaves out a path in the image, or a directory above it.</summary>
    public bool ContainTarget(ReadOnlySpan<string> names)
    {
        if (targetRules.Count == 0)
        {
            return false;
        }

        var path = "";
        for (var i = 0; i < names.Length; i++)
        {
            path = i == 0 ? names[i] : $"{path}/{names[i]}";
            if (MatchTarget(path))
            {
                HasLeftOutDirectory |= i < names.Length - 1;
                return true;
            }
        }

        return false;
    }

    /// <summary>What of a directory to leave out; <see langword="null"/> where it holds nothing of that.</summary>
    public Holder? Find(string directory)
    {
        if (holders.Count == 0)
        {
            return null;
        }

        return holders.GetValueOrDefault(directory)
            ?? (scanned is { } root && LinkFollower.IsWithin(root.Said, directory) ? holders.GetValueOrDefault(Path.Join(root.Real, directory.AsSpan(root.Said.Length))) : null)
            ?? (Identity(directory) is { } identity ? known.GetValueOrDefault(identity) : null);
    }

    /// <summary>Whether to leave out what is at a path, by whatever way it was reached. Rules about paths in the image are not asked.</summary>
    public bool ContainPath(string path) => Path.GetDirectoryName(path) is { } directory && Find(directory) is { } holder && Contain(holder, Path.GetFileName(path));

    /// <summary>Whether to leave out an entry of a directory that they concern.</summary>
    public bool Contain(Holder holder, string name)
    {
        if (holder.Outputs.TryGetValue(name, out var output))
        {
            met.Add(output);
            return true;
        }

        return holder.Names.Contains(name) || holder.IsCompanion?.Invoke(name) == true;
    }

    /// <summary>Tells of rules that left out nothing, and that entries of the base match, which they do not concern.</summary>
    public void TellOfBase(ContentTree content, DiagnosticBag diagnostics)
    {
        foreach (var rule in rules.Concat(targetRules).Where(rule => !rule.HasMatched))
        {
            if (Array.Find(content.AllNodes, node => node is { IsFromBase: true, Parent: not null } && rule.Matches(node.Path[1..])) is { } stays)
            {
                diagnostics.Warning(DiagnosticId.RemovalUnmatched, stays.Path, "Exclusions apply only to the content that is added, and none of that matches. This entry is the base's, and stays. To leave it out, remove it (Remove, IsoRemove, --remove).");
            }
        }
    }

    /// <summary>Tells of patterns that leave out nothing. What lies in a directory that was left out may be what a pattern is for, so nothing is told then.</summary>
    public void TellOfUnmatched(DiagnosticBag diagnostics)
    {
        foreach (var rule in targetRules.Where(rule => rule is { Pattern: not null, HasMatched: false } && !HasLeftOutDirectory))
        {
            diagnostics.Warning(DiagnosticId.PatternUnmatched, rule.Pattern!.ToString(), $"Nothing in the content matches this pattern, so nothing is excluded by it. {PathPattern.Advice}");
        }
    }

    private static FileIdentity? Identity(string directory) =>
        UnixCalls.AreSupported && UnixCalls.TryLookThrough(directory, out var status) ? new FileIdentity(status.Device, status.Number) : null;

    private (Holder Holder, string Name) Enter(string path, Func<string, bool>? isCompanion)
    {
        var whole = Path.TrimEndingDirectorySeparator(DiskFile.FullPath(path));
        var directory = Path.GetDirectoryName(whole) ?? whole;
        if (!holders.TryGetValue(directory, out var holder))
        {
            var real = Spelling.Directory(directory);
            var identity = Identity(directory);
            holder = holders.GetValueOrDefault(real) ?? (identity is { } one ? known.GetValueOrDefault(one) : null) ?? new Holder(real);
            holders[directory] = holder;
            holders[real] = holder;
            if (identity is { } it)
            {
                known[it] = holder;
            }
        }

        holder.IsCompanion = isCompanion ?? holder.IsCompanion;
        return (holder, Path.GetFileName(whole));
    }

    /// <summary>A directory that holds something to leave out.</summary>
    /// <param name="directory">Its path, as the disk spells it.</param>
    public sealed class Holder(string directory)
    {
        public string Directory => directory;

        public HashSet<string> Names { get; } = new(Comparer);

        public Dictionary<string, ExcludedOutput> Outputs { get; } = new(Comparer);

        public Func<string, bool>? IsCompanion { get; set; }
    }

    private sealed class Rule(Func<string, bool> matches)
    {
        public PathPattern? Pattern { get; init; }

        public bool HasMatched { get; private set; }

        public bool Matches(string path)
        {
            var isMatch = matches(path);
            HasMatched |= isMatch;
            return isMatch;
        }
    }
}
