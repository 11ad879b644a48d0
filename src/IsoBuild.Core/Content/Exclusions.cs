using IsoBuild.Diagnostics;

namespace IsoBuild.Content;

/// <summary>The files and directories that scanned directories leave out.</summary>
internal sealed class Exclusions
{
    private readonly HashSet<string> paths = new(Comparer);
    private readonly List<Rule> rules = [];
    private readonly List<Rule> targetRules = [];
    private string? image;

    /// <summary>Where such files lie, so that the rest of the disk costs one look a directory.</summary>
    private readonly Dictionary<string, Func<string, bool>?> directories = new(Comparer);

    private static StringComparer Comparer =>
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>Leaves out the image that is being made.</summary>
    /// <param name="path">The image.</param>
    /// <param name="isCompanion">Which other names in its directory are left out too.</param>
    public void AddImage(string path, Func<string, bool> isCompanion)
    {
        image = DiskFile.FullPath(path);
        Add(path, isCompanion);
    }

    /// <summary>Whether <paramref name="path"/> is the image that is being made.</summary>
    public bool IsImage(string path) => Comparer.Equals(path, image);

    /// <summary>Leaves out a file or a directory, whether it exists or not.</summary>
    /// <param name="path">The file or directory.</param>
    /// <param name="isCompanion">Which other names in its directory are left out too.</param>
    public void Add(string path, Func<string, bool>? isCompanion = null)
    {
        var whole = Path.TrimEndingDirectorySeparator(DiskFile.FullPath(path));
        paths.Add(whole);
        var directory = Path.GetDirectoryName(whole) ?? whole;
        directories[directory] = isCompanion ?? directories.GetValueOrDefault(directory);
    }

    /// <summary>Leaves out whatever <paramref name="rule"/> says of its path below the directory that is added, with <c>/</c> between names.</summary>
    public void Add(Func<string, bool> rule) => rules.Add(new Rule(rule));

    /// <summary>Leaves out whatever <paramref name="rule"/> says of its path in the image.</summary>
    public void AddTargets(Func<string, bool> rule) => targetRules.Add(new Rule(rule));

    /// <summary>Where in the image the directory that is added goes, with a slash at the end; empty for the root.</summary>
    public string Target { get; set; } = "";

    /// <summary>Whether paths below the directory that is added matter.</summary>
    public bool HasRules => rules.Count > 0 || targetRules.Count > 0;

    /// <summary>Whether a rule leaves out what lies at a path below the directory that is added.</summary>
    public bool Contain(string relativePath)
    {
        if (rules.Exists(rule => rule.Matches(relativePath)))
        {
            return true;
        }

        var target = targetRules.Count == 0 ? "" : Target + relativePath;
        return targetRules.Exists(rule => rule.Matches(target));
    }

    /// <summary>Whether a rule leaves out a path in the image, or a directory above it.</summary>
    public bool ContainTarget(ReadOnlySpan<string> names)
    {
        if (targetRules.Count == 0)
        {
            return false;
        }

        var path = "";
        foreach (var name in names)
        {
            path = path.Length == 0 ? name : $"{path}/{name}";
            if (targetRules.Exists(rule => rule.Matches(path)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the directory may hold something to leave out.</summary>
    public bool Concern(string directory) => directories.ContainsKey(directory);

    /// <summary>Whether to leave out what is at a path, by whatever way it was reached. Rules about paths in the image are not asked.</summary>
    public bool ContainPath(string path) => Path.GetDirectoryName(path) is { } directory && Concern(directory) && Contain(directory, Path.GetFileName(path));

    /// <summary>Whether to leave out an entry of a directory that they concern.</summary>
    public bool Contain(string directory, string name) =>
        paths.Contains(Path.Join(directory, name)) || directories[directory]?.Invoke(name) == true;

    /// <summary>Tells of rules that left out nothing, and that entries of the base match, which they do not concern.</summary>
    public void TellOfBase(ContentTree content, DiagnosticBag diagnostics)
    {
        foreach (var rule in rules.Concat(targetRules).Where(rule => !rule.HasMatched))
        {
            if (Array.Find(content.AllNodes, node => node is { IsFromBase: true, Parent: not null } && rule.Matches(node.Path[1..])) is { } stays)
            {
                diagnostics.Warning(DiagnosticId.RemovalUnmatched, stays.Path, "What is excluded is left out of what is added, and nothing of that matches; this entry is the base's, and stays. To leave it out, remove it (Remove, IsoRemove, --remove).");
            }
        }
    }

    private sealed class Rule(Func<string, bool> matches)
    {
        public bool HasMatched { get; private set; }

        public bool Matches(string path)
        {
            var isMatch = matches(path);
            HasMatched |= isMatch;
            return isMatch;
        }
    }
}
