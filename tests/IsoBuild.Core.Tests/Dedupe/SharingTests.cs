using IsoBuild.Comparing;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Core.Tests.Dedupe;

/// <summary>Files of the same content share one region.</summary>
public class SharingTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    public static TheoryData<ImageFormats> FormatSets => [.. Images.FormatSets];

    /// <summary>Bytes that are alike up to a place: before the end of the block that is compared first, behind it, or nowhere.</summary>
    private static byte[] Content(int length, int? differsAt = null)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
        {
            bytes[i] = (byte)(i * 7 % 251);
        }

        if (differsAt is { } place)
        {
            bytes[place] ^= 0xFF;
        }

        return bytes;
    }

    [Theory]
    [MemberData(nameof(FormatSets))]
    public void What_was_planned_is_read_back(ImageFormats formats)
    {
        foreach (int length in (int[])[1, 2048, 65_536, 65_537, 300_000])
        {
            File.WriteAllBytes(temp.Combine($"z{length}"), Content(length));
            File.WriteAllBytes(temp.Combine($"B{length}"), Content(length));
            File.WriteAllBytes(temp.Combine($"early{length}"), Content(length, 0));
            File.WriteAllBytes(temp.Combine($"late{length}"), Content(length, length - 1));
        }

        ImageBuilder builder = new ImageBuilder(Images.Small with { Formats = formats }).AddDirectory("a-first", temp.Path).AddDirectory("twice", temp.Path).AddFile("Ü: m", Content(300_000));
        using TempDirectory output = new();
        string path = output.Combine("x.iso");
        BuildResult result = builder.Write(path).EnsureSuccess();
        using IsoImage image = IsoImage.Open(path);
        Assert.Empty(image.Diagnostics);
        Assert.Equal(result.Layout!.ToString(), image.Layout.ToString());
        Assert.Equal(builder.Plan().Layout!.Named("x.iso").ToString(), image.Layout.ToString());
        Assert.Equal(result.Layout.ToStringWithHashes(), image.Layout.ToStringWithHashes());
        Assert.Equal(builder.ToBytes(), File.ReadAllBytes(path));
        Images.WalkSoundly(File.ReadAllBytes(path));

        // Of each length: the pair, which is met four times; two that differ, met twice (of one byte, they are the same).
        Assert.Equal((5 * 3) - 1, image.Layout.Regions.Count(region => region.Kind == RegionKind.File));
        foreach (ContentFile file in image.Content.Nodes.OfType<ContentFile>())
        {
            string name = file.Name.ToUpperInvariant().Replace(".", "", StringComparison.Ordinal);
            int length = name.EndsWith('M') ? 300_000 : int.Parse(new string([.. name.Where(char.IsAsciiDigit)]), System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(Content(length, name[0] == 'E' ? 0 : name[0] == 'L' ? length - 1 : null), file.ReadAll());
        }
    }

    [Fact]
    public void Not_when_it_is_switched_off()
    {
        ImageBuilder Builder(bool dedupe) => new ImageBuilder(Images.Small with { Dedupe = dedupe }).AddFile("a", new byte[5000]).AddFile("b", new byte[5000]);
        Assert.Equal(["/a", "/b"], Names(Builder(dedupe: false)));
        Assert.Equal(["/a"], Names(Builder(dedupe: true)));

        static IEnumerable<string> Names(ImageBuilder builder) => builder.Plan().Layout!.Regions.Where(region => region.Kind == RegionKind.File).Select(region => region.Name);
    }

    /// <summary>The first bytes decide on the mode of every file that has them, on whichever way the image is written.</summary>
    [Fact]
    public void Sharers_have_modes_of_their_own()
    {
        byte[] script = "#!/bin/sh\n"u8.ToArray();
        ImageBuilder builder = new ImageBuilder(Images.Small)
            .AddFile("a", script, new EntryOptions { Mode = UnixFileMode.UserRead })
            .AddFile("b", script)
            .AddFile("c", script, new EntryOptions { Mode = UnixFileMode.UserWrite });
        using MemoryStream stream = new(builder.ToBytes());
        using IsoImage image = IsoImage.Open(stream);
        Assert.Equal([UnixFileMode.UserRead, FileModes.Executable, UnixFileMode.UserWrite], image.Content.Root.Children.Select(file => file.Mode!.Value));
        builder.Write(temp.Combine("x.iso")).EnsureSuccess();
        Assert.Equal(stream.ToArray(), File.ReadAllBytes(temp.Combine("x.iso")));
    }

    /// <summary>Sizes tell: a file that is the only one of its size is not opened for planning, and neither is one that is added twice.</summary>
    [Fact]
    public void What_cannot_be_equal_is_not_read()
    {
        DirectoryInfo files = Directory.CreateDirectory(temp.Combine("in"));
        File.WriteAllBytes(Path.Combine(files.FullName, "a"), new byte[10]);
        ImageBuilder builder = new ImageBuilder(Images.Small).AddDirectory("", files.FullName).AddDirectory("again", files.FullName)
            .AddFile("other", new byte[11]);
        using FileStream locked = new(Path.Combine(files.FullName, "a"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        PlanResult plan = builder.Plan();
        Assert.True(plan.Layout is not null, string.Join('\n', plan.Diagnostics));
        Assert.Equal(["/again/a"], Assert.Single(plan.Layout!.Regions, region => string.Equals(region.Name, "/a", StringComparison.Ordinal)).SharedBy);

        // It is looked at as soon as it could be another's equal.
        Diagnostic error = Assert.Single(builder.AddFile("same", new byte[10]).Plan().Diagnostics, d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal((DiagnosticId.SourceUnreadable, Path.Combine(files.FullName, "a")), (error.Id, error.SourcePath));
    }

    /// <summary>The second of two equal files is not copied, but must still be equal when the first is.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_sharer_that_changes_is_noticed(bool toStream)
    {
        Directory.CreateDirectory(temp.Combine("in"));
        File.WriteAllBytes(temp.Combine("in/a"), new byte[10]);
        File.WriteAllBytes(temp.Combine("in/b"), new byte[10]);
        ImageBuilder builder = new ImageBuilder(Images.Small).AddDirectory("", temp.Combine("in"));
        WriteOptions write = new()
        {
            Proceed = _ =>
            {
                File.WriteAllBytes(temp.Combine("in/b"), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
                File.SetLastWriteTimeUtc(temp.Combine("in/b"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
                return true;
            },
        };
        BuildResult result = toStream ? builder.Write(new MemoryStream(), write) : builder.Write(temp.Combine("x.iso"), write);
        Diagnostic error = Assert.Single(result.Diagnostics, d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal(("ISOB1002", temp.Combine("in/b")), (error.Code, error.SourcePath));
    }

    /// <summary>Of few files and of many, which are compared in different ways: those that part at the beginning, soon, late, at the last byte, and never.</summary>
    [Theory]
    [InlineData(2, 4096)]
    [InlineData(5, 4097)]
    [InlineData(16, 300_000)]
    [InlineData(17, 300_000)]
    [InlineData(60, 70_000)]
    public void Whoever_parts_from_the_first_may_still_be_equal_to_another(int count, int length)
    {
        int[] places = [0, 4095, length / 2, length / 2, length - 1];
        byte[] Bytes(int number) => number % 6 is > 0 and var kind ? Content(length, places[kind - 1]) : Content(length);

        for (int i = 0; i < count; i++)
        {
            File.WriteAllBytes(temp.Combine($"f{i:00}"), Bytes(i));
        }

        var expected = Enumerable.Range(0, count).GroupBy(i => Convert.ToHexString(Bytes(i)), i => $"/f{i:00}", StringComparer.Ordinal).Select(names => string.Join(' ', names));
        foreach (int threads in (int[])[1, 3])
        {
            BuildResult result = new ImageBuilder(Images.Small).AddDirectory("", temp.Path).Write(new MemoryStream(), new WriteOptions { Threads = threads }).EnsureSuccess();
            Assert.Equal(expected, result.Layout!.Regions.Where(region => region.Kind == RegionKind.File).Select(region => string.Join(' ', (string[])[region.Name, .. region.SharedBy])));
        }
    }

    /// <summary>Whoever cannot be read is named, and nobody is taken for its equal.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(30)]
    public void What_shrinks_while_it_is_compared_is_noticed(int count)
    {
        for (int i = 0; i < count; i++)
        {
            File.WriteAllBytes(temp.Combine($"f{i:00}"), Content(200_000));
        }

        // A rule is asked after the directory was scanned, and before anything is read.
        ImageBuilder builder = new ImageBuilder(Images.Small).AddDirectory("", temp.Path).Describe(path =>
        {
            if (path.Equals("f00", StringComparison.Ordinal))
            {
                File.WriteAllBytes(temp.Combine(path), Content(150_000));
            }

            return null;
        });
        Diagnostic error = Assert.Single(builder.Plan().Diagnostics, d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal((DiagnosticId.SourceChanged, temp.Combine("f00")), (error.Id, error.SourcePath));
    }

    [Fact]
    public void Comparing_can_be_cancelled()
    {
        ImageBuilder builder = new ImageBuilder(Images.Small).AddFile("a", new byte[10]).AddFile("b", new byte[10]);
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => builder.Plan(source.Token));
    }

    /// <summary>The differ of sector maps tells of sharing, and reads it back out of a map.</summary>
    [Fact]
    public void Differences_tell_of_sharing()
    {
        ImageBuilder Builder(byte last) => new ImageBuilder(Images.Small).AddFile("a", new byte[5000]).AddFile("b", (byte[])[.. new byte[4999], last]);
        string apart = Builder(1).Plan().Layout!.ToString();
        string shared = Builder(0).Plan().Layout!.ToString();
        Assert.Contains("file /a was one file, is also /b", LayoutDiff.Describe(apart, shared), StringComparison.Ordinal);
        Assert.Contains("file /a was also /b, is one file", LayoutDiff.Describe(shared, apart), StringComparison.Ordinal);
        Assert.Equal("", LayoutDiff.Describe(shared, shared));
    }
}
