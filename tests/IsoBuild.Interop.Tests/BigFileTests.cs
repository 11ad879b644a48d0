using System.Globalization;
using System.Text.RegularExpressions;
using IsoBuild.Content;
using IsoBuild.Extraction;
using IsoBuild.Layout;
using IsoBuild.Reading;

namespace IsoBuild.Interop.Tests;

/// <summary>Sparse files of 5 and 10 GiB among small ones: several sections in ISO 9660 and Joliet, several descriptors in UDF, no bytes for holes.</summary>
/// <remarks>On a file system without sparse files they would fill the disk, so the tests are for Linux.</remarks>
public sealed partial class BigFileTests(BigFileTests.BigImage big) : IClassFixture<BigFileTests.BigImage>
{
    private const long Gibi = 1L << 30;

    /// <summary>The most that a section holds: 4 GiB less a sector.</summary>
    private const long Section = (4 * Gibi) - 2048;

    private static readonly Dictionary<string, long> Lengths = new()
    {
        ["after.txt"] = 5,
        ["big-10.img"] = 10 * Gibi,
        ["big-5.img"] = (5 * Gibi) + 1,
        ["before.txt"] = 6,
    };

    /// <summary>Where the large files have bytes: at both ends, and on both sides of where sections meet.</summary>
    private static readonly long[] Marked = [0, Section - 4, (4 * Gibi) - 4, (5 * Gibi) - 7, (2 * Section) - 4];

    [KernelIndependentFact]
    public void The_image_takes_the_room_of_its_bytes_not_of_its_holes()
    {
        Assert.InRange(new FileInfo(big.Path).Length, 15 * Gibi, (15 * Gibi) + (16 << 20));
        Assert.InRange(Allocated(big.Path), 1, 64 << 20);
    }

    [KernelIndependentFact]
    public void What_is_planned_is_read_back()
    {
        using IsoImage image = IsoImage.Open(big.Path);

        Assert.Equal(big.Planned.Named(""), image.Layout.ToString().Replace(image.Name, "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ImageFormats.RockRidge)]
    [InlineData(ImageFormats.Joliet)]
    [InlineData(ImageFormats.Udf)]
    public void Every_view_has_the_bytes_where_they_were(ImageFormats view)
    {
    }
}
