using System.Text;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Machines;
using IsoBuild.Partitions;

namespace IsoBuild.Core.Tests.Boot;

/// <summary>Boot loaders for machines that have neither BIOS nor UEFI, found in the content.</summary>
public class OtherFirmwareTests
{
    private const string Text = "<boot-script>boot &device;:\\boot\\grub\\powerpc.elf</boot-script>";

    [Fact]
    public void A_tree_for_Open_Firmware_is_found_and_no_loader_is_missed()
    {
        ImageBuilder builder = Builder().AddFile("ppc/bootinfo.txt", Encoding.ASCII.GetBytes(Text)).AddFile("boot/grub/powerpc.elf", BootImagesOfTests.PowerPcProgram());
        Diagnostic told = Assert.Single(builder.Plan().Diagnostics);
        Assert.Equal((DiagnosticId.BootLoaderFound, "/ppc/bootinfo.txt"), (told.Id, told.Item));
        Assert.Equal([Machine.Ppc64le, Machine.Ppc64le], Machines(builder));
    }

    [Theory]
    [InlineData("boot/grub/powerpc.elf")]
    [InlineData("BOOT/CORE.ELF")]
    [InlineData("grub.elf")]
    public void The_text_is_made_where_it_is_missing(string loader)
    {
        ImageBuilder builder = Builder().AddFile(loader, BootImagesOfTests.PowerPcProgram());
        Diagnostic told = Assert.Single(builder.Plan().Diagnostics);
        Assert.Equal((DiagnosticId.BootLoaderFound, "/" + loader), (told.Id, told.Item));
        Assert.Equal([Machine.Ppc64le, Machine.Ppc64le], Machines(builder));
        Assert.Equal(builder.ToBytes(), builder.ToBytes());
    }

    [Theory]
    [InlineData("nothing", "boot/grub/powerpc.elf", "names no boot loader")]
    [InlineData(Text, "boot/powerpc.elf", "/boot/grub/powerpc.elf, which is not in the content")]
    public void A_text_that_leads_nowhere(string text, string loader, string expected)
    {
        Diagnostic[] told = [.. Builder().AddFile("ppc/bootinfo.txt", Encoding.ASCII.GetBytes(text)).AddFile(loader, BootImagesOfTests.PowerPcProgram()).Plan().Diagnostics];
        Assert.Equal([DiagnosticId.BootLoaderIncomplete, DiagnosticId.BootLoaderMissing], told.Select(each => each.Id));
        Assert.Contains(expected, told[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_for_other_machines_is_no_loader()
    {
        Assert.Equal([DiagnosticId.BootLoaderMissing], Builder().AddFile("boot/grub/powerpc.elf", new byte[100]).AddFile("images/cdboot.img", new byte[100]).Plan().Diagnostics.Select(told => told.Id));
        Assert.Equal([DiagnosticId.BootLoaderMissing], Builder().AddFile("boot/grub/powerpc.elf", new byte[1]).Plan().Diagnostics.Select(told => told.Id));
    }

    [Theory]
    [InlineData("images/cdboot.img")]
    [InlineData("boot/ubuntu.ikr")]
    [InlineData("boot/s390x/cd.ikr")]
    public void A_kernel_for_IBM_Z_gets_an_entry_beside_that_for_PCs(string kernel)
    {
        ImageBuilder builder = Builder().AddFile(kernel, BootImagesOfTests.S390Kernel()).AddFile("isolinux/isolinux.bin", BootImagesOfTests.Loader(3000));
        Assert.Equal([Machine.Bios, Machine.S390x, Machine.S390x], Machines(builder));
        Assert.All(builder.Plan().Diagnostics, told => Assert.Equal(DiagnosticId.BootLoaderFound, told.Id));
    }

    /// <summary>Its entry is the only one, and none that needs code for PCs in the master boot record.</summary>
    [Fact]
    public void A_kernel_for_IBM_Z_alone_needs_no_code_for_disks()
    {
        ImageBuilder builder = new ImageBuilder(Images.Small with { BootLoader = BootLoader.Auto, Hybrid = new HybridOptions() }).AddFile("boot/ubuntu.ikr", BootImagesOfTests.S390Kernel());
        Assert.Equal([DiagnosticId.BootLoaderFound], builder.Plan().Diagnostics.Select(told => told.Id));
        Assert.Equal([Machine.S390x, Machine.S390x], Machines(builder));
    }

    [Fact]
    public void Partition_tables_for_Open_Firmware_need_no_boot_entry()
    {
        ImageBuilder With(string path) => new ImageBuilder(Images.Small with { Hybrid = new HybridOptions() }).AddFile(path, Encoding.ASCII.GetBytes(Text));
        Assert.Empty(With("ppc/BootInfo.txt").Plan().Diagnostics);
        Assert.Contains("/ppc/bootinfo.txt", Assert.Single(With("ppc/other.txt").Plan().Diagnostics, told => told.Id == DiagnosticId.HybridWithoutBoot).Message, StringComparison.Ordinal);
        Assert.Single(With("ppc").Plan().Diagnostics, told => told.Id == DiagnosticId.HybridWithoutBoot);
    }

    private static ImageBuilder Builder() => new(Images.Small with { BootLoader = BootLoader.Auto });

    private static Machine[] Machines(ImageBuilder builder)
    {
        using IsoImage image = IsoImage.Open(new MemoryStream(builder.ToBytes()));
        return [.. image.Summary.Machines.Select(boot => boot.Machine)];
    }
}
