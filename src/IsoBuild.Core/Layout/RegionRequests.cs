using IsoBuild.Content;

namespace IsoBuild.Layout;

/// <summary>The regions that parts have asked for.</summary>
internal sealed class RegionRequests
{
    private readonly List<Region>?[] slots = new List<Region>[Enum.GetValues<RegionSlot>().Length];
    private readonly List<(string Name, ViewKind Kind, RegionId First, RegionId? Next)> views = [];
    private int count;

    /// <summary>Asks for a region.</summary>
    /// <param name="slot">Its place in the order on disk.</param>
    /// <param name="length">Its size in bytes.</param>
    /// <param name="subject">Its name, as <see cref="object.ToString"/> of anything: built only when somebody looks.</param>
    /// <param name="encoder">Who writes it; none for file content, where <paramref name="subject"/> is the <see cref="ContentFile"/>, and for zeros.</param>
    /// <param name="kind">What it is, where the slot does not tell.</param>
    public RegionId Add(RegionSlot slot, long length, object subject, IRegionEncoder? encoder, RegionKind? kind = null)
    {
        var id = new RegionId(count++);
        (slots[(int)slot] ??= []).Add(new Region(id, kind ?? slot.Kind(), length, subject, encoder));
        return id;
    }

    /// <summary>Names the bytes from one region's start to another's.</summary>
    public void AddView(string name, RegionId first, RegionId next) => views.Add((name, ViewKind.Partition, first, next));

    /// <summary>Names the bytes of one region.</summary>
    public void AddView(string name, ViewKind kind, RegionId region) => views.Add((name, kind, region, Next: null));

    /// <summary>Places every region, once, slot after slot, each at the next free sector, and names what stays free.</summary>
    /// <param name="volume">What the image says of its volume.</param>
    /// <param name="alignment">On what boundary files begin, in bytes.</param>
    /// <param name="leastLength">How long the image must be at least: its padding grows as needed.</param>
    public ImageLayout Place(VolumeInfo volume, int alignment = Bytes.Sector.Size, long leastLength = 0)
    {
        // Without alignment there are few gaps, or none: then the array is not copied.
        var regions = new Region[count];
        var gaps = 0;
        var placed = 0;
        long end = 0;
        for (var slot = (RegionSlot)0; (int)slot < slots.Length; slot++)
        {
            var first = true;
            foreach (var region in slots[(int)slot] ?? [])
            {
                var offset = slot is RegionSlot.Files or RegionSlot.EfiImages ? (end + alignment - 1) / alignment * alignment : end;
                if (first && slot.FixedSector() is { } sector)
                {
                    offset = sector * Bytes.Sector.Size;
                    ArgumentOutOfRangeException.ThrowIfLessThan(offset, end);
                }

                if (offset > end)
                {
                    Append(new Region(new RegionId(count + gaps++), RegionKind.Gap, end, offset - end, "empty"));
                }

                region.PlaceAt(offset, slot == RegionSlot.Padding ? Math.Max(region.Length, leastLength - offset) : region.Length);
                Append(region);
                end = Bytes.Sector.AlignUp(offset + region.Length);
                first = false;
            }
        }

        Array.Resize(ref regions, placed);
        var layout = new ImageLayout(regions, end, volume);
        return views.Count == 0 ? layout : layout.With(
        [
            .. views.Select(view => new View(
                view.Name,
                layout[view.First].Offset,
                view.Next is { } next ? layout[next].Offset - layout[view.First].Offset : layout[view.First].Length,
                view.Kind)),
        ]);

        void Append(Region region)
        {
            if (placed == regions.Length)
            {
                Array.Resize(ref regions, Math.Max(2 * placed, 16));
            }

            regions[placed++] = region;
        }
    }
}
