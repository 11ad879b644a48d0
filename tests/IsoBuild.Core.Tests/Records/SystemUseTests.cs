using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.RockRidge;

namespace IsoBuild.Core.Tests.Records;

/// <summary>System use fields as other writers record them too (SUSP 1.12, RRIP 1.12).</summary>
public class SystemUseTests
{
    private const string Attributes = "'PX' 2C 01 ED410000 000041ED 02000000 00000002 00000000 00000000 00000000 00000000 01000000 00000001";

    [Theory]
    [InlineData("'SP' 07 01 BE EF 00", 0)]
    [InlineData("'SP' 07 01 BE EF 0E", 14)]
    [InlineData("'SP' 07 01 BE EE 00", null)]
    [InlineData("'PX' 07 01 BE EF 00", null)]
    [InlineData("'SP' 07 01 BE", null)]
    public void Sharing_protocol(string bytes, int? skip) => Assert.Equal(skip, SystemUseField.SharingProtocol.Read(Hex.Bytes(bytes)));

    [Fact]
    public void Names_attributes_and_dates()
    {
        PosixEntry entry = Read($"'NM' 0A 01 00 'a.txt' {Attributes} 'TF' 0C 01 02 65020304050600", []);
        Assert.Equal("a.txt", NameOf("'NM' 0A 01 00 'a.txt'", []));
        Assert.Equal((UnixFileMode)0b111_101_101, entry.Mode);
        Assert.Equal("2001-02-03T04:05:06Z", ImageTimestamp.Format(entry.Modified!.Value));
    }

    [Fact]
    public void The_old_attributes_without_serial_number() =>
        Assert.Equal((UnixFileMode)0b110_100_100, Read("'PX' 24 01 A4810000 000081A4 01000000 00000001 00000000 00000000 00000000 00000000", []).Mode);

    /// <summary>RRIP 4.1.6: dates follow each other in the order of flags, 7 or (flag 0x80) 17 bytes each.</summary>
    [Theory]
    [InlineData("'TF' 13 01 03 64010101010100 65020304050600", "2001-02-03T04:05:06Z")]
    [InlineData("'TF' 1A 01 0E 65020304050600 64010101010100 64010101010100", "2001-02-03T04:05:06Z")]
    [InlineData("'TF' 16 01 82 '2001020304050600' 00", "2001-02-03T04:05:06Z")]
    [InlineData("'TF' 27 01 83 '1999020304050600' 00 '2001020304050600' 00", "2001-02-03T04:05:06Z")]
    [InlineData("'TF' 0C 01 01 65020304050600", null)]
    [InlineData("'TF' 0B 01 02 650203040506", null)]
    [InlineData("'TF' 05 01 02", null)]
    [InlineData("'TF' 04 01", null)]
    public void Timestamps(string bytes, string? expected) =>
        Assert.Equal(expected, Read(bytes, []).Modified is { } date ? ImageTimestamp.Format(date) : null);

    [Fact]
    public void A_name_goes_on_in_a_continuation_area()
    {
        // SUSP 5.1: block 0, offset 16, length 15; fields after CE in the same area still count.
        byte[] image = [.. new byte[16], .. Hex.Bytes("'NM' 08 01 01 'def' 'NM' 07 01 00 'gh'"), 0xAA, 0xAA];
        PosixEntry entry = Read("'NM' 08 01 01 'abc' 'CE' 1C 01 00000000 00000000 10000000 00000010 0F000000 0000000F 'TF' 0C 01 02 65020304050600", image);
        Assert.NotNull(entry.Modified);
        Assert.Equal("abcdefgh", NameOf("'NM' 08 01 01 'abc' 'CE' 1C 01 00000000 00000000 10000000 00000010 0F000000 0000000F", image));
    }

    [Theory]
    [InlineData("'NM' 05 01 02", null)] // "."
    [InlineData("'NM' 05 01 04", null)] // ".."
    [InlineData("'NM' 0A 01 00 'a.txt' 'ST' 04 01 'NM' 06 01 00 'b'", "a.txt")] // SUSP 5.4: nothing after ST counts
    [InlineData("'ZZ' 06 01 1234 'NM' 06 01 00 'b'", "b")] // unknown fields are passed over
    [InlineData("'NM' 06 01 00 'b' 'NM' 03 01", "b")] // a field shorter than its head ends the area
    [InlineData("'NM' 06 01 00 'b' 'NM' 20 01 00 'c'", "b")] // and so does one longer than what is left
    [InlineData("'NM' 06 01 00 'b' 'CE' 1C 01 00000000 00000000 F8070000 000007F8 00010000 00000100", "b")] // CE across a sector
    [InlineData("'NM' 06 01 00 'b' 'CE' 1C 01 FFFFFFFF FFFFFFFF 00000000 00000000 00010000 00000100", "b")] // CE beyond the image
    [InlineData("'NM' 06 01 00 'b' 'CE' 1C 01 00000000 00000000 FFFFFFFF FFFFFFFF FFFFFFFF FFFFFFFF", "b")]
    public void Odd_areas(string bytes, string? name) => Assert.Equal(name, NameOf(bytes, new byte[4096]));

    [Fact]
    public void A_continuation_area_that_leads_to_itself_ends()
    {
        byte[] loop = Hex.Bytes("'NM' 06 01 01 'x' 'CE' 1C 01 00000000 00000000 00000000 00000000 22000000 00000022");
        Assert.Matches("^x{1,64}$", NameOf(Convert.ToHexString(loop), loop));
    }

    [Fact]
    public void What_comes_first_in_every_area_is_skipped_when_SP_says_so()
    {
        SystemUseReader reader = new(skip: 3, (_, _) => false, (_, _) => { });
        reader.Read(Hex.Bytes("010203 'NM' 06 01 00 'b'"), isRootSelf: false, out _);
        Assert.Equal("b", NameBytes.Decode(reader.Name));
    }

    private static PosixEntry Read(string systemUse, byte[] image)
    {
        Reader(image).Read(Hex.Bytes(systemUse), isRootSelf: false, out PosixEntry entry);
        return entry;
    }

    private static string? NameOf(string systemUse, byte[] image)
    {
        SystemUseReader reader = Reader(image);
        reader.Read(Hex.Bytes(systemUse), isRootSelf: false, out _);
        return reader.Name.Length > 0 ? NameBytes.Decode(reader.Name) : null;
    }

    private static SystemUseReader Reader(byte[] image) =>
        new(
            skip: 0,
            (offset, destination) =>
            {
                if (offset + destination.Length > image.Length)
                {
                    return false;
                }

                image.AsSpan((int)offset, destination.Length).CopyTo(destination);
                return true;
            },
            (_, _) => { });
}
