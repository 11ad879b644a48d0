using IsoBuild.Content;
using IsoBuild.Core.Tests.Records;
using IsoBuild.Reading;

namespace IsoBuild.Core.Tests.Reading;

/// <summary>Stretches of an image that hold files (ECMA-119 6.4), and how their bytes are read.</summary>
public sealed class ExtentTests
{
    /// <summary>Every byte of the image is another one than its neighbours.</summary>
    private static readonly ImageFile Image = SparseBytes.Cooked([.. Enumerable.Range(0, 1000).Select(At)]);

    private static byte At(int place) => (byte)(place % 251);

    /// <summary>Units of 10 bytes with gaps of 5 from byte 100 on: 100 to 109, 115 to 124, 130 to 139.</summary>
    [Theory]
    [InlineData(50, 0, 0, 150)]
    [InlineData(0, 10, 5, 100)]
    [InlineData(1, 10, 5, 101)]
    [InlineData(10, 10, 5, 110)]
    [InlineData(11, 10, 5, 116)]
    [InlineData(20, 10, 5, 125)]
    [InlineData(21, 10, 5, 131)]
    public void An_extent_ends_behind_its_last_unit(long length, int unit, int gap, long expected) => Assert.Equal(expected, new Extent(100, length, unit, gap).End);

    [Theory]
    [InlineData(0, 0, 100, 25)]
    [InlineData(0, 7, 107, 18)]
    [InlineData(10, 0, 100, 10)]
    [InlineData(10, 9, 109, 1)]
    [InlineData(10, 10, 115, 10)]
    [InlineData(10, 19, 124, 1)]
    [InlineData(10, 20, 130, 5)] // The extent ends within its last unit.
    [InlineData(10, 24, 134, 1)]
    public void A_byte_of_an_extent_is_found(int unit, long position, long offset, long count) => Assert.Equal((offset, count), new Extent(100, 25, unit, 5).Locate(position));

    [Fact]
    public void A_hole_is_nowhere()
    {
        Assert.Equal((true, 9L), (Extent.Hole(9).IsHole, Extent.Hole(9).Length));
        Assert.False(new Extent(0, 9).IsHole);
    }

    /// <summary>Bytes 300 to 304, a hole of 4, nothing, bytes 10 to 12, and 20 and 21 as units of one byte with gaps of one: from every place, as much as one asks for.</summary>
    [Fact]
    public void A_file_of_several_extents_is_read_from_anywhere()
    {
        ExtentSource source = new(Image, [new Extent(300, 5), Extent.Hole(4), new Extent(500, 0), new Extent(10, 3), new Extent(20, 2, 1, 1)]);
        byte[] expected = [At(300), At(301), At(302), At(303), At(304), 0, 0, 0, 0, At(10), At(11), At(12), At(20), At(22)];
        Assert.Equal((14L, 10L, true), (source.Length, source.StoredLength, source.HasHoles));
        using OpenContent content = source.Open();
        for (int position = 0; position <= expected.Length; position++)
        {
            for (int count = 1; count <= 15; count++)
            {
                byte[] buffer = [.. Enumerable.Repeat((byte)0xEE, count)];
                int read = content.Read(position, buffer);
                Assert.Equal(position < expected.Length, read > 0);
                Assert.Equal(expected.AsSpan(position, read), buffer.AsSpan(0, read));
                Assert.All(buffer[read..], rest => Assert.Equal(0xEE, rest));
            }
        }
    }

    [Fact]
    public void Holes_are_told_wherever_they_are()
    {
        Assert.True(new ExtentSource(Image, Extent.Hole(4)).HasHoles);
        Assert.False(new ExtentSource(Image, new Extent(0, 4)).HasHoles);
        Assert.True(new ExtentSource(Image, [new Extent(0, 4), Extent.Hole(4)]).HasHoles);
        Assert.True(new ExtentSource(Image, [Extent.Hole(4), new Extent(0, 4)]).HasHoles);
        Assert.False(new ExtentSource(Image, [new Extent(0, 4), new Extent(8, 4)]).HasHoles);
    }

    [Fact]
    public void An_empty_file_lies_nowhere()
    {
        Assert.True(new ExtentSource(Image, new Extent(5, 0)).Extents.IsEmpty);
        Assert.Equal([new Extent(5, 1)], new ExtentSource(Image, new Extent(5, 1)).Extents.ToArray());
        Assert.Equal((0L, 4L), (new ExtentSource(Image, Extent.Hole(4)).StoredLength, new ExtentSource(Image, new Extent(0, 4)).StoredLength));
    }

    [Fact]
    public void Files_are_the_same_that_lie_in_the_same_place_of_an_image()
    {
        ExtentSource one = new(Image, new Extent(5, 10));
        ExtentSource several = new(Image, [new Extent(5, 10), new Extent(50, 10)]);
        Assert.True(one.IsSameAs(new ExtentSource(Image, new Extent(5, 10))));
        Assert.True(one.IsSameAs(new ExtentSource(Image, [new Extent(5, 10)])));
        Assert.True(several.IsSameAs(new ExtentSource(Image, [new Extent(5, 10), new Extent(50, 10)])));
        Assert.Equal(one.SamenessHash, new ExtentSource(Image, [new Extent(5, 10)]).SamenessHash);
        Assert.False(one.IsSameAs(several));
        Assert.False(one.IsSameAs(new ExtentSource(Image, new Extent(5, 9))));
        Assert.False(one.IsSameAs(new ExtentSource(SparseBytes.Cooked(new byte[1000]), new Extent(5, 10))));
        Assert.False(one.IsSameAs(new MemorySource(new byte[10])));
        Assert.False(one.IsSameAs(null));
    }

    /// <summary>Sectors of 2352 bytes with 16 before their user data: the last one may be cut off anywhere.</summary>
    [Theory]
    [InlineData(0, 2048, 0, 5000, 5000)]
    [InlineData(1000, 2048, 0, 5000, 4000)]
    [InlineData(1000, 2048, 0, 1000, 0)]
    [InlineData(1000, 2048, 0, 999, 0)]
    [InlineData(0, 2352, 16, 2352, 2048)]
    [InlineData(0, 2352, 16, 2351, 2048)]
    [InlineData(0, 2352, 16, 2064, 2048)]
    [InlineData(0, 2352, 16, 2063, 2047)]
    [InlineData(0, 2352, 16, 17, 1)]
    [InlineData(0, 2352, 16, 16, 0)]
    [InlineData(0, 2352, 16, 5, 0)]
    [InlineData(0, 2352, 16, 4704, 4096)]
    [InlineData(0, 2352, 16, 4725, 4101)]
    [InlineData(100, 2352, 16, 4804, 4096)]
    [InlineData(100, 2352, 16, 50, 0)]
    public void An_image_is_as_long_as_the_user_data_of_its_sectors(long start, int stride, int header, int stored, long expected) =>
        Assert.Equal(expected, SparseBytes.As(new byte[stored], header == 0 ? SectorFormat.Cooked : SectorFormat.RawMode1, start, stride, header).Length);

    /// <summary>Three sectors and a bit behind 100 other bytes; each byte of user data is told from all near it.</summary>
    [Theory]
    [InlineData(0, 10)]
    [InlineData(2040, 8)]
    [InlineData(2040, 9)]
    [InlineData(2047, 1)]
    [InlineData(2048, 1)]
    [InlineData(1, 6000)]
    [InlineData(2047, 2050)]
    [InlineData(6143, 101)]
    [InlineData(0, 6244)]
    public void Raw_sectors_are_read_as_one(long offset, int count)
    {
        byte[] user = [.. Enumerable.Range(0, (3 * 2048) + 100).Select(At)];
        ImageFile image = SparseBytes.As(Raw(user, 100), SectorFormat.RawMode1, 100, 2352, 16);
        Assert.Equal(user.Length, image.Length);
        byte[] found = new byte[count];
        Assert.True(image.TryRead(offset, found));
        Assert.Equal(user[(int)offset..((int)offset + count)], found);
        Assert.False(image.TryRead(user.Length - count + 1, found));

        // The same from the second sector on.
        if (offset >= 2048)
        {
            ImageFile second = image.From(1);
            Assert.Equal(user.Length - 2048, second.Length);
            Assert.True(second.TryRead(offset - 2048, found));
            Assert.Equal(user[(int)offset..((int)offset + count)], found);
        }
    }

    [Theory]
    [InlineData(0, 1000, 999, 1)]
    [InlineData(0, 1000, 1000, 0)]
    [InlineData(0, 1000, 5000, 0)]
    [InlineData(100, 900, 850, 50)]
    public void Nothing_is_read_behind_the_end(long start, long length, long offset, int expected)
    {
        ImageFile image = new(new SparseBytes(1000), new SectorGeometry(SectorFormat.Cooked, start, 2048, 0));
        Assert.Equal(length, image.Length);
        Assert.Equal(expected, image.Read(offset, new byte[50]));
        Assert.Equal(expected, image.ReadContent(offset, new byte[50]));
        Assert.Equal(0, image.Read(offset, []));
        Assert.False(image.TryRead(-1, new byte[1]));
    }

    /// <summary>The second sector is audio: it is read where nobody asks for content, and told where somebody does.</summary>
    [Fact]
    public void Content_is_read_from_sectors_of_data_alone()
    {
        byte[] raw = Raw(new byte[3 * 2048], 100);
        raw[100 + 2352 + 3] = 0;
        ImageFile image = SparseBytes.As(raw, SectorFormat.RawMode1, 100, 2352, 16);
        Assert.Equal(2048, image.ReadContent(0, new byte[2048]));
        Assert.Equal(4096, image.Read(0, new byte[4096]));
        Assert.Contains("at byte 2452 of the image file is not a data sector", Assert.Throws<ContentException>(() => image.ReadContent(0, new byte[2049])).Message, StringComparison.Ordinal);
        Assert.Throws<ContentException>(() => image.ReadContent(2050, new byte[1]));
        Assert.Equal(100, image.ReadContent(4096, new byte[100]));
    }

    /// <summary>What a file lacks of its last sector is not what was in memory before.</summary>
    [Fact]
    public void A_last_sector_that_is_cut_off_is_judged_by_what_there_is()
    {
        byte[] raw = Raw([.. Enumerable.Repeat((byte)7, 2 * 2048)], 0)[..(2352 + 16 + 2048)];
        byte[] other = System.Buffers.ArrayPool<byte>.Shared.Rent(2 * 2352);
        other.AsSpan().Fill(0x77);
        System.Buffers.ArrayPool<byte>.Shared.Return(other);
        Assert.Equal(4096, SparseBytes.As(raw, SectorFormat.RawMode1, 0, 2352, 16).ReadContent(0, new byte[4096]));
    }

    /// <summary>Byte 3000 is the first that is not zero, and byte 10,000 the last.</summary>
    [Theory]
    [InlineData(0, 3000, true)]
    [InlineData(0, 3001, false)]
    [InlineData(2999, 1, true)]
    [InlineData(2999, 2, false)]
    [InlineData(3000, 1, false)]
    [InlineData(3001, 6999, true)]
    [InlineData(3001, 7000, false)]
    [InlineData(10_001, 9999, true)]
    [InlineData(10_001, 10_000, false)] // There are but 20,000.
    [InlineData(5, 0, true)]
    [InlineData(3000, 0, true)]
    public void Zeros_are_known(long offset, long length, bool expected) =>
        Assert.Equal(expected, new SparseBytes(20_000).Put(3000, [1]).Put(10_000, [1]).Open().IsZero(offset, length));

    [Theory]
    [InlineData("00 02 01", null)]
    [InlineData("00 02 02", "has the address 00:02:02, but should have 00:02:01")]
    public void A_sector_of_another_address_is_told(string address, string? expected)
    {
        byte[] raw = Raw(new byte[3 * 2048], 50);
        raw.Put(50 + 2352 + 12, address);
        SectorGeometry geometry = new(SectorFormat.RawMode1, 50, 2352, 16) { FirstAddress = 150 };
        ImageFile image = new(new SparseBytes(raw.Length).Put(0, raw), geometry);
        Assert.Equal(expected, image.AddressProblem(1)?[..(expected?.Length ?? 0)]);
        Assert.Equal(expected, image.From(1).AddressProblem(0)?[..(expected?.Length ?? 0)]);
        Assert.Null(image.AddressProblem(3));
        Assert.Null(new ImageFile(new SparseBytes(raw.Length).Put(0, raw), geometry with { FirstAddress = null }).AddressProblem(1));
    }

    /// <summary>A stream that its owner keeps still works after the image was closed; the image does not.</summary>
    [Fact]
    public void A_closed_image_is_not_read()
    {
        MemoryStream stream = new(new byte[100]);
        StreamBytes bytes = new(stream, leaveOpen: true);
        Assert.Equal(50, bytes.Read(50, new byte[60]));
        bytes.Dispose();
        Assert.Throws<ObjectDisposedException>(() => bytes.Read(0, new byte[1]));
        Assert.True(stream.CanRead);
    }

    [Fact]
    public void An_end_that_comes_too_early_is_told()
    {
        MemoryStream stream = new();
        stream.SetLength(100);
        StreamBytes bytes = new(stream, leaveOpen: false, "some.iso");
        stream.SetLength(40);
        Assert.Equal(10, bytes.Read(30, new byte[60]));
        Assert.Equal(0, bytes.Read(40, []));
        Assert.Equal(0, bytes.Read(100, new byte[1]));
        ContentException failure = Assert.Throws<ContentException>(() => bytes.Read(40, new byte[1]));
        Assert.Equal(("ISOB3037", "some.iso"), (failure.Diagnostic.Code, failure.Diagnostic.Item));
        Assert.Contains("ends at byte 40, but had 100 bytes", failure.Message, StringComparison.Ordinal);
        Assert.Throws<ContentException>(() => bytes.Read(99, new byte[1]));
    }

    [Fact]
    public void What_the_system_does_not_read_is_told()
    {
        ContentException failure = Assert.Throws<ContentException>(() => new Failing(new IOException("no")).Read(7, new byte[1]));
        Assert.Equal(("ISOB4103", "bad.iso"), (failure.Diagnostic.Code, failure.Diagnostic.Item));
        Assert.Contains("cannot be read at byte 7", failure.Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => new Failing(new FileNotFoundException()).Read(7, new byte[1]));
        Assert.Throws<DirectoryNotFoundException>(() => new Failing(new DirectoryNotFoundException()).Read(7, new byte[1]));
        Assert.Same(failure, Assert.Throws<ContentException>(() => new Failing(failure).Read(7, new byte[1])));
    }

    /// <summary>As sectors of mode 1, without checksums; the last as far as its user data go.</summary>
    private static byte[] Raw(byte[] user, int before)
    {
        List<byte> raw = [.. Enumerable.Repeat((byte)0xCC, before)];
        for (int at = 0; at < user.Length; at += 2048)
        {
            byte[] piece = user[at..Math.Min(at + 2048, user.Length)];
            raw.AddRange([0, .. Enumerable.Repeat((byte)0xFF, 10), 0, 0, 0, 0, 1, .. piece, .. new byte[piece.Length < 2048 ? 0 : 288]]);
        }

        return [.. raw];
    }

    private sealed class Failing(IOException failure) : ImageBytes("bad.iso")
    {
        public override long Length => 100;

        public override void Dispose()
        {
            // There is nothing to close.
        }

        protected override int ReadStored(long offset, Span<byte> destination) => throw failure;
    }
}
