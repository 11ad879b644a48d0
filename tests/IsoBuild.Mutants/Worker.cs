using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit.Abstractions;

namespace IsoBuild.Mutants;

/// <summary>Runs tests in a process whose library holds all mutants, one of which at most is active.</summary>
internal static class Worker
{
    private const int Ended = 3;

    /// <summary>After how many milliseconds, beside twenty times what the tests take otherwise, they are thought to run for ever.</summary>
    private const int Patience = 30_000;

    /// <summary>Tests that take longer than this, in milliseconds of a processor, are left out: one in twenty, and nearly all of the time.</summary>
    private const double Longest = 150;

    /// <summary>Finds which mutants each test reaches.</summary>
    public static int Cover(Share share)
    {
        using TestRun run = new();
        int[] mutants = [.. share.AllWanted().Keys];
        File.WriteAllText(share.Coverage, new ReachedTest(ReachedTest.Types, 0, MutatedLibrary.ReachedBy(MutatedLibrary.InitializeTypes, mutants)).ToLine());
        MutatedLibrary.Activate(-1);
        foreach (ITestCase test in run.Discover().OrderBy(test => test.UniqueID, StringComparer.Ordinal).Where((_, index) => index % share.Workers == share.Number))
        {
            double? milliseconds = 0;
            int[] reached = MutatedLibrary.ReachedBy(() => milliseconds = run.Milliseconds(test), mutants);
            if (milliseconds is null)
            {
                Console.WriteLine($"{test.DisplayName} fails without a mutant, and is left out");
                continue;
            }

            File.AppendAllText(share.Coverage, new ReachedTest(test.UniqueID, milliseconds.Value, reached).ToLine());
        }

        return 0;
    }

    /// <summary>Tries the mutants of this part that are left.</summary>
    public static int Try(Share share)
    {
        ILookup<bool, ReachedTest> coverage = share.AllCoverage().Where(test => test.Milliseconds <= Longest).ToLookup(test => test.Id == ReachedTest.Types);
        HashSet<int> ofTypes = [.. coverage[true].SelectMany(test => test.Mutants)];
        Dictionary<int, List<ReachedTest>> reaching = [];
        foreach (ReachedTest test in coverage[false].OrderBy(test => test.Milliseconds).ThenBy(test => test.Id, StringComparer.Ordinal))
        {
            foreach (int mutant in test.Mutants)
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(reaching, mutant, out _) ??= []).Add(test);
            }
        }

        Dictionary<int, string> places = share.AllWanted();
        using TestRun run = new();
        Dictionary<string, ITestCase> tests = run.Discover().ToDictionary(test => test.UniqueID);
        var isFresh = true;
        List<string> killers = [];
        foreach (int mutant in share.Left())
        {
            bool isOfTypes = ofTypes.Contains(mutant);
            if (!isOfTypes && !reaching.ContainsKey(mutant))
            {
                share.Write(mutant, Verdict.NotReached);
                continue;
            }

            if (isOfTypes && !isFresh)
            {
                return Ended;
            }

            share.Write(mutant, Verdict.Begun);
            // What a type computes while it is made ready is known to all tests, and for the whole of the process.
            MutatedLibrary.Activate(isOfTypes ? mutant : -1);
            if (isFresh)
            {
                MutatedLibrary.InitializeTypes();
            }

            isFresh = false;
            MutatedLibrary.Activate(mutant);
            IEnumerable<ReachedTest> reached = isOfTypes ? coverage[false].Where(test => Array.Exists(test.Mutants, other => places[other] == places[mutant])).OrderBy(test => test.Milliseconds) : reaching[mutant];
            string? killer = FirstFailure(run, tests, [.. reached.OrderByDescending(test => killers.Contains(test.Id))]);
            MutatedLibrary.Activate(-1);
            share.Write(mutant, killer is null ? Verdict.Survived : Verdict.Killed);
            if (isOfTypes)
            {
                return Ended;
            }

            if (killer is not null && !killers.Contains(killer))
            {
                // What noticed the mutants before often notices this one, which is near them.
                killers.Add(killer);
                if (killers.Count > 3)
                {
                    killers.RemoveAt(0);
                }
            }
        }

        return 0;
    }

    private static string? FirstFailure(TestRun run, Dictionary<string, ITestCase> tests, ReachedTest[] reached)
    {
        int size = 4;
        for (int at = 0; at < reached.Length; at += size / 4)
        {
            ReachedTest[] some = reached[at..Math.Min(at + size, reached.Length)];
            using Timer limit = new(_ => Process.GetCurrentProcess().Kill(), null, Patience + (20 * (int)some.Sum(test => test.Milliseconds)), Timeout.Infinite);
            if (run.FirstFailure([.. some.Select(test => tests[test.Id])]) is { } killer)
            {
                return killer;
            }

            size *= 4;
        }

        return null;
    }
}
