using System.Text;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;
using IsoBuild.Partitions;
using IsoBuild.Verifying;

namespace IsoBuild.Core.Tests.HfsPlus;

/// <summary>HFS+ volumes over the content of other trees.</summary>
public class HfsVolumeTests
{
    private static readonly ImageOptions Options = new()
    {
        VolumeId = "MAC", HfsPlus = true, PaddingSectors = 1, Formats = ImageFormats.RockRidge, Timestamp = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero),
    };

    /// <summary>By hand: descriptors at 16-17, path tables at 18-19, the root's records and those of /d at 20 and 21 with a continuation between, then the volume: header, a block of the
    /// map, the extents file's header node (two blocks), a link, the catalog's header node and leaf (four blocks), two files, and the header again.</summary>
    [Fact]
    public void Layout()
    {
        ImageBuilder builder = new ImageBuilder(Options).AddFile("a", new byte[1]).AddFile("d/b", new byte[2049]).AddLink("d/l", "../a");
        PlanResult plan = builder.Plan();
        long first = plan.Layout!.Regions.Single(region => region.Name == "volume header").Sector;
        (string Name, RegionKind Kind, long Sector, long Length)[] expected =
        [
            ("volume header", RegionKind.HfsPlus, 0, 2048), ("allocation file", RegionKind.HfsPlus, 1, 2048), ("extents file", RegionKind.HfsPlus, 2, 4096),
            ("links", RegionKind.HfsPlus, 4, 2048), ("catalog file", RegionKind.HfsPlus, 5, 8192), ("/a", RegionKind.File, 9, 1), ("/d/b", RegionKind.File, 10, 2049),
            ("volume header copy", RegionKind.HfsPlus, 12, 2048), ("empty", RegionKind.Padding, 13, 2048),
        ];
        Assert.Equal(expected, plan.Layout.Regions.Where(region => region.Sector >= first).Select(region => (region.Name, region.Kind, region.Sector - first, region.Length)));
        Assert.Equal("Apple partition map", plan.Layout.Regions[0].Name);
        AssertReadBack(builder);
    }

    /// <summary>By hand from TN1150: 2001-02-03T04:05:06Z is 3064017906 (B6A1 33F2) seconds behind 1904-01-01; blocks as in <see cref="Layout"/>.</summary>
    [Fact]
    public void The_header_byte_by_byte()
    {
        byte[] image = new ImageBuilder(Options).AddFile("a", new byte[1]).AddFile("d/b", new byte[2049]).AddLink("d/l", "../a").ToBytes();
        byte[] header = HfsReader.Open(image).Header;
        Assert.Equal(3064017906, (Options.Timestamp - new DateTimeOffset(1904, 1, 1, 0, 0, 0, TimeSpan.Zero)).TotalSeconds);
        Assert.Equal(
            "482B 0004 0000 8100 31302E30 00000000 B6A133F2 B6A133F2 00000000 B6A133F2 00000003 00000001 00000800 0000000D 00000000 00000000 00000800 00000800 00000014 00000001 0000000000000001"
                .Replace(" ", "", StringComparison.Ordinal),
            Convert.ToHexString(header[..80]));
        Assert.Equal("0000000000000800 00000800 00000001 00000001 00000001".Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(header[112..136]));
        Assert.Equal("0000000000001000 00001000 00000002 00000002 00000002".Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(header[192..216]));
        Assert.Equal("0000000000002000 00001000 00000004 00000005 00000004".Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(header[272..296]));
        Assert.True(header.AsSpan(80, 24).IndexOfAnyExcept((byte)0) < 0);
        Assert.True(header.AsSpan(104, 8).IndexOfAnyExcept((byte)0) >= 0);
    }

    /// <summary>By hand: the root's record, its thread, and a file's record and thread, at the places that the end of the node tells.</summary>
    [Fact]
    public void A_leaf_byte_by_byte()
    {
        byte[] image = new ImageBuilder(Options with { HfsCreators = "z=abcd,EFGH;a=ttxt,TEXT" }).AddFile("a", new byte[1], new EntryOptions { OwnerId = 1, GroupId = 2 }).ToBytes();
        HfsReader volume = HfsReader.Open(image);
        byte[] leaf = image[(volume.Start + (4 * 2048) + 4096)..][..4096];
        Assert.Equal("00000000 00000000 FF 01 0004 0000".Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(leaf[..14]));

        // Keys of 8 + 2 n bytes; records of 88, 10 + 2 n, 248, 10 + 2 n: 14, 14 + 102, + 24, + 258, + 20 from last to first.
        Assert.Equal("01A2 018E 008C 0074 000E".Split(' '), Enumerable.Range(0, 5).Select(i => Hex(4096 - 10 + (2 * i), 2)));
        string date = "B6A133F2";
        string dates = $"{date}{date}{date}{date}00000000";
        Assert.Equal($"000C 00000001 0003 004D00410043 0001 0000 00000001 00000002 {dates} 00000000 00000000 0000 41ED 00000001".Replace(" ", "", StringComparison.Ordinal), Hex(0x0E, 14 + 48));
        Assert.Equal("0006 00000002 0000 0003 0000 00000001 0003 004D00410043".Replace(" ", "", StringComparison.Ordinal), Hex(0x74, 24));
        Assert.Equal($"0008 00000002 0001 0061 0002 0002 00000000 00000010 {dates} 00000001 00000002 0000 81A4 00000001 54455854 74747874".Replace(" ", "", StringComparison.Ordinal), Hex(0x8C, 10 + 56));
        Assert.Equal("0000000000000001 00000000 00000001 00000008 00000001".Replace(" ", "", StringComparison.Ordinal), Hex(0x8C + 10 + 88, 24));
        Assert.Equal("0006 00000010 0000 0004 0000 00000002 0001 0061".Replace(" ", "", StringComparison.Ordinal), Hex(0x8C + 258, 20));

        string Hex(int at, int length) => Convert.ToHexString(leaf.AsSpan(at, length));
    }

    private static string Long => string.Join('/', Enumerable.Repeat(new string('x', 99), 40));

    /// <summary>All kinds of entries, with their attributes by the rules of the image.</summary>
    [Fact]
    public void Every_kind_of_entry()
    {
        DateTimeOffset date = new(2010, 1, 1, 0, 0, 0, TimeSpan.Zero);
        ImageBuilder builder = new ImageBuilder(Options with { FileDates = FileDates.Preserve })
            .AddFile("run.sh", "#!/bin/sh\n"u8.ToArray())
            .AddFile("own", new byte[5000], new EntryOptions { Mode = (UnixFileMode)0x1A0, OwnerId = 7, GroupId = uint.MaxValue, Modified = date })
            .AddFile("empty", Array.Empty<byte>())
            .AddLink("link", "own")
            .AddLink("long", Long)
            .AddSpecial("null", SpecialKind.CharacterDevice, 1, 3)
            .AddSpecial("disk", SpecialKind.BlockDevice, 8, 70_000)
            .AddSpecial("pipe", SpecialKind.Pipe)
            .AddSpecial("socket", SpecialKind.Socket)
            .AddEmptyDirectory("void");
        HfsReader volume = HfsReader.Open(builder.ToBytes());
        Assert.Equal(0x81ED, volume["/run.sh"].Mode);
        Assert.Equal((0x81A0, 7u, uint.MaxValue, 5000), (volume["/own"].Mode, volume["/own"].Owner, volume["/own"].Group, volume["/own"].Content!.Length));
        Assert.Equal((date - new DateTimeOffset(1904, 1, 1, 0, 0, 0, TimeSpan.Zero)).TotalSeconds, volume["/own"].Date);
        Assert.Empty(volume["/empty"].Content!);
        Assert.Equal((0xA1FF, "slnk", "rhap", "own"), (volume["/link"].Mode, volume["/link"].Type, volume["/link"].Creator, Encoding.ASCII.GetString(volume["/link"].Content!)));
        Assert.Equal(Long, Encoding.ASCII.GetString(volume["/long"].Content!));
        Assert.Equal((0x21A4, 0x01000003u), (volume["/null"].Mode, volume["/null"].Special));
        Assert.Equal((0x61A4, 0x08011170u), (volume["/disk"].Mode, volume["/disk"].Special));
        Assert.Equal((0x11A4, 0xC1A4), (volume["/pipe"].Mode, volume["/socket"].Mode));
        Assert.Equal((0x41ED, 0u), (volume["/void"].Mode, volume["/void"].Valence));
        AssertReadBack(builder);
    }

    /// <summary>Two files of HFS+ have no block in common: equal files lie apart, names of one file lead to an indirect node.</summary>
    [Fact]
    public void Equal_files_and_hard_links()
    {
        ImageBuilder builder = new ImageBuilder(Options with { HfsCreators = "*=ttxt,TEXT" })
            .AddFile("one", "same"u8.ToArray()).AddFile("two", "same"u8.ToArray())
            .AddHardLink("d/three", "one").AddHardLink("four", "one").AddFile("hidden", "seen"u8.ToArray(), new EntryOptions { HiddenFrom = ImageFormats.RockRidge | ImageFormats.Iso9660 }).AddHardLink("shown", "hidden");
        HfsReader volume = HfsReader.Open(builder.ToBytes());
        Assert.Equal(["/", "/d", "/d/three", "/four", "/one", "/shown", "/two"], volume.Entries.Select(entry => entry.Path).Order(StringComparer.Ordinal));
        Assert.All(volume.Entries.Where(entry => entry.Content is not null && entry.Path != "/shown"), entry => Assert.Equal("same", Encoding.ASCII.GetString(entry.Content!)));
        Assert.Single(new[] { "/one", "/four", "/d/three" }.Select(path => volume[path].Id).Distinct());
        Assert.Equal((3u, 1u, 1u), (volume["/one"].Special, volume["/two"].Special, volume["/shown"].Special));
        Assert.Equal(("TEXT", "ttxt"), (volume["/one"].Type, volume["/one"].Creator));
        AssertReadBack(builder);
    }

    /// <summary>Enough for three levels of nodes, of which the index finds every one.</summary>
    [Fact]
    public void Many_files()
    {
        ImageBuilder builder = new(Options);
        for (int i = 0; i < 3000; i++)
        {
            builder.AddFile($"{i % 7}/{new string((char)('a' + (i % 26)), 1 + (i * 7 % 190))}{i}", i % 3 == 0 ? [] : BitConverter.GetBytes(i));
        }

        HfsReader volume = HfsReader.Open(builder.ToBytes());
        Assert.True(volume.Depth >= 3, $"There are {volume.Depth} levels.");
        Assert.Equal(1 + 7 + 3000, volume.Entries.Length);
        Assert.All(volume.Entries.Where(entry => entry.Content is { Length: > 0 }), entry => Assert.EndsWith(BitConverter.ToInt32(entry.Content!).ToString(System.Globalization.CultureInfo.InvariantCulture), entry.Path, StringComparison.Ordinal));
        AssertReadBack(builder);
    }

    /// <summary>What no tree shows is not shown here either, and has its blocks; what one tree shows is.</summary>
    [Fact]
    public void What_is_hidden()
    {
        const ImageFormats all = ImageFormats.Default | ImageFormats.Udf | ImageFormats.Iso1999;
        ImageBuilder builder = new ImageBuilder(Options with { Formats = ImageFormats.Default, Alignment = 4096 })
            .AddFile("seen", new byte[3000]).AddFile("some", new byte[1], new EntryOptions { HiddenFrom = ImageFormats.Joliet })
            .AddFile("none", new byte[2], new EntryOptions { HiddenFrom = all }).AddFile("secret/none", new byte[3], new EntryOptions { HiddenFrom = all })
            .AddEmptyDirectory("secret", new EntryOptions { HiddenFrom = all });
        HfsReader volume = HfsReader.Open(builder.ToBytes());
        Assert.Equal(["/", "/seen", "/some"], volume.Entries.Select(entry => entry.Path).Order(StringComparer.Ordinal));
    }

    /// <summary>More hidden files than a record and a node of the extents file have room for.</summary>
    [Fact]
    public void Many_hidden_files()
    {
        const ImageFormats all = ImageFormats.Default | ImageFormats.Udf | ImageFormats.Iso1999;
        ImageBuilder builder = new ImageBuilder(Options).AddFile("seen", new byte[1]);
        for (int i = 0; i < 500; i++)
        {
            builder.AddFile($"hidden/{i}", BitConverter.GetBytes(i), new EntryOptions { HiddenFrom = all });
        }

        Assert.Equal(["/", "/hidden", "/seen"], HfsReader.Open(builder.ToBytes()).Entries.Select(entry => entry.Path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("System/boot", "/System/boot", "/System/boot/boot.efi")]
    [InlineData("/System/boot/other", "/System/boot", "/System/boot/other")]
    [InlineData("a", "/a", null)]
    public void The_blessed_directory(string path, string directory, string? file)
    {
        byte[] image = new ImageBuilder(Options with { HfsBless = path }).AddFile("System/boot/boot.efi", new byte[1]).AddFile("System/boot/other", new byte[2]).AddEmptyDirectory("a").ToBytes();
        HfsReader volume = HfsReader.Open(image);
        Assert.Equal(
            (volume[directory].Id, file is null ? 0 : volume[file].Id, 0u, 0u, 0u, volume[directory].Id),
            (volume.FinderInfo(0), volume.FinderInfo(1), volume.FinderInfo(2), volume.FinderInfo(3), volume.FinderInfo(4), volume.FinderInfo(5)));
    }

    [Theory]
    [InlineData("no/such", DiagnosticId.HfsBlessMissing, true)]
    [InlineData("", null, true)]
    [InlineData("a", DiagnosticId.HfsMissing, false)]
    public void What_cannot_be_blessed(string path, DiagnosticId? expected, bool isOn)
    {
        PlanResult plan = new ImageBuilder(Options with { HfsBless = path, HfsPlus = isOn }).AddEmptyDirectory("a").AddFile("b", new byte[1]).Plan();
        Assert.Equal(expected, plan.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Id is DiagnosticId.HfsBlessMissing or DiagnosticId.HfsMissing)?.Id);
        Assert.Equal(expected == DiagnosticId.HfsBlessMissing, plan.Layout is null);
    }

    [Fact]
    public void Wrong_creators_are_an_error() =>
        Assert.Equal(DiagnosticId.OptionUnknown, new ImageBuilder(Options with { HfsCreators = "*.txt=TEXT" }).AddFile("a", new byte[1]).Plan().Diagnostics.Single(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Id);

    /// <summary>The last second of a 32-bit count from 1904 on.</summary>
    [Fact]
    public void Later_dates_become_the_last()
    {
        ImageBuilder builder = new ImageBuilder(Options with { Timestamp = new(2040, 2, 6, 6, 28, 16, TimeSpan.Zero) }).AddFile("a", new byte[1]);
        Assert.Single(builder.Plan().Diagnostics, diagnostic => diagnostic.Id == DiagnosticId.HfsDateTooLate);
        Assert.Equal(uint.MaxValue, HfsReader.Open(builder.ToBytes())["/a"].Date);
        Assert.DoesNotContain(new ImageBuilder(Options with { Timestamp = new(2040, 2, 6, 6, 28, 15, TimeSpan.Zero) }).AddFile("a", new byte[1]).Plan().Diagnostics, diagnostic => diagnostic.Id == DiagnosticId.HfsDateTooLate);
    }

    /// <summary>The identifier follows from what is in the image.</summary>
    [Fact]
    public void The_identifier_tells_volumes_apart()
    {
        string one = Of(Options, "a");
        Assert.Equal(one, Of(Options, "a"));
        Assert.NotEqual(one, Of(Options, "b"));
        Assert.NotEqual(one, Of(Options with { Timestamp = Options.Timestamp.AddSeconds(1) }, "a"));

        static string Of(ImageOptions options, string name) => Convert.ToHexString(HfsReader.Open(new ImageBuilder(options).AddFile(name, new byte[1]).ToBytes()).Header[104..112]);
    }

    [Theory]
    [InlineData(ImageFormats.Udf)]
    [InlineData(ImageFormats.Default | ImageFormats.Udf)]
    [InlineData(ImageFormats.Iso9660)]
    public void Beside_any_tree(ImageFormats formats)
    {
        ImageBuilder builder = new ImageBuilder(Options with { Formats = formats }).AddFile("d/a", new byte[5000]).AddFile("b", new byte[1]).AddEmptyDirectory("c");
        Assert.Equal(["/", "/b", "/c", "/d", "/d/a"], HfsReader.Open(builder.ToBytes()).Entries.Select(entry => entry.Path).Order(StringComparer.Ordinal));
        AssertReadBack(builder);
    }

    /// <summary>Equal files share their content again, and there is no map.</summary>
    [Fact]
    public void Off_it_changes_nothing()
    {
        ImageBuilder with = new ImageBuilder(Options with { HfsPlus = false }).AddFile("a", "x"u8.ToArray()).AddFile("b", "x"u8.ToArray());
        Assert.DoesNotContain(with.Plan().Layout!.Regions, region => region.Kind == RegionKind.HfsPlus);
        Assert.Equal(["/b"], with.Plan().Layout!.Regions.Single(region => region.Kind == RegionKind.File).SharedBy);
    }

    [Fact]
    public void Verify_finds_nothing_wrong()
    {
        byte[] bytes = new ImageBuilder(Options).AddFile("a", new byte[3000]).AddLink("l", "a").ToBytes();
        using IsoImage image = IsoImage.Open(new MemoryStream(bytes));
        Assert.All(image.Verify().Findings, finding => Assert.Equal(DiagnosticSeverity.Info, finding.Severity));
    }

    internal static void AssertReadBack(ImageBuilder builder)
    {
        PlanResult plan = builder.Plan();
        byte[] bytes = builder.ToBytes();
        Assert.Equal(plan.Layout!.Length, bytes.Length);
        using IsoImage image = IsoImage.Open(new MemoryStream(bytes));
        Assert.Empty(image.Diagnostics);
        Assert.Equal(plan.Layout.ToString(), image.Layout.ToString());
    }
}
