using System.Buffers.Binary;

namespace IsoBuild.Udf;

/// <summary>The logical volume integrity descriptor (ECMA-167 3/10.10; UDF 1.02 2.2.6): the state of the volume, and counts of what it holds.</summary>
internal readonly ref struct IntegrityDescriptor(ReadOnlySpan<byte> sector)
{
    /// <summary>Without tables and implementation use.</summary>
    public const int HeadSize = 80;

    /// <summary>The implementation use of UDF without anybody's own (UDF 1.02 2.2.6.4).</summary>
    public const int UseSize = 46;

    private const int RecordingDate = 16;
    private const int Type = 28;
    private const int Next = 32;

    /// <summary>In the logical volume header descriptor (4/14.15).</summary>
    private const int UniqueId = 40;
    private const int Partitions = 72;
    private const int UseLength = 76;

    // In the implementation use.
    private const int Files = 32;
    private const int Directories = 36;
    private const int MinRead = 40;
    private const int MinWrite = 42;
    private const int MaxWrite = 44;

    private const uint Closed = 1;

    private readonly ReadOnlySpan<byte> sector = RecordBytes.OrZeros(sector, HeadSize);

    /// <summary>Writes, into zero bytes, that of a volume of one partition, with no space left, that nobody is writing to.</summary>
    /// <param name="sector">Where to.</param>
    /// <param name="location">Its sector.</param>
    /// <param name="recorded">When it was written.</param>
    /// <param name="nextUniqueId">The first unique id that no file has.</param>
    /// <param name="partitionBlocks">The partition's size.</param>
    /// <param name="files">How many files there are, each of which may have several names.</param>
    /// <param name="directories">How many directories there are, the root included.</param>
    public static void Write(Span<byte> sector, uint location, DateTimeOffset recorded, ulong nextUniqueId, uint partitionBlocks, uint files, uint directories)
    {
        UdfTime.Write(sector[RecordingDate..], recorded);
        BinaryPrimitives.WriteUInt32LittleEndian(sector[Type..], Closed);
        BinaryPrimitives.WriteUInt64LittleEndian(sector[UniqueId..], nextUniqueId);
        BinaryPrimitives.WriteUInt32LittleEndian(sector[Partitions..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(sector[UseLength..], UseSize);

        // Before the size stands how much of it is free: nothing.
        var tables = sector[HeadSize..];
        BinaryPrimitives.WriteUInt32LittleEndian(tables[4..], partitionBlocks);
        var use = tables[8..];
        EntityId.WriteImplementation(use);
        BinaryPrimitives.WriteUInt32LittleEndian(use[Files..], files);
        BinaryPrimitives.WriteUInt32LittleEndian(use[Directories..], directories);
        BinaryPrimitives.WriteUInt16LittleEndian(use[MinRead..], EntityId.Revision);
        BinaryPrimitives.WriteUInt16LittleEndian(use[MinWrite..], EntityId.Revision);
        BinaryPrimitives.WriteUInt16LittleEndian(use[MaxWrite..], EntityId.Revision);
        DescriptorTag.Write(sector[..(HeadSize + 8 + UseSize)], TagId.LogicalVolumeIntegrity, location);
    }

    public DescriptorTag Tag => new(sector);

    public DateTimeOffset? Recorded => UdfTime.Read(sector[RecordingDate..]);

    /// <summary>Whether the volume was left in order (3/10.10.3).</summary>
    public bool IsClosed => BinaryPrimitives.ReadUInt32LittleEndian(sector[Type..]) == Closed;

    /// <summary>Where the sequence goes on; of no bytes, when it does not.</summary>
    public VolumeExtent NextExtent => VolumeExtent.Read(sector[Next..]);

    public ulong NextUniqueId => BinaryPrimitives.ReadUInt64LittleEndian(sector[UniqueId..]);

    public uint PartitionCount => BinaryPrimitives.ReadUInt32LittleEndian(sector[Partitions..]);

    /// <summary>How long the implementation use is said to be.</summary>
    public uint UseLengthField => BinaryPrimitives.ReadUInt32LittleEndian(sector[UseLength..]);

    /// <summary>Whether the implementation use of UDF is all there; without it, the counts and revisions are 0.</summary>
    public bool HasUse => Use.Length >= UseSize;

    public EntityId ImplementationId => new(Use);

    public uint FileCount => BinaryPrimitives.ReadUInt32LittleEndian(UseOrZeros[Files..]);

    public uint DirectoryCount => BinaryPrimitives.ReadUInt32LittleEndian(UseOrZeros[Directories..]);

    public ushort MinReadRevision => BinaryPrimitives.ReadUInt16LittleEndian(UseOrZeros[MinRead..]);

    public ushort MinWriteRevision => BinaryPrimitives.ReadUInt16LittleEndian(UseOrZeros[MinWrite..]);

    public ushort MaxWriteRevision => BinaryPrimitives.ReadUInt16LittleEndian(UseOrZeros[MaxWrite..]);

    /// <summary>The size of a partition in blocks (3/10.10.8).</summary>
    /// <param name="partition">Which one, from 0.</param>
    public uint SizeOf(uint partition)
    {
        var field = RecordBytes.Within(sector, HeadSize + (4L * PartitionCount) + (4L * partition), 4);
        return field.Length == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(field) : 0;
    }

    private ReadOnlySpan<byte> Use => RecordBytes.Within(sector, HeadSize + (8L * PartitionCount), UseLengthField);

    private ReadOnlySpan<byte> UseOrZeros => RecordBytes.OrZeros(Use, UseSize);
}
