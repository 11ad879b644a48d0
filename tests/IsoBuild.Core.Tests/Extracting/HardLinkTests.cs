using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Extraction;
using static IsoBuild.Core.Tests.Extracting.HandMade;
using IoDirectory = System.IO.Directory;
using IoFile = System.IO.File;

namespace IsoBuild.Core.Tests.Extracting;

/// <summary>Files of several names come out as such, and nowhere else than where they belong.</summary>
public class HardLinkTests : IDisposable
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
    [InlineData(ImageFormats.Iso9660 | ImageFormats.RockRidge)]
    [InlineData(ImageFormats.Udf)]
    public void Names_of_one_file_are_one_file_again(ImageFormats formats)
    {
        string path = temp.Combine("image.iso");
        new ImageBuilder(Images.Small with { Formats = formats }).AddFile("z/file", "content"u8.ToArray()).AddHardLink("a/second", "z/file").AddHardLink("third", "z/file")
            .AddFile("other", "content"u8.ToArray()).Write(path).EnsureSuccess();
        using IsoImage image = IsoImage.Open(path);
        ExtractResult result = image.Extract(Target);
        Assert.Empty(result.Diagnostics);
        Assert.Equal((4, 14L), (result.Files, result.Bytes));
        Assert.True(AreOne("a/second", "z/file"));
        Assert.True(AreOne("a/second", "third"));
        Assert.False(AreOne("other", "third"));
    }

    [Fact]
    public void A_further_name_by_itself_is_a_file()
    {
        ExtractResult result = Extract(Linked(), new ExtractOptions { Paths = ["b", "d/c"] });
        Assert.Empty(result.Diagnostics);
        Assert.Equal(["b", "d", "d/c"], Trees.Names(Target));
        Assert.True(AreOne("b", "d/c"));
        Assert.Equal(2, result.Bytes);
    }

    [Fact]
    public void What_is_there_stays_unless_it_may_be_replaced()
    {
        string canary = temp.Write("canary", "alive");
        temp.Write("target/b", "old");
        IoDirectory.CreateDirectory(temp.Combine("target", "d"));
        IoFile.CreateSymbolicLink(temp.Combine("target", "d", "c"), canary);
        ExtractResult refused = Extract(Linked());
        Assert.Equal(["/b ISOB3031", "/d/c ISOB3031"], refused.Diagnostics.Select(d => $"{d.Item} {d.Code}"));
        Assert.Equal("old", IoFile.ReadAllText(temp.Combine("target", "b")));

        Assert.Empty(Extract(Linked(), new ExtractOptions { Overwrite = true }).Diagnostics);
        Assert.Empty(Extract(Linked(), new ExtractOptions { Overwrite = true }).Diagnostics);
        Assert.Equal(["a", "b", "d", "d/c"], Trees.Names(Target));
        Assert.True(AreOne("a", "b"));
        Assert.True(AreOne("a", "d/c"));
        Assert.Equal("alive", IoFile.ReadAllText(canary));
    }

    [Fact]
    public void A_directory_in_the_way_is_told_before_anything_is_written()
    {
        temp.Write("target/b/kept", "kept");
        ExtractResult result = Extract(Linked(), new ExtractOptions { Overwrite = true });
        Assert.Equal(("ISOB3031", "/b"), (Assert.Single(result.Diagnostics).Code, result.Diagnostics[0].Item));
        Assert.Equal(["b", "b/kept"], Trees.Names(Target));
    }

    /// <summary>The file cannot be had, so neither can its names: each is told, and none is made.</summary>
    [Fact]
    public void Names_of_what_cannot_be_read()
    {
        ContentFile[] names = [Cut("a"), Cut("b")];
        Unite(names);
        ExtractResult result = Extract(Tree(names));
        Assert.Equal(["/a ISOB3037", "/b ISOB3037"], result.Diagnostics.Select(d => $"{d.Item} {d.Code}"));
        Assert.Empty(Trees.Names(Target));

        static ContentFile Cut(string name) => new(name, new MemorySource("x"u8.ToArray())) { Finding = new Diagnostic(DiagnosticId.ImageTruncated, DiagnosticSeverity.Error, name, "It is cut off.") };
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Many_names_by_many_threads(int threads)
    {
        ContentFile[] names = [.. Enumerable.Range(0, 500).Select(i => File($"{i:D3}", $"{i % 50}"))];
        foreach (IGrouping<int, ContentFile> group in names.Select((name, i) => (name, i)).GroupBy(pair => pair.i % 50, pair => pair.name))
        {
            Unite([.. group]);
        }

        ExtractResult result = Extract(Tree(names), new ExtractOptions { Threads = threads });
        Assert.Empty(result.Diagnostics);
        Assert.Equal((500, 10 + (40 * 2)), (result.Files, result.Bytes));
        Assert.All(Enumerable.Range(0, 500), i => Assert.Equal($"{i % 50}", IoFile.ReadAllText(temp.Combine("target", $"{i:D3}"))));
        Assert.True(AreOne("007", "457"));
    }

    /// <summary>Where something appears only while files are written, it stays.</summary>
    [Fact]
    public void Who_comes_between_is_not_replaced()
    {
        ContentFile[] names = [File("a", new Meddler(() => IoFile.WriteAllText(temp.Combine("target", "b"), "in between"))), File("b", "x")];
        Unite(names);
        ExtractResult result = Extract(Tree(names));
        Assert.Equal(("ISOB3032", "/b"), (Assert.Single(result.Diagnostics).Code, result.Diagnostics[0].Item));
        Assert.Equal("in between", IoFile.ReadAllText(temp.Combine("target", "b")));
        Assert.Equal(["a", "b"], Trees.Names(Target));
    }

    private static ContentTree Linked()
    {
        ContentFile[] names = [File("a", "xx"), File("b", "xx"), File("c", "xx")];
        Unite(names);
        return Tree(names[0], names[1], Directory("d", names[2]));
    }

    private static void Unite(ContentFile[] names)
    {
        foreach (ContentFile name in names)
        {
            name.LinkCount = names.Length;
            name.HardLinkOf = name == names[0] ? null : names[0];
        }
    }

    /// <summary>What is written through one name is read through the other.</summary>
    private bool AreOne(string one, string other)
    {
        string before = IoFile.ReadAllText(temp.Combine("target", one));
        IoFile.AppendAllText(temp.Combine("target", one), "!");
        bool areOne = IoFile.ReadAllText(temp.Combine("target", other)) == before + "!";
        IoFile.WriteAllText(temp.Combine("target", one), before);
        return areOne;
    }

    private ExtractResult Extract(ContentTree tree, ExtractOptions? options = null) =>
        ImageExtractor.Extract(tree, Target, options ?? new ExtractOptions(), [], CancellationToken.None, byPaths: ByPaths);
}
