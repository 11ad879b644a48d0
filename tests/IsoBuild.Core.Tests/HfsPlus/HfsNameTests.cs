using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.HfsPlus;

namespace IsoBuild.Core.Tests.HfsPlus;

/// <summary>Names of HFS+: decomposed, ordered without case, unique.</summary>
public class HfsNameTests
{
    /// <summary>By Unicode's character database: canonical decompositions, to the end, and marks in the order of their classes (220 below before 230 above).</summary>
    [Theory]
    [InlineData("plain.txt", "plain.txt")]
    [InlineData("Ü", "U\u0308")]
    [InlineData("ế", "e\u0302\u0301")]
    [InlineData("ậ", "a\u0323\u0302")]
    [InlineData("a\u0302\u0323", "a\u0323\u0302")]
    [InlineData("a\u0301\u0300", "a\u0301\u0300")]
    [InlineData("ǟ", "a\u0308\u0304")]
    [InlineData("\u0344", "\u0308\u0301")]
    [InlineData("\u1FEF", "`")]
    [InlineData("ᾂ", "\u03B1\u0313\u0300\u0345")]
    [InlineData("한", "\u1112\u1161\u11AB")]
    [InlineData("가", "\u1100\u1161")]
    [InlineData("힣", "\u1112\u1175\u11C2")]
    [InlineData("й", "\u0438\u0306")]
    [InlineData("\u212B", "\u212B")]
    [InlineData("\u2126", "\u2126")]
    [InlineData("\uF900", "\uF900")]
    [InlineData("ß Ø æ", "ß Ø æ")]
    [InlineData("\U0001F600", "\U0001F600")]
    public void Decomposition(string name, string expected)
    {
        Assert.Equal(expected, IsoBuild.Bytes.Decomposition.Of(name));
        Assert.Equal(expected, IsoBuild.Bytes.Decomposition.Of(expected));
    }

    /// <summary>TN1150: capitals are compared as small letters, characters that direct others are passed over, and NUL comes last.</summary>
    [Theory]
    [InlineData("a", "a", 0)]
    [InlineData("a", "A", 0)]
    [InlineData("Ø", "ø", 0)]
    [InlineData("ΑΩ", "αω", 0)]
    [InlineData("\u0402\u0410\u0418\u042F", "\u0452\u0430\u0438\u044F", 0)]
    [InlineData("\u0531\u10A0\u2160\uFF21", "\u0561\u10D0\u2170\uFF41", 0)]
    [InlineData("\u01C4\u01C5", "\u01C6\u01C6", 0)]
    [InlineData("a\u200Db", "AB", 0)]
    [InlineData("\uFEFF", "", 0)]
    [InlineData("a", "b", -1)]
    [InlineData("B", "a", 1)]
    [InlineData("a", "ab", -1)]
    [InlineData("_", "A", -1)]
    [InlineData("ß", "ss", 1)]
    [InlineData("\0", "\uFFFE", 1)]
    [InlineData("\u0130", "i", 1)]
    public void Order(string a, string b, int expected)
    {
        Assert.Equal(expected, Math.Sign(NameOrder.Compare(a, b)));
        Assert.Equal(-expected, Math.Sign(NameOrder.Compare(b, a)));
        Assert.Equal(expected == 0, NameOrder.Fold(a) == NameOrder.Fold(b));
    }

    /// <summary>What differs in case or composition alone gets a number; one name of each stays as it is, the first in ordinal order.</summary>
    [Fact]
    public void Names_that_are_one_get_numbers()
    {
        string[] names = ["A.txt", "a.txt", "a_2.txt", "e\u0301", "\u00E9", "xx:y", new string('\u01DF', 100) + ".txt", "\u200C", "caf\uDCE9", "caf_"];
        HfsReader volume = HfsReader.Open(Builder(names).ToBytes());
        Assert.Equal(
            ["/", "/A.txt", "/a_2.txt", "/a_3.txt", $"/{string.Concat(Enumerable.Repeat("a\u0308\u0304", 83))}a\u0308.txt", "/caf_", "/caf__2", "/e\u0301", "/e\u0301_2", "/xx/y", "/\u200C_2"],
            volume.Entries.Select(entry => entry.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Names_that_change_are_reported()
    {
        (string, string)[] told = [.. Builder("A", "a", new string('\u01DF', 100)).Plan().Diagnostics
            .Where(diagnostic => diagnostic.Id == DiagnosticId.HfsNameAltered).Select(diagnostic => (diagnostic.Item!, diagnostic.Message[..43]))];
        Assert.Equal([("/a", "The HFS+ tree stores the name as a_2: case "), ($"/{new string('\u01DF', 100)}", "The HFS+ tree stores the name as a\u0308\u0304a\u0308\u0304a\u0308\u0304a")], told);
    }

    /// <summary>254 units and a surrogate pair are one too many, and half a pair is no character.</summary>
    [Fact]
    public void Characters_stay_whole() =>
        Assert.Equal(
            ["/", $"/{string.Concat(Enumerable.Repeat("a\u0308\u0304", 84))}nn"],
            HfsReader.Open(Builder(new string('\u01DF', 84) + "nn\U0001F600").ToBytes()).Entries.Select(entry => entry.Path).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("", "Untitled")]
    [InlineData("DISC", "DISC")]
    [InlineData("a:b", "a/b")]
    public void The_volume_has_a_name(string identifier, string expected) =>
        Assert.Equal(expected, HfsReader.Open(new ImageBuilder(new ImageOptions { VolumeId = identifier, HfsPlus = true }).AddFile("a", new byte[1]).ToBytes()).VolumeName);

    private static ImageBuilder Builder(params string[] names) =>
        names.Aggregate(new ImageBuilder(new ImageOptions { VolumeId = "TEST", HfsPlus = true, Formats = ImageFormats.RockRidge }), (builder, name) => builder.AddFile(name, System.Text.Encoding.UTF8.GetBytes(name.Length + name)));
}
