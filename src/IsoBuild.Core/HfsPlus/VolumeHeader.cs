using System.Buffers.Binary;

namespace IsoBuild.HfsPlus;

/// <summary>The volume header (TN1150, "Volume Header"): 1024 bytes behind the volume's start, and once more 1024 bytes before its end.</summary>
internal sealed record VolumeHeader
{
    /// <summary>Where in the volume it lies, and how far before the end its copy.</summary>
    public const int Offset = 1024;

    public const int Size = 512;

    /// <summary>How many numbers Finder and firmware have in it.</summary>
    public const int FinderInfoCount = 8;

    // Which of them: the blessed directory, the file in it that firmware starts, and the directory with Mac OS X; two are the volume's identifier.
    public const int BlessedDirectory = 0;
    public const int BlessedFile = 1;
    public const int SystemDirectory = 5;
    public const int UniqueIdAt = 80 + (6 * sizeof(uint));

    private const ushort Version = 4;

    /// <summary>kHFSVolumeUnmountedBit and kHFSVolumeSoftwareLockBit: nothing is open, and nobody writes.</summary>
    private const uint Unmounted = 1 << 8;
    private const uint SoftwareLock = 1 << 15;

    private const int AttributesAt = 4;
    private const int MountedVersion = 8;
    private const int Created = 16;
    private const int ModifiedAt = 20;
    private const int Checked = 28;
    private const int FileCountAt = 32;
    private const int FolderCountAt = 36;
    private const int BlockSizeAt = 40;
    private const int TotalBlocksAt = 44;
    private const int FreeBlocksAt = 48;
    private const int NextAllocation = 52;
    private const int ResourceClump = 56;
    private const int DataClump = 60;
    private const int NextCatalogIdAt = 64;
    private const int WriteCount = 68;
    private const int Encodings = 72;
    private const int FinderInfoAt = 80;
    private const int AllocationAt = 112;
    private const int ExtentsAt = AllocationAt + Fork.Size;
    private const int CatalogAt = ExtentsAt + Fork.Size;

    private static ReadOnlySpan<byte> Signature => "H+"u8;

    public uint Date { get; init; }

    public uint FileCount { get; init; }

    /// <summary>How many directories there are beside the root.</summary>
    public uint FolderCount { get; init; }

    public uint BlockSize { get; init; }

    public uint TotalBlocks { get; init; }

    public uint FreeBlocks { get; init; }

    public uint NextCatalogId { get; init; }

    public uint[] FinderInfo { get; init; } = new uint[FinderInfoCount];

    /// <summary>What tells the volume from all others.</summary>
    public ulong UniqueId { get; init; }

    public Fork Allocation { get; init; }

    public Fork Extents { get; init; }

    public Fork Catalog { get; init; }

    /// <summary>Reads a header; <see langword="null"/> when there is none.</summary>
    public static VolumeHeader? Read(ReadOnlySpan<byte> header)
    {
        if (header.Length < Size || !(header.StartsWith("H+\0\u0004"u8) || header.StartsWith("HX\0\u0005"u8)))
        {
            return null;
        }

        var finderInfo = new uint[FinderInfoCount];
        for (var i = 0; i < finderInfo.Length; i++)
        {
            finderInfo[i] = BinaryPrimitives.ReadUInt32BigEndian(header[(FinderInfoAt + (i * sizeof(uint)))..]);
        }

        return new VolumeHeader
        {
            Date = BinaryPrimitives.ReadUInt32BigEndian(header[Created..]),
            FileCount = BinaryPrimitives.ReadUInt32BigEndian(header[FileCountAt..]),
            FolderCount = BinaryPrimitives.ReadUInt32BigEndian(header[FolderCountAt..]),
            BlockSize = BinaryPrimitives.ReadUInt32BigEndian(header[BlockSizeAt..]),
            TotalBlocks = BinaryPrimitives.ReadUInt32BigEndian(header[TotalBlocksAt..]),
            FreeBlocks = BinaryPrimitives.ReadUInt32BigEndian(header[FreeBlocksAt..]),
            NextCatalogId = BinaryPrimitives.ReadUInt32BigEndian(header[NextCatalogIdAt..]),
            FinderInfo = finderInfo,
            UniqueId = BinaryPrimitives.ReadUInt64BigEndian(header[UniqueIdAt..]),
            Allocation = Fork.Read(header[AllocationAt..]),
            Extents = Fork.Read(header[ExtentsAt..]),
            Catalog = Fork.Read(header[CatalogAt..]),
        };
    }

    /// <summary>Writes the header into zero bytes.</summary>
    public void Write(Span<byte> header)
    {
        Signature.CopyTo(header);
        BinaryPrimitives.WriteUInt16BigEndian(header[Signature.Length..], Version);
        BinaryPrimitives.WriteUInt32BigEndian(header[AttributesAt..], Unmounted | SoftwareLock);
        "10.0"u8.CopyTo(header[MountedVersion..]);
        BinaryPrimitives.WriteUInt32BigEndian(header[Created..], Date);
        BinaryPrimitives.WriteUInt32BigEndian(header[ModifiedAt..], Date);
        BinaryPrimitives.WriteUInt32BigEndian(header[Checked..], Date);
        BinaryPrimitives.WriteUInt32BigEndian(header[FileCountAt..], FileCount);
        BinaryPrimitives.WriteUInt32BigEndian(header[FolderCountAt..], FolderCount);
        BinaryPrimitives.WriteUInt32BigEndian(header[BlockSizeAt..], BlockSize);
        BinaryPrimitives.WriteUInt32BigEndian(header[TotalBlocksAt..], TotalBlocks);
        BinaryPrimitives.WriteUInt32BigEndian(header[FreeBlocksAt..], FreeBlocks);
        BinaryPrimitives.WriteUInt32BigEndian(header[NextAllocation..], 0);
        BinaryPrimitives.WriteUInt32BigEndian(header[ResourceClump..], BlockSize);
        BinaryPrimitives.WriteUInt32BigEndian(header[DataClump..], BlockSize);
        BinaryPrimitives.WriteUInt32BigEndian(header[NextCatalogIdAt..], NextCatalogId);
        BinaryPrimitives.WriteUInt32BigEndian(header[WriteCount..], 1);

        // Names are Unicode; MacRoman, encoding 0, is what they are said to be best in.
        BinaryPrimitives.WriteUInt64BigEndian(header[Encodings..], 1);
        for (var i = 0; i < FinderInfoCount; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(header[(FinderInfoAt + (i * sizeof(uint)))..], FinderInfo[i]);
        }

        BinaryPrimitives.WriteUInt64BigEndian(header[UniqueIdAt..], UniqueId);
        Allocation.Write(header[AllocationAt..], BlockSize);
        Extents.Write(header[ExtentsAt..], BTree.NodeSize);
        Catalog.Write(header[CatalogAt..], BTree.NodeSize);
    }
}
