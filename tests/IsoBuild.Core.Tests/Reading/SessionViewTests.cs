using System.Buffers.Binary;
using IsoBuild.Content;
using IsoBuild.Core.Tests.Records;
using IsoBuild.ElTorito;
using IsoBuild.Layout;
using IsoBuild.Reading;

namespace IsoBuild.Core.Tests.Reading;

/// <summary>What an image as a whole is told of its sessions, its boot catalog and its descriptors.</summary>
public sealed class SessionViewTests
{
    private const int Sector = Disc.Sector;

    /// <summary>A boot record at sector 17, a catalog at 30 and a boot image at 40; the second session begins at 100, and has a boot record or none.</summary>
    private static byte[] Image(string catalog, bool hasSession, bool hasRecord)
    {
        byte[] boot = Hex.Bytes("00 'CD001' 01 'EL TORITO SPECIFICATION'");
        Array.Resize(ref boot, Sector);
        BinaryPrimitives.WriteInt32LittleEndian(boot.AsSpan(71), 30);
        byte[] first = new Disc { Length = 200 * Sector }
            .Directory(20, Disc.Record("A.;1", 21, 1)).Directory(120, Disc.Record("B.;1", 21, 1)).Put(17, boot).Put(18, Hex.Bytes("FF 'CD001' 01")).Put(21, [1]).Put(30, Hex.Bytes(catalog)).Put(40, [0xEE]).ToBytes();
        Disc.Both32(first, (16 * Sector) + 80, 60);
        if (hasSession)
        {
            first.AsSpan(16 * Sector, 3 * Sector).CopyTo(first.AsSpan(116 * Sector));
            Disc.Both32(first, (116 * Sector) + 156 + 2, 120);
            "NEW "u8.CopyTo(first.AsSpan((116 * Sector) + 40));
            if (!hasRecord)
            {
                first.AsSpan(118 * Sector, Sector).CopyTo(first.AsSpan(117 * Sector));
                first.AsSpan(118 * Sector, Sector).Clear();
            }
        }

        return first;
    }

    private const string Catalog = "01 EF 0000 'WHO' 000000000000000000000000000000000000000000 0000 55AA 88 00 0000 00 00 0400 28000000";

    [Theory]
    [InlineData(false, false, null, 17)]
    [InlineData(true, true, null, 117)]
    [InlineData(true, false, 1, 17)]
    public void The_boot_record_is_that_of_the_session_shown(bool hasSession, bool hasRecord, int? session, long record)
    {
        using IsoImage image = IsoImage.Open(new MemoryStream(Image(Catalog, hasSession, hasRecord)), new OpenOptions { Session = session });
        BootCatalogInfo boot = image.Boot!;
        Assert.Equal((record, 30L, true, false, BootPlatform.Uefi, "WHO", null), (boot.RecordSector, boot.Sector, boot.IsReadable, boot.IsOfEarlierSession, boot.Platform, boot.Id, boot.Path));
        Assert.Equal(("uefi", 40L, 2048L), Assert.Single(boot.Entries.Select(entry => (entry.Name, entry.Sector, entry.Length))));
    }

    /// <summary>Where the newest session has no boot record, machines start by that of the first.</summary>
    [Fact]
    public void Sessions_have_their_places_and_sizes()
    {
        using IsoImage image = IsoImage.Open(new MemoryStream(Image(Catalog, hasSession: true, hasRecord: false)));
        Assert.Equal(["1 0 DISC 60", "2 100 NEW 60"], image.Sessions.Select(session => $"{session.Number} {session.FirstSector} {session.VolumeId} {session.SectorCount}"));
        Assert.Equal((17L, true), (image.Boot!.RecordSector, image.Boot.IsOfEarlierSession));
        Assert.Equal(["ISOB3005"], image.Diagnostics.Select(found => found.Code));
    }

    [Fact]
    public void A_volume_of_udf_alone_is_one_session()
    {
        byte[] bytes = new ImageBuilder(Images.Small with { Formats = ImageFormats.Udf }).AddFile("a", new byte[1]).ToBytes();
        using IsoImage image = IsoImage.Open(new MemoryStream(bytes));
        Assert.Equal([$"1 0 TEST {bytes.Length / Sector}"], image.Sessions.Select(session => $"{session.Number} {session.FirstSector} {session.VolumeId} {session.SectorCount}"));
        Assert.Empty(image.Descriptors);
        Assert.Null(image.Boot);
    }

    /// <summary>Catalog and boot image are regions of their own where no file is there.</summary>
    [Theory]
    [InlineData(Catalog, "30+1 BootCatalog el torito|40+1 BootImage uefi")]
    [InlineData("02", "")]
    public void A_catalog_and_what_it_starts_are_in_the_map(string catalog, string expected)
    {
        using IsoImage image = IsoImage.Open(new MemoryStream(Image(catalog, hasSession: false, hasRecord: false)));
        Assert.Equal(expected, string.Join('|', image.Layout.Regions.Where(region => region.Kind is RegionKind.BootCatalog or RegionKind.BootImage).Select(region => $"{region.Sector}+{region.SectorCount} {region.Kind} {region.Name}")));
        Assert.Equal((expected.Length > 0, expected.Length > 0 ? BootPlatform.Uefi : default), (image.Boot!.IsReadable, image.Boot.Platform));
    }

    /// <summary>A catalog, and a boot image, that are files are known by their paths.</summary>
    [Fact]
    public void A_catalog_may_be_a_file()
    {
        byte[] bytes = Image(Catalog, hasSession: false, hasRecord: false);
        byte[] directory = new Disc().Directory(20, Disc.Record("BOOT.CAT;1", 30, 2048), Disc.Record("BOOT.IMG;1", 40, 700)).ToBytes()[(20 * Sector)..];
        directory.CopyTo(bytes, 20 * Sector);
        using IsoImage image = IsoImage.Open(new MemoryStream(bytes));
        Assert.Equal(("/BOOT.CAT", "/BOOT.IMG", 700L, BootLengthSource.File), (image.Boot!.Path, image.Boot.Entries[0].Path, image.Boot.Entries[0].Length, image.Boot.Entries[0].LengthSource));
        Assert.DoesNotContain(image.Layout.Regions, region => region.Kind is RegionKind.BootCatalog or RegionKind.BootImage);
    }

    /// <summary>A boot image that is not in the image is told.</summary>
    [Fact]
    public void A_boot_image_beyond_the_end_is_told()
    {
        using IsoImage image = IsoImage.Open(new MemoryStream(Image(Catalog.Replace("28000000", "C8000000", StringComparison.Ordinal), hasSession: false, hasRecord: false)));
        Assert.Equal("Warning uefi", Assert.Single(image.Diagnostics.Where(found => found.Message.Contains($"points to byte {200 * Sector}, beyond the image's end at {200 * Sector}", StringComparison.Ordinal)).Select(found => $"{found.Severity} {found.Item}")));
        Assert.Equal(0, image.Boot!.Entries[0].Length);
    }

    /// <summary>A boot record has its system's name one byte earlier than the others (ECMA-119 8.2.4, 8.4.5, 8.6.4); those of no known type say nothing.</summary>
    [Fact]
    public void Descriptors_say_what_their_kind_has()
    {
        byte[] descriptor = Hex.Bytes("00 'CD001' 01 'XSYSTEM'");
        Array.Resize(ref descriptor, Sector);
        "NAME"u8.CopyTo(descriptor.AsSpan(40));
        byte[] Of(byte type) => [type, .. descriptor[1..]];
        using IsoImage image = new Disc().Directory(20).Put(17, Of(0)).Put(18, Of(3)).Put(19, [255, .. "CD001"u8, 1]).Open();
        Assert.Equal(
            ["Primary 16 - DISC 2048", "BootRecord 17 XSYSTEM - 0", "Partition 18 SYSTEM NAME 0", "Terminator 19 - - 0"],
            image.Descriptors.Select(each => $"{each.Kind} {each.Sector} {(each.SystemId.Length > 0 ? each.SystemId : "-")} {(each.VolumeId.Length > 0 ? each.VolumeId : "-")} {each.LogicalBlockSize}"));
    }

    /// <summary>An enhanced descriptor (ISO 9660:1999) may lead to the primary tree, or to one of its own.</summary>
    [Theory]
    [InlineData(20, "20 iso9660 /")]
    [InlineData(22, "20 iso9660 /|22 enhanced /")]
    public void An_enhanced_tree_may_be_the_primary_one(uint root, string expected)
    {
        byte[] bytes = new Disc { Length = 30 * Sector }.Directory(20).Directory(22, Disc.Record("long name", 25, 5)).Put(18, Hex.Bytes("FF 'CD001' 01")).ToBytes();
        bytes.AsSpan(16 * Sector, Sector).CopyTo(bytes.AsSpan(17 * Sector));
        (bytes[17 * Sector], bytes[(17 * Sector) + 6]) = (2, 2);
        Disc.Both32(bytes, (17 * Sector) + 156 + 2, root);
        using IsoImage image = IsoImage.Open(new MemoryStream(bytes));
        Assert.Equal(expected, string.Join('|', image.Layout.Regions.Where(region => region.Kind == RegionKind.Directory).Select(region => $"{region.Sector} {region.Name}")));
        Assert.Equal(ImageFormats.Iso9660 | ImageFormats.Iso1999, image.Formats);
        Assert.Equal(root == 22, image.Content.Find("long name") is not null);
    }
}
