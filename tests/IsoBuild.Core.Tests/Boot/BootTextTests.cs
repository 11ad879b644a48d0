using IsoBuild.ElTorito;

namespace IsoBuild.Core.Tests.Boot;

public class BootTextTests
{
    [Fact]
    public void An_entry_is_a_path_and_settings()
    {
        Assert.True(BootText.TryParseEntry(
            "a,b.bin,Emulation=floppy-1.44,load-size=whole,loadsegment=0x7C0,boot-info-table,GrubBootInfo=true,id=Some one,bootable=false,selection=1:0a0B,platform=mac",
            BootPlatform.Bios,
            out BootEntry? entry,
            out string problem), problem);

        Assert.Equal("a,b.bin", entry.ImagePath);
        Assert.Equal(BootPlatform.Mac, entry.Platform);
        Assert.Equal(BootEmulation.Floppy144, entry.Emulation);
        Assert.Equal(BootEntry.WholeImage, entry.LoadSize);
        Assert.Equal(0x7C0, entry.LoadSegment);
        Assert.True(entry.BootInfoTable);
        Assert.True(entry.GrubBootInfo);
        Assert.Equal("Some one", entry.Id);
        Assert.False(entry.IsBootable);
        Assert.Equal(1, entry.SelectionType);
        Assert.Equal([0x0A, 0x0B], entry.SelectionCriteria.ToArray());
    }

    [Fact]
    public void What_is_not_said_is_as_usual()
    {
        Assert.True(BootText.TryParseEntry("efi.img", BootPlatform.Uefi, out BootEntry? entry, out _));
        Assert.Equal(new BootEntry { ImagePath = "efi.img", Platform = BootPlatform.Uefi }, entry);
    }

    [Theory]
    [InlineData("", "names no boot image")]
    [InlineData(",platform=bios", "names no boot image")]
    [InlineData("x,platform=amiga", "bios, uefi, powerpc or mac")]
    [InlineData("x,load-size=0", "from 1 to 65535, or whole")]
    [InlineData("x,load-size=65536", "from 1 to 65535, or whole")]
    [InlineData("x,load-segment=10000", "hexadecimal")]
    [InlineData("x,boot-info-table=maybe", "write true or false")]
    [InlineData("x,selection=256", "from 0 to 255")]
    [InlineData("x,selection=1:0", "up to 19 bytes in hexadecimal")]
    [InlineData("x,selection=1:0000000000000000000000000000000000000000", "up to 19 bytes in hexadecimal")]
    [InlineData("x,bootable,speed=9", "the settings are platform")]
    public void What_makes_no_sense_is_told(string text, string problem)
    {
        Assert.False(BootText.TryParseEntry(text, BootPlatform.Bios, out _, out string told));
        Assert.Contains(problem, told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auto", BootLoader.Auto)]
    [InlineData("ISOLINUX", BootLoader.Isolinux)]
    [InlineData("SystemdBoot", BootLoader.SystemdBoot)]
    [InlineData("systemd-boot", BootLoader.SystemdBoot)]
    public void Loaders_have_names(string text, BootLoader loader)
    {
        Assert.True(BootText.TryParseLoader(text, out BootLoader read, out _));
        Assert.Equal(loader, read);
        Assert.False(BootText.TryParseLoader("lilo", out _, out string problem));
        Assert.Equal("is unknown; write none, auto, isolinux, grub, limine, systemd-boot or windows", problem);
    }
}
