using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;
using IsoBuild.Reading;

namespace IsoBuild.Core.Tests.Reading;

/// <summary>Where files and directories lie, and what is told where they do not (ECMA-119 6.4, 6.5, 9.1).</summary>
public sealed class FilePlaceTests
{
    private const int Sector = Disc.Sector;

    /// <summary>Of a set of several volumes (ECMA-119 8.4.13, 8.4.14, 9.1.9), a number of none of them says nothing, and so does the one that the root has.</summary>
    [Theory]
    [InlineData(1, 2, 1, 2, true)]
    [InlineData(1, 3, 1, 3, true)]
    [InlineData(2, 3, 2, 1, true)]
    [InlineData(1, 3, 1, 4, false)]
    [InlineData(1, 3, 1, 0, false)]
    [InlineData(1, 3, 1, 1, false)]
    [InlineData(1, 3, 2, 2, false)]
    [InlineData(1, 3, 2, 3, true)]
    [InlineData(2, 1, 2, 1, false)] // The only volume of a set.
    [InlineData(2, 0, 2, 1, false)]
    public void What_lies_on_another_volume_is_known(int number, int count, int root, int ofFile, bool expected) =>
        Assert.Equal(expected, new PlaceInSet(number, count, root).IsElsewhere(ofFile));

    /// <summary>The file begins at sector 40. Units of two sectors with gaps of three are at 40, 41, 45, 46 and 50.</summary>
    [Theory]
    [InlineData(50 * Sector, 4 * Sector)]
    [InlineData(51 * Sector, 5 * Sector)]
    [InlineData((50 * Sector) + 7, (4 * Sector) + 7)]
    [InlineData(49 * Sector, 4 * Sector)]
    [InlineData(47 * Sector, 4 * Sector)]
    [InlineData((46 * Sector) + 100, (3 * Sector) + 100)]
    [InlineData(46 * Sector, 3 * Sector)]
    [InlineData(45 * Sector, 2 * Sector)]
    [InlineData(43 * Sector, 2 * Sector)]
    [InlineData(42 * Sector, 2 * Sector)]
    [InlineData(41 * Sector, Sector)]
    [InlineData(40 * Sector, 0)]
    [InlineData(39 * Sector, 0)]
    public void An_interleaved_file_is_cut_off_with_the_image(long length, long expected) => CheckCut(length, 5 * Sector, unit: 2, expected);

    [Theory]
    [InlineData(42 * Sector, 2 * Sector)]
    [InlineData((42 * Sector) - 1, (2 * Sector) - 1)]
    [InlineData((40 * Sector) + 1, 1)]
    [InlineData(40 * Sector, 0)]
    [InlineData(39 * Sector, 0)]
    public void A_file_is_cut_off_with_the_image(long length, long expected) => CheckCut(length, 2 * Sector, unit: 0, expected);

    private static void CheckCut(long imageLength, uint length, byte unit, long expected)
    {
        byte[] all = new Disc { Length = 52 * Sector }.Directory(20, Disc.Record("A.;1", 40, length, unit: unit, gap: (byte)(unit > 0 ? 3 : 0))).ToBytes();
        using IsoImage image = IsoImage.Open(new MemoryStream(all[..(int)imageLength]));
        ContentFile file = (ContentFile)image.Content.Find("A")!;
        Assert.Equal(expected, file.Length);
        Assert.Equal(expected < length ? ["Error ISOB3002 /A"] : [], image.Diagnostics.Select(found => $"{found.Severity} {found.Code} {found.Item}"));
        Assert.Equal(expected < length, file.Finding is not null);
        Assert.All(image.Diagnostics, found => Assert.Contains($"at byte 81920, {length} bytes long, goes beyond the image's end at {imageLength}", found.Message, StringComparison.Ordinal));
    }

    /// <summary>bsdtar writes block FFFFFFFF for a file that lies nowhere.</summary>
    [Theory]
    [InlineData(0xFFFFFFFF)]
    [InlineData(0u)]
    [InlineData(20u)]
    public void An_empty_file_lies_nowhere(uint block)
    {
        using IsoImage image = new Disc().Directory(20, Disc.Record("A.;1", block, 0)).Open();
        Assert.Empty(image.Diagnostics);
        Assert.Equal(0, ((ContentFile)image.Content.Find("A")!).Length);
        Assert.DoesNotContain(image.Layout.Regions, region => region.Kind == RegionKind.File);
    }

    /// <summary>What lies beyond the end is no part of the file, and what follows directly is one part.</summary>
    [Fact]
    public void Parts_that_are_not_there_are_not_counted()
    {
        using IsoImage image = new Disc { Length = 60 * Sector }
            .Directory(
                20,
                Disc.Record("A.;1", 30, Sector, flags: 0x80), Disc.Record("A.;1", 90, Sector, flags: 0x80), Disc.Record("A.;1", 40, 5),
                Disc.Record("B.;1", 45, Sector, flags: 0x80), Disc.Record("B.;1", 46, 9),
                Disc.Record("C.;1", 50, 100, flags: 0x80), Disc.Record("C.;1", 51, 9))
            .Open();
        Assert.Equal(["30 /A", "40 /A (extent 2 of 2)", "45 /B", "50 /C", "51 /C (extent 2 of 2)"], image.Layout.Regions.Where(region => region.Kind == RegionKind.File).Select(region => $"{region.Sector} {region.Name}"));
        Assert.Equal([Sector + 5L, Sector + 9L, 109L], image.Content.Nodes.OfType<ContentFile>().Select(file => file.Length));
        Assert.Equal(["ISOB3002 /A"], image.Diagnostics.Select(found => $"{found.Code} {found.Item}"));
    }

    /// <summary>Interleaved extents are parts of their own, even where one begins at the end of the other.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    public void Interleaved_parts_stay_apart(byte first, byte second)
    {
        using IsoImage image = new Disc { Length = 60 * Sector }
            .Directory(20, Disc.Record("A.;1", 30, Sector, flags: 0x80, unit: first, gap: first), Disc.Record("A.;1", 31, 9, unit: second, gap: second))
            .Open();
        Assert.Equal(2, image.Layout.Regions.Count(region => region.Kind == RegionKind.File));
    }

    /// <summary>Some writers give only the first record its Rock Ridge fields, and some only the last.</summary>
    [Theory]
    [InlineData(0x81A4u, 0u, 0x1A4)]
    [InlineData(0u, 0x8180u, 0x180)]
    [InlineData(0x81A4u, 0x8180u, 0x1A4)]
    public void One_record_of_a_file_has_its_attributes(uint first, uint second, int expected)
    {
        byte[] name = Susp.NM("file");
        using IsoImage image = new Disc { Length = 60 * Sector }
            .PosixRoot(
                Disc.Record("A.;1", 30, Sector, 0x80, first > 0 ? [.. name, .. Susp.PX(first, 7)] : name),
                Disc.Record("A.;1", 40, 9, 0, second > 0 ? Susp.PX(second, 8) : null))
            .Open();
        ContentFile file = Assert.Single(image.Content.Nodes.OfType<ContentFile>());
        Assert.Equal(("file", expected, first > 0 ? 7u : 8u), (file.Name, (int)file.Mode!.Value, file.OwnerId));
    }

    /// <summary>A record goes on with the file before it when that goes on, and its name is the same.</summary>
    [Theory]
    [InlineData(0x80, "A.;1", 0, 1)]
    [InlineData(0x00, "A.;1", 0, 1)] // Twice the same name: the second is not shown.
    [InlineData(0x80, "B.;1", 0, 2)]
    [InlineData(0x80, "A.;2", 0, 1)]
    [InlineData(0x80, "A.;11", 0, 1)]
    [InlineData(0x80, "A.;1", 2, 1)] // A directory.
    public void Records_belong_to_a_file_by_name(byte flags, string second, byte ofSecond, int expected)
    {
        using IsoImage image = new Disc { Length = 60 * Sector }
            .Directory(20, Disc.Record("A.;1", 30, Sector, flags), Disc.Record(second, 31, 9, ofSecond))
            .Put(31, [.. Disc.Record([0], 31, 34, 2)])
            .Open();
        bool goesOn = flags == 0x80 && second == "A.;1" && ofSecond == 0;
        ContentFile[] files = [.. image.Content.Nodes.OfType<ContentFile>()];
        Assert.Equal(goesOn, files.Any(file => file.Length == Sector + 9));
        Assert.Equal(flags == 0x80 && !goesOn, image.Diagnostics.Any(found => found.Message.Contains("no record of one follows", StringComparison.Ordinal)));
        Assert.Equal(expected, files.Length);
    }

    /// <summary>The root has two records of itself: that of the descriptor, and its own. StarBurn's own have the last year there is.</summary>
    [Theory]
    [InlineData(0x66, 2002)]
    [InlineData(0xFF, 2001)]
    [InlineData(0xFE, 2154)]
    public void The_date_of_the_root(byte year, int expected)
    {
        byte[] bytes = new Disc().Directory(20).ToBytes();
        bytes[(16 * Sector) + 156 + 18] = 101;
        bytes[(20 * Sector) + 18] = year;
        using IsoImage image = IsoImage.Open(new MemoryStream(bytes));
        Assert.Equal(expected, image.Content.Root.Modified!.Value.Year);
    }

    /// <summary>Whole directories, to the last byte; nothing of one that is said to go on beyond the end.</summary>
    [Theory]
    [InlineData(41, 2048, null)]
    [InlineData(41, 2049, "ISOB3002")]
    [InlineData(40, 2048, "ISOB3002")]
    [InlineData(41, 0, "ISOB3003")]
    public void A_directory_lies_within_the_image(long sectors, uint length, string? code)
    {
        byte[] bytes = new Disc { Length = 41 * Sector }.Directory(20, Disc.Record("D", 40, length, 2)).DirectoryWith(40, Sector, [], [Disc.Record("F.;1", 0, 0)]).ToBytes();
        using IsoImage image = IsoImage.Open(new MemoryStream(bytes[..(int)(sectors * Sector)]));
        Assert.Equal(code is null ? [] : [$"{code} /D"], image.Diagnostics.Select(found => $"{found.Code} {found.Item}"));
        Assert.Equal(code is null, image.Content.Find("D/F") is not null);
        Assert.Equal(code is null, image.Layout.Regions.Any(region => region.Name == "iso9660 /D"));
    }

    /// <summary>64 sectors without a record end a directory: 63 do not.</summary>
    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void Empty_sectors_end_a_directory(int empty, bool isFound)
    {
        byte[] records = [.. Disc.Record([0], 30, 66 * Sector, 2), .. Disc.Record([1], 20, Sector, 2)];
        byte[] directory = new byte[66 * Sector];
        records.CopyTo(directory, 0);
        Disc.Record("F.;1", 0, 0).CopyTo(directory, (empty + 1) * Sector);
        using IsoImage image = new Disc().Directory(20, Disc.Record("D", 30, 66 * Sector, 2)).Put(30, directory).Open();
        Assert.Equal(isFound, image.Content.Find("D/F") is not null);
        Assert.Equal(isFound ? [] : ["ISOB3003 /D"], image.Diagnostics.Select(found => $"{found.Code} {found.Item}"));
    }

    /// <summary>Identifiers of files end with a version, a number of nothing but digits (ECMA-119 7.5.1).</summary>
    [Theory]
    [InlineData("A.TXT;1", "A.TXT", 1)]
    [InlineData("A.TXT;32767", "A.TXT", 32_767)]
    [InlineData("A.TXT;", "A.TXT;", 0)]
    [InlineData("A.TXT; 1", "A.TXT; 1", 0)]
    [InlineData("A.TXT;+1", "A.TXT;+1", 0)]
    [InlineData("A;1;2", "A;1", 2)]
    [InlineData(";1", "", 1)]
    [InlineData("A", "A", 0)]
    [InlineData("A;99999999999", "A;99999999999", 0)]
    public void A_version_is_digits_behind_the_last_semicolon(string identifier, string name, int version)
    {
        Assert.Equal(name, RecordNames.WithoutVersion(identifier, out int found).ToString());
        Assert.Equal(version, found);
    }

    [Theory]
    [InlineData("", "_")]
    [InlineData(".", "_")]
    [InlineData("..", "_")]
    [InlineData("/", "_")]
    [InlineData("a/b", "a_b")]
    [InlineData("a\0b/", "a_b_")]
    [InlineData("...", null)]
    [InlineData("a\\b", null)]
    [InlineData("_", null)]
    public void Names_that_lead_elsewhere_are_disarmed(string name, string? expected)
    {
        Assert.Equal(expected is not null, RecordNames.IsHarmful(name));
        Assert.Equal(expected ?? name, RecordNames.Disarm(name));
    }

    /// <summary>Plain names of files that have no extension end with a dot, which is no part of them; those of directories and of Joliet have none.</summary>
    [Theory]
    [InlineData(0, nameof(IdentifierKind.Plain), "A.;1", "A")]
    [InlineData(0, nameof(IdentifierKind.Plain), "A.", "A")]
    [InlineData(2, nameof(IdentifierKind.Plain), "A.", "A.")]
    [InlineData(2, nameof(IdentifierKind.Plain), "A;1", "A;1")]
    [InlineData(0, nameof(IdentifierKind.Joliet), "\0A\0.\0;\0" + "1", "A.")]
    [InlineData(2, nameof(IdentifierKind.Joliet), "\0A\0;\0" + "1", "A;1")]
    [InlineData(0, nameof(IdentifierKind.Enhanced), "A.;1", "A.;1")]
    public void A_dot_at_the_end(byte flags, string kind, string identifier, string expected) =>
        Assert.Equal(expected, RecordNames.Decode(new Iso9660.DirectoryRecord(Disc.Record(identifier, 0, 0, flags)), Enum.Parse<IdentifierKind>(kind), isUtf8: false, new NameBuffer()).Name.ToString());

    /// <summary>Padding is spaces or zeros; bytes that are no UTF-8 are Latin-1; a field of odd length ends within a character.</summary>
    [Theory]
    [InlineData("41 42 20 20 00 00", false, "AB")]
    [InlineData("20 41 20", false, " A")]
    [InlineData("C3 A9 20", false, "\u00E9")]
    [InlineData("E9 20", false, "\u00E9")]
    [InlineData("0041 0042 0020 00", true, "AB")]
    [InlineData("00E9 0000", true, "\u00E9")]
    [InlineData("", false, "")]
    public void Texts_of_descriptors(string field, bool isWide, string expected) => Assert.Equal(expected, DescriptorSet.Text(Records.Hex.Bytes(field), isWide));

    /// <summary>ECMA-119 8.1.1 and 8.5.6, Joliet's three levels of UCS-2, and ISO 9660:1999 8.5.2.</summary>
    [Theory]
    [InlineData(0, 1, "", VolumeDescriptorKind.BootRecord)]
    [InlineData(1, 1, "", VolumeDescriptorKind.Primary)]
    [InlineData(2, 1, "%/@", VolumeDescriptorKind.Joliet)]
    [InlineData(2, 1, "%/C", VolumeDescriptorKind.Joliet)]
    [InlineData(2, 1, "%/E", VolumeDescriptorKind.Joliet)]
    [InlineData(2, 1, "%/F", VolumeDescriptorKind.Supplementary)]
    [InlineData(2, 2, "", VolumeDescriptorKind.Enhanced)]
    [InlineData(2, 2, "%/E", VolumeDescriptorKind.Joliet)]
    [InlineData(2, 1, "", VolumeDescriptorKind.Supplementary)]
    [InlineData(3, 1, "", VolumeDescriptorKind.Partition)]
    [InlineData(255, 1, "", VolumeDescriptorKind.Terminator)]
    [InlineData(4, 1, "", VolumeDescriptorKind.Unknown)]
    public void Kinds_of_descriptors(byte type, byte version, string escape, VolumeDescriptorKind expected)
    {
        byte[] sector = new byte[Sector];
        (sector[0], sector[6]) = (type, version);
        System.Text.Encoding.ASCII.GetBytes(escape).CopyTo(sector, 88);
        Assert.Equal(expected, DescriptorSet.KindOf(sector));
    }

    /// <summary>Rows: the sectors from 16 on, by their types, and how many are descriptors: 64 are read, and none behind a terminator or what is none.</summary>
    [Theory]
    [InlineData("1 255 3", 2)]
    [InlineData("1 3 3 - 3", 3)]
    [InlineData("3 1 255", 3)]
    [InlineData("0 2 3 1", 4)]
    public void Descriptors_follow_each_other(string types, int expected)
    {
        byte[] primary = new Disc().Directory(20).ToBytes()[(16 * Sector)..(17 * Sector)];
        string[] each = types.Split(' ');
        SparseBytes bytes = new(200 * Sector);
        for (int i = 0; i < each.Length; i++)
        {
            byte[] sector = [.. primary];
            sector[0] = each[i] == "-" ? (byte)3 : byte.Parse(each[i], System.Globalization.CultureInfo.InvariantCulture);
            sector[1] = each[i] == "-" ? (byte)'X' : (byte)'C';
            bytes.Put((16 + i) * Sector, sector);
        }

        DescriptorSet set = DescriptorSet.Read(bytes.Open(), 0);
        Assert.Equal((expected, 16L, "DISC", 20L), (set.All.Count, set.FirstSector, set.VolumeId, set.Root));
        Assert.True(DescriptorSet.IsThere(bytes.Open(), 0));
        Assert.False(DescriptorSet.IsThere(bytes.Open(), 100));
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void So_many_descriptors_are_read(int before, bool isFound)
    {
        byte[] primary = new Disc().Directory(20).ToBytes()[(16 * Sector)..(17 * Sector)];
        SparseBytes bytes = new(200 * Sector);
        for (int i = 0; i < before; i++)
        {
            bytes.Put((16 + i) * Sector, Records.Hex.Bytes("03 'CD001' 01"));
        }

        bytes.Put((16 + before) * Sector, primary);
        if (isFound)
        {
            Assert.Equal(64, DescriptorSet.Read(bytes.Open(), 0).All.Count);
        }
        else
        {
            Diagnostic refused = Assert.Throws<ImageException>(() => DescriptorSet.Read(bytes.Open(), 0)).Diagnostic;
            Assert.Equal(DiagnosticId.NotAnImage, refused.Id);
            Assert.Contains("from byte 32768 on", refused.Message, StringComparison.Ordinal);
        }
    }
}
