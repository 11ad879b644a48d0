using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using IsoBuild.Content;

namespace IsoBuild.Interop.Tests;

/// <summary>How content lies on the image, as the programs see it from which it was learned: isomd5sum's checksum, zisofs, and the order of files.</summary>
public sealed partial class ContentTests
{
    [ToolTheory("checkisomd5")]
    [InlineData(ImageFormats.Default, false)]
    [InlineData(ImageFormats.Default, true)]
    [InlineData(ImageFormats.Default | ImageFormats.Udf, false)]
    public void Checkisomd5_accepts_the_media_checksum(ImageFormats formats, bool isStreamed)
    {
        using TempDirectory folder = new();
        string image = folder.Combine("checked.iso");
        ImageBuilder builder = Checked(formats);
        if (isStreamed)
        {
            using FileStream stream = File.Create(image);
            builder.Write(stream).EnsureSuccess();
        }
        else
        {
            builder.Write(image).EnsureSuccess();
        }

        CommandResult result = Readers.Run("checkisomd5", "--verbose", image);

        Assert.Contains("PASS", result.All, StringComparison.Ordinal);
    }

    /// <summary>It wants spaces where the checksum goes. What it implants is what we would have; an image based on one that has it, has one of its own.</summary>
    [ToolTheory("implantisomd5", "checkisomd5")]
    [InlineData(ImageFormats.Default)]
    [InlineData(ImageFormats.Default | ImageFormats.Udf)]
    public void Implantisomd5_takes_our_images(ImageFormats formats)
    {
        using TempDirectory folder = new();
        (string ours, string theirs, string based) = (folder.Combine("ours.iso"), folder.Combine("theirs.iso"), folder.Combine("based.iso"));
        Checked(formats).Write(ours).EnsureSuccess();
        Checked(formats, hasChecksum: false).Write(theirs).EnsureSuccess();

        Readers.Run("implantisomd5", theirs);

        Assert.True(File.ReadAllBytes(ours).AsSpan().SequenceEqual(File.ReadAllBytes(theirs)), "implantisomd5 makes another image than the option.");
        new ImageBuilder().BasedOn(theirs).AddFile("added", "added"u8.ToArray()).Write(based).EnsureSuccess();
        Assert.Contains("PASS", Readers.Run("checkisomd5", "--verbose", based).All, StringComparison.Ordinal);
    }

    [ToolFact("checkisomd5")]
    public void Checkisomd5_refuses_an_image_of_which_a_bit_is_another()
    {
        using TempDirectory folder = new();
        string image = folder.Combine("damaged.iso");
        long offset = Checked(ImageFormats.Default).Write(image).EnsureSuccess().Layout!.Regions.Single(region => region.Name == "/big.bin").Offset;
        using (FileStream stream = new(image, FileMode.Open, FileAccess.ReadWrite))
        {
            stream.Position = offset + 12_345;
            int was = stream.ReadByte();
            stream.Position--;
            stream.WriteByte((byte)(was ^ 1));
        }

        CommandResult result = Readers.TryRun("checkisomd5", "--verbose", image);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("FAIL", result.All, StringComparison.Ordinal);
    }

    /// <summary>Joliet's readers see the stored form: what Python's zlib makes of it is the file.</summary>
    [ToolFact("bsdtar", "python3")]
    public void Python_unpacks_what_is_stored()
    {
        using TempDirectory folder = new();
        (string Name, byte[] Bytes)[] files =
        [
            ("text.txt", Encoding.ASCII.GetBytes(string.Join('\n', Enumerable.Range(0, 30_000)))),
            ("zeros.bin", new byte[200_000]),
            ("one-block.txt", Encoding.ASCII.GetBytes(new string('a', 32_768))),
            ("mixed.bin", [.. Noise(40_000), .. new byte[100_000], .. Noise(3)]),
        ];
        ImageBuilder builder = new();
        foreach ((string name, byte[] bytes) in files)
        {
            builder.AddFile(name, bytes, new EntryOptions { Compress = true });
        }

        string image = folder.Combine("compressed.iso");
        builder.Write(image).EnsureSuccess();
        Directory.CreateDirectory(folder.Combine("stored"));
        Readers.Run("bsdtar", "--options", "iso9660:!rockridge", "-x", "-f", image, "-C", folder.Combine("stored"));

        Zisofs.Unpack(folder.Combine("stored"), folder.Combine("whole"));

        foreach ((string name, byte[] bytes) in files)
        {
            Assert.InRange(new FileInfo(folder.Combine("stored", name)).Length, 1, bytes.Length - 1);
            Assert.Equal(bytes, File.ReadAllBytes(folder.Combine("whole", name)));
        }
    }

    /// <summary>Rock Ridge tells xorriso that a file is compressed, and what it is when it is not.</summary>
    [ToolFact("xorriso")]
    public void Xorriso_unpacks_what_is_stored()
    {
        using TempDirectory folder = new();
        byte[] text = Encoding.ASCII.GetBytes(string.Join('\n', Enumerable.Range(0, 30_000)));
        string image = folder.Combine("compressed.iso");
        new ImageBuilder().AddFile("text.txt", text, new EntryOptions { Compress = true }).Write(image).EnsureSuccess();

        Readers.Run("xorriso", "-abort_on", "FATAL", "-osirrox", "on", "-indev", image, "-extract", "/text.txt", folder.Combine("text.txt"));

        Assert.Equal(text, File.ReadAllBytes(folder.Combine("text.txt")));
    }

    [ToolTheory("isoinfo")]
    [InlineData("-R")]
    [InlineData("-J")]
    public void Isoinfo_finds_equal_files_in_one_place_and_heavy_ones_first(string tree)
    {
        using TempDirectory folder = new();
        string image = folder.Combine("placed.iso");
        new ImageBuilder(new ImageOptions { Alignment = 4096 })
            .AddFile("a.bin", Noise(5_000))
            .AddFile("b.bin", Noise(7_000), new EntryOptions { SortWeight = 1 })
            .AddFile("c.bin", Noise(3_000), new EntryOptions { SortWeight = 10 })
            .AddFile("d.bin", Noise(9_000), new EntryOptions { SortWeight = -1 })
            .AddFile("twin.bin", Noise(5_000))
            .Write(image).EnsureSuccess();

        Dictionary<string, long> sectors = Extents(image, tree);

        Assert.Equal(sectors["a.bin"], sectors["twin.bin"]);
        Assert.Equal(["c.bin", "b.bin", "a.bin", "d.bin"], sectors.Where(file => file.Key != "twin.bin").OrderBy(file => file.Value).Select(file => file.Key));
        Assert.All(sectors.Values, sector => Assert.Equal(0, sector % 2));
    }

    [ToolFact("isoinfo")]
    public void Isoinfo_finds_equal_files_in_two_places_without_dedupe()
    {
        using TempDirectory folder = new();
        string image = folder.Combine("twins.iso");
        new ImageBuilder(new ImageOptions { Dedupe = false }).AddFile("a.bin", Noise(5_000)).AddFile("twin.bin", Noise(5_000)).Write(image).EnsureSuccess();

        Dictionary<string, long> sectors = Extents(image, "-R");

        Assert.Equal(sectors["a.bin"] + 3, sectors["twin.bin"]);
    }

    private static ImageBuilder Checked(ImageFormats formats, bool hasChecksum = true) => new ImageBuilder(new ImageOptions { Formats = formats, MediaChecksum = hasChecksum })
        .AddFile("readme.txt", "read me\n"u8.ToArray())
        .AddFile("big.bin", Noise(3_000_000));

    private static byte[] Noise(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static Dictionary<string, long> Extents(string image, string tree) =>
        ListedFile().Matches(Readers.Run("isoinfo", tree, "-l", "-i", image).Output)
            .ToDictionary(match => match.Groups["name"].Value, match => long.Parse(match.Groups["sector"].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex("^-.*\\[ *(?<sector>[0-9]+) [0-9]{2}\\]  (?<name>[^ ;]+)(;1)? $", RegexOptions.Multiline)]
    private static partial Regex ListedFile();
}
