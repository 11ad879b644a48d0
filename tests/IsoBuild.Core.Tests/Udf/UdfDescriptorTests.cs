using IsoBuild.Bytes;
using IsoBuild.Core.Tests.Records;
using IsoBuild.Udf;

namespace IsoBuild.Core.Tests.Udf;

/// <summary>The descriptors of a volume from their first byte to their last: every field is where its clause has it, and nothing else is written.</summary>
public class UdfDescriptorTests
{
    private const string Recorded = "00 10 D1 07 02 03 04 05 06 00 00 00"; // 1/7.3
    private const string CharacterSet = "00 'OSTA Compressed Unicode'"; // 1/7.2.1, UDF 1.02 2.1.2
    private const string Implementation = "00 '*IsoBuild'"; // 1/7.4, UDF 1.02 2.1.5
    private const string Domain = "00 '*OSTA UDF Compliant' 00 00 00 00 02 01 03"; // UDF 1.02 2.1.5.3

    private static readonly DateTimeOffset Date = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);

    private readonly byte[] sector = new byte[2048];

    /// <summary>3/10.2.</summary>
    [Fact]
    public void Anchor()
    {
        AnchorPointer.Write(sector, 256, new VolumeExtent(0x8000, 32), new VolumeExtent(0x8001, 48));

        Holds(TagId.Anchor, 256, size: 512, (16, "00 80 00 00 20 00 00 00"), (24, "01 80 00 00 30 00 00 00"));
        AnchorPointer read = new(sector);
        Assert.Equal((new VolumeExtent(0x8000, 32), new VolumeExtent(0x8001, 48)), (read.MainSequence, read.ReserveSequence));
    }

    /// <summary>3/10.1: what the volume and its set are called, in which characters, by which application, and when.</summary>
    [Fact]
    public void Primary_volume_descriptor()
    {
        PrimaryVolumeDescriptor.Write(sector, 32, 5, "vol", "0123456789abcdefset", "app", Date);

        Holds(
            TagId.PrimaryVolume,
            32,
            size: 512,
            (16, "05 00 00 00 00 00 00 00"),
            (24, "08 'vol'"),
            (55, "04"),
            (56, "01 00 01 00 02 00 02 00 01 00 00 00 01 00 00 00"),
            (72, "08 '0123456789abcdefset'"),
            (199, "14"),
            (200, CharacterSet),
            (264, CharacterSet),
            (344, "00 '*app'"),
            (376, Recorded),
            (388, Implementation));
        PrimaryVolumeDescriptor read = new(sector);
        Assert.Equal((5u, 1, 1, Date), (read.SequenceNumber, read.VolumeSequenceNumber, read.MaxVolumeSequenceNumber, read.Recorded!.Value));
    }

    /// <summary>3/10.4 and UDF 1.02 2.2.7.2: the volume's name once more, its owner, the organisation and the contact.</summary>
    [Fact]
    public void Implementation_use_volume_descriptor()
    {
        ImplementationUseDescriptor.Write(sector, 33, 6, "vol", "owner", "house", "mail");

        Holds(
            TagId.ImplementationUseVolume,
            33,
            size: 512,
            (16, "06 00 00 00"),
            (20, "00 '*UDF LV Info' 00 00 00 00 00 00 00 00 00 00 00 02 01 00"),
            (52, CharacterSet),
            (116, "08 'vol'"),
            (243, "04"),
            (244, "08 'owner'"),
            (279, "06"),
            (280, "08 'house'"),
            (315, "06"),
            (316, "08 'mail'"),
            (351, "05"),
            (352, Implementation));
        Assert.Equal(6u, new ImplementationUseDescriptor(sector).SequenceNumber);
    }

    /// <summary>3/10.5: allocated, and read-only.</summary>
    [Fact]
    public void Partition_descriptor()
    {
        PartitionDescriptor.Write(sector, 34, 7, number: 0x0809, start: 257, length: 1000);

        Holds(
            TagId.Partition,
            34,
            size: 512,
            (16, "07 00 00 00 01 00 09 08"),
            (24, "00 '+NSR02'"),
            (184, "01 00 00 00 01 01 00 00 E8 03 00 00"),
            (196, Implementation));
        PartitionDescriptor read = new(sector);
        Assert.Equal((7u, 0x0809, 1u, 257u, 1000u), (read.SequenceNumber, read.Number, read.AccessType, read.StartSector, read.SectorCount));
    }

    /// <summary>3/10.6, with one map of type 1 (3/10.7.2).</summary>
    [Fact]
    public void Logical_volume_descriptor()
    {
        LongExtent fileSet = new(ExtentType.Recorded, 4096, new BlockAddress(0x10, 0x0203));
        LogicalVolumeDescriptor.Write(sector, 35, 8, "vol", partition: 0x0405, fileSet, new VolumeExtent(0x1800, 64));

        Holds(
            TagId.LogicalVolume,
            35,
            size: 446,
            (16, "08 00 00 00"),
            (20, CharacterSet),
            (84, "08 'vol'"),
            (211, "04"),
            (212, "00 08 00 00"),
            (216, Domain),
            (248, "00 10 00 00 10 00 00 00 03 02"),
            (264, "06 00 00 00 01 00 00 00"),
            (272, Implementation),
            (432, "00 18 00 00 40 00 00 00"),
            (440, "01 06 01 00 05 04"));
        LogicalVolumeDescriptor read = new(sector);
        Assert.True(read.DomainId.IsUdfDomain);
        Assert.Equal((8u, 0x0102, 1u, fileSet), (read.SequenceNumber, read.DomainId.UdfRevision, read.MapCountField, read.FileSet));
        PartitionMap map = new(read.Maps);
        Assert.True(map.IsSound);
        Assert.Equal((1, 6, 1, 0x0405), (map.Type, map.Length, map.VolumeNumber, map.PartitionNumber));
    }

    /// <summary>3/10.8: there is no space left.</summary>
    [Fact]
    public void Unallocated_space_descriptor()
    {
        UnallocatedSpaceDescriptor.Write(sector, 36, 9);

        Holds(TagId.UnallocatedSpace, 36, size: 24, (16, "09 00 00 00"));
        Assert.Equal((9u, 0u), (new UnallocatedSpaceDescriptor(sector).SequenceNumber, new UnallocatedSpaceDescriptor(sector).ExtentCount));
    }

    /// <summary>3/10.9: zeros.</summary>
    [Fact]
    public void Terminating_descriptor()
    {
        TerminatingDescriptor.Write(sector, 37);
        Holds(TagId.Terminating, 37, size: 512);
    }

    /// <summary>3/10.10 and 4/14.15, with the implementation use of UDF 1.02 2.2.6.4 behind one partition's free space and size.</summary>
    [Fact]
    public void Logical_volume_integrity_descriptor()
    {
        IntegrityDescriptor.Write(sector, 64, Date, nextUniqueId: 20, partitionBlocks: 1000, files: 4, directories: 2);

        Holds(
            TagId.LogicalVolumeIntegrity,
            64,
            size: 134,
            (16, Recorded),
            (28, "01 00 00 00"),
            (40, "14 00 00 00 00 00 00 00"),
            (72, "01 00 00 00 2E 00 00 00"),
            (80, "00 00 00 00 E8 03 00 00"),
            (88, Implementation),
            (120, "04 00 00 00 02 00 00 00"),
            (128, "02 01 02 01 02 01"));
        IntegrityDescriptor read = new(sector);
        Assert.True(read.IsClosed && read.HasUse);
        Assert.Equal((20ul, 1000u, 4u, 2u, Date), (read.NextUniqueId, read.SizeOf(0), read.FileCount, read.DirectoryCount, read.Recorded!.Value));
    }

    /// <summary>The free spaces of all partitions come before their sizes, and the implementation use behind (3/10.10).</summary>
    [Fact]
    public void Integrity_of_two_partitions()
    {
        sector.Put(72, "02 00 00 00 2E 00 00 00");
        sector.Put(80, "01 00 00 00 02 00 00 00  03 00 00 00 04 00 00 00");
        sector.Put(96 + 32, "05 00 00 00 06 00 00 00 02 01 50 01 00 02");

        IntegrityDescriptor read = new(sector);
        Assert.Equal((3u, 4u), (read.SizeOf(0), read.SizeOf(1)));
        Assert.Equal((5u, 6u), (read.FileCount, read.DirectoryCount));
        Assert.Equal((0x0102, 0x0150, 0x0200), (read.MinReadRevision, read.MinWriteRevision, read.MaxWriteRevision));
    }

    /// <summary>UDF's implementation use has 46 bytes at least (UDF 1.02 2.2.6.4): in fewer there are no counts.</summary>
    [Theory]
    [InlineData(46, 134, true)]
    [InlineData(200, 2048, true)]
    [InlineData(45, 134, false)]
    [InlineData(46, 133, false)]
    public void Integrity_without_its_use(int said, int bytes, bool hasUse)
    {
        sector.Put(72, "01 00 00 00");
        sector[76] = (byte)said;
        sector[120] = 7;
        IntegrityDescriptor read = new(sector.AsSpan(0, bytes));
        Assert.Equal((hasUse, hasUse ? 7u : 0), (read.HasUse, read.FileCount));
    }

    /// <summary>4/14.1: the names of the volume and of the set, of two files in the root, and where the root is.</summary>
    [Fact]
    public void File_set_descriptor()
    {
        LongExtent root = new(ExtentType.Recorded, 2048, new BlockAddress(2, 0x0607));
        FileSetDescriptor.Write(sector, 3, Date, "vol", "set", "C", "A", root);

        Holds(
            TagId.FileSet,
            3,
            size: 512,
            (16, Recorded),
            (28, "03 00 03 00 01 00 00 00 01 00 00 00"),
            (48, CharacterSet),
            (112, "08 'vol'"),
            (239, "04"),
            (240, CharacterSet),
            (304, "08 'set'"),
            (335, "04"),
            (336, "08 'C'"),
            (367, "02"),
            (368, "08 'A'"),
            (399, "02"),
            (400, "00 08 00 00 02 00 00 00 07 06"),
            (416, Domain));
        FileSetDescriptor read = new(sector);
        Assert.Equal((root, Date), (read.RootIcb, read.Recorded!.Value));
    }

    /// <summary>UDF 1.02 2.1.5.2: an asterisk, and up to 22 characters behind it. An identifier that somebody registered has none, and may have 23.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("app", "00 '*app'")]
    [InlineData("abcdefghijklmnopqrstuv", "00 '*abcdefghijklmnopqrstuv'")]
    [InlineData("abcdefghijklmnopqrstuvw", "00 'abcdefghijklmnopqrstuvw'")]
    [InlineData("caf\u00E9", "00 '*caf' E9")]
    public void Identifiers_of_applications(string text, string expected)
    {
        EntityId.WriteApplication(sector, text);

        byte[] field = new byte[2048];
        field.Put(0, expected);
        Hex.AssertSame(field, sector);
        Assert.Equal(text, System.Text.Encoding.Latin1.GetString(new EntityId(sector).ApplicationName));
    }

    private void Holds(TagId id, uint location, int size, params (int Offset, string Bytes)[] fields)
    {
        byte[] expected = new byte[sector.Length];
        foreach ((int offset, string bytes) in fields)
        {
            expected.Put(offset, bytes);
        }

        Hex.AssertSame(expected.AsSpan(16), sector.AsSpan(16));
        DescriptorTag tag = new(sector);
        Assert.Equal(TagFaults.None, tag.Check(id, location));
        Assert.Equal(size - 16, tag.CrcLength);
    }
}
