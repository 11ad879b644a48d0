using System.Globalization;
using System.Text;
using IsoBuild.Content;

namespace IsoBuild.Interop.Tests;

/// <summary>UDF as udftools and 7-Zip read it.</summary>
public sealed class UdfToolsTests : IDisposable
{
    private static readonly DateTimeOffset Timestamp = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);

    /// <summary>Names of one byte a character, of two, beyond the BMP, the longest; none that 7-Zip would write under another name.</summary>
    private static readonly Dictionary<string, string> Files = new()
    {
        ["bin/app.dll"] = new string('x', 6656),
        ["bin/empty"] = "",
        ["one"] = "1",
        ["Ünïcödé.txt"] = "latin",
        ["日本語/\U0001F600 smile"] = "wide",
        [new string('n', 250) + ".txt"] = "long",
        ["Case"] = "upper",
        ["case"] = "lower",
        ["same.txt"] = "latin",
    };

    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [ToolTheory("udfinfo")]
    [InlineData(ImageFormats.Udf, 3)]
    [InlineData(ImageFormats.Default | ImageFormats.Udf, 6)]
    public void Udfinfo_reads_the_volume(ImageFormats formats, int recognitionBlocks)
    {
        CommandResult result = Readers.Run("udfinfo", "--utf8", Write(formats, out Layout.ImageLayout layout));

        Assert.Equal("", result.Error);
        Dictionary<string, string> fields = [];
        List<string> places = [];
        foreach (string line in result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("start=", StringComparison.Ordinal))
            {
                places.Add(line);
            }
            else
            {
                fields.Add(line[..line.IndexOf('=', StringComparison.Ordinal)], line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            }
        }

        Assert.Equal(
            ("Völume", "Völume", "1.02", "1.02", "closed", "readonly", "2048"),
            (fields["label"], fields["vid"], fields["udfrev"], fields["udfwriterev"], fields["integrity"], fields["accesstype"], fields["blocksize"]));
        // The link is one more name of a file, and the root a directory.
        Assert.Equal(
            ($"{Files.Count}", "4", "0", $"{layout.SectorCount}"),
            (fields["numfiles"], fields["numdirs"], fields["freeblocks"], fields["blocks"]));
        Assert.Matches("^[0-9a-f]{16}$", fields["uuid"]);
        Assert.Equal(fields["uuid"] + "SET", fields["fullvsid"], ignoreCase: true);
        long firstSequence = 16 + recognitionBlocks;
        Layout.View partition = Assert.Single(layout.Views);
        Assert.Equal(
            [
                $"start=16, blocks={recognitionBlocks}, type=VRS", $"start={firstSequence}, blocks=16, type=MVDS",
                $"start={firstSequence + 16}, blocks=1, type=LVID", "start=256, blocks=1, type=ANCHOR",
                $"start=257, blocks={partition.SectorCount}, type=PSPACE", $"start={layout.SectorCount - 17}, blocks=16, type=RVDS", $"start={layout.SectorCount - 1}, blocks=1, type=ANCHOR",
            ],
            places);
    }

    [ToolTheory("7z")]
    [InlineData(ImageFormats.Udf)]
    [InlineData(ImageFormats.Default | ImageFormats.Udf)]
    public void SevenZip_reads_every_file(ImageFormats formats)
    {
        string image = Write(formats, out _);

        string tested = Readers.Run("7z", "t", "-tudf", image).All;
        Assert.Contains("Everything is Ok", tested, StringComparison.Ordinal);
        Assert.DoesNotContain("Warning", tested, StringComparison.OrdinalIgnoreCase);
        // Without being told what it is, too.
        Assert.Contains("Type = Udf\n", Readers.Run("7z", "l", "-slt", image).Output, StringComparison.Ordinal);

        string target = folder.Combine("out");
        Readers.Run("7z", "x", "-tudf", $"-o{target}", image);
        Dictionary<string, string> extracted = Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(target, path).Replace('\\', '/'), path => File.ReadAllText(path));
        Assert.Equal(Files.Append(new("link to one", "1")).OrderBy(file => file.Key, StringComparer.Ordinal), extracted.OrderBy(file => file.Key, StringComparer.Ordinal));
        Assert.True(Directory.Exists(Path.Combine(target, "void")));
        Assert.All(Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories), path => Assert.Equal(Timestamp.UtcDateTime, File.GetLastWriteTimeUtc(path)));
    }

    /// <summary>A file of more than 1 GiB less a block lies in two extents.</summary>
    [ToolFact("7z")]
    public void SevenZip_reads_a_file_of_several_extents()
    {
        const long length = 0x3FFFF800 + 2049;
        string source = folder.Combine("large");
        using (FileStream large = File.Create(source))
        {
            large.SetLength(length);
            // The end of the first extent, the begin of the second, and the last bytes.
            foreach (long position in (long[])[0x3FFFF800 - 4, 0x3FFFF800, length - 4])
            {
                large.Position = position;
                large.Write("mark"u8);
            }
        }

        string image = folder.Combine("large.iso");
        new ImageBuilder(new ImageOptions { Formats = ImageFormats.Udf, VolumeId = "LARGE" }).AddFile("large", source).Write(image).EnsureSuccess();
        string hash = Readers.Shell("7z x -tudf -so \"$1\" large | cmp - \"$2\" && echo same", image, source).Output;
        Assert.Equal("same\n", hash);
    }

    private string Write(ImageFormats formats, out Layout.ImageLayout layout)
    {
        ImageBuilder builder = new(new ImageOptions { VolumeId = "Völume", VolumeSetId = "SET", Formats = formats, Timestamp = Timestamp });
        foreach ((string path, string content) in Files)
        {
            builder.AddFile(path, Encoding.UTF8.GetBytes(content));
        }

        string image = folder.Combine(string.Create(CultureInfo.InvariantCulture, $"{(int)formats}.iso"));
        layout = builder.AddEmptyDirectory("void").AddHardLink("link to one", "one").Write(image).EnsureSuccess().Layout!;
        return image;
    }
}
