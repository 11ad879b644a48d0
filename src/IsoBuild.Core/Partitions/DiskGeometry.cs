namespace IsoBuild.Partitions;

/// <summary>The shape that a disk is said to have, by which master boot records tell places a second time: cylinders, heads, sectors.</summary>
/// <param name="Heads">How many heads, up to 255.</param>
/// <param name="Sectors">How many sectors of 512 bytes a track has, up to 63.</param>
/// <remarks>Firmware that wants to know the shape of a USB stick guesses it from where partitions end. The shapes are those of isohybrid and xorriso: cylinders that are
/// whole numbers of 2048-byte sectors, so that the image can end with one, which 63 sectors and 255 heads would not give.</remarks>
internal readonly record struct DiskGeometry(int Heads, int Sectors)
{
    /// <summary>The bytes of an address: head, sector with the cylinder's high bits, cylinder.</summary>
    public const int ChsSize = 3;

    /// <summary>Cylinders 0 to 1022; 1023 says that the place cannot be told.</summary>
    private const int MaxCylinder = 1022;

    private const int MostHeads = 255;

    /// <summary>The bits of an address' second byte that count sectors.</summary>
    private const int SectorBits = 0x3F;

    private const long Gibibyte = 1 << 30;

    /// <summary>What addresses say that cannot tell their place (UEFI 5.2.1): cylinder 1023, head 254, sector 63.</summary>
    public static ReadOnlySpan<byte> BeyondChs => [0xFE, 0xFF, 0xFF];

    /// <summary>The shape of a disk of a size in bytes: cylinders of 1 MiB up to 1 GiB, and above of 7.75 MiB.</summary>
    public static DiskGeometry For(long length) => length <= Gibibyte ? new DiskGeometry(64, 32) : new DiskGeometry(252, 63);

    /// <summary>The bytes that addresses can tell the places of.</summary>
    public long Reach => (MaxCylinder + 1L) * CylinderSize;

    /// <summary>The bytes of a cylinder.</summary>
    public int CylinderSize => Heads * Sectors * Block.Size;

    /// <summary>The shape by which an entry of a master boot record tells its place; <see langword="null"/> when it tells it by none that is known.</summary>
    /// <param name="start">The bytes of its first block's address; none, where that is the same for every shape.</param>
    /// <param name="end">The bytes of its last block's address.</param>
    /// <param name="first">Its first block.</param>
    /// <param name="last">Its last block.</param>
    public static DiskGeometry? Of(ReadOnlySpan<byte> start, ReadOnlySpan<byte> end, long first, long last)
    {
        // A partition that ends with a cylinder says itself how many heads and sectors one has: xorriso chooses them so that it does.
        Span<byte> field = stackalloc byte[ChsSize];
        var ending = new DiskGeometry(end[0] + 1, end[1] & SectorBits);
        foreach (var shape in (ReadOnlySpan<DiskGeometry>)[new(64, 32), new(252, 63), new(255, 63), new(128, 32), new(240, 63), new(16, 63), ending])
        {
            if (shape.Sectors == 0 || shape.Heads > MostHeads)
            {
                continue;
            }

            WriteChs(field, shape, last);
            if (field.SequenceEqual(end) && !field.SequenceEqual(BeyondChs))
            {
                WriteChs(field, shape, first);
                if (start.IsEmpty || field.SequenceEqual(start))
                {
                    return shape;
                }
            }
        }

        return null;
    }

    /// <summary>Writes where a block is, as far as that can be told. Sectors are counted from 1.</summary>
    public static void WriteChs(Span<byte> field, DiskGeometry? geometry, long block)
    {
        if (geometry is not { } shape || block / ((long)shape.Heads * shape.Sectors) is var cylinder && cylinder > MaxCylinder)
        {
            BeyondChs.CopyTo(field);
            return;
        }

        field[0] = (byte)(block / shape.Sectors % shape.Heads);
        field[1] = (byte)((block % shape.Sectors) + 1 | cylinder >> 8 << 6);
        field[2] = (byte)cylinder;
    }
}
