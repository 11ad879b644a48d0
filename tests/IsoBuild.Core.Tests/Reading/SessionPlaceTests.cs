using IsoBuild.Core.Tests.Records;
using IsoBuild.Reading;

namespace IsoBuild.Core.Tests.Reading;

/// <summary>Where sessions are looked for: the first and the last sector of every stretch. The first volume has 112 sectors, and its directory at 20.</summary>
public sealed class SessionPlaceTests
{
    private const int Sector = 2048;

    private static SparseBytes Volume(long sectors, uint space = 112) => Put(new SparseBytes(sectors * Sector), 0, 20, space);

    /// <summary>A volume whose descriptors are 16 sectors behind its start: its directory names the block at which it lies.</summary>
    private static SparseBytes Put(SparseBytes bytes, long start, uint root, uint space = 1, byte type = 1, uint? named = null)
    {
        byte[] whole = new Disc().Directory(20).ToBytes();
        byte[] primary = whole[(16 * Sector)..(17 * Sector)];
        primary[0] = type;
        Disc.Both32(primary, 80, space);
        Disc.Both32(primary, 156 + 2, root);
        byte[] directory = whole[(20 * Sector)..];
        Disc.Both32(directory, 2, named ?? root);
        return bytes.Put((start + 16) * Sector, primary).Put((start + 17) * Sector, Hex.Bytes("FF 'CD001' 01")).Put(root * (long)Sector, directory);
    }

    private static (string Starts, bool HasCopy) Find(SparseBytes bytes, long start = 0)
    {
        (List<DescriptorSet> sessions, DescriptorSet? copy) = SessionFinder.Find(bytes.Open(), start);
        return (string.Join(' ', sessions.Select(session => session.FirstSector - 16)), copy is not null);
    }

    /// <summary>Rows: the sector of the descriptor. Behind the volume, 12,000 sectors are looked at, and then each 16th of 65,536.</summary>
    [Theory]
    [InlineData(112, true)]
    [InlineData(113, true)]
    [InlineData(623, true)] // The last of the first 512.
    [InlineData(624, true)]
    [InlineData(12_111, true)]
    [InlineData(12_112, true)]
    [InlineData(12_113, false)]
    [InlineData(12_128, true)]
    [InlineData(65_632, true)]
    [InlineData(65_648, false)]
    public void A_session_is_found_at(long descriptor, bool expected) =>
        Assert.Equal(expected ? $"0 {descriptor - 16}" : "0", Find(Put(Volume(66_000), descriptor - 16, (uint)descriptor + 4)).Starts);

    [Theory]
    [InlineData(1000, 999)]
    [InlineData(1000, 995)]
    public void A_session_ends_with_the_image(long sectors, uint root)
    {
        Assert.Equal("0 184", Find(Put(Volume(sectors), 184, root)).Starts);
        Assert.Equal("0", Find(Put(Volume(root), 184, root)).Starts);
    }

    /// <summary>A volume that says to have no sectors is looked behind all the same, but not at its own descriptors.</summary>
    [Theory]
    [InlineData(17, true)]
    [InlineData(16, false)]
    public void The_search_goes_forward(long descriptor, bool expected)
    {
        SparseBytes bytes = Volume(200, space: 0);
        if (expected)
        {
            Put(bytes, descriptor - 16, 100);
        }

        Assert.Equal(expected ? "0 1" : "0", Find(bytes).Starts);
    }

    /// <summary>Counted from its own start, the second volume ends at sector 200 + 150, and from that of the disc at 300.</summary>
    [Theory]
    [InlineData(150, 350, true)]
    [InlineData(150, 349, false)]
    [InlineData(300, 500, true)]
    [InlineData(300, 300, true)]
    [InlineData(300, 299, false)]
    public void The_size_is_counted_from_the_session_or_the_disc(uint space, long descriptor, bool expected)
    {
        SparseBytes bytes = Put(Volume(1000), 200, 220, space);
        Assert.Equal(expected ? $"0 200 {descriptor - 16}" : "0 200", Find(Put(bytes, descriptor - 16, 900)).Starts);
    }

    /// <summary>The volume must be one, and lie where it says.</summary>
    [Theory]
    [InlineData(200, 220, 1, 220, true)]
    [InlineData(200, 220, 1, 221, false)] // The directory is another's.
    [InlineData(200, 220, 2, 220, false)] // A supplementary descriptor.
    [InlineData(200, 201, 1, 201, true)]
    [InlineData(200, 200, 1, 200, false)] // Its addresses count from the start of a file.
    [InlineData(200, 199, 1, 199, false)]
    public void A_session_lies_where_it_says(long start, uint root, byte type, uint named, bool expected) =>
        Assert.Equal(expected ? "0 200" : "0", Find(Put(Volume(400), start, root, 1, type, named)).Starts);

    /// <summary>xorriso and growisofs put the first session at sector 32, and repeat the newest descriptors at 16: the roots tell.</summary>
    [Theory]
    [InlineData(20, 60, 0, "0 32", false)]
    [InlineData(60, 60, 0, "32", true)]
    [InlineData(320, 60, 320, "32 284", true)]
    [InlineData(60, 60, 320, "32 284", true)]
    [InlineData(20, 60, 320, "0 32 284", false)]
    public void A_copy_of_descriptors_is_none_of_the_sessions(uint root, uint behind, uint newest, string expected, bool isCopy)
    {
        SparseBytes bytes = Put(new SparseBytes(500 * Sector), 0, root);
        Put(bytes, 32, behind);
        if (newest > 0)
        {
            Put(bytes, 284, newest);
        }

        Assert.Equal((expected, isCopy), Find(bytes));
    }

    [Theory]
    [InlineData(2, 60, 60)]
    [InlineData(1, 32, 32)]
    [InlineData(1, 60, 61)]
    public void What_is_no_volume_at_sector_32_is_none(byte type, uint root, uint named) =>
        Assert.Equal(("0", false), Find(Put(Volume(100), 32, root, 1, type, named)));

    [Fact]
    public void An_image_may_end_before_sector_48() => Assert.Equal(("0", false), Find(Volume(30)));

    /// <summary>112 sectors of the volume, and 65,536 behind it.</summary>
    [Theory]
    [InlineData(0, 65_648, null)]
    [InlineData(0, 65_649, 65_648L)]
    [InlineData(10, 65_658, null)]
    [InlineData(10, 65_659, 65_658L)]
    public void What_is_not_searched_is_known(long start, long sectors, long? expected)
    {
        ImageFile image = Put(new SparseBytes(sectors * Sector), start, 60, 112).Open();
        Assert.Equal(expected, SessionFinder.UnsearchedFrom(image, DescriptorSet.Read(image, start)));
    }

    /// <summary>A session by itself: its root is said to lie at a sector that is not there, and is at another. 12,000 sectors are looked at for it.</summary>
    [Theory]
    [InlineData(340, 20, 40, 320L)]
    [InlineData(40, 20, 40, 20L)]
    [InlineData(39, 20, 40, null)]
    [InlineData(340, 39, 40, 301L)]
    [InlineData(340, 40, 40, null)]
    [InlineData(20_000, 12_015, 13_000, 7985L)]
    [InlineData(20_000, 12_016, 13_000, null)]
    public void A_session_alone_is_known_by_its_root(uint said, long at, long sectors, long? expected)
    {
        SparseBytes bytes = new(sectors * Sector);
        Put(bytes, 0, said);
        byte[] directory = new Disc().Directory(20).ToBytes()[(20 * Sector)..];
        Disc.Both32(directory, 2, said);
        bytes.Put(at * Sector, directory);
        ImageFile image = bytes.Open();
        Assert.Equal(expected, SessionFinder.DisplacedBy(image, DescriptorSet.Read(image, 0)));
    }
}
