using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Partitions;

namespace IsoBuild.Emulation;

/// <summary>How Rock Ridge's modes and owners come about.</summary>
internal enum RockRidgeKind
{
    None,

    /// <summary>As on the disk (<c>-R</c>).</summary>
    OfDisk,

    /// <summary>Readable by all, written by none, owned by 0 (<c>-r</c>).</summary>
    Rational,
}

/// <summary>The image that a command line asks for, as its options say it one by one.</summary>
internal sealed class ImageRequest(EmulatedProgram program, EmulationStreams streams)
{
    private readonly List<BootRequest> boots = [];
    private BootRequest? boot;
    private bool lacksBootImage;

    public EmulatedProgram Program => program;

    public EmulationStreams Streams { get; set; } = streams;

    public ImageOptions Options { get; set; } = new();

    /// <summary>The image; <see langword="null"/> or <c>-</c> for standard output.</summary>
    public string? Output { get; set; }

    /// <summary>What goes into the image, unread.</summary>
    public List<string> Paths { get; } = [];

    public bool AreGrafts { get; set; }

    public RockRidgeKind RockRidge { get; set; }

    public uint? Owner { get; set; }

    public uint? Group { get; set; }

    public UnixFileMode? FileMode { get; set; }

    public UnixFileMode? DirectoryMode { get; set; }

    public List<ShellPattern> Excluded { get; } = [];

    public List<ShellPattern> HiddenFromIso { get; } = [];

    public List<ShellPattern> HiddenFromJoliet { get; } = [];

    public List<ShellPattern> HiddenFromUdf { get; } = [];

    public List<ShellPattern> MarkedHidden { get; } = [];

    /// <summary>Weights by paths on disk.</summary>
    public List<(ShellPattern Pattern, int Weight)> SourceWeights { get; } = [];

    /// <summary>Weights by paths in the image; what is in a directory has its weight.</summary>
    public List<(string Target, int Weight)> TargetWeights { get; } = [];

    /// <summary>The interchange level.</summary>
    public int IsoLevel { get; set; } = 1;

    /// <summary>Whether ISO 9660 names may have 31 characters whatever the level.</summary>
    public bool HasLongNames { get; set; }

    /// <summary>How ISO 9660 names are freer than the standard.</summary>
    public IsoNameRules IsoNames { get; set; }

    public bool AllowsLargeFiles { get; set; }

    public bool HasTranslationTables { get; set; }

    /// <summary>The directory of the image to which all paths go.</summary>
    public string Root { get; set; } = "";

    /// <summary>The file with the first 32 KiB.</summary>
    public string? SystemArea { get; set; }

    /// <summary>The sector at which the image will lie on a disc with several sessions.</summary>
    public int SessionStart { get; set; }

    /// <summary>The creation and modification date of the volume.</summary>
    public DateTimeOffset? VolumeDate { get; set; }

    /// <summary>Whether a tree for Macs is wanted.</summary>
    public bool HasHfsPlus { get; set; }

    /// <summary>The directory whose files start a Mac.</summary>
    public string? Blessed { get; set; }

    /// <summary>The file that starts a Mac with an Intel processor.</summary>
    public string? BlessedFile { get; set; }

    /// <summary>Creators and types by paths in the image.</summary>
    public List<(string Target, string Creator, string Type)> HfsCreators { get; } = [];

    /// <summary>The date of all files; <see langword="null"/> for the timestamp that every image has.</summary>
    public DateTimeOffset? FileDate { get; set; }

    /// <summary>The GUID of the disk, should there be a GPT.</summary>
    public Guid? DiskId { get; set; }

    /// <summary>The type of the partition with the image, should there be partitions.</summary>
    public PartitionType? IsoPartitionType { get; set; }

    /// <summary>Whether an option named the formats, so that those of a line without one do not count.</summary>
    public bool HasFormats { get; private set; }

    /// <summary>The file that messages go to.</summary>
    public string? LogFile { get; set; }

    /// <summary>Paths in the image in the order in which their content is stored.</summary>
    public List<string> Order { get; } = [];

    public string? Catalog { get; set; }

    public bool HidesCatalog { get; set; }

    /// <summary>Whether ISOLINUX's code for disks is used, which some options need to have an effect.</summary>
    public bool IsIsohybrid { get; set; }

    /// <summary>Whether isohybrid's tables list the EFI image.</summary>
    public bool MarksEfi { get; set; }

    /// <summary>The partitions behind the content.</summary>
    public List<AppendedPartition> Appended { get; } = [];

    /// <summary>The files of which options take a part, with the names of the options and of the files that the parts would be by themselves.</summary>
    public List<(string Option, FileInterval Interval, string Copy)> Intervals { get; } = [];

    public bool IsQuiet { get; set; }

    public bool PrintsSize { get; set; }

    /// <summary>What is asked instead of an image.</summary>
    public Action? Answer { get; set; }

    /// <summary>Whether the hidden files of the disk go into the image.</summary>
    public bool TakesHidden { get; set; } = true;

    /// <summary>What is said of options, in their order.</summary>
    public List<Diagnostic> Remarks { get; } = [];

    /// <summary>The entries of the boot catalog that are complete.</summary>
    public IReadOnlyList<BootRequest> Boots => [.. boots, .. boot is { IsGiven: true } ? [boot] : Array.Empty<BootRequest>()];

    /// <summary>Whether something is said of a boot entry that has no boot image.</summary>
    public bool LacksBootImage => lacksBootImage || boot is { IsGiven: false };

    /// <summary>The entry that options speak of.</summary>
    public BootRequest Boot => boot ??= new BootRequest();

    /// <summary>Options from here on speak of another entry.</summary>
    public void NextBoot()
    {
        lacksBootImage |= boot is { IsGiven: false };
        if (boot is { IsGiven: true })
        {
            boots.Add(boot);
            boot = null;
        }
    }

    /// <summary>A path as patterns are held against it: xorriso makes both absolute, genisoimage takes them as they are written.</summary>
    public string Matched(string path) =>
        Program == EmulatedProgram.Xorrisofs ? DiskText.Slashes(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, Streams.WorkingDirectory.Length == 0 ? Environment.CurrentDirectory : Path.GetFullPath(Streams.WorkingDirectory)))) : DiskText.Slashes(path);

    /// <summary>A pattern of names, or of paths on disk.</summary>
    public ShellPattern PatternOf(string text) => new(text.Length == 0 || DiskText.Slashes(text).IndexOf('/', StringComparison.Ordinal) < 0 ? text : Matched(text));

    /// <summary>A path as it is opened.</summary>
    public string OnDisk(string path) => path.Length == 0 || Streams.WorkingDirectory.Length == 0 ? path : Path.Combine(Streams.WorkingDirectory, path);

    /// <summary>The same, and what was said of an entry without a boot image is forgotten.</summary>
    public void DropBoot()
    {
        NextBoot();
        boot = null;
    }

    /// <summary>Makes the image a hybrid one, if it is none yet, and changes how.</summary>
    public void Hybrid(Func<HybridOptions, HybridOptions> change) => Options = Options with { Hybrid = change(Options.Hybrid ?? new HybridOptions()) };

    /// <summary>Adds a format to those that options named.</summary>
    public void AsksFor(ImageFormats formats)
    {
        Options = Options with { Formats = HasFormats ? Options.Formats | formats : formats };
        HasHfsPlus &= HasFormats;
        HasFormats = true;
    }

    /// <summary>Frees names of the ISO 9660 tree, their length too.</summary>
    public void Free(IsoNameRules rules)
    {
        IsoNames |= rules;
        HasLongNames = true;
    }

    /// <summary>Forgets what was said of boot entries.</summary>
    public void ForgetBoots()
    {
        boots.Clear();
        boot = null;
    }

    public void Formats(ImageFormats added, ImageFormats removed = default) => Options = Options with { Formats = (Options.Formats & ~removed) | added };

    /// <summary>Says once what an option does not do here.</summary>
    public void Warn(string option, string message) => Say(DiagnosticId.EmulatedOptionDiffers, DiagnosticSeverity.Warning, option, message);

    private void Say(DiagnosticId id, DiagnosticSeverity severity, string option, string message)
    {
        var remark = new Diagnostic(id, severity, option, message);
        if (!Remarks.Contains(remark))
        {
            Remarks.Add(remark);
        }
    }
}
