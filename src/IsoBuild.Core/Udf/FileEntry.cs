using System.Buffers.Binary;

namespace IsoBuild.Udf;

/// <summary>What a file entry says.</summary>
internal readonly record struct FileEntryFields
{
    public required UdfFileType Type { get; init; }

    public required UnixFileMode Mode { get; init; }

    public required uint OwnerId { get; init; }

    public required uint GroupId { get; init; }

    /// <summary>How many file identifiers lead to the entry: for a directory that in its parent, and one in each subdirectory.</summary>
    public required ushort LinkCount { get; init; }

    public required long Length { get; init; }

    public required DateTimeOffset Modified { get; init; }

    public required ulong UniqueId { get; init; }
}

/// <summary>A file entry (ECMA-167 4/14.9; UDF 1.02 2.3.6), or, only read, an extended one (4/14.17; UDF 2.00 2.3.6): all about a file but its name.</summary>
internal readonly ref struct FileEntry(ReadOnlySpan<byte> block)
{
    /// <summary>The number that no owner and no group has: there is none, or it is not known (UDF 1.02 3.3.3.1, 3.3.3.2).</summary>
    public const uint Nobody = uint.MaxValue;

    /// <summary>Without extended attributes and allocation descriptors.</summary>
    public const int HeadSize = 176;

    /// <summary>That of an extended file entry.</summary>
    public const int ExtendedHeadSize = 216;

    private const int Icb = 16;
    private const int Owner = 36;
    private const int Group = 40;
    private const int PermissionBits = 44;
    private const int Links = 48;
    private const int InformationLength = 56;
    private const int BlocksRecorded = 64;
    private const int AccessDate = 72;
    private const int ModificationDate = 84;
    private const int AttributeDate = 96;
    private const int Checkpoint = 108;
    private const int Implementation = 128;
    private const int UniqueId = 160;
    private const int AttributesLength = 168;
    private const int DescriptorsLength = 172;

    // Of the extended file entry, which has an object size before, a creation date and a stream directory between.
    private const int ExtendedBlocksRecorded = 72;
    private const int ExtendedAccessDate = 80;
    private const int ExtendedModificationDate = 92;
    private const int ExtendedStreams = 152;
    private const int ExtendedUniqueId = 200;
    private const int ExtendedAttributesLength = 208;
    private const int ExtendedDescriptorsLength = 212;

    private readonly ReadOnlySpan<byte> block = RecordBytes.OrZeros(block, ExtendedHeadSize);

    /// <summary>Writes a file entry into zero bytes. It has no extended attributes.</summary>
    /// <param name="block">A block.</param>
    /// <param name="location">The block's number in the partition.</param>
    /// <param name="fields">What it says.</param>
    /// <param name="firstBlock">Where the content begins in the partition; all of it lies there in one piece.</param>
    public static void Write(Span<byte> block, uint location, in FileEntryFields fields, uint firstBlock)
    {
        IcbTag.Write(block[Icb..], fields.Type, fields.Mode);
        BinaryPrimitives.WriteUInt32LittleEndian(block[Owner..], fields.OwnerId);
        BinaryPrimitives.WriteUInt32LittleEndian(block[Group..], fields.GroupId);
        BinaryPrimitives.WriteUInt32LittleEndian(block[PermissionBits..], Permissions.Of(fields.Mode));
        BinaryPrimitives.WriteUInt16LittleEndian(block[Links..], fields.LinkCount);
        BinaryPrimitives.WriteInt64LittleEndian(block[InformationLength..], fields.Length);
        BinaryPrimitives.WriteInt64LittleEndian(block[BlocksRecorded..], Bytes.Sector.Count(fields.Length));
        UdfTime.Write(block[AccessDate..], fields.Modified);
        block.Slice(AccessDate, UdfTime.Size).CopyTo(block[ModificationDate..]);
        block.Slice(AccessDate, UdfTime.Size).CopyTo(block[AttributeDate..]);
        BinaryPrimitives.WriteUInt32LittleEndian(block[Checkpoint..], 1);
        EntityId.WriteImplementation(block[Implementation..]);
        BinaryPrimitives.WriteUInt64LittleEndian(block[UniqueId..], fields.UniqueId);
        var size = HeadSize;
        for (long done = 0; done < fields.Length; done += ShortExtent.MaxLength, size += ShortExtent.Size)
        {
            var piece = (uint)Math.Min(fields.Length - done, ShortExtent.MaxLength);
            new ShortExtent(ExtentType.Recorded, piece, checked((uint)(firstBlock + (done / Bytes.Sector.Size)))).Write(block[size..]);
        }

        BinaryPrimitives.WriteInt32LittleEndian(block[DescriptorsLength..], size - HeadSize);
        DescriptorTag.Write(block[..size], TagId.FileEntry, location);
    }

    /// <summary>The most bytes of content for which a file entry of one block has room.</summary>
    public const long MaxLength = (long)((Bytes.Sector.Size - HeadSize) / ShortExtent.Size) * ShortExtent.MaxLength;

    public DescriptorTag Tag => new(block);

    /// <summary>Whether it is an extended file entry (266), and not the plain one (261).</summary>
    public bool IsExtended => Tag.Id == TagId.ExtendedFileEntry;

    /// <summary>Whether it is a file entry of either form, and its attributes and descriptors lie within the block.</summary>
    public bool IsSound => Tag.Id is TagId.FileEntry or TagId.ExtendedFileEntry && Head + (long)ExtendedAttributesSize + AllocationDescriptorsSize <= block.Length;

    public IcbTag IcbTag => new(block[Icb..]);

    public UdfFileType Type => IcbTag.Type;

    /// <summary>The owner's number, or <see cref="Nobody"/>.</summary>
    public uint OwnerId => BinaryPrimitives.ReadUInt32LittleEndian(block[Owner..]);

    /// <summary>The group's number, or <see cref="Nobody"/>.</summary>
    public uint GroupId => BinaryPrimitives.ReadUInt32LittleEndian(block[Group..]);

    public uint PermissionField => BinaryPrimitives.ReadUInt32LittleEndian(block[PermissionBits..]);

    /// <summary>Permissions, and what the ICB tag's flags add to them.</summary>
    public UnixFileMode Mode => Permissions.ToMode(PermissionField) | IcbTag.ModeBits;

    public ushort LinkCount => BinaryPrimitives.ReadUInt16LittleEndian(block[Links..]);

    /// <summary>How many bytes the content has: any number, when the image is hostile.</summary>
    public ulong Length => BinaryPrimitives.ReadUInt64LittleEndian(block[InformationLength..]);

    public ulong RecordedBlocks => BinaryPrimitives.ReadUInt64LittleEndian(block[(IsExtended ? ExtendedBlocksRecorded : BlocksRecorded)..]);

    public DateTimeOffset? Accessed => UdfTime.Read(block[(IsExtended ? ExtendedAccessDate : AccessDate)..]);

    public DateTimeOffset? Modified => UdfTime.Read(block[(IsExtended ? ExtendedModificationDate : ModificationDate)..]);

    public ulong Identity => BinaryPrimitives.ReadUInt64LittleEndian(block[(IsExtended ? ExtendedUniqueId : UniqueId)..]);

    /// <summary>How many bytes the extended attributes are said to take.</summary>
    public uint ExtendedAttributesSize => BinaryPrimitives.ReadUInt32LittleEndian(block[(IsExtended ? ExtendedAttributesLength : AttributesLength)..]);

    /// <summary>How many bytes the allocation descriptors are said to take.</summary>
    public uint AllocationDescriptorsSize => BinaryPrimitives.ReadUInt32LittleEndian(block[(IsExtended ? ExtendedDescriptorsLength : DescriptorsLength)..]);

    /// <summary>The extended attributes (4/9.1), as much as there is of them.</summary>
    public ReadOnlySpan<byte> ExtendedAttributes => RecordBytes.Within(block, Head, ExtendedAttributesSize);

    /// <summary>Where in the block the allocation descriptors, or embedded content, begin.</summary>
    public long DescriptorsOffset => Head + (long)ExtendedAttributesSize;

    /// <summary>The allocation descriptors, or the content itself, as much as there is of them: see <see cref="IcbTag.Allocation"/>.</summary>
    public ReadOnlySpan<byte> AllocationDescriptors => RecordBytes.Within(block, DescriptorsOffset, AllocationDescriptorsSize);

    /// <summary>Whether there are streams beside the content (UDF 2.00 3.3.5), such as a Mac's resource fork.</summary>
    public bool HasStreams => IsExtended && LongExtent.Read(block[ExtendedStreams..]).Length > 0;

    private int Head => IsExtended ? ExtendedHeadSize : HeadSize;
}
