namespace IsoBuild.Layout;

/// <summary>The kind of a <see cref="View"/>.</summary>
public enum ViewKind
{
    /// <summary>A partition of UDF, the master boot record or the GPT.</summary>
    Partition,

    /// <summary>What firmware loads for an entry of the boot catalog.</summary>
    BootImage,

    /// <summary>A file of a tree whose content lies within the region of the EFI system partition, which holds the same file.</summary>
    File,
}

/// <summary>A named range of bytes that belong to regions.</summary>
/// <param name="Name">Its name: <c>udf</c>, <c>gpt 2 efi system</c>, <c>bios no-emulation</c>.</param>
/// <param name="Offset">Its offset in the image, in bytes.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Kind">Its kind.</param>
public sealed record View(string Name, long Offset, long Length, ViewKind Kind = ViewKind.Partition)
{
    /// <summary>Its first sector (of 2048 bytes).</summary>
    public long Sector => Offset / Bytes.Sector.Size;

    /// <summary>The number of sectors it spans.</summary>
    public long SectorCount => Bytes.Sector.Count(Length);
}
