using System.Buffers.Binary;

namespace IsoBuild.Udf;

/// <summary>The primary volume descriptor (ECMA-167 3/10.1; UDF 1.02 2.2.2).</summary>
internal readonly ref struct PrimaryVolumeDescriptor(ReadOnlySpan<byte> sector)
{
    public const int Size = 512;

    /// <summary>The size of the volume identifier's field.</summary>
    public const int VolumeIdSize = 32;

    /// <summary>The size of the volume set identifier's field.</summary>
    public const int VolumeSetIdSize = 128;

    private const int Sequence = 16;
    private const int VolumeId = 24;
    private const int VolumeNumber = 56;
    private const int LastVolumeNumber = 58;
    private const int Interchange = 60;
    private const int MaxInterchange = 62;
    private const int CharacterSets = 64;
    private const int MaxCharacterSets = 68;
    private const int VolumeSetIdentifier = 72;
    private const int DescriptorCharacterSet = 200;
    private const int ExplanatoryCharacterSet = 264;
    private const int Application = 344;
    private const int RecordingDate = 376;
    private const int Implementation = 388;

    private readonly ReadOnlySpan<byte> sector = RecordBytes.OrZeros(sector, Size);

    /// <summary>Writes that of the only volume of its set: number 1 of 1, interchange levels 2, character set CS0 (UDF 1.02 2.2.2.1-2.2.2.4).</summary>
    public static void Write(Span<byte> sector, uint location, uint sequenceNumber, string volumeId, string volumeSetId, string applicationId, DateTimeOffset recorded)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(sector[Sequence..], sequenceNumber);
        OstaText.WriteField(volumeId, sector.Slice(VolumeId, VolumeIdSize));
        BinaryPrimitives.WriteUInt16LittleEndian(sector[VolumeNumber..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(sector[LastVolumeNumber..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(sector[Interchange..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(sector[MaxInterchange..], 2);
        BinaryPrimitives.WriteUInt32LittleEndian(sector[CharacterSets..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(sector[MaxCharacterSets..], 1);
        OstaText.WriteField(volumeSetId, sector.Slice(VolumeSetIdentifier, VolumeSetIdSize));
        OstaText.WriteCharacterSet(sector[DescriptorCharacterSet..]);
        OstaText.WriteCharacterSet(sector[ExplanatoryCharacterSet..]);
        EntityId.WriteApplication(sector[Application..], applicationId);
        UdfTime.Write(sector[RecordingDate..], recorded);
        EntityId.WriteImplementation(sector[Implementation..]);
        DescriptorTag.Write(sector[..Size], TagId.PrimaryVolume, location);
    }

    public DescriptorTag Tag => new(sector);

    /// <summary>Of several descriptors of one kind, the greatest number counts (3/8.4.2).</summary>
    public uint SequenceNumber => BinaryPrimitives.ReadUInt32LittleEndian(sector[Sequence..]);

    public ReadOnlySpan<byte> VolumeIdField => sector.Slice(VolumeId, VolumeIdSize);

    public ReadOnlySpan<byte> VolumeSetIdField => sector.Slice(VolumeSetIdentifier, VolumeSetIdSize);

    /// <summary>The number of this volume in its set, from 1.</summary>
    public ushort VolumeSequenceNumber => BinaryPrimitives.ReadUInt16LittleEndian(sector[VolumeNumber..]);

    public ushort MaxVolumeSequenceNumber => BinaryPrimitives.ReadUInt16LittleEndian(sector[LastVolumeNumber..]);

    public DateTimeOffset? Recorded => UdfTime.Read(sector[RecordingDate..]);

    /// <summary>Which application recorded the volume (3/10.1.16).</summary>
    public EntityId ApplicationId => new(sector[Application..]);

    public EntityId ImplementationId => new(sector[Implementation..]);
}
