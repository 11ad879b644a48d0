using System.Buffers.Binary;
using IsoBuild.Core.Tests.Reading;
using IsoBuild.ElTorito;
using IsoBuild.Reading;

namespace IsoBuild.Core.Tests.Boot;

/// <summary>How long a boot image is that is no file of a tree, and what it says of itself. The image under test begins at sector 40.</summary>
public sealed class BootImageLengthTests
{
    private const int Sector = 2048;
    private const int Block = 512;
    private const int At = 40 * Sector;

    /// <summary>A catalog record (El Torito 2.2, 2.4): medium, how many blocks are loaded, and from which sector.</summary>
    private static byte[] Record(uint sector, int load = 4, byte emulation = 0)
    {
        byte[] record = new byte[32];
        (record[0], record[1], record[12]) = (0x88, emulation, 3);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(6), (ushort)load);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), sector);
        return record;
    }

    private static byte[] Image(int length, byte[]? content = null)
    {
        byte[] image = new byte[length];
        content?.CopyTo(image, At);
        return image;
    }

    private static void Put32(byte[] bytes, int at, long value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), (uint)value);

    private static (BootEntryInfo Entry, List<(long Offset, long Length, string Name)> Added) Find(byte[] image, byte[] record, byte platform = 0, long? fileLength = null, params (long Offset, long Length)[] places)
    {
        BootCatalogReading catalog = new() { RecordSector = 17, RecordBytes = [], Sector = 30 };
        catalog.Entries.Add(new CatalogEntry(1, platform, "", record, []));
        List<(long, long, string)> added = [];
        BootImages images = new(SparseBytes.Cooked(image), catalog, primarySector: 16)
        {
            FileAt = offset => offset == At && fileLength is long length ? ("/boot.img", length) : null,
            Places = () => [.. places.Select(place => new BootImages.Place(place.Offset, place.Length))],
        };
        return (Assert.Single(images.Find((offset, length, name) => added.Add((offset, length, name)))), added);
    }

    private static void Check(long length, BootLengthSource source, BootEntryInfo entry) => Assert.Equal((length, source), (entry.Length, entry.LengthSource));

    /// <summary>Floppies of 80 tracks, two sides, and 15, 18 or 36 sectors of 512 bytes; as much of one as the image has.</summary>
    [Theory]
    [InlineData(1, 1_228_800, 2_000_000)]
    [InlineData(2, 1_474_560, 2_000_000)]
    [InlineData(3, 1_918_080, 2_000_000)]
    [InlineData(1, 1_228_800, At + 1_228_800)]
    [InlineData(1, 1_228_799, At + 1_228_799)]
    public void A_floppy_is_as_long_as_its_medium(byte emulation, long expected, int length) =>
        Check(expected, BootLengthSource.Medium, Find(Image(length), Record(40, emulation: emulation)).Entry);

    /// <summary>The partition of the disk goes from block 1 to its end.</summary>
    [Fact]
    public void A_disk_is_as_long_as_its_partitions() =>
        Check(1 << 16, BootLengthSource.MasterBootRecord, Find(Image(At + (1 << 17), BootImagesOfTests.Disk(1)), Record(40, emulation: 4)).Entry);

    [Fact]
    public void Without_emulation_a_master_boot_record_tells_nothing() =>
        Check(1 << 16, BootLengthSource.Guess, Find(Image(At + (1 << 17), BootImagesOfTests.Disk(1)), Record(40)).Entry);

    [Theory]
    [InlineData(511, false)]
    [InlineData(512, true)]
    public void What_has_no_whole_block_goes_up_to_the_end(int rest, bool isWhole)
    {
        byte[] content = BootImagesOfTests.Loader(rest);
        if (isWhole)
        {
            Put32(content, 8, 16);
            Put32(content, 12, 40);
            Put32(content, 16, 100);
        }

        Check(isWhole ? 100 : rest, isWhole ? BootLengthSource.BootInfoTable : BootLengthSource.Guess, Find(Image(At + rest, content), Record(40)).Entry);
    }

    /// <summary>The table has 64 bytes of the image before what it sums up. It counts where it is of this image.</summary>
    [Theory]
    [InlineData(16, 40, 64, true)]
    [InlineData(16, 40, 63, false)]
    [InlineData(16, 40, 20_480, true)]
    [InlineData(16, 40, 20_481, false)]
    [InlineData(17, 40, 5000, false)]
    [InlineData(16, 41, 5000, false)]
    public void A_boot_info_table_tells_the_length(int descriptor, int file, int length, bool isTold)
    {
        byte[] content = BootImagesOfTests.Loader(20_480);
        Put32(content, 8, descriptor);
        Put32(content, 12, file);
        Put32(content, 16, length);
        Check(isTold ? length : 20_480, isTold ? BootLengthSource.BootInfoTable : BootLengthSource.Guess, Find(Image(At + 20_480, content), Record(40)).Entry);
    }

    /// <summary>A FAT file system of 101 blocks has 51,712 bytes, which end in sector 26. A load size beyond that, and at most a track of 63 blocks and a sector more, is the image that was rounded up.</summary>
    [Theory]
    [InlineData(0xEF, 104, 0, 51_712)] // 53,248 bytes: the sectors that it takes anyway.
    [InlineData(0xEF, 105, 0, 53_760)]
    [InlineData(0xEF, 168, 0, 86_016)] // 51,712 + 63 × 512 + 2048.
    [InlineData(0xEF, 169, 0, 51_712)]
    [InlineData(0x00, 105, 0, 51_712)]
    [InlineData(0xEF, 105, At + 53_760, 53_760)]
    [InlineData(0xEF, 105, At + 53_759, 51_712)]
    [InlineData(0xEF, 4, 0, 51_712)]
    public void A_file_system_tells_the_length(byte platform, int load, long next, long expected)
    {
        (long, long)[] places = next > 0 ? [(next, 100)] : [];
        (BootEntryInfo entry, List<(long Offset, long Length, string Name)> added) = Find(Image(At + 200_000, Fat(101)), Record(40, load), platform, null, places);
        Check(expected, expected == 51_712 ? BootLengthSource.FileSystem : BootLengthSource.LoadSize, entry);
        Assert.Equal((At, expected), (added[0].Offset, added[0].Length));
        Assert.True(entry.IsFat);
        Assert.Equal((51_712L, 51_712L), (entry.FatLength, entry.FatLengthHere));
    }

    [Theory]
    [InlineData(53_760, 53_760)] // What is loaded ends with the image.
    [InlineData(53_759, 51_712)]
    [InlineData(51_712, 51_712)] // The file system does.
    public void The_image_ends_what_a_file_system_says(int rest, long expected) =>
        Check(expected, expected == 51_712 ? BootLengthSource.FileSystem : BootLengthSource.LoadSize, Find(Image(At + rest, Fat(101)), Record(40, 105), 0xEF).Entry);

    /// <summary>A file system that is larger than the rest of the image tells nothing: the load size does, or nothing.</summary>
    [Theory]
    [InlineData(0xEF, 2, 1024, BootLengthSource.LoadSize)]
    [InlineData(0xEF, 1, 2048, BootLengthSource.Guess)]
    [InlineData(0x00, 2, 2048, BootLengthSource.Guess)]
    [InlineData(0xEF, 1000, 51_200, BootLengthSource.LoadSize)]
    public void The_load_size_of_uefi_tells_the_length(byte platform, int load, long expected, BootLengthSource source)
    {
        BootEntryInfo entry = Find(Image(At + 51_200, Fat(101)), Record(40, load), platform).Entry;
        Check(expected, source, entry);
        Assert.Equal(51_712, entry.FatLengthHere);
    }

    /// <summary>A file that is cut off has no more of its file system than it has bytes.</summary>
    [Fact]
    public void A_file_is_as_long_as_the_tree_says_and_the_image_has()
    {
        (BootEntryInfo entry, List<(long, long, string)> added) = Find(Image(At + 200_000, Fat(101)), Record(40, 105), 0xEF, fileLength: 20_000);
        Check(20_000, BootLengthSource.File, entry);
        Assert.Equal(("/boot.img", 20_000L, 51_712L), (entry.Path, entry.FatLengthHere, entry.FatLength));
        Assert.Empty(added);
        Check(200_000, BootLengthSource.File, Find(Image(At + 200_000), Record(40), fileLength: 200_001).Entry);
        Assert.Equal(51_712, Find(Image(At + 200_000, Fat(101)), Record(40), fileLength: 60_000).Entry.FatLengthHere);
    }

    /// <summary>What nothing tells of goes on to what comes next; where nothing comes, to the first sector of zeros behind what is loaded.</summary>
    [Theory]
    [InlineData(4, 0, 5 * Sector)]
    [InlineData(24, 0, 6 * Sector)]
    [InlineData(20, 0, 5 * Sector)]
    [InlineData(4, At + 30_000, 30_000)]
    [InlineData(4, At + 100, 100)]
    [InlineData(1000, 0, 100_000)]
    public void Else_it_is_guessed(int load, long next, long expected)
    {
        (long, long)[] places = next > 0 ? [(0, 100), (next, 100)] : [(0, 100)];
        (BootEntryInfo entry, List<(long Offset, long Length, string Name)> added) = Find(Image(At + 100_000, BootImagesOfTests.Loader(5 * Sector)), Record(40, load), 0, null, places);
        Check(expected, BootLengthSource.Guess, entry);
        Assert.Equal([(At, expected, "bios")], added);
    }

    [Fact]
    public void A_guess_ends_with_the_image()
    {
        byte[] content = BootImagesOfTests.Loader(5000);
        Check(5000, BootLengthSource.Guess, Find(Image(At + 5000, content), Record(40)).Entry);
        content.AsSpan(4096).Clear();
        Check(4096, BootLengthSource.Guess, Find(Image(At + 5000, content), Record(40)).Entry);
    }

    /// <summary>What begins within something else has what it loads, and no room of its own.</summary>
    [Theory]
    [InlineData(At - 1, 1, true)]
    [InlineData(At - 1, 2, false)]
    [InlineData(At, 1, false)]
    [InlineData(0, At, true)]
    [InlineData(0, At + 1, false)]
    [InlineData(At + 1, 50_000, true)]
    public void Room_is_where_nothing_else_lies(long offset, long length, bool isOwn)
    {
        (BootEntryInfo entry, List<(long Offset, long Length, string Name)> added) = Find(Image(At + 100_000, BootImagesOfTests.Loader(5 * Sector)), Record(40, 8), 0, null, (offset, length));
        long expected = !isOwn ? 4096 : offset > At ? offset - At : 5 * Sector;
        Check(expected, BootLengthSource.Guess, entry);
        Assert.Equal(isOwn ? [(At, expected, "bios")] : [], added);
    }

    [Theory]
    [InlineData(At + 40_000, 35_000)]
    [InlineData(At + 35_001, 35_000)]
    [InlineData(At + 34_999, 34_999)]
    public void A_region_ends_where_the_next_begins(long next, long expected)
    {
        byte[] content = BootImagesOfTests.Loader(40_000);
        Put32(content, 8, 16);
        Put32(content, 12, 40);
        Put32(content, 16, 35_000);
        (BootEntryInfo entry, List<(long Offset, long Length, string Name)> added) = Find(Image(At + 100_000, content), Record(40), 0, null, (0, 10), (10, 10), (20_000, 10), (next, 10), (At + 90_000, 10));
        Check(35_000, BootLengthSource.BootInfoTable, entry);
        Assert.Equal([(At, expected, "bios")], added);
    }

    [Theory]
    [InlineData(At, 0)]
    [InlineData(At + 1, 1)]
    public void What_begins_beyond_the_end_has_no_length(int image, long expected)
    {
        (BootEntryInfo entry, List<(long, long, string)> added) = Find(Image(image), Record(40));
        Assert.Equal(expected, entry.Length);
        Assert.Equal((int)expected, added.Count);
        Assert.Equal((BootPatchState.None, BootPatchState.None, false), (entry.BootInfoTable, entry.GrubBootInfo, entry.IsFat));
    }

    /// <summary>The default entry has no selection criteria: its bytes from 12 on are unused (El Torito 2.2).</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 3)]
    public void A_section_entry_has_a_selection_type(int record, int expected)
    {
        BootCatalogReading catalog = new() { RecordSector = 17, RecordBytes = [], Sector = 30 };
        catalog.Entries.Add(new CatalogEntry(record, 0xEF, "WHO", Record(40), [1, 2]));
        BootImages images = new(SparseBytes.Cooked(Image(At + Sector)), catalog, 16) { FileAt = _ => null, Places = () => [] };
        BootEntryInfo entry = Assert.Single(images.Find((_, _, _) => { }));
        Assert.Equal((expected, (30L * Sector) + (record * 32), "WHO", "uefi"), (entry.SelectionType, entry.RecordOffset, entry.Id, entry.Name));
        Assert.Equal([1, 2], entry.SelectionCriteria.ToArray());
    }

    /// <summary>An image that several entries start is measured, and shown, once; further ones of a platform have numbers.</summary>
    [Fact]
    public void Entries_may_start_the_same_image()
    {
        BootCatalogReading catalog = new() { RecordSector = 17, RecordBytes = [], Sector = 30 };
        foreach (byte platform in (byte[])[0, 0xEF, 0])
        {
            catalog.Entries.Add(new CatalogEntry(catalog.Entries.Count + 1, platform, "", Record(40), []));
        }

        List<string> added = [];
        BootImages images = new(SparseBytes.Cooked(Image(At + Sector)), catalog, 16) { FileAt = _ => null, Places = () => [] };
        List<BootEntryInfo> found = images.Find((_, _, name) => added.Add(name));
        Assert.Equal(["1 bios 2048", "2 uefi 2048", "3 bios 2 2048"], found.Select(entry => $"{entry.Number} {entry.Name} {entry.Length}"));
        Assert.Equal(["bios"], added);
    }

    /// <summary>A table that has either the place or the length is one; the sum goes over all double words from byte 64 on.</summary>
    [Theory]
    [InlineData(16, 40, 10_000, 0, BootPatchState.Right)]
    [InlineData(16, 40, 10_000, 1, BootPatchState.Wrong)]
    [InlineData(16, 41, 10_000, 0, BootPatchState.Wrong)]
    [InlineData(16, 40, 9_999, 0, BootPatchState.Wrong)]
    [InlineData(16, 41, 9_999, 0, BootPatchState.None)]
    [InlineData(17, 40, 10_000, 0, BootPatchState.None)]
    public void A_table_is_right_or_wrong(int descriptor, int file, int length, int off, BootPatchState expected)
    {
        byte[] content = BootImagesOfTests.Loader(10_000);
        Put32(content, 8, descriptor);
        Put32(content, 12, file);
        Put32(content, 16, length);
        Put32(content, 20, BootImagesOfTests.TableSum(content) + off);
        Assert.Equal(expected, Find(Image(At + 20_000, content), Record(40), fileLength: 10_000).Entry.BootInfoTable);
    }

    /// <summary>The number is 4 × sector + 5. One for another sector, behind the descriptor and in the image, was made for another place, if a boot info table is there to say that there is anything.</summary>
    [Theory]
    [InlineData(165, 2556, true, BootPatchState.Right)] // 4 × 40 + 5
    [InlineData(165, 2556, false, BootPatchState.Right)]
    [InlineData(165, 2555, true, BootPatchState.None)]
    [InlineData(69, 2556, true, BootPatchState.None)] // Sector 16 is the descriptor.
    [InlineData(73, 2556, true, BootPatchState.Wrong)]
    [InlineData(72, 2556, true, BootPatchState.None)]
    [InlineData(169, 2556, true, BootPatchState.Wrong)]
    [InlineData(169, 2556, false, BootPatchState.None)]
    [InlineData(201, 2556, true, BootPatchState.Wrong)] // Sector 49 of 50.
    [InlineData(205, 2556, true, BootPatchState.None)]
    public void The_address_for_grub_is_right_or_wrong(ulong value, int length, bool hasTable, BootPatchState expected)
    {
        byte[] content = BootImagesOfTests.Loader(3000);
        if (hasTable)
        {
            Put32(content, 8, 16);
            Put32(content, 12, 40);
        }

        BinaryPrimitives.WriteUInt64LittleEndian(content.AsSpan(2548), value);
        Assert.Equal(expected, Find(Image(50 * Sector, content), Record(40), fileLength: length).Entry.GrubBootInfo);
    }

    /// <summary>The first sector of a FAT file system: each field that must be there, and what it may be.</summary>
    [Theory]
    [InlineData(0, 0xEB, 51_712)]
    [InlineData(0, 0xE9, 51_712)]
    [InlineData(0, 0xEA, 0)]
    [InlineData(12, 4, 103_424)] // Sectors of 1024 bytes.
    [InlineData(12, 8, 206_848)]
    [InlineData(12, 16, 413_696)]
    [InlineData(12, 1, 0)]
    [InlineData(12, 32, 0)]
    [InlineData(13, 1, 51_712)]
    [InlineData(13, 128, 51_712)]
    [InlineData(13, 3, 0)]
    [InlineData(13, 0, 0)]
    [InlineData(14, 0, 0)]
    [InlineData(16, 1, 51_712)]
    [InlineData(16, 4, 51_712)]
    [InlineData(16, 0, 0)]
    [InlineData(16, 5, 0)]
    [InlineData(21, 0xF0, 51_712)]
    [InlineData(21, 0xF8, 51_712)]
    [InlineData(21, 0xFF, 51_712)]
    [InlineData(21, 0xF7, 0)]
    [InlineData(21, 0xF1, 0)]
    [InlineData(19, 0, 512L * 0x30000)] // The number of 32 bits counts where that of 16 is zero.
    public void A_file_system_is_known_by_its_first_sector(int at, byte value, long expected)
    {
        byte[] sector = Fat(101);
        Put32(sector, 32, 0x30000);
        sector[at] = value;
        Assert.Equal(expected, BootImages.FatSize(sector));
    }

    private static byte[] Fat(byte blocks)
    {
        byte[] sector = new byte[Block];
        (sector[0], sector[12], sector[13], sector[14], sector[16], sector[19], sector[21]) = (0xEB, 2, 4, 1, 2, blocks, 0xF8);
        return sector;
    }
}
