using System.Text;
using System.Text.Unicode;

namespace IsoBuild.Verifying;

/// <summary>Which of the trees of a volume.</summary>
internal enum TreeKind
{
    /// <summary>That of the primary descriptor.</summary>
    Primary,

    /// <summary>That of a supplementary descriptor with the escape sequence of UCS-2.</summary>
    Joliet,

    /// <summary>That of a supplementary descriptor of version 2 (ISO 9660:1999).</summary>
    Enhanced,
}

/// <summary>A tree of directory records as it stands in the image, good or bad.</summary>
internal sealed class WalkedTree(TreeKind kind, long descriptorOffset)
{
    public TreeKind Kind { get; } = kind;

    /// <summary>Where its volume descriptor lies, in bytes.</summary>
    public long DescriptorOffset { get; } = descriptorOffset;

    /// <summary>In the order of discovery, parents first; those that cannot be read are left out.</summary>
    public List<WalkedDirectory> Directories { get; } = [];

    /// <summary>Where directories are said to lie that cannot be read: reported once, and then left alone.</summary>
    public HashSet<long> Refused { get; } = [];

    public WalkedDirectory? Root => Directories.Count > 0 ? Directories[0] : null;

    /// <summary>Whether readers find Rock Ridge: there is SP, and there is ER.</summary>
    public bool HasRockRidge { get; set; }

    /// <summary>What ER names.</summary>
    public string? Extension { get; set; }

    /// <summary>The first continuation area that lies behind the size of the volume, as the descriptor has it: the offset of its CE field, whose it is, and
    /// whether it is the root's, in which ER stands.</summary>
    public (long Offset, string Record, bool IsExtension)? IgnoredContinuation { get; set; }

    /// <summary>What messages call it: nothing, for the primary tree.</summary>
    public string Prefix => Kind switch
    {
        TreeKind.Joliet => "joliet ",
        TreeKind.Enhanced => "enhanced ",
        _ => "",
    };
}

/// <summary>A directory of one tree.</summary>
internal sealed class WalkedDirectory(WalkedTree tree, WalkedEntry? entry, long offset, long length)
{
    public WalkedTree Tree { get; } = tree;

    /// <summary>Its record in its parent; none of the root.</summary>
    public WalkedEntry? Entry { get; } = entry;

    public WalkedDirectory? Parent => Entry?.Parent;

    /// <summary>Where its records lie, in bytes.</summary>
    public long Offset { get; } = offset;

    /// <summary>How many bytes its records take, as the parent's record says.</summary>
    public long Length { get; } = length;

    /// <summary>1 for the root (ECMA-119 6.8.2.1).</summary>
    public int Level { get; } = entry is null ? 1 : entry.Parent.Level + 1;

    /// <summary>How many characters the identifiers on the way have, and one for each directory (ECMA-119 6.8.2.1).</summary>
    public int PathLength { get; } = entry is null ? 0 : entry.Parent.PathLength + entry.Identifier.Length + 1;

    public List<WalkedEntry> Entries { get; } = [];

    /// <summary>The PX mode of the first record.</summary>
    public uint? SelfMode { get; set; }

    /// <summary>Where the second record's PL leads (RRIP 4.1.5.2).</summary>
    public uint? ParentLink { get; set; }

    /// <summary>The path, as the most faithful names of this tree make it.</summary>
    public string Path => Entry is null ? "/" : Entry.Path;

    public override string ToString() => Tree.Prefix + Path;
}

/// <summary>What PX says beside the mode (RRIP 4.1.1).</summary>
/// <param name="Links">How many names there are.</param>
/// <param name="Owner">The owner.</param>
/// <param name="Group">The group.</param>
/// <param name="Serial">The number that all names of a file share; <see langword="null"/> in fields of RRIP 1.10, which end before it.</param>
internal readonly record struct PosixNumbers(uint Links, uint Owner, uint Group, uint? Serial);

/// <summary>An entry of a directory: one record, or the records of one file of several extents.</summary>
internal sealed class WalkedEntry(WalkedDirectory parent, long recordOffset, string identifier, byte flags)
{
    private const uint TypeMask = 0xF000;
    private const uint LinkType = 0xA000;
    private const uint DirectoryType = 0x4000;
    private const uint FileType = 0x8000;

    public WalkedDirectory Parent { get; } = parent;

    /// <summary>Where the first record lies, in bytes.</summary>
    public long RecordOffset { get; } = recordOffset;

    /// <summary>With version, if there is one; of the primary tree, a character for each byte.</summary>
    public string Identifier { get; } = identifier;

    public byte Flags { get; } = flags;

    public bool IsDirectory => (Flags & 0x02) != 0;

    /// <summary>Where the content begins, in bytes.</summary>
    public long Offset { get; init; }

    /// <summary>Of all extents together, in bytes.</summary>
    public long Length { get; set; }

    /// <summary>How many records the file has.</summary>
    public int Sections { get; set; } = 1;

    /// <summary>The first byte behind the sectors of the last extent so far.</summary>
    public long End { get; set; }

    /// <summary>The Rock Ridge name.</summary>
    public string? PosixName { get; init; }

    /// <summary>How many bytes the Rock Ridge name has.</summary>
    public int PosixNameBytes { get; init; }

    /// <summary>The name as Linux puts it together: without the piece that reaches 254 bytes, and what follows.</summary>
    public string? LinuxName { get; init; }

    public uint? Mode { get; init; }

    /// <summary>What PX says beside the mode.</summary>
    public PosixNumbers Numbers { get; init; }

    /// <summary>The modification date, in seconds since 1970: of TF, or of the record; <see langword="null"/> when there is none.</summary>
    public long? Modified { get; init; }

    /// <summary>Where CL leads (RRIP 4.1.5.1).</summary>
    public uint? ChildLink { get; init; }

    /// <summary>Whether there is RE (RRIP 4.1.5.3).</summary>
    public bool IsRelocated { get; init; }

    /// <summary>What it leads to, when it is a directory that can be read.</summary>
    public WalkedDirectory? Directory { get; set; }

    public bool IsLink => (Mode & TypeMask) == LinkType;

    public bool IsRegularFile => (Mode & TypeMask) == FileType;

    public bool IsSpecial => Mode is { } mode && (mode & TypeMask) is not (0 or LinkType or DirectoryType or FileType);

    /// <summary>The identifier without version, and without the dot that ends a name without extension: as the reader names the entry.</summary>
    public string PlainName => Readable(StoredName.ToString());

    /// <summary><see cref="PlainName"/> in the characters of <see cref="Identifier"/>; of Joliet, the same.</summary>
    public ReadOnlySpan<char> StoredName
    {
        get
        {
            var semicolon = IsDirectory ? -1 : Identifier.LastIndexOf(';');
            var isVersion = semicolon > 0 && semicolon < Identifier.Length - 1 && !Identifier.AsSpan(semicolon + 1).ContainsAnyExceptInRange('0', '9');
            var name = isVersion ? Identifier.AsSpan(0, semicolon) : Identifier;
            var trimmed = Parent.Tree.Kind == TreeKind.Joliet || IsDirectory ? name : name.TrimEnd('.');
            return trimmed.Length > 0 ? trimmed : name;
        }
    }

    /// <summary>The identifier as messages tell it.</summary>
    public string ShownIdentifier => Readable(Identifier);

    /// <summary>The most faithful name that this tree has.</summary>
    public string Name => PosixName ?? PlainName;

    public string Path
    {
        get
        {
            var names = new Stack<string>();
            for (var entry = this; entry is not null; entry = entry.Parent.Entry)
            {
                names.Push(entry.Name);
            }

            var path = new StringBuilder();
            foreach (var name in names)
            {
                path.Append('/').Append(name);
            }

            return path.ToString();
        }
    }

    public override string ToString() => Parent.Tree.Prefix + Path;

    /// <summary>Bytes, a character for each, as the UTF-8 that they are; as they stand there, when they are none.</summary>
    public static string AsUtf8(string latin)
    {
        if (Ascii.IsValid(latin))
        {
            return latin;
        }

        var bytes = Encoding.Latin1.GetBytes(latin);
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : latin;
    }

    private string Readable(string text) => Parent.Tree.Kind == TreeKind.Joliet ? text : AsUtf8(text);
}
