using IsoBuild.Diagnostics;
using IsoBuild.Reading;
using IsoBuild.Udf;

namespace IsoBuild.Verifying;

/// <summary>The rules of a UDF volume's descriptors (ECMA-167 2, 3; UDF 1.02 2.2).</summary>
internal sealed class UdfVolumeRules(UdfChecks checks)
{
    private const int RecognitionSize = 2048;

    /// <summary>Of an anchor, where it names the sequences.</summary>
    private const int MainField = 16;
    private const int ReserveField = 24;

    private const int LeastSectors = 16;
    private const int MostSectors = 1024;

    private const uint Revision = 0x0102;

    /// <summary>The descriptors that a sequence has, and whether readers need them.</summary>
    private static readonly (TagId Id, bool IsNeeded, string Name)[] Expected =
    [
        (TagId.PrimaryVolume, true, "primary volume descriptor"),
        (TagId.ImplementationUseVolume, false, "implementation use volume descriptor"),
        (TagId.Partition, true, "partition descriptor"),
        (TagId.LogicalVolume, true, "logical volume descriptor"),
        (TagId.UnallocatedSpace, false, "unallocated space descriptor"),
    ];

    private readonly UdfVolumeReading volume = checks.Volume;
    private readonly Findings findings = checks.Findings;
    private readonly ImageFile image = checks.Volume.Image;
    private readonly int blockSize = checks.Volume.BlockSize;

    public void Check()
    {
        CheckRecognition();
        CheckAnchors();
        var main = ReadSequence(volume.MainSequence, MainField, "main");
        var reserve = ReadSequence(volume.ReserveSequence, ReserveField, "reserve");
        CompareSequences(main, reserve);
        foreach (var (id, offset, block) in main)
        {
            CheckDescriptor(id, offset, block);
        }

        CheckSparingTables();
        CheckFileSet();
    }

    private void CheckSparingTables()
    {
        foreach (var (offset, length, problem) in volume.SparingTables)
        {
            checks.Context.Extents.Add(offset, length, ExtentKind.Descriptor, "sparing table of UDF");
            if (problem is not null)
            {
                findings.Error(DiagnosticId.UdfSparingTableUnusable, item: null, offset, $"The sparing table cannot be used: {problem}. Readers that rely on it show the bytes of bad blocks. Get a fresh copy, or recreate the image.");
            }
        }
    }

    private void CheckRecognition()
    {
        var found = volume.Recognition;
        foreach (var (offset, name) in found)
        {
            checks.Context.Extents.Add(offset, RecognitionSize, ExtentKind.Descriptor, $"{name.ToUpperInvariant()} descriptor");
        }

        var step = Math.Max(RecognitionSize, blockSize);
        for (var i = 0; i < 3; i++)
        {
            var isRight = i < found.Count
                && (i, found[i].Name) is (0, "bea01") or (1, "nsr02" or "nsr03") or (2, "tea01")
                && (i == 0 || found[i].Offset == found[i - 1].Offset + step);
            if (!isRight)
            {
                var offset = i < found.Count ? found[i].Offset : found[^1].Offset + step;
                findings.Error(DiagnosticId.UdfRecognitionOrder, item: null, offset, "BEA01, NSR02 or NSR03, and TEA01 do not follow each other: EDK2 and others do not recognize UDF. Recreate the image.");
                return;
            }
        }
    }

    private void CheckAnchors()
    {
        var last = (image.Length / blockSize) - 1;
        var first = volume.Start + (256L * blockSize);
        if (volume.Anchors[0] != first)
        {
            findings.Error(DiagnosticId.UdfAnchorMissing, item: null, first, "There is no anchor at block 256, the only place where FreeBSD, 7-Zip and others look. Recreate the image.");
        }
        else if (volume.Anchors.Count == 1 && volume.Start == 0)
        {
            findings.Warning(DiagnosticId.UdfAnchorMissing, item: null, last * blockSize, "There is no anchor at the last block or 256 blocks before it: EDK2 requires two anchors, and 7-Zip reports the image as truncated. Get a fresh copy, or recreate it.");
        }

        var pointer = new byte[AnchorPointer.Size];
        var other = new byte[AnchorPointer.Size];
        image.TryRead(volume.Anchors[0], pointer);
        foreach (var anchor in volume.Anchors)
        {
            image.TryRead(anchor, other);
            checks.IsThere(other, TagId.Anchor, (uint)(anchor / blockSize), anchor, item: null);
            checks.Context.Extents.Add(anchor, blockSize, ExtentKind.Descriptor, "UDF anchor");
            const int pointers = 16;
            if (!pointer.AsSpan(MainField, pointers).SequenceEqual(other.AsSpan(MainField, pointers)))
            {
                findings.Error(DiagnosticId.UdfAnchorsDiffer, item: null, anchor + MainField, $"The anchor points to other descriptors than the anchor at byte {volume.Anchors[0]}, so readers show different things depending on which one they use. Recreate the image.");
            }
        }
    }

    private List<(TagId Id, long Offset, byte[] Block)> ReadSequence((long Offset, long Length) extent, int field, string name)
    {
        var found = new List<(TagId Id, long Offset, byte[] Block)>();
        checks.Context.Extents.Add(extent.Offset, extent.Length, ExtentKind.Descriptor, $"{name} sequence of UDF");
        if (extent.Length < LeastSectors * (long)blockSize)
        {
            findings.Error(DiagnosticId.UdfSequenceShort, item: null, volume.Anchors[0] + field, $"The {name} volume descriptor sequence has {extent.Length} bytes, but EDK2 and 7-Zip require {LeastSectors} sectors. Recreate the image.");
        }

        for (long at = 0; at < Math.Min(extent.Length, MostSectors * (long)blockSize); at += blockSize)
        {
            var block = new byte[blockSize];
            var offset = extent.Offset + at;
            var tag = new DescriptorTag(block);
            if (!image.TryRead(offset, block) || UdfTags.IsNone(tag.Faults))
            {
                findings.Error(DiagnosticId.UdfSequenceOpen, item: null, offset, $"The {name} volume descriptor sequence does not end with a terminating descriptor: 7-Zip and GRUB refuse the volume. Recreate the image.");
                return found;
            }

            checks.CheckTag(block, tag.Check(tag.Id, (uint)(offset / blockSize)), offset, item: null, "descriptor");
            var id = tag.Id;
            if (id == TagId.Terminating)
            {
                CheckComplete(found, extent.Offset, name);
                return found;
            }

            if (!Array.Exists(Expected, expected => expected.Id == id) || (id == TagId.LogicalVolume && found.Exists(other => other.Id == TagId.LogicalVolume)))
            {
                findings.Error(DiagnosticId.UdfSequenceContent, item: null, offset, $"The {name} volume descriptor sequence has a descriptor with the tag {(int)id}, which does not belong there or is a duplicate: 7-Zip and GRUB refuse the volume. Recreate the image.");
            }

            found.Add((id, offset, block));
        }

        findings.Error(DiagnosticId.UdfSequenceOpen, item: null, extent.Offset, $"The {name} volume descriptor sequence fills its extent without a terminating descriptor: 7-Zip and GRUB refuse the volume. Recreate the image.");
        return found;
    }

    private void CheckComplete(List<(TagId Id, long Offset, byte[] Block)> found, long offset, string name)
    {
        foreach (var (id, isNeeded, what) in Expected)
        {
            if (!found.Exists(descriptor => descriptor.Id == id))
            {
                findings.Add(DiagnosticId.UdfSequenceContent, isNeeded ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning, item: null, offset, $"The {name} volume descriptor sequence has no {what}. Recreate the image.");
            }
        }
    }

    /// <summary>Both say the same, but for where they are (3/8.4.2.2).</summary>
    private void CompareSequences(List<(TagId Id, long Offset, byte[] Block)> main, List<(TagId Id, long Offset, byte[] Block)> reserve)
    {
        for (var i = 0; i < Math.Min(main.Count, reserve.Count); i++)
        {
            var (id, _, block) = main[i];
            var other = reserve.Find(candidate => candidate.Id == id);
            if (other.Block is null)
            {
                continue;
            }

            var same = block.AsSpan(DescriptorTag.Size).CommonPrefixLength(other.Block.AsSpan(DescriptorTag.Size));
            if (DescriptorTag.Size + same < blockSize)
            {
                findings.Warning(DiagnosticId.UdfSequencesDiffer, item: null, other.Offset + DescriptorTag.Size + same, $"The reserve sequence differs here from the main one at byte {main[i].Offset + DescriptorTag.Size + same}, so readers show different things depending on which one they use. Recreate the image.");
            }
        }
    }

    private void CheckDescriptor(TagId id, long offset, byte[] block)
    {
        switch (id)
        {
            case TagId.PrimaryVolume:
                var primary = new PrimaryVolumeDescriptor(block);
                checks.CheckText(primary.VolumeIdField, offset + 24, "volume identifier");
                checks.CheckText(primary.VolumeSetIdField, offset + 72, "volume set identifier");
                checks.CheckDate(primary.Recorded, offset + 376, item: null, "recording date of the volume");
                break;
            case TagId.ImplementationUseVolume:
                var use = new ImplementationUseDescriptor(block);
                if (use.Contents.Name.SequenceEqual(EntityId.VolumeInfo))
                {
                    checks.CheckText(use.VolumeIdField, offset + 116, "logical volume identifier");
                }

                break;
            case TagId.Partition:
                CheckPartition(offset, new PartitionDescriptor(block));
                break;
            case TagId.LogicalVolume:
                var logical = new LogicalVolumeDescriptor(block);
                checks.CheckText(logical.VolumeIdField, offset + 84, "logical volume identifier");
                if (logical.DomainId.UdfRevision != Revision)
                {
                    findings.Info(DiagnosticId.UdfRevisionUnusual, item: null, offset + 216 + 24, $"The volume is UDF {volume.Info.Revision}, but FreeBSD, many players and older systems support only 1.02. For them, recreate the image as UDF 1.02.");
                }

                break;
        }
    }

    private void CheckPartition(long offset, PartitionDescriptor partition)
    {
        if (partition.Number != 0 && volume.Partitions.Length == 1)
        {
            findings.Warning(DiagnosticId.UdfPartitionNumber, item: null, offset + 22, $"The partition of map 0 has the number {partition.Number}, not 0: FreeBSD compares the two and finds no file. Recreate the image.");
        }

        var end = (partition.StartSector + (long)partition.SectorCount) * blockSize;
        if (end > image.Length)
        {
            findings.Error(DiagnosticId.UdfPartitionOutside, item: null, offset + 192, $"The partition ends at byte {end}, but the image has {image.Length}. It is truncated. Get a fresh copy.");
        }
    }

    private void CheckFileSet()
    {
        var (offset, length) = volume.FileSet;
        checks.Context.Extents.Add(offset, length, ExtentKind.Descriptor, "file set of UDF");
        var block = new byte[blockSize];
        var descriptor = new FileSetDescriptor(block);
        if (!image.TryRead(offset, block) || !checks.IsThere(block, TagId.FileSet, volume.FileSetBlock, offset, item: null))
        {
            return;
        }

        checks.CheckText(descriptor.VolumeIdField, offset + 112, "logical volume identifier of the file set");
        checks.CheckText(descriptor.FileSetIdField, offset + 304, "file set identifier");
        checks.CheckText(descriptor.CopyrightField, offset + 336, "copyright file identifier");
        checks.CheckText(descriptor.AbstractField, offset + 368, "abstract file identifier");
        checks.CheckDate(descriptor.Recorded, offset + 16, item: null, "recording date of the file set");
        if (descriptor.RootIcb.Length != blockSize)
        {
            findings.Warning(DiagnosticId.UdfIcbLength, "/", offset + 400, $"The ICB of the root directory has {descriptor.RootIcb.Length} bytes, but 7-Zip requires one block, {blockSize}. Recreate the image.");
        }
    }
}
