using System.Text;
using IsoBuild.Diagnostics;
using IsoBuild.Reading;
using IsoBuild.Udf;

namespace IsoBuild.Core.Tests.Udf;

/// <summary>By what the volume of an image is found (ECMA-167 2/8.3, 3/8.4; UDF 1.02 2.2): volumes by hand, of which one thing is wrong or in another place.</summary>
public class UdfVolumeFindingTests
{
    private const int Small = 512;
    private const int Large = 2048;

    private readonly DiagnosticBag diagnostics = new();
    private Diagnostic? refusal;

    [Theory]
    [InlineData(512, 0)]
    [InlineData(1024, 0)]
    [InlineData(2048, 0)]
    [InlineData(4096, 0)]
    [InlineData(512, 100)]
    [InlineData(2048, 100)]
    [InlineData(4096, 100)]
    public void Volumes_of_every_block_size(int blockSize, int startSector)
    {
        long start = startSector * 2048L;
        HandMadeVolume made = new(new byte[start + (HandMadeVolume.Blocks * blockSize)], blockSize, startSector);
        made.PutAnchor((start / blockSize) + 256);
        UdfVolumeReading volume = Read(made.Bytes, startSector)!;
        Assert.Equal((blockSize, start, "HAND"), (volume.BlockSize, volume.Start, volume.Info.VolumeId));
        Assert.Equal([start + (256L * blockSize)], volume.Anchors);
        Assert.Equal((made.Sector(HandMadeVolume.Main), 8L * blockSize), volume.MainSequence);
        Assert.Equal((made.Sector(HandMadeVolume.Reserve), 8L * blockSize), volume.ReserveSequence);
        Assert.Equal((blockSize, made.Block(0), 200L * blockSize), (volume.Info.BlockSize, volume.Info.PartitionOffset, volume.Info.PartitionLength));
        Assert.Equal((made.Block(0), 2L * blockSize), volume.FileSet);
        int step = Math.Max(2048, blockSize);
        Assert.Equal([(start + 32_768, "bea01"), (start + 32_768 + step, "nsr02"), (start + 32_768 + (2 * step), "tea01")], volume.Recognition);
        Assert.Null(volume.Doubt);
        Assert.Null(volume.Rival);
        Told();
    }

    /// <summary>2/8.3.1: what stands in the sequence, one descriptor behind the other, and whether that announces a volume.</summary>
    [Theory]
    [InlineData("BEA01 NSR02 TEA01", true)]
    [InlineData("BEA01 NSR03 TEA01", true)]
    [InlineData("NSR02", true)]
    [InlineData("CD001 CD001 BEA01 NSR02 TEA01", true)]
    [InlineData("BOOT2 CDW02 NSR03", true)]
    [InlineData("BEA01 TEA01 XXXXX NSR02", false)]
    [InlineData("BEA01 XXXXX NSR02", true)] // as if descriptors had 4096 bytes
    [InlineData("BEA01 XXXXX XXXXX NSR02", false)]
    [InlineData("XXXXX BEA01 NSR02 TEA01", false)]
    [InlineData("BEA01 NSR04 TEA01", false)]
    [InlineData("BEA01 TEA01", false)]
    public void Sequences_that_announce_a_volume(string names, bool isAnnounced)
    {
        byte[] image = new byte[32_768 + (16 * 2048)];
        HandMadeVolume.Recognise(image, 0, Large, names.Split(' '));
        Assert.Null(Read(image));
        Assert.Equal(isAnnounced, refusal is not null);
    }

    /// <summary>64 descriptors are read; that in the place 65 is none of 4096 bytes either.</summary>
    [Theory]
    [InlineData(63, true)]
    [InlineData(65, false)]
    public void Long_recognition_sequences(int before, bool isAnnounced)
    {
        byte[] image = new byte[32_768 + (66 * 2048)];
        HandMadeVolume.Recognise(image, 0, Large, [.. Enumerable.Repeat("BOOT2", before), "NSR02"]);
        Assert.Null(Read(image));
        Assert.Equal(isAnnounced, refusal is not null);
    }

    /// <summary>Of the sequence, the descriptors of ECMA-167 are the volume's.</summary>
    [Fact]
    public void Descriptors_of_other_standards_are_not_the_volumes()
    {
        HandMadeVolume made = new();
        HandMadeVolume.Recognise(made.Bytes, 0, Small, "CD001", "BEA01", "BOOT2", "NSR03", "TEA01", "NSR02");
        Assert.Equal([(34_816, "bea01"), (38_912, "nsr03"), (40_960, "tea01")], Read(made.Bytes)!.Recognition);
    }

    [Fact]
    public void Without_an_anchor_nothing_is_shown()
    {
        HandMadeVolume made = new(new byte[HandMadeVolume.Blocks * Small]);
        Assert.Null(Read(made.Bytes));
        Assert.Equal(
            new Diagnostic(DiagnosticId.UdfUnreadable, DiagnosticSeverity.Warning, null, "The image announces a UDF volume, which cannot be shown: there is no anchor volume descriptor at block 256, at the end, or 256 blocks before the end. Check that the image is complete, or get a fresh copy."),
            refusal);
    }

    /// <summary>3/8.4.2.1: at block 256, at the last, and 256 before that. Elsewhere none counts.</summary>
    [Theory]
    [InlineData(256, true)]
    [InlineData(HandMadeVolume.Blocks - 1, true)]
    [InlineData(HandMadeVolume.Blocks - 257, true)]
    [InlineData(255, false)]
    [InlineData(257, false)]
    [InlineData(HandMadeVolume.Blocks - 2, false)]
    [InlineData(HandMadeVolume.Blocks - 256, false)]
    [InlineData(0, false)]
    public void Places_of_anchors(int place, bool isFound)
    {
        HandMadeVolume made = new(new byte[HandMadeVolume.Blocks * Small]);
        made.PutAnchor(place);
        UdfVolumeReading? volume = Read(made.Bytes);
        Assert.Equal(isFound ? $"{place * Small}" : "", string.Join(' ', volume?.Anchors ?? []));
    }

    /// <summary>The last session's are at the end, so those are none of another session.</summary>
    [Fact]
    public void A_session_has_one_anchor()
    {
        byte[] image = new byte[(100 * 2048) + (HandMadeVolume.Blocks * Small)];
        HandMadeVolume made = new(image, Small, 100);
        int last = (image.Length / Small) - 1;
        made.PutAnchor(last);
        Assert.Null(Read(image, 100));
        made.PutAnchor(400 + 256);
        Assert.Equal([(400 + 256) * Small], Read(image, 100)!.Anchors);
    }

    /// <summary>Block 0 is no place of an anchor, even where that is 256 blocks before the last.</summary>
    [Fact]
    public void An_image_of_257_blocks_has_no_anchor_in_the_first()
    {
        byte[] image = new byte[257 * Small];
        HandMadeVolume.Recognise(image, 0, Small, "NSR02");
        AnchorPointer.Write(image.AsSpan(0, 512), 0, new VolumeExtent(2048, 8), new VolumeExtent(2048, 8));
        Read(image);
        Assert.Contains("there is no anchor", refusal!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData((int)TagFaults.None, true, null)]
    [InlineData((int)TagFaults.Version, true, null)]
    [InlineData((int)TagFaults.Crc, true, DiagnosticId.UdfVolumeDoubtful)]
    [InlineData((int)TagFaults.Location, false, null)]
    [InlineData((int)TagFaults.Checksum, false, null)]
    [InlineData((int)TagFaults.Id, false, null)]
    public void Anchors_that_are_damaged(int fault, bool isRead, DiagnosticId? code)
    {
        HandMadeVolume made = new(new byte[HandMadeVolume.Blocks * Small]);
        made.PutAnchor(256, (TagFaults)fault);
        UdfVolumeReading? volume = Read(made.Bytes);
        Assert.Equal(isRead, volume is not null);
        Assert.Equal(code, volume?.Doubt?.Id);
        Told(code is null ? [] : [(DiagnosticId.UdfVolumeDoubtful, "The UDF anchor at byte 131072 does not match the CRC in its tag, and no other anchor is usable: an older state of the volume, or another volume, may be shown. Compare the files with another copy.")]);
    }

    /// <summary>A damaged anchor stands behind sound ones, and is still listed.</summary>
    [Theory]
    [InlineData(true, false, "END")]
    [InlineData(false, true, "FIRST")]
    [InlineData(false, false, "FIRST")]
    [InlineData(true, true, "FIRST")]
    public void The_anchor_at_block_256_goes_first(bool isFirstDamaged, bool isLastDamaged, string label)
    {
        HandMadeVolume made = WithTwoSequences();
        made.PutAnchor(256, isFirstDamaged ? TagFaults.Crc : TagFaults.None, HandMadeVolume.Main, HandMadeVolume.Main);
        made.PutAnchor(HandMadeVolume.Blocks - 1, isLastDamaged ? TagFaults.Crc : TagFaults.None, HandMadeVolume.Reserve, HandMadeVolume.Reserve);
        UdfVolumeReading volume = Read(made.Bytes)!;
        Assert.Equal(label, volume.Info.VolumeId);
        Assert.Equal([131_072, (HandMadeVolume.Blocks - 1) * Small], volume.Anchors);
        Assert.Equal(isFirstDamaged && isLastDamaged ? DiagnosticId.UdfVolumeDoubtful : null, volume.Doubt?.Id);
        Assert.Equal(isFirstDamaged || isLastDamaged ? null : ((HandMadeVolume.Blocks - 1L) * Small, made.Sector(HandMadeVolume.Reserve)), volume.Rival);
    }

    /// <summary>Anchors of blocks of 512 bytes and of 2048: at block 256 (F), at the end (E); small letters are damaged ones. Sound ones go before damaged ones, those at block 256 before those at the end, and of equal ones the smaller block. Where that at block 256 is damaged, a sound one at the end stands for it.</summary>
    [Theory]
    [InlineData("F", "F", Small)]
    [InlineData("E", "E", Small)]
    [InlineData("E", "F", Large)]
    [InlineData("F", "E", Small)]
    [InlineData("fE", "F", Small)]
    [InlineData("f", "F", Large)]
    [InlineData("f", "E", Large)]
    [InlineData("e", "E", Large)]
    [InlineData("e", "f", Large)]
    [InlineData("f", "f", Small)]
    [InlineData("f", "e", Small)]
    [InlineData("e", "e", Small)]
    [InlineData("fe", "f", Small)]
    [InlineData("E", "fE", Large)]
    [InlineData("E", "fe", Small)]
    [InlineData("", "e", Large)]
    public void Of_two_volumes_the_one_with_the_better_anchor_counts(string small, string large, int blockSize)
    {
        byte[] image = TwoVolumes(out HandMadeVolume one, out HandMadeVolume other);
        PutAnchors(one, small, (image.Length / Small) - 1);
        PutAnchors(other, large, (image.Length / Large) - 1);
        Assert.Equal(blockSize, Read(image)!.BlockSize);
    }

    /// <summary>Beside ISO 9660 sectors have 2048 bytes; and where descriptors of the recognition sequence take 4096, so do sectors.</summary>
    [Theory]
    [InlineData(false, Small)]
    [InlineData(true, Large)]
    public void Beside_iso_9660_blocks_have_2048_bytes(bool isBeside, int blockSize)
    {
        byte[] image = TwoVolumes(out HandMadeVolume one, out HandMadeVolume other);
        PutAnchors(one, "F", 0);
        PutAnchors(other, "F", 0);
        HandMadeVolume.Recognise(image, 0, Large, isBeside ? "CD001" : "BEA01", "BEA01", "NSR02", "TEA01");
        image[32_768] = isBeside ? (byte)1 : (byte)0;
        Assert.Equal(blockSize, Read(image)!.BlockSize);
    }

    [Theory]
    [InlineData(2048, Small)]
    [InlineData(4096, 4096)]
    public void Long_recognition_descriptors_are_of_large_blocks(int step, int blockSize)
    {
        byte[] image = new byte[HandMadeVolume.Blocks * 4096];
        HandMadeVolume one = new(image, Small);
        HandMadeVolume other = new(image, 4096);
        image.AsSpan(32_768, 16_384).Clear();
        HandMadeVolume.Recognise(image, 0, step, "BEA01", "NSR02", "TEA01");
        one.PutAnchor(256);
        other.PutAnchor(256);
        Assert.Equal(blockSize, Read(image)!.BlockSize);
    }

    /// <summary>What the first volume that cannot be read has wrong is told, and another one is shown.</summary>
    [Fact]
    public void A_volume_that_cannot_be_read_gives_way_to_another()
    {
        byte[] image = TwoVolumes(out HandMadeVolume one, out HandMadeVolume other);
        PutAnchors(one, "F", 0);
        PutAnchors(other, "F", 0);
        one.Change(HandMadeVolume.LogicalDescriptor, block => block[212]++);
        Assert.Equal(Large, Read(image)!.BlockSize);
        Assert.Null(refusal);
        other.Change(HandMadeVolume.LogicalDescriptor, block => block[268] = 0);
        Assert.Null(Read(image));
        Refused(DiagnosticId.UdfUnreadable, "its logical blocks have 513 bytes but its sectors 512, which UDF does not allow");
    }

    /// <summary>Whatever is wrong with a volume is told where it is the first, and has its own code: what the second one has wrong is of no account.</summary>
    [Theory]
    [InlineData("sequence")]
    [InlineData("size")]
    [InlineData("domain")]
    [InlineData("map")]
    [InlineData("kind")]
    [InlineData("place")]
    [InlineData("set")]
    [InlineData("root")]
    public void The_first_volume_that_cannot_be_read_is_told(string kind)
    {
        byte[] image = TwoVolumes(out HandMadeVolume one, out HandMadeVolume other);
        PutAnchors(other, "F", 0);
        (string words, bool isUnsupported) = Break(other, kind);
        DiagnosticId code = isUnsupported ? DiagnosticId.UdfUnsupported : DiagnosticId.UdfUnreadable;
        Assert.Null(Read(image));
        Refused(code, words);

        PutAnchors(one, "F", 0);
        (string first, _) = Break(one, "map");
        Assert.Null(Read(image));
        Refused(DiagnosticId.UdfUnreadable, first);

        image = TwoVolumes(out one, out other);
        PutAnchors(one, "F", 0);
        PutAnchors(other, "F", 0);
        (words, _) = Break(one, kind);
        Break(other, "domain");
        Assert.Null(Read(image));
        Refused(code, words);
    }

    private static (string Words, bool IsUnsupported) Break(HandMadeVolume volume, string kind)
    {
        switch (kind)
        {
            case "sequence":
                foreach (int sequence in (int[])[HandMadeVolume.Main, HandMadeVolume.Reserve])
                {
                    volume.Bytes[volume.Sector(sequence + HandMadeVolume.LogicalDescriptor) + 4]++;
                }

                return ($"the block at byte {volume.Sector(HandMadeVolume.Main + HandMadeVolume.LogicalDescriptor)} is not a descriptor", false);
            case "size":
                volume.Change(HandMadeVolume.LogicalDescriptor, block => block[212]++);
                return ($"its logical blocks have {volume.BlockSize + 1} bytes but its sectors {volume.BlockSize}, which UDF does not allow", false);
            case "domain":
                volume.Change(HandMadeVolume.LogicalDescriptor, block => block[217] = (byte)'+');
                return ("it is an ECMA-167 volume with a domain other than UDF (\"+OSTA UDF Compliant\")", true);
            case "map":
                volume.Change(HandMadeVolume.LogicalDescriptor, block => block[268] = 0);
                return ("it has no partition map", false);
            case "kind":
                volume.Change(HandMadeVolume.PartitionDescriptor, block => block[26] = (byte)'X');
                return ("its partition 0 is not an ECMA-167 file system (\"+XSR02\")", true);
            case "place":
                volume.Change(HandMadeVolume.LogicalDescriptor, block => block[253] = 1);
                return ("its file set is in block 256 of partition 0, which does not exist", false);
            case "set":
                volume.Bytes.AsSpan(volume.Block(HandMadeVolume.FileSet), 512).Clear();
                return ($"there is no file set descriptor at byte {volume.Block(HandMadeVolume.FileSet)}", false);
            default:
                volume.PutFileSet(HandMadeVolume.FileSet, 999);
                return ("there is no file entry of a directory in block 999 of partition 0, where its root should be", false);
        }
    }

    [Theory]
    [InlineData("*OSTA UDF Compliant", null)]
    [InlineData("", null)]
    [InlineData("*OSTA UDF", "it is an ECMA-167 volume with a domain other than UDF (\"*OSTA UDF\")")]
    public void Domains(string domain, string? words)
    {
        HandMadeVolume made = new();
        made.Change(HandMadeVolume.LogicalDescriptor, block => Encoding.ASCII.GetBytes(domain.PadRight(23, '\0'), block.AsSpan(217)));
        Assert.Equal(words is null, Read(made.Bytes) is not null);
        Refused(DiagnosticId.UdfUnsupported, words);
    }

    [Fact]
    public void A_partition_of_a_kind_that_is_not_read_has_a_code_of_its_own()
    {
        HandMadeVolume made = new();
        made.Change(HandMadeVolume.PartitionDescriptor, block => block[26] = (byte)'X');
        Assert.Null(Read(made.Bytes));
        Refused(DiagnosticId.UdfUnsupported, "its partition 0 is not an ECMA-167 file system (\"+XSR02\")");
    }

    /// <summary>UDF 1.02 2.1.5.3: the revision is binary-coded decimal.</summary>
    [Theory]
    [InlineData(0x0102, "1.02")]
    [InlineData(0x0150, "1.50")]
    [InlineData(0x0260, "2.60")]
    [InlineData(0x1001, "10.01")]
    [InlineData(0x00FF, "0.FF")]
    [InlineData(0, "")]
    public void Revisions(int revision, string shown)
    {
        HandMadeVolume made = new();
        made.Change(HandMadeVolume.LogicalDescriptor, block => (block[240], block[241]) = ((byte)revision, (byte)(revision >> 8)));
        Assert.Equal(shown, Read(made.Bytes)!.Info.Revision);
    }

    /// <summary>Of several partitions, that of the first map is the volume's.</summary>
    [Fact]
    public void The_partition_is_that_of_the_first_map()
    {
        HandMadeVolume made = new();
        made.PutSequence(HandMadeVolume.Main, "TWO");
        int at = made.Sector(HandMadeVolume.Main + HandMadeVolume.Terminator);
        IsoBuild.Udf.PartitionDescriptor.Write(made.Bytes.AsSpan(at, 512), HandMadeVolume.Main + HandMadeVolume.Terminator, 1, number: 7, HandMadeVolume.Partition, 150);
        at += 512;
        DescriptorTag.Write(made.Bytes.AsSpan(at, 512), TagId.Terminating, HandMadeVolume.Main + HandMadeVolume.Terminator + 1);
        Assert.Equal(200 * Small, Read(made.Bytes)!.Info.PartitionLength);
        made.Change(HandMadeVolume.LogicalDescriptor, block => block[444] = 7);
        Assert.Equal(150 * Small, Read(made.Bytes)!.Info.PartitionLength);
    }

    [Theory]
    [InlineData("gap", false)]
    [InlineData("newer", true)]
    [InlineData("incomplete", true)]
    [InlineData("damaged", true)]
    public void The_reserve_takes_the_place_of_a_damaged_sequence(string kind, bool isReserve)
    {
        HandMadeVolume made = WithTwoSequences();
        made.PutAnchor(256);
        int gap = kind switch { "incomplete" => HandMadeVolume.LogicalDescriptor, _ => HandMadeVolume.Terminator };
        Span<byte> block = made.Bytes.AsSpan(made.Sector(HandMadeVolume.Main + gap), Small);
        if (kind == "damaged")
        {
            block[4]++;
        }
        else
        {
            block.Clear();
            DescriptorTag.Write(made.Bytes.AsSpan(made.Sector(HandMadeVolume.Main + HandMadeVolume.Terminator + 1), Small), TagId.Terminating, HandMadeVolume.Main + HandMadeVolume.Terminator + 1);
        }

        if (kind == "newer")
        {
            int logical = made.Sector(HandMadeVolume.Reserve + HandMadeVolume.LogicalDescriptor);
            made.Bytes[logical + 16]++;
            DescriptorTag.Write(made.Bytes.AsSpan(logical, 512), TagId.LogicalVolume, HandMadeVolume.Reserve + HandMadeVolume.LogicalDescriptor);
        }

        UdfVolumeReading volume = Read(made.Bytes)!;
        Assert.Equal(isReserve ? "END" : "FIRST", volume.Info.VolumeId);
        int at = made.Sector(HandMadeVolume.Main + gap);
        string problem = kind == "damaged" ? "is not a descriptor" : "is blank, and descriptors follow";
        Told(!isReserve ? [] : [(DiagnosticId.UdfUnreadable, $"The main volume descriptor sequence of UDF at byte {made.Sector(HandMadeVolume.Main)} cannot be read: the block at byte {at} {problem}. The reserve sequence at byte {made.Sector(HandMadeVolume.Reserve)} is used.")]);
        Assert.Null(volume.Doubt);
    }

    [Fact]
    public void Of_two_damaged_sequences_is_shown_what_can_be_read()
    {
        HandMadeVolume made = new();
        made.Bytes[made.Sector(HandMadeVolume.Main + HandMadeVolume.PartitionDescriptor) + 4]++;
        made.Bytes[made.Sector(HandMadeVolume.Reserve + HandMadeVolume.LogicalDescriptor) + 4]++;
        UdfVolumeReading volume = Read(made.Bytes)!;
        string told = $"Both UDF volume descriptor sequences are damaged: in the main one, the block at byte {made.Sector(HandMadeVolume.Main + 1)} is not a descriptor; in the reserve one, the block at byte {made.Sector(HandMadeVolume.Reserve + 2)} is not a descriptor. An older state of the volume may be shown: compare the files with another copy.";
        Told((DiagnosticId.UdfVolumeDoubtful, told));
        Assert.Equal(told, volume.Doubt!.Message);

        made.Bytes[made.Sector(HandMadeVolume.Reserve + HandMadeVolume.PartitionDescriptor) + 4]++;
        Assert.Null(Read(made.Bytes));
        Refused(DiagnosticId.UdfUnreadable, $"the block at byte {made.Sector(HandMadeVolume.Main + 1)} is not a descriptor");
    }

    /// <summary>Descriptors that are of an unknown version are told once, where they lie.</summary>
    [Fact]
    public void Descriptors_of_an_unknown_version_are_used()
    {
        HandMadeVolume made = new();
        int at = made.Sector(HandMadeVolume.Main + HandMadeVolume.LogicalDescriptor);
        HandMade.With(made.Bytes[at..(at + 512)], TagFaults.Version).CopyTo(made.Bytes, at);
        made.PutFileSet(0, 2, TagFaults.Version);
        Assert.NotNull(Read(made.Bytes));
        Told(
            (DiagnosticId.UdfTagWrong, $"The UDF descriptor at byte {made.Block(0)} is of an unknown version. It is used anyway."),
            (DiagnosticId.UdfTagWrong, $"The UDF descriptor at byte {at} is of an unknown version. It is used anyway."));
    }

    private UdfVolumeReading? Read(byte[] image, int startSector = 0) => UdfVolumeReader.Read(HandMade.Image(image), startSector, diagnostics, out refusal);

    /// <summary>A volume whose main and reserve sequence are of different labels, and lead to the same partition.</summary>
    private static HandMadeVolume WithTwoSequences()
    {
        HandMadeVolume made = new(new byte[HandMadeVolume.Blocks * Small], name: "FIRST");
        made.PutSequence(HandMadeVolume.Reserve, "END");
        return made;
    }

    /// <summary>Volumes of blocks of 512 and 2048 bytes, which are in nobody's way; there is room behind them for an anchor of each.</summary>
    private static byte[] TwoVolumes(out HandMadeVolume small, out HandMadeVolume large)
    {
        byte[] image = new byte[(HandMadeVolume.Blocks + 2) * Large];
        (small, large) = (new HandMadeVolume(image, Small), new HandMadeVolume(image, Large));
        return image;
    }

    private static void PutAnchors(HandMadeVolume volume, string anchors, int last)
    {
        foreach (char anchor in anchors)
        {
            volume.PutAnchor(char.ToUpperInvariant(anchor) == 'F' ? 256 : last, char.IsLower(anchor) ? TagFaults.Crc : TagFaults.None);
        }
    }

    private void Told(params (DiagnosticId, string)[] expected) => Assert.Equal(expected, diagnostics.ToList().Select(told => (told.Id, told.Message)));

    private void Refused(DiagnosticId id, string? words)
    {
        string advice = id == DiagnosticId.UdfUnsupported ? "Use a program that supports it." : "Check that the image is complete, or get a fresh copy.";
        Assert.Equal(words is null ? null : new Diagnostic(id, DiagnosticSeverity.Warning, null, $"The image announces a UDF volume, which cannot be shown: {words}. {advice}"), refusal);
    }
}
