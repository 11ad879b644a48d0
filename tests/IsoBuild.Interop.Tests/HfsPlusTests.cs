using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using IsoBuild.Content;
using IsoBuild.ElTorito;
using IsoBuild.Layout;
using IsoBuild.Partitions;

namespace IsoBuild.Interop.Tests;

/// <summary>HFS+ volumes of ours as Apple's own checker, 7-Zip and xorriso see them.</summary>
public sealed class HfsPlusTests : IDisposable
{
    private static readonly ImageOptions Options = new() { VolumeId = "Mac disc", HfsPlus = true, PreserveHardLinks = true, Timestamp = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero) };

    /// <summary>None that 7-Zip would write under another name; those of one name in Unicode's sense come out decomposed.</summary>
    private static readonly Dictionary<string, string> Files = new()
    {
        ["bin/app.dll"] = new string('x', 6656),
        ["bin/empty"] = "",
        ["one"] = "1",
        ["U\u0308ni\u0308co\u0308de\u0301.txt"] = "latin",
        ["日本語/\U0001F600 smile"] = "wide",
        [new string('n', 250) + ".txt"] = "long",
        ["same.txt"] = "latin",
    };

    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>fsck_hfs checks the trees, their order, threads, links, the bitmap and the counts.</summary>
    [ToolTheory("fsck.hfsplus")]
    [InlineData("few")]
    [InlineData("none")]
    [InlineData("many")]
    [InlineData("deep")]
    [InlineData("names")]
    [InlineData("links")]
    [InlineData("hidden")]
    [InlineData("aligned")]
    [InlineData("boot")]
    public void Fsck_finds_no_fault(string what)
    {
        ImageBuilder builder = new(Options with { Alignment = what == "aligned" ? 65_536 : 2048, BootCatalog = what == "boot" ? "d/boot.cat" : "" });
        switch (what)
        {
            case "few" or "aligned":
                AddFew(builder);
                break;
            case "boot":
                AddFew(builder).AddBootEntry(new BootEntry { ImagePath = "one" });
                break;
            case "none":
                builder.AddEmptyDirectory("a");
                break;
            case "many":
                for (int i = 0; i < 10_000; i++)
                {
                    builder.AddFile($"d{i % 37}/File number {i} ünï.txt", i % 3 == 0 ? [] : Encoding.ASCII.GetBytes("same"));
                }

                break;
            case "deep":
                builder.AddFile(string.Join('/', Enumerable.Range(0, 90).Select(i => $"level {i}")), new byte[1]);
                break;
            case "names":
                foreach (string name in (string[])["a", "A", "é", "e\u0301", "É", "한글", "ẞ", "ß", "Ω", "ω", "bb:c", "\u200C", "Tiếng Việt", new string('\u01DF', 100), new string('\u01DF', 100) + "a", "\u0410", "\u0430", "..x", " "])
                {
                    builder.AddFile(name, new byte[1]);
                }

                break;
            case "links":
                AddFew(builder).AddLink("to one", "one").AddLink("d/up", "../one").AddLink("nowhere", new string('x', 200) + "/" + new string('y', 200))
                    .AddHardLink("two", "one").AddHardLink("d/three", "one").AddHardLink("again", "same.txt").AddSpecial("null", SpecialKind.CharacterDevice, 1, 3).AddSpecial("pipe", SpecialKind.Pipe);
                break;
            case "hidden":
                for (int i = 0; i < 1000; i++)
                {
                    builder.AddFile($"f{i}", BitConverter.GetBytes(i), new EntryOptions { HiddenFrom = i % 2 == 0 ? ImageFormats.Default | ImageFormats.Udf | ImageFormats.Iso1999 : default });
                }

                break;
        }

        string checkedVolume = Readers.Run("fsck.hfsplus", "-n", "-f", Volume(builder, what)).All;
        Assert.Contains("The volume Mac disc appears to be OK.", checkedVolume, StringComparison.Ordinal);
    }

    [ToolFact("7z")]
    public void SevenZip_reads_every_file()
    {
        string volume = Volume(AddFew(new ImageBuilder(Options)), "few");

        string tested = Readers.Run("7z", "t", "-thfs", volume).All;
        Assert.Contains("Everything is Ok", tested, StringComparison.Ordinal);
        Assert.DoesNotContain("Warning", tested, StringComparison.OrdinalIgnoreCase);
        string target = folder.Combine("out");
        Readers.Run("7z", "x", "-thfs", $"-o{target}", volume);
        Dictionary<string, string> extracted = Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(Path.Combine(target, "Mac disc"), path), File.ReadAllText);
        Assert.Equal(Files.OrderBy(file => file.Key, StringComparer.Ordinal), extracted.OrderBy(file => file.Key, StringComparer.Ordinal));
        Assert.All(Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories), path => Assert.Equal(Options.Timestamp.UtcDateTime, File.GetLastWriteTimeUtc(path)));
        Assert.True(Directory.Exists(Path.Combine(target, "Mac disc", "void")));
    }

    /// <summary>The map as xorriso reads it, alone and beside the tables of hybrid images, which gdisk finds sound.</summary>
    [ToolTheory("xorriso", "sgdisk", "fsck.hfsplus")]
    [InlineData(null, false)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Xorriso_reads_the_map(bool? gpt, bool hasEfi)
    {
        HybridOptions? hybrid = gpt is null ? null : new HybridOptions { Gpt = gpt, NoBootCode = true };
        ImageBuilder builder = AddFew(new ImageBuilder(Options with { Hybrid = hybrid }));
        if (hasEfi)
        {
            builder.AddEfiBoot("EFI/BOOT/BOOTX64.EFI", "program"u8.ToArray());
        }

        Assert.Contains("appears to be OK", Readers.Run("fsck.hfsplus", "-n", "-f", Volume(builder, "hybrid")).All, StringComparison.Ordinal);
        string image = folder.Combine("hybrid.iso");
        string report = Regex.Replace(Readers.Run("xorriso", "-indev", image, "-report_system_area", "plain").Output, " +", " ");
        (long first, long count) = PlaceOf("hybrid");
        Assert.Contains("APM block size : 2048\n", report, StringComparison.Ordinal);
        Assert.Contains("APM partition type : 2 Apple_HFS\n", report, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"APM start and size : 2 {first} {count}\n"), report, StringComparison.Ordinal);
        Assert.Equal(gpt == true, report.Contains(string.Create(CultureInfo.InvariantCulture, $"GPT start and size : 2 {first * 4} {count * 4}\n"), StringComparison.Ordinal));
        if (gpt == true)
        {
            Assert.Contains(" separated\n", report, StringComparison.Ordinal);
            Assert.Contains("No problems found.", Readers.Run("sgdisk", "-v", image).Output, StringComparison.Ordinal);
        }
    }

    /// <summary>xorriso's own HFS+ volume of the same tree has the same files in the same order of names.</summary>
    [ToolFact("xorriso", "7z")]
    public void Xorriso_makes_the_same_tree()
    {
        string source = folder.Combine("tree");
        foreach ((string path, string content) in Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(source, path))!);
            File.WriteAllText(Path.Combine(source, path), content);
        }

        string theirs = folder.Combine("theirs.iso");
        Readers.Run("xorriso", "-as", "mkisofs", "-quiet", "-hfsplus", "-apm-block-size", "2048", "-R", "-V", "Mac disc", "-o", theirs, source);
        string ours = Volume(new ImageBuilder(Options).AddDirectory("", source), "ours");
        string report = Regex.Replace(Readers.Run("xorriso", "-indev", theirs, "-report_system_area", "plain").Output, " +", " ");
        Match place = Regex.Match(report, @"APM start and size : 2 (\d+) (\d+)");
        string other = Cut(theirs, long.Parse(place.Groups[1].ValueSpan, CultureInfo.InvariantCulture), long.Parse(place.Groups[2].ValueSpan, CultureInfo.InvariantCulture));
        Assert.Equal(Listing(other), Listing(ours));

        static string Listing(string volume) => string.Join('\n', Regex.Matches(Readers.Run("7z", "l", "-slt", "-thfs", volume).Output, @"^(Path|Size|Folder) = .*$", RegexOptions.Multiline).Skip(1).Select(line => line.Value));
    }

    private static ImageBuilder AddFew(ImageBuilder builder)
    {
        foreach ((string path, string content) in Files)
        {
            builder.AddFile(path, Encoding.UTF8.GetBytes(content));
        }

        return builder.AddEmptyDirectory("void");
    }

    /// <summary>The volume alone, in a file.</summary>
    private string Volume(ImageBuilder builder, string name)
    {
        builder.Write(folder.Combine($"{name}.iso")).EnsureSuccess();
        (long first, long count) = PlaceOf(name);
        return Cut(folder.Combine($"{name}.iso"), first, count);
    }

    private (long First, long Count) PlaceOf(string name)
    {
        using IsoImage image = IsoImage.Open(folder.Combine($"{name}.iso"));
        Region[] structures = [.. image.Layout.Regions.Where(region => region.Kind == RegionKind.HfsPlus)];
        return (structures[0].Sector, structures[^1].Sector + 1 - structures[0].Sector);
    }

    private static string Cut(string image, long first, long count)
    {
        string volume = image + ".hfs";
        using FileStream from = File.OpenRead(image);
        using FileStream to = File.Create(volume);
        from.Position = first * 2048;
        byte[] bytes = new byte[count * 2048];
        from.ReadExactly(bytes);
        to.Write(bytes);
        return volume;
    }
}
