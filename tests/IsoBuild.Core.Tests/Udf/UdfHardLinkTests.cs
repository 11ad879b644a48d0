using FsCheck;
using FsCheck.Fluent;
using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Core.Tests.Udf;

/// <summary>Names of one file in many directories: the entry that they share is counted to the same directory by writer and reader.</summary>
public class UdfHardLinkTests
{
    private static readonly ImageOptions Alone = new() { VolumeId = "LINKS", Formats = ImageFormats.Udf, PaddingSectors = 0 };

    /// <summary>By hand: the root's entries are its own and that of the empty file; the directories below have their own alone.</summary>
    [Fact]
    public void The_entry_lies_with_the_first_directory()
    {
        ImageBuilder builder = new ImageBuilder(Alone).AddFile("entry30", Array.Empty<byte>()).AddHardLink("entry0/b.tar.gz/extra", "entry30");
        ImageLayout layout = ReadBack(builder);
        Assert.Equal(
            [("udf /", 2), ("udf /entry0", 1), ("udf /entry0/b.tar.gz", 1)],
            layout.Regions.Where(region => region.Kind == RegionKind.FileEntries).Select(region => (region.Name, (int)region.SectorCount)));
    }

    /// <summary>Shortened names stand in another order than the real ones: "n…nb.txt", cut, comes before "n…na".</summary>
    [Fact]
    public void Altered_names_change_nothing()
    {
        string directory = new('n', 252);
        ReadBack(new ImageBuilder(Alone).AddFile($"{directory}na/file", "one"u8.ToArray()).AddHardLink($"{directory}b/other", $"{directory}na/file").AddEmptyDirectory(directory + "nn")
            .AddHardLink($"{directory}.a/x", $"{directory}na/file"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(300)]
    public void Random_names(ulong seed) =>
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue - 1)), number => { ReadBack(Make(number)); })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithQuietOnSuccess(true).WithReplay(new Replay(new Rnd(seed, 1), null)));

    /// <summary>Everything follows from one number.</summary>
    private static ImageBuilder Make(int number)
    {
        Random random = new(number);
        ImageFormats[] formats = [ImageFormats.Udf, ImageFormats.Udf, ImageFormats.Default | ImageFormats.Udf, ImageFormats.RockRidge | ImageFormats.Udf, ImageFormats.Iso9660 | ImageFormats.Udf];
        ImageBuilder builder = new(Alone with { Formats = formats[random.Next(formats.Length)], Dedupe = random.Next(2) == 0 });
        List<string> directories = [""];
        for (int i = random.Next(1, 12); i > 0; i--)
        {
            string path = $"{directories[random.Next(directories.Count)]}{Name()}{i}/";
            directories.Add(path);
            builder.AddEmptyDirectory(path);
        }

        List<string> files = [];
        for (int i = random.Next(1, 8); i > 0; i--)
        {
            string path = $"{directories[random.Next(directories.Count)]}{Name()}f{i}";
            files.Add(path);
            builder.AddFile(path, new byte[random.Next(3) * 1000]);
        }

        for (int i = random.Next(1, 25); i > 0; i--)
        {
            builder.AddHardLink($"{directories[random.Next(directories.Count)]}{Name()}l{i}", files[random.Next(files.Count)]);
        }

        // Some names are hidden, which follows from how long their paths are.
        int hidden = random.Next(3, 30);
        return builder.Describe(path => path.Length % hidden == 0 ? new EntryOptions { HiddenFrom = ImageFormats.Udf } : null);

        string Name() => random.Next(10) == 0 ? new string('\u0416', random.Next(110, 125)) : ((string[])["a", "b.tar.gz", "entry", "z", "Z", "\u0416"])[random.Next(6)];
    }

    private static ImageLayout ReadBack(ImageBuilder builder)
    {
        using TempDirectory temp = new();
        string path = temp.Combine("links.iso");
        BuildResult result = builder.Write(path);
        Assert.True(result.Succeeded, string.Join('\n', result.Diagnostics));
        using IsoImage image = IsoImage.Open(path);
        Assert.Empty(image.Diagnostics);
        Assert.Equal(result.Layout!.ToString(), image.Layout.ToString());
        return image.Layout;
    }
}
