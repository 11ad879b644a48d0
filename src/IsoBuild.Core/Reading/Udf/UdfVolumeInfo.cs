namespace IsoBuild.Reading;

/// <summary>The fields of a UDF volume. Texts are without padding.</summary>
public sealed record UdfVolumeInfo
{
    /// <summary>The logical volume identifier (ECMA-167 3/10.6.4): what systems show as the label.</summary>
    public required string VolumeId { get; init; }

    /// <summary>The volume identifier of the primary volume descriptor (3/10.1.4).</summary>
    public string PrimaryVolumeId { get; init; } = "";

    /// <summary>The volume set identifier (3/10.1.7), whose first 16 characters should be unique.</summary>
    public string VolumeSetId { get; init; } = "";

    /// <summary>The owner's name (LVInfo1, UDF 1.02 2.2.7.2): in images of IsoBuild, the publisher.</summary>
    public string Owner { get; init; } = "";

    /// <summary>The organisation's name (LVInfo2): in images of IsoBuild, the preparer.</summary>
    public string Organization { get; init; } = "";

    /// <summary>The contact information (LVInfo3).</summary>
    public string Contact { get; init; } = "";

    /// <summary>The application that recorded the volume (ECMA-167 3/10.1.16), without the asterisk of unregistered names.</summary>
    public string ApplicationId { get; init; } = "";

    /// <summary>The UDF revision: <c>1.02</c>, <c>2.50</c>; empty if it is not recorded.</summary>
    public string Revision { get; init; } = "";

    /// <summary>The size of logical blocks, in bytes.</summary>
    public required int BlockSize { get; init; }

    /// <summary>Where the partition begins, in bytes.</summary>
    public required long PartitionOffset { get; init; }

    /// <summary>The partition's size, in bytes.</summary>
    public required long PartitionLength { get; init; }

    /// <summary>When the volume was recorded (3/10.1.15), in UTC; <see langword="null"/> if it is not valid.</summary>
    public DateTimeOffset? Recorded { get; init; }
}
