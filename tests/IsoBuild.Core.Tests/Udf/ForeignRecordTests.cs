using System.Buffers.Binary;
using IsoBuild.Core.Tests.Records;
using IsoBuild.Udf;

namespace IsoBuild.Core.Tests.Udf;

/// <summary>Records that other writers have and none is written of here, byte by byte from their clauses.</summary>
public class ForeignRecordTests
{
    /// <summary>ECMA-167 4/14.16.1: a type, the length of the identifier, a version of two bytes, the identifier in OSTA compressed Unicode.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("05 02 00 00 08 61", "a")]
    [InlineData("05 03 00 00 10 04 16", "\u0416")]
    [InlineData("05 02 01 00 08 61  05 03 00 00 08 62 63", "a/bc")]
    [InlineData("02 00 00 00", "/")] // the root of the volume
    [InlineData("01 00 00 00", "/")] // one that was agreed upon
    [InlineData("02 00 00 00  05 02 00 00 08 61", "/a")]
    [InlineData("01 02 00 00 08 78  05 02 00 00 08 61", "/a")]
    [InlineData("05 02 00 00 08 61  02 00 00 00  05 02 00 00 08 62", "/b")]
    [InlineData("03 00 00 00", "..")]
    [InlineData("03 00 00 00  03 00 00 00  05 02 00 00 08 61", "../../a")]
    [InlineData("04 00 00 00", ".")]
    [InlineData("04 00 00 00  05 02 00 00 08 61  03 00 00 00", "./a/..")]
    public void Paths_are_read(string bytes, string path)
    {
        Assert.True(PathComponents.TryRead(Hex.Bytes(bytes), out string read));
        Assert.Equal(path, read);
    }

    /// <summary>What comes before is kept: a path that is told, and not followed.</summary>
    [Theory]
    [InlineData("05 02 00", "")] // less than a head
    [InlineData("05 02 00 00 08", "")] // less than its identifier
    [InlineData("05 02 00 00 08 61  05 03 00 00 08 62", "a")]
    [InlineData("05 02 00 00 08 61  05 00 00", "a")]
    [InlineData("05 00 00 00", "")] // no name
    [InlineData("05 01 00 00 08", "")]
    [InlineData("05 02 00 00 07 61", "")] // no compression that there is
    [InlineData("05 04 00 00 10 00 61 00", "")] // half a character
    [InlineData("00 00 00 00", "")] // no type that there is
    [InlineData("06 02 00 00 08 61", "")]
    [InlineData("02 00 00 00  06 00 00 00  05 02 00 00 08 61", "/")]
    public void Paths_that_are_none(string bytes, string before)
    {
        Assert.False(PathComponents.TryRead(Hex.Bytes(bytes), out string read));
        Assert.Equal(before, read);
    }

    /// <summary>4/14.10: a header of 24 bytes, then attributes, each with its length at 8. That of type 12 has the numbers of a device at 16 and 20 (4/14.10.7).</summary>
    [Theory]
    [InlineData("0C 00 00 00 01 00 00 00 18 00 00 00 00 00 00 00 08 00 00 00 01 00 01 00", 8u, 0x10001u)]
    [InlineData("05 00 00 00 01 00 00 00 0C 00 00 00  0C 00 00 00 01 00 00 00 18 00 00 00 00 00 00 00 08 00 00 00 01 00 00 00", 8u, 1u)]
    [InlineData("0C 00 00 00 01 00 00 00 1C 00 00 00 04 00 00 00 03 00 00 00 02 00 00 00 'used'", 3u, 2u)]
    public void Devices_are_found(string attributes, uint major, uint minor) =>
        Assert.Equal((major, minor), ExtendedAttributes.FindDevice([.. new byte[24], .. Hex.Bytes(attributes)]));

    [Theory]
    [InlineData("")]
    [InlineData("0C 00 00 00 01 00 00 00 18 00 00")] // less than a head
    [InlineData("0C 00 00 00 01 00 00 00 18 00 00 00 00 00 00 00 08 00 00 00 01 00 00")] // less than a device
    [InlineData("0D 00 00 00 01 00 00 00 18 00 00 00 00 00 00 00 08 00 00 00 01 00 00 00")] // of another type
    [InlineData("05 00 00 00 01 00 00 00 0C 00 00 00")] // nothing behind
    [InlineData("05 00 00 00 01 00 00 00 0B 00 00 00  0C 00 00 00 01 00 00 00 18 00 00 00 00 00 00 00 08 00 00 00 01 00 00 00")] // shorter than its head
    [InlineData("05 00 00 00 01 00 00 00 00 00 00 00  0C 00 00 00 01 00 00 00 18 00 00 00 00 00 00 00 08 00 00 00 01 00 00 00")]
    [InlineData("05 00 00 00 01 00 00 00 0D 00 00 00")] // longer than what there is
    [InlineData("05 00 00 00 01 00 00 00 FF FF FF FF")]
    public void No_device_is_found(string attributes) =>
        Assert.Null(ExtendedAttributes.FindDevice([.. new byte[24], .. Hex.Bytes(attributes)]));

    /// <summary>4/14.5: the length of the descriptors at 20, the descriptors from 24 on.</summary>
    [Theory]
    [InlineData(24, 0u, true, 0)]
    [InlineData(32, 8u, true, 8)]
    [InlineData(40, 8u, true, 8)]
    [InlineData(31, 8u, false, 7)]
    [InlineData(32, 9u, false, 8)]
    [InlineData(2048, uint.MaxValue, false, 2024)]
    public void Allocation_extent_descriptors(int bytes, uint said, bool isSound, int size)
    {
        byte[] block = new byte[bytes];
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(20), said);
        AllocationExtentDescriptor read = new(block);
        Assert.Equal((isSound, said, size), (read.IsSound, read.AllocationDescriptorsSize, read.AllocationDescriptors.Length));
    }

    /// <summary>4/14.7: behind the ICB tag, the ICB that it leads to.</summary>
    [Fact]
    public void Indirect_entries()
    {
        byte[] block = new byte[52];
        Assert.True(new IndirectEntry(block).IsBlank);
        Assert.False(new IndirectEntry(block).IsSound);

        block.Put(36, "00 08 00 00 0D 0C 0B 0A 0F 0E");
        DescriptorTag.Write(block, TagId.IndirectEntry, 5);
        Assert.True(new IndirectEntry(block).IsSound);
        Assert.False(new IndirectEntry(block).IsBlank);
        Assert.Equal(new LongExtent(ExtentType.Recorded, 2048, new BlockAddress(0x0A0B0C0D, 0x0E0F)), new IndirectEntry(block).Next);

        // What is no tag is none of it; a checksum over the rest says nothing of whether it leads on.
        block[51] ^= 1;
        Assert.True(new IndirectEntry(block).IsSound);
        block[4] ^= 1;
        Assert.False(new IndirectEntry(block).IsSound);
        DescriptorTag.Write(block, TagId.TerminalEntry, 5);
        Assert.False(new IndirectEntry(block).IsSound);
    }

    /// <summary>3/10.7.1: a type, and a length that leads to the next map, of whatever type this one is.</summary>
    [Theory]
    [InlineData("01 06 01 00 00 00", 6, 1)]
    [InlineData("01 06 01 00 00", 0, 0)] // less than it says
    [InlineData("01 07 01 00 00 00 00", 7, 0)] // a type has its length
    [InlineData("02 06 01 00 00 00", 6, 0)]
    [InlineData("03 06 01 00 00 00", 6, 0)]
    [InlineData("03 02", 2, 0)]
    [InlineData("03 01", 0, 0)]
    [InlineData("03", 0, 0)]
    [InlineData("", 0, 0)]
    public void Partition_maps(string bytes, int length, int type)
    {
        PartitionMap read = new(Hex.Bytes(bytes));
        Assert.Equal((length, type, type != 0), (read.Length, read.Type, read.IsSound));
    }

    /// <summary>3/10.7.3 and UDF 1.50 2.2.8: an identifier at 4, the volume at 36, the number of the partition below at 38.</summary>
    [Fact]
    public void Partition_maps_of_type_2()
    {
        byte[] map = new byte[64];
        map.Put(0, "02 40 00 00 00 '*UDF Virtual Partition'");
        map.Put(36, "01 00 03 02");
        PartitionMap read = new(map);
        Assert.Equal((64, 2, 1, 0x0203), (read.Length, read.Type, read.VolumeNumber, read.PartitionNumber));
        Assert.True(read.TypeId.Name.SequenceEqual(LaterPartitionMaps.Virtual));
        Assert.False(new PartitionMap(map.AsSpan(0, 63)).IsSound);
    }

    /// <summary>UDF 1.50 2.2.11: how many entries at 48, eight bytes each from 56 on.</summary>
    [Theory]
    [InlineData(0, 56, true)]
    [InlineData(1, 64, true)]
    [InlineData(2, 72, true)]
    [InlineData(1, 63, false)]
    [InlineData(2, 71, false)]
    public void Sparing_tables(ushort count, int bytes, bool isWhole)
    {
        byte[] table = new byte[bytes];
        BinaryPrimitives.WriteUInt16LittleEndian(table.AsSpan(48), count);
        Assert.Equal((count, isWhole), (new SparingTable(table).Count, new SparingTable(table).IsWhole));
    }
}
