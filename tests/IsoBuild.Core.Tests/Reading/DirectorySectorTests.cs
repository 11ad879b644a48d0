using IsoBuild.Content;
using IsoBuild.Reading;

namespace IsoBuild.Core.Tests.Reading;

/// <summary>Which directories may have the sectors of others: those that were moved (RRIP 4.1.5), in both places, and no circles.</summary>
public sealed class DirectorySectorTests
{
    private static DirectoryExtent At(long offset, DirectoryExtent? parent = null, bool isLinked = false, bool isAgain = false) =>
        new(new ContentDirectory("d"), offset, 2048, 0) { Parent = parent, IsLinked = isLinked, IsAgain = isAgain };

    [Fact]
    public void A_sector_is_taken_once()
    {
        DirectorySectors sectors = new();
        Assert.False(sectors.AreTaken(At(4096)));
        Assert.False(sectors.Enter(At(4096)).IsAgain);
        Assert.True(sectors.AreTaken(At(4096)));
        Assert.True(sectors.AreTaken(At(6143)));
        Assert.False(sectors.AreTaken(At(6144)));
        Assert.False(sectors.AreTaken(At(4095)));
        Assert.True(sectors.TryTake(6144));
        Assert.False(sectors.TryTake(8191));
        Assert.True(sectors.Enter(At(6144)).IsAgain);
        Assert.True(sectors.Enter(At(5000)).IsAgain);
    }

    [Fact]
    public void A_directory_is_shown_again_where_a_link_leads_to_it()
    {
        DirectorySectors sectors = new();
        sectors.Enter(At(4096));
        Assert.False(sectors.AreShownAgain(At(4096, At(0))));
        Assert.True(sectors.AreShownAgain(At(4096, At(0), isLinked: true)));
        Assert.True(sectors.AreShownAgain(At(4096, At(0, isAgain: true))));
        sectors.Enter(At(6144, isLinked: true));
        Assert.True(sectors.AreShownAgain(At(6144, At(0))));
        Assert.False(sectors.AreShownAgain(At(4096, At(0))));
    }

    [Fact]
    public void A_directory_is_not_shown_within_itself()
    {
        DirectorySectors sectors = new();
        Assert.False(sectors.AreShownAgain(At(4096, At(4096), isLinked: true)));
        Assert.False(sectors.AreShownAgain(At(4096, At(8192, At(4096, At(0))), isLinked: true)));
        Assert.True(sectors.AreShownAgain(At(4096, At(8192, At(6144, At(0))), isLinked: true)));
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void Directories_are_shown_again_so_deep(int depth, bool expected)
    {
        DirectoryExtent above = At(0);
        for (int i = 1; i < depth; i++)
        {
            above = At(i * 10_000L, above);
        }

        Assert.Equal(expected, new DirectorySectors().AreShownAgain(At(1, above, isLinked: true)));
    }

    [Fact]
    public void So_many_directories_are_shown_again()
    {
        DirectorySectors sectors = new();
        Assert.All(Enumerable.Range(0, 10_000), _ => Assert.True(sectors.AreShownAgain(At(4096, At(0), isLinked: true))));
        Assert.False(sectors.AreShownAgain(At(4096, At(0), isLinked: true)));
    }
}
