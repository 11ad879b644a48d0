using System.Text;
using IsoBuild.Comparing;
using IsoBuild.Content;
using IsoBuild.Core.Tests.Reading;
using IsoBuild.Verifying;

namespace IsoBuild.Core.Tests.Bounds;

/// <summary>What the README states of memory: at most 64 times what an image's own structures have, and 64 MiB. Each image here costs far more where somebody
/// keeps what it leads to.</summary>
[Collection(Alone.Name)]
public sealed class MemoryTests : IDisposable
{
    private const int Sector = Disc.Sector;
    private const int Multiple = 64;
    private const long Least = 64 << 20;

    /// <summary>Of a path that is nearly as long as paths may be.</summary>
    private const int LongDepth = 150;
    private const int LongName = 199;

    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    /// <summary>3,000 records of 44 bytes, whose paths of 30,000 characters are 180 MB as text.</summary>
    [Fact]
    public void Entries_below_a_long_path()
    {
        string path = LongPath("long.iso", year: 101);
        using IsoImage image = IsoImage.Open(path);
        LiveMemory live = new();
        CountingWriter writer = new(live);
        image.Layout.WriteTo(writer);
        Assert.InRange(writer.Written, 90_000_000, long.MaxValue);
        VerifyReport report = image.Verify(new VerifyOptions { Consumers = Enum.GetValues<ImageConsumer>() });
        Assert.Contains(report.Consumers, consumer => consumer.Differently.Count >= 3000);
        live.Look();
        Assert.InRange(live.Most, 0, Allowed(metadata: 470_000));
        GC.KeepAlive(report);
    }

    /// <summary>The same with other dates: what is told of each entry has its path three times, in each image.</summary>
    [Fact]
    public void Differences_below_a_long_path()
    {
        using IsoImage before = IsoImage.Open(LongPath("before.iso", year: 101));
        using IsoImage after = IsoImage.Open(LongPath("after.iso", year: 102));
        LiveMemory live = new();
        ImageDiff diff = before.CompareWith(after);
        live.Look();
        Assert.InRange(live.Most, 0, Allowed(metadata: 2 * 470_000));
        Assert.Contains(diff.Differences, difference => difference.Item == "differences" && difference.Message.Contains("more differences are not listed", StringComparison.Ordinal));
        GC.KeepAlive(diff);
    }

    /// <summary>2,000 levels, and an entry that only one image has. Whoever makes the path of each directory above each entry, to look it up, makes 16 GB of them.</summary>
    [Fact]
    public void Differences_far_down()
    {
        using IsoImage before = IsoImage.Open(Deep("a.iso", 2000, year: 101));
        using IsoImage after = IsoImage.Open(Deep("b.iso", 2000, year: 102, Disc.Record("X;1", 0, 0)));
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        ImageDiff diff = before.CompareWith(after);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Assert.Contains(diff.Differences, difference => difference is { Kind: DifferenceKind.Entry, Change: DifferenceChange.Added, Item: "/X" });
        Assert.InRange(allocated, 0, 4L << 30);
    }

    /// <summary>Names that end where a path goes on, and such as come before the slash.</summary>
    [Fact]
    public void What_lies_in_a_directory_is_covered_by_it()
    {
        PathSet paths = new();
        Assert.False(paths.Covers("/a"));
        foreach (string path in (string[])["/a/b", "/c", "/c/d/e", "/c-x", "/c/d"])
        {
            paths.Add(path);
        }

        Assert.Equal(["/a/b", "/a/b/c", "/c", "/c/d", "/c/d/e/f", "/c-x/y", "/c/!"], ((string[])["/", "/a", "/a/b", "/a/b/c", "/a/bc", "/c", "/c/d", "/c/d/e/f", "/c!", "/c-x/y", "/c-", "/c/!", "/d"]).Where(paths.Covers));
    }

    /// <summary>50,000 links in records of 100 bytes, which share a target of 2,000.</summary>
    [Fact]
    public void Targets_that_records_share()
    {
        const uint length = 3000 * Sector;
        Disc disc = new(rootLength: length) { Length = 1L << 40 };
        disc.Put(4000, [.. Enumerable.Repeat(Susp.SL(1, (1, new string('t', 245))), 8).SelectMany(field => field)]);
        disc.DirectoryWith(20, length, [.. Susp.SP(), .. Susp.PX(0x41ED), .. Susp.ER()], Enumerable.Range(0, 50_000).Select(i => Disc.Record($"L{i:00000}", 0, 0, systemUse: [.. Susp.PX(0xA1FF), .. Susp.CE(4000, 0, 2008)])));
        LiveMemory live = new();
        using IsoImage image = IsoImage.Open(disc.WriteTo(temp.Combine("targets.iso")));
        _ = image.Content;
        live.Look();
        Assert.InRange(live.Most, 0, 32 << 20);
        Assert.Contains(image.Diagnostics, d => d is { Code: "ISOB3015" } && d.Message.Contains("share", StringComparison.Ordinal));
    }

    /// <summary>2,000 links (CL) to a directory of 500 entries.</summary>
    [Fact]
    public void Directories_that_are_shown_again()
    {
        const uint length = 100 * Sector;
        Disc disc = new(rootLength: length) { Length = 3000 * Sector };
        disc.DirectoryWith(20, length, [.. Susp.SP(), .. Susp.PX(0x41ED), .. Susp.ER()], Enumerable.Range(0, 2000).Select(i => Disc.Record($"L{i:0000}", 0, 0, systemUse: Susp.CL(2000))));
        disc.DirectoryWith(2000, 20 * Sector, [], Enumerable.Range(0, 500).Select(i => Disc.Record($"F{i:0000};1", 0, 0)));
        using IsoImage image = disc.Open();
        // Eight for each of 2,500, and 10,000 that every image may have.
        Assert.InRange(image.Content.Nodes.Count, 2_500, 2_500 * 9 + 10_000 + 4);
        Assert.Contains(image.Diagnostics, d => d is { Code: "ISOB3015" } && d.Message.Contains("in several places", StringComparison.Ordinal));
    }

    /// <summary>Diagnostics that all name a long path: a thousand of each code would have 60 MB.</summary>
    [Fact]
    public void Findings_below_a_long_path()
    {
        LiveMemory live = new();
        using IsoImage image = IsoImage.Open(LongPath("findings.iso", year: 101, length: 0xFFFFF000));
        int count = image.Diagnostics.Count;
        live.Look();
        Assert.InRange(count, 100, 600);
        Assert.InRange(live.Most, 0, 48 << 20);
        Assert.Contains(image.Diagnostics, d => d.Code == "ISOB3016");
    }

    /// <summary>A text is read line by line, and a line that is none costs no more than a look at it.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("sectors  count  region  content\n   0-15         16  system area        ")]
    public void Baselines_of_one_line(string start)
    {
        string text = start + new string('x', 30_000_000);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        string told = LayoutDiff.Describe(text, "");
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Assert.InRange(allocated, 0, 1 << 20);
        Assert.StartsWith("the baseline is not a sector map: \"xxx"[..^(start.Length > 0 ? 3 : 0)], told, StringComparison.Ordinal);
        Assert.InRange(told.Length, 100, 1000);
    }

    /// <summary>Lines that are some: at most 16 bytes for each of their characters.</summary>
    [Fact]
    public void Baselines_of_many_lines()
    {
        StringBuilder text = new("sectors            count  region             content\n");
        for (int i = 0; i < 100_000; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i,13}          1  file               /f{i:0000000} bytes  bytes  2048 bytes\n");
        }

        string map = text.ToString();
        LiveMemory live = new();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("", LayoutDiff.Describe(map, map));
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Assert.InRange(allocated, 0, 2 * 16L * map.Length);
    }

    private static long Allowed(long metadata) => Least + (Multiple * metadata);

    private string LongPath(string file, byte year, uint length = Sector)
    {
        const int count = 3000;
        const uint bottom = 80 * Sector;
        string name = new('N', LongName);
        Disc disc = new() { Length = (LongDepth + 100 + count + 100) * Sector };
        for (uint i = 0; i < LongDepth; i++)
        {
            disc.Directory(20 + i, Dated(Disc.Record(name, 21 + i, i == LongDepth - 1 ? bottom : Sector, flags: 2), year));
        }

        disc.DirectoryWith(20 + LongDepth, bottom, [], Enumerable.Range(0, count).Select(i => Dated(Disc.Record($"F{i:00000};1", (uint)(300 + i), length), year)));
        return disc.WriteTo(temp.Combine(file));
    }

    private string Deep(string file, int depth, byte year, params byte[][] more)
    {
        Disc disc = new();
        for (uint i = 0; i < depth; i++)
        {
            disc.Directory(20 + i, [Dated(Disc.Record("D", 21 + i, Sector, flags: 2), year), .. i == 0 ? more : []]);
        }

        return disc.Directory((uint)(20 + depth)).WriteTo(temp.Combine(file));
    }

    private static byte[] Dated(byte[] record, byte year)
    {
        record[18] = year;
        return record;
    }

    /// <summary>How much is in use that was not before, at the most of the times when somebody looked.</summary>
    private sealed class LiveMemory
    {
        private readonly long before = GC.GetTotalMemory(forceFullCollection: true);

        public long Most { get; private set; }

        public void Look() => Most = Math.Max(Most, GC.GetTotalMemory(forceFullCollection: true) - before);
    }

    private sealed class CountingWriter(LiveMemory live) : TextWriter
    {
        private long next = 20_000_000;

        public override Encoding Encoding => Encoding.UTF8;

        public long Written { get; private set; }

        public override void Write(char value) => Count(1);

        public override void Write(ReadOnlySpan<char> buffer) => Count(buffer.Length);

        public override void Write(char[] buffer, int index, int count) => Count(count);

        private void Count(int characters)
        {
            Written += characters;
            if (Written >= next)
            {
                next += 20_000_000;
                live.Look();
            }
        }
    }
}
