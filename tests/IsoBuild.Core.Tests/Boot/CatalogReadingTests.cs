using System.Buffers.Binary;
using IsoBuild.Core.Tests.Reading;
using IsoBuild.Core.Tests.Records;
using IsoBuild.Diagnostics;
using IsoBuild.Reading;

namespace IsoBuild.Core.Tests.Boot;

/// <summary>Boot catalogs as they are read (El Torito 2.0 to 2.5), record by record. The catalog lies at sector 30.</summary>
public sealed class CatalogReadingTests
{
    private const int Sector = 2048;

    private const string Entry = "88 00 0000 00 00 0400 28000000";
    private const string Validation = "01 00 0000 'WHO'";

    [Fact]
    public void The_boot_record_may_be_the_first_descriptor()
    {
        byte[] image = Image([Validation, Entry]);
        byte[] primary = image[(16 * Sector)..(17 * Sector)];
        image.AsSpan(17 * Sector, Sector).CopyTo(image.AsSpan(16 * Sector));
        primary.CopyTo(image, 17 * Sector);
        Assert.Equal(16, Read(image, out _)!.RecordSector);
    }

    [Theory]
    [InlineData(0, 1)] // Another type of descriptor.
    [InlineData(7, 0x58)] // Another boot system.
    public void Another_boot_record_leads_to_none(int at, byte value)
    {
        byte[] image = Image([Validation, Entry]);
        image[(17 * Sector) + at] = value;
        Assert.Null(Read(image, out DiagnosticBag told));
        Assert.Empty(told.ToList());
    }

    /// <summary>The catalog must have a whole sector of the image.</summary>
    [Theory]
    [InlineData(31 * Sector, true)]
    [InlineData((31 * Sector) - 1, false)]
    public void A_catalog_beyond_the_end_is_told(int length, bool isThere)
    {
        BootCatalogReading catalog = Read(Image([Validation, Entry])[..length], out DiagnosticBag told)!;
        Assert.Equal((isThere, 30u, 17L, 30L * Sector), (catalog.IsReadable, catalog.Sector, catalog.RecordSector, catalog.Offset));
        Assert.Equal(isThere ? 32 : 0, catalog.Validation.Length);
        Assert.Equal(isThere ? [] : ["Warning ISOB3580 boot catalog"], told.ToList().Select(found => $"{found.Severity} {found.Code} {found.Item}"));
        Assert.All(told.ToList(), found => Assert.Contains($"byte 61440 for the boot catalog, beyond the image's end at {length}", found.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_catalog_begins_with_a_validation_entry(int first)
    {
        BootCatalogReading catalog = Read(Image([$"{first:X2} 00 0000", Entry]), out DiagnosticBag told)!;
        Assert.False(catalog.IsReadable);
        Assert.Empty(catalog.Entries);
        Diagnostic found = Assert.Single(told.ToList());
        Assert.Equal((DiagnosticId.BootCatalogUnreadable, DiagnosticSeverity.Warning, "boot catalog"), (found.Id, found.Severity, found.Item));
        Assert.Contains("There is no boot catalog at byte 61440", found.Message, StringComparison.Ordinal);
        Assert.Equal((1, 2048L), (catalog.RecordCount, catalog.Length));
    }

    /// <summary>Rows: the records behind the validation entry; the entries as record, platform, maker and how many bytes of criteria; the sections as record and how many entries follow; how many records there are.</summary>
    [Theory]
    [InlineData("E", "1:0:WHO:0", "", 2)]
    [InlineData("", "", "", 2)]
    [InlineData("0 S1 E", "3:EF:EFI:0", "2=1", 4)] // No default entry.
    [InlineData("E F1 E S1 E", "1:0:WHO:0 3:EF:EFI:0", "2=1", 4)] // Nothing comes behind the last section.
    [InlineData("E S1 E F1 E E", "1:0:WHO:0 3:EF:EFI:0 5:EF:EFI:0", "2=1 4=1", 6)]
    [InlineData("E S2 E F1 E", "1:0:WHO:0 3:EF:EFI:0 5:EF:EFI:0", "2=1 4=1", 6)] // A header ends a section that is said to go on.
    [InlineData("E S2 E E", "1:0:WHO:0 3:EF:EFI:0 4:EF:EFI:0", "2=2", 5)]
    [InlineData("E S2 E 0 E", "1:0:WHO:0 3:EF:EFI:0", "2=1", 4)] // Zeros do so too.
    [InlineData("E S2 E X", "1:0:WHO:0 3:EF:EFI:0", "2=1", 4)] // And an extension that belongs to nothing.
    [InlineData("E S0 F1 E", "1:0:WHO:0 4:EF:EFI:0", "2=0 3=1", 5)]
    [InlineData("E F1 M X", "1:0:WHO:0 3:EF:EFI:21", "2=1", 5)]
    [InlineData("E F1 M Y X X", "1:0:WHO:0 3:EF:EFI:51", "2=1", 6)] // The first says that another follows; the second does not.
    [InlineData("E F1 M E", "1:0:WHO:0 3:EF:EFI:2", "2=1", 4)] // None follows.
    [InlineData("E F1 E X", "1:0:WHO:0 3:EF:EFI:0", "2=1", 4)] // None is said to.
    [InlineData("M X", "1:0:WHO:0", "", 2)] // The default entry has none.
    public void Records_follow_each_other(string records, string entries, string sections, int count)
    {
        BootCatalogReading catalog = Read(Image([Validation, .. records.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Of)]), out DiagnosticBag told)!;
        Assert.Equal(entries, string.Join(' ', catalog.Entries.Select(entry => $"{entry.Record}:{entry.Platform:X}:{entry.Id}:{entry.Criteria.Length}")));
        Assert.Equal(sections, string.Join(' ', catalog.Sections.Select(section => $"{section.Record}={section.Found}")));
        Assert.Equal((count, 2048L, false), (catalog.RecordCount, catalog.Length, catalog.IsCut));
        Assert.Empty(told.ToList());
    }

    /// <summary>19 bytes of criteria are in the entry, 30 in each extension; zeros at their end are none.</summary>
    [Fact]
    public void Criteria_go_on_in_extensions()
    {
        BootCatalogReading catalog = Read(Image([Validation, Entry, Of("F1"), Of("M"), Of("Y"), Of("X")]), out _)!;
        byte[] expected = [1, 2, .. new byte[17], 5, 6, .. new byte[28], 5, 6];
        Assert.Equal(2, catalog.Entries.Count);
        Assert.Equal(expected, catalog.Entries[1].Criteria);
        Assert.Equal(6, catalog.RecordCount);
    }

    /// <summary>64 records of 32 bytes are a sector.</summary>
    [Theory]
    [InlineData(61, 64, 2048)]
    [InlineData(62, 65, 4096)]
    public void Records_may_go_on_in_further_sectors(int entries, int count, long length)
    {
        BootCatalogReading catalog = Read(Image([Validation, Entry, $"91 EF {entries:X2}00", .. Enumerable.Repeat(Entry, entries)], 40 * Sector), out _)!;
        Assert.Equal((entries + 1, count, length), (catalog.Entries.Count, catalog.RecordCount, catalog.Length));
    }

    private static string Of(string sign) => sign switch
    {
        "E" => Entry,
        "M" => "88 20 0000 00 00 0400 28000000 00 0102",
        "X" => "44 00 0506",
        "Y" => "44 20 0506",
        "0" => "",
        _ => $"{(sign[0] == 'S' ? "90" : "91")} EF 0{sign[1]}00 'EFI'",
    };

    private static byte[] Image(IEnumerable<string> records, int length = 31 * Sector)
    {
        byte[] boot = Hex.Bytes("00 'CD001' 01 'EL TORITO SPECIFICATION'");
        Array.Resize(ref boot, Sector);
        BinaryPrimitives.WriteUInt32LittleEndian(boot.AsSpan(71), 30);
        byte[] catalog = [.. records.SelectMany(record => Hex.Bytes(record).Concat(new byte[32]).Take(32))];
        return new Disc { Length = length }.Directory(20).Put(17, boot).Put(18, Hex.Bytes("FF 'CD001' 01")).Put(30, catalog).ToBytes();
    }

    private static BootCatalogReading? Read(byte[] bytes, out DiagnosticBag told)
    {
        ImageFile image = SparseBytes.Cooked(bytes);
        return BootCatalogReader.Read(image, DescriptorSet.Read(image, 0), told = new DiagnosticBag());
    }
}
