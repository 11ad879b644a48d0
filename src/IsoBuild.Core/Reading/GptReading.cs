using IsoBuild.Bytes;
using IsoBuild.Partitions;

namespace IsoBuild.Reading;

/// <summary>One of the two tables of a GPT as it lies in an image.</summary>
internal sealed class GptReading
{
    /// <summary>How many bytes of entries are read: 64 times what every tool writes. What says that it has more has none.</summary>
    private const int MaxArraySize = 1 << 20;

    /// <summary>Entries are at least so large, and no tool makes them larger than a block of a large-sector disk.</summary>
    private const uint MaxEntrySize = 4096;

    private GptReading(long block, GptHeader header, int blockSize) => (Block, Header, BlockSize) = (block, header, blockSize);

    /// <summary>In what blocks it counts, in bytes: 512, or 4096 for disks that have such.</summary>
    public int BlockSize { get; }

    /// <summary>Where its header lies, in blocks.</summary>
    public long Block { get; }

    public GptHeader Header { get; }

    /// <summary>The bytes of all entries; <see langword="null"/> when the header leads to none that can be read.</summary>
    public byte[]? Array { get; private init; }

    /// <summary>The entries in use.</summary>
    public IReadOnlyList<GptPartition> Partitions { get; private init; } = [];

    public bool IsHeaderSound => Header.Checksum == Header.ActualChecksum && Header.OwnBlock == (ulong)Block;

    public bool IsArraySound => Array is not null && Crc32.Of(Array) == Header.ArrayChecksum;

    public GptState State => IsHeaderSound && IsArraySound ? GptState.Sound : GptState.Damaged;

    /// <summary>Where the entries begin, in bytes.</summary>
    public long ArrayOffset => (long)Header.ArrayBlock * BlockSize;

    /// <summary>Where the header begins, in bytes.</summary>
    public long HeaderOffset => Block * BlockSize;

    /// <summary>The table whose header is in a block; <see langword="null"/> when there is none.</summary>
    public static GptReading? Read(ImageFile image, long block, int blockSize = IsoBuild.Partitions.Block.Size)
    {
        var bytes = new byte[IsoBuild.Partitions.Block.Size];
        if (block < 0 || block > image.Length / blockSize || !image.TryRead(block * blockSize, bytes) || GptHeader.Read(bytes) is not { } header)
        {
            return null;
        }

        if (header.EntrySize is < GptPartition.Size or > MaxEntrySize || header.ArraySize > MaxArraySize || header.ArrayBlock > (ulong)(image.Length / blockSize))
        {
            return new GptReading(block, header, blockSize);
        }

        var array = new byte[header.ArraySize];
        if (!image.TryRead((long)header.ArrayBlock * blockSize, array))
        {
            return new GptReading(block, header, blockSize);
        }

        var partitions = new List<GptPartition>();
        for (var i = 0; i < header.Count; i++)
        {
            if (GptPartition.Read(array.AsSpan(i * (int)header.EntrySize, GptPartition.Size), i + 1) is { } partition)
            {
                partitions.Add(partition);
            }
        }

        return new GptReading(block, header, blockSize) { Array = array, Partitions = partitions };
    }
}
