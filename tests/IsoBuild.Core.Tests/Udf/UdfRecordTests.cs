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

    private static readonly FileEntryFields Plain = new()
    {
        Type = UdfFileType.File, Mode = default, OwnerId = 0, GroupId = 0, LinkCount = 1, Length = 0, Modified = Date, UniqueId = 16,
    };

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

        // A serial number that was there before is none (3/7.2.5).
        byte[] again = [.. new byte[6], 0xFF, 0xFF, .. new byte[8], 0x70, 0x6A, 0x77];
        DescriptorTag.Write(again, TagId.PrimaryVolume, 0x02030405);
        Assert.Equal(descriptor, again);

        descriptor[18] ^= 1;
        Assert.Equal(TagFaults.Crc, new DescriptorTag(descriptor).Faults);
        descriptor[2]--;
        Assert.Equal(TagFaults.Checksum, new DescriptorTag(descriptor).Faults);
        descriptor[4]--;
        Assert.Equal(TagFaults.Crc | TagFaults.Version, new DescriptorTag(descriptor).Faults);
    }

    /// <summary>A tag may be all there is: the sum of 08 00 02 00 and 01 is 0B. Zeros are a tag only of what ECMA-167 does not know.</summary>
    [Fact]
    public void Tags_with_nothing_behind()
    {
        byte[] alone = Hex.Bytes("08 00 02 00 0B 00 00 00 00 00 00 00 01 00 00 00");
        Assert.Equal(TagFaults.None, new DescriptorTag(alone).Faults);
        Assert.Equal(TagFaults.None, new DescriptorTag(alone).Check(TagId.Terminating, 1));
        Assert.Equal(TagFaults.Short, new DescriptorTag(alone.AsSpan(0, 15)).Check(TagId.Terminating, 1));

        DescriptorTag zeros = new(new byte[16]);
        Assert.Equal(TagFaults.Checksum, zeros.Faults);
        Assert.Equal(TagFaults.Checksum, zeros.Check(TagId.Terminating, 1));
        Assert.Equal(TagFaults.Version, zeros.Check(TagId.Unknown, 0));
        Assert.Equal(TagFaults.Version | TagFaults.Location, zeros.Check(TagId.Unknown, 1));
    }

    /// <summary>The checksum goes over 65,535 bytes at most (3/7.2.7), and blocks have 32 bits: what does not fit is not cut.</summary>
    [Fact]
    public void Numbers_that_do_not_fit_are_not_written()
    {
        DescriptorTag.Write(new byte[16 + 65_535], TagId.FileEntry, 0);
        Assert.Throws<OverflowException>(() => DescriptorTag.Write(new byte[16 + 65_536], TagId.FileEntry, 0));

        FileEntryFields fields = Plain with { Length = ShortExtent.MaxLength + 1L };
        const uint last = uint.MaxValue - (ShortExtent.MaxLength / 2048);
        FileEntry.Write(new byte[2048], 0, fields, last);
        Assert.Throws<OverflowException>(() => FileEntry.Write(new byte[2048], 0, fields, last + 1));
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
    [InlineData("00 61", "")]
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
        field[^1] = 8;
        Assert.False(OstaText.TryReadField(field, out _));
        Assert.False(OstaText.TryReadField([], out _));
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
    [InlineData("A0 15 D1 07 02 03 04 05 06 00 00 00", "2001-02-02T04:05:06Z")] // 1440: a day east
    [InlineData("60 1A D1 07 02 03 04 05 06 00 00 00", "2001-02-04T04:05:06Z")] // -1440: a day west
    [InlineData("A1 15 D1 07 02 03 04 05 06 00 00 00", null)] // 1441
    [InlineData("5F 1A D1 07 02 03 04 05 06 00 00 00", null)] // -1441
    [InlineData("00 10 0F 27 0C 1F 17 3B 3B 00 00 00", "9999-12-31T23:59:59Z")]
    [InlineData("00 10 10 27 01 01 00 00 00 00 00 00", null)] // year 10000
    [InlineData("FF 1F 0F 27 0C 1F 17 3B 3B 00 00 00", null)] // after year 9999 in UTC
    [InlineData("00 10 01 00 01 01 00 00 00 00 00 00", "0001-01-01T00:00:00Z")]
    [InlineData("00 10 D1 07 0D 01 00 00 00 00 00 00", null)]
    [InlineData("00 10 D1 07 01 00 00 00 00 00 00 00", null)]
    [InlineData("00 10 D1 07 01 01 00 3C 00 00 00 00", null)]
    [InlineData("00 10 D1 07 01 01 00 00 3C 00 00 00", null)]
    [InlineData("00 00 00 00 00 00 00 00 00 00 00 00", null)]
    [InlineData("00 10 D1 07 02 1D 04 05 06 00 00 00", null)]
    [InlineData("00 10 D1 07 02 03 18 05 06 00 00 00", null)]
    [InlineData("78 10 01 00 01 01 00 00 00 00 00 00", null)] // before year 1 in UTC
    public void Dates_are_read(string bytes, string? expected) =>
        Assert.Equal(expected, UdfTime.Read(Hex.Bytes(bytes)) is { } date ? ImageTimestamp.Format(date) : null);

    /// <summary>1/7.3.8-1/7.3.10: hundredths of a second, hundreds of microseconds, microseconds; each is 99 at most.</summary>
    [Theory]
    [InlineData("0C 22 38", 123_456)]
    [InlineData("01 00 00", 10_000)]
    [InlineData("00 01 00", 100)]
    [InlineData("00 00 01", 1)]
    [InlineData("63 63 63", 999_999)]
    [InlineData("64 FF 64", 999_999)]
    public void Fractions_of_seconds_are_read(string fraction, int microseconds) =>
        Assert.Equal(Date.AddMicroseconds(microseconds), UdfTime.Read(Hex.Bytes("00 10 D1 07 02 03 04 05 06" + fraction)));

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

    /// <summary>An identifier that says of itself that it is longer than it is: the next one is not a part of it.</summary>
    [Fact]
    public void Checksums_of_file_identifiers_end_with_them()
    {
        byte[] two = new byte[80];
        DescriptorTag.Write(two, TagId.FileIdentifier, 7);
        Assert.Equal(40, new FileIdentifier(two).Size);
        Assert.Equal(TagFaults.Crc, new FileIdentifier(two).Tag.Check(TagId.FileIdentifier, 7));
        DescriptorTag.Write(two.AsSpan(0, 40), TagId.FileIdentifier, 7);
        Assert.Equal(TagFaults.None, new FileIdentifier(two).Tag.Check(TagId.FileIdentifier, 7));
    }

    /// <summary>4/14.4.7: of other writers, who put something before the name.</summary>
    [Fact]
    public void File_identifiers_with_implementation_use()
    {
        byte[] record = new byte[48];
        record.Put(18, "00 03");
        record.Put(36, "04 00 'used' 08 61 62 01 02 03");
        FileIdentifier read = new(record);
        Assert.Equal((4, 48), (read.UseSize, read.Size));
        Assert.Equal("08 61 62", string.Join(' ', read.NameBytes.ToArray().Select(b => b.ToString("X2"))));
        Assert.Equal([1, 2, 3], read.Padding.ToArray());
        Assert.True(read.IsSound);
        Assert.False(new FileIdentifier(record.AsSpan(0, 47)).IsSound);
    }

    /// <summary>4/14.6.8: bits 6, 7 and 8 beside those that say how content is found.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0b100_000_000_000, 0x040)] // set-user-id
    [InlineData(0b010_000_000_000, 0x080)] // set-group-id
    [InlineData(0b001_000_000_000, 0x100)] // sticky
    [InlineData(0b111_000_000_000, 0x1C0)]
    public void Modes_beyond_permissions(int mode, int flags)
    {
        byte[] tag = new byte[20];
        IcbTag.Write(tag, UdfFileType.File, (UnixFileMode)(mode | 0b110_100_100));
        byte[] expected = Hex.Bytes("00 00 00 00 04 00 00 00 01 00 00 05 00 00 00 00 00 00 00 00");
        BinaryPrimitives.WriteUInt16LittleEndian(expected.AsSpan(18), (ushort)flags);
        Assert.Equal(expected, tag);
        Assert.Equal((UnixFileMode)mode, new IcbTag(tag).ModeBits);
    }

    /// <summary>The upper two bits of a length are the type (4/14.14.1.1); a block of a partition has four bytes, and two for the partition (4/7.1).</summary>
    [Theory]
    [InlineData(0, "05 00 00 00")]
    [InlineData(1, "05 00 00 40")]
    [InlineData(2, "05 00 00 80")]
    [InlineData(3, "05 00 00 C0")]
    public void Extents_have_types(int number, string length)
    {
        ExtentType type = (ExtentType)number;
        byte[] field = new byte[20];
        ShortExtent small = new(type, 5, 0x0A0B0C0D);
        small.Write(field);
        Assert.Equal(Hex.Bytes($"{length} 0D 0C 0B 0A"), field[..8]);
        Assert.Equal(small, ShortExtent.Read(field));

        LongExtent large = new(type, 5, new BlockAddress(0x0A0B0C0D, 0x0E0F), UniqueId: 0x01020304);
        large.Write(field);
        Assert.Equal(Hex.Bytes($"{length} 0D 0C 0B 0A 0F 0E 00 00 04 03 02 01"), field[..16]);
        Assert.Equal(large, LongExtent.Read(field));

        field = Hex.Bytes($"{length} 03 00 00 40 07 00 00 00 0D 0C 0B 0A 0F 0E 00 00");
        Assert.Equal(new ExtendedExtent(type, 5, 3, 7, new BlockAddress(0x0A0B0C0D, 0x0E0F)), ExtendedExtent.Read(field));
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

    /// <summary>Nothing has no extent, and what fills one has no second.</summary>
    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "01 00 00 00 07 00 00 00")]
    [InlineData(0x3FFFF800, "00 F8 FF 3F 07 00 00 00")]
    [InlineData(0x3FFFF801, "00 F8 FF 3F 07 00 00 00  01 00 00 00 06 00 08 00")]
    public void Content_has_as_many_extents_as_it_needs(int length, string extents)
    {
        byte[] block = new byte[2048];
        FileEntry.Write(block, 9, Plain with { Length = length }, firstBlock: 7);

        byte[] expected = Hex.Bytes(extents);
        FileEntry read = new(block);
        Assert.Equal(expected, read.AllocationDescriptors.ToArray());
        Assert.Equal(176 - 16 + expected.Length, read.Tag.CrcLength);
        Assert.Equal(new byte[2048 - 176 - expected.Length], block[(176 + expected.Length)..]);
    }

    /// <summary>Times of access stand at 72, or in an extended entry at 80 (4/14.9.12, 4/14.17.13).</summary>
    [Theory]
    [InlineData(261, 2001)]
    [InlineData(266, 2002)]
    public void Times_of_access(int id, int year)
    {
        byte[] block = new byte[2048];
        block.Put(72, "00 10 D1 07 01 01 00 00");
        block.Put(80, "00 10 D2 07 01 01 00 00 00 00 00 00");
        DescriptorTag.Write(block, (TagId)id, 1);
        Assert.Equal(year, new FileEntry(block).Accessed?.Year);
    }

    /// <summary>An extended file entry has an ICB of a stream directory at 152 (4/14.17.20), which has a length when there is one. In a plain one the implementation's identifier ends there.</summary>
    [Theory]
    [InlineData(266, 2048, true)]
    [InlineData(266, 0, false)]
    [InlineData(261, 2048, false)]
    public void Streams(int id, int length, bool hasStreams)
    {
        byte[] block = new byte[2048];
        BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(152), length);
        DescriptorTag.Write(block, (TagId)id, 1);
        Assert.Equal(hasStreams, new FileEntry(block).HasStreams);
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
