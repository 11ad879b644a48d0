using System.Globalization;
using System.Text.RegularExpressions;
using IsoBuild.Content;
using IsoBuild.Core.Tests.Fat;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Fat;
using IsoBuild.Layout;
using IsoBuild.Partitions;
using IsoBuild.Reading;

namespace IsoBuild.Core.Tests.Partitions;

/// <summary>Files that lie behind the content as partitions (UEFI 5.2.1, 5.3.3), and boot entries that lead to them.</summary>
public sealed class AppendedPartitionTests : IDisposable
{
    private static readonly Guid EfiSystem = new("C12A7328-F81F-11D2-BA4B-00A0C93EC93B");
    private static readonly Guid Linux = new("0FC63DAF-8483-4772-8E79-3D69D8477DE4");
    private static readonly Guid BasicData = new("EBD0A0A2-B9E5-4433-87C0-68B6B72699C7");

    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>An entry of the master boot record, and the partition of the image before it.</summary>
    [Fact]
    public void Without_a_gpt_the_master_boot_record_names_it()
    {
        byte[] data = Bytes(100_001);
        ImageBuilder builder = Builder(new HybridOptions { Gpt = false }).AppendPartition(Partition(3, 0x83, data));
        byte[] image = builder.ToBytes();

        using IsoImage opened = IsoImage.Open(new MemoryStream(image));
        MbrPartition[] mbr = [.. opened.PartitionTables.Mbr];
        Assert.Equal([1, 3], mbr.Select(partition => partition.Number));
        Assert.Equal([(byte)0x17, (byte)0x83], mbr.Select(partition => partition.Type));
        Assert.Equal((0, mbr[1].FirstBlock), (mbr[0].FirstBlock, mbr[0].BlockCount));
        Assert.Equal(196, mbr[1].BlockCount); // 100,001 bytes in blocks of 512
        Assert.Equal(data, image.AsSpan((int)mbr[1].FirstBlock * 512, data.Length).ToArray());
        Assert.DoesNotContain(opened.ContentOf(ImageFormats.RockRidge)!.Nodes.OfType<ContentFile>(), file => file.Length == data.Length);
        AssertSame(builder, opened);
    }

    [Fact]
    public void With_a_gpt_that_names_it_and_the_rest_is_protected()
    {
        byte[] data = Bytes(4096);
        ImageBuilder builder = Builder(new HybridOptions { Gpt = true }).AppendPartition(Partition(5, 0x83, data) with { Name = "stuff" }).AppendPartition(Partition(2, 0x0C, data));
        byte[] image = builder.ToBytes();

        using IsoImage opened = IsoImage.Open(new MemoryStream(image));
        GptTable gpt = opened.PartitionTables.Gpt!;
        Assert.Equal((GptState.Sound, GptState.Sound), (gpt.Primary, gpt.Backup));
        Assert.Equal([(1, "ISO9660", BasicData), (2, "Appended2", BasicData), (5, "stuff", Linux)], gpt.Partitions.Select(partition => (partition.Number, partition.Name, partition.TypeId)));
        Assert.Equal([64UL, gpt.Partitions[0].LastBlock + 1, gpt.Partitions[1].LastBlock + 1], gpt.Partitions.Select(partition => partition.FirstBlock));
        Assert.Equal([(byte)0xEE, (byte)0], opened.PartitionTables.Mbr.Select(partition => partition.Type));
        AssertSame(builder, opened);
    }

    /// <summary>A GUID is something of a GPT alone.</summary>
    [Fact]
    public void A_guid_as_type_makes_a_gpt_and_numbers_that_are_taken_give_way()
    {
        using IsoImage opened = Open(Builder().AppendPartition(Partition(1, PartitionType.Of(Linux), Bytes(2048))));
        Assert.Equal([(1, "Appended1", Linux), (2, "ISO9660", BasicData)], opened.PartitionTables.Gpt!.Partitions.Select(partition => (partition.Number, partition.Name, partition.TypeId)));
        using IsoImage without = Open(Builder(new HybridOptions { Gpt = false }).AppendPartition(Partition(1, PartitionType.Of(Linux), Bytes(2048))));
        Assert.Equal([(1, (byte)0x83)], without.PartitionTables.Mbr.Select(partition => (partition.Number, partition.Type)));
    }

    /// <summary>Firmware finds the same bytes by the catalog and by the table.</summary>
    [Theory]
    [InlineData(null, ImageFormats.Default)]
    [InlineData(true, ImageFormats.Default | ImageFormats.Udf)]
    [InlineData(false, ImageFormats.Default)]
    public void A_boot_entry_has_it_as_its_image(bool? gpt, ImageFormats formats)
    {
        byte[] fat = FatVolume();
        ImageBuilder builder = new ImageBuilder(Images.Small with { Hybrid = new HybridOptions { Gpt = gpt }, Formats = formats })
            .AddFile("a.txt", "a"u8.ToArray())
            .AddFile("loader.bin", new byte[2048])
            .AddBootEntry(new BootEntry { ImagePath = "loader.bin" })
            .AddBootEntry(new BootEntry { Platform = BootPlatform.Uefi, AppendedPartition = 2 })
            .AppendPartition(Partition(2, 0xEF, fat));
        using IsoImage opened = Open(builder);

        BootEntryInfo entry = opened.Boot!.Entries.Single(entry => entry.Platform == BootPlatform.Uefi);
        Assert.Equal(fat.Length, entry.Length);
        long first = gpt == false ? opened.PartitionTables.Mbr.Single(partition => partition.Type == 0xEF).FirstBlock : (long)opened.PartitionTables.Gpt!.Partitions.Single(partition => partition.TypeId == EfiSystem).FirstBlock;
        Assert.Equal(entry.Sector * 4, first);
        Assert.Equal(2, gpt == false ? opened.PartitionTables.Mbr.Count : opened.PartitionTables.Gpt!.Partitions.Count);
        if (gpt == false)
        {
            Assert.Equal((byte)0x17, opened.PartitionTables.Mbr[0].Type); // nothing overlaps
        }

        Assert.DoesNotContain(opened.Verify().Findings, found => found.Severity == DiagnosticSeverity.Error);
        AssertSame(builder, opened);
    }

    /// <summary>An EFI system partition of the tree, and one behind it.</summary>
    [Fact]
    public void Beside_an_efi_system_partition_that_is_made()
    {
        ImageBuilder builder = Builder(new HybridOptions()).AddEfiBoot("EFI/BOOT/BOOTX64.EFI", new byte[] { 1 }).AppendPartition(Partition(2, 0x83, Bytes(2048)));
        using IsoImage opened = Open(builder);
        Assert.Equal([(1, "ISO9660"), (2, "Appended2"), (3, "EFI system")], opened.PartitionTables.Gpt!.Partitions.Select(partition => (partition.Number, partition.Name)));
        AssertSame(builder, opened);
    }

    [Theory]
    [InlineData(0, 0x83, 10, false)]
    [InlineData(129, 0x83, 10, true)]
    [InlineData(5, 0x83, 10, false)]
    [InlineData(2, 0x83, 0, false)]
    public void What_will_not_do(int number, byte type, int length, bool gpt)
    {
        Diagnostic error = Error(Builder(new HybridOptions { Gpt = gpt }).AppendPartition(Partition(number, type, Bytes(length))));
        Assert.Equal((DiagnosticId.PartitionInvalid, string.Create(CultureInfo.InvariantCulture, $"partition {number}")), (error.Id, error.Item));
    }

    [Fact]
    public void More_that_will_not_do()
    {
        AppendedPartition data = Partition(2, 0x83, Bytes(10));
        Assert.Contains("Two partitions", Error(Builder().AppendPartition(data).AppendPartition(data)).Message, StringComparison.Ordinal);
        Assert.Contains("37 characters", Error(Builder().AppendPartition(data with { Name = new string('n', 37) })).Message, StringComparison.Ordinal);
        Assert.Equal(DiagnosticId.SourceMissing, Error(Builder().AppendPartition(data with { Path = folder.Combine("gone.img") })).Id);
        Assert.Equal(DiagnosticId.BootImageMissing, Error(Builder().AppendPartition(data).AddBootEntry(new BootEntry { AppendedPartition = 3 })).Id);
        Assert.Equal(DiagnosticId.BootEntryInvalid, Error(Builder().AppendPartition(data).AddBootEntry(new BootEntry { AppendedPartition = 2, ImagePath = "a.txt" })).Id);
        Assert.Contains(Builder().AppendPartition(data).Write(data.Path).Diagnostics, found => found.Id == DiagnosticId.ImageIsSource);
    }

    /// <summary>What the base has under the same number goes; what it has under others stays.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_base_keeps_its_own_unless_another_has_their_number(bool gpt)
    {
        string path = folder.Combine("base.iso");
        byte[] one = Bytes(2048), two = Bytes(4096), other = Bytes(6144);
        Builder(new HybridOptions { Gpt = gpt }).AppendPartition(Partition(2, 0x83, one)).AppendPartition(Partition(3, 0x83, two)).Write(path).EnsureSuccess();

        using IsoImage opened = Open(new ImageBuilder().BasedOn(path).AppendPartition(Partition(2, 0x0C, other)));
        long[] counts = gpt ? [.. opened.PartitionTables.Gpt!.Partitions.Select(partition => (long)partition.BlockCount)] : [.. opened.PartitionTables.Mbr.Select(partition => partition.BlockCount)];
        Assert.Equal([12, 8], counts[1..]);
        Assert.DoesNotContain(opened.Verify().Findings, found => found.Severity == DiagnosticSeverity.Error);
    }

    [Theory]
    [InlineData("2,0xef,efi.img", 2, "0xef", "efi.img")]
    [InlineData("128,0FC63DAF-8483-4772-8E79-3D69D8477DE4,a,b.img", 128, "0fc63daf-8483-4772-8e79-3d69d8477de4", "a,b.img")]
    public void As_text(string text, int number, string type, string path)
    {
        Assert.True(AppendedPartition.TryParse(text, out AppendedPartition? partition, out string problem), problem);
        Assert.Equal((number, type, path), (partition.Number, partition.Type.ToString(), partition.Path));
    }

    [Theory]
    [InlineData("2,0xef", "as in 2,0xef,efi.img")]
    [InlineData("2,0xef,", "as in 2,0xef,efi.img")]
    [InlineData("x,0xef,a", "partition number")]
    [InlineData("129,0xef,a", "partition number")]
    [InlineData("2,ef,a", "has the type 'ef'")]
    [InlineData("2,0x00,a", "has the type '0x00'")]
    [InlineData("2,0x100,a", "has the type '0x100'")]
    public void As_wrong_text(string text, string said)
    {
        Assert.False(AppendedPartition.TryParse(text, out _, out string problem));
        Assert.Contains(said, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("partition=2,load-size=8", 2)]
    [InlineData("Partition=12", 12)]
    [InlineData("efi.img,partition=3", 3)]
    public void In_the_text_of_a_boot_entry(string text, int number)
    {
        Assert.True(BootText.TryParseEntry(text, BootPlatform.Uefi, out BootEntry? entry, out string problem), problem);
        Assert.Equal((number, ""), (entry.AppendedPartition, entry.ImagePath));
    }

    [Fact]
    public void In_the_wrong_text_of_a_boot_entry()
    {
        Assert.False(BootText.TryParseEntry("partition=two", BootPlatform.Uefi, out _, out string problem));
        Assert.Contains("partition=2", problem, StringComparison.Ordinal);
    }

    /// <summary>gdisk checks headers, checksums and overlaps; fdisk and xorriso read the places; blkid sees the file system in the place.</summary>
    [ToolFact("sgdisk", "sfdisk", "xorriso", "blkid")]
    public void Others_read_the_tables()
    {
        byte[] fat = FatVolume();
        string path = folder.Combine("gpt.iso");
        ImageBuilder builder = Builder().AppendPartition(Partition(2, 0xEF, fat)).AddBootEntry(new BootEntry { Platform = BootPlatform.Uefi, AppendedPartition = 2 });
        builder.Write(path).EnsureSuccess();
        Assert.Contains("No problems found.", CommandLine.Run("sgdisk", ["-v", path]).EnsureSuccess().Output, StringComparison.Ordinal);
        using IsoImage opened = IsoImage.Open(path);
        GptPartition esp = opened.PartitionTables.Gpt!.Partitions[1];
        Assert.Matches($@"{Regex.Escape(path)}2 : start= *{esp.FirstBlock}, size= *{esp.BlockCount}, type=C12A7328-F81F-11D2-BA4B-00A0C93EC93B", CommandLine.Run("sfdisk", ["--dump", path]).EnsureSuccess().Output);
        Assert.Equal("vfat", CommandLine.Run("blkid", ["-p", "-o", "value", "-s", "TYPE", "-O", (esp.FirstBlock * 512).ToString(CultureInfo.InvariantCulture), path]).EnsureSuccess().Output.Trim());
        string report = CommandLine.Run("xorriso", ["-indev", path, "-report_el_torito", "plain"]).EnsureSuccess().Output;
        Assert.Matches($@"El Torito boot img :\s+1\s+UEFI\s+y\s+none\s+0x0000\s+0x00\s+{fat.Length / 512}\s+{esp.FirstBlock / 4}\b", report);
    }

    /// <summary>The number, type and size that xorriso writes for the same words.</summary>
    [ToolFact("sfdisk", "xorriso")]
    public void As_xorriso_appends_it()
    {
        folder.Write("tree/a.txt", "a");
        AppendedPartition data = Partition(3, 0x83, Bytes(100_001));
        string theirs = folder.Combine("theirs.iso"), ours = folder.Combine("ours.iso");
        CommandLine.Run("xorriso", ["-as", "mkisofs", "-quiet", "-append_partition", "3", "0x83", data.Path, "-o", theirs, folder.Combine("tree")]).EnsureSuccess();
        new ImageBuilder(Images.Small with { Hybrid = new HybridOptions { Gpt = false } }).AddDirectory("", folder.Combine("tree")).AppendPartition(data).Write(ours).EnsureSuccess();
        Assert.Equal(Dumped(theirs), Dumped(ours));

        static string Dumped(string image) => Regex.Match(CommandLine.Run("sfdisk", ["--dump", image]).EnsureSuccess().Output, @"iso3 : start= *\d+, (.*)").Groups[1].Value;
    }

    private ImageBuilder Builder(HybridOptions? hybrid = null) => new ImageBuilder(Images.Small with { Hybrid = hybrid }).AddFile("a.txt", "a"u8.ToArray());

    private AppendedPartition Partition(int number, byte type, byte[] data) => Partition(number, PartitionType.Of(type), data);

    private AppendedPartition Partition(int number, PartitionType type, byte[] data) => new() { Number = number, Type = type, Path = folder.Write($"{number}-{data.Length}.img", data) };

    private static IsoImage Open(ImageBuilder builder) => IsoImage.Open(new MemoryStream(builder.ToBytes()));

    private static void AssertSame(ImageBuilder builder, IsoImage opened) => Assert.Equal(builder.Plan().Layout!.ToString(), opened.Layout.ToString());

    private static Diagnostic Error(ImageBuilder builder) => Assert.Single(builder.Plan().Diagnostics, found => found.Severity == DiagnosticSeverity.Error);

    private static byte[] FatVolume() =>
        FatFiles.Bytes(FatImage.Build([new FatEntry("EFI/BOOT/BOOTX64.EFI", new MemorySource(new byte[1]), ImageTimestamp.Default)], new FatOptions(), new DiagnosticBag())!.Source);

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(1 + (i % 251)))];
}
