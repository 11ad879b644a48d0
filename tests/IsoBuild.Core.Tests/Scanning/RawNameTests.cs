using System.Runtime.Versioning;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Extraction;
using IsoBuild.Verifying;

namespace IsoBuild.Core.Tests.Scanning;

/// <summary>Names that are no UTF-8: from a disk into an image, and back.</summary>
public sealed class RawNameTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public RawNameTests()
    {
        if (OperatingSystem.IsLinux())
        {
            RawTree.Make(temp.Combine("in"));
        }
    }

    public void Dispose() => temp.Dispose();

    [LinuxFact]
    public void Come_back_byte_by_byte_whatever_the_number_of_threads()
    {
        Assert.Equal(Build("1.iso", threads: 1), Build("n.iso", threads: 8));

        using IsoImage image = IsoImage.Open(temp.Combine("1.iso"));
        Assert.True(image.Extract(temp.Combine("out")).Succeeded);
        Assert.Equal(RawTree.Seen(temp.Combine("in")), RawTree.Seen(temp.Combine("out")));

        // Over what is there, too; and a directory alone.
        Assert.True(image.Extract(temp.Combine("out"), new ExtractOptions { Overwrite = true }).Succeeded);
        Assert.Equal(RawTree.Seen(temp.Combine("in")), RawTree.Seen(temp.Combine("out")));
        Assert.Contains(image.Extract(temp.Combine("out")).Diagnostics, d => d is { Code: "ISOB3031", Item: "/caf\\xE9" });
        Assert.Empty(Directory.GetFiles(temp.Combine("out"), ".isobuild*"));

        byte[] Build(string name, int threads)
        {
            new ImageBuilder(new ImageOptions { Formats = ImageFormats.Default | ImageFormats.Udf | ImageFormats.Iso1999, PreserveHardLinks = true })
                .AddDirectory("", temp.Combine("in")).Write(temp.Combine(name), new WriteOptions { Threads = threads }).EnsureSuccess();
            return File.ReadAllBytes(temp.Combine(name));
        }
    }

    /// <summary>In the other trees they have a name of characters, which no other entry has; one remark tells of all trees.</summary>
    [LinuxFact]
    public void Are_replaced_in_other_trees_and_told_once()
    {
        BuildResult result = new ImageBuilder(new ImageOptions { Formats = ImageFormats.Default | ImageFormats.Udf | ImageFormats.Iso1999 })
            .AddDirectory("", temp.Combine("in")).Write(temp.Combine("a.iso")).EnsureSuccess();

        string[] told = ["/caf\\xE8", "/caf\\xE9", "/cesu-\\xED\\xB3\\xA9", "/d\\xEFr", "/d\\xEFr/hard\\xE9", "/d\\xEFr/sub/\\x83e\\x83X\\x83g.txt", "/empty\\x80", "/l\\xEFnk", "/ok-\\xC3", "/\\xFF\\xFE"];
        Assert.Equal(told, result.Diagnostics.Where(d => d.Code == "ISOB1033").Select(d => d.Item));
        Assert.All(result.Diagnostics, d => Assert.Equal(DiagnosticSeverity.Info, d.Severity));
        Assert.DoesNotContain(result.Diagnostics, d => d.Code != "ISOB1033" && told.Contains(d.Item) && d.Code != "ISOB1022");

        using IsoImage image = IsoImage.Open(temp.Combine("a.iso"));
        string[] names = ["__", "caf_", "caf__2", "caf__3", "cesu-___", "d_r", "empty_", "fffd-\uFFFD", "l_nk", "link", "ok-_", "plain"];
        Assert.All([ImageFormats.Joliet, ImageFormats.Udf, ImageFormats.Iso1999], tree => Assert.Equal(names, image.ContentOf(tree)!.Root.Children.Select(child => child.Name)));
        Assert.Equal("under\n"u8.ToArray(), ((ContentFile)image.ContentOf(ImageFormats.Joliet)!.Find("caf_")!).ReadAll());
        Assert.Equal(
            ["CAF_", "CAF__2", "CAF__3", "CESU____", "D_R", "EMPTY_", "FFFD__", "LINK", "L_NK", "OK__", "PLAIN", "__"],
            image.ContentOf(ImageFormats.Iso9660)!.Root.Children.Select(child => child.Name));
        Assert.DoesNotContain(image.Verify().Findings, d => d.Severity != DiagnosticSeverity.Info);
    }

    [LinuxFact]
    public void Are_shown_by_UDF_under_the_names_that_it_has_for_them()
    {
        new ImageBuilder(new ImageOptions { Formats = ImageFormats.Default | ImageFormats.Udf }).AddDirectory("", temp.Combine("in")).Write(temp.Combine("a.iso")).EnsureSuccess();

        using IsoImage image = IsoImage.Open(temp.Combine("a.iso"));
        ConsumerView linux = Assert.Single(image.Verify(new VerifyOptions { Consumers = [ImageConsumer.Linux] }).Consumers);
        Assert.Equal("UDF", linux.Sees);
        // A link to a directory is nothing that UDF could show.
        Assert.Equal(["/plain/to-directory"], linux.Differently.Where(entry => entry.Shown is null).Select(entry => entry.Path));
        ContentTree udf = image.ContentOf(ImageFormats.Udf)!;
        foreach (ShownDifferently entry in linux.Differently)
        {
            if (image.Content.Find(entry.Path) is ContentFile file)
            {
                Assert.Equal(file.ReadAll(), ((ContentFile)udf.Find(entry.Shown!)!).ReadAll());
            }
        }

        Assert.Equal("/d_r", linux.Differently.Single(entry => entry.Path == "/d\uDCEFr").Shown);
        Assert.Equal("/l_nk", linux.Differently.Single(entry => entry.Path == "/l\uDCEFnk").Shown);
    }

    [LinuxFact]
    public void Are_a_warning_where_no_tree_holds_them()
    {
        Assert.Contains(
            new ImageBuilder(new ImageOptions { Formats = ImageFormats.Iso9660 | ImageFormats.Joliet }).AddDirectory("", temp.Combine("in")).Plan().Diagnostics,
            d => d is { Code: "ISOB1033", Severity: DiagnosticSeverity.Warning, Item: "/caf\\xE9" });
    }

    [LinuxFact]
    public void Links_through_them_are_followed_and_patterns_match_them()
    {
        ImageBuilder builder = new(new ImageOptions { FollowLinks = true });
        PathPattern.TryParse("d?r/hard*", out PathPattern? pattern, out _);
        builder.Exclude(pattern!.Covers).AddDirectory("", temp.Combine("in")).AddFile("named", temp.Combine("in", "link")).Write(temp.Combine("a.iso")).EnsureSuccess();

        using IsoImage image = IsoImage.Open(temp.Combine("a.iso"));
        Assert.Equal("in\n"u8.ToArray(), ((ContentFile)image.Content.Find("l\uDCEFnk")!).ReadAll());
        Assert.Equal("latin\n"u8.ToArray(), ((ContentFile)image.Content.Find("named")!).ReadAll());
        Assert.Equal("sjis\n"u8.ToArray(), ((ContentFile)image.Content.Find("plain/to-directory/sub/\uDC83e\uDC83X\uDC83g.txt")!).ReadAll());
        Assert.Null(image.Content.Find("d\uDCEFr/hard\uDCE9"));
    }

    [LinuxFact]
    public void A_base_keeps_them_and_a_comparison_shows_them()
    {
        new ImageBuilder().AddDirectory("", temp.Combine("in")).Write(temp.Combine("a.iso")).EnsureSuccess();
        new ImageBuilder().BasedOn(temp.Combine("a.iso")).AddFile("caf\uDCE9", "new"u8.ToArray()).Write(temp.Combine("b.iso")).EnsureSuccess();

        using IsoImage before = IsoImage.Open(temp.Combine("a.iso"));
        using IsoImage after = IsoImage.Open(temp.Combine("b.iso"));
        Assert.Equal(before.Content.Nodes.Select(node => node.Path), after.Content.Nodes.Select(node => node.Path));
        Assert.Contains("~ file /caf\\xE9", before.CompareWith(after).ToString(), StringComparison.Ordinal);
        Assert.Contains("  /caf\\xE9  3 bytes", after.Layout.ToString(), StringComparison.Ordinal);
    }

    [LinuxFact]
    public void What_changes_or_goes_away_is_noticed()
    {
        ContentFile file = (ContentFile)Scan().Find("caf\uDCE8")!;
        FileSource source = (FileSource)file.Source;
        Assert.Equal(FileState.Same, source.StateOf(handle: null));
        using (OpenContent content = source.Open())
        {
            Assert.Equal(FileState.Same, source.StateOf(content.Handle));
        }

        CommandLine.Run("sh", ["-c", "touch -d @1 \"$(printf 'caf\\350')\""], temp.Combine("in")).EnsureSuccess();
        Assert.Equal(FileState.Changed, source.StateOf(handle: null));
        CommandLine.Run("sh", ["-c", "rm \"$(printf 'caf\\350')\""], temp.Combine("in")).EnsureSuccess();
        Assert.Throws<FileNotFoundException>(() => source.Open());
    }

    [LinuxFact]
    public void That_of_a_pipe_is_an_error()
    {
        CommandLine.Run("sh", ["-c", "mkfifo \"$(printf 'p\\351')\""], temp.Combine("in")).EnsureSuccess();
        Diagnostic error = Assert.Single(new ImageBuilder().AddDirectory("", temp.Combine("in")).Plan().Diagnostics, d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal(("ISOB1012", temp.Combine("in", "p\\xE9")), (error.Code, error.Item));
    }

    /// <summary>The target is not always Linux.</summary>
    [LinuxFact]
    [UnsupportedOSPlatform("windows")]
    public void Are_replaced_in_a_directory_that_holds_characters_alone()
    {
        new ImageBuilder().AddDirectory("", temp.Combine("in")).Write(temp.Combine("a.iso")).EnsureSuccess();
        using IsoImage image = IsoImage.Open(temp.Combine("a.iso"));
        ExtractResult result = ImageExtractor.Extract(image.Content, temp.Combine("out"), new ExtractOptions(), [], CancellationToken.None, TargetRules.Unix with { HoldsBytes = false });
        Assert.Equal(
            ["__", "caf_", "caf__2", "caf__3", "cesu-___", "d_r", "empty_", "fffd-\uFFFD", "l_nk", "link", "ok-_", "plain"],
            Directory.GetFileSystemEntries(temp.Combine("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains(result.Diagnostics, d => d is { Code: "ISOB3034", Item: "/caf\\xE9", Message: "Extracted as \"caf__3\", because the target directory's file system cannot store the name." });
        Assert.Equal("caf__3", new FileInfo(temp.Combine("out", "link")).LinkTarget);
    }

    private ContentTree Scan()
    {
        DiagnosticBag diagnostics = new();
        ContentTreeBuilder tree = new(new DateRule(FileDates.Fixed, DateTimeOffset.UnixEpoch), diagnostics);
        new DirectoryScanner(tree, new Exclusions(), diagnostics).AddDirectory([], temp.Combine("in"), options: null, CancellationToken.None);
        return tree.Build();
    }
}
