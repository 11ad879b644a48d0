using IsoBuild.Diagnostics;
using IsoBuild.Reading;
using IsoBuild.Udf;

namespace IsoBuild.Verifying;

/// <summary>The rules of a UDF volume's directories and file entries (ECMA-167 4; UDF 1.02 2.3).</summary>
internal sealed class UdfTreeRules(UdfChecks checks)
{
    private readonly UdfVolumeReading volume = checks.Volume;
    private readonly Findings findings = checks.Findings;
    private readonly ImageFile image = checks.Volume.Image;
    private readonly int blockSize = checks.Volume.BlockSize;
    private readonly byte[] block = new byte[checks.Volume.BlockSize];
    private readonly UdfEntryRules entries = new(checks);
    private readonly UdfVersions versions = new(checks.Volume);

    /// <summary>The blocks of directories that were read.</summary>
    private readonly HashSet<long> taken = [];
    private readonly Queue<Directory> pending = new();

    /// <summary>By where they lie.</summary>
    private readonly Dictionary<long, Entry> known = [];

    /// <summary>How many file entries of directories there are.</summary>
    public uint Directories { get; private set; }

    /// <summary>How many file entries of anything else there are.</summary>
    public uint Files { get; private set; }

    /// <summary>The greatest unique id.</summary>
    public ulong MaxUniqueId => entries.MaxUniqueId;

    public void Check()
    {
        if (Enter(volume.Root, new Place("", Parent: null), field: volume.FileSet.Offset + 400) is { IsDirectory: true } root)
        {
            // Its own first identifier leads to it.
            pending.Enqueue(new Directory(root, root, new Place("", Parent: null)));
        }

        while (pending.TryDequeue(out var directory))
        {
            checks.Context.CancellationToken.ThrowIfCancellationRequested();
            CheckDirectory(directory);
        }

        foreach (var entry in known.Values.OrderBy(entry => entry.Offset))
        {
            CheckLinks(entry);
        }
    }

    private void CheckDirectory(Directory directory)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        using var stream = new UdfDirectoryStream(image, directory.Entry.Content, blockSize, taken);
        var place = new Cursor(directory.Entry.Content);
        for (var isFirst = true; stream.Position < directory.Entry.Content.Length; isFirst = false)
        {
            var offset = place.OffsetOf(stream.Position);
            var rest = stream.Rest;
            var identifier = new FileIdentifier(rest);
            if (rest.Length < FileIdentifier.HeadSize || !identifier.IsSound || UdfTags.IsNone(identifier.Tag.Faults) || identifier.Tag.Id != TagId.FileIdentifier)
            {
                findings.Error(DiagnosticId.UdfIdentifierMalformed, directory.Place, offset, "There is no file identifier descriptor here, or one that is longer than the rest of the directory: readers stop here or refuse the directory. Recreate the image.");
                return;
            }

            var location = LocationOf(directory.Entry, offset);
            checks.CheckTag(rest[..identifier.Size], identifier.Tag.Check(TagId.FileIdentifier, location), offset, directory.Place, "file identifier");
            CheckLengths(identifier, offset, directory.Place);
            if (isFirst != identifier.IsParent)
            {
                findings.Error(DiagnosticId.UdfParentWrong, directory.Place, offset, isFirst ? "The first file identifier of the directory is not that of its parent. Recreate the image." : "A file identifier after the first is flagged as that of the parent. Recreate the image.");
            }

            if (identifier.IsParent)
            {
                CheckParent(identifier, offset, directory);
            }
            else if (!identifier.IsDeleted)
            {
                CheckIdentifier(identifier, offset, directory, names);
            }

            stream.Skip(identifier.Size);
        }

        if (directory.Entry.Content.Length == 0)
        {
            findings.Error(DiagnosticId.UdfParentWrong, directory.Place, directory.Entry.Offset, "The directory is empty: it lacks the file identifier of its parent. Recreate the image.");
        }
    }

    private void CheckLengths(FileIdentifier identifier, long offset, Place place)
    {
        if (identifier.Tag.CrcLength != identifier.Size - DescriptorTag.Size)
        {
            findings.Error(DiagnosticId.UdfIdentifierPadding, place, offset + 10, $"The CRC of the file identifier covers {identifier.Tag.CrcLength} bytes, not all {identifier.Size - DescriptorTag.Size}: Linux and 7-Zip refuse the directory. Recreate the image.");
        }

        if (identifier.UseSize % 4 != 0)
        {
            findings.Error(DiagnosticId.UdfIdentifierPadding, place, offset + 36, $"The implementation use of the file identifier has {identifier.UseSize} bytes, which is not a multiple of 4. Recreate the image.");
        }

        if (identifier.Padding.ContainsAnyExcept((byte)0))
        {
            findings.Error(DiagnosticId.UdfIdentifierPadding, place, offset + identifier.Size - identifier.Padding.Length, "The padding of the file identifier is not zero: 7-Zip refuses the directory. Recreate the image.");
        }
    }

    private void CheckParent(FileIdentifier identifier, long offset, Directory directory)
    {
        if (!volume.TryLocate(versions.Newest(identifier.EntryIcb.Address, out _), out var place, out _) || place != directory.Parent.Offset)
        {
            findings.Warning(DiagnosticId.UdfParentWrong, directory.Place, offset + 24, "The file identifier of the parent does not point to the parent. Readers that follow it for \"..\" go wrong; Linux and 7-Zip do not use it. Recreate the image.");
        }
        else
        {
            directory.Parent.Names++;
        }
    }

    private void CheckIdentifier(FileIdentifier identifier, long offset, Directory directory, HashSet<string> names)
    {
        var isValid = OstaText.TryRead(identifier.NameBytes, out var name);
        var place = new Place(name, directory.Place);
        if (!isValid || name.Length == 0 || name is "." or ".." || name.AsSpan().ContainsAny('/', '\0'))
        {
            findings.Error(DiagnosticId.UdfNameWrong, place, offset + FileIdentifier.HeadSize + identifier.UseSize, "The name is empty, contains a slash, or is not OSTA compressed Unicode: readers show another name, or refuse the directory. Recreate the image.");
        }
        else if (!names.Add(name))
        {
            findings.Warning(DiagnosticId.UdfNameDuplicate, place, offset, "The directory already has an entry of this name, and readers open the first for both. Recreate the image.");
        }

        if (identifier.EntryIcb.Length != blockSize)
        {
            findings.Warning(DiagnosticId.UdfIcbLength, place, offset + 20, $"The ICB has {identifier.EntryIcb.Length} bytes, but 7-Zip requires one block, {blockSize}. Recreate the image.");
        }

        if (Enter(identifier.EntryIcb, place, offset + 24) is not { } entry)
        {
            return;
        }

        if (entry.IsDirectory != identifier.IsDirectory)
        {
            findings.Error(DiagnosticId.UdfIdentifierContradicts, place, offset + 18, $"The file identifier describes {(identifier.IsDirectory ? "a directory" : "a file")}, but its file entry does not. Recreate the image.");
        }

        if (entry.IsDirectory && entry.Names > 1)
        {
            findings.Error(DiagnosticId.UdfTreeCircle, place, offset + 24, "The directory also appears at another place of the tree: programs that walk the tree visit it twice, or forever. Recreate the image.");
        }
        else if (entry.IsDirectory)
        {
            pending.Enqueue(new Directory(entry, directory.Entry, place));
        }
    }

    /// <summary>Looks at a file entry, for the first time or again.</summary>
    private Entry? Enter(LongExtent icb, Place place, long field)
    {
        var address = versions.Newest(icb.Address, out var problem);
        if (problem is var (at, words))
        {
            findings.Error(DiagnosticId.UdfContentUnreadable, place, at, $"The indirect entry, which points to newer versions of the entry, {words}: readers may show an old version. Get a fresh copy, or recreate the image.");
        }

        if (!volume.TryLocate(address, out var offset, out _) || !image.TryRead(offset, block))
        {
            findings.Error(DiagnosticId.UdfExtentOutside, place, field, $"The file identifier points to a file entry in block {address.Block} of partition {address.Partition}, which does not exist. The image is truncated or wrong. Get a fresh copy, or recreate it.");
            return null;
        }

        if (known.TryGetValue(offset, out var entry))
        {
            entry.Names++;
            return entry;
        }

        var record = new FileEntry(block);
        if (!checks.IsThere(block, record.IsExtended ? TagId.ExtendedFileEntry : TagId.FileEntry, address.Block, offset, place))
        {
            return null;
        }

        if (!record.IsSound)
        {
            findings.Error(DiagnosticId.UdfEntryMalformed, place, offset + (record.IsExtended ? 208 : 168), "The extended attributes and allocation descriptors of the file entry do not fit its block. Recreate the image.");
            return null;
        }

        var content = entries.Check(record, offset, address.Partition, place, isRoot: known.Count == 0);
        entry = new Entry(offset, address.Partition, record.Type == UdfFileType.Directory, record.LinkCount, content, place) { Names = 1 };
        known.Add(offset, entry);
        (Directories, Files) = entry.IsDirectory ? (Directories + 1, Files) : (Directories, Files + 1);
        return entry;
    }

    /// <summary>Identifiers of parents count too (4/14.9.6); nothing but their own first one leads to the root.</summary>
    private void CheckLinks(Entry entry)
    {
        var names = entry.Parent is null ? entry.Names - 1 : entry.Names;
        if (entry.Links == 0)
        {
            findings.Error(DiagnosticId.UdfLinkCount, entry.Place, entry.Offset + 48, "The file entry has a link count of 0: Linux does not open it. Recreate the image.");
        }
        else if (entry.Links != names)
        {
            findings.Warning(DiagnosticId.UdfLinkCount, entry.Place, entry.Offset + 48, $"The file entry has a link count of {entry.Links}, but {names} names point to it. Recreate the image.");
        }
    }

    /// <summary>The block in which a file identifier begins, in its partition; of one in a file entry, that one's.</summary>
    private uint LocationOf(Entry entry, long offset) => (uint)volume.Partitions[entry.Partition].BlockAt(offset / blockSize * blockSize);

    /// <summary>Goes through the extents of a directory once, from its start to its end.</summary>
    private struct Cursor(UdfContent content)
    {
        private int extent;

        /// <summary>How many bytes come before the extent.</summary>
        private long before;

        /// <summary>Where a byte lies that is no nearer to the start than the last one asked for; 0 when it lies nowhere.</summary>
        public long OffsetOf(long position)
        {
            for (; extent < content.Extents.Length && position - before >= content.Extents[extent].Length; extent++)
            {
                before += content.Extents[extent].Length;
            }

            return extent < content.Extents.Length && content.Extents[extent] is { IsHole: false } found ? found.Offset + position - before : 0;
        }
    }

    /// <summary>A file entry that something led to.</summary>
    private sealed record Entry(long Offset, ushort Partition, bool IsDirectory, ushort Links, UdfContent Content, Place Place)
    {
        /// <summary>How many file identifiers lead to it.</summary>
        public int Names { get; set; }

        public Place? Parent => Place.Parent;
    }

    private sealed record Directory(Entry Entry, Entry Parent, Place Place);

    /// <summary>A path, put together only when it is told.</summary>
    private sealed record Place(string Name, Place? Parent)
    {
        public override string ToString()
        {
            var names = new Stack<string>();
            for (var place = this; place.Parent is not null; place = place.Parent)
            {
                names.Push(place.Name);
            }

            return $"udf /{string.Join('/', names)}";
        }
    }
}
