using System.Diagnostics.CodeAnalysis;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Iso9660;

/// <summary>One tree of directory records and its path tables: the primary one, Joliet's, or that of ISO 9660:1999.</summary>
/// <remarks>Directories below the eighth level may be moved: then the records of this tree are not those of the content, and path tables
/// follow the records (RRIP 4.1.5).</remarks>
internal sealed class DirectoryTree(ContentTree content, FileData files, TreeScheme scheme, ISystemUse? systemUse, DiagnosticBag diagnostics, Relocation? relocation = null)
    : IImagePart, IRegionEncoder
{
    /// <summary>A path table numbers directories in 16 bits (ECMA-119 9.4.4).</summary>
    public const int MaxDirectories = ushort.MaxValue;

    private readonly List<TreeDirectory> directories = [];

    private Dictionary<ContentNode, string>? identifiers;

    private readonly Dictionary<ContentNode, TreeDirectory> byNode = [];

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
        directories.Add(byNode[content.Root] = new TreeDirectory(scheme, content.Root, "", parent: null, number: 1));
        for (var i = 0; i < directories.Count; i++)
        {
            var directory = directories[i];
            directory.Entries = IdentifyAndSort(directory.Node);
            foreach (ref readonly var entry in directory.Entries.AsSpan())
            {
                if (entry.IsDirectory)
                {
                    var child = new TreeDirectory(scheme, (ContentDirectory)entry.Node, scheme.IdentifierOf(entry), directory, directories.Count + 1)
                    {
                        LiesWithMoved = directory.LiesWithMoved || entry.Role == RecordRole.Moved,
                    };
                    directories.Add(child);
                    byNode.Add(entry.Node, child);
                }
            }
        }

        foreach (var moved in relocation?.Directories ?? [])
        {
            byNode[moved].RealParent = byNode[moved.Parent!];
        }

        if (directories.Count > MaxDirectories)
        {
            diagnostics.Error(
                DiagnosticId.TooManyDirectories,
                directories[MaxDirectories].Node.Path,
                $"The image has {directories.Count} directories, but the path table of the {scheme.TreeName} tree holds at most {MaxDirectories}. Put fewer directories into the image, or pack some into archives.");
            return;
        }

        uint pathTable = 0;
        var left = directories.Count;
        foreach (var directory in InOrderOfExtents())
        {
            if (--left == 0)
            {
                systemUse?.BeginLastDirectory();
            }

            var length = MeasureRecords(directory);
            if (length > FileData.MaxExtent)
            {
                diagnostics.Error(DiagnosticId.DirectoryTooLarge, directory.Node.Path, $"The directory's records take {length} bytes, but one extent holds {FileData.MaxExtent}. Spread its {directory.Entries.Length} entries over subdirectories.");
                return;
            }

            directory.Extent = requests.Add(scheme.DirectorySlot, length, directory, this);
            systemUse?.MeasureContinuation(directory.Node, scheme.DirectorySlot, requests);
            pathTable += (uint)PathTableRecord.SizeWithIdentifier(Math.Max(1, scheme.SizeOf(directory.Identifier)));
        }

        systemUse?.MeasureShared(scheme.DirectorySlot, requests);
        PathTableSize = pathTable;
        LittleEndianPathTable = requests.Add(scheme.PathTableSlot, pathTable, $"{scheme.TreeName} little-endian", new PathTableEncoder(this, scheme, bigEndian: false));
        BigEndianPathTable = requests.Add(scheme.PathTableSlot, pathTable, $"{scheme.TreeName} big-endian", new PathTableEncoder(this, scheme, bigEndian: true));
    }

    /// <summary>The path by which readers of this tree know a file, or a link that it shows as one.</summary>
    public string PathOf(ContentNode file)
    {
        if (identifiers is null)
        {
            identifiers = [];
            foreach (var entry in directories.SelectMany(directory => directory.Entries))
            {
                identifiers.TryAdd(entry.Node, scheme.IdentifierOf(entry));
            }
        }

        var parent = scheme.PathOf(byNode[file.Parent!]);
        return $"{(parent.Length == 1 ? "" : parent)}/{scheme.NameOf(identifiers[file])}";
    }

    /// <summary>Whether the tree has an entry for a node.</summary>
    public bool Shows(ContentNode node)
    {
        if ((node.HiddenFrom & scheme.Formats) != 0)
        {
            return false;
        }

        return node switch
        {
            ContentDirectory or ContentFile => true,
            _ when scheme.HoldsPosix => true,
            ContentLink { LeadsTo: { } target } => target.Length == 0 || files.RegionOf(target) is not null,
            _ => false,
        };
    }

    /// <summary>The identifier, with its version, of a file in the root, as a volume descriptor names it (ECMA-119 8.4.23); empty when none is wanted, or the tree has none that fits.</summary>
    public string RootFileIdentifier(string path, string descriptor, DiagnosticBag report)
    {
        var node = path.Length == 0 ? null : content.Find(path);
        if (node is null)
        {
            return "";
        }

        foreach (ref readonly var entry in Root.Entries.AsSpan())
        {
            if (entry.Node == node && scheme.IdentifierSize(entry) <= DescriptorText.FileSize)
            {
                return scheme.FileIdentifier(entry);
            }
        }

        report.Info(
            DiagnosticId.DescriptorFileUnnamed,
            node.Path,
            Shows(node)
                ? $"The name is longer than {descriptor} has room for ({DescriptorText.FileSize} bytes), so it does not name the file. Give the file a shorter name."
                : $"The file is hidden from the tree of {descriptor}, so the descriptor does not name it.");
        return "";
    }

    /// <summary>Writes the records of one directory.</summary>
    public void Encode(Region region, EncodingContext context, Span<byte> destination)
    {
        var directory = (TreeDirectory)region.Subject;
        var position = WriteRecord(destination, 0, new TreeEntry(directory.Node, RecordRole.Self), ExtentOf(directory, context.Layout), 0, context);
        var parent = directory.Parent ?? directory;
        var realParent = directory.RealParent is { } real ? context.Layout.BlockOf(real.Extent) : 0;
        position = WriteRecord(destination, position, ParentEntry(directory), ExtentOf(parent, context.Layout), realParent, context);
        foreach (ref readonly var entry in directory.Entries.AsSpan())
        {
            position = WriteEntry(destination, position, entry, context);
        }
    }

    /// <summary>In the order of path tables, but what was moved comes before what was not: libarchive reads directories by their places, and
    /// has to know all that lies in a moved one, further moved ones with it, when it meets the placeholder outside.</summary>
    private IEnumerable<TreeDirectory> InOrderOfExtents() => relocation is null
        ? directories
        : directories.OrderBy(directory => directory.Parent is null || directory.LiesWithMoved || directory.Node == relocation.Target ? 0 : 1);

    private TreeEntry[] IdentifyAndSort(ContentDirectory node)
    {
        var entries = new TreeEntry[node.Entries.Length];
        var count = 0;
        foreach (var child in node.Entries)
        {
            if (Shows(child))
            {
                entries[count++] = new TreeEntry(child, relocation?.Moves(child) == true ? RecordRole.Placeholder : RecordRole.Child);
            }
        }

        Array.Resize(ref entries, count);
        if (relocation is { IsTargetOurs: true } && node.Parent is null)
        {
            entries = [.. entries, new TreeEntry(relocation.Target, RecordRole.Moved)];
        }

        if (relocation?.Target == node)
        {
            entries = [.. entries, .. relocation.Directories.Select(moved => new TreeEntry(moved, RecordRole.Moved))];
        }

        scheme.Identify(entries);
        Array.Sort(entries, (a, b) => scheme.Compare(a.Identifier, b.Identifier));
        foreach (ref var entry in entries.AsSpan())
        {
            entry.Forget(scheme);
        }

        return entries;
    }

    private static TreeEntry ParentEntry(TreeDirectory directory) =>
        new((directory.Parent ?? directory).Node, directory.RealParent is null ? RecordRole.Parent : RecordRole.MovedParent);

    private long MeasureRecords(TreeDirectory directory)
    {
        var length = Advance(0, MeasureRecord(new TreeEntry(directory.Node, RecordRole.Self)));
        length = Advance(length, MeasureRecord(ParentEntry(directory)));
        foreach (ref readonly var entry in directory.Entries.AsSpan())
        {
            var size = MeasureRecord(entry);
            var sections = SectionsOf(entry);
            if (sections > 1)
            {
                scheme.CheckSections(entry.File!, sections);
            }

            for (long section = 0; section < sections; section++)
            {
                length = Advance(length, size);
            }
        }

        return Sector.AlignUp(length);
    }

    /// <summary>How many records an entry has: one for every section of a file (ECMA-119 6.5.1).</summary>
    private long SectionsOf(in TreeEntry entry) =>
        IsContent(entry, out var file) && files.StoredLength(file) is > FileData.MaxExtent and var length ? (length + FileData.MaxExtent - 1) / FileData.MaxExtent : 1;

    /// <summary>Whether the record leads to the content of a file: that of a link does where the tree has none.</summary>
    private bool IsContent(in TreeEntry entry, [NotNullWhen(true)] out ContentFile? file)
    {
        file = scheme.HoldsPosix && entry.Node is ContentLink ? null : entry.File;
        return file is not null;
    }

    private int MeasureRecord(in TreeEntry entry)
    {
        var head = DirectoryRecord.SizeWithIdentifier(entry.IsNamed ? scheme.IdentifierSize(entry) : 1);
        return head + (((systemUse?.Measure(entry.Role, entry.Node, DirectoryRecord.MaxSize - head) ?? 0) + 1) & ~1);
    }

    /// <summary>Where a record that begins at or after <paramref name="position"/> ends: records do not cross sectors (ECMA-119 6.8.1.1).</summary>
    private static long Advance(long position, int size) => StartOf(position, size) + size;

    private static long StartOf(long position, int size) =>
        (position % Sector.Size) + size > Sector.Size ? Sector.AlignUp(position) : position;

    /// <summary>Writes the records of an entry, and returns where they end.</summary>
    private int WriteEntry(Span<byte> directory, int position, in TreeEntry entry, EncodingContext context)
    {
        if (IsContent(entry, out var file))
        {
            // Sections follow each other on the disk, all of them but the last as long as they may be (9.1.6).
            var block = files.BlockOf(file, context.Layout);
            var length = files.StoredLength(file);
            for (; length > FileData.MaxExtent; length -= FileData.MaxExtent)
            {
                position = WriteRecord(directory, position, entry, new Place(block, (uint)FileData.MaxExtent, DirectoryRecord.FlagMultiExtent), 0, context);
                block += (uint)(FileData.MaxExtent / Sector.Size);
            }

            return WriteRecord(directory, position, entry, new Place(block, (uint)length, 0), 0, context);
        }

        if (entry.Node is not ContentDirectory)
        {
            return WriteRecord(directory, position, entry, default, 0, context);
        }

        // A placeholder is an empty file.
        var own = ExtentOf(byNode[entry.Node], context.Layout);
        return entry.Role == RecordRole.Placeholder
            ? WriteRecord(directory, position, entry, default, own.Block, context)
            : WriteRecord(directory, position, entry, own, 0, context);
    }

    /// <returns>Where the record ends.</returns>
    private int WriteRecord(Span<byte> directory, int position, in TreeEntry entry, Place place, uint elsewhere, EncodingContext context)
    {
        Span<byte> record = stackalloc byte[DirectoryRecord.MaxSize];
        record.Clear();
        var named = entry.IsNamed ? scheme.IdentifierOf(entry) : "";
        var identifierSize = entry.IsNamed ? scheme.IdentifierSize(entry, named) : 1;
        var head = DirectoryRecord.SizeWithIdentifier(identifierSize);
        var size = head + (((systemUse?.Write(entry.Role, entry.Node, elsewhere, record[head..], context) ?? 0) + 1) & ~1);
        record = record[..size];

        // Without Rock Ridge, a link is what it leads to: the file's date is shown, as in UDF.
        var modified = (systemUse is null ? entry.File?.Modified : null) ?? entry.Node.Modified;
        var isHidden = entry.IsNamed && (entry.Node.MarkedHidden & scheme.Formats) != 0;
        var flags = isHidden ? (byte)(place.Flags | DirectoryRecord.FlagHidden) : place.Flags;
        var identifier = DirectoryRecord.Write(record, place.Block, place.Length, modified, flags, identifierSize);
        if (entry.IsNamed)
        {
            scheme.WriteIdentifier(entry, named, identifier);
        }
        else
        {
            identifier[0] = entry.Role == RecordRole.Self ? (byte)0 : (byte)1;
        }

        var start = (int)StartOf(position, size);
        record.CopyTo(directory[start..]);
        return start + size;
    }

    private static Place ExtentOf(TreeDirectory directory, ImageLayout layout)
    {
        var extent = layout[directory.Extent];
        return new Place(layout.BlockOf(directory.Extent), (uint)extent.Length, DirectoryRecord.FlagDirectory);
    }

    /// <summary>What a record says of its extent.</summary>
    private readonly record struct Place(uint Block, uint Length, byte Flags);
}

/// <summary>A directory of one tree.</summary>
internal sealed class TreeDirectory(TreeScheme scheme, ContentDirectory node, string identifier, TreeDirectory? parent, int number)
{
    public ContentDirectory Node { get; } = node;

    /// <summary>The identifier in the parent's records; empty for the root.</summary>
    public string Identifier { get; } = identifier;

    /// <summary>The directory that has the record.</summary>
    public TreeDirectory? Parent { get; } = parent;

    /// <summary>Of a directory that was moved, the one in which readers show it; otherwise <see langword="null"/>.</summary>
    public TreeDirectory? RealParent { get; set; }

    /// <summary>The directory number of path tables, from 1 (ECMA-119 6.9.1).</summary>
    public int Number { get; } = number;

    /// <summary>Whether the directory, or one above it, has its record in the directory that holds what was moved.</summary>
    public bool LiesWithMoved { get; init; }

    /// <summary>In the order of records: by identifier (ECMA-119 9.3).</summary>
    public TreeEntry[] Entries { get; set; } = [];

    public RegionId Extent { get; set; }

    /// <summary>The tree and the path in it, by which a sector map names the directory.</summary>
    public override string ToString() => $"{scheme.TreeName} {scheme.PathOf(this)}";
}
