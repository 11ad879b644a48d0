using IsoBuild.Fuzz;

namespace IsoBuild.Core.Tests.Fuzzing;

/// <summary>What coverage-guided fuzzing (<c>tests/fuzz.sh</c>) found to get into corners of the library.</summary>
public class CorpusTests
{
    public static TheoryData<string> Targets => [.. FuzzTargets.All.Keys];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Inputs_that_fuzzing_kept_do_no_harm(string target)
    {
        IReadOnlyList<string> failures = FuzzCorpus.Try(Repository.File($"tests/IsoBuild.Fuzz/Corpus/{target}.tar.gz"), FuzzTargets.All[target], out int count);
        Assert.True(failures.Count == 0, $"{failures.Count} of {count} inputs fail:\n\n{string.Join("\n\n", failures.Take(5))}");
        Assert.InRange(count, 10, 10_000);
    }
}
