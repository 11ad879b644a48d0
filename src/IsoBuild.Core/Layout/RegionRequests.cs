using IsoBuild.Content;

namespace IsoBuild.Layout;

/// <summary>The regions that parts have asked for.</summary>
internal sealed class RegionRequests
{
    private readonly List<Request> requests = [];

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

    /// <summary>Places every region, slot after slot, each at the next free sector.</summary>
    public ImageLayout Place(VolumeInfo volume)
    {
        var slots = new List<RegionId>[Enum.GetValues<RegionSlot>().Length];
        for (var i = 0; i < requests.Count; i++)
        {
            (slots[(int)requests[i].Slot] ??= []).Add(new RegionId(i));
        }

        var regions = new Region[requests.Count];
        var placed = 0;
        long offset = 0;
        foreach (var slot in slots)
        {
            if (slot is null)
            {
                continue;
            }

            foreach (var id in slot)
            {
                var request = requests[id.Value];
                regions[placed++] = new Region(id, request.Kind, offset, request.Length, request.Subject, request.Encoder);
                offset += Bytes.Sector.AlignUp(request.Length);
            }
        }

        return new ImageLayout(regions, offset, volume);
    }

    private readonly record struct Request(RegionSlot Slot, RegionKind Kind, long Length, object Subject, IRegionEncoder? Encoder);
}
