using IsoBuild.Bytes;

namespace IsoBuild.Partitions;

/// <summary>A second GPT for disks whose blocks have 4096 bytes (4Kn). It lies beside the usual one: the first header is in the block that such disks have as block 1, at byte 4096.</summary>
/// <remarks>
/// <para>Both are written by the same rules (UEFI 5.3), each in its own blocks. The usual table, whose entries would reach byte 17408, has 24 of them in place of 128 and so ends at byte 4096.
/// The entries of this one are in blocks 2 to 5, the bytes 8192 to 24575, within the system area.</para>
/// <para>The last block of 4096 bytes has both backup headers: this table's at its start, which uses 92 bytes, and the usual one's in its last 512 bytes, with its entries before it.
/// The entries of this table are in the four blocks before.</para>
/// </remarks>
internal static class LargeGpt
{
    public const int BlockSize = 4096;

    /// <summary>How many blocks of 512 bytes a block has.</summary>
    private const int PerBlock = BlockSize / Block.Size;

    /// <summary>How many entries the usual table has beside this one: as many as lie before byte 4096.</summary>
    public const int EntriesOfUsual = (BlockSize - (GptHeader.FirstArrayBlock * Block.Size)) / GptPartition.Size;

    private const int ArraySize = GptHeader.EntryCount * GptPartition.Size;

    /// <summary>Where the header and the entries begin, and where they end, in bytes.</summary>
    public const int HeaderAt = GptHeader.PrimaryBlock * BlockSize;
    private const int ArrayAt = GptHeader.FirstArrayBlock * BlockSize;
    public const int End = ArrayAt + ArraySize;

    /// <summary>What both backups take of the image's end.</summary>
    public const int BackupSize = ArraySize + BlockSize;

    /// <summary>The table of an image: its first header, and its entries.</summary>
    /// <param name="length">The image's length in bytes, a multiple of 4096.</param>
    /// <param name="usual">The entries of the usual table. Those that begin at blocks of this one are in it, too, with the same identifiers.</param>
    /// <param name="diskId">The disk GUID.</param>
    public static (GptHeader Header, byte[] Entries) Make(long length, IReadOnlyList<GptPartition> usual, Guid diskId)
    {
        var entries = new byte[ArraySize];
        foreach (var partition in In(usual))
        {
            partition.Write(entries.AsSpan((partition.Number - 1) * GptPartition.Size, GptPartition.Size));
        }

        var blocks = (ulong)(length / BlockSize);
        return (new GptHeader
        {
            OwnBlock = GptHeader.PrimaryBlock,
            AlternateBlock = blocks - 1,
            FirstUsableBlock = Layout.FixedAreas.SystemAreaSectors * Sector.Size / BlockSize,
            LastUsableBlock = blocks - 1 - (ArraySize / BlockSize) - 1,
            DiskId = diskId,
            ArrayBlock = GptHeader.FirstArrayBlock,
            ArrayChecksum = Crc32.Of(entries),
        }, entries);
    }

    /// <summary>The partitions in blocks of 4096 bytes. One that ends within such a block has all of it, unless the next one begins there.</summary>
    public static IEnumerable<GptPartition> In(IReadOnlyList<GptPartition> usual)
    {
        foreach (var partition in usual)
        {
            var end = partition.LastBlock + 1;
            var next = usual.Where(other => other.FirstBlock >= end).Select(other => other.FirstBlock).DefaultIfEmpty(ulong.MaxValue).Min();
            var last = (end + PerBlock - 1) / PerBlock;
            last = last * PerBlock > next ? end / PerBlock : last;
            if (partition.FirstBlock % PerBlock == 0 && partition.FirstBlock / PerBlock < last)
            {
                yield return partition with { FirstBlock = partition.FirstBlock / PerBlock, LastBlock = last - 1 };
            }
        }
    }

    /// <summary>Writes the table into the system area.</summary>
    public static void WriteFirst(Span<byte> area, GptHeader header, byte[] entries)
    {
        area[HeaderAt..End].Clear();
        header.Write(area[HeaderAt..]);
        entries.CopyTo(area[ArrayAt..]);
    }

    /// <summary>Writes the backup into the image's last <see cref="BackupSize"/> bytes.</summary>
    public static void WriteBackup(Span<byte> end, GptHeader header, byte[] entries)
    {
        entries.CopyTo(end);
        header.Other(header.AlternateBlock - (ArraySize / BlockSize)).Write(end[ArraySize..]);
    }
}
