using System.Buffers.Binary;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Trees;

/// <summary>Files of several sections (ECMA-119 6.5.1, 9.1.6).</summary>
public class MultiExtentTests
{
    private const long Section = 0xFFFF_F800;

    private static readonly ImageOptions Options = Images.Small with { Formats = ImageFormats.Default | ImageFormats.Iso1999 };

    [Fact]
    public void Ten_and_five_gigabytes_among_small_files_are_read_back_as_planned()
    {
        using TempDirectory temp = new();
        string path = temp.Combine("huge.iso");
        string longName = new('l', 240);
        ImageBuilder builder = new ImageBuilder(Options)
            .AddFile("a", new byte[1])
            .AddFile("five", SparseImage.Hole(temp, "five", (5L << 30) + 1))
            .AddFile($"b/{longName}", SparseImage.Hole(temp, "ten", 10L << 30))
            .AddFile("z", new byte[3000]);
        string planned = builder.Plan().Layout!.ToString();
        Assert.Contains("iso9660(level 3)", planned, StringComparison.Ordinal);
        SparseImage.Write(builder, path);

        using IsoImage image = IsoImage.Open(path);
        Assert.Empty(image.Diagnostics);
        Assert.Equal(builder.Plan().Layout!.Named("huge.iso").ToString(), image.Layout.ToString());
        foreach (ImageFormats view in (ImageFormats[])[ImageFormats.RockRidge, ImageFormats.Joliet, ImageFormats.Iso1999, ImageFormats.Iso9660])
        {
            Assert.Contains((5L << 30) + 1, image.ContentOf(view)!.Nodes.OfType<ContentFile>().Select(file => file.Length));
            Assert.Contains(10L << 30, image.ContentOf(view)!.Nodes.OfType<ContentFile>().Select(file => file.Length));
        }

        // Beside a name that libarchive would cut, and what Joliet says of it, nothing is worth a word.
        Assert.DoesNotContain(image.Verify().Findings, finding => finding.Severity == DiagnosticSeverity.Error);
    }

    [Fact]
    public void Trees_that_divide_a_file_at_different_places_share_it_all_the_same()
    {
        using TempDirectory temp = new();
        string path = temp.Combine("bridge.iso");
        SparseImage.Write(new ImageBuilder(Images.Small with { Formats = ImageFormats.Default | ImageFormats.Udf }).AddFile("f", SparseImage.Hole(temp, "f", Section + 5)), path);
        using IsoImage image = IsoImage.Open(path);

        // Four extents of 1 GiB at most in UDF, two of 4 GiB - 2 KiB in ISO 9660.
        Assert.Empty(image.Verify().Findings);
    }

    [Fact]
    public void Every_record_repeats_the_fields_and_but_the_last_is_whole_sectors()
    {
        using TempDirectory temp = new();
        string path = temp.Combine("huge.iso");
        SparseImage.Write(new ImageBuilder(Images.Small with { Formats = ImageFormats.RockRidge }).AddFile("f", SparseImage.Hole(temp, "f", (2 * Section) + 5)), path);
        using FileStream stream = File.OpenRead(path);
        byte[] head = new byte[64 * 2048];
        stream.ReadExactly(head);
        int root = (int)BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan((16 * 2048) + 158)) * 2048;
        int at = root + head[root];
        at += head[at];
        uint firstBlock = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(at + 2));
        byte[]? systemUse = null;
        foreach ((uint block, uint length, byte flags) in ((uint, uint, byte)[])[(0, 0xFFFF_F800, 0x80), (0x1F_FFFF, 0xFFFF_F800, 0x80), (0x3F_FFFE, 5, 0)])
        {
            ReadOnlySpan<byte> record = head.AsSpan(at, head[at]);
            Assert.Equal(firstBlock + block, BinaryPrimitives.ReadUInt32LittleEndian(record[2..]));
            Assert.Equal(length, BinaryPrimitives.ReadUInt32LittleEndian(record[10..]));
            Assert.Equal(length, BinaryPrimitives.ReadUInt32BigEndian(record[14..]));
            Assert.Equal(flags, record[25]);
            Assert.Equal("F.;1", System.Text.Encoding.ASCII.GetString(record.Slice(33, record[32])));
            byte[] fields = record[38..].ToArray();
            Assert.Equal(systemUse ??= fields, fields);
            at += record.Length;
        }

        Assert.Equal(0, head[at]);
    }

    [Fact]
    public void Linux_reads_a_hundred_sections()
    {
        using TempDirectory temp = new();
        string most = SparseImage.Hole(temp, "most", 100 * Section);
        string more = SparseImage.Hole(temp, "more", (100 * Section) + 1);
        Assert.Equal("/more", Assert.Single(new ImageBuilder(Options).AddFile("most", most).AddFile("more", more).Plan().Diagnostics, told => told.Code == "ISOB1041").Item);
    }
}
