using System.Globalization;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Reading;
using IsoBuild.RockRidge;

namespace IsoBuild.Remastering;

/// <summary>Brings the content of the base into that of the image based on it.</summary>
/// <param name="source">The base.</param>
/// <param name="tree">Receives the content.</param>
/// <param name="diagnostics">Receives reports of what cannot be carried over.</param>
internal sealed class BaseContent(BaseImage source, ContentTreeBuilder tree, DiagnosticBag diagnostics)
{
    /// <summary>ISO 9660 and Rock Ridge are one tree: what shows an entry in one shows it in the other.</summary>
    private const ImageFormats Primary = ImageFormats.Iso9660 | ImageFormats.RockRidge;

    private static readonly string[] RelocationTargets = ["rr_moved", ".rr_moved"];

    private readonly TreeMerger merger = new(source.Reader.Formats.HasFlag(ImageFormats.RockRidge), diagnostics);
    private readonly BaseSpellings spellings = new(source.Reader);

    /// <summary>The files of several names, by the first of them.</summary>
    private readonly Dictionary<ContentFile, List<ContentFile>> names = [];

    /// <summary>How dates become those of the image; they stay what they are, without it.</summary>
    public DateRule? Dates { get; init; }

    /// <summary>Is told by what paths boot images and the boot catalog are files.</summary>
    public BaseBoot? Boot { get; init; }

    /// <summary>Whether the file that is the base's boot catalog is left out, since there will be another one elsewhere.</summary>
    public bool WithoutCatalog { get; init; }

    /// <summary>Whether a directory is left out to which the base's writer moved deep ones, and which is empty for those who see them in their places.</summary>
    public bool HasLeftRelocation { get; private set; }

    /// <summary>Empty files that trees of the base show in the place of what they cannot hold.</summary>
    public IReadOnlyCollection<ContentNode> Placeholders => merger.Placeholders;

    /// <summary>How many entries have another date in a tree than in the one whose names count.</summary>
    public Dictionary<ImageFormats, int> OtherDates { get; } = [];

    /// <summary>Adds everything that is not removed.</summary>
    /// <param name="view">The tree whose names count.</param>
    /// <param name="removal">What is left out.</param>
    public void Add(ImageFormats view, Removal removal)
    {
        var root = Merge(view);
        var catalog = WithoutCatalog ? Boot?.CatalogOffset : null;
        Describe(tree.Directory([]), root);
        var pending = new Stack<(BaseEntry Entry, ContentTreeBuilder.Stage Stage, string Below)>();
        pending.Push((root, tree.Directory([]), ""));
        while (pending.TryPop(out var next))
        {
            foreach (var child in next.Entry.Children)
            {
                var isBoot = !child.IsDirectory && Boot?.Knows(child.Place.First) == true;
                var path = removal.IsEmpty && !isBoot && Boot is null ? "" : next.Below + child.Node.Name;
                var isRemoved = !removal.IsEmpty && removal.Removes(path);
                if (isBoot && isRemoved)
                {
                    Boot!.NoteRemoved(child.Place.First, path);
                }
                else if (isBoot)
                {
                    Boot!.Note(child.Place.First, path);
                }

                if (isBoot && child.Place.First == catalog)
                {
                    continue;
                }

                if (isRemoved)
                {
                    AskBelow(child, path, removal);
                }
                else if (EntryPath.NameProblem(child.Node.Name) is { } problem)
                {
                    diagnostics.Error(DiagnosticId.BaseEntryUnusable, child.Node.Path, $"The base has an entry that cannot be stored. {problem} Or remove it from the base.", source.Path);
                }
                else if (child.IsDirectory)
                {
                    var stage = tree.Directory(next.Stage, child.Node.Name);
                    Describe(stage, child);
                    KeepNames(stage.Node, child);
                    pending.Push((child, stage, path + "/"));
                }
                else
                {
                    var copy = Copy(child);
                    KeepNames(copy, child);
                    ContentTreeBuilder.AddFromBase(next.Stage, copy);
                }
            }
        }

        foreach (var files in names.Values)
        {
            tree.AddNamesFromBase(files);
        }
    }

    /// <summary>The entries that any tree shows.</summary>
    private BaseEntry Merge(ImageFormats view)
    {
        var reader = source.Reader;
        var first = reader.Tree(view)!;
        var root = BaseEntry.Of(first.Content.Root, Bits(view), Resolve(first.Content));
        var primary = reader.Formats.HasFlag(ImageFormats.RockRidge) ? ImageFormats.RockRidge : ImageFormats.Iso9660;

        // Of what the first tree does not show, the name that says the most: a plain ISO 9660 tree has the poorest.
        ReadOnlySpan<ImageFormats> others = primary == ImageFormats.RockRidge
            ? [primary, ImageFormats.Udf, ImageFormats.Joliet, ImageFormats.Iso1999]
            : [ImageFormats.Udf, ImageFormats.Joliet, ImageFormats.Iso1999, primary];
        foreach (var other in others)
        {
            if (other == ImageFormats.Iso1999 && reader.EnhancedTree is null)
            {
                continue;
            }

            if ((Bits(other) & Bits(view)) == 0 && reader.Tree(other) is { } further)
            {
                merger.Add(root, further.Content, Bits(other), Resolve(further.Content));
            }
        }

        if (reader.EnhancedTree is null)
        {
            // Its descriptor may well lead to the records of the primary tree.
            Spread(root);
        }

        if (reader.Tree(ImageFormats.RockRidge)?.HasRelocated == true)
        {
            // What lay there was moved by whoever wrote the base, and is back in its place.
            HasLeftRelocation = 0 < root.Children.RemoveAll(entry => entry.Children.Count == 0 && entry.IsDirectory && RelocationTargets.Contains(entry.Node.Name, StringComparer.Ordinal));
        }

        return root;
    }

    private static ImageFormats Bits(ImageFormats view) => (view & Primary) != 0 ? Primary : view;

    private static void Spread(BaseEntry entry)
    {
        var pending = new Stack<BaseEntry>();
        pending.Push(entry);
        while (pending.TryPop(out var next))
        {
            next.Shown |= (next.Shown & Primary) != 0 ? ImageFormats.Iso1999 : 0;
            next.Marked |= (next.Marked & Primary) != 0 ? ImageFormats.Iso1999 : 0;
            next.Children.ForEach(pending.Push);
        }
    }

    /// <summary>Lets the links of a tree know where they lead to, so that they lie where that does.</summary>
    private static Places Resolve(ContentTree content)
    {
        LinkResolver.Resolve(content, ImageFormats.RockRidge, new DiagnosticBag(limit: 0));
        return new Places(content);
    }

    /// <summary>Asks of what lies in a removed directory too, for the sake of rules that name it and of boot images.</summary>
    private void AskBelow(BaseEntry removed, string path, Removal removal)
    {
        var pending = new Stack<(BaseEntry Entry, string Path)>();
        pending.Push((removed, path));
        while (pending.TryPop(out var next))
        {
            foreach (var child in next.Entry.Children)
            {
                var below = $"{next.Path}/{child.Node.Name}";
                removal.Removes(below);
                if (!child.IsDirectory && Boot?.Knows(child.Place.First) == true)
                {
                    Boot.NoteRemoved(child.Place.First, below);
                }

                if (child.Children.Count > 0)
                {
                    pending.Push((child, below));
                }
            }
        }
    }

    private void Describe(ContentTreeBuilder.Stage stage, BaseEntry entry)
    {
        stage.IsFromBase = true;
        Give(stage.Node, entry);
    }

    /// <summary>No date stays none, unless all dates are to be one.</summary>
    private DateTimeOffset? DateOf(ContentNode node) =>
        node.Modified is not { } date ? Dates?.OfUndated
        : Dates is null ? DateRule.Nearest(date, source.Path, diagnostics)
        : Dates.Apply(date.UtcDateTime, sourcePath: null, diagnostics);

    private void CountDates(BaseEntry entry)
    {
        foreach (var format in (ReadOnlySpan<ImageFormats>)[ImageFormats.Iso9660, ImageFormats.Joliet, ImageFormats.Iso1999, ImageFormats.Udf])
        {
            if (entry.In(format)?.Modified is { } date && date != entry.Node.Modified)
            {
                OtherDates[format] = OtherDates.GetValueOrDefault(format) + 1;
            }
        }
    }

    private ContentNode Copy(BaseEntry entry)
    {
        ContentNode copy;
        switch (entry.Node)
        {
            case ContentFile file:
                // What is compressed stays so, as far as readers of today know how.
                var made = new ContentFile(file.Name, (entry.Content ?? file).Source) { Compress = file.Source is ZisofsSource };
                if (merger.FileOf(file) is { } one)
                {
                    AddName(one, made);
                }

                copy = made;
                break;
            case ContentLink link:
                copy = new ContentLink(link.Name, link.Target);
                break;
            default:
                var special = (ContentSpecial)entry.Node;
                copy = new ContentSpecial(special.Name, special.Kind, special.Device);
                break;
        }

        Give(copy, entry);
        return copy;
    }

    private void KeepNames(ContentNode copy, BaseEntry entry)
    {
        if (spellings.Of(entry) is { IsEmpty: false } kept)
        {
            tree.KeepNames(copy, kept);
        }
    }

    private void AddName(ContentFile first, ContentFile name)
    {
        if (!names.TryGetValue(first, out var files))
        {
            names.Add(first, files = []);
        }

        files.Add(name);
    }

    /// <summary>Tells what of Rock Ridge's attributes does not come along.</summary>
    /// <param name="formats">The trees that the image will have.</param>
    public void TellAttributes(ImageFormats formats)
    {
        if (source.Reader.Tree(ImageFormats.RockRidge) is not { } rockRidge)
        {
            return;
        }

        var areMade = rockRidge.Checksums is not null && formats.HasFlag(ImageFormats.RockRidge);
        var lost = rockRidge.WritersAttributes.Where(name => !areMade || name is not (ChecksumArea.Name or ChecksumArea.NameOfNumber)).ToList();
        if (lost.Count > 0)
        {
            diagnostics.Info(
                DiagnosticId.BaseChecksumsCleared,
                item: null,
                $"The base has private data of the program that wrote it ({string.Join(", ", lost)}). It is valid only in that image or useful only to that program, and is left out.{(rockRidge.Checksums is null || areMade ? "" : " Checksums need Rock Ridge: add it to have them made again.")}",
                source.Path);
        }

        if (!formats.HasFlag(ImageFormats.RockRidge) && rockRidge.Content.AllNodes.Count(node => node.Attributes is not null) is > 0 and var count)
        {
            diagnostics.Warning(
                DiagnosticId.BaseAttributesLost,
                item: null,
                string.Create(CultureInfo.InvariantCulture, $"{count} entries of the base have access control lists or extended attributes, which only Rock Ridge can store. They are left out. Add Rock Ridge to keep them."),
                source.Path);
        }
    }

    private void Give(ContentNode copy, BaseEntry entry)
    {
        // The names of one file are one file: what the first says is true of all.
        var node = entry.Node is ContentFile file ? merger.FileOf(file) ?? file : entry.Node;
        copy.IsFromBase = true;
        copy.OwnerId = node.OwnerId;
        copy.GroupId = node.GroupId;
        copy.Modified = DateOf(node);
        CountDates(entry);
        copy.Attributes = node.Attributes;
        if (node.Mode is { } mode)
        {
            copy.Mode = mode;
            copy.Given |= Given.FoundMode;
        }

        // What no tree of the base says, a tree that it has not says as the first one does.
        copy.MarkedHidden = entry.Marked | (entry.Node.MarkedHidden != 0 ? ImageFormatSets.All & ~source.Reader.Formats : 0);

        // No tree but Rock Ridge shows special files, and links that lead to no file: that says nothing of their being hidden.
        var showable = entry.Node is ContentSpecial or ContentLink { LeadsTo: null } ? Primary : ~(ImageFormats)0;
        copy.HiddenFrom = entry.Node.Parent is null ? 0 : Descriptions.Whole(source.Reader.Formats & ~entry.Shown & showable);
    }
}
