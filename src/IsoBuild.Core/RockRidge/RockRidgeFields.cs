using System.Buffers;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;
using IsoBuild.Layout;

namespace IsoBuild.RockRidge;

/// <summary>Gives the records of the primary tree their POSIX names, modes, owners, dates, links and devices (RRIP 1.12), and moves what does not fit
/// into continuation areas.</summary>
/// <remarks>The name comes first and stays in the record as far as it can, and so do the attributes (PX): several readers look no further. Then come the
/// device number, the link's target or the form in which a file is stored, and last the date: unar 1.10 reads beyond a link's target that is the last field.
/// Attributes with a serial number lie in a continuation area: pycdlib 1.12 takes an image for one of RRIP 1.10 or 1.12 by the size of what it finds in
/// records, and refuses one that has both.</remarks>
internal sealed class RockRidgeFields : ISystemUse
{
    /// <summary>The longest name of which Linux shows every byte.</summary>
    private const int LinuxNameBytes = 253;

    /// <summary>Where the fields of a node go on; the root's are those of its own first record.</summary>
    private readonly Dictionary<(ContentNode Node, RecordRole Role), Continued> continued = [];

    private readonly LinkCounts links = new();

    /// <summary>Room for the fields of a node that come last; grows with attributes.</summary>
    private byte[] lastFields = new byte[LinkTarget.MostFieldBytes + SystemUseField.Timestamps.Size];

    /// <summary>The area of the directory that is being measured.</summary>
    private ContinuationArea area;

    /// <summary>Areas behind all directories, of the files with serial numbers: one for each directory of which many directories have a few would be sectors of nothing.
    /// A subdirectory's fields may not lie there: libarchive must know its name when it meets the subdirectory.</summary>
    private readonly List<ContinuationArea> shared = [];

    private bool isLastDirectory;

    private readonly DiagnosticBag diagnostics;
    private readonly FileData? files;

    /// <param name="diagnostics">Receives reports of names that not every reader shows.</param>
    /// <param name="files">Knows in what form files are stored.</param>
    public RockRidgeFields(DiagnosticBag diagnostics, FileData? files = null)
    {
        this.diagnostics = diagnostics;
        this.files = files;
        area = new ContinuationArea(this);
    }

    /// <summary>Checksums to which records lead.</summary>
    public Md5Checksums? Checksums { get; init; }

    public int Measure(RecordRole role, ContentNode node, int room)
    {
        if (role is RecordRole.Parent or RecordRole.MovedParent)
        {
            return AttributesSize(node) + SystemUseField.Timestamps.Size + LinkSize(role);
        }

        if (role == RecordRole.Self)
        {
            links.CountHidden((ContentDirectory)node);
            var size = AttributesSize(node) + SystemUseField.Timestamps.Size;
            if (node.Parent is not null)
            {
                return size;
            }

            Continue(node, role, SystemUseField.Extension.Size + LastFields(node, context: null).Length, nameInRecord: 0, attributesInRecord: true);
            return SystemUseField.SharingProtocol.Size + size + SystemUseField.Continuation.Size;
        }

        links.CountName(node);
        var nameBytes = NameBytes.CountOf(node.Name);
        if (nameBytes > LinuxNameBytes)
        {
            diagnostics.Warning(DiagnosticId.RockRidgeNameLong, node.Path, $"The name is {nameBytes} bytes long in UTF-8, but Linux shows only the first {LinuxNameBytes}. Shorten it.", (node as ContentFile)?.Source.FilePath);
        }

        var last = LastFields(node, context: null).Length;
        var attributes = AttributesSize(node);
        var named = SystemUseField.AlternateName.Overhead + nameBytes + LinkSize(role);
        if (!HasSerial(node) && named + attributes + last <= room)
        {
            return named + attributes + last;
        }

        var inRecord = !HasSerial(node) && named + attributes + SystemUseField.Continuation.Size <= room ? attributes : 0;
        var others = LinkSize(role) + inRecord + SystemUseField.Continuation.Size;

        // Readers that look no further then show half a name, but no half character.
        var nameInRecord = NameBytes.CountFitting(node.Name, room - others - SystemUseField.AlternateName.Overhead);
        Continue(node, role, NameSize(nameInRecord, LinuxPart(node.Name, nameBytes), nameBytes) + attributes - inRecord + last, nameInRecord, inRecord > 0);
        return SystemUseField.AlternateName.Overhead + nameInRecord + others;
    }

    public void MeasureContinuation(ContentDirectory directory, RegionSlot slot, RegionRequests requests)
    {
        if (area.Size > 0)
        {
            area.Region = requests.Add(slot, Sector.AlignUp(area.Size), new AreaName(directory), area, RegionKind.Continuation);
            area = new ContinuationArea(this);
        }
    }

    public void BeginLastDirectory() => isLastDirectory = true;

    public void MeasureShared(RegionSlot slot, RegionRequests requests)
    {
        foreach (var each in shared)
        {
            each.Region = requests.Add(slot, Sector.AlignUp(each.Size), new AreaName(each.Directory!), each, RegionKind.Continuation);
        }
    }

    public int Write(RecordRole role, ContentNode node, uint elsewhere, Span<byte> room, EncodingContext context)
    {
        var rest = room;
        if (role is RecordRole.Child or RecordRole.Placeholder or RecordRole.Moved)
        {
            WriteChild(role, node, elsewhere, ref rest, context);
            return room.Length - rest.Length;
        }

        WriteLink(role, elsewhere, ref rest);

        var isRootSelf = role == RecordRole.Self && node.Parent is null;
        if (isRootSelf)
        {
            SystemUseField.SharingProtocol.Write(rest);
            rest = rest[SystemUseField.SharingProtocol.Size..];
        }

        WriteAttributes(node, ref rest, context);
        SystemUseField.Timestamps.Write(rest, node.Modified);
        rest = rest[SystemUseField.Timestamps.Size..];
        if (isRootSelf)
        {
            WriteContinuation(continued[(node, role)], ref rest, context);
        }

        return room.Length - rest.Length;
    }

    /// <summary>What CL, PL or RE takes in a record (RRIP 4.1.5).</summary>
    private static int LinkSize(RecordRole role) => role switch
    {
        RecordRole.Placeholder or RecordRole.MovedParent => SystemUseField.MovedLink.Size,
        RecordRole.Moved => SystemUseField.Relocated.Size,
        _ => 0,
    };

    private static void WriteLink(RecordRole role, uint elsewhere, ref Span<byte> rest)
    {
        if (role == RecordRole.Moved)
        {
            SystemUseField.Relocated.Write(rest);
        }
        else if (LinkSize(role) > 0)
        {
            SystemUseField.MovedLink.Write(rest, isToChild: role == RecordRole.Placeholder, elsewhere);
        }

        rest = rest[LinkSize(role)..];
    }

    private void WriteChild(RecordRole role, ContentNode node, uint elsewhere, ref Span<byte> rest, EncodingContext context)
    {
        Span<byte> name = stackalloc byte[EntryPath.MaxNameBytes];
        name = name[..NameBytes.Encode(node.Name, name)];
        if (!continued.TryGetValue((node, role), out var more))
        {
            WritePiece(name, goesOn: false, ref rest);
            WriteLink(role, elsewhere, ref rest);
            WriteAttributes(node, ref rest, context);
            var last = LastFields(node, context);
            last.CopyTo(rest);
            rest = rest[last.Length..];
            return;
        }

        WritePiece(name[..more.NameInRecord], goesOn: more.NameInRecord < name.Length, ref rest);
        WriteLink(role, elsewhere, ref rest);
        if (more.AttributesInRecord)
        {
            WriteAttributes(node, ref rest, context);
        }

        WriteContinuation(more, ref rest, context);
    }

    private static void WritePiece(scoped ReadOnlySpan<byte> piece, bool goesOn, ref Span<byte> rest)
    {
        if (piece.Length > 0)
        {
            SystemUseField.AlternateName.Write(rest, piece, goesOn);
            rest = rest[(SystemUseField.AlternateName.Overhead + piece.Length)..];
        }
    }

    private void WriteAttributes(ContentNode node, ref Span<byte> rest, EncodingContext context)
    {
        // All names of a file have its number.
        var one = (node as ContentFile)?.HardLinkOf ?? node;
        var size = AttributesSize(node);
        SystemUseField.PosixAttributes.Write(rest[..size], TypeOf(node), context.Modes.Of(node), links.Of(one), (node.OwnerId, node.GroupId), SerialOf(one));
        rest = rest[size..];
    }

    private int AttributesSize(ContentNode node) => HasSerial(node) ? SystemUseField.PosixAttributes.SizeWithSerial : SystemUseField.PosixAttributes.Size;

    /// <summary>Whether a number says what is one file and what is not: of one that has several names, and of several that lie in one place, which libarchive
    /// would take for names of one.</summary>
    private bool HasSerial(ContentNode node) => node is ContentFile file && (file.LinkCount > 1 || files?.SharesRegion(file) == true);

    /// <summary>Counted down from the largest: to libarchive, a file without a number has that of its first block.</summary>
    private static uint SerialOf(ContentNode node) => uint.MaxValue - (uint)node.Index;

    private static uint TypeOf(ContentNode node) => node switch
    {
        ContentDirectory => SystemUseField.PosixAttributes.Directory,
        ContentLink => SystemUseField.PosixAttributes.Link,
        ContentSpecial { Kind: SpecialKind.Pipe } => SystemUseField.PosixAttributes.Pipe,
        ContentSpecial { Kind: SpecialKind.Socket } => SystemUseField.PosixAttributes.Socket,
        ContentSpecial { Kind: SpecialKind.CharacterDevice } => SystemUseField.PosixAttributes.CharacterDevice,
        ContentSpecial => SystemUseField.PosixAttributes.BlockDevice,
        _ => SystemUseField.PosixAttributes.RegularFile,
    };

    /// <summary>The fields that only nodes of one kind have, the date, and access control lists with extended attributes. Of the root, whose date comes before: these alone.</summary>
    /// <param name="node">The node.</param>
    /// <param name="context">The modes, which the lists must not contradict, and where checksums lie; the size does not depend on it.</param>
    private ReadOnlySpan<byte> LastFields(ContentNode node, EncodingContext? context)
    {
        // All names of a file have its attributes.
        var one = (node as ContentFile)?.HardLinkOf ?? node;
        var attributes = Checksums is null ? one.Attributes : Checksums.AddTo(one, one.Attributes, context?.Layout);
        var needed = LinkTarget.MostFieldBytes + SystemUseField.Timestamps.Size + (attributes is null ? 0 : AttributeFields.SizeOf(attributes));
        if (lastFields.Length < needed)
        {
            lastFields = new byte[needed];
        }

        var size = 0;
        if (node.Parent is not null)
        {
            size = WriteOwnFields(node, lastFields);
            SystemUseField.Timestamps.Write(lastFields.AsSpan(size), node.Modified);
            size += SystemUseField.Timestamps.Size;
        }

        return lastFields.AsSpan(0, size + (attributes is null ? 0 : AttributeFields.Write(attributes, context?.Modes.Of(node) ?? default, lastFields.AsSpan(size))));
    }

    private int WriteOwnFields(ContentNode node, Span<byte> buffer)
    {
        switch (node)
        {
            case ContentSpecial { Kind: SpecialKind.CharacterDevice or SpecialKind.BlockDevice } device:
                SystemUseField.DeviceNumber.Write(buffer, device.Device);
                return SystemUseField.DeviceNumber.Size;
            case ContentFile file when files?.StoredAs(file) is { } stored:
                SystemUseField.Compression.Write(buffer, stored.HeaderSize, stored.BlockShift, (uint)file.Length);
                return SystemUseField.Compression.FieldSize;
            case ContentLink link:
                Span<byte> target = stackalloc byte[LinkText.MaxBytes];
                target = target[..NameBytes.Encode(link.Target, target)];
                return LinkTarget.Write(target, buffer);
            default:
                return 0;
        }
    }

    private static void WriteContinuation(Continued more, ref Span<byte> rest, EncodingContext context) =>
        WriteContinuation(more.Area, more.Offset, more.FirstLength, ref rest, context);

    private static void WriteContinuation(ContinuationArea area, long offset, int length, ref Span<byte> rest, EncodingContext context)
    {
        var block = context.Layout.BlockOf(area.Region) + (uint)(offset / Sector.Size);
        SystemUseField.Continuation.Write(rest, block, (uint)(offset % Sector.Size), (uint)length);
        rest = rest[SystemUseField.Continuation.Size..];
    }

    private void Continue(ContentNode node, RecordRole role, int length, int nameInRecord, bool attributesInRecord)
    {
        var place = AreaOf(node, length);
        if (BeginsSector(place, length))
        {
            place.Size = Sector.AlignUp(place.Size);
        }

        var last = LastFields(node, context: null);
        var common = length - last.Length;
        var more = new Continued(node, place, place.Size, length, FirstPiece(common, last, out _), nameInRecord, attributesInRecord);
        continued.Add((node, role), more);
        place.Fields.Add(more);

        // What takes more than a sector begins one, and goes on at the beginning of the next.
        while (FirstPiece(common, last, out var taken) is var piece && taken < last.Length)
        {
            place.Size = Sector.AlignUp(place.Size + piece);
            common = 0;
            last = last[taken..];
        }

        place.Size += common + last.Length;
    }

    /// <summary>A shared area that begins a sector with another directory's fields is another one: a sector belongs to the first of its directories.</summary>
    private ContinuationArea AreaOf(ContentNode node, int length)
    {
        if (isLastDirectory || !HasSerial(node))
        {
            return area;
        }

        if (shared.Count == 0 || (shared[^1].Directory != node.Parent && BeginsSector(shared[^1], length)))
        {
            shared.Add(new ContinuationArea(this) { Directory = node.Parent });
        }

        return shared[^1];
    }

    private static bool BeginsSector(ContinuationArea area, int length) => area.Size % Sector.Size is var used && (used == 0 || used + length > Sector.Size);

    /// <summary>How many bytes of an area hold what begins a sector, up to the CE that leads on from there.</summary>
    /// <param name="common">How many bytes come first, in one piece.</param>
    /// <param name="last">The fields behind them.</param>
    /// <param name="taken">How many bytes of the fields there is room for.</param>
    private static int FirstPiece(int common, ReadOnlySpan<byte> last, out int taken)
    {
        taken = last.Length;
        if (common + last.Length <= Sector.Size)
        {
            return common + last.Length;
        }

        taken = 0;
        for (var rest = last; SystemUseField.TryTake(ref rest, out var field) && common + taken + field.Length + SystemUseField.Continuation.Size <= Sector.Size;)
        {
            taken += field.Length;
        }

        return common + taken + SystemUseField.Continuation.Size;
    }

    /// <summary>How many of a name's bytes Linux shows: it drops the piece with which a name reaches 254 bytes, so a piece ends before.</summary>
    private static int LinuxPart(string name, int nameBytes) => nameBytes <= LinuxNameBytes ? nameBytes : NameBytes.CountFitting(name, LinuxNameBytes);

    /// <summary>The size of the pieces that continue a name, of which there are up to two: each is far shorter than a field may be.</summary>
    private static int NameSize(int inRecord, int linuxPart, int nameBytes) =>
        nameBytes - inRecord + (((inRecord < linuxPart ? 1 : 0) + (linuxPart < nameBytes ? 1 : 0)) * SystemUseField.AlternateName.Overhead);

    /// <summary>Fields that go on in an area, how many bytes of them lie in the first sector, and what comes before them in the record.</summary>
    private sealed record Continued(ContentNode Node, ContinuationArea Area, long Offset, int Length, int FirstLength, int NameInRecord, bool AttributesInRecord);

    /// <summary>What a sector map calls an area.</summary>
    private sealed record AreaName(ContentDirectory Directory)
    {
        public override string ToString() => $"rock-ridge {Directory.Path}";
    }

    /// <summary>What goes on of the records of a directory, or of several. Nothing in it crosses a sector (Linux and FreeBSD refuse what does).</summary>
    private sealed class ContinuationArea(RockRidgeFields fields) : IRegionEncoder
    {
        public List<Continued> Fields { get; } = [];

        public long Size { get; set; }

        public RegionId Region { get; set; }

        /// <summary>Of an area behind all directories: the first of those whose records lead there.</summary>
        public ContentDirectory? Directory { get; init; }

        public void Encode(Region region, EncodingContext context, Span<byte> destination)
        {
            var name = ArrayPool<byte>.Shared.Rent(EntryPath.MaxNameBytes);
            foreach (var more in Fields)
            {
                if (more.Node.Parent is null)
                {
                    SystemUseField.Extension.Write(destination.Slice((int)more.Offset, SystemUseField.Extension.Size));
                    WriteLast(more, destination, destination[((int)more.Offset + SystemUseField.Extension.Size)..], context);
                    continue;
                }

                var rest = destination[(int)more.Offset..];
                var nameBytes = NameBytes.Encode(more.Node.Name, name);
                var linuxPart = LinuxPart(more.Node.Name, nameBytes);
                if (more.NameInRecord < nameBytes)
                {
                    WritePiece(name.AsSpan(Math.Min(more.NameInRecord, linuxPart)..linuxPart), goesOn: linuxPart < nameBytes, ref rest);
                    WritePiece(name.AsSpan(Math.Max(more.NameInRecord, linuxPart)..nameBytes), goesOn: false, ref rest);
                }

                if (!more.AttributesInRecord)
                {
                    fields.WriteAttributes(more.Node, ref rest, context);
                }

                WriteLast(more, destination, rest, context);
            }

            ArrayPool<byte>.Shared.Return(name);
        }

        private void WriteLast(Continued more, Span<byte> destination, Span<byte> rest, EncodingContext context)
        {
            var last = fields.LastFields(more.Node, context);
            var common = destination.Length - rest.Length - (int)more.Offset;
            while (true)
            {
                FirstPiece(common, last, out var taken);
                last[..taken].CopyTo(rest);
                rest = rest[taken..];
                last = last[taken..];
                if (last.Length == 0)
                {
                    return;
                }

                var next = Sector.AlignUp(destination.Length - rest.Length);
                WriteContinuation(this, next, FirstPiece(0, last, out _), ref rest, context);
                rest = destination[(int)next..];
                common = 0;
            }
        }
    }
}
