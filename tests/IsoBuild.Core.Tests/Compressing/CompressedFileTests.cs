using System.Buffers.Binary;
using System.Text;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Core.Tests.Compressing;

/// <summary>Files that are stored compressed (zisofs).</summary>
public class CompressedFileTests : IDisposable
{
    private const ImageFormats PosixFormats = ImageFormats.Iso9660 | ImageFormats.RockRidge;

    private static readonly EntryOptions Compressed = new() { Compress = true };

    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    private static byte[] Text(int length) => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, (length / 8) + 1).Select(i => $"{i * 31 % 977,7}\n")))[..length];

    private static byte[] Noise(int length)
    {
        byte[] bytes = new byte[length];
        new Random(5).NextBytes(bytes);
        return bytes;
    }

    private static ImageBuilder Builder() => new ImageBuilder(Images.Small with { Formats = PosixFormats })
        .AddFile("text", Text(100_000), Compressed)
        .AddFile("twin", Text(100_000), Compressed)
        .AddFile("plain twin", Text(100_000))
        .AddFile("noise", Noise(70_000), Compressed)
        .AddFile("tiny", Text(100), Compressed)
        .AddFile("zeros", new byte[10 << 20], Compressed)
        .AddFile("holes", (byte[])[.. new byte[1 << 15], .. Text(40_000), .. new byte[1 << 16], 1], Compressed)
        .AddFile("exact", Text(1 << 16), Compressed)
        .AddFile("empty", Array.Empty<byte>(), Compressed)
        .AddFile(new string('n', 250), Text(20_000), Compressed)
        .AddFile("script", (byte[])[.. "#!/bin/sh\n"u8.ToArray(), .. Text(50_000)], Compressed)
        // Too large for its compressed form to be kept until it is written.
        .AddFile("large", Large(), Compressed);

    private static byte[] Large() => [.. Enumerable.Range(0, 30).SelectMany(i => Text(100_000 + i))];

    [Fact]
    public void What_was_planned_and_given_is_read_back()
    {
        string path = temp.Combine("x.iso");
        BuildResult result = Builder().Write(path).EnsureSuccess();
        Assert.DoesNotContain(result.Diagnostics, d => d.Severity != DiagnosticSeverity.Info);
        using IsoImage image = IsoImage.Open(path);
        Assert.Empty(image.Diagnostics);
        Assert.Equal(result.Layout!.ToString(), image.Layout.ToString());
        Assert.Equal(result.Layout.ToStringWithHashes(), image.Layout.ToStringWithHashes());
        Assert.Equal(Builder().ToBytes(), File.ReadAllBytes(path));
        Assert.DoesNotContain(image.Verify().Findings, finding => finding.Severity == DiagnosticSeverity.Error);

        Assert.Equal(Text(100_000), Read("/text"));
        Assert.Equal(Text(100_000), Read("/twin"));
        Assert.Equal(Text(100_000), Read("/plain twin"));
        Assert.Equal(Noise(70_000), Read("/noise"));
        Assert.Equal(Text(100), Read("/tiny"));
        Assert.Equal(new byte[10 << 20], Read("/zeros"));
        Assert.Equal([.. new byte[1 << 15], .. Text(40_000), .. new byte[1 << 16], 1], Read("/holes"));
        Assert.Equal(Text(1 << 16), Read("/exact"));
        Assert.Empty(Read("/empty"));
        Assert.Equal(Text(20_000), Read("/" + new string('n', 250)));
        Assert.Equal(Large(), Read("/large"));
        Assert.Equal(FileModes.Executable, image.Content.Find("/script")!.Mode);

        // The two that are to be compressed share a region, but not with the one that is not.
        Assert.Equal(["/twin"], RegionOf("/text").SharedBy);
        Assert.Empty(RegionOf("/plain twin").SharedBy);

        // What saves no sector is stored as it is.
        Assert.Equal((70_000, 100, 100_000), (RegionOf("/noise").Length, RegionOf("/tiny").Length, RegionOf("/plain twin").Length));
        Assert.InRange(RegionOf("/text").Length, 1, 50_000);

        // A header of 16 bytes and 321 pointers to nothing: all 320 blocks are zeros.
        Assert.Equal(16 + (321 * 4), RegionOf("/zeros").Length);

        byte[] Read(string name) => ((ContentFile)image.Content.Find(name)!).ReadAll();
        Region RegionOf(string name) => image.Layout.Regions.Single(region => string.Equals(region.Name, name, StringComparison.Ordinal));
    }

    /// <summary>The zisofs header: magic, uncompressed size, header size in words, block shift; and the ZF field at the end of the record.</summary>
    [Fact]
    public void The_header_and_the_field_are_those_of_version_1()
    {
        byte[] bytes = new ImageBuilder(Images.Small with { Formats = PosixFormats }).AddFile("a", Text(40_000), Compressed).ToBytes();
        using IsoImage image = IsoImage.Open(new MemoryStream(bytes));
        Region region = image.Layout.Regions.Single(region => region.Kind == RegionKind.File);
        ReadOnlySpan<byte> stored = bytes.AsSpan((int)region.Offset, (int)region.Length);
        Assert.Equal("37E45396C9DBD607" + "409C0000" + "040F0000" + "1C000000", Convert.ToHexString(stored[..20]));
        Assert.Equal(region.Length, BinaryPrimitives.ReadUInt32LittleEndian(stored[24..]));
        Assert.Equal(1, Count(bytes, [(byte)'Z', (byte)'F', 16, 1, (byte)'p', (byte)'z', 4, 15, 0x40, 0x9C, 0, 0, 0, 0, 0x9C, 0x40]));

        static int Count(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> wanted) => bytes.Count(wanted);
    }

    [Fact]
    public void Without_Rock_Ridge_nothing_is_compressed()
    {
        ImageBuilder builder = new ImageBuilder(Images.Small with { Formats = ImageFormats.Joliet }).AddFile("a", Text(40_000), Compressed).AddFile("b", Text(40_001), Compressed);
        BuildResult result = builder.Write(temp.Combine("x.iso")).EnsureSuccess();
        Diagnostic warning = Assert.Single(result.Diagnostics, d => d.Id == DiagnosticId.CompressionUnavailable);
        Assert.Equal((DiagnosticSeverity.Warning, "/a"), (warning.Severity, warning.Item));
        Assert.Contains("and 1 more are marked for compression", warning.Message, StringComparison.Ordinal);
        using IsoImage image = IsoImage.Open(temp.Combine("x.iso"));
        Assert.Equal(Text(40_000), ((ContentFile)image.Content.Find("a")!).ReadAll());
    }

    [Fact]
    public void Other_trees_show_the_compressed_bytes()
    {
        BuildResult result = new ImageBuilder(Images.Small).AddFile("a", Text(40_000), Compressed).Write(temp.Combine("x.iso")).EnsureSuccess();
        Assert.Equal(("ISOB1074", DiagnosticSeverity.Warning), Assert.Single(result.Diagnostics, d => d.Severity != DiagnosticSeverity.Info) is var found ? (found.Code, found.Severity) : default);
        using IsoImage image = IsoImage.Open(temp.Combine("x.iso"));
        Assert.Equal(Text(40_000), ((ContentFile)image.Content.Find("a")!).ReadAll());
        ContentFile joliet = (ContentFile)image.ContentOf(ImageFormats.Joliet)!.Find("a")!;
        Assert.Equal(result.Layout!.Regions.Single(region => region.Kind == RegionKind.File).Length, joliet.Length);
        Assert.Equal(0x37, joliet.ReadAll()[0]);
    }

    /// <summary>A sparse file of 4 GiB: its length does not fit the ZF field.</summary>
    [Fact]
    public void Files_of_4_GiB_are_not_compressed()
    {
        using (FileStream file = File.Create(temp.Combine("big")))
        {
            file.SetLength(1L << 32);
        }

        PlanResult plan = new ImageBuilder(Images.Small with { Formats = PosixFormats }).AddFile("big", temp.Combine("big"), Compressed).Plan();
        Assert.Contains(plan.Diagnostics, d => string.Equals(d.Code, "ISOB1072", StringComparison.Ordinal) && d.Severity == DiagnosticSeverity.Warning);
    }

    /// <summary>A file that is compressed again when it is written must be what it was when it was measured.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_that_changes_is_noticed(bool toStream)
    {
        string source = temp.Combine("source");
        File.WriteAllBytes(source, Text(3_000_000));
        DateTime modified = File.GetLastWriteTimeUtc(source);
        ImageBuilder builder = new ImageBuilder(Images.Small with { Formats = PosixFormats }).AddFile("a", source, Compressed);
        WriteOptions write = new()
        {
            Proceed = _ =>
            {
                File.WriteAllBytes(source, Noise(3_000_000));
                File.SetLastWriteTimeUtc(source, modified);
                return true;
            },
        };
        BuildResult result = toStream ? builder.Write(new MemoryStream(), write) : builder.Write(temp.Combine("x.iso"), write);
        Assert.Equal("ISOB1002", Assert.Single(result.Diagnostics, d => d.Severity == DiagnosticSeverity.Error).Code);
    }
}
