using System.Globalization;
using IsoBuild.Content;
using IsoBuild.Layout;
using IsoBuild.Summarizing;

namespace IsoBuild.Comparing;

/// <summary>How the entries of two trees differ: which there are, what they hold, and what else is said of them.</summary>
/// <param name="contents">Compares the content of files.</param>
/// <param name="allowance">How much may be told. Where that is not enough, whoever asks whether something is told hears that it is.</param>
/// <param name="cancellationToken">Stops the work.</param>
internal sealed class TreeComparer(ContentComparer contents, TextAllowance allowance, CancellationToken cancellationToken)
{
    private readonly List<ContentNode> removed = [];
    private readonly List<ContentNode> added = [];

    /// <summary>The paths of entries that only one image has, or that have another name; of directories, with everything in them.</summary>
    private readonly PathSet entryPaths = new();
    private readonly HashSet<string> contentPaths = new(StringComparer.Ordinal);
    private readonly HashSet<string> metadataPaths = new(StringComparer.Ordinal);

    /// <summary>What counts where one of the trees is a directory on disk; <see langword="null"/> for two images.</summary>
    public FolderRules? Folder { get; init; }

    public List<ImageDifference> Entries { get; } = [];

    public List<ImageDifference> Contents { get; } = [];

    public List<ImageDifference> Metadata { get; } = [];

    /// <summary>Whether an entry, or a directory above it, is told of.</summary>
    public bool IsEntryReported(string path) => allowance.IsSpent || (path.Length > 1 && entryPaths.Covers(path));

    /// <summary>Whether it is told that a file has other content.</summary>
    public bool IsContentReported(string path) => allowance.IsSpent || contentPaths.Contains(path);

    /// <summary>Whether it is told that an entry has other metadata.</summary>
    public bool IsMetadataReported(string path) => allowance.IsSpent || metadataPaths.Contains(path);

    public void Compare(ContentTree before, ContentTree after)
    {
        var pending = new Stack<(ContentDirectory Before, ContentDirectory After)>();
        CompareMetadata(before.Root, after.Root);
        pending.Push((before.Root, after.Root));
        while (pending.TryPop(out var pair))
        {
            cancellationToken.ThrowIfCancellationRequested();
            CompareEntries(Folder?.EntriesOf(pair.Before, isBefore: true) ?? pair.Before.Entries, Folder?.EntriesOf(pair.After, isBefore: false) ?? pair.After.Entries, pending);
        }

        var renamed = RenameFinder.Find(removed, added, HaveSameContent);
        foreach (var (old, now) in renamed)
        {
            if (allowance.TryAdd(Entries, new(DifferenceKind.Entry, DifferenceChange.Changed, Shown(now), $"{Noun(now)} {Shown(now)} was {Shown(old)}")))
            {
                entryPaths.Add(old.Path);
                entryPaths.Add(now.Path);
            }
        }

        var gone = renamed.Select(pair => pair.Old).ToHashSet();
        var come = renamed.Select(pair => pair.New).ToHashSet();
        Tell(removed.Where(node => !gone.Contains(node)), DifferenceChange.Removed);
        Tell(added.Where(node => !come.Contains(node)), DifferenceChange.Added);
        Entries.Sort(static (a, b) => Order(a.Change).CompareTo(Order(b.Change)) is not 0 and var order ? order : string.CompareOrdinal(a.Item, b.Item));
        Contents.Sort(static (a, b) => string.CompareOrdinal(a.Item, b.Item));
        Metadata.Sort(static (a, b) => string.CompareOrdinal(a.Item, b.Item));

        static int Order(DifferenceChange change) => change == DifferenceChange.Removed ? 0 : (int)change + 1;
    }

    private string KeyOf(ContentNode node) => Folder?.KeyOf(node) ?? node.Name;

    /// <summary>Both lists are in ordinal order of names.</summary>
    private void CompareEntries(ContentNode[] before, ContentNode[] after, Stack<(ContentDirectory Before, ContentDirectory After)> pending)
    {
        for (int i = 0, j = 0; i < before.Length || j < after.Length;)
        {
            var order = i == before.Length ? 1 : j == after.Length ? -1 : string.CompareOrdinal(KeyOf(before[i]), KeyOf(after[j]));
            if (order == 0 && before[i].GetType() == after[j].GetType())
            {
                ComparePair(before[i++], after[j++], pending);
                continue;
            }

            if (order <= 0)
            {
                removed.Add(before[i++]);
            }

            if (order >= 0)
            {
                added.Add(after[j++]);
            }
        }
    }

    private void ComparePair(ContentNode before, ContentNode after, Stack<(ContentDirectory Before, ContentDirectory After)> pending)
    {
        CompareMetadata(before, after);
        if (before is ContentDirectory directory)
        {
            pending.Push((directory, (ContentDirectory)after));
        }
        else if (before is ContentFile file && (Folder is null ? contents.Compare(file, (ContentFile)after) : Folder.TryRead(Folder.OnDisk(before, after), () => contents.Compare(file, (ContentFile)after))) is { } difference)
        {
            if (allowance.TryAdd(Contents, new(DifferenceKind.Content, DifferenceChange.Changed, Shown(after), $"file {Shown(after)} {difference.Message}", difference.Offset)))
            {
                contentPaths.Add(after.Path);
            }
        }
    }

    /// <summary>What cannot be read is not the same.</summary>
    private bool HaveSameContent(ContentFile before, ContentFile after) => Folder is null
        ? contents.Compare(before, after) is null
        : Folder.TryRead(Folder.OnDisk(before, after), () => (bool?)(contents.Compare(before, after) is null)) == true;

    private void CompareMetadata(ContentNode before, ContentNode after)
    {
        List<string>? changes = null;
        if (Folder is not null)
        {
            CompareWithFolder();
        }
        else
        {
            CompareAll();
        }

        if (changes is not null && allowance.TryAdd(Metadata, new(DifferenceKind.Metadata, DifferenceChange.Changed, Shown(after), $"{Noun(after)} {Shown(after)}: {string.Join("; ", changes)}")))
        {
            metadataPaths.Add(after.Path);
        }

        void CompareWithFolder()
        {
            if (Folder.ModeOf(before, isBefore: true) is { } was && Folder.ModeOf(after, isBefore: false) is { } has && was != has)
            {
                Add($"mode was {Mode(was)}, is {Mode(has)}");
            }

            CompareLinks();
        }

        void CompareAll()
        {
            if (before.Mode != after.Mode)
            {
                Add($"mode was {Mode(before.Mode)}, is {Mode(after.Mode)}");
            }

            if (before.OwnerId != after.OwnerId)
            {
                Add(string.Create(CultureInfo.InvariantCulture, $"owner was {before.OwnerId}, is {after.OwnerId}"));
            }

            if (before.GroupId != after.GroupId)
            {
                Add(string.Create(CultureInfo.InvariantCulture, $"group was {before.GroupId}, is {after.GroupId}"));
            }

            if (before.Modified != after.Modified)
            {
                Add($"date was {Date(before)}, is {Date(after)}");
            }

            if (before.MarkedHidden == 0 != (after.MarkedHidden == 0))
            {
                Add(after.MarkedHidden == 0 ? "is no longer marked as hidden" : "is marked as hidden");
            }

            AttributeChanges.Add(before.Attributes, after.Attributes, Add);
            if (before is ContentFile file && file.LinkCount != ((ContentFile)after).LinkCount)
            {
                Add(string.Create(CultureInfo.InvariantCulture, $"link count was {file.LinkCount}, is {((ContentFile)after).LinkCount}"));
            }

            CompareLinks();
            if (before is ContentSpecial special && after is ContentSpecial other && (special.Kind != other.Kind || special.Device != other.Device))
            {
                Add(string.Create(CultureInfo.InvariantCulture, $"was {special.Kind} {special.Device:X}, is {other.Kind} {other.Device:X}"));
            }
        }

        void CompareLinks()
        {
            if (before is ContentLink link && !string.Equals(link.Target, ((ContentLink)after).Target, StringComparison.Ordinal))
            {
                Add($"link target was \"{LayoutText.Escape(link.Target)}\", is \"{LayoutText.Escape(((ContentLink)after).Target)}\"");
            }
        }

        void Add(string change) => (changes ??= []).Add(change);
    }

    private void Tell(IEnumerable<ContentNode> nodes, DifferenceChange change)
    {
        foreach (var node in nodes)
        {
            var what = node switch
            {
                ContentFile file => $", {HumanSize.Counted(file.Length, "byte", "bytes")}",
                ContentLink link => $" to {LayoutText.Escape(link.Target)}",
                ContentDirectory directory when CountOf(directory) is > 0 and var count => $" with {HumanSize.Counted(count, "entry", "entries")}",
                _ => "",
            };
            if (allowance.TryAdd(Entries, new(DifferenceKind.Entry, change, Shown(node), $"{Noun(node)} {Shown(node)}{what}{Folder?.Note(node, change)}")))
            {
                entryPaths.Add(node.Path);
            }
        }
    }

    private static long CountOf(ContentDirectory directory)
    {
        long count = 0;
        var pending = new Stack<ContentDirectory>([directory]);
        while (pending.TryPop(out var next))
        {
            count += next.Entries.Length;
            foreach (var child in next.Entries)
            {
                if (child is ContentDirectory deeper)
                {
                    pending.Push(deeper);
                }
            }
        }

        return count;
    }

    private static string Shown(ContentNode node) => LayoutText.Escape(node.Path);

    private static string Noun(ContentNode node) => node switch
    {
        ContentFile => "file",
        ContentDirectory => "directory",
        ContentLink => "link",
        _ => "special file",
    };

    private static string Date(ContentNode node) => node.Modified is { } date ? ImageTimestamp.Format(date) : "none";

    private static string Mode(UnixFileMode? mode) => mode is { } bits ? "0" + Convert.ToString((int)bits, 8).PadLeft(3, '0') : "none";
}
