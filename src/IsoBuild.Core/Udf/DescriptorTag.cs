using System.Buffers.Binary;
using IsoBuild.Bytes;

namespace IsoBuild.Udf;

/// <summary>What a descriptor is (ECMA-167 3/7.2.1, 4/7.2.1).</summary>
internal enum TagId : ushort
{
    /// <summary>ECMA-167 does not know the structure: UDF's sparing table (UDF 1.50 2.2.11).</summary>
    Unknown = 0,

    PrimaryVolume = 1,
    Anchor = 2,
    VolumePointer = 3,
    ImplementationUseVolume = 4,
    Partition = 5,
    LogicalVolume = 6,
    UnallocatedSpace = 7,
    Terminating = 8,
    LogicalVolumeIntegrity = 9,
    FileSet = 256,
    FileIdentifier = 257,
    AllocationExtent = 258,
    IndirectEntry = 259,
    TerminalEntry = 260,
    FileEntry = 261,
    ExtendedAttributeHeader = 262,
    UnallocatedSpaceEntry = 263,
    SpaceBitmap = 264,
    PartitionIntegrity = 265,
    ExtendedFileEntry = 266,
}

/// <summary>In what a descriptor's tag does not describe it.</summary>
[Flags]
internal enum TagFaults
{
    None = 0,

    /// <summary>There are fewer bytes than a tag has.</summary>
    Short = 1,

    /// <summary>The sum of the tag's bytes is wrong (3/7.2.3): these bytes are no tag.</summary>
    Checksum = 2,

    /// <summary>It is the tag of another kind of descriptor.</summary>
    Id = 4,

    /// <summary>The version is neither 2 nor 3 (3/7.2.2).</summary>
    Version = 8,

    /// <summary>The descriptor's checksum is wrong, or said to be of more bytes than there are (3/7.2.6, 3/7.2.7).</summary>
    Crc = 16,

    /// <summary>The descriptor belongs elsewhere (3/7.2.8).</summary>
    Location = 32,
}

/// <summary>The tag at the beginning of every descriptor (ECMA-167 3/7.2, 4/7.2; UDF 1.02 2.2.1, 2.3.1).</summary>
internal readonly ref struct DescriptorTag(ReadOnlySpan<byte> descriptor)
{
    public const int Size = 16;

    /// <summary>The version of descriptors under NSR02 (3/7.2.2).</summary>
    public const ushort Nsr02Version = 2;

    private const int Identifier = 0;
    private const int VersionNumber = 2;
    private const int Sum = 4;
    private const int Serial = 6;
    private const int Crc = 8;
    private const int Covered = 10;
    private const int Place = 12;

    private readonly ReadOnlySpan<byte> descriptor = descriptor;
    private readonly ReadOnlySpan<byte> tag = RecordBytes.OrZeros(descriptor, Size);

    /// <summary>Puts the tag before a descriptor that is finished. The serial number stays 0, which identifies nothing (3/7.2.5).</summary>
    /// <param name="descriptor">The whole descriptor, over which the checksum goes: a FID with its padding, a file entry with its allocation descriptors.</param>
    /// <param name="id">What it is.</param>
    /// <param name="location">The block at which it lies: of the volume, or within the partition.</param>
    public static void Write(Span<byte> descriptor, TagId id, uint location)
    {
        var body = descriptor[Size..];
        BinaryPrimitives.WriteUInt16LittleEndian(descriptor[Identifier..], (ushort)id);
        BinaryPrimitives.WriteUInt16LittleEndian(descriptor[VersionNumber..], Nsr02Version);
        BinaryPrimitives.WriteUInt16LittleEndian(descriptor[Serial..], 0);
        BinaryPrimitives.WriteUInt16LittleEndian(descriptor[Crc..], Crc16.Of(body));
        BinaryPrimitives.WriteUInt16LittleEndian(descriptor[Covered..], checked((ushort)body.Length));
        BinaryPrimitives.WriteUInt32LittleEndian(descriptor[Place..], location);
        descriptor[Sum] = SumOf(descriptor);
    }

    public TagId Id => (TagId)BinaryPrimitives.ReadUInt16LittleEndian(tag[Identifier..]);

    public ushort Version => BinaryPrimitives.ReadUInt16LittleEndian(tag[VersionNumber..]);

    public ushort SerialNumber => BinaryPrimitives.ReadUInt16LittleEndian(tag[Serial..]);

    /// <summary>Over how many bytes behind the tag the checksum goes.</summary>
    public ushort CrcLength => BinaryPrimitives.ReadUInt16LittleEndian(tag[Covered..]);

    /// <summary>Where the descriptor is said to lie.</summary>
    public uint Location => BinaryPrimitives.ReadUInt32LittleEndian(tag[Place..]);

    /// <summary>What is wrong with the tag, whatever it is of and wherever it lies. Where the bytes are no tag, nothing more is said.</summary>
    public TagFaults Faults => descriptor.Length >= Size && Id == TagId.Unknown ? TagFaults.Checksum : FaultsOfAny;

    /// <summary>Of any structure, also one that ECMA-167 does not know: zeros are a tag of it.</summary>
    private TagFaults FaultsOfAny
    {
        get
        {
            if (descriptor.Length < Size)
            {
                return TagFaults.Short;
            }

            if (tag[Sum] != SumOf(tag))
            {
                return TagFaults.Checksum;
            }

            var faults = Version is 2 or 3 ? TagFaults.None : TagFaults.Version;
            var body = descriptor[Size..];
            var isIntact = CrcLength <= body.Length && Crc16.Of(body[..CrcLength]) == BinaryPrimitives.ReadUInt16LittleEndian(tag[Crc..]);
            return isIntact ? faults : faults | TagFaults.Crc;
        }
    }

    /// <summary>What is wrong with the tag of a descriptor that ought to be there.</summary>
    /// <param name="id">What it ought to be.</param>
    /// <param name="location">Where it lies.</param>
    public TagFaults Check(TagId id, uint location)
    {
        var faults = id == TagId.Unknown ? FaultsOfAny : Faults;
        if ((faults & (TagFaults.Short | TagFaults.Checksum)) != 0)
        {
            return faults;
        }

        return faults | (Id == id ? TagFaults.None : TagFaults.Id) | (Location == location ? TagFaults.None : TagFaults.Location);
    }

    /// <summary>The sum of the tag's bytes but its own (3/7.2.3).</summary>
    private static byte SumOf(ReadOnlySpan<byte> tag)
    {
        byte sum = 0;
        for (var i = 0; i < Size; i++)
        {
            sum += i == Sum ? (byte)0 : tag[i];
        }

        return sum;
    }
}
