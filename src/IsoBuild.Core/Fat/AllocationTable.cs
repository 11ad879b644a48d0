using System.Buffers.Binary;

namespace IsoBuild.Fat;

/// <summary>The entries of the allocation table (FAT 1.03, "FAT Data Structure"): of each cluster, the one that follows it.</summary>
internal static class AllocationTable
{
    public const uint Free = 0;

    /// <summary>What <see cref="Read"/> returns of a cluster that must not be used.</summary>
    public const uint Bad = 0x0FFFFFF7;

    /// <summary>What <see cref="Read"/> returns of a chain's last cluster.</summary>
    public const uint End = 0x0FFFFFFF;

    private const uint FirstEnd = 0x0FFFFFF8;

    /// <summary>The upper four bits of FAT32's entries are reserved.</summary>
    private const uint Mask = 0x0FFFFFFF;

    /// <summary>How many bytes that many entries take.</summary>
    public static long Length(FatKind kind, long entries) => kind == FatKind.Fat12 ? (entries * 3 + 1) / 2 : entries * ((int)kind / 8);

    /// <summary>How many whole entries that many bytes hold.</summary>
    public static long Entries(FatKind kind, long bytes) => kind == FatKind.Fat12 ? bytes * 2 / 3 : bytes / ((int)kind / 8);

    /// <summary>Where an entry begins: of FAT12, the byte of which it takes at least a half.</summary>
    public static long Offset(FatKind kind, uint cluster) => kind == FatKind.Fat12 ? (long)cluster + (cluster / 2) : (long)cluster * ((int)kind / 8);

    /// <summary>Writes an entry, over zeros.</summary>
    /// <param name="kind">The kind of table.</param>
    /// <param name="field">The bytes from <see cref="Offset"/> on.</param>
    /// <param name="cluster">Whose entry it is: in FAT12, odd and even ones share a byte.</param>
    /// <param name="next">The cluster that follows, or one of the marks.</param>
    public static void Write(FatKind kind, Span<byte> field, uint cluster, uint next)
    {
        switch (kind)
        {
            case FatKind.Fat12:
                var bits = cluster % 2 == 0 ? next & 0xFFF : (next & 0xFFF) << 4;
                field[0] |= (byte)bits;
                field[1] |= (byte)(bits >> 8);
                break;
            case FatKind.Fat16:
                BinaryPrimitives.WriteUInt16LittleEndian(field, (ushort)next);
                break;
            default:
                BinaryPrimitives.WriteUInt32LittleEndian(field, next & Mask);
                break;
        }
    }

    /// <summary>Reads an entry; the marks are the same for all kinds.</summary>
    public static uint Read(FatKind kind, ReadOnlySpan<byte> field, uint cluster)
    {
        uint value;
        switch (kind)
        {
            case FatKind.Fat12:
                value = BinaryPrimitives.ReadUInt16LittleEndian(field);
                value = cluster % 2 == 0 ? value & 0xFFF : value >> 4;
                value |= value >= 0xFF7 ? Mask & ~0xFFFu : 0;
                break;
            case FatKind.Fat16:
                value = BinaryPrimitives.ReadUInt16LittleEndian(field);
                value |= value >= 0xFFF7 ? Mask & ~0xFFFFu : 0;
                break;
            default:
                value = BinaryPrimitives.ReadUInt32LittleEndian(field) & Mask;
                break;
        }

        return value >= FirstEnd ? End : value;
    }

    /// <summary>What entry 0 holds: the medium, below ones.</summary>
    public static uint MediaEntry(byte media) => 0x0FFFFF00u | media;
}
