using System.Text;
using IsoBuild.Layout;

namespace IsoBuild.Core.Tests.Reading;

/// <summary>Where libisofs' checksums lie (its doc/checksums.txt): an attribute of the root names an area of MD5s, and tags of one sector each follow the descriptors, the directories, and the area. Here the area is sector 40.</summary>
public sealed class ChecksumPlaceTests
{
    private const int Sector = Disc.Sector;

    private static Disc Image(params byte[][] records)
    {
        // AAIP 2.0: the name of the attribute, and four numbers with their lengths before them: first sector, area, how many, how long each is.
        byte[] attribute = [0, 3, 4, .. "ca"u8, 0, 20, 4, 0, 0, 0, 0, 4, 0, 0, 0, 40, 4, 0, 0, 0, 3, 1, 16, .. "MD5"u8];
        return new Disc { Length = 50 * Sector }
            .DirectoryWith(20, Sector, [.. Susp.SP(), .. Susp.PX(0x41ED), .. Susp.ER(), .. Susp.Field("AL", [0, .. attribute])], records);
    }

    private static byte[] Tag(string kind, int at, string more = "") => Encoding.ASCII.GetBytes($"libisofs_{kind}_v1 pos={at} range_start=0 range_size={at}{more} md5=00 self=00\n");

    private static string Map(Disc disc)
    {
        using IsoImage image = disc.Open();
        Assert.DoesNotContain(image.Diagnostics, found => found.Code == "ISOB3003");
        return string.Join('|', image.Layout.Regions.Where(region => region.Kind == RegionKind.Checksum).Select(region => $"{region.Sector}+{region.Length} {region.Name}"));
    }

    [Fact]
    public void The_area_is_as_long_as_its_checksums() => Assert.Equal("40+48 files", Map(Image()));

    /// <summary>The first tag is in one of the 16 sectors behind the descriptors, of which the last is at sector 17, and names the second.</summary>
    [Theory]
    [InlineData(18, true)]
    [InlineData(33, true)]
    [InlineData(34, false)]
    public void Tags_lead_to_each_other(int first, bool expected)
    {
        Disc disc = Image()
            .Put(first, Tag("sb_checksum_tag", first, " next=36")).Put(36, Tag("tree_checksum_tag", 36, " next=41")).Put(41, Tag("checksum_tag", 41));
        Assert.Equal($"{(expected ? $"{first}+2048 descriptors|36+2048 directories|" : "")}40+48 files|41+2048 session", Map(disc));
    }

    /// <summary>A tag that says to lie elsewhere was copied there, and one that leads nowhere is the last.</summary>
    [Fact]
    public void Tags_lie_where_they_say()
    {
        Assert.Equal("19+2048 descriptors|40+48 files", Map(Image().Put(18, Tag("sb_checksum_tag", 17, " next=36")).Put(19, Tag("sb_checksum_tag", 19)).Put(36, Tag("tree_checksum_tag", 36)).Put(41, Tag("checksum_tag", 42))));
        Assert.Equal("18+2048 descriptors|40+48 files", Map(Image().Put(18, Tag("sb_checksum_tag", 18, " next=36")).Put(19, Tag("sb_checksum_tag", 19, " next=35")).Put(35, Tag("tree_checksum_tag", 35))));
    }

    /// <summary>Other programs may have put something else there since: what shares a sector with checksums has it.</summary>
    [Theory]
    [InlineData(39, 2048, "40+48 files|41+2048 session")]
    [InlineData(39, 2049, "41+2048 session")]
    [InlineData(40, 1, "41+2048 session")]
    [InlineData(41, 1, "40+48 files")]
    [InlineData(42, 1, "40+48 files|41+2048 session")]
    [InlineData(38, 9000, "")]
    public void What_else_lies_there_has_its_place(uint block, uint length, string expected)
    {
        byte[] record = Disc.Record("A.;1", block, length, 0, [.. Susp.PX(0x81A4), .. Susp.NM("a")]);
        Assert.Equal(expected, Map(Image(record).Put(41, Tag("checksum_tag", 41))));
    }
}
