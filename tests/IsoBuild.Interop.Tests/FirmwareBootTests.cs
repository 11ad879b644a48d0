using IsoBuild.ElTorito;

namespace IsoBuild.Interop.Tests;

/// <summary>SeaBIOS and OVMF start what we write.</summary>
public sealed class FirmwareBootTests
{
    private static ImageOptions Options => new() { VolumeId = "BOOT", PaddingSectors = 16 };

    [ToolTheory(Firmware.Bios)]
    [InlineData(BootEmulation.None)]
    [InlineData(BootEmulation.Floppy12)]
    [InlineData(BootEmulation.Floppy144)]
    [InlineData(BootEmulation.Floppy288)]
    [InlineData(BootEmulation.HardDisk)]
    public void Bios_starts_from_CD(BootEmulation emulation)
    {
        string text = $"started as {emulation}";
        byte[] image = emulation switch
        {
            BootEmulation.None => BootCode.BootSector(text),
            BootEmulation.HardDisk => BootCode.Disk(text),
            BootEmulation.Floppy12 => BootCode.BootSector(text, 1_228_800),
            BootEmulation.Floppy288 => BootCode.BootSector(text, 2_949_120),
            _ => BootCode.BootSector(text, 1_474_560),
        };
        using TempDirectory temp = new();
        string iso = temp.Combine("boot.iso");
        new ImageBuilder(Options)
            .AddFile("boot/image.bin", image)
            .AddFile("readme.txt", "beside it"u8.ToArray())
            .AddBootEntry(new BootEntry { ImagePath = "boot/image.bin", Emulation = emulation, BootInfoTable = emulation == BootEmulation.None })
            .Write(iso).EnsureSuccess();

        Assert.Contains(text, Firmware.BootBios(iso, BootMedium.Cd, text), StringComparison.Ordinal);
    }

    /// <summary>A program alone: the partition is made for it, and lies outside the tree or in it.</summary>
    [ToolTheory(Firmware.Bios)]
    [InlineData("")]
    [InlineData("boot/efi.img")]
    public void Uefi_starts_from_CD(string efiImage)
    {
        using TempDirectory temp = new();
        string iso = temp.Combine("boot.iso");
        new ImageBuilder(Options with { EfiImage = efiImage })
            .AddFile("boot/image.bin", BootCode.BootSector("started by BIOS"))
            .AddEfiBoot("", BootCode.EfiProgram("started by UEFI"))
            .AddBootEntry(new BootEntry { ImagePath = "boot/image.bin" })
            .Write(iso).EnsureSuccess();

        Assert.Contains("started by UEFI", Firmware.BootUefi(iso, BootMedium.Cd, "started by UEFI"), StringComparison.Ordinal);
    }

    /// <summary>UDF alone, but for the boot record and a note.</summary>
    [ToolFact(Firmware.Bios, "7z", "isoinfo")]
    public void Both_start_from_UDF_alone()
    {
        using TempDirectory temp = new();
        string iso = temp.Combine("boot.iso");
        new ImageBuilder(Options with { Formats = Content.ImageFormats.Udf })
            .AddFile("boot/image.bin", BootCode.BootSector("started by BIOS"))
            .AddFile("sources/install.wim", "windows"u8.ToArray())
            .AddEfiBoot("", BootCode.EfiProgram("started by UEFI"))
            .AddBootEntry(new BootEntry { ImagePath = "boot/image.bin" })
            .Write(iso).EnsureSuccess();

        Assert.Contains("started by BIOS", Firmware.BootBios(iso, BootMedium.Cd, "started by BIOS"), StringComparison.Ordinal);
        Assert.Contains("started by UEFI", Firmware.BootUefi(iso, BootMedium.Cd, "started by UEFI"), StringComparison.Ordinal);
        Assert.Equal("/README.TXT;1", CommandLine.Run("isoinfo", ["-f", "-i", iso]).EnsureSuccess().Output.Trim());
        string listed = CommandLine.Run("7z", ["l", iso]).EnsureSuccess().Output;
        Assert.Contains("install.wim", listed, StringComparison.Ordinal);
        Assert.DoesNotContain("README", listed, StringComparison.Ordinal);
    }

    /// <summary>What every tree hides starts all the same.</summary>
    [ToolFact(Firmware.Bios)]
    public void Bios_starts_what_no_tree_shows()
    {
        using TempDirectory temp = new();
        string iso = temp.Combine("boot.iso");
        new ImageBuilder(Options)
            .AddFile("boot/image.bin", BootCode.BootSector("started unseen"), new() { HiddenFrom = Content.ImageFormats.Default })
            .AddFile("readme.txt", "beside it"u8.ToArray())
            .AddBootEntry(new BootEntry { ImagePath = "boot/image.bin" })
            .Write(iso).EnsureSuccess();

        Assert.Contains("started unseen", Firmware.BootBios(iso, BootMedium.Cd, "started unseen"), StringComparison.Ordinal);
    }

    /// <summary>The test of the test: without an entry, nothing starts, and the firmware says so.</summary>
    [ToolFact(Firmware.Bios)]
    public void Bios_does_not_start_what_is_not_bootable()
    {
        using TempDirectory temp = new();
        string iso = temp.Combine("boot.iso");
        new ImageBuilder(Options)
            .AddFile("boot/image.bin", BootCode.BootSector("started"))
            .AddBootEntry(new BootEntry { ImagePath = "boot/image.bin", IsBootable = false })
            .Write(iso).EnsureSuccess();

        // SeaBIOS writes to the serial line when there are no graphics.
        string serial = Firmware.BootBios(iso, BootMedium.Cd, "No bootable device", limit: null, "-machine", "graphics=off");
        Assert.Contains("DVD/CD", serial, StringComparison.Ordinal);
        Assert.DoesNotContain("started", serial, StringComparison.Ordinal);
    }
}
