using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Iso9660;

namespace IsoBuild.Core.Tests.Records;

/// <summary>Records of ECMA-119, byte by byte from its clauses.</summary>
public class EcmaRecordTests
{
    private static readonly DateTimeOffset Date = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);

    [Fact]
    public void Numbers_are_recorded_in_both_orders()
    {
        byte[] field = new byte[8];
        field.AsSpan().WriteBoth16(0x1234);
        Assert.Equal(Hex.Bytes("34 12 12 34 00 00 00 00"), field); // 7.2.3
        field.AsSpan().WriteBoth32(0x12345678);
        Assert.Equal(Hex.Bytes("78 56 34 12 12 34 56 78"), field); // 7.3.3
        Assert.Equal(0x12345678u, ((ReadOnlySpan<byte>)field).ReadBoth32(out bool agree));
        Assert.True(agree);

        Assert.Equal(0x1234, ((ReadOnlySpan<byte>)Hex.Bytes("34 12 12 34")).ReadBoth16(out agree));
        Assert.True(agree);
        Assert.Equal(0x1234, ((ReadOnlySpan<byte>)Hex.Bytes("34 12 12 35")).ReadBoth16(out agree));
        Assert.False(agree);
        Assert.Equal(1u, ((ReadOnlySpan<byte>)Hex.Bytes("01 00 00 00 00 00 00 02")).ReadBoth32(out agree));
        Assert.False(agree);
    }

    /// <summary>9.1.5: years since 1900, month, day, hour, minute, second, quarters of an hour east of Greenwich.</summary>
    [Theory]
    [InlineData("65 02 03 04 05 06 00", "2001-02-03T04:05:06Z")]
    [InlineData("65 02 03 04 05 06 08", "2001-02-03T02:05:06Z")]
    [InlineData("65 02 03 04 05 06 F0", "2001-02-03T08:05:06Z")]
    [InlineData("FF 0C 1F 17 3B 3B 00", "2155-12-31T23:59:59Z")]
    [InlineData("00 01 01 00 00 00 00", "1900-01-01T00:00:00Z")]
    [InlineData("64 02 1D 00 00 00 00", "2000-02-29T00:00:00Z")]
    [InlineData("00 00 00 00 00 00 00", null)] // not specified
    [InlineData("65 02 1D 00 00 00 00", null)] // 29 February 2001
    [InlineData("65 0D 01 00 00 00 00", null)]
    [InlineData("65 01 01 18 00 00 00", null)]
    [InlineData("65 01 01 00 3C 00 00", null)]
    [InlineData("65 01 01 00 00 3C 00", null)]
    // Zones that are none, as genisoimage gives them to dates that lie ahead: Greenwich, as with Linux and libarchive.
    [InlineData("65 01 01 00 00 00 7F", "2001-01-01T00:00:00Z")]
    [InlineData("89 06 05 04 03 02 A0", "2037-06-05T04:03:02Z")]
    public void Record_dates_are_read(string bytes, string? expected) =>
        Assert.Equal(expected, RecordDate.Read(Hex.Bytes(bytes)) is { } date ? ImageTimestamp.Format(date) : null);

    [Fact]
    public void Record_dates_are_written_in_utc()
    {
        byte[] field = new byte[7];
        RecordDate.Write(field, new DateTimeOffset(2001, 2, 3, 6, 5, 6, TimeSpan.FromHours(2)));
        Assert.Equal(Hex.Bytes("65 02 03 04 05 06 00"), field);
        RecordDate.Write(field, ImageTimestamp.Latest);
        Assert.Equal(Hex.Bytes("FF 0C 1F 17 3B 3B 00"), field);
    }

    /// <summary>8.4.26.1: sixteen digits and quarters of an hour.</summary>
    [Theory]
    [InlineData("'2001020304050600' 00", "2001-02-03T04:05:06Z")]
    [InlineData("'2001020304050699' 08", "2001-02-03T02:05:06Z")]
    [InlineData("'2001020304050600' F0", "2001-02-03T08:05:06Z")]
    [InlineData("'0000000000000000' 00", null)] // not specified
    [InlineData("'2001130304050600' 00", null)]
    [InlineData("'2001020304056000' 00", null)]
    [InlineData("'2001020304050600' 7F", null)]
    [InlineData("'9999123123595900' CC", null)] // 13 hours west of Greenwich, beyond the calendar
    [InlineData("'          050600' 00", null)]
    [InlineData("00000000000000000000000000000000 00", null)]
    public void Volume_dates_are_read(string bytes, string? expected) =>
        Assert.Equal(expected, VolumeDate.Read(Hex.Bytes(bytes)) is { } date ? ImageTimestamp.Format(date) : null);

    [Fact]
    public void Volume_dates_are_written_in_utc()
    {
        byte[] field = new byte[17];
        VolumeDate.Write(field, new DateTimeOffset(2001, 2, 3, 6, 5, 6, TimeSpan.FromHours(2)));
        Assert.Equal(Hex.Bytes("'2001020304050600' 00"), field);
        VolumeDate.Write(field, date: null);
        Assert.Equal(Hex.Bytes("'0000000000000000' 00"), field);
    }

    /// <summary>9.1, for a file whose identifier has an odd and one whose identifier has an even number of bytes.</summary>
    [Theory]
    [InlineData("A.TXT;1", "28 00 34120000 00001234 89670500 00056789 65020304050600 00 00 00 0100 0001 07 'A.TXT;1'")]
    [InlineData("AB.TXT;1", "2A 00 34120000 00001234 89670500 00056789 65020304050600 00 00 00 0100 0001 08 'AB.TXT;1' 00")]
    public void Directory_records_are_written_and_read(string identifier, string bytes)
    {
        byte[] expected = Hex.Bytes(bytes);
        byte[] record = new byte[DirectoryRecord.SizeWithIdentifier(identifier.Length)];
        WriteText(identifier, DirectoryRecord.Write(record, block: 0x1234, length: 0x56789, Date, flags: 0, identifier.Length));
        Assert.Equal(expected, record);

        DirectoryRecord read = new(expected);
        Assert.True(read.IsSound);
        Assert.Equal(0x1234u, read.Block);
        Assert.Equal(0x56789u, read.Length);
        Assert.Equal(Date, read.Recorded);
        Assert.False(read.IsDirectory || read.IsMultiExtent || read.IsSelfOrParent);
        Assert.Equal(identifier, System.Text.Encoding.ASCII.GetString(read.Identifier));
        Assert.True(read.SystemUse.IsEmpty);
    }

    [Fact]
    public void Directory_records_of_other_writers_are_read()
    {
        // The content begins after an extended attribute record of two blocks; hidden directory; system use after the padding byte.
        DirectoryRecord read = new(Hex.Bytes("28 02 10000000 00000010 00080000 00000800 65020304050600 03 00 00 0100 0001 02 'AB' 00 'XY' 05 01"));
        Assert.True(read.IsSound);
        Assert.Equal(0x12u, read.Block);
        Assert.True(read.IsDirectory);
        Assert.Equal(Hex.Bytes("'XY' 05 01"), read.SystemUse.ToArray());

        DirectoryRecord part = new(Hex.Bytes("22 00 10000000 00000010 00080000 00000800 65020304050600 80 00 00 0100 0001 01 'A'"));
        Assert.True(part.IsMultiExtent);
        Assert.False(part.IsSelfOrParent);
        Assert.True(new DirectoryRecord(Hex.Bytes("22 00 10000000 00000010 00080000 00000800 65020304050600 02 00 00 0100 0001 01 00")).IsSelfOrParent);
        Assert.True(new DirectoryRecord(Hex.Bytes("22 00 10000000 00000010 00080000 00000800 65020304050600 02 00 00 0100 0001 01 01")).IsSelfOrParent);
    }

    [Theory]
    [InlineData("24 00 10000000 00000010 00080000 00000800 65020304050600 02 00 00 0100 0001 01 'A'")] // longer than the sector
    [InlineData("21 00 10000000 00000010 00080000 00000800 65020304050600 02 00 00 0100 0001 01 'A'")] // shorter than its head
    [InlineData("22 00 10000000 00000010 00080000 00000800 65020304050600 02 00 00 0100 0001 00 'A'")] // no identifier
    [InlineData("22 00 10000000 00000010 00080000 00000800 65020304050600 02 00 00 0100 0001 02 'A'")] // identifier longer than the record
    public void Unsound_directory_records_are_known(string bytes) => Assert.False(new DirectoryRecord(Hex.Bytes(bytes)).IsSound);

    /// <summary>9.4, in both tables.</summary>
    [Theory]
    [InlineData("SRC", false, "03 00 14000000 0201 'SRC' 00")]
    [InlineData("SRC", true, "03 00 00000014 0102 'SRC' 00")]
    [InlineData("DOCS", false, "04 00 14000000 0201 'DOCS'")]
    [InlineData("DOCS", true, "04 00 00000014 0102 'DOCS'")]
    public void Path_table_records_are_written(string identifier, bool bigEndian, string bytes)
    {
        byte[] record = new byte[PathTableRecord.SizeWithIdentifier(identifier.Length)];
        WriteText(identifier, PathTableRecord.Write(record, block: 0x14, parent: 0x102, identifier.Length, bigEndian));
        Assert.Equal(Hex.Bytes(bytes), record);
    }

    private static void WriteText(string identifier, Span<byte> place) => System.Text.Encoding.ASCII.GetBytes(identifier, place);
}
