using System.Buffers.Binary;
using System.Text;
using IsoBuild.Bytes;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;

namespace IsoBuild.Inspection;

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
            findings.Warning(DiagnosticId.XaSignature, "primary descriptor", tree.DescriptorOffset + 1024, "The descriptor says that this is a CD-ROM XA disc, but the records have no XA attributes: Windows and macOS may misread files. Make the image again.");
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
                $"The directory is said to have {directory.Length} bytes; a directory has one or more whole sectors of {Sector.Size}. {(directory.Length == 0 ? "Readers show nothing in it." : "Readers show it all the same.")} Make the image again.");
        }

        if (directory.Length == 0)
        {
            tree.Refused.Add(directory.Offset);
            return false;
        }

        if (directory.Offset > image.Length - directory.Length)
        {
            findings.Error(DiagnosticId.DirectoryOutside, directory, directory.Offset, $"The directory's records are said to take {directory.Length} bytes there; the image ends at {image.Length}. It is cut off, or the record is wrong: get it again.");
            tree.Refused.Add(directory.Offset);
            return false;
        }

        budget -= directory.Length;
        if (budget < 0 || !visited.Add(directory.Offset))
        {
            findings.Error(DiagnosticId.DirectoryShared, directory, directory.Offset, "The directory's records belong to another directory too, or to one above it: the tree runs in a circle or overlaps itself. Make the image again.");
            tree.Refused.Add(directory.Offset);
            return false;
        }

        if (directory.Offset + directory.Length > context.VolumeEnd)
        {
            context.OutsideVolume(directory.Offset, directory.Length, directory);
        }

        if (directory.Parent is { } parent && directory.Offset < parent.Offset)
        {
            findings.Add(DiagnosticId.DirectoryBeforeParent, context.IsReadByStrict(tree) ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning, directory, directory.Offset, $"The directory lies before its parent, at byte {parent.Offset}: bsdtar, which reads in one pass, skips it. Make the image again with parents first.");
        }

        // How deep is too deep is a matter of the plain standard: neither Joliet nor any reader has the limit.
        if (tree.Kind == TreeKind.Primary && directory.Level == DeepestLevel + 1)
        {
            findings.Info(DiagnosticId.TreeDeep, directory, directory.Entry!.RecordOffset, $"The directory lies at level {directory.Level}; the standard allows {DeepestLevel}. Readers of today go deeper; DOS does not.");
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
            findings.Error(DiagnosticId.DirectorySizeWrong, directory, directory.Offset, $"The directory is said to have {directory.Length} bytes, but {MostEmptySectors} sectors without a record follow each other: what comes after them was not checked. Make the image again.");
        }

        rules.EndDirectory(directory, ref state);
        names.CheckDirectory(directory);
        systemUse.EndDirectory(directory);
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
                findings.Error(DiagnosticId.RecordMalformed, directory, at, $"The directory record is said to be {rest[0]} bytes long, which does not fit its identifier or its sector: readers lose it and those that follow. Make the image again.");
                return;
            }

            ReadRecord(directory, record, rest[..record.Size], at, ref state);
            rest = rest[record.Size..];
        }

        var slack = rest.IndexOfAnyExcept((byte)0);
        if (slack >= 0)
        {
            findings.Warning(DiagnosticId.SlackNotZero, directory, offset + sector.Length - rest.Length + slack, "The sector goes on with other bytes than zero behind its last record. Make the image again.");
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
            findings.Error(DiagnosticId.MultiExtentBroken, previous, previous!.RecordOffset, "The file is said to go on in the next record, which is that of another: readers cut it or join the two. Make the image again.");
        }

        if (goesOn)
        {
            previous!.Length += record.Length;
            previous.Sections++;
            if (previous.Sections == MostSections + 1)
            {
                findings.Error(DiagnosticId.MultiExtentLong, previous, at, $"The file has more than {MostSections} extents; Linux shows no more of it. {(previous.Length / MostSections >= LargestExtent ? "Split the file." : "Make the image again with larger extents, or split the file.")}");
            }

            if (record.Length > 0 && offset != previous.End)
            {
                findings.Info(DiagnosticId.SectionsApart, previous, at, $"The file goes on at byte {offset}, not at {previous.End}, behind what came before. The standard allows that; what takes a file for one stretch, as boot loaders do, reads what lies between.");
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
            findings.Error(DiagnosticId.MultiExtentUnaligned, directory.Entries[^1], at + 10, $"An extent of {record.Length} bytes is not the file's last: it must be whole sectors of {Sector.Size}, or readers insert what lies behind it. Make the image again.");
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
            findings.Info(DiagnosticId.PathLong, entry, entry.RecordOffset, $"The path is {length} characters long; the standard allows {LongestPath}. Readers of today take longer ones.");
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
