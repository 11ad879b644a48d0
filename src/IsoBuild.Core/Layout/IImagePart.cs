using IsoBuild.Content;

namespace IsoBuild.Layout;

/// <summary>A format's share in an image. It asks for regions; sizes never depend on addresses, so one pass places them.</summary>
internal interface IImagePart
{
    /// <summary>Asks for every region the part needs, and remembers the ids.</summary>
    void Measure(RegionRequests requests);
}

/// <summary>Writes the bytes of regions, once every region has its address.</summary>
internal interface IRegionEncoder
{
    /// <param name="region">The region to write.</param>
    /// <param name="context">The finished layout.</param>
    /// <param name="destination">As many zero bytes as the region has.</param>
    void Encode(Region region, EncodingContext context, Span<byte> destination);
}

/// <summary>What encoders may look at.</summary>
internal sealed record EncodingContext(ImageLayout Layout, FileModes Modes);

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
