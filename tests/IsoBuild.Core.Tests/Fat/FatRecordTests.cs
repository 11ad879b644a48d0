using IsoBuild.Core.Tests.Records;
using IsoBuild.Fat;

namespace IsoBuild.Core.Tests.Fat;

/// <summary>Records, byte by byte as FAT 1.03 has them.</summary>
public class FatRecordTests
{
    private static readonly DateTimeOffset Date = new(2026, 1, 31, 12, 34, 57, TimeSpan.Zero);

    [Fact]
    public void Boot_sector_of_fat16()
    {
        byte[] sector = new byte[512];
        new BootSector { RootEntries = 512, TotalSectors = 4172, SectorsPerTable = 17, SerialNumber = 0x12345678, Label = "ESP" }.Write(sector);

        Hex.AssertSame(
            Hex.Bytes("EB3C90 'MSWIN4.1' 0002 01 0100 02 0002 4C10 F8 1100 2000 4000 00000000 00000000 80 00 29 78563412 'ESP        ' 'FAT16   '"),
            sector.AsSpan(0, 62));
        Assert.Equal("55AA", Convert.ToHexString(sector, 510, 2));
        // The jump leads to byte 62. Loaded at 7C00, the message begins at 7C57, behind 25 bytes of code.
        Assert.Equal("FC31C08ED8BE577CAC84C07409B40EBB0700CD10EBF2F4EBFD0D0A", Convert.ToHexString(sector, 62, 27));
        Assert.Equal(FatKind.Fat16, BootSector.Read(sector).Kind);
    }

    [Fact]
    public void Boot_sector_of_fat32()
    {
        byte[] sector = new byte[512];
        new BootSector { IsLarge = true, ReservedSectors = 32, TotalSectors = 66_600, SectorsPerTable = 513, RootCluster = 2, InfoSectorNumber = 1, BackupSector = 6, SerialNumber = 1 }.Write(sector);

        Hex.AssertSame(
            Hex.Bytes("EB5890 'MSWIN4.1' 0002 01 2000 02 0000 0000 F8 0000 2000 4000 00000000 28040100 01020000 0000 0000 02000000 0100 0600 000000000000000000000000 80 00 29 01000000 'NO NAME    ' 'FAT32   '"),
            sector.AsSpan(0, 90));
    }

    [Fact]
    public void A_boot_sector_is_read_as_it_was_written()
    {
        BootSector[] sectors =
        [
            new() { RootEntries = 512, TotalSectors = 4172, SectorsPerTable = 17, SerialNumber = 0x12345678, Label = "ESP" },
            new() { RootEntries = 224, TotalSectors = 2880, SectorsPerTable = 9, SectorsPerCluster = 2, HiddenSectors = 63 },
            new() { RootEntries = 512, TotalSectors = 70_000, SectorsPerTable = 256, SectorsPerCluster = 2 },
            new() { IsLarge = true, ReservedSectors = 32, TotalSectors = 66_600, SectorsPerTable = 513, RootCluster = 2, InfoSectorNumber = 1, BackupSector = 6 },
            new() { IsLarge = true, ReservedSectors = 32, TotalSectors = 66_600, SectorsPerTable = 513, RootCluster = 2, MirrorFlags = 0x81 },
        ];
        byte[] bytes = new byte[512];
        foreach (BootSector sector in sectors)
        {
            Array.Clear(bytes);
            sector.Write(bytes);
            Assert.Equal(sector, BootSector.Read(bytes));
            Assert.Null(sector.Problem());
        }
    }

    /// <summary>Every field has a value of its own, at the offset that the specification gives.</summary>
    [Fact]
    public void Fields_of_a_foreign_boot_sector()
    {
        byte[] sector = new byte[512];
        sector.Put(0, "EB5890 'mkfs.fat' 0004 08 2100 03 0000 0000 F0 0000 3F00 FF00 00080000 00000500 03020000 8100 0201 05000000 0300 0700 000000000000000000000000 80 00 29 78563412 'FOREIGN    ' 'FAT32   '");
        BootSector expected = new()
        {
            BytesPerSector = 1024,
            SectorsPerCluster = 8,
            ReservedSectors = 33,
            TableCount = 3,
            Media = 0xF0,
            HiddenSectors = 2048,
            TotalSectors = 0x50000,
            IsLarge = true,
            SectorsPerTable = 0x203,
            MirrorFlags = 0x81,
            Version = 0x102,
            RootCluster = 5,
            InfoSectorNumber = 3,
            BackupSector = 7,
            SerialNumber = 0x12345678,
            Label = "FOREIGN",
            HasSignature = false,
        };
        Assert.Equal(expected, BootSector.Read(sector));

        // Without the signature 29, serial number and label are not there.
        sector[66] = 0x28;
        Assert.Equal(expected with { SerialNumber = 0, Label = "" }, BootSector.Read(sector));

        // With a size of tables in the place of FAT16, there are no fields of FAT32; root entries and the smaller total are where they were.
        sector.Put(17, "2000 3412 F0 0900");
        sector.Put(38, "29 44332211 'SMALL      '");
        sector.Put(510, "55AA");
        Assert.Equal(
            expected with { IsLarge = false, RootEntries = 32, TotalSectors = 0x1234, SectorsPerTable = 9, MirrorFlags = 0, Version = 0, RootCluster = 0, InfoSectorNumber = 0, BackupSector = 0, SerialNumber = 0x11223344, Label = "SMALL", HasSignature = true },
            BootSector.Read(sector));
        sector[38] = 0x28;
        Assert.Equal((0u, ""), (BootSector.Read(sector).SerialNumber, BootSector.Read(sector).Label));
    }

    /// <summary>FAT 1.03, BPB_TotSec16 and BPB_TotSec32: below 0x10000 in the first, but for FAT32.</summary>
    [Theory]
    [InlineData(false, 65_535, "FFFF", "00000000")]
    [InlineData(false, 65_536, "0000", "00000100")]
    [InlineData(true, 65_535, "0000", "FFFF0000")]
    public void Where_the_total_stands(bool isLarge, uint total, string small, string large)
    {
        byte[] sector = new byte[512];
        new BootSector { IsLarge = isLarge, TotalSectors = total }.Write(sector);
        Assert.Equal((small, large), (Convert.ToHexString(sector, 19, 2), Convert.ToHexString(sector, 32, 4)));
    }

    /// <summary>FAT 1.03, BPB_ExtFlags: bits 0 to 3 number the table that counts, if bit 7 says that only one does. Other kinds have no such field.</summary>
    [Theory]
    [InlineData(true, 0x0000, 0, true)]
    [InlineData(true, 0x0003, 0, true)]
    [InlineData(true, 0x0080, 0, false)]
    [InlineData(true, 0x0081, 1, false)]
    [InlineData(true, 0xFFFF, 15, false)]
    [InlineData(true, 0xFF72, 0, true)]
    [InlineData(false, 0x0081, 0, true)]
    public void Which_table_counts(bool isLarge, ushort flags, int active, bool isMirrored)
    {
        BootSector sector = new() { IsLarge = isLarge, MirrorFlags = flags };
        Assert.Equal((active, isMirrored), (sector.ActiveTable, sector.IsMirrored));
    }

    /// <summary>From a FAT12 with one sector each of itself, two tables, a root and data; and a FAT32 without the root.</summary>
    [Theory]
    [InlineData(false, 11, "0002", null)]
    [InlineData(false, 11, "0004", null)]
    [InlineData(false, 11, "0008", null)]
    [InlineData(false, 11, "0010", null)]
    [InlineData(false, 11, "0001", "sectors have 256 bytes, not 512, 1024, 2048 or 4096")]
    [InlineData(false, 11, "0003", "sectors have 768 bytes, not 512, 1024, 2048 or 4096")]
    [InlineData(false, 11, "0020", "sectors have 8192 bytes, not 512, 1024, 2048 or 4096")]
    [InlineData(false, 13, "00", "clusters have 0 sectors, which is not a power of two")]
    [InlineData(false, 13, "03", "clusters have 3 sectors, which is not a power of two")]
    [InlineData(false, 13, "02", "there is no room for data after its tables")]
    [InlineData(false, 14, "0000", "it has no sectors for itself, for tables or for data")]
    [InlineData(false, 16, "00", "it has no sectors for itself, for tables or for data")]
    [InlineData(true, 36, "00000000", "it has no sectors for itself, for tables or for data")]
    [InlineData(false, 19, "0000", "it has no sectors for itself, for tables or for data")]
    [InlineData(false, 17, "0000", "its root directory has no entries")]
    [InlineData(false, 17, "0100", null)]
    [InlineData(false, 17, "1100", "there is no room for data after its tables")]
    [InlineData(true, 17, "0000", null)]
    [InlineData(false, 19, "0400", "there is no room for data after its tables")]
    [InlineData(false, 19, "0500", null)]
    [InlineData(false, 21, "F0", null)]
    [InlineData(false, 21, "F1", "the medium is 0xF1, not 0xF0 or 0xF8 to 0xFF")]
    [InlineData(false, 21, "F7", "the medium is 0xF7, not 0xF0 or 0xF8 to 0xFF")]
    [InlineData(false, 21, "F8", null)]
    [InlineData(false, 21, "FF", null)]
    [InlineData(true, 42, "0201", "its version is 1.2, not 0.0")]
    [InlineData(false, 42, "0201", null)]
    public void What_makes_no_file_system(bool isLarge, int offset, string field, string? expected)
    {
        byte[] bytes = new byte[512];
        new BootSector { IsLarge = isLarge, RootEntries = isLarge ? 0 : 16, SectorsPerTable = 1, TotalSectors = isLarge ? 4u : 5u }.Write(bytes);
        Assert.Null(BootSector.Read(bytes).Problem());

        bytes.Put(offset, field);

        Assert.Equal(expected, BootSector.Read(bytes).Problem());
    }

    [Fact]
    public void Counts_of_fat32()
    {
        byte[] sector = new byte[512];
        new InfoSector(65_000, 540).Write(sector);

        Hex.AssertSame(Hex.Bytes("52526141"), sector.AsSpan(0, 4));
        Hex.AssertSame(Hex.Bytes("72724161 E8FD0000 1C020000 000000000000000000000000 000055AA"), sector.AsSpan(484));
        Assert.False(sector.AsSpan(4, 480).ContainsAnyExcept((byte)0));
        Assert.Equal(new InfoSector(65_000, 540), InfoSector.Read(sector));
    }

    /// <summary>FAT 1.03, "FAT32 FSInfo Sector Structure": a signature at the beginning, before the counts and at the end.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(484)]
    [InlineData(487)]
    [InlineData(508)]
    [InlineData(511)]
    public void Counts_without_their_signatures_are_none(int offset)
    {
        byte[] sector = new byte[512];
        new InfoSector(1, 2).Write(sector);
        sector[offset] ^= 1;
        Assert.Null(InfoSector.Read(sector));
    }

    /// <summary>Entries of 12 bits take one and a half bytes each.</summary>
    [Theory]
    [InlineData(12, 2, 3)]
    [InlineData(12, 3, 5)]
    [InlineData(12, 341, 512)]
    [InlineData(12, 342, 513)]
    [InlineData(16, 3, 6)]
    [InlineData(32, 3, 12)]
    public void Bytes_that_entries_take(int kind, long entries, long expected) => Assert.Equal(expected, AllocationTable.Length((FatKind)kind, entries));

    [Theory]
    [InlineData(12, 512, 341)]
    [InlineData(12, 4, 2)]
    [InlineData(12, 5, 3)]
    [InlineData(16, 512, 256)]
    [InlineData(16, 3, 1)]
    [InlineData(32, 512, 128)]
    [InlineData(32, 7, 1)]
    public void Whole_entries_in_bytes(int kind, long bytes, long expected) => Assert.Equal(expected, AllocationTable.Entries((FatKind)kind, bytes));

    /// <summary>Two entries of 12 bits share three bytes: 0x123 and 0xABC are 23 C1 AB.</summary>
    [Fact]
    public void Entries_of_twelve_bits()
    {
        byte[] table = new byte[6];
        uint[] entries = [0x123, 0xABC, 0xFFF, 0x002];
        for (uint cluster = 0; cluster < entries.Length; cluster++)
        {
            AllocationTable.Write(FatKind.Fat12, table.AsSpan((int)AllocationTable.Offset(FatKind.Fat12, cluster)), cluster, entries[cluster]);
        }

        Assert.Equal("23C1ABFF2F00", Convert.ToHexString(table));
        Assert.Equal([0x123u, 0xABCu, AllocationTable.End, 2u], entries.Select((_, i) => AllocationTable.Read(FatKind.Fat12, table.AsSpan((int)AllocationTable.Offset(FatKind.Fat12, (uint)i)), (uint)i)));
    }

    [Theory]
    [InlineData(12, "F7FF", AllocationTable.Bad)]
    [InlineData(12, "F8FF", AllocationTable.End)]
    [InlineData(12, "F60F", 0xFF6u)]
    [InlineData(16, "F7FF", AllocationTable.Bad)]
    [InlineData(16, "F8FF", AllocationTable.End)]
    [InlineData(16, "F6FF", 0xFFF6u)]
    [InlineData(32, "F7FFFFFF", AllocationTable.Bad)]
    [InlineData(32, "FFFFFF0F", AllocationTable.End)]
    [InlineData(32, "050000F0", 5u)]
    public void Marks_of_the_table(int kind, string bytes, uint expected) =>
        Assert.Equal(expected, AllocationTable.Read((FatKind)kind, Convert.FromHexString(bytes), 2));

    [Fact]
    public void Directory_entry()
    {
        byte[] record = new byte[32];
        DirectoryEntry.Write(record, "GRUBX64 EFI", FatAttributes.Archive, Date, 0x12345, 1_000_000);

        // 2026-01-31: 46 years, month 1, day 31 are 0x5C3F; 12:34:57: 12, 34, 28 are 0x645C, and a second of hundredths remains.
        Hex.AssertSame(Hex.Bytes("'GRUBX64 EFI' 20 00 64 5C64 3F5C 3F5C 0100 5C64 3F5C 4523 40420F00"), record);
        DirectoryEntry entry = new(record);
        Assert.Equal("GRUBX64.EFI", ShortName.Show(entry.NameBytes, entry.Case));
        Assert.Equal(Date.AddSeconds(-1), entry.Written);
        Assert.Equal(0x12345u, entry.Cluster(FatKind.Fat32));
        Assert.Equal(0x2345u, entry.Cluster(FatKind.Fat16));
    }

    [Fact]
    public void A_label_has_the_date_of_writing_alone()
    {
        byte[] record = new byte[32];
        DirectoryEntry.Write(record, "ESP        ", FatAttributes.VolumeLabel, Date, 0, 0);

        Hex.AssertSame(Hex.Bytes("'ESP        ' 08 00 00 0000 0000 0000 0000 5C64 3F5C 0000 00000000"), record);
    }

    /// <summary>The example of the specification: "The quick brown.fox", with the short name THEQUI~1.FOX.</summary>
    [Fact]
    public void Long_name_of_the_specification()
    {
        byte[] entries = new byte[64];
        LongName.Write(entries, "The quick brown.fox", "THEQUI~1FOX");

        Hex.AssertSame(
            Hex.Bytes("""
                42 'w'00'n'00'.'00'f'00'o'00 0F 00 07 'x'00 0000 FFFF FFFF FFFF FFFF 0000 FFFF FFFF
                01 'T'00'h'00'e'00' '00'q'00 0F 00 07 'u'00'i'00'c'00'k'00' '00'b'00 0000 'r'00'o'00
                """),
            entries);
    }

    /// <summary>FAT 1.03: bits 6 and 7 of the attributes are reserved, and 0F in the others is a part of a long name.</summary>
    [Theory]
    [InlineData(0x00, "")]
    [InlineData(0x20, "")]
    [InlineData(0x10, "directory")]
    [InlineData(0x37, "directory")]
    [InlineData(0x08, "label")]
    [InlineData(0x28, "label")]
    [InlineData(0xC8, "label")]
    [InlineData(0x0E, "label")]
    [InlineData(0x0F, "long name")]
    [InlineData(0xCF, "long name")]
    [InlineData(0x2F, "long name")]
    public void What_an_entry_is(byte attributes, string expected)
    {
        byte[] record = new byte[32];
        record[0] = (byte)'A';
        record[11] = attributes;
        DirectoryEntry entry = new(record);
        Assert.Equal(expected, string.Join(' ', ((bool, string)[])[(entry.IsDirectory, "directory"), (entry.IsLabel, "label"), (entry.IsLongName, "long name")] is var kinds ? kinds.Where(kind => kind.Item1).Select(kind => kind.Item2) : []));
        Assert.Equal(attributes & 0x3F, (int)entry.Attributes);
        Assert.Equal((false, false), (entry.IsEnd, entry.IsDeleted));
    }

    [Theory]
    // A sum of bytes rotated right by one before each, by hand: of eleven spaces, and of names known from disks of Windows.
    [InlineData("THEQUI~1FOX", 0x07)]
    public void Checksum_of_a_short_name(string name, byte expected) => Assert.Equal(expected, LongName.Checksum(System.Text.Encoding.ASCII.GetBytes(name)));

    [Theory]
    [InlineData("BOOTX64.EFI", "BOOTX64 EFI", true, true)]
    [InlineData("README", "README     ", true, true)]
    [InlineData("ABCDEFGH.IJK", "ABCDEFGHIJK", true, true)]
    [InlineData("ABCDEFGHI", "ABCDEFGH   ", false, false)]
    [InlineData("A.BCDE", "A       BCD", false, false)]
    [InlineData("A B", "AB         ", false, false)]
    [InlineData("$%'-_@~`.!()", "$%'-_@~`!()", true, true)]
    [InlineData("{}^#&09.AZ", "{}^#&09 AZ ", true, true)]
    [InlineData("az", "AZ         ", true, false)]
    [InlineData("A.b", "A       B  ", true, false)]
    [InlineData("A,;=[]", "A_____     ", false, false)]
    [InlineData("grubx64.efi", "GRUBX64 EFI", true, false)]
    [InlineData("A-B_C~1.(X)", "A-B_C~1 (X)", true, true)]
    [InlineData("archive.tar.gz", "ARCHIVETGZ ", false, false)]
    [InlineData("long file name.text", "LONGFILETEX", false, false)]
    [InlineData(".hidden", "HIDDEN     ", false, false)]
    [InlineData("a+b.c", "A_B     C  ", false, false)]
    [InlineData("é.txt", "_       TXT", false, false)]
    [InlineData("\U0001F600.txt", "_       TXT", false, false)]
    [InlineData("...x", "X          ", false, false)]
    public void Short_names(string name, string expected, bool isSame, bool hasCapitals)
    {
        Assert.Equal(expected, ShortName.Of(name, out bool same, out bool capitals));
        Assert.Equal((isSame, hasCapitals), (same, capitals));
    }

    [Theory]
    [InlineData("LONGFILETEX", "~1", "LONGFI~1TEX")]
    [InlineData("LONGFILETEX", "~12", "LONGF~12TEX")]
    [InlineData("_       TXT", "~1", "_~1     TXT")]
    [InlineData("ABCDEF  TXT", "~1", "ABCDEF~1TXT")]
    [InlineData("ABCDEFGH   ", "~1234567", "~1234567   ")]
    public void Tails(string name, string tail, string expected) => Assert.Equal(expected, ShortName.WithTail(name, tail));

    [Fact]
    public void Foreign_short_names_are_shown()
    {
        // 0x05 stands for 0xE5; 0x81 is ü in code page 437. Bits 3 and 4 ask for small letters.
        Assert.Equal("σü.EFI", ShortName.Show([0x05, 0x81, .. "      EFI"u8], 0));
        Assert.Equal("grubx64.EFI", ShortName.Show("GRUBX64 EFI"u8, 0x08));
        Assert.Equal("GRUBX64.efi", ShortName.Show("GRUBX64 EFI"u8, 0x10));
    }

    [Theory]
    [InlineData(0x0021, 0x0000, "1980-01-01T00:00:00")]
    [InlineData(0xFF9F, 0xBF7D, "2107-12-31T23:59:58")]
    [InlineData(0x0000, 0x0000, null)]
    // Month 0, 13 and 15; day 0 and 32 of January, 29 of February in years with and without it, 31 of April.
    [InlineData(0x0001, 0x0000, null)]
    [InlineData(0x01A1, 0x0000, null)]
    [InlineData(0x01E1, 0x0000, null)]
    [InlineData(0x0020, 0x0000, null)]
    [InlineData(0x003F, 0x0000, "1980-01-31T00:00:00")]
    [InlineData(0x005D, 0x0000, "1980-02-29T00:00:00")]
    [InlineData(0x025D, 0x0000, null)]
    [InlineData(0x005F, 0x0000, null)]
    [InlineData(0x009F, 0x0000, null)]
    // Second 58 and 60, minute 59 and 60, hour 23 and 24.
    [InlineData(0x0021, 0x001D, "1980-01-01T00:00:58")]
    [InlineData(0x0021, 0x001E, null)]
    [InlineData(0x0021, 0x0760, "1980-01-01T00:59:00")]
    [InlineData(0x0021, 0x0780, null)]
    [InlineData(0x0021, 0xB800, "1980-01-01T23:00:00")]
    [InlineData(0x0021, 0xC000, null)]
    public void Dates(int date, int time, string? expected) =>
        Assert.Equal(expected, FatDate.Read((ushort)date, (ushort)time)?.ToString("s", System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The ends of the range, and the next second on either side.</summary>
    [Theory]
    [InlineData("1979-12-31T23:59:59Z", false, 0x0021, 0x0000, 0)]
    [InlineData("1980-01-01T00:00:00Z", true, 0x0021, 0x0000, 0)]
    [InlineData("1980-01-01T00:00:01Z", true, 0x0021, 0x0000, 100)]
    [InlineData("1980-01-01T00:30:00+01:00", false, 0x0021, 0x0000, 0)]
    [InlineData("2107-12-31T23:59:58Z", true, 0xFF9F, 0xBF7D, 0)]
    [InlineData("2107-12-31T23:59:59Z", true, 0xFF9F, 0xBF7D, 100)]
    [InlineData("2108-01-01T00:00:00Z", false, 0xFF9F, 0xBF7D, 100)]
    [InlineData("9999-12-31T23:59:59Z", false, 0xFF9F, 0xBF7D, 100)]
    public void Dates_that_are_stored(string text, bool isInRange, int date, int time, int hundredths)
    {
        DateTimeOffset instant = DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        DateTimeOffset stored = FatDate.Clamp(instant);

        Assert.Equal(isInRange, FatDate.IsInRange(instant));
        Assert.Equal(isInRange, stored == instant);
        Assert.Equal((date, time, hundredths), (FatDate.Date(stored), FatDate.Time(stored), FatDate.Hundredths(stored)));
    }
}
