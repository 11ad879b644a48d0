using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Writing;

namespace IsoBuild.Extraction;

/// <summary>Writes the content of an image into a directory, and nowhere else.</summary>
/// <remarks>Directories first, then files, then further names for them, links last: while content is written, no link that the image brings is there to be followed.</remarks>
internal static class ImageExtractor
{
    /// <summary>A thread takes no fewer files at a time than this, where there are many, and goes on to the end of their directory.</summary>
    private const int SmallestBatch = 64;

    private const int LargestBatch = 1024;

    /// <summary>Of more than this, it takes no more.</summary>
    private const long BatchBytes = 1 << 24;

    /// <summary>How many diagnostics of one code are listed.</summary>
    private const int DiagnosticLimit = 1000;

    /// <param name="content">The tree.</param>
    /// <param name="directory">The target directory.</param>
    /// <param name="options">What and how.</param>
    /// <param name="damage">What was wrong with the tree when it was read: what an error concerns is not in it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <param name="rules">The rules for names, where they are not those of the target's file system.</param>
    /// <param name="byPaths">Whether to do without directory descriptors where the system has them.</param>
    public static ExtractResult Extract(ContentTree content, string directory, ExtractOptions options, IReadOnlyList<Diagnostic> damage, CancellationToken cancellationToken, TargetRules? rules = null, bool byPaths = false)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var diagnostics = new DiagnosticBag(DiagnosticLimit);
        var run = new ExtractionRun(options, cancellationToken);
        var path = DiskFile.ReachablePath(directory);
        var chosen = Selection.Choose(content, options, diagnostics);
        if (diagnostics.HasErrors || TryPrepare(path, byPaths, diagnostics, out var existed) is not var (target, probe))
        {
            return Result(run, diagnostics);
        }

        var began = false;
        try
        {
            rules ??= probe.Rules;
            (run.Masked, run.KeepsModes) = (probe.Masked, probe.KeepsModes);
            var plan = ExtractionPlan.Make(content, chosen, path, rules, target.KnowsNoPaths, options.Links, diagnostics);
            plan.Directories[0].Existed = existed;
            var obstacles = new DiagnosticBag(DiagnosticLimit);
            var freed = TargetCheck.FindExisting(plan, target, options.Overwrite, obstacles, cancellationToken);
            TargetCheck.CheckSize(plan, path, options.MaxBytes, freed, obstacles);
            diagnostics.AddAll(obstacles);

            if (!obstacles.HasErrors)
            {
                began = true;
                Write(plan, target, rules, run, diagnostics);
                foreach (var finding in damage.Where(finding => finding.Severity == DiagnosticSeverity.Error && Selection.Concerns(options, finding.Item)))
                {
                    diagnostics.Add(finding);
                }
            }
        }
        finally
        {
            target.Dispose();
            if (!began && !existed)
            {
                RemoveIfEmpty(path);
            }
        }

        return Result(run, diagnostics);
    }

    private static void Write(ExtractionPlan plan, TargetFolder target, TargetRules rules, ExtractionRun run, DiagnosticBag diagnostics)
    {
        try
        {
            MakeDirectories(plan, target, run);
            var written = WriteFiles(plan, target, run);
            HardLinkMaker.Make(plan, target, written, run);
            using var links = new LinkMaker(plan, target, rules, run, diagnostics);
            foreach (ref readonly var link in plan.Links)
            {
                run.CancellationToken.ThrowIfCancellationRequested();
                if (!link.Directory.Failed && !run.IsFull)
                {
                    links.Make(link);
                }
            }
        }
        finally
        {
            // What is written into a directory changes its date, and its own mode may forbid writing; until then, it is its owner's alone.
            using var walk = new TargetWalk(target);
            for (var i = plan.Directories.Count - 1; i > 0; i--)
            {
                Restore(plan.Directories[i], walk, run);
            }
        }
    }

    /// <returns>The target, open, and what it takes; <see langword="null"/> and a diagnostic when it cannot be used.</returns>
    private static (TargetFolder Target, TargetProbe Probe)? TryPrepare(string path, bool byPaths, DiagnosticBag diagnostics, out bool existed)
    {
        existed = false;
        TargetFolder? target = null;
        try
        {
            existed = Directory.Exists(path);
            Directory.CreateDirectory(path);
            target = TargetFolder.Open(path, byPaths);
            return (target, target.Probe());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            target?.Dispose();
            diagnostics.Error(DiagnosticId.ExtractTargetUnwritable, path, TargetPlace.Obstacle(path)
                ?? $"The target directory cannot be written. {WriteTrouble.Explain(failure, path, verb: "Extract", isFolder: true)}");
            return null;
        }
    }

    private static void MakeDirectories(ExtractionPlan plan, TargetFolder target, ExtractionRun run)
    {
        using var walk = new TargetWalk(target);
        if (plan.Directories[0].Existed)
        {
            DeleteLeftovers(plan.Directories[0], target);
        }

        foreach (var directory in plan.Directories.Skip(1))
        {
            // What is not made yet must not get a mode in the end.
            if (directory.Parent!.Failed || run.CancellationToken.IsCancellationRequested)
            {
                directory.Failed = true;
                continue;
            }

            try
            {
                if ((!directory.Existed || directory.IsClosed) && walk.Enter(directory.Parent).TryMakeDirectory(directory.Name))
                {
                    directory.Existed = false;
                    directory.IsMaskedLikeTarget = directory.Parent.IsMaskedLikeTarget;
                    run.Directories++;
                    walk.Enter(directory);
                    continue;
                }

                // Of what has come meanwhile, the mode is somebody else's.
                directory.Existed = true;
                var folder = walk.Enter(directory);
                if (run.Options.Overwrite && !OperatingSystem.IsWindows())
                {
                    Unlock(directory, folder);
                }

                DeleteLeftovers(directory, folder);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                directory.Failed = true;
                run.FailToWrite(directory.Node, failure, directory.Path);
            }
        }

        run.CancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Of what killed extractions left, nothing stays; what the image itself has under such a name does.</summary>
    private static void DeleteLeftovers(PlannedDirectory directory, TargetFolder folder) =>
        folder.DeleteLeftovers(name => directory.Names?.Contains(name, StringComparer.Ordinal) ?? directory.Node.IndexOf(name) >= 0);

    /// <summary>Directories of an earlier extraction may be closed even to their owner.</summary>
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void Unlock(PlannedDirectory directory, TargetFolder folder)
    {
        const UnixFileMode needed = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var mode = folder.GetMode();
        if ((mode & needed) != needed)
        {
            folder.SetMode(mode | needed);
            directory.ModeBefore = mode;
        }
    }

    /// <returns>Which files are whole and in their places.</returns>
    private static bool[] WriteFiles(ExtractionPlan plan, TargetFolder target, ExtractionRun run)
    {
        var count = plan.FileCount;
        var written = new bool[count];
        if (count == 0)
        {
            return written;
        }

        var threads = run.Options.Threads > 0 ? run.Options.Threads : Environment.ProcessorCount;
        var mostOpen = Math.Clamp(4 * TargetWalk.MostOpen / threads, 16, TargetWalk.MostOpen);
        try
        {
            Parallel.ForEach(
                Partitioner.Create(Batches(plan, threads), EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = run.CancellationToken },
                () => new FileExtractor(target, mostOpen, run),
                (batch, loop, extractor) =>
                {
                    var (start, end) = batch;
                    for (var files = plan.Files[start..end]; files.Length > 0 && !run.IsFull && !loop.ShouldExitCurrentIteration; files = files[1..], start++)
                    {
                        run.CancellationToken.ThrowIfCancellationRequested();
                        written[start] = !files[0].Directory.Failed && extractor.Extract(files);
                    }

                    extractor.Count();
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

    /// <summary>Stretches of files for one thread each. Threads that put files into one directory wait for each other, so none ends within a directory without need.</summary>
    private static IEnumerable<(int Start, int End)> Batches(ExtractionPlan plan, int threads)
    {
        var most = Math.Clamp(plan.FileCount / (threads * 8), 1, LargestBatch);
        var least = Math.Min(most, SmallestBatch);
        var start = 0;
        long bytes = 0;
        for (var i = 0; i < plan.FileCount; i++)
        {
            var file = plan.File(i);
            var count = i - start;
            if (count >= most || bytes > BatchBytes || (count >= least && plan.File(i - 1).Directory != file.Directory))
            {
                yield return (start, i);
                (start, bytes) = (i, 0);
            }

            bytes += ((ContentFile)file.Node).Length;
        }

        yield return (start, plan.FileCount);
    }

    private static void Restore(PlannedDirectory directory, TargetWalk walk, ExtractionRun run)
    {
        if (directory.Failed || (directory.Existed && !run.Options.Overwrite))
        {
            return;
        }

        run.NoteLists(directory.Node);
        try
        {
            var folder = walk.Enter(directory);
            if (run.Options.RestoreDates && directory.Node.Modified is { } date)
            {
                folder.SetDate(date);
            }

            if (!OperatingSystem.IsWindows() && run.ModeOf(directory) is { } mode)
            {
                SetMode(folder, mode);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            run.LoseAttributes(directory.Node, failure);
        }
    }

    /// <summary>Where the system keeps no sticky bit, nobody else may write: he could remove what is not his.</summary>
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void SetMode(TargetFolder folder, UnixFileMode mode)
    {
        const UnixFileMode writtenByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        folder.SetMode(mode);
        if ((mode & UnixFileMode.StickyBit) != 0 && (mode & writtenByOthers) != 0 && (folder.GetMode() & UnixFileMode.StickyBit) == 0)
        {
            folder.SetMode(mode & ~(writtenByOthers | UnixFileMode.StickyBit));
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
