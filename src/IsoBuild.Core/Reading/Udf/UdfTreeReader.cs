using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Udf;

namespace IsoBuild.Reading;

/// <summary>Walks the tree of a UDF volume (ECMA-167 4/8, UDF 1.02 2.3).</summary>
/// <remarks>Every structure is read once: a directory by one file entry and from blocks that no other directory has, allocation extent
/// descriptors by one file. So a tree has no more entries than the image has room for, whatever it claims.</remarks>
internal sealed class UdfTreeReader
{
    private const int LongestLink = 1 << 16;

    /// <summary>Of all targets of links that lie outside of file entries: their blocks may be one another's.</summary>
    private const int LinkBytesPerEntry = 4096;

    private long linkBytes;

    private readonly UdfVolumeReading volume;
    private readonly ImageFile image;
    private readonly RecordBudget budget;
    private readonly UdfAllocation allocation;
    private readonly UdfVersions versions;
    private readonly TreeLimits limits;
    private readonly DiagnosticBag diagnostics = new(TreeReader.DiagnosticLimit);
    private readonly byte[] block;
    private readonly List<DirectoryExtent> directories = [];
    private readonly List<(ContentDirectory Directory, UdfContent Content, int PathLength)> pending = [];
    private readonly List<(ContentDirectory Directory, Extent Extent)> directoryExtents = [];
    private readonly List<(ContentDirectory Directory, long Offset)> moreBlocks = [];

    /// <summary>What each file entry is of: further names of it are hard links.</summary>
    private readonly Dictionary<long, ContentNode> nodes = [];

    /// <summary>The blocks of file identifiers that were read.</summary>
    private readonly HashSet<long> taken = [];

    /// <summary>The files to which only one of their names may lead in error.</summary>
    private readonly HashSet<ContentFile> doubted = [];

    private readonly List<DirectoryEntry> entries = [];
    private ContentDirectory current = null!;

    /// <summary>Why the content of the entry that is being read is not what it should be.</summary>
    private Diagnostic? finding;
    private int currentPathLength;

    private UdfTreeReader(UdfVolumeReading volume, RecordBudget budget)
    {
        this.volume = volume;
        this.budget = budget;
        image = volume.Image;
        allocation = new UdfAllocation(image, volume.BlockSize, volume.TryLocate, volume.RunCount);
        versions = new UdfVersions(volume);
        limits = new TreeLimits(diagnostics);
        block = new byte[volume.BlockSize];
    }

    /// <param name="volume">The volume.</param>
    /// <param name="budget">How many file identifiers may be read.</param>
    public static UdfTreeReading Read(UdfVolumeReading volume, RecordBudget budget)
    {
        var reader = new UdfTreeReader(volume, budget);
        var content = reader.Walk();
        return new UdfTreeReading
        {
            Content = content,
            Directories = reader.directories,
            DirectoryExtents = reader.directoryExtents,
            MoreBlocks = reader.moreBlocks,
            Diagnostics = reader.diagnostics,
        };
    }

    private ContentTree Walk()
    {
        current = new ContentDirectory("");
        var root = ReadEntry(volume.Root, "", "/") as ContentDirectory;
        if (root is not null)
        {
            root.Parent = null;
        }

        for (var next = 0; next < pending.Count; next++)
        {
            ReadDirectory(pending[next]);
        }

        var tree = new ContentTree(root ?? current);
        LinkNames(tree);
        return tree;
    }

    /// <summary>Of several names of one file entry, the first in the order of the tree is the file, the others are hard links to it.</summary>
    private static void LinkNames(ContentTree tree)
    {
        // Whoever has a second name was told so when that was read.
        var links = tree.AllNodes.OfType<ContentFile>().Where(file => file.LinkCount > 1).ToLookup(file => file.RecordOffset);
        foreach (var names in links)
        {
            var first = names.First();
            var count = names.Count();
            foreach (var name in names)
            {
                name.LinkCount = count;
                name.HardLinkOf = name == first ? null : first;
            }
        }
    }

    private void ReadDirectory((ContentDirectory Directory, UdfContent Content, int PathLength) directory)
    {
        (current, _, currentPathLength) = directory;
        entries.Clear();
        using var stream = new UdfDirectoryStream(image, directory.Content, volume.BlockSize, taken);
        while (stream.Position < directory.Content.Length)
        {
            var rest = stream.Rest;
            var identifier = new FileIdentifier(rest);
            var faults = rest.Length < FileIdentifier.HeadSize || !identifier.IsSound ? TagFaults.Short : identifier.Tag.Faults;
            if (UdfTags.IsNone(faults) || identifier.Tag.Id != TagId.FileIdentifier)
            {
                Report(DiagnosticId.ImageMalformed, current, stream.IsTaken
                    ? $"The directory's file identifiers from its byte {stream.Position} on also belong to another directory: the tree has a loop or overlaps itself."
                    : $"There is no file identifier at byte {stream.Position} of the directory's {directory.Content.Length}. The rest is not read.");
                break;
            }

            if (!budget.TryTake() || !limits.TryTakePath(currentPathLength))
            {
                Report(DiagnosticId.TreeTooLarge, current, $"There are more than {TreeReader.MaxNodes} entries, or their paths are too long in total. The rest is left out.");
                break;
            }

            var words = UdfTags.Describe(faults);
            if (words is not null && diagnostics.Keeps(DiagnosticId.UdfTagWrong))
            {
                diagnostics.Warning(DiagnosticId.UdfTagWrong, current.Path, $"The file identifier at byte {stream.Position} of the directory {words}. It is used anyway.");
            }

            if (!identifier.IsParent && !identifier.IsDeleted)
            {
                ReadIdentifier(identifier, UdfTags.IsDoubtful(faults) ? $"The file's identifier at byte {stream.Position} of its directory {words}: it may point to another file." : null);
            }

            stream.Skip(identifier.Size);
        }

        current.Entries = DirectoryEntry.Sort(entries, current, diagnostics);
    }

    /// <param name="identifier">The file identifier.</param>
    /// <param name="doubt">Why it may lead to another file than it should.</param>
    private void ReadIdentifier(FileIdentifier identifier, string? doubt)
    {
        var isWhole = OstaText.TryRead(identifier.NameBytes, out var name);
        var isAltered = false;
        if (!isWhole || HasLoneSurrogate(name))
        {
            name = WithoutLoneSurrogates(name);
            isAltered = true;
            diagnostics.Warning(DiagnosticId.NameUndecodable, PathFor(DiagnosticId.NameUndecodable, name), "The name is not valid OSTA compressed Unicode. U+FFFD replaces what cannot be decoded.");
        }

        if (RecordNames.IsHarmful(name))
        {
            Report(DiagnosticId.ImageMalformed, current, $"An entry has the name \"{name}\", which is empty or contains a slash. It is shown with _ instead.");
            name = RecordNames.Disarm(name);
            isAltered = true;
        }

        if (ReadEntry(identifier.EntryIcb, name, name) is { } node)
        {
            if (doubt is not null && node is ContentFile { IsIncomplete: false } file)
            {
                finding = null;
                Fail(DiagnosticId.UdfTagWrong, name, doubt);
                file.Finding = finding;
                doubted.Add(file);
            }

            node.Parent = current;
            node.MarkedHidden = identifier.IsHidden ? ImageFormats.Udf : 0;
            entries.Add(new DirectoryEntry(name.AsMemory(), identifier.FileVersion, isAltered, node.RecordOffset, node));
        }
    }

    /// <summary>What a file entry is of; <see langword="null"/> when there is none.</summary>
    private ContentNode? ReadEntry(LongExtent icb, string name, string shown)
    {
        var address = icb.Address;
        var isThere = volume.TryLocate(address, out var offset, out _);
        if (isThere && nodes.TryGetValue(offset, out var known))
        {
            return Again(known, name, offset);
        }

        if (!isThere || !image.TryRead(offset, block))
        {
            Report(DiagnosticId.ImageMalformed, PathFor(DiagnosticId.ImageMalformed, shown), $"The file identifier points to block {address.Block} of partition {address.Partition}, which does not exist. The entry is left out.");
            return null;
        }

        var key = offset;
        finding = null;
        if (new FileEntry(block).IcbTag.Strategy == IcbTag.Strategy4096)
        {
            address = versions.Newest(address, out var problem);
            if (problem is var (at, words))
            {
                Fail(DiagnosticId.ContentDamaged, shown, $"The indirect entry at byte {at}, which points to newer versions of the entry, {words}: an old version may be shown.");
            }

            if (!volume.TryLocate(address, out offset, out _) || !image.TryRead(offset, block))
            {
                Report(DiagnosticId.ImageMalformed, PathFor(DiagnosticId.ImageMalformed, shown), $"The indirect entry points to block {address.Block} of partition {address.Partition} for the newest version, which does not exist. The entry is left out.");
                return null;
            }
        }

        var entry = new FileEntry(block);
        var faults = entry.Tag.Check(entry.IsExtended ? TagId.ExtendedFileEntry : TagId.FileEntry, address.Block);
        if (UdfTags.IsNone(faults) || !entry.IsSound)
        {
            Report(DiagnosticId.ImageMalformed, PathFor(DiagnosticId.ImageMalformed, shown), $"There is no valid file entry at byte {offset}. The entry is left out.");
            return null;
        }

        if (UdfTags.IsDoubtful(faults) && entry.Type != UdfFileType.Directory)
        {
            Fail(DiagnosticId.UdfTagWrong, shown, $"The file entry at byte {offset} {UdfTags.Describe(faults)}: it may point to something other than the file.");
        }
        else if (UdfTags.Describe(faults) is { } fault)
        {
            diagnostics.Warning(DiagnosticId.UdfTagWrong, PathFor(DiagnosticId.UdfTagWrong, shown), $"The file entry at byte {offset} {fault}. It is used anyway.");
        }

        if (entry.IcbTag.Strategy is not (IcbTag.Strategy4 or IcbTag.Strategy4096))
        {
            Fail(DiagnosticId.ContentUnsupported, shown, $"The entry's ICB uses strategy {entry.IcbTag.Strategy}. Only the first version of the entry is shown.");
        }

        if (entry.HasStreams)
        {
            diagnostics.Info(DiagnosticId.UdfStreamsNotShown, PathFor(DiagnosticId.UdfStreamsNotShown, shown), "The entry has named streams in addition to its content, such as a Mac resource fork. They are not shown.");
        }

        var node = Make(entry, offset, address.Partition, name, shown);
        node.RecordOffset = offset;
        node.Mode = entry.Mode;
        node.OwnerId = entry.OwnerId == FileEntry.Nobody ? 0 : entry.OwnerId;
        node.GroupId = entry.GroupId == FileEntry.Nobody ? 0 : entry.GroupId;
        node.Modified = entry.Modified;
        nodes.Add(key, node);
        return node;
    }

    private ContentNode Make(FileEntry entry, long offset, ushort partition, string name, string shown)
    {
        if (entry.Type == UdfFileType.Directory)
        {
            return MakeDirectory(entry, offset, partition, name);
        }

        switch (entry.Type)
        {
            case UdfFileType.BlockDevice or UdfFileType.CharacterDevice:
                var found = ExtendedAttributes.FindDevice(entry.ExtendedAttributes);
                if (found is null)
                {
                    diagnostics.Warning(DiagnosticId.ImageMalformed, PathFor(DiagnosticId.ImageMalformed, shown), "The device has no device specification attribute with its numbers. 0 and 0 are shown.");
                }

                var device = found is var (major, minor) ? ((ulong)major << 32) | minor : 0;
                return new ContentSpecial(name, entry.Type == UdfFileType.BlockDevice ? SpecialKind.BlockDevice : SpecialKind.CharacterDevice, device);
            case UdfFileType.Pipe:
                return new ContentSpecial(name, SpecialKind.Pipe, 0);
            case UdfFileType.Socket:
                return new ContentSpecial(name, SpecialKind.Socket, 0);
        }

        var content = Locate(entry, offset, partition, shown);
        foreach (var more in allocation.Continuations)
        {
            moreBlocks.Add((current, more));
        }

        if (entry.Type == UdfFileType.SymbolicLink)
        {
            return MakeLink(entry, content, name, shown);
        }

        if (entry.Type is not (UdfFileType.File or UdfFileType.Unspecified or UdfFileType.RealTime))
        {
            Fail(DiagnosticId.ContentUnsupported, shown, $"The entry is of type {(int)entry.Type}, which is reserved for the volume's own use. It is shown as a file.");
        }

        return new ContentFile(name, content.Extents.Length switch
        {
            0 => new ExtentSource(image, default(Extent)),
            1 => new ExtentSource(image, content.Extents[0]),
            _ => new ExtentSource(image, content.Extents),
        })
        { Finding = finding ?? volume.Doubt };
    }

    private ContentLink MakeLink(FileEntry entry, UdfContent content, string name, string shown)
    {
        var target = "";
        linkBytes += entry.IcbTag.Allocation == AllocationType.Embedded ? LinkBytesPerEntry : LinkBytesPerEntry - content.Length;
        var isSound = content is { IsIncomplete: false, Length: <= LongestLink } && linkBytes >= -LongestLink;
        if (isSound)
        {
            var bytes = new byte[content.Length];
            using var reader = new ExtentReader(image, content.Extents);
            for (var at = 0; at < bytes.Length && reader.Read(at, bytes.AsSpan(at)) is > 0 and var read; at += read)
            {
            }

            isSound = PathComponents.TryRead(bytes, out target);
            if (entry.IcbTag.Allocation != AllocationType.Embedded)
            {
                AddBlocks(content);
            }
        }

        if (!isSound || target.Length == 0 || target.Contains('\0', StringComparison.Ordinal))
        {
            Report(DiagnosticId.ImageMalformed, PathFor(DiagnosticId.ImageMalformed, shown), "The symbolic link's target is empty or malformed, or contains NUL characters. It is shown as far as it can be read, with _ instead.");
            target = target.Length == 0 ? "_" : target.Replace('\0', '_');
        }

        return new ContentLink(name, target);
    }

    private void AddBlocks(UdfContent content)
    {
        foreach (var extent in content.Extents)
        {
            for (var at = extent.Offset; at < extent.End && !extent.IsHole; at += volume.BlockSize)
            {
                moreBlocks.Add((current, at));
            }
        }
    }

    private ContentDirectory MakeDirectory(FileEntry entry, long offset, ushort partition, string name)
    {
        var node = new ContentDirectory(name) { Parent = current };
        var path = name.Length == 0 ? 0 : currentPathLength + 1 + name.Length;
        if (!limits.TakesPath(path, name))
        {
            return node;
        }

        var content = Locate(entry, offset, partition, name);
        foreach (var more in allocation.Continuations)
        {
            moreBlocks.Add((node, more));
        }

        var isEmbedded = entry.IcbTag.Allocation == AllocationType.Embedded;
        directories.Add(new DirectoryExtent(node, content.Extents is [var first, ..] ? first.Offset : offset, content.Length, path));
        if (!isEmbedded)
        {
            foreach (var extent in content.Extents)
            {
                directoryExtents.Add((node, extent));
            }
        }

        pending.Add((node, content, path));
        return node;
    }

    private UdfContent Locate(FileEntry entry, long offset, ushort partition, string shown) => allocation.Read(entry, offset, partition, (id, message) =>
    {
        if (id == DiagnosticId.UdfTailBeyondExtents)
        {
            diagnostics.Info(id, PathFor(id, shown), message);
        }
        else
        {
            Fail(id, shown, message);
        }
    });

    /// <summary>A further name of a file entry.</summary>
    private ContentNode? Again(ContentNode known, string name, long offset)
    {
        ContentNode node;
        switch (known)
        {
            case ContentFile file:
                // They are counted at the end.
                file.LinkCount = 2;
                node = new ContentFile(name, file.Source) { Finding = doubted.Contains(file) ? volume.Doubt : file.Finding, LinkCount = 2 };
                break;
            case ContentLink link:
                node = new ContentLink(name, link.Target);
                break;
            case ContentSpecial special:
                node = new ContentSpecial(name, special.Kind, special.Device);
                break;
            default:
                Report(DiagnosticId.ImageMalformed, PathFor(DiagnosticId.ImageMalformed, name), $"The directory's file entry at byte {offset} also belongs to another directory: the tree has a loop. The entry is shown as empty.");
                node = new ContentDirectory(name);
                break;
        }

        (node.Mode, node.OwnerId, node.GroupId, node.Modified, node.RecordOffset) = (known.Mode, known.OwnerId, known.GroupId, known.Modified, offset);
        return node;
    }

    private static bool HasLoneSurrogate(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsHighSurrogate(name[i]) && i + 1 < name.Length && char.IsLowSurrogate(name[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(name[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static string WithoutLoneSurrogates(string name) => name.Length == 0 ? "\uFFFD" : string.Concat(name.EnumerateRunes().Select(rune => rune.ToString()));

    /// <summary>The path of an entry, when it will be told.</summary>
    private string? PathFor(DiagnosticId id, string name) => diagnostics.Keeps(id) ? $"{current.Path.TrimEnd('/')}/{name.TrimStart('/')}" : null;

    /// <summary>Says why the content of an entry is not what it should be.</summary>
    private void Fail(DiagnosticId id, string shown, string message)
    {
        var fault = diagnostics.Keeps(id) ? new Diagnostic(id, DiagnosticSeverity.Error, PathFor(id, shown), message) : FileAssembler.UnlistedFault;
        diagnostics.Add(ReferenceEquals(fault, FileAssembler.UnlistedFault) ? fault with { Id = id } : fault);
        finding ??= fault;
    }

    private void Report(DiagnosticId id, ContentDirectory directory, string message) => Report(id, diagnostics.Keeps(id) ? directory.Path : null, message);

    private void Report(DiagnosticId id, string? item, string message) => diagnostics.Error(id, item, message);
}
