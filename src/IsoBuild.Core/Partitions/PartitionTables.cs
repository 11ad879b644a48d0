namespace IsoBuild.Partitions;

/// <summary>The partition tables of an image: what a disk that it is copied to will be taken for.</summary>
public sealed record PartitionTables
{
    /// <summary>Whether there is a master boot record.</summary>
    public bool HasMbr { get; init; }

    /// <summary>Whose code it holds.</summary>
    public BootCodeKind BootCode { get; init; }

    /// <summary>Where the code starts what it starts, in blocks of 512 bytes; <see langword="null"/> for code that is not told.</summary>
    public ulong? BootAddress { get; init; }

    /// <summary>The number by which Windows and firmware know the disk; 0 for none.</summary>
    public uint DiskSignature { get; init; }

    /// <summary>The entries of the master boot record that are in use.</summary>
    public IReadOnlyList<MbrPartition> Mbr { get; init; } = [];

    /// <summary>The GPT; <see langword="null"/> when there is none.</summary>
    public GptTable? Gpt { get; init; }

    /// <summary>Whether there is an Apple partition map, which is recognised and not read.</summary>
    public bool HasAppleMap { get; init; }
}

/// <summary>A GPT (UEFI 5.3), which is there twice.</summary>
public sealed record GptTable
{
    /// <summary>What tells the disk from all others.</summary>
    public Guid DiskId { get; init; }

    /// <summary>The first block of 512 bytes that partitions may have.</summary>
    public ulong FirstUsableBlock { get; init; }

    /// <summary>The last block of 512 bytes that partitions may have.</summary>
    public ulong LastUsableBlock { get; init; }

    /// <summary>The table at block 1.</summary>
    public GptState Primary { get; init; }

    /// <summary>The table at the image's end.</summary>
    public GptState Backup { get; init; }

    /// <summary>The entries in use: of the table at block 1, or of the other where only that one is sound.</summary>
    public IReadOnlyList<GptPartition> Partitions { get; init; } = [];
}

/// <summary>How one of the two tables of a GPT is.</summary>
public enum GptState
{
    /// <summary>There is none.</summary>
    Missing = 0,

    /// <summary>Its checksums are right.</summary>
    Sound,

    /// <summary>Its header or its entries are not what their checksums say.</summary>
    Damaged,

    /// <summary>Its checksums are right, and it says other things than the one at block 1.</summary>
    Different,
}
