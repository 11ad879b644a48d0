using IsoBuild.Core.Tests.Walking;
using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Core.Tests.Errors;

/// <summary>What becomes of names in the ISO 9660 and Joliet trees, name by name.</summary>
public class IsoNameTests
{
    [Theory]
    [InlineData(3, "readme.txt", "README.TXT")]
    [InlineData(3, "noextension", "NOEXTENSION")]
    [InlineData(3, ".bashrc", "_BASHRC")]
    [InlineData(3, "a.b.c", "A_B.C")]
    [InlineData(3, "ünï.txt", "_N_.TXT")]
    [InlineData(3, "\U0001F600.txt", "_.TXT")]
    [InlineData(3, "Microsoft.Extensions.Hosting.Abstractions.dll", "MICROSOFT_EXTENSIONS_HOSTIN.DLL")]
    [InlineData(3, "abcdefghijklmnopqrstuvwxyz.abcdefghijklmnop", "ABCDEFGHIJKLMNOPQRST.ABCDEFGHIJ")]
    [InlineData(1, "longer-name.html", "LONGER_N.HTM")]
    [InlineData(1, "readme.txt", "README.TXT")]
    public void Files(int level, string name, string identifier) => Assert.Equal([identifier], Primary(level, [name]));

    [Theory]
    [InlineData(3, "readme.txt,README.TXT", "README.TXT,README_2.TXT")]
    [InlineData(3, "a,a.,A", "A,A_2,A_3")]
    [InlineData(3, "x/a,A", "A,X,X/A")]
    [InlineData(3, "a/1,A", "A,A_2,A_2/1")] // a directory and a file without extension are one name to readers
    [InlineData(1, "document-one,document-two,docume_2", "DOCUMENT,DOCUME_2,DOCUME_3")]
    [InlineData(3, "a.xxxxxxxxxxxxxxxxxxxxxxxxxxxxx,b.xxxxxxxxxxxxxxxxxxxxxxxxxxxxx,A.xxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "A.XXXXXXXXXXXXXXXXXXXXXXXXXXXXX,A_2.XXXXXXXXXXXXXXXXXXXXXXXXXXX,B.XXXXXXXXXXXXXXXXXXXXXXXXXXXXX")]
    public void Alike(int level, string names, string identifiers) => Assert.Equal(identifiers.Split(',').Order(StringComparer.Ordinal), Primary(level, names.Split(',')).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("readme.txt", "readme.txt")]
    [InlineData("a*b/c:d", "a_b,a_b/c_d")]
    [InlineData("trailing.", "trailing_")]
    [InlineData("trailing ", "trailing_")]
    [InlineData("tab\there", "tab_here")]
    [InlineData("ä,Ä", "Ä,ä_2")]
    [InlineData("я,Я", "Я,я_2")]
    public void Joliet(string names, string identifiers) => Assert.Equal(identifiers.Split(',').Order(StringComparer.Ordinal), JolietOf(names.Split(',')).Order(StringComparer.Ordinal));

    [Fact]
    public void Joliet_cuts_at_64_characters_and_never_in_a_pair_nor_behind_a_dot()
    {
        Assert.Equal([new string('x', 64)], JolietOf([new string('x', 64)]));
        Assert.Equal([new string('x', 64)], JolietOf([new string('x', 65)]));
        Assert.Equal([new string('x', 60) + ".txt"], JolietOf([new string('x', 70) + ".txt"]));
        Assert.Equal([new string('x', 63)], JolietOf([new string('x', 63) + "\U0001F600"]));
        Assert.Equal([new string('x', 63) + "_"], JolietOf([new string('x', 63) + " and more"]));
        Assert.Equal([new string('x', 63) + "_"], JolietOf([new string('x', 63) + "." + new string('y', 40)]));
    }

    [Fact]
    public void Ten_thousand_alike_are_told_apart_in_good_time()
    {
        ImageBuilder builder = new(Images.Small);
        for (int i = 0; i < 10_000; i++)
        {
            builder.AddFile($"{new string('l', 80)}{i:D5}", Array.Empty<byte>());
        }

        ImageWalker walker = Images.WalkSoundly(builder.ToBytes());
        Assert.Equal(10_000, walker.Primary.Count);
    }

    private static IEnumerable<string> Primary(int level, string[] names) => Paths(names, ImageFormats.Iso9660, level).Primary.Select(entry => entry.Path[1..]);

    private static IEnumerable<string> JolietOf(string[] names) => Paths(names, ImageFormats.Joliet, level: 3).Joliet!.Select(entry => entry.Path[1..]);

    private static ImageWalker Paths(string[] names, ImageFormats formats, int level)
    {
        ImageBuilder builder = new(Images.Small with { Formats = formats, IsoLevel = level });
        foreach (string name in names)
        {
            builder.AddFile(name, new byte[1]);
        }

        return Images.WalkSoundly(builder.ToBytes(), level);
    }
}
