using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Core.Tests.Records;

/// <summary>Two small images, every sector of their structures written down by hand from the standards.</summary>
public class HandMadeImageTests
{
    private const int Sector = 2048;

    private static readonly DateTimeOffset Timestamp = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);

    private static ImageBuilder Builder(ImageFormats formats) => new ImageBuilder(new ImageOptions
    {
        VolumeId = "Hand_Made", Publisher = "Me & You", ApplicationId = "Tests", Timestamp = Timestamp, Formats = formats, PaddingSectors = 0,
    }).AddFile("a.txt", "hi"u8.ToArray()).AddEmptyDirectory("Sub");

    // 16 primary, 17 Joliet, 18 terminator, 19-20 path tables, 21-22 Joliet's, 23 /, 24 /SUB, 25-26 Joliet's, 27 a.txt: 28 sectors (1C).
    [Fact]
    public void Iso9660_and_Joliet()
    {
        byte[] image = Builder(ImageFormats.Iso9660 | ImageFormats.Joliet).ToBytes();
        Assert.Equal(28 * Sector, image.Length);

        // ECMA-119 8.4.
        byte[] primary = new byte[Sector];
        primary.Put(0, "01 'CD001' 01 00");
        primary.PutText(8, 32, "");
        primary.PutText(40, 32, "Hand_Made");
        primary.Put(80, "1C000000 0000001C"); // volume space size
        primary.Put(120, "0100 0001  0100 0001  0008 0800"); // set size, sequence number, block size
        primary.Put(132, "16000000 00000016  13000000 00000000  00000014 00000000"); // path tables: 22 bytes, at 19 and 20
        primary.Put(156, "22 00 17000000 00000017 00080000 00000800 65020304050600 02 00 00 0100 0001 01 00");
        primary.PutText(190, 128, "");
        primary.PutText(318, 128, "Me & You");
        primary.PutText(446, 128, "");
        primary.PutText(574, 128, "Tests");
        primary.PutText(702, 111, "");
        primary.Put(813, "'2001020304050600' 00 '2001020304050600' 00 '0000000000000000' 00 '0000000000000000' 00 01");
        primary.PutText(883, 512, "");
        Hex.AssertSame(primary, image.AsSpan(16 * Sector, Sector));

        // ECMA-119 8.5; Joliet.
        byte[] joliet = new byte[Sector];
        joliet.Put(0, "02 'CD001' 01 00");
        joliet.PutWideText(8, 32, "");
        joliet.PutWideText(40, 32, "Hand_Made");
        joliet.Put(80, "1C000000 0000001C '%/E'");
        joliet.Put(120, "0100 0001  0100 0001  0008 0800");
        joliet.Put(132, "18000000 00000018  15000000 00000000  00000016 00000000"); // 24 bytes, at 21 and 22
        joliet.Put(156, "22 00 19000000 00000019 00080000 00000800 65020304050600 02 00 00 0100 0001 01 00");
        joliet.PutWideText(190, 128, "");
        joliet.PutWideText(318, 128, "Me & You");
        joliet.PutWideText(446, 128, "");
        joliet.PutWideText(574, 128, "Tests");
        joliet.PutWideText(702, 37, "");
        joliet.PutWideText(739, 37, "");
        joliet.PutWideText(776, 37, "");
        joliet.Put(813, "'2001020304050600' 00 '2001020304050600' 00 '0000000000000000' 00 '0000000000000000' 00 01");
        joliet.PutText(883, 512, "");
        Hex.AssertSame(joliet, image.AsSpan(17 * Sector, Sector));

        AssertSector(image, 18, "FF 'CD001' 01"); // ECMA-119 8.3
        AssertSector(image, 19, "01 00 17000000 0100 00 00  03 00 18000000 0100 'SUB' 00");
        AssertSector(image, 20, "01 00 00000017 0001 00 00  03 00 00000018 0001 'SUB' 00");
        AssertSector(image, 21, "01 00 19000000 0100 00 00  06 00 1A000000 0100 00 'S' 00 'u' 00 'b'");
        AssertSector(image, 22, "01 00 00000019 0001 00 00  06 00 0000001A 0001 00 'S' 00 'u' 00 'b'");

        // ECMA-119 9.1 and 9.3: itself, its parent, then in the order of names.
        AssertSector(image, 23, """
            22 00 17000000 00000017 00080000 00000800 65020304050600 02 00 00 0100 0001 01 00
            22 00 17000000 00000017 00080000 00000800 65020304050600 02 00 00 0100 0001 01 01
            28 00 1B000000 0000001B 02000000 00000002 65020304050600 00 00 00 0100 0001 07 'A.TXT;1'
            24 00 18000000 00000018 00080000 00000800 65020304050600 02 00 00 0100 0001 03 'SUB'
            """);
        AssertSector(image, 24, """
            22 00 18000000 00000018 00080000 00000800 65020304050600 02 00 00 0100 0001 01 00
            22 00 17000000 00000017 00080000 00000800 65020304050600 02 00 00 0100 0001 01 01
            """);
        AssertSector(image, 25, """
            22 00 19000000 00000019 00080000 00000800 65020304050600 02 00 00 0100 0001 01 00
            22 00 19000000 00000019 00080000 00000800 65020304050600 02 00 00 0100 0001 01 01
            28 00 1A000000 0000001A 00080000 00000800 65020304050600 02 00 00 0100 0001 06 00 'S' 00 'u' 00 'b' 00
            2C 00 1B000000 0000001B 02000000 00000002 65020304050600 00 00 00 0100 0001 0A 00 'a' 00 '.' 00 't' 00 'x' 00 't' 00
            """);
        AssertSector(image, 27, "'hi'");
    }

    // 16 primary, 17 terminator, 18-19 path tables, 20 /, 21 what continues its records, 22 /Sub, 23 a.txt.
    [Fact]
    public void Rock_Ridge()
    {
        byte[] image = Builder(ImageFormats.RockRidge).ToBytes();
        Assert.Equal(24 * Sector, image.Length);

        // SUSP 5.1, 5.3, 5.5; RRIP 4.1.1, 4.1.4, 4.1.6. The root has three links, by its subdirectory.
        const string rootPosix = """
            'PX' 24 01 ED410000 000041ED 03000000 00000003 00000000 00000000 00000000 00000000
            'TF' 0C 01 02 65020304050600
            """;
        const string subPosix = """
            'PX' 24 01 ED410000 000041ED 02000000 00000002 00000000 00000000 00000000 00000000
            'TF' 0C 01 02 65020304050600
            """;
        AssertSector(image, 20, $"""
            76 00 14000000 00000014 00080000 00000800 65020304050600 02 00 00 0100 0001 01 00
            'SP' 07 01 BE EF 00
            {rootPosix}
            'CE' 1C 01 15000000 00000015 00000000 00000000 ED000000 000000ED 00
            52 00 14000000 00000014 00080000 00000800 65020304050600 02 00 00 0100 0001 01 01
            {rootPosix}
            62 00 17000000 00000017 02000000 00000002 65020304050600 00 00 00 0100 0001 07 'A.TXT;1'
            'NM' 0A 01 00 'a.txt'
            'PX' 24 01 A4810000 000081A4 01000000 00000001 00000000 00000000 00000000 00000000
            'TF' 0C 01 02 65020304050600
            5C 00 16000000 00000016 00080000 00000800 65020304050600 02 00 00 0100 0001 03 'SUB'
            'NM' 08 01 00 'Sub'
            {subPosix}
            """);
        AssertSector(image, 21, """
            'ER' ED 01 0A 54 87 01 'RRIP_1991A'
            'THE ROCK RIDGE INTERCHANGE PROTOCOL PROVIDES SUPPORT FOR POSIX FILE SYSTEM SEMANTICS'
            'PLEASE CONTACT DISC PUBLISHER FOR SPECIFICATION SOURCE.  SEE PUBLISHER IDENTIFIER IN PRIMARY VOLUME DESCRIPTOR FOR CONTACT INFORMATION.'
            """);
        AssertSector(image, 22, $"""
            52 00 16000000 00000016 00080000 00000800 65020304050600 02 00 00 0100 0001 01 00
            {subPosix}
            52 00 14000000 00000014 00080000 00000800 65020304050600 02 00 00 0100 0001 01 01
            {rootPosix}
            """);
    }

    /// <summary>RRIP 4.1.1: names of one file share a serial number; where pycdlib does not look when it tells the version, which RRIP_1991A denies to be 1.12.</summary>
    [Fact]
    public void Rock_Ridge_of_a_file_of_two_names()
    {
        ImageBuilder builder = Builder(ImageFormats.RockRidge).AddHardLink("b", "a.txt");
        byte[] image = builder.ToBytes();
        const string fields = """
            'PX' 2C 01 A4810000 000081A4 02000000 00000002 00000000 00000000 00000000 00000000 FDFFFFFF FFFFFFFD
            'TF' 0C 01 02 65020304050600
            """;
        byte[] continuation = new byte[2 * 56];
        continuation.Put(0, $"{fields} {fields}");
        // Behind all directories.
        Hex.AssertSame(continuation, image.AsSpan(23 * Sector, continuation.Length));
        Assert.Equal([21, 23], builder.Plan().Layout!.Regions.Where(region => region.Kind == RegionKind.Continuation).Select(region => region.Sector));
    }

    /// <summary>The sector begins with these bytes, and the rest of it is zero.</summary>
    private static void AssertSector(byte[] image, int sector, string bytes)
    {
        byte[] expected = new byte[Sector];
        expected.Put(0, bytes);
        Hex.AssertSame(expected, image.AsSpan(sector * Sector, Sector));
    }
}
