namespace IsoBuild.Reading;

/// <summary>What a volume descriptor is.</summary>
public enum VolumeDescriptorKind
{
    /// <summary>Type 0 (ECMA-119 8.2).</summary>
    BootRecord,

    /// <summary>Type 1 (ECMA-119 8.4).</summary>
    Primary,

    /// <summary>Type 2 with the escape sequence of UCS-2 (Joliet).</summary>
    Joliet,

    /// <summary>Type 2 with version 2 (ISO 9660:1999): the enhanced volume descriptor.</summary>
    Enhanced,

    /// <summary>Type 2 with other escape sequences (ECMA-119 8.5).</summary>
    Supplementary,

    /// <summary>Type 3 (ECMA-119 8.6).</summary>
    Partition,

    /// <summary>Type 255 (ECMA-119 8.3).</summary>
    Terminator,

    /// <summary>A type that ECMA-119 does not define.</summary>
    Unknown,
}

/// <summary>A volume descriptor that was read. Texts are without padding; a field that the kind does not have is empty, zero or <see langword="null"/>.</summary>
public sealed record VolumeDescriptorInfo
{
    /// <summary>What it is.</summary>
    public required VolumeDescriptorKind Kind { get; init; }

    /// <summary>The sector that holds it.</summary>
    public required long Sector { get; init; }

    /// <summary>The system identifier (8.4.5); of a boot record, the boot system identifier (8.2.4).</summary>
    public string SystemId { get; init; } = "";

    /// <summary>The volume identifier (8.4.6).</summary>
    public string VolumeId { get; init; } = "";

    /// <summary>The volume set identifier (8.4.19).</summary>
    public string VolumeSetId { get; init; } = "";

    /// <summary>The publisher identifier (8.4.20).</summary>
    public string Publisher { get; init; } = "";

    /// <summary>The data preparer identifier (8.4.21).</summary>
    public string Preparer { get; init; } = "";

    /// <summary>The application identifier (8.4.22).</summary>
    public string ApplicationId { get; init; } = "";

    /// <summary>The copyright file identifier (8.4.23).</summary>
    public string CopyrightFile { get; init; } = "";

    /// <summary>The abstract file identifier (8.4.24).</summary>
    public string AbstractFile { get; init; } = "";

    /// <summary>The bibliographic file identifier (8.4.25).</summary>
    public string BibliographicFile { get; init; } = "";

    /// <summary>The volume space size (8.4.8), in logical blocks.</summary>
    public long SpaceSize { get; init; }

    /// <summary>The volume set size: the number of volumes in the set (8.4.10).</summary>
    public int SetSize { get; init; }

    /// <summary>The volume sequence number: the number of this volume in the set (8.4.11).</summary>
    public int SequenceNumber { get; init; }

    /// <summary>The logical block size (8.4.12), in bytes.</summary>
    public int LogicalBlockSize { get; init; }

    /// <summary>The path table size (8.4.13), in bytes.</summary>
    public long PathTableSize { get; init; }

    /// <summary>The logical block of the little-endian path table (8.4.14).</summary>
    public long LittleEndianPathTable { get; init; }

    /// <summary>The logical block of the big-endian path table (8.4.16).</summary>
    public long BigEndianPathTable { get; init; }

    /// <summary>The logical block at which the root directory begins (8.4.18).</summary>
    public long RootDirectory { get; init; }

    /// <summary>When the volume was created (8.4.26).</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>When the volume was last modified (8.4.27).</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>The expiration date (8.4.28).</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The effective date (8.4.29).</summary>
    public DateTimeOffset? Effective { get; init; }
}
