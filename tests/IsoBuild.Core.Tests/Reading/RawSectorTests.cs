using IsoBuild.Core.Tests.Records;
using IsoBuild.Reading;

namespace IsoBuild.Core.Tests.Reading;

/// <summary>Sectors as a disc has them (ECMA-130 14), byte by byte.</summary>
public sealed class RawSectorTests
{
    private const int Full = 2352;

    /// <summary>Minutes, seconds and 75ths, in decimal digits; 100 minutes and more begin anew. The numbers are (minutes × 60 + seconds) × 75 + frames.</summary>
    [Theory]
    [InlineData("00 00 00", 0)]
    [InlineData("00 02 00", 150)]
    [InlineData("00 09 00", 675)]
    [InlineData("00 10 00", 750)]
    [InlineData("00 00 09", 9)]
    [InlineData("00 00 10", 10)]
    [InlineData("00 59 74", 4499)]
    [InlineData("09 00 00", 40_500)]
    [InlineData("10 00 00", 45_000)]
    [InlineData("99 59 74", 449_999)]
    [InlineData("A0 00 00", 0)]
    [InlineData("A1 00 01", 4501)]
    [InlineData("0A 00 00", null)]
    [InlineData("00 0A 00", null)]
    [InlineData("00 00 0A", null)]
    [InlineData("00 60 00", null)]
    [InlineData("00 00 75", null)]
    [InlineData("0A 0A 00", null)]
    public void An_address_is_decimal_digits(string field, int? expected) => Assert.Equal(expected, SectorAddress.Of([.. new byte[12], .. Hex.Bytes(field)]));

    [Theory]
    [InlineData(0, "00:00:00")]
    [InlineData(74, "00:00:74")]
    [InlineData(75, "00:01:00")]
    [InlineData(4499, "00:59:74")]
    [InlineData(4500, "01:00:00")]
    [InlineData(449_999, "99:59:74")]
    public void An_address_is_shown_as_people_write_it(int address, string expected) => Assert.Equal(expected, SectorAddress.Show(address));

    [Theory]
    [InlineData(150, 0, 150)]
    [InlineData(0, 449_999, 449_999)]
    [InlineData(449_990, 9, 449_999)]
    [InlineData(449_990, 10, 0)]
    [InlineData(5, -16, 449_989)]
    [InlineData(0, 900_001, 1)]
    public void Addresses_rise_and_begin_anew(int first, long sector, int expected) => Assert.Equal(expected, SectorAddress.Expected(first, sector));

    /// <summary>The descriptor is in sector 3, and 16 sectors from there on tell. What lies before may be a pregap without addresses.</summary>
    [Theory]
    [InlineData(20, -1, "", 97)]
    [InlineData(4, -1, "", null)] // One sector tells no difference.
    [InlineData(5, -1, "", 97)]
    [InlineData(20, 15, "0A 00 00", null)]
    [InlineData(20, 16, "0A 00 00", 97)]
    [InlineData(20, 15, "unsynchronised", 97)]
    [InlineData(20, 1, "unsynchronised", null)]
    [InlineData(20, 0, "unsynchronised", null)]
    public void The_first_sectors_tell_whether_there_are_addresses(int sectors, int changed, string field, int? expected)
    {
        const int start = 100;
        byte[] bytes = new byte[start + (sectors * Full)];
        for (int i = 0; i < sectors; i++)
        {
            Span<byte> sector = bytes.AsSpan(start + (i * Full), Full);
            sector[1..11].Fill(0xFF);
            (sector[13], sector[14]) = i < 3 ? ((byte)0x0B, (byte)0x0B) : ((byte)1, Convert.ToByte($"{25 + i - 3:00}", 16));
            if (i == 3 + changed)
            {
                (field == "unsynchronised" ? new byte[12] : Hex.Bytes(field)).CopyTo(sector[(field == "unsynchronised" ? 0 : 12)..]);
            }
        }

        SectorGeometry geometry = new(SectorFormat.RawMode1, start, Full, 16);
        Assert.Equal(expected, SectorAddress.OfFirst(new SparseBytes(bytes.Length).Put(0, bytes), geometry, 3));
    }

    [Theory]
    [InlineData(15, 97)] // The last of those that are looked at is another.
    [InlineData(16, null)]
    public void Addresses_that_are_all_the_same_are_none(int other, int? expected)
    {
        byte[] bytes = new byte[20 * Full];
        for (int i = 0; i < 20; i++)
        {
            bytes.AsSpan((i * Full) + 1, 10).Fill(0xFF);
            bytes[(i * Full) + 13] = 1;
            bytes[(i * Full) + 14] = (byte)(i == 3 + other ? 0x26 : 0x25);
        }

        Assert.Equal(expected, SectorAddress.OfFirst(new SparseBytes(bytes.Length).Put(0, bytes), new SectorGeometry(SectorFormat.RawMode1, 0, Full, 16), 3));
        Assert.Null(SectorAddress.OfFirst(new SparseBytes(bytes.Length).Put(0, bytes), new SectorGeometry(SectorFormat.RawMode2Form1, 0, 2336, 8), 3));
    }

    /// <summary>The checksum ends with the 276 bytes of correction behind it, and in mode 1 eight zeros before those (ECMA-130 14.2 to 14.4). Where all that is zero, or is not there, there is no checksum.</summary>
    [Theory]
    [InlineData(SectorFormat.RawMode1, 2352, 16, 2352, -1, false)]
    [InlineData(SectorFormat.RawMode1, 2352, 16, 2352, 2064, true)]
    [InlineData(SectorFormat.RawMode1, 2352, 16, 2352, 2351, true)]
    [InlineData(SectorFormat.RawMode1, 2352, 16, 2351, 2064, false)]
    [InlineData(SectorFormat.RawMode1, 2448, 16, 2448, 2352, false)] // A subchannel.
    [InlineData(SectorFormat.RawMode1, 2448, 16, 2448, 2351, true)]
    [InlineData(SectorFormat.RawMode2Form1, 2352, 24, 2352, -1, false)]
    [InlineData(SectorFormat.RawMode2Form1, 2352, 24, 2352, 2072, true)]
    [InlineData(SectorFormat.RawMode2Form1, 2352, 24, 2352, 2351, true)]
    [InlineData(SectorFormat.RawMode2Form1, 2352, 24, 2351, 2072, false)]
    [InlineData(SectorFormat.RawMode2Form1, 2336, 8, 2336, 2335, true)]
    [InlineData(SectorFormat.RawMode2Form1, 2336, 8, 2335, 2060, false)]
    [InlineData(SectorFormat.RawMode2Form1, 2056, 8, 2056, -1, false)]
    [InlineData(SectorFormat.RawMode2Form1, 2056, 8, 4112, 2060, false)] // What lies behind is the next sector.
    public void A_checksum_is_there_when_anything_is(SectorFormat format, int stride, int header, int length, int set, bool isTold)
    {
        byte[] sector = new byte[length];
        if (stride >= Full)
        {
            sector.AsSpan(1, 10).Fill(0xFF);
            sector[15] = (byte)(format == SectorFormat.RawMode1 ? 1 : 2);
        }

        sector[header + 5] = 7;
        if (set >= 0)
        {
            sector[set] = 9;
        }

        string? problem = RawSector.Problem(sector, new SectorGeometry(format, 0, stride, header), 0);
        Assert.Equal(isTold, problem?.StartsWith("does not have the checksum", StringComparison.Ordinal) == true);
        Assert.Equal(isTold, problem is not null);
    }

    /// <summary>Sector 2 of a volume that begins at 00:02:00 has 00:02:02.</summary>
    [Theory]
    [InlineData("00 02 02", null)]
    [InlineData("00 02 03", "has the address 00:02:03, but should have 00:02:02")]
    [InlineData("00 0A 03", null)]
    public void An_address_is_that_of_its_place(string field, string? expected)
    {
        byte[] sector = [0, .. Enumerable.Repeat((byte)0xFF, 10), 0, .. Hex.Bytes(field), 1];
        SectorGeometry geometry = new(SectorFormat.RawMode1, 0, Full, 16) { FirstAddress = 150 };
        string? problem = RawSector.AddressProblem(sector, geometry, 2);
        Assert.Equal(expected, problem?[..(expected?.Length ?? 0)]);
        Assert.Null(RawSector.AddressProblem(sector, geometry with { FirstAddress = null }, 2));
        sector[5] = 0;
        Assert.Null(RawSector.AddressProblem(sector, geometry, 2));
    }
}
