using System.Buffers.Binary;

namespace IsoBuild.Udf;

/// <summary>A volume descriptor pointer (ECMA-167 3/10.3): the sequence goes on elsewhere. Never written here.</summary>
internal readonly ref struct VolumePointer(ReadOnlySpan<byte> sector)
{
    public const int Size = 512;

    private readonly ReadOnlySpan<byte> sector = RecordBytes.OrZeros(sector, Size);

    public DescriptorTag Tag => new(sector);

    public uint SequenceNumber => BinaryPrimitives.ReadUInt32LittleEndian(sector[16..]);

    public VolumeExtent Next => VolumeExtent.Read(sector[20..]);
}
