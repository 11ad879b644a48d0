using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using IsoBuild.Content;
using Microsoft.Build.Framework;

namespace IsoBuild.Tasks;

/// <summary>Everything that an image is made of, as it is now: items and options, and the files and directories that they name.</summary>
/// <remarks>The order of items is no part of it, except that of boot entries: machines are shown these in theirs.</remarks>
internal sealed class ImageInputs
{
    private const string Separator = "\0";

    /// <summary>A build runs this code once, over all items: it would be over before the runtime found out that it is worth optimising.</summary>
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization;

    private static readonly string[] KeptDates = [nameof(FileDates.Clamp), nameof(FileDates.Preserve)];

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = true };

    /// <summary>Metadata that name places on disk. What they say from the stamp on is the same wherever the project lies.</summary>
    private static readonly HashSet<string> Places = new(StringComparer.OrdinalIgnoreCase)
    {
        "ImagePath", "StampPath", "RecordsPath", "LayoutPath", "BaselinePath", "ChecksumPath", "SpdxPath", "CycloneDxPath", "ProvenancePath",
        "IsoOutputDir", "IsoLayoutFile", "IsoLayoutBaseline", "IsoBaseImage", "IsoHybridBootCode", "IsoBase",
    };

    private readonly MovablePath paths;
    private readonly List<string> facts = [];
    private readonly List<string> directories = [];
    private readonly List<string> links = [];
    private readonly List<InputFile> files = [];
    private readonly HashSet<string> excluded;

    /// <param name="stamp">The whole path of the stamp, from which facts tell paths.</param>
    /// <param name="content">What goes in.</param>
    /// <param name="excludedPaths">What of the directories in it does not.</param>
    /// <param name="options">The image's options.</param>
    /// <param name="written">The files to write.</param>
    /// <param name="more">What else decides of what is written.</param>
    [MethodImpl(Hot)]
    public ImageInputs(string stamp, ITaskItem[] content, IEnumerable<string> excludedPaths, ITaskItem options, IEnumerable<string> written, params IEnumerable<string> more)
    {
        paths = new MovablePath(stamp);
        excluded = excludedPaths.Select(Path.TrimEndingDirectorySeparator).ToHashSet(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        IsExact = KeptDates.Contains(options.GetMetadata("IsoFileDates"), StringComparer.OrdinalIgnoreCase)
            || bool.TryParse(options.GetMetadata("IsoPreserveHardLinks"), out var keepsLinks) && keepsLinks;

        // Another version of the package makes another image.
        facts.Add(string.Join(Separator, [.. written.Select(paths.From), .. more, PackageVersion, $"{typeof(ImageInputs).Module.ModuleVersionId}", $"{typeof(ImageBuilder).Module.ModuleVersionId}"]));
        facts.Add(Describe("options", options));
        var named = new List<string>(content.Length);
        named.AddRange(ItemMetadata.InputFilesOf(options));
        var bootEntries = 0;
        foreach (var item in content)
        {
            var path = item.GetMetadata("FullPath");
            var order = item.GetMetadata("IsoBootEntry").Length > 0 ? $"{bootEntries++}" : "";
            facts.Add(Describe(string.Join(Separator, order, paths.From(path), ItemMetadata.FolderOfGlob(item)), item));
            if (!ItemMetadata.IsStatedBy(item))
            {
                named.Add(path);
            }
        }

        Look(named);
        facts.Sort(StringComparer.Ordinal);
        files.Sort(static (one, other) => string.CompareOrdinal(one.Path, other.Path));
        using var hash = new ChangeHash();
        facts.ForEach(hash.Add);
        HashOfFacts = hash.Finish();
        hash.Add(HashOfFacts);
        files.ForEach(file => file.AddTo(hash));
        Hash = hash.Finish();
    }

    /// <summary>Whether dates, or which names are one file, go into the image: then no file is the same when only its bytes are.</summary>
    public bool IsExact { get; }

    /// <summary>The files, sorted by path; one that is named twice is there twice.</summary>
    public IReadOnlyList<InputFile> Files => files;

    /// <summary>A hash of all but the files.</summary>
    public string HashOfFacts { get; }

    /// <summary>A hash of everything, without reading a file.</summary>
    public string Hash { get; }

    /// <summary>The directories whose names count, without order.</summary>
    public IReadOnlyList<string> Directories => directories;

    /// <summary>The links to directories that were found in them.</summary>
    public IReadOnlyList<string> Links => links;

    /// <summary>A package lies in a folder that is named after its version.</summary>
    private static string PackageVersion => Path.GetFileName(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(ImageInputs).Assembly.Location)!, "..", "..")));

    [MethodImpl(Hot)]
    private string Describe(string beginning, ITaskItem item)
    {
        var custom = item.CloneCustomMetadata();
        if (custom.Count == 0)
        {
            return beginning;
        }

        var metadata = new List<string>(custom.Count + 1) { beginning };
        foreach (DictionaryEntry pair in custom)
        {
            var (name, value) = ((string)pair.Key, (string?)pair.Value ?? "");
            metadata.Add($"{name}={(Places.Contains(name) && Path.IsPathFullyQualified(value) ? paths.From(value) : value)}");
        }

        // The beginning stays where it is.
        metadata.Sort(1, metadata.Count - 1, StringComparer.Ordinal);
        return string.Join(Separator, metadata);
    }

    private void Look(List<string> paths)
    {
        var found = new InputFile[paths.Count];
        var areDirectories = new bool[paths.Count];
        Parallel.For(0, paths.Count, i => found[i] = InputFile.Look(paths[i], out areDirectories[i]));
        for (var i = 0; i < found.Length; i++)
        {
            if (areDirectories[i])
            {
                AddDirectory(paths[i]);
            }
            else
            {
                files.Add(found[i]);
            }
        }
    }

    /// <summary>Links are found, and not followed: they may run in circles. An image that has some is made anew by each build.</summary>
    private void AddDirectory(string root)
    {
        var pending = new Stack<DirectoryInfo>([new DirectoryInfo(Path.TrimEndingDirectorySeparator(root))]);
        while (pending.TryPop(out var directory))
        {
            directories.Add(directory.FullName);
            facts.Add(string.Join(Separator, "directory", paths.From(directory.FullName), IsExact ? directory.LastWriteTimeUtc.Ticks.ToString(CultureInfo.InvariantCulture) : ""));
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
                        files.Add(InputFile.Look(entry.FullName, out _));
                    }
                    else if (found.LinkTarget is { } target)
                    {
                        links.Add(found.FullName);
                        facts.Add(string.Join(Separator, "link", paths.From(found.FullName), target));
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
                facts.Add(string.Join(Separator, "closed", paths.From(directory.FullName)));
            }
        }
    }
}
