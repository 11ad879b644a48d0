using System.Diagnostics;

namespace IsoBuild.Mutants;

/// <summary>Starts workers, starts them again where a mutant ended one, and sums up.</summary>
internal static class Foreman
{
    /// <summary>What each room has to reach.</summary>
    private const double Bar = 80;

    /// <summary>Tries mutants and prints the survivors.</summary>
    /// <param name="library">The library with all mutants in it.</param>
    /// <param name="report">Stryker's report of them.</param>
    /// <param name="results">The folder of results.</param>
    /// <param name="sample">One in how many is tried.</param>
    /// <param name="isAgain">Whether what was noticed the last time is noticed still: after tests were added.</param>
    /// <param name="places">Rooms of the library, or files in them.</param>
    public static int Run(string library, string report, string results, int sample, bool isAgain, string[] places)
    {
        Mutant[] mutants = [.. Mutant.Read(report).Where(mutant => Array.Exists(places, place => mutant.Place == place || mutant.Place.StartsWith(place.TrimEnd('/') + "/", StringComparison.Ordinal))).Where((_, index) => index % sample == 0)];
        if (mutants.Length == 0)
        {
            Console.Error.WriteLine($"There is nothing to change in {string.Join(", ", places)}.");
            return 64;
        }

        string verdictFile = Path.Combine(results, "verdicts.txt");
        Dictionary<int, Verdict> verdicts = isAgain && File.Exists(verdictFile)
            ? File.ReadLines(verdictFile).Select(line => line.Split(' ')).ToDictionary(words => int.Parse(words[0]), words => Enum.Parse<Verdict>(words[1]))
            : [];
        StrykerSwitch.Simplify(library, Path.Combine(AppContext.BaseDirectory, "IsoBuild.Core.dll"));
        foreach ((int mutant, Verdict verdict) in Try(results, [.. mutants.Where(mutant => !IsNoticed(verdicts.GetValueOrDefault(mutant.Id)))]))
        {
            verdicts[mutant] = verdict;
        }

        File.WriteAllLines(verdictFile, verdicts.Select(pair => $"{pair.Key} {pair.Value}"));
        return Print(mutants, verdicts) ? 0 : 1;
    }

    private static IEnumerable<KeyValuePair<int, Verdict>> Try(string results, Mutant[] wanted)
    {
        string now = Path.Combine(results, "now");
        if (Directory.Exists(now))
        {
            Directory.Delete(now, recursive: true);
        }

        Directory.CreateDirectory(now);
        Share[] shares = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(number => new Share(now, number, Environment.ProcessorCount))];
        File.WriteAllLines(shares[0].Wanted, wanted.Select(mutant => $"{mutant.Id} {mutant.Place}"));
        Parallel.ForEach(shares, share =>
        {
            if (Start("cover", share) != 0)
            {
                throw new InvalidOperationException("The tests cannot be run without a mutant.");
            }
        });
        Parallel.ForEach(shares, share =>
        {
            while (Start("try", share) != 0)
            {
                foreach ((int mutant, _) in share.Verdicts().Where(pair => pair.Value == Verdict.Begun))
                {
                    share.Write(mutant, Verdict.Endless);
                }
            }
        });
        return shares.SelectMany(share => share.Verdicts());
    }

    private static bool Print(Mutant[] mutants, Dictionary<int, Verdict> verdicts)
    {
        foreach (Mutant mutant in mutants.Where(mutant => !IsNoticed(verdicts[mutant.Id])).OrderBy(mutant => mutant.Place, StringComparer.Ordinal).ThenBy(mutant => mutant.Line))
        {
            Console.WriteLine($"{mutant.Place}:{mutant.Line}: {verdicts[mutant.Id]}: {mutant.Mutator}: {mutant.Replacement[..Math.Min(mutant.Replacement.Length, 120)]}\n    {mutant.Source}");
        }

        bool isGood = true;
        foreach (var room in mutants.GroupBy(mutant => mutant.Room))
        {
            double score = 100.0 * room.Count(mutant => IsNoticed(verdicts[mutant.Id])) / room.Count();
            isGood &= score >= Bar;
            Console.WriteLine($"{room.Key}: {score:F1} % of {room.Count()} mutants noticed ({string.Join(", ", room.CountBy(mutant => verdicts[mutant.Id]).OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value}"))})");
        }

        return isGood;
    }

    private static bool IsNoticed(Verdict verdict) => verdict is Verdict.Killed or Verdict.Endless;

    private static int Start(string what, Share share)
    {
        ProcessStartInfo start = new("dotnet", [typeof(Foreman).Assembly.Location, what, share.Results, $"{share.Number}", $"{share.Workers}"]);
        // A mutant that asks for all memory is refused it.
        start.Environment["DOTNET_GCHeapHardLimit"] = "0xC0000000";
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
