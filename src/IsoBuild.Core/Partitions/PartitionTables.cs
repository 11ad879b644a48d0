namespace IsoBuild.Partitions;

/// <summary>The partition tables of an image, which apply to a disk that it is copied to.</summary>
public sealed record PartitionTables
{
    /// <summary>Whether there is a master boot record.</summary>
    public bool HasMbr { get; init; }

    /// <summary>The kind of its boot code.</summary>
    public BootCodeKind BootCode { get; init; }

    /// <summary>The block of 512 bytes that the boot code loads; <see langword="null"/> for code without such an address.</summary>
    public ulong? BootAddress { get; init; }

    /// <summary>The disk signature, by which Windows and firmware identify the disk; 0 for none.</summary>
    public uint DiskSignature { get; init; }

    /// <summary>The entries of the master boot record that are in use.</summary>
    public IReadOnlyList<MbrPartition> Mbr { get; init; } = [];

    /// <summary>The GPT; <see langword="null"/> when there is none.</summary>
    public GptTable? Gpt { get; init; }

    /// <summary>The GPT for disks whose blocks have 4096 bytes (4Kn), at byte 4096; <see langword="null"/> when there is none. All of its numbers count such blocks.</summary>
    public GptTable? Gpt4K { get; init; }

    /// <summary>Whether there is an Apple partition map, which is detected but not read.</summary>
    public bool HasAppleMap { get; init; }
}

/// <summary>A GPT (UEFI 5.3) with its primary and backup tables.</summary>
public sealed record GptTable
{
    /// <summary>The disk GUID.</summary>
    public Guid DiskId { get; init; }

    /// <summary>The first usable block of 512 bytes.</summary>
    public ulong FirstUsableBlock { get; init; }

    /// <summary>The last usable block of 512 bytes.</summary>
    public ulong LastUsableBlock { get; init; }

    /// <summary>The state of the primary table, at block 1.</summary>
    public GptState Primary { get; init; }

    /// <summary>The state of the backup table, at the image's end.</summary>
    public GptState Backup { get; init; }

    /// <summary>The entries in use, from the primary table, or from the backup if only that one is valid.</summary>
    public IReadOnlyList<GptPartition> Partitions { get; init; } = [];
}

/// <summary>The state of one of the two tables of a GPT.</summary>
public enum GptState
{
    /// <summary>There is none.</summary>
    Missing = 0,

    /// <summary>Its checksums are correct.</summary>
    Sound,

    /// <summary>Its header or its entries do not match their checksums.</summary>
    Damaged,

    /// <summary>Its checksums are correct, but it differs from the primary table.</summary>
    Different,
}
