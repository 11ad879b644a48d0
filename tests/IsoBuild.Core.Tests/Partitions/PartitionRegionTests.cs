using IsoBuild.Core.Tests.Reading;
using IsoBuild.Core.Tests.Records;
using IsoBuild.Layout;
using IsoBuild.Partitions;
using IsoBuild.Reading;

namespace IsoBuild.Core.Tests.Partitions;

/// <summary>What partition tables tell of the sector map: where they lie, and partitions of which nothing else tells.</summary>
public sealed class PartitionRegionTests
{
    private const long ImageLength = 1_000_000;

    private static List<string> Unknown(PartitionTables tables, params List<(long, long)> known)
    {
        List<string> added = [];
        PartitionRegions.AddUnknown(tables, known, ImageLength, (offset, length, kind, subject) =>
        {
            Assert.Equal(RegionKind.Partition, kind);
            added.Add($"{offset}+{length} {subject}");
        });
        return added;
    }

    private static PartitionTables Mbr(params (long First, long Count)[] partitions) =>
        new() { Mbr = [.. partitions.Select((each, i) => new MbrPartition(i + 1, 0x83, IsActive: false, each.First, each.Count))] };

    /// <summary>Behind the system area of 32,768 bytes, at a sector of 2048, within the image: 1,000,000 bytes are 1953 blocks of 512 and a bit.</summary>
    [Theory]
    [InlineData(64, 4, true)]
    [InlineData(60, 4, false)]
    [InlineData(65, 4, false)]
    [InlineData(66, 4, false)]
    [InlineData(68, 4, true)]
    [InlineData(68, 1, true)]
    [InlineData(68, 0, false)]
    [InlineData(68, 1885, true)]
    [InlineData(68, 1886, false)]
    [InlineData(1952, 1, true)]
    [InlineData(1952, 2, false)]
    [InlineData(1956, 1, false)]
    public void A_partition_is_in_the_map_when_it_can_be(long first, long count, bool expected) =>
        Assert.Equal(expected ? [$"{first * 512}+{count * 512} mbr 1 type 83"] : [], Unknown(Mbr((first, count))));

    /// <summary>The partition has bytes 40,960 to 45,055.</summary>
    [Theory]
    [InlineData(0, 40_960, true)]
    [InlineData(0, 40_961, false)]
    [InlineData(40_960, 1, false)]
    [InlineData(45_055, 1, false)]
    [InlineData(45_056, 1, true)]
    [InlineData(0, 900_000, false)]
    [InlineData(42_000, 10, false)]
    public void A_partition_shares_no_byte_with_what_is_known(long offset, long length, bool expected) =>
        Assert.Equal(expected ? 1 : 0, Unknown(Mbr((80, 8)), [(offset, length)]).Count);

    /// <summary>What begins last need not end last, and what is known comes in any order.</summary>
    [Theory]
    [InlineData(100_000, 0)]
    [InlineData(40_960, 1)]
    public void What_is_known_may_lie_within_other_things(long length, int expected)
    {
        Assert.Equal(expected, Unknown(Mbr((80, 8)), (36_000, 10), (0, length), (35_000, 10)).Count);
        Assert.Equal(expected, Unknown(Mbr((80, 8)), (0, length)).Count);
    }

    [Fact]
    public void Of_partitions_that_overlap_the_first_is_shown() =>
        Assert.Equal(
            ["32768+4096 mbr 3 type 83", "36864+2048 mbr 1 type 83", "49152+512 mbr 4 type 83"],
            Unknown(Mbr((72, 4), (68, 8), (64, 8), (96, 1))));

    /// <summary>xorriso names what lies between partitions Gap0 and so on.</summary>
    [Fact]
    public void Partitions_of_a_gpt_are_shown_but_fillers()
    {
        GptPartition one = new() { Number = 1, TypeId = Disk.BasicData, FirstBlock = 64, LastBlock = 67, Name = "data" };
        PartitionTables tables = new() { Gpt = new GptTable { Partitions = [one, one with { Number = 2, FirstBlock = 68, LastBlock = 71, Name = "Gap1" }] } };
        Assert.Equal(["32768+2048 gpt 1 data"], Unknown(tables));
        Assert.Empty(Unknown(new PartitionTables()));
    }

    /// <summary>Blocks 1, 2 and 1999 of 2000 are where every tool has the tables; block 64 is the first behind the system area.</summary>
    [Theory]
    [InlineData(1, 2, 0, "")]
    [InlineData(1, 64, 0, "32768+512 GPT entries")]
    [InlineData(1, 63, 0, "")]
    [InlineData(1, 2, 1998, "1022976+1024 GPT backup")]
    [InlineData(1, 2, 1997, "1022464+512 GPT backup entries|1023488+512 GPT backup")]
    [InlineData(1, 2, 3, "1023488+512 GPT backup")]
    public void Tables_are_shown_outside_the_system_area(int own, int array, int backupArray, string expected)
    {
        byte[] image = new byte[2000 * 512];
        Gpt(image, own, array);
        if (backupArray > 0)
        {
            Gpt(image, 1999, backupArray, alternate: 1);
        }

        List<string> added = [];
        PartitionRegions.AddTables(PartitionTableReading.Read(SparseBytes.Cooked(image)), (offset, length, kind, subject) =>
        {
            Assert.Equal(RegionKind.PartitionTable, kind);
            added.Add($"{offset}+{length} {subject}");
        });
        Assert.Equal(expected, string.Join('|', added.Order(StringComparer.Ordinal)));
    }

    /// <summary>Rows: what is done to the table at block 1 and to that at the end; what each is said to be; and which of them is shown, by its disk's identifier.</summary>
    [Theory]
    [InlineData("", "", GptState.Sound, GptState.Sound, 1)]
    [InlineData("", "damaged", GptState.Sound, GptState.Damaged, 1)]
    [InlineData("damaged", "", GptState.Damaged, GptState.Sound, 1)]
    [InlineData("damaged", "disk", GptState.Damaged, GptState.Different, 2)]
    [InlineData("damaged", "damaged", GptState.Damaged, GptState.Damaged, 1)]
    [InlineData("", "none", GptState.Sound, GptState.Missing, 1)]
    [InlineData("damaged", "none", GptState.Damaged, GptState.Missing, 1)]
    [InlineData("none", "", GptState.Missing, GptState.Sound, 1)]
    [InlineData("none", "damaged", GptState.Missing, GptState.Missing, 0)]
    [InlineData("none", "none", GptState.Missing, GptState.Missing, 0)]
    [InlineData("", "disk", GptState.Sound, GptState.Different, 1)]
    [InlineData("", "first", GptState.Sound, GptState.Different, 1)]
    [InlineData("", "last", GptState.Sound, GptState.Different, 1)]
    [InlineData("", "count", GptState.Sound, GptState.Different, 1)]
    [InlineData("", "size", GptState.Sound, GptState.Different, 1)]
    [InlineData("", "entries", GptState.Sound, GptState.Different, 1)]
    [InlineData("", "place", GptState.Sound, GptState.Damaged, 1)] // A header that says to lie elsewhere.
    public void Both_tables_are_compared(string first, string second, GptState primary, GptState backup, int shown)
    {
        byte[] image = new byte[2000 * 512];
        Gpt(image, 1, 2, first);
        Gpt(image, 1999, 1998, second, alternate: 1);
        PartitionTableReading read = PartitionTableReading.Read(SparseBytes.Cooked(image));
        Assert.Equal(2000, read.BlockCount);
        Assert.Equal(shown == 0, read.Tables.Gpt is null);
        if (read.Tables.Gpt is { } table)
        {
            Assert.Equal((primary, backup, Id(shown)), (table.Primary, table.Backup, table.DiskId));
            Assert.Equal(table.DiskId, read.Gpt!.Header.DiskId);
            Assert.Equal(table.Partitions, read.Gpt.Partitions);
            Assert.Equal((10UL, 1990UL), (table.FirstUsableBlock, table.LastUsableBlock));
        }
    }

    /// <summary>The second table is where the first says; where that is nowhere, or has none, in the last block.</summary>
    [Theory]
    [InlineData(1999, 1999)]
    [InlineData(1000, 1000)]
    [InlineData(1001, 1999)]
    [InlineData(2, 1999)]
    [InlineData(1, 1999)]
    [InlineData(0, 1999)]
    [InlineData(long.MaxValue / 512, 1999)]
    [InlineData(-1, 1999)]
    public void The_second_table_is_where_the_first_says(long alternate, long expected)
    {
        byte[] image = new byte[2000 * 512];
        Gpt(image, 1, 3, alternate: alternate);
        Gpt(image, 1000, 4, alternate: 1);
        Gpt(image, 1999, 5, alternate: 1);
        Assert.Equal(expected, PartitionTableReading.Read(SparseBytes.Cooked(image)).Backup!.Block);
    }

    /// <summary>The block behind the first table may be the image's last: what is there is its backup. The table itself is none of itself.</summary>
    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void A_table_is_not_its_own_backup(int blocks, bool expected)
    {
        byte[] image = new byte[blocks * 512];
        Gpt(image, 1, 0, alternate: 0);
        if (expected)
        {
            Gpt(image, 2, 0, alternate: 1);
        }

        Assert.Equal(expected, PartitionTableReading.Read(SparseBytes.Cooked(image)).Backup is not null);
    }

    /// <summary>Entries of 128 bytes (UEFI 5.3.3) to 4096, at most 2^20 bytes of them, and within the image.</summary>
    [Theory]
    [InlineData(1, 128, 2, true)]
    [InlineData(1, 127, 2, false)]
    [InlineData(1, 4096, 2, true)]
    [InlineData(1, 4097, 2, false)]
    [InlineData(8192, 128, 2, true)]
    [InlineData(8193, 128, 2, false)]
    [InlineData(4, 128, 2999, true)]
    [InlineData(5, 128, 2999, false)]
    [InlineData(0, 128, 3000, true)]
    [InlineData(0, 128, 3001, false)]
    public void Entries_are_read_where_they_can_be(uint count, uint size, ulong block, bool expected)
    {
        byte[] image = new byte[3000 * 512];
        new GptHeader
        {
            OwnBlock = 1, AlternateBlock = 2999, FirstUsableBlock = 10, LastUsableBlock = 1990, DiskId = Id(1), ArrayBlock = block, Count = count, EntrySize = size, ArrayChecksum = 0,
        }.Write(image.AsSpan(512, 512));
        GptReading table = GptReading.Read(SparseBytes.Cooked(image), 1)!;
        Assert.True(table.IsHeaderSound);
        Assert.Equal(expected ? (int?)(count * size) : null, table.Array?.Length);
        Assert.Equal((512L, (long)block * 512), (table.HeaderOffset, table.ArrayOffset));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(2000)]
    [InlineData(2001)]
    [InlineData(long.MaxValue / 512)]
    public void There_is_no_table_where_none_is(long block)
    {
        byte[] image = new byte[2000 * 512];
        Gpt(image, 1, 2);
        Assert.Null(GptReading.Read(SparseBytes.Cooked(image), block));
        Assert.NotNull(GptReading.Read(SparseBytes.Cooked(image), 1));
    }

    /// <summary>Entries that are not in use keep their numbers.</summary>
    [Fact]
    public void Entries_have_the_numbers_of_their_places()
    {
        byte[] image = new byte[2000 * 512];
        new GptPartition { Number = 3, TypeId = Disk.BasicData, FirstBlock = 20, LastBlock = 29 }.Write(image.AsSpan(1024 + (2 * 256), 128));
        new GptHeader
        {
            OwnBlock = 1, AlternateBlock = 1999, FirstUsableBlock = 10, LastUsableBlock = 1990, DiskId = Id(1), ArrayBlock = 2, Count = 4, EntrySize = 256,
            ArrayChecksum = PartitionRecordTests.SlowCrc(image.AsSpan(1024, 1024)),
        }.Write(image.AsSpan(512, 512));
        GptReading table = GptReading.Read(SparseBytes.Cooked(image), 1)!;
        Assert.Equal(GptState.Sound, table.State);
        Assert.Equal((3, 20UL, 29UL), Assert.Single(table.Partitions.Select(each => (each.Number, each.FirstBlock, each.LastBlock))));
    }

    /// <summary>The map begins with the second block, whose size is 512 or 2048 or what the driver descriptor says (Inside Macintosh: Devices, 3-12 and 3-25).</summary>
    [Theory]
    [InlineData(512, "", true)]
    [InlineData(2048, "", true)]
    [InlineData(1024, "'ER' 0400", true)]
    [InlineData(1024, "'EX' 0400", false)]
    [InlineData(1024, "'ER' 0800", false)]
    [InlineData(1024, "", false)]
    [InlineData(0, "", false)]
    [InlineData(32_760, "'ER' 7FF8", true)]
    [InlineData(4096, "'ER' FFFF", false)]
    public void An_apple_map_is_known_by_its_second_block(int at, string driver, bool expected)
    {
        byte[] image = new byte[100_000];
        image.Put(0, driver);
        image.Put(at, "'PM' 0000");
        Assert.Equal(expected, PartitionTableReading.Read(SparseBytes.Cooked(image)).Tables.HasAppleMap);
    }

    [Fact]
    public void Without_a_signature_there_is_no_master_boot_record()
    {
        byte[] image = new byte[100_000];
        image.Put(440, "44332211 0000 00 000000 83 000000 40000000 04000000");
        PartitionTables none = PartitionTableReading.Read(SparseBytes.Cooked(image)).Tables;
        Assert.Equal((false, 0u, 0), (none.HasMbr, none.DiskSignature, none.Mbr.Count));
        image.Put(510, "55AA");
        PartitionTables there = PartitionTableReading.Read(SparseBytes.Cooked(image)).Tables;
        Assert.Equal((true, 0x11223344u, 1), (there.HasMbr, there.DiskSignature, there.Mbr.Count));
    }

    private static Guid Id(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    /// <summary>A table of four entries, sealed, and then changed.</summary>
    private static void Gpt(byte[] image, int own, int array, string change = "", long alternate = 1999)
    {
        if (change == "none")
        {
            return;
        }

        Span<byte> entries = new byte[512];
        new GptPartition { Number = 1, TypeId = Disk.BasicData, FirstBlock = 100, LastBlock = change == "entries" ? 120u : 119u }.Write(entries[..128]);
        uint size = change == "size" ? 256u : 128u;
        uint count = change is "count" or "size" ? 2u : 4u;
        if (array > 0)
        {
            entries.CopyTo(image.AsSpan(array * 512));
        }

        new GptHeader
        {
            OwnBlock = (ulong)(change == "place" ? own - 1 : own),
            AlternateBlock = (ulong)alternate,
            FirstUsableBlock = change == "first" ? 11u : 10u,
            LastUsableBlock = change == "last" ? 1991u : 1990u,
            DiskId = Id(change == "disk" ? 2 : 1),
            ArrayBlock = (ulong)array,
            Count = count,
            EntrySize = size,
            ArrayChecksum = PartitionRecordTests.SlowCrc(entries[..(int)(count * size)]),
        }.Write(image.AsSpan(own * 512, 512));
        if (change == "damaged")
        {
            image[(own * 512) + 16] ^= 1;
        }
    }
}
