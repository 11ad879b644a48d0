using System.Buffers.Binary;
using IsoBuild.ElTorito;

namespace IsoBuild.Core.Tests.Boot;

/// <summary>The records of El Torito, byte by byte as the specification's figures have them.</summary>
public sealed class BootRecordTests
{
    private static byte[] Build(ImageOptions options, params BootEntry[] entries)
    {
        ImageBuilder builder = new(options);
        foreach (string path in entries.Select(entry => entry.ImagePath).Distinct())
        {
            builder.AddFile(path, BootImagesOfTests.Loader(2048, path.Length));
        }

        foreach (BootEntry entry in entries)
        {
            builder.AddBootEntry(entry);
        }

        return builder.ToBytes();
    }

    private static Span<byte> Catalog(byte[] image) => image.AsSpan(BinaryPrimitives.ReadInt32LittleEndian(image.AsSpan((17 * 2048) + 0x47)) * 2048, 2048);

    [Fact]
    public void The_boot_record_is_in_sector_17()
    {
        byte[] image = Build(Images.Small, new BootEntry { ImagePath = "a.bin" });
        ReadOnlySpan<byte> record = image.AsSpan(17 * 2048, 2048);

        Assert.Equal(0, record[0]);
        Assert.Equal("CD001"u8.ToArray(), record[1..6].ToArray());
        Assert.Equal(1, record[6]);
        Assert.Equal("EL TORITO SPECIFICATION\0\0\0\0\0\0\0\0\0"u8.ToArray(), record[7..39].ToArray());
        Assert.False(record[39..71].ContainsAnyExcept((byte)0));
        Assert.False(record[75..].ContainsAnyExcept((byte)0));
        Assert.Equal(1, Catalog(image)[0]);
    }

    /// <summary>A boot record made by hand (El Torito 2.0, figure 7), in which one byte is another: 0 to 5 type and standard identifier, 7 to 38 the system's, 71 to 74 the catalog.</summary>
    [Theory]
    [InlineData(null, true, true, true)]
    [InlineData(0, false, true, true)]
    [InlineData(1, false, true, true)]
    [InlineData(5, false, true, true)]
    [InlineData(7, false, true, true)]
    [InlineData(29, false, true, true)]
    [InlineData(30, true, false, true)]
    [InlineData(38, true, false, true)]
    [InlineData(39, true, true, false)]
    [InlineData(70, true, true, false)]
    [InlineData(71, true, true, true)]
    [InlineData(74, true, true, true)]
    [InlineData(75, true, true, false)]
    [InlineData(2047, true, true, false)]
    public void Each_byte_of_a_boot_record_counts_where_it_is_looked_at(int? changed, bool isElTorito, bool endsInZeros, bool isUnusedEmpty)
    {
        byte[] record = new byte[2048];
        "\0CD001\u0001EL TORITO SPECIFICATION"u8.CopyTo(record);
        new byte[] { 0x78, 0x56, 0x34, 0x12 }.CopyTo(record, 71);
        Assert.Equal(0x12345678u, BootRecord.CatalogSector(record));
        if (changed is { } at)
        {
            record[at] ^= 1;
        }

        Assert.Equal((isElTorito, endsInZeros, isUnusedEmpty), (BootRecord.IsElTorito(record), BootRecord.EndsInZeros(record), BootRecord.IsUnusedEmpty(record)));
    }

    [Fact]
    public void The_catalog_of_one_BIOS_image_is_a_validation_entry_and_the_default_entry()
    {
        byte[] image = Build(Images.Small, new BootEntry { ImagePath = "a.bin", Id = "IsoBuild" });
        ReadOnlySpan<byte> catalog = Catalog(image);
        int sector = BinaryPrimitives.ReadInt32LittleEndian(catalog[40..]);

        // Header 01, platform 0, id, checksum, 55 AA.
        Assert.Equal("01000000", Convert.ToHexString(catalog[..4]));
        Assert.Equal("IsoBuild\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"u8.ToArray(), catalog[4..28].ToArray());
        Assert.Equal("55AA", Convert.ToHexString(catalog[30..32]));
        int sum = 0;
        for (int i = 0; i < 32; i += 2)
        {
            sum += BinaryPrimitives.ReadUInt16LittleEndian(catalog[i..]);
        }

        Assert.Equal(0, sum & 0xFFFF);

        // Bootable, no emulation, segment 0, type 0, unused, 4 sectors, where the image lies, and nothing more.
        Assert.Equal("8800000000000400", Convert.ToHexString(catalog[32..40]));
        Assert.Equal(BootImagesOfTests.Loader(2048, 5), image.AsSpan(sector * 2048, 2048).ToArray());
        Assert.False(catalog[44..].ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void Others_follow_in_sections_by_platform_UEFI_first()
    {
        byte[] image = Build(
            Images.Small,
            new BootEntry { ImagePath = "efi.img", Platform = BootPlatform.Uefi, Id = "efi" },
            new BootEntry { ImagePath = "mac.bin", Platform = BootPlatform.Mac, LoadSize = 7, LoadSegment = 0x1234 },
            new BootEntry { ImagePath = "a.bin" },
            new BootEntry { ImagePath = "other.bin", Platform = BootPlatform.Bios, IsBootable = false, SelectionType = 1, SelectionCriteria = new byte[] { 0x0A, 0x0B } },
            new BootEntry { ImagePath = "efi2.img", Platform = BootPlatform.Uefi });
        ReadOnlySpan<byte> catalog = Catalog(image);

        Assert.Equal("0100", Convert.ToHexString(catalog[..2]));
        Assert.Equal("88000000000004", Convert.ToHexString(catalog[32..39]));
        Assert.Equal("90EF0200656669", Convert.ToHexString(catalog[64..71]));
        Assert.Equal("8800000000000400", Convert.ToHexString(catalog[96..104]));
        Assert.Equal("8800000000000400", Convert.ToHexString(catalog[128..136]));
        Assert.Equal("90020100", Convert.ToHexString(catalog[160..164]));
        Assert.Equal("8800341200000700", Convert.ToHexString(catalog[192..200]));
        Assert.Equal("91000100", Convert.ToHexString(catalog[224..228]));
        Assert.Equal("0000000000000400", Convert.ToHexString(catalog[256..264]));
        Assert.Equal("010A0B00", Convert.ToHexString(catalog[268..272]));
        Assert.False(catalog[288..].ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void Without_BIOS_the_first_entry_is_the_default_and_its_platform_the_catalogs()
    {
        ReadOnlySpan<byte> catalog = Catalog(Build(Images.Small, new BootEntry { ImagePath = "efi.img", Platform = BootPlatform.Uefi }));

        Assert.Equal("01EF", Convert.ToHexString(catalog[..2]));
        Assert.Equal("88", Convert.ToHexString(catalog[32..33]));
        Assert.False(catalog[64..].ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void Criteria_beyond_the_entry_go_into_extensions()
    {
        byte[] criteria = [.. Enumerable.Range(1, 60).Select(i => (byte)i)];
        ReadOnlySpan<byte> catalog = Catalog(Build(
            Images.Small,
            new BootEntry { ImagePath = "a.bin" },
            new BootEntry { ImagePath = "b.bin", SelectionType = 2, SelectionCriteria = criteria },
            new BootEntry { ImagePath = "c.bin" }));

        // An extension follows: bit 5 of the media type, and of the first extension's flags.
        Assert.Equal(0x20, catalog[97]);
        Assert.Equal(criteria[..19], catalog[109..128].ToArray());
        Assert.Equal("4420", Convert.ToHexString(catalog[128..130]));
        Assert.Equal(criteria[19..49], catalog[130..160].ToArray());
        Assert.Equal("4400", Convert.ToHexString(catalog[160..162]));
        Assert.Equal(criteria[49..], catalog[162..173].ToArray());
        Assert.Equal("8800", Convert.ToHexString(catalog[192..194]));
    }

    /// <summary>19 bytes have room in the entry, 30 in each extension: the record behind the last of them is the next entry.</summary>
    [Theory]
    [InlineData(19, 4)]
    [InlineData(20, 5)]
    [InlineData(49, 5)]
    [InlineData(50, 6)]
    [InlineData(259, 12)]
    public void The_next_entry_follows_the_last_criteria(int length, int record)
    {
        ReadOnlySpan<byte> catalog = Catalog(Build(
            Images.Small,
            new BootEntry { ImagePath = "a.bin" },
            new BootEntry { ImagePath = "b.bin", SelectionCriteria = BootImagesOfTests.Loader(length) },
            new BootEntry { ImagePath = "c.bin", LoadSize = 3 }));

        Assert.Equal("8800000000000300", Convert.ToHexString(catalog.Slice(record * 32, 8)));
        Assert.False(catalog[((record + 1) * 32)..].ContainsAnyExcept((byte)0));
    }

    [Theory]
    [InlineData(BootPlatform.Bios, null, 5000, 4)]
    [InlineData(BootPlatform.Bios, BootEntry.WholeImage, 5000, 12)]
    [InlineData(BootPlatform.Uefi, null, 5000, 12)]
    [InlineData(BootPlatform.Bios, 9, 5000, 9)]
    [InlineData(BootPlatform.Bios, BootEntry.WholeImage, 33_553_409, 65535)]
    [InlineData(BootPlatform.Uefi, null, 33_553_409, 0)]
    [InlineData(BootPlatform.Uefi, null, 33_552_384, 65532)]
    public void The_load_size_is_the_usual_the_given_or_the_whole(BootPlatform platform, int? loadSize, int length, int expected)
    {
        PlanResult plan = new ImageBuilder(Images.Small)
            .AddFile("a.bin", new byte[length])
            .AddBootEntry(new BootEntry { ImagePath = "a.bin", Platform = platform, LoadSize = loadSize })
            .Plan();

        Assert.Contains($", loads {expected} x 512 bytes", Assert.Single(plan.Layout!.Views).Name, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BootEmulation.Floppy12, 1_228_800, "01", "00")]
    [InlineData(BootEmulation.Floppy144, 1_474_560, "02", "00")]
    [InlineData(BootEmulation.Floppy288, 2_949_120, "03", "00")]
    [InlineData(BootEmulation.HardDisk, 65_536, "04", "0C")]
    public void Emulated_media_load_one_sector(BootEmulation emulation, int length, string media, string type)
    {
        byte[] image = new ImageBuilder(Images.Small)
            .AddFile("a.bin", emulation == BootEmulation.HardDisk ? BootImagesOfTests.Disk(1, length: length) : BootImagesOfTests.Loader(length))
            .AddBootEntry(new BootEntry { ImagePath = "a.bin", Emulation = emulation })
            .ToBytes();

        Assert.Equal($"88{media}0000{type}000100", Convert.ToHexString(Catalog(image).Slice(32, 8)));
    }

    [Fact]
    public void A_boot_info_table_tells_where_the_image_lies_and_what_it_sums_up_to()
    {
        byte[] loader = BootImagesOfTests.Loader(5001);
        byte[] image = new ImageBuilder(Images.Small)
            .AddFile("before.txt", new byte[9000])
            .AddFile("boot/loader.bin", loader)
            .AddBootEntry(new BootEntry { ImagePath = "boot/loader.bin", BootInfoTable = true, GrubBootInfo = true })
            .ToBytes();
        int sector = BinaryPrimitives.ReadInt32LittleEndian(Catalog(image)[40..]);
        ReadOnlySpan<byte> stored = image.AsSpan(sector * 2048, 5001);

        byte[] expected = [.. loader];
        BinaryPrimitives.WriteUInt64LittleEndian(expected.AsSpan(2548), ((ulong)sector * 4) + 5);
        BinaryPrimitives.WriteInt32LittleEndian(expected.AsSpan(8), 16);
        BinaryPrimitives.WriteInt32LittleEndian(expected.AsSpan(12), sector);
        BinaryPrimitives.WriteInt32LittleEndian(expected.AsSpan(16), 5001);
        BinaryPrimitives.WriteUInt32LittleEndian(expected.AsSpan(20), BootImagesOfTests.TableSum(expected));
        expected.AsSpan(24, 40).Clear();
        Assert.Equal(expected, stored.ToArray());
    }
}
