using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Scanning;

/// <summary>Symbolic links that lie in directories: stored as they are.</summary>
public class SymbolicLinkTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    [ToolTheory("ln")]
    [InlineData("file")]
    [InlineData("dir")]
    [InlineData("./dir/../file")]
    [InlineData("does not support it")]
    [InlineData("link")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("/usr/lib")]
    [InlineData("back\\slash")]
    public void A_link_is_stored_with_its_text(string text)
    {
        temp.Write("in/file", "x");
        temp.Write("in/dir/inner", "x");
        File.CreateSymbolicLink(temp.Combine("in", "link"), text);
        (ContentTree tree, IReadOnlyList<Diagnostic> found) = Build(new ImageBuilder(Images.Small).AddDirectory("", temp.Combine("in")));
        Assert.Equal(["/", "/dir", "/dir/inner", "/file", "/link"], tree.Nodes.Select(node => node.Path));
        Assert.Equal(text, Assert.IsType<ContentLink>(tree.Find("link")).Target);
        Assert.All(found, d => Assert.Equal(DiagnosticSeverity.Info, d.Severity));
        Assert.Equal(text is "/usr/lib" or "..", found.Any(d => d.Code == "ISOB1021"));
        Assert.DoesNotContain("ISOB1013", found.Select(d => d.Code));
    }

    [ToolFact("touch")]
    public void Options_and_dates_are_those_of_the_link()
    {
        string link = temp.Combine("in", "link");
        temp.Write("in/file", "x");
        File.CreateSymbolicLink(link, "file");
        CommandLine.Run("touch", ["-h", "-d", "1999-09-09T09:09:09Z", link]).EnsureSuccess();
        ImageOptions options = Images.Small with { FileDates = FileDates.Preserve };
        EntryOptions entry = new() { OwnerId = 7, GroupId = 8, Mode = UnixFileMode.UserRead, HiddenFrom = ImageFormats.Joliet };
        ContentNode node = Build(new ImageBuilder(options).AddDirectory("", temp.Combine("in"), entry)).Tree.Find("link")!;
        Assert.Equal((7u, 8u, (UnixFileMode)0b111_111_111, new DateTimeOffset(1999, 9, 9, 9, 9, 9, TimeSpan.Zero)), (node.OwnerId, node.GroupId, node.Mode, node.Modified));

        DateTimeOffset given = new(2005, 5, 5, 5, 5, 5, TimeSpan.Zero);
        Assert.Equal(given, Build(new ImageBuilder(options).AddDirectory("", temp.Combine("in"), new EntryOptions { Modified = given })).Tree.Find("link")!.Modified);
    }

    [ToolFact("ln")]
    public void A_link_out_of_its_directory_may_lead_to_something_in_the_image()
    {
        temp.Write("in/deep/file", "x");
        File.CreateSymbolicLink(temp.Combine("in", "deep", "link"), "../../other");
        File.CreateSymbolicLink(temp.Combine("in", "deep", "inside"), "../deep/file");
        ImageBuilder builder = new ImageBuilder(Images.Small).AddDirectory("below", temp.Combine("in")).AddFile("other", "x"u8.ToArray());
        Diagnostic told = Assert.Single(Build(builder).Diagnostics, d => d.Code == "ISOB1021");
        Assert.Equal((DiagnosticSeverity.Info, temp.Combine("in", "deep", "link")), (told.Severity, told.SourcePath));
        Assert.Contains("../../other", told.Message, StringComparison.Ordinal);
    }

    [ToolFact("ln")]
    public void Rules_leave_links_out_and_order_does_not_matter()
    {
        temp.Write("in/a", "x");
        File.CreateSymbolicLink(temp.Combine("in", "b"), "a");
        File.CreateSymbolicLink(temp.Combine("in", "c"), "nothing");
        ImageBuilder builder = new ImageBuilder(Images.Small).AddDirectory("", temp.Combine("in")).Exclude(path => path == "b").ExcludeTargets(path => path == "d");
        BuildResult result = builder.Write(temp.Combine("x.iso")).EnsureSuccess();
        Assert.True(result.HasLinksOnDisk);
        Assert.True(builder.VerifyReproducible(temp.Combine("x.iso")).IsReproducible);
        using IsoImage image = IsoImage.Open(temp.Combine("x.iso"));
        Assert.Equal(["/", "/a", "/c"], image.Content.Nodes.Select(node => node.Path));

        Assert.False(new ImageBuilder(Images.Small).AddFile("a", temp.Combine("in", "a")).Write(temp.Combine("y.iso")).HasLinksOnDisk);
        Assert.True(new ImageBuilder(Images.Small).AddFile("a", temp.Combine("in", "b")).Write(temp.Combine("y.iso")).HasLinksOnDisk);
    }

    [LinuxFact]
    public void A_text_that_is_not_UTF8_is_kept()
    {
        Directory.CreateDirectory(temp.Combine("in"));
        CommandLine.Run("sh", ["-c", "ln -s \"$(printf 'caf\\351')\" link"], workingDirectory: temp.Combine("in")).EnsureSuccess();
        using MemoryStream stream = new();
        new ImageBuilder().AddDirectory("", temp.Combine("in")).Write(stream).EnsureSuccess();
        using IsoImage image = IsoImage.Open(stream);
        Assert.Equal("caf\uDCE9", Assert.IsType<ContentLink>(image.Content.Find("link")).Target);
    }

    [Theory]
    [InlineData(@"..\docs\a.txt", "../docs/a.txt")]
    [InlineData(@"\\?\C:\docs\a", "C:/docs/a")]
    [InlineData(@"C:\docs", "C:/docs")]
    [InlineData(@"\\?\UNC\server\share\a", "//server/share/a")]
    [InlineData(@"\\?\Volume{4c1b02c1-d990-11dc-99ae-806e6f6e6963}\a", "//?/Volume{4c1b02c1-d990-11dc-99ae-806e6f6e6963}/a")]
    [InlineData("a/b", "a/b")]
    public void Texts_of_Windows(string text, string expected)
    {
        Assert.Equal(expected, LinkOnDisk.Text(text, isWindows: true));
        Assert.Equal(text, LinkOnDisk.Text(text, isWindows: false));
        Assert.Equal(expected.StartsWith("C:", StringComparison.Ordinal), LinkOnDisk.IsOnDrive(expected, isWindows: true));
        Assert.False(LinkOnDisk.IsOnDrive(expected, isWindows: false));
    }

    [Theory]
    [InlineData("a/b", 0)]
    [InlineData("a/../b/./..", 0)]
    [InlineData("../a", 1)]
    [InlineData("../x/../../y", 2)]
    [InlineData("..//..", 2)]
    public void How_far_a_text_climbs(string text, int levels) => Assert.Equal(levels, LinkOnDisk.Climbs(text));

    private (ContentTree Tree, IReadOnlyList<Diagnostic> Diagnostics) Build(ImageBuilder builder)
    {
        BuildResult result = builder.Write(temp.Combine("x.iso")).EnsureSuccess();
        using IsoImage image = IsoImage.Open(temp.Combine("x.iso"));
        return (image.Content, result.Diagnostics);
    }
}
