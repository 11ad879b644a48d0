using IsoBuild.ElTorito;

namespace IsoBuild.Core.Tests.Boot;

/// <summary>Records of the boot catalog against bytes made by hand (El Torito 2.0, figures 2 to 6).</summary>
public sealed class CatalogRecordTests
{
    private static byte[] Bytes(string hex) => [.. Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), .. new byte[CatalogRecord.Size]];

    private static BootEntry WithCriteria(int count) => new() { ImagePath = "a.bin", SelectionType = 1, SelectionCriteria = Enumerable.Range(1, count).Select(number => (byte)number).ToArray() };

    // All sixteen words add up to 0: 0x0001 + 0xAA55 wants 0x55AA, 0xEF01 + 0xAA55 wants 0x66AA, and "AB" adds 0x4241.
    [Theory]
    [InlineData(BootPlatform.Bios, "", "AA55")]
    [InlineData(BootPlatform.Uefi, "", "AA66")]
    [InlineData(BootPlatform.Bios, "AB", "6913")]
    public void A_validation_entry_has_header_platform_name_sum_and_key(BootPlatform platform, string id, string sum)
    {
        byte[] record = new byte[CatalogRecord.Size];
        CatalogRecord.WriteValidation(record, platform, id);

        string name = Convert.ToHexString(System.Text.Encoding.ASCII.GetBytes(id)).PadRight(48, '0');
        Assert.Equal($"01{(byte)platform:X2}0000{name}{sum}55AA", Convert.ToHexString(record));
        Assert.Equal(0, CatalogRecord.Sum(record));
    }

    [Theory]
    [InlineData("55AA", true)]
    [InlineData("AA55", false)]
    [InlineData("5500", false)]
    [InlineData("00AA", false)]
    public void The_key_is_55_AA_in_the_last_two_bytes(string key, bool has) =>
        Assert.Equal(has, new CatalogRecord.View(Bytes($"{new string('0', 60)}{key}")).HasKey);

    [Theory]
    [InlineData("01000000", true)]
    [InlineData("01EF0000", true)]
    [InlineData("01000100", false)]
    [InlineData("01000001", false)]
    public void A_validation_entry_keeps_bytes_2_and_3_empty(string head, bool empty) =>
        Assert.Equal(empty, new CatalogRecord.View(Bytes(head)).IsReservedEmpty);

    [Theory]
    [InlineData("8800", false)]
    [InlineData("8820", true)]
    [InlineData("88DF", false)]
    [InlineData("4420", true)]
    public void Bit_5_of_byte_1_says_that_an_extension_follows(string head, bool more) =>
        Assert.Equal(more, new CatalogRecord.View(Bytes(head)).HasMore);

    [Fact]
    public void A_section_header_has_its_fields_where_the_specification_has_them()
    {
        byte[] record = new byte[CatalogRecord.Size];
        CatalogRecord.WriteSection(record, BootPlatform.Uefi, 0x0102, "AB", isFinal: false);
        Assert.Equal($"90EF02014142{new string('0', 52)}", Convert.ToHexString(record));

        CatalogRecord.View view = new(record);
        Assert.Equal((0x90, 0xEF, 0x0102), (view.IndicatorByte, view.PlatformByte, view.EntryCount));
        Assert.Equal("AB"u8.ToArray(), view.SectionIdField.TrimEnd((byte)0).ToArray());
        Assert.Equal(28, view.SectionIdField.Length);

        CatalogRecord.WriteSection(record, BootPlatform.Uefi, 1, "AB", isFinal: true);
        Assert.Equal(0x91, record[0]);
    }

    [Fact]
    public void An_entry_has_its_fields_where_the_specification_has_them()
    {
        byte[] record = new byte[CatalogRecord.Size];
        CatalogRecord.WriteEntry(record, new BootEntry { ImagePath = "a.bin", Emulation = BootEmulation.HardDisk, LoadSegment = 0x1234, SelectionType = 1, SelectionCriteria = new byte[] { 0xC1, 0xC2 } }, systemType: 0x0B, loadSize: 0x5678, block: 0x12345678);
        Assert.Equal($"880434120B0078567856341201C1C2{new string('0', 34)}", Convert.ToHexString(record));

        CatalogRecord.View view = new(record);
        Assert.Equal((4, 0x1234, 0x0B, 0x5678, 0x12345678u, 1), (view.EmulationNumber, view.Segment, view.SystemTypeByte, view.LoadSectors, view.Block, view.SelectionTypeByte));
        Assert.Equal([0xC1, 0xC2], view.CriteriaField[..2].ToArray());
        Assert.Equal(19, view.CriteriaField.Length);

        CatalogRecord.WriteEntry(record, new BootEntry { ImagePath = "a.bin", IsBootable = false }, systemType: 0, loadSize: 4, block: 1);
        Assert.Equal(0, record[0]);
    }

    // 19 bytes have room in an entry, and 30 in each extension.
    [Theory]
    [InlineData(0, 0)]
    [InlineData(18, 0)]
    [InlineData(19, 0)]
    [InlineData(20, 1)]
    [InlineData(49, 1)]
    [InlineData(50, 2)]
    [InlineData(79, 2)]
    [InlineData(80, 3)]
    public void Criteria_that_an_entry_has_no_room_for_go_into_extensions(int length, int extensions)
    {
        BootEntry entry = WithCriteria(length);
        Assert.Equal(extensions, CatalogRecord.ExtensionCount(entry));

        byte[] record = new byte[CatalogRecord.Size];
        CatalogRecord.WriteEntry(record, entry, systemType: 0, loadSize: 4, block: 1);
        Assert.Equal(extensions > 0, new CatalogRecord.View(record).HasMore);
        Assert.Equal(Math.Min(length, 19), record.AsSpan(13).TrimEnd((byte)0).Length);
    }

    [Theory]
    [InlineData(1, "4400", 1)]
    [InlineData(30, "4400", 30)]
    [InlineData(31, "4420", 30)]
    public void An_extension_says_whether_another_follows(int left, string head, int held)
    {
        byte[] record = new byte[CatalogRecord.Size];
        CatalogRecord.WriteExtension(record, WithCriteria(left).SelectionCriteria.Span);

        Assert.Equal(head, Convert.ToHexString(record.AsSpan(0, 2)));
        Assert.Equal(held, record.AsSpan(2).TrimEnd((byte)0).Length);
        Assert.Equal(30, new CatalogRecord.View(record).ExtensionCriteriaField.Length);
    }
}
