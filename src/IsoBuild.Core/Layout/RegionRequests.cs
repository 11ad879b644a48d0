using IsoBuild.Content;

namespace IsoBuild.Layout;

/// <summary>The regions that parts have asked for.</summary>
internal sealed class RegionRequests
{
    private readonly List<Request> requests = [];
    private readonly List<(string Name, ViewKind Kind, RegionId First, RegionId? Next)> views = [];

    /// <summary>Asks for a region.</summary>
    /// <param name="slot">Its place in the order on disk.</param>
    /// <param name="length">Its size in bytes.</param>
    /// <param name="subject">Its name, as <see cref="object.ToString"/> of anything: built only when somebody looks.</param>
    /// <param name="encoder">Who writes it; none for file content, where <paramref name="subject"/> is the <see cref="ContentFile"/>, and for zeros.</param>
    /// <param name="kind">What it is, where the slot does not tell.</param>
    public RegionId Add(RegionSlot slot, long length, object subject, IRegionEncoder? encoder, RegionKind? kind = null)
    {
        var id = new RegionId(requests.Count);
        requests.Add(new Request(slot, kind ?? slot.Kind(), length, subject, encoder));
        return id;
    }

    /// <summary>Names the bytes from one region's start to another's.</summary>
    public void AddView(string name, RegionId first, RegionId next) => views.Add((name, ViewKind.Partition, first, next));

    /// <summary>Names the bytes of one region.</summary>
    public void AddView(string name, ViewKind kind, RegionId region) => views.Add((name, kind, region, Next: null));

    /// <summary>Places every region, slot after slot, each at the next free sector, and names what stays free.</summary>
    /// <param name="volume">What the image says of its volume.</param>
    /// <param name="alignment">On what boundary files begin, in bytes.</param>
    /// <param name="leastLength">How long the image must be at least: its padding grows as needed.</param>
    public ImageLayout Place(VolumeInfo volume, int alignment = Bytes.Sector.Size, long leastLength = 0)
    {
        var slots = new List<RegionId>[Enum.GetValues<RegionSlot>().Length];
        for (var i = 0; i < requests.Count; i++)
        {
            (slots[(int)requests[i].Slot] ??= []).Add(new RegionId(i));
        }

        var regions = new List<Region>(requests.Count);
        var gaps = 0;
        long end = 0;
        for (var slot = (RegionSlot)0; (int)slot < slots.Length; slot++)
        {
            foreach (var id in slots[(int)slot] ?? [])
            {
                var request = requests[id.Value];
                var offset = slot is RegionSlot.Files or RegionSlot.EfiImages ? (end + alignment - 1) / alignment * alignment : end;
                if (slot.FixedSector() is { } sector && id == slots[(int)slot]![0])
                {
                    offset = sector * Bytes.Sector.Size;
                    ArgumentOutOfRangeException.ThrowIfLessThan(offset, end);
                }

                if (offset > end)
                {
                    regions.Add(new Region(new RegionId(requests.Count + gaps++), RegionKind.Gap, end, offset - end, "empty"));
                }

                var length = slot == RegionSlot.Padding ? Math.Max(request.Length, leastLength - offset) : request.Length;
                regions.Add(new Region(id, request.Kind, offset, length, request.Subject, request.Encoder));
                end = Bytes.Sector.AlignUp(offset + length);
            }
        }

        var layout = new ImageLayout([.. regions], end, volume);
        return views.Count == 0 ? layout : new ImageLayout([.. regions], end, volume)
        {
            Views =
            [
                .. views.Select(view => new View(
                    view.Name,
                    layout[view.First].Offset,
                    view.Next is { } next ? layout[next].Offset - layout[view.First].Offset : layout[view.First].Length,
                    view.Kind)),
            ],
        };
    }

    private readonly record struct Request(RegionSlot Slot, RegionKind Kind, long Length, object Subject, IRegionEncoder? Encoder);
}
