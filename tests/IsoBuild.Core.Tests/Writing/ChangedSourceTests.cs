using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Writing;

/// <summary>Sources that are not, when they are copied, what they were when they were measured; and work that is cut short.</summary>
public class ChangedSourceTests : IDisposable
{
    private readonly TempDirectory temp = new();
    private readonly string image;
    private readonly byte[] former = "the former image"u8.ToArray();

    public ChangedSourceTests()
    {
        image = temp.Write("out/x.iso", former);
        temp.Write("in/a.txt", "first");
        temp.Write("in/c.txt", "last");
    }

    public void Dispose() => temp.Dispose();

    /// <summary>Small files are gathered, large ones copied by the kernel, streams by nobody's help.</summary>
    public static TheoryData<string, int> Changes
    {
        get
        {
            TheoryData<string, int> data = [];
            foreach (string change in (string[])["grown", "shrunk", "emptied", "touched", "deleted", "replaced"])
            {
                data.Add(change, 1000);
                data.Add(change, 500_000);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void Is_an_error_and_the_former_image_stays(string change, int size)
    {
        string file = temp.Write("in/b.bin", new byte[size]);
        ImageBuilder builder = new ImageBuilder(Images.Small).AddDirectory("", temp.Combine("in"));
        WriteOptions afterwards = new() { Threads = 2, Proceed = _ => Change(file, change) };

        AssertChanged(builder.Write(image, afterwards), file);
        Assert.Equal(former, File.ReadAllBytes(image));
        Assert.Equal([image], Directory.GetFileSystemEntries(temp.Combine("out")));

        temp.Write("in/b.bin", new byte[size]);
        using OneWayStream stream = new();
        AssertChanged(builder.Write(stream, afterwards), file);

        // Left in peace, it works.
        temp.Write("in/b.bin", new byte[size]);
        builder.Write(image).EnsureSuccess();
        Images.WalkSoundly(File.ReadAllBytes(image));
    }

    [Fact]
    public void The_first_of_several_by_its_path_is_named()
    {
        ImageBuilder builder = new ImageBuilder(Images.Small).AddDirectory("", temp.Combine("in"));
        for (int round = 0; round < 10; round++)
        {
            temp.Write("in/a.txt", "first");
            temp.Write("in/c.txt", "last");
            BuildResult result = builder.Write(image, new WriteOptions { Threads = 4, Proceed = _ => Change(temp.Combine("in", "a.txt"), "deleted") && Change(temp.Combine("in", "c.txt"), "deleted") });
            AssertChanged(result, temp.Combine("in", "a.txt"));
        }
    }

    [Fact]
    public void Saying_no_writes_nothing()
    {
        PlanResult? seen = null;
        BuildResult result = new ImageBuilder(Images.Small).AddDirectory("", temp.Combine("in")).Write(image, new WriteOptions { Proceed = plan => { seen = plan; return false; } });
        Assert.False(result.Succeeded);
        Assert.Equal("x.iso", seen!.Layout!.Name);
        Assert.Equal(former, File.ReadAllBytes(image));
    }

    [Fact]
    public void Cancelled_in_the_middle_the_former_image_stays()
    {
        // Sparse on disk, but a minute's work to write to a stream.
        string large = temp.Combine("in", "b.bin");
        using (FileStream stream = File.Create(large))
        {
            stream.SetLength(3L << 30);
        }

        using CancellationTokenSource source = new();
        CancelingStream destination = new(source);
        ImageBuilder builder = new ImageBuilder(Images.Small).AddDirectory("", temp.Combine("in"));
        Assert.ThrowsAny<OperationCanceledException>(() => builder.Write(destination, cancellationToken: source.Token));
        Assert.InRange(destination.Written, 1, 64 << 20);

        using CancellationTokenSource second = new();
        Assert.ThrowsAny<OperationCanceledException>(() => builder.Write(image, new WriteOptions { Progress = new CancelingProgress(second) }, second.Token));
        Assert.Equal(former, File.ReadAllBytes(image));
        Assert.Equal([image], Directory.GetFileSystemEntries(temp.Combine("out")));

        using CancellationTokenSource before = new();
        before.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => builder.Plan(before.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => builder.Write(image, cancellationToken: before.Token));
    }

    /// <summary>Cancels as soon as something is written.</summary>
    private sealed class CancelingProgress(CancellationTokenSource source) : IProgress<long>
    {
        public void Report(long value) => source.Cancel();
    }

    private static bool Change(string file, string change)
    {
        long length = new FileInfo(file).Length;
        DateTime date = File.GetLastWriteTimeUtc(file);
        switch (change)
        {
            case "deleted":
                File.Delete(file);
                return true;
            case "touched":
                File.SetLastWriteTimeUtc(file, date.AddSeconds(1));
                return true;
            case "replaced":
                // The same length and all but the same date.
                File.Delete(file);
                File.WriteAllBytes(file, new byte[length]);
                File.SetLastWriteTimeUtc(file, date.AddMilliseconds(1));
                return true;
        }

        using (FileStream stream = File.OpenWrite(file))
        {
            stream.SetLength(change switch { "grown" => length + 1, "shrunk" => length - 1, _ => 0 });
        }

        // The length alone has to give it away.
        File.SetLastWriteTimeUtc(file, date);
        return true;
    }

    private static void AssertChanged(BuildResult result, string file)
    {
        Assert.False(result.Succeeded);
        Diagnostic error = Assert.Single(result.Diagnostics, d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal("ISOB1002", error.Code);
        Assert.Equal((file, file), (error.Item, error.SourcePath));
        Assert.Contains("build again", error.Message, StringComparison.Ordinal);
        Assert.Equal(error, Assert.Throws<ImageException>(() => result.EnsureSuccess()).Diagnostic);
    }

    /// <summary>Cancels once something has arrived.</summary>
    private sealed class CancelingStream(CancellationTokenSource source) : MemoryStream
    {
        public long Written { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Written += buffer.Length;
            if (Written > 1 << 20)
            {
                source.Cancel();
            }
        }
    }
}
