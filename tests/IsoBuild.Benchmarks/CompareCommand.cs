using System.CommandLine;

namespace IsoBuild.Benchmarks;

/// <summary><c>compare</c>: runs workloads, and reports.</summary>
internal static class CompareCommand
{
    /// <summary>A file system in memory, where Linux has one.</summary>
    private const string SharedMemory = "/dev/shm";

    public static Command Make()
    {
        string[] names = [.. Workload.All.Select(workload => workload.Name)];
        Argument<string[]> workloads = new("workload")
        {
            Description = "What to run. Default: everything. " + string.Join("; ", Workload.All.Select(workload => $"{workload.Name}: {workload.Description}")) + ".",
        };
        workloads.AcceptOnlyFromAmong(names);
        Option<int?> rounds = new("--rounds") { Description = "How often each program runs, after a run that does not count. Default: 5, or 2 with --quick." };
        rounds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() < 1)
            {
                result.AddError("--rounds is a number from 1");
            }
        });
        Option<bool> quick = new("--quick") { Description = "Small content: shows that everything works. The bars are set for the full sizes." };
        Option<string> folder = new("--folder") { Description = "Where on disk to work.", DefaultValueFactory = _ => Path.GetTempPath() };
        Option<bool> keep = new("--keep") { Description = "Keep the content that was made, and use it again next time." };
        Option<FileInfo?> program = new("--isobuild") { Description = "The command to measure. Default: this repository's, published for this." };

        Command command = new("compare", "Runs IsoBuild and other programs in turn, and prints their times, peaks of memory and ratios as a table.") { workloads, rounds, quick, folder, keep, program };
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                string[] chosen = parsed.GetValue(workloads) is { Length: > 0 } some ? some : names;
                bool isQuick = parsed.GetValue(quick);
                // Kept content is found again by its name; small content is not taken for the full one.
                Place In(string root) => parsed.GetValue(keep) ? new Place(Path.Combine(root, isQuick ? "isobuild-compare-quick" : "isobuild-compare")) : Place.Temporary(root);
                using Place disk = In(parsed.GetValue(folder)!);
                using Place? memory = disk.IsOnDisk && Directory.Exists(SharedMemory) ? In(SharedMemory) : null;
                using Launcher launcher = new(cancellation);

                Isobuild isobuild = parsed.GetValue(program) is { } given ? new Isobuild(given.FullName) : Isobuild.Publish();
                Report report = new(Console.Out, Console.Error);
                int count = parsed.GetValue(rounds) ?? (isQuick ? 2 : 5);
                report.Begin(Machine.Describe(isobuild).Append($"{count} rounds, more of what is short, after a warm-up; median times, medians of the ratios of pairs, greatest peaks; on disk, the time of every image includes its flush{(isQuick ? "; small content, which the bars are not set for" : "")}"));
                Session session = new(isobuild, launcher, report, isQuick, count, disk, memory);
                foreach (Workload workload in Workload.All.Where(workload => chosen.Contains(workload.Name)))
                {
                    session.Run(workload);
                }

                report.End();
                return report.Failures == 0 ? 0 : 1;
            },
            CancellationToken.None));
        return command;
    }
}
