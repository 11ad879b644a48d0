using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Extraction;
using static IsoBuild.Core.Tests.Extracting.HandMade;

namespace IsoBuild.Core.Tests.Extracting;

/// <summary>Symbolic links, those of the image and those that stand in the target: none leads anything out.</summary>
public class LinkTests : IDisposable
{
    private readonly TempDirectory temp = new();

    private string Target => temp.Combine("target");

    /// <summary>Whether the system is told paths, as where directories have no descriptors.</summary>
    protected virtual bool ByPaths => false;

    public void Dispose()
    {
        temp.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("./file")]
    [InlineData("dir/../file")]
    [InlineData("dir//below/.")]
    [InlineData("not-there/at/all")]
    [InlineData(".")]
    [InlineData("link-to-dir/below/..")]
    public void Links_inside_are_made_as_they_are(string target)
    {
        ExtractResult result = Extract(Tree(File("file"), Directory("dir", Directory("below")), Link("link-to-dir", "dir"), Link("link", target)));
        Assert.Empty(result.Diagnostics);
        Assert.Equal(2, result.Links);
        FileInfo link = new(temp.Combine("target", "link"));
        Assert.Equal(OperatingSystem.IsWindows() ? target.TrimEnd('.') : target, OperatingSystem.IsWindows() ? link.LinkTarget?.Replace('\\', '/') : link.LinkTarget);
        Assert.Equal(Date.UtcDateTime, link.LastWriteTimeUtc);
    }

    [Theory]
    [InlineData("/etc/passwd", "absolute")]
    [InlineData("//host/share", "absolute")]
    [InlineData("..", "outside")]
    [InlineData("../target/file", "outside")]
    [InlineData("dir/../../file", "outside")]
    [InlineData("./../canary", "outside")]
    [InlineData("not-there/../../canary", "cannot be resolved")]
    [InlineData("file/..", "cannot be resolved")]
    [InlineData("up/canary", "goes through")]
    [InlineData("dir/up-two/..", "outside")]
    [InlineData("root/..", "outside")]
    [InlineData("loop/x", "too many")]
    [InlineData("", "no target")]
    public void Links_that_lead_out_are_left_out(string target, string reason)
    {
        ContentTree tree = Tree(
            File("file"), Directory("dir", Link("up-two", "../.")), Link("up", "/"), Link("root", "dir/.."), Link("loop", "loop"), Link("zlink", target));
        ExtractResult result = Extract(tree);
        Diagnostic warning = Assert.Single(result.Diagnostics, d => d.Item == "/zlink");
        Assert.Equal(("ISOB3035", DiagnosticSeverity.Warning), (warning.Code, warning.Severity));
        Assert.Contains(reason, warning.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("zlink", Trees.Names(Target));
        Assert.Contains("root", Trees.Names(Target));
        Assert.DoesNotContain("up", Trees.Names(Target));
    }

    /// <summary>Each is innocent by itself.</summary>
    [Fact]
    public void Links_that_lead_out_together_are_left_out()
    {
        ContentTree tree = Tree(
            Directory("a", Directory("b", Link("up", "../.."))),
            Link("deep", "a/b/up"),
            Link("out", "deep/../canary"));
        ExtractResult result = Extract(tree);
        Assert.Equal("/out", Assert.Single(result.Diagnostics).Item);
        Assert.Equal(["a", "a/b", "a/b/up", "deep"], Trees.Names(Target));
    }

    /// <summary>As long as Linux takes targets: together with the directory in which it lies, too long for a path. What is not there cannot lead on.</summary>
    [Fact]
    public void A_link_to_a_path_that_no_system_has()
    {
        System.IO.Directory.CreateDirectory(temp.Combine("target", "dir"));
        string target = string.Join('/', Enumerable.Repeat(new string('n', 255), 16));
        Assert.Empty(Extract(Tree(Directory("dir", Link("far", target)))).Diagnostics);
        Assert.Equal(target, new FileInfo(temp.Combine("target", "dir", "far")).LinkTarget?.Replace(Path.DirectorySeparatorChar, '/'));
    }

    /// <summary>As long, and all of it is there but for its last name, which is a link.</summary>
    [Fact]
    public void A_link_deep_in_what_was_there_is_not_led_through()
    {
        string[] names = [.. Enumerable.Range(0, 8).Select(i => new string((char)('a' + i), 10))];
        string deep = System.IO.Directory.CreateDirectory(temp.Combine(["target", .. names])).FullName;
        System.IO.File.CreateSymbolicLink(Path.Combine(deep, "out"), temp);
        ExtractResult result = Extract(Tree(Link("new", string.Join('/', names) + "/out/canary"), Link("other", string.Join('/', names) + "/in/canary")));
        Assert.Contains("already was in the target directory", Assert.Single(result.Diagnostics).Message, StringComparison.Ordinal);
        Assert.Equal(("/new", 1), (result.Diagnostics[0].Item, result.Links));
    }

    /// <summary>255 bytes are the most that a name has on disk: a link to what nothing can be called is told, and leads to what would have stood for it.</summary>
    [Theory]
    [InlineData("", 255, null)]
    [InlineData("", 256, 255)]
    [InlineData("dir/", 300, 255)]
    [InlineData("not-there/", 256, 255)]
    public void A_name_in_a_target_that_nothing_can_have_is_told(string before, int length, int? extracted)
    {
        string name = new('n', length);
        ExtractResult result = Extract(Tree(Directory("dir"), Link("link", before + name + "/x")));
        Assert.Equal((1, true), (result.Links, result.Succeeded));
        string made = before + new string('n', extracted ?? length) + "/x";
        Assert.Equal(made, new FileInfo(temp.Combine("target", "link")).LinkTarget?.Replace(Path.DirectorySeparatorChar, '/'));
        if (extracted is null)
        {
            Assert.Empty(result.Diagnostics);
            return;
        }

        Diagnostic warning = Assert.Single(result.Diagnostics);
        Assert.Equal(("ISOB3034", DiagnosticSeverity.Warning, "/link"), (warning.Code, warning.Severity, warning.Item));
        Assert.Contains(name, warning.Message, StringComparison.Ordinal);
    }

    /// <summary>An entry that gets another name is told by itself; the link to it only leads there.</summary>
    [Fact]
    public void A_link_follows_an_entry_to_its_other_name()
    {
        string name = new('n', 256);
        ExtractResult result = Extract(Tree(File(name), Link("link", name)));
        Assert.Equal(("ISOB3034", "/" + name), (Assert.Single(result.Diagnostics).Code, result.Diagnostics[0].Item));
        Assert.Equal(name[..255], new FileInfo(temp.Combine("target", "link")).LinkTarget);
    }

    /// <summary>The classic: a link, and a file below a directory of the same name.</summary>
    [Fact]
    public void A_link_does_not_stand_in_for_a_directory()
    {
        string canary = temp.Write("outside/canary", "alive");
        ContentTree tree = Tree(Link("dir", "../outside"), Directory("dir", File("canary", "dead")));
        ExtractResult result = Extract(tree);
        Assert.Equal("alive", System.IO.File.ReadAllText(canary));
        Assert.Equal("dead", System.IO.File.ReadAllText(Assert.Single(System.IO.Directory.GetFiles(Target, "canary", SearchOption.AllDirectories))));
        Assert.True(result.Succeeded);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_link_in_the_target_is_not_followed(bool overwrite)
    {
        string canary = temp.Write("outside/canary", "alive");
        System.IO.Directory.CreateDirectory(Target);
        System.IO.Directory.CreateSymbolicLink(temp.Combine("target", "dir"), temp.Combine("outside"));
        ContentTree tree = Tree(Directory("dir", File("canary", "dead"), File("other", "intruder")), File("also"));
        ExtractResult result = Extract(tree, new ExtractOptions { Overwrite = overwrite });
        Assert.Equal(("ISOB3031", "/dir"), (Assert.Single(result.Diagnostics).Code, result.Diagnostics[0].Item));
        Assert.Contains("is a link", result.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Equal("alive", System.IO.File.ReadAllText(canary));
        Assert.Equal(["canary"], Trees.Names(temp.Combine("outside")));
        Assert.Equal(["dir"], Trees.Names(Target));
    }

    [Fact]
    public void A_link_where_a_file_goes_is_replaced_and_not_written_through()
    {
        string canary = temp.Write("canary", "alive");
        System.IO.Directory.CreateDirectory(Target);
        System.IO.File.CreateSymbolicLink(temp.Combine("target", "file"), canary);
        Assert.Equal("ISOB3031", Assert.Single(Extract(Tree(File("file", "new"))).Diagnostics).Code);
        Assert.Empty(Extract(Tree(File("file", "new")), new ExtractOptions { Overwrite = true }).Diagnostics);
        Assert.Equal("alive", System.IO.File.ReadAllText(canary));
        Assert.Equal("new", System.IO.File.ReadAllText(temp.Combine("target", "file")));
        Assert.Null(new FileInfo(temp.Combine("target", "file")).LinkTarget);
    }

    [Fact]
    public void A_link_through_one_that_was_there_is_left_out()
    {
        System.IO.Directory.CreateDirectory(Target);
        System.IO.Directory.CreateSymbolicLink(temp.Combine("target", "old"), temp);
        ExtractResult result = Extract(Tree(Link("new", "old/canary")));
        Assert.Contains("already was in the target directory", Assert.Single(result.Diagnostics).Message, StringComparison.Ordinal);
        Assert.Equal(["old"], Trees.Names(Target));
    }

    [Fact]
    public void Links_are_replaced_when_asked_for()
    {
        temp.Write("target/link", "a file");
        Assert.Equal("ISOB3031", Assert.Single(Extract(Tree(Link("link", "x"))).Diagnostics).Code);
        Assert.Empty(Extract(Tree(Link("link", "x")), new ExtractOptions { Overwrite = true }).Diagnostics);
        Assert.Empty(Extract(Tree(Link("link", "y")), new ExtractOptions { Overwrite = true }).Diagnostics);
        Assert.Equal("y", new FileInfo(temp.Combine("target", "link")).LinkTarget);
        Assert.Equal(["link"], Trees.Names(Target));
    }

    [Fact]
    public void Targets_follow_entries_that_got_another_name()
    {
        ExtractResult result = ImageExtractor.Extract(
            Tree(Directory("a:b", File("con")), Link("link", "./a:b/con"), Link("zz", "x:y")), Target, new ExtractOptions(), [], CancellationToken.None, TargetRules.Windows, ByPaths);
        Assert.Equal(2, result.Links);
        Assert.Equal($".{Path.DirectorySeparatorChar}a_b{Path.DirectorySeparatorChar}_con", new FileInfo(temp.Combine("target", "link")).LinkTarget);
        Assert.Equal("x_y", new FileInfo(temp.Combine("target", "zz")).LinkTarget);
    }

    [Fact]
    public void Links_are_skipped_when_asked_for()
    {
        ExtractResult result = Extract(Tree(File("file"), Link("link", "file")), new ExtractOptions { Links = LinkPolicy.Skip });
        Assert.Equal(("ISOB3035", DiagnosticSeverity.Info, "/link"), (Assert.Single(result.Diagnostics).Code, result.Diagnostics[0].Severity, result.Diagnostics[0].Item));
        Assert.Equal(["file"], Trees.Names(Target));
    }

    [Fact]
    public void Devices_pipes_and_sockets_are_left_out()
    {
        ExtractResult result = Extract(Tree([.. Enum.GetValues<SpecialKind>().Select(kind => Special($"{kind}", kind))]));
        Assert.Equal(["BlockDevice", "CharacterDevice", "Pipe", "Socket"], result.Diagnostics.Select(d => d.Item![1..]));
        Assert.All(result.Diagnostics, d => Assert.Equal("ISOB3036", d.Code));
        Assert.Empty(Trees.Names(Target));
    }

    /// <summary>Long targets through many links cost what one path costs a kernel.</summary>
    [Fact]
    public void Hostile_targets_cost_little()
    {
        string target = string.Concat(Enumerable.Repeat("dir/l/../../", 5000)) + "dir";
        ContentNode[] links = [.. Enumerable.Range(0, 2000).Select(i => Link($"link{i}", target))];
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        ExtractResult result = Extract(Tree([.. links, Directory("dir", Link("l", "."))]));
        // Of messages with 60,000 characters each, 2^23 are listed, the rest is counted.
        Assert.Equal((1, ((1 << 23) / 60_000) + 2), (result.Links, result.Diagnostics.Count));
        Assert.Contains($"{2000 - ((1 << 23) / 60_000) - 1} more findings", result.Diagnostics[^1].Message, StringComparison.Ordinal);
        // Every name that is followed costs a string: 2,048 of them a link, 4 million in all, and not the 20,001 of a target, which would be 40 million.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - allocated) >> 20, 50, 500);
    }

    private ExtractResult Extract(ContentTree tree, ExtractOptions? options = null) =>
        ImageExtractor.Extract(tree, Target, options ?? new ExtractOptions(), [], CancellationToken.None, byPaths: ByPaths);
}
