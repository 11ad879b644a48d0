using System.Text.RegularExpressions;
using IsoBuild.Content;

namespace IsoBuild.Core.Tests.Reading;

/// <summary>Component records of symbolic links in every combination (RRIP 4.1.3.1), as other readers put them together.</summary>
public sealed partial class LinkComponentTests : IDisposable
{
    private const byte Continue = 1;
    private const byte Current = 2;
    private const byte Parent = 4;
    private const byte Root = 8;

    private readonly TempDirectory temp = new();

    /// <summary>Names of links, what Linux 6.1 shows as their targets, and their SL fields.</summary>
    private static readonly (string Name, string Target, byte[][] Fields)[] Links =
    [
        ("A", "dir//file", [Susp.SL(0, (0, "dir"), (Root, ""), (0, "file"))]),
        ("B", "//x", [Susp.SL(0, (Root, ""), (Root, ""), (0, "x"))]),
        ("C", "a///b", [Susp.SL(0, (0, "a"), (Root, ""), (Root, ""), (0, "b"))]),
        ("D", "/a//", [Susp.SL(0, (Root, ""), (0, "a"), (Root, ""))]),
        ("E", "//", [Susp.SL(0, (Root, ""), (Root, ""))]),
        ("F", ".//..", [Susp.SL(0, (Current, ""), (Root, ""), (Parent, ""))]),
        ("G", "abc/d", [Susp.SL(0, (Continue, "ab"), (0, "c"), (0, "d"))]),
        ("H", "ab/../.", [Susp.SL(0, (0, "ab"), (Parent, ""), (Current, ""))]),
        ("I", "abcd/e", [Susp.SL(1, (Continue, "ab")), Susp.SL(0, (0, "cd"), (0, "e"))]),
        ("J", "/ab/c", [Susp.SL(1, (Root, ""), (Continue, "a")), Susp.SL(1, (Continue, "b")), Susp.SL(0, (0, ""), (0, "c"))]),
        ("K", "a//b", [Susp.SL(1, (0, "a"), (Continue, "")), Susp.SL(0, (Root, ""), (0, "b"))]),
        ("L", "/a", [Susp.SL(1, (Root, "")), Susp.SL(0, (0, "a"))]),
    ];

    /// <summary>A field that ends with a whole component: libarchive loses the slash behind it.</summary>
    private static readonly (string Name, string Target, byte[][] Fields)[] WithWholeFields =
    [
        ("M", "a/b", [Susp.SL(1, (0, "a")), Susp.SL(0, (0, "b"))]),
        ("N", "../../b", [Susp.SL(1, (Parent, "")), Susp.SL(1, (Parent, "")), Susp.SL(0, (0, "b"))]),
        ("O", "a//b", [Susp.SL(1, (0, "a")), Susp.SL(0, (Root, ""), (0, "b"))]),
    ];

    public void Dispose() => temp.Dispose();

    [Fact]
    public void Every_combination()
    {
        using IsoImage image = Make([.. Links, .. WithWholeFields]).Open();

        Assert.Equal([.. Links.Concat(WithWholeFields).Select(link => $"{link.Name} {link.Target}")], image.Content.Nodes.OfType<ContentLink>().Select(link => $"{link.Name} {link.Target}"));
    }

    [ToolFact("xorriso")]
    public void As_xorriso_shows_them()
    {
        string path = Make([.. Links, .. WithWholeFields]).WriteTo(temp.Combine("links.iso"));
        string report = CommandLine.Run("xorriso", ["-indev", path, "-find", "/", "-type", "l", "-exec", "lsdl"]).EnsureSuccess().Output;

        Assert.Equal(Links.Concat(WithWholeFields).Select(link => $"'/{link.Name}' -> '{link.Target}'").Order(), XorrisoLink().Matches(report).Select(match => match.Value).Order());
    }

    [ToolFact("bsdtar")]
    public void As_bsdtar_shows_them()
    {
        byte[] bytes = Make(Links).ToBytes();
        // libarchive believes no primary descriptor without path tables.
        (bytes[(16 * Disc.Sector) + 140], bytes[(16 * Disc.Sector) + 151]) = (18, 19);
        string path = temp.Write("links.iso", bytes);
        string report = CommandLine.Run("bsdtar", ["-tvf", path]).EnsureSuccess().Output;

        Assert.Equal(Links.Select(link => $"{link.Name} -> {link.Target}").Order(), BsdtarLink().Matches(report).Select(match => match.Value).Order());
    }

    private static Disc Make((string Name, string Target, byte[][] Fields)[] links) => new Disc { Length = 100 * Disc.Sector }
        .PosixRoot([.. links.Select(link => Disc.Record(link.Name, 0, 0, systemUse: [.. Susp.PX(0xA1FF), .. Susp.NM(link.Name), .. link.Fields.SelectMany(field => field)]))]);

    [GeneratedRegex("'/.' -> '.*'")]
    private static partial Regex XorrisoLink();

    [GeneratedRegex("[A-Z] -> .*")]
    private static partial Regex BsdtarLink();
}
