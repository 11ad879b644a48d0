using IsoBuild.Bytes;
using IsoBuild.Content;

namespace IsoBuild.RockRidge;

/// <summary>What the system use fields of one record say.</summary>
internal struct PosixEntry
{
    /// <summary>The type bits of the mode; 0 when nothing says it.</summary>
    public uint FileType { get; set; }

    public UnixFileMode? Mode { get; set; }

    /// <summary>How many names the file is said to have.</summary>
    public uint Links { get; set; }

    /// <summary>The number that all names of a file share; 0 when there is none.</summary>
    public uint Serial { get; set; }

    public uint OwnerId { get; set; }

    public uint GroupId { get; set; }

    public DateTimeOffset? Modified { get; set; }

    /// <summary>Where a symbolic link points to.</summary>
    public string? Target { get; set; }

    public ulong Device { get; set; }

    /// <summary>Access control lists and extended attributes.</summary>
    public AttributeList? Attributes { get; set; }

    /// <summary>CL: the block of the directory for which the record stands (RRIP 4.1.5.1).</summary>
    public uint? ChildBlock { get; set; }

    /// <summary>RE: the directory belongs elsewhere (RRIP 4.1.5.3).</summary>
    public bool IsRelocated { get; set; }

    public SystemUseField.Compression? Compression { get; set; }

    /// <summary>SF: what is stored is the file without its holes, and tables (RRIP 1.12 4.1.7).</summary>
    public bool IsSparse { get; set; }

    /// <summary>Whether there are fields that cannot be read: any of them may have said anything.</summary>
    public bool AreFieldsLost { get; set; }

    /// <summary>Whether the name goes on in a field that there is not.</summary>
    public bool IsNameCut { get; set; }

    /// <summary>Whether an ER field names an extension (SUSP 5.5).</summary>
    public bool HasExtension { get; set; }

    /// <summary>Whether the target of a symbolic link goes on, malformed or longer than is read.</summary>
    public bool IsTargetCut { get; set; }

    /// <summary>What is wrong with the fields, as the rest of a sentence.</summary>
    public string? Problem { get; set; }
}

/// <summary>Reads bytes of an image.</summary>
internal delegate bool ReadImage(long offset, Span<byte> destination);

/// <summary>Reads the system use fields of directory records, continuation areas included.</summary>
/// <param name="skip">Bytes before the first field of every record but the root's first (SUSP 5.3).</param>
/// <param name="read">Reads the image; <see langword="false"/> beyond its end.</param>
/// <param name="onContinuation">Is told of every continuation area: offset and length in bytes.</param>
/// <param name="budget">How many bytes of continuation areas may be read in all.</param>
internal sealed class SystemUseReader(int skip, ReadImage read, Action<long, int> onContinuation, long budget = long.MaxValue)
{
    /// <summary>Linux follows no longer chain either.</summary>
    private const int LongestChain = 32;

    /// <summary>Longer names exist nowhere; longer targets, no system follows.</summary>
    private const int LongestName = 1024;
    public const int LongestTarget = 4096;

    /// <summary>Areas cross sectors in no image of note, but the standard does not say that they may not.</summary>
    private const int LongestArea = 16 * Sector.Size;

    /// <summary>What an area costs at least: millions of tiny ones take their time too.</summary>
    private const int LeastCost = 256;

    private const ushort NM = ('N' << 8) | 'M';
    private const ushort PX = ('P' << 8) | 'X';
    private const ushort PN = ('P' << 8) | 'N';
    private const ushort SL = ('S' << 8) | 'L';
    private const ushort TF = ('T' << 8) | 'F';
    private const ushort CL = ('C' << 8) | 'L';
    private const ushort RE = ('R' << 8) | 'E';
    private const ushort ZF = ('Z' << 8) | 'F';
    private const ushort SF = ('S' << 8) | 'F';
    private const ushort CE = ('C' << 8) | 'E';
    private const ushort ER = ('E' << 8) | 'R';
    private const ushort ST = ('S' << 8) | 'T';
    private const ushort AL = ('A' << 8) | 'L';

    private readonly byte[] continuation = new byte[LongestArea];
    private readonly byte[] name = new byte[LongestName];
    private readonly LinkTarget target = new(LongestTarget);
    private readonly AttributeFields attributes = new();
    private long budget = budget;
    private int nameLength;

    /// <summary>Whether the last field of the name, and of the target, said that a further one follows.</summary>
    private (bool Name, bool Target) goesOn;

    /// <summary>The sector that <see cref="continuation"/> begins with: the areas of neighbours lie side by side.</summary>
    private long cachedSector = -1;

    /// <summary>How many bytes to skip before the fields of records, when those of the root's first record say that Rock Ridge is there; otherwise <see langword="null"/>.</summary>
    /// <param name="rootSelf">The system use area of the root's first record.</param>
    /// <param name="read">Reads the image.</param>
    public static int? Detect(ReadOnlySpan<byte> rootSelf, ReadImage read)
    {
        var start = StartInRoot(rootSelf);
        if (SystemUseField.SharingProtocol.Read(rootSelf[start..]) is not { } skip)
        {
            return null;
        }

        // Other extensions than Rock Ridge share the protocol; early writers left ER out.
        new SystemUseReader(skip, read, static (_, _) => { }).Read(rootSelf, isRootSelf: true, out var entry);
        return entry.HasExtension || entry.Mode is not null ? skip : null;
    }

    /// <summary>The name of the entry that was read last; empty where it has none.</summary>
    public ReadOnlySpan<byte> Name => name.AsSpan(0, nameLength);

    /// <summary>Reads the fields of a record.</summary>
    /// <param name="systemUse">Its system use area.</param>
    /// <param name="isRootSelf">Whether it is the root's first record.</param>
    /// <param name="entry">What they say, but for the <see cref="Name"/>.</param>
    public void Read(ReadOnlySpan<byte> systemUse, bool isRootSelf, out PosixEntry entry)
    {
        entry = default;
        nameLength = 0;
        target.Clear();
        attributes.Clear();
        goesOn = default;
        var start = isRootSelf ? StartInRoot(systemUse) : skip;
        var area = systemUse.Length < start ? default : systemUse[start..];
        (long, int) before = default;
        for (var links = 0; ; links++)
        {
            if (ReadArea(area, ref entry) is not { } place)
            {
                break;
            }

            if (links == LongestChain || place == before)
            {
                entry.AreFieldsLost = true;
                entry.Problem ??= "continuation areas (CE) form an endless chain";
                break;
            }

            if (!TryReadContinuation(place.Offset, place.Length, out area))
            {
                entry.AreFieldsLost = true;
                entry.Problem ??= $"a continuation area (CE) at byte {place.Offset}, {place.Length} bytes long, cannot be read";
                break;
            }

            before = place;
            onContinuation(place.Offset, place.Length);
            var rest = area;
            if (!SystemUseField.TryTake(ref rest, out _))
            {
                // Nobody leads to nothing: what stood there is gone.
                entry.AreFieldsLost = true;
                entry.Problem ??= place.Length < SystemUseField.HeadSize ? null : $"a continuation area (CE) at byte {place.Offset}, {place.Length} bytes long, holds no field";
            }
        }

        entry.Target = target.Take();
        (entry.IsNameCut, entry.IsTargetCut) = (goesOn.Name, entry.IsTargetCut || goesOn.Target);
        entry.Attributes = attributes.Take(out var isMalformed);
        entry.Problem ??= isMalformed ? "access control lists or extended attributes (AL) are malformed" : null;
    }

    /// <summary>Whether any entry has dates beside that of its modification.</summary>
    public bool HasOtherDates { get; private set; }

    /// <summary>The names of attributes that were the writer's own and are of no entry, such as checksums.</summary>
    public IReadOnlyCollection<string> OwnAttributes => attributes.OwnNames;

    /// <summary>Where libisofs' checksums lie; <see langword="null"/> where there are none.</summary>
    public ChecksumArea? Checksums => attributes.Checksums;

    /// <summary>SP comes first, or after the 14 bytes of CD-ROM XA.</summary>
    private static int StartInRoot(ReadOnlySpan<byte> systemUse)
    {
        const int xaSize = 14;
        return systemUse.Length > xaSize && systemUse[6..8].SequenceEqual("XA"u8) && SystemUseField.SharingProtocol.Read(systemUse[xaSize..]) is not null ? xaSize : 0;
    }

    private bool TryReadContinuation(long offset, int length, out ReadOnlySpan<byte> area)
    {
        area = default;
        budget -= Math.Max(length, LeastCost);
        if (budget < 0 || length > LongestArea)
        {
            return false;
        }

        var within = (int)(offset % Sector.Size);
        var sector = offset - within;
        if (within + length <= Sector.Size && (sector == cachedSector || read(sector, continuation.AsSpan(0, Sector.Size))))
        {
            cachedSector = sector;
            area = continuation.AsSpan(within, length);
            return true;
        }

        cachedSector = -1;
        if (!read(offset, continuation.AsSpan(0, length)))
        {
            return false;
        }

        area = continuation.AsSpan(0, length);
        return true;
    }

    private (long Offset, int Length)? ReadArea(ReadOnlySpan<byte> area, ref PosixEntry entry)
    {
        (long, int)? next = null;
        while (SystemUseField.TryTake(ref area, out var field))
        {
            var data = field[SystemUseField.HeadSize..];
            switch (SystemUseField.Signature(field))
            {
                case NM:
                    goesOn.Name = SystemUseField.GoesOn(data);
                    var piece = SystemUseField.AlternateName.Read(data);
                    if (piece.TryCopyTo(name.AsSpan(nameLength)))
                    {
                        nameLength += piece.Length;
                    }
                    else
                    {
                        entry.Problem ??= $"the name is longer than {LongestName} bytes";
                    }

                    break;
                case PX when data.Length >= 32:
                    SystemUseField.PosixAttributes.Read(data, ref entry);
                    break;
                case PN when data.Length >= 16:
                    entry.Device = SystemUseField.DeviceNumber.Read(data);
                    break;
                case SL when data.Length >= 1:
                    goesOn.Target = SystemUseField.GoesOn(data);
                    entry.IsTargetCut |= !target.TryAdd(data[1..]);
                    break;
                case TF:
                    entry.Modified = SystemUseField.Timestamps.ReadModified(data) ?? entry.Modified;
                    HasOtherDates |= SystemUseField.Timestamps.HasOthers(data);
                    break;
                case CL when data.Length >= 8:
                    entry.ChildBlock = data.ReadBoth32(out _);
                    break;
                case RE:
                    entry.IsRelocated = true;
                    break;
                case ZF:
                    entry.Compression = data.Length >= 12 ? SystemUseField.Compression.Read(data) : default(SystemUseField.Compression);
                    break;
                case SF:
                    entry.IsSparse = true;
                    break;
                case AL when !attributes.TryAdd(data):
                    entry.Problem ??= $"access control lists and extended attributes (AL) are longer than {AttributeFields.MostBytes} bytes, or too many in all";
                    break;
                case ER:
                    entry.HasExtension = true;
                    break;
                case CE when data.Length >= 24:
                    var (block, offset, length) = SystemUseField.Continuation.Read(data, out var isDoubtful);

                    // Where the halves differ (ECMA-119 7.3.3), the area may be another one.
                    entry.AreFieldsLost |= isDoubtful;
                    if (offset <= LongestArea && length <= LongestArea)
                    {
                        next = (((long)block * Sector.Size) + offset, (int)length);
                    }
                    else
                    {
                        entry.AreFieldsLost = true;
                        entry.Problem ??= $"a continuation area (CE) cannot be {length} bytes long at byte {offset} of block {block}";
                    }

                    break;
                case ST:
                    return next;
            }
        }

        // Zeros pad; anything else was a field.
        entry.AreFieldsLost |= area.Length >= SystemUseField.HeadSize && area[0] != 0;
        return next;
    }
}
