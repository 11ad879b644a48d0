using System.Globalization;
using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Interop.Tests;

/// <summary>7-Zip: where there is Joliet, it looks at nothing else.</summary>
[Collection(HardImagesCollection.Name)]
public sealed class SevenZipTests(HardImages images)
{
    private const Aspects WithoutModes = Aspects.Length | Aspects.Content | Aspects.Date;

    [ToolTheory("7z")]
    [InlineData(ImageFormats.Default)]
    [InlineData(ImageFormats.RockRidge)]
    [InlineData(ImageFormats.Joliet)]
    [InlineData(ImageFormats.Iso9660)]
    public void Finds_everything_sound(ImageFormats formats)
    {
        CommandResult result = Readers.Run("7z", "t", images.With(formats).Path);

        Assert.Contains("Everything is Ok", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Warning", result.All, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Error", result.All, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"Files: {HardTree.Entries.Count(entry => !entry.IsDirectory)}\n", result.Output, StringComparison.Ordinal);
    }

    /// <summary>The backup of the GPT lies behind the end of UDF, of which newer versions warn (exit code 1), as the options say.</summary>
    [ToolFact("7z")]
    public void Finds_everything_sound_before_a_GPT()
    {
        using TempDirectory temp = new();
        string iso = temp.Combine("a.iso");
        new ImageBuilder(new ImageOptions { VolumeId = "HYBRID", Formats = ImageFormats.Default | ImageFormats.Udf, Hybrid = new() })
            .AddFile("readme.txt", "beside it"u8.ToArray())
            .AddEfiBoot("", BootCode.EfiProgram("program"))
            .Write(iso).EnsureSuccess();

        CommandResult result = Readers.TryRun("7z", "t", iso);
        Assert.InRange(result.ExitCode, 0, 1);
        Assert.Contains("Everything is Ok", result.Output, StringComparison.Ordinal);
        Assert.Contains("Files: 2\n", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Error", result.All, StringComparison.OrdinalIgnoreCase);
    }

    [ToolTheory("7z")]
    [InlineData(ImageFormats.Default)]
    [InlineData(ImageFormats.Joliet)]
    public void Extracts_Joliet(ImageFormats formats)
    {
        HardImage image = images.With(formats);
        using TempDirectory folder = new();

        Extract(image, folder);

        // 7-Zip does not extract the root, which thus keeps the date it has.
        Listing.AssertSame(
            Listing.Joliet(image.Options).Where(seen => seen.Path.Length > 0),
            Listing.OfFolder(folder).Where(seen => seen.Path.Length > 0),
            WithoutModes);
    }

    /// <summary>Names and modes of Rock Ridge, as far as the reader follows them.</summary>
    [ToolFact("7z")]
    public void Extracts_Rock_Ridge()
    {
        HardImage image = images.NoJoliet;
        using TempDirectory folder = new();

        Extract(image, folder);

        Listing.AssertSame(
            Listing.Posix(image.Options).Where(seen => seen.Path.Length > 0).Select(AsExtracted),
            Listing.OfFolder(folder).Where(seen => seen.Path.Length > 0),
            WithoutModes);
    }

    [ToolTheory("7z")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Extracts_the_plain_tree(int level)
    {
        HardImage image = images.Plain(level);
        using TempDirectory folder = new();

        Extract(image, folder);

        PlainTree.AssertMatches(Listing.OfFolder(folder), level, image.Options);
    }

    [ToolFact("7z")]
    public void Lists_modes()
    {
        HardImage image = images.NoJoliet;

        string listing = Readers.Run("7z", "l", "-slt", image.Path).Output;

        // Where continuation areas are ignored, so are the modes in them.
        Listing.AssertSame(
            Listing.Posix(image.Options)
                .Where(seen => seen.Path.Length > 0)
                .Select(seen => Readers.AttributesAreContinued(seen) ? seen with { Mode = null } : seen)
                .Select(AsListed),
            listing[listing.IndexOf("\n----------\n", StringComparison.Ordinal)..].Split("\nPath = ").Skip(1).Select(Parse),
            Aspects.Length | Aspects.Mode | Aspects.Date);

        static Seen Parse(string entry)
        {
            string[] lines = entry.Split('\n');
            Dictionary<string, string> fields = lines.Skip(1).Where(line => line.Contains(" = ", StringComparison.Ordinal)).Select(line => line.Split(" = ", 2)).ToDictionary(pair => pair[0], pair => pair[1]);
            return new Seen(lines[0], fields["Folder"] == "+")
            {
                Mode = fields["Mode"].Length > 0 ? Readers.Mode(fields["Mode"]) : null,
                Length = fields["Size"].Length > 0 ? long.Parse(fields["Size"], CultureInfo.InvariantCulture) : null,
                Modified = Readers.Date(fields["Modified"], "yyyy-MM-dd HH:mm:ss"),
            };
        }
    }

    /// <summary>The reader ignores continuation areas; takes <c>;1</c> at the end for a version, which Rock Ridge names do not have; and drops one dot at the end.</summary>
    private static Seen AsListed(Seen seen)
    {
        string path = Readers.WithoutContinuation(seen);
        path = path.EndsWith(";1", StringComparison.Ordinal) ? path[..^2] : path;
        return seen with { Path = path.EndsWith('.') ? path[..^1] : path };
    }

    /// <summary>What would leave the folder is written as <c>_</c>.</summary>
    private static Seen AsExtracted(Seen seen) => AsListed(seen) switch
    {
        { Path: var path } listed when path.EndsWith("/..", StringComparison.Ordinal) => listed with { Path = $"{path[..^2]}_" },
        var listed => listed,
    };

    private static void Extract(HardImage image, string folder)
    {
        CommandResult result = Readers.Run("7z", "x", $"-o{folder}", image.Path);
        Assert.Contains("Everything is Ok", result.Output, StringComparison.Ordinal);
    }
}
