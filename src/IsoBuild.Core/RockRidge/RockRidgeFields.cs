using System.Buffers;
using System.Text;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;
using IsoBuild.Layout;

namespace IsoBuild.RockRidge;

/// <summary>Gives the records of the primary tree their POSIX names, modes and dates (RRIP 1.12), and moves what does not fit into continuation areas.</summary>
/// <remarks>The name comes first and stays in the record as far as it can: several readers look no further.</remarks>
internal sealed class RockRidgeFields(DiagnosticBag diagnostics, FileData? files = null) : ISystemUse
{
    /// <summary>The longest name of which Linux shows every byte.</summary>
    private const int LinuxNameBytes = 253;

    private const int AttributesSize = SystemUseField.PosixAttributes.Size + SystemUseField.Timestamps.Size;

    /// <summary>Where the fields of a node go on; the root's are those of its own first record.</summary>
    private readonly Dictionary<ContentNode, Continued> continued = [];

    /// <summary>The area of the directory that is being measured.</summary>
    private ContinuationArea area = new();

    public int Measure(RecordRole role, ContentNode node, int room)
    {
        if (role == RecordRole.Parent)
        {
            return AttributesSize;
        }

        if (role == RecordRole.Self)
        {
            if (node.Parent is not null)
            {
                return AttributesSize;
            }

            Continue(node, SystemUseField.Extension.Size, nameInRecord: 0);
            return SystemUseField.SharingProtocol.Size + AttributesSize + SystemUseField.Continuation.Size;
        }

        var nameBytes = Encoding.UTF8.GetByteCount(node.Name);
        if (nameBytes > LinuxNameBytes)
        {
            diagnostics.Warning(DiagnosticId.RockRidgeNameLong, node.Path, $"The name is {nameBytes} bytes long in UTF-8; Linux shows the first {LinuxNameBytes} at most. Shorten it.", (node as ContentFile)?.Source.FilePath);
        }

        var whole = SystemUseField.AlternateName.Overhead + nameBytes + AttributesOf(node);
        if (whole <= room)
        {
            return whole;
        }

        var nameInRecord = WholeCharacters(node.Name, room - SystemUseField.Continuation.Size - SystemUseField.AlternateName.Overhead);
        Continue(node, NameSize(nameInRecord, LinuxPart(node.Name, nameBytes), nameBytes) + AttributesOf(node), nameInRecord);
        return SystemUseField.AlternateName.Overhead + nameInRecord + SystemUseField.Continuation.Size;
    }

    public void MeasureContinuation(ContentDirectory directory, RegionSlot slot, RegionRequests requests)
    {
        if (area.Size > 0)
        {
            area.Region = requests.Add(slot, Sector.AlignUp(area.Size), new AreaName(directory), area, RegionKind.Continuation);
            area = new ContinuationArea();
        }
    }

    public int Write(RecordRole role, ContentNode node, Span<byte> room, EncodingContext context)
    {
        var rest = room;
        if (role == RecordRole.Child)
        {
            WriteChild(node, ref rest, context);
            return room.Length - rest.Length;
        }

        var isRootSelf = role == RecordRole.Self && node.Parent is null;
        if (isRootSelf)
        {
            SystemUseField.SharingProtocol.Write(rest);
            rest = rest[SystemUseField.SharingProtocol.Size..];
        }

        WriteAttributes(node, storedAs: null, ref rest, context);
        if (isRootSelf)
        {
            WriteContinuation(continued[node], ref rest, context);
        }

        return room.Length - rest.Length;
    }

    private void WriteChild(ContentNode node, ref Span<byte> rest, EncodingContext context)
    {
        Span<byte> name = stackalloc byte[EntryPath.MaxNameBytes];
        name = name[..Encoding.UTF8.GetBytes(node.Name, name)];
        if (continued.TryGetValue(node, out var more))
        {
            WritePiece(name[..more.NameInRecord], goesOn: more.NameInRecord < name.Length, ref rest);
            WriteContinuation(more, ref rest, context);
        }
        else
        {
            WritePiece(name, goesOn: false, ref rest);
            WriteAttributes(node, StoredAs(node), ref rest, context);
        }
    }

    private static void WritePiece(scoped ReadOnlySpan<byte> piece, bool goesOn, ref Span<byte> rest)
    {
        if (piece.Length > 0)
        {
            SystemUseField.AlternateName.Write(rest, piece, goesOn);
            rest = rest[(SystemUseField.AlternateName.Overhead + piece.Length)..];
        }
    }

    /// <summary>The form in which the image stores a node's content, where that is not its own.</summary>
    private StoredForm? StoredAs(ContentNode node) => node is ContentFile file ? files?.StoredAs(file) : null;

    private int AttributesOf(ContentNode node) => AttributesSize + (StoredAs(node) is null ? 0 : SystemUseField.Compression.FieldSize);

    private static void WriteAttributes(ContentNode node, StoredForm? storedAs, ref Span<byte> rest, EncodingContext context)
    {
        var directory = node as ContentDirectory;
        var links = directory is null ? 1u : 2u + (uint)directory.SubdirectoryCount;
        SystemUseField.PosixAttributes.Write(rest, context.Modes.Of(node), directory is not null, links, (uint)node.Index + 1);
        rest = rest[SystemUseField.PosixAttributes.Size..];
        SystemUseField.Timestamps.Write(rest, node.Modified);
        rest = rest[SystemUseField.Timestamps.Size..];
        if (storedAs is { } stored)
        {
            SystemUseField.Compression.Write(rest, stored.HeaderSize, stored.BlockShift, (uint)((ContentFile)node).Length);
            rest = rest[SystemUseField.Compression.FieldSize..];
        }
    }

    private static void WriteContinuation(Continued more, ref Span<byte> rest, EncodingContext context)
    {
        var block = context.Layout.BlockOf(more.Area.Region) + (uint)(more.Offset / Sector.Size);
        SystemUseField.Continuation.Write(rest, block, (uint)(more.Offset % Sector.Size), (uint)more.Length);
        rest = rest[SystemUseField.Continuation.Size..];
    }

    private void Continue(ContentNode node, int length, int nameInRecord)
    {
        if ((area.Size % Sector.Size) + length > Sector.Size)
        {
            area.Size = Sector.AlignUp(area.Size);
        }

        var more = new Continued(node, StoredAs(node), area, area.Size, length, nameInRecord);
        continued.Add(node, more);
        area.Fields.Add(more);
        area.Size += length;
    }

    /// <summary>How many of a name's bytes fit, with no character cut in two: readers that look no further then show half a name, but a valid one.</summary>
    private static int WholeCharacters(string name, int room)
    {
        var bytes = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            if (bytes + rune.Utf8SequenceLength > room)
            {
                break;
            }

            bytes += rune.Utf8SequenceLength;
        }

        return bytes;
    }

    /// <summary>How many of a name's bytes Linux shows: it drops the piece with which a name reaches 254 bytes, so a piece ends before.</summary>
    private static int LinuxPart(string name, int nameBytes) => nameBytes <= LinuxNameBytes ? nameBytes : WholeCharacters(name, LinuxNameBytes);

    /// <summary>The size of the pieces that continue a name, of which there are up to two: each is far shorter than a field may be.</summary>
    private static int NameSize(int inRecord, int linuxPart, int nameBytes) =>
        nameBytes - inRecord + (((inRecord < linuxPart ? 1 : 0) + (linuxPart < nameBytes ? 1 : 0)) * SystemUseField.AlternateName.Overhead);

    /// <summary>Fields that go on in an area, and how much of the name comes before them.</summary>
    private sealed record Continued(ContentNode Node, StoredForm? StoredAs, ContinuationArea Area, long Offset, int Length, int NameInRecord);

    /// <summary>What a sector map calls an area.</summary>
    private sealed record AreaName(ContentDirectory Directory)
    {
        public override string ToString() => $"rock-ridge {Directory.Path}";
    }

    /// <summary>What goes on of the records of one directory. Nothing in it crosses a sector (Linux and FreeBSD refuse what does).</summary>
    private sealed class ContinuationArea : IRegionEncoder
    {
        public List<Continued> Fields { get; } = [];

        public long Size { get; set; }

        public RegionId Region { get; set; }

        public void Encode(Region region, EncodingContext context, Span<byte> destination)
        {
            var name = ArrayPool<byte>.Shared.Rent(EntryPath.MaxNameBytes);
            foreach (var (node, stored, _, offset, length, nameInRecord) in Fields)
            {
                var rest = destination.Slice((int)offset, length);
                if (node.Parent is null)
                {
                    SystemUseField.Extension.Write(rest);
                    continue;
                }

                var nameBytes = Encoding.UTF8.GetBytes(node.Name, name);
                var linuxPart = LinuxPart(node.Name, nameBytes);
                WritePiece(name.AsSpan(nameInRecord..linuxPart), goesOn: linuxPart < nameBytes, ref rest);
                WritePiece(name.AsSpan(linuxPart..nameBytes), goesOn: false, ref rest);
                WriteAttributes(node, stored, ref rest, context);
            }

            ArrayPool<byte>.Shared.Return(name);
        }
    }
}
