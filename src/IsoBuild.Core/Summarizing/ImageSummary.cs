using IsoBuild.Content;
using IsoBuild.Partitions;
using IsoBuild.Reading;

namespace IsoBuild.Summarizing;

/// <summary>A summary of an image. It is plain data, and stays valid when the image is closed.</summary>
public sealed record ImageSummary
{
    /// <summary>The image's file name.</summary>
    public required string Name { get; init; }

    /// <summary>The image's size in bytes; for raw sectors, the size of their user data.</summary>
    public required long Length { get; init; }

    /// <summary>How the file stores sectors.</summary>
    public required SectorFormat SectorFormat { get; init; }

    /// <summary>The formats of the image.</summary>
    public required ImageFormats Formats { get; init; }

    /// <summary>The volume label as different systems show it.</summary>
    public required VolumeLabels Labels { get; init; }

    /// <summary>The ISO 9660 volume descriptors in disk order; empty for a UDF-only image.</summary>
    public required IReadOnlyList<VolumeDescriptorInfo> Descriptors { get; init; }

    /// <summary>The UDF volume of the session shown; <see langword="null"/> when there is none.</summary>
    public UdfVolumeInfo? Udf { get; init; }

    /// <summary>The UDF volume at the image's start, when it is of an earlier session than the one shown; otherwise <see langword="null"/>.</summary>
    public UdfVolumeInfo? EarlierUdf { get; init; }

    /// <summary>The sessions. Most images have one.</summary>
    public required IReadOnlyList<ImageSession> Sessions { get; init; }

    /// <summary>The number of the session that is shown.</summary>
    public int Session { get; init; } = 1;

    /// <summary>The number of files in the most faithful tree.</summary>
    public required int Files { get; init; }

    /// <summary>The number of directories, including the root.</summary>
    public required int Directories { get; init; }

    /// <summary>The number of symbolic links.</summary>
    public required int Links { get; init; }

    /// <summary>The number of pipes, sockets and devices.</summary>
    public int SpecialFiles { get; init; }

    /// <summary>The encoding of names in plain ISO 9660 identifiers of that tree.</summary>
    public NameEncoding PlainNames { get; init; }

    /// <summary>The total size of the files in bytes.</summary>
    public required long ContentBytes { get; init; }

    /// <summary>The content of the system area as text: <c>empty</c>, <c>MBR, GPT</c>, <c>in use</c>.</summary>
    public required string SystemArea { get; init; }

    /// <summary>The partitions of the master boot record in the system area.</summary>
    public IReadOnlyList<MbrPartition> Partitions => PartitionTables.Mbr;

    /// <summary>The partition tables.</summary>
    public PartitionTables PartitionTables { get; init; } = new();

    /// <summary>The sector of the El Torito boot catalog; <see langword="null"/> if the image has no boot record.</summary>
    public long? BootCatalogSector => Boot?.Sector;

    /// <summary>The El Torito boot catalog; <see langword="null"/> if the image has no boot record.</summary>
    public BootCatalogInfo? Boot { get; init; }

    /// <summary>The machines that boot from the image, from which medium, and why; in the order of machines, discs before disks. What a boot loader starts in turn is not checked.</summary>
    public IReadOnlyList<MachineBoot> Machines { get; init; } = [];

    /// <summary>The summary as aligned text of about one screen. Lines end with LF.</summary>
    public override string ToString() => SummaryText.Print(this);
}
