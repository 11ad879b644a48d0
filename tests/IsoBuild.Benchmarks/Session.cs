namespace IsoBuild.Benchmarks;

/// <summary>One call of <c>compare</c>: what was asked for, where it works, and what it found.</summary>
internal sealed class Session(Isobuild isobuild, Launcher launcher, Report report, bool quick, int rounds, Place disk, Place? memory)
{
    public Isobuild Isobuild => isobuild;

    public Sizes Sizes { get; } = quick ? Sizes.Quick : Sizes.Full;

    public bool IsQuick => quick;

    public Place Disk => disk;

    /// <summary>Where the disk does not count: memory, where there is such a file system.</summary>
    public Place Fast => memory ?? disk;

    /// <summary>Memory and disk.</summary>
    public IEnumerable<Place> Everywhere => memory is null ? [disk] : [memory, disk];

    /// <summary>Whether a place has room; if not, the report says so.</summary>
    public bool HasRoom(string name, Place place, long bytes)
    {
        bool has = place.Free >= bytes;
        if (!has)
        {
            report.Skipped(name, place.Format, $"{bytes / 1_000_000} MB needed, {place.Free / 1_000_000} MB free");
        }

        return has;
    }

    public void Skip(string name, string where, string why) => report.Skipped(name, where, why);

    public void Run(Workload workload)
    {
        try
        {
            workload.Run(this);
        }
        catch (Exception e) when (e is InvalidOperationException or IOException)
        {
            report.Failed(workload.Name, "", e.Message);
        }
    }

    public void Compare(Contest contest)
    {
        try
        {
            report.Add(contest.Run(launcher, quick ? rounds : Math.Max(rounds, contest.RoundsAtLeast), report.Progress));
        }
        catch (Exception e) when (e is InvalidOperationException or IOException)
        {
            report.Failed(contest.Name, contest.Where, e.Message);
        }
    }
}
