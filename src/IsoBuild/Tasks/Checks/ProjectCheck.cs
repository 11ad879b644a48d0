using System.Collections;
using System.Text.RegularExpressions;
using IsoBuild.Diagnostics;
using Microsoft.Build.Framework;

namespace IsoBuild.Tasks.Checks;

/// <summary>Finds what a project says, and MSBuild and the engine do not hear: misspelt names, patterns that match nothing, a file name that was put together too early.</summary>
/// <remarks>This reads the project's files, so it is done only where an image is made, or where one of these files is newer than the image.</remarks>
/// <param name="project">The whole path of the project.</param>
/// <param name="others">The files that MSBuild adds to it.</param>
/// <param name="engine">MSBuild.</param>
internal sealed class ProjectCheck(string project, IEnumerable<string> others, IBuildEngine engine)
{
    private readonly Lazy<KnownNames> known = new(KnownNames.Read);
    private readonly List<Diagnostic> found = [];

    /// <summary>The project's version.</summary>
    public string Version { get; init; } = "";

    /// <summary>Whether a warning is one of these.</summary>
    public static bool IsOurs(ReportedWarning warning) => Codes.Contains(warning.Code, StringComparer.Ordinal);

    private static string[] Codes { get; } = [.. new[] { DiagnosticId.ContentUnmatched, DiagnosticId.MetadataUnknown, DiagnosticId.PropertyUnknown, DiagnosticId.FileNameIncomplete }.Select(id => new Diagnostic(id, DiagnosticSeverity.Warning, null, "").Code)];

    private IEnumerable<string> GlobalProperties => engine is IBuildEngine6 build ? build.GetGlobalProperties().Keys : [];

    /// <summary>Whether the answer may be another one than at a time.</summary>
    /// <param name="files">The files of the project, or the newest of them.</param>
    /// <param name="since">The time.</param>
    public bool MayDiffer(IEnumerable<string> files, DateTime since) =>
        files.Any(file => File.GetLastWriteTimeUtc(file) > since)
        || GlobalProperties.Any(name => name.StartsWith("Iso", StringComparison.OrdinalIgnoreCase) && known.Value.SimilarProperty(name) is not null);

    /// <summary>Looks at everything.</summary>
    /// <param name="content">The items of all images.</param>
    /// <param name="image">The image: an item whose metadata is named after the properties.</param>
    public IReadOnlyList<Diagnostic> Find(ITaskItem[] content, ITaskItem image)
    {
        var text = new ProjectText(project, others);
        ITaskItem[] written = [.. content.Where(item => item.GetMetadata("IsoBase").Length == 0)];
        CheckMetadata(text, written, image);
        CheckNames(text);
        CheckPatterns(text, written);
        if (!GlobalProperties.Contains("IsoFileName", StringComparer.OrdinalIgnoreCase) && new FileNameCheck(text, image.ItemSpec, Version).Problem(image.GetMetadata("IsoFileName")) is { } problem)
        {
            Add(DiagnosticId.FileNameIncomplete, "IsoFileName", problem);
        }

        return found;
    }

    private void CheckMetadata(ProjectText text, ITaskItem[] content, ITaskItem image)
    {
        var seen = new HashSet<(string, string)>();
        foreach (var item in content)
        {
            Check(item, item.GetMetadata("IsoBootEntry").Length > 0 ? "IsoBootEntry" : item.GetMetadata("IsoPartition").Length > 0 ? "IsoPartition" : item.GetMetadata("IsoLoader").Length > 0 ? "IsoRuntime" : "IsoContent");
        }

        Check(image, "IsoImage");

        void Check(ITaskItem item, string type)
        {
            foreach (DictionaryEntry pair in item.CloneCustomMetadata())
            {
                var name = (string)pair.Key;
                if (seen.Add((type, name)) && known.Value.SimilarMetadata(type, name) is { } similar && !text.Reads(name))
                {
                    Add(DiagnosticId.MetadataUnknown, item.ItemSpec, $"{type} has no metadata '{name}', so it has no effect; did you mean {similar}?");
                }
            }
        }
    }

    private void CheckNames(ProjectText text)
    {
        // A file that is not read here may be the one that reads a name.
        if (!text.IsWhole)
        {
            return;
        }

        foreach (var (name, file) in text.Properties.Select(property => (property.Name, property.File)).Concat(GlobalProperties.Select(name => (name, ""))).DistinctBy(property => property.Item1, StringComparer.OrdinalIgnoreCase))
        {
            if (known.Value.SimilarProperty(name) is { } similar && !text.Reads(name))
            {
                Add(DiagnosticId.PropertyUnknown, name, $"there is no such property, so {(file.Length == 0 ? "what the command line sets" : $"what {Path.GetFileName(file)} sets")} has no effect; did you mean {similar}?");
            }
        }

        foreach (var item in text.Items)
        {
            if (item.Include.Length > 0 && known.Value.SimilarItem(item.Type) is { } similar && !text.Reads(item.Type))
            {
                Add(DiagnosticId.PropertyUnknown, item.Type, $"there is no such item, so '{item.Include}' in {Path.GetFileName(item.File)} has no effect; did you mean {similar}?");
            }

            if (!item.Type.Equals("ProjectReference", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            foreach (var (name, _) in item.Metadata.Where(pair => pair.Name.StartsWith("Iso", StringComparison.OrdinalIgnoreCase)))
            {
                if (known.Value.SimilarMetadata(item.Type, name) is { } meant)
                {
                    Add(DiagnosticId.MetadataUnknown, item.Include, $"ProjectReference has no metadata '{name}', so it has no effect; did you mean {meant}?");
                }
            }
        }
    }

    /// <summary>Of a pattern that matches nothing, MSBuild makes no item. Those with a condition, or with properties in them, may be meant to.</summary>
    private void CheckPatterns(ProjectText text, ITaskItem[] content)
    {
        var folder = Path.GetDirectoryName(project)! + Path.DirectorySeparatorChar;
        List<string>? paths = null;
        var items = text.Items.Where(item => item.Type.Equals("IsoContent", StringComparison.OrdinalIgnoreCase)).ToList();

        // What is taken out again was matched by something.
        if (items.Exists(item => item.Metadata.Any(pair => pair.Name == "Remove")))
        {
            return;
        }

        // Files of several projects say what some of them have.
        foreach (var item in items.Where(item => item.IsUnconditional && item.File == project && !item.Metadata.Any(pair => pair.Name == "Exclude")))
        {
            foreach (var written in item.Include.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (written.AsSpan().IndexOfAny("*?") < 0 || text.Expand(written, item.File) is not { } pattern)
                {
                    continue;
                }

                paths ??= [.. content.Where(one => one.GetMetadata("IsoBootEntry").Length == 0).Select(one => Slashes(ItemMetadata.FullPathOf(one, folder)))];
                var matcher = Matcher(Slashes(Path.GetFullPath(Slashes(pattern), folder)));
                if (!paths.Exists(matcher.IsMatch))
                {
                    Add(DiagnosticId.ContentUnmatched, written, $"no file matches this pattern of IsoContent in {Path.GetFileName(item.File)}, so it adds nothing to the image; correct the path, which is relative to the project's folder, or give the item a Condition if it may be empty");
                }
            }
        }

        static string Slashes(string path) => path.Replace('\\', '/');
    }

    /// <summary>As MSBuild matches, or more generously: case does not count.</summary>
    private static Regex Matcher(string pattern)
    {
        var names = Regex.Escape(pattern).Split('/').Select(name => name == @"\*\*" ? "(?:/.*)?" : "/" + name.Replace(@"\*", "[^/]*", StringComparison.Ordinal).Replace(@"\?", "[^/]", StringComparison.Ordinal));
        return new Regex($"^{string.Concat(names)[1..]}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking);
    }

    /// <summary>What concerns the project is the same for all of its images, and of all stages: once is enough.</summary>
    private void Add(DiagnosticId id, string item, string message)
    {
        var diagnostic = new Diagnostic(id, DiagnosticSeverity.Warning, item, message);
        if (engine is IBuildEngine4 build)
        {
            var key = (nameof(ProjectCheck), project, diagnostic.ToString()).ToString();
            if (build.GetRegisteredTaskObject(key, RegisteredTaskObjectLifetime.Build) is not null)
            {
                return;
            }

            build.RegisterTaskObject(key, key, RegisteredTaskObjectLifetime.Build, allowEarlyCollection: false);
        }

        found.Add(diagnostic);
    }
}
