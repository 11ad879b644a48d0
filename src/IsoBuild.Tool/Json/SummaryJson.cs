using IsoBuild.Machines;
using IsoBuild.Partitions;
using IsoBuild.Reading;
using IsoBuild.Summarizing;
using IsoBuild.Tool.Images;

namespace IsoBuild.Tool.Json;

/// <summary>What <c>inspect --json</c> writes.</summary>
internal sealed record SummaryJson
{
    public required string Name { get; init; }

    public required long Length { get; init; }

    public required string SectorFormat { get; init; }

    public required IEnumerable<string> Formats { get; init; }

    public required string SystemArea { get; init; }

    public required int Files { get; init; }

    public required int Directories { get; init; }

    public required int Links { get; init; }

    public required int SpecialFiles { get; init; }

    /// <summary><c>utf8</c> or <c>latin1</c>; absent where no name of the plain tree goes beyond ASCII.</summary>
    public string? PlainNames { get; init; }

    public required long ContentBytes { get; init; }

    /// <summary>Of the master boot record.</summary>
    public required IEnumerable<PartitionJson> Partitions { get; init; }

    /// <summary>Of the master boot record: whose code it holds; absent without one.</summary>
    public string? BootCode { get; init; }

    /// <summary>Absent without one.</summary>
    public GptJson? Gpt { get; init; }

    /// <summary>Where the El Torito boot catalog lies; absent without one.</summary>
    public long? BootCatalogSector { get; init; }

    /// <summary>What the boot catalog starts; absent without one.</summary>
    public BootJson? Boot { get; init; }

    /// <summary>Which machines boot from the image, from which medium, and why.</summary>
    public required IEnumerable<MachineJson> Machines { get; init; }

    public required LabelsJson Labels { get; init; }

    /// <summary>The number of the session that is shown.</summary>
    public required int Session { get; init; }

    public required IEnumerable<SessionJson> Sessions { get; init; }

    public required IEnumerable<DescriptorJson> Descriptors { get; init; }

    /// <summary>Absent without UDF.</summary>
    public UdfJson? Udf { get; init; }

    /// <summary>At the image's start, when it is of an earlier session than the one shown; otherwise absent.</summary>
    public UdfJson? EarlierUdf { get; init; }

    public static SummaryJson Of(ImageSummary summary) => new()
    {
        Name = summary.Name,
        Length = summary.Length,
        Labels = LabelsJson.Of(summary.Labels),
        SectorFormat = Json.Names.Camel(summary.SectorFormat),
        Formats = ImageInput.Names(summary.Formats),
        SystemArea = summary.SystemArea,
        Files = summary.Files,
        Directories = summary.Directories,
        Links = summary.Links,
        SpecialFiles = summary.SpecialFiles,
        PlainNames = summary.PlainNames == NameEncoding.Ascii ? null : Json.Names.Camel(summary.PlainNames),
        ContentBytes = summary.ContentBytes,
        Partitions = summary.Partitions.Select(partition => new PartitionJson(partition.Number, partition.Type, partition.IsActive, partition.FirstBlock, partition.BlockCount)),
        BootCode = summary.PartitionTables.HasMbr ? Json.Names.Camel(summary.PartitionTables.BootCode) : null,
        Gpt = summary.PartitionTables.Gpt is { } gpt ? GptJson.Of(gpt) : null,
        BootCatalogSector = summary.BootCatalogSector,
        Boot = summary.Boot is { } boot ? BootJson.Of(boot) : null,
        Machines = summary.Machines.Select(MachineJson.Of),
        Session = summary.Session,
        Sessions = summary.Sessions.Select(session => new SessionJson(session.Number, session.FirstSector, session.SectorCount, session.VolumeId)),
        Descriptors = summary.Descriptors.Select(DescriptorJson.Of),
        Udf = summary.Udf is { } udf ? UdfJson.Of(udf) : null,
        EarlierUdf = summary.EarlierUdf is { } earlier ? UdfJson.Of(earlier) : null,
    };
}

/// <summary>A UDF volume; offsets and lengths in bytes. What it does not say of its owner is absent.</summary>
internal sealed record UdfJson(string VolumeId, string VolumeSetId, string Revision, int BlockSize, long PartitionOffset, long PartitionLength, string? Recorded)
{
    public string? PrimaryVolumeId { get; init; }

    public string? Owner { get; init; }

    public string? Organization { get; init; }

    public string? Contact { get; init; }

    public string? ApplicationId { get; init; }

    public static UdfJson Of(UdfVolumeInfo udf) => new(udf.VolumeId, udf.VolumeSetId, udf.Revision, udf.BlockSize, udf.PartitionOffset, udf.PartitionLength, Json.Names.Date(udf.Recorded))
    {
        PrimaryVolumeId = Json.Names.Text(udf.PrimaryVolumeId),
        Owner = Json.Names.Text(udf.Owner),
        Organization = Json.Names.Text(udf.Organization),
        Contact = Json.Names.Text(udf.Contact),
        ApplicationId = Json.Names.Text(udf.ApplicationId),
    };
}

/// <summary>A partition, in blocks of 512 bytes.</summary>
internal sealed record PartitionJson(int Number, int Type, bool IsActive, long FirstBlock, long BlockCount);

/// <summary>A GPT, in blocks of 512 bytes; what its two tables are: <c>sound</c>, <c>damaged</c>, <c>missing</c>, <c>different</c>.</summary>
internal sealed record GptJson(string DiskId, string Primary, string Backup, ulong FirstUsableBlock, ulong LastUsableBlock, IEnumerable<GptPartitionJson> Partitions)
{
    public static GptJson Of(GptTable gpt) => new(
        gpt.DiskId.ToString(), Names.Camel(gpt.Primary), Names.Camel(gpt.Backup), gpt.FirstUsableBlock, gpt.LastUsableBlock, gpt.Partitions.Select(GptPartitionJson.Of));
}

/// <summary>A partition of a GPT, in blocks of 512 bytes; attributes as a hexadecimal number, since not every reader of JSON keeps 64 bits.</summary>
internal sealed record GptPartitionJson(int Number, string TypeId, string Id, string Name, ulong FirstBlock, ulong LastBlock, string Attributes)
{
    public static GptPartitionJson Of(GptPartition partition) => new(
        partition.Number,
        partition.TypeId.ToString(),
        partition.Id.ToString(),
        partition.Name,
        partition.FirstBlock,
        partition.LastBlock,
        partition.Attributes.ToString("x16", System.Globalization.CultureInfo.InvariantCulture));
}

/// <summary>A machine that boots from an image, by its name in runtime identifiers (or <c>bios</c>, <c>ia32</c>); the medium is <c>disc</c> or <c>disk</c>.</summary>
internal sealed record MachineJson(string Machine, string Medium, string Loader, string Reason)
{
    public static MachineJson Of(MachineBoot boot) => new(MachineNames.NameOf(boot.Machine), Names.Camel(boot.Medium), boot.Loader, boot.Reason);
}

/// <summary>A session.</summary>
internal sealed record SessionJson(int Number, long FirstSector, long SectorCount, string VolumeId);

/// <summary>A volume descriptor. Which fields there are depends on its kind; empty texts and dates are absent.</summary>
internal sealed record DescriptorJson
{
    public required string Kind { get; init; }

    public required long Sector { get; init; }

    public string? SystemId { get; init; }

    public string? VolumeId { get; init; }

    public string? VolumeSetId { get; init; }

    public string? Publisher { get; init; }

    public string? Preparer { get; init; }

    public string? ApplicationId { get; init; }

    public string? CopyrightFile { get; init; }

    public string? AbstractFile { get; init; }

    public string? BibliographicFile { get; init; }

    public long? SpaceSize { get; init; }

    public int? SetSize { get; init; }

    public int? SequenceNumber { get; init; }

    public int? LogicalBlockSize { get; init; }

    public long? PathTableSize { get; init; }

    public long? RootDirectory { get; init; }

    public string? Created { get; init; }

    public string? Modified { get; init; }

    public string? Expires { get; init; }

    public string? Effective { get; init; }

    public static DescriptorJson Of(VolumeDescriptorInfo descriptor)
    {
        var isVolume = descriptor.LogicalBlockSize != 0;
        return new DescriptorJson
        {
            Kind = Json.Names.Camel(descriptor.Kind),
            Sector = descriptor.Sector,
            SystemId = Json.Names.Text(descriptor.SystemId),
            VolumeId = Json.Names.Text(descriptor.VolumeId),
            VolumeSetId = Json.Names.Text(descriptor.VolumeSetId),
            Publisher = Json.Names.Text(descriptor.Publisher),
            Preparer = Json.Names.Text(descriptor.Preparer),
            ApplicationId = Json.Names.Text(descriptor.ApplicationId),
            CopyrightFile = Json.Names.Text(descriptor.CopyrightFile),
            AbstractFile = Json.Names.Text(descriptor.AbstractFile),
            BibliographicFile = Json.Names.Text(descriptor.BibliographicFile),
            SpaceSize = isVolume ? descriptor.SpaceSize : null,
            SetSize = isVolume ? descriptor.SetSize : null,
            SequenceNumber = isVolume ? descriptor.SequenceNumber : null,
            LogicalBlockSize = isVolume ? descriptor.LogicalBlockSize : null,
            PathTableSize = isVolume ? descriptor.PathTableSize : null,
            RootDirectory = isVolume ? descriptor.RootDirectory : null,
            Created = Json.Names.Date(descriptor.Created),
            Modified = Json.Names.Date(descriptor.Modified),
            Expires = Json.Names.Date(descriptor.Expires),
            Effective = Json.Names.Date(descriptor.Effective),
        };
    }
}
