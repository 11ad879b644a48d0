using IsoBuild.Content;
using IsoBuild.Core.Tests.Reading;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Hostile;

/// <summary>Images that were made up to cost whoever reads them his time or his memory.</summary>
public sealed class MadeUpImageTests : IDisposable
{
    private const int Sector = Disc.Sector;
    private const uint Most = 0xFFFFF800;

    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    /// <summary>A sparse file takes no room, and here 100 directories of 4 GiB each in a terabyte.</summary>
    [Fact]
    public void Directories_of_gigabytes()
    {
        Disc disc = new Disc { Length = 1L << 40 }.Directory(20, Enumerable.Range(0, 40).Select(i => Disc.Record($"D{i:00}", (uint)(1000 + (i * (Most / Sector))), Most, flags: 2)));
        using IsoImage image = IsoImage.Open(disc.WriteTo(temp.Combine("big.iso")));
        Assert.Equal(41, image.Content.Nodes.Count);
        Assert.Equal(40, image.Diagnostics.Count(d => d is { Code: "ISOB3003" } && d.Message.Contains("sectors in a row have no record", StringComparison.Ordinal)));
        Assert.NotEmpty(image.Layout.ToString());
    }

    /// <summary>A gap of a terabyte is not read for its zeros.</summary>
    [Fact]
    public void A_gap_of_a_terabyte()
    {
        using IsoImage image = IsoImage.Open(new Disc { Length = 1L << 40 }.Directory(20).WriteTo(temp.Combine("gap.iso")));
        Assert.Equal("unknown", image.Layout.Regions[^1].Name);
    }

    /// <summary>Each directory begins one sector after the other and goes on to the end: n sectors would be n²/2.</summary>
    [Fact]
    public void Directories_that_overlap()
    {
        const int count = 30;
        byte[] self = Disc.Record([0], 0, Sector, 2);
        Disc disc = new Disc { Length = 2000 * Sector }.Directory(20, Enumerable.Range(0, count).Select(i => Disc.Record($"D{i:00}", (uint)(100 + i), 1000 * Sector, flags: 2)));
        for (int i = 0; i < 1100; i++)
        {
            disc.Put(100 + i, [.. self, .. Enumerable.Range(0, 40).SelectMany(n => Disc.Record($"F{i:0000}{n:00}", 0, 0))]);
        }

        using IsoImage image = disc.Open();
        Assert.InRange(image.Content.Nodes.Count, 40 * 1000, 2 + count + (40 * 1101));
        Assert.Equal(count - 1, image.Diagnostics.Count(d => d.Message.Contains("also belong to another directory", StringComparison.Ordinal)));
    }

    /// <summary>A chain of directories, each in the one before: no recursion, and no path longer than systems take.</summary>
    [Fact]
    public void A_path_that_goes_on_and_on()
    {
        const int depth = 3000;
        string name = new('n', 20);
        Disc disc = new Disc().Directory(20, Disc.Record(name, 21, Sector, flags: 2));
        for (uint i = 0; i < depth; i++)
        {
            disc.Directory(21 + i, Disc.Record(name, 22 + i, Sector, flags: 2));
        }

        disc.Directory(21 + depth);
        using IsoImage image = disc.Open();
        ContentNode deepest = image.Content.Nodes[^1];
        Assert.InRange(deepest.Path.Length, 32_000, 33_000);
        Assert.Contains(image.Diagnostics, d => d is { Code: "ISOB3015", Severity: DiagnosticSeverity.Error });
        Assert.True(image.Layout.ToString().Length > 1_000_000);
    }

    /// <summary>A volume said to end before its own descriptors is not the next session of itself.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16)]
    public void A_volume_smaller_than_its_descriptors(byte blocks)
    {
        byte[] bytes = new Disc().Directory(20).ToBytes();
        (bytes[(16 * Sector) + 80], bytes[(16 * Sector) + 87]) = (blocks, blocks);
        using IsoImage image = IsoImage.Open(new MemoryStream(bytes));
        Assert.Single(image.Sessions);
        Assert.DoesNotContain(image.Diagnostics, d => d.Message.Contains("sessions", StringComparison.Ordinal));
    }

    /// <summary>Thousands of entries thousands of directories down: the paths of all of them would be gigabytes, and nobody is told most of them.</summary>
    [Theory]
    [InlineData(4)]
    [InlineData(0)]
    public void Findings_far_down(byte flags)
    {
        const int depth = 8000;
        const uint length = 500 * Sector;
        Disc disc = new Disc { Length = (depth + 1000) * Sector }.Directory(20, Disc.Record("D", 21, Sector, flags: 2));
        for (uint i = 0; i < depth; i++)
        {
            disc.Directory(21 + i, Disc.Record("D", 22 + i, i == depth - 1 ? length : Sector, flags: 2));
        }

        disc.DirectoryWith(21 + depth, length, [], Enumerable.Range(0, 20_000).Select(_ => Disc.Record("F;1", 0, 0, flags: flags)));
        using IsoImage image = disc.Open();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        Assert.NotEmpty(image.Content.Nodes);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Assert.InRange(allocated, 1, 200 << 20);
        Assert.Contains(image.Diagnostics, d => d.Code == "ISOB3016");
    }

    /// <summary>20,000 records of 42 bytes; their paths, of 30,000 characters each, would be 1.2 GB wherever they are written down.</summary>
    [Fact]
    public void Many_entries_below_a_long_path()
    {
        const int depth = 150;
        const uint length = 600 * Sector;
        string name = new('n', 199);
        Disc disc = new Disc { Length = (depth + 1000) * Sector }.Directory(20, Disc.Record(name, 21, Sector, flags: 2));
        for (uint i = 0; i < depth - 1; i++)
        {
            disc.Directory(21 + i, Disc.Record(name, 22 + i, i == depth - 2 ? length : Sector, flags: 2));
        }

        disc.DirectoryWith(20 + depth, length, [], Enumerable.Range(0, 20_000).Select(i => Disc.Record($"F{i:00000};1", 0, 0)));
        using IsoImage image = disc.Open();
        Assert.Equal(30_000, image.Content.Nodes.OfType<ContentFile>().First().Parent!.Path.Length);
        // Of the 2^28 characters that are read; the records on the way there take a few millions.
        Assert.InRange(image.Content.Nodes.OfType<ContentFile>().Count(), 8_700, (1 << 28) / 30_000);
        Assert.Contains(image.Diagnostics, d => d is { Code: "ISOB3015", Severity: DiagnosticSeverity.Error } && d.Message.Contains("characters in total", StringComparison.Ordinal));
    }

    /// <summary>Forty thousand beginnings of descriptors, none of a volume.</summary>
    [Fact]
    public void A_flood_of_descriptors_that_are_none()
    {
        byte[] flood = new byte[1 << 20];
        for (int at = 100_000; at < flood.Length - 2100; at += 24)
        {
            "\u0001CD001\u0001"u8.CopyTo(flood.AsSpan(at));
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("ISOB3001", Assert.Throws<ImageException>(() => IsoImage.Open(new MemoryStream(flood))).Diagnostic.Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 64 << 20);
    }

    /// <summary>The verifier goes through no gigabytes of nothing either.</summary>
    [Fact]
    public void Directories_of_gigabytes_are_verified()
    {
        Disc disc = new Disc { Length = 1L << 40 }.Directory(20, Enumerable.Range(0, 40).Select(i => Disc.Record($"D{i:00}", (uint)(1000 + (i * (Most / Sector))), Most, flags: 2)));
        using IsoImage image = IsoImage.Open(disc.WriteTo(temp.Combine("verified.iso")));
        Assert.Contains(image.Verify().Findings, d => d is { Code: "ISOB3203" } && d.Message.Contains("sectors in a row have no record", StringComparison.Ordinal));
    }

    [Fact]
    public void Continuation_areas_that_lead_on_for_ever()
    {
        // Two areas that lead to each other, and one that leads to itself.
        byte[] name = Susp.NM("x", flags: 1);
        byte[] first = [.. name, .. Susp.CE(31, 0, 100)];
        byte[] second = [.. name, .. Susp.CE(30, 0, 100)];
        byte[] self = [.. name, .. Susp.CE(32, 0, 100)];
        using IsoImage image = new Disc { Length = 60 * Sector }
            .PosixRoot(
                Disc.Record("A", 0, 0, systemUse: [.. Susp.NM("two"), .. Susp.CE(30, 0, 100)]),
                Disc.Record("B", 0, 0, systemUse: [.. Susp.NM("one"), .. Susp.CE(32, 0, 100)]),
                Disc.Record("C", 0, 0, systemUse: [.. Susp.NM("beyond"), .. Susp.CE(0xFFFFFFFF, 0, 100)]),
                Disc.Record("D", 0, 0, systemUse: [.. Susp.NM("wide"), .. Susp.CE(30, 0, 0xFFFFFFFF)]))
            .Put(30, first).Put(31, second).Put(32, self)
            .Open();
        Assert.Equal(4, image.Content.Root.Children.Count);
        Assert.Equal(4, image.Diagnostics.Count(d => d is { Code: "ISOB3003" } && d.Message.Contains("CE", StringComparison.Ordinal)));
    }

    /// <summary>Tens of thousands of records, each of which leads through 32 areas.</summary>
    [Fact]
    public void Continuation_areas_by_the_million()
    {
        Disc disc = new(rootLength: 2000 * Sector);
        for (uint i = 0; i < 31; i++)
        {
            disc.Put(3000 + i, Susp.CE(3001 + i, 0, Sector));
        }

        disc.Put(3031, new byte[Sector]);
        disc.DirectoryWith(20, 2000 * Sector, [.. Susp.SP(), .. Susp.PX(0x41ED), .. Susp.ER()], Enumerable.Range(0, 50_000).Select(i => Disc.Record($"F{i:00000}", 0, 0, systemUse: Susp.CE(3000, 0, Sector))));
        using IsoImage image = disc.Open();
        Assert.Equal(50_001, image.Content.Nodes.Count);
        Assert.Contains(image.Diagnostics, d => d.Message.Contains("cannot be read", StringComparison.Ordinal));

        // Nobody reads fifty thousand findings.
        Assert.InRange(image.Diagnostics.Count, 1000, 1001);
        Assert.Contains(image.Diagnostics, d => d.Code == "ISOB3016");
    }

    [Fact]
    public void Targets_and_names_without_an_end()
    {
        byte[] piece = Susp.SL(1, (1, new string('t', 200)));
        byte[] letters = Susp.NM(new string('n', 200), flags: 1);
        Disc disc = new Disc { Length = 200 * Sector }.PosixRoot(
            Disc.Record("A", 0, 0, systemUse: [.. Susp.NM("link"), .. Susp.PX(0xA1FF), .. Susp.CE(30, 0, Sector)]),
            Disc.Record("B", 0, 0, systemUse: [.. Susp.PX(0x81A4), .. Susp.CE(80, 0, Sector)]),
            Disc.Record("C", 0, 0, systemUse: [.. Susp.NM("none"), .. Susp.PX(0xA1FF)]),
            Disc.Record("D", 0, 0, systemUse: [.. Susp.NM("nul"), .. Susp.PX(0xA1FF), .. Susp.SL(0, (0, "a\0b"))]),
            Disc.Record("E", 0, 0, systemUse: [.. Susp.NM("lying"), .. Susp.PX(0xA1FF), .. Susp.Field("SL", [0, 0, 200, (byte)'x'])]));
        for (uint i = 0; i < 30; i++)
        {
            disc.Put(30 + i, [.. Enumerable.Repeat(piece, 9).SelectMany(bytes => bytes), .. Susp.CE(31 + i, 0, Sector)]);
            disc.Put(80 + i, [.. Enumerable.Repeat(letters, 9).SelectMany(bytes => bytes), .. Susp.CE(81 + i, 0, Sector)]);
        }

        using IsoImage image = disc.Open();
        Assert.InRange(((ContentLink)image.Content.Find("link")!).Target.Length, 3800, 4096);
        Assert.InRange(image.Content.Root.Children.Max(node => node.Name.Length), 800, 1024);
        Assert.Equal("_", ((ContentLink)image.Content.Find("none")!).Target);
        Assert.Equal("a_b", ((ContentLink)image.Content.Find("nul")!).Target);
        Assert.Equal(5, image.Diagnostics.Select(d => d.Item).Distinct().Count());
    }

    [Fact]
    public void Numbers_at_their_limits()
    {
        byte[] limits = Disc.Record("A.;1", 0xFFFFFFFF, 0xFFFFFFFF, attributes: 255, unit: 255, gap: 255);
        using IsoImage image = new Disc { Length = 40 * Sector }
            .Directory(20, limits, Disc.Record("B", 0xFFFFFFFF, 0xFFFFFFFF, flags: 2, attributes: 255), Disc.Record("C", 30, 0, flags: 2), Disc.Record("E.;1", 39, 0xFFFFFFFF))
            .Open();
        Assert.Equal(["/", "/A", "/B", "/C", "/E"], image.Content.Nodes.Select(node => node.Path));
        Assert.Equal((0, Sector), (((ContentFile)image.Content.Find("A")!).Length, ((ContentFile)image.Content.Find("E")!).Length));
        Assert.Empty(((ContentFile)image.Content.Find("A")!).ReadStored());
        Assert.Contains(image.Diagnostics, d => d is { Code: "ISOB3002", Item: "/B" });
    }

    /// <summary>Path tables that are said to lie anywhere; a volume descriptor after the other.</summary>
    [Fact]
    public void Path_tables_and_descriptors_that_lie()
    {
        byte[] bytes = new Disc { Length = 100 * Sector }.Directory(20).ToBytes();
        Disc.Both32(bytes, (16 * Sector) + 132, 0xFFFFFFFF);
        Disc.Both32(bytes, (16 * Sector) + 140, 0x00FFFFFF);
        for (int i = 17; i < 100; i++)
        {
            if (i != 20)
            {
                bytes.AsSpan(16 * Sector, Sector).CopyTo(bytes.AsSpan(i * Sector));
            }
        }

        using IsoImage image = IsoImage.Open(new MemoryStream(bytes));
        Assert.Contains(image.Diagnostics, d => d is { Code: "ISOB3002" } && d.Message.Contains("path table", StringComparison.Ordinal));
        Assert.InRange(image.Descriptors.Count, 4, 64);
    }

    /// <summary>A thousand copies of the descriptors: a search that begins anew at each would not end.</summary>
    [Fact]
    public void Sessions_without_number()
    {
        byte[] one = new Disc { Length = 30 * Sector }.Directory(20).ToBytes();
        byte[] all = new byte[1000 * one.Length];
        for (int i = 0; i < 1000; i++)
        {
            Span<byte> session = all.AsSpan(i * one.Length, one.Length);
            one.CopyTo(session);
            uint root = (uint)((i * 30) + 20);
            Disc.Both32(all, (i * one.Length) + (16 * Sector) + 156 + 2, root);
            Disc.Both32(all, (i * one.Length) + (16 * Sector) + 80, 30);
            Disc.Both32(all, (i * one.Length) + (20 * Sector) + 2, root);
        }

        using IsoImage image = IsoImage.Open(new MemoryStream(all));
        Assert.Equal(100, image.Sessions.Count);
        Assert.NotEmpty(image.Layout.Regions);
        Assert.Equal(["ISOB3005"], image.Diagnostics.Select(d => d.Code));
    }
}
