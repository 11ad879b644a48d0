using System.Security.Cryptography;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Core.Tests.Properties;

/// <summary>What each view of a random image is to show, worked out from what went in, by rules written down here a second time.</summary>
internal sealed class ExpectedTree
{
    private const ImageFormats Primary = ImageFormats.Iso9660 | ImageFormats.RockRidge;
    private const UnixFileMode Plain = (UnixFileMode)0b110_100_100;
    private const UnixFileMode Executable = (UnixFileMode)0b111_101_101;

    /// <summary>By path; parents before what is in them.</summary>
    private readonly SortedDictionary<string, Node> nodes = new(StringComparer.Ordinal);
    private readonly ImageOptions options;
    private readonly ImageFormats formats;
    private readonly ILookup<string, Node> children;
    private readonly ILookup<string, Node> names;

    public ExpectedTree(RandomImage image)
    {
        options = image.Options;
        formats = options.Formats == ImageFormats.Udf ? ImageFormats.Udf : options.Formats | ImageFormats.Iso9660;
        Dictionary<string, RandomEntry> entries = new(StringComparer.Ordinal);
        foreach (RandomEntry entry in image.Tree.Entries)
        {
            entries[entry.Path] = entry;
        }

        foreach (RandomEntry entry in image.Tree.Entries)
        {
            for (string parent = ParentOf(entry.Path); parent.Length > 0; parent = ParentOf(parent))
            {
                entries.TryAdd(parent, new RandomEntry(parent, null, null, null));
            }
        }

        // In the order of their length, so that parents are there before what is in them.
        foreach (RandomEntry entry in entries.Values.OrderBy(entry => entry.Path.Count(c => c == '/')))
        {
            string parent = ParentOf(entry.Path);
            if (parent.Length > 0 && !nodes.ContainsKey(parent))
            {
                continue;
            }

            RandomEntry first = First(entry);
            EntryOptions? rule = image.Rule(entry.Path);
            ImageFormats hidden = Whole(entry.HiddenFrom ?? rule?.HiddenFrom ?? 0) | (parent.Length > 0 ? nodes[parent].HiddenFrom : 0);
            if ((hidden & formats) != formats)
            {
                nodes.Add(entry.Path, new Node(entry, first, hidden));
            }
        }

        children = nodes.Values.ToLookup(node => ParentOf(node.Entry.Path));
        names = nodes.Values.ToLookup(node => node.First.Path);

        RandomEntry First(RandomEntry entry)
        {
            while (entry.OtherNameOf is { } name)
            {
                entry = entries[name];
            }

            return entry;
        }
    }

    /// <summary>Every path of a view with what is to be there.</summary>
    public IEnumerable<string> Paths(ImageFormats view) => nodes.Values.Where(node => IsShown(node, view)).Select(node => $"/{node.Entry.Path} {Describe(node, view, withNames: true)}");

    /// <summary>A view without names, for trees that alter them.</summary>
    public string Shape(ImageFormats view) => Shape("", view);

    /// <summary>The longest path in a view, in bytes.</summary>
    public int LongestPath => nodes.Keys.Select(path => NameBytes.CountOf(path)).DefaultIfEmpty(0).Max();

    /// <summary>Every path of a view with what a directory holds into which it is extracted.</summary>
    /// <param name="view">The view, which has names of its own accord: Rock Ridge or UDF.</param>
    /// <param name="leftOut">The paths of links and special files that were not made.</param>
    public IEnumerable<string> Extracted(ImageFormats view, IReadOnlySet<string> leftOut)
    {
        foreach (Node node in nodes.Values.Where(node => IsShown(node, view)))
        {
            string path = "/" + node.Entry.Path;
            if (node.Entry.Target is { } target && view == ImageFormats.RockRidge)
            {
                // Where a link leads to a file beside it, it is safe.
                Assert.True(!leftOut.Contains(NameBytes.Show(path)) || LeadsTo(node) is null, $"{path} was left out");
                if (!leftOut.Contains(NameBytes.Show(path)))
                {
                    yield return $"{path} link to {ExtractedText.AsTarget(target)}";
                }
            }
            else if (node.Entry.Kind is not null)
            {
                Assert.Contains(NameBytes.Show(path), leftOut);
            }
            else
            {
                Node file = node.Entry.Target is null ? node : LeadsTo(node)!;
                yield return ExtractedText.Of(path, file.First.Content, ModeOf(file), DateOf(file), node.Entry.Target is null ? names[file.First.Path].Count(name => IsShown(name, view)) : 1);
            }
        }
    }

    /// <summary>What an image that was read shows in a view, in the same words.</summary>
    public static IEnumerable<string> Paths(ContentTree tree, ImageFormats view) => tree.Nodes.Skip(1).Select(node => $"{node.Path} {Describe(node, view, withNames: true)}").Order(StringComparer.Ordinal);

    public static string Shape(ContentTree tree, ImageFormats view) => Shape(tree.Root, view);

    private static string Shape(ContentDirectory directory, ImageFormats view) => Digest(directory.Children
        .Select(child => Describe(child, view, withNames: false) + (child is ContentDirectory below ? Shape(below, view) : "")));

    private string Shape(string path, ImageFormats view) => Digest(children[path]
        .Where(child => IsShown(child, view))
        .Select(child => Describe(child, view, withNames: false) + (child.Entry.IsDirectory ? Shape(child.Entry.Path, view) : "")));

    /// <summary>Short enough to be compared, long enough to be looked at: a directory of few entries is not hashed.</summary>
    private static string Digest(IEnumerable<string> entries)
    {
        string text = $"[{string.Join(", ", entries.Order(StringComparer.Ordinal))}]";
        return text.Length < 1500 ? text : Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
    }

    private bool IsShown(Node node, ImageFormats view)
    {
        if ((node.HiddenFrom & Whole(view)) != 0)
        {
            return false;
        }

        // A tree that is read by Rock Ridge's readers has records of what others cannot know.
        bool hasAll = Whole(view) == Primary && formats.HasFlag(ImageFormats.RockRidge);
        return hasAll || (node.Entry.Kind is null && (node.Entry.Target is null || LeadsTo(node) is not null));
    }

    private string Describe(Node node, ImageFormats view, bool withNames)
    {
        bool hasPosix = view is ImageFormats.RockRidge or ImageFormats.Udf;
        if (Whole(view) == Primary && formats.HasFlag(ImageFormats.RockRidge))
        {
            if (node.Entry.Target is not null || node.Entry.Kind is not null)
            {
                return view == ImageFormats.RockRidge ? Text(What(node.Entry), Posix(node, view), DateOf(node)) : Text(Hash([]), "", DateOf(node));
            }
        }
        else if (node.Entry.Target is not null)
        {
            // A copy of the file in all but its number.
            Node file = LeadsTo(node)!;
            return Text(Hash(file.First.Content!), hasPosix ? Posix(file, view) : "", DateOf(file));
        }

        string what = node.First.Content is { } content ? Hash(content) : "directory";
        return Text(what, hasPosix ? Posix(node, view) + Names() : "", DateOf(node));

        string Names()
        {
            string[] others = [.. names[node.First.Path].Where(name => IsShown(name, view)).Select(name => "/" + name.Entry.Path)];
            return others.Length < 2 || node.Entry.IsDirectory ? "" : NamesText(others, withNames);
        }
    }

    private static string Describe(ContentNode node, ImageFormats view, bool withNames)
    {
        string posix = view is ImageFormats.RockRidge or ImageFormats.Udf ? Posix(node.Mode!.Value, node.OwnerId, node.GroupId) : "";
        return node switch
        {
            ContentLink link => Text($"link to {link.Target}", posix, node.Modified!.Value),
            ContentSpecial special => Text($"{special.Kind} {special.Major}:{special.Minor}", posix, node.Modified!.Value),
            ContentFile file => Text(Hash(Zisofs.Unpacked(file.ReadAll(), isExpected: view != ImageFormats.RockRidge)), posix + (posix.Length > 0 && file.LinkCount > 1 ? NamesText(NamesOf(file), withNames) : ""), node.Modified!.Value),
            _ => Text("directory", posix, node.Modified!.Value),
        };

        static string[] NamesOf(ContentFile file)
        {
            ContentNode root = file;
            while (root.Parent is { } parent)
            {
                root = parent;
            }

            ContentFile first = file.HardLinkOf ?? file;
            return [.. Below((ContentDirectory)root).OfType<ContentFile>().Where(other => other == first || other.HardLinkOf == first).Select(name => name.Path)];
        }

        static IEnumerable<ContentNode> Below(ContentDirectory directory) =>
            directory.Children.SelectMany(child => child is ContentDirectory deeper ? Below(deeper).Prepend(child) : [child]);
    }

    private static string NamesText(string[] names, bool withNames) => withNames ? $" of {string.Join(" and ", names.Order(StringComparer.Ordinal))}" : $" of {names.Length} names";

    private static string Text(string what, string posix, DateTimeOffset date) => $"{what} {date.UtcDateTime:s}{posix}";

    private static string What(RandomEntry entry) => entry.Target is { } target ? $"link to {target}" : $"{entry.Kind} {entry.Major}:{entry.Minor}";

    private static UnixFileMode ModeOf(Node node) =>
        node.Entry.Target is not null ? (UnixFileMode)0b111_111_111 : node.First.Mode ?? (node.Entry.IsDirectory || IsExecutable(node.First.Content) ? Executable : Plain);

    private static string Posix(Node node, ImageFormats view) => Posix(
        ModeOf(node),
        Number(node.First.OwnerId, view),
        Number(node.First.GroupId, view));

    /// <summary>UDF has no owner of the greatest number: it says that there is none (UDF 1.02 2.3.6).</summary>
    private static uint Number(uint? id, ImageFormats view) => id is null || (view == ImageFormats.Udf && id == uint.MaxValue) ? 0 : id.Value;

    private static string Posix(UnixFileMode mode, uint owner, uint group) => $" {Convert.ToString((int)mode, 8)} {owner}:{group}";

    private DateTimeOffset DateOf(Node node) => node.First.Modified ?? options.Timestamp;

    private static string Hash(byte[] content) => $"{content.Length} {Convert.ToHexString(SHA256.HashData(content))[..12]}";

    /// <summary>The file to which a link leads, whatever trees it is hidden from, as long as it is in the image.</summary>
    private Node? LeadsTo(Node link)
    {
        int links = 0, steps = 0;
        return Follow(ParentOf(link.Entry.Path), link.Entry.Target!) is { Length: > 0 } path && nodes[path].First.Content is not null ? nodes[path] : null;

        string? Follow(string place, string target)
        {
            if (target[0] == '/')
            {
                return null;
            }

            foreach (string name in target.Split('/'))
            {
                if (++steps > 4096 || (place.Length > 0 && !nodes[place].Entry.IsDirectory))
                {
                    return null;
                }

                switch (name)
                {
                    case ".":
                        break;
                    case ".." when place.Length == 0:
                        return null;
                    case "..":
                        place = ParentOf(place);
                        break;
                    default:
                        string next = place.Length == 0 ? name : $"{place}/{name}";
                        if (!nodes.TryGetValue(next, out Node? found))
                        {
                            return null;
                        }

                        if (found.Entry.Target is null)
                        {
                            place = next;
                        }
                        else if (++links > 40 || Follow(place, found.Entry.Target) is not { } end)
                        {
                            return null;
                        }
                        else
                        {
                            place = end;
                        }

                        break;
                }
            }

            return place;
        }
    }

    /// <summary>One tree, two ways to read it.</summary>
    private static ImageFormats Whole(ImageFormats hidden) => (hidden & Primary) != 0 ? hidden | Primary : hidden;

    private static bool IsExecutable(byte[]? content) => content switch
    {
        [(byte)'#', (byte)'!', ..] or [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] => true,
        [0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, 2, ..] => true,
        _ => false,
    };

    private static string ParentOf(string path) => path[..Math.Max(0, path.LastIndexOf('/'))];

    /// <summary>An entry, what it is another name of (or itself), and the trees that do not show it.</summary>
    private sealed record Node(RandomEntry Entry, RandomEntry First, ImageFormats HiddenFrom);
}
