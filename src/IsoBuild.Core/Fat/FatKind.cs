namespace IsoBuild.Fat;

/// <summary>How wide the entries of the allocation table are. Nothing but the count of clusters says so (FAT 1.03, "FAT Type Determination").</summary>
internal enum FatKind
{
    /// <summary>To be chosen by <see cref="FatGeometry"/>.</summary>
    Auto,
    Fat12 = 12,
    Fat16 = 16,
    Fat32 = 32,
}

/// <summary>The counts of clusters that tell the kinds apart.</summary>
internal static class FatKinds
{
    /// <summary>The first clusters that make FAT16 and FAT32.</summary>
    public const uint FirstFat16 = 4085;
    public const uint FirstFat32 = 65525;

    /// <summary>Entries 0 and 1 of the table are of no cluster.</summary>
    public const uint FirstCluster = 2;

    /// <summary>What FAT32 numbers with 28 bits, less the marks from 0x0FFFFFF7 on.</summary>
    private const uint MostFat32 = 0x0FFFFFF7 - FirstCluster;

    /// <summary>Many drivers err by a few at the limits: stay 16 away (FAT 1.03, the note behind "FAT Type Determination").</summary>
    private const uint Margin = 16;

    /// <summary>By the count of clusters, for tables whose size says that they are not of FAT32.</summary>
    public static FatKind OfSmall(uint clusters) => clusters < FirstFat16 ? FatKind.Fat12 : FatKind.Fat16;

    /// <summary>The fewest clusters that are written.</summary>
    public static uint Fewest(FatKind kind) => kind switch
    {
        FatKind.Fat12 => 1,
        FatKind.Fat16 => FirstFat16 + Margin,
        _ => FirstFat32 + Margin,
    };

    /// <summary>The most clusters that are written.</summary>
    public static uint Most(FatKind kind) => kind switch
    {
        FatKind.Fat12 => FirstFat16 - Margin,
        FatKind.Fat16 => FirstFat32 - Margin,
        _ => MostFat32,
    };

    /// <summary>Whether a count is so near to a limit that drivers disagree on what it makes.</summary>
    public static bool IsDoubtful(uint clusters) =>
        (clusters > FirstFat16 - Margin && clusters < FirstFat16 + Margin) || (clusters > FirstFat32 - Margin && clusters < FirstFat32 + Margin);

    /// <summary>As users know it.</summary>
    public static string Name(FatKind kind) => kind switch
    {
        FatKind.Fat12 => "FAT12",
        FatKind.Fat16 => "FAT16",
        FatKind.Fat32 => "FAT32",
        _ => "FAT",
    };
}
