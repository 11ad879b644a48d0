using IsoBuild.Diagnostics;
using IsoBuild.Reading;
using IsoBuild.Udf;

namespace IsoBuild.Core.Tests.Udf;

/// <summary>Which root a volume has by its file set descriptors (ECMA-167 4/14.1; UDF 1.02 2.3.2): volumes by hand, in blocks of 512 bytes.</summary>
public class FileSetTests
{
    private const int Block = HandMade.Block;

    /// <summary>Where file sets lie here, and a second root.</summary>
    private const int Sets = 20;
    private const int OtherRoot = 10;

    private readonly HandMadeVolume made = new();
    private readonly DiagnosticBag diagnostics = new();
    private Diagnostic? refusal;

    public FileSetTests() => made.PutDirectory(OtherRoot, OtherRoot + 1);

    /// <summary>Each letter is a block: S a file set, O one of the other root; v, c, l, n the other one of an unknown version, with a wrong checksum, of another place, or no descriptor; x another descriptor, and a dot a blank one.</summary>
    [Theory]
    [InlineData("S", "S", "")]
    [InlineData("SO", "O", "")]
    [InlineData("OS", "S", "")]
    [InlineData("S.O", "S", "")]
    [InlineData("SxO", "S", "")]
    [InlineData("Sv", "O", "1 is of an unknown version. It is used anyway.")]
    [InlineData("Sc", "S", "1 does not match the CRC in its tag")]
    [InlineData("Sl", "S", "1 belongs elsewhere according to its tag")]
    [InlineData("cS", "S", "0 does not match the CRC in its tag")]
    [InlineData("c", "O", "0 does not match the CRC in its tag")]
    [InlineData("l", "O", "0 belongs elsewhere according to its tag")]
    [InlineData("Sn", "S", "1, among the UDF file set descriptors, is not one")]
    [InlineData("SnO", "O", "1, among the UDF file set descriptors, is not one")]
    [InlineData("nO", "O", "0, among the UDF file set descriptors, is not one")]
    public void The_last_sound_descriptor_counts(string blocks, string root, string told)
    {
        PutSets(blocks, blocks.Length * Block);
        UdfVolumeReading volume = Read()!;
        Assert.Equal(root == "S" ? HandMadeVolume.RootEntry : OtherRoot, (int)volume.Root.Address.Block);
        Assert.Equal(root == "S" ? "ONE" : "OTHER", volume.FileSetId);
        Assert.Equal(((long)made.Block(Sets), (long)blocks.Length * Block, (uint)Sets), (volume.FileSet.Offset, volume.FileSet.Length, volume.FileSetBlock));
        if (told.Length == 0)
        {
            Assert.Empty(diagnostics.ToList());
            Assert.Null(volume.Doubt);
            return;
        }

        Diagnostic diagnostic = Assert.Single(diagnostics.ToList());
        int at = made.Block(Sets + told[0] - '0');
        Assert.Contains($"at byte {at}{told[1..]}", diagnostic.Message, StringComparison.Ordinal);
        bool isDoubtful = !blocks.Contains('v', StringComparison.Ordinal);
        Assert.Equal(blocks.Contains('n', StringComparison.Ordinal) ? DiagnosticId.UdfVolumeDoubtful : DiagnosticId.UdfTagWrong, diagnostic.Id);
        Assert.Equal(isDoubtful ? diagnostic : null, volume.Doubt);
    }

    /// <summary>The extent ends the sequence, a part of a block at its end being none; and so does the partition.</summary>
    [Theory]
    [InlineData(Sets, 511, false, 0)]
    [InlineData(Sets, 512, true, 512)]
    [InlineData(Sets, 1023, true, 1023)]
    [InlineData(HandMadeVolume.PartitionBlocks - 1, 4096, true, 512)]
    [InlineData(HandMadeVolume.PartitionBlocks, 512, false, 0)]
    public void Descriptors_lie_within_their_extent(int first, int length, bool isFound, long shown)
    {
        PutSets(first == HandMadeVolume.PartitionBlocks ? "" : first == Sets ? "SO" : "S", length, first);
        UdfVolumeReading? volume = Read();
        Assert.Equal(isFound, volume is not null);
        if (isFound)
        {
            Assert.Equal((HandMadeVolume.RootEntry, shown), ((int)volume!.Root.Address.Block, volume.FileSet.Length));
        }
        else if (first == Sets)
        {
            Refused($"there is no file set descriptor at byte {made.Block(Sets)}");
        }
        else
        {
            Refused($"its file set is in block {HandMadeVolume.PartitionBlocks} of partition 0, which does not exist");
        }
    }

    /// <summary>1,024 of them are read.</summary>
    [Theory]
    [InlineData(1023, OtherRoot)]
    [InlineData(1024, HandMadeVolume.RootEntry)]
    public void Long_sequences_of_file_sets(int other, int root)
    {
        HandMadeVolume large = new(new byte[(HandMadeVolume.Blocks + 1100) * Block]);
        large.PutAnchor(256);
        large.PutDirectory(OtherRoot, OtherRoot + 1);
        large.Change(HandMadeVolume.PartitionDescriptor, block => block[193] = 5);
        byte[] noDescriptor = new byte[Block];
        noDescriptor[0] = 1;
        for (int i = 0; i < 1030; i++)
        {
            large.Put(Sets + i, noDescriptor);
        }

        large.PutFileSet(Sets, HandMadeVolume.RootEntry);
        large.PutFileSet(Sets + other, OtherRoot);
        large.Change(HandMadeVolume.LogicalDescriptor, block => new LongExtent(ExtentType.Recorded, 1030 * Block, new BlockAddress(Sets, 0)).Write(block.AsSpan(248)));
        Assert.Equal(root, (int)UdfVolumeReader.Read(HandMade.Image(large.Bytes), 0, new DiagnosticBag(limit: 1), out _)!.Root.Address.Block);
    }

    [Fact]
    public void Newer_file_sets_elsewhere_are_told()
    {
        made.ChangeBlock(HandMadeVolume.FileSet, block => new LongExtent(ExtentType.Recorded, 512, new BlockAddress(77, 3)).Write(block.AsSpan(448)));
        UdfVolumeReading volume = Read()!;
        Diagnostic told = Assert.Single(diagnostics.ToList());
        Assert.Equal(
            new Diagnostic(DiagnosticId.UdfUnsupported, DiagnosticSeverity.Warning, null, $"The file set descriptor at byte {made.Block(0)} points to newer ones in block 77 of partition 3, which are not read: an old state of the volume may be shown."),
            told);
        Assert.Same(told, volume.Doubt);
    }

    /// <summary>Of what is doubtful, the first stands with each file.</summary>
    [Fact]
    public void The_first_doubt_is_that_of_the_files()
    {
        PutSets("cl", 2 * Block);
        UdfVolumeReading volume = Read()!;
        Assert.Equal(2, diagnostics.ToList().Count);
        Assert.Same(diagnostics.ToList()[0], volume.Doubt);
        Assert.Contains("does not match the CRC", volume.Doubt!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sound", true)]
    [InlineData("crc", true)]
    [InlineData("file", false)]
    [InlineData("checksum", false)]
    [InlineData("length", false)]
    [InlineData("kind", false)]
    [InlineData("nowhere", false)]
    [InlineData("beyond", false)]
    public void Roots_are_directories(string kind, bool isRead)
    {
        uint root = kind switch { "nowhere" => 999, "beyond" => HandMadeVolume.PartitionBlocks, _ => OtherRoot };
        made.Change(HandMadeVolume.PartitionDescriptor, block => block[193] += kind == "beyond" ? (byte)1 : (byte)0);
        made.PutFileSet(HandMadeVolume.FileSet, root);
        byte[] entry = HandMade.Entry(0, 0, new byte[8], OtherRoot, type: kind == "file" ? UdfFileType.File : UdfFileType.Directory);
        switch (kind)
        {
            case "crc":
                HandMade.With(entry, TagFaults.Crc);
                break;
            case "checksum":
                HandMade.With(entry, TagFaults.Checksum);
                break;
            case "length":
                entry[174] = 1;
                DescriptorTag.Write(entry, TagId.FileEntry, OtherRoot);
                break;
            case "kind":
                DescriptorTag.Write(entry, TagId.TerminalEntry, OtherRoot);
                break;
        }

        made.Put(OtherRoot, entry);
        Assert.Equal(isRead, Read() is not null);
        Refused(isRead ? null : $"there is no file entry of a directory in block {root} of partition 0, where its root should be");
    }

    private UdfVolumeReading? Read() => UdfVolumeReader.Read(HandMade.Image(made.Bytes), 0, diagnostics, out refusal);

    private void Refused(string? words) => Assert.Equal(
        words is null ? null : new Diagnostic(DiagnosticId.UdfUnreadable, DiagnosticSeverity.Warning, null, $"The image announces a UDF volume, which cannot be shown: {words}. Check that the image is complete, or get a fresh copy."),
        refusal);

    private void PutSets(string blocks, int length, int first = Sets)
    {
        for (int i = 0; i < blocks.Length; i++)
        {
            switch (blocks[i])
            {
                case '.':
                    break;
                case 'x':
                    made.Put(first + i, HandMade.Entry(0, 0, [], (uint)(first + i)));
                    break;
                case 'S':
                    made.PutFileSet(first + i, HandMadeVolume.RootEntry, name: "ONE");
                    break;
                default:
                    TagFaults fault = blocks[i] switch { 'v' => TagFaults.Version, 'c' => TagFaults.Crc, 'l' => TagFaults.Location, 'n' => TagFaults.Checksum, _ => TagFaults.None };
                    made.PutFileSet(first + i, OtherRoot, fault, "OTHER");
                    break;
            }
        }

        made.Change(HandMadeVolume.LogicalDescriptor, block => new LongExtent(ExtentType.Recorded, (uint)length, new BlockAddress((uint)first, 0)).Write(block.AsSpan(248)));
    }
}
