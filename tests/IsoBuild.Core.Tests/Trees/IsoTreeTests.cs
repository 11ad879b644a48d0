using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;

namespace IsoBuild.Core.Tests.Trees;

/// <summary>Records, names and limits of ISO 9660 at their edges, by the clauses of ECMA-119.</summary>
public class IsoTreeTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    /// <summary>Records do not cross sectors (6.8.1.1): 2 of 34 bytes and 45 of 44 are 2048, and fill one.</summary>
    [Theory]
    [InlineData(45, 1)]
    [InlineData(46, 2)]
    public void Records_fill_a_sector_to_its_end(int files, int sectors)
    {
        ImageBuilder builder = new(Images.Small with { Formats = ImageFormats.Iso9660 });
        for (int i = 0; i < files; i++)
        {
            builder.AddFile($"file{i:D2}.tx", new byte[1]);
        }

        byte[] image = builder.ToBytes();
        Assert.Equal(sectors * 2048, Root(image, 16).Length);
        Assert.Equal(files, Records(image, 16).Count - 2);
    }

    /// <summary>At level 1, a directory's identifier has at most 8 characters (10.1), otherwise 31 (7.6.3): also with what tells it from another.</summary>
    [Theory]
    [InlineData(1, 8)]
    [InlineData(3, 31)]
    public void Directories_of_names_that_begin_alike(int level, int most)
    {
        byte[] image = new ImageBuilder(Images.Small with { Formats = ImageFormats.Iso9660, IsoLevel = level })
            .AddEmptyDirectory(new string('n', 40) + "1").AddEmptyDirectory(new string('n', 40) + "2").ToBytes();

        string[] names = [.. Records(image, 16).Skip(2).Select(record => record.Name)];
        Assert.Equal(2, names.Distinct().Count());
        Assert.All(names, name => Assert.Equal(most, name.Length));
    }

    [Theory]
    [InlineData("ABCDEFGH", true, 1)]
    [InlineData("ABCDEFGHI", true, 2)]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZABCDE", true, 2)]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEF", true, 4)]
    [InlineData("ABCDEFGH.TXT", false, 1)]
    [InlineData("ABCDEFGH.TEXT", false, 2)]
    public void Levels_of_identifiers(string identifier, bool isDirectory, int level) => Assert.Equal(level, IsoNames.LevelOf(identifier, isDirectory));

    [Theory]
    [InlineData("RR_MOVED", true)]
    [InlineData("rr_moved", true)]
    [InlineData("_RR_MOVE", true)]
    [InlineData("RR_MOVE", false)]
    [InlineData("RR_MOVES", false)]
    public void The_directory_of_those_that_moved(string identifier, bool isIt) => Assert.Equal(isIt, Relocation.IsTarget(identifier));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\u00e9t\u00e9", "_t_")]
    [InlineData("a\U0001F600b", "a_b")]
    public void Texts_in_ascii(string text, string ascii) => Assert.Equal(ascii, IsoText.ToAscii(text));

    /// <summary>The root's level is the first, and the eighth the last (6.8.2.1).</summary>
    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "A directory is below level 8, the deepest at level 9")]
    [InlineData(2, "2 directories are below level 8, the deepest at level 10")]
    public void Directories_that_lie_deep(int below, string? reported)
    {
        string path = string.Join('/', Enumerable.Range(2, 7 + below));
        PlanResult plan = new ImageBuilder(Images.Small with { Formats = ImageFormats.Iso9660 }).AddEmptyDirectory(path).Plan();

        AssertReported(plan, DiagnosticId.PathBeyondStandard, reported);
    }

    /// <summary>Directories of 31 characters, one more for each, and a file whose identifier with version is 15 or 16 characters long: 255 are allowed (6.8.2.1).</summary>
    [Theory]
    [InlineData("12345678901.A", 1, 255, null)]
    [InlineData("123456789012.A", 1, 256, "A path of the ISO 9660 tree is longer than 255 characters, the longest 256")]
    [InlineData("123456789012.A", 2, 256, "2 paths of the ISO 9660 tree are longer than 255 characters, the longest 256")]
    public void Paths_that_are_long(string name, int files, int length, string? reported)
    {
        // Seven below each other, and one of 15 characters: 7 * 32 + 16.
        string directory = string.Join('/', Enumerable.Range(0, 7).Select(_ => new string('D', 31)));
        ImageBuilder builder = new(Images.Small with { Formats = ImageFormats.Iso9660 });
        int room = length - (7 * 32) - 2;
        for (int i = 0; i < files; i++)
        {
            builder.AddFile($"{directory}/{name.PadLeft(room, (char)('A' + i))}", new byte[1]);
        }

        AssertReported(builder.Plan(), DiagnosticId.PathBeyondStandard, reported);
    }

    /// <summary>A field of 128 bytes holds 64 characters in Joliet.</summary>
    [Theory]
    [InlineData(64, 0)]
    [InlineData(65, 1)]
    public void Texts_that_joliet_has_no_room_for(int length, int told)
    {
        PlanResult plan = new ImageBuilder(Images.Small with { Publisher = new string('P', length) }).AddFile("f", new byte[1]).Plan();

        Diagnostic[] altered = [.. plan.Diagnostics.Where(diagnostic => diagnostic.Id == DiagnosticId.VolumeFieldAltered)];
        Assert.Equal(told, altered.Length);
        Assert.All(altered, diagnostic => Assert.Contains($"\"{new string('P', 64)}\"", diagnostic.Message, StringComparison.Ordinal));
    }

    /// <summary>The field of the copyright file has 37 bytes (8.4.23), at byte 702 of the descriptor.</summary>
    [Theory]
    [InlineData(37, default(ImageFormats), null)]
    [InlineData(38, default(ImageFormats), "longer")]
    [InlineData(10, ImageFormats.Iso1999, "hidden")]
    public void Files_that_a_descriptor_names(int length, ImageFormats hidden, string? reported)
    {
        string name = new('c', length);
        ImageBuilder builder = new ImageBuilder(Images.Small with { Formats = ImageFormats.Iso1999, CopyrightFile = name }).AddFile(name, new byte[1], new EntryOptions { HiddenFrom = hidden });

        AssertReported(builder.Plan(), DiagnosticId.DescriptorFileUnnamed, reported);
        Assert.Equal((reported is null ? name : "").PadRight(37), Encoding.ASCII.GetString(builder.ToBytes(), (17 * 2048) + 702, 37));
    }

    /// <summary>Where Rock Ridge says where a link leads, its record has no content, and the link's own date; in Joliet it is the file, with the file's.</summary>
    [Fact]
    public void Records_of_links()
    {
        string file = temp.Write("file", "12345");
        File.SetLastWriteTimeUtc(file, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        byte[] image = new ImageBuilder(Images.Small with { FileDates = FileDates.Preserve }).AddFile("file", file).AddLink("link", "file").ToBytes();

        Record link = Records(image, 16).Single(record => record.Name.StartsWith("LINK", StringComparison.Ordinal));
        Assert.Equal((0, 80), (link.Length, link.Date[0]));
        List<Record> joliet = Records(image, 17);
        Assert.Equal([(5, 101), (5, 101)], joliet.Skip(2).Select(record => (record.Length, (int)record.Date[0])));
        Assert.Single(joliet.Skip(2).Select(record => record.Block).Distinct());
    }

    /// <summary>Extensions of up to 32 bytes, with their dot, stay when a name is cut.</summary>
    [Theory]
    [InlineData(31, true)]
    [InlineData(32, false)]
    public void Extensions_of_names_that_are_cut(int letters, bool stays)
    {
        string name = new string('n', 190) + "." + new string('x', letters);
        string source = temp.Write("source", "1");
        PlanResult plan = new ImageBuilder(Images.Small with { Formats = ImageFormats.Iso1999 }).AddFile(name, source).Plan();

        Diagnostic altered = Assert.Single(plan.Diagnostics, diagnostic => diagnostic.Id == DiagnosticId.Iso1999NameAltered);
        string expected = stays ? new string('n', 207 - 32) + "." + new string('x', 31) : name[..207];
        Assert.Contains($" {expected} ", altered.Message, StringComparison.Ordinal);
        Assert.Equal(source, altered.SourcePath);
    }

    /// <summary>The field of the checksum counts as spaces, also where it lies across two of the pieces, of 1 MiB, that are read.</summary>
    [Theory]
    [InlineData((1 << 20) - 100)]
    [InlineData((1 << 20) - 512)]
    [InlineData(1 << 20)]
    public void The_field_of_the_checksum_anywhere(int field)
    {
        byte[] image = new byte[(1 << 20) + 5000];
        new Random(1).NextBytes(image);
        MediaSums sums = new(image.Length, skippedSectors: 1);
        sums.Compute(field, (offset, destination) => image.AsSpan((int)offset, destination.Length).TryCopyTo(destination), CancellationToken.None);

        byte[] counted = image[..^2048];
        counted.AsSpan(field, 512).Fill((byte)' ');
        Assert.Equal(Convert.ToHexStringLower(MD5.HashData(counted)), sums.Md5);
    }

    private static void AssertReported(PlanResult plan, DiagnosticId id, string? words)
    {
        Diagnostic[] found = [.. plan.Diagnostics.Where(diagnostic => diagnostic.Id == id)];
        Assert.Equal(words is null ? 0 : 1, found.Length);
        Assert.All(found, diagnostic => Assert.Contains(words!, diagnostic.Message, StringComparison.Ordinal));
    }

    /// <summary>The root's extent and size, from its record in a volume descriptor (8.4.18).</summary>
    private static (int Block, int Length) Root(byte[] image, int sector)
    {
        ReadOnlySpan<byte> record = image.AsSpan((sector * 2048) + 156, 34);
        return (BinaryPrimitives.ReadInt32LittleEndian(record[2..]), BinaryPrimitives.ReadInt32LittleEndian(record[10..]));
    }

    /// <summary>The records of the root (9.1).</summary>
    private static List<Record> Records(byte[] image, int sector)
    {
        (int block, int length) = Root(image, sector);
        List<Record> records = [];
        for (int at = block * 2048; at < (block * 2048) + length;)
        {
            ReadOnlySpan<byte> record = image.AsSpan(at, image[at]);
            if (record.IsEmpty)
            {
                at = (at / 2048 + 1) * 2048;
                continue;
            }

            records.Add(new Record(
                BinaryPrimitives.ReadInt32LittleEndian(record[2..]),
                BinaryPrimitives.ReadInt32LittleEndian(record[10..]),
                record.Slice(18, 7).ToArray(),
                Encoding.ASCII.GetString(record.Slice(33, record[32]))));
            at += record.Length;
        }

        return records;
    }

    private sealed record Record(int Block, int Length, byte[] Date, string Name);
}
