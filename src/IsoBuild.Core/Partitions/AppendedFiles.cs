using System.Globalization;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Partitions;

/// <summary>Partitions that somebody appended, with their files.</summary>
internal sealed class AppendedFiles
{
    private readonly List<(AppendedPartition Entry, ContentFile File)> partitions = [];

    /// <summary>What there is of them, by number.</summary>
    public IReadOnlyList<(AppendedPartition Entry, ContentFile File)> Partitions => partitions;

    /// <summary>Finds the files; what will not do is reported.</summary>
    public static AppendedFiles Find(IEnumerable<AppendedPartition> given, DiagnosticBag diagnostics)
    {
        var found = new AppendedFiles();
        foreach (var entry in given.OrderBy(entry => entry.Number))
        {
            if (Problem(entry) is { } problem)
            {
                diagnostics.Error(DiagnosticId.PartitionInvalid, entry.Item, problem, entry.Path);
            }
            else if (found.partitions.Exists(other => other.Entry.Number == entry.Number))
            {
                diagnostics.Error(DiagnosticId.PartitionInvalid, entry.Item, "Two partitions have this number. Give each its own.", entry.Path);
            }
            else if (NamedFile.Find(entry.Path, "partition's file", diagnostics) is { } source)
            {
                if (source.Length == 0)
                {
                    diagnostics.Error(DiagnosticId.PartitionInvalid, entry.Item, "The partition's file is empty. Name another file.", entry.Path);
                }

                if (entry.Stretch is { } stretch && stretch.Start + stretch.Length > source.Length)
                {
                    diagnostics.Error(DiagnosticId.PartitionInvalid, entry.Item, string.Create(CultureInfo.InvariantCulture, $"The partition is said to be at byte {stretch.Start} of {entry.Path} and {stretch.Length} bytes long, but the file has only {source.Length} bytes. Correct the numbers, or name the file that they are of."), entry.Path);
                    continue;
                }

                found.partitions.Add((entry, new ContentFile(entry.Item, entry.Stretch is { } part ? new FileStretch(source, part.Start, part.Length) : source) { Compress = false, StandsAlone = true }));
            }
        }

        return found;
    }

    /// <summary>The file of a number; <see langword="null"/> when there is none.</summary>
    public ContentFile? FileOf(int number) => partitions.Find(partition => partition.Entry.Number == number).File;

    /// <summary>Makes the files known to the content, though no tree shows them.</summary>
    public void AddTo(ContentTree content)
    {
        foreach (var (_, file) in partitions)
        {
            file.Parent = content.Root;
            content.Unshown = [.. content.Unshown, file];
        }
    }

    /// <summary>Tells the content of files where they go, and what the sector map calls them.</summary>
    public void AddTo(FileData files, bool hasGpt)
    {
        foreach (var (entry, file) in partitions)
        {
            files.Unshown.Add((file, PartitionViews.NameOf(entry, hasGpt), RegionKind.Partition));
            files.Slots[file] = RegionSlot.Appended;
        }
    }

    /// <summary>Whether the tables have room for all of them; what has none is reported.</summary>
    public bool Check(bool hasGpt, DiagnosticBag diagnostics)
    {
        var most = hasGpt ? GptHeader.EntryCount : MasterBootRecord.PartitionCount;
        foreach (var (entry, _) in partitions.Where(partition => partition.Entry.Number > most))
        {
            diagnostics.Error(DiagnosticId.PartitionInvalid, entry.Item, $"A master boot record has partitions 1 to {MasterBootRecord.PartitionCount} only. Give the partition one of these numbers, or write a GPT.", entry.Path);
        }

        return !diagnostics.HasErrors;
    }

    private static string? Problem(AppendedPartition entry) =>
        entry.Number is < 1 or > GptHeader.EntryCount ? $"The partition number must be 1 to {MasterBootRecord.PartitionCount}, or with a GPT up to {GptHeader.EntryCount}."
        : entry.Type is null ? "The partition has no type. Give a number such as 0xef, or a GUID."
        : entry.Name.Length > GptPartition.NameLength ? string.Create(CultureInfo.InvariantCulture, $"The partition's name is {entry.Name.Length} characters long, but at most {GptPartition.NameLength} fit. Shorten it.")
        : null;
}
