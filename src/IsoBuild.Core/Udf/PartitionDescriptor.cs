using System.Buffers.Binary;

namespace IsoBuild.Udf;

/// <summary>The partition descriptor (ECMA-167 3/10.5; UDF 1.02 2.2.12): sectors of the volume that hold a file system.</summary>
internal readonly ref struct PartitionDescriptor(ReadOnlySpan<byte> sector)
{
    public const int Size = 512;

    private const int Sequence = 16;
    private const int Flags = 20;
    private const int Partition = 22;
    private const int Holds = 24;
    private const int Access = 184;
    private const int Start = 188;
    private const int Sectors = 192;
    private const int Implementation = 196;

    /// <summary>Volume space has been allocated (3/10.5.3).</summary>
    private const ushort Allocated = 1;

    private const uint ReadOnly = 1;

    private readonly ReadOnlySpan<byte> sector = RecordBytes.OrZeros(sector, Size);

    /// <summary>Writes that of a read-only partition. The partition header descriptor (4/14.3) is zero: there is no free space to account for.</summary>
    public static void Write(Span<byte> sector, uint location, uint sequenceNumber, ushort number, uint start, uint length)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(sector[Sequence..], sequenceNumber);
        BinaryPrimitives.WriteUInt16LittleEndian(sector[Flags..], Allocated);
        BinaryPrimitives.WriteUInt16LittleEndian(sector[Partition..], number);
        EntityId.WriteNsr02(sector[Holds..]);
        BinaryPrimitives.WriteUInt32LittleEndian(sector[Access..], ReadOnly);
        BinaryPrimitives.WriteUInt32LittleEndian(sector[Start..], start);
        BinaryPrimitives.WriteUInt32LittleEndian(sector[Sectors..], length);
        EntityId.WriteImplementation(sector[Implementation..]);
        DescriptorTag.Write(sector[..Size], TagId.Partition, location);
    }

    public DescriptorTag Tag => new(sector);

    public uint SequenceNumber => BinaryPrimitives.ReadUInt32LittleEndian(sector[Sequence..]);

    public ushort Number => BinaryPrimitives.ReadUInt16LittleEndian(sector[Partition..]);

    /// <summary>Which standard the partition follows: +NSR02 or +NSR03.</summary>
    public EntityId Contents => new(sector[Holds..]);

    /// <summary>1 read-only, 2 write once, 3 rewritable, 4 overwritable (3/10.5.7).</summary>
    public uint AccessType => BinaryPrimitives.ReadUInt32LittleEndian(sector[Access..]);

    /// <summary>The sector at which it begins.</summary>
    public uint StartSector => BinaryPrimitives.ReadUInt32LittleEndian(sector[Start..]);

    public uint SectorCount => BinaryPrimitives.ReadUInt32LittleEndian(sector[Sectors..]);
}
