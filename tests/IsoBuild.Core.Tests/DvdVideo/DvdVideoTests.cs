using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Core.Tests.DvdVideo;

/// <summary>A DVD-Video lies as its IFO files say.</summary>
public sealed class DvdVideoTests
{
    private static readonly ImageOptions Udf = Images.Small with { Formats = ImageFormats.Default | ImageFormats.Udf };

    /// <summary>What <see cref="DvdFiles.All"/> says, by hand: sectors from VIDEO_TS.IFO on.</summary>
    private static readonly (string Name, long Sector)[] Expected =
    [
        ("VIDEO_TS.IFO", 0), ("VIDEO_TS.VOB", 3), ("VIDEO_TS.BUP", 38),
        ("VTS_01_0.IFO", 41), ("VTS_01_0.VOB", 43), ("VTS_01_1.VOB", 46), ("VTS_01_2.VOB", 76), ("VTS_01_0.BUP", 99),
        ("VTS_02_0.IFO", 100), ("VTS_02_1.VOB", 101), ("VTS_02_0.BUP", 140),
    ];

    [Theory]
    [InlineData(true, 2048)]
    [InlineData(null, 2048)]
    [InlineData(null, 65536)]
    public void Its_files_are_at_the_distances_that_the_IFO_files_say(bool? isWanted, int alignment)
    {
        ImageBuilder builder = Builder(Udf with { DvdVideo = isWanted, Alignment = alignment }, DvdFiles.All()).AddFile("readme.txt", "beside it"u8.ToArray()).AddFile("VIDEO_TS/other.txt", "in it"u8.ToArray());
        PlanResult plan = builder.Plan();
        Assert.Equal(DiagnosticId.DvdVideoFound, Assert.Single(plan.Diagnostics).Id);

        using IsoImage image = IsoImage.Open(new MemoryStream(builder.ToBytes()));
        Assert.Equal(plan.Layout!.ToStringWithHashes(), image.Layout.ToStringWithHashes());
        Assert.Empty(image.Diagnostics);
        (string, long)[] places = Places(image);
        Assert.Equal(Expected, places);
        Assert.Equal(0, Start(image) % Math.Max(16 * 2048, alignment));
        Assert.Empty(image.Verify().Findings);
    }

    [Fact]
    public void An_image_that_starts_from_one_keeps_them()
    {
        using TempDirectory temp = new();
        string first = temp.Combine("first.iso");
        Builder(Udf, DvdFiles.All()).Write(first).EnsureSuccess();

        using IsoImage image = IsoImage.Open(new MemoryStream(new ImageBuilder().BasedOn(first).AddFile("a first file", new byte[50_000]).ToBytes()));
        Assert.Equal(Expected, Places(image));
    }

    [Fact]
    public void It_is_no_DVD_Video_when_somebody_says_so()
    {
        ImageBuilder builder = Builder(Udf with { DvdVideo = false }, DvdFiles.All());
        Assert.Empty(builder.Plan().Diagnostics);
        using IsoImage image = IsoImage.Open(new MemoryStream(builder.ToBytes()));
        Assert.Contains(image.Layout.Regions, region => region.Name == "/VIDEO_TS/VIDEO_TS.BUP" && region.SharedBy.Count == 1);
    }

    /// <summary>DVD players read UDF: who asks for a DVD-Video gets it, and who does not is told.</summary>
    [Theory]
    [InlineData(true, ImageFormats.Default | ImageFormats.Udf, false)]
    [InlineData(null, ImageFormats.Default, true)]
    public void It_has_UDF(bool? isWanted, ImageFormats formats, bool isTold)
    {
        ImageBuilder builder = Builder(Images.Small with { DvdVideo = isWanted }, DvdFiles.All());
        using IsoImage image = IsoImage.Open(new MemoryStream(builder.ToBytes()));
        Assert.Equal(formats, image.Formats);
        Assert.Equal(isTold, Assert.Single(builder.Plan().Diagnostics).Message.Contains("UDF", StringComparison.Ordinal));
        Assert.Equal(Expected, Places(image));
    }

    public static TheoryData<string, string> Misfits() => new()
    {
        { "VIDEO_TS.IFO is cut", "has 1 sectors, but its header gives 2" },
        { "VIDEO_TS.IFO is something else", "does not begin as the IFO file of a video manager does" },
        { "VTS_01_0.IFO is something else", "does not begin as the IFO file of a title set does" },
        { "its table of titles is beyond it", "no title table" },
        { "a menu is too long", "VIDEO_TS.BUP must begin 38 sectors after VIDEO_TS.IFO, but other files occupy the space up to sector 53" },
        { "a title is too long", "VTS_01_0.BUP must begin 58 sectors after VTS_01_0.IFO, but other files occupy the space up to sector 85" },
        { "menus are missing", "VTS_01_0.IFO gives the start of its menus, but VTS_01_0.VOB is missing" },
        { "menus are too many", "VTS_02_0.IFO has no menus, but VTS_02_0.VOB exists" },
        { "titles are missing", "VTS_02_0.IFO gives the start of its titles, but VTS_02_1.VOB is missing" },
        { "a backup is missing", "VTS_02_0.BUP, the backup of VTS_02_0.IFO, is missing" },
        { "a title set is missing", "VIDEO_TS.IFO counts 2 title sets, but there are IFO files of 1" },
        { "title sets overlap", "VTS_02_0.IFO must begin 60 sectors after VIDEO_TS.IFO, but other files occupy the space up to sector 100" },
        { "titles are cut off", "its titles have 34 sectors, but VTS_01_1.VOB to VTS_01_2.VOB have 33" },
        { "the end of titles is missing", "its titles have 34 sectors, but VTS_01_1.VOB has 30" },
        { "menus are cut off", "According to VTS_01_0.IFO, its menus have 3 sectors, but VTS_01_0.VOB has 2" },
        { "a set is endless", "4294967296" },
    };

    /// <summary>What does not fit is no DVD-Video, and an error only where one is asked for.</summary>
    [Theory]
    [MemberData(nameof(Misfits))]
    public void Files_that_do_not_fit_are_told(string what, string told)
    {
        Dictionary<string, byte[]> files = DvdFiles.All();
        switch (what)
        {
            case "VIDEO_TS.IFO is cut": files["VIDEO_TS.IFO"] = [.. files["VIDEO_TS.IFO"][..2048]]; files["VIDEO_TS.IFO"][0xC7] = 0; break;
            case "VIDEO_TS.IFO is something else": files["VIDEO_TS.IFO"] = "DVDVIDEO"u8.ToArray(); break;
            case "VTS_01_0.IFO is something else": files["VTS_01_0.IFO"] = files["VIDEO_TS.IFO"]; break;
            case "its table of titles is beyond it": files["VIDEO_TS.IFO"] = [.. files["VIDEO_TS.IFO"]]; files["VIDEO_TS.IFO"][0xC4] = 0xFF; break;
            case "a menu is too long": files["VIDEO_TS.VOB"] = DvdFiles.Vob(50); break;
            case "a title is too long": files["VTS_01_2.VOB"] = DvdFiles.Vob(50); break;
            case "menus are missing": files.Remove("VTS_01_0.VOB"); break;
            case "menus are too many": files["VTS_02_0.VOB"] = DvdFiles.Vob(1); break;
            case "titles are missing": files.Remove("VTS_02_1.VOB"); break;
            case "a backup is missing": files.Remove("VTS_02_0.BUP"); break;
            case "a title set is missing": files.Remove("VTS_02_0.IFO"); break;
            case "titles are cut off": files["VTS_01_0.IFO"] = WithCells(areOfMenus: false, 34); files["VTS_01_2.VOB"] = DvdFiles.Vob(3); break;
            case "the end of titles is missing": files["VTS_01_0.IFO"] = WithCells(areOfMenus: false, 34); files.Remove("VTS_01_2.VOB"); break;
            case "menus are cut off": files["VTS_01_0.IFO"] = WithCells(areOfMenus: true, 3); files["VTS_01_0.VOB"] = DvdFiles.Vob(2); break;
            case "title sets overlap": files["VIDEO_TS.IFO"] = DvdFiles.Manager(39, 3, 2, (1, 41), (2, 60)); break;
            default: files["VTS_02_0.IFO"] = DvdFiles.TitleSet(uint.MaxValue, 0, 1); break;
        }

        PlanResult found = Builder(Udf, files).Plan();
        Diagnostic warning = Assert.Single(found.Diagnostics, diagnostic => diagnostic.Id == DiagnosticId.DvdVideoUnfit);
        Assert.Equal((DiagnosticSeverity.Warning, "/VIDEO_TS"), (warning.Severity, warning.Item));
        Assert.Contains(told, warning.Message, StringComparison.Ordinal);
        Assert.Contains("The directory is written like any other", warning.Message, StringComparison.Ordinal);
        Assert.NotNull(found.Layout);

        PlanResult wanted = Builder(Udf with { DvdVideo = true }, files).Plan();
        Diagnostic error = Assert.Single(wanted.Diagnostics, diagnostic => diagnostic.Id == DiagnosticId.DvdVideoUnfit);
        Assert.Equal(DiagnosticSeverity.Error, error.Severity);
        Assert.Contains("The image is not written.", error.Message, StringComparison.Ordinal);
        Assert.Null(wanted.Layout);
    }

    /// <summary>Menus and titles have what the cells say, or these go on behind the backup, as those of copy-protected discs do, and say nothing.</summary>
    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 34)]
    [InlineData(false, 54)]
    public void Files_that_are_whole_are_not_told(bool areOfMenus, uint sectors)
    {
        Dictionary<string, byte[]> files = DvdFiles.All();
        files["VTS_01_0.IFO"] = files["VTS_01_0.BUP"] = WithCells(areOfMenus, sectors);
        Assert.Equal(DiagnosticId.DvdVideoFound, Assert.Single(Builder(Udf, files).Plan().Diagnostics).Id);
    }

    [Theory]
    [InlineData("VIDEO_TS")]
    [InlineData("VIDEO_TS/VIDEO_TS.BUP")]
    public void What_UDF_does_not_show_no_player_finds(string path)
    {
        Assert.Contains("hidden from UDF", Told(Builder(Udf, DvdFiles.All()).Describe(at => at == path ? new EntryOptions { HiddenFrom = ImageFormats.Udf } : null), DiagnosticId.DvdVideoUnfit).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Builder(Udf, DvdFiles.All()).Describe(at => at == path ? new EntryOptions { HiddenFrom = ImageFormats.Joliet } : null).Plan().Diagnostics, found => found.Id == DiagnosticId.DvdVideoUnfit);
    }

    [Fact]
    public void What_its_places_overrule_is_told()
    {
        ImageBuilder builder = Builder(Udf with { Alignment = 65536 }, DvdFiles.All()).Describe(at => at.EndsWith(".IFO", StringComparison.Ordinal) ? new EntryOptions { Compress = true } : null);
        string told = Told(builder, DiagnosticId.DvdVideoFound).Message;
        Assert.Contains("not compressed", told, StringComparison.Ordinal);
        Assert.Contains("aligned to 65536 bytes", told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_in_place_of_a_file_is_named()
    {
        Dictionary<string, byte[]> files = DvdFiles.All();
        files.Remove("VTS_02_1.VOB");
        Assert.Contains("VTS_02_1.VOB is a symbolic link", Told(Builder(Udf, files).AddLink("VIDEO_TS/VTS_02_1.VOB", "../titles.vob"), DiagnosticId.DvdVideoUnfit).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("video_ts/VIDEO_TS.IFO", "/video_ts exists, but the name must be in upper case")]
    [InlineData("VIDEO_TS/video_ts.ifo", "/VIDEO_TS/video_ts.ifo exists, but the name must be in upper case")]
    public void Names_in_small_letters_are_named(string path, string told) =>
        Assert.Contains(told, Told(new ImageBuilder(Udf with { DvdVideo = true }).AddFile(path, DvdFiles.All()["VIDEO_TS.IFO"]), DiagnosticId.DvdVideoMissing).Message, StringComparison.Ordinal);

    [Fact]
    public void One_that_is_not_there_is_told() =>
        Assert.Equal(DiagnosticId.DvdVideoMissing, Assert.Single(new ImageBuilder(Udf with { DvdVideo = true }).AddFile("VIDEO_TS/VTS_01_0.IFO", DvdFiles.TitleSet(1, 0, 0)).Plan().Diagnostics).Id);

    /// <summary>Names of one file cannot lie in two places.</summary>
    [Fact]
    public void A_backup_is_a_copy()
    {
        Dictionary<string, byte[]> files = DvdFiles.All();
        files.Remove("VIDEO_TS.BUP");
        PlanResult plan = Builder(Udf, files).AddHardLink("VIDEO_TS/VIDEO_TS.BUP", "VIDEO_TS/VIDEO_TS.IFO").Plan();
        Assert.Contains("Use a copy instead", Assert.Single(plan.Diagnostics, found => found.Id == DiagnosticId.DvdVideoUnfit).Message, StringComparison.Ordinal);
    }

    /// <summary>What a title set of few sectors says is kept, and remarked.</summary>
    [Fact]
    public void A_backup_that_is_near_is_remarked()
    {
        Dictionary<string, byte[]> files = DvdFiles.All();
        byte[] second = DvdFiles.TitleSet(3, menus: 0, titles: 1);
        (files["VTS_02_0.IFO"], files["VTS_02_0.BUP"], files["VTS_02_1.VOB"]) = (second, second, DvdFiles.Vob(1));
        PlanResult plan = Builder(Udf, files).Plan();
        Assert.Equal([DiagnosticId.DvdVideoFound, DiagnosticId.DvdVideoBackupNear], plan.Diagnostics.Select(found => found.Id).Order());
        Assert.All(plan.Diagnostics, found => Assert.Equal(DiagnosticSeverity.Info, found.Severity));
    }

    private static ImageBuilder Builder(ImageOptions options, Dictionary<string, byte[]> files)
    {
        ImageBuilder builder = new(options);
        foreach ((string name, byte[] content) in files)
        {
            builder.AddFile($"VIDEO_TS/{name}", content);
        }

        return builder;
    }

    private static byte[] WithCells(bool areOfMenus, uint sectors) => DvdFiles.TitleSetWithCells(58, menus: 2, titles: 5, areOfMenus, sectors);

    private static Diagnostic Told(ImageBuilder builder, DiagnosticId id) => Assert.Single(builder.Plan().Diagnostics, found => found.Id == id);

    private static long Start(IsoImage image) => image.Layout.Regions.First(region => region.Name == "/VIDEO_TS/VIDEO_TS.IFO").Offset;

    /// <summary>As they lie on the image.</summary>
    private static (string Name, long Sector)[] Places(IsoImage image)
    {
        const string folder = "/VIDEO_TS/";
        long start = Start(image);
        return [.. image.Layout.Regions
            .Where(region => region.Kind == RegionKind.File && region.Name.StartsWith(folder + "V", StringComparison.Ordinal))
            .Select(region => (region.Name[folder.Length..], (region.Offset - start) / 2048))];
    }
}
