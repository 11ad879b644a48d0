using Cake.Core;
using Cake.Core.Diagnostics;
using IsoBuild;
using IsoBuild.Content;
using IsoBuild.ElTorito;
using IsoBuild.Machines;
using IsoBuild.Partitions;
using IsoBuild.Reading;

namespace Cake.IsoBuild.Tests;

/// <summary>Images that start machines, and images that start from other images.</summary>
public sealed class BootTests : IDisposable
{
    private readonly FakeCake cake = new();

    public BootTests() => EveryBoot.WriteContent(cake.WorkingDirectory.FullPath);

    public void Dispose() => cake.Dispose();

    [Fact]
    public void Every_setting_reaches_the_image_and_is_the_librarys()
    {
        IsoBuildSettings settings = new IsoBuildSettings()
            .WithVolumeId("STARTS")
            .WithTimestamp(EveryBoot.Timestamp)
            .WithUdf()
            .WithBootEntry(new BootEntry { ImagePath = "boot/loader.bin", LoadSize = 6, LoadSegment = 0x1000, BootInfoTable = true, GrubBootInfo = true, Id = "TESTS" })
            .WithBootEntry(new BootEntry { ImagePath = "boot/floppy.img", Emulation = BootEmulation.Floppy12, IsBootable = false, SelectionType = 1, SelectionCriteria = new byte[] { 0x0A, 0x0B } })
            .WithBootEntry(new BootEntry { ImagePath = "boot/ppc.bin", Platform = BootPlatform.PowerPc, LoadSize = BootEntry.WholeImage })
            .WithBootEntry(new BootEntry { ImagePath = "boot/s390x.img", Kernel = "kernel", Initrd = "initrd", CommandLine = "console=ttysclp0 a,b" })
            .WithBootEntry(new BootEntry { ImageSource = "mac.bin", Platform = BootPlatform.Mac })
            .WithBootEntry(new BootEntry { AppendedPartition = 7, Platform = BootPlatform.Mac })
            .WithPartition(7, PartitionType.Of(0x0C), "data.img")
            .WithEfiBoot((Core.IO.FilePath)"tool.efi")
            .WithEfiBoot((Core.IO.DirectoryPath)"esp", "EFI")
            .WithLoader(Machine.Arm64, "arm64.efi")
            .WithBootCatalog("boot/boot.cat")
            .WithEfiImage("boot/efi.img")
            .WithEfiFilesInTree()
            .WithHybrid("mbr.bin", gpt: true)
            .WithIsoPartitionType(PartitionType.Of(0x83));

        cake.IsoBuild("out", "starts.iso", settings);
        cake.IsoBuild("new", "again.iso", new IsoBuildSettings().WithBaseImage("starts.iso").Removing("docs/old.txt").WithVolumeId("STARTS_AGAIN"));

        byte[] expected = EveryBoot.Make(cake.WorkingDirectory.FullPath, cake.Path("library.iso"));
        Assert.True(expected.AsSpan().SequenceEqual(File.ReadAllBytes(cake.Path("starts.iso"))), "The addin's image differs from the library's.");
        byte[] again = EveryBoot.MakeFrom(cake.Path("library.iso"), cake.WorkingDirectory.FullPath, cake.Path("library-again.iso"));
        Assert.True(again.AsSpan().SequenceEqual(File.ReadAllBytes(cake.Path("again.iso"))), "The addin's image from a base differs from the library's.");

        using IsoImage image = IsoImage.Open(cake.Path("starts.iso"));
        BootCatalogInfo catalog = image.Boot!;
        Assert.Equal(("/boot/boot.cat", "TESTS"), (catalog.Path, catalog.Id));
        Assert.Equal(["/boot/loader.bin", "/boot/efi.img", "/boot/floppy.img", "/boot/s390x.img", "/boot/ppc.bin", null, null], catalog.Entries.Select(entry => entry.Path));
        Assert.Equal((BootCodeKind.Other, true), (image.PartitionTables.BootCode, image.PartitionTables.Gpt is not null));
    }

    [Fact]
    public void The_absence_of_boot_code_is_a_warning_unless_it_is_intended()
    {
        IsoBuildSettings Settings() => new IsoBuildSettings().WithVolumeId("CODE").WithBootEntry(new BootEntry { ImagePath = "boot/loader.bin" });
        cake.IsoBuild("out", "without.iso", Settings().WithHybrid());
        Assert.Single(cake.SaidAt(LogLevel.Warning), line => line.Contains("ISOB1126", StringComparison.Ordinal));
        cake.IsoBuild("out", "none.iso", Settings().WithHybrid(gpt: false).WithoutBootCode());
        Assert.Single(cake.SaidAt(LogLevel.Warning), line => line.Contains("ISOB1126", StringComparison.Ordinal));
        Assert.True(File.ReadAllBytes(cake.Path("without.iso")).AsSpan().SequenceEqual(File.ReadAllBytes(cake.Path("none.iso"))));
    }

    [Fact]
    public void The_log_tells_which_loader_was_found_and_what_is_done_with_it()
    {
        BootFiles.Write(cake.Path("in"), "isolinux/isolinux.bin", BootFiles.Code(4096));
        BootFiles.Write(cake.Path("in"), "boot/grub/i386-pc/eltorito.img", BootFiles.Code(4096));

        cake.IsoBuild("in", "auto.iso", new IsoBuildSettings().WithBootLoader());
        cake.IsoBuild("in", "grub.iso", new IsoBuildSettings().WithBootLoader(BootLoader.Grub));

        string[] said = cake.SaidAt(LogLevel.Information);
        Assert.Contains("info ISOB1150: /isolinux/isolinux.bin: ISOLINUX: BIOS machines boot from it: no emulation, 4 virtual sectors loaded, boot info table.", said);
        Assert.Contains(said, line => line.StartsWith("info ISOB1152: /boot/grub/i386-pc/eltorito.img: ", StringComparison.Ordinal));
        Assert.Equal(("/isolinux/isolinux.bin", "/boot/grub/i386-pc/eltorito.img"), (First("auto.iso"), First("grub.iso")));
        CakeException failure = Assert.Throws<CakeException>(() => cake.IsoBuild("new", "none.iso", new IsoBuildSettings().WithBootLoader(BootLoader.Isolinux)));
        Assert.StartsWith("ISOB1151: Isolinux: ", failure.Message, StringComparison.Ordinal);
        Assert.False(cake.Exists("none.iso"));

        string? First(string path)
        {
            using IsoImage image = IsoImage.Open(cake.Path(path));
            return image.Boot!.Entries[0].Path;
        }
    }

    [Fact]
    public void What_nobody_sets_is_as_in_the_base_and_the_image_may_take_its_place()
    {
        IsoBuildSettings settings = new IsoBuildSettings().WithVolumeId("OF_THE_BASE").WithPublisher("SOMEBODY").WithIsoLevel(1).WithFormats(ImageFormats.Iso9660 | ImageFormats.Udf).WithTimestamp("2001-02-03T04:05:06Z");
        cake.IsoBuild("out/docs", "base.iso", settings);
        File.Copy(cake.Path("base.iso"), cake.Path("same.iso"));

        cake.IsoBuild("new", "next.iso", new IsoBuildSettings().WithBaseImage("base.iso").Removing("old.txt"));
        cake.IsoBuild("new", "same.iso", new IsoBuildSettings().WithBaseImage("same.iso").Removing("old.txt"));

        using IsoImage before = IsoImage.Open(cake.Path("base.iso"));
        using IsoImage after = IsoImage.Open(cake.Path("next.iso"));
        Assert.Equal(before.Layout.Volume, after.Layout.Volume);
        Assert.Equal(["/added.txt", "/docs/stays.txt", "/stays.txt"], Image.Files(cake.Path("next.iso")));
        Assert.Equal(File.ReadAllBytes(cake.Path("next.iso")), File.ReadAllBytes(cake.Path("same.iso")));
        Assert.StartsWith("ISOB1160: ", Assert.Throws<CakeException>(() => cake.IsoBuild("new", "x.iso", new IsoBuildSettings().WithBaseImage("gone.iso"))).Message, StringComparison.Ordinal);
        Assert.StartsWith("ISOB1011: *.txt: ", Assert.Throws<CakeException>(() => cake.IsoBuild("new", "x.iso", new IsoBuildSettings().Removing("*.txt"))).Message, StringComparison.Ordinal);
    }
}
