using System.Buffers.Binary;
using IsoBuild.Content;
using IsoBuild.Core.Tests.Trees;
using IsoBuild.Diagnostics;
using IsoBuild.Extraction;

namespace IsoBuild.Core.Tests.Reading;

/// <summary>What records, fields and descriptors say that changes what content is, and that is damaged or not understood: nobody gets other bytes for the file without a word.</summary>
public sealed class DoubtfulFileTests : IDisposable
{
    private const int Sector = Disc.Sector;
    private const int SequenceNumber = 28;

    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    /// <summary>An extent lies on the volume that its record names (ECMA-119 9.1.9): of a set of two discs, the other has the file.</summary>
    [Fact]
    public void Files_of_another_disc()
    {
        byte[] elsewhere = Numbered(Disc.Record("B.;1", 31, 4), 2);
        byte[] image = new Disc().Directory(20, Disc.Record("A.;1", 30, 4), elsewhere, Numbered(Disc.Record("DIR", 25, Sector, flags: 2), 2)).Put(30, "this"u8.ToArray()).Put(31, "that"u8.ToArray()).ToBytes();
        PutPlace(image, count: 2, number: 1, ofRoot: 1);
        using IsoImage opened = IsoImage.Open(new MemoryStream(image));

        Assert.Equal("this"u8.ToArray(), File(opened, "A").ReadAll());
        Refused(opened, "B", "ISOB3013", "is on volume 2 of a set of 2, and this is volume 1");
        Assert.Contains(opened.Diagnostics, found => found is { Code: "ISOB3013", Item: "/DIR" });
        Assert.Empty(((ContentDirectory)opened.Content.Find("DIR")!).Children);
    }

    /// <summary>Many writers number records 1 on every disc, or have no set at all: then the root's record, which lies here, has that number too.</summary>
    [Theory]
    [InlineData(2, 2, 1, 1)]
    [InlineData(1, 1, 1, 2)]
    [InlineData(3, 2, 2, 0)]
    public void Numbers_that_mean_nothing(byte count, byte number, byte ofRoot, byte ofFile)
    {
        byte[] image = new Disc().Directory(20, Numbered(Disc.Record("A.;1", 30, 4), ofFile)).Put(30, "this"u8.ToArray()).ToBytes();
        PutPlace(image, count, number, ofRoot);
        using IsoImage opened = IsoImage.Open(new MemoryStream(image));
        Assert.Empty(opened.Diagnostics);
        Assert.Equal("this"u8.ToArray(), File(opened, "A").ReadAll());
    }

    /// <summary>Numbers are recorded twice (7.3.3). One half that is left out says nothing; one that says something else is told with the file.</summary>
    [Theory]
    [InlineData(6, 0u, false)]
    [InlineData(6, 31u, true)]
    [InlineData(14, 5u, true)]
    public void Halves_that_disagree(int field, uint value, bool isDoubtful)
    {
        byte[] record = Disc.Record("A.;1", 30, 4);
        BinaryPrimitives.WriteUInt32BigEndian(record.AsSpan(field), value);
        using IsoImage opened = new Disc().Directory(20, record).Put(30, "this"u8.ToArray()).Put(31, "that"u8.ToArray()).Open();

        ContentFile file = File(opened, "A");
        Assert.Equal("this"u8.ToArray(), file.ReadAll());
        Assert.Equal(isDoubtful ? ["Warning ISOB3003 /A"] : [], opened.Diagnostics.Select(found => $"{found.Severity} {found.Code} {found.Item}"));
        Assert.Equal(isDoubtful, file.Finding is not null);

        ExtractResult result = opened.Extract(temp.Combine("out"));
        Assert.True(result.Succeeded);
        Assert.Equal(isDoubtful, result.Diagnostics.Any(found => found is { Code: "ISOB3003", Item: "/A" }));
    }

    /// <summary>An associated file (9.1.6) is no section of the file whose name it has, wherever its record stands.</summary>
    [Fact]
    public void Associated_files_among_sections()
    {
        byte[] associated = Disc.Record("A.;1", 32, 4, flags: 4);
        using IsoImage between = new Disc()
            .Directory(20, Disc.Record("A.;1", 30, Sector, flags: 0x80), associated, Disc.Record("A.;1", 31, 4))
            .Put(30, [.. Enumerable.Repeat((byte)1, Sector)]).Put(31, "last"u8.ToArray()).Put(32, "fork"u8.ToArray())
            .Open();
        Assert.Equal([.. Enumerable.Repeat((byte)1, Sector), .. "last"u8], File(between, "A").ReadAll());
        Assert.Equal(["ISOB3011 /A"], between.Diagnostics.Select(found => $"{found.Code} {found.Item}"));

        using IsoImage behind = new Disc()
            .Directory(20, Disc.Record("A.;1", 30, Sector, flags: 0x80), associated)
            .Put(30, new byte[Sector]).Put(32, "fork"u8.ToArray())
            .Open();
        Refused(behind, "A", "ISOB3003", "no record of one follows");
    }

    /// <summary>CD-ROM XA: form 2, interleaved, and audio (System Description CD-ROM XA, II 2.7); 08 is form 1, which is like mode 1.</summary>
    [Theory]
    [InlineData(0x08, null)]
    [InlineData(0x10, "form 2 sectors")]
    [InlineData(0x28, "form 2 sectors")]
    [InlineData(0x40, "audio track")]
    public void Sectors_of_another_form(byte attributes, string? words)
    {
        byte[] use = [0, 0, 0, 0, attributes, 0x55, (byte)'X', (byte)'A', 0, 0, 0, 0, 0, 0];
        using IsoImage opened = new Disc().Directory(20, Disc.Record("A.;1", 30, 4, systemUse: use)).Put(30, "this"u8.ToArray()).Open();
        if (words is null)
        {
            Assert.Empty(opened.Diagnostics);
        }
        else
        {
            Refused(opened, "A", "ISOB3013", words);
        }
    }

    /// <summary>RRIP 1.12 4.1.7: what is stored are the parts that are no holes, behind tables.</summary>
    [Fact]
    public void Sparse_files_of_rock_ridge()
    {
        using IsoImage opened = new Disc()
            .PosixRoot(Disc.Record("A", 30, 4, 0, [.. Susp.NM("file"), .. Susp.PX(0x81A4), .. Susp.Field("SF", [.. new byte[16], 1])]))
            .Put(30, "this"u8.ToArray())
            .Open();
        Refused(opened, "file", "ISOB3013", "as a sparse file");

        ExtractResult result = opened.Extract(temp.Combine("out"));
        Assert.Equal(["ISOB3013 /file", "ISOB3037 /file"], result.Diagnostics.Select(found => $"{found.Code} {found.Item}"));
        Assert.False(System.IO.File.Exists(temp.Combine("out/file")));
    }

    /// <summary>Components with flags that the standard reserves, and fields that say that they go on where none follows.</summary>
    [Fact]
    public void Names_and_targets_that_go_on()
    {
        using IsoImage opened = new Disc()
            .PosixRoot(
                Disc.Record("A", 30, 0, 0, [.. Susp.NM("volume"), .. Susp.PX(0xA1FF), .. Susp.SL(0, (0x10, ""), (0, "x"))]),
                Disc.Record("B", 30, 0, 0, [.. Susp.NM("half"), .. Susp.PX(0xA1FF), .. Susp.SL(1, (0, "there"))]),
                Disc.Record("C", 30, 0, 0, [.. Susp.NM("cut", flags: 1), .. Susp.PX(0x81A4)]),
                Disc.Record("D", 30, 0, 0, [.. Susp.NM("who", flags: 1), .. Susp.NM("le"), .. Susp.PX(0xA1FF), .. Susp.SL(1, (0, "a")), .. Susp.SL(0, (0, "b"))]))
            .Open();

        Assert.Equal("a/b", ((ContentLink)opened.Content.Find("whole")!).Target);
        Assert.Equal(
            ["ISOB3003 Warning /cut", "ISOB3003 Warning /half", "ISOB3003 Warning /volume"],
            opened.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Warning).Select(found => $"{found.Code} {found.Severity} {found.Item}").Order(StringComparer.Ordinal));
    }

    /// <summary>A Joliet descriptor whose addresses count other blocks.</summary>
    [Fact]
    public void A_tree_of_other_blocks()
    {
        byte[] image = new ImageBuilder(new ImageOptions { Formats = ImageFormats.Default }).AddFile("Some name.txt", "x"u8.ToArray()).ToBytes();
        int joliet = 17 * Sector;
        Assert.Equal(2, image[joliet]);
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(joliet + 128), 1024);
        BinaryPrimitives.WriteUInt16BigEndian(image.AsSpan(joliet + 130), 1024);
        using IsoImage opened = IsoImage.Open(new MemoryStream(image));
        Assert.Null(opened.ContentOf(ImageFormats.Joliet));
        Assert.Contains(opened.Diagnostics, found => found is { Code: "ISOB3003", Severity: DiagnosticSeverity.Warning } && found.Message.Contains("1024 bytes. Its tree is not shown", StringComparison.Ordinal));
    }

    /// <summary>An Apple disk image may begin as the volume does, and lack its zeros further on: its trailer says how much of it there is.</summary>
    [Theory]
    [InlineData(0, 1, true)]
    [InlineData(-1, 1, false)]
    [InlineData(0, 2, false)]
    public void Apple_disk_images(int missing, uint segments, bool isPlain)
    {
        byte[] volume = new Disc { Length = 40 * Sector }.Directory(20, Disc.Record("A.;1", 30, 4)).Put(30, "this"u8.ToArray()).ToBytes();
        byte[] trailer = new byte[512];
        "koly"u8.CopyTo(trailer);
        BinaryPrimitives.WriteUInt64BigEndian(trailer.AsSpan(32), (ulong)volume.Length);
        BinaryPrimitives.WriteUInt32BigEndian(trailer.AsSpan(60), segments);
        BinaryPrimitives.WriteUInt64BigEndian(trailer.AsSpan(492), (ulong)((volume.Length / 512) - missing));
        MemoryStream image = new([.. volume, .. trailer]);
        if (isPlain)
        {
            using IsoImage opened = IsoImage.Open(image);
            Assert.Equal("this"u8.ToArray(), File(opened, "A").ReadAll());
        }
        else
        {
            Assert.Equal("ISOB3008", Assert.Throws<ImageException>(() => IsoImage.Open(image)).Diagnostic.Code);
        }
    }

    /// <summary>As genisoimage's -allow-limited-size leaves it: 5 GiB in UDF, and in the records the lower 32 bits of that.</summary>
    [Fact]
    public void Files_that_only_udf_has_whole()
    {
        const long length = (5L << 30) + 10;
        string path = temp.Combine("large.iso");
        ImageBuilder builder = new(new ImageOptions { VolumeId = "LARGE", Formats = ImageFormats.Iso9660 | ImageFormats.RockRidge | ImageFormats.Udf });
        SparseImage.Write(builder.AddFile("five", SparseImage.Hole(temp, "five", length)).AddFile("small", "x"u8.ToArray()), path);
        long record;
        using (IsoImage whole = IsoImage.Open(path))
        {
            Assert.Empty(whole.Diagnostics);
            record = whole.ContentOf(ImageFormats.RockRidge)!.Find("five")!.RecordOffset;
        }

        using (FileStream file = new(path, FileMode.Open))
        {
            byte[] fields = new byte[26];
            file.Position = record;
            file.ReadExactly(fields);
            Disc.Both32(fields, 10, unchecked((uint)length));
            fields[25] = 0;
            file.Position = record;
            file.Write(fields);
        }

        using IsoImage opened = IsoImage.Open(path);
        Refused(opened, "five", "ISOB3013", $"has {length} bytes in UDF");
        Assert.False(File(opened, "small").IsIncomplete);
        ContentFile inUdf = (ContentFile)opened.ContentOf(ImageFormats.Udf)!.Find("five")!;
        Assert.Equal((length, false), (inUdf.Length, inUdf.IsIncomplete));
    }

    private static ContentFile File(IsoImage image, string path) => (ContentFile)image.Content.Find(path)!;

    private static byte[] Numbered(byte[] record, byte number)
    {
        (record[SequenceNumber], record[SequenceNumber + 3]) = (number, number);
        return record;
    }

    /// <summary>ECMA-119 8.4.13, 8.4.14.</summary>
    private static void PutPlace(byte[] image, byte count, byte number, byte ofRoot)
    {
        Span<byte> primary = image.AsSpan(16 * Sector);
        (primary[120], primary[123], primary[124], primary[127]) = (count, count, number, number);
        (primary[156 + SequenceNumber], primary[156 + SequenceNumber + 3]) = (ofRoot, ofRoot);
    }

    private static void Refused(IsoImage image, string path, string code, string words)
    {
        ContentFile file = File(image, path);
        Assert.Contains(image.Diagnostics, found => found.Code == code && found.Item == file.Path && found.Severity == DiagnosticSeverity.Error);
        ContentException error = Assert.Throws<ContentException>(file.OpenRead);
        Assert.Equal((code, file.Path), (error.Diagnostic.Code, error.Diagnostic.Item));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }
}
