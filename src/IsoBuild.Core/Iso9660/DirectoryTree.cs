using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Iso9660;

/// <summary>One tree of directory records and its path tables: the primary one, or Joliet's.</summary>
internal sealed class DirectoryTree(ContentTree content, FileData files, TreeScheme scheme, ISystemUse? systemUse, DiagnosticBag diagnostics)
    : IImagePart, IRegionEncoder
{
    /// <summary>A path table numbers directories in 16 bits (ECMA-119 9.4.4).</summary>
    public const int MaxDirectories = ushort.MaxValue;

    private readonly List<TreeDirectory> directories = [];
    private Dictionary<ContentNode, string>? identifiers;
    private readonly TreeDirectory[] byNode = new TreeDirectory[content.AllNodes.Length];

    /// <summary>The size of either path table in bytes.</summary>
    public uint PathTableSize { get; private set; }

    /// <summary>The path table with least significant bytes first (ECMA-119 9.4).</summary>
    public RegionId LittleEndianPathTable { get; private set; }

    /// <summary>The path table with most significant bytes first.</summary>
    public RegionId BigEndianPathTable { get; private set; }

    public TreeDirectory Root => directories[0];

    /// <summary>The directories, as path tables number them: by level, then parent, then identifier (ECMA-119 6.9.1).</summary>
    public IReadOnlyList<TreeDirectory> Directories => directories;

    public void Measure(RegionRequests requests)
    {
        directories.Add(byNode[0] = new TreeDirectory(scheme, content.Root, "", parent: null, number: 1));
        for (var i = 0; i < directories.Count; i++)
        {
            var directory = directories[i];
            directory.Entries = IdentifyAndSort(directory.Node);
            foreach (ref readonly var entry in directory.Entries.AsSpan())
            {
                if (entry.Node is ContentDirectory node)
                {
                    var child = new TreeDirectory(scheme, node, entry.Identifier, directory, directories.Count + 1);
                    directories.Add(child);
                    byNode[node.Index] = child;
                }
            }
        }

        if (directories.Count > MaxDirectories)
        {
            diagnostics.Error(
                DiagnosticId.TooManyDirectories,
                directories[MaxDirectories].Node.Path,
                $"The image has {directories.Count} directories; a path table of the {scheme.TreeName} tree numbers at most {MaxDirectories}. Put fewer directories into the image, or pack some into archives.");
            return;
        }

        uint pathTable = 0;
        foreach (var directory in directories)
        {
            var length = MeasureRecords(directory);
            if (length > FileData.MaxExtent)
            {
                diagnostics.Error(DiagnosticId.DirectoryTooLarge, directory.Node.Path, $"The records of the directory take {length} bytes; one extent holds {FileData.MaxExtent}. Spread its {directory.Entries.Length} entries over subdirectories.");
                return;
            }

            directory.Extent = requests.Add(scheme.DirectorySlot, length, directory, this);
            systemUse?.MeasureContinuation(directory.Node, scheme.DirectorySlot, requests);
            pathTable += (uint)PathTableRecord.SizeWithIdentifier(Math.Max(1, directory.Identifier.Length * scheme.CharacterSize));
        }

        PathTableSize = pathTable;
        LittleEndianPathTable = requests.Add(scheme.PathTableSlot, pathTable, $"{scheme.TreeName} little-endian", new PathTableEncoder(this, scheme, bigEndian: false));
        BigEndianPathTable = requests.Add(scheme.PathTableSlot, pathTable, $"{scheme.TreeName} big-endian", new PathTableEncoder(this, scheme, bigEndian: true));
    }

    /// <summary>The path by which readers of this tree know a file.</summary>
    public string PathOf(ContentNode file)
    {
        identifiers ??= directories.SelectMany(directory => directory.Entries).ToDictionary(entry => entry.Node, entry => entry.Identifier);
        var parent = scheme.PathOf(byNode[file.Parent!.Index]);
        return $"{(parent.Length == 1 ? "" : parent)}/{scheme.NameOf(identifiers[file])}";
    }

    /// <summary>Writes the records of one directory.</summary>
    public void Encode(Region region, EncodingContext context, Span<byte> destination)
    {
        var directory = (TreeDirectory)region.Subject;
        var position = WriteRecord(destination, 0, RecordRole.Self, new TreeEntry(directory.Node), context);
        position = WriteRecord(destination, position, RecordRole.Parent, new TreeEntry((directory.Parent ?? directory).Node), context);
        foreach (ref readonly var entry in directory.Entries.AsSpan())
        {
            position = WriteRecord(destination, position, RecordRole.Child, entry, context);
        }
    }

    private TreeEntry[] IdentifyAndSort(ContentDirectory node)
    {
        var entries = new TreeEntry[node.Entries.Length];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = new TreeEntry(node.Entries[i]);
        }

        scheme.Identify(entries);
        Array.Sort(entries, static (a, b) => string.CompareOrdinal(a.Identifier, b.Identifier));
        return entries;
    }

    private long MeasureRecords(TreeDirectory directory)
    {
        var length = Advance(0, MeasureRecord(RecordRole.Self, new TreeEntry(directory.Node)));
        length = Advance(length, MeasureRecord(RecordRole.Parent, new TreeEntry((directory.Parent ?? directory).Node)));
        foreach (ref readonly var entry in directory.Entries.AsSpan())
        {
            length = Advance(length, MeasureRecord(RecordRole.Child, entry));
        }

        return Sector.AlignUp(length);
    }

    private int MeasureRecord(RecordRole role, in TreeEntry entry)
    {
        var head = HeadSize(role, entry);
        return head + (((systemUse?.Measure(role, entry.Node, DirectoryRecord.MaxSize - head) ?? 0) + 1) & ~1);
    }

    private int HeadSize(RecordRole role, in TreeEntry entry) =>
        DirectoryRecord.SizeWithIdentifier(role == RecordRole.Child ? scheme.IdentifierSize(entry) : 1);

    /// <summary>Where a record that begins at or after <paramref name="position"/> ends: records do not cross sectors (ECMA-119 6.8.1.1).</summary>
    private static long Advance(long position, int size) => StartOf(position, size) + size;

    private static long StartOf(long position, int size) =>
        (position % Sector.Size) + size > Sector.Size ? Sector.AlignUp(position) : position;

    /// <returns>Where the record ends.</returns>
    private int WriteRecord(Span<byte> directory, int position, RecordRole role, in TreeEntry entry, EncodingContext context)
    {
        Span<byte> record = stackalloc byte[DirectoryRecord.MaxSize];
        record.Clear();
        var head = HeadSize(role, entry);
        var size = head + (((systemUse?.Write(role, entry.Node, record[head..], context) ?? 0) + 1) & ~1);
        record = record[..size];

        var (block, length) = ExtentOf(entry.Node, context.Layout);
        var flags = entry.Node is ContentDirectory ? DirectoryRecord.FlagDirectory : (byte)0;
        var identifierSize = role == RecordRole.Child ? scheme.IdentifierSize(entry) : 1;
        var identifier = DirectoryRecord.Write(record, block, length, entry.Node.Modified, flags, identifierSize);
        if (role == RecordRole.Child)
        {
            scheme.WriteIdentifier(entry, identifier);
        }
        else
        {
            identifier[0] = role == RecordRole.Self ? (byte)0 : (byte)1;
        }

        var start = (int)StartOf(position, size);
        record.CopyTo(directory[start..]);
        return start + size;
    }

    private (uint Block, uint Length) ExtentOf(ContentNode node, ImageLayout layout)
    {
        if (node is ContentFile file)
        {
            return (files.BlockOf(file, layout), (uint)files.StoredLength(file));
        }

        if (node is not ContentDirectory)
        {
            // Links and special files have no content.
            return (0, 0);
        }

        var extent = layout[byNode[node.Index].Extent];
        return ((uint)extent.Sector, (uint)extent.Length);
    }
}

/// <summary>A directory of one tree.</summary>
internal sealed class TreeDirectory(TreeScheme scheme, ContentDirectory node, string identifier, TreeDirectory? parent, int number)
{
    public ContentDirectory Node { get; } = node;

    /// <summary>The identifier in the parent's records; empty for the root.</summary>
    public string Identifier { get; } = identifier;

    public TreeDirectory? Parent { get; } = parent;

    /// <summary>The directory number of path tables, from 1 (ECMA-119 6.9.1).</summary>
    public int Number { get; } = number;

    /// <summary>In the order of records: by identifier (ECMA-119 9.3).</summary>
    public TreeEntry[] Entries { get; set; } = [];

    public RegionId Extent { get; set; }

    /// <summary>The tree and the path in it, by which a sector map names the directory.</summary>
    public override string ToString() => $"{scheme.TreeName} {scheme.PathOf(this)}";
}
