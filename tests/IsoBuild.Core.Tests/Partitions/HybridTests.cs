using System.Text;
using IsoBuild.Comparing;
using IsoBuild.Content;
using IsoBuild.Core.Tests.Records;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Layout;
using IsoBuild.Partitions;
using IsoBuild.Planning;
using IsoBuild.Verifying;

namespace IsoBuild.Core.Tests.Partitions;

/// <summary>Images that start from disks: their tables as other programs have to find them, and as the reader does.</summary>
public class HybridTests
{
    private static readonly HybridOptions WithGpt = new() { Gpt = true };
    private static readonly HybridOptions MbrAlone = new() { Gpt = false };

    private static ImageBuilder Builder(ImageOptions options) => new ImageBuilder(options).AddFile("a", new byte[3000]).AddFile("docs/b", new byte[3]);

    private static byte[] Make(ImageOptions options)
    {
        ImageBuilder builder = Builder(options);
        return Check(builder);
    }

    /// <summary>The bytes of an image whose planned layout is the one that is read.</summary>
    private static byte[] Check(ImageBuilder builder)
    {
        PlanResult plan = builder.Plan();
        byte[] bytes = builder.ToBytes();
        Assert.Equal(plan.Layout!.Length, bytes.Length);
        using IsoImage image = IsoImage.Open(new MemoryStream(bytes));
        Assert.Empty(image.Diagnostics);
        Assert.Equal(plan.Layout.ToString(), image.Layout.ToString());
        Assert.Equal(plan.Layout.Views.AsEnumerable(), image.Layout.Views);
        return bytes;
    }

    [Theory]
    [InlineData(ImageFormats.Default, 0)]
    [InlineData(ImageFormats.Default, 1)]
    [InlineData(ImageFormats.Default, 150)]
    [InlineData(ImageFormats.Iso9660, 13)]
    [InlineData(ImageFormats.Udf, 0)]
    [InlineData(ImageFormats.Default | ImageFormats.Udf, 0)]
    [InlineData(ImageFormats.Default | ImageFormats.Udf, 150)]
    public void With_a_gpt(ImageFormats formats, int padding)
    {
        byte[] bytes = Make(Images.Small with { Formats = formats, PaddingSectors = padding, Hybrid = WithGpt });
        Disk disk = new(bytes);
        disk.AssertGptIsSound();
        // The protective entry, and one that is there to be active.
        Assert.Equal([(0, 0xEE, 1u, (uint)disk.Blocks - 1), (0x80, 0, 0u, 1u)], disk.Mbr.Select(entry => ((int)entry.Status, (int)entry.Type, entry.First, entry.Count)));
        Assert.Equal("80000100 00000100 00000000 01000000".Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(bytes, 462, 16));
        (Guid type, _, ulong first, ulong last, string name) = Assert.Single(disk.Gpt);
        // All between the system area and the nine sectors of the backup.
        Assert.Equal((Disk.BasicData, 64ul, (ulong)disk.Blocks - 37, "ISO9660"), (type, first, last, name));
        if (formats.HasFlag(ImageFormats.Udf))
        {
            // ECMA-167 3/8.4.2.1: N is the backup's, so the anchor is at N - 256; N - 256 holds tag 2 and says where it is.
            int anchor = bytes.Length - (257 * 2048);
            Assert.Equal((2u, (uint)anchor / 2048), (disk.Get32(anchor) & 0xFFFF, disk.Get32(anchor + 12)));
        }
    }

    /// <summary>The size is that of whole cylinders of 1 MiB, and the one partition ends with the last: head 63, sector 32.</summary>
    [Theory]
    [InlineData(ImageFormats.Default, 0)]
    [InlineData(ImageFormats.Default, 600)]
    [InlineData(ImageFormats.Default | ImageFormats.Udf, 0)]
    public void With_a_master_boot_record_alone(ImageFormats formats, int padding)
    {
        byte[] bytes = Make(Images.Small with { Formats = formats, PaddingSectors = padding, Hybrid = MbrAlone });
        Disk disk = new(bytes);
        int cylinders = bytes.Length >> 20;
        Assert.Equal(0, bytes.Length & 0xFFFFF);
        Assert.Equal(padding > 512 ? 2 : 1, cylinders);
        byte[] entry = Hex.Bytes("80 000100 17 3F2000 00000000 00000000");
        (entry[7], entry[13]) = ((byte)(cylinders - 1), (byte)(cylinders * 8));
        Assert.Equal(Convert.ToHexString(entry) + new string('0', 96) + "55AA", Convert.ToHexString(bytes, 446, 66));
        Assert.False(bytes.AsSpan(512, 32_256).ContainsAnyExcept((byte)0));
        Assert.NotEqual(0u, disk.Get32(440));
    }

    [Fact]
    public void The_sector_map_tells_of_both_ends()
    {
        ImageLayout layout = Builder(Images.Small with { Formats = ImageFormats.Iso9660, Hybrid = WithGpt }).Plan().Layout!;
        Assert.Equal(("MBR, GPT", RegionKind.SystemArea), (layout.Regions[0].Name, layout.Regions[0].Kind));
        Assert.Equal([("empty", RegionKind.Padding, 1L), ("GPT backup", RegionKind.PartitionTable, 9L)], layout.Regions[^2..].Select(region => (region.Name, region.Kind, region.SectorCount)));
        Assert.Contains("\npartition  gpt 1 ISO9660  sectors 16-25\n", layout.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_bridge_the_last_anchor_is_256_sectors_before_the_end()
    {
        ImageLayout layout = Builder(Images.Small with { Formats = ImageFormats.Default | ImageFormats.Udf, Hybrid = WithGpt }).Plan().Layout!;
        Assert.Equal(
            [("empty", 1L), ("udf reserve sequence", 16), ("udf anchor", 1), ("empty", 247), ("GPT backup", 9)],
            layout.Regions[^5..].Select(region => (region.Name, region.SectorCount)));
    }

    /// <summary>The checksum covers the tables but for the last 15 sectors, and is right.</summary>
    [Theory]
    [InlineData(true, ImageFormats.Default)]
    [InlineData(false, ImageFormats.Default)]
    [InlineData(true, ImageFormats.Default | ImageFormats.Udf)]
    public void With_a_media_checksum(bool gpt, ImageFormats formats)
    {
        byte[] bytes = Make(Images.Small with { MediaChecksum = true, PaddingSectors = 0, Formats = formats, Hybrid = new HybridOptions { Gpt = gpt } });
        Assert.True(bytes.Length >= 351 * 2048);
        using IsoImage image = IsoImage.Open(new MemoryStream(bytes));
        Assert.DoesNotContain(image.Verify().Findings, finding => finding.Severity == DiagnosticSeverity.Error);
    }

    [Fact]
    public void Identifiers_derive_from_what_the_image_is()
    {
        ImageOptions options = Images.Small with { Hybrid = WithGpt };
        byte[] bytes = Make(options);
        Assert.Equal(bytes, Make(options));
        byte[] other = Make(options with { VolumeId = "OTHER" });
        using IsoImage one = IsoImage.Open(new MemoryStream(bytes));
        using IsoImage two = IsoImage.Open(new MemoryStream(other));
        Assert.NotEqual(one.PartitionTables.Gpt!.DiskId, two.PartitionTables.Gpt!.DiskId);
        Assert.NotEqual(one.PartitionTables.DiskSignature, two.PartitionTables.DiskSignature);
        Assert.NotEqual(one.PartitionTables.Gpt.Partitions[0].Id, two.PartitionTables.Gpt.Partitions[0].Id);
        Assert.NotEqual(one.PartitionTables.Gpt.Partitions[0].Id, one.PartitionTables.Gpt.DiskId);
    }

    [Fact]
    public void Identifiers_may_be_given()
    {
        Guid id = new("00112233-4455-6677-8899-aabbccddeeff");
        using IsoImage image = IsoImage.Open(new MemoryStream(Make(Images.Small with { Hybrid = new HybridOptions { Gpt = true, DiskId = id, DiskSignature = 0xCAFEBABE } })));
        Assert.Equal((id, 0xCAFEBABE), (image.PartitionTables.Gpt!.DiskId, image.PartitionTables.DiskSignature));
    }

    [Fact]
    public void What_was_written_is_what_is_read()
    {
        byte[] bytes = Make(Images.Small with { Hybrid = WithGpt });
        using IsoImage image = IsoImage.Open(new MemoryStream(bytes));
        PartitionTables tables = image.PartitionTables;
        Assert.Equal((true, BootCodeKind.Message, false), (tables.HasMbr, tables.BootCode, tables.HasAppleMap));
        Assert.Equal((GptState.Sound, GptState.Sound, 34ul), (tables.Gpt!.Primary, tables.Gpt.Backup, tables.Gpt.FirstUsableBlock));
        Assert.Equal(0xD000000000000000, Assert.Single(tables.Gpt.Partitions).Attributes);
        string text = image.Summary.ToString();
        Assert.Contains("system area  MBR, GPT\n             boot code: a message that the disk is not bootable\n", text, StringComparison.Ordinal);
        Assert.Contains("1  ISO9660 (basic data),  from block 64,", text, StringComparison.Ordinal);
        Assert.Contains("2  type 0x00 (of no type), active,  from block 0,  512 bytes\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Streams_and_files_get_the_same_bytes()
    {
        using TempDirectory temp = new();
        ImageBuilder builder = Builder(Images.Small with { MediaChecksum = true, Formats = ImageFormats.Default | ImageFormats.Udf, Hybrid = WithGpt });
        builder.Write(temp.Combine("x.iso")).EnsureSuccess();
        Assert.Equal(builder.ToBytes(), File.ReadAllBytes(temp.Combine("x.iso")));
    }

    [Fact]
    public void Code_is_taken_as_it_is()
    {
        byte[] code = Encoding.ASCII.GetBytes(new string('x', 440));
        byte[] bytes = Make(Images.Small with { Hybrid = new HybridOptions { BootCode = code, Gpt = true } });
        Assert.Equal(code, bytes[..440]);
        Assert.NotEqual(0u, new Disk(bytes).Get32(440));
        // Code that needs all the room leaves none for a signature.
        code = Encoding.ASCII.GetBytes(new string('x', 446));
        bytes = Make(Images.Small with { Hybrid = new HybridOptions { BootCode = code, Gpt = true } });
        Assert.Equal(code, bytes[..446]);
        Assert.Equal(0xEE, bytes[450]);
    }

    private static ImageBuilder Bootable(HybridOptions hybrid, bool hasBios = true, bool hasEfi = true, bool isGrub = false, ImageFormats formats = ImageFormats.Default)
    {
        byte[] loader = new byte[8192];
        IsolinuxMark.CopyTo(loader, 0x40);
        ImageBuilder builder = Builder(Images.Small with { Formats = formats, Hybrid = hybrid }).AddFile("boot/loader.bin", loader).AddFile("boot/efi.img", new byte[300_000]);
        if (hasBios)
        {
            builder.AddBootEntry(new BootEntry { ImagePath = "boot/loader.bin", BootInfoTable = true, GrubBootInfo = isGrub });
        }

        return hasEfi ? builder.AddBootEntry(new BootEntry { ImagePath = "boot/efi.img", Platform = BootPlatform.Uefi }) : builder;
    }

    private static byte[] Bytes(ImageBuilder builder) => Check(builder);

    private static Region RegionOf(ImageBuilder builder, string name) => builder.Plan().Layout!.Regions.Single(region => region.Name == name);

    /// <summary>READERS 5: ISOLINUX' code wants block numbers of 512 bytes at 432, as 64 bits; El Torito and the GPT say the same of the EFI system partition.</summary>
    [Theory]
    [InlineData(ImageFormats.Default)]
    [InlineData(ImageFormats.Default | ImageFormats.Udf)]
    public void With_isolinux_and_an_efi_system_partition(ImageFormats formats)
    {
        ImageBuilder builder = Bootable(new HybridOptions { BootCode = IsolinuxCode }, formats: formats);
        byte[] bytes = Bytes(builder);
        Disk disk = new(bytes);
        disk.AssertGptIsSound();
        Hex.AssertSame(IsolinuxCode, bytes.AsSpan(0, 432));
        Assert.Equal((ulong)RegionOf(builder, "/boot/loader.bin").Sector * 4, disk.Get64(432));
        ulong efi = (ulong)RegionOf(builder, "/boot/efi.img").Sector * 4;
        Assert.Equal([(Disk.BasicData, 64ul, efi - 1), (Disk.EfiSystem, efi, efi + 585)], disk.Gpt.Select(entry => (entry.Type, entry.First, entry.Last)));
        Assert.Contains($"partition  gpt 2 EFI system  sectors {efi / 4}-{(efi / 4) + 146}\n", builder.Plan().Layout!.ToString(), StringComparison.Ordinal);
    }

    /// <summary>GRUB's code starts what comes behind the first sector of its image.</summary>
    [Fact]
    public void With_grub()
    {
        ImageBuilder builder = Bootable(new HybridOptions { BootCode = GrubCode }, isGrub: true);
        byte[] bytes = Bytes(builder);
        Assert.Equal(((ulong)RegionOf(builder, "/boot/loader.bin").Sector * 4) + 4, new Disk(bytes).Get64(432));
        Hex.AssertSame(GrubCode.AsSpan(0, 432), bytes.AsSpan(0, 432));
        new Disk(bytes).AssertGptIsSound();
    }

    /// <summary>As isohybrid --uefi: the first entry has no type, since the second lies within it, and no place in cylinders.</summary>
    [Fact]
    public void With_an_efi_system_partition_in_the_master_boot_record()
    {
        ImageBuilder builder = Bootable(new HybridOptions { Gpt = false, BootCode = IsolinuxCode });
        byte[] bytes = Bytes(builder);
        uint efi = (uint)RegionOf(builder, "/boot/efi.img").Sector * 4;
        Assert.Equal([(0x80, 0, 0u, 2048u), (0, 0xEF, efi, 586u)], new Disk(bytes).Mbr.Select(entry => ((int)entry.Status, (int)entry.Type, entry.First, entry.Count)));
        Assert.Equal("00FEFFFFEFFEFFFF", Convert.ToHexString(bytes, 462, 8));
        Assert.Equal(1 << 20, bytes.Length);
    }

    [Fact]
    public void Code_and_boot_image_must_be_for_each_other()
    {
        Assert.Equal("ISOB1122", Error(Bootable(new HybridOptions { BootCode = GrubCode })));
        Assert.Equal("ISOB1122", Error(Bootable(new HybridOptions { BootCode = IsolinuxCode }, hasBios: false)));
        Assert.Equal("ISOB1122", Error(Builder(Images.Small with { Hybrid = new HybridOptions { BootCode = IsolinuxCode } }).AddBootEntry(new BootEntry { ImagePath = "a" })));
        Assert.Equal((DiagnosticSeverity.Warning, "ISOB1126"), Told(Bootable(new HybridOptions()), "ISOB1126"));
        Assert.Equal((DiagnosticSeverity.Warning, "ISOB1126"), Told(Bootable(new HybridOptions(), hasEfi: false), "ISOB1126"));

        static string Error(ImageBuilder builder) => Assert.Single(builder.Plan().Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Code;

        static (DiagnosticSeverity, string) Told(ImageBuilder builder, string code) => Assert.Single(builder.Plan().Diagnostics.Where(diagnostic => diagnostic.Code == code).Select(diagnostic => (diagnostic.Severity, diagnostic.Code)));
    }

    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 4)]
    public void A_table_has_room_for_so_many(bool gpt, int expected)
    {
        ImageBuilder builder = Builder(Images.Small with { Hybrid = new HybridOptions { Gpt = gpt } });
        for (int i = 0; i < 4; i++)
        {
            byte[] image = new byte[4096];
            image[0] = (byte)i;
            builder.AddFile($"efi{i}.img", image).AddBootEntry(new BootEntry { ImagePath = $"efi{i}.img", Platform = BootPlatform.Uefi });
        }

        Assert.Equal(expected < 4, builder.Plan().Diagnostics.Any(diagnostic => diagnostic.Code == "ISOB2031"));
        using IsoImage opened = IsoImage.Open(new MemoryStream(Bytes(builder)));
        Assert.Equal(expected, gpt ? opened.PartitionTables.Gpt!.Partitions.Count - 1 : opened.PartitionTables.Mbr.Count - 1);
    }

    /// <summary>Whether there is a GPT follows from whether there is something for UEFI.</summary>
    [Theory]
    [InlineData(true, 0xEE)]
    [InlineData(false, 0x17)]
    public void A_gpt_is_for_uefi(bool hasEfi, int type) => Assert.Equal(type, Bytes(Bootable(new HybridOptions(), hasEfi: hasEfi))[450]);

    private static Diagnostic[] Problems(HybridOptions hybrid) =>
        [.. Builder(Images.Small with { Hybrid = hybrid }).Plan().Diagnostics.Where(diagnostic => diagnostic.Severity != DiagnosticSeverity.Info)];

    [Fact]
    public void Code_that_cannot_be_used_is_an_error()
    {
        using TempDirectory temp = new();
        Assert.Equal("ISOB1120", Assert.Single(Problems(new HybridOptions { BootCodePath = temp.Combine("none") })).Code);
        Assert.Equal("ISOB1120", Assert.Single(Problems(new HybridOptions { BootCodePath = temp.Combine("") })).Code);
        Assert.Equal("ISOB1121", Assert.Single(Problems(new HybridOptions { BootCode = Enumerable.Repeat((byte)1, 513).ToArray() })).Code);
        Assert.Equal("ISOB1121", Assert.Single(Problems(new HybridOptions { BootCode = Enumerable.Repeat((byte)1, 447).ToArray() })).Code);
        Assert.Equal("ISOB1123", Assert.Single(Problems(new HybridOptions { BootCodePath = temp.Write("zeros", new byte[512]) })).Code);
        Assert.Equal("ISOB1124", Assert.Single(Problems(new HybridOptions { BootCodePath = temp.Combine("none"), BootCode = new byte[1] })).Code);
        // ISOLINUX' code tells itself by how it looks for its other half; there is none.
        Assert.Equal("ISOB1122", Assert.Single(Problems(new HybridOptions { BootCode = IsolinuxCode })).Code);
        Assert.Equal("ISOB1122", Assert.Single(Problems(new HybridOptions { BootCode = GrubCode })).Code);
    }

    /// <summary>GRUB's boot.img has its address at 5C, and at 1B0 zeros.</summary>
    [Fact]
    public void Code_for_installed_disks_is_an_error()
    {
        byte[] code = [.. GrubCode];
        code.AsSpan(0x1B0, 8).Clear();
        code[0x5C] = 1;
        Assert.Equal("ISOB1123", Assert.Single(Problems(new HybridOptions { BootCode = code })).Code);
    }

    [Fact]
    public void Tables_without_anything_that_starts_are_a_warning() =>
        Assert.Equal("ISOB1125", Assert.Single(Problems(WithGpt)).Code);

    /// <summary>Whatever a header says, nothing is read or kept that is not there, and the image opens.</summary>
    [Theory]
    [InlineData(80, 0xFFFFFFFFu, 128u)]
    [InlineData(80, 0u, 128u)]
    [InlineData(84, 128u, 0u)]
    [InlineData(84, 128u, 0xFFFFFFFFu)]
    [InlineData(80, 0x10000u, 0x10000u)]
    [InlineData(72, 0xFFFFFFFFu, 0xFFFFFFFFu)]
    [InlineData(72, 0u, 0u)]
    [InlineData(72, 0xFFFFFFFFu, 0x7FFFFFFFu)]
    [InlineData(32, 0xFFFFFFFFu, 0xFFFFFFFFu)]
    [InlineData(32, 0xFFFFFFFFu, 0x003FFFFFu)]
    [InlineData(48, 0xFFFFFFFFu, 0xFFFFFFFFu)]
    [InlineData(40, 0xFFFFFFFFu, 0xFFFFFFFFu)]
    [InlineData(12, 0xFFFFFFFFu, 0u)]
    [InlineData(12, 0u, 0u)]
    public void Headers_that_lie_do_no_harm(int field, uint low, uint high)
    {
        byte[] bytes = Make(Images.Small with { Hybrid = WithGpt });
        Disk disk = new(bytes);
        foreach (int header in (int[])[Disk.Block, disk.LastHeader])
        {
            // Of two fields, or the halves of one.
            int first = field == 84 ? 80 : field;
            disk.Put32(header + first, low);
            disk.Put32(header + first + 4, high);
            if (disk.Get32(header + 12) == 92)
            {
                disk.SealHeader(header);
            }
        }

        using IsoImage image = IsoImage.Open(new MemoryStream(bytes));
        Assert.Contains(image.Verify(new VerifyOptions { Consumers = Enum.GetValues<ImageConsumer>() }).Findings, finding => (int)finding.Id is >= 3600 and < 3630);
        Assert.NotEmpty(image.Content.Nodes);
        Assert.NotEmpty(image.Layout.ToString());
        Assert.NotEmpty(image.Summary.ToString());
        Assert.True(image.PartitionTables.Gpt!.Partitions.Count <= 8192);
    }

    /// <summary>Partitions that no disk holds are shown as they are said to be, and not as a place.</summary>
    [Fact]
    public void Partitions_that_lie_do_no_harm()
    {
        byte[] bytes = Make(Images.Small with { Hybrid = WithGpt });
        Disk disk = new(bytes);
        disk.ChangeGpt(header =>
        {
            for (int i = 0; i < 128; i++)
            {
                int at = disk.Array(header) + (i * 128);
                bytes.AsSpan(disk.Array(header), 32).CopyTo(bytes.AsSpan(at));
                disk.Put64(at + 32, i % 2 == 0 ? 0 : ulong.MaxValue);
                disk.Put64(at + 40, ulong.MaxValue - (ulong)(i % 3));
            }
        });
        using IsoImage image = IsoImage.Open(new MemoryStream(bytes));
        Assert.Equal(128, image.PartitionTables.Gpt!.Partitions.Count);
        Assert.Empty(image.Layout.Views);
        Assert.Contains("... and 112 more", image.Summary.ToString(), StringComparison.Ordinal);
        Assert.Contains(image.Verify().Findings, finding => finding.Id == DiagnosticId.PartitionBeyondImage);
    }

    /// <summary>What is missing at the end is padding, before what has its place there; cylinders are larger beyond 1 GiB.</summary>
    [Theory]
    [InlineData(100, 0, 0, 1, false, 0)]
    [InlineData(100, 0, 3, 1, false, 3)]
    [InlineData(100, 200, 3, 1, false, 99)]
    [InlineData(100, 0, 3, 9, true, 403)]
    [InlineData(503, 0, 0, 9, true, 0)]
    [InlineData(504, 0, 0, 9, true, 511)]
    [InlineData(524_288, 0, 0, 0, true, 0)]
    [InlineData(524_289, 0, 0, 0, true, 3588)]
    [InlineData(524_287, 0, 0, 2, true, 3588)]
    public void The_end_is_padded(long before, long least, long padding, long after, bool cylinders, long expected)
    {
        // 524,289 sectors: 133 cylinders of 3,969 are 527,877.
        ImageEnd end = new(padding * 2048) { LeastLength = least * 2048 };
        end = cylinders ? end with { MultipleFor = length => DiskGeometry.For(length).CylinderSize } : end;
        Assert.Equal(expected, end.PaddingFor(before * 2048, after * 2048) / 2048);
    }

    /// <summary>Beyond 2 TiB, a master boot record says as much as it can, and a GPT all of it.</summary>
    [Fact]
    public void Beyond_two_TiB()
    {
        Assert.Equal([DiagnosticId.DiskTooLarge], Plan(MbrAlone, out byte[] record));
        Assert.Equal("FEFFFF00000000FFFFFFFF", Convert.ToHexString(record, 451, 11));
        Assert.Empty(Plan(WithGpt, out record));
        Assert.Equal("FFFFFF01000000FFFFFFFF", Convert.ToHexString(record, 451, 11));
        Assert.Equal(0x1_8000_0000ul, new Disk(record).Get64(512 + 32) & ~0xFFFFFul);

        static IEnumerable<DiagnosticId> Plan(HybridOptions hybrid, out byte[] record)
        {
            ContentTreeBuilder builder = new(new DateRule(FileDates.Fixed, ImageTimestamp.Default), new DiagnosticBag());
            builder.AddFile(builder.Directory([]), "big", new FileSource("/nowhere", "big", 3L << 40, DateTime.UnixEpoch), options: null);
            DiagnosticBag diagnostics = new();
            ImagePlan plan = ImagePlan.Compose(builder.Build(), Images.Small with { Hybrid = hybrid }, diagnostics, new ParallelOptions())!;
            Region area = plan.Layout.Regions[0];
            record = new byte[area.Length];
            area.Encoder!.Encode(area, new EncodingContext(plan.Layout, new FileModes(plan.Content)), record);
            return diagnostics.ToList().Where(diagnostic => (int)diagnostic.Id is >= 2000).Select(diagnostic => diagnostic.Id);
        }
    }

    /// <summary>UEFI 5.2.1, 5.3.2, 5.3.3; of the backup, the entries come first.</summary>
    [Theory]
    [InlineData(440, "system area: MBR disk signature was ")]
    [InlineData(446 + 12, "system area: size of MBR partition 1 was 139, is 138, byte 458")]
    [InlineData(462, "system area: boot indicator of MBR partition 2 was 128, is 129, byte 462")]
    [InlineData(512 + 48, "system area: GPT last usable block was 106, is 107, byte 560")]
    [InlineData(512 + 56, "system area: GPT disk GUID was ")]
    [InlineData(1024 + 32, "system area: first block of GPT partition 1 was 64, is 65, byte 1056")]
    [InlineData(1024 + 56, "system area: name of GPT partition 1 was \"ISO9660\", is \"HSO9660\", byte 1080")]
    [InlineData(-512 + 20, "partition table GPT backup: GPT reserved field was 00000000, is 01000000, byte ")]
    [InlineData(-512 - 16_384 + 184, "partition table GPT backup: name of GPT partition 2 was \"\", is \"\\u0001\", byte ")]
    [InlineData(30_000, "system area: bytes that belong to no table differ, byte 30000")]
    public void Comparison_names_the_field(int offset, string expected)
    {
        byte[] bytes = Make(Images.Small with { Formats = ImageFormats.Iso9660, Hybrid = WithGpt });
        byte[] other = [.. bytes];
        other[offset < 0 ? other.Length + offset : offset] ^= 1;
        using IsoImage one = IsoImage.Open(new MemoryStream(bytes));
        using IsoImage two = IsoImage.Open(new MemoryStream(other));
        ImageDiff diff = one.CompareWith(two);
        Assert.StartsWith(expected, diff.Differences[^1].Message, StringComparison.Ordinal);
    }

    /// <summary>Checksums, sizes and identifiers that follow from more content are no differences of their own.</summary>
    [Fact]
    public void What_follows_from_other_content_is_not_told()
    {
        ImageOptions options = Images.Small with { Hybrid = WithGpt };
        using IsoImage one = IsoImage.Open(new MemoryStream(Builder(options).ToBytes()));
        using IsoImage two = IsoImage.Open(new MemoryStream(Builder(options).AddFile("c", new byte[50_000]).ToBytes()));
        Assert.DoesNotContain(one.CompareWith(two).Differences, difference => difference.Kind == DifferenceKind.Bytes);
    }

    /// <summary>What isolinux.bin has at 40 (hexadecimal), where its code for disks looks.</summary>
    public static byte[] IsolinuxMark => [0xFB, 0xC0, 0x78, 0x70];

    public static byte[] IsolinuxCode
    {
        get
        {
            byte[] code = new byte[432];
            code.Put(0x9F, "66 81 3E 40 7C FB C0 78 70");
            return code;
        }
    }

    public static byte[] GrubCode
    {
        get
        {
            byte[] code = new byte[512];
            code.Put(0x180, "'GRUB '00'Geom'00'Hard Disk'00'Read'00' Error'0D0A00");
            code.Put(0x1B0, "01");
            code.Put(510, "55AA");
            return code;
        }
    }
}
