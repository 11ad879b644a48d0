using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Reading;

/// <summary>Dumps of discs with the addresses of their sectors (ECMA-130 14.2): minutes, seconds and 75ths, each two decimal digits. Checksums are left out, as some programs do.</summary>
public sealed class SectorAddressTests
{
    private const int Sectors = 200;
    private const int FileAt = 30;

    private static readonly byte[] Content = [.. Enumerable.Range(0, 100 * Disc.Sector).Select(i => (byte)((i >> 11) + 1))];

    private static readonly byte[] Image = new Disc { Length = Sectors * Disc.Sector }
        .Directory(20, Disc.Record("A.;1", FileAt, (uint)Content.Length))
        .Put(FileAt, Content)
        .ToBytes();

    /// <summary>The address at the start of a disc's first track is 00:02:00; a track may begin anywhere, and its dump with the pregap. From 99:59:74 on they begin anew, or go on in digits above 9.</summary>
    [Theory]
    [InlineData(150, 2352, 16, 0)]
    [InlineData(150, 2352, 24, 0)]
    [InlineData(150, 2448, 16, 0)]
    [InlineData(40_000, 2352, 16, 0)]
    [InlineData(40_000, 2352, 24, 150)]
    [InlineData(150, 2352, 16, 150)]
    [InlineData(450_000 - 80, 2352, 16, 0)]
    [InlineData(450_000 - 80, 2352, 24, 0)]
    public void Whole_dumps_are_read_wherever_their_track_begins(int address, int stride, int header, int pregap)
    {
        List<byte[]> sectors = Dump(address, stride, header);
        sectors.InsertRange(0, Enumerable.Range(0, pregap).Select(i => Raw(new byte[Disc.Sector], address - pregap + i, stride, header)));

        // A track of audio behind it.
        sectors.AddRange(Enumerable.Range(0, 20).Select(_ => Enumerable.Repeat((byte)0x5A, stride).ToArray()));
        using IsoImage opened = Open(sectors);
        Assert.Equal(Content, Read(opened));
        Assert.DoesNotContain(opened.Verify().Findings, finding => finding.Id == DiagnosticId.SectorAddressWrong);
        Assert.Empty(opened.Doubts);
    }

    [Theory]
    [InlineData(2352, 16)]
    [InlineData(2352, 24)]
    [InlineData(2448, 24)]
    public void A_sector_that_was_skipped_or_written_twice_is_found(int stride, int header)
    {
        List<byte[]> skipped = Dump(150, stride, header);
        skipped.RemoveAt(40);
        Check(skipped, "has the address 00:02:41, but should have 00:02:40", 40, 129 - 39);

        // What follows one that was written in the place of another is where it was.
        List<byte[]> twice = Dump(150, stride, header);
        twice[40] = twice[38];
        Check(twice, "has the address 00:02:38, but should have 00:02:40", 40, 1);

        void Check(List<byte[]> sectors, string problem, long at, int count)
        {
            using IsoImage opened = Open(sectors);
            Diagnostic refused = Assert.Throws<ContentException>(() => Read(opened)).Diagnostic;
            Assert.Equal(DiagnosticId.ContentDamaged, refused.Id);
            Assert.Contains(FormattableString.Invariant($"at byte {at * stride} of the image file {problem}"), refused.Message, StringComparison.Ordinal);
            Diagnostic found = Assert.Single(opened.Verify().Findings, finding => finding.Id == DiagnosticId.SectorAddressWrong);
            Assert.Equal((DiagnosticSeverity.Error, "/A", at * Disc.Sector), (found.Severity, found.Item, found.Offset));
            Assert.Contains(FormattableString.Invariant($"{count} of the non-empty sectors have a wrong address"), found.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Programs that make raw images of others may leave addresses out, or write numbers that are no decimal digits.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Where_there_are_no_addresses_none_is_missed(bool areBinary)
    {
        List<byte[]> sectors = Dump(150, 2352, 24);
        for (int i = 0; i < sectors.Count; i++)
        {
            (sectors[i][12], sectors[i][13], sectors[i][14]) = areBinary ? ((byte)0, (byte)(2 + (i / 75)), (byte)(i % 75)) : ((byte)0, (byte)0, (byte)0);
        }

        using IsoImage opened = Open(sectors);
        Assert.Equal(Content, Read(opened));
        Assert.DoesNotContain(opened.Verify().Findings, finding => finding.Id == DiagnosticId.SectorAddressWrong);
    }

    private static IsoImage Open(List<byte[]> sectors) => IsoImage.Open(new MemoryStream([.. sectors.SelectMany(sector => sector)]));

    private static byte[] Read(IsoImage opened) => ((ContentFile)opened.Content.Find("A")!).ReadAll();

    private static List<byte[]> Dump(int address, int stride, int header) =>
        [.. Enumerable.Range(0, Sectors).Select(i => Raw(Image[(i * Disc.Sector)..((i + 1) * Disc.Sector)], address + i, stride, header))];

    private static byte[] Raw(byte[] user, int address, int stride, int header)
    {
        byte[] raw = new byte[stride];
        raw.AsSpan(1, 10).Fill(0xFF);
        (int minutes, int seconds, int frames) = (address / 4500, address / 75 % 60, address % 75);

        // 100 minutes: as A0 in mode 1, and as 00 in mode 2.
        raw[12] = header == 16 ? (byte)((minutes / 10 * 16) + (minutes % 10)) : Digits(minutes % 100);
        (raw[13], raw[14], raw[15]) = (Digits(seconds), Digits(frames), (byte)(header == 16 ? 1 : 2));
        user.CopyTo(raw, header);
        return raw;
    }

    private static byte Digits(int number) => Convert.ToByte($"{number:00}", 16);
}
