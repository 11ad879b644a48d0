using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Extraction;

namespace IsoBuild.Comparing;

/// <summary>What is compared where one of two trees is a directory on disk: as much as an image has that is made from it with default options.</summary>
/// <param name="view">The tree of the image.</param>
/// <param name="isFirst">Whether the directory is the first of the two.</param>
/// <param name="folder">The directory's content, and what is known of modes there.</param>
/// <param name="diagnostics">Receives reports of what cannot be read.</param>
internal sealed class FolderRules(ImageFormats view, bool isFirst, ContentTree folder, DiagnosticBag diagnostics)
{
    private readonly FileModes modes = new(folder);
    private readonly HashSet<ContentNode> unread = [];
    private readonly TargetRules names = OperatingSystem.IsWindows() ? TargetRules.Windows : TargetRules.Unix;

    /// <summary>Whether the tree holds modes.</summary>
    private bool HasModes => view is ImageFormats.RockRidge or ImageFormats.Udf;

    /// <summary>By what entries are the same: the tree that has no other names than those of ISO 9660 knows no case.</summary>
    public string KeyOf(ContentNode node) => view == ImageFormats.Iso9660 ? NameCase.Fold(node.Name) : node.Name;

    /// <summary>The entries of a directory as the tree shows them, in the order of their keys.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="isBefore">Whether it belongs to the first of the two.</param>
    public ContentNode[] EntriesOf(ContentDirectory directory, bool isBefore)
    {
        var entries = isBefore == isFirst && view != ImageFormats.RockRidge ? [.. directory.Entries.Select(AsShown).OfType<ContentNode>()] : directory.Entries;
        return view == ImageFormats.Iso9660 ? [.. entries.OrderBy(KeyOf, StringComparer.Ordinal)] : entries;
    }

    /// <summary>The mode of an entry; <see langword="null"/> where nothing has one to compare it with.</summary>
    public UnixFileMode? ModeOf(ContentNode node, bool isBefore)
    {
        if (!HasModes || node is ContentLink or ContentSpecial)
        {
            return null;
        }

        if (isBefore != isFirst)
        {
            return node.Mode;
        }

        if (node is ContentFile { Length: > 0 } file)
        {
            TryRead(file, () =>
            {
                using var content = file.Source.Open();
                modes.Learn(file, content);
                return true;
            });
        }

        return modes.Of(node);
    }

    /// <summary>Of a file of the first and one of the second, that of the directory.</summary>
    public ContentNode OnDisk(ContentNode before, ContentNode after) => isFirst ? before : after;

    /// <summary>Reads a file of the directory, which may not be there any more.</summary>
    public T? TryRead<T>(ContentNode node, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is not ContentException and (IOException or UnauthorizedAccessException))
        {
            if (unread.Add(node))
            {
                diagnostics.Error(DiagnosticId.SourceUnreadable, (node as ContentFile)?.Source.FilePath ?? node.Path, $"The file cannot be compared: {failure.Message} Give the user who compares permission to read it.");
            }

            return default;
        }
    }

    /// <summary>What there is to say of an entry that the directory lacks.</summary>
    public string Note(ContentNode node, DifferenceChange change) =>
        change == (isFirst ? DifferenceChange.Added : DifferenceChange.Removed) && !string.Equals(names.Apply(node.Name), node.Name, StringComparison.Ordinal)
            ? ", whose name no file on this disk can have"
            : "";

    /// <summary>In trees without links and devices.</summary>
    private static ContentNode? AsShown(ContentNode node) => node switch
    {
        ContentLink { LeadsTo: { } file } => new ContentFile(node.Name, file.Source) { Parent = node.Parent, Index = file.Index },
        ContentLink or ContentSpecial => null,
        _ => node,
    };
}
