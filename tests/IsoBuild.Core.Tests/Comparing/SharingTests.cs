using IsoBuild.Comparing;
using IsoBuild.Content;

namespace IsoBuild.Core.Tests.Comparing;

/// <summary>Files that share their sectors in one of two images: their content is neither gone nor new.</summary>
public class SharingTests
{
    [Theory]
    [InlineData(ImageFormats.Default, false)]
    [InlineData(ImageFormats.Default, true)]
    [InlineData(ImageFormats.Iso9660, false)]
    [InlineData(ImageFormats.Iso9660 | ImageFormats.Joliet, true)]
    [InlineData(ImageFormats.Default | ImageFormats.Udf, false)]
    [InlineData(ImageFormats.Udf, true)]
    public void Nothing_is_gone_where_two_files_become_one_region(ImageFormats formats, bool isReversed)
    {
        byte[] apart = Builder(formats, dedupe: false).ToBytes();
        byte[] together = Builder(formats, dedupe: true).ToBytes();
        Assert.Equal(2048, apart.Length - together.Length);
        ImageDiff diff = isReversed ? Compare(together, apart) : Compare(apart, together);

        Assert.False(diff.AreIdentical);
        Assert.True(diff.HaveSameFiles);
        Assert.DoesNotContain(diff.Differences, found => found.Change is DifferenceChange.Added or DifferenceChange.Removed);
        string expected = isReversed ? "~ file /a was also /b, is one file" : "~ file /a was one file, is also /b";
        Assert.Contains(diff.Differences, found => string.Equals(found.ToString(), expected, formats == ImageFormats.Iso9660 ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal));
        Assert.DoesNotContain(diff.Differences, found => found.Kind == DifferenceKind.Bytes && found.Message.Contains("directory record", StringComparison.Ordinal));
        Assert.Contains("\n\nThe files are the same.\n\nVolume and layout:\n", diff.ToString(), StringComparison.Ordinal);
        Assert.Equal("The files are the same.\n", diff.ToString(new DiffTextOptions { FilesOnly = true }));
    }

    /// <summary>The region is called after another of the files: no line of both maps is about it.</summary>
    [Fact]
    public void A_region_that_is_called_after_a_new_file()
    {
        byte[] before = new ImageBuilder(Options(ImageFormats.Default, dedupe: true)).AddFile("b", "same"u8.ToArray()).AddFile("c", "else"u8.ToArray()).ToBytes();
        byte[] after = new ImageBuilder(Options(ImageFormats.Default, dedupe: true)).AddFile("a", "same"u8.ToArray()).AddFile("b", "same"u8.ToArray()).AddFile("c", "else"u8.ToArray()).ToBytes();

        ImageDiff grown = Compare(before, after);
        Assert.Equal(["+ file /a, 4 bytes"], grown.FileDifferences.Select(found => found.ToString()));
        Assert.Contains("~ file /b is stored together with /a", grown.Differences.Select(found => found.ToString()));
        Assert.DoesNotContain("file /b, ", grown.ToString(), StringComparison.Ordinal);

        ImageDiff shrunk = Compare(after, before);
        Assert.Equal(["- file /a, 4 bytes"], shrunk.FileDifferences.Select(found => found.ToString()));
        Assert.Contains("~ file /b is no longer stored together with /a", shrunk.Differences.Select(found => found.ToString()));
    }

    /// <summary>A file that is changed is told of as such, and those that shared its sectors are what they were.</summary>
    [Fact]
    public void One_of_the_files_is_replaced()
    {
        ImageBuilder With(string b) => new ImageBuilder(Options(ImageFormats.Default, dedupe: true)).AddFile("a", "same"u8.ToArray()).AddFile("b", System.Text.Encoding.ASCII.GetBytes(b));
        ImageDiff diff = Compare(With("same").ToBytes(), With("else").ToBytes());
        Assert.Equal("~ file /b differs from byte 0 on", Assert.Single(diff.FileDifferences).ToString());
        Assert.StartsWith("~ file /b", diff.Differences[0].ToString(), StringComparison.Ordinal);
    }

    private static ImageBuilder Builder(ImageFormats formats, bool dedupe) =>
        new ImageBuilder(Options(formats, dedupe)).AddFile("a", "same"u8.ToArray()).AddFile("b", "same"u8.ToArray()).AddFile("c", "else"u8.ToArray());

    private static ImageOptions Options(ImageFormats formats, bool dedupe) => Images.Small with { Formats = formats, Dedupe = dedupe };

    private static ImageDiff Compare(byte[] before, byte[] after)
    {
        using IsoImage old = IsoImage.Open(new MemoryStream(before));
        using IsoImage now = IsoImage.Open(new MemoryStream(after));
        return old.CompareWith(now);
    }
}
