using System.Text;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;
using IsoBuild.RockRidge;

namespace IsoBuild.Reading;

/// <summary>A directory as one tree records it.</summary>
internal sealed record DirectoryExtent(ContentDirectory Node, long Offset, long Length);

/// <summary>Everything that one tree of directory records leads to.</summary>
internal sealed class TreeReading
{
    public required ContentTree Content { get; init; }

    /// <summary>In the order of discovery: parents before their children.</summary>
    public required List<DirectoryExtent> Directories { get; init; }

    /// <summary>Where each file begins, in bytes.</summary>
    public required Dictionary<ContentFile, long> FileOffsets { get; init; }

    /// <summary>Continuation areas: offset and length in bytes, and the directory whose records lead there.</summary>
    public required List<(long Offset, int Length, ContentDirectory Directory)> Continuations { get; init; }

    /// <summary>Whether the records carry Rock Ridge names.</summary>
    public required bool HasRockRidge { get; init; }

    /// <summary>The lowest interchange level that the identifiers keep to.</summary>
    public required int LowestLevel { get; init; }
}

/// <summary>Walks one tree of directory records (ECMA-119 6.8).</summary>
internal sealed class TreeReader(ImageFile image, bool isJoliet, bool useRockRidge, DiagnosticBag diagnostics)
{
    private readonly List<DirectoryExtent> directories = [];
    private readonly Dictionary<ContentFile, long> fileOffsets = [];
    private readonly List<(long Offset, int Length, ContentDirectory Directory)> continuations = [];
    private readonly HashSet<long> visited = [];
    private SystemUseReader? systemUse;
    private ContentDirectory? current;
    private int lowestLevel = 1;
    private long budget = image.Length;

    public TreeReading Read(DirectoryRecord root)
    {
        var rootNode = new ContentDirectory("") { Modified = Clamp(root.Recorded) };
        var first = new DirectoryExtent(rootNode, (long)root.Block * Sector.Size, root.Length);
        DetectRockRidge(first);
        if (TryEnter(first))
        {
            for (var i = 0; i < directories.Count; i++)
            {
                ReadDirectory(directories[i]);
            }
        }

        return new TreeReading
        {
            Content = new ContentTree(rootNode),
            Directories = directories,
            FileOffsets = fileOffsets,
            Continuations = continuations,
            HasRockRidge = systemUse is not null,
            LowestLevel = lowestLevel,
        };
    }

    /// <summary>Rock Ridge is there when the root's first record begins with SP (SUSP 5.3).</summary>
    private void DetectRockRidge(DirectoryExtent root)
    {
        var sector = new byte[Sector.Size];
        if (!useRockRidge || !image.TryRead(root.Offset, sector))
        {
            return;
        }

        var self = new DirectoryRecord(sector);
        if (self.IsSound && SystemUseField.SharingProtocol.Read(self.SystemUse) is { } skip)
        {
            systemUse = new SystemUseReader(skip, image.TryRead, (offset, length) => continuations.Add((offset, length, current!)));
        }
    }

    /// <summary>Whether the directory may be read: inside the image, for the first time, and not more bytes of directories than the image has.</summary>
    private bool TryEnter(DirectoryExtent directory)
    {
        if (directory.Offset < 0 || directory.Length == 0 || directory.Length > image.Length - directory.Offset)
        {
            diagnostics.Error(DiagnosticId.ImageTruncated, directory.Node.Path, $"The directory's records are said to lie at byte {directory.Offset}, {directory.Length} bytes long, beyond the image's end at {image.Length}.");
            return false;
        }

        budget -= directory.Length;
        if (budget < 0 || !visited.Add(directory.Offset))
        {
            diagnostics.Error(DiagnosticId.ImageMalformed, directory.Node.Path, $"The directory's records at byte {directory.Offset} belong to another directory too: the tree runs in a circle or overlaps itself.");
            return false;
        }

        directories.Add(directory);
        return true;
    }

    private void ReadDirectory(DirectoryExtent directory)
    {
        current = directory.Node;
        var children = new List<ContentNode>();
        var sector = new byte[Sector.Size];
        (ContentFile File, long End)? unfinished = null;
        for (long position = 0; position < directory.Length; position += Sector.Size)
        {
            var used = sector.AsSpan(0, (int)Math.Min(Sector.Size, directory.Length - position));
            if (!image.TryRead(directory.Offset + position, used))
            {
                diagnostics.Error(DiagnosticId.ImageTruncated, directory.Node.Path, $"The directory's records end with the image, at byte {directory.Offset + position}.");
                break;
            }

            for (ReadOnlySpan<byte> rest = used; rest.Length > 0 && rest[0] != 0;)
            {
                var record = new DirectoryRecord(rest);
                if (rest.Length <= DirectoryRecord.HeadSize || !record.IsSound)
                {
                    diagnostics.Error(DiagnosticId.ImageMalformed, directory.Node.Path, $"The directory record at byte {directory.Offset + position + used.Length - rest.Length} does not fit its own length or its sector.");
                    break;
                }

                rest = rest[record.Size..];
                ReadRecord(directory, record, children, ref unfinished);
            }
        }

        children.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        directory.Node.Entries = [.. children];
    }

    private void ReadRecord(DirectoryExtent directory, DirectoryRecord record, List<ContentNode> children, ref (ContentFile File, long End)? unfinished)
    {
        var posix = default(PosixEntry);
        if (systemUse is not null)
        {
            var isRootSelf = directory.Node.Parent is null && record.Identifier is [0];
            posix = systemUse.Read(record.SystemUse, isRootSelf);
        }

        if (record.IsSelfOrParent)
        {
            if (record.Identifier is [0])
            {
                // A directory speaks for itself; the parent's record repeats it.
                directory.Node.Mode = posix.Mode ?? directory.Node.Mode;
                directory.Node.Modified = Clamp(posix.Modified ?? record.Recorded);
            }

            return;
        }

        if (!isJoliet && lowestLevel == 1 && !IsoNames.IsLevel1(IdentifierOf(record), record.IsDirectory))
        {
            lowestLevel = 2;
        }

        var name = SafeName(posix.Name is { Length: > 0 } real ? real : NameOf(record), directory);
        var offset = (long)record.Block * Sector.Size;
        ContentNode node;
        if (record.IsDirectory)
        {
            var child = new ContentDirectory(name);
            node = child;
            node.Parent = directory.Node;
            TryEnter(new DirectoryExtent(child, offset, record.Length));
        }
        else
        {
            // An empty file lies nowhere, whatever its record says: bsdtar writes block FFFFFFFF.
            if (record.Length > 0 && record.Length > image.Length - offset)
            {
                diagnostics.Error(DiagnosticId.ImageTruncated, $"{directory.Node.Path.TrimEnd('/')}/{name}", $"The file is said to lie at byte {offset}, {record.Length} bytes long, beyond the image's end at {image.Length}.");
            }

            var file = JoinExtents(directory, record, name, offset, children, ref unfinished);
            if (file is null)
            {
                return;
            }

            node = file;
            node.Parent = directory.Node;
        }

        node.Mode = posix.Mode;
        node.Modified = Clamp(posix.Modified ?? record.Recorded);
        children.Add(node);
    }

    /// <summary>One file out of records that follow each other, as long as their extents do so too.</summary>
    private ContentFile? JoinExtents(DirectoryExtent directory, DirectoryRecord record, string name, long offset, List<ContentNode> children, ref (ContentFile File, long End)? unfinished)
    {
        var (start, length) = (offset, (long)record.Length);
        if (unfinished is { } before && ReferenceEquals(children[^1], before.File) && string.Equals(before.File.Name, name, StringComparison.Ordinal))
        {
            if (before.End != offset)
            {
                diagnostics.Error(DiagnosticId.ImageMalformed, $"{directory.Node.Path.TrimEnd('/')}/{name}", $"The file's extents do not follow each other (byte {before.End}, then {offset}), which this version cannot read.");
                return null;
            }

            children.RemoveAt(children.Count - 1);
            fileOffsets.Remove(before.File, out start);
            length += before.File.Length;
        }

        // What lies beyond the image's end was reported; what there is can be read.
        var file = new ContentFile(name, new SliceSource(image.Handle, start, Math.Clamp(image.Length - start, 0, length)));
        fileOffsets.Add(file, start);
        unfinished = record.IsMultiExtent ? (file, offset + record.Length) : null;
        return file;
    }

    /// <summary>No name may lead anywhere but to its own entry.</summary>
    private string SafeName(string name, DirectoryExtent directory)
    {
        if (name.Length > 0 && name is not ("." or "..") && !name.AsSpan().ContainsAny('/', '\0'))
        {
            return name;
        }

        diagnostics.Error(DiagnosticId.ImageMalformed, directory.Node.Path, $"An entry has the name \"{name}\", which is a path or none; it is shown with _ instead.");
        return name is "" or "." or ".." ? "_" : name.Replace('/', '_').Replace('\0', '_');
    }

    private string NameOf(DirectoryRecord record)
    {
        var identifier = IdentifierOf(record);
        return isJoliet || record.IsDirectory ? identifier : identifier.TrimEnd('.');
    }

    /// <summary>The identifier, without version.</summary>
    private string IdentifierOf(DirectoryRecord record)
    {
        var identifier = (isJoliet ? Encoding.BigEndianUnicode : Encoding.Latin1).GetString(record.Identifier);
        var version = record.IsDirectory ? -1 : identifier.LastIndexOf(';');
        return version < 0 ? identifier : identifier[..version];
    }

    private static DateTimeOffset Clamp(DateTimeOffset? date) => date is { } known && ImageTimestamp.IsInRange(known) ? known : ImageTimestamp.Earliest;
}
