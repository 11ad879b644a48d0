using System.Buffers.Binary;
using IsoBuild.Layout;

namespace IsoBuild.Core.Tests.Reading;

/// <summary>The sector map of images that are put together by hand, sector by sector.</summary>
public sealed class LayoutPlaceTests
{
    private const int Sector = Disc.Sector;

    private static string Map(byte[] bytes)
    {
        using IsoImage image = IsoImage.Open(new MemoryStream(bytes));
        return string.Join('|', image.Layout.Regions.Select(region => $"{region.Sector}+{region.SectorCount} {region.Kind} {region.Name}"));
    }

    /// <summary>Gaps lie between regions, padding behind the last; what holds anything is not empty.</summary>
    [Theory]
    [InlineData(40, 0, "|31+9 Padding empty")]
    [InlineData(40, 35, "|31+9 Padding unknown")]
    [InlineData(31, 0, "")]
    [InlineData(32, 0, "|31+1 Padding empty")]
    public void What_nothing_leads_to_is_named(int length, int written, string end)
    {
        Disc disc = new Disc { Length = length * Sector }.Directory(20, Disc.Record("A.;1", 30, 2000)).Put(25, [1]).Put(30, [7]);
        if (written > 0)
        {
            disc.Put(written, [1]);
        }

        Assert.Equal(
            "0+16 SystemArea empty|16+1 VolumeDescriptor primary|17+1 VolumeDescriptor terminator|18+2 Gap empty|20+1 Directory iso9660 /|21+9 Gap unknown|30+1 File /A" + end,
            Map(disc.ToBytes()));
    }

    /// <summary>Regions follow each other sector by sector: one that ends at a sector's last byte leaves none.</summary>
    [Theory]
    [InlineData(2048, "30+1 File /A|31+1 File /B")]
    [InlineData(2049, "30+2 File /A")]
    [InlineData(1, "30+1 File /A|31+1 File /B")]
    public void A_file_takes_whole_sectors(uint length, string expected)
    {
        byte[] bytes = new Disc { Length = 32 * Sector }.Directory(20, Disc.Record("A.;1", 30, length), Disc.Record("B.;1", 31, 5)).Put(30, [1]).Put(31, [1]).ToBytes();
        Assert.EndsWith("|21+9 Gap empty|" + expected, Map(bytes), StringComparison.Ordinal);
        using IsoImage image = IsoImage.Open(new MemoryStream(bytes));
        Assert.Equal(length == 2049 ? ["Warning ISOB3003 /B"] : [], image.Diagnostics.Select(found => $"{found.Severity} {found.Code} {found.Item}"));
    }

    /// <summary>What overlaps a region is told, whatever it is: here, a file that has the directory's sectors.</summary>
    [Fact]
    public void What_overlaps_is_told_by_its_place()
    {
        using IsoImage image = new Disc { Length = 32 * Sector }.Directory(20, Disc.Record("A.;1", 19, 5000)).Open();
        Assert.Contains(image.Diagnostics, found => found.Code == "ISOB3003" && found.Message.Contains("directory at byte 40960 overlaps the structure before it", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(image.Layout.Regions, region => region.Kind == RegionKind.Directory);
    }

    /// <summary>Four path tables (ECMA-119 8.4.14 to 8.4.17): two in each order, of which the second may be missing. The numbers of the last two are big-endian.</summary>
    [Fact]
    public void Path_tables_have_their_order()
    {
        byte[] bytes = new Disc { Length = 30 * Sector }.Directory(20).ToBytes();
        Put(bytes, 10, 22, 23, 24, 25);
        string map = Map(bytes);
        Assert.Contains("22+1 PathTable iso9660 little-endian|23+1 PathTable iso9660 little-endian, optional|24+1 PathTable iso9660 big-endian|25+1 PathTable iso9660 big-endian, optional|", map, StringComparison.Ordinal);
        Put(bytes, 10, 22, 0, 24, 0);
        Assert.Contains("22+1 PathTable iso9660 little-endian|23+1 Gap empty|24+1 PathTable iso9660 big-endian|25+5 Padding empty", Map(bytes), StringComparison.Ordinal);
        Put(bytes, 10, 22, 22, 22, 22);
        Assert.Contains("22+1 PathTable iso9660 little-endian|23+7 Padding empty", Map(bytes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4096, 28, false)]
    [InlineData(4097, 28, true)]
    [InlineData(10, 30, true)]
    public void A_path_table_lies_within_the_image(uint length, uint block, bool isTold)
    {
        byte[] bytes = new Disc { Length = 30 * Sector }.Directory(20).ToBytes();
        Put(bytes, length, block, 0, 0, 0);
        using IsoImage image = IsoImage.Open(new MemoryStream(bytes));
        Assert.Equal(isTold ? ["Error ISOB3002 iso9660 little-endian"] : [], image.Diagnostics.Select(found => $"{found.Severity} {found.Code} {found.Item}"));
        Assert.All(image.Diagnostics, found => Assert.Contains($"at byte {block * Sector}, {length} bytes long, goes beyond the image's end at 61440", found.Message, StringComparison.Ordinal));
        Assert.Equal(!isTold, image.Layout.Regions.Any(region => region.Kind == RegionKind.PathTable));
    }

    /// <summary>Areas to which records of a directory lead are one region where they follow each other, and those of another directory are another's.</summary>
    [Fact]
    public void Continuation_areas_go_by_their_directories()
    {
        byte[] more = [.. Susp.NM("long")];
        byte[] Of(uint block, uint offset = 0) => [.. Susp.PX(0x81A4), .. Susp.CE(block, offset, (uint)more.Length)];
        using IsoImage image = new Disc { Length = 40 * Sector }
            .PosixRoot(
                Disc.Record("A.;1", 0, 0, 0, Of(30)),
                Disc.Record("B.;1", 0, 0, 0, Of(31)),
                Disc.Record("C.;1", 0, 0, 0, Of(31, 100)),
                Disc.Record("D", 22, Sector, 2, [.. Susp.PX(0x41ED), .. Susp.NM("d")]),
                Disc.Record("E.;1", 0, 0, 0, Of(34)))
            .Directory(22, Disc.Record("F.;1", 0, 0, 0, Of(32)), Disc.Record("G.;1", 0, 0, 0, Of(34, 200)))
            .Put(30, more).Put(31, [.. more, .. new byte[100 - more.Length], .. more]).Put(32, more).Put(34, [.. more, .. new byte[200 - more.Length], .. more])
            .Open();
        Assert.Equal(
            ["30+2 rock-ridge /", "32+1 rock-ridge /d", "34+1 rock-ridge /"],
            image.Layout.Regions.Where(region => region.Kind == RegionKind.Continuation).Select(region => $"{region.Sector}+{region.SectorCount} {region.Name}"));
    }

    /// <summary>A volume a second time, in a partition from sector 16 on, whose numbers count from there (xorriso's -partition_offset). Its root, at block 45 of the partition, lies at sector 61.</summary>
    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(60, false)]
    public void A_partition_may_be_the_volume_again(int first, bool expected)
    {
        byte[] bytes = new Disc { Length = 80 * Sector }.Directory(20).Put(60, new Disc().Directory(60).ToBytes()[(60 * Sector)..]).Put(61, new Disc().Directory(45).ToBytes()[(45 * Sector)..]).ToBytes();
        Disc.Both32(bytes, (16 * Sector) + 156 + 2, 60);
        int start = first / 4;
        bytes.AsSpan(16 * Sector, 2 * Sector).CopyTo(bytes.AsSpan((start + 16) * Sector));
        Disc.Both32(bytes, ((start + 16) * Sector) + 156 + 2, (uint)(61 - start));
        Disc.Both32(bytes, (61 * Sector) + 2, (uint)(61 - start));
        (bytes[450], bytes[510], bytes[511]) = (0xCD, 0x55, 0xAA);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(454), first);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(458), 200);
        string map = Map(bytes);
        Assert.Equal(expected, map.Contains("|32+1 VolumeDescriptor partition primary|33+1 VolumeDescriptor partition terminator|", StringComparison.Ordinal));
        Assert.Equal(expected, map.Contains("|60+1 Directory iso9660 /|61+1 Directory partition iso9660 /|", StringComparison.Ordinal));
        Assert.Contains("|60+1 Directory iso9660 /|", map, StringComparison.Ordinal);
    }

    private static void Put(byte[] bytes, uint length, uint little, uint littleOptional, uint big, uint bigOptional)
    {
        Span<byte> descriptor = bytes.AsSpan(16 * Sector, Sector);
        BinaryPrimitives.WriteUInt32LittleEndian(descriptor[132..], length);
        BinaryPrimitives.WriteUInt32BigEndian(descriptor[136..], length);
        BinaryPrimitives.WriteUInt32LittleEndian(descriptor[140..], little);
        BinaryPrimitives.WriteUInt32LittleEndian(descriptor[144..], littleOptional);
        BinaryPrimitives.WriteUInt32BigEndian(descriptor[148..], big);
        BinaryPrimitives.WriteUInt32BigEndian(descriptor[152..], bigOptional);
    }
}
