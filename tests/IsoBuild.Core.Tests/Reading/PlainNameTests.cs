using System.Text;
using System.Text.RegularExpressions;
using IsoBuild.Diagnostics;
using IsoBuild.Reading;
using IsoBuild.Verifying;

namespace IsoBuild.Core.Tests.Reading;

/// <summary>Names that stand in plain identifiers, as other writers store them and other readers show them.</summary>
public sealed partial class PlainNameTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    /// <summary>All names together tell: they are UTF-8, or one of them is not.</summary>
    [Fact]
    public void Identifiers_beyond_ASCII()
    {
        byte[][] records = [Disc.Record("PLAIN.TXT;1", 0, 0), Disc.Record(Encoding.UTF8.GetBytes("größe.txt;1"), 0, 0), Disc.Record(Encoding.UTF8.GetBytes("日本"), 0, 0)];
        using IsoImage utf8 = new Disc().Directory(20, records).Open();
        Assert.Equal(["PLAIN.TXT", "größe.txt", "日本"], Names(utf8));
        Assert.Equal(NameEncoding.Utf8, utf8.Summary.PlainNames);
        Assert.Contains("UTF-8", utf8.Summary.ToString(), StringComparison.Ordinal);
        Assert.Empty(utf8.Diagnostics);

        using IsoImage latin1 = new Disc().Directory(20, [.. records, Disc.Record("caf\u00E9", 0, 0)]).Open();
        Assert.Equal(["PLAIN.TXT", "caf\u00E9", "gr\u00C3\u00B6\u00C3\u009Fe.txt", "\u00E6\u0097\u00A5\u00E6\u009C\u00AC"], Names(latin1));
        Assert.Equal(NameEncoding.Latin1, latin1.Summary.PlainNames);
        Assert.Contains("Latin-1", latin1.Summary.ToString(), StringComparison.Ordinal);

        using IsoImage ascii = new Disc().Directory(20, records[0]).Open();
        Assert.Equal(NameEncoding.Ascii, ascii.Summary.PlainNames);
    }

    [ToolFact("xorriso")]
    public void Untranslated_names_by_xorriso()
    {
        temp.Write("tree/größe.txt", "x");
        temp.Write("tree/日本/name", "y");
        string path = temp.Combine("foreign.iso");
        CommandLine.Run("xorriso", ["-outdev", path, "-rockridge", "off", "-compliance", "untranslated_names", "-map", temp.Combine("tree"), "/", "-commit"]).EnsureSuccess();

        using IsoImage image = IsoImage.Open(path);

        Assert.Equal(["/größe.txt", "/日本", "/日本/name"], image.Content.Nodes.Skip(1).Select(node => node.Path));
        VerifyReport report = image.Verify(new VerifyOptions { Consumers = [ImageConsumer.Linux] });
        Assert.Empty(Assert.Single(report.Consumers).Differently);
        Diagnostic relaxed = Assert.Single(report.Findings, finding => finding.Item == "/größe.txt");
        Assert.Contains("The identifier größe.txt is not", relaxed.Message, StringComparison.Ordinal);
    }

    /// <summary>What makefs writes: a semicolon with no version behind it is the name's. As xorriso and isoinfo show them, but for letters.</summary>
    [Theory]
    [InlineData("a;", "a;")]
    [InlineData("A.TXT;1", "A.TXT")]
    [InlineData("A;B", "A;B")]
    [InlineData("A;B;2", "A;B")]
    [InlineData("A;1;", "A;1;")]
    [InlineData(";", ";")]
    public void Semicolons(string identifier, string name)
    {
        using IsoImage image = new Disc().Directory(20, Disc.Record(identifier, 0, 0)).Open();

        Assert.Equal([name], Names(image));
    }

    /// <summary>Names that are said to be those of a directory itself or of its parent, with a text or without (RRIP 4.1.4): VirtualBox's writer has a text.</summary>
    private static readonly Disc SpecialNames = new Disc { Length = 100 * Disc.Sector }.PosixRoot(
        Disc.Record("CURRENT.TXT;1", 30, 1, systemUse: [.. Susp.PX(0x81A4), .. Susp.NM("current.txt", flags: 2)]),
        Disc.Record("EMPTY.TXT;1", 33, 1, systemUse: [.. Susp.PX(0x81A4), .. Susp.NM("", flags: 2)]),
        Disc.Record("NAMED.TXT;1", 31, 1, systemUse: [.. Susp.PX(0x81A4), .. Susp.NM("Named.txt")]),
        Disc.Record("PARENT.TXT;1", 32, 1, systemUse: [.. Susp.PX(0x81A4), .. Susp.NM("", flags: 4)]),
        Disc.Record("SUB", 21, Disc.Sector, flags: 2, systemUse: [.. Susp.PX(0x41ED), .. Susp.NM("sub", flags: 2)])).Directory(21);

    [Fact]
    public void Special_names()
    {
        using IsoImage image = SpecialNames.Open();

        Assert.Equal(["EMPTY.TXT", "Named.txt", "PARENT.TXT", "current.txt", "sub"], Names(image));
    }

    [ToolFact("xorriso")]
    public void Special_names_as_xorriso_shows_them()
    {
        string path = SpecialNames.WriteTo(temp.Combine("special.iso"));
        string report = CommandLine.Run("xorriso", ["-indev", path, "-find", "/"]).EnsureSuccess().Output;

        Assert.Equal(["'/EMPTY.TXT'", "'/Named.txt'", "'/PARENT.TXT'", "'/current.txt'", "'/sub'"], Quoted().Matches(report).Select(match => match.Value).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Names(IsoImage image) => image.Content.Root.Children.Select(node => node.Name);

    [GeneratedRegex("'/.+'")]
    private static partial Regex Quoted();
}
