using System.Buffers.Binary;
using IsoBuild.Bytes;

namespace IsoBuild.Udf;

/// <summary>The logical volume descriptor (ECMA-167 3/10.6; UDF 1.02 2.2.4).</summary>
internal readonly ref struct LogicalVolumeDescriptor(ReadOnlySpan<byte> sector)
{
    /// <summary>Without partition maps.</summary>
    public const int HeadSize = 440;

    /// <summary>The size of the logical volume identifier's field.</summary>
    public const int VolumeIdSize = 128;

    private const int Sequence = 16;
    private const int CharacterSet = 20;
    private const int VolumeId = 84;
    private const int BlockLength = 212;
    private const int DomainIdentifier = 216;
    private const int ContentsUse = 248;
    private const int MapTableSize = 264;
    private const int MapCount = 268;
    private const int Implementation = 272;
    private const int IntegritySequence = 432;

    private readonly ReadOnlySpan<byte> sector = RecordBytes.OrZeros(sector, HeadSize);

    /// <summary>Writes that of a logical volume of one partition.</summary>
    /// <param name="sector">Where to.</param>
    /// <param name="location">Its sector.</param>
    /// <param name="sequenceNumber">Its number in the volume descriptor sequence.</param>
    /// <param name="volumeId">What users see as the volume's name.</param>
    /// <param name="partition">The partition's number.</param>
    /// <param name="fileSet">The file set descriptor sequence (4/3.1).</param>
    /// <param name="integrity">The logical volume integrity sequence.</param>
    public static void Write(Span<byte> sector, uint location, uint sequenceNumber, string volumeId, ushort partition, LongExtent fileSet, VolumeExtent integrity)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(sector[Sequence..], sequenceNumber);
        OstaText.WriteCharacterSet(sector[CharacterSet..]);
        OstaText.WriteField(volumeId, sector.Slice(VolumeId, VolumeIdSize));
        BinaryPrimitives.WriteUInt32LittleEndian(sector[BlockLength..], Sector.Size);
        EntityId.WriteDomain(sector[DomainIdentifier..]);
        fileSet.Write(sector[ContentsUse..]);
        BinaryPrimitives.WriteUInt32LittleEndian(sector[MapTableSize..], PartitionMap.Type1Size);
        BinaryPrimitives.WriteUInt32LittleEndian(sector[MapCount..], 1);
        EntityId.WriteImplementation(sector[Implementation..]);
        integrity.Write(sector[IntegritySequence..]);
        PartitionMap.Write(sector[HeadSize..], partition);
        DescriptorTag.Write(sector[..(HeadSize + PartitionMap.Type1Size)], TagId.LogicalVolume, location);
    }

    public DescriptorTag Tag => new(sector);

    public uint SequenceNumber => BinaryPrimitives.ReadUInt32LittleEndian(sector[Sequence..]);

    public ReadOnlySpan<byte> VolumeIdField => sector.Slice(VolumeId, VolumeIdSize);

    /// <summary>The size of a logical block in bytes.</summary>
    public uint BlockSize => BinaryPrimitives.ReadUInt32LittleEndian(sector[BlockLength..]);

    public EntityId DomainId => new(sector[DomainIdentifier..]);

    /// <summary>The extent of the file set descriptor sequence (4/3.1).</summary>
    public LongExtent FileSet => LongExtent.Read(sector[ContentsUse..]);

    public uint MapCountField => BinaryPrimitives.ReadUInt32LittleEndian(sector[MapCount..]);

    /// <summary>The partition maps one behind the other, as many bytes as there are of them: see <see cref="PartitionMap.Length"/>.</summary>
    public ReadOnlySpan<byte> Maps => RecordBytes.Within(sector, HeadSize, BinaryPrimitives.ReadUInt32LittleEndian(sector[MapTableSize..]));

    public EntityId ImplementationId => new(sector[Implementation..]);

    /// <summary>The extent of the logical volume integrity sequence; of no bytes, where there is none.</summary>
    public VolumeExtent Integrity => VolumeExtent.Read(sector[IntegritySequence..]);
}
