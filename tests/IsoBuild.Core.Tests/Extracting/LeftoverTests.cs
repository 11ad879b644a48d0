using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Extraction;
using static IsoBuild.Core.Tests.Extracting.HandMade;
using IoDirectory = System.IO.Directory;
using IoFile = System.IO.File;

namespace IsoBuild.Core.Tests.Extracting;

/// <summary>What killed extractions leave, and who takes it away.</summary>
public class LeftoverTests : IDisposable
{
    private const string Left = ".isobuild-x0123456789abcdef0123456789abcdef.tmp";

    private readonly TempDirectory temp = new();

    protected virtual bool ByPaths => false;

    public void Dispose()
    {
        temp.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void The_next_extraction_takes_it_away_where_it_comes()
    {
        temp.Write($"target/{Left}", "half");
        temp.Write($"target/d/{Left}", "half");
        temp.Write($"target/other/{Left}", "not entered");
        temp.Write("target/.isobuild-x0123.tmp", "of another form");
        temp.Write("target/d/.isobuild-xZ123456789abcdef0123456789abcdef.tmp", "of another form");
        if (!OperatingSystem.IsWindows())
        {
            IoFile.CreateSymbolicLink(temp.Combine("target", ".isobuild-xffffffffffffffffffffffffffffffff.tmp"), "nowhere");
        }

        Assert.Empty(Extract(Tree(File("f"), Directory("d", File("g")))).Diagnostics);
        Assert.Equal(
            [".isobuild-x0123.tmp", "d", "d/.isobuild-xZ123456789abcdef0123456789abcdef.tmp", "d/g", "f", "other", $"other/{Left}"],
            Trees.Names(temp.Combine("target")).Order(StringComparer.Ordinal));
    }

    /// <summary>Who writes it has a lock, in another process too; here it is another handle.</summary>
    [Fact]
    public void What_somebody_writes_stays()
    {
        string held = temp.Write($"target/{Left}", "half");
        using (IoFile.OpenHandle(held, FileMode.Open, FileAccess.ReadWrite, FileShare.Read))
        {
            Extract(Tree(File("f")));
            Assert.True(IoFile.Exists(held));
        }

        Extract(Tree(File("g")));
        Assert.False(IoFile.Exists(held));
    }

    [Fact]
    public void What_the_image_has_under_such_a_name_stays()
    {
        Extract(Tree(File(Left, "its own")));
        Extract(Tree(File(Left, "its own"), File("f")), new ExtractOptions { Where = node => node.Name == "f" });
        Assert.Equal("its own", IoFile.ReadAllText(temp.Combine("target", Left)));
    }

    [Fact]
    public void An_extraction_that_does_not_begin_takes_nothing_away()
    {
        temp.Write($"target/{Left}", "half");
        temp.Write("target/f", "former");
        Assert.Equal("ISOB3031", Assert.Single(Extract(Tree(File("f"))).Diagnostics).Code);
        Assert.True(IoFile.Exists(temp.Combine("target", Left)));
    }

    /// <summary>While one file is written over a former one, nothing but names of the known form is there, and the other extraction leaves them alone.</summary>
    [Fact]
    public void Two_extractions_leave_each_other_alone()
    {
        temp.Write("target/f", "former");
        string[] during = [];
        ContentTree tree = Tree(File("f", new Meddler(() =>
        {
            during = Trees.Names(temp.Combine("target"));
            Extract(Tree(File("other")));
        })));
        Assert.Empty(Extract(tree, new ExtractOptions { Overwrite = true, Threads = 1 }).Diagnostics);
        Assert.All(during.Where(name => name != "f"), name => Assert.True(TemporaryNames.Are(System.Text.Encoding.ASCII.GetBytes(name))));
        Assert.Equal("x", IoFile.ReadAllText(temp.Combine("target", "f")));
        Assert.Equal(["f", "other"], Trees.Names(temp.Combine("target")).Order(StringComparer.Ordinal));
    }

    /// <summary>Another extraction writes the same files after this one has looked, and before it puts its own in place.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_has_come_meanwhile_is_replaced_by_who_overwrites(bool overwrites)
    {
        ContentFile[] names = [File("1", new Meddler(() =>
        {
            temp.Write("target/1", "another's");
            temp.Write("target/2", "another's");
            temp.Write("target/link", "another's");
        })), File("2")];
        (names[0].LinkCount, names[1].LinkCount, names[1].HardLinkOf) = (2, 2, names[0]);
        ExtractResult result = Extract(Tree(names[0], names[1], Link("link", "1")), new ExtractOptions { Overwrite = overwrites, Threads = 1 });
        if (overwrites)
        {
            Assert.Empty(result.Diagnostics);
            Assert.Equal("x", IoFile.ReadAllText(temp.Combine("target", "1")));
            Assert.Equal("x", IoFile.ReadAllText(temp.Combine("target", "2")));
            Assert.Equal("1", new FileInfo(temp.Combine("target", "link")).LinkTarget);
        }
        else
        {
            Assert.All(result.Diagnostics, diagnostic => Assert.Equal("ISOB3032", diagnostic.Code));
            Assert.Equal(3, result.Diagnostics.Count);
            Assert.All(["1", "2", "link"], name => Assert.Equal("another's", IoFile.ReadAllText(temp.Combine("target", name))));
        }

        Assert.Equal(["1", "2", "link"], Trees.Names(temp.Combine("target")).Order(StringComparer.Ordinal));
    }

    /// <summary>Both extractions have made the same hard link: renaming one name of a file over another of its names does nothing (rename(2)).</summary>
    [Fact]
    public void A_link_to_the_same_file_leaves_nothing_behind()
    {
        temp.Write("target/a", "x");
        using TargetFolder folder = TargetFolder.Open(temp.Combine("target"), ByPaths);
        Assert.True(folder.TryLink(folder, "a", "b", Replacement.Never));
        Assert.True(folder.TryLink(folder, "a", "b", Replacement.Expected));
        Assert.True(folder.TryLink(folder, "a", "b", Replacement.WhereTaken));
        Assert.Equal(["a", "b"], Trees.Names(temp.Combine("target")).Order(StringComparer.Ordinal));
    }

    protected ExtractResult Extract(ContentTree tree, ExtractOptions? options = null) =>
        ImageExtractor.Extract(tree, temp.Combine("target"), options ?? new ExtractOptions(), [], CancellationToken.None, byPaths: ByPaths);
}

/// <inheritdoc cref="LeftoverTests"/>
public sealed class LeftoverByPathTests : LeftoverTests
{
    protected override bool ByPaths => true;
}

/// <summary>What file systems without unnamed files have: names from the beginning.</summary>
public sealed class NamedFileTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    [UnixCallsTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_has_a_lock_as_long_as_it_has_a_temporary_name(bool isWhole)
    {
        temp.Write("f", "former");
        using DescriptorFolder folder = DescriptorFolder.OpenTarget(temp, hasUnnamed: false);
        using (NewFile file = folder.CreateFile(0, (UnixFileMode)0b110_100_100))
        {
            string name = Assert.Single(Trees.Names(temp), name => name != "f");
            Assert.Matches("^\\.isobuild-x[0-9a-f]{32}\\.tmp$", name);
            folder.DeleteLeftovers(_ => false);
            Assert.Contains(name, Trees.Names(temp));
            if (isWhole)
            {
                file.Publish("f", Replacement.WhereTaken);
            }
        }

        Assert.Equal(["f"], Trees.Names(temp));
        Assert.Equal(isWhole ? 0 : 6, new FileInfo(temp.Combine("f")).Length);
    }

    /// <summary>Another extraction takes a link that is about to take its place for a leftover.</summary>
    [UnixCallsFact]
    public void A_link_that_somebody_took_away_is_made_anew()
    {
        using DescriptorFolder folder = DescriptorFolder.OpenTarget(temp);
        int made = 0;
        Assert.True(folder.Replace("link", name =>
        {
            IoFile.CreateSymbolicLink(temp.Combine(name), "target");
            if (made++ < 2)
            {
                folder.DeleteLeftovers(_ => false);
            }

            return true;
        }));
        Assert.Equal((3, "target"), (made, new FileInfo(temp.Combine("link")).LinkTarget));
        Assert.Equal(["link"], Trees.Names(temp));
    }
}
