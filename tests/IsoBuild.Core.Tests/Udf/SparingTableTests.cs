using System.Buffers.Binary;
using System.Globalization;
using IsoBuild.Reading;
using IsoBuild.Udf;

namespace IsoBuild.Core.Tests.Udf;

/// <summary>What sparing tables say (UDF 2.60 2.2.9, 2.2.12), one by one and together: tables by hand in sectors of 512 bytes, of a partition of 64 blocks in packets of 4.</summary>
public class SparingTableTests
{
    private const int Block = HandMade.Block;
    private const int Packet = 4;
    private const int Blocks = 64;
    private const uint Unused = 0xFFFFFFF0;

    private readonly byte[] bytes = new byte[16 * Block];
    private UdfSparing sparing = null!;

    [Fact]
    public void Packets_come_in_their_order()
    {
        Put(1, 1, (8, 200), (60, 300), (0, 100), (4, 150));
        Assert.Null(Read(512, 1));
        Assert.Equal([(0, 100), (4, 150), (8, 200), (60, 300)], sparing.Spared);
        Assert.Equal([new UdfSparingPlace(512, 512, null)], sparing.Tables);
    }

    [Theory]
    [InlineData(60, null)]
    [InlineData(61, "it names block 61, at which no packet of the partition begins")]
    [InlineData(62, "it names block 62, at which no packet of the partition begins")]
    [InlineData(63, "it names block 63, at which no packet of the partition begins")]
    [InlineData(64, "it names block 64, at which no packet of the partition begins")]
    [InlineData(2, "it names block 2, at which no packet of the partition begins")]
    [InlineData(Unused - Packet, "it names block 4294967276, at which no packet of the partition begins")]
    [InlineData(Unused - 1, "it names block 4294967279, at which no packet of the partition begins")]
    public void Packets_begin_within_the_partition(uint original, string? problem)
    {
        Put(1, 1, (original, 100));
        string? told = Read(512, 1);
        Assert.Equal(problem, sparing.Tables[0].Problem);
        Assert.Equal(problem is null ? null : $"none of its 1 sparing tables, which map bad blocks, can be read: {problem}", told);
        Assert.Equal(problem is null ? 1 : 0, sparing.Spared.Count);
    }

    /// <summary>UDF 2.60 2.2.12: FFFFFFF0 and FFFFFFFF stand for no packet, and so does what is reserved between.</summary>
    [Theory]
    [InlineData(Unused)]
    [InlineData(Unused + 1)]
    [InlineData(uint.MaxValue)]
    public void Entries_that_are_not_in_use(uint original)
    {
        Put(1, 1, (original, 100), (8, 200), (original, 300));
        Assert.Null(Read(512, 1));
        Assert.Equal([(8, 200)], sparing.Spared);
    }

    [Theory]
    [InlineData(8, 8, 4)]
    [InlineData(8, 4, 8)]
    [InlineData(4, 8, 8)]
    public void No_packet_is_elsewhere_twice(uint first, uint second, uint third)
    {
        Put(1, 1, (first, 100), (second, 200), (third, 300));
        Assert.NotNull(Read(512, 1));
        Assert.Equal("it names block 8 twice", sparing.Tables[0].Problem);
    }

    [Theory]
    [InlineData((int)TagFaults.Checksum, "there is no sparing table")]
    [InlineData((int)TagFaults.Id, "there is no sparing table")]
    [InlineData((int)TagFaults.Crc, "it does not match the CRC in its tag")]
    [InlineData((int)TagFaults.Location, "it belongs elsewhere according to its tag")]
    [InlineData((int)TagFaults.Version, "it is of an unknown version")]
    public void Tables_with_other_tags(int fault, string problem)
    {
        Put(1, 1, 496, []);
        if (fault == (int)TagFaults.Id)
        {
            bytes[512 + 17]++;
        }
        else
        {
            HandMade.With(bytes[512..1024], (TagFaults)fault).CopyTo(bytes, 512);
        }

        Assert.Equal($"none of its 1 sparing tables, which map bad blocks, can be read: {problem}", Read(512, 1));
    }

    /// <summary>56 bytes come before the entries of 8: 57 of them fit into a sector of 512.</summary>
    [Theory]
    [InlineData(57, null)]
    [InlineData(58, "it has no room for the 58 packets that it declares")]
    public void Tables_have_room_for_what_they_know(int count, string? problem)
    {
        Put(1, 1, 496, [.. Enumerable.Repeat((Unused, 0u), 57)]);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(512 + 48), (ushort)count);
        DescriptorTag.Write(bytes.AsSpan(512, 512), TagId.Unknown, 1);
        Read(512, 1);
        Assert.Equal(problem, sparing.Tables[0].Problem);
    }

    /// <summary>A table lies in whole sectors; of one that is said to be longer than any, a mebibyte is read.</summary>
    [Theory]
    [InlineData(512u, 512, null)]
    [InlineData(511u, 512, null)]
    [InlineData(513u, 1024, null)]
    [InlineData(1024u, 1024, null)]
    [InlineData(7680u, 7680, null)]
    [InlineData(7681u, 8192, "it is beyond the image's end at 8192")]
    [InlineData(uint.MaxValue, 1 << 20, "it is beyond the image's end at 8192")]
    public void Tables_of_any_size(uint size, long length, string? problem)
    {
        Put(1, 1, 40, []);
        Read(size, 1);
        Assert.Equal([new UdfSparingPlace(512, length, problem)], sparing.Tables);
    }

    /// <summary>The numbers of two or three tables, and the packets that they know: what is gone by, or what is contradicted where.</summary>
    [Theory]
    [InlineData("1:4 2:8", "8", null)]
    [InlineData("2:4 1:8", "4", null)]
    [InlineData("1:4 1:4", "4", null)]
    [InlineData("1:4 1:8", "4", 2)]
    [InlineData("1:4 1:8 2:12", "12", null)]
    [InlineData("1:4 1:8 1:12", "4", 3)]
    [InlineData("1:4 1:8 1:4", "4", 2)]
    [InlineData("2:4 1:8 1:12", "4", null)]
    [InlineData("0:4 0:8", "4", 2)]
    [InlineData("1:4 2:8 2:12", "8", 3)]
    [InlineData("1:61 1:8", "8", null)]
    public void Of_several_tables_the_newest_counts(string tables, string packets, int? contradicted)
    {
        string[][] each = [.. tables.Split(' ').Select(table => table.Split(':'))];
        for (int i = 0; i < each.Length; i++)
        {
            Put(i + 1, uint.Parse(each[i][0], CultureInfo.InvariantCulture), (uint.Parse(each[i][1], CultureInfo.InvariantCulture), 100));
        }

        string? told = Read(512, each.Length);
        Assert.Equal(contradicted is int table ? $"its sparing table at byte {table * Block} maps other blocks than the previous one with the same number" : null, told);
        Assert.Equal(packets, string.Join(' ', sparing.Spared.Select(spared => spared.Original)));
        Assert.Equal(Enumerable.Range(1, each.Length).Select(i => (long)i * Block), sparing.Tables.Select(table => table.Offset));
    }

    [Fact]
    public void Without_any_table_nobody_knows_what_is_elsewhere()
    {
        Assert.Equal("it has no sparing table, which maps bad blocks", Read(512, 0));
        Assert.Equal("none of its 3 sparing tables, which map bad blocks, can be read: there is no sparing table", Read(512, 3));
        Put(2, 1, (61, 0));
        Assert.Equal("none of its 3 sparing tables, which map bad blocks, can be read: there is no sparing table", Read(512, 3));
        Put(1, 1, (61, 0));
        Assert.Equal("none of its 3 sparing tables, which map bad blocks, can be read: it names block 61, at which no packet of the partition begins", Read(512, 3));
    }

    private void Put(int sector, uint number, params (uint Original, uint Mapped)[] entries) => Put(sector, number, 496, entries);

    private void Put(int sector, uint number, int covered, (uint Original, uint Mapped)[] entries)
    {
        Span<byte> table = bytes.AsSpan(sector * Block, Block);
        table.Clear();
        "*UDF Sparing Table"u8.CopyTo(table[17..]);
        BinaryPrimitives.WriteUInt16LittleEndian(table[48..], (ushort)entries.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(table[52..], number);
        for (int i = 0; i < entries.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(table[(56 + (8 * i))..], entries[i].Original);
            BinaryPrimitives.WriteUInt32LittleEndian(table[(60 + (8 * i))..], entries[i].Mapped);
        }

        DescriptorTag.Write(table[..(16 + covered)], TagId.Unknown, (uint)sector);
    }

    /// <summary>Reads tables that lie in the sectors from 1 on.</summary>
    private string? Read(uint size, int count)
    {
        byte[] map = new byte[64];
        BinaryPrimitives.WriteUInt16LittleEndian(map.AsSpan(40), Packet);
        map[42] = (byte)count;
        BinaryPrimitives.WriteUInt32LittleEndian(map.AsSpan(44), size);
        for (int i = 0; i < 4; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(map.AsSpan(48 + (4 * i)), i + 1);
        }

        sparing = new UdfSparing(HandMade.Image(bytes), Block);
        return sparing.Read(new SparableMap(map), Blocks);
    }
}
