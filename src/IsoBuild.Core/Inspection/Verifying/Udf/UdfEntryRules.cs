using IsoBuild.Diagnostics;
using IsoBuild.Reading;
using IsoBuild.Udf;

namespace IsoBuild.Inspection;

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
        var isTold = entry.IcbTag.Allocation == AllocationType.Embedded ? TellEmbedded(offset, place) : CheckExtents(entry, offset, partition, place);
        var length = entry.Length;
        var content = allocation.Read(entry, offset, partition, (id, message) =>
        {
            if (id == DiagnosticId.UdfTailBeyondExtents)
            {
                findings.Warning(DiagnosticId.UdfExtentsMismatch, place, offset + LengthField, $"{message} Readers that go by the extents cut the file. Copy the file, or make the image again.");
            }
            else if (id is DiagnosticId.ContentUnsupported or DiagnosticId.ContentDamaged)
            {
                findings.Error(DiagnosticId.UdfContentUnreadable, place, offset + FlagsField, $"{message} Get or make the image again.");
            }
            else if (!isTold)
            {
                findings.Error(id == DiagnosticId.ImageTruncated ? DiagnosticId.UdfExtentOutside : DiagnosticId.UdfExtentsMismatch, place, offset + LengthField, $"{message} Get or make the image again.");
            }
        });
        if (entry.IcbTag.Allocation != AllocationType.Embedded)
        {
            CheckContent(entry, offset, place, content, isTold || content.IsIncomplete || length > long.MaxValue);
        }

        return content;
    }

    private void CheckHead(FileEntry entry, long offset, object place, bool isRoot)
    {
        if (entry.IsExtended)
        {
            findings.Warning(DiagnosticId.UdfEntryExtended, place, offset, "The entry is an extended file entry: FreeBSD and libcdio do not read it. Make the image again as UDF 1.02, if they are to.");
        }

        if (entry.IcbTag.Strategy == IcbTag.Strategy4096)
        {
            findings.Warning(DiagnosticId.UdfStrategyUnknown, place, offset + StrategyField, "The ICB has the strategy 4096, by which entries have versions: Linux follows them, many others do not. Make the image again with strategy 4, if they are to read it.");
        }
        else if (entry.IcbTag.Strategy != IcbTag.Strategy4)
        {
            findings.Error(DiagnosticId.UdfStrategyUnknown, place, offset + StrategyField, $"The ICB has the strategy {entry.IcbTag.Strategy}; readers know 4. Make the image again.");
        }

        if (entry.Type is not (UdfFileType.Directory or UdfFileType.File))
        {
            findings.Warning(DiagnosticId.UdfFileTypeRefused, place, offset + TypeField, $"The entry is of type {(int)entry.Type}, neither a file nor a directory: 7-Zip refuses the whole volume. Leave it out, if 7-Zip is to read the image.");
        }

        checks.CheckDate(entry.Modified, offset + (entry.IsExtended ? 92 : 84), place, "modification date");
        MaxUniqueId = Math.Max(MaxUniqueId, entry.Identity);
        if (!identities.Add(entry.Identity) || isRoot != (entry.Identity == 0))
        {
            findings.Warning(DiagnosticId.UdfUniqueId, place, offset + (entry.IsExtended ? 200 : 160), $"The unique id {entry.Identity} is that of another entry too, or the root has another than 0: systems that know files by it confuse them. Make the image again.");
        }
    }

    private bool TellEmbedded(long offset, object place)
    {
        findings.Warning(DiagnosticId.UdfContentEmbedded, place, offset + FlagsField, "The content lies in the file entry itself: FreeBSD and libcdio do not read it. Make the image again without, if they are to.");
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
        var isTold = false;
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
                findings.Warning(DiagnosticId.UdfContinuationUsed, place, field, "The extents go on in another block: 7-Zip does not follow. Make the image again with fewer extents, if it is to.");
                break;
            }

            var isLast = at + (2 * size) > area.Length;
            if (extent.Type != ExtentType.Recorded || (!isLast && extent.Length % blockSize != 0))
            {
                findings.Warning(DiagnosticId.UdfExtentUnrecorded, place, field, "The extent is a hole, or no whole number of blocks although others follow: libcdio and others read something else. Make the image again.");
            }
            else if (!IsInside(extent))
            {
                findings.Error(DiagnosticId.UdfExtentOutside, place, field, $"The extent of {extent.Length} bytes from block {extent.Address.Block} of partition {extent.Address.Partition} on does not lie in the partition. The image is cut off, or wrong: get or make it again.");
                isTold = true;
            }
        }

        return isTold;
    }

    private bool IsInside(LongExtent extent) =>
        volume.TryLocate(extent.Address, out _, out _)
        && volume.TryLocate(extent.Address with { Block = (uint)Math.Min(uint.MaxValue, extent.Address.Block + ((extent.Length - 1L) / blockSize)) }, out var last, out _)
        && last < volume.Image.Length;

    private void CheckContent(FileEntry entry, long offset, object place, UdfContent content, bool isTold)
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

        if (!isTold && entry.RecordedBlocks != (ulong)blocks)
        {
            findings.Warning(DiagnosticId.UdfExtentsMismatch, place, offset + (entry.IsExtended ? 72 : 64), $"The file is said to have {entry.RecordedBlocks} recorded blocks; its extents have {blocks}. Make the image again.");
        }

        var size = entry.IcbTag.Allocation == AllocationType.Short ? ShortExtent.Size : LongExtent.Size;
        if (kind == ExtentKind.Directory && entry.AllocationDescriptors.Length >= 2 * size)
        {
            findings.Warning(DiagnosticId.UdfDirectoryScattered, place, offset + entry.DescriptorsOffset, $"The directory lies in {entry.AllocationDescriptors.Length / size} extents: simple readers, such as boot loaders, read the first. Make the image again.");
        }
    }
}
