using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Extraction;
using IsoBuild.Reading;
using static IsoBuild.Core.Tests.Extracting.HandMade;
using IoDirectory = System.IO.Directory;
using IoFile = System.IO.File;

namespace IsoBuild.Core.Tests.Extracting;

/// <summary>What stands in the target directory when an extraction is over.</summary>
public class ExtractionTests : IDisposable
{
    private readonly TempDirectory temp = new();

    private string Target => temp.Combine("target");

    /// <summary>Whether the system is told paths, as where directories have no descriptors.</summary>
    protected virtual bool ByPaths => false;

    public void Dispose()
    {
        temp.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Everything_is_there_with_content_dates_and_modes()
    {
        byte[] large = new byte[3_000_001];
        new Random(1).NextBytes(large);
        using IsoImage image = Made(builder => builder
            .AddFile("readme.txt", "hello"u8.ToArray(), new EntryOptions { Modified = Date, Mode = (UnixFileMode)0b110_000_000 })
            .AddFile("a/b/large.bin", large)
            .AddFile("a/empty", Array.Empty<byte>())
            .AddEmptyDirectory("hollow"));

        ExtractResult result = image.Extract(Target);

        Assert.Empty(result.Diagnostics);
        Assert.Equal((true, 3, 3, 0, 5L + large.Length), (result.Succeeded, result.Files, result.Directories, result.Links, result.Bytes));
        Assert.Equal(["a", "a/b", "a/b/large.bin", "a/empty", "hollow", "readme.txt"], Found());
        Assert.Equal("hello", IoFile.ReadAllText(temp.Combine("target", "readme.txt")));
        Assert.Equal(large, IoFile.ReadAllBytes(temp.Combine("target", "a", "b", "large.bin")));
        Assert.Equal(Date.UtcDateTime, IoFile.GetLastWriteTimeUtc(temp.Combine("target", "readme.txt")));
        Assert.Equal(ImageTimestamp.Default.UtcDateTime, IoDirectory.GetLastWriteTimeUtc(temp.Combine("target", "a")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal((UnixFileMode)0b110_000_000, IoFile.GetUnixFileMode(temp.Combine("target", "readme.txt")));
            Assert.Equal((UnixFileMode)0b111_101_101, IoFile.GetUnixFileMode(temp.Combine("target", "a")));
        }
    }

    [Fact]
    public void Dates_and_modes_are_restored_unless_not_wanted()
    {
        ContentTree tree = Tree(File("f", mode: (UnixFileMode)0b111_111_111_111), Directory("d", (UnixFileMode)0b001_111_000_000, File("inside")));

        ExtractResult plain = Extract(tree, new ExtractOptions { RestoreDates = false, RestoreModes = false });
        Assert.Empty(plain.Diagnostics);
        Assert.NotEqual(Date.UtcDateTime, IoFile.GetLastWriteTimeUtc(temp.Combine("target", "f")));
        Assert.NotEqual(Date.UtcDateTime, IoDirectory.GetLastWriteTimeUtc(temp.Combine("target", "d")));

        Extract(tree, new ExtractOptions { Overwrite = true, ExactModes = true });
        Assert.Equal(Date.UtcDateTime, IoFile.GetLastWriteTimeUtc(temp.Combine("target", "f")));
        Assert.Equal(Date.UtcDateTime, IoDirectory.GetLastWriteTimeUtc(temp.Combine("target", "d")));
        if (!OperatingSystem.IsWindows())
        {
            // No set-id bits; the sticky one of directories alone.
            Assert.Equal((UnixFileMode)0b111_111_111, IoFile.GetUnixFileMode(temp.Combine("target", "f")));
            Assert.Equal((UnixFileMode)0b001_111_000_000, IoFile.GetUnixFileMode(temp.Combine("target", "d")));
        }
    }

    /// <summary>What an access control list of a directory that was there says of new files holds in it and below it, and not of what the image says.</summary>
    [ToolFact("setfacl")]
    public void Modes_are_exact_where_a_list_gives_new_files_others()
    {
        IoDirectory.CreateDirectory(temp.Combine("target", "d"));
        if (CommandLine.Run("setfacl", ["-d", "-m", "u::rwx,g::---,o::---", temp.Combine("target", "d")]).ExitCode != 0)
        {
            // A file system without lists.
            return;
        }

        const UnixFileMode mode = (UnixFileMode)0b110_100_100;
        ContentTree tree = Tree(File("f", mode: mode), Directory("d", File("f", mode: mode), Directory("e", File("f", mode: mode))));
        Assert.Empty(Extract(tree, new ExtractOptions { ExactModes = true }).Diagnostics);
        Assert.All(["f", "d/f", "d/e/f"], path => Assert.Equal(mode, new FileInfo(temp.Combine("target", path)).UnixFileMode));
    }

    /// <summary>Small files are read many at a time, wherever they lie: one behind the other, at the same place, or before the last one.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Small_files_have_their_content(int threads)
    {
        byte[] Bytes(int seed) => [.. Enumerable.Range(0, seed % 9 == 0 ? 0 : seed % 50 == 1 ? 300_000 : seed * 37 % 9000).Select(i => (byte)(i * seed))];
        using IsoImage image = Made(builder =>
        {
            for (int i = 0; i < 400; i++)
            {
                builder.AddFile($"d{i % 3}/{i:d3}", Bytes(i % 150));
            }

            return builder;
        });

        ExtractResult result = image.Extract(Target, new ExtractOptions { Threads = threads });
        Assert.Empty(result.Diagnostics);
        Assert.Equal((400, Enumerable.Range(0, 400).Sum(i => (long)Bytes(i % 150).Length)), (result.Files, result.Bytes));
        Assert.All(Enumerable.Range(0, 400), i => Assert.Equal(Bytes(i % 150), IoFile.ReadAllBytes(temp.Combine("target", $"d{i % 3}", $"{i:d3}"))));
    }

    /// <summary>What is cut off an image that is open costs the files that lie there, and no others.</summary>
    [Fact]
    public void Files_before_the_end_of_a_shorter_image_are_whole()
    {
        string path = temp.Combine("x.iso");
        ImageBuilder builder = new(Images.Small);
        for (int i = 0; i < 20; i++)
        {
            builder.AddFile($"{i:d2}", Enumerable.Repeat((byte)(i + 1), 5000).ToArray());
        }

        builder.Write(path).EnsureSuccess();
        using IsoImage image = IsoImage.Open(path);
        long end = image.Layout.Regions.Single(region => region.File?.Path == "/12").Offset + 3000;
        _ = image.Content;
        using (FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(end);
        }

        ExtractResult result = image.Extract(Target);
        Assert.Equal(Enumerable.Range(12, 8).Select(i => $"/{i:d2} ISOB3037"), result.Diagnostics.Select(found => $"{found.Item} {found.Code}"));
        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"{i:d2}"), Found());
        Assert.All(Found(), name => Assert.All(IoFile.ReadAllBytes(temp.Combine("target", name)), value => Assert.Equal(int.Parse(name, System.Globalization.CultureInfo.InvariantCulture) + 1, value)));
    }

    /// <summary>What its owner may not enter is filled all the same, and again when it is there.</summary>
    [Fact]
    public void A_closed_directory_is_filled()
    {
        ContentTree tree = Tree(Directory("closed", (UnixFileMode)0, Directory("deeper", (UnixFileMode)0b101_101_101, File("f", "first"))));
        Assert.Empty(Extract(tree).Diagnostics);
        Assert.Empty(Extract(tree, new ExtractOptions { Overwrite = true }).Diagnostics);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal((UnixFileMode)0, IoFile.GetUnixFileMode(temp.Combine("target", "closed")));
            IoFile.SetUnixFileMode(temp.Combine("target", "closed"), (UnixFileMode)0b111_000_000);
            Assert.Equal((UnixFileMode)0b101_101_101, IoFile.GetUnixFileMode(temp.Combine("target", "closed", "deeper")));
        }

        Assert.Equal("first", IoFile.ReadAllText(temp.Combine("target", "closed", "deeper", "f")));
    }

    [Theory]
    [InlineData("/a/b", "a a/b a/b/c a/b/c/deep a/b/two")]
    [InlineData("a/b/two", "a a/b a/b/two")]
    [InlineData("./a//b/", "a a/b a/b/c a/b/c/deep a/b/two")]
    [InlineData("a\\b\\two", "a a/b a/b/two")]
    [InlineData("/", "a a/b a/b/c a/b/c/deep a/b/two a/one hollow top")]
    [InlineData("hollow", "hollow")]
    [InlineData("top|a/one", "a a/one top")]
    public void Parts_are_extracted_to_their_places(string paths, string expected)
    {
        ExtractResult result = Extract(Several(), new ExtractOptions { Paths = paths.Split('|') });
        Assert.Empty(result.Diagnostics);
        Assert.Equal(expected.Split(' '), Found());
    }

    [Fact]
    public void A_filter_leaves_directories_out_that_stay_empty()
    {
        ExtractResult result = Extract(Several(), new ExtractOptions { Paths = ["a", "hollow"], Where = node => node.Name is "two" or "top" });
        Assert.Empty(result.Diagnostics);
        Assert.Equal(["a", "a/b", "a/b/two"], Found());
    }

    [Fact]
    public void A_path_that_is_not_there_is_told_before_anything_is_written()
    {
        ExtractResult result = Extract(Several(), new ExtractOptions { Paths = ["a/one", "A/B/TWO", "/nothing/like/it"] });
        Assert.False(result.Succeeded);
        Assert.Equal(["ISOB3030", "ISOB3030"], result.Diagnostics.Select(d => d.Code));
        Assert.Contains("Did you mean /a/b/two?", result.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Equal("/nothing/like/it", result.Diagnostics[1].Item);
        Assert.False(IoDirectory.Exists(Target));
    }

    [Fact]
    public void Files_that_are_there_stay_and_are_all_told_before_anything_is_written()
    {
        temp.Write("target/a/one", "mine");
        temp.Write("target/top", "mine too");
        ExtractResult result = Extract(Several());
        Assert.Equal([("ISOB3031", "/a/one"), ("ISOB3031", "/top")], result.Diagnostics.Select(d => (d.Code, d.Item!)));
        Assert.Equal(["a", "a/one", "top"], Found());
        Assert.Equal("mine", IoFile.ReadAllText(temp.Combine("target", "a", "one")));

        result = Extract(Several(), new ExtractOptions { Overwrite = true });
        Assert.Empty(result.Diagnostics);
        Assert.Equal("1", IoFile.ReadAllText(temp.Combine("target", "a", "one")));
        Assert.Equal(["a", "a/b", "a/b/c", "a/b/c/deep", "a/b/two", "a/one", "hollow", "top"], Found());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_is_no_directory_and_a_directory_no_file(bool overwrite)
    {
        temp.Write("target/a", "a file");
        IoDirectory.CreateDirectory(temp.Combine("target", "top"));
        ExtractResult result = Extract(Several(), new ExtractOptions { Overwrite = overwrite });
        Assert.Equal([("ISOB3031", "/a"), ("ISOB3031", "/top")], result.Diagnostics.Select(d => (d.Code, d.Item!)));
        Assert.Contains("is a file", result.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Contains("is a directory", result.Diagnostics[1].Message, StringComparison.Ordinal);
        Assert.Equal(["a", "top"], Found());
    }

    [Fact]
    public void A_target_that_is_a_file_is_told()
    {
        temp.Write("target", "a file");
        ExtractResult result = Extract(Several());
        Assert.Equal("ISOB3032", Assert.Single(result.Diagnostics).Code);
        Assert.Equal("a file", IoFile.ReadAllText(Target));
    }

    [Fact]
    public void Too_much_is_told_before_the_first_byte()
    {
        ContentTree tree = Tree(File("a", "123456"), File("b", "78"));
        ExtractResult result = Extract(tree, new ExtractOptions { MaxBytes = 7 });
        Diagnostic error = Assert.Single(result.Diagnostics);
        Assert.Equal("ISOB3033", error.Code);
        Assert.Contains("8 bytes in total, but at most 7 are allowed", error.Message, StringComparison.Ordinal);
        Assert.False(IoDirectory.Exists(Target));
        Assert.Empty(Extract(tree, new ExtractOptions { MaxBytes = 8 }).Diagnostics);
    }

    /// <summary>Many records over one extent, each as long as a volume can be: no disk has room for them.</summary>
    [Fact]
    public void More_than_the_disk_holds_is_told_before_the_first_byte()
    {
        string content = temp.Write("content", "x");
        using Microsoft.Win32.SafeHandles.SafeFileHandle handle = IoFile.OpenHandle(content);
        ContentTree tree = Tree([.. Enumerable.Range(0, 5).Select(i => File($"f{i}", Slice(handle, long.MaxValue)))]);
        ExtractResult result = Extract(tree);
        Diagnostic error = Assert.Single(result.Diagnostics);
        Assert.Equal("ISOB3033", error.Code);
        Assert.Contains("46116860184273879035 bytes", error.Message, StringComparison.Ordinal);
        Assert.False(IoDirectory.Exists(Target));
    }

    /// <summary>A file of an image that begins with it.</summary>
    private static ExtentSource Slice(Microsoft.Win32.SafeHandles.SafeFileHandle image, long length) =>
        new(new ImageFile(new FileBytes(image), new SectorGeometry(SectorFormat.Cooked, Start: 0, Stride: 2048, Header: 0)), new Extent(0, length));

    /// <summary>The image ends before the file does; the others are extracted.</summary>
    [Theory]
    [InlineData(1000)]
    [InlineData(5_000_000)]
    public void A_file_that_cannot_be_read_to_its_end_is_left_out(int length)
    {
        string content = temp.Write("content", new byte[500]);
        using Microsoft.Win32.SafeHandles.SafeFileHandle handle = IoFile.OpenHandle(content);
        ContentTree tree = Tree(File("cut", Slice(handle, length)), File("whole", Slice(handle, 500)));
        ExtractResult result = Extract(tree);
        Diagnostic error = Assert.Single(result.Diagnostics);
        Assert.Equal(("ISOB3037", "/cut"), (error.Code, error.Item!));
        Assert.Contains("500 bytes into the file", error.Message, StringComparison.Ordinal);
        Assert.Equal(["whole"], Found());
        Assert.Equal((1, 500), (result.Files, result.Bytes));
    }

    [Fact]
    public void Cancelled_work_leaves_whole_files_or_none()
    {
        ContentFile[] files = [.. Enumerable.Range(0, 2000).Select(i => File($"f{i:0000}", new string('x', 5000)))];
        using CancellationTokenSource source = new();
        ExtractOptions options = new() { Progress = new Immediate(bytes => source.Cancel()) };
        Assert.ThrowsAny<OperationCanceledException>(() => ImageExtractor.Extract(Tree(files), Target, options, [], source.Token, byPaths: ByPaths));
        string[] found = Found();
        Assert.InRange(found.Length, 200, 1999);
        Assert.All(found, name => Assert.Equal(5000, new FileInfo(temp.Combine("target", name)).Length));

        using CancellationTokenSource early = new();
        early.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => ImageExtractor.Extract(Tree(files), temp.Combine("other"), new ExtractOptions(), [], early.Token, byPaths: ByPaths));
        Assert.False(IoDirectory.Exists(temp.Combine("other")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Progress_ends_at_the_sum(int threads)
    {
        List<long> seen = [];
        ContentFile[] files = [.. Enumerable.Range(0, 30).Select(i => File($"f{i}", new string('x', 300_000)))];
        Extract(Tree(files), new ExtractOptions { Threads = threads, Progress = new Immediate(bytes => { lock (seen) { seen.Add(bytes); } }) });
        Assert.InRange(seen.Count, 3, 10);
        Assert.Equal(9_000_000, seen[^1]);
        Assert.Equal(seen.Order(), seen);
    }

    /// <summary>Two threads make temporary files in one directory, and so may another program.</summary>
    [Fact]
    public void Nothing_foreign_is_touched()
    {
        for (int number = 0; number < 3; number++)
        {
            temp.Write($"target/.isobuild-{Environment.ProcessId}-{number * 10_000}.tmp", "foreign");
        }

        Assert.Empty(Extract(Tree([.. Enumerable.Range(0, 100).Select(i => File($"f{i}"))]), new ExtractOptions { Threads = 2 }).Diagnostics);
        Assert.Equal(103, Found().Length);
        Assert.Equal("foreign", IoFile.ReadAllText(temp.Combine("target", $".isobuild-{Environment.ProcessId}-10000.tmp")));
    }

    private static ContentTree Several() => Tree(
        File("top"),
        Directory("hollow"),
        Directory("a", File("one", "1"), Directory("b", File("two", "2"), Directory("c", File("deep", "3")))));

    private IsoImage Made(Func<ImageBuilder, ImageBuilder> fill)
    {
        string path = temp.Combine("made.iso");
        fill(new ImageBuilder(Images.Small)).Write(path).EnsureSuccess();
        return IsoImage.Open(path);
    }

    private ExtractResult Extract(ContentTree tree, ExtractOptions? options = null) =>
        ImageExtractor.Extract(tree, Target, options ?? new ExtractOptions(), [], CancellationToken.None, byPaths: ByPaths);

    private string[] Found() => Trees.Names(Target);

    private sealed class Immediate(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
