namespace IsoBuild.Mutants;

/// <summary>A test, how long it takes, and which mutants it reaches.</summary>
/// <param name="Id">The test, as xunit knows it; or <see cref="Types"/>.</param>
/// <param name="Milliseconds">How long it takes.</param>
/// <param name="Mutants">What it reaches.</param>
internal sealed record ReachedTest(string Id, double Milliseconds, int[] Mutants)
{
    /// <summary>No test: what is reached while types are made ready.</summary>
    public const string Types = "types";

    public static IEnumerable<ReachedTest> Read(string path) => File.ReadLines(path).Select(line => line.Split('|')).Select(
        fields => new ReachedTest(fields[0], double.Parse(fields[1]), [.. fields[2].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)]));

    public string ToLine() => $"{Id}|{Milliseconds}|{string.Join(' ', Mutants)}\n";
}
