using IsoBuild.Comparing;
using IsoBuild.Content;
using IsoBuild.Drawing;
using IsoBuild.Layout;

namespace IsoBuild.Core.Tests.Bounds;

/// <summary>A UDF file has an extent for each 8 bytes of its descriptors, and between them lie gaps: an image of a few megabytes has millions of regions. What is made of
/// each for a picture or a comparison counts as often. A descriptor of 8 bytes may cost 512 (README of the library), and what is read of it takes half of that.</summary>
[Collection(Alone.Name)]
public sealed class ManyRegionsTests
{
    private const int Sector = 2048;
    private const int Count = 300_000;

    /// <summary>Of a picture only so much is held as it shows, and some to choose from: here 32,768 blocks of 200 bytes, with what they are chosen by.</summary>
    [Fact]
    public void A_picture()
    {
        LiveMemory live = new();
        Region[] regions = Regions(live, lastLength: Sector);
        ImageLayout layout = Layout(regions);
        live.Start();
        string picture = LayoutSvg.Draw(layout);
        Assert.InRange(live.Most, 1, 32_768 * 200);
        Assert.Contains("300,000 regions in disk order, small neighbours drawn as one", picture, StringComparison.Ordinal);
    }

    /// <summary>Of each region of two images, a key of 20 bytes, a place in a table of twice as many at most, and its partner.</summary>
    [Fact]
    public void A_comparison()
    {
        LiveMemory live = new();
        ImageLayout before = Layout(Regions(live, lastLength: Sector));
        ImageLayout after = Layout(Regions(live, lastLength: 2 * Sector));
        live.Start();
        (RegionIndex old, RegionIndex now) = (new(before), new(after));
        List<ImageDifference> found = LayoutDiff.Compare(MapLines.Of(old), MapLines.Of(now), now.PartnersIn(old), Look);
        Assert.Equal(["gap empty grew by 1 sector"], found.Select(difference => difference.Message));
        Assert.InRange(live.Most, 1, Count * ((2 * (20 + 12)) + 4 + 1) + (1 << 20));
        GC.KeepAlive((old, now));

        bool Look(LayoutLine line)
        {
            live.Look();
            return true;
        }
    }

    /// <summary>Keys are kind and name, and how many came before that have both; what is called after its state counts by its kind.</summary>
    [Fact]
    public void Keys()
    {
        (string Kind, string Name)[] here = [("file", "a"), ("gap", "empty"), ("file", "b"), ("gap", "unknown"), ("file", "a"), ("directory", "a")];
        (string Kind, string Name)[] there = [("gap", "unknown"), ("directory", "a"), ("file", "a"), ("file", "c")];
        RegionKeys keys = new(here.Length, position => here[position]);
        RegionKeys others = new(there.Length, position => there[position]);
        Assert.Equal([0, 0, 0, 1, 1, 0], Enumerable.Range(0, keys.Count).Select(position => keys[position].Number));
        Assert.Equal([2, 0, -1, -1, -1, 1], keys.PartnersIn(others));
        Assert.Equal([1, 5, 0, -1], others.PartnersIn(keys));
        Assert.Equal(Enumerable.Range(0, keys.Count), keys.PartnersIn(keys));
    }

    private static ImageLayout Layout(Region[] regions) => new(regions, (long)(Count + 1) * Sector, new VolumeInfo("MANY", null, ImageFormats.Udf, 0));

    /// <summary>Extents of a file, and gaps between them.</summary>
    private static Region[] Regions(LiveMemory live, long lastLength)
    {
        Region[] regions = new Region[Count];
        for (int i = 0; i < Count; i++)
        {
            object subject = i == Count - 2 ? new Watcher(live) : i % 2 == 0 ? $"/A (extent {i})" : "empty";
            regions[i] = new Region(new RegionId(i), i % 2 == 0 ? RegionKind.File : RegionKind.Gap, (long)i * Sector, i == Count - 1 ? lastLength : Sector, subject);
        }

        return regions;
    }

    /// <summary>The last region with a name that is made when somebody asks for it: what is held for all others is held by then.</summary>
    private sealed class Watcher(LiveMemory live)
    {
        public override string ToString()
        {
            live.Look();
            return "/A (extent last)";
        }
    }

    private sealed class LiveMemory
    {
        private long? before;

        public long Most { get; private set; }

        public void Start() => before = GC.GetTotalMemory(forceFullCollection: true);

        public void Look() => Most = before is long start ? Math.Max(Most, GC.GetTotalMemory(forceFullCollection: true) - start) : Most;
    }
}
