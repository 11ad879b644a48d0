using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Fat;

namespace IsoBuild.Core.Tests.Fat;

/// <summary>Reading at any place: of a volume, and of a file whose clusters lie about in it.</summary>
public class FatContentTests
{
    private static readonly byte[] Volume = "ABCDEFGHIJ"u8.ToArray();

    // GHI, B and EF.
    private static readonly FatExtent[] Extents = [new(6, 3), new(1, 1), new(4, 2)];

    [Theory]
    [InlineData(0, 10, "ABCDEFGHIJ")]
    [InlineData(0, 11, null)]
    [InlineData(9, 1, "J")]
    [InlineData(9, 2, null)]
    [InlineData(10, 0, "")]
    [InlineData(10, 1, null)]
    [InlineData(11, 0, null)]
    [InlineData(-1, 1, null)]
    public void A_volume_fills_a_buffer_or_says_that_it_ends(long offset, int count, string? expected)
    {
        // Three at a time, and with more behind the end than belongs to it.
        using FatBytes bytes = new(new PartialSource([.. Volume, .. "KLM"u8], Volume.Length, most: 3));
        byte[] buffer = new byte[count];

        Assert.Equal(expected, bytes.TryFill(offset, buffer) ? System.Text.Encoding.ASCII.GetString(buffer) : null);
    }

    [Fact]
    public void A_volume_that_shrank_fills_no_buffer()
    {
        using FatBytes bytes = new(new PartialSource(Volume, length: 12));
        Assert.True(bytes.TryFill(0, new byte[10]));
        Assert.False(bytes.TryFill(5, new byte[6]));
    }

    [Fact]
    public void A_file_in_pieces_is_read_from_any_place_after_any_other()
    {
        using OpenContent content = new FatFileSource(new MemorySource(Volume), Extents, 6, damage: null).Open();
        const string Whole = "GHIBEF";
        for (int before = 0; before < 6; before++)
        {
            for (int position = 0; position < 6; position++)
            {
                for (int size = 1; size < 8; size++)
                {
                    byte[] buffer = new byte[size];
                    Assert.Equal(1, content.Read(before, buffer.AsSpan(0, 1)));

                    int count = content.Read(position, buffer);

                    int rest = position < 3 ? 3 - position : position == 3 ? 1 : 6 - position;
                    Assert.Equal(Whole.Substring(position, Math.Min(size, rest)), System.Text.Encoding.ASCII.GetString(buffer, 0, count));
                }
            }
        }
    }

    [Theory]
    [InlineData(6, 1)]
    [InlineData(7, 1)]
    [InlineData(0, 0)]
    [InlineData(5, 0)]
    public void Nothing_is_read_behind_a_file_nor_into_no_room(long position, int size)
    {
        using OpenContent content = new FatFileSource(new MemorySource(Volume), Extents, 6, damage: null).Open();
        Assert.Equal(0, content.Read(position, new byte[size]));
    }

    /// <summary>The clusters hold 6 bytes of 7; or the volume ends before them, at <c>G</c>.</summary>
    [Theory]
    [InlineData(10, 7, 6)]
    [InlineData(6, 6, 0)]
    [InlineData(7, 6, 1)]
    public void A_file_that_is_not_all_there_says_so(int there, int length, int position)
    {
        DiagnosticBag findings = new();
        FatNode node = new(parent: null, "", "", FatAttributes.None);
        FatDamage damage = new(new FatReport(findings, "esp", start: 0), DiagnosticId.FatChainBroken, node, "Broken.");
        foreach ((FatDamage? known, DiagnosticId expected) in ((FatDamage?, DiagnosticId)[])[(null, DiagnosticId.FatTruncated), (damage, DiagnosticId.FatChainBroken)])
        {
            using OpenContent content = new FatFileSource(new MemorySource(Volume.AsMemory(0, there)), Extents, length, known).Open();
            Assert.True(position == 0 || content.Read(position - 1, new byte[1]) == 1);
            Assert.Equal(expected, Assert.Throws<ContentException>(() => content.Read(position, new byte[1])).Diagnostic.Id);
        }
    }
}
