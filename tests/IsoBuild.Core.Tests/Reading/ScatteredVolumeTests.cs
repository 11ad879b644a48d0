using System.Buffers.Binary;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Reading;

/// <summary>Volumes in containers of formats that are not known, which store blocks in an order of their own.</summary>
public sealed class ScatteredVolumeTests
{
    private const int Block = 64 * 1024;

    /// <summary>A file in block 1, and behind it a directory in block 4.</summary>
    private static byte[] Volume()
    {
        byte[] image = new Disc { Length = 6 * Block }
            .Directory(20, Disc.Record("FAR", 130, Disc.Sector, flags: 2), Disc.Record("A.;1", 32, 3 * Block))
            .Directory(130, Disc.Record("B.;1", 131, 4))
            .Put(32, [.. Enumerable.Range(0, 3 * Block).Select(i => (byte)(i / Block))])
            .Put(131, "bbbb"u8.ToArray())
            // The root, and the directory (ECMA-119 9.4).
            .Put(25, [1, 0, 20, 0, 0, 0, 1, 0, 0, 0, 3, 0, 130, 0, 0, 0, 1, 0, .. "FAR"u8, 0])
            .ToBytes();
        Disc.Both32(image, (16 * Disc.Sector) + 132, 22);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan((16 * Disc.Sector) + 140), 25);
        return image;
    }

    private static IsoImage Open(byte[] head, params int[] order)
    {
        byte[] volume = Volume();
        return IsoImage.Open(new MemoryStream([.. head, .. new byte[Block - head.Length], .. order.SelectMany(block => volume[(block * Block)..((block + 1) * Block)])]));
    }

    [Fact]
    public void A_directory_that_is_not_where_the_path_table_says_refuses_the_file()
    {
        Diagnostic refused = Assert.Throws<ImageException>(() => Open("CONTAINER"u8.ToArray(), 0, 1, 2, 3, 5, 4)).Diagnostic;
        Assert.Equal((DiagnosticId.OtherFormat, DiagnosticSeverity.Error), (refused.Id, refused.Severity));
        Assert.Contains("block 130 is not a directory", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Content has no mark of its own: what was swapped is read, and the doubt goes with it.</summary>
    [Fact]
    public void Where_only_content_is_elsewhere_a_doubt_is_told()
    {
        using IsoImage opened = Open("CONTAINER"u8.ToArray(), 0, 2, 1, 3, 4, 5);
        Assert.Equal((byte)1, ((ContentFile)opened.Content.Find("A")!).ReadAll()[0]);
        Diagnostic doubt = Assert.Single(opened.Doubts);
        Assert.Equal((DiagnosticId.SectorsUnusual, DiagnosticSeverity.Warning), (doubt.Id, doubt.Severity));
        Assert.Contains(doubt, opened.Diagnostics);
        Assert.Contains(opened.Verify().Findings, finding => finding.Id == DiagnosticId.SectorsUnusual && finding.Severity == DiagnosticSeverity.Warning);
    }

    /// <summary>Zeros, as a pregap has them, and a partition of a disk, are no formats that order blocks.</summary>
    [Fact]
    public void Where_it_is_known_why_the_volume_begins_there_none_is()
    {
        byte[] disk = new byte[512];
        (disk[446 + 4], disk[510], disk[511]) = (0x96, 0x55, 0xAA);
        BinaryPrimitives.WriteInt32LittleEndian(disk.AsSpan(446 + 8), Block / 512);
        BinaryPrimitives.WriteInt32LittleEndian(disk.AsSpan(446 + 12), 6 * Block / 512);
        foreach (byte[] head in (byte[][])[[], disk])
        {
            using IsoImage opened = Open(head, 0, 1, 2, 3, 4, 5);
            Assert.Empty(opened.Doubts);
            Assert.Equal(DiagnosticSeverity.Info, Assert.Single(opened.Diagnostics, told => told.Id == DiagnosticId.SectorsUnusual).Severity);
            Assert.Equal("bbbb"u8.ToArray(), ((ContentFile)opened.Content.Find("FAR/B")!).ReadAll());
        }
    }
}
