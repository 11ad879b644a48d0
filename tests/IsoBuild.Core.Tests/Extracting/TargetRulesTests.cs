using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Extraction;
using static IsoBuild.Core.Tests.Extracting.HandMade;

namespace IsoBuild.Core.Tests.Extracting;

/// <summary>Names that the target cannot hold, or that are one file to it.</summary>
public sealed class TargetRulesTests : IDisposable
{
    private static readonly TargetRules Mac = new() { IgnoresCase = true, IgnoresComposition = true };

    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    [Theory]
    [InlineData("readme.txt", "readme.txt")]
    [InlineData("Über uns.html", "Über uns.html")]
    [InlineData("😀.txt", "😀.txt")]
    [InlineData("a:b", "a_b")]
    [InlineData("file.txt:stream", "file.txt_stream")]
    [InlineData("<>\"|?*", "______")]
    [InlineData("..\\..\\evil", ".._.._evil")]
    [InlineData("a/b", "a_b")]
    [InlineData("C:", "C_")]
    [InlineData("dots..", "dots__")]
    [InlineData("space ", "space_")]
    [InlineData("both. .", "both___")]
    [InlineData("...", "___")]
    [InlineData("..", "__")]
    [InlineData(".", "_")]
    [InlineData("", "_")]
    [InlineData(".hidden", ".hidden")]
    [InlineData("tab\tbell\a\u001F", "tab_bell__")]
    [InlineData("nul\0", "nul_")]
    [InlineData("CON", "_CON")]
    [InlineData("con.txt", "_con.txt")]
    [InlineData("Aux.tar.gz", "_Aux.tar.gz")]
    [InlineData("NUL .txt", "_NUL .txt")]
    [InlineData("com1", "_com1")]
    [InlineData("COM0", "_COM0")]
    [InlineData("lpt9.x", "_lpt9.x")]
    [InlineData("COM²", "_COM²")]
    [InlineData("CONIN$", "_CONIN$")]
    [InlineData("CON:", "CON_")]
    [InlineData("console", "console")]
    [InlineData("COM10", "COM10")]
    [InlineData("COMA", "COMA")]
    [InlineData("xCON", "xCON")]
    public void Windows_gets_names_it_can_hold(string name, string expected)
    {
        Assert.Equal(expected, TargetRules.Windows.Apply(name));
        Assert.Equal(expected, TargetRules.Windows.Apply(expected));
    }

    [Theory]
    [InlineData("a:b?*\\|", "a:b?*\\|")]
    [InlineData("CON", "CON")]
    [InlineData("dots..", "dots..")]
    [InlineData("line\nbreak", "line\nbreak")]
    [InlineData("a/b", "a_b")]
    [InlineData("nul\0", "nul_")]
    [InlineData("..", "__")]
    [InlineData("", "_")]
    public void Unix_takes_almost_anything(string name, string expected) => Assert.Equal(expected, TargetRules.Unix.Apply(name));

    /// <summary>UCS-2 may hold half a character.</summary>
    [Fact]
    public void Half_a_surrogate_pair_is_no_name()
    {
        Assert.Equal("a_b", TargetRules.Windows.Apply("a\uD800b"));
        Assert.Equal("a_", TargetRules.Unix.Apply("a\uDC00"));
    }

    /// <summary>Joliet names of up to 103 characters may have 309 bytes.</summary>
    [Theory]
    [InlineData(false, 'あ', 99, ".text", 83)]
    [InlineData(false, 'あ', 103, "", 85)]
    [InlineData(false, 'x', 300, ".gz", 252)]
    [InlineData(false, 'x', 252, ".gz", 252)]
    [InlineData(true, 'あ', 99, ".text", 99)]
    [InlineData(true, 'あ', 300, ".text", 250)]
    public void Long_names_keep_their_extension(bool windows, char c, int count, string extension, int kept)
    {
        TargetRules rules = windows ? TargetRules.Windows : TargetRules.Unix;
        Assert.Equal(new string(c, kept) + extension, rules.Apply(new string(c, count) + extension));
    }

    [Fact]
    public void A_pair_of_surrogates_is_not_cut() =>
        Assert.Equal(string.Concat(Enumerable.Repeat("😀", 63)) + "x", TargetRules.Unix.Apply(string.Concat(Enumerable.Repeat("😀", 63)) + "x😀😀"));

    [Fact]
    public void Names_that_are_one_to_the_target_are_told_apart()
    {
        ContentTree tree = Tree(File("README", "1"), File("Readme", "2"), File("readme", "3"), File("readme_2", "4"), File("x.tar.gz", "5"), File("X.tar.gz", "6"));
        Assert.Equal(
            ["README = 1", "Readme_3 = 2", "X.tar.gz = 6", "readme_2 = 4", "readme_4 = 3", "x.tar_2.gz = 5"],
            Extracted(tree, TargetRules.Unix with { IgnoresCase = true }, out ExtractResult result));
        Assert.Equal(["/Readme", "/readme", "/x.tar.gz"], result.Diagnostics.Select(d => d.Item));
        Assert.All(result.Diagnostics, d => Assert.Equal(("ISOB3034", DiagnosticSeverity.Warning), (d.Code, d.Severity)));
        Assert.Contains("Extracted as \"Readme_3\"", result.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.True(result.Succeeded);
    }

    [Fact]
    public void Composed_and_decomposed_letters_are_one_on_macOS()
    {
        ContentTree tree = Tree(File("u\u0308", "decomposed"), File("\u00FC", "composed"));
        Assert.Equal(["u\u0308 = decomposed", "\u00FC = composed"], Extracted(tree, TargetRules.Unix, out _));
        System.IO.Directory.Delete(temp.Combine("target"), recursive: true);
        Assert.Equal(["u\u0308 = decomposed", "\u00FC_2 = composed"], Extracted(tree, Mac, out ExtractResult result));
        Assert.Equal("/\u00FC", Assert.Single(result.Diagnostics).Item);
    }

    /// <summary>No character, but Joliet can hold it.</summary>
    [Fact]
    public void A_noncharacter_is_folded_as_it_is() => Assert.Equal("U\u0308\uFFFE", Mac.Fold("u\u0308\uFFFE"));

    /// <summary>"Program Files" has the short name PROGRA~1 ("Naming Files, Paths, and Namespaces" of Windows, "Short vs. Long Names").</summary>
    [Fact]
    public void A_name_that_may_be_the_short_one_of_another_is_replaced()
    {
        ContentTree tree = Tree(File("Program Files", "1"), File("PROGRA~1", "2"), File("progra_1", "3"), File("OTHER~1.TXT", "4"), File("backup~", "5"), File("~1", "6"));
        Assert.Equal(["OTHER~1.TXT = 4", "PROGRA_1_2 = 2", "Program Files = 1", "backup~ = 5", "progra_1 = 3", "~1 = 6"], Extracted(tree, TargetRules.Windows, out ExtractResult result));
        Assert.Equal("/PROGRA~1", Assert.Single(result.Diagnostics).Item);
        Assert.Contains("Windows may give this name", result.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    /// <summary>What comes before the first letter or is none depends on the code page of the system.</summary>
    [Theory]
    [InlineData(".profile.d", "PROFIL~1.D", true)]
    [InlineData("ärger im Büro", "RGERIM~1", true)]
    [InlineData("a.b.c", "AB~1.C", true)]
    [InlineData("Übungsblatt", "ÜBUNGS~1", true)]
    [InlineData("a~b and more", "A~BAND~1", true)]
    [InlineData("a long name", "A~1B.TXT", false)]
    [InlineData("a long name", "A~B", false)]
    [InlineData("SHORT.TXT", "SHORT~1.TXT", false)]
    [InlineData("other long name", "SHORT~1.TXT", false)]
    [InlineData("a long name", "a longer name~1", false)]
    public void Names_of_the_form_are_replaced_where_a_long_one_begins_like_them(string other, string name, bool isReplaced)
    {
        string[] extracted = Extracted(Tree(File(other, "1"), File(name, "2")), TargetRules.Windows, out _);
        Assert.Equal(!isReplaced, extracted.Contains($"{name} = 2"));
    }

    [Fact]
    public void Replaced_names_do_not_take_those_of_others()
    {
        ContentTree tree = Tree(File("a:b", "1"), File("a?b", "2"), File("a_b", "3"), Directory("a*b", File("con", "4")));
        Assert.Equal(["a_b = 3", "a_b_2", "a_b_2/_con = 4", "a_b_3 = 1", "a_b_4 = 2"], Extracted(tree, TargetRules.Windows, out ExtractResult result));
        Assert.Equal(4, result.Diagnostics.Count);
    }

    /// <summary>Twice the same name in one directory, which only a broken image has.</summary>
    [Fact]
    public void Entries_of_one_name_are_both_extracted()
    {
        ContentTree tree = Tree(File("same", "1"), File("same", "2"), Directory("same", File("inside", "3")));
        string[] found = Extracted(tree, TargetRules.Unix, out ExtractResult result);
        Assert.Equal(4, found.Length);
        Assert.Equal(2, result.Diagnostics.Count(d => d.Code == "ISOB3034"));
        Assert.Equal(3, result.Files);
    }

    [Fact]
    public void A_part_gets_the_names_that_the_whole_gets()
    {
        ContentTree tree = Tree(File("README", "1"), File("readme", "2"));
        ImageExtractor.Extract(tree, temp.Combine("target"), new ExtractOptions { Paths = ["readme"] }, [], CancellationToken.None, TargetRules.Windows);
        Assert.Equal(["readme_2"], Trees.Names(temp.Combine("target")));
    }

    /// <summary>100,000 names that are one to the target: no quadratic search for free ones.</summary>
    [Fact]
    public void Many_collisions_are_resolved_in_time()
    {
        ContentNode[] entries = [.. Enumerable.Range(0, 100_000).Select(_ => File("same"))];
        string[] names = TargetNames.Assign(entries, TargetRules.Windows, new DiagnosticBag())!;
        Assert.Equal(100_000, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Probing_leaves_nothing(bool byPaths)
    {
        using TargetFolder folder = TargetFolder.Open(temp, byPaths);
        TargetRules rules = folder.Probe().Rules;
        Assert.Equal(OperatingSystem.IsWindows(), rules.IsWindows);
        temp.Write("probe", "");
        Assert.Equal(System.IO.File.Exists(temp.Combine("PROBE")), rules.IgnoresCase);
        Assert.Equal(["probe"], Trees.Names(temp));
    }

    /// <summary>Encrypted file systems, for one, take less than is usual. Here: as many letters as Windows takes, where bytes are counted.</summary>
    [BytesFact]
    public void A_name_that_the_target_refuses_after_all_is_told()
    {
        temp.Write("target/there.txt", "");
        ContentTree tree = Tree(File(new string('あ', 255)), Directory(new string('い', 255)), File("short"));
        Assert.Equal(["there.txt = "], Extracted(tree, TargetRules.Windows, out ExtractResult result));
        Assert.Equal(["ISOB3032", "ISOB3032"], result.Diagnostics.Select(d => d.Code));
    }

    private static ContentFile File(string name, string text = "x") => HandMade.File(name, text);

    private string[] Extracted(ContentTree tree, TargetRules rules, out ExtractResult result)
    {
        string target = temp.Combine("target");
        result = ImageExtractor.Extract(tree, target, new ExtractOptions(), [], CancellationToken.None, rules);
        return [.. Trees.Names(target).Select(name => System.IO.File.Exists(Path.Combine(target, name)) ? $"{name} = {System.IO.File.ReadAllText(Path.Combine(target, name))}" : name)];
    }

    private sealed class BytesFactAttribute : FactAttribute
    {
        public BytesFactAttribute()
        {
            if (!OperatingSystem.IsLinux())
            {
                Skip = "the longest name is counted in bytes on Linux alone";
            }
        }
    }
}
