using IsoBuild.Bytes;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;

namespace IsoBuild.Verifying;

/// <summary>The rules of directory records, whatever their names and system use areas (ECMA-119 6.8, 9.1, 9.3).</summary>
internal sealed class RecordRules(VerifyContext context, WalkedTree tree)
{
    private const byte Associated = 0x04;
    private const byte RecordFormat = 0x08;
    private const byte Protection = 0x10;
    private const byte Reserved = 0x60;

    private readonly Findings findings = context.Findings;
    private readonly RecordPlace current = new(tree);

    /// <summary>The identifier before, as it stands there.</summary>
    private readonly byte[] previousIdentifier = new byte[byte.MaxValue];
    private int previousLength;

    /// <summary>Checks a record's fields; <see langword="false"/> when it stands for nobody that could be shown.</summary>
    public bool Check(WalkedDirectory directory, DirectoryRecord record, ReadOnlySpan<byte> bytes, long at, RecordRole role, ref RecordState state)
    {
        current.Set(directory, record, role);
        if (record.FirstDisagreement is { } place)
        {
            context.Disagree(at + place, current, "numbers of a directory record");
        }

        CheckDate(record.DateField, at + 18);
        CheckFlags(record, at);
        if (record.ExtendedAttributeBlocks != 0)
        {
            findings.Error(DiagnosticId.ExtendedAttributes, current, at + 1, $"The file has an extended attribute record of {record.ExtendedAttributeBlocks} blocks: 7-Zip refuses the image, and others show the record as content. Recreate the image without it.");
        }

        if (record.IsInterleaved)
        {
            findings.Error(DiagnosticId.FileInterleaved, current, at + 26, "The file is interleaved (unit size or gap size is not zero), which Linux and others do not read. Recreate the image.");
        }

        if (record.VolumeSequenceNumber != 1)
        {
            findings.Warning(DiagnosticId.SequenceNumberWrong, current, at + 28, $"The record places the extent on volume {record.VolumeSequenceNumber}, but readers look for it on this one. Recreate the image.");
        }

        var length = record.Identifier.Length;
        if (length % 2 == 0 && DirectoryRecord.HeadSize + length < bytes.Length && bytes[DirectoryRecord.HeadSize + length] != 0)
        {
            findings.Warning(DiagnosticId.PaddingNotZero, current, at + DirectoryRecord.HeadSize + length, "The byte that pads the identifier is not zero. Recreate the image.");
        }

        return role switch
        {
            RecordRole.Self => CheckSelf(directory, record, at),
            RecordRole.Parent => CheckParent(directory, record, at),
            _ => CheckChild(directory, record, at, ref state),
        };
    }

    /// <summary>ECMA-119 9.3, of the whole identifiers as they stand there.</summary>
    public void CheckOrder(WalkedDirectory directory, WalkedEntry? previous, WalkedEntry entry, ReadOnlySpan<byte> identifier)
    {
        if (previous is not null && !IsSorted(previousIdentifier.AsSpan(0, previousLength), identifier))
        {
            findings.Warning(DiagnosticId.RecordOrder, directory, entry.RecordOffset, $"The record of {entry.Name} comes after that of {previous.Name}: the records are not sorted as the standard requires. Recreate the image.");
        }

        identifier.CopyTo(previousIdentifier);
        previousLength = identifier.Length;
    }

    public void EndDirectory(WalkedDirectory directory, ref RecordState state)
    {
        if (state.Unfinished)
        {
            var last = directory.Entries[^1];
            findings.Error(DiagnosticId.MultiExtentBroken, last, last.RecordOffset, "The record is flagged to continue in the next record, but there is none: readers truncate the file. Recreate the image.");
        }

        if (state.Index < 2)
        {
            var missing = state.Index == 0 ? DiagnosticId.SelfRecordWrong : DiagnosticId.ParentRecordWrong;
            findings.Error(missing, directory, directory.Offset, "The directory lacks the records for itself and its parent, with which every directory must begin. Recreate the image.");
        }
    }

    private void CheckDate(ReadOnlySpan<byte> field, long at)
    {
        if (field.ContainsAnyExcept((byte)0) && !RecordDate.IsSound(field))
        {
            findings.Warning(DiagnosticId.RecordDateInvalid, current, at, $"The date {1900 + field[0]}-{field[1]:D2}-{field[2]:D2} {field[3]:D2}:{field[4]:D2}:{field[5]:D2} with zone {(sbyte)field[6]} is not valid: readers show another date or none. Recreate the image.");
        }
    }

    private void CheckFlags(DirectoryRecord record, long at)
    {
        var flags = record.FileFlags;

        // The record format and protection bits say something about an extended attribute record.
        var bad = (flags & Reserved) != 0
            || record.ExtendedAttributeBlocks == 0 && (flags & (RecordFormat | Protection)) != 0
            || record.IsDirectory && (flags & (Associated | DirectoryRecord.FlagMultiExtent)) != 0;
        if (bad)
        {
            findings.Warning(DiagnosticId.FileFlagsWrong, current, at + 25, $"The file flags are {flags:X2}, a reserved or forbidden combination. Recreate the image.");
        }
        else if ((flags & Associated) != 0)
        {
            findings.Info(DiagnosticId.AssociatedFile, current, at + 25, "The record is for an associated file (a resource fork), which Linux does not show.");
        }
    }

    private bool CheckSelf(WalkedDirectory directory, DirectoryRecord record, long at)
    {
        var (isSelf, isHere) = (record.Identifier is [0], (long)record.Block * Sector.Size == directory.Offset);
        if (!isSelf || !record.IsDirectory || !isHere || record.Length != directory.Length)
        {
            // All readers forgive a length that is not too short.
            var isForgiven = isSelf && isHere && record.Length >= directory.Length;
            findings.Add(
                DiagnosticId.SelfRecordWrong,
                isForgiven ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error,
                directory,
                at,
                isSelf
                    ? $"The directory's first record gives {record.Length} bytes at byte {(long)record.Block * Sector.Size}, but the record in its parent gives {directory.Length} at {directory.Offset}. Windows uses the length of the first record, Linux its location, others the parent's record. Recreate the image."
                    : "The directory's first record is not that of the directory itself (identifier 00). Windows takes the size from it, and bsdtar shows an extra directory. Recreate the image.");
        }

        return isSelf;
    }

    private bool CheckParent(WalkedDirectory directory, DirectoryRecord record, long at)
    {
        var isParent = record.Identifier is [1];
        var parent = directory.Parent ?? directory;
        var (offset, length) = ((long)record.Block * Sector.Size, (long)record.Length);
        if (!isParent || !record.IsDirectory || offset != parent.Offset || length != parent.Length)
        {
            findings.Add(
                DiagnosticId.ParentRecordWrong,
                isParent ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error,
                directory,
                at,
                isParent
                    ? $"The directory's second record places its parent, {length} bytes, at byte {offset}, but the parent has {parent.Length} bytes at {parent.Offset}. When FreeBSD reads this tree, it follows this record for \"..\". Recreate the image."
                    : "The directory's second record is not that of its parent (identifier 01). Recreate the image.");
        }

        return isParent;
    }

    private bool CheckChild(WalkedDirectory directory, DirectoryRecord record, long at, ref RecordState state)
    {
        if (record.IsSelfOrParent)
        {
            findings.Error(record.Identifier[0] == 0 ? DiagnosticId.SelfRecordWrong : DiagnosticId.ParentRecordWrong, directory, at, $"Record {state.Index} has the identifier {record.Identifier[0]:X2}, which only the directory's first two records may have. Recreate the image.");
            return false;
        }

        return true;
    }

    /// <summary>Whether the identifiers are in order: name, then extension, as if padded with spaces (9.3). Relaxed names, which the rule does
    /// not foresee, are in order too when their bytes are: writers differ there.</summary>
    private bool IsSorted(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (a.SequenceCompareTo(b) <= 0)
        {
            return true;
        }

        a = WithoutVersion(a);
        b = WithoutVersion(b);
        if (tree.Kind == TreeKind.Joliet)
        {
            return a.SequenceCompareTo(b) <= 0;
        }

        var dotA = DotOf(a);
        var dotB = DotOf(b);
        var order = ComparePadded(a[..dotA], b[..dotB]);
        return (order != 0 ? order : ComparePadded(a[dotA..], b[dotB..])) <= 0;
    }

    private ReadOnlySpan<byte> WithoutVersion(ReadOnlySpan<byte> identifier)
    {
        var semicolon = tree.Kind == TreeKind.Joliet ? identifier.LastIndexOf("\0;"u8) : identifier.LastIndexOf((byte)';');
        return semicolon < 0 ? identifier : identifier[..semicolon];
    }

    private static int DotOf(ReadOnlySpan<byte> identifier) => identifier.LastIndexOf((byte)'.') is var dot && dot < 0 ? identifier.Length : dot;

    private static int ComparePadded(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        for (var i = 0; i < Math.Max(a.Length, b.Length); i++)
        {
            var order = (i < a.Length ? a[i] : ' ') - (i < b.Length ? b[i] : ' ');
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }
}
