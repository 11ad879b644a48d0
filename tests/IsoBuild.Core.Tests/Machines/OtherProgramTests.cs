using System.Text;
using IsoBuild.Core.Tests.Boot;
using IsoBuild.Machines;

namespace IsoBuild.Core.Tests.Machines;

public class OtherProgramTests
{
    /// <summary>As SLOF's disk-label.fs takes the text apart, whose own example is the first.</summary>
    [Theory]
    [InlineData(@"<chrp-boot> <description>Linux Distribution</description> <os-name>Linux</os-name> <boot-script>boot &device;:1,\boot\yaboot.ibm</boot-script> </chrp-boot>", "boot/yaboot.ibm")]
    [InlineData(@"<boot-script>boot &device;:\boot\grub\powerpc.elf</boot-script>", "boot/grub/powerpc.elf")]
    [InlineData(@"<boot-script>boot &device;:\ppc\loader console=hvc0</boot-script>", "ppc/loader")]
    [InlineData(@"<boot-script>boot &device;:\</boot-script>", null)]
    [InlineData(@"<boot-script>boot &device;:\a\</boot-script>", null)]
    [InlineData(@"<boot-script>boot &device;:\a", null)]
    [InlineData(@"<boot-script>boot cd:\a</boot-script>", null)]
    [InlineData(@"boot &device;:\a</boot-script>", null)]
    [InlineData("", null)]
    public void What_a_text_names(string text, string? expected) => Assert.Equal(expected, BootInfoFile.ProgramOf(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void What_is_made_names_what_it_was_made_for() => Assert.Equal("boot/grub/powerpc.elf", BootInfoFile.ProgramOf(BootInfoFile.For("boot/grub/powerpc.elf")));

    [Fact]
    public void Programs_of_PowerPC()
    {
        Assert.True(ForeignPrograms.IsPowerPc(BootImagesOfTests.PowerPcProgram()));
        Assert.True(ForeignPrograms.IsPowerPc(Convert.FromHexString("7F454C460201010000000000000000000200150001000000")));
        Assert.False(ForeignPrograms.IsPowerPc(Convert.FromHexString("7F454C460201010000000000000000000200B70001000000")));
        Assert.False(ForeignPrograms.IsPowerPc(Convert.FromHexString("7F454C4702010100000000000000000002001500")));
        Assert.False(ForeignPrograms.IsPowerPc(Convert.FromHexString("7F454C46020101")));
        Assert.False(ForeignPrograms.IsPowerPc(new byte[64]));
    }

    [Fact]
    public void Kernels_of_IBM_Z()
    {
        byte[] kernel = BootImagesOfTests.S390Kernel();
        Assert.True(ForeignPrograms.IsS390(kernel));
        Assert.False(ForeignPrograms.IsS390(kernel.AsSpan(0, 31)));
        kernel[31] = 0;
        Assert.False(ForeignPrograms.IsS390(kernel));
    }
}
