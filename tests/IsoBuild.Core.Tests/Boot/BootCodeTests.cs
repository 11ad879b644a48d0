using IsoBuild.Core.Tests.Partitions;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Partitions;

namespace IsoBuild.Core.Tests.Boot;

/// <summary>The code of the master boot record that lies beside the boot image, for entries that are added explicitly.</summary>
public sealed class BootCodeTests
{
    private const string Isolinux = "isolinux/isolinux.bin";
    private const string Grub = "boot/grub/i386-pc/eltorito.img";

    [Theory]
    [InlineData(Isolinux, "isolinux/isohdpfx.bin", true)]
    [InlineData(Isolinux, "isolinux/isohdppx.bin", false)]
    [InlineData("ISOLINUX/ISOLINUX.BIN", "ISOLINUX/ISOHDPFX.BIN", true)]
    [InlineData("isolinux.bin", "isohdpfx.bin", false)]
    public void Isolinux_gets_the_code_beside_it(string loader, string code, bool hasEfi)
    {
        ImageBuilder builder = Builder(loader, hasEfi).AddFile(code, HybridTests.IsolinuxCode);
        using IsoImage image = IsoImage.Open(new MemoryStream(builder.ToBytes()));
        Assert.Equal((BootCodeKind.Isolinux, hasEfi), (image.PartitionTables.BootCode, image.PartitionTables.Gpt is not null));

        // isohdpfx.S: blocks of 512 bytes.
        Assert.Equal(image.Boot!.Entries[0].Sector * 4, (long)image.PartitionTables.BootAddress!.Value);
        Assert.Null(Told(builder));
    }

    [Theory]
    [InlineData(Grub, "boot/grub/i386-pc/boot_hybrid.img")]
    [InlineData("boot/grub/bios.img", "boot/grub/i386-pc/boot_hybrid.img")]
    public void Grub_gets_the_code_beside_it_and_in_its_folder(string loader, string code)
    {
        ImageBuilder builder = Builder(loader, isGrub: true).AddFile(code, HybridTests.GrubCode);
        using IsoImage image = IsoImage.Open(new MemoryStream(builder.ToBytes()));
        Assert.Equal(BootCodeKind.Grub, image.PartitionTables.BootCode);

        // boot_hybrid.S: what comes behind the first sector of 2048 bytes.
        Assert.Equal((image.Boot!.Entries[0].Sector * 4) + 4, (long)image.PartitionTables.BootAddress!.Value);
        Assert.Null(Told(builder));
    }

    [Fact]
    public void Code_that_is_named_comes_first()
    {
        ImageBuilder builder = Builder(Isolinux, hybrid: new HybridOptions { BootCode = new byte[] { 0xEB, 0xFE } }).AddFile("isolinux/isohdpfx.bin", HybridTests.IsolinuxCode);
        using IsoImage image = IsoImage.Open(new MemoryStream(builder.ToBytes()));
        Assert.Equal(BootCodeKind.Other, image.PartitionTables.BootCode);
    }

    /// <summary>The image is what it is when there is nothing to find, and nothing is said.</summary>
    [Fact]
    public void None_is_none()
    {
        ImageBuilder builder = Builder(Isolinux, hybrid: new HybridOptions { NoBootCode = true }).AddFile("isolinux/isohdpfx.bin", HybridTests.IsolinuxCode);
        using IsoImage image = IsoImage.Open(new MemoryStream(builder.ToBytes()));
        Assert.Equal(BootCodeKind.Message, image.PartitionTables.BootCode);
        Assert.Null(Told(builder));
        Assert.Equal(new HybridOptions { NoBootCode = true }, new HybridOptions().WithBootCode("None"));
        Assert.Equal(new HybridOptions { BootCodePath = "./none" }, new HybridOptions().WithBootCode("./none"));
        Diagnostic twice = Assert.Single(Builder(Isolinux, hybrid: new HybridOptions { NoBootCode = true, BootCodePath = "a" }).Plan().Diagnostics, told => told.Severity == DiagnosticSeverity.Error);
        Assert.Equal(DiagnosticId.BootCodeTwice, twice.Id);
    }

    [Theory]
    [InlineData(true, "only in UEFI mode")]
    [InlineData(false, "BIOS machines do not boot from USB sticks and disks")]
    public void Its_absence_is_a_warning(bool hasEfi, string expected)
    {
        Diagnostic told = Told(Builder(Isolinux, hasEfi))!;
        Assert.Equal(DiagnosticSeverity.Warning, told.Severity);
        Assert.Contains(expected, told.Message, StringComparison.Ordinal);
        Assert.Contains("/isolinux/isolinux.bin", told.Message, StringComparison.Ordinal);
    }

    /// <summary>What would stop at the first instruction is not used, and it is said why.</summary>
    [Fact]
    public void Code_that_does_not_belong_to_the_image_is_not_used()
    {
        ImageBuilder grub = Builder(Grub).AddFile("boot/grub/i386-pc/boot_hybrid.img", HybridTests.GrubCode);
        Assert.Contains("/boot/grub/i386-pc/boot_hybrid.img is not used: ", Told(grub)!.Message, StringComparison.Ordinal);
        Assert.Contains("GRUB's boot info", Told(grub)!.Message, StringComparison.Ordinal);
        ImageBuilder zeros = Builder(Isolinux).AddFile("isolinux/isohdpfx.bin", new byte[432]);
        Assert.Contains("/isolinux/isohdpfx.bin is not used: It has no code", Told(zeros)!.Message, StringComparison.Ordinal);
        ImageBuilder large = Builder(Isolinux).AddFile("isolinux/isohdpfx.bin", new byte[513]);
        Assert.DoesNotContain("is not used", Told(large)!.Message, StringComparison.Ordinal);

        using IsoImage image = IsoImage.Open(new MemoryStream(grub.ToBytes()));
        Assert.Equal(BootCodeKind.Message, image.PartitionTables.BootCode);
        using IsoImage second = IsoImage.Open(new MemoryStream(Builder(Isolinux).AddFile("isolinux/isohdpfx.bin", HybridTests.GrubCode).AddFile("isolinux/isohdppx.bin", HybridTests.IsolinuxCode).ToBytes()));
        Assert.Equal(BootCodeKind.Isolinux, second.PartitionTables.BootCode);
    }

    /// <summary>Firmware emulates no disk from a disk.</summary>
    [Fact]
    public void A_floppy_boots_from_discs_alone()
    {
        ImageBuilder builder = new ImageBuilder(Images.Small with { Hybrid = new HybridOptions() })
            .AddFile("floppy.img", new byte[1_474_560])
            .AddBootEntry(new BootEntry { ImagePath = "floppy.img", Emulation = BootEmulation.Floppy144 });
        Assert.Contains("floppy.img is booted with emulation", Told(builder)!.Message, StringComparison.Ordinal);
    }

    /// <summary>Our own code in a base boots nothing, and gives way; another's stays.</summary>
    [Fact]
    public void A_base_without_code_gets_what_lies_beside()
    {
        using TempDirectory temp = new();
        string path = temp.Combine("base.iso");
        Builder(Isolinux, hasEfi: true).Write(path).EnsureSuccess();
        ImageBuilder Based(HybridOptions? hybrid) => new ImageBuilder()
            .BasedOn(path, new BaseImageOptions { Options = kept => hybrid is null ? kept : kept with { Hybrid = hybrid } })
            .AddFile("isolinux/isohdpfx.bin", HybridTests.IsolinuxCode);

        Assert.Equal(BootCodeKind.Message, KindOf(Based(null)));
        Assert.Equal(DiagnosticSeverity.Info, Told(Based(null))!.Severity);
        Assert.Equal(BootCodeKind.Isolinux, KindOf(Based(new HybridOptions())));
        Assert.Equal(BootCodeKind.Message, KindOf(Based(new HybridOptions { NoBootCode = true })));

        string coded = temp.Combine("coded.iso");
        Based(new HybridOptions()).Write(coded).EnsureSuccess();
        ImageBuilder without = new ImageBuilder().BasedOn(coded, new BaseImageOptions { Options = kept => kept with { Hybrid = new HybridOptions { NoBootCode = true } } });
        Assert.Equal((BootCodeKind.Message, null), (KindOf(without), Told(without)));

        static BootCodeKind KindOf(ImageBuilder builder)
        {
            using IsoImage image = IsoImage.Open(new MemoryStream(builder.ToBytes()));
            return image.PartitionTables.BootCode;
        }
    }

    private static Diagnostic? Told(ImageBuilder builder) => builder.Plan().Diagnostics.SingleOrDefault(told => told.Id == DiagnosticId.BootCodeMissing);

    private static ImageBuilder Builder(string loader, bool hasEfi = false, bool isGrub = false, HybridOptions? hybrid = null)
    {
        byte[] image = BootImagesOfTests.Loader(5000);
        HybridTests.IsolinuxMark.CopyTo(image, 0x40);
        ImageBuilder builder = new ImageBuilder(Images.Small with { Hybrid = hybrid ?? new HybridOptions() })
            .AddFile(loader, image)
            .AddBootEntry(new BootEntry { ImagePath = loader, BootInfoTable = true, GrubBootInfo = isGrub });
        return hasEfi ? builder.AddEfiBoot("", BootImagesOfTests.EfiProgram()) : builder;
    }
}
