using System.Buffers.Binary;
using System.Text;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Core.Tests.Records;
using IsoBuild.Udf;

namespace IsoBuild.Core.Tests.Udf;

/// <summary>Records of ECMA-167 and UDF 1.02, byte by byte from their clauses.</summary>
public class UdfRecordTests
{
    private static readonly DateTimeOffset Date = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);

    /// <summary>ECMA-167 1/7.2.6 has the first as its example; the second is the check value of CRC-16/XMODEM.</summary>
    [Theory]
    [InlineData("70 6A 77", 0x3299)]
    [InlineData("'123456789'", 0x31C3)]
    [InlineData("", 0)]
    public void Checksums(string bytes, int expected) => Assert.Equal(expected, Crc16.Of(Hex.Bytes(bytes)));

    /// <summary>3/7.2. The sum of 01 00 02 00, 99 32, 03 00 and 05 04 03 02 is 0xDF.</summary>
    [Fact]
    public void Tags()
    {
        byte[] descriptor = [.. new byte[16], 0x70, 0x6A, 0x77];
        DescriptorTag.Write(descriptor, TagId.PrimaryVolume, 0x02030405);
        Assert.Equal(Hex.Bytes("01 00 02 00 DF 00 00 00 99 32 03 00 05 04 03 02 70 6A 77"), descriptor);
        Assert.Equal(TagFaults.None, new DescriptorTag(descriptor).Check(TagId.PrimaryVolume, 0x02030405));
        Assert.Equal(TagFaults.Id | TagFaults.Location, new DescriptorTag(descriptor).Check(TagId.Anchor, 256));
        Assert.Equal(TagFaults.Crc, new DescriptorTag(descriptor.AsSpan(0, 18)).Faults);
        Assert.Equal(TagFaults.Short, new DescriptorTag(descriptor.AsSpan(0, 15)).Faults);
        Assert.Equal(TagFaults.Checksum, new DescriptorTag(new byte[512]).Faults);

        descriptor[18] ^= 1;
        Assert.Equal(TagFaults.Crc, new DescriptorTag(descriptor).Faults);
        descriptor[2]--;
        Assert.Equal(TagFaults.Checksum, new DescriptorTag(descriptor).Faults);
        descriptor[4]--;
        Assert.Equal(TagFaults.Crc | TagFaults.Version, new DescriptorTag(descriptor).Faults);
    }

    /// <summary>UDF 1.02 2.1.1.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("aÿ", "08 61 FF")]
    [InlineData("a\u0100", "10 00 61 01 00")]
    [InlineData("\U0001F600", "10 D8 3D DE 00")]
    public void Names_are_compressed(string text, string bytes)
    {
        byte[] written = new byte[OstaText.SizeOf(text)];
        Assert.Equal(written.Length, OstaText.Write(text, written));
        Assert.Equal(Hex.Bytes(bytes), written);
        Assert.True(OstaText.TryRead(written, out string read));
        Assert.Equal(text, read);
    }

    [Theory]
    [InlineData("10 00 61 00", "a")] // half a character
    [InlineData("11 61", "")] // no compression that there is
    public void Names_that_are_none(string bytes, string shown)
    {
        Assert.False(OstaText.TryRead(Hex.Bytes(bytes), out string read));
        Assert.Equal(shown, read);
    }

    /// <summary>1/7.2.12: the last byte says how many bytes are used; all zero for no text.</summary>
    [Theory]
    [InlineData("ab", "08 61 62 00 00 00 00 03")]
    [InlineData("\u0416b", "10 04 16 00 62 00 00 05")]
    [InlineData("", "00 00 00 00 00 00 00 00")]
    public void Texts_have_fields(string text, string bytes)
    {
        byte[] field = new byte[8];
        OstaText.WriteField(text, field);
        Assert.Equal(Hex.Bytes(bytes), field);
        Assert.True(OstaText.TryReadField(field, out string read));
        Assert.Equal(text, read);
        field[^1] = 9;
        Assert.False(OstaText.TryReadField(field, out _));
    }

    [Theory]
    [InlineData("123456", "123456")]
    [InlineData("1234567", "123456")]
    [InlineData("\u0416\u0416\u0416\u0416", "\u0416\u0416\u0416")]
    [InlineData("aa\U0001F600", "aa")]
    public void Texts_are_cut_to_their_field(string text, string expected) => Assert.Equal(expected, OstaText.Fit(text, fieldSize: 8));

    /// <summary>1/7.3: type and zone, year, month, day, hour, minute, second, hundredths and ten-thousandths of a second, microseconds.</summary>
    [Theory]
    [InlineData("00 10 D1 07 02 03 04 05 06 00 00 00", "2001-02-03T04:05:06Z")]
    [InlineData("78 10 D1 07 02 03 04 05 06 63 63 63", "2001-02-03T02:05:06Z")] // two hours east
    [InlineData("88 1F D1 07 02 03 04 05 06 00 00 00", "2001-02-03T06:05:06Z")] // two hours west
    [InlineData("01 18 D1 07 02 03 04 05 06 00 00 00", "2001-02-03T04:05:06Z")] // -2047: no zone
    [InlineData("78 00 D1 07 02 03 04 05 06 00 00 00", "2001-02-03T04:05:06Z")] // type 0 is UTC
    [InlineData("00 10 0F 27 0C 1F 17 3B 3B 00 00 00", "9999-12-31T23:59:59Z")]
    [InlineData("00 00 00 00 00 00 00 00 00 00 00 00", null)]
    [InlineData("00 10 D1 07 02 1D 04 05 06 00 00 00", null)]
    [InlineData("00 10 D1 07 02 03 18 05 06 00 00 00", null)]
    [InlineData("78 10 01 00 01 01 00 00 00 00 00 00", null)] // before year 1 in UTC
    public void Dates_are_read(string bytes, string? expected) =>
        Assert.Equal(expected, UdfTime.Read(Hex.Bytes(bytes)) is { } date ? ImageTimestamp.Format(date) : null);

    [Fact]
    public void Dates_are_written_in_utc()
    {
        byte[] field = new byte[12];
        UdfTime.Write(field, new DateTimeOffset(2001, 2, 3, 6, 5, 6, 123, 456, TimeSpan.FromHours(2)));
        Assert.Equal(Hex.Bytes("00 10 D1 07 02 03 04 05 06 0C 22 38"), field);
    }

    /// <summary>4/14.9.5, with what Linux adds for delete and change of attributes.</summary>
    [Theory]
    [InlineData(0b110_100_100, 0b11110_00100_00100)]
    [InlineData(0b111_101_101, 0b11111_00101_00101)]
    [InlineData(0b000_000_000, 0b01000_00000_00000)]
    [InlineData(0b010_010_010, 0b11010_10010_10010)]
    public void Permission_bits(int mode, int expected)
    {
        Assert.Equal((uint)expected, Permissions.Of((UnixFileMode)mode));
        Assert.Equal((UnixFileMode)mode, Permissions.ToMode((uint)expected));
    }

    /// <summary>4/14.4: 38 bytes, the name, up to a multiple of four.</summary>
    [Fact]
    public void File_identifiers()
    {
        byte[] record = new byte[FileIdentifier.SizeWithName(OstaText.SizeOf("ab"))];
        FileIdentifier.Write(record, 7, "ab", isDirectory: false, isHidden: false, new LongExtent(ExtentType.Recorded, 2048, new BlockAddress(0x0A0B, 0), UniqueId: 17));
        Assert.Equal(
            Hex.Bytes("01 00 00 03 00 08 00 00 0B 0A 00 00 00 00 00 00 11 00 00 00 00 00 08 61 62 00 00 00"),
            record[16..]);
        Assert.Equal(TagFaults.None, new DescriptorTag(record).Check(TagId.FileIdentifier, 7));

        FileIdentifier read = new([.. record, .. new byte[100]]);
        Assert.True(read.IsSound);
        Assert.Equal((44, 0, 3), (read.Size, read.UseSize, read.Padding.Length));
        Assert.False(read.IsDirectory || read.IsParent || read.IsDeleted || read.IsHidden);
        Assert.Equal(Hex.Bytes("08 61 62"), read.NameBytes.ToArray());
        Assert.Equal(new LongExtent(ExtentType.Recorded, 2048, new BlockAddress(0x0A0B, 0), 17), read.EntryIcb);
        Assert.False(new FileIdentifier(record.AsSpan(0, 43)).IsSound);

        // 4/14.4.3: hidden is bit 0, a directory bit 1.
        byte[] hidden = new byte[record.Length];
        FileIdentifier.Write(hidden, 7, "ab", isDirectory: true, isHidden: true, default);
        Assert.Equal(3, hidden[18]);
        Assert.True(new FileIdentifier(hidden).IsHidden);

        byte[] parent = new byte[FileIdentifier.SizeWithName(0)];
        FileIdentifier.WriteParent(parent, 0, default);
        Assert.Equal((40, 0x0A), (parent.Length, parent[18]));
        Assert.True(new FileIdentifier(parent).IsParent);
    }

    /// <summary>4/14.9, with a file of 2 GiB: two extents of 1 GiB less a block, and one of two blocks.</summary>
    [Fact]
    public void File_entries()
    {
        byte[] block = new byte[2048];
        FileEntry.Write(
            block,
            9,
            new FileEntryFields
            {
                Type = UdfFileType.File, Mode = (UnixFileMode)0b100_110_100_000, OwnerId = 1, GroupId = 2, LinkCount = 3,
                Length = 1L << 31, Modified = Date, UniqueId = 18,
            },
            firstBlock: 0x100);

        byte[] expected = new byte[2048];
        expected.Put(16, "00 00 00 00 04 00 00 00 01 00 00 05 00 00 00 00 00 00 40 00"); // ICB tag: strategy 4, file, set-user-id
        expected.Put(36, "01 00 00 00 02 00 00 00 80 78 00 00 03 00"); // rw by the owner who may delete and change, r by the group
        expected.Put(56, "00 00 00 80 00 00 00 00 00 00 10 00 00 00 00 00");
        foreach (int date in (int[])[72, 84, 96])
        {
            expected.Put(date, "00 10 D1 07 02 03 04 05 06 00 00 00");
        }

        expected.Put(108, "01 00 00 00");
        expected.Put(128, "00 '*IsoBuild'");
        expected.Put(160, "12 00 00 00 00 00 00 00 00 00 00 00 18 00 00 00");
        expected.Put(176, "00 F8 FF 3F 00 01 00 00  00 F8 FF 3F FF 00 08 00  00 10 00 00 FE 00 10 00");
        Assert.Equal(expected[16..], block[16..]);

        FileEntry read = new(block);
        Assert.Equal(TagFaults.None, read.Tag.Check(TagId.FileEntry, 9));
        Assert.Equal(200 - 16, read.Tag.CrcLength);
        Assert.True(read.IsSound && !read.IsExtended);
        Assert.Equal((UdfFileType.File, AllocationType.Short), (read.Type, read.IcbTag.Allocation));
        Assert.Equal((UnixFileMode)0b100_110_100_000, read.Mode);
        Assert.Equal((1u, 2u, 3, 1ul << 31, 18ul), (read.OwnerId, read.GroupId, read.LinkCount, read.Length, read.Identity));
        Assert.Equal(Date, read.Modified);
        Assert.Equal(24, read.AllocationDescriptors.Length);
        Assert.Equal(new ShortExtent(ExtentType.Recorded, 4096, 0x1000FE), ShortExtent.Read(read.AllocationDescriptors[16..]));
    }

    /// <summary>4/14.17: the fields lie elsewhere.</summary>
    [Fact]
    public void Extended_file_entries_are_read()
    {
        byte[] block = new byte[2048];
        block.Put(16, "00 00 00 00 04 00 00 00 01 00 00 05 00 00 00 00 00 00 03 00");
        BinaryPrimitives.WriteUInt64LittleEndian(block.AsSpan(56), 5);
        block.Put(92, "00 10 D1 07 02 03 04 05 06 00 00 00");
        block.Put(200, "12 00 00 00 00 00 00 00 04 00 00 00 05 00 00 00 FF FF FF FF 'hello'");
        DescriptorTag.Write(block, TagId.ExtendedFileEntry, 1);
        FileEntry read = new(block);
        Assert.True(read.IsExtended && read.IsSound);
        Assert.Equal((5ul, 18ul, Date, AllocationType.Embedded, 220L), (read.Length, read.Identity, read.Modified!.Value, read.IcbTag.Allocation, read.DescriptorsOffset));
        Assert.Equal("hello", Encoding.ASCII.GetString(read.AllocationDescriptors));
    }

    /// <summary>What the volume's descriptors say is where the clauses have it, and is read from there.</summary>
    [Fact]
    public void Volume_descriptors()
    {
        byte[] sector = new byte[2048];
        AnchorPointer.Write(sector, 256, new VolumeExtent(0x8000, 32), new VolumeExtent(0x8000, 48));
        Assert.Equal(Hex.Bytes("00 80 00 00 20 00 00 00 00 80 00 00 30 00 00 00"), sector[16..32]); // 3/10.2
        Assert.Equal(TagFaults.None, new AnchorPointer(sector).Tag.Check(TagId.Anchor, 256));

        sector = new byte[2048];
        PrimaryVolumeDescriptor.Write(sector, 32, 1, "vol", "0123456789abcdefset", "app", Date);
        Assert.Equal(Hex.Bytes("01 00 00 00 00 00 00 00 08 'vol'"), sector[16..28]); // 3/10.1
        Assert.Equal(4, sector[55]);
        Assert.Equal(Hex.Bytes("01 00 01 00 02 00 02 00 01 00 00 00 01 00 00 00 08 '0123456789abcdefset'"), sector[56..92]);
        Assert.Equal((20, 0), (sector[199], sector[200]));
        Assert.Equal("OSTA Compressed Unicode", Encoding.ASCII.GetString(sector, 201, 23));
        Assert.Equal(Date, new PrimaryVolumeDescriptor(sector).Recorded);
        Assert.Equal(TagFaults.None, new DescriptorTag(sector).Check(TagId.PrimaryVolume, 32));

        sector = new byte[2048];
        PartitionDescriptor.Write(sector, 34, 2, 0, 257, 1000);
        Assert.Equal(Hex.Bytes("02 00 00 00 01 00 00 00 00 '+NSR02' 00"), sector[16..32]); // 3/10.5
        Assert.Equal(Hex.Bytes("01 00 00 00 01 01 00 00 E8 03 00 00"), sector[184..196]);

        sector = new byte[2048];
        LogicalVolumeDescriptor.Write(sector, 35, 3, "vol", 0, new LongExtent(ExtentType.Recorded, 4096, default), new VolumeExtent(4096, 64));
        Assert.Equal(Hex.Bytes("00 08 00 00 00 '*OSTA UDF Compliant'"), sector[212..236]); // 3/10.6
        Assert.Equal(Hex.Bytes("02 01 03"), sector[240..243]); // UDF 1.02 2.1.5.3
        Assert.Equal(Hex.Bytes("00 10 00 00 00 00 00 00 00 00"), sector[248..258]);
        Assert.Equal(Hex.Bytes("06 00 00 00 01 00 00 00"), sector[264..272]);
        Assert.Equal(Hex.Bytes("00 10 00 00 40 00 00 00 01 06 01 00 00 00"), sector[432..446]);
        LogicalVolumeDescriptor volume = new(sector);
        Assert.True(volume.DomainId.IsUdfDomain && new PartitionMap(volume.Maps).IsSound);
        Assert.Equal((0x0102, 430), (volume.DomainId.UdfRevision, volume.Tag.CrcLength));

        sector = new byte[2048];
        IntegrityDescriptor.Write(sector, 64, Date, nextUniqueId: 20, partitionBlocks: 1000, files: 4, directories: 2);
        Assert.Equal(Hex.Bytes("01 00 00 00 00 00 00 00 00 00 00 00 14 00 00 00"), sector[28..44]); // 3/10.10
        Assert.Equal(Hex.Bytes("01 00 00 00 2E 00 00 00 00 00 00 00 E8 03 00 00"), sector[72..88]);
        Assert.Equal(Hex.Bytes("04 00 00 00 02 00 00 00 02 01 02 01 02 01"), sector[120..134]); // UDF 1.02 2.2.6.4
        IntegrityDescriptor integrity = new(sector);
        Assert.True(integrity.IsClosed && integrity.HasUse);
        Assert.Equal((20ul, 1000u, 4u, 2u), (integrity.NextUniqueId, integrity.SizeOf(0), integrity.FileCount, integrity.DirectoryCount));

        sector = new byte[2048];
        FileSetDescriptor.Write(sector, 0, Date, "vol", "set", "C", "A", new LongExtent(ExtentType.Recorded, 2048, new BlockAddress(2, 0)));
        Assert.Equal(Hex.Bytes("03 00 03 00 01 00 00 00 01 00 00 00"), sector[28..40]); // 4/14.1
        Assert.Equal(Hex.Bytes("08 'vol'"), sector[112..116]);
        Assert.Equal(Hex.Bytes("08 'set'"), sector[304..308]);
        Assert.Equal(Hex.Bytes("08 'C'"), sector[336..338]);
        Assert.Equal(Hex.Bytes("08 'A'"), sector[368..370]);
        Assert.Equal(Hex.Bytes("00 08 00 00 02 00 00 00 00 00"), sector[400..410]);
        Assert.Equal(2u, new FileSetDescriptor(sector).RootIcb.Address.Block);
    }

    /// <summary>Whatever the bytes are and wherever they end, reading says something or nothing, and throws never.</summary>
    [Theory]
    [InlineData(0x00)]
    [InlineData(0x7F)]
    [InlineData(0xFF)]
    public void Nothing_is_too_short_or_too_strange(byte fill)
    {
        byte[] bytes = new byte[600];
        bytes.AsSpan().Fill(fill);
        for (int length = 0; length <= bytes.Length; length++)
        {
            ReadOnlySpan<byte> part = bytes.AsSpan(0, length);
            _ = new DescriptorTag(part).Check(TagId.FileEntry, 0);
            FileEntry entry = new(part);
            Assert.InRange(entry.ExtendedAttributes.Length + entry.AllocationDescriptors.Length, 0, 600);
            _ = (entry.Mode, entry.Modified, entry.Accessed, entry.Identity, entry.RecordedBlocks, entry.IsSound);
            FileIdentifier identifier = new(part);
            Assert.InRange(identifier.Size, FileIdentifier.HeadSize, 66_000);
            _ = (identifier.IsSound, identifier.NameBytes.Length, identifier.Padding.Length, identifier.Tag.Faults, identifier.EntryIcb);
            _ = OstaText.TryRead(part, out _);
            _ = OstaText.TryReadField(part, out _);
            _ = (UdfTime.Read(part), ShortExtent.Read(part), LongExtent.Read(part), ExtendedExtent.Read(part), VolumeExtent.Read(part));
            IntegrityDescriptor integrity = new(part);
            _ = (integrity.SizeOf(uint.MaxValue), integrity.FileCount, integrity.HasUse, integrity.Recorded, integrity.MinReadRevision);
            LogicalVolumeDescriptor volume = new(part);
            PartitionMap map = new(volume.Maps);
            _ = (map.Length, map.Type, map.PartitionNumber, map.TypeId.UdfRevision, volume.FileSet, volume.Integrity);
            _ = (new AnchorPointer(part).MainSequence, new VolumePointer(part).Next, new UnallocatedSpaceDescriptor(part).ExtentCount);
            _ = (new PartitionDescriptor(part).StartSector, new FileSetDescriptor(part).RootIcb, new PrimaryVolumeDescriptor(part).Recorded);
            _ = (new AllocationExtentDescriptor(part).AllocationDescriptors.Length, new RecognitionDescriptor(part).IsKnown, new ImplementationUseDescriptor(part).Contents.Name.Length);
        }
    }
}
