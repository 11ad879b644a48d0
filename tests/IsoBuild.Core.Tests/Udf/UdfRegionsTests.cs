using System.Globalization;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;
using IsoBuild.Reading;

namespace IsoBuild.Core.Tests.Udf;

/// <summary>Under what name each structure of a volume stands in a layout: places by hand, in blocks of 512 bytes.</summary>
public class UdfRegionsTests
{
    private const int Block = HandMade.Block;

    [Fact]
    public void The_structures_of_a_volume()
    {
        UdfVolumeReading volume = new()
        {
            Image = HandMade.Image([]),
            Start = 0,
            BlockSize = Block,
            Partitions = [],
            Info = new UdfVolumeInfo { VolumeId = "", BlockSize = Block, PartitionOffset = 0, PartitionLength = 0 },
            Recognition = [(32_768, "bea01"), (34_816, "nsr02")],
            Anchors = [131_072, 200_192],
            MainSequence = (1000, 16),
            ReserveSequence = (2000, 17),
            Integrity = (3000, 18),
            FileSet = (4000, 19),
            SparingTables = [new UdfSparingPlace(5000, 20, null), new UdfSparingPlace(6000, 21, "damaged")],
        };
        List<(long, long, RegionKind, object)> found = [];
        UdfRegions.AddVolume(volume, (offset, length, kind, subject) => found.Add((offset, length, kind, subject)));
        Assert.All(found, region => Assert.Equal(RegionKind.VolumeDescriptor, region.Item3));
        Assert.Equal(
            [
                "32768 2048 udf bea01",
                "34816 2048 udf nsr02",
                "1000 16 udf main sequence",
                "2000 17 udf reserve sequence",
                "3000 18 udf integrity",
                "4000 19 udf file set",
                "5000 20 udf sparing table",
                "6000 21 udf sparing table",
                "131072 512 udf anchor",
                "200192 512 udf anchor",
            ],
            found.Select(region => $"{region.Item1} {region.Item2} {region.Item4}"));
    }

    /// <summary>Entries side by side are one region, whatever order they were found in.</summary>
    [Theory]
    [InlineData("1024 1536 2048", "1024+1536")]
    [InlineData("2048 1536 1024", "1024+1536")]
    [InlineData("1024 2048", "1024+512 2048+512")]
    [InlineData("1024 1536 2560 3072 4096", "1024+1024 2560+1024 4096+512")]
    [InlineData("1024 1537", "1024+512 1537+512")]
    [InlineData("1024", "1024+512")]
    public void File_entries_side_by_side(string files, string regions)
    {
        ContentDirectory root = Directory("", 0);
        Fill(root, [.. files.Split(' ').Select((file, i) => File($"f{i}", long.Parse(file, CultureInfo.InvariantCulture)))]);
        Assert.Equal(["0+512", .. regions.Split(' ')], Entries(root).Select(region => region.Split(' ')[0]));
    }

    /// <summary>The entry of a file with names in two directories lies with those of the directory whose own entry precedes it most closely; where none does, with those of the first.</summary>
    [Theory]
    [InlineData(10_000, 20_000, 30_000, "/b")]
    [InlineData(20_000, 10_000, 30_000, "/a")]
    [InlineData(40_000, 10_000, 30_000, "/b")]
    [InlineData(10_000, 40_000, 30_000, "/a")]
    [InlineData(40_000, 50_000, 30_000, "/a")]
    [InlineData(50_000, 40_000, 30_000, "/a")]
    [InlineData(29_488, 10_000, 30_000, "/a")]
    public void Entries_of_several_names(long one, long other, long file, string holder)
    {
        ContentDirectory root = Directory("", 0);
        (ContentDirectory a, ContentDirectory b) = (Directory("a", one), Directory("b", other));
        Fill(root, a, b);
        Fill(a, File("f", file));
        Fill(b, File("f", file));
        Assert.Equal(holder, Assert.Single(Entries(root), region => Covers(region, file)).Split(' ')[1]);

        static bool Covers(string region, long offset)
        {
            long[] numbers = [.. region.Split(' ')[0].Split('+').Select(number => long.Parse(number, CultureInfo.InvariantCulture))];
            return offset >= numbers[0] && offset < numbers[0] + numbers[1];
        }
    }

    /// <summary>A directory that is shown twice, since its tree runs in a circle, is that which is shown first.</summary>
    [Fact]
    public void Entries_of_directories_that_are_shown_twice()
    {
        ContentDirectory root = Directory("", 0);
        Fill(root, Directory("a", 10_000), Directory("b", 10_000));
        Assert.Equal(["0+512 /", "10000+512 /a"], Entries(root));
    }

    [Fact]
    public void Identifiers_and_further_blocks()
    {
        ContentDirectory root = Directory("", 0);
        ContentDirectory a = Directory("a", 512);
        Fill(root, a);
        List<(long, long, RegionKind, object)> found = Regions(root, [(root, new Extent(4096, 700)), (a, Extent.Hole(512)), (a, new Extent(8192, 40))], [(a, 1024), (root, 2048)]);
        Assert.Equal(
            ["4096+700 Directory udf /", "8192+40 Directory udf /a", "0+512 FileEntries udf /", "2048+512 FileEntries udf /", "512+1024 FileEntries udf /a"],
            found.Select(region => $"{region.Item1}+{region.Item2} {region.Item3} {region.Item4}"));
    }

    /// <summary>4/14.6.8: content in an entry comes behind its head, and within its block.</summary>
    [Theory]
    [InlineData(1024, 8, false)]
    [InlineData(1025, 8, true)]
    [InlineData(1200, 8, true)]
    [InlineData(1535, 1, true)]
    [InlineData(1536, 8, false)]
    [InlineData(1023, 8, false)]
    [InlineData(512, 8, false)]
    [InlineData(-1, 8, false)]
    [InlineData(1200, 0, false)]
    public void Content_within_the_entry(long offset, long length, bool isEmbedded)
    {
        ContentFile file = new("f", new ExtentSource(HandMade.Image([]), new Extent(offset, length))) { RecordOffset = 1024 };
        Assert.Equal(isEmbedded, UdfRegions.IsEmbedded(file, Volume()));
    }

    [Fact]
    public void Content_in_two_places_is_not_within_the_entry() =>
        Assert.False(UdfRegions.IsEmbedded(new ContentFile("f", new ExtentSource(HandMade.Image([]), [new Extent(1200, 8), new Extent(1300, 8)])) { RecordOffset = 1024 }, Volume()));

    private static ContentDirectory Directory(string name, long offset) => new(name) { RecordOffset = offset };

    private static ContentFile File(string name, long offset) => new(name, new ExtentSource(HandMade.Image([]), default(Extent))) { RecordOffset = offset };

    private static void Fill(ContentDirectory directory, params ContentNode[] nodes)
    {
        directory.Entries = nodes;
        foreach (ContentNode node in nodes)
        {
            node.Parent = directory;
        }
    }

    private static UdfVolumeReading Volume() => new()
    {
        Image = HandMade.Image([]),
        Start = 0,
        BlockSize = Block,
        Partitions = [],
        Info = new UdfVolumeInfo { VolumeId = "", BlockSize = Block, PartitionOffset = 0, PartitionLength = 0 },
        Recognition = [],
        Anchors = [],
        MainSequence = default,
        ReserveSequence = default,
    };

    /// <summary>The file entries of a tree, with the paths of the directories whose they are.</summary>
    private static string[] Entries(ContentDirectory root)
    {
        List<(long, long, RegionKind, object)> found = Regions(root, [], []);
        Assert.All(found, region => Assert.Equal(RegionKind.FileEntries, region.Item3));
        return [.. found.Select(region => $"{region.Item1}+{region.Item2} {region.Item4.ToString()!["udf ".Length..]}")];
    }

    private static List<(long, long, RegionKind, object)> Regions(ContentDirectory root, List<(ContentDirectory, Extent)> extents, List<(ContentDirectory, long)> more)
    {
        UdfTreeReading tree = new() { Content = new ContentTree(root), Directories = [], DirectoryExtents = extents, MoreBlocks = more, Diagnostics = new DiagnosticBag() };
        List<(long, long, RegionKind, object)> found = [];
        UdfRegions.AddTree(Volume(), tree, (offset, length, kind, subject) => found.Add((offset, length, kind, subject)));
        return found;
    }
}
