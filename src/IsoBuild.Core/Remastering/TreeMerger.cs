using System.Buffers;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Remastering;

/// <summary>Finds out of every entry which trees of the base show it, though names may differ from tree to tree: what is one file lies in one place.</summary>
/// <param name="hasRockRidge">Whether the primary tree has names that are not cut.</param>
/// <param name="diagnostics">Receives reports of what cannot be one content with the rest.</param>
internal sealed class TreeMerger(bool hasRockRidge, DiagnosticBag diagnostics)
{
    /// <summary>What no tree alters but plain ISO 9660, up to a length that all of them have room for.</summary>
    private static readonly SearchValues<char> Ordinary = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._- ");
    private const int OrdinaryLength = 60;

    private readonly Dictionary<ContentFile, ContentFile> files = [];

    /// <summary>Empty files that trees show in the place of what they cannot hold: they do not come along.</summary>
    public List<ContentNode> Placeholders { get; } = [];

    /// <summary>The file that an entry is a name of, in the first of the trees that shows any of its names; <see langword="null"/> for a file of one name.</summary>
    public ContentFile? FileOf(ContentFile name)
    {
        var file = name.HardLinkOf ?? name;
        return files.TryGetValue(file, out var known) ? known : file.LinkCount > 1 ? file : null;
    }

    /// <summary>Notes what a further tree shows, and adds what it alone shows.</summary>
    /// <param name="root">The entries so far.</param>
    /// <param name="tree">The tree.</param>
    /// <param name="format">What the tree is.</param>
    /// <param name="places">Of the tree's nodes.</param>
    public void Add(BaseEntry root, ContentTree tree, ImageFormats format, Places places)
    {
        root.Show(tree.Root, format);
        var pending = new Stack<(BaseEntry Entry, ContentDirectory Directory)>();
        pending.Push((root, tree.Root));
        while (pending.TryPop(out var next))
        {
            var matched = Match(next.Entry, next.Directory, format, places, out var alone);
            foreach (var (entry, node) in matched)
            {
                entry.Show(node, format);
                TakeContent(entry, node, format, places);
                if (node is ContentDirectory directory)
                {
                    pending.Push((entry, directory));
                }
                else if (node is ContentFile { LinkCount: > 1 } file && entry.Node is ContentFile shown)
                {
                    // What further names there are of it, this tree alone may show.
                    var first = FileOf(shown) ?? shown;
                    files.TryAdd(file.HardLinkOf ?? file, first);
                    files.TryAdd(first, first);
                }
            }

            AddAlone(next.Entry, alone, format, places);
        }
    }

    /// <summary>Of the content that trees of the base show under one name, what is there counts more than what is not: genisoimage records the files of earlier
    /// sessions as empty in the UDF of a later one.</summary>
    private void TakeContent(BaseEntry entry, ContentNode node, ImageFormats format, Places places)
    {
        if (entry.Node is not ContentFile shown || node is not ContentFile other || shown.Length == other.Length || entry.Place.First == places.Of(node).First)
        {
            return;
        }

        if (shown.Length == 0 && entry.Content is null)
        {
            entry.Content = other;
            diagnostics.Warning(DiagnosticId.BaseEntryUnusable, shown.Path, $"One tree of the base shows the file as empty, its {format} tree with {other.Length} bytes, which are used. Check that they are what you expect.");
        }
        else if (other.Length > 0 && other.Length != entry.Content?.Length)
        {
            diagnostics.Warning(DiagnosticId.BaseEntryUnusable, shown.Path, $"The {format} tree of the base shows {other.Length} bytes under this name, another tree {(entry.Content ?? shown).Length}, which are used. Check that they are what you expect.");
        }
    }

    private void AddAlone(BaseEntry parent, List<ContentNode> alone, ImageFormats format, Places places)
    {
        if (alone.Count == 0)
        {
            return;
        }

        var taken = new Dictionary<string, ContentNode>(StringComparer.Ordinal);
        parent.Children.ForEach(child => taken.TryAdd(child.Node.Name, child.Node));
        foreach (var node in alone)
        {
            if (taken.TryAdd(node.Name, node))
            {
                parent.Children.Add(BaseEntry.Of(node, format, places));
            }
            else if (node is ContentFile { Length: 0 } && taken[node.Name] is ContentSpecial or ContentLink)
            {
                // What genisoimage and bsdtar put in the place of a pipe, or of a link that leads nowhere.
                Placeholders.Add(node);
            }
            else
            {
                diagnostics.Warning(DiagnosticId.BaseEntryUnusable, node.Path, $"The {format} tree of the base has another kind of entry under this name than its other trees. It is not carried over.");
            }
        }
    }

    /// <summary>The entries of a directory that a further tree shows too: first those of the same name and place, then those of the same place, whose names
    /// the tree could not hold, then those of the same name, of which not all trees show the same, and then the rest in order.</summary>
    private List<(BaseEntry Entry, ContentNode Node)> Match(BaseEntry parent, ContentDirectory directory, ImageFormats format, Places places, out List<ContentNode> alone)
    {
        var matched = new List<(BaseEntry, ContentNode)>(directory.Entries.Length);
        var names = new Dictionary<string, BaseEntry>(parent.Children.Count, StringComparer.Ordinal);
        foreach (var child in parent.Children)
        {
            names[child.Node.Name] = child;
        }

        alone = [];
        foreach (var node in directory.Entries)
        {
            if (names.TryGetValue(node.Name, out var entry) && entry.IsDirectory == node is ContentDirectory && entry.Place == places.Of(node))
            {
                names.Remove(node.Name);
                matched.Add((entry, node));
            }
            else
            {
                alone.Add(node);
            }
        }

        if (alone.Count > 0 && names.Count > 0)
        {
            var left = parent.Children.Where(child => names.ContainsKey(child.Node.Name)).ToList();
            var renamed = MayBeRenamed(parent, left, format);

            // Of several in one place, those of the same date: a tree that cut their names did not cut that.
            Pair(renamed.Contains, left, alone, matched, entry => (entry.IsDirectory, entry.Place, entry.Node.Modified), node => (node is ContentDirectory, places.Of(node), node.Modified), static key => key.Item2.First != Place.Nowhere);
            Pair(renamed.Contains, left, alone, matched, entry => (entry.IsDirectory, entry.Place), node => (node is ContentDirectory, places.Of(node)), static key => key.Item2.First != Place.Nowhere);
            Pair(_ => true, left, alone, matched, entry => (entry.IsDirectory, entry.Node.Name), node => (node is ContentDirectory, node.Name), static _ => true);
            Pair(renamed.Contains, left, alone, matched, entry => (entry.IsDirectory, entry.Place.First), node => (node is ContentDirectory, places.Of(node).First), static key => key.Item2 != Place.Nowhere);
            Pair(_ => true, left, alone, matched, entry => (entry.IsDirectory, entry.Node.Name.ToUpperInvariant()), node => (node is ContentDirectory, node.Name.ToUpperInvariant()), static _ => true);

            // What has no content may have any name; a directory of which the trees show different parts is still one.
            Pair(renamed.Contains, left, alone, matched, entry => (entry.IsDirectory, entry.Place.First == Place.Nowhere, entry.Node.Modified), node => (node is ContentDirectory, places.Of(node).First == Place.Nowhere, node.Modified), static key => key.Item2);
            Pair(renamed.Contains, left, alone, matched, entry => (entry.IsDirectory, entry.Place.First == Place.Nowhere), node => (node is ContentDirectory, places.Of(node).First == Place.Nowhere), static key => key.Item2);
            if (left.Count(entry => entry.IsDirectory) == alone.Count(node => node is ContentDirectory))
            {
                Pair(renamed.Contains, left, alone, matched, entry => entry.IsDirectory, node => node is ContentDirectory, static key => key);
            }
        }

        return matched;
    }

    /// <summary>The entries that another tree may show by another name: what every tree can hold, and no other entry has but for case, is called so in each of them.</summary>
    private HashSet<BaseEntry> MayBeRenamed(BaseEntry parent, List<BaseEntry> left, ImageFormats format)
    {
        if (!hasRockRidge && (format & ImageFormats.Iso9660) != 0)
        {
            return [.. left];
        }

        var counts = parent.Children.CountBy(child => NameCase.Fold(child.Node.Name), StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return [.. left.Where(entry => !IsOrdinary(entry.Node.Name) || counts[NameCase.Fold(entry.Node.Name)] > 1 || IsNamedByPlain(entry))];

        static bool IsOrdinary(string name) => name.Length <= OrdinaryLength && name[^1] is not ('.' or ' ') && !name.AsSpan().ContainsAnyExcept(Ordinary);

        bool IsNamedByPlain(BaseEntry entry) => !hasRockRidge && entry.In(ImageFormats.Iso9660) == entry.Node;
    }

    /// <summary>Pairs what is left, as far as it may be meant, with nodes of the same key.</summary>
    private static void Pair<TKey>(Func<BaseEntry, bool> mayBe, List<BaseEntry> left, List<ContentNode> alone, List<(BaseEntry, ContentNode)> matched, Func<BaseEntry, TKey> keyOf, Func<ContentNode, TKey> keyOfNode, Func<TKey, bool> counts)
        where TKey : notnull
    {
        var byKey = new Dictionary<TKey, Queue<BaseEntry>>();
        foreach (var entry in left)
        {
            // Special files are shown by Rock Ridge alone, and links only as what they lead to.
            if (mayBe(entry) && entry.Node is not ContentSpecial and not ContentLink { LeadsTo: null } && keyOf(entry) is var key && counts(key))
            {
                if (!byKey.TryGetValue(key, out var queue))
                {
                    byKey.Add(key, queue = []);
                }

                queue.Enqueue(entry);
            }
        }

        var found = new HashSet<BaseEntry>();
        alone.RemoveAll(node =>
        {
            if (!byKey.TryGetValue(keyOfNode(node), out var queue) || !queue.TryDequeue(out var entry))
            {
                return false;
            }

            found.Add(entry);
            matched.Add((entry, node));
            return true;
        });
        left.RemoveAll(found.Contains);
    }
}
