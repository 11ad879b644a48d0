using System.Text;
using IsoBuild.Bytes;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;
using IsoBuild.RockRidge;

namespace IsoBuild.Verifying;

/// <summary>The rules of system use areas (SUSP 1.12): walks the fields of every record, and hands those of Rock Ridge on.</summary>
internal sealed class SystemUseRules(VerifyContext context, WalkedTree tree)
{
    /// <summary>Linux follows no longer chain.</summary>
    private const int LongestChain = 31;

    private const int XaSize = 14;

    private const ushort SP = ('S' << 8) | 'P';
    private const ushort ST = ('S' << 8) | 'T';
    private const ushort CE = ('C' << 8) | 'E';
    private const ushort ER = ('E' << 8) | 'R';

    private readonly Findings findings = context.Findings;
    private readonly PosixRules posix = new(context);
    private readonly RecordPlace current = new(tree);
    private readonly RelocationRules relocation = new(context.Findings, tree);
    private readonly HardLinkRules hardLinks = new(context.Findings);
    private readonly byte[] continuation = new byte[Sector.Size];
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private long budget = context.Image.Length + (1 << 20);
    private int? skip;
    private bool sawExtension;
    private bool sawMissing;

    /// <summary>The sharing protocol is in use when the root's first record begins with SP (SUSP 5.3).</summary>
    public void Detect(WalkedDirectory root)
    {
        var sector = new byte[Sector.Size];
        var record = new DirectoryRecord(sector);
        if (tree.Kind != TreeKind.Primary || !context.Image.TryRead(root.Offset, sector) || !record.IsSound)
        {
            return;
        }

        // The attributes of CD-ROM XA may come first.
        var area = record.SystemUse;
        var start = area.Length >= XaSize && area[6..8].SequenceEqual("XA"u8) ? XaSize : 0;
        skip = SystemUseField.SharingProtocol.Read(area[start..]);
    }

    /// <summary>Reads what a record has beside its identifier.</summary>
    public void Read(WalkedDirectory directory, DirectoryRecord record, long at, RecordRole role)
    {
        posix.Begin();
        current.Set(directory, record, role, posix);
        var area = record.SystemUse;
        var start = at + record.Size - area.Length;
        if (skip is not { } skipped)
        {
            DetectMissing(area, start);
            return;
        }

        var isRootSelf = role == RecordRole.Self && directory.Parent is null;
        var shift = !isRootSelf ? skipped : area.Length >= XaSize && area[6..8].SequenceEqual("XA"u8) ? XaSize : 0;
        if (shift > area.Length)
        {
            return;
        }

        area = area[shift..];
        start += shift;
        for (var links = 0; ; links++)
        {
            var next = ReadArea(area, start, isRootSelf);
            if (next is not { } place)
            {
                break;
            }

            budget -= place.Length;
            if (links == LongestChain || budget < 0)
            {
                findings.Error(DiagnosticId.ContinuationEndless, current, place.Field, "The chain of continuation areas (CE) is longer than Linux follows, or a loop. Recreate the image.");
                break;
            }

            if (!Follow(place, directory, isRootSelf))
            {
                break;
            }

            area = continuation.AsSpan(0, place.Length);
            start = place.Start;
        }

        posix.End(current, at);
    }

    /// <summary>The entry that the record last read stands for.</summary>
    public WalkedEntry Describe(WalkedDirectory directory, DirectoryRecord record, string identifier, long offset, long at)
    {
        var name = posix.Name;
        return new(directory, at, identifier, record.FileFlags)
        {
            Offset = offset,
            Length = record.Length,
            PosixName = name,
            PosixNameBytes = posix.NameLength,
            LinuxName = posix.LinuxName(name),
            Mode = posix.Mode,
            Numbers = posix.Numbers,
            Modified = ModifiedBy(record),
            ChildLink = posix.ChildLink,
            IsRelocated = posix.IsRelocated,
        };
    }

    public void CheckSelfOrParent(WalkedDirectory directory, long at, RecordRole role)
    {
        if (role == RecordRole.Parent)
        {
            directory.ParentLink = posix.ParentLink;
        }
        else
        {
            directory.SelfMode = posix.Mode;
        }

        if (skip is not null && sawExtension)
        {
            posix.CheckDirectory(directory, at, role);
        }
    }

    public void CheckChild(WalkedEntry entry)
    {
        if (skip is not null && sawExtension)
        {
            posix.CheckEntry(entry);
            relocation.Add(entry);
            hardLinks.Add(entry);
        }
    }

    /// <summary>Of a file's second and later records.</summary>
    public void CheckSection(WalkedEntry entry, DirectoryRecord record, long at)
    {
        var flags = record.FileFlags & ~DirectoryRecord.FlagMultiExtent;
        if (flags != (entry.Flags & ~DirectoryRecord.FlagMultiExtent) || posix.Mode != entry.Mode || posix.Numbers != entry.Numbers || ModifiedBy(record) != entry.Modified)
        {
            findings.Warning(DiagnosticId.SectionAttributesDiffer, entry, at, $"This record of the file differs from the first, at byte {entry.RecordOffset}, in flags, date or attributes (PX). Some readers show those of the first, others those of the last, and 7-Zip may treat it as another file. Recreate the image with equal records.");
        }

        if (skip is not null && !string.Equals(entry.PosixName, posix.Name, StringComparison.Ordinal))
        {
            findings.Warning(DiagnosticId.SectionsDiffer, entry, at, $"This record of the file has a different name, \"{posix.Name}\": Linux looks the file up by the first name and lists the last. Recreate the image with the same fields in each.");
        }
    }

    public void EndDirectory(WalkedDirectory directory)
    {
        if (skip is null)
        {
            return;
        }

        taken.Clear();
        var mayRepeat = !IsAscending(directory.Entries);
        foreach (var entry in directory.Entries)
        {
            // What belongs elsewhere has its name there.
            if (mayRepeat && entry.PosixName is { } name && (entry.Flags & 0x04) == 0 && !entry.IsRelocated && !taken.Add(name))
            {
                findings.Error(DiagnosticId.PosixNameDuplicate, entry, entry.RecordOffset, "Another entry of the directory has the same Rock Ridge name, and readers open the first for both. Recreate the image with other names.");
            }

            if (entry.Directory is not null)
            {
                relocation.Add(entry.Directory);
            }
        }
    }

    /// <summary>Whether the names follow each other in ordinal order, so that none can be there twice.</summary>
    private static bool IsAscending(List<WalkedEntry> entries)
    {
        for (var i = 1; i < entries.Count; i++)
        {
            if (string.CompareOrdinal(entries[i - 1].PosixName, entries[i].PosixName) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    public void Finish()
    {
        if (skip is null)
        {
            return;
        }

        tree.HasRockRidge = sawExtension;
        if (!sawExtension && posix.SawAny)
        {
            findings.Error(DiagnosticId.ExtensionMissing, tree.Root, tree.Root?.Offset, "The records have Rock Ridge fields, but the root's first record has no ER field: Linux and others ignore them. Recreate the image.");
        }

        relocation.Check();
        hardLinks.Check();
    }

    private long? ModifiedBy(DirectoryRecord record) => (posix.Modified ?? record.Recorded)?.ToUnixTimeSeconds();

    private (long Field, long Start, long Block, int Length)? ReadArea(ReadOnlySpan<byte> area, long start, bool isRootSelf)
    {
        (long, long, long, int)? next = null;
        var rest = area;
        while (SystemUseField.TryTake(ref rest, out var field))
        {
            var at = start + area.Length - rest.Length - field.Length;
            var signature = SystemUseField.Signature(field);
            var data = field[SystemUseField.HeadSize..];
            if (!CheckHead(signature, field, at))
            {
                continue;
            }

            switch (signature)
            {
                case SP when !isRootSelf:
                    findings.Warning(DiagnosticId.SharingProtocolWrong, current, at, "An SP field is in a record other than the root's first. Recreate the image.");
                    break;
                case ER:
                    ReadExtension(field, at, isRootSelf);
                    break;
                case CE when next is not null:
                    findings.Error(DiagnosticId.ContinuationsSeveral, current, at, "The area has a second CE field: some readers follow the first, others the last, and bsdtar stops with an error. Recreate the image.");
                    break;
                case CE:
                    var block = context.Both32(data, at + 4, current, "block of a continuation area");
                    var offset = context.Both32(data[8..], at + 12, current, "offset of a continuation area");
                    var length = context.Both32(data[16..], at + 20, current, "length of a continuation area");
                    next = (at, ((long)block * Sector.Size) + offset, offset, (int)Math.Min(length, int.MaxValue));
                    break;
                case ST:
                    return next;
                default:
                    posix.Field(signature, field, at, current);
                    break;
            }
        }

        // Up to three bytes are left over, or zeros.
        if (rest.Length >= SystemUseField.HeadSize && rest.ContainsAnyExcept((byte)0))
        {
            findings.Error(DiagnosticId.FieldMalformed, current, start + area.Length - rest.Length, $"The system use field has a length of {rest[2]} bytes, which does not fit its area of {rest.Length}: readers ignore it and the fields after it. Recreate the image.");
        }

        return next;
    }

    private bool CheckHead(ushort signature, ReadOnlySpan<byte> field, long at)
    {
        if (SystemUseLengths.Of(signature) is not { } known)
        {
            // Anybody may have fields of his own.
            return false;
        }

        if (!known.Allows(field))
        {
            var id = signature == SP ? DiagnosticId.SharingProtocolWrong : DiagnosticId.FieldLengthWrong;
            findings.Add(id, signature == SP ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error, current, at, $"The {Encoding.ASCII.GetString(field[..2])} field is {field.Length} bytes long, which is wrong for its kind: readers ignore or misread it. Recreate the image.");
            return false;
        }

        if (field[3] != 1 && !(known.HasVersion2 && field[3] == 2))
        {
            findings.Warning(DiagnosticId.FieldVersionWrong, current, at + 3, $"The {Encoding.ASCII.GetString(field[..2])} field has version {field[3]}, expected 1. Recreate the image.");
        }

        return true;
    }

    private void ReadExtension(ReadOnlySpan<byte> field, long at, bool isRootSelf)
    {
        if (!isRootSelf)
        {
            return;
        }

        var identifier = Encoding.Latin1.GetString(field.Slice(8, field[4]));
        sawExtension = true;
        tree.Extension = identifier;
        if (identifier is not ("RRIP_1991A" or "IEEE_P1282" or "IEEE_1282"))
        {
            findings.Warning(DiagnosticId.ExtensionUnknown, current, at, "The ER field names no extension that FreeBSD and ISOLINUX accept as Rock Ridge (RRIP_1991A, IEEE_P1282, IEEE_1282). Other readers accept any. Recreate the image.");
        }
    }

    private bool Follow((long Field, long Start, long Offset, int Length) place, WalkedDirectory directory, bool isRootSelf)
    {
        if (place.Offset + place.Length > Sector.Size)
        {
            findings.Error(DiagnosticId.ContinuationCrossesSector, current, place.Field, $"The continuation area begins at byte {place.Offset} of its sector and has {place.Length} bytes, so it crosses the sector's end: Linux and FreeBSD refuse it. Recreate the image.");
            return false;
        }

        if (place.Start + place.Length > context.VolumeEnd || !context.Image.TryRead(place.Start, continuation.AsSpan(0, place.Length)))
        {
            findings.Error(DiagnosticId.ContinuationOutside, current, place.Field, $"The continuation area, {place.Length} bytes at byte {place.Start}, is outside the volume, so its fields are lost. Recreate the image.");
            return false;
        }

        // Linux counts from the start of the disc, and takes the size of a later session for its end.
        if (tree.Kind == TreeKind.Primary && place.Start / Sector.Size >= context.VolumeBlocks && tree.IgnoredContinuation is not { IsExtension: true })
        {
            var isExtension = isRootSelf && !sawExtension;
            tree.IgnoredContinuation = tree.IgnoredContinuation is { } first && !isExtension ? first : (place.Field, current.ToString(), isExtension);
        }

        context.Extents.Add(place.Start, place.Length, ExtentKind.Continuation, directory);
        return true;
    }

    /// <summary>Fields that nobody reads, because the root does not say that there are any.</summary>
    private void DetectMissing(ReadOnlySpan<byte> area, long at)
    {
        if (!sawMissing && tree.Kind == TreeKind.Primary && SystemUseField.TryTake(ref area, out var field) && field[3] == 1
            && SystemUseLengths.Of(SystemUseField.Signature(field)) is { } known && known.Allows(field))
        {
            sawMissing = true;
            findings.Error(DiagnosticId.SharingProtocolMissing, current, at, "The record has a Rock Ridge field, but the root's first record does not begin with SP, so readers ignore it. Recreate the image.");
        }
    }
}

/// <summary>How long fields of SUSP and RRIP may be.</summary>
internal sealed record SystemUseLengths(int Shortest, int Longest)
{
    private static readonly Dictionary<string, SystemUseLengths> BySignature = new(StringComparer.Ordinal)
    {
        ["CE"] = new(28, 28),
        ["SP"] = new(7, 7),
        ["ST"] = new(4, 4),
        ["ER"] = new(8, 255),
        ["ES"] = new(5, 5),
        ["RR"] = new(5, 5),
        ["PX"] = new(36, 44) { Step = 8 },
        ["PN"] = new(20, 20),
        ["SL"] = new(5, 255),
        ["NM"] = new(5, 255),
        ["CL"] = new(12, 12),
        ["PL"] = new(12, 12),
        ["RE"] = new(4, 4),
        ["TF"] = new(5, 255),
        ["SF"] = new(12, 21) { Step = 9 },
        ["ZF"] = new(16, 16) { HasVersion2 = true },
    };

    private static readonly Dictionary<ushort, SystemUseLengths> ByNumber = BySignature.ToDictionary(pair => (ushort)((pair.Key[0] << 8) | pair.Key[1]), pair => pair.Value);

    public int Step { get; init; } = 1;

    public bool HasVersion2 { get; init; }

    public static SystemUseLengths? Of(ushort signature) => ByNumber.GetValueOrDefault(signature);

    public bool Allows(ReadOnlySpan<byte> field) =>
        field.Length >= Shortest && field.Length <= Longest && (field.Length - Shortest) % Step == 0
        && !(field.StartsWith("ER"u8) && 8 + field[4] + field[5] + field[6] != field.Length);
}
