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

    /// <summary>So many items are looked at sooner by several threads: these take some milliseconds to come.</summary>
    private const int Many = 1000;

    /// <summary>The same of directories, each of which has some files.</summary>
    private const int ManyDirectories = 16;

    /// <summary>A build runs this code once, over all items: it would be over before the runtime found out that it is worth optimising.</summary>
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization;

    private static readonly string[] KeptDates = [nameof(FileDates.Clamp), nameof(FileDates.Preserve)];

    private static readonly string[] ModesOfDisk = [nameof(PosixModes.Disk), nameof(PosixModes.ReadOnly)];

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = true };

    /// <summary>Metadata that name places on disk. What they say from the stamp on is the same wherever the project lies.</summary>
    private static readonly HashSet<string> Places = new(StringComparer.OrdinalIgnoreCase)
    {
        "ImagePath", "StampPath", "RecordsPath", "LayoutPath", "BaselinePath", "ChecksumPath", "SpdxPath", "CycloneDxPath", "ProvenancePath",
        "IsoOutputDir", "IsoLayoutFile", "IsoLayoutBaseline", "IsoBaseImage", "IsoHybridBootCode", "IsoSystemArea", "IsoBase", "Source", "Kernel", "Initrd",
    };

    private readonly string folder;
    private readonly MovablePath paths;
    private readonly List<InputFile> files = [];
    private readonly List<InputFile> all = [];
    private readonly List<DirectoryList> directories = [];
    private readonly HashSet<string> excluded;
    private readonly List<string> facts = [];
    private SumHash hash;

    /// <param name="project">The whole path of the project.</param>
    /// <param name="stamp">The whole path of the stamp, from which facts tell paths.</param>
    /// <param name="content">What goes in.</param>
    /// <param name="excludedPaths">What of the directories in it does not.</param>
    /// <param name="options">The image's options.</param>
    /// <param name="written">The files to write.</param>
    /// <param name="more">What else decides of what is written.</param>
    public ImageInputs(string project, string stamp, ITaskItem[] content, IEnumerable<string> excludedPaths, ITaskItem options, IEnumerable<string> written, params IEnumerable<string> more)
    {
        folder = Path.GetDirectoryName(project) + Path.DirectorySeparatorChar;
        paths = new MovablePath(stamp);
        excluded = excludedPaths.Select(Path.TrimEndingDirectorySeparator).ToHashSet(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        IsExact = KeptDates.Contains(options.GetMetadata("IsoFileDates"), StringComparer.OrdinalIgnoreCase)
            || ModesOfDisk.Contains(options.GetMetadata("IsoModes"), StringComparer.OrdinalIgnoreCase)
            || bool.TryParse(options.GetMetadata("IsoPreserveHardLinks"), out var keepsLinks) && keepsLinks;

        // Another version of the package makes another image.
        AddFact(string.Join(Separator, [.. written.Select(paths.From), .. more, PackageVersion, $"{typeof(ImageInputs).Module.ModuleVersionId}", $"{typeof(ImageBuilder).Module.ModuleVersionId}"]));
        AddFact(Describe("options", options));
        foreach (var path in ItemMetadata.InputFilesOf(options))
        {
            Add(path);
        }

        var looks = new ItemLook[content.Length];
        if (content.Length < Many)
        {
            for (var i = 0; i < looks.Length; i++)
            {
                looks[i] = LookAt(content[i]);
            }
        }
        else
        {
            // Each by one thread alone, as MSBuild's own Copy reads items.
            Parallel.For(0, looks.Length, [MethodImpl(Hot)] (i) => looks[i] = LookAt(content[i]));
        }

        var bootEntries = 0;
        foreach (ref readonly var look in looks.AsSpan())
        {
            if (look.IsBootEntry)
            {
                AddFact(string.Create(CultureInfo.InvariantCulture, $"{bootEntries++}{Separator}{look.Fact}"));
                foreach (var path in look.Sources)
                {
                    Add(path);
                }

                continue;
            }

            hash += look.Hash;
            facts.Add(look.Fact);
            if (look.File is not { } file)
            {
                continue;
            }

            if (look.IsDirectory)
            {
                AddDirectory(file.Path);
            }
            else
            {
                files.Add(file);
            }
        }
    }

    /// <summary>Whether dates, or which names are one file, go into the image: then no file is the same when only its bytes are.</summary>
    public bool IsExact { get; }

    /// <summary>The files: first those that are named, sorted by path, then those of each directory. One that is named twice is there twice.</summary>
    public IReadOnlyList<InputFile> Files
    {
        get
        {
            if (all.Count == 0)
            {
                all.AddRange(files.OrderBy(file => file.Path, StringComparer.Ordinal));
                foreach (var directory in directories.OrderBy(directory => directory.Path, StringComparer.Ordinal))
                {
                    all.AddRange(directory.Files);
                }
            }

            return all;
        }
    }

    /// <summary>A hash of all but the files.</summary>
    public string HashOfFacts
    {
        get
        {
            SumHash sum = default;
            facts.ForEach(fact => sum += SumHash.Of(fact));
            return sum.ToString();
        }
    }

    /// <summary>A hash of everything, without reading a file.</summary>
    public string Hash => hash.ToString();

    /// <summary>The directories whose names count, without order.</summary>
    public IEnumerable<string> Directories => directories.Select(directory => directory.Path);

    /// <summary>The links to directories that were found in them.</summary>
    public IEnumerable<string> Links => directories.SelectMany(directory => directory.Links);

    /// <summary>A package lies in a folder that is named after its version, and the tasks in <c>tasks/net10.0</c> of it, or one below for the machine's own.</summary>
    private static string PackageVersion
    {
        get
        {
            var above = Path.GetDirectoryName(Path.GetDirectoryName(typeof(ImageInputs).Assembly.Location));
            var tasks = Path.GetFileName(above) == "tasks" ? above : Path.GetDirectoryName(above);
            return Path.GetFileName(Path.GetDirectoryName(tasks)) ?? "";
        }
    }

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

    [MethodImpl(Hot)]
    private ItemLook LookAt(ITaskItem item)
    {
        var path = ItemMetadata.FullPathOf(item, folder);
        var fact = Describe(string.Join(Separator, paths.From(path), ItemMetadata.FolderOfGlob(item)), item);
        if (item.GetMetadata("IsoBootEntry").Length > 0)
        {
            return new ItemLook(fact, default) { IsBootEntry = true, Sources = [.. ItemMetadata.FilesOfBootEntry.Select(name => ItemMetadata.FileOf(item, name, folder)).Where(file => file.Length > 0)] };
        }

        if (ItemMetadata.IsStatedBy(item))
        {
            return new ItemLook(fact, SumHash.Of(fact));
        }

        var file = InputFile.Look(path, out var isDirectory);
        return new ItemLook(fact, isDirectory ? SumHash.Of(fact) : file.HashWith(fact)) { File = file, IsDirectory = isDirectory };
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
            files.Add(file);
            hash += file.HashWith("");
        }
    }

    private void AddFact(string fact)
    {
        facts.Add(fact);
        hash += SumHash.Of(fact);
    }

    /// <summary>Links are found, and not followed: they may run in circles. An image that has some is made anew by each build.</summary>
    private void AddDirectory(string root)
    {
        for (List<string> level = [Path.GetFullPath(Path.TrimEndingDirectorySeparator(root))], next = []; level.Count > 0; (level, next) = (next, []))
        {
            var lists = new DirectoryList[level.Count];
            if (lists.Length < ManyDirectories)
            {
                for (var i = 0; i < lists.Length; i++)
                {
                    lists[i] = List(level[i]);
                }
            }
            else
            {
                Parallel.For(0, lists.Length, i => lists[i] = List(level[i]));
            }

            foreach (var list in lists)
            {
                directories.Add(list);
                facts.AddRange(list.Facts);
                next.AddRange(list.Directories);
                hash += list.Hash;
            }
        }
    }

    /// <summary>Mode, owner and group, as far as they are told.</summary>
    private static string RightsOf(string path) => UnixStatus.IsSupported && UnixStatus.TryLook(path, out var status) ? status.Rights : new FileInfo(path).UnixFileMode.ToString();

    private DirectoryList List(string path)
    {
        var list = new DirectoryList(path);
        var directory = new DirectoryInfo(path);
        list.AddFact(string.Join(Separator, "directory", paths.From(path), IsExact ? string.Create(CultureInfo.InvariantCulture, $"{directory.LastWriteTimeUtc.Ticks} {RightsOf(path)}") : ""));
        try
        {
#pragma warning disable RS0030 // What is found is sorted before anything is made of it.
            foreach (var entry in Directory.EnumerateFileSystemEntries(path, "*", Everything))
#pragma warning restore RS0030
            {
                if (excluded.Contains(entry))
                {
                    continue;
                }

                var file = InputFile.Look(entry, out var isDirectory);
                if (!isDirectory)
                {
                    list.Files.Add(file);
                    list.Hash += file.HashWith("");
                    if (IsExact && !UnixStatus.IsSupported)
                    {
                        // Elsewhere, the time of the last change tells of a mode too.
                        list.AddFact(string.Join(Separator, "rights", paths.From(entry), RightsOf(entry)));
                    }
                }
                else if (new DirectoryInfo(entry).LinkTarget is { } target)
                {
                    list.Links.Add(entry);
                    list.AddFact(string.Join(Separator, "link", paths.From(entry), target));
                }
                else
                {
                    list.Directories.Add(entry);
                }
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Gone, or closed: the task that makes the image says so, with a code.
            list.AddFact(string.Join(Separator, "closed", paths.From(path)));
        }

        list.Files.Sort(static (one, other) => string.CompareOrdinal(one.Path, other.Path));
        return list;
    }

    /// <summary>What is in a directory; its files are sorted.</summary>
    private sealed class DirectoryList(string path)
    {
        public string Path { get; } = path;

        public List<InputFile> Files { get; } = [];

        public List<string> Directories { get; } = [];

        public List<string> Links { get; } = [];

        public List<string> Facts { get; } = [];

        public SumHash Hash { get; set; }

        public void AddFact(string fact)
        {
            Facts.Add(fact);
            Hash += SumHash.Of(fact);
        }
    }

    /// <summary>What an item says, and what there is on disk; nothing where it is what it says.</summary>
    private readonly record struct ItemLook(string Fact, SumHash Hash)
    {
        public bool IsBootEntry { get; init; }

        /// <summary>The files on disk that the item names beside its path in the image.</summary>
        public string[] Sources { get; init; } = [];

        public InputFile? File { get; init; }

        public bool IsDirectory { get; init; }
    }
}
