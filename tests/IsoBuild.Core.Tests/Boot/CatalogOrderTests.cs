using IsoBuild.ElTorito;

namespace IsoBuild.Core.Tests.Boot;

/// <summary>Which record of the catalog an entry is, how long that makes the catalog, and what the entry is called.</summary>
public sealed class CatalogOrderTests
{
    private static readonly BootEntry Bios = new() { ImagePath = "a.bin" };

    private static BootEntry Of(BootPlatform platform, int criteria = 0) => Bios with { Platform = platform, SelectionCriteria = new byte[criteria] };

    /// <summary>Validation, default; header, entry, extension, entry; header, entry, two extensions, entry.</summary>
    [Fact]
    public void Headers_and_extensions_are_records_too()
    {
        CatalogOrder<BootEntry> order = new([Of(BootPlatform.Mac, 50), Of(BootPlatform.Mac), Bios, Of(BootPlatform.Uefi, 20), Of(BootPlatform.Uefi)], entry => entry);

        Assert.Equal(
            [(BootPlatform.Bios, 1), (BootPlatform.Uefi, 3), (BootPlatform.Uefi, 5), (BootPlatform.Mac, 7), (BootPlatform.Mac, 10)],
            order.Entries.Select(each => (each.Entry.Platform, each.Record)));
    }

    // A sector has 64 records: those of validation and default entry, two headers, and 60 more, of entries alone or with an extension each.
    [Theory]
    [InlineData(1, 1, 0, 2048)]
    [InlineData(30, 30, 19, 2048)]
    [InlineData(31, 30, 19, 4096)]
    [InlineData(15, 15, 20, 2048)]
    [InlineData(15, 16, 20, 4096)]
    [InlineData(16, 15, 49, 4096)]
    [InlineData(10, 10, 50, 2048)]
    [InlineData(10, 11, 50, 4096)]
    public void The_catalog_is_as_long_as_the_sectors_of_its_records(int uefi, int mac, int criteria, long length) => Assert.Equal(
        length,
        new CatalogOrder<BootEntry>([Bios, .. Enumerable.Repeat(Of(BootPlatform.Uefi, criteria), uefi), .. Enumerable.Repeat(Of(BootPlatform.Mac, criteria), mac)], entry => entry).Length);

    [Theory]
    [InlineData(0, 1, "bios")]
    [InlineData(0, 2, "bios 2")]
    [InlineData(1, 1, "powerpc")]
    [InlineData(2, 3, "mac 3")]
    [InlineData(0xEF, 12, "uefi 12")]
    [InlineData(5, 1, "platform 0x05")]
    public void An_entry_is_called_by_its_platform_and_from_the_second_on_by_its_number(int platform, int number, string name) => Assert.Equal(name, BootTitle.Name(platform, number));

    [Theory]
    [InlineData(BootEmulation.None, true, 0, 4, false, false, "bios no-emulation, loads 4 x 512 bytes")]
    [InlineData(BootEmulation.HardDisk, false, 0, 1, false, false, "bios hard-disk, loads 1 x 512 bytes, not bootable")]
    [InlineData(BootEmulation.Floppy144, true, 0x7C0, 1, false, false, "bios floppy-1.44, loads 1 x 512 bytes to segment 07c0")]
    [InlineData(BootEmulation.None, true, 0, 4, true, false, "bios no-emulation, loads 4 x 512 bytes, boot info table")]
    [InlineData(BootEmulation.None, true, 0, 4, false, true, "bios no-emulation, loads 4 x 512 bytes, grub boot info")]
    [InlineData(BootEmulation.None, false, 0xFFFF, 9, true, true, "bios no-emulation, loads 9 x 512 bytes to segment ffff, not bootable, boot info table, grub boot info")]
    public void Its_title_says_what_is_not_as_usual(BootEmulation emulation, bool isBootable, int segment, int loadSize, bool table, bool grub, string title) =>
        Assert.Equal(title, BootTitle.Of("bios", emulation, isBootable, segment, loadSize, table, grub));
}
