using System.Buffers.Binary;

namespace IsoBuild.Udf;

/// <summary>The unallocated space descriptor (ECMA-167 3/10.8; UDF 1.02 2.2.5), which there must be even if no space is left.</summary>
internal readonly ref struct UnallocatedSpaceDescriptor(ReadOnlySpan<byte> sector)
{
    /// <summary>Without extents.</summary>
    public const int HeadSize = 24;

    private const int Sequence = 16;
    private const int Count = 20;

    private readonly ReadOnlySpan<byte> sector = RecordBytes.OrZeros(sector, HeadSize);

    public static void Write(Span<byte> sector, uint location, uint sequenceNumber)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(sector[Sequence..], sequenceNumber);
        DescriptorTag.Write(sector[..HeadSize], TagId.UnallocatedSpace, location);
    }

    public DescriptorTag Tag => new(sector);

    public uint SequenceNumber => BinaryPrimitives.ReadUInt32LittleEndian(sector[Sequence..]);

    /// <summary>How many extents there are.</summary>
    public uint ExtentCount => BinaryPrimitives.ReadUInt32LittleEndian(sector[Count..]);
}
