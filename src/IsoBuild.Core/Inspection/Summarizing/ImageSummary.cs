using IsoBuild.Content;
using IsoBuild.Partitions;
using IsoBuild.Reading;

namespace IsoBuild.Inspection;

/// <summary>What a person wants to know of an image first. Plain data, valid when the image is closed.</summary>
public sealed record ImageSummary
{
    /// <summary>The image's file name.</summary>
    public required string Name { get; init; }

    /// <summary>The image's size in bytes: of raw sectors, their user data.</summary>
    public required long Length { get; init; }

    /// <summary>How the file stores sectors.</summary>
    public required SectorFormat SectorFormat { get; init; }

    /// <summary>The trees that the image carries.</summary>
    public required ImageFormats Formats { get; init; }

    /// <summary>What the volume is called by those who look for it by name.</summary>
    public required VolumeLabels Labels { get; init; }

    /// <summary>Every volume descriptor of ISO 9660, in disk order; none, where there is UDF alone.</summary>
    public required IReadOnlyList<VolumeDescriptorInfo> Descriptors { get; init; }

    /// <summary>The UDF volume of the session shown; <see langword="null"/> when there is none.</summary>
    public UdfVolumeInfo? Udf { get; init; }

    /// <summary>The UDF volume at the image's start, when it is of an earlier session than the one shown; otherwise <see langword="null"/>.</summary>
    public UdfVolumeInfo? EarlierUdf { get; init; }

    /// <summary>The sessions: one, in most images.</summary>
    public required IReadOnlyList<ImageSession> Sessions { get; init; }

    /// <summary>The number of the session that is shown.</summary>
    public int Session { get; init; } = 1;

    /// <summary>How many files the most faithful tree has.</summary>
    public required int Files { get; init; }

    /// <summary>How many directories, the root included.</summary>
    public required int Directories { get; init; }

    /// <summary>How many symbolic links.</summary>
    public required int Links { get; init; }

    /// <summary>How many pipes, sockets and devices.</summary>
    public int SpecialFiles { get; init; }

    /// <summary>How the names are stored that plain identifiers of that tree give.</summary>
    public NameEncoding PlainNames { get; init; }

    /// <summary>How many bytes the files have.</summary>
    public required long ContentBytes { get; init; }

    /// <summary>What the system area holds, in words: <c>empty</c>, <c>MBR, GPT</c>, <c>in use</c>.</summary>
    public required string SystemArea { get; init; }

    /// <summary>The partitions that the master boot record in the system area names.</summary>
    public IReadOnlyList<MbrPartition> Partitions => PartitionTables.Mbr;

    /// <summary>The partition tables.</summary>
    public PartitionTables PartitionTables { get; init; } = new();

    /// <summary>The sector of the El Torito boot catalog; <see langword="null"/> when no boot record names one.</summary>
    public long? BootCatalogSector => Boot?.Sector;

    /// <summary>The El Torito boot catalog; <see langword="null"/> when no boot record leads to one.</summary>
    public BootCatalogInfo? Boot { get; init; }

    /// <summary>The summary as aligned text, one screen of it, lines ending in LF.</summary>
    public override string ToString() => SummaryText.Print(this);
}
