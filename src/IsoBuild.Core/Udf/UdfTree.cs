using System.Runtime.InteropServices;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Udf;

/// <summary>The directories and file entries of UDF, over the same file content as every other tree.</summary>
/// <remarks>Symbolic links are shown as the files to which they lead, and special files not at all: a file entry of another type than directory or
/// file makes 7-Zip give up the whole tree. Names of one file (hard links) share a file entry; a symbolic link has one of its own.
/// The entry that names share lies with those of the first directory that has one of them, in the order of directories: the names in a directory come before
/// those in its subdirectories. A reader need not know: it is with the directory whose own entry precedes it most closely.</remarks>
internal sealed class UdfTree(ContentTree content, FileData files, UdfPartition partition, DiagnosticBag diagnostics) : IImagePart, IPiecewiseEncoder
{
    /// <summary>How many file entries lie between two that are found at once.</summary>
    public const int Stride = 512;

    /// <summary>How many bytes of file identifiers lie between two that are found at once.</summary>
    public const int MarkDistance = 1 << 16;

    /// <summary>Unique ids below belong to the root (0) and to Mac OS (UDF 1.02 3.2.1.1).</summary>
    private const uint FirstUniqueId = 16;

    /// <summary>The tree does not show the node.</summary>
    private const int Nowhere = 0;

    /// <summary>The node is one more name of a file whose entry lies where another name is.</summary>
    private const int Elsewhere = -1;

    /// <summary>Of a directory, that it will be shown.</summary>
    private const int Promised = -1;

    private readonly UdfNames names = new(content.KeptNames, diagnostics);
    private readonly List<UdfDirectory> directories = [];
    private readonly Dictionary<ContentFile, SharedEntry> shared = [];

    /// <summary>Of a directory, its number from 1; of a file, the block of its entry in the region of its directory.</summary>
    private readonly int[] places = new int[content.AllNodes.Length];

    private int entryCount;

    /// <summary>The first entry whose owner or group cannot be told, and how many there are.</summary>
    private (ContentNode? First, int Count) ownerless;

    public UdfDirectory Root => directories[0];

    /// <summary>The most bytes that the file identifiers of a directory take: they lie in one extent.</summary>
    public long MaxDirectoryLength { get; init; } = ShortExtent.MaxLength;

    /// <summary>The most names that a file entry counts (ECMA-167 4/14.9.6).</summary>
    public int MaxLinks { get; init; } = ushort.MaxValue;

    public uint DirectoryCount => (uint)directories.Count;

    /// <summary>How many files there are, whatever number of names each has.</summary>
    public uint FileCount => (uint)(entryCount - directories.Count);

    /// <summary>The first unique id that is free.</summary>
    public ulong NextUniqueId => FirstUniqueId - 1 + (ulong)entryCount;

    /// <summary>The path of a node in this tree.</summary>
    public string PathOf(ContentNode node) => names.PathOf(node);

    public void Measure(RegionRequests requests)
    {
        places[0] = Promised;
        NoteOwner(content.Root, content.Root);
        foreach (var node in content.AllNodes)
        {
            if (node is ContentDirectory directory && places[directory.Index] == Promised)
            {
                var parent = directory.Parent is { } above ? directories[places[above.Index] - 1] : null;
                var shown = new UdfDirectory(directory, parent, names) { EntriesBefore = entryCount };
                directories.Add(shown);
                places[directory.Index] = directories.Count;
                Measure(shown, requests);
                if (diagnostics.HasErrors)
                {
                    return;
                }
            }
        }

        TellOwnerless();
        foreach (var (file, entry) in shared)
        {
            if (entry.Names > MaxLinks)
            {
                diagnostics.Error(DiagnosticId.UdfTooManyLinks, file.Path, $"The file has {entry.Names} names (hard links), but a UDF file entry counts at most {MaxLinks}. Use copies instead; their content is stored once.");
            }
        }
    }

    /// <summary>Where the file entry of a directory lies.</summary>
    public LongExtent IcbOf(UdfDirectory directory, ImageLayout layout) => Icb(directory, block: 0, layout);

    /// <summary>Writes the file identifiers of a directory, the one that leads to the parent first (UDF 1.02 2.3.4). They may cross blocks, and so pieces; each says in which
    /// block it begins.</summary>
    public void Encode(Region region, EncodingContext context, long position, Span<byte> destination)
    {
        var directory = (UdfDirectory)region.Subject;
        var layout = context.Layout;
        var firstBlock = partition.BlockOf(layout, directory.Identifiers);
        if (position == 0)
        {
            FileIdentifier.WriteParent(destination[..FileIdentifier.SizeWithName(0)], firstBlock, IcbOf(directory.Parent, layout));
        }

        if (directory.IdentifierMarks.Length == 0)
        {
            return;
        }

        Span<byte> whole = stackalloc byte[FileIdentifier.MaxSize];
        var end = position + destination.Length;
        var (i, begin) = directory.IdentifierMarks[position / MarkDistance];
        for (var children = directory.Node.Entries; begin < end && i < children.Length; i++)
        {
            var child = children[i];
            if (places[child.Index] == Nowhere)
            {
                continue;
            }

            var name = names.Of(child);
            var size = FileIdentifier.SizeWithName(OstaText.SizeOf(name));
            var (from, to) = (Math.Max(begin, position), Math.Min(begin + size, end));
            if (from < to)
            {
                var piece = destination[(int)(from - position)..(int)(to - position)];
                var record = piece.Length == size ? piece : whole[..size];
                if (piece.Length < size)
                {
                    record.Clear();
                }

                FileIdentifier.Write(record, firstBlock + (uint)(begin / Sector.Size), name, child is ContentDirectory, child.MarkedHidden.HasFlag(ImageFormats.Udf), IcbOf(directory, child, layout));
                if (piece.Length < size)
                {
                    record[(int)(from - begin)..(int)(to - begin)].CopyTo(piece);
                }
            }

            begin += size;
        }
    }

    private void Measure(UdfDirectory directory, RegionRequests requests)
    {
        var blocks = 1;
        List<int>? firstChildren = null;
        var children = directory.Node.Entries;
        for (var i = 0; i < children.Length; i++)
        {
            var child = children[i];
            if (child.HiddenFrom.HasFlag(ImageFormats.Udf))
            {
                continue;
            }

            if (child is ContentDirectory)
            {
                NoteOwner(child, child);
                directory.SubdirectoryCount++;
                places[child.Index] = Promised;
            }
            else if (FileOf(child) is { } file && IsStored(file) && (places[child.Index] = PlaceOf(child, blocks)) != Elsewhere)
            {
                NoteOwner(child, file);
                if (blocks % Stride == 0)
                {
                    (firstChildren ??= []).Add(i);
                }

                blocks++;
            }
        }

        directory.FirstChildren = firstChildren?.ToArray() ?? [];
        if (directory.SubdirectoryCount >= MaxLinks)
        {
            diagnostics.Error(DiagnosticId.UdfTooManyLinks, directory.Node.Path, $"The directory has {directory.SubdirectoryCount} subdirectories, but a UDF file entry counts at most {MaxLinks - 1}. Move some of them into others.");
            return;
        }

        var length = MeasureIdentifiers(directory);
        if (length > MaxDirectoryLength)
        {
            diagnostics.Error(DiagnosticId.UdfDirectoryTooLarge, directory.Node.Path, $"The directory's entries take {length} bytes, but one UDF extent holds {MaxDirectoryLength}. Spread its {children.Length} entries over subdirectories.");
            return;
        }

        entryCount += blocks;
        directory.Entries = requests.Add(RegionSlot.UdfFileEntries, (long)blocks * Sector.Size, directory, new EntryEncoder(this));
        directory.Identifiers = requests.Add(RegionSlot.UdfFileEntries, length, directory, this, RegionKind.Directory);
    }

    private void NoteOwner(ContentNode shown, ContentNode owned)
    {
        if (owned.OwnerId == FileEntry.Nobody || owned.GroupId == FileEntry.Nobody)
        {
            ownerless = (ownerless.First ?? shown, ownerless.Count + 1);
        }
    }

    private void TellOwnerless()
    {
        if (ownerless.First is { } first)
        {
            var several = ownerless.Count == 1 ? "The owner or group" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Here and in {ownerless.Count - 1} more entries, the owner or group");
            diagnostics.Warning(DiagnosticId.UdfOwnerNobody, first.Path, $"{several} is {FileEntry.Nobody}, which in UDF means \"none\": readers show 0 or the user who mounts the image. Give another number.", (first as ContentFile)?.Source.FilePath);
        }
    }

    /// <summary>How many bytes the file identifiers of a directory take.</summary>
    private long MeasureIdentifiers(UdfDirectory directory)
    {
        var children = directory.Node.Entries;
        names.Identify(children, places);
        var marks = new List<(int Child, long Position)>();
        long length = FileIdentifier.SizeWithName(0);
        for (var i = 0; i < children.Length; i++)
        {
            if (places[children[i].Index] == Nowhere)
            {
                continue;
            }

            var end = length + FileIdentifier.SizeWithName(OstaText.SizeOf(names.Of(children[i])));
            while (marks.Count * (long)MarkDistance < end)
            {
                marks.Add((i, length));
            }

            length = end;
        }

        directory.IdentifierMarks = [.. marks];
        return length;
    }

    /// <summary>The file that a node is shown as; none for directories and for what is not shown.</summary>
    private static ContentFile? FileOf(ContentNode node) => node switch
    {
        ContentFile file => file,
        ContentLink link => link.LeadsTo,
        _ => null,
    };

    /// <summary>Whether the image holds the content, and not too much of it. A link may lead to a file that no tree shows.</summary>
    private bool IsStored(ContentFile file)
    {
        var length = file.Compress ? files.StoredLength(file) : file.Length;
        if (length > FileEntry.MaxLength)
        {
            diagnostics.Error(DiagnosticId.UdfFileTooLarge, file.Path, $"The file is {length} bytes long, but UDF stores at most {FileEntry.MaxLength} bytes (234 GiB) in one file. Split it, leave it out, or hide it from the UDF tree.", file.Source.FilePath);
            return false;
        }

        return file.Length == 0 || files.RegionOf(file) is not null;
    }

    private int PlaceOf(ContentNode node, int nextBlock)
    {
        if (node is not ContentFile { LinkCount: > 1 } file)
        {
            return nextBlock;
        }

        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(shared, file.HardLinkOf ?? file, out var exists);
        entry = exists ? entry with { Names = entry.Names + 1 } : new SharedEntry(file, Names: 1);
        return exists ? Elsewhere : nextBlock;
    }

    private LongExtent IcbOf(UdfDirectory directory, ContentNode child, ImageLayout layout)
    {
        var place = places[child.Index];
        if (child is ContentDirectory)
        {
            return IcbOf(directories[place - 1], layout);
        }

        if (place != Elsewhere)
        {
            return Icb(directory, place, layout);
        }

        var holder = shared[((ContentFile)child).HardLinkOf ?? (ContentFile)child].Holder;
        return Icb(directories[places[holder.Parent!.Index] - 1], places[holder.Index], layout);
    }

    private LongExtent Icb(UdfDirectory directory, int block, ImageLayout layout) => new(
        ExtentType.Recorded,
        Sector.Size,
        new BlockAddress(partition.BlockOf(layout, directory.Entries) + (uint)block, UdfPartition.Number),
        UniqueId(directory, block));

    private static uint UniqueId(UdfDirectory directory, int block) =>
        directory.EntriesBefore + block is > 0 and var number ? FirstUniqueId - 1 + (uint)number : 0;

    /// <summary>Writes file entries from the region's <paramref name="block"/> on.</summary>
    private void EncodeEntries(UdfDirectory directory, EncodingContext context, int block, Span<byte> destination)
    {
        var firstBlock = partition.BlockOf(context.Layout, directory.Entries);
        if (block == 0)
        {
            var identifiers = context.Layout[directory.Identifiers];
            var fields = FieldsOf(directory.Node, directory, block, context) with
            {
                Type = UdfFileType.Directory,
                LinkCount = (ushort)(1 + directory.SubdirectoryCount),
                Length = identifiers.Length,
            };
            FileEntry.Write(destination[..Sector.Size], firstBlock, fields, partition.BlockOf(context.Layout, identifiers.Id));
            destination = destination[Sector.Size..];
            block++;
        }

        var children = directory.Node.Entries;
        for (var i = block < Stride ? 0 : directory.FirstChildren[(block / Stride) - 1]; destination.Length > 0; i++)
        {
            var child = children[i];
            if (child is ContentDirectory || places[child.Index] < block)
            {
                continue;
            }

            var file = FileOf(child)!;
            var fields = FieldsOf(file, directory, block, context) with
            {
                Type = UdfFileType.File,
                LinkCount = child is ContentFile { LinkCount: > 1 } ? (ushort)shared[file.HardLinkOf ?? file].Names : (ushort)1,
                Length = files.StoredLength(file),
            };
            var firstContent = files.RegionOf(file) is { } region ? partition.BlockOf(context.Layout, region) : 0;
            FileEntry.Write(destination[..Sector.Size], firstBlock + (uint)block, fields, firstContent);
            destination = destination[Sector.Size..];
            block++;
        }
    }

    private static FileEntryFields FieldsOf(ContentNode node, UdfDirectory directory, int block, EncodingContext context) => new()
    {
        Type = UdfFileType.Unspecified,
        Mode = context.Modes.WithoutLists(node),
        OwnerId = node.OwnerId,
        GroupId = node.GroupId,
        LinkCount = 1,
        Length = 0,
        Modified = node.Modified ?? context.Layout.Volume.Timestamp ?? ImageTimestamp.Default,
        UniqueId = UniqueId(directory, block),
    };

    /// <summary>Writes the file entries of a directory: of 200,000 files, 400 MB.</summary>
    private sealed class EntryEncoder(UdfTree tree) : IPiecewiseEncoder
    {
        public void Encode(Region region, EncodingContext context, long position, Span<byte> destination) =>
            tree.EncodeEntries((UdfDirectory)region.Subject, context, (int)(position / Sector.Size), destination);
    }

    /// <summary>A file entry to which several names lead.</summary>
    /// <param name="Holder">The first name that the tree shows, in whose directory the entry lies.</param>
    /// <param name="Names">How many names there are.</param>
    private readonly record struct SharedEntry(ContentFile Holder, int Names);
}
