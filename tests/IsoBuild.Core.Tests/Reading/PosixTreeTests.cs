using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Core.Tests.Reading;

/// <summary>Rock Ridge as other writers record it (RRIP 1.12).</summary>
public class PosixTreeTests
{
    private const byte GoesOn = 1;
    private const byte Current = 2;
    private const byte Parent = 4;
    private const byte Root = 8;

    [Fact]
    public void Symbolic_links_are_put_together_from_components()
    {
        (string Name, byte[] Fields, string Target)[] links =
        [
            ("rel", Susp.SL(0, (0, "a"), (0, "b")), "a/b"),
            ("dots", Susp.SL(0, (Parent, ""), (Current, ""), (0, "x")), ".././x"),
            ("root", Susp.SL(0, (Root, "")), "/"),
            ("abs", Susp.SL(0, (Root, ""), (0, "etc"), (0, "x")), "/etc/x"),
            // One component in two records, and in two fields.
            ("split", Susp.SL(0, (GoesOn, "ab"), (0, "cd"), (0, "e")), "abcd/e"),
            ("fields", [.. Susp.SL(1, (0, "a"), (GoesOn, "b")), .. Susp.SL(0, (0, "c"), (0, "d"))], "a/bc/d"),
            ("goes on", [.. Susp.SL(1, (Root, ""), (0, "a")), .. Susp.SL(0, (0, "b"))], "/a/b"),
        ];
        using IsoImage image = new Disc()
            .PosixRoot(links.Select((link, i) => Disc.Record($"L{i}", 0, 0, systemUse: [.. Susp.NM(link.Name), .. Susp.PX(0xA1FF), .. link.Fields])))
            .Open();
        Assert.Empty(image.Diagnostics);
        Assert.Equal(ImageFormats.RockRidge, image.BestView);
        foreach ((string name, _, string target) in links)
        {
            Assert.Equal(target, Assert.IsType<ContentLink>(image.Content.Find(name)).Target);
        }
    }

    [Fact]
    public void Special_files_owners_and_modes()
    {
        using IsoImage image = new Disc()
            .PosixRoot(
                Disc.Record("A", 0, 0, systemUse: [.. Susp.NM("tty"), .. Susp.PX(0x2180, 7, 0xFFFFFFFE), .. Susp.PN(4, 64)]),
                Disc.Record("B", 0, 0, systemUse: [.. Susp.NM("sda"), .. Susp.PX(0x61B0), .. Susp.PN(8, 1)]),
                Disc.Record("C", 0, 0, systemUse: [.. Susp.NM("pipe"), .. Susp.PX(0x11A4)]),
                Disc.Record("D", 0, 0, systemUse: [.. Susp.NM("socket"), .. Susp.PX(0xC1A4)]),
                Disc.Record("E", 0, 0, systemUse: [.. Susp.NM("setuid"), .. Susp.PX(0x89ED)]))
            .Open();
        Assert.Empty(image.Diagnostics);
        Assert.Equal(
            ["pipe Pipe 0", "sda BlockDevice 800000001", "socket Socket 0", "tty CharacterDevice 400000040"],
            image.Content.Nodes.OfType<ContentSpecial>().Select(special => $"{special.Name} {special.Kind} {special.Device:X}"));
        ContentNode tty = image.Content.Find("tty")!;
        Assert.Equal((7u, 0xFFFFFFFEu, (UnixFileMode)0b110_000_000), (tty.OwnerId, tty.GroupId, tty.Mode!.Value));
        Assert.Equal(UnixFileMode.SetUser | (UnixFileMode)0b111_101_101, Assert.IsType<ContentFile>(image.Content.Find("setuid")).Mode);
    }

    /// <summary>The directory lies in rr_moved, and is shown where it belongs, with what lies below it.</summary>
    [Fact]
    public void Relocated_directories_are_shown_where_they_belong()
    {
        using IsoImage image = new Disc()
            .PosixRoot(
                Disc.Record("DEEP", 21, Disc.Sector, 2, [.. Susp.NM("deep"), .. Susp.PX(0x41ED)]),
                Disc.Record("RR_MOVED", 22, Disc.Sector, 2, [.. Susp.NM("rr_moved"), .. Susp.PX(0x41ED), .. Susp.RE()]))
            .Directory(21, Disc.Record("MOVED", 24, Disc.Sector, 0, [.. Susp.NM("moved"), .. Susp.PX(0x41C0), .. Susp.CL(23)]))
            .Directory(22, Disc.Record("MOVED", 23, Disc.Sector, 2, [.. Susp.NM("moved"), .. Susp.PX(0x41ED), .. Susp.RE()]))
            .Directory(23, Disc.Record("F", 25, 2, 0, [.. Susp.NM("file"), .. Susp.PX(0x81A4)]))
            .Put(25, "ok"u8.ToArray())
            .Open();
        Assert.Empty(image.Diagnostics);
        Assert.Equal(["/", "/deep", "/deep/moved", "/deep/moved/file"], image.Content.Nodes.Select(node => node.Path));
        Assert.Equal(
            ["20 iso9660 /", "21 iso9660 /deep", "22 iso9660 /rr_moved", "23 iso9660 /deep/moved"],
            image.Layout.Regions.Where(region => region.Kind == RegionKind.Directory).Select(region => $"{region.Sector} {region.Name}"));

        // Who does not know Rock Ridge sees the tree as it lies.
        Assert.Contains("/RR_MOVED/MOVED/F", image.ContentOf(ImageFormats.Iso9660)!.Nodes.Select(node => node.Path));
    }

    [Fact]
    public void Relocations_that_run_in_circles_or_lead_nowhere_are_told()
    {
        using IsoImage image = new Disc { Length = 40 * Disc.Sector }
            .PosixRoot(
                Disc.Record("A", 21, Disc.Sector, 2, [.. Susp.NM("a"), .. Susp.PX(0x41ED)]),
                Disc.Record("B", 0, 0, 0, [.. Susp.NM("nowhere"), .. Susp.PX(0x41ED), .. Susp.CL(0xFFFFFFFF)]),
                Disc.Record("C", 0, 0, 0, [.. Susp.NM("no directory"), .. Susp.PX(0x41ED), .. Susp.CL(17)]))
            .Directory(21, Disc.Record("LOOP", 0, 0, 0, [.. Susp.NM("loop"), .. Susp.PX(0x41ED), .. Susp.CL(20)]), Disc.Record("SELF", 0, 0, 0, [.. Susp.NM("self"), .. Susp.PX(0x41ED), .. Susp.CL(21)]))
            .Open();
        Assert.Equal(["/", "/a", "/a/loop", "/a/self", "/no directory", "/nowhere"], image.Content.Nodes.Select(node => node.Path));
        Assert.Equal(["/a/loop", "/a/self", "/no directory", "/nowhere"], image.Diagnostics.Select(d => d.Item!).Order(StringComparer.Ordinal));
    }

    /// <summary>Writers of old knew no UTF-8; names are kept byte by byte, and those that differ stay apart.</summary>
    [Fact]
    public void Names_that_are_not_UTF_8()
    {
        byte[] latin = Susp.Field("NM", [0, 0xE9]);
        using IsoImage image = new Disc()
            .PosixRoot(Disc.Record("A", 30, 1, systemUse: [.. latin, .. Susp.PX(0x81A4)]), Disc.Record("B", 31, 1, systemUse: [.. Susp.NM("é"), .. Susp.PX(0x81A4)]))
            .Put(30, [.. "a"u8, .. new byte[Disc.Sector - 1], .. "b"u8])
            .Open();
        Assert.Equal(["é=b", "\uDCE9=a"], image.Content.Nodes.OfType<ContentFile>().Select(file => $"{file.Name}={(char)file.ReadAll()[0]}"));
        Assert.Equal([("ISOB3010", DiagnosticSeverity.Info, "/\\xE9")], image.Diagnostics.Select(d => (d.Code, d.Severity, d.Item!)));
    }

    /// <summary>CD-ROM XA has 14 bytes of its own before every area; SP says so, from behind them (SUSP 5.3).</summary>
    [Fact]
    public void Behind_CD_ROM_XA()
    {
        byte[] xa = [0, 0, 0, 0, 0x0D, 0x55, .. "XA"u8, 0, 0, 0, 0, 0, 0];
        using IsoImage image = new Disc()
            .DirectoryWith(
                20,
                Disc.Sector,
                [.. xa, .. Susp.SP(14), .. Susp.PX(0x41ED), .. Susp.ER()],
                [Disc.Record("A", 0, 0, systemUse: [.. xa, .. Susp.NM("name"), .. Susp.PX(0x81A4)]), Disc.Record("B", 30, 10, systemUse: [0, 0, 0, 0, 0x15, 0x55, .. "XA"u8, 0, 0, 0, 0, 0, 0, .. Susp.NM("film")])])
            .Put(30, new byte[10])
            .Open();
        Assert.Equal(["/", "/film", "/name"], image.Content.Nodes.Select(node => node.Path));
        Assert.Equal(("ISOB3013", "/film"), Assert.Single(image.Diagnostics.Select(d => (d.Code, d.Item))));
    }

    /// <summary>The sharing protocol alone is not Rock Ridge: others use it too.</summary>
    [Fact]
    public void Without_Rock_Ridge()
    {
        using IsoImage image = new Disc().DirectoryWith(20, Disc.Sector, Susp.SP(), [Disc.Record("A", 0, 0, systemUse: Susp.NM("name"))]).Open();
        Assert.Equal(ImageFormats.Iso9660, image.Formats);
        Assert.Equal("A", Assert.Single(image.Content.Root.Children).Name);
    }
}
