using IsoBuild.Diagnostics;

namespace IsoBuild.Content;

/// <summary>A file, a directory, a link or a special file of an image.</summary>
public abstract class ContentNode
{
    private const short NoMode = -1;
    private const long NoDate = long.MinValue;

    // Of a million nodes, every byte is a megabyte.
    private long modifiedUnixSeconds = NoDate;
    private short mode = NoMode;
    private byte hiddenFrom;
    private byte markedHidden;
    private Rarities? rare;

    private protected ContentNode(string name) => Name = name;

    /// <summary>The name, without any path; empty for the root.</summary>
    public string Name { get; internal set; }

    /// <summary>The directory that contains it; <see langword="null"/> for the root.</summary>
    public ContentDirectory? Parent { get; internal set; }

    /// <summary>The modification date, in UTC and whole seconds; <see langword="null"/> if the image that was read has no valid date.</summary>
    public DateTimeOffset? Modified
    {
        get => modifiedUnixSeconds == NoDate ? null : DateTimeOffset.FromUnixTimeSeconds(modifiedUnixSeconds);
        internal set => modifiedUnixSeconds = value?.ToUnixTimeSeconds() ?? NoDate;
    }

    /// <summary>POSIX permission bits; <see langword="null"/> if they are not set, so the rule of the image applies.</summary>
    public UnixFileMode? Mode
    {
        get => mode == NoMode ? null : (UnixFileMode)mode;
        internal set => mode = (short?)value ?? NoMode;
    }

    /// <summary><see cref="Mode"/> for those who know no access control lists, whose mask is the group's mode otherwise.</summary>
    internal UnixFileMode? ModeWithoutLists => Mode is { } said ? Attributes?.Access?.ModeWithout(said) ?? said : null;

    /// <summary>The owner's number (RRIP 4.1.1).</summary>
    public uint OwnerId { get; internal set; }

    /// <summary>The group's number (RRIP 4.1.1).</summary>
    public uint GroupId { get; internal set; }

    /// <summary>Access control lists and extended attributes; <see langword="null"/> if there are none. Only Rock Ridge stores them, in images of xorriso and in images based on these.</summary>
    public AttributeList? Attributes
    {
        get => rare?.Attributes;
        internal set
        {
            if (!ReferenceEquals(Attributes, value))
            {
                Rare.Attributes = value;
            }
        }
    }

    /// <summary>The trees from which the node is hidden, by itself or with a directory above it. Empty for images that were read.</summary>
    public ImageFormats HiddenFrom
    {
        get => (ImageFormats)hiddenFrom;
        internal set => hiddenFrom = (byte)value;
    }

    /// <summary>The trees in which the entry is marked as hidden: it is stored, but systems that respect the mark do not list it. For a tree that was read: that tree, or none.</summary>
    public ImageFormats MarkedHidden
    {
        get => (ImageFormats)markedHidden;
        internal set => markedHidden = (byte)value;
    }

    /// <summary>The path from the image's root, with a leading slash: <c>/</c>, <c>/docs/readme.txt</c>.</summary>
    public string Path
    {
        get
        {
            var length = 0;
            for (var node = this; node.Parent is not null; node = node.Parent)
            {
                length += 1 + node.Name.Length;
            }

            return length == 0 ? "/" : string.Create(length, this, static (path, last) =>
            {
                for (var node = last; node.Parent is not null; node = node.Parent)
                {
                    node.Name.CopyTo(path[^node.Name.Length..]);
                    path = path[..^node.Name.Length];
                    path[^1] = '/';
                    path = path[..^1];
                }
            });
        }
    }

    /// <summary>The place in <see cref="ContentTree.Nodes"/>.</summary>
    internal int Index { get; set; }

    /// <summary>What somebody said of the node, so that no rule may.</summary>
    internal Given Given { get; set; }

    /// <summary>Whether it comes from the base image, and nobody has put something else in its place.</summary>
    internal bool IsFromBase { get; set; }

    /// <summary>The byte of an image that was read at which the node's directory record begins; -1 for the root, and in images that are made.</summary>
    internal long RecordOffset { get; set; } = -1;

    /// <summary>What hardly any node has: for whoever stores something there.</summary>
    private protected Rarities Rare => rare ??= new Rarities();

    /// <summary><see cref="Rare"/>, if there is any of it.</summary>
    private protected Rarities? RareIfAny => rare;

    /// <summary>The <see cref="Path"/>.</summary>
    public override string ToString() => Path;

    private protected sealed class Rarities
    {
        public AttributeList? Attributes { get; set; }

        public ContentFile? HardLinkOf { get; set; }

        public int LinkCount { get; set; } = 1;

        public Diagnostic? Finding { get; set; }

        public int SortWeight { get; set; }

        public bool Compress { get; set; }

        public bool StandsAlone { get; set; }
    }
}

/// <summary>A regular file.</summary>
public sealed class ContentFile : ContentNode
{
    internal ContentFile(string name, ContentSource source)
        : base(name) => Source = source;

    /// <summary>Where the bytes come from.</summary>
    public ContentSource Source { get; internal set; }

    /// <summary>How many bytes there are.</summary>
    public long Length => Source.Length;

    /// <summary>For a hard link, the first name of the same file in the order of <see cref="ContentTree.Nodes"/>; <see langword="null"/> for that name itself, and for files with one name.</summary>
    public ContentFile? HardLinkOf
    {
        get => RareIfAny?.HardLinkOf;
        internal set
        {
            if (HardLinkOf != value)
            {
                Rare.HardLinkOf = value;
            }
        }
    }

    /// <summary>The number of names (hard links) of the file. For an image that was read, the recorded link count, which may differ from the number of names in the image.</summary>
    public int LinkCount
    {
        get => RareIfAny?.LinkCount ?? 1;
        internal set
        {
            if (LinkCount != value)
            {
                Rare.LinkCount = value;
            }
        }
    }

    /// <summary>See <see cref="EntryOptions.SortWeight"/>.</summary>
    internal int SortWeight
    {
        get => RareIfAny?.SortWeight ?? 0;
        set
        {
            if (SortWeight != value)
            {
                Rare.SortWeight = value;
            }
        }
    }

    /// <summary>See <see cref="EntryOptions.Compress"/>.</summary>
    internal bool Compress
    {
        get => RareIfAny?.Compress == true;
        set
        {
            if (Compress != value)
            {
                Rare.Compress = value;
            }
        }
    }

    /// <summary>Whether the bytes that the image holds are no other file's: they are made for it, or changed once they are copied.</summary>
    internal bool StandsAlone
    {
        get => RareIfAny?.StandsAlone == true;
        set
        {
            if (StandsAlone != value)
            {
                Rare.StandsAlone = value;
            }
        }
    }

    /// <summary>Whether bytes of the file are missing or wrong, because the image is truncated or stores part of the file in an unsupported form.</summary>
    public bool IsIncomplete => Finding?.Severity == DiagnosticSeverity.Error;

    /// <summary>For a file of an image, why its bytes are wrong (an error) or possibly wrong (a warning).</summary>
    public Diagnostic? Finding
    {
        get => RareIfAny?.Finding;
        internal set
        {
            if (!ReferenceEquals(Finding, value))
            {
                Rare.Finding = value;
            }
        }
    }

    /// <summary>Opens the bytes as a seekable stream. Files of an <see cref="IsoBuild.Content.ContentTree"/> read from an image need that image open.</summary>
    /// <exception cref="ContentException">The file is incomplete (<see cref="IsIncomplete"/>), or its data turns out to be damaged while it is read (ISOB3014).</exception>
    public Stream OpenRead() => IsIncomplete ? throw new ContentException(Finding!) : OpenStored();

    /// <summary>Opens what there is, whether or not it is the file.</summary>
    internal Stream OpenStored() => new ContentStream(Source);
}

/// <summary>Values of a node that come from somebody who named them. A mode that is there was given, unless it was found: it is the base's, or the disk's, or that of all files.</summary>
[Flags]
internal enum Given : byte
{
    Modified = 1,
    Owner = 2,
    Group = 4,
    Weight = 8,
    Hidden = 16,
    Compress = 32,
    FoundMode = 64,
    MarkHidden = 128,
}

/// <summary>A symbolic link (RRIP 4.1.3).</summary>
public sealed class ContentLink : ContentNode
{
    internal ContentLink(string name, string target)
        : base(name) => Target = target;

    /// <summary>The link's target as recorded: with <c>/</c> between names, absolute if it begins with one. The target need not exist in the image.</summary>
    public string Target { get; }

    /// <summary>The file of the image to which it leads, through further links if need be; <see langword="null"/> when it leads to a directory, out of the image or nowhere.
    /// Trees without links show the link as that file.</summary>
    internal ContentFile? LeadsTo { get; set; }

    /// <summary>The link on disk, when it was found there.</summary>
    internal string? SourcePath { get; init; }
}

/// <summary>What a <see cref="ContentSpecial"/> is.</summary>
public enum SpecialKind
{
    /// <summary>A pipe.</summary>
    Pipe,

    /// <summary>A socket.</summary>
    Socket,

    /// <summary>A character device.</summary>
    CharacterDevice,

    /// <summary>A block device.</summary>
    BlockDevice,
}

/// <summary>A POSIX file without content (RRIP 4.1.1, 4.1.2).</summary>
public sealed class ContentSpecial : ContentNode
{
    internal ContentSpecial(string name, SpecialKind kind, ulong device)
        : base(name)
    {
        Kind = kind;
        Device = device;
    }

    /// <summary>What it is.</summary>
    public SpecialKind Kind { get; }

    /// <summary>The device number: the high half of PN in the upper 32 bits, the low half in the lower.</summary>
    public ulong Device { get; }

    /// <summary>The major device number, as Linux reads <see cref="Device"/>.</summary>
    public uint Major => DeviceNumber.Major(Device);

    /// <summary>The minor device number, as Linux reads <see cref="Device"/>.</summary>
    public uint Minor => DeviceNumber.Minor(Device);
}

/// <summary>A directory.</summary>
public sealed class ContentDirectory : ContentNode
{
    internal ContentDirectory(string name)
        : base(name)
    {
    }

    /// <summary>Its entries, in ordinal order of names.</summary>
    public IReadOnlyList<ContentNode> Children => Entries;

    /// <summary><see cref="Children"/>, for walking without an enumerator.</summary>
    internal ContentNode[] Entries { get; set; } = [];

    /// <summary>How many of <see cref="Entries"/> are directories.</summary>
    internal int SubdirectoryCount { get; set; }

    /// <summary>The child of that name, in the exact spelling; otherwise <see langword="null"/>.</summary>
    public ContentNode? Find(string name) => Find(name.AsSpan());

    internal ContentNode? Find(ReadOnlySpan<char> name) => IndexOf(name) is >= 0 and var index ? Entries[index] : null;

    /// <summary>Where in <see cref="Entries"/> the child of that name is; -1 when there is none.</summary>
    internal int IndexOf(ReadOnlySpan<char> name)
    {
        var (low, high) = (0, Entries.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = Entries[middle].Name.AsSpan().SequenceCompareTo(name);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }
}
