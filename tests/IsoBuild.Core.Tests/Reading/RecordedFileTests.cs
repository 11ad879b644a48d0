using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Core.Tests.Reading;

/// <summary>The ways in which a file can be recorded (ECMA-119 6.4, 6.5, 9.1).</summary>
public sealed class RecordedFileTests : IDisposable
{
    private const int Sector = Disc.Sector;

    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    /// <summary>The second extent lies before the first; neither need be whole sectors.</summary>
    [Fact]
    public void Extents_lie_anywhere()
    {
        byte[] first = Bytes(1, Sector + 100);
        byte[] second = Bytes(2, 50);
        byte[] third = Bytes(3, 3000);
        using IsoImage image = new Disc()
            .Directory(20, Disc.Record("A.;1", 30, (uint)first.Length, flags: 0x80), Disc.Record("A.;1", 25, (uint)second.Length, flags: 0x80), Disc.Record("A.;1", 40, (uint)third.Length), Disc.Record("B.;1", 45, 4))
            .Put(30, first).Put(25, second).Put(40, third).Put(45, "last"u8.ToArray())
            .Open();

        Assert.Empty(image.Diagnostics);
        Assert.Equal(["/", "/A", "/B"], image.Content.Nodes.Select(node => node.Path));
        ContentFile file = (ContentFile)image.Content.Find("A")!;
        byte[] whole = [.. first, .. second, .. third];
        Assert.Equal(whole.Length, file.Length);
        Assert.Equal(whole, file.ReadAll());

        // From every place that an extent ends at, and across.
        using Stream stream = file.OpenRead();
        foreach (int position in (int[])[0, 1, first.Length - 1, first.Length, first.Length + 49, first.Length + 50, whole.Length - 1, whole.Length])
        {
            stream.Position = position;
            byte[] rest = new byte[whole.Length - position];
            stream.ReadExactly(rest);
            Assert.Equal(whole[position..], rest);
        }

        Assert.Equal(
            ["25 +1 /A (extent 2 of 3)", "30 +2 /A", "40 +2 /A (extent 3 of 3)", "45 +1 /B"],
            image.Layout.Regions.Where(region => region.Kind == RegionKind.File).Select(region => $"{region.Sector} +{region.SectorCount} {region.Name}"));
    }

    /// <summary>What other writers do: the extents of a large file follow each other, and so they are one stretch of the image.</summary>
    [Fact]
    public void More_than_4_GiB_in_extents_that_follow_each_other()
    {
        const uint most = 0xFFFFF800;
        const uint rest = 1_000_000;
        const uint second = 100 + (most / Sector);
        string path = new Disc { Length = ((long)second * Sector) + rest }
            .Directory(20, Disc.Record("BIG.;1", 100, most, flags: 0x80), Disc.Record("BIG.;1", second, rest))
            .Put(second - 1, [.. new byte[Sector - 3], 1, 2, 3, 4, 5, 6])
            .WriteTo(temp.Combine("big.iso"));
        using IsoImage image = IsoImage.Open(path);

        Assert.Equal(["ISOB3004"], image.Diagnostics.Select(found => found.Code)); // the volume says that it has 100 sectors
        ContentFile file = (ContentFile)image.Content.Find("BIG")!;
        Assert.Equal((long)most + rest, file.Length);
        using Stream stream = file.OpenRead();
        stream.Position = most - 3;
        byte[] border = new byte[6];
        stream.ReadExactly(border);
        Assert.Equal([1, 2, 3, 4, 5, 6], border);
        Assert.Equal(file.Length, Assert.Single(image.Layout.Regions, region => region.Kind == RegionKind.File).Length);
    }

    [Fact]
    public void Extents_that_are_missing_or_do_not_belong_are_told()
    {
        using IsoImage image = new Disc()
            .Directory(20, Disc.Record("A.;1", 30, Sector, flags: 0x80), Disc.Record("B.;1", 31, 3), Disc.Record("C.;1", 32, Sector, flags: 0x80))
            .Put(30, Bytes(1, Sector)).Put(31, "bbb"u8.ToArray()).Put(32, Bytes(2, Sector))
            .Open();

        Assert.Equal(["/A", "/C"], image.Diagnostics.Select(d => d.Item));
        Assert.All(image.Diagnostics, d => Assert.Contains("no record of one follows", d.Message, StringComparison.Ordinal));
        Assert.Equal("bbb"u8.ToArray(), ((ContentFile)image.Content.Find("B")!).ReadAll());
        Assert.Equal(Sector, ((ContentFile)image.Content.Find("A")!).Length);
    }

    /// <summary>Units of two blocks, with gaps of three (ECMA-119 6.4.3): 2 + 3 + 2 + 3 + 1.</summary>
    [Fact]
    public void Interleaved()
    {
        byte[] content = Bytes(1, (4 * Sector) + 500);
        using IsoImage image = new Disc { Length = 60 * Sector }
            .Directory(20, Disc.Record("A.;1", 30, (uint)content.Length, unit: 2, gap: 3), Disc.Record("B.;1", 50, 5000, unit: 1, gap: 200))
            .Put(30, content[..(2 * Sector)]).Put(35, content[(2 * Sector)..(4 * Sector)]).Put(40, content[(4 * Sector)..])
            .Open();

        ContentFile file = (ContentFile)image.Content.Find("A")!;
        Assert.Equal(content, file.ReadAll());
        using Stream stream = file.OpenRead();
        stream.Position = (2 * Sector) - 1;
        Assert.Equal(content[(2 * Sector) - 1], stream.ReadByte());
        Assert.Equal(content[2 * Sector], stream.ReadByte());

        // Of the other, the image holds the first unit alone.
        Diagnostic cut = Assert.Single(image.Diagnostics);
        Assert.Equal(("ISOB3002", "/B"), (cut.Code, cut.Item));
        Assert.Equal(Sector, ((ContentFile)image.Content.Find("B")!).Length);
    }

    [Fact]
    public void After_an_extended_attribute_record()
    {
        using IsoImage image = new Disc()
            .Directory(20, Disc.Record("A.;1", 30, 4, attributes: 2), Disc.Record("B.;1", 40, 4, attributes: 1, unit: 1, gap: 1))
            .Put(30, Bytes(1, 2 * Sector)).Put(32, "text"u8.ToArray()).Put(41, "more"u8.ToArray())
            .Open();
        Assert.Equal("text"u8.ToArray(), ((ContentFile)image.Content.Find("A")!).ReadAll());
        Assert.Equal(("ISOB3013", "/B"), Assert.Single(image.Diagnostics.Select(d => (d.Code, d.Item))));
    }

    [Fact]
    public void Versions_doubles_and_associated_files()
    {
        using IsoImage image = new Disc()
            .Directory(
                20,
                Disc.Record("A.TXT;1", 30, 1),
                Disc.Record("A.TXT;12", 31, 1),
                Disc.Record("A.TXT;3", 32, 1),
                Disc.Record("B;X.TXT;1", 33, 1),
                Disc.Record("C.;1", 34, 1, flags: 4),
                Disc.Record("C.;1", 35, 1),
                Disc.Record("D.;1", 36, 1),
                Disc.Record("D.;1", 37, 1),
                Disc.Record("H.;1", 40, 1, flags: 1))
            .Put(30, Enumerable.Range(30, 11).SelectMany(block => (byte[])[(byte)block, .. new byte[Sector - 1]]).ToArray())
            .Open();

        // The newest version; what is no version stays; the first of two doubles; hidden files are shown.
        Assert.Equal(
            ["A.TXT=31", "B;X.TXT=33", "C=35", "D=36", "H=40"],
            image.Content.Nodes.OfType<ContentFile>().Select(file => $"{file.Name}={file.ReadAll()[0]}"));
        Assert.Equal(
            ["Info ISOB3011 /C", "Info ISOB3012 /A.TXT", "Info ISOB3012 /A.TXT", "Warning ISOB3009 /D"],
            image.Diagnostics.Select(d => $"{d.Severity} {d.Code} {d.Item}").Order(StringComparer.Ordinal));
    }

    private static byte[] Bytes(int seed, int count)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
