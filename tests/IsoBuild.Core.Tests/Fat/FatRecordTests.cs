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

    [Fact]
    public void Counts_of_fat32()
    {
        byte[] sector = new byte[512];
        new InfoSector(65_000, 540).Write(sector);

        Hex.AssertSame(Hex.Bytes("52526141"), sector.AsSpan(0, 4));
        Hex.AssertSame(Hex.Bytes("72724161 E8FD0000 1C020000 000000000000000000000000 000055AA"), sector.AsSpan(484));
        Assert.False(sector.AsSpan(4, 480).ContainsAnyExcept((byte)0));
        Assert.Equal(new InfoSector(65_000, 540), InfoSector.Read(sector));
        sector[511] = 0;
        Assert.Null(InfoSector.Read(sector));
    }

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

    [Theory]
    // A sum of bytes rotated right by one before each, by hand: of eleven spaces, and of names known from disks of Windows.
    [InlineData("THEQUI~1FOX", 0x07)]
    public void Checksum_of_a_short_name(string name, byte expected) => Assert.Equal(expected, LongName.Checksum(System.Text.Encoding.ASCII.GetBytes(name)));

    [Theory]
    [InlineData("BOOTX64.EFI", "BOOTX64 EFI", true, true)]
    [InlineData("README", "README     ", true, true)]
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
    [InlineData(0x005F, 0x0000, null)]
    [InlineData(0x0021, 0x001E, null)]
    public void Dates(int date, int time, string? expected) =>
        Assert.Equal(expected, FatDate.Read((ushort)date, (ushort)time)?.ToString("s", System.Globalization.CultureInfo.InvariantCulture));
}
