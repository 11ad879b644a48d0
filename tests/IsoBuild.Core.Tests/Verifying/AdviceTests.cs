using IsoBuild.Core.Tests.Reading;
using IsoBuild.Diagnostics;
using IsoBuild.Verifying;

namespace IsoBuild.Core.Tests.Verifying;

/// <summary>What a finding advises can be done in the case at hand.</summary>
public sealed class AdviceTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    /// <summary>A file of 101 extents: of the largest there are, 4 GiB less a sector, it can only be split.</summary>
    [Theory]
    [InlineData(0xFFFF_F800, false)]
    [InlineData(2048, true)]
    public void More_extents_than_Linux_reads(uint length, bool canBeLarger)
    {
        uint blocks = length / Disc.Sector;
        Disc disc = new(3 * Disc.Sector) { Length = (30 + (101L * blocks)) * Disc.Sector };
        disc.DirectoryWith(20, 3 * Disc.Sector, [], Enumerable.Range(0, 101).Select(i => Disc.Record("LARGE.BIN;1", 30 + ((uint)i * blocks), length, flags: i < 100 ? (byte)0x80 : (byte)0)));
        using IsoImage image = IsoImage.Open(disc.WriteTo(temp.Combine("large.iso")));

        Diagnostic finding = Assert.Single(image.Verify().Findings, finding => finding.Code == "ISOB3216");

        Assert.Equal(canBeLarger, finding.Message.Contains("larger extents", StringComparison.Ordinal));
        Assert.Contains("plit the file", finding.Message, StringComparison.Ordinal);
    }

    /// <summary>FreeBSD reads the first extent alone: a file that fits into one need not be split.</summary>
    [Theory]
    [InlineData(0xFFFF_F800, false)]
    [InlineData(2048, true)]
    public void More_extents_than_FreeBSD_reads(uint length, bool canBeOne)
    {
        uint blocks = length / Disc.Sector;
        Disc disc = new() { Length = (30 + (2L * blocks)) * Disc.Sector };
        disc.Directory(20, Disc.Record("LARGE.BIN;1", 30, length, flags: 0x80), Disc.Record("LARGE.BIN;1", 30 + blocks, length));
        using IsoImage image = IsoImage.Open(disc.WriteTo(temp.Combine("large.iso")));

        ConsumerView view = Assert.Single(image.Verify(new VerifyOptions { Consumers = [ImageConsumer.FreeBsd] }).Consumers);

        Assert.Equal(canBeOne, !Assert.Single(view.Findings, finding => finding.Code == "ISOB3464").Message.Contains("Split", StringComparison.Ordinal));
    }
}
