using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Extraction;

/// <summary>Writes the content of an image into a directory, and nowhere else.</summary>
/// <remarks>Directories first, then files, then further names for them, links last: while content is written, no link that the image brings is there to be followed.</remarks>
internal static class ImageExtractor
{
    private const int LargestBatch = 64;

    /// <summary>How many diagnostics of one code are listed.</summary>
    private const int DiagnosticLimit = 1000;

    /// <param name="content">The tree.</param>
    /// <param name="directory">The target directory.</param>
    /// <param name="options">What and how.</param>
    /// <param name="damage">What was wrong with the tree when it was read: what an error concerns is not in it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <param name="rules">The rules for names, where they are not those of the target's file system.</param>
    public static ExtractResult Extract(ContentTree content, string directory, ExtractOptions options, IReadOnlyList<Diagnostic> damage, CancellationToken cancellationToken, TargetRules? rules = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var diagnostics = new DiagnosticBag(DiagnosticLimit);
        var run = new ExtractionRun(options, cancellationToken);
        var target = DiskFile.ReachablePath(directory);
        var chosen = Selection.Choose(content, options, diagnostics);
        if (diagnostics.HasErrors || TryPrepare(target, diagnostics, ref rules) is not { } existed)
        {
            return Result(run, diagnostics);
        }

        var began = false;
        try
        {
            var plan = ExtractionPlan.Make(content, chosen, target, rules!, options.Links, diagnostics);
            plan.Directories[0].Existed = existed;
            var obstacles = new DiagnosticBag(DiagnosticLimit);
            var freed = TargetCheck.FindExisting(plan, options.Overwrite, obstacles, cancellationToken);
            TargetCheck.CheckSize(plan, target, options.MaxBytes, freed, obstacles);
            diagnostics.AddAll(obstacles);

            if (!obstacles.HasErrors)
            {
                began = true;
                Write(plan, rules!, run, diagnostics);
                foreach (var finding in damage.Where(finding => finding.Severity == DiagnosticSeverity.Error && Selection.Concerns(options, finding.Item)))
                {
                    diagnostics.Add(finding);
                }
            }
        }
        finally
        {
            if (!began && !existed)
            {
                RemoveIfEmpty(target);
            }
        }

        return Result(run, diagnostics);
    }

    private static void Write(ExtractionPlan plan, TargetRules rules, ExtractionRun run, DiagnosticBag diagnostics)
    {
        MakeDirectories(plan, run);
        var written = WriteFiles(plan, run);
        HardLinkMaker.Make(plan, written, run);
        var links = new LinkMaker(plan, rules, run, diagnostics);
        foreach (ref readonly var link in plan.Links)
        {
            run.CancellationToken.ThrowIfCancellationRequested();
            if (!link.Directory.Failed && !run.IsFull)
            {
                links.Make(link);
            }
        }

        // What is written into a directory changes its date, and its own mode may forbid writing.
        for (var i = plan.Directories.Count - 1; i > 0; i--)
        {
            Restore(plan.Directories[i], run);
        }
    }

    /// <returns>Whether the target was there; <see langword="null"/> and a diagnostic when it cannot be used.</returns>
    private static bool? TryPrepare(string target, DiagnosticBag diagnostics, ref TargetRules? rules)
    {
        try
        {
            var existed = Directory.Exists(target);
            Directory.CreateDirectory(target);
            rules ??= TargetRules.Probe(target);
            return existed;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error(DiagnosticId.ExtractTargetUnwritable, target, File.Exists(target)
                ? "A file has this name. Remove it, or extract elsewhere."
                : $"The target directory cannot be written: {failure.Message} Extract elsewhere, or get permission to write there.");
            return null;
        }
    }

    private static void MakeDirectories(ExtractionPlan plan, ExtractionRun run)
    {
        foreach (var directory in plan.Directories.Skip(1))
        {
            run.CancellationToken.ThrowIfCancellationRequested();
            if (directory.Parent!.Failed)
            {
                directory.Failed = true;
                continue;
            }

            try
            {
                if (!directory.Existed)
                {
                    DiskFile.MakeDirectory(directory.Path);
                    run.Directories++;
                }
                else if (run.Options.Overwrite && !OperatingSystem.IsWindows())
                {
                    Unlock(directory.Path);
                }

                // Somebody else may have been faster.
                if (DiskFile.Look(directory.Path).LinkTarget is not null)
                {
                    throw new IOException("A link has taken its place.");
                }
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                directory.Failed = true;
                run.FailToWrite(directory.Node, failure);
            }
        }
    }

    /// <summary>Directories of an earlier extraction may be closed even to their owner.</summary>
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void Unlock(string path)
    {
        const UnixFileMode needed = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var mode = DiskFile.GetMode(path);
        if ((mode & needed) != needed)
        {
            DiskFile.SetMode(path, mode | needed);
        }
    }

    /// <returns>Which files are whole and in their places.</returns>
    private static bool[] WriteFiles(ExtractionPlan plan, ExtractionRun run)
    {
        var count = plan.FileCount;
        var written = new bool[count];
        if (count == 0)
        {
            return written;
        }

        var threads = run.Options.Threads > 0 ? run.Options.Threads : Environment.ProcessorCount;
        var batch = Math.Clamp(count / (threads * 8), 1, LargestBatch);
        var started = 0;
        try
        {
            Parallel.ForEach(
                Partitioner.Create(0, count, batch),
                new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = run.CancellationToken },
                () => new FileExtractor(Interlocked.Increment(ref started), run),
                (range, loop, extractor) =>
                {
                    for (var i = range.Item1; i < range.Item2 && !run.IsFull && !loop.ShouldExitCurrentIteration; i++)
                    {
                        run.CancellationToken.ThrowIfCancellationRequested();
                        var file = plan.File(i);
                        written[i] = !file.Directory.Failed && extractor.Extract(file);
                    }

                    return extractor;
                },
                extractor => extractor.Dispose());
        }
        catch (AggregateException several)
        {
            // What a thread could not deal with: the first is as good as any.
            ExceptionDispatchInfo.Throw(several.Flatten().InnerExceptions[0]);
        }

        return written;
    }

    private static void Restore(PlannedDirectory directory, ExtractionRun run)
    {
        if (directory.Failed || (directory.Existed && !run.Options.Overwrite))
        {
            return;
        }

        run.NoteLists(directory.Node);
        try
        {
            if (run.Options.RestoreDates && directory.Node.Modified is { } date)
            {
                DiskFile.SetDate(directory.Path, date, isDirectory: true);
            }

            if (run.Options.RestoreModes && directory.Node.ModeWithoutLists is { } mode && !OperatingSystem.IsWindows())
            {
                DiskFile.SetMode(directory.Path, mode & ExtractionRun.RestoredBits);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            run.LoseAttributes(directory.Node, failure);
        }
    }

    private static void RemoveIfEmpty(string target)
    {
        try
        {
            Directory.Delete(target);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Somebody else has begun to use it.
        }
    }

    private static ExtractResult Result(ExtractionRun run, DiagnosticBag diagnostics)
    {
        run.Report(diagnostics);
        return new ExtractResult(run.Files, run.Directories, run.Links, run.Bytes, diagnostics.ToList());
    }
}
