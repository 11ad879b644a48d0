using System.Globalization;
using System.Numerics;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Fat;

namespace IsoBuild.Core.Tests.Fat;

/// <summary>One file on a FAT12 of eight clusters, 2 to 9, and every way in which its chain may go.</summary>
public class FatChainTests
{
    private const int Sector = 512;

    // Boot sector, one table, a root of 16 entries; cluster 2 begins at 1536.
    private const int Table = Sector;
    private const int Root = 2 * Sector;
    private const int Sectors = 3 + 8;

    private const string Long = "The file has more clusters than its 512 bytes need.";

    [Theory]
    // Neighbours are one stretch, and what lies apart is not.
    [InlineData(2, 1536, "2>003 3>004 4>FFF", "1536+1536", null)]
    [InlineData(2, 1025, "2>003 3>004 4>FFF", "1536+1025", null)]
    [InlineData(2, 1024, "2>009 9>FF8", "1536+512 5120+512", null)]
    [InlineData(4, 1100, "4>003 3>002 2>FFF", "2560+512 2048+512 1536+76", null)]
    [InlineData(2, 1600, "2>003 3>006 6>007 7>FFF", "1536+1024 3584+576", null)]
    // What is too much belongs to the file, wherever it ends; so nothing is said to be lost.
    [InlineData(2, 512, "2>003 3>FFF", "1536+512", Long)]
    [InlineData(3, 512, "3>002 2>FFF", "2048+512", Long)]
    [InlineData(2, 512, "2>008 8>009 9>FFF", "1536+512", Long)]
    [InlineData(2, 512, "2>003 3>004 4>003", "1536+512", Long)]
    [InlineData(2, 512, "2>003 3>00A", "1536+512", Long)]
    [InlineData(2, 512, "2>003 3>001", "1536+512", Long)]
    [InlineData(2, 512, "2>003 3>000", "1536+512", Long)]
    [InlineData(2, 0, "2>FFF", "", "The file has more clusters than its 0 bytes need.")]
    // What is missing is not made up.
    [InlineData(2, 1536, "2>003 3>FFF", "1536+1024", "The clusters end 512 bytes before the file's 1536.")]
    [InlineData(2, 513, "2>FFF", "1536+512", "The clusters end 1 bytes before the file's 513.")]
    [InlineData(2, 2048, "2>003 3>002", "1536+1024", "Cluster 2 belongs to another entry too, or twice to this one;")]
    [InlineData(2, 1024, "2>000", "1536+512", "The clusters lead to a cluster that is free;")]
    [InlineData(2, 1024, "2>001", "1536+512", "The clusters lead to cluster 1, which there is not;")]
    [InlineData(2, 1024, "2>00A", "1536+512", "The clusters lead to cluster 10, which there is not;")]
    [InlineData(2, 1024, "2>FF6", "1536+512", "The clusters lead to cluster 4086, which there is not;")]
    [InlineData(2, 1024, "2>FF7", "1536+512", "The clusters lead to a bad cluster;")]
    [InlineData(0, 1, "", "", "The clusters lead to a cluster that is free;")]
    [InlineData(1, 1, "", "", "The clusters lead to cluster 1, which there is not;")]
    [InlineData(10, 1, "", "", "The clusters lead to cluster 10, which there is not;")]
    // What belongs to no file is counted, bad clusters aside.
    [InlineData(2, 1, "2>FFF 5>007 7>FFF 8>FF7 9>FFF", "1536+1", "3 clusters, from 5 on, are taken and belong to no file.")]
    public void A_chain_is_followed_as_far_as_it_makes_sense(int first, int length, string chain, string extents, string? finding)
    {
        DiagnosticBag findings = new();
        FatVolume volume = FatVolume.TryRead(new MemorySource(Make(first, length, chain)), "esp", 0, findings)!;
        volume.Check("esp", 0, findings);

        Assert.Equal(extents, string.Join(' ', Assert.Single(volume.Nodes).Extents.Select(extent => $"{extent.Offset}+{extent.Length}")));
        string[] messages = [.. findings.ToList().Select(each => each.Message)];
        Assert.True(finding is null ? messages.Length == 0 : messages.Length == 1 && messages[0].StartsWith(finding, StringComparison.Ordinal), string.Join('\n', messages));
    }

    private static byte[] Make(int first, int length, string chain)
    {
        byte[] image = new byte[Sectors * Sector];
        new BootSector { TableCount = 1, RootEntries = Sector / DirectoryEntry.Size, SectorsPerTable = 1, TotalSectors = Sectors }.Write(image);
        DirectoryEntry.Write(image.AsSpan(Root), "FILE       ", FatAttributes.Archive, FatDate.Earliest, (uint)first, (uint)length);
        // 12 bits each, the lowest first: the medium below ones, an end, and the chain.
        BigInteger table = 0xFFFFF8;
        foreach (string link in chain.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            table |= (BigInteger)int.Parse(link[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture) << (12 * (link[0] - '0'));
        }

        table.ToByteArray(isUnsigned: true).CopyTo(image, Table);
        return image;
    }
}
