using System.Globalization;
using System.Text.RegularExpressions;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;
using IsoBuild.Partitions;
using IsoBuild.Verifying;

namespace IsoBuild.Interop.Tests;

/// <summary>Partition tables of ours as others read them, those of others as we do, and firmware that boots from them.</summary>
public sealed class HybridTests : IDisposable
{
    private readonly HybridMedia media = new();

    public void Dispose() => media.Dispose();

    private static string Places(IEnumerable<(ulong First, ulong Last)> places) =>
        string.Join('\n', places.Select(place => string.Create(CultureInfo.InvariantCulture, $"{place.First}-{place.Last}")));

    /// <summary>gdisk checks both headers, all checksums, and that nothing overlaps.</summary>
    [ToolTheory("sgdisk", "mkfs.fat", "mcopy", "grub-mkimage")]
    [InlineData("isolinux", true, ImageFormats.Default)]
    [InlineData("grub", true, ImageFormats.Default | ImageFormats.Udf)]
    [InlineData("", true, ImageFormats.Iso9660)]
    public void Sgdisk_finds_no_fault(string bios, bool hasEfi, ImageFormats formats)
    {
        string path = media.Write(new HybridOptions { BootCodePath = CodeOf(bios) }, bios, hasEfi, formats);

        CommandResult verified = Readers.Run("sgdisk", "-v", path);
        Assert.Contains("No problems found.", verified.Output, StringComparison.Ordinal);
        using IsoImage image = IsoImage.Open(path);
        GptTable gpt = image.PartitionTables.Gpt!;
        Assert.Equal((GptState.Sound, GptState.Sound), (gpt.Primary, gpt.Backup));
        string printed = Readers.Run("sgdisk", "-p", path).Output;
        Assert.Contains($"Disk identifier (GUID): {gpt.DiskId.ToString().ToUpperInvariant()}", printed, StringComparison.Ordinal);
        Assert.Equal(
            Places(gpt.Partitions.Select(partition => (partition.FirstBlock, partition.LastBlock))),
            Places(Regex.Matches(printed, @"^ +\d+ +(\d+) +(\d+) ", RegexOptions.Multiline).Select(row => (ulong.Parse(row.Groups[1].ValueSpan, CultureInfo.InvariantCulture), ulong.Parse(row.Groups[2].ValueSpan, CultureInfo.InvariantCulture)))));
        foreach (GptPartition partition in gpt.Partitions)
        {
            string info = Readers.Run("sgdisk", "-i", partition.Number.ToString(CultureInfo.InvariantCulture), path).Output;
            Assert.Contains($"Partition GUID code: {partition.TypeId.ToString().ToUpperInvariant()}", info, StringComparison.Ordinal);
            Assert.Contains($"Partition unique GUID: {partition.Id.ToString().ToUpperInvariant()}", info, StringComparison.Ordinal);
            Assert.Contains($"Attribute flags: {partition.Attributes:X16}", info, StringComparison.Ordinal);
            Assert.Contains($"Partition name: '{partition.Name}'", info, StringComparison.Ordinal);
        }
    }

    /// <summary>fdisk's reading of a master boot record that stands alone: one partition, or one and the EFI system partition within it.</summary>
    [ToolTheory("sfdisk", "mkfs.fat", "mcopy", "grub-mkimage")]
    [InlineData(false)]
    [InlineData(true)]
    public void Sfdisk_reads_the_master_boot_record(bool hasEfi)
    {
        string path = media.Write(new HybridOptions { Gpt = false, BootCodePath = HybridMedia.IsolinuxCode }, "isolinux", hasEfi);

        string dump = Readers.Run("sfdisk", "--dump", path).Output;
        using IsoImage image = IsoImage.Open(path);
        Assert.Contains("label: dos", dump, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"label-id: 0x{image.PartitionTables.DiskSignature:x8}"), dump, StringComparison.Ordinal);
        Assert.Equal(
            image.PartitionTables.Mbr.Select(partition => string.Create(CultureInfo.InvariantCulture, $"{partition.FirstBlock} {partition.BlockCount} {partition.Type:x}{(partition.IsActive ? " active" : "")}")),
            Regex.Matches(dump, @"start= *(\d+), size= *(\d+), type=([0-9a-f]+)(, bootable)?").Select(row => $"{row.Groups[1]} {row.Groups[2]} {row.Groups[3]}{(row.Groups[4].Success ? " active" : "")}"));
        Assert.Equal(hasEfi ? 2 : 1, image.PartitionTables.Mbr.Count);
    }

    [ToolTheory("xorriso", "mkfs.fat", "mcopy", "grub-mkimage")]
    [InlineData("isolinux", "isohybrid GPT")]
    [InlineData("grub", "grub2-mbr GPT")]
    public void Xorriso_reports_the_same(string bios, string summary)
    {
        string path = media.Write(new HybridOptions { BootCodePath = CodeOf(bios) }, bios, hasEfi: true);

        string report = Readers.Run("xorriso", "-indev", path, "-report_system_area", "plain").Output;
        using IsoImage image = IsoImage.Open(path);
        GptTable gpt = image.PartitionTables.Gpt!;
        foreach (string part in summary.Split(' '))
        {
            Assert.Matches($"System area summary:.* {part}", report);
        }

        // xorriso prints GUIDs as they lie in the image.
        Assert.Matches($"GPT disk GUID *: +{Convert.ToHexStringLower(gpt.DiskId.ToByteArray())}", report);
        foreach (GptPartition partition in gpt.Partitions)
        {
            Assert.Matches(string.Create(CultureInfo.InvariantCulture, $@"GPT start and size *: +{partition.Number} +{partition.FirstBlock} +{partition.BlockCount}\b"), report);
            Assert.Matches(string.Create(CultureInfo.InvariantCulture, $"GPT partition GUID *: +{partition.Number} +{Convert.ToHexStringLower(partition.Id.ToByteArray())}"), report);
        }

        Assert.Matches(string.Create(CultureInfo.InvariantCulture, $"GPT lba range *: +34 +{gpt.LastUsableBlock} +{(image.Length / 512) - 1}"), report);
        Assert.DoesNotContain("GPT CRC should be", report, StringComparison.Ordinal);
    }

    /// <summary>isohybrid knows our image for one of its kind, and what it makes of it is read, and verified with what is known of it.</summary>
    [ToolTheory("isohybrid", "mkfs.fat", "mcopy", "grub-mkimage")]
    [InlineData(false)]
    [InlineData(true)]
    public void Isohybrid_makes_a_hybrid_of_an_image_that_is_none(bool hasEfi)
    {
        string path = media.Write(hybrid: null, "isolinux", hasEfi);
        Readers.Run("isohybrid", hasEfi ? ["--uefi", path] : [path]);

        using IsoImage image = IsoImage.Open(path);
        PartitionTables tables = image.PartitionTables;
        Region loader = Assert.Single(image.Layout.Regions, region => region.Name == "/isolinux/isolinux.bin");
        Assert.Equal((BootCodeKind.Isolinux, (ulong)loader.Sector * 4), (tables.BootCode, tables.BootAddress));
        Assert.Equal((hasEfi ? 0 : 0x17, true, 0L, image.Length / 512), (tables.Mbr[0].Type, tables.Mbr[0].IsActive, tables.Mbr[0].FirstBlock, tables.Mbr[0].BlockCount));
        Assert.Equal(hasEfi, tables.Gpt is not null);
        if (hasEfi)
        {
            Region system = Assert.Single(image.Layout.Regions, region => region.Name == "/boot/efi.img");
            Assert.Equal((0xEF, system.Offset / 512), (tables.Mbr[1].Type, tables.Mbr[1].FirstBlock));
            Assert.Equal(["ISOHybrid ISO", "ISOHybrid"], tables.Gpt!.Partitions.Select(partition => partition.Name));
            Assert.Equal((ulong)system.Offset / 512, tables.Gpt.Partitions[1].FirstBlock);
            Assert.Equal((GptState.Sound, GptState.Sound), (tables.Gpt.Primary, tables.Gpt.Backup));
            Assert.Equal(("GPT backup", RegionKind.PartitionTable), (image.Layout.Regions[^1].Name, image.Layout.Regions[^1].Kind));
        }

        Assert.DoesNotContain(image.Verify().Findings, finding => finding.Severity == DiagnosticSeverity.Error);
    }

    /// <summary>What grub-mkrescue makes of a folder has no faults, and the tables that xorriso reports.</summary>
    [ToolFact("grub-mkrescue", "xorriso", "mformat", "sgdisk")]
    public void Tables_of_grub_mkrescue_are_read()
    {
        using TempDirectory temp = new();
        temp.Write("in/readme.txt", "hello");
        string path = temp.Combine("rescue.iso");
        Readers.Run("grub-mkrescue", "-o", path, temp.Combine("in"));

        using IsoImage image = IsoImage.Open(path);
        PartitionTables tables = image.PartitionTables;
        Assert.Equal((BootCodeKind.Grub, GptState.Sound, GptState.Sound), (tables.BootCode, tables.Gpt!.Primary, tables.Gpt.Backup));
        Assert.Contains(tables.Gpt.Partitions, partition => partition.TypeName == "EFI system partition");
        Assert.Contains($"Disk identifier (GUID): {tables.Gpt.DiskId.ToString().ToUpperInvariant()}", Readers.Run("sgdisk", "-p", path).Output, StringComparison.Ordinal);
        Assert.DoesNotContain(image.Verify().Findings, finding => finding.Severity == DiagnosticSeverity.Error && (int)finding.Id >= 3600);
    }

    [ToolTheory(Firmware.Bios, "mkfs.fat", "mcopy", "grub-mkimage")]
    [InlineData("isolinux", false, HybridMedia.IsolinuxHello)]
    [InlineData("isolinux", true, HybridMedia.IsolinuxHello)]
    [InlineData("grub", true, HybridMedia.GrubHello)]
    public void Bios_starts_from_a_usb_stick(string bios, bool gpt, string hello)
    {
        string path = media.Write(new HybridOptions { BootCodePath = CodeOf(bios), Gpt = gpt }, bios, hasEfi: gpt);
        Assert.Contains(hello, Firmware.BootBios(path, BootMedium.Usb, hello), StringComparison.Ordinal);
    }

    /// <summary>Our own code says on the screen, which SeaBIOS copies to the serial line, that nothing starts.</summary>
    [ToolFact(Firmware.Bios, "mkfs.fat", "mcopy", "grub-mkimage")]
    public void Our_own_code_says_that_nothing_starts()
    {
        const string message = "This disk holds nothing that starts in BIOS mode.";
        string path = media.Write(new HybridOptions(), hasEfi: true);
        Assert.Contains(message, Firmware.BootBios(path, BootMedium.Usb, message, limit: null, "-machine", "pc,graphics=off"), StringComparison.Ordinal);
    }

    [ToolTheory(Firmware.Bios, "mkfs.fat", "mcopy", "grub-mkimage")]
    [InlineData(true)]
    [InlineData(false)]
    public void Uefi_starts_from_a_usb_stick(bool gpt)
    {
        string path = media.Write(new HybridOptions { Gpt = gpt }, hasEfi: true);
        Assert.Contains(HybridMedia.EfiHello, Firmware.BootUefi(path, BootMedium.Usb, HybridMedia.EfiHello), StringComparison.Ordinal);
    }

    /// <summary>xorriso keeps the boot images of the trees: by default, ours are. Of what it makes of the image, all four ways boot.</summary>
    [ToolFact(Firmware.Bios, "xorriso", "grub-mkimage")]
    public void What_xorriso_edits_boots()
    {
        using TempDirectory temp = new();
        string path = media.Write(new HybridOptions { BootCodePath = HybridMedia.GrubCode }, "grub", hasEfi: true, isEfiOurs: true);
        string edited = temp.Combine("edited.iso");
        Readers.Run("xorriso", "-indev", path, "-outdev", edited, "-map", temp.Write("added.txt", "added"), "/added.txt", "-boot_image", "any", "replay", "-commit");

        string report = Readers.Run("xorriso", "-indev", edited, "-report_el_torito", "plain", "-report_system_area", "plain").Output;
        Assert.Equal(["1 /boot/grub/core.img", "2 /boot/efi.img"], Regex.Matches(report, @"El Torito img path : +(\d) +(\S+)").Select(row => $"{row.Groups[1]} {row.Groups[2]}"));
        Assert.Matches("GPT partition path : +2 +/boot/efi.img", report);
        foreach (BootMedium medium in Enum.GetValues<BootMedium>())
        {
            Assert.Contains(HybridMedia.GrubHello, Firmware.BootBios(edited, medium, HybridMedia.GrubHello), StringComparison.Ordinal);
            Assert.Contains(HybridMedia.EfiHello, Firmware.BootUefi(edited, medium, HybridMedia.EfiHello), StringComparison.Ordinal);
        }
    }

    /// <summary>With little beside the EFI system partition, xorriso 1.5.4 fails unless it is told to keep no second copy of the descriptors, for its own images too (findings/xorriso-replay-small-esp.sh).</summary>
    [ToolFact("xorriso", "grub-mkimage")]
    public void What_xorriso_edits_of_a_small_image_has_all_entries()
    {
        using TempDirectory temp = new();
        string path = media.Write(new HybridOptions(), hasEfi: true, isEfiOurs: true);
        string edited = temp.Combine("edited.iso");
        Readers.Run("xorriso", "-indev", path, "-outdev", edited, "-compliance", "no_emul_toc", "-boot_image", "any", "replay", "-map", temp.Write("added.txt", "added"), "/added.txt", "-commit");

        Assert.Matches("GPT partition path : +2 +/boot/efi.img", Readers.Run("xorriso", "-indev", edited, "-report_system_area", "plain").Output);
        using IsoImage image = IsoImage.Open(edited);
        Assert.Equal("/boot/efi.img", Assert.Single(image.Boot!.Entries).Path);
        Assert.NotNull(image.Content.Find("added.txt"));
    }

    /// <summary>On discs, what xorriso keeps as it is boots too. The tables are for the places that things had before.</summary>
    [ToolFact("xorriso", "grub-mkimage")]
    public void What_xorriso_keeps_has_all_entries()
    {
        using TempDirectory temp = new();
        string path = media.Write(hybrid: null, "grub", hasEfi: true, isEfiOurs: true);
        string edited = temp.Combine("edited.iso");
        Readers.Run("xorriso", "-indev", path, "-outdev", edited, "-map", temp.Write("added.txt", "added"), "/added.txt", "-boot_image", "any", "keep", "-commit");

        using IsoImage image = IsoImage.Open(edited);
        Assert.Equal(["/boot/grub/core.img", "/boot/efi.img"], image.Boot!.Entries.Select(entry => entry.Path));
        Assert.True(image.Boot.Entries[1].IsFat);
        Assert.DoesNotContain(image.Verify(new() { Consumers = [ImageConsumer.Uefi] }).Consumers[0].Findings, finding => finding.Severity == DiagnosticSeverity.Error);
    }

    private static string? CodeOf(string bios) => bios switch
    {
        "isolinux" => HybridMedia.IsolinuxCode,
        "grub" => HybridMedia.GrubCode,
        _ => null,
    };
}
