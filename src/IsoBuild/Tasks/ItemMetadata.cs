using IsoBuild.Content;
using IsoBuild.Diagnostics;
using Microsoft.Build.Framework;

namespace IsoBuild.Tasks;

/// <summary>What the metadata of an item says beside its target.</summary>
/// <param name="Options">What the entry is given; <see langword="null"/> for nothing.</param>
internal sealed record ItemMetadata(EntryOptions? Options)
{
    private const string Directory = "Directory";

    private static readonly string[] Stating = ["LinkTarget", "HardLink", "Kind"];
    private static readonly string[] InputFileOptions = ["IsoBaseImage", "IsoHybridBootCode", "IsoSystemArea"];
    private static readonly string[] OfContent = ["Mode", "Owner", "Group", "SortWeight", "Hidden", "MarkHidden", "Compress"];

    /// <summary>Where the item, a symbolic link, points to.</summary>
    public string? LinkTarget { get; private init; }

    /// <summary>The path in the image of the file of which the item is a further name.</summary>
    public string? HardLink { get; private init; }

    /// <summary>What the item is, if it is neither file nor directory.</summary>
    public (SpecialKind Kind, uint Major, uint Minor)? Special { get; private init; }

    /// <inheritdoc cref="IsStatedBy"/>
    public bool IsStated { get; private init; }

    /// <summary>The files on disk that an image's options name. Their paths are whole; <c>none</c> is no boot code.</summary>
    public static IEnumerable<string> InputFilesOf(ITaskItem options) => InputFileOptions.Select(options.GetMetadata).Where(path => path.Length > 0 && !path.Equals("none", StringComparison.OrdinalIgnoreCase));

    /// <summary>The <c>%(FullPath)</c> of an item, which MSBuild takes long to say.</summary>
    /// <param name="item">The item.</param>
    /// <param name="folder">The project's folder, with a separator at its end.</param>
    public static string FullPathOf(ITaskItem item, string folder)
    {
        var path = item.ItemSpec;
        var isPlain = path.Length > 0 && path[^1] is not ('/' or '.') && !path.Contains('\\') && !path.Contains("./", StringComparison.Ordinal) && !path.Contains("//", StringComparison.Ordinal);
        return !isPlain || OperatingSystem.IsWindows() ? item.GetMetadata("FullPath")
            : path[0] == '/' ? path
            : folder + path;
    }

    /// <summary>The metadata of a boot entry that name files on disk.</summary>
    public static readonly string[] FilesOfBootEntry = ["Source", "Kernel", "Initrd"];

    /// <summary>The whole path of the file on disk that an item names in its metadata; empty where it names none.</summary>
    /// <param name="item">The item.</param>
    /// <param name="name">The name of the metadata.</param>
    /// <param name="folder">The project's folder.</param>
    public static string FileOf(ITaskItem item, string name, string folder) => item.GetMetadata(name) is { Length: > 0 } source ? Path.GetFullPath(source.Replace('\\', Path.DirectorySeparatorChar), folder) : "";

    /// <summary>The <c>%(RecursiveDir)</c> in which a glob found an item, or what the targets kept of it.</summary>
    public static string FolderOfGlob(ITaskItem item) => item.GetMetadata("IsoRecursiveDir") is { Length: > 0 } kept ? kept : item.GetMetadata("RecursiveDir");

    /// <summary>Whether the item is what its metadata says, whatever is on disk.</summary>
    public static bool IsStatedBy(ITaskItem item) => Array.Exists(Stating, name => item.GetMetadata(name).Length > 0);

    /// <summary>Reads the metadata of an item; what cannot be understood is reported.</summary>
    public static ItemMetadata Read(ITaskItem item, DiagnosticLog log)
    {
        var (link, hardLink, kind, device) = (item.GetMetadata("LinkTarget"), item.GetMetadata("HardLink"), item.GetMetadata("Kind"), item.GetMetadata("Device"));
        var isStated = IsStatedBy(item);
        if (!isStated && device.Length > 0)
        {
            Contradiction("Device sets the numbers of a device, but Kind is not set to a device; add Kind=\"CharacterDevice\" or \"BlockDevice\"");
        }
        else if (isStated && new[] { link, hardLink, kind }.Count(text => text.Length > 0) > 1)
        {
            Contradiction("LinkTarget, HardLink and Kind exclude each other; keep one of them");
        }
        else if (hardLink.Length > 0 && Array.Find(OfContent, name => item.GetMetadata(name).Length > 0) is { } name)
        {
            Contradiction($"{name} belongs to the file that HardLink names, not to one of its names; set it there");
        }

        return new ItemMetadata(ReadOptions(item, log))
        {
            IsStated = isStated,
            // The same on every system: MSBuild itself takes either separator, and exchanges them.
            LinkTarget = link.Length > 0 ? link.Replace('\\', '/') : null,
            HardLink = hardLink.Length > 0 ? ContentItems.FromRoot(hardLink) : null,
            Special = kind.Length == 0 ? null : ReadKind(),
        };

        void Contradiction(string message) => log.Report(DiagnosticId.ItemContradictory, item.ItemSpec, message);

        (SpecialKind Kind, uint Major, uint Minor)? ReadKind()
        {
            if (kind.Equals(Directory, StringComparison.OrdinalIgnoreCase) && device.Length == 0)
            {
                return null;
            }

            if (EntryText.TryParseSpecial(device.Length == 0 ? kind : $"{kind},{device}", out var special, out var major, out var minor, out _))
            {
                return (special, major, minor);
            }

            log.Report(DiagnosticId.OptionUnknown, item.ItemSpec, $"the Kind '{kind}' with the Device '{device}' is unknown; write Directory, Pipe or Socket, or CharacterDevice or BlockDevice with the numbers in Device=\"MAJOR,MINOR\"");
            return null;
        }
    }

    private static EntryOptions? ReadOptions(ITaskItem item, DiagnosticLog log)
    {
        if (Array.TrueForAll(OfContent, name => item.GetMetadata(name).Length == 0))
        {
            return null;
        }

        return new EntryOptions
        {
            Mode = Value<UnixFileMode>("Mode", EntryText.TryParseMode),
            OwnerId = Value<uint>("Owner", EntryText.TryParseId),
            GroupId = Value<uint>("Group", EntryText.TryParseId),
            SortWeight = Value<int>("SortWeight", EntryText.TryParseWeight),
            HiddenFrom = Value<ImageFormats>("Hidden", TryParseHidden),
            MarkHidden = Value<bool>("MarkHidden", TryParseSwitch),
            Compress = Value<bool>("Compress", TryParseSwitch),
        };

        T? Value<T>(string name, TryParse<T> parse)
            where T : struct
        {
            var text = item.GetMetadata(name);
            if (text.Length == 0)
            {
                return null;
            }

            if (parse(text, out var value, out var problem))
            {
                return value;
            }

            log.Report(DiagnosticId.OptionUnknown, item.ItemSpec, $"{name}: '{text}' {problem}");
            return null;
        }
    }

    private delegate bool TryParse<T>(string text, out T value, out string problem);

    /// <summary><c>true</c> and <c>false</c>, which mean every tree and none, or trees.</summary>
    private static bool TryParseHidden(string text, out ImageFormats trees, out string problem)
    {
        if (!bool.TryParse(text, out var isHidden))
        {
            return EntryText.TryParseTrees(text, out trees, out problem);
        }

        (trees, problem) = (default, "");
        return !isHidden || EntryText.TryParseTrees("all", out trees, out problem);
    }

    private static bool TryParseSwitch(string text, out bool value, out string problem)
    {
        problem = "is unknown; write true or false";
        return bool.TryParse(text, out value);
    }
}
