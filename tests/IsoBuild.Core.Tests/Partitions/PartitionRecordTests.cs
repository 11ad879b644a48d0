using IsoBuild.Bytes;
using IsoBuild.Core.Tests.Records;
using IsoBuild.Partitions;

namespace IsoBuild.Core.Tests.Partitions;

/// <summary>Records of partition tables, against the tables of the UEFI specification (5.2, 5.3, appendix A), filled in by hand.</summary>
public class PartitionRecordTests
{
    /// <summary>What fdisk calls the types (fdisk -l, util-linux; 96 by CHRP), in the words of this project.</summary>
    [Theory]
    [InlineData("00", "of no type")]
    [InlineData("01 04 06 0E", "FAT")]
    [InlineData("07", "NTFS or exFAT")]
    [InlineData("0B 0C", "FAT32")]
    [InlineData("17", "hidden, as isohybrid has it")]
    [InlineData("83", "Linux")]
    [InlineData("96 CD", "ISO 9660")]
    [InlineData("EE", "protects the GPT")]
    [InlineData("EF", "EFI system partition")]
    [InlineData("02 05 0A 0D 0F 16 82 84 95 97 CC CE ED F0 FF", "")]
    public void Types_have_names(string types, string expected) =>
        Assert.All(Hex.Bytes(types), type => Assert.Equal(expected, new MbrPartition(1, type, IsActive: false, FirstBlock: 1, BlockCount: 1).TypeName));

    /// <summary>The check value of CRC-32 (ISO-HDLC), and those of RFC 3720 B.4's inputs under this polynomial.</summary>
    [Theory]
    [InlineData("", 0x00000000u)]
    [InlineData("'123456789'", 0xCBF43926u)]
    [InlineData("00", 0xD202EF8Du)]
    [InlineData("FF FF FF FF", 0xFFFFFFFFu)]
    public void Checksum(string bytes, uint expected)
    {
        Assert.Equal(expected, Crc32.Of(Hex.Bytes(bytes)));
        Crc32 pieces = new();
        foreach (byte value in Hex.Bytes(bytes))
        {
            pieces.Append([value]);
        }

        Assert.Equal(expected, pieces.Value);
    }

    /// <summary>64 heads and 32 sectors: block 20479 is cylinder 9, head 63, sector 32; block 614399 is cylinder 299 (12B), whose high bits lie above the sector.</summary>
    [Theory]
    [InlineData(64, 32, 0, "00 01 00")]
    [InlineData(64, 32, 31, "00 20 00")]
    [InlineData(64, 32, 32, "01 01 00")]
    [InlineData(64, 32, 20_479, "3F 20 09")]
    [InlineData(64, 32, 614_399, "3F 60 2B")]
    [InlineData(64, 32, 2_095_103, "3F E0 FE")]
    [InlineData(64, 32, 2_095_104, "FE FF FF")]
    [InlineData(252, 63, 15_875, "FB 3F 00")]
    [InlineData(252, 63, 15_876, "00 01 01")]
    public void Places_by_cylinder(int heads, int sectors, long block, string expected)
    {
        byte[] field = new byte[3];
        DiskGeometry.WriteChs(field, new DiskGeometry(heads, sectors), block);
        Assert.Equal(Hex.Bytes(expected), field);
    }

    [Theory]
    [InlineData(1L << 20, 1 << 20)]
    [InlineData(1L << 30, 1 << 20)]
    [InlineData((1L << 30) + 1, 252 * 63 * 512)]
    public void Cylinders_are_whole_sectors(long length, int expected)
    {
        Assert.Equal(expected, DiskGeometry.For(length).CylinderSize);
        Assert.Equal(0, expected % 2048);
    }

    /// <summary>UEFI 5.2.1, table 5-2.</summary>
    [Fact]
    public void Partition_of_a_master_boot_record()
    {
        byte[] entry = new byte[16];
        MbrPartition partition = new(1, 0x17, IsActive: true, 0, 20_480);
        partition.Write(entry, new DiskGeometry(64, 32));
        Assert.Equal(Hex.Bytes("80 000100 17 3F2009 00000000 00500000"), entry);
        Assert.Equal(partition, MbrPartition.Read(entry, 1));

        MbrPartition system = new(2, 0xEF, IsActive: false, 0x12345678, 0x800);
        system.Write(entry, geometry: null);
        Assert.Equal(Hex.Bytes("00 FEFFFF EF FEFFFF 78563412 00080000"), entry);
        Assert.Equal(system, MbrPartition.Read(entry, 2));
    }

    /// <summary>UEFI 5.2.3, table 5-4. Block 20479 of 255 heads and 63 sectors is cylinder 1, head 70, sector 5.</summary>
    [Theory]
    [InlineData(20_480L, "00 000200 EE 460501 01000000 FF4F0000")]
    [InlineData(1023L * 255 * 63, "00 000200 EE FEFFFE 01000000 3EC5FA00")]
    [InlineData((1023L * 255 * 63) + 1, "00 000200 EE FFFFFF 01000000 3FC5FA00")]
    [InlineData(0x1_0000_0000L, "00 000200 EE FFFFFF 01000000 FFFFFFFF")]
    [InlineData(0x10_0000_0000L, "00 000200 EE FFFFFF 01000000 FFFFFFFF")]
    public void Protective_partition(long blocks, string expected)
    {
        byte[] entry = new byte[16];
        MbrPartition.WriteProtective(entry, blocks);
        Assert.Equal(Convert.ToHexString(Hex.Bytes(expected)), Convert.ToHexString(entry));
    }

    /// <summary>UEFI 5.3.3, tables 5-6 and 5-7; the GUID's bytes by appendix A.</summary>
    [Fact]
    public void Partition_of_a_gpt()
    {
        byte[] entry = new byte[128];
        GptPartition partition = new()
        {
            Number = 3,
            TypeId = new Guid("C12A7328-F81F-11D2-BA4B-00A0C93EC93B"),
            Id = new Guid("00112233-4455-6677-8899-AABBCCDDEEFF"),
            FirstBlock = 0x1122,
            LastBlock = 0x334455667788,
            Attributes = 0x8000000000000004,
            Name = "EFI ä",
        };
        partition.Write(entry);
        byte[] expected = new byte[128];
        expected.Put(0, "28732AC1 1FF8 D211 BA4B 00A0C93EC93B 33221100 5544 7766 8899 AABBCCDDEEFF 2211000000000000 8877665544330000 0400000000000080 'E'00'F'00'I'00' '00 E400");
        Hex.AssertSame(expected, entry);
        Assert.Equal(partition, GptPartition.Read(entry, 3));
        Assert.Equal("EFI system partition", partition.TypeName);
        Assert.Null(GptPartition.Read(new byte[128], 1));
    }

    /// <summary>UEFI 5.3.2, table 5-5; the checksum is that of 92 bytes with its own field zero.</summary>
    [Fact]
    public void Header_of_a_gpt()
    {
        byte[] block = new byte[512];
        GptHeader header = new()
        {
            OwnBlock = 1,
            AlternateBlock = 0x4FFF,
            FirstUsableBlock = 34,
            LastUsableBlock = 0x4FDE,
            DiskId = new Guid("00112233-4455-6677-8899-AABBCCDDEEFF"),
            ArrayBlock = 2,
            ArrayChecksum = 0xAABBCCDD,
        };
        header.Write(block);
        byte[] expected = new byte[512];
        expected.Put(0, "'EFI PART' 00000100 5C000000 00000000 00000000 0100000000000000 FF4F000000000000 2200000000000000 DE4F000000000000 33221100554477668899AABBCCDDEEFF 0200000000000000 80000000 80000000 DDCCBBAA");
        BitConverter.TryWriteBytes(expected.AsSpan(16), SlowCrc(expected.AsSpan(0, 92)));
        Hex.AssertSame(expected, block);

        GptHeader read = GptHeader.Read(block)!;
        Assert.Equal(read.Checksum, read.ActualChecksum);
        Assert.Equal((header.OwnBlock, header.AlternateBlock, header.FirstUsableBlock, header.LastUsableBlock, header.DiskId, header.ArrayBlock, header.Count, header.EntrySize, header.ArrayChecksum, header.Revision), (read.OwnBlock, read.AlternateBlock, read.FirstUsableBlock, read.LastUsableBlock, read.DiskId, read.ArrayBlock, read.Count, read.EntrySize, read.ArrayChecksum, read.Revision));
        block[60] ^= 1;
        read = GptHeader.Read(block)!;
        Assert.NotEqual(read.Checksum, read.ActualChecksum);
        block[12] = 0xFF;
        block[13] = 0xFF;
        Assert.Null(GptHeader.Read(block)!.ActualChecksum);
        Assert.Null(GptHeader.Read(new byte[512]));
    }

    /// <summary>RFC 9562 5.8: version 8 in the high half of octet 6, variant 10 in the high bits of octet 8, which are the same in both orders of a GUID's text.</summary>
    [Fact]
    public void Derived_identifiers()
    {
        DerivedIds ids = new([1, 2, 3]);
        string text = ids.Guid("a").ToString();
        Assert.Equal('8', text[14]);
        Assert.Contains(text[19], "89ab");
        Assert.Equal(ids.Guid("a"), new DerivedIds([1, 2, 3]).Guid("a"));
        Assert.NotEqual(ids.Guid("a"), ids.Guid("b"));
        Assert.NotEqual(ids.Guid("a"), new DerivedIds([1, 2, 4]).Guid("a"));
        Assert.NotEqual(0u, ids.Signature("a"));
    }

    /// <summary>The first jump goes to the interrupt, the second back to the load, the third stays; the text is where the code says, and ends.</summary>
    [Fact]
    public void Our_code()
    {
        ReadOnlySpan<byte> code = BootCode.Message;
        Assert.InRange(code.Length, 0x1C, 440);
        Assert.Equal(0x74, code[0x0B]);
        Assert.Equal(0x16, 0x0D + (sbyte)code[0x0C]);
        Assert.Equal(0xEB, code[0x14]);
        Assert.Equal(0x08, 0x16 + (sbyte)code[0x15]);
        Assert.Equal(0xEB, code[0x19]);
        Assert.Equal(0x18, 0x1B + (sbyte)code[0x1A]);
        Assert.Equal(0x7C1B, code[6] | code[7] << 8);
        Assert.Equal((byte)'T', code[0x1B]);
        Assert.Equal(0, code[^1]);
        Assert.Equal(code.Length - 1, 0x1B + code[0x1B..].IndexOf((byte)0));
    }

    public static uint SlowCrc(ReadOnlySpan<byte> bytes)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
