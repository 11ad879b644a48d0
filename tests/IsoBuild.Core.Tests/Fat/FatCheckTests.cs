using System.Buffers.Binary;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Fat;

namespace IsoBuild.Core.Tests.Fat;

/// <summary>What a checker takes and what not, on either side of each limit.</summary>
/// <remarks>A FAT32 of 40 clusters, 2 to 41, of which the root takes the first: too few for a FAT32, which is said and left out here.</remarks>
public class FatCheckTests
{
    private const int Sector = 512;
    private const int Reserved = 8;

    // More than the checker compares at once.
    private const int TableSize = 200 * Sector;
    private const int Table = Reserved * Sector;
    private const int Clusters = 40;
    private const uint Unknown = 0xFFFFFFFF;

    [Theory]
    [InlineData(1, 39, 3, "")]
    [InlineData(1, 38, 3, "The count of free clusters is 38, but 39 are free.")]
    [InlineData(1, 40, 3, "The count of free clusters is 40, but 39 are free.")]
    [InlineData(1, Unknown, Unknown, "")]
    [InlineData(1, 39, 41, "")]
    [InlineData(1, 39, 42, "The hint for the next free cluster is 42, which does not exist.")]
    [InlineData(2, 39, 3, "The sector with the count of free clusters (FSInfo) is not where the boot sector points.")]
    // There is none.
    [InlineData(0, 39, 3, "")]
    [InlineData(0xFFFF, 39, 3, "")]
    public void Counts(int sector, uint free, uint next, string finding)
    {
        byte[] image = Make(new BootSector { InfoSectorNumber = sector, BackupSector = 6 });
        new InfoSector(free, next).Write(image.AsSpan(Sector));
        AssertOne(finding.Length == 0 ? null : DiagnosticId.FatCountsWrong, sector * Sector, finding, Check(image));
    }

    [Fact]
    public void Counts_behind_the_reserved_sectors_are_none()
    {
        byte[] image = Make(new BootSector { InfoSectorNumber = Reserved, BackupSector = 6 });
        image.AsSpan(Table, Sector).Clear();
        new InfoSector(Unknown, Unknown).Write(image.AsSpan(Table));
        Assert.Contains(Check(image), each => each.Id == DiagnosticId.FatCountsWrong);
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(7, true)]
    [InlineData(5, false)]
    // There is none.
    [InlineData(0, true)]
    [InlineData(0xFFFF, true)]
    public void Copy_of_the_boot_sector(int sector, bool isSound)
    {
        byte[] image = Make(new BootSector { InfoSectorNumber = 1, BackupSector = sector });
        image.AsSpan(5 * Sector, Sector).Clear();
        AssertOne(isSound ? null : DiagnosticId.FatBackupDiffers, sector * Sector, "The backup boot sector differs from the boot sector.", Check(image));
    }

    [Fact]
    public void A_copy_of_the_boot_sector_behind_the_reserved_sectors_is_none()
    {
        byte[] image = Make(new BootSector { InfoSectorNumber = 1, BackupSector = Reserved });
        image.AsSpan(0, Sector).CopyTo(image.AsSpan(Table));
        Assert.Contains(Check(image), each => each.Id == DiagnosticId.FatBackupDiffers);
    }

    /// <summary>FAT 1.03: entry 0 has the medium in its lowest 8 bits, and ones above. From F8 on, that is also the mark of an end.</summary>
    [Theory]
    [InlineData(0xF8, 0x0FFFFFF8, true)]
    [InlineData(0xF9, 0x0FFFFFF9, true)]
    [InlineData(0xFF, 0x0FFFFFFF, true)]
    [InlineData(0xF0, 0x0FFFFFF0, true)]
    [InlineData(0xF8, 0x000000F8, true)]
    [InlineData(0xF0, 0x0FFFFFF8, false)]
    [InlineData(0xF8, 0x0FFFFFF0, false)]
    [InlineData(0xF8, 0x000000F9, false)]
    public void Medium(byte media, uint entry, bool isSound)
    {
        byte[] image = Make(new BootSector { Media = media, InfoSectorNumber = 1, BackupSector = 6 });
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(Table), entry);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(Table + TableSize), entry);
        AssertOne(isSound ? null : DiagnosticId.FatBootSectorWrong, Table, "The first entry of the allocation table is 0x", Check(image));
    }

    /// <summary>Of each copy, the first difference.</summary>
    [Theory]
    [InlineData(2, 400)]
    [InlineData(2, 65_535)]
    [InlineData(2, 65_536)]
    [InlineData(2, TableSize - 1)]
    [InlineData(2, 400, 70_000)]
    [InlineData(3, 70_001, TableSize - 1)]
    public void Copies_of_the_table(int number, params int[] differences)
    {
        byte[] image = Make(new BootSector { TableCount = 3, InfoSectorNumber = 1, BackupSector = 6 });
        int copy = Table + ((number - 1) * TableSize);
        foreach (int difference in differences)
        {
            image[copy + difference] ^= 1;
        }

        AssertOne(DiagnosticId.FatCopiesDiffer, copy + differences[0], $"Copy {number} of the allocation table differs from the first.", Check(image));
    }

    /// <summary>FAT 1.03, BPB_ExtFlags: with bit 7, the table that bits 0 to 3 number is the only one.</summary>
    [Theory]
    [InlineData(0x0000, 1, DiagnosticId.FatCopiesDiffer)]
    [InlineData(0x0001, 1, DiagnosticId.FatCopiesDiffer)]
    [InlineData(0x0080, 1, null)]
    [InlineData(0x0080, 0, DiagnosticId.FatClustersLost)]
    [InlineData(0x0081, 0, null)]
    [InlineData(0x0081, 1, DiagnosticId.FatClustersLost)]
    [InlineData(0x0082, 1, DiagnosticId.FatUnreadable)]
    public void A_table_that_is_not_kept_up_to_date_does_not_count(ushort flags, int damaged, object? finding)
    {
        byte[] image = Make(new BootSector { MirrorFlags = flags, InfoSectorNumber = 0, BackupSector = 6 });
        image.AsSpan(Table + (damaged * TableSize) + (10 * 4), 4).Fill(0xFF);
        int offset = finding is DiagnosticId.FatUnreadable ? 0 : Table + (damaged * TableSize) + (10 * 4);
        AssertOne((DiagnosticId?)finding, offset, "", Check(image));
    }

    [Fact]
    public void Of_a_volume_that_shrank_no_copies_are_compared()
    {
        byte[] image = Make(new BootSector { InfoSectorNumber = 1, BackupSector = 6 });
        Diagnostic[] findings = Check(new PartialSource(image[..(Table + TableSize + 100)], image.Length));
        Assert.Equal([DiagnosticId.FatTruncated], findings.Select(each => each.Id));
    }

    private static byte[] Make(BootSector fields)
    {
        BootSector boot = fields with
        {
            IsLarge = true,
            ReservedSectors = Reserved,
            SectorsPerTable = TableSize / Sector,
            RootCluster = 2,
            TotalSectors = (uint)(Reserved + (fields.TableCount * TableSize / Sector) + Clusters),
        };
        byte[] image = new byte[boot.Length];
        boot.Write(image);
        new InfoSector(Clusters - 1, 3).Write(image.AsSpan(Sector));
        foreach (int copy in (int[])[5, 6, 7])
        {
            image.AsSpan(0, Sector).CopyTo(image.AsSpan(copy * Sector));
        }

        for (int table = 0; table < boot.TableCount; table++)
        {
            Convert.FromHexString("F8FFFF0F FFFFFF0F FFFFFF0F".Replace(" ", "", StringComparison.Ordinal)).CopyTo(image, Table + (table * TableSize));
        }

        return image;
    }

    private static Diagnostic[] Check(byte[] image) => Check(new MemorySource(image));

    private static Diagnostic[] Check(ContentSource source)
    {
        DiagnosticBag findings = new();
        FatVolume.TryRead(source, "esp", 0, findings)?.Check("esp", 0, findings);
        return [.. findings.ToList().Where(each => each.Id != DiagnosticId.FatKindDoubtful)];
    }

    private static void AssertOne(DiagnosticId? id, long offset, string message, Diagnostic[] findings)
    {
        Assert.True(findings.Length == (id is null ? 0 : 1), string.Join('\n', (object[])findings));
        if (id is not null)
        {
            Assert.Equal((id.Value, (long?)offset), (findings[0].Id, findings[0].Offset));
            Assert.StartsWith(message, findings[0].Message, StringComparison.Ordinal);
        }
    }
}
