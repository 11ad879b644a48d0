using System.Buffers.Binary;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;
using IsoBuild.Planning;

namespace IsoBuild.Core.Tests.Trees;

/// <summary>As much as nobody would write in a test: planned, or counted.</summary>
public class ScaleTests
{
    private const long Gibi = 1L << 30;

    /// <summary>600 files of 10.25 GiB and some bytes, no two of one size: 6 TiB and a bit, of which planning reads nothing, for there is nothing to read.</summary>
    [Fact]
    public void Six_TiB_are_laid_out()
    {
        const int count = 600;
        const long least = (10 * Gibi) + (Gibi / 4);
        ContentTreeBuilder builder = new(new DateRule(FileDates.Fixed, ImageTimestamp.Default), new DiagnosticBag(), ImageFormats.Default | ImageFormats.Udf);
        for (int i = 0; i < count; i++)
        {
            builder.AddFile(builder.Directory([]), $"disk-{i:000}.img", new FileSource("/nowhere", $"disk-{i:000}.img", least + i, DateTime.UnixEpoch), options: null);
        }

        DiagnosticBag diagnostics = new();
        ImagePlan? plan = ImagePlan.Compose(builder.Build(), Images.Small with { Formats = ImageFormats.Default | ImageFormats.Udf }, diagnostics, new ParallelOptions());
        Assert.False(diagnostics.HasErrors, string.Join('\n', diagnostics.ToList()));

        // One after the other, each from a sector on.
        List<Region> files = [.. plan!.Layout.Regions.Where(region => region.Kind == RegionKind.File)];
        Assert.Equal(Enumerable.Range(0, count).Select(i => ($"/disk-{i:000}.img", least + i)), files.Select(region => (region.Name, region.Length)));
        for (int i = 1; i < count; i++)
        {
            Assert.Equal((files[i - 1].Offset + files[i - 1].Length + 2047) / 2048 * 2048, files[i].Offset);
        }

        Assert.InRange(plan.Layout.Length, 6150 * Gibi, (6150 * Gibi) + (1 << 24));

        // The last section of the last file begins behind 2^31 sectors, in both byte orders (ECMA-119 9.1.3, 9.1.4, 7.3.3).
        Region root = plan.Layout.Regions.Single(region => region.Name.Equals("iso9660 /", StringComparison.Ordinal));
        byte[] records = new byte[root.Length];
        root.Encoder!.Encode(root, new EncodingContext(plan.Layout, new FileModes(plan.Content)), records);
        Span<byte> last = default;
        for (int at = 0; at < records.Length; at = records[at] == 0 ? ((at / 2048) + 1) * 2048 : at + records[at])
        {
            last = records[at] == 0 ? last : records.AsSpan(at, records[at]);
        }

        const long section = uint.MaxValue - 2047;
        uint block = (uint)(files[^1].Sector + (2 * section / 2048));
        Assert.True(block > int.MaxValue);
        Assert.Equal(block, BinaryPrimitives.ReadUInt32LittleEndian(last[2..]));
        Assert.Equal(block, BinaryPrimitives.ReadUInt32BigEndian(last[6..]));
        Assert.Equal((uint)(least + count - 1 - (2 * section)), BinaryPrimitives.ReadUInt32LittleEndian(last[10..]));
    }

    /// <summary>The rest is counted, as loudly as what is listed.</summary>
    [Theory]
    [InlineData(ImageFormats.Default, DiagnosticSeverity.Info)]
    [InlineData(ImageFormats.Iso9660, DiagnosticSeverity.Warning)]
    public void Of_findings_of_one_code_ten_thousand_are_listed(ImageFormats formats, DiagnosticSeverity severity)
    {
        ImageBuilder builder = new(Images.Small with { Formats = formats });
        for (int i = 0; i < 10_003; i++)
        {
            builder.AddFile($"a-{i:00000}.txt", ReadOnlyMemory<byte>.Empty);
        }

        IReadOnlyList<Diagnostic> diagnostics = builder.Plan().Diagnostics;
        Assert.Equal(10_000, diagnostics.Count(diagnostic => diagnostic.Id == DiagnosticId.IsoNameAltered));
        Diagnostic rest = Assert.Single(diagnostics, diagnostic => diagnostic.Id == DiagnosticId.TooManyFindings);
        Assert.Equal(severity, rest.Severity);
        Assert.StartsWith($"3 more findings with the code ISOB{(int)DiagnosticId.IsoNameAltered} ", rest.Message, StringComparison.Ordinal);
    }
}
