using IsoBuild.Comparing;
using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Core.Tests.Comparing;

/// <summary>How two images differ: causes before effects, in the words of the sector map.</summary>
public class ComparisonTests
{
    private static readonly byte[] Big = [.. Enumerable.Range(0, 50_000).Select(i => (byte)(i * 7 >> 3))];

    [Fact]
    public void Identical_images_say_so()
    {
        byte[] image = Builder().ToBytes();
        ImageDiff diff = Compare(image, [.. image]);
        Assert.True(diff.AreIdentical);
        Assert.Empty(diff.Differences);
        Assert.Null(diff.Cause);
        // 16 sectors, 3 descriptors, 4 path tables, 2 x 2 directories and ER, 1 + 25 sectors of files, and one of padding.
        Assert.Equal("The images are identical: 112,640 bytes.\n", diff.ToString());
        Assert.Equal(55 * 2048, image.Length);
    }

    /// <summary>
    /// By hand: path tables have 10 bytes for the root, 8 and the padded name for others (docs 12, in Joliet 16; new 12 and 14, deep 12
    /// and 16). Two directories more in each tree are four sectors, files have 20 instead of 25 and as many of one: 57 + 4 - 5 = 56.
    /// </summary>
    [Fact]
    public void Everything_at_once()
    {
        byte[] before = Builder().AddFile("old.txt", "old"u8.ToArray()).AddFile("name", "the same"u8.ToArray()).ToBytes();
        byte[] after = new ImageBuilder(new ImageOptions { VolumeId = "OTHER", PaddingSectors = 1 })
            .AddFile("app.bin", Big[..40_000])
            .AddFile("new/deep/new.txt", "new"u8.ToArray())
            .AddFile("another name", "the same"u8.ToArray())
            .AddFile("docs/mode", new byte[1], new EntryOptions { Mode = (UnixFileMode)0b111_000_000 })
            .ToBytes();
        Snapshot.Match(Compare(before, after).ToString());
    }

    /// <summary>One added file moves a thousand regions: two lines, not a thousand.</summary>
    [Fact]
    public void What_merely_moved_is_one_line()
    {
        ImageBuilder Many(ImageBuilder builder) => Enumerable.Range(0, 1000).Aggregate(builder, (made, i) => made.AddFile($"many/f{i:D4}", new byte[10]));
        ImageDiff diff = Compare(Many(Builder()).ToBytes(), Many(Builder().AddFile("a", new byte[3000])).ToBytes());
        Assert.Equal("+ file /a, 3,000 bytes", diff.Differences[0].ToString());
        Assert.InRange(diff.Differences.Count, 3, 8);
        Assert.EndsWith(", because there is a new file /a, 3,000 bytes", diff.Cause, StringComparison.Ordinal);
        Assert.Contains(diff.Differences, found => found.Change == DifferenceChange.Moved && found.Message.EndsWith("moved by +2", StringComparison.Ordinal));
    }

    /// <summary>A thousand entries of another date are one line; in data, a difference each.</summary>
    [Fact]
    public void Much_of_one_sort_is_counted()
    {
        ImageBuilder Many(string prefix) => Enumerable.Range(0, 30).Aggregate(Builder(), (made, i) => made.AddFile($"{prefix}{i:D2}", new byte[i + 1]));
        ImageDiff diff = Compare(Many("x").AddFile("z", new byte[5]).ToBytes(), Many("x").ToBytes());
        Assert.Equal("- file /z, 5 bytes", diff.Differences[0].ToString());

        ImageDiff dated = Compare(Many("x").ToBytes(), Enumerable.Range(0, 30).Aggregate(Builder(new ImageOptions { VolumeId = "TEST", PaddingSectors = 1, Timestamp = DateTimeOffset.UnixEpoch }), (made, i) => made.AddFile($"x{i:D2}", new byte[i + 1])).ToBytes());
        Assert.Equal(34, dated.Differences.Count(found => found.Kind == DifferenceKind.Metadata));
        Assert.Contains("~ 34 entries (/, /app.bin, /docs, ...): date was 1980-01-01T00:00:00Z, is 1970-01-01T00:00:00Z\n", dated.ToString(), StringComparison.Ordinal);

        ImageDiff gone = Compare(Many("x").ToBytes(), Builder().ToBytes());
        Assert.Equal(30, gone.Differences.Count(found => found.Kind == DifferenceKind.Entry));
        Assert.Contains("\n  ... and 10 more removed\n", gone.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_under_another_name()
    {
        ImageBuilder With(string name) => Builder().AddFile($"{name}/a", "aa"u8.ToArray()).AddFile($"{name}/b/c", "cc"u8.ToArray());
        ImageDiff diff = Compare(With("first").ToBytes(), With("second").ToBytes());
        Assert.Equal("~ directory /second was /first", Assert.Single(diff.Differences, found => found.Kind == DifferenceKind.Entry).ToString());
    }

    [Theory]
    [InlineData(ImageFormats.Iso9660, ImageFormats.Default)]
    [InlineData(ImageFormats.Default, ImageFormats.Iso9660 | ImageFormats.RockRidge)]
    [InlineData(ImageFormats.Iso9660 | ImageFormats.Joliet, ImageFormats.Iso9660 | ImageFormats.RockRidge)]
    public void Other_formats(ImageFormats before, ImageFormats after)
    {
        ImageDiff diff = Compare(Builder(Images.Small with { Formats = before }).ToBytes(), Builder(Images.Small with { Formats = after }).ToBytes());
        Assert.DoesNotContain(diff.Differences, found => found.Kind == DifferenceKind.Entry);
        Assert.Equal((before ^ after).HasFlag(ImageFormats.Joliet), diff.Differences.Any(found => found.Kind == DifferenceKind.Volume && found.Item == "volume descriptor joliet"));
    }

    [Fact]
    public void One_image_is_the_beginning_of_the_other()
    {
        byte[] image = Builder().ToBytes();
        ImageDiff diff = Compare(image, [.. image, .. new byte[4096]]);
        Assert.Equal(image.Length, diff.FirstByte);
        Assert.StartsWith("the first image ends there", diff.Cause, StringComparison.Ordinal);
        Assert.Contains("~ image grew by 2 sectors (112640 -> 116736 bytes)", diff.Differences.Select(found => found.ToString()));
    }

    /// <summary>The root has 10 bytes; of the next record, two bytes of the location are left (ECMA-119 9.4.3).</summary>
    [Fact]
    public void A_path_table_that_ends_within_a_field()
    {
        byte[] image = Builder().ToBytes();
        byte[] cut = [.. image];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(cut.AsSpan((16 * 2048) + 132), 14);
        ImageDiff diff = Compare(image, cut);
        Assert.Equal((16 * 2048) + 132, diff.FirstByte);
        Assert.Contains(diff.Differences, found => found.Message.Contains("path table iso9660 little-endian, record 2: location of extent differs", StringComparison.Ordinal));
    }

    /// <summary>A failing baseline and a comparison say the same of the same.</summary>
    [Fact]
    public void The_baseline_and_the_comparison_are_of_one_hand()
    {
        ImageBuilder other = Builder(content: Big[..40_000]);
        string[] baseline = LayoutDiff.Describe(Builder().Plan().Layout!.ToString(), other.Plan().Layout!.ToString()).Split('\n');
        string comparison = Compare(Builder().ToBytes(), other.ToBytes()).ToString();
        Assert.Contains("~ file /app.bin shrank by 5 sectors (50000 -> 40000 bytes)", baseline);
        Assert.All(baseline.Where(line => line.Length > 0 && line[0] is '~' or '+' or '-' || line.Contains("moved by", StringComparison.Ordinal)), line => Assert.Contains(line + "\n", comparison, StringComparison.Ordinal));
    }

    /// <summary>What the volume says of itself has a line of its own, where it says something; so has a change of it.</summary>
    [Fact]
    public void Fields_of_the_volume_in_a_baseline()
    {
        ImageOptions options = Images.Small with
        {
            Formats = Content.ImageFormats.Default | Content.ImageFormats.Udf, Publisher = "ACME, LTD", Preparer = "ME", SystemId = "LINUX", CopyrightFile = "app.bin",
            Expires = DateTimeOffset.Parse("2030-01-02T03:04:05Z", System.Globalization.CultureInfo.InvariantCulture),
        };
        string before = Builder(options).Plan().Layout!.ToString();
        Assert.Equal(
            ["field    publisher  ACME, LTD", "field    system  LINUX", "field    preparer  ME", "field    copyright file  APP.BIN;1", "field    expires  2030-01-02T03:04:05Z", "partition  udf  sectors 257-300"],
            before.Split('\n')[2..8]);
        using IsoImage image = IsoImage.Open(new MemoryStream(Builder(options).ToBytes()));
        Assert.Equal(before, image.Layout.ToString());
        Assert.Equal("", LayoutDiff.Describe(before, before));

        string after = Builder(options with { Publisher = "ACME, INC", Preparer = "", ApplicationId = "APP" }).Plan().Layout!.ToString();
        Assert.Equal("~ field publisher: was ACME, LTD, is ACME, INC\n- field preparer: ME\n+ field application: APP\n", LayoutDiff.Describe(before, after));
        Assert.DoesNotContain("field", Builder().Plan().Layout!.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Names of one file are counted.</summary>
    [Fact]
    public void A_further_name_of_a_file()
    {
        ImageDiff diff = Compare(Builder().ToBytes(), Builder().AddHardLink("again", "app.bin").ToBytes());
        Assert.Contains("~ file /app.bin: link count was 1, is 2", diff.Differences.Select(found => found.ToString()));
    }

    private static ImageBuilder Builder(ImageOptions? options = null, byte[]? content = null) => new ImageBuilder(options ?? Images.Small)
        .AddFile("app.bin", content ?? Big)
        .AddFile("docs/mode", new byte[1]);

    private static ImageDiff Compare(byte[] before, byte[] after)
    {
        using IsoImage old = IsoImage.Open(new MemoryStream(before));
        using IsoImage now = IsoImage.Open(new MemoryStream(after));
        return old.CompareWith(now);
    }
}
