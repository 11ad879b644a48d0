using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Iso9660;

/// <summary>What distinguishes one tree of directory records from another: its names and its places.</summary>
internal abstract class TreeScheme
{
    /// <summary>Separator 2 and the file version number.</summary>
    private const string Version = ";1";

    /// <summary>What a sector map calls the tree.</summary>
    public abstract string TreeName { get; }

    public abstract RegionSlot PathTableSlot { get; }

    public abstract RegionSlot DirectorySlot { get; }

    /// <summary>Bytes in one character of the padding of a text field.</summary>
    public abstract int CharacterSize { get; }

    /// <summary>The formats whose names for this tree hide a node from it.</summary>
    public abstract ImageFormats Formats { get; }

    /// <summary>Whether the tree has links and special files; otherwise it shows a link as the file to which it leads.</summary>
    public virtual bool HoldsPosix => false;

    /// <summary>Whether identifiers of files end with a version number (ECMA-119 7.5.1).</summary>
    protected virtual bool HasVersions => true;

    /// <summary>How the base spells entries of it.</summary>
    public IReadOnlyDictionary<ContentNode, KeptNames> Kept { get; init; } = new Dictionary<ContentNode, KeptNames>();

    /// <summary>Gives every entry of a directory an identifier (without version) that is unique in it, and says what it changed.</summary>
    /// <param name="entries">The directory's content, in ordinal order of real names.</param>
    public abstract void Identify(Span<TreeEntry> entries);

    /// <summary>The identifier of an entry that <see cref="Identify"/> has given one, without version.</summary>
    public string IdentifierOf(in TreeEntry entry) => entry.IsForgotten ? Remake(entry) : entry.Identifier;

    /// <summary>Makes the identifier of an entry anew, where it is one that can be.</summary>
    protected virtual string Remake(in TreeEntry entry) => entry.Identifier;

    /// <summary>Writes characters of an identifier.</summary>
    public abstract void WriteText(ReadOnlySpan<char> text, Span<byte> destination);

    /// <summary>How many bytes a text takes.</summary>
    public virtual int SizeOf(string text) => text.Length * CharacterSize;

    /// <summary>The order of identifiers: that of their bytes (ECMA-119 9.3).</summary>
    public virtual int Compare(string a, string b) => string.CompareOrdinal(a, b);

    /// <summary>Is told of every file that takes more than one section (ECMA-119 6.5.1).</summary>
    public virtual void CheckSections(ContentFile file, long sections)
    {
    }

    /// <summary>Says when a file has more sections than Linux reads.</summary>
    protected static void CheckForLinux(ContentFile file, long sections, DiagnosticBag diagnostics)
    {
        const int most = 100;
        if (sections > most)
        {
            diagnostics.Warning(DiagnosticId.FileSectionsMany, file.Path, $"The file is {file.Length} bytes long and takes {sections} extents of 4 GiB, but Linux reads files of at most {most}. Split it.", file.Source.FilePath);
        }
    }

    /// <summary>The path by which readers of this tree know a directory: of one that was moved, its real one.</summary>
    public string PathOf(TreeDirectory directory)
    {
        var names = new Stack<string>();
        for (var level = directory; level.Parent is not null; level = level.RealParent ?? level.Parent)
        {
            names.Push(NameOf(level));
        }

        return "/" + string.Join('/', names);
    }

    /// <summary>The name by which readers of this tree know a file.</summary>
    public virtual string NameOf(string identifier) => identifier;

    /// <summary>The name by which readers of this tree know a directory.</summary>
    protected virtual string NameOf(TreeDirectory directory) => directory.Identifier;

    /// <summary>The identifier's size in a directory record. Files carry version 1 (ECMA-119 7.5.1).</summary>
    public int IdentifierSize(in TreeEntry entry) => entry.IsForgotten ? IdentifierSize(entry, entry.ForgottenSize) : IdentifierSize(entry, entry.Identifier);

    /// <summary>The same, with the identifier at hand.</summary>
    public int IdentifierSize(in TreeEntry entry, string identifier) => IdentifierSize(entry, SizeOf(identifier));

    private int IdentifierSize(in TreeEntry entry, int size) => size + (HasVersion(entry) ? Version.Length * CharacterSize : 0);

    public void WriteIdentifier(in TreeEntry entry, string identifier, Span<byte> destination)
    {
        WriteText(identifier, destination);
        if (HasVersion(entry))
        {
            WriteText(Version, destination[SizeOf(identifier)..]);
        }
    }

    /// <summary>The identifier of a file with its version, as a volume descriptor names it (ECMA-119 8.4.23).</summary>
    public string FileIdentifier(in TreeEntry entry) => HasVersion(entry) ? IdentifierOf(entry) + Version : IdentifierOf(entry);

    private bool HasVersion(in TreeEntry entry) => HasVersions && !entry.IsDirectory && !entry.IsWithoutVersion;
}

/// <summary>An entry of one directory in one tree.</summary>
internal struct TreeEntry(ContentNode node, RecordRole role = RecordRole.Child)
{
    /// <summary>The node: of a million entries, nearly all have no identifier that they must keep.</summary>
    private object subject = node;
    private bool hasNameOfNode;

    public readonly ContentNode Node => (subject as Identified)?.Node ?? (ContentNode)subject;

    /// <summary>What the entry is in this directory.</summary>
    public RecordRole Role { get; } = role;

    /// <summary>The identifier, without version: until it is forgotten, after which the scheme knows it.</summary>
    public string Identifier
    {
        readonly get => (subject as Identified)?.Identifier ?? (hasNameOfNode ? Node.Name : "");
        set
        {
            hasNameOfNode = ReferenceEquals(value, Node.Name);
            subject = hasNameOfNode || value.Length == 0 ? Node : new Identified(Node, value);
        }
    }

    /// <summary>Whether the scheme can make the identifier anew, from the name alone.</summary>
    public bool CanBeRemade { get; set; }

    /// <summary>Whether the identifier is that of the base.</summary>
    public bool IsKept { get; set; }

    /// <summary>Whether the identifier has no version, though others of the tree have one.</summary>
    public bool IsWithoutVersion { get; set; }

    /// <summary>Whether the identifier must be made anew.</summary>
    public readonly bool IsForgotten => CanBeRemade && Identifier.Length == 0;

    /// <summary>Whether the record has a name of its own: those for the directory itself and for the one above have none.</summary>
    public readonly bool IsNamed => Role is not (RecordRole.Self or RecordRole.Parent or RecordRole.MovedParent);

    /// <summary>How many bytes the identifier has that was forgotten.</summary>
    public byte ForgottenSize { get; private set; }

    /// <summary>Drops an identifier that can be made anew: a million of them take as much memory as the files' real names.</summary>
    /// <param name="scheme">Whose it is.</param>
    public void Forget(TreeScheme scheme)
    {
        if (CanBeRemade && !hasNameOfNode)
        {
            ForgottenSize = (byte)scheme.SizeOf(Identifier);
            Identifier = "";
        }
    }

    /// <summary>Whether the records are those of a directory.</summary>
    public readonly bool IsDirectory => Node is ContentDirectory && Role != RecordRole.Placeholder;

    /// <summary>The file whose content the record leads to: through a link, where the tree shows it so.</summary>
    public readonly ContentFile? File => Node as ContentFile ?? (Node as ContentLink)?.LeadsTo;

    private sealed record Identified(ContentNode Node, string Identifier);
}
