namespace IsoBuild.Benchmarks;

/// <summary>Programs that do the same work in turn.</summary>
/// <param name="Name">The work.</param>
/// <param name="Where">Where it is done, such as the kind of file system.</param>
/// <param name="Ours">Ours.</param>
/// <param name="Others">Those it is compared with.</param>
/// <param name="Bars">What it has to reach.</param>
internal sealed record Contest(string Name, string Where, Contender Ours, IReadOnlyList<Contender> Others, params IReadOnlyList<Bar> Bars)
{
    /// <summary>More rounds, where each is short.</summary>
    public int RoundsAtLeast { get; init; }

    /// <summary>Runs all in turn, so that a busy moment of the machine hits all of them; each round begins with another one. Round 0 warms up and does not count.</summary>
    public Results Run(Launcher launcher, int rounds, Action<string> progress)
    {
        Contender[] all = [Ours, .. Others];
        Dictionary<Contender, List<Sample>> samples = all.ToDictionary(one => one, _ => new List<Sample>());
        for (int round = 0; round <= rounds; round++)
        {
            for (int turn = 0; turn < all.Length; turn++)
            {
                Contender one = all[(round + turn) % all.Length];
                progress($"{Name}, {Where}: {(round == 0 ? "warm-up" : $"round {round} of {rounds}")}, {one.Name}");
                Sample sample = one.Run(launcher);
                if (round > 0)
                {
                    samples[one].Add(sample);
                }
            }
        }

        return new Results(this, samples.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<Sample>)pair.Value));
    }
}

/// <summary>The samples of a contest, round by round.</summary>
internal sealed record Results(Contest Contest, IReadOnlyDictionary<Contender, IReadOnlyList<Sample>> Samples)
{
    public double Seconds(Contender one) => Median(Samples[one].Select(sample => sample.Seconds));

    /// <summary>The most memory of all rounds.</summary>
    public long? Peak(Contender one) => Samples[one].Max(sample => sample.PeakBytes);

    /// <summary>How long ours takes for each second of the other: the median of the pairs, which share what the machine did meanwhile.</summary>
    public double Ratio(Contender other) => Median(Samples[Contest.Ours].Zip(Samples[other], (ours, theirs) => ours.Seconds / theirs.Seconds));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
