using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Udf;

namespace IsoBuild.Core.Tests.Udf;

/// <summary>Names that a file identifier cannot hold: 254 characters of 8 bits, or 127 of 16 (UDF 1.02 2.1.1, 2.3.4).</summary>
public class UdfNameTests
{
    /// <summary>Cut before an extension of up to 32 characters, its dot included; a longer one is cut like the rest.</summary>
    [Theory]
    [InlineData(254, 0, 254, 0)]
    [InlineData(255, 0, 254, 0)]
    [InlineData(250, 4, 250, 4)]
    [InlineData(251, 4, 250, 4)]
    [InlineData(240, 32, 222, 32)]
    [InlineData(240, 33, 240, 14)]
    public void The_extension_is_kept(int stem, int extension, int stemNow, int extensionNow) =>
        Assert.Equal(Name('n', stemNow, extensionNow), Assert.Single(Identify(Name('n', stem, extension)).Names));

    [Theory]
    [InlineData(127, 0, 127, 0)]
    [InlineData(128, 0, 127, 0)]
    [InlineData(128, 4, 123, 4)]
    [InlineData(128, 32, 95, 32)]
    [InlineData(120, 33, 120, 7)]
    public void Characters_of_16_bits_take_twice_as_much(int stem, int extension, int stemNow, int extensionNow) =>
        Assert.Equal(Name('\u0416', stemNow, extensionNow), Assert.Single(Identify(Name('\u0416', stem, extension)).Names));

    /// <summary>A number makes room for itself.</summary>
    [Fact]
    public void Names_that_become_one_are_numbered()
    {
        string latin = new('n', 254);
        Assert.Equal([latin, latin[..252] + "_2", latin[..252] + "_3"], Identify(latin, latin + "a", latin + "b").Names);
        string wide = new('\u0416', 127);
        Assert.Equal([wide, wide[..125] + "_2"], Identify(wide, wide + "a").Names);
        Assert.Equal([wide[..123] + ".txt", wide[..121] + "_2.txt"], Identify(wide + ".txt", wide + "a.txt").Names);
    }

    /// <summary>A character beyond the BMP has two units of 16 bits, and stays or goes as a whole.</summary>
    [Theory]
    [InlineData(125, 127)]
    [InlineData(126, 126)]
    [InlineData(127, 127)]
    public void Surrogate_pairs_stay_whole(int before, int length)
    {
        string name = $"{new string('n', before)}\U0001F600{new string('m', 10)}";
        Assert.Equal(name[..length], Assert.Single(Identify(name).Names));
    }

    /// <summary>Bytes that are no UTF-8 become underscores, which is told of all trees at once, and not here.</summary>
    [Theory]
    [InlineData("#", "_")]
    [InlineData("a#.txt", "a_.txt")]
    [InlineData(".#", "._")]
    [InlineData("#^", "_^")] // half a character at the end, as NTFS may have it
    public void Bytes_are_replaced(string name, string expected)
    {
        (string[] names, DiagnosticBag diagnostics) = Identify(Odd(name));
        Assert.Equal(Odd(expected), Assert.Single(names));
        Assert.Empty(diagnostics.ToList());

        // Halves of pairs do not survive as arguments of a test.
        static string Odd(string text) => text.Replace('#', '\uDCE9').Replace('^', '\uD83D');
    }

    /// <summary>A dot before everything is no extension.</summary>
    [Fact]
    public void Replaced_names_are_numbered()
    {
        Assert.Equal(["_.txt", "__2.txt"], Identify("_.txt", "\uDCE9.txt").Names);
        Assert.Equal(["._", ".__2"], Identify("._", ".\uDCE9").Names);
    }

    [Fact]
    public void What_is_cut_is_told()
    {
        string name = new('n', 255);
        Diagnostic told = Assert.Single(Identify(name).Diagnostics.ToList());
        Assert.Equal(("ISOB1060", DiagnosticSeverity.Warning, $"/{name}"), (told.Code, told.Severity, told.Item));
        Assert.Contains($"as {name[1..]}: a UDF name has at most 254 characters there, or 127 if", told.Message, StringComparison.Ordinal);
    }

    /// <summary>What the tree does not show keeps its name, is told of nowhere, and takes no other's name.</summary>
    [Fact]
    public void What_is_not_shown_is_left_alone()
    {
        string shown = new('n', 255);
        string hidden = new('n', 254);
        (string[] names, DiagnosticBag diagnostics) = Identify([hidden, shown, shown + "n", "end."], node => node.Name == shown);
        Assert.Equal([hidden, hidden[..252] + "_2", shown + "n", "end."], names);
        Assert.Equal($"/{shown}", Assert.Single(diagnostics.ToList()).Item);
    }

    /// <summary>The base spells a name in another way: so it stays, where it fits and nothing else has it.</summary>
    [Theory]
    [InlineData("kept", "kept")]
    [InlineData("other", "real")]
    [InlineData(null, "real")]
    public void Names_of_the_base_are_kept(string? ofBase, string expected)
    {
        (ContentTree content, DiagnosticBag diagnostics) = Tree("real", "other");
        ContentNode real = content.Find("real")!;
        UdfNames names = new(new Dictionary<ContentNode, KeptNames> { [real] = new() { Udf = ofBase } }, diagnostics);
        names.Identify(content.Root.Entries, Enumerable.Repeat(1, content.AllNodes.Length).ToArray());
        Assert.Equal((expected, "other", "/" + expected), (names.Of(real), names.Of(content.Find("other")!), names.PathOf(real)));
        Assert.Equal(("/", expected == "kept"), (names.PathOf(content.Root), names.AnyAltered));
    }

    [Fact]
    public void A_name_of_the_base_that_does_not_fit_is_none()
    {
        (ContentTree content, DiagnosticBag diagnostics) = Tree("real");
        ContentNode real = content.Find("real")!;
        UdfNames names = new(new Dictionary<ContentNode, KeptNames> { [real] = new() { Udf = new string('k', 255) } }, diagnostics);
        names.Identify(content.Root.Entries, Enumerable.Repeat(1, content.AllNodes.Length).ToArray());
        Assert.Equal("real", names.Of(real));
    }

    /// <summary>Every file by its own path and nothing else as a file: no links, nothing hidden, no other names.</summary>
    [Fact]
    public void All_are_shown_by_their_names()
    {
        Assert.True(UdfVolume.ShowsAllByTheirNames(Tree("a", new string('n', 254)).Content));
        Assert.False(UdfVolume.ShowsAllByTheirNames(Tree("a", new string('n', 255)).Content));
        Assert.False(UdfVolume.ShowsAllByTheirNames(Tree("a", "\uDCE9").Content));

        ContentTree hidden = Tree("a", "b").Content;
        hidden.Find("b")!.HiddenFrom = ImageFormats.Udf;
        Assert.False(UdfVolume.ShowsAllByTheirNames(hidden));
        Assert.False(UdfVolume.ShowsAllByTheirNames(UdfContent.Of(builder => builder.AddLink(builder.Root, "link", "nowhere", options: null)).Content));

        ContentTree kept = Tree("a", "b").Content;
        kept.KeptNames = new Dictionary<ContentNode, KeptNames> { [kept.Find("a")!] = new() { Joliet = "A" } };
        Assert.True(UdfVolume.ShowsAllByTheirNames(kept));
        kept.KeptNames = new Dictionary<ContentNode, KeptNames> { [kept.Find("a")!] = new() { Joliet = "A" }, [kept.Find("b")!] = new() { Udf = "B" } };
        Assert.False(UdfVolume.ShowsAllByTheirNames(kept));
    }

    private static (string[] Names, DiagnosticBag Diagnostics) Identify(params string[] entries) => Identify(entries, _ => true);

    /// <summary>The names in the UDF tree, in the order of the real ones.</summary>
    private static (string[] Names, DiagnosticBag Diagnostics) Identify(string[] entries, Func<ContentNode, bool> isShown)
    {
        (ContentTree content, DiagnosticBag diagnostics) = Tree(entries);
        UdfNames names = new(content.KeptNames, diagnostics);
        names.Identify(content.Root.Entries, content.AllNodes.ToArray().Select(node => isShown(node) ? 1 : 0).ToArray());
        return ([.. entries.Select(name => names.Of(content.Find(name)!))], diagnostics);
    }

    private static (ContentTree Content, DiagnosticBag Diagnostics) Tree(params string[] entries) => UdfContent.Of(builder =>
    {
        foreach (string name in entries)
        {
            builder.AddFile(builder.Root, name, new MemorySource(Array.Empty<byte>()), options: null);
        }
    });

    private static string Name(char character, int stem, int extension) => extension == 0 ? new(character, stem) : $"{new string(character, stem)}.{new string('x', extension - 1)}";
}
