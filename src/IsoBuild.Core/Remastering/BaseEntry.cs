using IsoBuild.Content;
using IsoBuild.Reading;

namespace IsoBuild.Remastering;

/// <summary>An entry of the base, whatever trees show it.</summary>
internal sealed class BaseEntry
{
    private ContentNode? primary;
    private ContentNode? joliet;
    private ContentNode? enhanced;
    private ContentNode? udf;

    private BaseEntry(ContentNode node, ImageFormats format, Place place)
    {
        (Node, Place) = (node, place);
        Show(node, format);
    }

    /// <summary>The entry as the first tree has it that shows it.</summary>
    public ContentNode Node { get; }

    /// <summary>The file with the content, where <see cref="Node"/> has none and another tree does.</summary>
    public ContentFile? Content { get; set; }

    /// <summary>The trees that show it.</summary>
    public ImageFormats Shown { get; set; }

    /// <summary>Those in which it is marked as hidden.</summary>
    public ImageFormats Marked { get; set; }

    public Place Place { get; }

    public List<BaseEntry> Children { get; } = [];

    public bool IsDirectory => Node is ContentDirectory;

    /// <summary>The entry as a tree has it; <see langword="null"/> when that does not show it.</summary>
    public ContentNode? In(ImageFormats format) => format switch
    {
        ImageFormats.Joliet => joliet,
        ImageFormats.Iso1999 => enhanced,
        ImageFormats.Udf => udf,
        _ => primary,
    };

    /// <summary>Notes that a tree shows the entry.</summary>
    public void Show(ContentNode node, ImageFormats format)
    {
        Shown |= format;
        Marked |= node.MarkedHidden;
        switch (format)
        {
            case ImageFormats.Joliet:
                joliet = node;
                break;
            case ImageFormats.Iso1999:
                enhanced = node;
                break;
            case ImageFormats.Udf:
                udf = node;
                break;
            default:
                primary = node;
                break;
        }
    }

    /// <summary>An entry and all below it, as one tree has them.</summary>
    public static BaseEntry Of(ContentNode node, ImageFormats shown, Places places)
    {
        var top = new BaseEntry(node, shown, places.Of(node));
        var pending = new Stack<BaseEntry>();
        pending.Push(top);
        while (pending.TryPop(out var entry))
        {
            foreach (var child in entry.Node is ContentDirectory directory ? directory.Entries : [])
            {
                var below = new BaseEntry(child, shown, places.Of(child));
                entry.Children.Add(below);
                if (below.IsDirectory)
                {
                    pending.Push(below);
                }
            }
        }

        return top;
    }
}

/// <summary>By what an entry is known in every tree, whatever its name is there.</summary>
/// <param name="First">The first byte of the image that holds content of it, or of what lies in it.</param>
/// <param name="All">Of all that lies in it, the places and how many have none, in a number.</param>
internal readonly record struct Place(long First, ulong All)
{
    /// <summary>The <see cref="First"/> of what has no content.</summary>
    public const long Nowhere = long.MaxValue;

    private const ulong OfDirectory = 0x9E3779B97F4A7C15;

    public static Place OfNothing { get; } = new(Nowhere, 0);

    /// <summary>A file that begins there.</summary>
    public static Place At(long offset) => new(offset, Mix((ulong)offset));

    /// <summary>A directory that holds one thing more.</summary>
    public Place With(Place child, bool isDirectory) => new(Math.Min(First, child.First), All + (isDirectory ? Mix(child.All ^ OfDirectory) : child.All));

    /// <summary>Spreads bits, so that sums of numbers that are alike are not (the finalizer of SplitMix64).</summary>
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}

/// <summary>The places of the entries of a tree.</summary>
internal sealed class Places
{
    private readonly Place[] places;

    /// <param name="tree">A tree, whose links know where they lead to.</param>
    public Places(ContentTree tree)
    {
        places = new Place[tree.AllNodes.Length];
        Array.Fill(places, Place.OfNothing);

        // Backwards, so that what lies in a directory comes before it.
        for (var i = places.Length - 1; i >= 0; i--)
        {
            var node = tree.AllNodes[i];
            var file = node as ContentFile ?? (node as ContentLink)?.LeadsTo;
            if (file is not null)
            {
                places[i] = Place.At(FirstOf(file));
            }

            // What the other trees do not show counts for nothing.
            if (node.Parent is { } parent && (file is not null || node is ContentDirectory))
            {
                places[parent.Index] = places[parent.Index].With(places[i], node is ContentDirectory);
            }
        }
    }

    public Place Of(ContentNode node) => places[node.Index];

    private static long FirstOf(ContentFile file)
    {
        var first = Place.Nowhere;
        foreach (var extent in TreeReading.ExtentsOf(file))
        {
            first = extent.IsHole ? first : Math.Min(first, extent.Offset);
        }

        return first;
    }
}
