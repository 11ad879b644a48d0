using System.Buffers.Binary;

namespace IsoBuild.Udf;

/// <summary>The implementation use volume descriptor (ECMA-167 3/10.4), with the logical volume information of UDF (UDF 1.02 2.2.7).</summary>
internal readonly ref struct ImplementationUseDescriptor(ReadOnlySpan<byte> sector)
{
    public const int Size = 512;

    /// <summary>The size of the logical volume identifier's field.</summary>
    public const int VolumeIdSize = 128;

    private const int Sequence = 16;
    private const int Identifier = 20;
    private const int CharacterSet = 52;
    private const int VolumeId = 116;
    private const int Implementation = 352;

    private readonly ReadOnlySpan<byte> sector = RecordBytes.OrZeros(sector, Size);

    /// <summary>Writes it without owner, organisation and contact (LVInfo1-3): they would be somebody's or some machine's.</summary>
    public static void Write(Span<byte> sector, uint location, uint sequenceNumber, string volumeId)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(sector[Sequence..], sequenceNumber);
        EntityId.WriteVolumeInfo(sector[Identifier..]);
        OstaText.WriteCharacterSet(sector[CharacterSet..]);
        OstaText.WriteField(volumeId, sector.Slice(VolumeId, VolumeIdSize));
        EntityId.WriteImplementation(sector[Implementation..]);
        DescriptorTag.Write(sector[..Size], TagId.ImplementationUseVolume, location);
    }

    public DescriptorTag Tag => new(sector);

    public uint SequenceNumber => BinaryPrimitives.ReadUInt32LittleEndian(sector[Sequence..]);

    /// <summary>What the descriptor holds: <see cref="EntityId.VolumeInfo"/>, or anything else.</summary>
    public EntityId Contents => new(sector[Identifier..]);

    public ReadOnlySpan<byte> VolumeIdField => sector.Slice(VolumeId, VolumeIdSize);
}
