using System.Buffers.Binary;
using IsoBuild.Fat;

namespace IsoBuild.Core.Tests.Fat;

/// <summary>Entries of a table that is read in parts.</summary>
public class TableReaderTests
{
    private const int Start = 512;

    [Theory]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(32)]
    public void Entries_are_read_in_any_order(int kind)
    {
        // Entry by entry, each its own number and one more: 3000 take more than one part of any kind.
        const int Count = 3000;
        byte[] table = new byte[Start + (Count * 4)];
        for (uint i = 0; i < Count; i++)
        {
            int place = Start + (int)(i * kind / 8);
            if (kind == 12)
            {
                ushort pair = BinaryPrimitives.ReadUInt16LittleEndian(table.AsSpan(place));
                BinaryPrimitives.WriteUInt16LittleEndian(table.AsSpan(place), (ushort)(i % 2 == 0 ? pair | (i + 1) : pair | ((i + 1) << 4)));
            }
            else
            {
                BinaryPrimitives.WriteUInt32LittleEndian(table.AsSpan(place), i + 1);
            }
        }

        using FatBytes bytes = new(new PartialSource(table, table.Length));
        TableReader reader = new(bytes, (FatKind)kind, Start, Count * kind / 8);
        for (uint i = 0; i < Count; i++)
        {
            uint cluster = i % 2 == 0 ? i / 2 : Count - 1 - (i / 2);
            Assert.Equal(cluster + 1, reader[cluster]);
        }
    }

    /// <summary>Of a FAT32, parts 0, 1024 and 2048 take the same place in memory: 1536 bytes each.</summary>
    [Fact]
    public void Parts_give_way_to_others()
    {
        const uint Distance = 1024 * 1536 / 4;
        byte[] table = new byte[2 * 1024 * 1536 + 1536];
        foreach (uint cluster in (uint[])[0, Distance, 2 * Distance])
        {
            BinaryPrimitives.WriteUInt32LittleEndian(table.AsSpan((int)cluster * 4), cluster + 1);
        }

        using FatBytes bytes = new(new PartialSource(table, table.Length));
        TableReader reader = new(bytes, FatKind.Fat32, 0, table.Length);
        foreach (uint cluster in (uint[])[0, Distance, 2 * Distance, Distance, 0])
        {
            Assert.Equal(cluster + 1, reader[cluster]);
        }
    }

    /// <summary>The first part is there, and the second is not; what lies behind the table is not read for it.</summary>
    [Fact]
    public void What_cannot_be_read_is_bad()
    {
        byte[] table = [.. Enumerable.Repeat((byte)1, 1600)];
        using FatBytes bytes = new(new PartialSource(table, length: 5000));
        TableReader reader = new(bytes, FatKind.Fat16, 0, 4000);

        Assert.Equal([0x0101u, 0x0101u, AllocationTable.Bad, AllocationTable.Bad, 0x0101u], new uint[] { 0, 767, 768, 790, 0 }.Select(cluster => reader[cluster]));
        Assert.Equal([0x0101u, AllocationTable.Free], new uint[] { 49, 50 }.Select(cluster => new TableReader(bytes, FatKind.Fat16, 0, 100)[cluster]));
    }
}
