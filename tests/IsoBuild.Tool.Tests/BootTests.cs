using System.Text.Json;
using IsoBuild.ElTorito;
using IsoBuild.Partitions;
using IsoBuild.Reading;

namespace IsoBuild.Tool.Tests;

/// <summary>Bootable images, as a user asks for them, and as they are read again.</summary>
public sealed class BootTests : IDisposable
{
    private readonly TempDirectory folder = new();

    [ToolFact("xorriso")]
    public void Every_setting_of_an_entry_reaches_the_catalog()
    {
        EveryBoot.WriteContent(folder);

        string path = Isobuild.Create(
            folder, "out",
            "--boot-bios", "/boot/loader.bin,load-size=6,load-segment=0x1000,boot-info-table,grub-boot-info,id=TESTS",
            "--boot-bios", "boot/floppy.img,emulation=floppy-1.2,bootable=false,selection=1:0A0B",
            "--boot-bios", "boot/ppc.bin,platform=powerpc,load-size=whole",
            "--boot-catalog", "boot/boot.cat");

        using IsoImage image = IsoImage.Open(path);
        BootCatalogInfo catalog = image.Boot!;
        Assert.Equal(("/boot/boot.cat", "TESTS", 3), (catalog.Path, catalog.Id, catalog.Entries.Count));
        Assert.Equal(
            [
                ("/boot/loader.bin", BootPlatform.Bios, BootEmulation.None, true, 0x1000, 6, 0, BootPatchState.Right, BootPatchState.Right),
                ("/boot/floppy.img", BootPlatform.Bios, BootEmulation.Floppy12, false, 0, 1, 1, BootPatchState.None, BootPatchState.None),
                ("/boot/ppc.bin", BootPlatform.PowerPc, BootEmulation.None, true, 0, 4, 0, BootPatchState.None, BootPatchState.None),
            ],
            catalog.Entries.Select(entry => (entry.Path!, entry.Platform, entry.Emulation, entry.IsBootable, entry.LoadSegment, entry.LoadSize, entry.SelectionType, entry.BootInfoTable, entry.GrubBootInfo)));
        Assert.Equal([0x0A, 0x0B], catalog.Entries[1].SelectionCriteria.ToArray());

        // The source stays as it is.
        Assert.Equal(BootFiles.Code(5000), File.ReadAllBytes(folder.Combine("out", "boot", "loader.bin")));

        string[] told = [.. CommandLine.Run("xorriso", ["-indev", path, "-report_el_torito", "plain"], folder).Output.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
        Assert.Contains("El Torito cat path : /boot/boot.cat", told);
        Assert.Contains(told, line => line.StartsWith("El Torito boot img : 1 BIOS y none 0x1000 0x00 6 ", StringComparison.Ordinal));
        Assert.Contains(told, line => line.StartsWith("El Torito boot img : 2 BIOS n fd1.2 0x0000 0x00 1 ", StringComparison.Ordinal));
        Assert.Contains(told, line => line.StartsWith("El Torito boot img : 3 PPC y none 0x0000 0x00 4 ", StringComparison.Ordinal));
        Assert.Contains("El Torito img path : 1 /boot/loader.bin", told);
    }

    [Fact]
    public void What_is_said_of_all_is_of_the_entries_for_bios_that_say_nothing_else()
    {
        EveryBoot.WriteContent(folder);
        BootFiles.Write(folder, "out/boot/second.bin", BootFiles.Code(9000));

        string path = Isobuild.Create(folder, "out", "--boot-bios", "boot/loader.bin,load-size=whole", "--boot-bios", "boot/second.bin", "--boot-load-size", "7", "--boot-info-table");

        using IsoImage image = IsoImage.Open(path);
        Assert.Null(image.Boot!.Path);
        Assert.Equal(
            [("/boot/loader.bin", 12, BootPatchState.Right), ("/boot/second.bin", 7, BootPatchState.Right)],
            image.Boot.Entries.Select(entry => (entry.Path!, entry.LoadSize, entry.BootInfoTable)));
    }

    [ToolTheory("mdir")]
    [InlineData(null, "/boot/efi.img")]
    [InlineData("none", null)]
    [InlineData("/grub/efi.img", "/grub/efi.img")]
    public void A_partition_is_made_of_programs_and_directories(string? option, string? shown)
    {
        EveryBoot.WriteContent(folder);

        string path = Isobuild.Create(folder, ["out", "--efi-boot", "tool.efi", "--efi-boot", "EFI=esp", .. option is null ? Array.Empty<string>() : ["--efi-image", option]]);

        using IsoImage image = IsoImage.Open(path);
        BootEntryInfo entry = Assert.Single(image.Boot!.Entries);
        Assert.Equal((BootPlatform.Uefi, shown, true), (entry.Platform, entry.Path, entry.IsFat));
        using Stream stream = image.OpenBootImage(entry);
        using MemoryStream fat = new();
        stream.CopyTo(fat);
        folder.Write("esp.img", fat.ToArray());

        // The partition alone makes an image too, and a FAT image is the partition.
        Isobuild.Create(folder, "--efi-boot", "esp.img");
        using IsoImage again = IsoImage.Open(path);
        using Stream same = again.OpenBootImage(Assert.Single(again.Boot!.Entries));
        using MemoryStream copy = new();
        same.CopyTo(copy);
        Assert.Equal(fat.ToArray(), copy.ToArray());
        Assert.Equal(["/", "/boot", "/boot/efi.img"], again.Content.Nodes.Select(node => node.Path));

        string[] files = CommandLine.Run("mdir", ["-/", "-b", "-i", folder.Combine("esp.img")], folder).EnsureSuccess().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("::/EFI/BOOT/BOOTX64.EFI", files);
        Assert.Contains("::/EFI/fonts/unicode.pf2", files);
    }

    [Fact]
    public void Usb_sticks_get_their_tables()
    {
        EveryBoot.WriteContent(folder);
        string[] starts = ["out", "--boot-bios", "boot/loader.bin", "--efi-boot", "tool.efi"];

        Assert.False(Tables([.. starts]).HasMbr);
        Assert.Equal((BootCodeKind.Message, true), Kind("--hybrid"));
        Assert.Equal((BootCodeKind.Other, true), Kind("--mbr", "mbr.bin"));
        Assert.Equal((BootCodeKind.Message, false), Kind("--no-gpt"));
        Assert.Equal((BootCodeKind.Other, false), Kind("--mbr", "mbr.bin", "--no-gpt", "--hybrid"));

        (BootCodeKind Code, bool HasGpt) Kind(params string[] options)
        {
            PartitionTables tables = Tables([.. starts, .. options]);
            return (tables.BootCode, tables.Gpt is not null);
        }

        PartitionTables Tables(params string[] arguments)
        {
            using IsoImage image = IsoImage.Open(Isobuild.Create(folder, arguments));
            return image.PartitionTables;
        }
    }

    /// <summary>A partition that is appended, and that of the image itself, which is an image when it is copied out.</summary>
    [Fact]
    public void Partitions_are_what_is_said_of_them()
    {
        EveryBoot.WriteContent(folder);
        string path = Isobuild.Create(folder, "out", "--append-partition", "3,0x0c,data.img", "--boot-bios", "partition=3,platform=mac", "--partition-offset", "16", "--iso-partition-type", "0x83", "--no-gpt", "--mbr", "none");

        using IsoImage image = IsoImage.Open(path);
        Assert.Equal([(1, (byte)0x83, 64L), (3, (byte)0x0C, image.Boot!.Entries[0].Sector * 4)], image.PartitionTables.Mbr.Select(partition => (partition.Number, partition.Type, partition.FirstBlock)));
        string part = folder.Write("part.iso", File.ReadAllBytes(path)[(16 * 2048)..]);
        Assert.Contains("/docs/old.txt", Isobuild.Run(folder, "list", part).EnsureSuccess().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_later_session_alone_is_read_where_it_is_said_to_begin()
    {
        EveryBoot.WriteContent(folder);
        string path = Isobuild.Create(folder, "out", "--session-start", "45000", "--system-area", "mbr.bin");

        Assert.Equal(BootFiles.Code(300), File.ReadAllBytes(path)[..300]);
        Assert.NotEqual(0, Isobuild.Run(folder, "list", path).ExitCode);
        Assert.Contains("/docs/old.txt", Isobuild.Run(folder, "list", path, "--session-start", "45000").EnsureSuccess().Output, StringComparison.Ordinal);
        Assert.Equal("old", Isobuild.Run(folder, "cat", path, "docs/old.txt", "--session-start", "45000").EnsureSuccess().Output.Trim());
        Isobuild.Run(folder, "inspect", path, "--session-start", "45000").EnsureSuccess();
        Isobuild.Run(folder, "extract", path, "-o", "copy", "--session-start", "45000").EnsureSuccess();
        Assert.Equal("old", File.ReadAllText(folder.Combine("copy/docs/old.txt")));
    }

    [Theory]
    [InlineData("--append-partition", "2,0xef", "is not a partition")]
    [InlineData("--append-partition", "2,fat,a.img", "has the type 'fat'")]
    [InlineData("--boot-uefi", "partition=x", "partition=2")]
    [InlineData("--boot-bios", "source=", "names no boot image")]
    [InlineData("--partition-offset", "15", "is not a partition offset")]
    [InlineData("--iso-partition-type", "ef", "is not a partition type")]
    [InlineData("--session-start", "-1", "is not a sector")]
    [InlineData("--volume-date", "2024130203040567", "is not a date")]
    public void Wrong_words_are_wrong_usage(string option, string value, string said)
    {
        folder.Write("out/a.txt", "a");
        CommandResult result = Isobuild.Run(folder, "create", "out", "-o", "x.iso", option, value);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(said, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_loaders_that_are_found_is_told_what_is_done_with_them_unless_quiet()
    {
        BootFiles.Write(folder, "in/isolinux/isolinux.bin", BootFiles.Code(4096));
        BootFiles.Write(folder, "in/boot/grub/i386-pc/eltorito.img", BootFiles.Code(4096));
        BootFiles.Write(folder, "in/EFI/BOOT/BOOTX64.EFI", BootFiles.EfiProgram());

        BootFiles.Write(folder, "in/isolinux/isohdpfx.bin", BootFiles.Code(432));

        CommandResult found = Isobuild.Run(folder, "create", "in", "-o", "a.iso", "--boot", "auto", "--hybrid").EnsureSuccess();

        string[] lines = found.Error.TrimEnd().Split('\n');
        Assert.Contains("info ISOB1150: /isolinux/isolinux.bin: ISOLINUX: BIOS machines boot from it: no emulation, 4 virtual sectors loaded, boot info table.", lines);
        Assert.Contains(lines, line => line.StartsWith("info ISOB1150: /EFI/BOOT: ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("info ISOB1152: /boot/grub/i386-pc/eltorito.img: The content also has GRUB 2", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("info ISOB1150: /isolinux/isohdpfx.bin: Found beside the boot loader: the MBR boot code", StringComparison.Ordinal));
        using (IsoImage image = IsoImage.Open(folder.Combine("a.iso")))
        {
            Assert.Equal((BootCodeKind.Other, true), (image.PartitionTables.BootCode, image.PartitionTables.Gpt is not null));
            Assert.Equal([BootPlatform.Bios, BootPlatform.Uefi], image.Boot!.Entries.Select(entry => entry.Platform));
            Assert.Equal(BootPatchState.Right, image.Boot.Entries[0].BootInfoTable);
        }

        Assert.Equal("", Isobuild.Run(folder, "create", "in", "-o", "a.iso", "--boot", "auto", "--hybrid", "-q").EnsureSuccess().Error);
        Isobuild.Run(folder, "create", "in", "-o", "a.iso", "--boot", "GRUB", "-q").EnsureSuccess();
        using (IsoImage image = IsoImage.Open(folder.Combine("a.iso")))
        {
            Assert.Equal("/boot/grub/i386-pc/eltorito.img", image.Boot!.Entries[0].Path);
        }
    }

    /// <summary>Debian's isolinux: its code looks for isolinux.bin where the record says, in blocks of 512 bytes.</summary>
    [ToolFact("/usr/lib/ISOLINUX/isohdpfx.bin")]
    public void Code_beside_a_boot_image_that_was_named_is_used()
    {
        foreach (string name in (string[])["isolinux.bin", "isohdpfx.bin"])
        {
            BootFiles.Write(folder, "in/isolinux/" + name, File.ReadAllBytes("/usr/lib/ISOLINUX/" + name));
        }

        BootFiles.Write(folder, "tool.efi", BootFiles.EfiProgram());
        string[] arguments = ["create", "in", "-o", "a.iso", "--boot-bios", "isolinux/isolinux.bin,boot-info-table", "--efi-boot", "tool.efi", "--hybrid"];
        CommandResult made = Isobuild.Run(folder, arguments).EnsureSuccess();
        Assert.Contains("info ISOB1150: /isolinux/isohdpfx.bin: Found beside the boot loader", made.Error, StringComparison.Ordinal);
        byte[] image = File.ReadAllBytes(folder.Combine("a.iso"));
        Assert.Equal(File.ReadAllBytes("/usr/lib/ISOLINUX/isohdpfx.bin").AsSpan(), image.AsSpan(0, 432));
        int loader = (int)BitConverter.ToInt64(image, 432) * 512;
        Assert.Equal(File.ReadAllBytes(folder.Combine("in/isolinux/isolinux.bin")).AsSpan(64), image.AsSpan(loader + 64, 38912 - 64));

        Assert.DoesNotContain("ISOB1126", Isobuild.Run(folder, [.. arguments, "--mbr", "none"]).EnsureSuccess().Error, StringComparison.Ordinal);
        using (IsoImage without = IsoImage.Open(folder.Combine("a.iso")))
        {
            Assert.Equal(BootCodeKind.Message, without.PartitionTables.BootCode);
        }

        File.Delete(folder.Combine("in/isolinux/isohdpfx.bin"));
        CommandResult warned = Isobuild.Run(folder, [.. arguments, "-q"]).EnsureSuccess();
        Assert.StartsWith("warning ISOB1126: hybrid: ", warned.Error, StringComparison.Ordinal);
        Assert.Contains("only in UEFI mode", warned.Error, StringComparison.Ordinal);
    }

    /// <summary>The command that the message has makes what is missing.</summary>
    [ToolFact("grub-mkimage", "sh", "/usr/lib/grub/i386-pc/moddep.lst")]
    public void Grub_as_Debian_packs_it_is_told_how_to_become_bootable()
    {
        folder.Write("in/boot/grub/i386-pc/normal.mod", "a module");
        BootFiles.Write(folder, "in/EFI/BOOT/BOOTX64.EFI", BootFiles.EfiProgram());
        CommandResult told = Isobuild.Run(folder, "create", "in", "-o", "a.iso", "--boot", "grub", "-q").EnsureSuccess();
        Assert.StartsWith("warning ISOB1153: /boot/grub/i386-pc: ", told.Error, StringComparison.Ordinal);

        string command = told.Error[told.Error.IndexOf("grub-mkimage", StringComparison.Ordinal)..].TrimEnd();
        CommandLine.Run("sh", ["-c", command], folder.Combine("in")).EnsureSuccess();
        Assert.Equal("", Isobuild.Run(folder, "create", "in", "-o", "a.iso", "--boot", "grub", "-q").EnsureSuccess().Error);
        using IsoImage image = IsoImage.Open(folder.Combine("a.iso"));
        Assert.Equal("/boot/grub/i386-pc/eltorito.img", image.Boot!.Entries[0].Path);
    }

    [Fact]
    public void A_loader_that_is_missing_is_told_and_one_that_was_named_makes_no_image()
    {
        folder.Write("in/readme.txt", "nothing starts here");

        CommandResult warned = Isobuild.Run(folder, "create", "in", "-o", "a.iso", "--boot", "auto").EnsureSuccess();
        Assert.StartsWith("warning ISOB1151: boot loader: The content has no known boot loader", warned.Error, StringComparison.Ordinal);

        CommandResult refused = Isobuild.Run(folder, "create", "in", "-o", "b.iso", "--boot", "isolinux");
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("error ISOB1151: Isolinux: ", refused.Error, StringComparison.Ordinal);
        Assert.Contains("isolinux/isolinux.bin", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.Combine("b.iso")));

        CommandResult nothing = Isobuild.Run(folder, "create", "in", "-o", "b.iso", "--boot-bios", "isolinux/isolinux.bin");
        Assert.Equal(1, nothing.ExitCode);
        Assert.StartsWith("error ISOB1100: isolinux/isolinux.bin: ", nothing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_commands_that_look_at_images_speak_of_it_and_the_image_is_made_again()
    {
        EveryBoot.WriteContent(folder);
        string[] options = ["out", "--boot-bios", "boot/loader.bin,boot-info-table", "--efi-boot", "tool.efi", "--mbr", "mbr.bin"];
        Isobuild.Create(folder, options);

        string inspected = Isobuild.Run(folder, "inspect", "a.iso").EnsureSuccess().Output;
        Assert.Contains("/boot/loader.bin", inspected, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(Isobuild.Run(folder, "inspect", "a.iso", "--json").EnsureSuccess().Output);
        Assert.True(json.RootElement.TryGetProperty("partitions", out JsonElement partitions) && partitions.GetArrayLength() > 0);
        Isobuild.Run(folder, "verify", "a.iso", "--for", "bios,uefi").EnsureSuccess();
        Isobuild.Run(folder, ["verify", "a.iso", "--reproducible", .. options]).EnsureSuccess();
        CommandResult other = Isobuild.Run(folder, ["verify", "a.iso", "--reproducible", .. options, "--boot-load-size", "9"]);
        Assert.Equal(1, other.ExitCode);
    }

    public void Dispose() => folder.Dispose();
}
