using System.Buffers.Binary;
using System.Text;
using IsoBuild.Bytes;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;

namespace IsoBuild.Verifying;

/// <summary>Walks one tree of directory records as it stands, and lets the rules look at every record on the way (ECMA-119 6.8, 9.1).</summary>
internal sealed class TreeWalker(VerifyContext context, WalkedTree tree, bool saysXa)
{
    /// <summary>Linux follows no longer row of extents.</summary>
    private const int MostSections = 100;

    /// <summary>As many whole sectors as a record's length has room for.</summary>
    private const long LargestExtent = uint.MaxValue / Sector.Size * (long)Sector.Size;

    private const int LongestPath = 255;
    private const int DeepestLevel = 8;

    /// <summary>How many sectors without a record end a directory: a sparse file has gigabytes of them for nothing.</summary>
    private const int MostEmptySectors = 64;

    private const int ChunkSize = 32 * Sector.Size;

    private readonly Findings findings = context.Findings;
    private readonly RecordRules rules = new(context, tree);
    private readonly NameRules names = new(context.Findings, tree);
    private readonly SystemUseRules systemUse = new(context, tree);
    private readonly HashSet<long> visited = [];
    private readonly byte[] chunk = new byte[ChunkSize];
    private long budget = context.Image.Length;
    private bool hasXa;

    public void Walk(DirectoryRecord root)
    {
        var first = new WalkedDirectory(tree, entry: null, (long)root.Block * Sector.Size, root.Length);
        systemUse.Detect(first);
        if (TryEnter(first))
        {
            for (var i = 0; i < tree.Directories.Count; i++)
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                ReadDirectory(tree.Directories[i]);
            }
        }

        systemUse.Finish();
        if (tree.Kind == TreeKind.Primary && saysXa && !hasXa)
        {
            findings.Warning(DiagnosticId.XaSignature, "primary descriptor", tree.DescriptorOffset + 1024, "The descriptor says that this is a CD-ROM XA disc, but the records have no XA attributes: Windows and macOS may misread files. Recreate the image.");
        }
    }

    private bool TryEnter(WalkedDirectory directory)
    {
        var image = context.Image;
        if (directory.Length == 0 || directory.Length % Sector.Size != 0)
        {
            // All readers forgive a length that counts no more than the records, as ImgBurn and StarBurn write it (ECMA-119 6.8.1.3).
            findings.Add(
                DiagnosticId.DirectorySizeWrong,
                directory.Length == 0 ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
                directory,
                directory.Offset,
                $"The directory has a length of {directory.Length} bytes, which is not one or more whole sectors of {Sector.Size}. {(directory.Length == 0 ? "Readers show it as empty." : "Readers show it anyway.")} Recreate the image.");
        }

        if (directory.Length == 0)
        {
            tree.Refused.Add(directory.Offset);
            return false;
        }

        if (directory.Offset > image.Length - directory.Length)
        {
            findings.Error(DiagnosticId.DirectoryOutside, directory, directory.Offset, $"The directory's extent has {directory.Length} bytes there, but the image ends at {image.Length}. The image is truncated, or the record is wrong. Get a fresh copy.");
            tree.Refused.Add(directory.Offset);
            return false;
        }

        budget -= directory.Length;
        if (budget < 0 || !visited.Add(directory.Offset))
        {
            findings.Error(DiagnosticId.DirectoryShared, directory, directory.Offset, "The directory's extent also belongs to another directory, or to one above it: the tree has a loop or overlaps itself. Recreate the image.");
            tree.Refused.Add(directory.Offset);
            return false;
        }

        if (directory.Offset + directory.Length > context.VolumeEnd)
        {
            context.OutsideVolume(directory.Offset, directory.Length, directory);
        }

        if (directory.Parent is { } parent && directory.Offset < parent.Offset)
        {
            findings.Add(DiagnosticId.DirectoryBeforeParent, context.IsReadByStrict(tree) ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning, directory, directory.Offset, $"The directory comes before its parent, which is at byte {parent.Offset}: bsdtar reads in one pass and skips it. Recreate the image with parents first.");
        }

        // How deep is too deep is a matter of the plain standard: neither Joliet nor any reader has the limit.
        if (tree.Kind == TreeKind.Primary && directory.Level == DeepestLevel + 1)
        {
            findings.Info(DiagnosticId.TreeDeep, directory, directory.Entry!.RecordOffset, $"The directory is at level {directory.Level}, but the standard allows {DeepestLevel}. Current readers go deeper; DOS does not.");
        }

        context.Extents.Add(directory.Offset, directory.Length, ExtentKind.Directory, directory);
        tree.Directories.Add(directory);
        return true;
    }

    private void ReadDirectory(WalkedDirectory directory)
    {
        var state = new RecordState();
        var emptySectors = 0;
        for (long position = 0; position < directory.Length && emptySectors < MostEmptySectors; position += ChunkSize)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            var part = chunk.AsSpan(0, (int)Math.Min(ChunkSize, directory.Length - position));
            if (!context.Image.TryRead(directory.Offset + position, part))
            {
                break;
            }

            for (var start = 0; start < part.Length && emptySectors < MostEmptySectors; start += Sector.Size)
            {
                emptySectors = part[start] == 0 ? emptySectors + 1 : 0;
                ReadSector(directory, part[start..Math.Min(part.Length, start + Sector.Size)], directory.Offset + position + start, ref state);
            }
        }

        if (emptySectors == MostEmptySectors)
        {
            findings.Error(DiagnosticId.DirectorySizeWrong, directory, directory.Offset, $"The directory has a length of {directory.Length} bytes, but {MostEmptySectors} sectors in a row have no record. The rest was not checked. Recreate the image.");
        }

        rules.EndDirectory(directory, ref state);
        names.CheckDirectory(directory);
        systemUse.EndDirectory(directory);
        if (!context.KeepsEntries)
        {
            directory.Entries.Clear();
            directory.Entries.TrimExcess();
        }
    }

    private void ReadSector(WalkedDirectory directory, ReadOnlySpan<byte> sector, long offset, ref RecordState state)
    {
        var rest = sector;
        while (rest.Length > 0 && rest[0] != 0)
        {
            var at = offset + sector.Length - rest.Length;
            var record = new DirectoryRecord(rest);
            if (rest.Length <= DirectoryRecord.HeadSize || !record.IsSound)
            {
                findings.Error(DiagnosticId.RecordMalformed, directory, at, $"The directory record has a length of {rest[0]} bytes, which does not fit its identifier or its sector: readers lose it and the records after it. Recreate the image.");
                return;
            }

            ReadRecord(directory, record, rest[..record.Size], at, ref state);
            rest = rest[record.Size..];
        }

        var slack = rest.IndexOfAnyExcept((byte)0);
        if (slack >= 0)
        {
            findings.Warning(DiagnosticId.SlackNotZero, directory, offset + sector.Length - rest.Length + slack, "The sector has non-zero bytes after its last record. Recreate the image.");
        }
    }

    private void ReadRecord(WalkedDirectory directory, DirectoryRecord record, ReadOnlySpan<byte> bytes, long at, ref RecordState state)
    {
        state.Index++;
        var role = state.Index switch
        {
            1 => RecordRole.Self,
            2 => RecordRole.Parent,
            _ => RecordRole.Child,
        };
        if (!rules.Check(directory, record, bytes, at, role, ref state))
        {
            // What stands for nobody, or for somebody else, is no entry.
            return;
        }

        hasXa |= record.SystemUse.Length >= 14 && record.SystemUse[6..8].SequenceEqual("XA"u8);
        systemUse.Read(directory, record, at, role);
        if (role != RecordRole.Child)
        {
            systemUse.CheckSelfOrParent(directory, at, role);
            return;
        }

        AddChild(directory, record, at, ref state);
    }

    private void AddChild(WalkedDirectory directory, DirectoryRecord record, long at, ref RecordState state)
    {
        var identifier = TextOf(record.Identifier);
        var previous = directory.Entries.Count > 0 ? directory.Entries[^1] : null;
        var offset = (long)record.Block * Sector.Size;
        var goesOn = state.Unfinished && previous is not null && string.Equals(previous.Identifier, identifier, StringComparison.Ordinal) && !record.IsDirectory;
        if (state.Unfinished && !goesOn)
        {
            findings.Error(DiagnosticId.MultiExtentBroken, previous, previous!.RecordOffset, "The record is flagged to continue in the next record, which belongs to another file: readers truncate the file or join the two. Recreate the image.");
        }

        if (goesOn)
        {
            previous!.Length += record.Length;
            previous.Sections++;
            if (previous.Sections == MostSections + 1)
            {
                findings.Error(DiagnosticId.MultiExtentLong, previous, at, $"The file has more than {MostSections} extents, and Linux shows no more of it. {(previous.Length / MostSections >= LargestExtent ? "Split the file." : "Recreate the image with larger extents, or split the file.")}");
            }

            if (record.Length > 0 && offset != previous.End)
            {
                findings.Info(DiagnosticId.SectionsApart, previous, at, $"The file continues at byte {offset}, not at {previous.End}, where the extent before it ends. The standard allows this, but programs that assume contiguous files, such as boot loaders, read the wrong bytes.");
            }

            previous.End = EndOf(offset, record.Length);
            systemUse.CheckSection(previous, record, at);
            context.AddFile(offset, record.Length, previous);
        }
        else
        {
            var entry = systemUse.Describe(directory, record, identifier, offset, at);
            entry.End = EndOf(offset, record.Length);
            directory.Entries.Add(entry);
            rules.CheckOrder(directory, previous, entry, record.Identifier);
            names.CheckIdentifier(entry, record.Identifier, at + DirectoryRecord.HeadSize);
            systemUse.CheckChild(entry);
            Enter(entry, record);
        }

        state.Unfinished = record.IsMultiExtent && !record.IsDirectory;
        if (state.Unfinished && record.Length % Sector.Size != 0)
        {
            findings.Error(DiagnosticId.MultiExtentUnaligned, directory.Entries[^1], at + 10, $"An extent of {record.Length} bytes, not the file's last, is not a whole number of sectors of {Sector.Size}: readers insert the bytes after it. Recreate the image.");
        }
    }

    /// <summary>The sector behind an extent, in bytes.</summary>
    private static long EndOf(long offset, long length) => offset + ((length + Sector.Size - 1) / Sector.Size * Sector.Size);

    /// <summary>The identifier, with every half of a surrogate pair as it stands there.</summary>
    private string TextOf(ReadOnlySpan<byte> identifier)
    {
        if (tree.Kind != TreeKind.Joliet)
        {
            return Encoding.Latin1.GetString(identifier);
        }

        Span<char> units = stackalloc char[identifier.Length / sizeof(char)];
        for (var i = 0; i < units.Length; i++)
        {
            units[i] = (char)BinaryPrimitives.ReadUInt16BigEndian(identifier[(i * sizeof(char))..]);
        }

        return new string(units);
    }

    private void Enter(WalkedEntry entry, DirectoryRecord record)
    {
        if (entry.IsDirectory)
        {
            var child = new WalkedDirectory(tree, entry, entry.Offset, record.Length);
            if (TryEnter(child))
            {
                entry.Directory = child;
            }
        }
        else if (entry.ChildLink is null)
        {
            context.AddFile(entry.Offset, record.Length, entry);
        }

        var length = entry.Parent.PathLength + entry.Identifier.Length;
        if (tree.Kind == TreeKind.Primary && !entry.IsDirectory && length > LongestPath)
        {
            findings.Info(DiagnosticId.PathLong, entry, entry.RecordOffset, $"The path is {length} characters long, but the standard allows {LongestPath}. Current readers accept longer ones.");
        }
    }
}

/// <summary>What the rules remember from one record of a directory to the next.</summary>
internal struct RecordState
{
    /// <summary>Which record this is, from 1 on.</summary>
    public int Index { get; set; }

    /// <summary>Whether the last record says that its file goes on.</summary>
    public bool Unfinished { get; set; }
}
