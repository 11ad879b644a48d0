using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Extraction;

/// <summary>Gives files their further names (hard links), once they are whole. Where the file system has no such thing, or allows no more of them, the name gets a copy.</summary>
internal static class HardLinkMaker
{
    /// <param name="plan">What is extracted.</param>
    /// <param name="target">Where to.</param>
    /// <param name="written">Which of the plan's files are whole and in their places.</param>
    /// <param name="run">What was done, and what went wrong.</param>
    public static void Make(ExtractionPlan plan, TargetFolder target, bool[] written, ExtractionRun run)
    {
        if (plan.HardLinks.IsEmpty)
        {
            return;
        }

        using var copier = new FileExtractor(target, TargetWalk.MostOpen, run);
        using var holders = new TargetWalk(target);
        using var names = new TargetWalk(target);
        foreach (ref readonly var name in plan.HardLinks)
        {
            run.CancellationToken.ThrowIfCancellationRequested();
            if (run.IsFull || name.Directory.Failed)
            {
                continue;
            }

            if (written[name.Holder] && TryLink(plan.File(name.Holder), name, run.ReplacementOf(name), holders, names))
            {
                run.AddFiles(count: 1, length: 0);
            }
            else
            {
                Copy(name, copier, run);
            }
        }
    }

    private static bool TryLink(in PlannedEntry holder, in PlannedEntry name, Replacement replacement, TargetWalk holders, TargetWalk names)
    {
        try
        {
            return names.Enter(name.Directory).TryLink(holders.Enter(holder.Directory), holder.Name, name.Name, replacement);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // One of the directories is gone. The copy says so, if it is its own.
            return false;
        }
    }

    /// <summary>Writes the name as a file of its own. Nobody counted its bytes before.</summary>
    private static void Copy(in PlannedEntry name, FileExtractor copier, ExtractionRun run)
    {
        var length = ((ContentFile)name.Node).Length;
        if (run.Options.MaxBytes is { } most && length > most - run.Bytes)
        {
            run.Fail(name.Node, DiagnosticId.ExtractTooLarge, $"It is a hard link, which the target directory's file system does not support. A copy needs {length} more bytes, but at most {most} are allowed. Allow more, or extract elsewhere.");
        }
        else
        {
            copier.Extract(new ReadOnlySpan<PlannedEntry>(in name));
        }
    }
}
