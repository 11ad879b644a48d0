using IsoBuild.Diagnostics;
using IsoBuild.Reading;
using IsoBuild.Udf;

namespace IsoBuild.Verifying;

/// <summary>The rules of file entries and their extents (ECMA-167 4/14.6, 4/14.9, 4/14.14; UDF 1.02 2.3.5, 2.3.6).</summary>
internal sealed class UdfEntryRules(UdfChecks checks)
{
    // Fields of a file entry; of an extended one, those behind the length lie elsewhere.
    private const int IcbTagField = 16;
    private const int StrategyField = IcbTagField + 4;
    private const int TypeField = IcbTagField + 11;
    private const int FlagsField = IcbTagField + 18;
    private const int LengthField = 56;

    private readonly UdfVolumeReading volume = checks.Volume;
    private readonly Findings findings = checks.Findings;
    private readonly int blockSize = checks.Volume.BlockSize;
    private readonly UdfAllocation allocation = new(checks.Volume.Image, checks.Volume.BlockSize, checks.Volume.TryLocate, checks.Volume.RunCount);
    private readonly HashSet<ulong> identities = [];

    /// <summary>The greatest unique id that was seen.</summary>
    public ulong MaxUniqueId { get; private set; }

    /// <summary>Where the content lies, as readers will find it.</summary>
    public UdfContent Check(FileEntry entry, long offset, ushort partition, object place, bool isRoot)
    {
        checks.Context.Extents.Add(offset, blockSize, ExtentKind.FileEntry, place);
        CheckHead(entry, offset, place, isRoot);
        var isReported = entry.IcbTag.Allocation == AllocationType.Embedded ? ReportEmbedded(offset, place) : CheckExtents(entry, offset, partition, place);
        var length = entry.Length;
        var content = allocation.Read(entry, offset, partition, (id, message) =>
        {
            if (id == DiagnosticId.UdfTailBeyondExtents)
            {
                findings.Warning(DiagnosticId.UdfExtentsMismatch, place, offset + LengthField, $"{message} Readers that rely on the extents truncate the file. Copy the file, or recreate the image.");
            }
            else if (id is DiagnosticId.ContentUnsupported or DiagnosticId.ContentDamaged)
            {
                findings.Error(DiagnosticId.UdfContentUnreadable, place, offset + FlagsField, $"{message} Get a fresh copy, or recreate the image.");
            }
            else if (!isReported)
            {
                findings.Error(id == DiagnosticId.ImageTruncated ? DiagnosticId.UdfExtentOutside : DiagnosticId.UdfExtentsMismatch, place, offset + LengthField, $"{message} Get a fresh copy, or recreate the image.");
            }
        });
        if (entry.IcbTag.Allocation != AllocationType.Embedded)
        {
            CheckContent(entry, offset, place, content, isReported || content.IsIncomplete || length > long.MaxValue);
        }

        return content;
    }

    private void CheckHead(FileEntry entry, long offset, object place, bool isRoot)
    {
        if (entry.IsExtended)
        {
            findings.Warning(DiagnosticId.UdfEntryExtended, place, offset, "The entry is an extended file entry: FreeBSD and libcdio do not read it. For them, recreate the image as UDF 1.02.");
        }

        if (entry.IcbTag.Strategy == IcbTag.Strategy4096)
        {
            findings.Warning(DiagnosticId.UdfStrategyUnknown, place, offset + StrategyField, "The ICB uses strategy 4096 (versions of an entry): Linux supports it, many other readers do not. For them, recreate the image with strategy 4.");
        }
        else if (entry.IcbTag.Strategy != IcbTag.Strategy4)
        {
            findings.Error(DiagnosticId.UdfStrategyUnknown, place, offset + StrategyField, $"The ICB uses strategy {entry.IcbTag.Strategy}, but readers support only 4. Recreate the image.");
        }

        if (entry.Type is not (UdfFileType.Directory or UdfFileType.File))
        {
            findings.Warning(DiagnosticId.UdfFileTypeRefused, place, offset + TypeField, $"The entry is of type {(int)entry.Type}, neither a file nor a directory: 7-Zip refuses the whole volume. Leave the entry out if the image is used with 7-Zip.");
        }

        checks.CheckDate(entry.Modified, offset + (entry.IsExtended ? 92 : 84), place, "modification date");
        MaxUniqueId = Math.Max(MaxUniqueId, entry.Identity);
        if (!identities.Add(entry.Identity) || isRoot != (entry.Identity == 0))
        {
            findings.Warning(DiagnosticId.UdfUniqueId, place, offset + (entry.IsExtended ? 200 : 160), $"The unique id {entry.Identity} is not unique, or the root's is not 0: systems that identify files by it confuse them. Recreate the image.");
        }
    }

    private bool ReportEmbedded(long offset, object place)
    {
        findings.Warning(DiagnosticId.UdfContentEmbedded, place, offset + FlagsField, "The content is embedded in the file entry: FreeBSD and libcdio do not read it. For them, recreate the image without embedded content.");
        return false;
    }

    /// <summary>Looks at the descriptors in the file entry; whether something was told that makes the content incomplete.</summary>
    private bool CheckExtents(FileEntry entry, long offset, ushort partition, object place)
    {
        var size = entry.IcbTag.Allocation switch
        {
            AllocationType.Short => ShortExtent.Size,
            AllocationType.Long => LongExtent.Size,
            _ => ExtendedExtent.Size,
        };
        var area = entry.AllocationDescriptors;
        var isReported = false;
        for (var at = 0; at + size <= area.Length; at += size)
        {
            var extent = UdfAllocation.Descriptor(area[at..], entry.IcbTag.Allocation, partition);
            var field = offset + entry.DescriptorsOffset + at;
            if (extent.Length == 0)
            {
                break;
            }

            if (extent.Type == ExtentType.Continuation)
            {
                findings.Warning(DiagnosticId.UdfContinuationUsed, place, field, "The allocation descriptors continue in another block, which 7-Zip does not follow. For 7-Zip, recreate the image with fewer extents.");
                break;
            }

            var isLast = at + (2 * size) > area.Length;
            if (extent.Type != ExtentType.Recorded || (!isLast && extent.Length % blockSize != 0))
            {
                findings.Warning(DiagnosticId.UdfExtentUnrecorded, place, field, "The extent is not recorded (a hole), or is not a whole number of blocks although more extents follow: libcdio and others read wrong bytes. Recreate the image.");
            }
            else if (!IsInside(extent))
            {
                findings.Error(DiagnosticId.UdfExtentOutside, place, field, $"The extent of {extent.Length} bytes from block {extent.Address.Block} of partition {extent.Address.Partition} on is outside the partition. The image is truncated or wrong. Get a fresh copy, or recreate it.");
                isReported = true;
            }
        }

        return isReported;
    }

    private bool IsInside(LongExtent extent) =>
        volume.TryLocate(extent.Address, out _, out _)
        && volume.TryLocate(extent.Address with { Block = (uint)Math.Min(uint.MaxValue, extent.Address.Block + ((extent.Length - 1L) / blockSize)) }, out var last, out _)
        && last < volume.Image.Length;

    private void CheckContent(FileEntry entry, long offset, object place, UdfContent content, bool isReported)
    {
        var kind = entry.Type == UdfFileType.Directory ? ExtentKind.Directory : ExtentKind.File;
        long blocks = 0;
        foreach (var extent in content.Extents)
        {
            if (!extent.IsHole)
            {
                checks.Context.Extents.Add(extent.Offset, extent.Length, kind, place);
                blocks += (extent.Length + blockSize - 1) / blockSize;
            }
        }

        if (!isReported && entry.RecordedBlocks != (ulong)blocks)
        {
            findings.Warning(DiagnosticId.UdfExtentsMismatch, place, offset + (entry.IsExtended ? 72 : 64), $"The file entry counts {entry.RecordedBlocks} recorded blocks, but its extents have {blocks}. Recreate the image.");
        }

        var size = entry.IcbTag.Allocation == AllocationType.Short ? ShortExtent.Size : LongExtent.Size;
        if (kind == ExtentKind.Directory && entry.AllocationDescriptors.Length >= 2 * size)
        {
            findings.Warning(DiagnosticId.UdfDirectoryScattered, place, offset + entry.DescriptorsOffset, $"The directory has {entry.AllocationDescriptors.Length / size} extents: simple readers, such as boot loaders, read only the first. Recreate the image.");
        }
    }
}
