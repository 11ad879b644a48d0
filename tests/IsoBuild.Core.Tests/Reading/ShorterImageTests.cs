using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Extraction;
using IsoBuild.Reading;

namespace IsoBuild.Core.Tests.Reading;

/// <summary>Images that become shorter, or fail, while they are read: what looks like the end of a file would be taken for it.</summary>
public sealed class ShorterImageTests : IDisposable
{
    private static readonly byte[] Content = Enumerable.Range(0, 500_000).Select(i => (byte)((i * 7) ^ (i >> 8) ^ 1)).ToArray();

    private readonly TempDirectory temp = new();
    private readonly byte[] image = new ImageBuilder(new ImageOptions { VolumeId = "CUT" }).AddFile("a.bin", Content).AddFile("b.bin", Enumerable.Reverse(Content).ToArray()).ToBytes();

    public void Dispose() => temp.Dispose();

    /// <summary>The file that is open is cut in the middle of a file's content.</summary>
    [Theory]
    [InlineData("stream")]
    [InlineData("hashes")]
    [InlineData("compare")]
    public void A_file_that_is_cut_off_after_it_was_opened(string consumer)
    {
        string path = temp.Write("a.iso", image);
        using IsoImage opened = IsoImage.Open(path);
        using IsoImage whole = IsoImage.Open(new MemoryStream(image));
        long end = CutAfter(opened, path, 70_001);
        Diagnostic told = Assert.Throws<ContentException>(() => Consume(consumer, opened, whole)).Diagnostic;
        Assert.Equal((DiagnosticId.ExtractContentUnreadable, DiagnosticSeverity.Error, path), (told.Id, told.Severity, told.Item));
        Assert.Contains(Invariant($"ends at byte {end}, but had {image.Length} bytes"), told.Message, StringComparison.Ordinal);
    }

    /// <summary>The same of a stream, of raw bytes and of a structure.</summary>
    [Theory]
    [InlineData("stream")]
    [InlineData("hashes")]
    [InlineData("compare")]
    [InlineData("tree")]
    public void A_stream_that_ends_before_its_length(string consumer)
    {
        FailingStream stream = new(image);
        using IsoImage opened = IsoImage.Open(stream, new OpenOptions { Name = "given.iso" });
        using IsoImage whole = IsoImage.Open(new MemoryStream(image));
        stream.End = consumer == "tree" ? 20 * 2048 : opened.Layout.Regions.Single(region => region.Name == "/a.bin").Offset + 5;
        Diagnostic told = Assert.Throws<ContentException>(() => Consume(consumer, opened, whole)).Diagnostic;
        Assert.Equal((DiagnosticId.ExtractContentUnreadable, "given.iso"), (told.Id, told.Item));
    }

    /// <summary>A part that is no longer there is no hole, as the system has it behind the end of a file.</summary>
    [Fact]
    public void A_large_file_of_an_image_that_is_cut_off_is_not_extracted()
    {
        string content = temp.Combine("large");
        using (FileStream large = File.Create(content))
        {
            large.Write(Content);
            large.SetLength(20 << 20);
            large.Position = large.Length - Content.Length;
            large.Write(Content);
        }

        string path = temp.Combine("large.iso");
        Assert.Empty(new ImageBuilder().AddFile("a.bin", content).Write(path).Diagnostics);
        using IsoImage opened = IsoImage.Open(path);
        CutAfter(opened, path, Content.Length);
        ExtractResult result = opened.Extract(temp.Combine("to"));
        Diagnostic told = Assert.Single(result.Diagnostics, each => each.Severity == DiagnosticSeverity.Error);
        Assert.Equal((DiagnosticId.ExtractContentUnreadable, "/a.bin"), (told.Id, told.Item));
        Assert.StartsWith($"{path}: The image ends at byte ", told.Message, StringComparison.Ordinal);
        Assert.Equal(0, result.Files);
    }

    /// <summary>.NET puts the path of the open file behind what the system says, and that may be one of /proc.</summary>
    [Theory]
    [InlineData("stream")]
    [InlineData("hashes")]
    [InlineData("compare")]
    [InlineData("tree")]
    public void What_the_system_does_not_read_is_told_with_the_image_and_the_place(string consumer)
    {
        FailingStream stream = new(image);
        using IsoImage opened = IsoImage.Open(stream, new OpenOptions { Name = "given.iso" });
        using IsoImage whole = IsoImage.Open(new MemoryStream(image));
        long from = consumer == "tree" ? 20 * 2048 : opened.Layout.Regions.Single(region => region.Name == "/a.bin").Offset;
        stream.Failing = from;
        Diagnostic told = Assert.Throws<ContentException>(() => Consume(consumer, opened, whole)).Diagnostic;
        Assert.Equal((DiagnosticId.ImageUnreadable, DiagnosticSeverity.Error, "given.iso"), (told.Id, told.Severity, told.Item));
        Assert.Matches("^The image cannot be read at byte [0-9]+: Input/output error\\.$", told.Message);
    }

    /// <summary>Cuts the image's file in the middle of the first file's content, and says where.</summary>
    private static long CutAfter(IsoImage opened, string path, long within)
    {
        long end = opened.Layout.Regions.Single(region => region.Name == "/a.bin").Offset + within;
        using FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.SetLength(end);
        return end;
    }

    private static void Consume(string consumer, IsoImage opened, IsoImage whole)
    {
        switch (consumer)
        {
            case "stream":
                using (Stream stream = ((ContentFile)opened.Content.Find("a.bin")!).OpenRead())
                {
                    stream.CopyTo(Stream.Null);
                }

                break;
            case "hashes":
                opened.Layout.WriteTo(TextWriter.Null, contentHashes: true);
                break;
            case "compare":
                opened.CompareWith(whole);
                break;
            default:
                _ = opened.Content;
                break;
        }
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>Has its length, and gives nothing from <see cref="End"/> on, or fails from <see cref="Failing"/> on.</summary>
    private sealed class FailingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public long End { get; set; } = long.MaxValue;

        public long Failing { get; set; } = long.MaxValue;

        public override int Read(Span<byte> buffer)
        {
            if (Position + buffer.Length > Failing)
            {
                throw new IOException("Input/output error : '/proc/self/fd/8'");
            }

            return base.Read(buffer[..(int)Math.Clamp(End - Position, 0, buffer.Length)]);
        }
    }
}
