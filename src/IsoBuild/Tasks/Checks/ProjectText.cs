using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace IsoBuild.Tasks.Checks;

/// <summary>What a project's files say before MSBuild evaluates them: names that mean nothing to MSBuild, and patterns that match nothing, are gone afterwards.</summary>
/// <remarks>The project, the files of its folders (<c>Directory.Build.props</c>, <c>.targets</c>), and what these import by a plain path. What conditions decide is not asked.</remarks>
internal sealed class ProjectText
{
    private const string FileProgramProperty = "#:property ";

    private readonly string project;
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly List<XElement> roots = [];
    private readonly List<WrittenProperty> properties = [];

    /// <param name="project">The whole path of the project.</param>
    /// <param name="others">The files that MSBuild adds to it.</param>
    public ProjectText(string project, IEnumerable<string> others)
    {
        this.project = project;
        foreach (var file in others.Prepend(project))
        {
            Read(file, isConditional: false);
        }

        ReadFileProgram(Path.ChangeExtension(project, ".cs"));
        foreach (var element in roots.SelectMany(root => root.Descendants()).Where(element => IsIn(element, "PropertyGroup")))
        {
            properties.Add(new WrittenProperty(element.Name.LocalName, element.Value, FileOf(element)));
        }
    }

    /// <summary>The properties that are set, each as often as it is.</summary>
    public IReadOnlyList<WrittenProperty> Properties => properties;

    /// <summary>Whether every file that these files import was read, but for those of SDKs.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>The items.</summary>
    public IEnumerable<WrittenItem> Items =>
        from element in roots.SelectMany(root => root.Descendants())
        where IsIn(element, "ItemGroup")
        select new WrittenItem(
            element.Name.LocalName,
            Attribute(element, "Include"),
            FileOf(element),
            [.. element.Attributes().Select(attribute => (attribute.Name.LocalName, attribute.Value)), .. element.Elements().Select(child => (child.Name.LocalName, child.Value))])
        {
            IsUnconditional = element.Parent!.Parent is { Parent: null } root && !IsConditional(element) && !root.Annotation<ReadFile>()!.IsConditional,
        };

    /// <summary>Whether anything but elements of that name reads a property or an item: then it is somebody's own.</summary>
    public bool Reads(string name)
    {
        var reference = new Regex($@"(?:[$@%]\(\s*(?:\w+\.)?|Metadata\(\s*'){Regex.Escape(name)}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        return roots.SelectMany(root => root.DescendantsAndSelf()).Any(element =>
            !element.Name.LocalName.Equals(name, StringComparison.OrdinalIgnoreCase)
            && (element.Attributes().Any(attribute => reference.IsMatch(attribute.Value) || (attribute.Name.LocalName == "Include" && attribute.Value.Split(';', StringSplitOptions.TrimEntries).Contains(name, StringComparer.OrdinalIgnoreCase))) || (!element.HasElements && reference.IsMatch(element.Value))));
    }

    /// <summary>A path with those references replaced that are known here; <see langword="null"/> where others, or escapes, remain.</summary>
    public string? Expand(string text, string file)
    {
        var expanded = text
            .Replace("$(MSBuildThisFileDirectory)", Path.GetDirectoryName(file) + Path.DirectorySeparatorChar, StringComparison.OrdinalIgnoreCase)
            .Replace("$(MSBuildProjectDirectory)", Path.GetDirectoryName(project), StringComparison.OrdinalIgnoreCase);
        return expanded.AsSpan().IndexOfAny("$@%") < 0 ? expanded : null;
    }

    private void Read(string file, bool isConditional)
    {
        if (file.Length == 0 || !seen.Add(file) || !File.Exists(file))
        {
            return;
        }

        try
        {
            var root = XDocument.Load(file).Root!;
            root.AddAnnotation(new ReadFile(file, isConditional));
            roots.Add(root);
            foreach (var import in root.Descendants().Where(element => element.Name.LocalName == "Import" && Attribute(element, "Sdk").Length == 0))
            {
                if (Expand(Attribute(import, "Project"), file) is not { Length: > 0 } path || path.AsSpan().IndexOfAny("*?") >= 0)
                {
                    IsWhole = false;
                    continue;
                }

                Read(Path.GetFullPath(path.Replace('\\', '/'), Path.GetDirectoryName(file)!), isConditional || IsConditional(import));
            }
        }
        catch (Exception failure) when (failure is XmlException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            // MSBuild has read it; what it meant is not for us to say.
        }
    }

    /// <summary>A program of one file has its properties in lines of its own.</summary>
    private void ReadFileProgram(string file)
    {
        if (File.Exists(project) || !File.Exists(file))
        {
            return;
        }

        foreach (var line in File.ReadLines(file).Where(line => line.StartsWith(FileProgramProperty, StringComparison.Ordinal)))
        {
            if (line[FileProgramProperty.Length..].Split('=', 2) is [var name, var value])
            {
                properties.Add(new WrittenProperty(name.Trim(), value.Trim(), file));
            }
        }
    }

    private static bool IsIn(XElement element, string group) => element.Parent?.Name.LocalName == group;

    private static string FileOf(XElement element) => element.Document!.Root!.Annotation<ReadFile>()!.Path;

    private static bool IsConditional(XElement element) => element.AncestorsAndSelf().Any(above => Attribute(above, "Condition").Length > 0 || above.Name.LocalName == "Choose");

    private static string Attribute(XElement element, string name) => element.Attribute(name)?.Value ?? "";
}

/// <param name="Path">The file.</param>
/// <param name="IsConditional">Whether a condition decides whether it is imported.</param>
internal sealed record ReadFile(string Path, bool IsConditional);

/// <param name="Name">The property.</param>
/// <param name="Value">Its value, not evaluated.</param>
/// <param name="File">Where it is set.</param>
internal sealed record WrittenProperty(string Name, string Value, string File);

/// <param name="Type">What the item is.</param>
/// <param name="Include">Its <c>Include</c>, not evaluated.</param>
/// <param name="File">Where it is.</param>
/// <param name="Metadata">Its attributes and the elements in it.</param>
internal sealed record WrittenItem(string Type, string Include, string File, IReadOnlyList<(string Name, string Value)> Metadata)
{
    /// <summary>Whether the item is there in every build.</summary>
    public bool IsUnconditional { get; init; }
}
