namespace IsoBuild.ElTorito;

/// <summary>What the sector count of an entry means to UEFI firmware: the size of the partition that the boot image is (UEFI 13.3.2.1).</summary>
internal static class UefiPartition
{
    private const int VirtualSector = 512;

    /// <summary>How many bytes an entry covers; <see langword="null"/> where the count is 0 or 1, which means up to the volume's end.</summary>
    public static long? CoveredBy(int loadSize) => loadSize > 1 ? (long)loadSize * VirtualSector : null;

    /// <summary>How many bytes EDK2 takes the partition to have: it counts sectors of the disc.</summary>
    public static long? SeenByEdk2(int loadSize) => loadSize > 1 ? (long)loadSize * Bytes.Sector.Size : null;
}
