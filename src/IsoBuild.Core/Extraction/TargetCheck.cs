using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Writing;

namespace IsoBuild.Extraction;

/// <summary>Looks at the target before anything is written: what stands in the way, and whether there is room.</summary>
internal static class TargetCheck
{
    /// <summary>Finds what is there already.</summary>
    /// <returns>How many bytes will be freed by files that are replaced.</returns>
    public static long FindExisting(ExtractionPlan plan, TargetFolder target, bool overwrite, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        using var walk = new TargetWalk(target);
        foreach (var directory in plan.Directories.Skip(1).Where(directory => directory.Parent!.Existed))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var found = Look(walk, directory.Parent!, directory.Name, directory.Node, overwrite, diagnostics).Kind;
            directory.IsClosed = directory.Parent!.IsClosed;
            directory.Existed = found == FoundKind.Directory || directory.IsClosed;
            if (found is FoundKind.File or FoundKind.Link)
            {
                diagnostics.Error(DiagnosticId.ExtractTargetExists, directory.Node.Path, found == FoundKind.Link
                    ? $"{directory.Path} is a link, and links in the target directory are not followed. Remove it, or extract elsewhere."
                    : $"{directory.Path} is a file, but the image has a directory at this path. Remove the file, or extract elsewhere.");
            }
        }

        return FindExisting(plan.Files, walk, overwrite, diagnostics, cancellationToken)
            + FindExisting(plan.HardLinks, walk, overwrite, diagnostics, cancellationToken)
            + FindExisting(plan.Links, walk, overwrite, diagnostics, cancellationToken);
    }

    /// <summary>Compares what will be written with what may be.</summary>
    public static void CheckSize(ExtractionPlan plan, string target, long? maxBytes, long freed, DiagnosticBag diagnostics)
    {
        // Sizes are what the image says, so the sum may be anything.
        UInt128 total = 0;
        foreach (ref readonly var file in plan.Files)
        {
            total += (UInt128)((ContentFile)file.Node).Length;
        }

        if (maxBytes is { } most && total > (UInt128)Math.Max(0, most))
        {
            diagnostics.Error(DiagnosticId.ExtractTooLarge, item: null, $"The files have {total} bytes in total, but at most {most} are allowed. Allow more, or extract fewer files.");
        }
        else if (FreeSpace(target) is { } free && total > (UInt128)free + (UInt128)freed)
        {
            diagnostics.Error(DiagnosticId.ExtractTooLarge, item: null, $"The files have {total} bytes in total, but {target} has only {free} bytes free. Free some space, extract fewer files, or extract elsewhere.");
        }
    }

    private static long FindExisting(Span<PlannedEntry> entries, TargetWalk walk, bool overwrite, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        long freed = 0;
        foreach (ref var entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!entry.Directory.Existed)
            {
                continue;
            }

            var found = Look(walk, entry.Directory, entry.Name, entry.Node, overwrite, diagnostics);
            if (entry.Directory.IsClosed)
            {
                entry.Replaces = true;
            }
            else if (found.Kind == FoundKind.Directory)
            {
                diagnostics.Error(DiagnosticId.ExtractTargetExists, entry.Node.Path, $"{entry.Path} is a directory, but the image has a file at this path. Remove the directory, or extract elsewhere.");
            }
            else if (found.Kind != FoundKind.Nothing && !overwrite)
            {
                diagnostics.Error(DiagnosticId.ExtractTargetExists, entry.Node.Path, $"{entry.Path} already exists. Allow overwriting, or extract elsewhere.");
            }
            else if (found.Kind != FoundKind.Nothing)
            {
                entry.Replaces = true;
                freed += found.Length;
            }
        }

        return freed;
    }

    /// <summary>What is there. A name that the file system does not even look for is an error: it could not be written either.</summary>
    private static Found Look(TargetWalk walk, PlannedDirectory directory, string name, ContentNode node, bool overwrite, DiagnosticBag diagnostics)
    {
        if (directory.IsClosed)
        {
            return default;
        }

        try
        {
            return walk.Enter(directory).Look(name);
        }
        catch (UnauthorizedAccessException) when (overwrite)
        {
            // An earlier extraction may have closed it, as the image says. It is opened for writing, if it is ours.
            directory.IsClosed = true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error(DiagnosticId.ExtractTargetUnwritable, node.Path, $"{NameBytes.Show(Path.Join(directory.Path, name))} cannot be written. {WriteTrouble.Explain(failure, Path.Join(directory.Path, name), verb: "Extract")}");
        }

        return default;
    }

    private static long? FreeSpace(string directory)
    {
        try
        {
            return new DriveInfo(directory).AvailableFreeSpace;
        }
        catch (Exception failure) when (failure is ArgumentException or IOException or UnauthorizedAccessException)
        {
            // A network share without a drive letter, for one: a full disk is then told while writing.
            return null;
        }
    }
}
