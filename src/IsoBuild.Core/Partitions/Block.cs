namespace IsoBuild.Partitions;

/// <summary>The unit in which partition tables count: the logical block of 512 bytes that USB sticks and disks have.</summary>
internal static class Block
{
    public const int Size = 512;

    public const int PerSector = Bytes.Sector.Size / Size;
}
