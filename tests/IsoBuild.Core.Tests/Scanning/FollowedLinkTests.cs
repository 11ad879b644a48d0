using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Scanning;

/// <summary>Symbolic links in directories that are replaced by what they lead to.</summary>
public class FollowedLinkTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public FollowedLinkTests() => Directory.CreateDirectory(In);

    private static ImageOptions Following => Images.Small with { FollowLinks = true };

    private string In => temp.Combine("in");

    public void Dispose() => temp.Dispose();

    [ToolFact("ln")]
    public void Files_and_directories_are_copied()
    {
        temp.Write("in/real/deep/file", "content");
        Link("file", "real/deep/file");
        Link("again", "./file");
        Link("dir", "real");
        Link("deep", "dir/deep/");
        Link("whole", temp.Combine("in", "real", "deep"));
        // Beyond a linked directory, '..' leads to where that really is.
        Link("parent", "deep/../deep/file");
        Assert.Equal(
            ["/", "/again", "/deep", "/deep/file", "/dir", "/dir/deep", "/dir/deep/file", "/file", "/parent", "/real", "/real/deep", "/real/deep/file", "/whole", "/whole/file"],
            Build(Following, out IReadOnlyList<Diagnostic> found, out Dictionary<string, string> content));
        Assert.All(content.Values, text => Assert.Equal("content", text));
        Assert.All(found, d => Assert.Equal(("ISOB1013", DiagnosticSeverity.Info), (d.Code, d.Severity)));
        Assert.Equal(((string[])["again", "deep", "dir", "file", "parent", "whole"]).Select(name => temp.Combine("in", name)), found.Select(d => d.SourcePath).Order(StringComparer.Ordinal));
    }

    [ToolTheory("ln")]
    [InlineData("sub/up", "..")]
    [InlineData("self", ".")]
    [InlineData("link", "link")]
    [InlineData("sub/whole", "<in>")]
    [InlineData("sub/side", "../sub")]
    public void A_circle_is_an_error(string link, string text)
    {
        temp.Write("in/sub/file", "x");
        Link(link, text.Replace("<in>", In, StringComparison.Ordinal));
        Refused(Following, "ISOB1024", link);
    }

    [ToolFact("ln")]
    public void A_circle_through_several_directories_is_found_where_it_closes()
    {
        temp.Write("in/a/x/file", "x");
        temp.Write("in/b/y/file", "x");
        Link("a/x/to-b", "../../b");
        Link("b/y/to-a", "../../a");
        List<Diagnostic> errors = [.. new ImageBuilder(Following).AddDirectory("", In).Plan().Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)];
        Assert.Equal(["ISOB1024", "ISOB1024"], errors.Select(d => d.Code));
        Assert.Equal([temp.Combine("in", "a", "x", "to-b"), temp.Combine("in", "b", "y", "to-a")], errors.Select(d => d.SourcePath).Order(StringComparer.Ordinal));
    }

    [ToolFact("ln")]
    public void Two_links_to_one_directory_are_no_circle_and_links_may_stand_in_a_row()
    {
        // Forty directories, each of which leads to the next.
        for (int i = 0; i <= 40; i++)
        {
            temp.Write($"in/{i:00}/file", "x");
            if (i < 40)
            {
                Link($"{i:00}/next", $"../{i + 1:00}");
            }
        }

        Link("40/twice", "../file");
        temp.Write("in/file", "x");
        Assert.Equal(1 + 1 + (41 * 42) + 41, Build(Following, out _, out _).Count);

        temp.Write("in/41/file", "x");
        Link("40/next", "../41");
        Refused(Following, "ISOB1024", "40/next");
    }

    /// <summary>No circle, and no end: each directory leads twice to the next, and the last would be copied 2^40 times.</summary>
    [ToolFact("ln")]
    public void Copies_of_copies_have_a_measure()
    {
        for (int i = 0; i <= 40; i++)
        {
            Directory.CreateDirectory(Path.Join(In, $"{i:00}"));
            if (i < 40)
            {
                Link($"{i:00}/a", $"../{i + 1:00}");
                Link($"{i:00}/b", $"../{i + 1:00}");
            }
        }

        DiagnosticBag diagnostics = new();
        ContentTreeBuilder tree = new(new DateRule(FileDates.Fixed, ImageTimestamp.Earliest), diagnostics);
        new DirectoryScanner(tree, new Exclusions(), diagnostics) { FollowLinks = true, MostDirectoriesAgain = 1000 }.AddDirectory([], In, options: null, CancellationToken.None);
        Assert.Equal("ISOB1090", Assert.Single(diagnostics.ToList(), d => d.Severity == DiagnosticSeverity.Error).Code);
    }

    [ToolTheory("ln")]
    [InlineData("nothing")]
    [InlineData("file/")]
    [InlineData("file/..")]
    [InlineData("dir/nothing/../file")]
    public void Nothing_is_an_error(string text)
    {
        temp.Write("in/file", "x");
        temp.Write("in/dir/x", "x");
        Link("link", text);
        Refused(Following, "ISOB1026", "link");
    }

    [ToolTheory("ln")]
    [InlineData("../beside/file", "/link")]
    [InlineData("../beside", "/link,/link/file")]
    [InlineData("../inn", "/link,/link/file")]
    public void Outside_is_an_error_unless_it_is_allowed(string text, string copied)
    {
        temp.Write("beside/file", "x");
        temp.Write("inn/file", "x");
        Link("link", text);
        Assert.Contains(temp.Combine(text[3..]), Refused(Following, "ISOB1025", "link").Message, StringComparison.Ordinal);
        Assert.Equal(["/", .. copied.Split(',')], Build(Following with { FollowLinksOutside = true }, out _, out _));
    }

    [ToolFact("ln")]
    public void What_leads_out_and_in_again_is_inside_and_the_directory_itself_may_be_linked()
    {
        temp.Write("in/file", "x");
        File.CreateSymbolicLink(temp.Combine("alias"), "in");
        Link("link", "../alias/file");
        Assert.Equal(["/", "/file", "/link"], Build(Following, out _, out _));
        BuildResult result = new ImageBuilder(Following).AddDirectory("", temp.Combine("alias")).Write(temp.Combine("x.iso")).EnsureSuccess();
        Assert.Equal(["ISOB1013"], result.Diagnostics.Select(d => d.Code));

        Link("up", "../alias");
        Refused(Following, "ISOB1024", "up");
    }

    [ToolFact("ln")]
    public void What_is_left_out_stays_out_whatever_leads_there()
    {
        temp.Write("in/real/secret", "x");
        temp.Write("in/real/shown", "x");
        new ImageBuilder(Images.Small).AddFile("former", new byte[1]).Write(temp.Combine("in", "real", "out.iso")).EnsureSuccess();
        Link("dir", "real");
        Link("one", "real/secret");
        Link("latest.iso", "real/out.iso");
        BuildResult result = new ImageBuilder(Following).AddDirectory("", In).Exclude(temp.Combine("in", "real", "secret")).Exclude(path => path == "dir/hidden").Write(temp.Combine("in", "real", "out.iso")).EnsureSuccess();
        using IsoImage image = IsoImage.Open(temp.Combine("in", "real", "out.iso"));
        Assert.Equal(["/", "/dir", "/dir/shown", "/real", "/real/shown"], image.Content.Nodes.Select(node => node.Path));
        Assert.True(result.HasLinksOnDisk);
    }

    [ToolFact("ln")]
    public void What_is_wrong_is_told_in_the_order_of_names_not_of_the_disk()
    {
        string[] names = [.. Enumerable.Range(0, 40).Select(i => $"{(i * 23) % 40:D2}")];
        Assert.All(names, name => Link(name, "gone"));
        string[] told = [.. new ImageBuilder(Following).AddDirectory("", In).Plan().Diagnostics.Where(d => d.Code == "ISOB1026").Select(d => Path.GetFileName(d.Item!))];
        Assert.Equal(names.Order(StringComparer.Ordinal), told);
    }

    private void Link(string path, string text) => File.CreateSymbolicLink(Path.Join(In, path), text);

    private Diagnostic Refused(ImageOptions options, string code, string link)
    {
        PlanResult plan = new ImageBuilder(options).AddDirectory("", In).Plan();
        Assert.Null(plan.Layout);
        // The directory with the link may be met more than once.
        Assert.All(plan.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error), d => Assert.Equal(code, d.Code));
        return plan.Diagnostics.First(d => d.Severity == DiagnosticSeverity.Error && d.SourcePath == Path.Join(In, link));
    }

    private List<string> Build(ImageOptions options, out IReadOnlyList<Diagnostic> found, out Dictionary<string, string> content)
    {
        found = new ImageBuilder(options).AddDirectory("", In).Write(temp.Combine("x.iso")).EnsureSuccess().Diagnostics;
        using IsoImage image = IsoImage.Open(temp.Combine("x.iso"));
        content = image.Content.Nodes.OfType<ContentFile>().ToDictionary(file => file.Path, file => System.Text.Encoding.ASCII.GetString(file.ReadAll()), StringComparer.Ordinal);
        return [.. image.Content.Nodes.Select(node => node.Path)];
    }
}
