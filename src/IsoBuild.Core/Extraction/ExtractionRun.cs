using System.Collections.Concurrent;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Writing;

namespace IsoBuild.Extraction;

/// <summary>What all threads of one extraction share: what was done, and what went wrong.</summary>
internal sealed class ExtractionRun(ExtractOptions options, CancellationToken cancellationToken)
{
    /// <summary>No set-id bits: they would give what an image brings the rights of who extracts it.</summary>
    private const UnixFileMode RestoredBits =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>What files get that nobody said anything of.</summary>
    private const UnixFileMode UsualFile = RestoredBits & ~(UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);

    /// <summary>How many bytes pass between two reports of progress.</summary>
    private const long ProgressStep = 1 << 20;

    private readonly ConcurrentBag<(int Index, Diagnostic Diagnostic)> failures = [];
    private readonly ConcurrentDictionary<Diagnostic, byte> notedOfAll = new(ReferenceEqualityComparer.Instance);
    private int files;
    private long bytes;
    private long written;
    private long reported;
    private readonly Lock attributesLock = new();
    private int withoutAttributes;
    private (ContentNode Node, string Reason)? firstWithoutAttributes;
    private int withLists;
    private ContentNode? firstWithLists;

    public ExtractOptions Options => options;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>The permissions that the target takes away from what is new.</summary>
    public UnixFileMode Masked { get; set; }

    /// <summary>Whether the target gives new files all the permissions that are asked for, but for those.</summary>
    public bool KeepsModes { get; set; }

    /// <summary>Whether the permissions of the image are restored in full. Of administrators, tar does the same.</summary>
    public bool RestoresExactly { get; } = options.ExactModes || (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess);

    /// <summary>What to make a file with, and whether the image says so. The system masks it.</summary>
    public (UnixFileMode Mode, bool IsRestored) ModeOf(ContentFile file) =>
        options.RestoreModes && file.ModeWithoutLists is { } mode ? (mode & RestoredBits, true) : (UsualFile, false);

    /// <summary>The permissions of a directory in the end; <see langword="null"/> when it keeps those that it has. The sticky bit gives nobody anything: without it, everybody could remove what is not his.</summary>
    public UnixFileMode? ModeOf(PlannedDirectory directory) =>
        options.RestoreModes && directory.Node.ModeWithoutLists is { } mode ? Mask(mode & (RestoredBits | UnixFileMode.StickyBit))
        : directory.Existed ? directory.ModeBefore
        : RestoredBits & ~Masked;

    /// <summary>Whether a file that was made with the permissions that the image says has those that are restored.</summary>
    public bool IsModeAsMade(UnixFileMode mode, PlannedDirectory directory) =>
        !RestoresExactly || (KeepsModes && directory.IsMaskedLikeTarget && (mode & Masked) == 0);

    /// <summary>Permissions that the image says, as far as they are restored.</summary>
    public UnixFileMode Mask(UnixFileMode mode) => RestoresExactly ? mode : mode & ~Masked;

    public int Files => files;

    public long Bytes => bytes;

    public int Directories { get; set; }

    public int Links { get; set; }

    /// <summary>Whether the disk is full, so that there is no use in going on.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Counts files that are whole and in their places.</summary>
    public void AddFiles(int count, long length)
    {
        Interlocked.Add(ref files, count);
        Interlocked.Add(ref bytes, length);
    }

    /// <summary>Counts bytes of a file that is being written, for the progress.</summary>
    public void Advance(long count)
    {
        var sum = Interlocked.Add(ref written, count);
        var last = Interlocked.Read(ref reported);
        if (options.Progress is not null && sum - last >= ProgressStep && Interlocked.CompareExchange(ref reported, sum, last) == last)
        {
            options.Progress.Report(sum);
        }
    }

    public void Fail(ContentNode node, DiagnosticId id, string message) =>
        failures.Add((node.Index, new Diagnostic(id, DiagnosticSeverity.Error, node.Path, message)));

    /// <summary>Hands on what there is to say of a file that is extracted all the same.</summary>
    public void Note(ContentFile file)
    {
        // What is said of a whole volume is said once.
        if (file.Finding is { } finding && (finding.Item is not null || notedOfAll.TryAdd(finding, 0)))
        {
            failures.Add((file.Index, finding));
        }
    }

    /// <summary>How an entry takes its place.</summary>
    public Replacement ReplacementOf(in PlannedEntry entry) =>
        !options.Overwrite ? Replacement.Never : entry.Replaces ? Replacement.Expected : Replacement.WhereTaken;

    /// <summary>Notes that something could not be written.</summary>
    /// <param name="node">What.</param>
    /// <param name="failure">Why.</param>
    /// <param name="path">Where on disk.</param>
    /// <param name="length">How many bytes it has, if it is a file.</param>
    public void FailToWrite(ContentNode node, Exception failure, string path, long? length = null)
    {
        var isFull = Fault.KindOf(failure) is FaultKind.Full or FaultKind.Quota;
        IsFull |= isFull;
        Fail(node, DiagnosticId.ExtractTargetUnwritable, $"{NameBytes.Show(path)} cannot be written. {WriteTrouble.Explain(failure, path, length, verb: "Extract")}{(isFull ? " The entries after it were left out." : "")}");
    }

    /// <summary>Notes that a date or a mode could not be set, which file systems for cameras refuse for every file.</summary>
    public void LoseAttributes(ContentNode node, Exception failure)
    {
        lock (attributesLock)
        {
            withoutAttributes++;
            if (firstWithoutAttributes is not var (first, _) || node.Index < first.Index)
            {
                firstWithoutAttributes = (node, WriteTrouble.Reason(failure));
            }
        }
    }

    /// <summary>Notes that an entry is extracted, and what it has beside date and mode is not.</summary>
    public void NoteLists(ContentNode node)
    {
        if (node.Attributes is not null)
        {
            lock (attributesLock)
            {
                withLists++;
                firstWithLists = firstWithLists is null || node.Index < firstWithLists.Index ? node : firstWithLists;
            }
        }
    }

    public void Report(DiagnosticBag diagnostics)
    {
        foreach (var (_, diagnostic) in failures.OrderBy(failure => failure.Index))
        {
            diagnostics.Add(diagnostic);
        }

        if (firstWithoutAttributes is var (node, reason))
        {
            diagnostics.Warning(DiagnosticId.ExtractAttributesLost, node.Path, $"Its date or mode could not be restored ({reason}){(withoutAttributes == 1 ? "" : $", nor those of {withoutAttributes - 1} other entries")}. Extract to another file system, or without dates and modes (--no-dates, --no-modes).");
        }

        if (firstWithLists is not null)
        {
            diagnostics.Info(DiagnosticId.ExtractListsNotRestored, firstWithLists.Path, $"Its access control lists or extended attributes are not restored{(withLists == 1 ? "" : $", nor those of {withLists - 1} other entries")}. The group bits of the mode are those of the list. xorriso restores both (-acl on -xattr on -extract).");
        }

        if (files > 0)
        {
            options.Progress?.Report(written);
        }
    }
}
