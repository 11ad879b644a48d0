using System.Buffers.Binary;
using IsoBuild.Bytes;

namespace IsoBuild.Partitions;

/// <summary>The header of a GPT (UEFI 5.3.2): at block 1, and a second time in the last block.</summary>
internal sealed record GptHeader
{
    /// <summary>Where the first one is, and behind it the entries; both are what every tool writes.</summary>
    public const int PrimaryBlock = 1;
    public const int FirstArrayBlock = 2;

    /// <summary>How many entries there are, of <see cref="GptPartition.Size"/> bytes: the least that the standard allows (UEFI 5.3.1: 16,384 bytes).</summary>
    public const int EntryCount = 128;

    /// <summary>The least size of a header, and the size that ours has.</summary>
    public const int LeastSize = 92;

    /// <summary>The bytes of a header and of so many entries.</summary>
    public const int DefaultSize = Block.Size + (EntryCount * GptPartition.Size);

    public const uint Revision1 = 0x00010000;

    private const int RevisionAt = 8;
    private const int SizeAt = 12;
    private const int ChecksumAt = 16;
    private const int ReservedAt = 20;
    private const int BlockAt = 24;
    private const int AlternateAt = 32;
    private const int FirstUsableAt = 40;
    private const int LastUsableAt = 48;
    private const int DiskIdAt = 56;
    private const int ArrayAt = 72;
    private const int CountAt = 80;
    private const int EntrySizeAt = 84;
    private const int ArrayChecksumAt = 88;

    public uint Revision { get; init; } = Revision1;

    /// <summary>How much of the block is the header.</summary>
    public uint Size { get; init; } = LeastSize;

    /// <summary>What the header says is its checksum, and what it is; <see langword="null"/> when its size makes no sense. Not to be written.</summary>
    public uint Checksum { get; private init; }

    public uint? ActualChecksum { get; private init; }

    public uint Reserved { get; private init; }

    /// <summary>Where it says that it lies (MyLBA).</summary>
    public required ulong OwnBlock { get; init; }

    /// <summary>Where the other one lies (AlternateLBA).</summary>
    public required ulong AlternateBlock { get; init; }

    /// <summary>Which blocks partitions may have.</summary>
    public required ulong FirstUsableBlock { get; init; }

    public required ulong LastUsableBlock { get; init; }

    public required Guid DiskId { get; init; }

    /// <summary>Where the entries begin.</summary>
    public required ulong ArrayBlock { get; init; }

    public uint Count { get; init; } = EntryCount;

    public uint EntrySize { get; init; } = GptPartition.Size;

    /// <summary>The checksum of all entries.</summary>
    public required uint ArrayChecksum { get; init; }

    public static ReadOnlySpan<byte> Signature => "EFI PART"u8;

    /// <summary>How many bytes the entries have.</summary>
    public ulong ArraySize => (ulong)Count * EntrySize;

    /// <summary>The header in a block; <see langword="null"/> when there is none.</summary>
    public static GptHeader? Read(ReadOnlySpan<byte> block)
    {
        if (!block.StartsWith(Signature))
        {
            return null;
        }

        var size = BinaryPrimitives.ReadUInt32LittleEndian(block[SizeAt..]);
        return new GptHeader
        {
            Revision = BinaryPrimitives.ReadUInt32LittleEndian(block[RevisionAt..]),
            Size = size,
            Checksum = BinaryPrimitives.ReadUInt32LittleEndian(block[ChecksumAt..]),
            ActualChecksum = size is >= LeastSize and <= Block.Size ? ChecksumOf(block[..(int)size]) : null,
            Reserved = BinaryPrimitives.ReadUInt32LittleEndian(block[ReservedAt..]),
            OwnBlock = BinaryPrimitives.ReadUInt64LittleEndian(block[BlockAt..]),
            AlternateBlock = BinaryPrimitives.ReadUInt64LittleEndian(block[AlternateAt..]),
            FirstUsableBlock = BinaryPrimitives.ReadUInt64LittleEndian(block[FirstUsableAt..]),
            LastUsableBlock = BinaryPrimitives.ReadUInt64LittleEndian(block[LastUsableAt..]),
            DiskId = new Guid(block.Slice(DiskIdAt, 16)),
            ArrayBlock = BinaryPrimitives.ReadUInt64LittleEndian(block[ArrayAt..]),
            Count = BinaryPrimitives.ReadUInt32LittleEndian(block[CountAt..]),
            EntrySize = BinaryPrimitives.ReadUInt32LittleEndian(block[EntrySizeAt..]),
            ArrayChecksum = BinaryPrimitives.ReadUInt32LittleEndian(block[ArrayChecksumAt..]),
        };
    }

    /// <summary>Writes the header into a block of zeros.</summary>
    public void Write(Span<byte> block)
    {
        Signature.CopyTo(block);
        BinaryPrimitives.WriteUInt32LittleEndian(block[RevisionAt..], Revision);
        BinaryPrimitives.WriteUInt32LittleEndian(block[SizeAt..], Size);
        BinaryPrimitives.WriteUInt64LittleEndian(block[BlockAt..], OwnBlock);
        BinaryPrimitives.WriteUInt64LittleEndian(block[AlternateAt..], AlternateBlock);
        BinaryPrimitives.WriteUInt64LittleEndian(block[FirstUsableAt..], FirstUsableBlock);
        BinaryPrimitives.WriteUInt64LittleEndian(block[LastUsableAt..], LastUsableBlock);
        DiskId.TryWriteBytes(block[DiskIdAt..]);
        BinaryPrimitives.WriteUInt64LittleEndian(block[ArrayAt..], ArrayBlock);
        BinaryPrimitives.WriteUInt32LittleEndian(block[CountAt..], Count);
        BinaryPrimitives.WriteUInt32LittleEndian(block[EntrySizeAt..], EntrySize);
        BinaryPrimitives.WriteUInt32LittleEndian(block[ArrayChecksumAt..], ArrayChecksum);
        BinaryPrimitives.WriteUInt32LittleEndian(block[ChecksumAt..], ChecksumOf(block[..(int)Size]));
    }

    /// <summary>The same table's other header: only the places change hands.</summary>
    public GptHeader Other(ulong arrayBlock) => this with { OwnBlock = AlternateBlock, AlternateBlock = OwnBlock, ArrayBlock = arrayBlock };

    /// <summary>The checksum, for which its own field counts as zero.</summary>
    private static uint ChecksumOf(ReadOnlySpan<byte> header)
    {
        var crc = new Crc32();
        crc.Append(header[..ChecksumAt]);
        crc.Append([0, 0, 0, 0]);
        crc.Append(header[ReservedAt..]);
        return crc.Value;
    }
}
