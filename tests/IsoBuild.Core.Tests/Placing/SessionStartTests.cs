using System.Buffers.Binary;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Partitions;
using IsoBuild.Reading;

namespace IsoBuild.Core.Tests.Placing;

/// <summary>Images whose addresses count from a sector of a disc: what mkisofs writes for <c>-C A,B</c>.</summary>
public sealed class SessionStartTests : IDisposable
{
    private const int Start = 45_000;

    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Nothing but addresses differs, and each by the same.</summary>
    [Theory]
    [InlineData(ImageFormats.Iso9660)]
    [InlineData(ImageFormats.Default)]
    [InlineData(ImageFormats.Default | ImageFormats.Iso1999)]
    public void Every_address_is_further_on_and_nothing_else_changes(ImageFormats formats)
    {
        byte[] plain = Builder(0, formats).ToBytes(), shifted = Builder(Start, formats).ToBytes();
        List<(int At, uint Block, bool IsEmpty)> fields = Fields(plain, 0), moved = Fields(shifted, Start);

        Assert.Equal(fields.Select(field => (field.At, field.IsEmpty ? field.Block : field.Block + Start)), moved.Select(field => (field.At, field.Block)));
        byte[] back = [.. shifted];
        foreach ((int at, _, _) in fields)
        {
            plain.AsSpan(at, 4).CopyTo(back.AsSpan(at));
        }

        // The other halves of both-endian numbers, and of the path tables that are stored a second time.
        for (int i = 0; i < plain.Length - 3; i++)
        {
            if (plain[i] != back[i] && FindAddress(plain, back, i) is { } at)
            {
                plain.AsSpan(at, 4).CopyTo(back.AsSpan(at));
            }
        }

        Assert.Equal(plain, back);
        Assert.Equal(Sectors(plain), Sectors(shifted));
    }

    /// <summary>What others write, with and without the option, differs in the same fields by the same number; the size of the volume is that of the image in both.</summary>
    [ToolTheory("genisoimage", "xorriso")]
    [InlineData("genisoimage", "-quiet")]
    [InlineData("xorriso", "-as", "mkisofs", "-quiet")]
    public void As_others_do(string tool, params string[] more)
    {
        Tree();
        string tree = folder.Combine("tree");
        string[] dates = tool == "xorriso" ? ["--modification-date=2024010203040500", "--set_all_file_dates", "2024010203040500"] : [];
        CommandLine.Run(tool, [.. more, .. dates, "-R", "-J", "-o", folder.Combine("plain.iso"), tree]).EnsureSuccess();
        CommandLine.Run(tool, [.. more, .. dates, "-R", "-J", "-C", $"0,{Start}", "-o", folder.Combine("shifted.iso"), tree]).EnsureSuccess();
        byte[] theirPlain = File.ReadAllBytes(folder.Combine("plain.iso")), theirs = File.ReadAllBytes(folder.Combine("shifted.iso"));
        byte[] ours = new ImageBuilder(Images.Small with { SessionStart = Start }).AddDirectory("", tree).ToBytes();

        // From where the first address differs by that, every one does: theirs lie elsewhere, since their other sessions leave out a sector or two.
        Assert.All(Fields(theirs, Start), field => Assert.True(field.Block >= Start));
        Assert.All(Fields(ours, Start), field => Assert.True(field.IsEmpty ? field.Block == 0 : field.Block >= Start));
        Assert.Equal(Fields(theirPlain, 0).Count, Fields(theirs, Start).Count);
        Assert.True(Sectors(theirs) < Start && Sectors(ours) < Start);
        using IsoImage read = IsoImage.Open(new MemoryStream(theirs), new OpenOptions { SessionStart = Start });
        Assert.Equal(["/a.txt content", "/d/b.bin 5000 bytes", "/empty "], Shown(read));
        using IsoImage own = IsoImage.Open(new MemoryStream(ours), new OpenOptions { SessionStart = Start });
        Assert.Equal(Shown(read), Shown(own));
    }

    /// <summary>isoinfo's -N is told the same number.</summary>
    [ToolFact("isoinfo")]
    public void Isoinfo_reads_it()
    {
        string path = folder.Combine("session.iso");
        Builder(Start).Write(path).EnsureSuccess();
        Assert.Equal("content", CommandLine.Run("isoinfo", ["-R", "-N", $"{Start}", "-x", "/a.txt", "-i", path]).EnsureSuccess().Output.Trim());
    }

    /// <summary>Padded to its place, it is an image like others.</summary>
    [Fact]
    public void At_its_place_it_needs_no_telling()
    {
        byte[] disc = [.. new byte[300 * 2048], .. Builder(300).ToBytes()];
        using IsoImage opened = IsoImage.Open(new MemoryStream(disc));
        Assert.Equal(["/a.txt content", "/d/b.bin 5000 bytes", "/empty "], Shown(opened));
    }

    [Fact]
    public void Alone_it_is_refused_with_the_number_and_read_with_it()
    {
        byte[] image = Builder(Start).ToBytes();
        ImageException refused = Assert.Throws<ImageException>(() => IsoImage.Open(new MemoryStream(image)));
        Assert.Equal(DiagnosticId.SessionAlone, refused.Diagnostic.Id);
        Assert.Contains($"with {Start} as its session start", refused.Diagnostic.Message, StringComparison.Ordinal);

        using IsoImage opened = IsoImage.Open(new MemoryStream(image), new OpenOptions { SessionStart = Start });
        Assert.Equal(["/a.txt content", "/d/b.bin 5000 bytes", "/empty "], Shown(opened));
        Assert.Contains(opened.Layout.Regions, region => region.Name == "primary" && region.Sector == Start + 16);
        Assert.Throws<ArgumentOutOfRangeException>(() => new OpenOptions { SessionStart = -1 });
    }

    [Fact]
    public void What_has_places_of_its_own_is_refused()
    {
        Assert.Equal(DiagnosticId.SessionStartImpossible, Error(Builder(-1)));
        Assert.Equal(DiagnosticId.SessionStartImpossible, Error(Builder(Start, ImageFormats.Default | ImageFormats.Udf)));
        Assert.Equal(DiagnosticId.SessionStartImpossible, Error(Builder(Start).AddBootEntry(new BootEntry { ImagePath = "a.txt" })));
        Assert.Equal(DiagnosticId.SessionStartImpossible, Error(new ImageBuilder(Images.Small with { SessionStart = Start, Hybrid = new HybridOptions { NoBootCode = true } }).AddFile("a", new byte[1])));

        static DiagnosticId Error(ImageBuilder builder) => Assert.Single(builder.Plan().Diagnostics, found => found.Severity == DiagnosticSeverity.Error).Id;
    }

    private static ImageBuilder Builder(int start, ImageFormats formats = ImageFormats.Default) =>
        new ImageBuilder(Images.Small with { SessionStart = start, Formats = formats })
            .AddFile("a.txt", "content"u8.ToArray()).AddFile("d/b.bin", new byte[5000]).AddFile("empty", Array.Empty<byte>());

    private void Tree()
    {
        folder.Write("tree/a.txt", "content");
        folder.Write("tree/d/b.bin", new byte[5000]);
        folder.Write("tree/empty", "");
    }

    private static string[] Shown(IsoImage image) =>
        [.. image.ContentOf(ImageFormats.RockRidge)!.Nodes.OfType<ContentFile>().Select(file => $"{file.Path} {(file.Length == 5000 ? "5000 bytes" : System.Text.Encoding.ASCII.GetString(file.ReadAll()))}").Order(StringComparer.Ordinal)];

    private static uint Sectors(byte[] image) => BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan((16 * 2048) + 80));

    /// <summary>Where a number begins that has one value here and, by the start of the session more, another one there.</summary>
    private static int? FindAddress(byte[] plain, byte[] shifted, int difference)
    {
        for (int at = Math.Max(0, difference - 3); at <= difference; at++)
        {
            if (BinaryPrimitives.ReadUInt32BigEndian(plain.AsSpan(at)) + Start == BinaryPrimitives.ReadUInt32BigEndian(shifted.AsSpan(at))
                || BinaryPrimitives.ReadUInt32LittleEndian(plain.AsSpan(at)) + Start == BinaryPrimitives.ReadUInt32LittleEndian(shifted.AsSpan(at)))
            {
                return at;
            }
        }

        return null;
    }

    /// <summary>The little-endian addresses of all descriptors, path tables and directories, by the standard's offsets (ECMA-119 8.4, 9.1, 9.4).</summary>
    private static List<(int At, uint Block, bool IsEmpty)> Fields(byte[] image, int start)
    {
        List<(int, uint, bool)> fields = [];
        for (int sector = 16; image[sector * 2048] != 255; sector++)
        {
            int descriptor = sector * 2048;
            if (image[descriptor] is not (1 or 2))
            {
                continue;
            }

            Add(descriptor + 140, isEmpty: false);
            Add(descriptor + 156 + 2, isEmpty: false);
            int table = (int)(Number(descriptor + 140) - start) * 2048;
            int end = table + (int)Number(descriptor + 132);
            for (int at = table; at < end; at += 8 + image[at] + (image[at] & 1))
            {
                Add(at + 2, isEmpty: false);
                int directory = (int)(Number(at + 2) - start) * 2048;
                int length = (int)Number(directory + 10);
                for (int record = directory; record < directory + length;)
                {
                    if (image[record] == 0)
                    {
                        record = (record / 2048 + 1) * 2048;
                        continue;
                    }

                    Add(record + 2, isEmpty: Number(record + 10) == 0);
                    record += image[record];
                }
            }
        }

        return fields;

        void Add(int at, bool isEmpty) => fields.Add((at, Number(at), isEmpty));

        uint Number(int at) => BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan(at));
    }
}
