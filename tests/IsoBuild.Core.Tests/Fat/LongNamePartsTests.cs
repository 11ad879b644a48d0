using IsoBuild.Fat;

namespace IsoBuild.Core.Tests.Fat;

/// <summary>A long name of three parts, in the order in which a directory may have them.</summary>
public class LongNamePartsTests
{
    private const string Name = "abcdefghijklmnopqrstuvwxyz0";
    private const string ShortName = "ABCDEF~1   ";
    private const string OtherShortName = "ABCDEF~2   ";

    /// <summary>L is the last part, which comes first; 2 and 1 are those before it, x is 1 of another short name.</summary>
    [Theory]
    [InlineData("L 2 1", "yes yes yes", Name)]
    [InlineData("L 2", "yes yes", null)]
    [InlineData("L", "yes", null)]
    [InlineData("", "", null)]
    [InlineData("2 1", "no no", null)]
    [InlineData("1", "no", null)]
    [InlineData("L 1", "yes no", null)]
    [InlineData("L 1 2 1", "yes no no no", null)]
    [InlineData("L 2 2 1", "yes yes no no", null)]
    [InlineData("L 2 1 1", "yes yes yes no", null)]
    [InlineData("L 2 x", "yes yes no", null)]
    [InlineData("L L 2 1", "yes no yes yes", Name)]
    [InlineData("L 2 L 2 1", "yes yes no yes yes", Name)]
    public void Parts_go_on_with_each_other_or_are_lost(string order, string expected, string? name)
    {
        byte[] entries = Entries(ShortName);
        LongNameParts parts = new();
        List<string> fits = [];
        foreach (string part in order.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            byte[] entry = part switch { "L" => entries[..32], "2" => entries[32..64], "1" => entries[64..], _ => Entries(OtherShortName)[64..] };
            fits.Add(parts.Add(entry) ? "yes" : "no");
        }

        Assert.Equal(expected, string.Join(' ', fits));
        Assert.Equal(order.Length > 0 && fits[^1] == "yes", parts.HasAny);
        Assert.Equal(name, parts.Take(System.Text.Encoding.ASCII.GetBytes(ShortName)));
        Assert.False(parts.HasAny);
    }

    [Fact]
    public void A_name_belongs_to_the_short_one_of_its_checksum()
    {
        LongNameParts parts = new();
        byte[] entries = Entries(ShortName);
        Assert.All(Enumerable.Range(0, 3), i => Assert.True(parts.Add(entries.AsSpan(i * 32, 32))));
        Assert.Null(parts.Take(System.Text.Encoding.ASCII.GetBytes(OtherShortName)));
    }

    /// <summary>255 characters are 20 parts of 13, the last of which holds 8.</summary>
    [Theory]
    [InlineData(0x40, false)]
    [InlineData(0x41, true)]
    [InlineData(0x54, true)]
    [InlineData(0x55, false)]
    [InlineData(0x7F, false)]
    public void How_many_parts_there_can_be(byte first, bool expected)
    {
        byte[] entry = Entries(ShortName)[..32];
        entry[0] = first;
        LongNameParts parts = new();
        Assert.Equal((expected, expected), (parts.Add(entry), parts.HasAny));
    }

    /// <summary>A name that fills its parts has neither a zero at its end nor ones behind it (FAT 1.03, "FAT Long Directory Entries").</summary>
    [Theory]
    [InlineData(1, 1, "FFFFFFFF")]
    [InlineData(11, 1, "0000FFFF")]
    [InlineData(12, 1, "78000000")]
    [InlineData(13, 1, "78007800")]
    [InlineData(14, 2, "FFFFFFFF")]
    [InlineData(26, 2, "78007800")]
    [InlineData(27, 3, "FFFFFFFF")]
    [InlineData(255, 20, "FFFFFFFF")]
    public void How_many_parts_there_are(int length, int expected, string lastCharacters)
    {
        string name = new('x', length);
        byte[] entries = new byte[expected * 32];
        LongName.Write(entries, name, ShortName);

        Assert.Equal(expected, LongName.EntriesFor(name));
        Assert.Equal(0x40 | expected, entries[0]);
        Assert.Equal(lastCharacters, Convert.ToHexString(entries, 28, 4));
        LongNameParts parts = new();
        Assert.All(Enumerable.Range(0, expected), i => Assert.True(parts.Add(entries.AsSpan(i * 32, 32))));
        Assert.Equal(name, parts.Take(System.Text.Encoding.ASCII.GetBytes(ShortName)));
    }

    private static byte[] Entries(string shortName)
    {
        byte[] entries = new byte[3 * 32];
        LongName.Write(entries, Name, shortName);
        return entries;
    }
}
