using IsoBuild.Fuzz;

namespace IsoBuild.Tool.Tests;

/// <summary>What coverage-guided fuzzing (<c>tests/fuzz.sh cli</c>) found to get into corners of the command line.</summary>
public class CorpusTests
{
    [Fact]
    public void Command_lines_that_fuzzing_kept_do_no_harm()
    {
        IReadOnlyList<string> failures = FuzzCorpus.Try(Repository.File("tests/IsoBuild.Fuzz/Corpus/cli.tar.gz"), CliTarget.Try, out int count);
        Assert.True(failures.Count == 0, $"{failures.Count} of {count} inputs fail:\n\n{string.Join("\n\n", failures.Take(5))}");
        Assert.InRange(count, 10, 10_000);
    }
}
