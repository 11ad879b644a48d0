using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Interop.Tests;

/// <summary>Sparse files of 5 and 10 GiB among small ones: several sections in ISO 9660 and Joliet, several descriptors in UDF, and holes that stay holes.</summary>
/// <remarks>Where files are never sparse they would fill the disk: the programs that the tests need keep them from running there.</remarks>
public sealed partial class BigFileTests(BigFileTests.BigImage big) : IClassFixture<BigFileTests.BigImage>
{
    private const long Gibi = 1L << 30;

    /// <summary>The most that a section holds: 4 GiB less a sector.</summary>
    private const long Section = (4 * Gibi) - 2048;

    private static readonly Dictionary<string, long> Lengths = new(StringComparer.Ordinal)
    {
        ["after.txt"] = 5,
        ["big-10.img"] = 10 * Gibi,
        ["big-5.img"] = (5 * Gibi) + 1,
        ["small.txt"] = 6,
    };

    /// <summary>Where the large files have bytes: at the start, on both sides of where sections meet, and of 4 GiB; the last four bytes have them too.</summary>
    private static readonly long[] Marked = [0, Section - 2, (4 * Gibi) - 2, (5 * Gibi) - 9];

    [ToolFact("stat")]
    public void The_image_takes_the_room_of_bytes_not_of_holes()
    {
        Assert.InRange(new FileInfo(big.Image).Length, 15 * Gibi, (15 * Gibi) + (16 << 20));
        Assert.InRange(Allocated(big.Image), 1, 64 << 20);
    }

    [ToolFact("stat")]
    public void The_planned_layout_is_read_back()
    {
        using IsoImage image = IsoImage.Open(big.Image);

        Assert.Equal(big.Planned.ToString(), image.Layout.ToString());
        Assert.True(image.Verify().Passed);
    }

    [ToolTheory("stat")]
    [InlineData(ImageFormats.RockRidge)]
    [InlineData(ImageFormats.Joliet)]
    [InlineData(ImageFormats.Udf)]
    public void Every_view_has_the_bytes_at_their_places(ImageFormats view)
    {
        using IsoImage image = IsoImage.Open(big.Image);

        AssertMarks(name =>
        {
            ContentFile file = Assert.IsType<ContentFile>(image.ContentOf(view)!.Find(name));
            return file.OpenRead();
        });
    }

    [ToolFact("stat")]
    public void Extraction_keeps_holes()
    {
        using TempDirectory folder = new();
        using IsoImage image = IsoImage.Open(big.Image);

        Assert.True(image.Extract(folder.Combine("out")).Succeeded);

        AssertMarks(name => File.OpenRead(folder.Combine("out", name)));
        Assert.All(Lengths.Keys, name => Assert.InRange(Allocated(folder.Combine("out", name)), 1, 16 << 20));
    }

    [ToolTheory("7z")]
    [InlineData("-tiso")]
    [InlineData("-tudf")]
    public void Seven_zip_lists_lengths(string type) => Assert.Equal(
        Lengths,
        SevenZipEntry().Matches(Readers.Run("7z", "l", "-slt", type, big.Image).Output).ToDictionary(match => match.Groups["name"].Value, match => Number(match.Groups["length"])));

    [ToolTheory("xorriso")]
    [InlineData("norm")]
    [InlineData("norock")]
    public void Xorriso_lists_lengths_and_reads_across_sections(string tree)
    {
        using TempDirectory folder = new();
        string[] open = ["-abort_on", "FATAL", "-osirrox", "on", .. tree == "norm" ? (string[])[] : ["-read_fs", tree], "-indev", big.Image];

        Assert.Equal(
            Lengths,
            XorrisoEntry().Matches(Readers.Run("xorriso", [.. open, "-lsl", "/"]).Output).ToDictionary(match => match.Groups["name"].Value, match => Number(match.Groups["length"])));
        foreach (string name in (string[])["big-5.img", "big-10.img"])
        {
            string cut = folder.Combine(name);
            Readers.Run("xorriso", [.. open, "-extract_cut", $"/{name}", $"{Section - 2048}", "4096", cut]);
            byte[] expected = new byte[4096];
            Mark(name, 1).CopyTo(expected, 2048 - 2);
            Mark(name, 2).AsSpan(0, 2).CopyTo(expected.AsSpan(4096 - 2));
            Assert.Equal(expected, File.ReadAllBytes(cut));
        }
    }

    /// <summary>This reader has a line for each section, and the last of them has what remains. Flags of a section that is not the last (80) come as a negative number, cut.</summary>
    [ToolTheory("isoinfo")]
    [InlineData("-R")]
    [InlineData("-J")]
    public void Isoinfo_lists_every_section(string tree)
    {
        ILookup<string, long> sections = IsoInfoEntry().Matches(Readers.Run("isoinfo", tree, "-l", "-i", big.Image).Output)
            .ToLookup(match => match.Groups["name"].Value, match => Number(match.Groups["length"]));

        Assert.Equal(Lengths, sections.ToDictionary(file => file.Key, file => file.Sum()));
        Assert.Equal([Section, (5 * Gibi) + 1 - Section], sections["big-5.img"]);
        Assert.Equal([Section, Section, (10 * Gibi) - (2 * Section)], sections["big-10.img"]);
    }

    [ToolTheory("bsdtar")]
    [InlineData("rockridge")]
    [InlineData("!rockridge")]
    public void Bsdtar_lists_lengths(string tree) => Assert.Equal(
        Lengths,
        BsdtarEntry().Matches(Readers.Run("bsdtar", $"--options=iso9660:{tree}", "-tvf", big.Image).Output).ToDictionary(match => match.Groups["name"].Value, match => Number(match.Groups["length"])));

    /// <summary>Every view in one boot. Of the large files, the blocks in which there are marks, and those beside them.</summary>
    [KernelFact]
    public void Linux_reads_across_sections()
    {
        (string Path, long Block)[] blocks = [.. from name in (string[])["big-5.img", "big-10.img"]
                                                 from mark in MarksOf(name)
                                                 let first = mark.Position / 2048
                                                 from block in (long[])[first, Math.Min(first + 1, (Lengths[name] - 1) / 2048)]
                                                 select (name, block)];
        KernelMount[] mounts =
        [
            .. ((string[])["check=s", "norock,check=s", "norock,nojoliet,check=s,map=off"]).Select(options => new KernelMount(big.Image, options) { Blocks = options.Contains("nojoliet", StringComparison.Ordinal) ? [] : blocks }),
            new KernelMount(big.Image, "", "udf") { Blocks = blocks },
        ];

        IReadOnlyList<KernelView> views = LinuxKernel.Mount(mounts);

        string[] hashes = [.. blocks.Select(block => Hash(block.Path, block.Block))];
        foreach ((KernelMount mount, KernelView view) in mounts.Zip(views))
        {
            Assert.Equal(
                Lengths.OrderBy(file => file.Value).Select(file => file.Value),
                view.Entries.Where(seen => !seen.IsDirectory).Select(seen => seen.Length!.Value).Order());
            Assert.Equal(mount.Blocks.Count == 0 ? [] : hashes, view.Blocks);
        }

        static string Hash(string name, long block)
        {
            byte[] bytes = new byte[Math.Min(2048, Lengths[name] - (block * 2048))];
            foreach ((long position, byte[] mark) in MarksOf(name))
            {
                for (int i = 0; i < mark.Length; i++)
                {
                    if (position + i - (block * 2048) is >= 0 and var at && at < bytes.Length)
                    {
                        bytes[at] = mark[i];
                    }
                }
            }

            return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        }
    }

    private static void AssertMarks(Func<string, Stream> open)
    {
        foreach ((string name, long length) in Lengths)
        {
            using Stream stream = open(name);
            Assert.Equal(length, stream.Length);
            foreach ((long position, byte[] bytes) in MarksOf(name))
            {
                // With a zero on each side, unless the file ends there.
                byte[] read = new byte[bytes.Length];
                stream.Position = position;
                stream.ReadExactly(read);
                Assert.Equal(bytes, read);
                Assert.True(position + bytes.Length == length || stream.ReadByte() == 0);
            }
        }
    }

    private static IEnumerable<(long Position, byte[] Bytes)> MarksOf(string name)
    {
        if (Lengths[name] < Gibi)
        {
            yield return (0, Encoding.ASCII.GetBytes(name)[..(int)Lengths[name]]);
            yield break;
        }

        for (int i = 0; i < Marked.Length; i++)
        {
            yield return (Marked[i], Mark(name, i));
        }

        yield return (Lengths[name] - 4, Mark(name, Marked.Length));
    }

    private static byte[] Mark(string name, int number) => [(byte)'<', (byte)name[4], (byte)('0' + number), (byte)'>'];

    private static long Allocated(string file) => 512 * long.Parse(Readers.Run("stat", "-c", "%b", file).Output, CultureInfo.InvariantCulture);

    private static long Number(Group group) => long.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex("^-[-rwx]{9} .* (?<length>[0-9]+) [A-Z][a-z]{2} [ 0-9]{7} \\[ *[0-9]+ ([0-9]{2}\\]  |FFFF )(?<name>[^ ;]+)(;1)? $", RegexOptions.Multiline)]
    private static partial Regex IsoInfoEntry();

    [GeneratedRegex("^-[-rwx]{9} +[0-9]+ 0 +0 +(?<length>[0-9]+) .* (?<name>[^ \n]+)$", RegexOptions.Multiline)]
    private static partial Regex BsdtarEntry();

    [GeneratedRegex("^Path = (?<name>[^/\n]+)\nFolder = -\nSize = (?<length>[0-9]+)$", RegexOptions.Multiline)]
    private static partial Regex SevenZipEntry();

    [GeneratedRegex("^-[-rwx]{9} .* (?<length>[0-9]+) [A-Z][a-z]{2} .* '(?<name>[^']+)'$", RegexOptions.Multiline)]
    private static partial Regex XorrisoEntry();

    /// <summary>The image, made once.</summary>
    public sealed class BigImage : IDisposable
    {
        private readonly TempDirectory folder = new();

        public BigImage()
        {
            Image = folder.Combine("big.iso");
            Directory.CreateDirectory(folder.Combine("content"));
            foreach ((string name, long length) in Lengths)
            {
                using FileStream file = File.Create(folder.Combine("content", name));
                file.SetLength(length);
                foreach ((long position, byte[] bytes) in MarksOf(name))
                {
                    file.Position = position;
                    file.Write(bytes);
                }
            }

            Planned = new ImageBuilder(new ImageOptions { Formats = ImageFormats.Default | ImageFormats.Udf })
                .AddDirectory("", folder.Combine("content"))
                .Write(Image).EnsureSuccess().Layout!;
        }

        public string Image { get; }

        public ImageLayout Planned { get; }

        public void Dispose() => folder.Dispose();
    }
}
