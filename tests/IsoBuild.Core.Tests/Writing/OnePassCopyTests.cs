using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Writing;

/// <summary>Small files that are copied before the layout is known make the same image as files that are copied afterwards, which is how streams are written.</summary>
public sealed class OnePassCopyTests : IDisposable
{
    private readonly TempDirectory temp = new();
    private readonly string image;

    public OnePassCopyTests() => image = temp.Combine("out", "x.iso");

    public void Dispose() => temp.Dispose();

    /// <summary>Formats, alignment, and how many files share a content: with Rock Ridge, records of equal files are 8 bytes longer, and what follows them lies behind.</summary>
    public static TheoryData<ImageFormats, int, int> Cases
    {
        get
        {
            TheoryData<ImageFormats, int, int> data = [];
            foreach (ImageFormats formats in (ImageFormats[])[ImageFormats.Default, ImageFormats.Iso9660, ImageFormats.Default | ImageFormats.Udf])
            {
                foreach (int alignment in (int[])[2048, 4096, 65_536])
                {
                    data.Add(formats, alignment, 1);
                    data.Add(formats, alignment, 2);
                    data.Add(formats, alignment, 50);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Makes_the_same_image_as_copying_afterwards(ImageFormats formats, int alignment, int sharers)
    {
        // Small ones, at the limit, and large ones among them, which end within a sector and with zeros.
        int[] lengths = [1, 100, 2047, 2048, 2049, 5000, 131_072, 131_073, 300_001];
        for (int i = 0; i < 400; i++)
        {
            int length = i % 40 == 0 ? lengths[6 + (i / 40 % 3)] : lengths[i % 6];
            temp.Write($"in/d{i % 7}/file{i}.bin", Filled(length, i / sharers));
        }

        ImageBuilder builder = new ImageBuilder(Images.Small with { Formats = formats, Alignment = alignment }).AddDirectory("", temp.Combine("in")).AddFile("memory.bin", Filled(2048, 3 / sharers));
        byte[] expected = builder.ToBytes();
        foreach (int threads in (int[])[1, 2, 7])
        {
            BuildResult result = builder.Write(image, new WriteOptions { Threads = threads }).EnsureSuccess();
            Assert.Equal(expected, File.ReadAllBytes(image));
            Assert.Equal(builder.PlanFor(image).Layout!.ToString(), result.Layout!.ToString());
        }
    }

    [Fact]
    public void Everything_that_cannot_be_read_is_reported_in_the_order_of_the_image()
    {
        temp.Write("out/x.iso", "the former image");
        foreach (string name in (string[])["c.txt", "a.txt", "b.txt", "d.txt"])
        {
            temp.Write($"in/{name}", name);
        }

        BuildResult result = new ImageBuilder(Images.Small).AddDirectory("", temp.Combine("in")).Write(image, new WriteOptions { ProgressTotal = _ => Spoil(), Threads = 4 });

        Assert.Null(result.Layout);
        Assert.Equal(
            [("ISOB1002", temp.Combine("in", "a.txt")), ("ISOB1002", temp.Combine("in", "c.txt")), ("ISOB1002", temp.Combine("in", "d.txt"))],
            result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => (diagnostic.Code, diagnostic.Item!)));
        Assert.Equal("the former image", File.ReadAllText(image));
        Assert.Equal([image], Directory.GetFileSystemEntries(temp.Combine("out")));

        void Spoil()
        {
            File.Delete(temp.Combine("in", "c.txt"));
            File.Delete(temp.Combine("in", "a.txt"));
            File.WriteAllText(temp.Combine("in", "d.txt"), "shorter"[..4]);
        }
    }

    [Fact]
    public void Who_decides_before_the_first_byte_sees_none_and_who_accepts_sees_the_plan_that_is_written()
    {
        temp.Write("in/a.txt", "same");
        temp.Write("in/b.txt", "same");
        ImageBuilder builder = new ImageBuilder(Images.Small).AddDirectory("", temp.Combine("in"));
        List<long> totals = [];
        string? accepted = null;

        BuildResult refused = builder.Write(image, new WriteOptions { Proceed = _ => Directory.Exists(temp.Combine("out")) });
        BuildResult refusedLater = builder.Write(image, new WriteOptions { Accept = _ => false });

        Assert.False(refused.Succeeded || refusedLater.Succeeded);
        Assert.False(Directory.Exists(temp.Combine("out")));

        BuildResult made = builder.Write(image, new WriteOptions { Accept = plan => (accepted = plan.Layout!.ToString()) is not null, ProgressTotal = totals.Add });
        Assert.Equal(accepted, made.EnsureSuccess().Layout!.ToString());

        // Both, until it is known that one will do.
        Assert.Equal([8L, 4L], totals);
    }

    [Fact]
    public void What_is_cancelled_on_the_way_leaves_nothing_behind()
    {
        for (int i = 0; i < 60; i++)
        {
            temp.Write($"in/{i}.bin", Filled(100_000, i));
        }

        using CancellationTokenSource cancelling = new();
        ImageBuilder builder = new ImageBuilder(Images.Small).AddDirectory("", temp.Combine("in"));

        Assert.ThrowsAny<OperationCanceledException>(() => builder.Write(image, new WriteOptions { Threads = 4, Progress = new OnReport(cancelling.Cancel) }, cancelling.Token));
        Assert.False(Directory.Exists(temp.Combine("out")));
    }

    [Fact]
    public void Progress_ends_at_its_total()
    {
        for (int i = 0; i < 60; i++)
        {
            temp.Write($"in/{i}.bin", Filled(i % 7 == 0 ? 200_000 : 90_000, i / 3));
        }

        foreach (int alignment in (int[])[2048, 4096, 1 << 20])
        {
            long last = 0;
            List<long> totals = [];
            BuildResult result = new ImageBuilder(Images.Small with { Alignment = alignment }).AddDirectory("", temp.Combine("in"))
                .Write(image, new WriteOptions { Threads = 1, Progress = new OnReport(() => { }, value => last = value), ProgressTotal = totals.Add }).EnsureSuccess();

            long stored = result.Layout!.Regions.Where(region => region.Kind == Layout.RegionKind.File).Sum(region => region.Length);
            Assert.Equal([60 * 90_000L + 9 * 110_000L, stored], totals);
            Assert.Equal(stored, last);
        }
    }

    /// <summary>The room that small files have taken already is no longer free, and is the image's own.</summary>
    [FullDiskFact]
    public void An_image_may_take_more_than_half_of_a_file_system_in_memory()
    {
        for (int i = 0; i < 100; i++)
        {
            temp.Write($"in/{i}.bin", Filled(100_000, i));
        }

        string small = temp.Combine("small");
        Directory.CreateDirectory(small);
        CommandLine.Run("mount", ["-t", "tmpfs", "-o", "size=14m", "isobuild-test", small]).EnsureSuccess();
        try
        {
            ImageBuilder builder = new ImageBuilder(Images.Small).AddDirectory("", temp.Combine("in"));
            builder.Write(Path.Combine(small, "x.iso")).EnsureSuccess();
            Assert.Equal(builder.ToBytes(), File.ReadAllBytes(Path.Combine(small, "x.iso")));

            // Beside it there is no room for another.
            BuildResult full = builder.Write(Path.Combine(small, "y.iso"));
            Assert.Equal(DiagnosticId.ImageUnwritable, Assert.Single(full.Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Id);
            Assert.Equal([Path.Combine(small, "x.iso")], Directory.GetFileSystemEntries(small));
        }
        finally
        {
            CommandLine.Run("umount", [small]).EnsureSuccess();
        }
    }

    private sealed class OnReport(Action first, Action<long>? each = null) : IProgress<long>
    {
        private int isDone;

        public void Report(long value)
        {
            each?.Invoke(value);
            if (Interlocked.Exchange(ref isDone, 1) == 0)
            {
                first();
            }
        }
    }

    private static byte[] Filled(int length, int seed)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes.AsSpan(0, length - (length / 3)));
        return bytes;
    }
}
