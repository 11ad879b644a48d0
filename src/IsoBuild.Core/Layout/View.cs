namespace IsoBuild.Layout;

/// <summary>A name for bytes that regions own: a partition.</summary>
/// <param name="Name">What it is: <c>udf</c>.</param>
/// <param name="Offset">Where it begins, in bytes from the image's start.</param>
/// <param name="Length">How many bytes it spans.</param>
public sealed record View(string Name, long Offset, long Length)
{
    /// <summary>Where it begins, in sectors of 2048 bytes.</summary>
    public long Sector => Offset / Bytes.Sector.Size;

    /// <summary>How many sectors it spans.</summary>
    public long SectorCount => Bytes.Sector.Count(Length);
}
