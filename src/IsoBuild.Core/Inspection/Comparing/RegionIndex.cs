using IsoBuild.Layout;

namespace IsoBuild.Inspection;

/// <summary>The regions of an image by where they lie, by what they hold, and by what they are called in two images.</summary>
internal sealed class RegionIndex
{
    private readonly ImageLayout layout;
    private readonly Dictionary<RegionKey, Region> byKey;
    private readonly RegionKey[] keys;

    public RegionIndex(ImageLayout layout)
    {
        this.layout = layout;
        keys = new RegionKey[layout.Regions.Length];
        byKey = new Dictionary<RegionKey, Region>(keys.Length);
        var numbers = new RegionNumbers();
        for (var i = 0; i < keys.Length; i++)
        {
            var region = layout.Regions[i];
            keys[i] = numbers.Next(LayoutText.KindName(region.Kind), LayoutText.Escape(region.Name));
            byKey.Add(keys[i], region);
        }
    }

    public ImageLayout Layout => layout;

    /// <summary>What both images have, in the order of this one.</summary>
    public IEnumerable<(Region Here, Region There)> PairWith(RegionIndex other)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            if (other.byKey.TryGetValue(keys[i], out var there))
            {
                yield return (layout.Regions[i], there);
            }
        }
    }

    /// <summary>The number of the region in which a byte lies, or in the slack behind which; -1 when there is none.</summary>
    public int Find(long offset)
    {
        var (low, high) = (0, keys.Length - 1);
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
        Find(block * Bytes.Sector.Size) is >= 0 and var i && layout.Regions[i].Sector == block ? keys[i] : null;

    /// <summary>What the region that begins at a logical block is called.</summary>
    public string? NameAt(long block) =>
        Find(block * Bytes.Sector.Size) is >= 0 and var i && layout.Regions[i] is var region && region.Sector == block
            ? RegionNumbers.IsCalledByState(keys[i].Kind) ? "" : LayoutText.Escape(region.Name)
            : null;

    public RegionKey KeyOf(int number) => keys[number];
}
