using System.Buffers;
using System.Text;
using System.Text.Unicode;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;
using IsoBuild.RockRidge;

namespace IsoBuild.Reading;

/// <summary>Walks one tree of directory records (ECMA-119 6.8).</summary>
internal sealed class TreeReader
{
    /// <summary>How many diagnostics of one code a tree may cause.</summary>
    public const int DiagnosticLimit = 1000;

    /// <summary>Far more than any disc or distribution has, and what a program of today still holds in memory.</summary>
    public const int MaxNodes = 8_000_000;

    /// <summary>How many sectors without a record end a directory, whatever length it claims: a sparse file has gigabytes of them for nothing.</summary>
    private const int MaxEmptySectors = 64;

    /// <summary>Bytes of continuation areas, some for each of <see cref="MaxNodes"/>: a sparse file has terabytes of them for nothing.</summary>
    private const long MaxContinuations = 1L << 31;

    /// <summary>What a year of all ones is (ECMA-119 9.1.5).</summary>
    private const int LastYear = 1900 + byte.MaxValue;

    /// <summary>Sound images may cost more than they have bytes: a record that goes on elsewhere has 62 bytes and more, and its area counts as 256.</summary>
    private const int ContinuationsPerByte = 5;

    private const int PieceSize = 32 * Sector.Size;

    private readonly ImageFile image;
    private readonly IdentifierKind kind;

    /// <summary>What the tree is, as marks name it.</summary>
    private readonly ImageFormats format;
    private readonly SystemUseReader? systemUse;
    private readonly DiagnosticBag diagnostics = new(DiagnosticLimit);
    private readonly TreeLimits limits;
    private readonly FileAssembler files;
    private readonly PlaceInSet inSet;
    private readonly RecordBudget budget;

    /// <summary>What there is instead of nodes for files, if nobody wants these.</summary>
    private readonly OutlinedFiles? outline;
    private readonly NameBuffer names = new();
    private readonly List<DirectoryExtent> directories = [];
    private readonly List<(long Offset, int Length, ContentDirectory Directory)> continuations = [];
    private readonly DirectorySectors sectors = new();

    /// <summary>Whether plain identifiers are read as UTF-8, and whether there are any beyond ASCII that are, and that are not.</summary>
    private readonly bool isUtf8;
    private (bool Is, bool IsNot) foundUtf8;

    /// <summary>Directories that belong elsewhere, by what they are; nobody may have led to them at the end.</summary>
    private readonly List<DirectoryExtent> relocated = [];

    private DirectoryExtent current = null!;
    private readonly List<DirectoryEntry> entries = [];
    private int lowestLevel = 1;
    private int records;

    private TreeReader(ImageFile image, IdentifierKind kind, int? rockRidgeSkip, PlaceInSet place, RecordBudget budget, OutlinedFiles? outline = null, bool isUtf8 = false)
    {
        this.outline = outline;
        this.budget = budget;
        this.isUtf8 = isUtf8;
        this.image = image;
        this.kind = kind;
        format = kind switch
        {
            IdentifierKind.Joliet => ImageFormats.Joliet,
            IdentifierKind.Enhanced => ImageFormats.Iso1999,
            _ => ImageFormats.Iso9660 | ImageFormats.RockRidge,
        };
        inSet = place;
        files = new FileAssembler(image, format, place, diagnostics, outline);
        limits = new TreeLimits(diagnostics);
        if (rockRidgeSkip is { } skip)
        {
            systemUse = new SystemUseReader(skip, image.TryRead, AddContinuation, budget: Math.Min(image.Length * ContinuationsPerByte, MaxContinuations));
        }
    }

    /// <param name="image">The image.</param>
    /// <param name="descriptor">The volume descriptor, which has the root's record.</param>
    /// <param name="kind">How identifiers are stored.</param>
    /// <param name="rockRidgeSkip">How many bytes come before Rock Ridge's fields; <see langword="null"/> to see none of them.</param>
    /// <param name="budget">How many records may be read.</param>
    public static TreeReading Read(ImageFile image, VolumeDescriptor.View descriptor, IdentifierKind kind, int? rockRidgeSkip, RecordBudget budget)
    {
        var root = descriptor.Root;
        var place = new PlaceInSet(descriptor.VolumeSequenceNumber, descriptor.VolumeSetSize, root.VolumeSequenceNumber);
        var reader = new TreeReader(image, kind, rockRidgeSkip, place, budget);
        var content = reader.Walk(root);
        if (reader.foundUtf8 is { Is: true, IsNot: false })
        {
            // Only all names together tell.
            budget.Return(reader.records, reader.directories);
            reader = new TreeReader(image, kind, rockRidgeSkip, place, budget, isUtf8: true);
            content = reader.Walk(root);
        }

        return new TreeReading
        {
            Content = content,
            Directories = reader.directories,
            Continuations = reader.continuations,
            HasRockRidge = rockRidgeSkip is not null,
            HasRelocated = reader.relocated.Count > 0,
            HasOtherDates = reader.systemUse?.HasOtherDates == true,
            WritersAttributes = reader.systemUse?.OwnAttributes ?? [],
            Checksums = reader.systemUse?.Checksums,
            LowestLevel = reader.lowestLevel,
            PlainNames = reader.isUtf8 ? NameEncoding.Utf8 : reader.foundUtf8.IsNot ? NameEncoding.Latin1 : NameEncoding.Ascii,
            Diagnostics = reader.diagnostics,
        };
    }

    /// <inheritdoc cref="Read"/>
    /// <returns>The tree without its files; <see langword="null"/> when there is more to say of it than that, which is for <see cref="Read"/> to find out.</returns>
    public static TreeOutline? Outline(ImageFile image, VolumeDescriptor.View descriptor, IdentifierKind kind, int? rockRidgeSkip, RecordBudget budget)
    {
        var root = descriptor.Root;
        var place = new PlaceInSet(descriptor.VolumeSequenceNumber, descriptor.VolumeSetSize, root.VolumeSequenceNumber);
        var outlined = new OutlinedFiles();
        var reader = new TreeReader(image, kind, rockRidgeSkip, place, budget, outlined);
        outlined.AddDirectory();
        reader.WalkAll(root);
        return !reader.IsToGoOn || reader.foundUtf8.Is ? null : new TreeOutline(outlined)
        {
            Directories = reader.directories,
            Continuations = reader.continuations,
            HasRockRidge = rockRidgeSkip is not null,
            Checksums = reader.systemUse?.Checksums,
            LowestLevel = reader.lowestLevel,
            PlainNames = reader.foundUtf8.IsNot ? NameEncoding.Latin1 : NameEncoding.Ascii,
            Diagnostics = reader.diagnostics,
        };
    }

    /// <summary>Whether there is still something to gain: an outline is given up as soon as it is none.</summary>
    private bool IsToGoOn => outline is null || (outline.IsSound && diagnostics.Kept == 0);

    private ContentTree Walk(DirectoryRecord root)
    {
        var tree = new ContentTree(WalkAll(root));
        NamesOfOneFile.Link(tree, files.OfSeveralNames);
        return tree;
    }

    private ContentDirectory WalkAll(DirectoryRecord root)
    {
        var node = new ContentDirectory("") { Modified = root.Recorded };
        TryEnter(new DirectoryExtent(node, root.Block * Sector.Size, root.Length, PathLength: 0));
        var next = 0;
        ReadFrom(ref next);

        // Of what belongs elsewhere, only its place in the image is of interest, and only where nothing leads there.
        for (var i = 0; i < relocated.Count; i++)
        {
            // Reading one may add others.
            var directory = relocated[i];
            if (!sectors.AreTaken(directory) && TryEnter(directory))
            {
                // What nothing leads to is not counted.
                outline?.GiveUp();
                ReadFrom(ref next);
            }
        }

        return node;
    }

    private void ReadFrom(ref int next)
    {
        for (; next < directories.Count && IsToGoOn; next++)
        {
            ReadDirectory(directories[next]);
        }
    }

    /// <summary>Whether the directory may be read: inside the image, for the first time, and at a path that systems take.</summary>
    private bool TryEnter(DirectoryExtent directory)
    {
        if (!budget.TryEnter(directory.Offset))
        {
            // What it leads to is known by another session's tree.
            return false;
        }

        if (directory.Length == 0)
        {
            Report(DiagnosticId.ImageMalformed, directory.Node, $"The directory has no records: its extent at byte {directory.Offset} has a length of 0.");
        }
        else if (directory.Length > image.Length - directory.Offset)
        {
            Report(DiagnosticId.ImageTruncated, directory.Node, $"The directory's extent at byte {directory.Offset}, {directory.Length} bytes long, goes beyond the image's end at {image.Length}.");
        }
        else if (sectors.AreTaken(directory) && !sectors.AreShownAgain(directory))
        {
            Report(DiagnosticId.ImageMalformed, directory.Node, $"The directory's records at byte {directory.Offset} also belong to another directory: the tree has a loop or overlaps itself.");
        }
        else if (limits.TakesPath(directory.PathLength, directory.Node.Name))
        {
            directories.Add(sectors.Enter(directory));
            return true;
        }

        return false;
    }

    private void ReadDirectory(DirectoryExtent directory)
    {
        current = directory;
        entries.Clear();
        names.Clear();
        var emptySectors = 0;
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(PieceSize, directory.Length));
        for (long position = 0; position < directory.Length && emptySectors < MaxEmptySectors; position += PieceSize)
        {
            var piece = buffer.AsSpan(0, (int)Math.Min(PieceSize, directory.Length - position));
            if (!image.TryRead(directory.Offset + position, piece))
            {
                Report(DiagnosticId.ImageTruncated, directory.Node, $"The directory's records end with the image, at byte {directory.Offset + position}.");
                break;
            }

            if (!ReadPiece(piece, directory.Offset + position, isFirst: position == 0, ref emptySectors))
            {
                break;
            }
        }

        ArrayPool<byte>.Shared.Return(buffer);
        if (emptySectors == MaxEmptySectors)
        {
            Report(DiagnosticId.ImageMalformed, directory.Node, $"The directory has a length of {directory.Length} bytes, but {MaxEmptySectors} sectors in a row have no record. The rest is not read.");
        }

        if (files.IsOpen)
        {
            Add(files.Finish());
        }

        if (outline is null)
        {
            directory.Node.Entries = DirectoryEntry.Sort(entries, directory.Node, diagnostics);
        }
        else if (!DirectoryEntry.AreDistinct(entries))
        {
            outline.GiveUp();
        }
    }

    private bool ReadPiece(ReadOnlySpan<byte> piece, long offset, bool isFirst, ref int emptySectors)
    {
        for (var start = 0; start < piece.Length; start += Sector.Size)
        {
            if (!(isFirst && start == 0) && !sectors.TryTake(offset + start) && !current.IsAgain)
            {
                Report(DiagnosticId.ImageMalformed, current.Node, $"The directory's records at byte {offset + start} also belong to another directory: the tree has a loop or overlaps itself.");
                return false;
            }

            var sector = piece.Slice(start, Math.Min(Sector.Size, piece.Length - start));
            emptySectors = sector[0] == 0 ? emptySectors + 1 : 0;
            for (var at = 0; at < sector.Length && sector[at] != 0;)
            {
                var record = new DirectoryRecord(sector[at..]);
                if (sector.Length - at <= DirectoryRecord.HeadSize || !record.IsSound)
                {
                    Report(DiagnosticId.ImageMalformed, current.Node, $"The directory record at byte {offset + start + at} does not fit its own length or its sector.");
                    break;
                }

                if (!budget.TryTake())
                {
                    Report(DiagnosticId.TreeTooLarge, current.Node, $"There are more than {MaxNodes} records. The rest is left out.");
                    return false;
                }

                if (!limits.TryTakeRecord(current.IsAgain))
                {
                    Report(DiagnosticId.TreeTooLarge, current.Node, "Directories that are shown in several places have many times the records of all others. The rest is left out.");
                    return false;
                }

                if (!limits.TryTakePath(current.PathLength))
                {
                    Report(DiagnosticId.TreeTooLarge, current.Node, $"The paths of all entries have more than {TreeLimits.MaxPathCharacters} characters in total. The rest is left out.");
                    return false;
                }

                records++;
                ReadRecord(record, offset + start + at);
                at += record.Size;
            }

            if (emptySectors == MaxEmptySectors)
            {
                return false;
            }
        }

        return true;
    }

    private void ReadRecord(DirectoryRecord record, long offset)
    {
        var posix = default(PosixEntry);
        if (systemUse is not null)
        {
            systemUse.Read(record.SystemUse, isRootSelf: current.Node.Parent is null && record.Identifier is [0], out posix);
        }

        if (record.IsSelfOrParent)
        {
            if (record.Identifier is [0])
            {
                // A directory speaks for itself, as for Linux; the parent's record, which other readers go by, repeats it. StarBurn's
                // images have the last year there is in the first, and the date in the second.
                var inParent = current.Node.Modified;
                Describe(current.Node, record, posix);
                if (inParent is not null && current.Node.Modified is not { Year: < LastYear })
                {
                    current.Node.Modified = inParent;
                }
            }

            return;
        }

        if (record.IsMultiExtent && !record.IsDirectory)
        {
            lowestLevel = Math.Max(lowestLevel, 3);
        }

        // No shorter identifier needs a higher level than 2.
        if (kind == IdentifierKind.Plain && (lowestLevel < 2 || record.Identifier.Length > IsoNames.DirectoryCharacters))
        {
            lowestLevel = Math.Max(lowestLevel, RecordNames.LevelOf(record));
        }

        // An associated file is none of the sections of the file that has its name (9.1.6), nor the end of them.
        var isSection = !record.IsAssociated || record.IsDirectory;
        if (isSection && files.IsOpen)
        {
            if (files.Continue(record, posix))
            {
                if (!record.IsMultiExtent)
                {
                    Add(files.Finish());
                }

                return;
            }

            Add(files.Finish());
        }

        var real = RealName();
        if (!limits.TryTakeText(record.Size, real.Length + (posix.Target?.Length ?? 0) + CostOf(posix.Attributes)))
        {
            Report(DiagnosticId.TreeTooLarge, current.Node, $"The entry whose record is at byte {offset} is left out: records share system use areas, so that names, link targets and attributes are many times as long as the areas.");
            return;
        }

        var entry = Name(record, real, offset);
        if (posix.Problem is not null)
        {
            Report(DiagnosticId.ImageMalformed, PathFor(DiagnosticId.ImageMalformed, entry.Name), $"The entry's Rock Ridge fields are malformed: {posix.Problem}.");
        }

        if (posix.IsNameCut)
        {
            diagnostics.Warning(DiagnosticId.ImageMalformed, PathFor(DiagnosticId.ImageMalformed, entry.Name), "The name is flagged to continue in another Rock Ridge field (NM), which does not exist. It is shown as far as it can be read.");
        }

        if (posix.IsTargetCut)
        {
            // Other readers do the same, and say nothing.
            diagnostics.Warning(DiagnosticId.ImageMalformed, PathFor(DiagnosticId.ImageMalformed, entry.Name), $"The symbolic link's target is malformed, or longer than {SystemUseReader.LongestTarget} bytes. It is shown as far as it can be read.");
        }

        if (posix.ChildBlock is { } block && !record.IsDirectory)
        {
            AddDirectory(entry, record, posix, (block * (long)Sector.Size, LengthAt(block)), isLinked: true);
        }
        else if (record.IsDirectory)
        {
            AddDirectory(entry, record, posix, (record.Block * Sector.Size, record.Length), isLinked: false);
        }
        else if (record.IsAssociated)
        {
            diagnostics.Info(DiagnosticId.AssociatedFileHidden, PathFor(DiagnosticId.AssociatedFileHidden, entry.Name), $"An associated file (usually a resource fork) of {record.Length} bytes at byte {record.Block * Sector.Size} is not shown.");
        }
        else if (Special(entry.Name, posix) is { } special)
        {
            Count(special);
            Describe(special, record, posix);
            special.MarkedHidden = record.IsHidden ? format : 0;
            Add(entry with { Node = special });
        }
        else
        {
            files.Begin(entry, record, posix, current.Node);
            if (!record.IsMultiExtent)
            {
                Add(files.Finish());
            }
        }
    }

    private static int CostOf(AttributeList? attributes)
    {
        const int each = 16;
        return attributes is null ? 0 : AttributeFields.SizeOf(attributes) + (each * attributes.Extended.Count);
    }

    private void AddDirectory(DirectoryEntry entry, DirectoryRecord record, in PosixEntry posix, (long Offset, long Length) place, bool isLinked)
    {
        var child = new ContentDirectory(entry.Name.ToString()) { Parent = current.Node, MarkedHidden = record.IsHidden ? format : 0 };
        Describe(child, record, posix);
        var extent = new DirectoryExtent(child, place.Offset, place.Length, current.PathLength + 1 + entry.Name.Length) { Parent = current, IsLinked = isLinked };
        child.RecordOffset = entry.RecordOffset;
        if (inSet.IsElsewhere(record.VolumeSequenceNumber) && !isLinked)
        {
            Report(DiagnosticId.ContentUnsupported, PathFor(DiagnosticId.ContentUnsupported, entry.Name), $"The directory is on volume {record.VolumeSequenceNumber} of a set of {inSet.Count}, and this is volume {inSet.Number}. It is shown as empty. Open the image of that disc.");
            Add(entry with { Node = child });
            return;
        }

        if (record.IsExtentDoubtful)
        {
            diagnostics.Warning(DiagnosticId.ImageMalformed, PathFor(DiagnosticId.ImageMalformed, entry.Name), "The little-endian and big-endian copies of the directory's location or length differ. The first is used, as Windows and Linux do. One of them is damaged.");
        }

        if (posix.IsRelocated)
        {
            relocated.Add(extent);
            return;
        }

        TryEnter(extent);
        Add(entry with { Node = child });
        outline?.AddDirectory();
    }

    private void Count(ContentNode special)
    {
        if (special is ContentLink)
        {
            outline?.AddLink();
        }
        else
        {
            outline?.AddOther();
        }
    }

    /// <summary>The length that a directory's own record gives it: all that is known of one to which CL leads (RRIP 4.1.5.1).</summary>
    private long LengthAt(uint block)
    {
        Span<byte> record = stackalloc byte[DirectoryRecord.MaxSize + 1];
        return image.TryRead(block * (long)Sector.Size, record) && new DirectoryRecord(record) is { IsSound: true, Identifier: [0] } self ? self.Length : 0;
    }

    /// <summary>A link or a special file, when the record is of one.</summary>
    private ContentNode? Special(ReadOnlyMemory<char> name, in PosixEntry posix)
    {
        switch (posix.FileType)
        {
            case SystemUseField.PosixAttributes.Link:
            case 0 when posix.Target is not null:
                var target = posix.Target ?? "";
                if (target.Length == 0 || target.Contains('\0', StringComparison.Ordinal))
                {
                    Report(DiagnosticId.ImageMalformed, PathFor(DiagnosticId.ImageMalformed, name), "The symbolic link's target is empty or contains NUL characters. It is shown with _ instead.");
                    target = target.Length == 0 ? "_" : target.Replace('\0', '_');
                }

                return new ContentLink(name.ToString(), target);
            case SystemUseField.PosixAttributes.Pipe:
                return new ContentSpecial(name.ToString(), SpecialKind.Pipe, posix.Device);
            case SystemUseField.PosixAttributes.Socket:
                return new ContentSpecial(name.ToString(), SpecialKind.Socket, posix.Device);
            case SystemUseField.PosixAttributes.CharacterDevice:
                return new ContentSpecial(name.ToString(), SpecialKind.CharacterDevice, posix.Device);
            case SystemUseField.PosixAttributes.BlockDevice:
                return new ContentSpecial(name.ToString(), SpecialKind.BlockDevice, posix.Device);
            default:
                return null;
        }
    }

    /// <summary>The Rock Ridge name of the record that is read; empty where it has none.</summary>
    private ReadOnlyMemory<char> RealName() =>
        systemUse is { Name: { Length: > 0 } bytes } ? names.Keep(NameBytes.DecodeInto(names.Room(bytes.Length), bytes)) : default;

    /// <summary>The name under which a record is shown.</summary>
    private DirectoryEntry Name(DirectoryRecord record, ReadOnlyMemory<char> real, long offset)
    {
        var decoded = real.Length > 0
            ? new RecordNames.Decoded(real, Version: 0, IsAltered: false, IsUndecodable: false)
            : Decode(record);
        var name = decoded.Name;
        if (decoded.IsUndecodable)
        {
            diagnostics.Warning(DiagnosticId.NameUndecodable, PathFor(DiagnosticId.NameUndecodable, name), "The name is not valid UTF-16. U+FFFD replaces what cannot be decoded.");
        }
        else if (NameBytes.IsRaw(name.Span))
        {
            diagnostics.Info(DiagnosticId.NameUndecodable, PathFor(DiagnosticId.NameUndecodable, name), "The name is not UTF-8. Its bytes are kept; in output, \\xE9 stands for the byte E9.");
        }

        if (RecordNames.IsHarmful(name.Span))
        {
            Report(DiagnosticId.ImageMalformed, current.Node, $"An entry has the name \"{name}\", which is empty or contains a slash. It is shown with _ instead.");
            name = RecordNames.Disarm(name.ToString()).AsMemory();
            decoded = decoded with { IsAltered = true };
        }

        return new DirectoryEntry(name, decoded.Version, decoded.IsAltered, offset, null!);
    }

    /// <summary>The name that the identifier is.</summary>
    private RecordNames.Decoded Decode(DirectoryRecord record)
    {
        if (kind == IdentifierKind.Plain && !Ascii.IsValid(record.Identifier))
        {
            var isValid = Utf8.IsValid(record.Identifier);
            foundUtf8 = (foundUtf8.Is || isValid, foundUtf8.IsNot || !isValid);
        }

        return RecordNames.Decode(record, kind, isUtf8, names);
    }

    private void Add(in DirectoryEntry entry)
    {
        if (entry.Node is { } node)
        {
            node.Parent = current.Node;
            node.RecordOffset = entry.RecordOffset;
        }

        entries.Add(entry);
    }

    private void AddContinuation(long offset, int length)
    {
        limits.AddArea(offset / Sector.Size);
        if (current.IsAgain)
        {
            return;
        }

        if (continuations.Count == 0 || continuations[^1] is var last && (last.Offset / Sector.Size != offset / Sector.Size || last.Directory != current.Node))
        {
            continuations.Add((offset, length, current.Node));
        }
    }

    private static void Describe(ContentNode node, DirectoryRecord record, in PosixEntry posix)
    {
        node.Mode = posix.Mode ?? node.Mode;
        node.Attributes = posix.Attributes ?? node.Attributes;
        node.OwnerId = posix.OwnerId;
        node.GroupId = posix.GroupId;
        node.Modified = DateOf(record, posix);
    }

    internal static DateTimeOffset? DateOf(DirectoryRecord record, in PosixEntry posix) => posix.Modified ?? record.Recorded;

    /// <summary>The path of an entry, when it will be told: of millions of entries far down, the paths would take longer than all else.</summary>
    private string? PathFor(DiagnosticId id, ReadOnlyMemory<char> name) => diagnostics.Keeps(id) ? $"{current.Node.Path.TrimEnd('/')}/{name}" : null;

    private void Report(DiagnosticId id, ContentDirectory directory, string message) => Report(id, diagnostics.Keeps(id) ? directory.Path : null, message);

    private void Report(DiagnosticId id, string? item, string message) => diagnostics.Error(id, item, message);
}
