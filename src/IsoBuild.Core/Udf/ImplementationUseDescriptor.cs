using System.Buffers.Binary;

namespace IsoBuild.Udf;

/// <summary>The implementation use volume descriptor (ECMA-167 3/10.4), with the logical volume information of UDF (UDF 1.02 2.2.7).</summary>
internal readonly ref struct ImplementationUseDescriptor(ReadOnlySpan<byte> sector)
{
    public const int Size = 512;

    /// <summary>The size of the logical volume identifier's field.</summary>
    public const int VolumeIdSize = 128;

    /// <summary>The size of the fields of owner, organisation and contact.</summary>
    public const int InfoSize = 36;

    private const int Sequence = 16;
    private const int Identifier = 20;
    private const int CharacterSet = 52;
    private const int VolumeId = 116;
    private const int FirstInfo = 244;
    private const int SecondInfo = 280;
    private const int ThirdInfo = 316;
    private const int Implementation = 352;

    private readonly ReadOnlySpan<byte> sector = RecordBytes.OrZeros(sector, Size);

    /// <summary>Writes it. Owner and organisation (LVInfo1, LVInfo2) are what the user says, if anything: never what a machine knows of them; the contact (LVInfo3) is that of a base, or empty.</summary>
    public static void Write(Span<byte> sector, uint location, uint sequenceNumber, string volumeId, string owner, string organization, string contact)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(sector[Sequence..], sequenceNumber);
        EntityId.WriteVolumeInfo(sector[Identifier..]);
        OstaText.WriteCharacterSet(sector[CharacterSet..]);
        OstaText.WriteField(volumeId, sector.Slice(VolumeId, VolumeIdSize));
        OstaText.WriteField(owner, sector.Slice(FirstInfo, InfoSize));
        OstaText.WriteField(organization, sector.Slice(SecondInfo, InfoSize));
        OstaText.WriteField(contact, sector.Slice(ThirdInfo, InfoSize));
        EntityId.WriteImplementation(sector[Implementation..]);
        DescriptorTag.Write(sector[..Size], TagId.ImplementationUseVolume, location);
    }

    public DescriptorTag Tag => new(sector);

    public uint SequenceNumber => BinaryPrimitives.ReadUInt32LittleEndian(sector[Sequence..]);

    /// <summary>What the descriptor holds: <see cref="EntityId.VolumeInfo"/>, or anything else.</summary>
    public EntityId Contents => new(sector[Identifier..]);

    public ReadOnlySpan<byte> VolumeIdField => sector.Slice(VolumeId, VolumeIdSize);

    /// <summary>The owner's name (LVInfo1).</summary>
    public ReadOnlySpan<byte> OwnerField => sector.Slice(FirstInfo, InfoSize);

    /// <summary>The organisation's name (LVInfo2).</summary>
    public ReadOnlySpan<byte> OrganizationField => sector.Slice(SecondInfo, InfoSize);

    /// <summary>The contact information (LVInfo3).</summary>
    public ReadOnlySpan<byte> ContactField => sector.Slice(ThirdInfo, InfoSize);
}
