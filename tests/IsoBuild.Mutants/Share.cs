namespace IsoBuild.Mutants;

/// <summary>The part of the work that one process does, and the files by which processes know of each other's.</summary>
/// <param name="Results">The folder of results.</param>
/// <param name="Number">Which part.</param>
/// <param name="Workers">How many parts there are.</param>
internal sealed record Share(string Results, int Number, int Workers)
{
    /// <summary>The file of all mutants that are to be tried.</summary>
    public string Wanted => Path.Combine(Results, "wanted.txt");

    /// <summary>Which mutants each test of this part reaches, and how long it takes.</summary>
    public string Coverage => CoverageOf(Number);

    private string Tried => Path.Combine(Results, $"tried.{Number}.txt");

    /// <summary>The mutants that are to be tried, and the file of each.</summary>
    public Dictionary<int, string> AllWanted() => File.ReadLines(Wanted).Select(line => line.Split(' ')).ToDictionary(words => int.Parse(words[0]), words => words[1]);

    public IEnumerable<ReachedTest> AllCoverage() => Enumerable.Range(0, Workers).SelectMany(number => ReachedTest.Read(CoverageOf(number)));

    /// <summary>The mutants of this part that are not done.</summary>
    public int[] Left()
    {
        Dictionary<int, Verdict> done = Verdicts();
        return [.. AllWanted().Keys.Where((mutant, index) => index % Workers == Number && !done.ContainsKey(mutant))];
    }

    public void Write(int mutant, Verdict verdict) => File.AppendAllText(Tried, $"{verdict} {mutant}\n");

    /// <summary>What became of each mutant so far.</summary>
    public Dictionary<int, Verdict> Verdicts()
    {
        Dictionary<int, Verdict> verdicts = [];
        foreach (string[] words in File.Exists(Tried) ? File.ReadLines(Tried).Select(line => line.Split(' ')) : [])
        {
            verdicts[int.Parse(words[1])] = Enum.Parse<Verdict>(words[0]);
        }

        return verdicts;
    }

    private string CoverageOf(int number) => Path.Combine(Results, $"coverage.{number}.txt");
}

/// <summary>What became of a mutant.</summary>
internal enum Verdict
{
    /// <summary>No test reaches it.</summary>
    NotReached,

    /// <summary>It is being tried, or ended the process that tried it.</summary>
    Begun,

    /// <summary>No test noticed it.</summary>
    Survived,

    /// <summary>A test failed.</summary>
    Killed,

    /// <summary>A test ran for ever, or took the process with it.</summary>
    Endless,
}
