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

    private static BootEntry Before => new() { ImagePath = "x", Platform = BootPlatform.Uefi, Emulation = BootEmulation.HardDisk, LoadSize = 9, LoadSegment = 9, SelectionType = 9 };

    public static TheoryData<string, string, BootEntry> Set { get; } = new()
    {
        { "platform", "BIOS", Before with { Platform = BootPlatform.Bios } },
        { "platform", "mac", Before with { Platform = BootPlatform.Mac } },
        { "emulation", "None", Before with { Emulation = BootEmulation.None } },
        { "emulation", "floppy-2.88", Before with { Emulation = BootEmulation.Floppy288 } },
        { "load-size", "1", Before with { LoadSize = 1 } },
        { "load-size", "65535", Before with { LoadSize = 65535 } },
        { "load-size", "Full", Before with { LoadSize = BootEntry.WholeImage } },
        { "load-segment", "0", Before with { LoadSegment = 0 } },
        { "load-segment", "0xFFFF", Before with { LoadSegment = 65535 } },
        { "id", "", Before with { Id = "" } },
    };

    [Theory]
    [MemberData(nameof(Set), DisableDiscoveryEnumeration = true)]
    public void A_setting_takes_what_its_field_holds(string setting, string text, BootEntry expected)
    {
        BootEntry entry = Before;
        Assert.True(BootText.TrySet(setting, text, ref entry, out string problem), problem);
        Assert.Equal(expected, entry);
    }

    [Theory]
    [InlineData("0", 0, "")]
    [InlineData("10", 10, "")]
    [InlineData("255", 255, "")]
    [InlineData("1:", 1, "")]
    [InlineData("1:0a", 1, "0A")]
    [InlineData("255:000102030405060708090A0B0C0D0E0F101112", 255, "000102030405060708090A0B0C0D0E0F101112")]
    public void A_selection_is_a_type_and_up_to_19_bytes(string text, int type, string criteria)
    {
        BootEntry entry = Before;
        Assert.True(BootText.TrySet("selection", text, ref entry, out string problem), problem);
        Assert.Equal(type, entry.SelectionType);
        Assert.Equal(criteria, Convert.ToHexString(entry.SelectionCriteria.Span));
    }

    [Theory]
    [InlineData("platform", "amiga")]
    [InlineData("emulation", "tape")]
    [InlineData("load-size", "0")]
    [InlineData("load-size", "65536")]
    [InlineData("load-size", "-1")]
    [InlineData("load-segment", "10000")]
    [InlineData("load-segment", "FFFFFFFF")]
    [InlineData("boot-info-table", "")]
    [InlineData("bootable", "no")]
    [InlineData("selection", "256")]
    [InlineData("selection", ":0A")]
    [InlineData("selection", "1:0A0")]
    [InlineData("selection", "1:0G")]
    [InlineData("selection", "1:000102030405060708090A0B0C0D0E0F10111213")]
    [InlineData("speed", "9")]
    public void What_a_setting_cannot_take_changes_nothing(string setting, string text)
    {
        BootEntry before = Before;
        BootEntry entry = before;
        Assert.False(BootText.TrySet(setting, text, ref entry, out string problem));
        Assert.NotEmpty(problem);
        Assert.Same(before, entry);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("65535", 65535)]
    [InlineData("WHOLE", BootEntry.WholeImage)]
    [InlineData("0", null)]
    [InlineData("65536", null)]
    [InlineData("half", null)]
    public void A_load_size_is_a_number_of_sectors_or_the_whole(string text, int? expected)
    {
        Assert.Equal(expected is not null, BootText.TryParseLoadSize(text, out int size, out string problem));
        Assert.Equal(expected is null, problem.Length > 0);
        Assert.Equal(expected ?? size, size);
    }

    [Theory]
    [InlineData("none", "")]
    [InlineData("None", "")]
    [InlineData("boot/efi.img", "boot/efi.img")]
    [InlineData("/boot/efi.img", "boot/efi.img")]
    [InlineData(@"\boot\efi.img", @"boot\efi.img")]
    [InlineData("", "")]
    public void The_EFI_image_has_a_path_from_the_root_or_none(string text, string path) => Assert.Equal(path, BootText.EfiImagePath(text));

    public static TheoryData<string, Action> Nothing { get; } = new()
    {
        { "text", () => BootText.TryParseEntry(null!, BootPlatform.Bios, out _, out _) },
        { "setting", () => Before.Change(null!, "true") },
        { "text", () => Before.Change("id", null!) },
        { "entry", () => default(BootEntry)!.Change("id", "Some one") },
        { "text", () => BootText.TryParseLoadSize(null!, out _, out _) },
        { "text", () => BootText.TryParseLoader(null!, out _, out _) },
        { "text", () => BootText.EfiImagePath(null!) },
    };

    [Theory]
    [MemberData(nameof(Nothing), DisableDiscoveryEnumeration = true)]
    public void No_text_at_all_is_the_callers_mistake(string parameter, Action parse) => Assert.Throws<ArgumentNullException>(parameter, parse);

    [Theory]
    [InlineData("none", BootLoader.None)]
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

file static class Settings
{
    public static void Change(this BootEntry entry, string setting, string text) => BootText.TrySet(setting, text, ref entry, out _);
}
