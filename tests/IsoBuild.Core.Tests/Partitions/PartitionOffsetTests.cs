using System.Buffers.Binary;
using System.Globalization;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Partitions;

namespace IsoBuild.Core.Tests.Partitions;

/// <summary>A partition of the image itself that can be mounted by itself, and its type.</summary>
public sealed class PartitionOffsetTests : IDisposable
{
    private static readonly Guid Linux = new("0FC63DAF-8483-4772-8E79-3D69D8477DE4");

    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(16, false, ImageFormats.Default)]
    [InlineData(16, true, ImageFormats.Default | ImageFormats.Iso1999)]
    [InlineData(300, true, ImageFormats.Default)]
    [InlineData(16, true, ImageFormats.Default | ImageFormats.Udf)]
    [InlineData(200, false, ImageFormats.Default | ImageFormats.Udf)]
    public void The_partition_is_an_image_by_itself(int offset, bool gpt, ImageFormats formats)
    {
        ImageBuilder builder = Builder(new HybridOptions { PartitionOffset = offset, Gpt = gpt, NoBootCode = true }, formats);
        byte[] image = builder.ToBytes();

        using IsoImage whole = IsoImage.Open(new MemoryStream(image));
        long first = gpt ? (long)whole.PartitionTables.Gpt!.Partitions[0].FirstBlock : whole.PartitionTables.Mbr[0].FirstBlock;
        long count = gpt ? (long)whole.PartitionTables.Gpt!.Partitions[0].BlockCount : whole.PartitionTables.Mbr[0].BlockCount;
        Assert.Equal(offset * 4, first);
        using IsoImage partition = IsoImage.Open(new MemoryStream(image.AsSpan((int)first * 512, (int)count * 512).ToArray()));
        foreach (ImageFormats format in (ImageFormats[])[ImageFormats.RockRidge, ImageFormats.Joliet])
        {
            Assert.Equal(Shown(whole, format), Shown(partition, format));
        }

        // The volume's size is that of the partition, which is no larger than what there is (ECMA-119 8.4.8).
        Assert.Equal(count / 4, BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan((((int)first / 4) + 16) * 2048 + 80)));
        Assert.DoesNotContain(whole.Verify().Findings, found => found.Severity == DiagnosticSeverity.Error);
        Assert.Equal(builder.Plan().Layout!.ToString(), whole.Layout.ToString());
    }

    /// <summary>The EFI system partition that is made lies behind the partition, and in no tree.</summary>
    [Fact]
    public void With_an_efi_system_partition()
    {
        ImageBuilder builder = Builder(new HybridOptions { PartitionOffset = 16 }).AddEfiBoot("EFI/BOOT/BOOTX64.EFI", new byte[] { 1 });
        using IsoImage opened = IsoImage.Open(new MemoryStream(builder.ToBytes()));
        GptPartition[] gpt = [.. opened.PartitionTables.Gpt!.Partitions];
        Assert.Equal([(1, "ISO9660", 1UL << 60), (2, "EFI system", 0UL)], gpt.Select(partition => (partition.Number, partition.Name, partition.Attributes)));
        Assert.Equal(gpt[0].LastBlock + 1, gpt[1].FirstBlock);
        Assert.Null(opened.Boot!.Entries[0].Path);
    }

    [Fact]
    public void A_boot_image_of_the_tree_behind_the_partition_is_an_error()
    {
        ImageBuilder builder = Builder(new HybridOptions { PartitionOffset = 16 }).AddFile("efi.img", new byte[4096]).AddBootEntry(new BootEntry { ImagePath = "efi.img", Platform = BootPlatform.Uefi });
        Assert.Contains(builder.Plan().Diagnostics, found => found.Id == DiagnosticId.FileBehindPartition);
    }

    [Theory]
    [InlineData(1, ImageFormats.Default)]
    [InlineData(15, ImageFormats.Default)]
    [InlineData(-1, ImageFormats.Default)]
    [InlineData((1 << 20) + 1, ImageFormats.Default)]
    [InlineData(201, ImageFormats.Default | ImageFormats.Udf)]
    [InlineData(16, ImageFormats.Udf)]
    public void Offsets_that_will_not_do(int offset, ImageFormats formats)
    {
        Diagnostic error = Assert.Single(Builder(new HybridOptions { PartitionOffset = offset }, formats).Plan().Diagnostics, found => found.Severity == DiagnosticSeverity.Error);
        Assert.Equal(DiagnosticId.PartitionOffsetInvalid, error.Id);
    }

    [Fact]
    public void The_type_of_the_partition()
    {
        Assert.Equal((byte)0x83, Tables(new HybridOptions { Gpt = false, PartitionType = PartitionType.Of(0x83) }).Mbr[0].Type);
        Assert.Equal((byte)0x83, Tables(new HybridOptions { Gpt = false, PartitionType = PartitionType.Of(Linux) }).Mbr[0].Type);
        Assert.Equal(Linux, Tables(new HybridOptions { Gpt = true, PartitionType = PartitionType.Of(Linux) }).Gpt!.Partitions[0].TypeId);
        Assert.Equal(Linux, Tables(new HybridOptions { Gpt = true, PartitionType = PartitionType.Of(0x83) }).Gpt!.Partitions[0].TypeId);
        Assert.Equal(new Guid("EBD0A0A2-B9E5-4433-87C0-68B6B72699C7"), Tables(new HybridOptions { Gpt = true, PartitionType = PartitionType.Of(0xCD) }).Gpt!.Partitions[0].TypeId);
        Assert.Equal((byte)0x83, Tables(new HybridOptions { Gpt = false, PartitionType = PartitionType.Of(Guid.AllBitsSet) }).Mbr[0].Type);

        PartitionTables Tables(HybridOptions hybrid)
        {
            using IsoImage opened = IsoImage.Open(new MemoryStream(Builder(hybrid with { NoBootCode = true }).ToBytes()));
            return opened.PartitionTables;
        }
    }

    /// <summary>A base that has no such partition gets one, and its own tables otherwise stay.</summary>
    [Fact]
    public void For_an_image_with_a_base()
    {
        string path = folder.Combine("base.iso");
        Builder(new HybridOptions { Gpt = false, NoBootCode = true }).Write(path).EnsureSuccess();
        using IsoImage opened = IsoImage.Open(new MemoryStream(new ImageBuilder().BasedOn(path, new BaseImageOptions { Options = kept => kept with { Hybrid = new HybridOptions { PartitionOffset = 16 } } }).ToBytes()));
        Assert.Equal((64, (byte)0x17), (opened.PartitionTables.Mbr[0].FirstBlock, opened.PartitionTables.Mbr[0].Type));
        Assert.Contains(opened.Layout.Regions, region => region.Name == "partition primary");
    }

    /// <summary>Others list the partition's files from a copy of it, find its label in place, and see where xorriso's own begins.</summary>
    [ToolFact("xorriso", "isoinfo", "blkid", "sfdisk", "sgdisk")]
    public void Others_read_the_partition()
    {
        string path = folder.Combine("made.iso");
        ImageBuilder builder = Builder(new HybridOptions { PartitionOffset = 16, Gpt = true, NoBootCode = true });
        builder.Write(path).EnsureSuccess();
        Assert.Contains("No problems found.", CommandLine.Run("sgdisk", ["-v", path]).EnsureSuccess().Output, StringComparison.Ordinal);
        string system = CommandLine.Run("xorriso", ["-indev", path, "-report_system_area", "plain"]).EnsureSuccess().Output;
        Assert.Matches(@"Partition offset\s+: 16\b", system);

        using IsoImage opened = IsoImage.Open(path);
        GptPartition data = opened.PartitionTables.Gpt!.Partitions[0];
        string copy = folder.Write("partition.iso", File.ReadAllBytes(path).AsSpan((int)data.FirstBlock * 512, (int)data.BlockCount * 512).ToArray());
        Assert.Equal(Listed(path), Listed(copy));
        Assert.Equal("content", CommandLine.Run("isoinfo", ["-R", "-x", "/docs/a.txt", "-i", copy]).EnsureSuccess().Output.Trim());
        Assert.Equal("TEST", CommandLine.Run("blkid", ["-p", "-o", "value", "-s", "LABEL", "-O", (data.FirstBlock * 512).ToString(CultureInfo.InvariantCulture), path]).EnsureSuccess().Output.Trim());

        static string Listed(string image) => CommandLine.Run("isoinfo", ["-f", "-R", "-i", image]).EnsureSuccess().Output;
    }

    private static ImageBuilder Builder(HybridOptions hybrid, ImageFormats formats = ImageFormats.Default) =>
        new ImageBuilder(Images.Small with { Hybrid = hybrid, Formats = formats }).AddFile("docs/a.txt", "content"u8.ToArray()).AddFile("b.bin", new byte[5000]);

    private static IEnumerable<string> Shown(IsoImage image, ImageFormats format) =>
        image.ContentOf(format)!.Nodes.Select(node => $"{node.Path} {(node is ContentFile file ? Convert.ToHexString(file.ReadAll()) : "")}");
}
