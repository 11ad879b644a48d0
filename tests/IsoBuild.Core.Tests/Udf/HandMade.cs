using System.Buffers.Binary;
using IsoBuild.Reading;
using IsoBuild.Udf;

namespace IsoBuild.Core.Tests.Udf;

/// <summary>Descriptors made by hand, in blocks of 512 bytes: the fields that matter stand where ECMA-167 says.</summary>
internal static class HandMade
{
    public const int Block = 512;

    public static ImageFile Image(byte[] bytes) => new(new StreamBytes(new MemoryStream(bytes), leaveOpen: false), new SectorGeometry(SectorFormat.Cooked, Start: 0, Stride: 2048, Header: 0));

    /// <summary>A file entry (4/14.9) whose attributes, if any, are zeros.</summary>
    public static byte[] Entry(ulong length, int flags, byte[] descriptors, uint location = 0, int attributes = 0, UdfFileType type = UdfFileType.File, ushort strategy = IcbTag.Strategy4)
    {
        byte[] block = new byte[Block];
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(20), strategy);
        block[27] = (byte)type;
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(34), (ushort)flags);
        BinaryPrimitives.WriteUInt64LittleEndian(block.AsSpan(56), length);
        BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(168), attributes);
        BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(172), descriptors.Length);
        descriptors.CopyTo(block, 176 + attributes);
        DescriptorTag.Write(block, TagId.FileEntry, location);
        return block;
    }

    /// <summary>Allocation descriptors of 8 bytes (4/14.14.1).</summary>
    public static byte[] Short(params (ExtentType Type, uint Length, uint Block)[] extents)
    {
        byte[] bytes = new byte[8 * extents.Length];
        for (int i = 0; i < extents.Length; i++)
        {
            new ShortExtent(extents[i].Type, extents[i].Length, extents[i].Block).Write(bytes.AsSpan(8 * i));
        }

        return bytes;
    }

    /// <summary>Allocation descriptors of 16 bytes (4/14.14.2).</summary>
    public static byte[] Long(params (ExtentType Type, uint Length, uint Block, ushort Partition)[] extents)
    {
        byte[] bytes = new byte[16 * extents.Length];
        for (int i = 0; i < extents.Length; i++)
        {
            new LongExtent(extents[i].Type, extents[i].Length, new BlockAddress(extents[i].Block, extents[i].Partition)).Write(bytes.AsSpan(16 * i));
        }

        return bytes;
    }

    /// <summary>Allocation descriptors of 20 bytes (4/14.14.3) of recorded extents.</summary>
    public static byte[] Extended(params (uint Length, uint Recorded, uint Information, uint Block, ushort Partition)[] extents)
    {
        byte[] bytes = new byte[20 * extents.Length];
        for (int i = 0; i < extents.Length; i++)
        {
            Span<byte> extent = bytes.AsSpan(20 * i);
            BinaryPrimitives.WriteUInt32LittleEndian(extent, extents[i].Length);
            BinaryPrimitives.WriteUInt32LittleEndian(extent[4..], extents[i].Recorded);
            BinaryPrimitives.WriteUInt32LittleEndian(extent[8..], extents[i].Information);
            new BlockAddress(extents[i].Block, extents[i].Partition).Write(extent[12..]);
        }

        return bytes;
    }

    /// <summary>An allocation extent descriptor (4/14.5).</summary>
    public static byte[] Continuation(uint location, byte[] descriptors)
    {
        byte[] block = new byte[Block];
        BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(20), descriptors.Length);
        descriptors.CopyTo(block, 24);
        DescriptorTag.Write(block, TagId.AllocationExtent, location);
        return block;
    }

    /// <summary>Damages a descriptor behind its tag, so that its checksum is wrong (3/7.2.6); or gives its tag another place or version, and a sum that is right.</summary>
    public static byte[] With(byte[] descriptor, TagFaults fault)
    {
        switch (fault)
        {
            case TagFaults.None:
                break;
            case TagFaults.Checksum:
                descriptor[4]++;
                break;
            case TagFaults.Crc:
                descriptor[^1] ^= 1;
                break;
            case TagFaults.Location:
                descriptor[15]++;
                descriptor[4]++;
                break;
            case TagFaults.Version:
                descriptor[2] += 7;
                descriptor[4] += 7;
                break;
            case TagFaults.Id:
                descriptor[0] += 2;
                descriptor[4] += 2;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault));
        }

        return descriptor;
    }

    /// <summary>Lays blocks of that size where they belong, and zeros between them.</summary>
    public static byte[] Lay(int count, params (int Number, byte[] Bytes)[] blocks)
    {
        byte[] image = new byte[count * Block];
        foreach ((int number, byte[] bytes) in blocks)
        {
            bytes.CopyTo(image, number * Block);
        }

        return image;
    }
}
