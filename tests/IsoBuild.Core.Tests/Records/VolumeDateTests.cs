using System.Text;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Records;

/// <summary>A date of the volume that is not that of its files (ECMA-119 8.4.26, 8.4.27; ECMA-167 1/7.3).</summary>
public class VolumeDateTests
{
    private static readonly DateTimeOffset Date = new(2024, 1, 2, 5, 4, 5, 678, TimeSpan.FromHours(2));

    private static ImageOptions Options => Images.Small with { VolumeDate = Date, Formats = ImageFormats.Default | ImageFormats.Iso1999 | ImageFormats.Udf };

    [Fact]
    public void All_descriptors_have_it_to_the_hundredth_and_files_do_not()
    {
        byte[] image = new ImageBuilder(Options).AddFile("a.txt", "a"u8.ToArray()).ToBytes();

        foreach (int sector in (int[])[16, 17, 18])
        {
            ReadOnlySpan<byte> descriptor = image.AsSpan(sector * 2048, 2048);
            Assert.Equal("2024010203040567\0", Encoding.ASCII.GetString(descriptor.Slice(813, 17)));
            Assert.Equal("2024010203040567\0", Encoding.ASCII.GetString(descriptor.Slice(830, 17)));
            Assert.Equal([80, 1, 1, 0, 0, 0, 0], descriptor.Slice(156 + 18, 7).ToArray()); // the root's record
        }

        // UDF's primary volume descriptor: year, month, day, hour, minute, second, hundredths.
        using IsoImage opened = IsoImage.Open(new MemoryStream(image));
        int udf = (int)opened.Layout.Regions.Single(region => region.Name == "udf main sequence").Offset;
        Assert.Equal([0x00, 0x10, 0xE8, 0x07, 1, 2, 3, 4, 5, 67, 0, 0], image.AsSpan(udf + 376, 12).ToArray());
        Assert.Equal(new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero), opened.Layout.Volume.Timestamp);
        Assert.All(opened.ContentOf(ImageFormats.RockRidge)!.Nodes, node => Assert.Equal(ImageTimestamp.Default, node.Modified));
    }

    [Fact]
    public void The_layout_is_the_one_that_is_read_back()
    {
        ImageBuilder builder = new ImageBuilder(Options).AddFile("a.txt", "a"u8.ToArray());
        using IsoImage opened = IsoImage.Open(new MemoryStream(builder.ToBytes()));
        Assert.Equal(builder.Plan().Layout!.ToString(), opened.Layout.ToString());
    }

    /// <summary>Identifiers are those of another image.</summary>
    [Fact]
    public void Identifiers_depend_on_it()
    {
        ImageOptions hybrid = Images.Small with { Hybrid = new() { NoBootCode = true } };
        byte[] plain = new ImageBuilder(hybrid).ToBytes();
        Assert.NotEqual(plain.AsSpan(440, 4).ToArray(), new ImageBuilder(hybrid with { VolumeDate = Date }).ToBytes().AsSpan(440, 4).ToArray());
    }

    [Fact]
    public void A_base_keeps_its_own_unless_another_is_given()
    {
        using TempDirectory folder = new();
        string path = folder.Combine("base.iso");
        new ImageBuilder(Options).AddFile("a.txt", "a"u8.ToArray()).Write(path).EnsureSuccess();

        Assert.Equal("2024010203040567", Modified(new ImageBuilder().BasedOn(path)));
        Assert.Equal("2030010100000001", Modified(new ImageBuilder().BasedOn(path, new BaseImageOptions { Options = options => options with { VolumeDate = new(2030, 1, 1, 0, 0, 0, 10, TimeSpan.Zero) } })));

        static string Modified(ImageBuilder builder) => Encoding.ASCII.GetString(builder.ToBytes().AsSpan((16 * 2048) + 830, 16));
    }

    [Fact]
    public void Out_of_range()
    {
        PlanResult plan = new ImageBuilder(Images.Small with { VolumeDate = new(1969, 12, 31, 0, 0, 0, TimeSpan.Zero) }).Plan();
        Assert.Contains(plan.Diagnostics, found => found.Id == DiagnosticId.TimestampInvalid && found.Message.StartsWith("The volume date", StringComparison.Ordinal));
    }

    /// <summary>The UUID is the modification date, digit by digit: libblkid.</summary>
    [ToolFact("blkid")]
    public void Blkid_shows_it()
    {
        using TempDirectory folder = new();
        string path = folder.Combine("dated.iso");
        new ImageBuilder(Images.Small with { VolumeDate = Date }).AddFile("a.txt", "a"u8.ToArray()).Write(path).EnsureSuccess();
        Assert.Equal("2024-01-02-03-04-05-67", CommandLine.Run("blkid", ["-p", "-o", "value", "-s", "UUID", path]).EnsureSuccess().Output.Trim());
    }

    /// <summary>The descriptors' dates are those that xorriso writes for the same text.</summary>
    [ToolFact("xorriso")]
    public void As_xorriso_writes_it()
    {
        using TempDirectory folder = new();
        folder.Write("tree/a.txt", "a");
        string theirs = folder.Combine("theirs.iso");
        CommandLine.Run("xorriso", ["-as", "mkisofs", "-quiet", "--modification-date=2024010203040567", "-o", theirs, folder.Combine("tree")]).EnsureSuccess();
        Assert.True(ImageTimestamp.TryParseVolumeDate("2024010203040567", out DateTimeOffset date, out _));
        byte[] ours = new ImageBuilder(Images.Small with { VolumeDate = date }).AddDirectory("", folder.Combine("tree")).ToBytes();
        Assert.Equal(File.ReadAllBytes(theirs).AsSpan((16 * 2048) + 813, 34).ToArray(), ours.AsSpan((16 * 2048) + 813, 34).ToArray());
    }
}
