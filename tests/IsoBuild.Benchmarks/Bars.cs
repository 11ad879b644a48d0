namespace IsoBuild.Benchmarks;

/// <summary>What a contest has to reach.</summary>
internal abstract record Bar;

/// <summary>At most this part of another program's time.</summary>
internal sealed record TimeBar(double Ratio, string Against) : Bar;

/// <summary>At most this part of the time of whichever of the others is the fastest.</summary>
internal sealed record FastestBar(double Ratio) : Bar;

/// <summary>At most this much memory at once.</summary>
internal sealed record PeakBar(int Megabytes) : Bar;

/// <summary>All bars. They are set for the full sizes.</summary>
internal static class Bars
{
    public static readonly Bar[] MakeMany = [new TimeBar(0.30, Peers.Genisoimage), new TimeBar(1.0, Peers.Cat), new PeakBar(80)];
    public static readonly Bar[] MakeSdk = [new TimeBar(0.35, Peers.Genisoimage), new TimeBar(1.1, Peers.Cat)];
    public static readonly Bar[] MakeBig = [new TimeBar(1.05, Peers.Cat)];
    public static readonly Bar[] MakeTiny = [new TimeBar(1.5, Peers.Genisoimage), new TimeBar(0.06, Peers.Xorriso)];
    public static readonly Bar[] EmulateTiny = [new TimeBar(1.5, Peers.Genisoimage), new TimeBar(1.2, Isobuild.CreateName)];
    public static readonly Bar[] EmulateMany = [new TimeBar(1.1, Isobuild.CreateName)];
    public static readonly Bar[] MakeMillion = [new TimeBar(0.4, Peers.Genisoimage), new PeakBar(400)];
    public static readonly Bar[] Clone = [new TimeBar(0.01, Peers.Xorriso)];

    public static readonly Bar[] MillionFromMemory = [new PeakBar(400)];

    public static readonly Bar[] ExtractMany = [new FastestBar(0.5), new PeakBar(50)];
    public static readonly Bar[] ExtractBig = [new FastestBar(0.8), new PeakBar(50)];

    public static readonly Bar[] List = [new TimeBar(0.6, Peers.Isoinfo), new PeakBar(40)];
    public static readonly Bar[] Inspect = [new TimeBar(1.5, "isobuild --version")];
    public static readonly Bar[] Verify = [new TimeBar(3, Peers.Cat), new PeakBar(80)];

    public static readonly Bar[] Remaster = [new TimeBar(1.0, Peers.Cp), new TimeBar(0.5, Peers.Xorriso)];

    public static readonly Bar[] FirstBuild = [new TimeBar(1.3, Isobuild.CreateName)];
    public static readonly Bar[] Rebuild = [new TimeBar(1.0, "the first build")];
    public static readonly Bar[] RebuildWithClones = [new TimeBar(0.3, "the first build")];
    public static readonly Bar[] NothingToDo = [new TimeBar(1.02, "without the package")];

    /// <summary>A file of a million costs no more than one of fewer, within what machines vary by.</summary>
    public static Bar[] Linear(IEnumerable<Contender> fewer) => [.. fewer.Select(one => new TimeBar(1.2, one.Name))];
}
