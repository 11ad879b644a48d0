using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Core.Tests.SectorMaps;

/// <summary>The text by which layouts are committed and compared.</summary>
public class SectorMapTests
{
    private static readonly DateTimeOffset Timestamp = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);

    private static ImageBuilder Builder(ImageOptions options) => new ImageBuilder(options with { VolumeId = "MAP", Timestamp = Timestamp })
        .AddFile("bin/app.dll", new byte[6656])
        .AddFile("bin/empty", Array.Empty<byte>())
        .AddFile("bin/exact.bin", new byte[4096])
        .AddFile("one", new byte[1])
        .AddEmptyDirectory("void");

    /// <summary>
    /// By hand: 16 sectors of system area, three descriptors (16-18), path tables of two trees in two orders (19-22; three directories
    /// take a sector each time), the directories of ISO 9660 (23-26) with the root's continuation area (ER) behind the root, those of Joliet
    /// (27-29), then files in the order of their paths: 6656 bytes are 3.25 sectors, 4096 are 2, 1 byte is one, nothing is none.
    /// 150 sectors of padding end at 36 + 150 = 186, and 187 sectors have 382976 bytes.
    /// </summary>
    [Fact]
    public void Of_every_format()
    {
        ImageLayout layout = Builder(new ImageOptions()).Plan().Layout!;
        (string Name, long Sector, long Count)[] expected =
        [
            ("empty", 0, 16), ("primary", 16, 1), ("joliet", 17, 1), ("terminator", 18, 1),
            ("iso9660 little-endian", 19, 1), ("iso9660 big-endian", 20, 1), ("joliet little-endian", 21, 1), ("joliet big-endian", 22, 1),
            ("iso9660 /", 23, 1), ("rock-ridge /", 24, 1), ("iso9660 /bin", 25, 1), ("iso9660 /void", 26, 1),
            ("joliet /", 27, 1), ("joliet /bin", 28, 1), ("joliet /void", 29, 1),
            ("/bin/app.dll", 30, 4), ("/bin/exact.bin", 34, 2), ("/one", 36, 1),
            ("empty", 37, 150),
        ];
        Assert.Equal(expected, layout.Regions.Select(region => (region.Name, region.Sector, region.SectorCount)));
        Assert.Equal((187, 187 * 2048), (layout.SectorCount, layout.Length));
        Snapshot.Match(layout.ToString());
    }

    [Fact]
    public void Of_ISO_9660_alone() => Snapshot.Match(Builder(new ImageOptions { Formats = ImageFormats.Iso9660, IsoLevel = 1, PaddingSectors = 0 }).Plan().Layout!.ToString());

    [Fact]
    public void Of_Joliet() => Snapshot.Match(Builder(new ImageOptions { Formats = ImageFormats.Joliet }).AddFile("Ünïcödé: a name.txt", new byte[] { 1 }).Plan().Layout!.ToString());

    /// <summary>One line a region, whatever the names hold; nothing in them can look like another line.</summary>
    [Fact]
    public void Of_names_that_are_escaped()
    {
        string map = new ImageBuilder(new ImageOptions { VolumeId = "MAP", Timestamp = Timestamp, PaddingSectors = 1 })
            .AddFile("line\nfeed", new byte[] { 0 })
            .AddFile("  spaces  ", new byte[] { 1 })
            .AddFile("tab\tand\u0085next\u2028line", new byte[] { 2 })
            .AddFile("日本語/\U0001F600", new byte[] { 3 })
            .AddFile("escaped \u001b[31mred", new byte[] { 4 })
            .Plan().Layout!.ToString();
        Assert.Equal(map.Split('\n').Length, map.ReplaceLineEndings("\n").Split('\n').Length);
        Snapshot.Match(map);
    }

    /// <summary>Equal content is stored once, and the map says who has it: in full where few do, by number where many do. By hand, as above; but what has
    /// a serial number goes on elsewhere, of the last directory behind its records, of the others in a sector behind that: the files begin at sector 32.</summary>
    [Fact]
    public void Of_files_that_share_their_content()
    {
        ImageBuilder builder = Builder(new ImageOptions { PaddingSectors = 0 })
            .AddFile("again.dll", new byte[6656])
            .AddFile("other.dll", (byte[])[.. new byte[6655], 1]);
        for (int i = 0; i < 12; i++)
        {
            builder.AddFile($"void/{i:D2}", "#!/bin/sh"u8.ToArray());
        }

        ImageLayout layout = builder.Plan().Layout!;
        Assert.Equal(
            [("/again.dll", 32L, "/bin/app.dll"), ("/bin/exact.bin", 36, ""), ("/one", 38, ""), ("/other.dll", 39, ""), ("/void/00", 43, string.Join('|', Enumerable.Range(1, 11).Select(i => $"/void/{i:D2}")))],
            layout.Regions.Where(region => region.Kind == RegionKind.File).Select(region => (region.Name, region.Sector, string.Join('|', region.SharedBy))));
        Snapshot.Match(layout.ToString());
    }

    /// <summary>Of many directories that have one such file each, 36 share a sector: each goes on with 44 bytes of PX and 12 of TF.</summary>
    [Fact]
    public void Of_many_directories_that_share_content()
    {
        ImageBuilder builder = new(new ImageOptions { VolumeId = "MAP", Timestamp = Timestamp, PaddingSectors = 0, Formats = ImageFormats.RockRidge });
        for (int i = 0; i < 100; i++)
        {
            builder.AddFile($"d{i:D3}/licence", "the same"u8.ToArray());
        }

        using MemoryStream image = new();
        ImageLayout layout = builder.Write(image).Layout!;
        Assert.Equal(
            [("rock-ridge /", 1L), ("rock-ridge /d099", 1), ("rock-ridge /d000", 1), ("rock-ridge /d036", 1), ("rock-ridge /d072", 1)],
            layout.Regions.Where(region => region.Kind == RegionKind.Continuation).Select(region => (region.Name, region.SectorCount)));
        using IsoImage read = IsoImage.Open(image);
        Assert.Equal(layout.ToString(), read.Layout.ToString());
        Assert.Empty(read.Verify().Findings);
    }

    /// <summary>A directory of many entries, and long names that go on elsewhere.</summary>
    [Fact]
    public void Of_a_directory_that_spans_sectors()
    {
        ImageBuilder builder = new(new ImageOptions { VolumeId = "MAP", Timestamp = Timestamp, PaddingSectors = 0 });
        for (int i = 0; i < 40; i++)
        {
            builder.AddFile($"many/{new string('n', 150)}{i:D3}", Array.Empty<byte>());
        }

        builder.AddFile("many/last", new byte[1]);
        ImageLayout layout = builder.Plan().Layout!;
        // ISO 9660: 66 bytes of head (31 characters), 158 of NM and 28 of CE are 252, of which a sector holds 8; "." and ".." take
        // 82 each, LAST. a record of its own. 40 entries behind them need 6 sectors. Each goes on with 48 bytes of PX and TF: 1920, one sector.
        Region directory = layout.Regions.Single(region => region.Name == "iso9660 /many");
        Region continuation = layout.Regions.Single(region => region.Name == "rock-ridge /many");
        Assert.Equal((6, 1), (directory.SectorCount, continuation.SectorCount));
        Assert.Equal(directory.Sector + 6, continuation.Sector);
        // Joliet: 33 + 64 * 2 + 4 + 1 = 166 bytes, of which a sector holds 12.
        Assert.Equal(4, layout.Regions.Single(region => region.Name == "joliet /many").SectorCount);
        Snapshot.Match(layout.ToString());
    }

    [Fact]
    public void A_name_that_the_image_has_or_has_not()
    {
        using TempDirectory temp = new();
        ImageBuilder builder = Builder(new ImageOptions());
        Assert.StartsWith("image    187 sectors  382976 bytes\n", builder.Plan().Layout!.ToString(), StringComparison.Ordinal);
        BuildResult result = builder.Write(temp.Combine("my map.iso"));
        Assert.StartsWith("image    my map.iso  187 sectors  382976 bytes\n", result.Layout!.ToString(), StringComparison.Ordinal);
    }
}
