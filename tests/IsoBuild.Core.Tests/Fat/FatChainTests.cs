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
    [InlineData(2, 1536, "2>003 3>FFF", "1536+1024", "The cluster chain ends 512 bytes before the end of the file, which has 1536.")]
    [InlineData(2, 513, "2>FFF", "1536+512", "The cluster chain ends 1 bytes before the end of the file, which has 513.")]
    [InlineData(2, 2048, "2>003 3>002", "1536+1024", "Cluster 2 also belongs to another entry, or twice to this one.")]
    [InlineData(2, 1024, "2>000", "1536+512", "The cluster chain leads to a cluster that is free,")]
    [InlineData(2, 1024, "2>001", "1536+512", "The cluster chain leads to cluster 1, which does not exist,")]
    [InlineData(2, 1024, "2>00A", "1536+512", "The cluster chain leads to cluster 10, which does not exist,")]
    [InlineData(2, 1024, "2>FF6", "1536+512", "The cluster chain leads to cluster 4086, which does not exist,")]
    [InlineData(2, 1024, "2>FF7", "1536+512", "The cluster chain leads to a bad cluster,")]
    [InlineData(0, 1, "", "", "The cluster chain leads to a cluster that is free,")]
    [InlineData(1, 1, "", "", "The cluster chain leads to cluster 1, which does not exist,")]
    [InlineData(10, 1, "", "", "The cluster chain leads to cluster 10, which does not exist,")]
    // What belongs to no file is counted, bad clusters aside.
    [InlineData(2, 1, "2>FFF 5>007 7>FFF 8>FF7 9>FFF", "1536+1", "3 clusters, from 5 on, are allocated but belong to no file.")]
    public void A_chain_is_followed_as_far_as_it_makes_sense(int first, int length, string chain, string extents, string? finding)
    {
        DiagnosticBag findings = new();
        FatVolume volume = FatVolume.TryRead(new MemorySource(Make(first, length, chain)), "esp", 0, findings)!;
        volume.Check("esp", 0, findings);

        Assert.Equal(extents, string.Join(' ', Assert.Single(volume.Nodes).Extents.Select(extent => $"{extent.Offset}+{extent.Length}")));
        string[] messages = [.. findings.ToList().Select(each => each.Message)];
        Assert.True(finding is null ? messages.Length == 0 : messages.Length == 1 && messages[0].StartsWith(finding, StringComparison.Ordinal), string.Join('\n', messages));
    }

    /// <summary>Of eight clusters, five are there; of the file, all.</summary>
    [Fact]
    public void A_chain_ends_where_the_volume_does()
    {
        DiagnosticBag findings = new();
        byte[] image = Make(2, 8 * Sector, "2>003 3>004 4>005 5>006 6>007 7>008 8>009 9>FFF");
        FatVolume volume = FatVolume.TryRead(new MemorySource(image[..^(3 * Sector)]), "esp", 0, findings)!;

        Assert.Equal([new FatExtent(1536, 5 * Sector)], Assert.Single(volume.Nodes).Extents);
        Assert.Equal([(DiagnosticId.FatTruncated, "esp"), (DiagnosticId.FatChainBroken, "esp: /FILE")], findings.ToList().Select(each => (each.Id, each.Item!)));
        Assert.StartsWith("The cluster chain leads to cluster 7, which does not exist,", findings.ToList()[1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1536)]
    [InlineData(512)]
    public void Without_a_cluster_there_is_no_tree(int length)
    {
        DiagnosticBag findings = new();
        MemorySource source = new(Make(2, 1, "2>FFF").AsMemory(0, length));
        Assert.Null(FatVolume.TryRead(source, "esp", 0, findings));
        Assert.Equal([DiagnosticId.FatTruncated], findings.ToList().Select(each => each.Id));
    }

    [Fact]
    public void What_is_likely_a_file_system()
    {
        byte[] image = Make(2, 1, "2>FFF");
        Assert.True(FatVolume.IsLikely(new MemorySource(image.AsMemory(0, 512))));
        Assert.False(FatVolume.IsLikely(new MemorySource(image.AsMemory(0, 511))));
        image[16] = 0;
        Assert.False(FatVolume.IsLikely(new MemorySource(image)));
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
