using System.Buffers.Binary;

namespace IsoBuild.Udf;

/// <summary>The allocation extent descriptor (ECMA-167 4/14.5; UDF 1.02 2.3.11): further allocation descriptors of a file. Never written here: 7-Zip does not follow it.</summary>
internal readonly ref struct AllocationExtentDescriptor(ReadOnlySpan<byte> block)
{
    public const int HeadSize = 24;

    private const int DescriptorsLength = 20;

    private readonly ReadOnlySpan<byte> block = RecordBytes.OrZeros(block, HeadSize);

    public DescriptorTag Tag => new(block);

    public uint AllocationDescriptorsSize => BinaryPrimitives.ReadUInt32LittleEndian(block[DescriptorsLength..]);

    /// <summary>Whether the descriptors lie within the block.</summary>
    public bool IsSound => HeadSize + (long)AllocationDescriptorsSize <= block.Length;

    /// <summary>The descriptors, as much as there is of them.</summary>
    public ReadOnlySpan<byte> AllocationDescriptors => RecordBytes.Within(block, HeadSize, AllocationDescriptorsSize);
}
