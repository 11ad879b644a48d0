using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using IsoBuild;
using IsoBuild.Content;
using IsoBuild.Layout;

namespace Cake.IsoBuild.Tests;

/// <summary>The aliases that make images.</summary>
public sealed class BuildTests : IDisposable
{
    private readonly FakeCake cake = new();

    public void Dispose() => cake.Dispose();

    [Fact]
    public void A_directory_becomes_the_image_that_the_engine_makes_of_it()
    {
        cake.With("in/a.txt", "a").With("in/docs/b.md", "b");

        BuildResult built = cake.IsoBuild("in", "out/my-app.iso");

        new ImageBuilder(new ImageOptions { VolumeId = "MY_APP" }).AddDirectory("", cake.Path("in")).Write(cake.Path("engine.iso")).EnsureSuccess();
        Assert.Equal(File.ReadAllBytes(cake.Path("engine.iso")), File.ReadAllBytes(cake.Path("out/my-app.iso")));
        Assert.Equal(built.Length, new FileInfo(cake.Path("out/my-app.iso")).Length);
        Assert.Equal([$"{cake.WorkingDirectory}/out/my-app.iso: {built.Layout!.SectorCount} sectors, {built.Length} bytes"], cake.SaidAt(LogLevel.Information));
    }

    [Fact]
    public void A_log_on_a_full_disk_changes_nothing()
    {
        cake.With("in/a.txt", "a");
        cake.IsLogFull = true;

        cake.IsoBuild("in", "a.iso");
        Assert.Equal(["/a.txt"], Image.Files(cake.Path("a.iso")));

        Assert.Contains("ISOB1001", Assert.Throws<CakeException>(() => cake.IsoBuild("nosuch", "a.iso")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_start_at_the_working_directory_of_the_script()
    {
        cake.With("in/a.txt", "a").With("below/in/b.txt", "b");
        cake.WorkingDirectory = cake.WorkingDirectory.Combine("below");

        cake.IsoBuild("in", "b.iso");
        cake.IsoBuild("../in", "a.iso");

        Assert.Equal(["/b.txt"], Image.Files(cake.Path("below/b.iso")));
        Assert.Equal(["/a.txt"], Image.Files(cake.Path("below/a.iso")));
    }

    [Fact]
    public void Globbed_files_keep_their_paths_below_the_root()
    {
        cake.With("docs/a.md", "a").With("docs/deep/er/b.md", "b").With("docs/deep/c.png", "c");

        cake.IsoBuild("docs", "docs.iso", new FilePathCollection(cake.Globber.Match("docs/**/*.md").OfType<FilePath>()));
        cake.IsoBuild(".", "all.iso", [new FilePath("docs/deep/c.png")], new IsoBuildSettings().WithVolumeId("ALL"));

        Assert.Equal(["/a.md", "/deep/er/b.md"], Image.Files(cake.Path("docs.iso")));
        Assert.Equal(["/docs/deep/c.png"], Image.Files(cake.Path("all.iso")));
    }

    [Fact]
    public void A_globbed_file_beside_the_root_is_an_error()
    {
        cake.With("docs/a.md", "a").With("docs-more/b.md", "b");

        CakeException failure = Assert.Throws<CakeException>(() => cake.IsoBuild("docs", "docs.iso", ["docs/a.md", "docs-more/b.md", "c.md"]));

        Assert.StartsWith($"ISOB4121: {cake.WorkingDirectory}/docs-more/b.md: ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("(1 more in the log)", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, cake.SaidAt(LogLevel.Error).Count(text => text.StartsWith("error ISOB4121", StringComparison.Ordinal)));
        Assert.False(cake.Exists("docs.iso"));
    }

    [Fact]
    public void Settings_say_the_same_as_an_object_and_as_a_sentence()
    {
        cake.With("in/a.txt", "a").With("in/left.out", "x").With("in/obj/x", "x").With("install.sh", "#!/bin/sh").With("notes/n.txt", "n");
        IsoBuildSettings written = new()
        {
            Image = "object.iso",
            VolumeId = "APP",
            Publisher = "Contoso",
            ApplicationId = "Setup",
            Timestamp = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero),
            FileDates = FileDates.Clamp,
            Formats = ImageFormats.RockRidge,
            IsoLevel = 1,
            Threads = 1,
            Checksum = true,
            Excluded = { new FilePath("in/left.out"), new DirectoryPath("in/obj") },
            Content =
            {
                IsoContent.Directory("in", "app"),
                IsoContent.File("install.sh", "bin/", mode: "700"),
                IsoContent.Files(["notes/n.txt"], "notes", "manual"),
                IsoContent.Text("version.txt", "1.0.0"),
                IsoContent.EmptyDirectory("logs"),
            },
        };
        IsoBuildSettings said = new IsoBuildSettings()
            .WithImage("sentence.iso")
            .WithVolumeId("APP")
            .WithPublisher("Contoso")
            .WithApplicationId("Setup")
            .WithTimestamp("2026-01-31T13:00:00+01:00")
            .WithFileDates(FileDates.Clamp)
            .WithFormats(ImageFormats.RockRidge)
            .WithIsoLevel(1)
            .WithThreads(1)
            .WithChecksum()
            .WithoutFile("in/left.out")
            .WithoutDirectory("in/obj")
            .WithDirectory("in", "app")
            .WithFile("install.sh", "bin/", mode: "700")
            .WithFiles(["notes/n.txt"], root: "notes", targetPath: "manual")
            .WithText("version.txt", "1.0.0")
            .WithEmptyDirectory("logs");

        BuildResult first = cake.IsoBuild(written);
        BuildResult second = cake.IsoBuild(said);

        Assert.Equal(["/app/a.txt", "/bin/install.sh", "/manual/n.txt", "/version.txt"], Image.Files(cake.Path("object.iso")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, Image.Mode(cake.Path("object.iso"), "/bin/install.sh"));
        Assert.Equal("1.0.0", Image.Text(cake.Path("object.iso"), "/version.txt"));
        Assert.Equal(("APP", "Contoso", "Setup", 1), (first.Layout!.Volume.VolumeId, first.Layout.Volume.Publisher, first.Layout.Volume.ApplicationId, first.Layout.Volume.IsoLevel));
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero), first.Layout.Volume.Timestamp);
        Assert.Equal(ImageFormats.Iso9660 | ImageFormats.RockRidge, first.Layout.Volume.Formats);
        Assert.NotNull(first.Sha256);
        Assert.Equal(first.Sha256, second.Sha256);
        Assert.Equal($"{first.Sha256}  object.iso\n", cake.Read("object.iso.sha256"));
        Assert.Equal(first.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(cake.Path("object.iso")))));
    }

    [Fact]
    public void An_alias_leaves_the_settings_as_they_are()
    {
        cake.With("in/a.txt", "a").With("b.txt", "b");
        IsoBuildSettings settings = new IsoBuildSettings().WithFile("b.txt");

        cake.IsoBuild("in", "one.iso", settings);
        cake.IsoBuild("in", "two.iso", settings);

        Assert.Null(settings.Image);
        Assert.Single(settings.Content);
        Assert.Equal(["/a.txt", "/b.txt"], Image.Files(cake.Path("two.iso")));
    }

    [Fact]
    public void The_environment_of_the_script_dates_the_image()
    {
        cake.With("in/a.txt", "a");
        cake.Variables["SOURCE_DATE_EPOCH"] = "1769860800";
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero), cake.IsoBuild("in", "a.iso").Layout!.Volume.Timestamp);

        cake.Variables["SOURCE_DATE_EPOCH"] = "yesterday";
        CakeException failure = Assert.Throws<CakeException>(() => cake.IsoBuild("in", "a.iso"));
        Assert.StartsWith("ISOB1008: SOURCE_DATE_EPOCH: 'yesterday' is not a timestamp", failure.Message, StringComparison.Ordinal);
        Assert.StartsWith("ISOB1008: ", Assert.Throws<CakeException>(() => new IsoBuildSettings().WithTimestamp("noon")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_engine_finds_is_said_at_the_level_that_it_has()
    {
        // Joliet takes no semicolon, and the standard no small letter in an identifier.
        cake.With("in/a;b.txt", "a");
        cake.IsoBuild("in", "a.iso", new IsoBuildSettings { VolumeId = "lower", FileDates = FileDates.Preserve });

        Assert.Contains(cake.SaidAt(LogLevel.Warning), text => text.StartsWith("warning ISOB1010: ", StringComparison.Ordinal));
        Assert.Contains(cake.SaidAt(LogLevel.Information), text => text.StartsWith("info ISOB1077: ", StringComparison.Ordinal));
        Assert.Contains(cake.SaidAt(LogLevel.Information), text => text.StartsWith("info ISOB1016: ", StringComparison.Ordinal));
        Assert.Empty(cake.SaidAt(LogLevel.Error));
    }

    [Fact]
    public void Warnings_can_be_silenced_and_raised()
    {
        cake.With("in/a;b.txt", "a");
        byte[] before = [1, 2, 3];
        File.WriteAllBytes(cake.Path("a.iso"), before);

        CakeException failure = Assert.Throws<CakeException>(() => cake.IsoBuild("in", "a.iso", new IsoBuildSettings().WithWarningsAsErrors()));
        Assert.StartsWith("ISOB1010: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(cake.Path("a.iso")));
        Assert.Single(cake.SaidAt(LogLevel.Error));

        cake.IsoBuild("in", "a.iso", new IsoBuildSettings().WithWarningsAsErrors().WithNoWarn("isob1010"));
        Assert.Equal(["/a;b.txt"], Image.Files(cake.Path("a.iso")));
        Assert.Empty(cake.SaidAt(LogLevel.Warning));
    }

    [Theory]
    [InlineData("missing", "ISOB1001", "nowhere")]
    [InlineData("twice", "ISOB1003", "same.txt")]
    [InlineData("dots", "ISOB1004", "../x")]
    [InlineData("volume", "ISOB1006", "")]
    [InlineData("mode", "ISOB1011", "a.txt")]
    [InlineData("pattern", "ISOB1011", "../x")]
    [InlineData("rule", "ISOB1011", "a**b")]
    [InlineData("formats", "ISOB1011", "")]
    [InlineData("unwritable", "ISOB1019", "a.iso")]
    [InlineData("nameless", "ISOB4122", "Image")]
    public void An_error_fails_the_task_with_its_code(string name, string code, string item)
    {
        cake.With("in/a.txt", "a").With("file", "x");
        IsoBuildSettings settings = name switch
        {
            "missing" => new IsoBuildSettings().WithDirectory("nowhere"),
            "twice" => new IsoBuildSettings().WithText("same.txt", "1").WithText("same.txt", "2"),
            "dots" => new IsoBuildSettings().WithFile("in/a.txt", "../x"),
            "volume" => new IsoBuildSettings().WithDirectory("in").WithVolumeId(new string('V', 33)),
            "mode" => new IsoBuildSettings().WithFile("in/a.txt", "a.txt", mode: "rwx"),
            "pattern" => new IsoBuildSettings().WithDirectory("in").WithoutMatches("../x"),
            "rule" => new IsoBuildSettings().WithDirectory("in").WithSortWeight("a**b", 1),
            "formats" => new IsoBuildSettings().WithDirectory("in").WithIsoLevel(5),
            _ => new IsoBuildSettings().WithDirectory("in"),
        };
        settings.Image = name switch { "nameless" => null, "unwritable" => "file/a.iso", _ => "a.iso" };

        CakeException failure = Assert.Throws<CakeException>(() => cake.IsoBuild(settings));

        Assert.StartsWith($"{code}: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(item, failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, failure.ExitCode);
        Assert.Contains(cake.SaidAt(LogLevel.Error), text => text.StartsWith($"error {code}: ", StringComparison.Ordinal));
        Assert.False(cake.Exists("a.iso"));
    }

    [Fact]
    public void Links_devices_owners_and_trees_are_in_the_image_as_they_were_asked_for()
    {
        cake.With("in/app", "app").With("in/docs/a.txt", "same").With("in/docs/b.txt", "same");
        cake.IsoBuild(new IsoBuildSettings().WithImage("a.iso").WithDirectory("in").WithUdf()
            .WithLink("current", "docs/a.txt")
            .WithHardLink("cli", "app")
            .WithSpecial("dev/sda", SpecialKind.BlockDevice, 8, 16, new EntryOptions { GroupId = 6 })
            .WithOwner(33, 34, "docs")
            .WithHidden("b.txt", ImageFormats.Udf)
            .WithSortWeight("docs/b.txt", 5)
            .WithoutDedupe());

        using IsoImage image = IsoImage.Open(cake.Path("a.iso"));
        Assert.Empty(image.Diagnostics);
        Assert.Equal("docs/a.txt", Assert.IsType<ContentLink>(image.Content.Find("current")).Target);
        Assert.Equal(image.Content.Find("app"), Assert.IsType<ContentFile>(image.Content.Find("cli")).HardLinkOf);
        ContentSpecial device = Assert.IsType<ContentSpecial>(image.Content.Find("dev/sda"));
        Assert.Equal((SpecialKind.BlockDevice, 8u, 16u, 6u), (device.Kind, device.Major, device.Minor, device.GroupId));
        Assert.Equal((33u, 34u), (image.Content.Find("docs/a.txt")!.OwnerId, image.Content.Find("docs/a.txt")!.GroupId));
        // A tree without symbolic links shows the file.
        Assert.Equal(["/app", "/cli", "/current", "/docs/a.txt"], image.ContentOf(ImageFormats.Udf)!.Nodes.OfType<ContentFile>().Select(file => file.Path).Order(StringComparer.Ordinal));
        Assert.Equal(["/docs/b.txt", "/app", "/docs/a.txt"], image.Layout.Regions.Where(region => region.Kind == RegionKind.File).Select(region => region.Name));
    }

    [Fact]
    public void With_every_option_the_image_is_the_librarys()
    {
        EveryOption.WriteContent((path, text) => cake.With(path, text));
        ImageOptions options = EveryOption.Options;
        IsoBuildSettings settings = new IsoBuildSettings()
            .WithImage("everything.iso")
            .WithVolumeId(options.VolumeId)
            .WithVolumeSetId(options.VolumeSetId)
            .WithSystemId(options.SystemId)
            .WithPublisher(options.Publisher)
            .WithPreparer(options.Preparer)
            .WithApplicationId(options.ApplicationId)
            .WithCopyrightFile(options.CopyrightFile)
            .WithAbstractFile(options.AbstractFile)
            .WithBibliographicFile(options.BibliographicFile)
            .WithEffective(options.Effective!.Value)
            .WithExpires(options.Expires!.Value)
            .WithTimestamp(EveryOption.Timestamp)
            .WithVolumeDate(options.VolumeDate!.Value)
            .WithSystemArea("area.bin")
            .WithFileDates(FileDates.Clamp)
            .WithFormats(options.Formats)
            .WithJolietLongNames()
            .WithHfsPlus()
            .WithHfsCreators(options.HfsCreators)
            .WithHfsBless(options.HfsBless)
            .WithIsoLevel(2)
            .WithDeepDirectoriesRelocated()
            .WithoutDedupe()
            .WithAlignment(4096)
            .WithPaddingSectors(7)
            .WithMediaChecksum()
            .WithDvdVideo()
            .WithUpdatedChecksums()
            .WithHardLinksPreserved()
            .WithModes(PosixModes.ReadOnly)
            .WithTranslationTables()
            .WithIsoNames(IsoNameRules.Lowercase | IsoNameRules.NoTrailingDot)
            .WithFileMode("0640")
            .WithDirectoryMode("0750")
            .WithoutMatches("*.pdb")
            .WithMode("*.sh", "0700")
            .WithOwner(33, pattern: "data")
            .WithOwner(1000)
            .WithRule("data/*.bin", new EntryOptions { GroupId = 7 })
            .WithHidden("run.sh", ImageFormats.Joliet)
            .WithHidden("data/private", ImageFormats.Joliet)
            .WithMarkHidden("COPYING.TXT")
            .WithSortWeight("data/two.bin", 10)
            .WithSortWeight("*.dll", -3)
            .WithCompressed("data/log.txt")
            .WithDirectory("out")
            .WithFile("notes.txt", "docs/")
            .WithLink("bin/log", @"..\data\log.txt")
            .WithHardLink("data/again.bin", "data/one.bin")
            .WithSpecial("dev/null", SpecialKind.CharacterDevice, major: 1, minor: 3)
            .WithSpecial("run/in", SpecialKind.Pipe)
            .WithEmptyDirectory("var/empty");

        cake.IsoBuild(settings);

        byte[] expected = EveryOption.Make(cake.WorkingDirectory.FullPath, cake.Path("library.iso"));
        Assert.True(expected.AsSpan().SequenceEqual(File.ReadAllBytes(cake.Path("everything.iso"))), "The addin's image differs from the library's.");
    }
}
