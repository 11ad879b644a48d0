using IsoBuild.Layout;

namespace IsoBuild.Comparing;

/// <summary>The regions of an image by where they lie, by what they hold, and by what they are called in two images.</summary>
internal sealed class RegionIndex
{
    private readonly ImageLayout layout;
    private (RegionIndex Other, int[] Partners)? paired;

    public RegionIndex(ImageLayout layout)
    {
        this.layout = layout;
        Keys = new RegionKeys(layout.Regions.Length, position => layout.Regions[position] is var region ? (LayoutText.KindName(region.Kind), LayoutText.Escape(region.Name)) : default);
    }

    public ImageLayout Layout => layout;

    /// <summary>What the regions are known by.</summary>
    public RegionKeys Keys { get; }

    /// <summary>What both images have, in the order of this one.</summary>
    public IEnumerable<(Region Here, Region There)> PairWith(RegionIndex other)
    {
        var partners = PartnersIn(other);
        for (var i = 0; i < partners.Length; i++)
        {
            if (partners[i] >= 0)
            {
                yield return (layout.Regions[i], other.layout.Regions[partners[i]]);
            }
        }
    }

    /// <summary>For each region, the position of the other image's that has the same key; -1 where none has.</summary>
    public int[] PartnersIn(RegionIndex other)
    {
        if (paired is not { } known || known.Other != other)
        {
            paired = known = (other, Keys.PartnersIn(other.Keys));
        }

        return known.Partners;
    }

    /// <summary>The number of the region in which a byte lies, or in the slack behind which; -1 when there is none.</summary>
    public int Find(long offset)
    {
        var (low, high) = (0, Keys.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var region = layout.Regions[middle];
            if (offset < region.Offset)
            {
                high = middle - 1;
            }
            else if (offset >= region.Offset + Math.Max(Bytes.Sector.AlignUp(region.Length), 1))
            {
                low = middle + 1;
            }
            else
            {
                return middle;
            }
        }

        return -1;
    }

    /// <summary>What the region that begins at a logical block is known by.</summary>
    public RegionKey? BeginningAt(long block) =>
        Find(block * Bytes.Sector.Size) is >= 0 and var i && layout.Regions[i].Sector == block ? Keys[i] : null;

    /// <summary>What the region that begins at a logical block is called.</summary>
    public string? NameAt(long block) =>
        Find(block * Bytes.Sector.Size) is >= 0 and var i && layout.Regions[i] is var region && region.Sector == block
            ? LayoutText.IsCalledByState(LayoutText.KindName(region.Kind)) ? "" : LayoutText.Escape(region.Name)
            : null;

    public RegionKey KeyOf(int number) => Keys[number];
}
