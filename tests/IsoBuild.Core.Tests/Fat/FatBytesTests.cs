using System.Buffers.Binary;
using IsoBuild.Content;
using IsoBuild.Core.Tests.Records;
using IsoBuild.Fat;

namespace IsoBuild.Core.Tests.Fat;

/// <summary>The bytes of whole file systems, calculated by hand.</summary>
public class FatBytesTests
{
    private const int Sector = 512;

    // 1980-01-01: its date is 0021, and its time 0000.
    private static readonly FatOptions Options = new() { Kind = FatKind.Fat12, Size = 64 * Sector, Label = "ESP", Timestamp = FatDate.Earliest };

    private static readonly FatEntry[] Files =
    [
        FatFiles.File("DIR/SUB/INNER", 10), FatFiles.File("EMPTY", 0), FatFiles.File("FILE", 3 * Sector), FatFiles.File("a long name", 5) with { Attributes = FatAttributes.Hidden },
    ];

    /// <summary>DIR has cluster 2, SUB 3, INNER 4, FILE 5 to 7, "a long name" 8; EMPTY has none. Tables at 512 and 1024, the root at 1536, cluster 2 at 8704.</summary>
    [Fact]
    public void FAT12()
    {
        byte[] bytes = FatFiles.Bytes(FatFiles.Build(Files, Options).Source);

        foreach (int table in (int[])[Sector, 2 * Sector])
        {
            // FF8 FFF, FFF FFF, FFF 006, 007 FFF, FFF 000.
            Hex.AssertSame([.. Hex.Bytes("F8FFFF FFFFFF FF6F00 07F0FF FF0F00"), .. new byte[Sector - 15]], bytes.AsSpan(table, Sector));
        }

        const int Root = 3 * Sector;
        Hex.AssertSame(
            Hex.Bytes("""
                'ESP        ' 08 00 00 0000 0000 0000 0000 0000 2100 0000 00000000
                'DIR        ' 10 00 00 0000 2100 2100 0000 0000 2100 0200 00000000
                'EMPTY      ' 20 00 00 0000 2100 2100 0000 0000 2100 0000 00000000
                'FILE       ' 20 00 00 0000 2100 2100 0000 0000 2100 0500 00060000
                """),
            bytes.AsSpan(Root, 4 * 32));
        Hex.AssertSame(
            [.. Hex.Bytes("'ALONGN~1   ' 22 00 00 0000 2100 2100 0000 0000 2100 0800 05000000"), .. new byte[Sector - (6 * 32)]],
            bytes.AsSpan(Root + (5 * 32), Sector - (5 * 32)));
        const int Data = 17 * Sector;
        Hex.AssertSame(
            [
                .. Hex.Bytes("""
                    '.          ' 10 00 00 0000 2100 2100 0000 0000 2100 0200 00000000
                    '..         ' 10 00 00 0000 2100 2100 0000 0000 2100 0000 00000000
                    'SUB        ' 10 00 00 0000 2100 2100 0000 0000 2100 0300 00000000
                    """),
                .. new byte[Sector - 96],
                .. Hex.Bytes("""
                    '.          ' 10 00 00 0000 2100 2100 0000 0000 2100 0300 00000000
                    '..         ' 10 00 00 0000 2100 2100 0000 0000 2100 0200 00000000
                    'INNER      ' 20 00 00 0000 2100 2100 0000 0000 2100 0400 0A000000
                    """),
                .. new byte[Sector - 96],
                .. FatFiles.Content("DIR/SUB/INNER", 10), .. new byte[Sector - 10],
                .. FatFiles.Content("FILE", 3 * Sector),
                .. FatFiles.Content("a long name", 5), .. new byte[Sector - 5],
            ],
            bytes.AsSpan(Data, 7 * Sector));
        Assert.False(bytes.AsSpan(Data + (7 * Sector)).ContainsAnyExcept((byte)0));
    }

    /// <summary>Without a label there is no entry of one.</summary>
    [Fact]
    public void Without_a_label()
    {
        byte[] bytes = FatFiles.Bytes(FatFiles.Build(Files, Options with { Label = "" }).Source);
        Assert.Equal("DIR        ", System.Text.Encoding.ASCII.GetString(bytes, 3 * Sector, 11));
        Assert.Equal(0, bytes[(3 * Sector) + (5 * 32)]);
    }

    /// <summary>The root has cluster 2, then come the files. The copies are in sectors 6 and 7.</summary>
    /// <remarks>65542 clusters need tables of 513 sectors, and with 32 reserved ones make 66600 in all, a multiple of four: no cluster is left.</remarks>
    [Theory]
    [InlineData(3, 0, 6)]
    [InlineData(65_540, 1, 65_543)]
    [InlineData(65_541, 0, 0xFFFFFFFF)]
    public void Reserved_sectors_of_FAT32(int clusters, int left, uint next)
    {
        FatImage image = FatFiles.Build([new FatEntry("FILE", new SparseSource([], clusters * (long)Sector))], new FatOptions { Kind = FatKind.Fat32 });
        byte[] reserved = new byte[32 * Sector];
        using OpenContent content = image.Source.Open();
        content.ReadExactly(0, reserved);

        uint free = clusters == 3 ? image.Boot.ClusterCount - 4 : (uint)left;
        Assert.Equal(new InfoSector(free, next), InfoSector.Read(reserved.AsSpan(Sector)));
        Hex.AssertSame(reserved.AsSpan(0, 2 * Sector), reserved.AsSpan(6 * Sector, 2 * Sector));
        Assert.False(reserved.AsSpan(2 * Sector, 4 * Sector).ContainsAnyExcept((byte)0));
        Assert.False(reserved.AsSpan(8 * Sector).ContainsAnyExcept((byte)0));
    }

    /// <summary>The root has cluster 2, A 3 to 3072, B 3073, C 3074 to 10000. Parts of the table are made of 3072 entries each.</summary>
    [Fact]
    public void Table_of_FAT32_in_any_order()
    {
        FatEntry[] files = [.. ((string, long)[])[("A", 3070), ("B", 1), ("C", 6927)] is var sizes ? sizes.Select(size => new FatEntry(size.Item1, new SparseSource([], size.Item2 * Sector))) : []];
        FatImage image = FatFiles.Build(files, new FatOptions { Kind = FatKind.Fat32 });
        using OpenContent content = image.Source.Open();
        (int Entry, uint Expected)[] entries =
        [
            (0, 0x0FFFFFF8), (1, 0x0FFFFFFF), (2, 0x0FFFFFFF), (3, 4), (3070, 3071), (3071, 3072), (3072, 0x0FFFFFFF), (3073, 0x0FFFFFFF), (3074, 3075),
            (6143, 6144), (6144, 6145), (9999, 10_000), (10_000, 0x0FFFFFFF), (10_001, 0), (12_288, 0), (65_542, 0),
        ];
        byte[] field = new byte[4];
        foreach ((int entry, uint expected) in entries.Concat(entries.Reverse()))
        {
            for (int table = 0; table < 2; table++)
            {
                content.ReadExactly(image.Boot.TableOffset(table) + (entry * 4L), field);
                Assert.Equal((entry, expected), (entry, BinaryPrimitives.ReadUInt32LittleEndian(field)));
            }
        }
    }

    [Fact]
    public void Nothing_is_read_behind_the_end_nor_into_no_room()
    {
        FatSource source = FatFiles.Build(Files, Options).Source;
        using OpenContent content = source.Open();
        Assert.Equal(0, content.Read(source.Length, new byte[1]));
        Assert.Equal(0, content.Read(source.Length + 1, new byte[1]));
        Assert.Equal(0, content.Read(0, []));
        Assert.Equal(1, content.Read(source.Length - 1, new byte[2]));
    }
}
