using System.Buffers.Binary;
using IsoBuild.Partitions;
using IsoBuild.Summarizing;

namespace IsoBuild.Core.Tests.Drawing;

/// <summary>What there is to know first of an image.</summary>
public class SummaryTests
{
    [Fact]
    public void Of_an_ordinary_image()
    {
        byte[] image = Builder().ToBytes();
        // 16 + 3 + 4 + 3 (with ER) + 2 + 1 sectors, and 150 of padding: two directories in each tree.
        Assert.Equal("""
            image        my.iso
            volume       HELLO
            formats      ISO 9660, Joliet, Rock Ridge
            size         358 KiB  (366,592 bytes, 179 sectors)
            content      2 files, 2 directories;  5 bytes
            dates        1980-01-01T00:00:00Z  created and modified
            publisher    Somebody
            application  An app
            shown as     Rock Ridge by Linux, macOS and FreeBSD;  Joliet by Windows
            system area  empty

            """.ReplaceLineEndings("\n"), Summarise(image).ToString());
    }

    /// <summary>Entries by the table of the UEFI specification (5.2.1), the boot record by El Torito (figure 7).</summary>
    [Fact]
    public void Of_one_that_boots()
    {
        byte[] image = Builder().ToBytes();
        byte[] entry = [0x80, 0, 1, 0, 0x17, 0, 0, 0, 0, 0, 0, 0, 0xCC, 0x02, 0, 0];
        entry.CopyTo(image, 446);
        byte[] second = [0, 0, 0, 0, 0xEF, 0, 0, 0, 0x10, 0, 0, 0, 0, 0x08, 0, 0];
        second.CopyTo(image, 462);
        (image[510], image[511]) = (0x55, 0xAA);
        // In the place of the Joliet descriptor.
        Span<byte> record = image.AsSpan(17 * 2048, 2048);
        record.Clear();
        "\0CD001\u0001EL TORITO SPECIFICATION"u8.CopyTo(record);
        BinaryPrimitives.WriteUInt32LittleEndian(record[0x47..], 33);

        ImageSummary summary = Summarise(image);
        Assert.Equal([new MbrPartition(1, 0x17, true, 0, 716), new MbrPartition(2, 0xEF, false, 16, 2048)], summary.Partitions);
        Assert.Equal(33, summary.BootCatalogSector);
        Assert.Contains("""
            boot         El Torito, catalog at sector 33, where there is none
            system area  MBR
                         1  type 0x17 (hidden, as isohybrid has it), active,  from block 0,  358 KiB
                         2  type 0xEF (EFI system partition),  from block 16,  1 MiB

            """.ReplaceLineEndings("\n"), summary.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_what_it_starts()
    {
        string text = Summarise(Builder()
            .AddFile("boot/loader.bin", new byte[5000])
            .AddEfiBoot("", Boot.BootImagesOfTests.EfiProgram())
            .AddBootEntry(new ElTorito.BootEntry { ImagePath = "boot/loader.bin", BootInfoTable = true })
            .ToBytes()).ToString();
        Assert.Matches("""
            (?m)^boot         El Torito, catalog at sector \d+
                         bios no-emulation, loads 4 x 512 bytes, boot info table  /boot/loader\.bin
                         uefi no-emulation, loads \d+ x 512 bytes  /boot/efi\.img
            """.ReplaceLineEndings("\n"), text);
    }

    [Theory]
    [InlineData(512, "EFI PART", "GPT")]
    [InlineData(512, "PM\0\0", "Apple partition map")]
    [InlineData(2048, "PM\0\0", "Apple partition map")]
    [InlineData(100, "\u0001", "in use")]
    [InlineData(510, "U\u00AA", "MBR")]
    public void Of_the_system_area(int offset, string bytes, string expected)
    {
        byte[] image = Builder().ToBytes();
        System.Text.Encoding.Latin1.GetBytes(bytes).CopyTo(image, offset);
        Assert.Equal(expected, Summarise(image).SystemArea);
    }

    private static ImageBuilder Builder() => new ImageBuilder(new ImageOptions { VolumeId = "HELLO", Publisher = "Somebody", ApplicationId = "An app" })
        .AddFile("docs/a", "hello"u8.ToArray())
        .AddFile("b", Array.Empty<byte>());

    private static ImageSummary Summarise(byte[] image)
    {
        using IsoImage opened = IsoImage.Open(new MemoryStream(image), new() { Name = "my.iso" });
        return opened.Summary;
    }
}
