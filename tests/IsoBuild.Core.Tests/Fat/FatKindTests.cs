using IsoBuild.Diagnostics;
using IsoBuild.Fat;

namespace IsoBuild.Core.Tests.Fat;

/// <summary>FAT 1.03, "FAT Type Determination": the count of clusters alone says of which kind a file system is.</summary>
public class FatKindTests
{
    [Theory]
    [InlineData(1, FatKind.Fat12)]
    [InlineData(4084, FatKind.Fat12)]
    [InlineData(4085, FatKind.Fat16)]
    [InlineData(65_524, FatKind.Fat16)]
    public void By_count(uint clusters, object expected)
    {
        Assert.Equal(expected, FatKinds.OfSmall(clusters));

        // Of four sectors each, with 3 sectors behind the last that make no cluster.
        BootSector boot = new() { RootEntries = 16, SectorsPerTable = 200, SectorsPerCluster = 4, TotalSectors = 1 + (2 * 200) + 1 + (4 * clusters) + 3 };
        Assert.Equal((clusters, (FatKind)expected), (boot.ClusterCount, boot.Kind));
        Assert.Equal(FatKind.Fat32, (boot with { IsLarge = true }).Kind);
    }

    /// <summary>16 and more from the first FAT16 and FAT32, on either side: the distance that the specification asks for.</summary>
    [Theory]
    [InlineData(4069, false)]
    [InlineData(4070, true)]
    [InlineData(4084, true)]
    [InlineData(4085, true)]
    [InlineData(4100, true)]
    [InlineData(4101, false)]
    [InlineData(65_509, false)]
    [InlineData(65_510, true)]
    [InlineData(65_525, true)]
    [InlineData(65_540, true)]
    [InlineData(65_541, false)]
    public void Near_a_limit_drivers_disagree(uint clusters, bool expected) => Assert.Equal(expected, FatKinds.IsDoubtful(clusters));

    [Theory]
    [InlineData(FatKind.Fat12, 1, 4069)]
    [InlineData(FatKind.Fat16, 4101, 65_509)]
    // The last cluster is 0x0FFFFFF6, and the first is 2.
    [InlineData(FatKind.Fat32, 65_541, 0x0FFFFFF5)]
    public void Counts_that_are_written(object kind, uint fewest, uint most) =>
        Assert.Equal((fewest, most), (FatKinds.Fewest((FatKind)kind), FatKinds.Most((FatKind)kind)));

    [Theory]
    [InlineData(false, 4069, null)]
    [InlineData(false, 4084, "There are 4084 clusters, so close to a limit that drivers disagree on whether this is FAT12.")]
    [InlineData(false, 4085, "There are 4085 clusters, so close to a limit that drivers disagree on whether this is FAT16.")]
    [InlineData(false, 4101, null)]
    [InlineData(false, 65_509, null)]
    [InlineData(false, 65_524, "There are 65524 clusters, so close to a limit that drivers disagree on whether this is FAT16.")]
    [InlineData(false, 65_525, "There are 65525 clusters, which is too many for FAT16.")]
    [InlineData(true, 65_524, "There are 65524 clusters, which is too few for FAT32, so EDK2 treats it as damaged.")]
    [InlineData(true, 65_525, "There are 65525 clusters, so close to a limit that drivers disagree on whether this is FAT32.")]
    [InlineData(true, 65_541, null)]
    public void A_doubtful_kind_is_reported(bool isLarge, uint clusters, string? expected)
    {
        (_, Diagnostic[] findings) = Read(isLarge, clusters, sectorsPerTable: 520);
        string? message = Array.Find(findings, each => each.Id == DiagnosticId.FatKindDoubtful)?.Message;
        Assert.True(expected is null ? message is null : message?.StartsWith(expected, StringComparison.Ordinal), message);
    }

    /// <summary>A sector of 512 bytes has 341 entries of 12 bits and 128 of 32, two of which are of no cluster.</summary>
    [Theory]
    [InlineData(false, 339, 1, null)]
    [InlineData(false, 340, 1, "The allocation table has room for only 339 of 340 clusters.")]
    [InlineData(false, 4094, 16, null)]
    [InlineData(false, 4095, 16, "The allocation table has room for only 4094 of 4095 clusters.")]
    [InlineData(true, 126, 1, null)]
    [InlineData(true, 127, 1, "The allocation table has room for only 126 of 127 clusters.")]
    public void A_table_that_is_too_short_is_reported(bool isLarge, uint clusters, uint sectorsPerTable, string? expected)
    {
        (FatVolume? volume, Diagnostic[] findings) = Read(isLarge, clusters, sectorsPerTable);
        string? message = Array.Find(findings, each => each.Id == DiagnosticId.FatTableShort)?.Message;
        Assert.NotNull(volume);
        Assert.True(expected is null ? message is null : message?.StartsWith(expected, StringComparison.Ordinal), message);
    }

    /// <summary>An empty file system: but for the boot sector, zeros.</summary>
    private static (FatVolume? Volume, Diagnostic[] Findings) Read(bool isLarge, uint clusters, uint sectorsPerTable)
    {
        byte[] head = new byte[512];
        int rootEntries = isLarge ? 0 : 16;
        BootSector boot = new() { IsLarge = isLarge, RootCluster = isLarge ? 2u : 0, RootEntries = rootEntries, SectorsPerTable = sectorsPerTable, TotalSectors = 1 + (2 * sectorsPerTable) + (uint)(rootEntries / 16) + clusters };
        boot.Write(head);
        DiagnosticBag findings = new();
        FatVolume? volume = FatVolume.TryRead(new SparseSource(head, boot.Length), "esp", 0, findings);
        return (volume, [.. findings.ToList()]);
    }
}
