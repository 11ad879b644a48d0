using IsoBuild.Layout;

namespace IsoBuild.Core.Tests.Reading;

/// <summary>Files that begin at the same block and are not equally long: no writer means that.</summary>
public class OverlappingFileTests
{
    /// <summary>The sector map shows the longer one, so that none of its sectors passes for a gap; the other one is told.</summary>
    [Theory]
    [InlineData(4, 5000, "/B", "/A")]
    [InlineData(5000, 4, "/A", "/B")]
    public void The_longer_of_two_that_begin_together_is_in_the_map(uint first, uint second, string shown, string told)
    {
        using IsoImage image = new Disc().Directory(20, Disc.Record("A.;1", 30, first), Disc.Record("B.;1", 30, second)).Put(30, new byte[3 * Disc.Sector]).Open();
        Region region = Assert.Single(image.Layout.Regions, region => region.Kind == RegionKind.File);
        Assert.Equal($"{shown} 30 3 5000", $"{region.Name} {region.Sector} {region.SectorCount} {region.Length}");
        Assert.Equal([$"Warning ISOB3003 {told}"], image.Diagnostics.Select(found => $"{found.Severity} {found.Code} {found.Item}"));
    }
}
