using System.Collections;
using System.Globalization;
using IsoBuild.Content;
using Microsoft.Build.Framework;

namespace IsoBuild.Tasks;

/// <summary>Everything that an image is made of, as it is now: items and options, and the files and directories that they name.</summary>
/// <remarks>The order of items is no part of it, except that of boot entries: machines are shown these in theirs.</remarks>
internal sealed class ImageInputs
{
    private const string Separator = "\0";
    private static readonly string[] KeptDates = [nameof(FileDates.Clamp), nameof(FileDates.Preserve)];

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = true };

    private readonly List<string> facts = [];
    private readonly Dictionary<string, InputFile> files = new(StringComparer.Ordinal);
    private readonly HashSet<string> excluded;

    /// <param name="content">What goes in.</param>
    /// <param name="excludedPaths">What of the directories in it does not.</param>
    /// <param name="options">The image's options.</param>
    /// <param name="more">What else decides of what is written.</param>
    public ImageInputs(IEnumerable<ITaskItem> content, IEnumerable<string> excludedPaths, ITaskItem options, params IEnumerable<string> more)
    {
        excluded = excludedPaths.Select(Path.TrimEndingDirectorySeparator).ToHashSet(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        IsExact = KeptDates.Contains(options.GetMetadata("IsoFileDates"), StringComparer.OrdinalIgnoreCase)
            || bool.TryParse(options.GetMetadata("IsoPreserveHardLinks"), out var keepsLinks) && keepsLinks;

        // Another version of the package makes another image.
        facts.Add(string.Join(Separator, [.. more, typeof(ImageInputs).Assembly.Location, $"{typeof(ImageInputs).Module.ModuleVersionId}", $"{typeof(ImageBuilder).Module.ModuleVersionId}"]));
        facts.Add(Describe("options", options));
        foreach (var path in ItemMetadata.InputFilesOf(options))
        {
            Add(path);
        }

        var bootEntries = 0;
        foreach (var item in content)
        {
            var path = item.GetMetadata("FullPath");
            var order = item.GetMetadata("IsoBootEntry").Length > 0 ? $"{bootEntries++}" : "";
            facts.Add(Describe(string.Join(Separator, order, path), item));
            if (!ItemMetadata.IsStatedBy(item))
            {
                Add(path);
            }
        }

        facts.Sort(StringComparer.Ordinal);
        Files = [.. files.Values.OrderBy(file => file.Path, StringComparer.Ordinal)];
        HashOfFacts = ChangeHash.Of(facts);
        Hash = ChangeHash.Of(Files.Select(file => file.ToLine()).Prepend(HashOfFacts));
    }

    /// <summary>Whether dates, or which names are one file, go into the image: then no file is the same when only its bytes are.</summary>
    public bool IsExact { get; }

    /// <summary>The files, sorted by path.</summary>
    public IReadOnlyList<InputFile> Files { get; }

    /// <summary>A hash of all but the files.</summary>
    public string HashOfFacts { get; }

    /// <summary>A hash of everything, without reading a file.</summary>
    public string Hash { get; }

    private static string Describe(string beginning, ITaskItem item)
    {
        var metadata = new List<string> { beginning };
        foreach (DictionaryEntry pair in item.CloneCustomMetadata())
        {
            metadata.Add($"{pair.Key}={pair.Value}");
        }

        // The beginning stays where it is.
        metadata.Sort(1, metadata.Count - 1, StringComparer.Ordinal);
        return string.Join(Separator, metadata);
    }

    private void Add(string path)
    {
        var file = InputFile.Look(path, out var isDirectory);
        if (isDirectory)
        {
            AddDirectory(path);
        }
        else
        {
            files[path] = file;
        }
    }

    /// <summary>Links are found, and not followed: they may run in circles. An image that has some is made anew by each build.</summary>
    private void AddDirectory(string root)
    {
        var pending = new Stack<DirectoryInfo>([new DirectoryInfo(Path.TrimEndingDirectorySeparator(root))]);
        while (pending.TryPop(out var directory))
        {
            facts.Add(string.Join(Separator, "directory", directory.FullName, IsExact ? directory.LastWriteTimeUtc.Ticks.ToString(CultureInfo.InvariantCulture) : ""));
            try
            {
#pragma warning disable RS0030 // What is found is sorted before anything is made of it.
                foreach (var entry in directory.EnumerateFileSystemInfos("*", Everything))
#pragma warning restore RS0030
                {
                    if (excluded.Contains(entry.FullName))
                    {
                        continue;
                    }

                    if (entry is not DirectoryInfo found)
                    {
                        files[entry.FullName] = InputFile.Look(entry.FullName, out _);
                    }
                    else if (found.LinkTarget is { } target)
                    {
                        facts.Add(string.Join(Separator, "link", found.FullName, target));
                    }
                    else
                    {
                        pending.Push(found);
                    }
                }
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // Gone, or closed: the task that makes the image says so, with a code.
                facts.Add(string.Join(Separator, "closed", directory.FullName));
            }
        }
    }
}
