using IsoBuild.Content;
using IsoBuild.Core.Tests.Records;
using IsoBuild.Extraction;

namespace IsoBuild.Core.Tests.Reading;

/// <summary>Dates as directory records hold them (ECMA-119 9.1.5): none, old ones, and those of directories, of which there are two.</summary>
public sealed class RecordedDateTests : IDisposable
{
    private const string None = "00000000000000";

    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    [Theory]
    [InlineData(None, null)]
    [InlineData("00010100000000", "1900-01-01T00:00:00Z")]
    [InlineData("37060708090A00", "1955-06-07T08:09:10Z")]
    [InlineData("450C1F173B3B00", "1969-12-31T23:59:59Z")]
    // An hour east of Greenwich.
    [InlineData("46010100000004", "1969-12-31T23:00:00Z")]
    [InlineData("FF0C1F173B3B00", "2155-12-31T23:59:59Z")]
    // The thirteenth month, the thirtieth of February.
    [InlineData("650D0304050600", null)]
    [InlineData("65021E04050600", null)]
    public void Of_a_file(string field, string? expected)
    {
        using IsoImage image = new Disc().Directory(20, Dated(Disc.Record("A.TXT;1", 0, 0), field)).Open();

        Assert.Equal(expected, Text(image.Content.Find("A.TXT")!.Modified));
    }

    /// <summary>Images of StarBurn have 2155 in a directory's own record, and others no date: the parent's record has it, which bsdtar, xorriso and 7-Zip go by.</summary>
    [Theory]
    [InlineData("65020304050600", "63090909090900", "2001-02-03T04:05:06Z")]
    [InlineData("FF020304050600", "63090909090900", "1999-09-09T09:09:09Z")]
    [InlineData(None, "63090909090900", "1999-09-09T09:09:09Z")]
    [InlineData("650D0304050600", "63090909090900", "1999-09-09T09:09:09Z")]
    [InlineData("FF020304050600", None, "2155-02-03T04:05:06Z")]
    [InlineData(None, None, null)]
    public void Of_a_directory(string own, string inParent, string? expected)
    {
        byte[] bytes = new Disc()
            .Directory(20, Dated(Disc.Record("SUB", 21, Disc.Sector, flags: 2), inParent))
            .Directory(21)
            .ToBytes();
        bytes.Put((21 * Disc.Sector) + 18, own);
        using IsoImage image = IsoImage.Open(new MemoryStream(bytes));

        Assert.Equal(expected, Text(image.Content.Find("SUB")!.Modified));
    }

    /// <summary>Whoever has no date keeps none, on disk and in an image that is based on this one; old dates stay too.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_has_none_is_given_none(bool hasRockRidge)
    {
        byte[][] records = [Dated(Disc.Record("NONE", 0, 0), None), Dated(Disc.Record("OLD", 0, 0), "37060708090A00"), Dated(Disc.Record("SUB", 21, Disc.Sector, flags: 2), None)];
        byte[] bytes = (hasRockRidge ? new Disc().PosixRoot(records) : new Disc().Directory(20, records)).Directory(21).ToBytes();
        bytes.Put((21 * Disc.Sector) + 18, None);
        string path = temp.Write("foreign.iso", bytes);
        string based = temp.Combine("based.iso");
        new ImageBuilder().BasedOn(path).Write(based).EnsureSuccess();
        string ruled = temp.Combine("ruled.iso");
        new ImageBuilder().BasedOn(path, new BaseImageOptions { Dates = BaseDates.Rule, Options = kept => kept with { Timestamp = ImageTimestamp.Default } }).Write(ruled).EnsureSuccess();

        foreach (string each in (string[])[path, based])
        {
            using IsoImage image = IsoImage.Open(each);
            Assert.Equal(["NONE ", "OLD 1955-06-07T08:09:10Z", "SUB "], image.Content.Root.Children.Select(node => $"{node.Name} {Text(node.Modified)}"));
            string target = each + ".d";
            image.Extract(target);
            Assert.True(File.GetLastWriteTimeUtc(Path.Combine(target, "NONE")).Year > 2000);
            Assert.True(Directory.GetLastWriteTimeUtc(Path.Combine(target, "SUB")).Year > 2000);
            Assert.Equal(new DateTime(1955, 6, 7, 8, 9, 10, DateTimeKind.Utc), File.GetLastWriteTimeUtc(Path.Combine(target, "OLD")));
        }

        using IsoImage dated = IsoImage.Open(ruled);
        Assert.All(dated.Content.Nodes, node => Assert.Equal(ImageTimestamp.Default, node.Modified));
    }

    private static string? Text(DateTimeOffset? date) => date is { } known ? ImageTimestamp.Format(known) : null;

    private static byte[] Dated(byte[] record, string field)
    {
        record.Put(18, field);
        return record;
    }
}
