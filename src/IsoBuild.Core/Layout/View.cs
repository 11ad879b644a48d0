namespace IsoBuild.Layout;

/// <summary>What a <see cref="View"/> names.</summary>
public enum ViewKind
{
    /// <summary>A partition: of UDF, of the master boot record, or of the GPT.</summary>
    Partition,

    /// <summary>What firmware loads for an entry of the boot catalog.</summary>
    BootImage,
}

/// <summary>A name for bytes that regions own.</summary>
/// <param name="Name">What it is: <c>udf</c>, <c>gpt 2 efi system</c>, <c>bios no-emulation</c>.</param>
/// <param name="Offset">Where it begins, in bytes from the image's start.</param>
/// <param name="Length">How many bytes it spans.</param>
/// <param name="Kind">What it names.</param>
public sealed record View(string Name, long Offset, long Length, ViewKind Kind = ViewKind.Partition)
{
    /// <summary>Where it begins, in sectors of 2048 bytes.</summary>
    public long Sector => Offset / Bytes.Sector.Size;

    /// <summary>How many sectors it spans.</summary>
    public long SectorCount => Bytes.Sector.Count(Length);
}
