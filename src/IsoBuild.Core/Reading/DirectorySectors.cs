using IsoBuild.Bytes;

namespace IsoBuild.Reading;

/// <summary>The sectors that hold directory records: those of one directory are no other's, or the tree would run in a circle.</summary>
internal sealed class DirectorySectors
{
    /// <summary>How many directories are shown again, and how deep in the tree: who moves directories does so each eight levels, and each may be shown
    /// below all others.</summary>
    private const int MostShownAgain = 10_000;
    private const int DeepestShownAgain = 1_000;

    private readonly HashSet<long> taken = [];

    /// <summary>Where directories lie to which CL leads.</summary>
    private readonly HashSet<long> linked = [];
    private int shownAgain;

    public bool AreTaken(DirectoryExtent directory) => taken.Contains(directory.Offset / Sector.Size);

    /// <summary>Takes a sector; <see langword="false"/> when somebody has it.</summary>
    public bool TryTake(long offset) => taken.Add(offset / Sector.Size);

    /// <summary>Takes a directory's first sector at once, so that nobody enters twice.</summary>
    /// <returns>The directory, which knows whether it is shown again.</returns>
    public DirectoryExtent Enter(DirectoryExtent directory)
    {
        if (directory.IsLinked)
        {
            linked.Add(directory.Offset);
        }

        return TryTake(directory.Offset) ? directory : directory with { IsAgain = true };
    }

    /// <summary>Whether a directory whose sectors are taken is shown again: there is one record that leads to it, and a CL that does so too. makefs marks none
    /// of the directories that it moves as moved (RE), and Linux and xorriso show them in both places.</summary>
    public bool AreShownAgain(DirectoryExtent directory)
    {
        if (!directory.IsLinked && !linked.Contains(directory.Offset) && directory.Parent is not { IsAgain: true })
        {
            return false;
        }

        var climbed = 0;
        for (var above = directory.Parent; above is not null; above = above.Parent)
        {
            if (above.Offset == directory.Offset || ++climbed > DeepestShownAgain)
            {
                return false;
            }
        }

        return ++shownAgain <= MostShownAgain;
    }
}
