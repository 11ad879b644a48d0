using IsoBuild.Content;

namespace IsoBuild.Emulation;

/// <summary>What of the disk goes where in the image.</summary>
/// <param name="Target">The path in the image, without separators at its ends; of a directory, where its content goes.</param>
/// <param name="Source">The path on disk, as it is written.</param>
/// <param name="Path">The path on disk, as it is opened.</param>
/// <param name="IsDirectory">Whether it is a directory.</param>
/// <param name="Matched">The path on disk, as patterns are held against it.</param>
internal sealed record SourceMapping(string Target, string Source, string Path, bool IsDirectory, string Matched);

/// <summary>Leads from paths in the image to the disk.</summary>
internal sealed class SourceMap
{
    private readonly IReadOnlyList<SourceMapping> mappings;

    /// <summary>The places of directories, which everything below may come from, the last first.</summary>
    private readonly int[] directories;

    /// <summary>The places of files by where they go: the last one of each.</summary>
    private readonly Dictionary<string, int> files = new(StringComparer.Ordinal);

    public SourceMap(IReadOnlyList<SourceMapping> mappings)
    {
        this.mappings = mappings;
        directories = [.. Enumerable.Range(0, mappings.Count).Where(place => mappings[place].IsDirectory).Reverse()];
        for (var i = 0; i < mappings.Count; i++)
        {
            if (!mappings[i].IsDirectory)
            {
                files[mappings[i].Target] = i;
            }
        }
    }

    /// <summary>In the order of the command line.</summary>
    public IReadOnlyList<SourceMapping> Mappings => mappings;

    /// <summary>What becomes of a path in the image, the last one first.</summary>
    /// <param name="target">The path in the image.</param>
    /// <param name="after">How many of the first mappings do not count.</param>
    public IEnumerable<(string Source, string Path)> Of(string target, int after = 0)
    {
        var file = files.GetValueOrDefault(target, -1);
        foreach (var place in file < after ? directories : [.. directories.TakeWhile(place => place > file), file, .. directories.SkipWhile(place => place > file)])
        {
            if (place < after)
            {
                yield break;
            }

            if (Below(mappings[place], target) is { } rest)
            {
                yield return (Join(mappings[place].Matched, rest), rest.Length == 0 ? mappings[place].Path : System.IO.Path.Join(mappings[place].Path, rest));
            }
        }
    }

    /// <summary>The file or directory on disk that is at a path in the image.</summary>
    public string? Find(string target) => Of(target).Select(each => each.Path).FirstOrDefault(DiskPath.Exists);

    /// <summary>Whether the image has a directory at a path.</summary>
    public bool HasDirectory(string target) =>
        target.Length == 0
        || mappings.Any(mapping => mapping.Target.StartsWith(target + "/", StringComparison.Ordinal) || (mapping.IsDirectory && string.Equals(mapping.Target, target, StringComparison.Ordinal)))
        || Of(target).Any(each => DiskPath.IsDirectory(each.Path));

    /// <summary>Where in the image something goes that is named by its path on disk.</summary>
    public string? TargetOf(string source) => Target(DiskText.Slashes(source));

    private string? Target(string source) => mappings
        .Where(mapping => mapping.IsDirectory && source.StartsWith(mapping.Source.TrimEnd('/') + "/", StringComparison.Ordinal))
        .Select(mapping => $"{mapping.Target}/{source[(mapping.Source.TrimEnd('/').Length + 1)..]}".Trim('/'))
        .FirstOrDefault();

    /// <summary>The path of what lies in a directory, as a walk that begins with the written path reaches it.</summary>
    public static string Join(string source, string rest) => rest.Length == 0 ? source : $"{source.TrimEnd('/')}/{rest}";

    private static string? Below(SourceMapping mapping, string target) =>
        mapping.Target.Length == 0 && mapping.IsDirectory ? target
        : string.Equals(mapping.Target, target, StringComparison.Ordinal) ? ""
        : mapping.IsDirectory && target.StartsWith(mapping.Target + "/", StringComparison.Ordinal) ? target[(mapping.Target.Length + 1)..]
        : null;
}
