namespace IsoBuild.Layout;

/// <summary>What lies at the ends of every image: the system area before the volume (ECMA-119 6.2.1) and the padding after it.</summary>
internal sealed class FixedAreas(int paddingSectors) : IImagePart
{
    public const int SystemAreaSectors = 16;

    public void Measure(RegionRequests requests)
    {
        requests.Add(RegionSlot.SystemArea, SystemAreaSectors * Bytes.Sector.Size, "empty", encoder: null);
        if (paddingSectors > 0)
        {
            requests.Add(RegionSlot.Padding, (long)paddingSectors * Bytes.Sector.Size, "empty", encoder: null);
        }
    }
}
