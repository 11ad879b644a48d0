using IsoBuild.Content;

namespace IsoBuild.Layout;

/// <summary>The regions that parts have asked for.</summary>
internal sealed class RegionRequests
{
    private readonly List<Region>?[] slots = new List<Region>[Enum.GetValues<RegionSlot>().Length];
    private readonly List<Func<ImageLayout, IEnumerable<View>>> views = [];
    private readonly Dictionary<RegionSlot, long> starts = [];
    private readonly Dictionary<RegionId, long> alignments = [];
    private readonly Dictionary<RegionId, long> earliest = [];

    /// <summary>Where regions of <see cref="RegionSlot.DvdVideo"/> begin, in bytes from the first one on.</summary>
    private readonly Dictionary<RegionId, long> distances = [];
    private readonly List<(Region Region, RegionId Outer, long Distance)> inner = [];
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

    /// <summary>Asks for a stretch of another region by a name of its own: bytes that are in the image because of that.</summary>
    /// <param name="outer">The other region.</param>
    /// <param name="distance">How many bytes behind its start the stretch begins: whole sectors.</param>
    /// <param name="length">Its size in bytes.</param>
    /// <param name="subject">Its name.</param>
    public RegionId AddWithin(RegionId outer, long distance, long length, object subject)
    {
        var id = new RegionId(count++);
        inner.Add((new Region(id, RegionKind.File, length, subject, encoder: null), outer, distance));
        return id;
    }

    /// <summary>Says how many regions a slot will have at most, so that the list of them need not grow.</summary>
    public void Expect(RegionSlot slot, int most) => (slots[(int)slot] ??= []).EnsureCapacity(most);

    /// <summary>Asks for a region that begins so many bytes behind the first one of <see cref="RegionSlot.DvdVideo"/>.</summary>
    public RegionId AddAt(long distance, long length, object subject)
    {
        var id = Add(RegionSlot.DvdVideo, length, subject, encoder: null);
        distances.Add(id, distance);
        return id;
    }

    /// <summary>What was asked for in a slot so far.</summary>
    public IReadOnlyList<Region> In(RegionSlot slot) => slots[(int)slot] ?? [];

    /// <summary>Lets a slot begin at a sector, which what comes before it must not reach.</summary>
    public void StartAt(RegionSlot slot, long sector) => starts[slot] = sector;

    /// <summary>Lets a region begin at a multiple of so many bytes: a whole number of sectors.</summary>
    public void Align(RegionId region, long bytes) => alignments[region] = bytes;

    /// <summary>Lets a region begin at a byte, or behind it where that is taken.</summary>
    public void NotBefore(RegionId region, long offset) => earliest[region] = offset;

    /// <summary>Names the bytes from one region's start to another's.</summary>
    public void AddView(string name, RegionId first, RegionId next) =>
        AddViews(layout => [new View(name, layout[first].Offset, layout[next].Offset - layout[first].Offset)]);

    /// <summary>Names the bytes of one region.</summary>
    public void AddView(string name, ViewKind kind, RegionId region) =>
        AddViews(layout => [new View(name, layout[region].Offset, layout[region].Length, kind)]);

    /// <summary>Names bytes of the image as it will be.</summary>
    public void AddViews(Func<ImageLayout, IEnumerable<View>> make) => views.Add(make);

    /// <summary>Places every region, once, slot after slot, each at the next free sector, and names what stays free.</summary>
    /// <param name="volume">What the image says of its volume.</param>
    /// <param name="alignment">On what boundary files begin, in bytes.</param>
    /// <param name="imageEnd">How the image has to end; without padding, when left out.</param>
    public ImageLayout Place(VolumeInfo volume, int alignment = Bytes.Sector.Size, ImageEnd? imageEnd = null)
    {
        // Without alignment there is the padding, and seldom a gap: then the array is not copied.
        var regions = new Region[count + 1];
        var unasked = 0;
        var placed = 0;
        long end = 0;
        for (var slot = (RegionSlot)0; (int)slot < slots.Length; slot++)
        {
            if (slot == RegionSlot.Padding)
            {
                AppendUnasked(RegionKind.Padding, (imageEnd ?? new ImageEnd(Padding: 0)).PaddingFor(end, LengthBehind(slot)));
            }

            var first = true;
            var group = slot == RegionSlot.DvdVideo ? AlignUp(end, Math.Max(alignment, RegionSlots.DvdVideoAlignment)) : 0;
            if (slot == RegionSlot.DvdVideo)
            {
                slots[(int)slot]?.Sort((a, b) => distances[a.Id].CompareTo(distances[b.Id]));
            }

            foreach (var region in slots[(int)slot] ?? [])
            {
                var multiple = alignments.GetValueOrDefault(region.Id, slot is RegionSlot.Files or RegionSlot.EfiImages ? alignment : Bytes.Sector.Size);
                var offset = slot == RegionSlot.DvdVideo ? group + distances[region.Id] : AlignUp(Math.Max(end, earliest.GetValueOrDefault(region.Id)), multiple);
                if (first && (slot.FixedSector() ?? (starts.TryGetValue(slot, out var start) ? start : null)) is { } sector)
                {
                    offset = sector * Bytes.Sector.Size;
                    ArgumentOutOfRangeException.ThrowIfLessThan(offset, end);
                }

                AppendUnasked(RegionKind.Gap, offset - end);
                region.PlaceAt(offset);
                Append(region);
                end = Bytes.Sector.AlignUp(offset + region.Length);
                first = false;
            }
        }

        Array.Resize(ref regions, placed);
        var outers = inner.Select(each => each.Outer).ToHashSet();
        var offsets = outers.Count == 0 ? [] : regions.Where(region => outers.Contains(region.Id)).ToDictionary(region => region.Id, region => region.Offset);
        inner.ForEach(each => each.Region.PlaceAt(offsets[each.Outer] + each.Distance));
        var layout = new ImageLayout(regions, end, volume) { Inner = [.. inner.Select(each => each.Region).OrderBy(region => region.Offset)] };
        return views.Count == 0 && inner.Count == 0 ? layout : layout.With([.. layout.Inner.Select(region => new View(region.Name, region.Offset, region.Length, ViewKind.File)), .. views.SelectMany(make => make(layout))]);

        void AppendUnasked(RegionKind kind, long length)
        {
            if (length > 0)
            {
                Append(new Region(new RegionId(count + unasked++), kind, end, length, "empty"));
                end += length;
            }
        }

        void Append(Region region)
        {
            if (placed == regions.Length)
            {
                Array.Resize(ref regions, Math.Max(2 * placed, 16));
            }

            regions[placed++] = region;
        }
    }

    private static long AlignUp(long offset, long alignment) => (offset + alignment - 1) / alignment * alignment;

    /// <summary>How much of the image lies behind a slot.</summary>
    private long LengthBehind(RegionSlot slot)
    {
        long length = 0;
        foreach (var region in slots.Skip((int)slot + 1).SelectMany(regions => regions ?? []))
        {
            length += Bytes.Sector.AlignUp(region.Length);
        }

        return length;
    }
}
