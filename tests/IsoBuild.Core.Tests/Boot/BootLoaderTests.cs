using System.Text;
using IsoBuild.Booting;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;

namespace IsoBuild.Core.Tests.Boot;

/// <summary>Where the makers of boot loaders, and distributions, put their files.</summary>
public class BootLoaderTests
{
    private readonly DiagnosticBag diagnostics = new();

    [Theory]
    [InlineData("isolinux/isolinux.bin", null, true, false)]
    [InlineData("BOOT/ISOLINUX/ISOLINUX.BIN", null, true, false)]
    [InlineData("boot/grub/i386-pc/eltorito.img", null, true, true)]
    [InlineData("boot/limine/limine-bios-cd.bin", null, true, false)]
    [InlineData("boot/etfsboot.com", 8, false, false)]
    public void A_loader_for_bios_is_told_what_it_wants(string path, int? loadSize, bool bootInfoTable, bool grubBootInfo)
    {
        FoundLoaders found = Find(BootLoader.Auto, path);

        BootEntry entry = Assert.Single(found.Entries);
        Assert.Equal(
            new BootEntry { ImagePath = "/" + path, LoadSize = loadSize, BootInfoTable = bootInfoTable, GrubBootInfo = grubBootInfo },
            entry);
        Assert.Equal(DiagnosticId.BootLoaderFound, Assert.Single(diagnostics.ToList()).Id);
    }

    [Theory]
    [InlineData("efi/microsoft/boot/efisys.bin")]
    [InlineData("boot/grub/efi.img")]
    [InlineData("images/efiboot.img")]
    [InlineData("boot/limine/limine-uefi-cd.bin")]
    public void A_partition_for_uefi_is_taken_as_it_is(string path)
    {
        FoundLoaders found = Find(BootLoader.Auto, path, "EFI/BOOT/BOOTX64.EFI");

        Assert.Equal(
            new BootEntry { ImagePath = "/" + path, Platform = BootPlatform.Uefi, LoadSize = BootEntry.WholeImage },
            Assert.Single(found.Entries));
        Assert.Empty(found.EfiContent);
    }

    [Fact]
    public void Of_a_loader_for_uefi_a_partition_is_made()
    {
        FoundLoaders found = Find(BootLoader.Auto, "EFI/BOOT/BOOTX64.EFI", "EFI/debian/grub.cfg", "other.txt");

        Assert.Empty(found.Entries);
        Assert.Equal(["EFI/BOOT/BOOTX64.EFI", "EFI/debian/grub.cfg"], found.EfiContent.Select(file => file.Target));
    }

    [Fact]
    public void Systemd_boot_takes_what_its_entries_name()
    {
        FoundLoaders found = Find(
            BootLoader.SystemdBoot,
            ("EFI/BOOT/BOOTX64.EFI", "x"),
            ("EFI/systemd/systemd-bootx64.efi", "x"),
            ("loader/loader.conf", "timeout 3\n"),
            ("loader/entries/one.conf", "title  One\nlinux  /linux/vmlinuz\ninitrd\t/linux/initrd\noptions quiet\n"),
            ("loader/entries/two.conf", "linux /linux/vmlinuz\ninitrd /gone\n"),
            ("linux/vmlinuz", "x"),
            ("linux/initrd", "x"),
            ("linux/other", "x"));

        Assert.Equal(
            [
                "EFI/BOOT/BOOTX64.EFI", "EFI/systemd/systemd-bootx64.efi", "loader/entries/one.conf", "loader/entries/two.conf", "loader/loader.conf",
                "linux/vmlinuz", "linux/initrd",
            ],
            found.EfiContent.Select(file => file.Target));
        Diagnostic gone = Assert.Single(diagnostics.ToList(), diagnostic => diagnostic.Id == DiagnosticId.BootLoaderIncomplete);
        Assert.Equal("/loader/entries/two.conf", gone.Item);
        Assert.Contains("/gone", gone.Message, StringComparison.Ordinal);
    }

    /// <summary>The keys of type 1 of the Boot Loader Specification that name files. A path goes to the end of its line.</summary>
    [Theory]
    [InlineData("linux /a b/linux", "/a b/linux")]
    [InlineData("  initrd\t/initrd  ", "/initrd")]
    [InlineData("efi /shell.efi", "/shell.efi")]
    [InlineData("uki /uki.efi", "/uki.efi")]
    [InlineData("devicetree /a.dtb", "/a.dtb")]
    [InlineData("devicetree-overlay /a.dtbo  /b.dtbo", "/a.dtbo;/b.dtbo")]
    [InlineData("extra /a.cred", "/a.cred")]
    [InlineData("uki-url https://example.org/uki.efi", "")]
    [InlineData("title linux", "")]
    [InlineData("#linux /a", "")]
    [InlineData("# linux /a", "")]
    [InlineData("linux", "")]
    [InlineData("", "")]
    public void Lines_of_entries_name_files(string line, string expected) => Assert.Equal(expected, string.Join(';', LoaderEntry.PathsIn(line)));

    [Fact]
    public void Each_kind_of_machine_has_one_loader()
    {
        FoundLoaders found = Find(BootLoader.Auto, "isolinux/isolinux.bin", "isolinux/isohdpfx.bin", "boot/grub/i386-pc/eltorito.img", "boot/grub/i386-pc/boot_hybrid.img", "boot/grub/efi.img");

        Assert.Equal(["/isolinux/isolinux.bin", "/boot/grub/efi.img"], found.Entries.Select(entry => entry.ImagePath));
        Assert.Equal("/isolinux/isohdpfx.bin", found.BootCode?.Path);
        Assert.Equal(DiagnosticId.BootLoaderPassedOver, Assert.Single(diagnostics.ToList(), diagnostic => diagnostic.Item == "/boot/grub/i386-pc/eltorito.img").Id);
    }

    [Fact]
    public void A_loader_that_is_asked_for_comes_before_others()
    {
        FoundLoaders found = Find(BootLoader.Grub, "isolinux/isolinux.bin", "boot/grub/i386-pc/eltorito.img", "boot/grub/i386-pc/boot_hybrid.img", "boot/grub/efi.img");

        Assert.Equal(["/boot/grub/i386-pc/eltorito.img", "/boot/grub/efi.img"], found.Entries.Select(entry => entry.ImagePath));
        Assert.Equal("/boot/grub/i386-pc/boot_hybrid.img", found.BootCode?.Path);
    }

    [Fact]
    public void What_entries_by_hand_name_is_not_looked_for()
    {
        ContentTreeBuilder content = Tree(("isolinux/isolinux.bin", "x"), ("boot/grub/efi.img", "x"));

        Assert.Equal("/boot/grub/efi.img", Assert.Single(new BootLoaderFinder(content, BootLoader.Auto, diagnostics).Find(needsBios: false, needsUefi: true).Entries).ImagePath);
        Assert.Equal("/isolinux/isolinux.bin", Assert.Single(new BootLoaderFinder(content, BootLoader.Auto, diagnostics).Find(needsBios: true, needsUefi: false).Entries).ImagePath);
        Assert.Empty(new BootLoaderFinder(content, BootLoader.Windows, diagnostics).Find(needsBios: false, needsUefi: false).Entries);
        Assert.DoesNotContain(diagnostics.ToList(), diagnostic => diagnostic.Severity != DiagnosticSeverity.Info);
    }

    [Theory]
    [InlineData(BootLoader.Isolinux, "isolinux/isolinux.bin")]
    [InlineData(BootLoader.Grub, "boot/grub/i386-pc/eltorito.img")]
    [InlineData(BootLoader.Limine, "boot/limine/limine-bios-cd.bin")]
    [InlineData(BootLoader.SystemdBoot, "EFI/BOOT/BOOTX64.EFI")]
    [InlineData(BootLoader.Windows, "boot/etfsboot.com")]
    public void A_loader_that_is_not_there_is_an_error_that_says_where_it_is_looked_for(BootLoader loader, string path)
    {
        Find(loader, "readme.txt", "isolinux/readme.txt");

        Diagnostic missing = Assert.Single(diagnostics.ToList());
        Assert.Equal((DiagnosticId.BootLoaderMissing, DiagnosticSeverity.Error), (missing.Id, missing.Severity));
        Assert.Contains(path, missing.Message, StringComparison.Ordinal);
    }

    /// <summary>As Debian packs GRUB: the boot image is made from the modules, and the message says how (grub-mkimage(1)).</summary>
    [Theory]
    [InlineData(BootLoader.Grub, true, DiagnosticId.BootLoaderIncomplete, DiagnosticSeverity.Warning)]
    [InlineData(BootLoader.Auto, true, DiagnosticId.BootLoaderIncomplete, DiagnosticSeverity.Warning)]
    [InlineData(BootLoader.Grub, false, DiagnosticId.BootLoaderMissing, DiagnosticSeverity.Error)]
    [InlineData(BootLoader.Auto, false, DiagnosticId.BootLoaderIncomplete, DiagnosticSeverity.Warning)]
    public void Grubs_modules_without_its_boot_image(BootLoader loader, bool hasEfi, DiagnosticId id, DiagnosticSeverity severity)
    {
        string[] modules = ["boot/grub2/i386-pc/normal.mod", "boot/grub2/i386-pc/iso9660.mod"];
        Find(loader, hasEfi ? [.. modules, "EFI/BOOT/BOOTX64.EFI"] : modules);

        Diagnostic told = Assert.Single(diagnostics.ToList(), diagnostic => diagnostic.Id != DiagnosticId.BootLoaderFound);
        Assert.Equal((id, severity, "/boot/grub2/i386-pc"), (told.Id, told.Severity, told.Item));
        Assert.Contains("grub-mkimage -O i386-pc-eltorito -p /boot/grub2 -o boot/grub2/i386-pc/eltorito.img biosdisk iso9660 ", told.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BootLoader.Auto, "isolinux/isolinux.bin")]
    [InlineData(BootLoader.Grub, "boot/grub/i386-pc/eltorito.img")]
    [InlineData(BootLoader.SystemdBoot, "loader/loader.conf")]
    public void Grubs_modules_beside_what_boots(BootLoader loader, string other)
    {
        Find(loader, "boot/grub/i386-pc/normal.mod", "EFI/BOOT/BOOTX64.EFI", other);
        Assert.All(diagnostics.ToList(), diagnostic => Assert.Equal(DiagnosticSeverity.Info, diagnostic.Severity));
    }

    [Fact]
    public void Content_without_any_loader_is_a_warning()
    {
        Assert.Empty(Find(BootLoader.Auto, "readme.txt").Entries);

        Diagnostic missing = Assert.Single(diagnostics.ToList());
        Assert.Equal((DiagnosticId.BootLoaderMissing, DiagnosticSeverity.Warning), (missing.Id, missing.Severity));
    }

    [Fact]
    public void Nothing_is_looked_for_unless_asked()
    {
        Assert.Empty(Find(BootLoader.None, "isolinux/isolinux.bin").Entries);
        Assert.Empty(diagnostics.ToList());
    }

    private FoundLoaders Find(BootLoader loader, params string[] paths) => Find(loader, [.. paths.Select(path => (path, "x"))]);

    private FoundLoaders Find(BootLoader loader, params (string Path, string Content)[] files) =>
        new BootLoaderFinder(Tree(files), loader, diagnostics).Find(needsBios: true, needsUefi: true);

    private ContentTreeBuilder Tree(params (string Path, string Content)[] files)
    {
        ContentTreeBuilder builder = new(new DateRule(FileDates.Fixed, ImageTimestamp.Default), diagnostics);
        foreach ((string path, string content) in files)
        {
            string[] names = path.Split('/');
            builder.AddFile(builder.Directory(names.AsSpan()[..^1]), names[^1], new MemorySource(Encoding.UTF8.GetBytes(content)), options: null);
        }

        return builder;
    }
}
