using IsoBuild.Diagnostics;

namespace IsoBuild.Interop.Tests;

/// <summary>Images of other people, each with one file more, start as they did before.</summary>
public sealed class RemasterBootTests : IDisposable
{
    private const string GrubRescue = "/usr/lib/grub-rescue/grub-rescue-cdrom.iso";
    private const string Ipxe = "/usr/lib/ipxe/ipxe.iso";
    private const string Isolinux = "/usr/lib/ISOLINUX";

    /// <summary>What BIOS shows on the screen comes over the serial line.</summary>
    private static readonly string[] Screen = ["-vga", "none", "-machine", "pc,graphics=off"];

    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    /// <summary>An entry of the menu says that GRUB found its configuration in the volume.</summary>
    [ToolTheory(Firmware.Bios, GrubRescue)]
    [InlineData("Cd")]
    [InlineData("Usb")]
    public void Grubs_rescue_image(string medium) =>
        Assert.Contains("GNU/Hurd", Firmware.BootBios(Remaster(GrubRescue), Enum.Parse<BootMedium>(medium), "GNU/Hurd", limit: null, Screen), StringComparison.Ordinal);

    [ToolTheory(Firmware.Bios, BootableImages.Ovmf, Ipxe)]
    [InlineData("Cd", false)]
    [InlineData("Usb", false)]
    [InlineData("Cd", true)]
    public void Ipxes_image(string medium, bool isUefi)
    {
        const string expected = "Open Source Network Boot Firmware";
        string image = Remaster(Ipxe);
        Assert.Contains(expected, isUefi ? Firmware.BootUefi(image, Enum.Parse<BootMedium>(medium), expected) : Firmware.BootBios(image, Enum.Parse<BootMedium>(medium), expected, limit: null, Screen), StringComparison.Ordinal);
    }

    [ToolTheory(Firmware.Bios, BootableImages.Ovmf, "grub-mkrescue", "xorriso", "mformat")]
    [InlineData("Cd", false)]
    [InlineData("Usb", false)]
    [InlineData("Cd", true)]
    [InlineData("Usb", true)]
    public void An_image_of_grub_mkrescue(string medium, bool isUefi)
    {
        // The text comes from the file that is added, so the menu found the volume.
        temp.Write("tree/boot/grub/grub.cfg", "if [ $grub_platform = pc ]; then\n  serial --unit=0\n  terminal_output serial\nfi\ncat /added.txt\nsleep 60\n");
        string made = temp.Combine("base.iso");
        Readers.Run("grub-mkrescue", "-o", made, temp.Combine("tree"));
        string image = Remaster(made);
        const string expected = "one file more";
        Assert.Contains(expected, isUefi ? Firmware.BootUefi(image, Enum.Parse<BootMedium>(medium), expected) : Firmware.BootBios(image, Enum.Parse<BootMedium>(medium), expected), StringComparison.Ordinal);
    }

    [ToolTheory(Firmware.Bios, "xorriso", BootableImages.Isolinux, BootableImages.IsolinuxModule)]
    [InlineData("Cd")]
    [InlineData("Usb")]
    public void A_hybrid_of_xorriso_with_isolinux(string medium)
    {
        Directory.CreateDirectory(temp.Combine("tree/isolinux"));
        File.Copy($"{Isolinux}/isolinux.bin", temp.Combine("tree/isolinux/isolinux.bin"));
        File.Copy("/usr/lib/syslinux/modules/bios/ldlinux.c32", temp.Combine("tree/isolinux/ldlinux.c32"));
        temp.Write("tree/isolinux/isolinux.cfg", "SERIAL 0 115200\nPROMPT 1\nTIMEOUT 0\nDEFAULT none\n");
        string made = temp.Combine("base.iso");
        Readers.Run("xorriso", "-as", "mkisofs", "-o", made, "-R", "-J", "-isohybrid-mbr", $"{Isolinux}/isohdpfx.bin", "-b", "isolinux/isolinux.bin", "-c", "isolinux/boot.cat", "-no-emul-boot", "-boot-load-size", "4", "-boot-info-table", temp.Combine("tree"));
        const string expected = "boot:";
        Assert.Contains(expected, Firmware.BootBios(Remaster(made), Enum.Parse<BootMedium>(medium), expected), StringComparison.Ordinal);
    }

    /// <summary>The form of archiso: the EFI system partition is appended, and partition 1 is a volume by itself.</summary>
    [ToolTheory(Firmware.Bios, BootableImages.Ovmf, "xorriso", "mkfs.fat", "mcopy", BootableImages.Isolinux, BootableImages.IsolinuxModule)]
    [InlineData("Usb", false, true)]
    [InlineData("Usb", true, true)]
    [InlineData("Usb", true, false)]
    [InlineData("Cd", true, true)]
    public void An_image_of_the_form_of_archiso(string medium, bool isUefi, bool isGpt)
    {
        const string efi = "The appended partition starts";
        Directory.CreateDirectory(temp.Combine("tree/isolinux"));
        File.Copy($"{Isolinux}/isolinux.bin", temp.Combine("tree/isolinux/isolinux.bin"));
        File.Copy("/usr/lib/syslinux/modules/bios/ldlinux.c32", temp.Combine("tree/isolinux/ldlinux.c32"));
        temp.Write("tree/isolinux/isolinux.cfg", "SERIAL 0 115200\nPROMPT 1\nTIMEOUT 0\nDEFAULT none\n");
        File.WriteAllBytes(temp.Combine("boot.efi"), BootCode.EfiProgram(efi));
        string made = temp.Combine("base.iso");
        Readers.Shell(
            $"truncate -s 3M \"$3\"; mkfs.fat \"$3\" >/dev/null; mmd -i \"$3\" ::EFI ::EFI/BOOT; mcopy -i \"$3\" \"$4\" ::EFI/BOOT/BOOTX64.EFI; xorriso -as mkisofs -quiet -o \"$1\" -R -J -V ARCH -partition_offset 16 -isohybrid-mbr {Isolinux}/isohdpfx.bin -b isolinux/isolinux.bin -c isolinux/boot.cat -no-emul-boot -boot-load-size 4 -boot-info-table -append_partition 2 0xef \"$3\" {(isGpt ? "-appended_part_as_gpt" : "")} -eltorito-alt-boot -e --interval:appended_partition_2:all:: -no-emul-boot \"$2\" 2>/dev/null",
            made,
            temp.Combine("tree"),
            temp.Combine("efi.img"),
            temp.Combine("boot.efi"));
        string image = Remaster(made);
        string expected = isUefi ? efi : "boot:";
        Assert.Contains(expected, isUefi ? Firmware.BootUefi(image, Enum.Parse<BootMedium>(medium), expected) : Firmware.BootBios(image, Enum.Parse<BootMedium>(medium), expected), StringComparison.Ordinal);
    }

    /// <summary>A session that genisoimage adds has no boot record; firmware goes by that of the first, at sector 17.</summary>
    [ToolFact("xorriso", "genisoimage", "mkfs.fat", BootableImages.Isolinux)]
    public void What_the_first_session_boots_from_stays()
    {
        temp.Write("tree/readme", "hello");
        temp.Write("more/added", "more");
        File.Copy($"{Isolinux}/isolinux.bin", temp.Combine("tree/isolinux.bin"));
        string made = temp.Combine("base.iso");
        Readers.Shell(
            "truncate -s 3M \"$2\"/e.img; mkfs.fat \"$2\"/e.img >/dev/null; xorriso -as mkisofs -quiet -R -V MS -c boot.cat -b isolinux.bin -no-emul-boot -boot-load-size 4 -boot-info-table -eltorito-alt-boot -e e.img -no-emul-boot -o \"$1\" \"$2\" 2>/dev/null; "
            + "genisoimage -quiet -R -V MS2 -C 0,$(($(stat -c %s \"$1\")/2048)) -M \"$1\" -o \"$1\".2 \"$3\"; cat \"$1\".2 >>\"$1\"",
            made,
            temp.Combine("tree"),
            temp.Combine("more"));
        string to = temp.Combine("result.iso");

        BuildResult result = new ImageBuilder().BasedOn(made).Write(to).EnsureSuccess();

        string report = Readers.Run("xorriso", "-indev", to, "-report_el_torito", "plain").Output;
        Assert.Contains("img path :   1  /isolinux.bin", report, StringComparison.Ordinal);
        Assert.Contains("img path :   2  /e.img", report, StringComparison.Ordinal);
        Assert.Contains("boot-info-table", report, StringComparison.Ordinal);
        Assert.Contains(result.Diagnostics, told => told is { Id: DiagnosticId.BootOfEarlierSession, Severity: DiagnosticSeverity.Info });
        using IsoImage image = IsoImage.Open(to);
        Assert.NotNull(image.Content.Find("added"));
        using IsoImage before = IsoImage.Open(made);
        Assert.True(before.Boot!.IsOfEarlierSession);
        Assert.Equal(17, before.Boot.RecordSector);
    }

    /// <summary>Nobody named a path: the base did.</summary>
    [ToolFact("xorriso", BootableImages.Isolinux)]
    public void A_boot_image_that_is_removed_is_the_bases()
    {
        temp.Write("tree/readme", "hello");
        File.Copy($"{Isolinux}/isolinux.bin", temp.Combine("tree/isolinux.bin"));
        string made = temp.Combine("base.iso");
        Readers.Run("xorriso", "-as", "mkisofs", "-quiet", "-R", "-b", "isolinux.bin", "-no-emul-boot", "-boot-info-table", "-o", made, temp.Combine("tree"));

        BuildResult result = new ImageBuilder().BasedOn(made).Remove("isolinux.bin").Write(temp.Combine("result.iso"));

        Diagnostic told = Assert.Single(result.Diagnostics, found => found.Severity == DiagnosticSeverity.Error);
        Assert.Equal(DiagnosticId.BootImageMissing, told.Id);
        Assert.Contains("removed", told.Message, StringComparison.Ordinal);
    }

    /// <summary>The image with one file more; it is the same when it is made again, and the next one is the same as if it had been made from the base.</summary>
    private string Remaster(string from)
    {
        string to = temp.Combine("remastered.iso");
        BuildResult result = Add(from).Write(to).EnsureSuccess();
        Assert.DoesNotContain(result.Diagnostics, found => found.Severity != DiagnosticSeverity.Info && found.Id is not (DiagnosticId.BaseBootLost or DiagnosticId.BaseSystemAreaKept));
        string again = temp.Combine("again.iso");
        Add(to).Write(again).EnsureSuccess();
        Assert.True(File.ReadAllBytes(to).AsSpan().SequenceEqual(File.ReadAllBytes(again)), "The image of the image is another.");
        File.Delete(again);

        using IsoImage before = IsoImage.Open(from);
        using IsoImage after = IsoImage.Open(to);
        Assert.Equal(before.Boot!.Path, after.Boot!.Path);
        Assert.Equal(before.Boot.Entries.Select(entry => (entry.Platform, entry.Emulation, entry.LoadSize, entry.BootInfoTable, entry.GrubBootInfo, entry.Path)), after.Boot.Entries.Select(entry => (entry.Platform, entry.Emulation, entry.LoadSize, entry.BootInfoTable, entry.GrubBootInfo, entry.Path)));
        Assert.Equal(before.PartitionTables.BootCode, after.PartitionTables.BootCode);
        Assert.DoesNotContain(after.Verify().Findings, found => found.Severity == DiagnosticSeverity.Error);
        return to;

        static ImageBuilder Add(string path) => new ImageBuilder().BasedOn(path).AddFile("added.txt", "one file more"u8.ToArray());
    }
}
