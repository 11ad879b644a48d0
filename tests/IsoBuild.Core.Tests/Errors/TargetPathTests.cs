using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Errors;

/// <summary>Target paths and names that no image can hold (ISOB1003 to ISOB1005), and names that some trees cannot (ISOB1009, ISOB1010, ISOB1018).</summary>
public class TargetPathTests
{
    [Theory]
    [InlineData("../x", "ISOB1004", "relative to the image's root")]
    [InlineData("a/../../x", "ISOB1004", "relative to the image's root")]
    [InlineData("a\\..\\x", "ISOB1004", "relative to the image's root")]
    [InlineData("a/..", "ISOB1004", "relative to the image's root")]
    [InlineData("/x", "ISOB1004", "leave out the leading separator")]
    [InlineData("\\x", "ISOB1004", "leave out the leading separator")]
    [InlineData("C:\\x", "ISOB1004", "are relative to its root")]
    [InlineData("c:x", "ISOB1004", "are relative to its root")]
    [InlineData("a\0b", "ISOB1005", "NUL")]
    public void Are_refused(string target, string code, string advice)
    {
        using TempDirectory temp = new();
        string file = temp.Write("x", "x");
        foreach ((ImageBuilder builder, string? source) in ((ImageBuilder, string?)[])[
            (new ImageBuilder().AddFile(target, file), file),
            (new ImageBuilder().AddFile(target, new byte[1]), null),
            (new ImageBuilder().AddDirectory(target, temp), temp.Path),
            (new ImageBuilder().AddEmptyDirectory(target), null)])
        {
            Diagnostic error = Refused(builder, code, advice);
            Assert.Equal((target, source), (error.Item, error.SourcePath));
        }
    }

    /// <summary>Not as a theory's data: attributes are UTF-8, which holds no half of a pair.</summary>
    [Fact]
    public void Halves_of_surrogate_pairs_are_refused()
    {
        Refused(new ImageBuilder().AddFile("dir/a" + (char)0xD83D, new byte[1]), "ISOB1005", "Rename the file");
        Refused(new ImageBuilder().AddFile((char)0xDE00 + "a", new byte[1]), "ISOB1005", "Rename the file");
        Refused(new ImageBuilder().AddFile("" + (char)0xDE00 + (char)0xD83D, new byte[1]), "ISOB1005", "Rename the file");
        Assert.NotNull(new ImageBuilder().AddFile("" + (char)0xD83D + (char)0xDE00, new byte[1]).Plan().Layout);
    }

    [Fact]
    public void Names_have_255_bytes_at_most()
    {
        foreach (string name in (string[])[new string('x', 255), new string('é', 127) + "x", new string('日', 85), string.Concat(Enumerable.Repeat("\U0001F600", 63)) + "abc"])
        {
            Assert.NotNull(new ImageBuilder().AddFile(name, new byte[1]).Plan().Layout);
            Diagnostic error = Refused(new ImageBuilder().AddFile($"dir/{name}+", new byte[1]), "ISOB1005", "Shorten it");
            Assert.Contains("256 bytes", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("a/b", "/a/b")]
    [InlineData("a\\b", "/a/b")]
    [InlineData("./a//b/.", "/a/b")]
    [InlineData("a:b", null)]
    [InlineData("...", "/...")]
    [InlineData("..a", "/..a")]
    [InlineData(".a", "/.a")]
    [InlineData("ab:c", "/ab:c")]
    public void Are_taken(string target, string? path)
    {
        PlanResult plan = new ImageBuilder(Images.Small with { Formats = IsoBuild.Content.ImageFormats.RockRidge }).AddFile(target, new byte[1]).Plan();
        Assert.Equal(path, plan.Layout?.Regions.Single(region => region.Kind == IsoBuild.Layout.RegionKind.File).Name);
    }

    [Fact]
    public void A_file_needs_a_name()
    {
        Refused(new ImageBuilder().AddFile("", new byte[1]), "ISOB1005", "Give the file's name");
        Refused(new ImageBuilder().AddFile("./", new byte[1]), "ISOB1005", "Give the file's name");
    }

    [Fact]
    public void Two_sources_for_one_path_are_refused()
    {
        using TempDirectory temp = new();
        string one = temp.Write("1/x", "x");
        string two = temp.Write("2/x", "x");
        foreach (bool turned in (bool[])[false, true])
        {
            ImageBuilder builder = new ImageBuilder().AddDirectory("a", temp.Combine(turned ? "2" : "1")).AddDirectory("a", temp.Combine(turned ? "1" : "2"));
            Diagnostic error = Refused(builder, "ISOB1003", "Remove one, or give it another target path");
            Assert.Equal(("/a/x", two), (error.Item, error.SourcePath));
            Assert.Contains($"{one} and {two}", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(one, Refused(new ImageBuilder().AddFile("x", one).AddFile("x", new byte[1]), "ISOB1003", "Remove one").SourcePath);
        Assert.Null(Refused(new ImageBuilder().AddFile("x", new byte[1]).AddFile("x", new byte[1]), "ISOB1003", "Remove one").SourcePath);
        Assert.Equal("/x", Refused(new ImageBuilder().AddFile("x", one).AddEmptyDirectory("x"), "ISOB1003", "a directory").Item);
        Refused(new ImageBuilder().AddFile("x/y", one).AddFile("x", one), "ISOB1003", "a directory");
        Refused(new ImageBuilder().AddFile("x", one).AddFile("x", one, new EntryOptions { Mode = 0 }), "ISOB1003", "Set them once");

        // The same file twice is one file.
        PlanResult twice = new ImageBuilder().AddFile("x", one).AddFile("x", one).AddDirectory("", temp.Combine("1")).Plan();
        Assert.Single(twice.Layout!.Regions, region => region.Kind == IsoBuild.Layout.RegionKind.File);
    }

    [Fact]
    public void Altered_names_are_told_by_tree()
    {
        string longName = new('l', 70);
        ImageBuilder Builder(IsoBuild.Content.ImageFormats formats) => new ImageBuilder(Images.Small with { Formats = formats })
            .AddFile("readme.txt", new byte[1]).AddFile("dir/a b", new byte[1]).AddFile("dir/semi;colon", new byte[1]).AddFile(longName, new byte[1]).AddFile("README.TXT", new byte[1]);

        IReadOnlyList<Diagnostic> all = Builder(IsoBuild.Content.ImageFormats.Default).Plan().Diagnostics;
        Assert.Equal(["/dir/a b", "/dir/semi;colon", "/" + longName, "/readme.txt"], Items(all, DiagnosticId.IsoNameAltered));
        Assert.Equal(["/dir/semi;colon", "/" + longName, "/readme.txt"], Items(all, DiagnosticId.JolietNameAltered));
        // The real name is elsewhere: nothing to do. What Windows shows matters more.
        Assert.All(all.Where(d => d.Id == DiagnosticId.IsoNameAltered), d => Assert.Equal(("ISOB1009", DiagnosticSeverity.Info), (d.Code, d.Severity)));
        Assert.All(all.Where(d => d.Id == DiagnosticId.JolietNameAltered), d => Assert.Equal(("ISOB1010", DiagnosticSeverity.Warning), (d.Code, d.Severity)));
        Assert.Contains(all, d => d.Item == "/dir/a b" && d.Message.Contains("A_B", StringComparison.Ordinal));
        Assert.Contains(all, d => d.Id == DiagnosticId.JolietNameAltered && d.Item == "/readme.txt" && d.Message.Contains("readme_2.txt", StringComparison.Ordinal) && d.Message.Contains("Rename the entry", StringComparison.Ordinal));

        Assert.All(Builder(IsoBuild.Content.ImageFormats.Iso9660).Plan().Diagnostics, d => Assert.Equal((DiagnosticId.IsoNameAltered, DiagnosticSeverity.Warning), (d.Id, d.Severity)));
    }

    [Fact]
    public void Names_longer_than_Linux_shows_are_told()
    {
        Assert.DoesNotContain(new ImageBuilder().AddFile(new string('x', 253), new byte[1]).Plan().Diagnostics, d => d.Code == "ISOB1018");
        Diagnostic warning = Assert.Single(new ImageBuilder().AddFile(new string('x', 254), new byte[1]).Plan().Diagnostics, d => d.Code == "ISOB1018");
        Assert.Equal(DiagnosticSeverity.Warning, warning.Severity);
        Assert.Contains("Shorten it", warning.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string?> Items(IEnumerable<Diagnostic> diagnostics, DiagnosticId id) => diagnostics.Where(d => d.Id == id).Select(d => d.Item).Order(StringComparer.Ordinal);

    private static Diagnostic Refused(ImageBuilder builder, string code, string advice)
    {
        PlanResult plan = builder.Plan();
        Assert.Null(plan.Layout);
        Diagnostic error = Assert.Single(plan.Diagnostics, d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal(code, error.Code);
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
        Assert.StartsWith($"error {code}: ", error.ToString(), StringComparison.Ordinal);
        return error;
    }
}
