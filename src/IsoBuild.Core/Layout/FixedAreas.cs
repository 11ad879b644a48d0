namespace IsoBuild.Layout;

/// <summary>What every image begins with: the system area (ECMA-119 6.2.1).</summary>
/// <param name="content">What the area holds, in the words of the sector map.</param>
/// <param name="encoder">Who writes it; none for zeros.</param>
internal sealed class FixedAreas(string content = "empty", IRegionEncoder? encoder = null) : IImagePart
{
    public const int SystemAreaSectors = 16;

    public void Measure(RegionRequests requests) =>
        requests.Add(RegionSlot.SystemArea, SystemAreaSectors * Bytes.Sector.Size, content, encoder);
}
