namespace IsoBuild.Benchmarks;

/// <summary>A program with its arguments, as it takes part in a contest.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Command">The program and its arguments.</param>
internal sealed record Contender(string Name, params string[] Command)
{
    /// <summary>Where it runs.</summary>
    public string? Folder { get; init; }

    /// <summary>The file or folder that it makes: gone before it starts, and deleted after it.</summary>
    public string? Makes { get; init; }

    /// <summary>Whether <see cref="Makes"/> is a folder that has to be there.</summary>
    public bool IntoFolder { get; init; }

    /// <summary>Whether what it made is flushed to disk within its time, because ours does that itself.</summary>
    public bool IsFlushed { get; init; }

    /// <summary>Whether what it prints is needed.</summary>
    public bool IsRead { get; init; }

    /// <summary>What has to be done before each run. It is not measured.</summary>
    public Action Prepare { get; init; } = () => { };

    /// <summary>The seconds that count.</summary>
    public Func<Outcome, double> Seconds { get; init; } = outcome => outcome.Seconds;

    /// <summary>One run.</summary>
    public Sample Run(Launcher launcher)
    {
        Remove();
        if (IntoFolder)
        {
            Directory.CreateDirectory(Makes!);
        }

        Prepare();
        try
        {
            Outcome outcome = launcher.Run(this);
            return new Sample(Seconds(outcome), outcome.PeakBytes);
        }
        finally
        {
            Remove();
        }
    }

    private void Remove()
    {
        if (Directory.Exists(Makes))
        {
            TempDirectory.Delete(Makes);
        }
        else if (Makes is not null)
        {
            File.Delete(Makes);
        }
    }
}

/// <summary>What counts of one run.</summary>
internal readonly record struct Sample(double Seconds, long? PeakBytes);
