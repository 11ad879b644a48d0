using System.Globalization;
using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Interop.Tests;

/// <summary>libarchive, as bsdtar: it prefers Rock Ridge to Joliet, and reads from pipes as well as from files.</summary>
[Collection(HardImagesCollection.Name)]
public sealed class BsdtarTests(HardImages images)
{
    private const Aspects Everything = Aspects.Length | Aspects.Content | Aspects.Mode | Aspects.Date;

    [ToolTheory("bsdtar")]
    [InlineData(ImageFormats.Default, FileDates.Fixed)]
    [InlineData(ImageFormats.Default, FileDates.Clamp)]
    [InlineData(ImageFormats.Default, FileDates.Preserve)]
    [InlineData(ImageFormats.RockRidge, FileDates.Preserve)]
    public void Sees_names_bytes_modes_and_dates(ImageFormats formats, FileDates dates)
    {
        HardImage image = images.With(formats, dates);

        Listing.AssertSame(Listing.Posix(image.Options), Convert(image.Path), Everything);
    }

    /// <summary>A pipe cannot go back: directories must come before what is in them, and before all file content.</summary>
    [ToolTheory("bsdtar")]
    [InlineData(ImageFormats.Default)]
    [InlineData(ImageFormats.RockRidge)]
    public void Sees_the_same_through_a_pipe(ImageFormats formats)
    {
        HardImage image = images.With(formats);

        Listing.AssertSame(Listing.Posix(image.Options), ConvertStream(image.Path), Everything);
    }

    [ToolTheory("bsdtar")]
    [InlineData(false)]
    [InlineData(true)]
    public void Sees_Joliet_where_there_is_no_Rock_Ridge(bool stream)
    {
        HardImage image = images.NoRockRidge;

        // libarchive composes what comes from UTF-16 (NFC), be it composed on the image or not.
        Listing.AssertSame(
            Listing.Joliet(image.Options).Select(seen => seen with { Path = seen.Path.Normalize() }),
            stream ? ConvertStream(image.Path) : Convert(image.Path),
            Aspects.Length | Aspects.Content | Aspects.Date);
    }

    [ToolTheory("bsdtar")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Sees_the_plain_tree(int level)
    {
        HardImage image = images.Plain(level);

        PlainTree.AssertMatches(Convert(image.Path), level, image.Options);
        PlainTree.AssertMatches(ConvertStream(image.Path), level, image.Options);
    }

    [ToolFact("bsdtar")]
    public void Extracts()
    {
        using TempDirectory folder = new();

        CommandResult result = Readers.Run("bsdtar", "-xpf", images.All.Path, "-C", folder);

        Assert.Equal("", result.All);
        // The root is not extracted: it keeps the date it has.
        Listing.AssertSame(
            Listing.Posix(images.All.Options).Select(AsExtracted).Where(seen => seen.Path.Length > 0),
            Listing.OfFolder(folder).Where(seen => seen.Path.Length > 0),
            Everything);
    }

    [ToolFact("bsdtar")]
    public void Lists_owners()
    {
        string[] lines = Readers.Run("bsdtar", "-tvf", images.All.Path).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(HardTree.Entries.Count, lines.Length);
        Assert.All(lines, line => Assert.Matches("^[-drwxstST]{10} +[0-9]+ 0 +0 ", line));
    }

    /// <summary>Unless root extracts, files get another owner than they have on the image; libarchive then lets none run as their owner.</summary>
    private static Seen AsExtracted(Seen seen) => Environment.IsPrivilegedProcess ? seen : seen with
    {
        Mode = seen.Mode & ~(UnixFileMode.SetUser | UnixFileMode.SetGroup),
    };

    private static IEnumerable<Seen> Convert(string image) =>
        Parse(Readers.Run("bsdtar", ["-cf", "-", .. Mtree, $"@{image}"]));

    private static IEnumerable<Seen> ConvertStream(string image) =>
        Parse(Readers.Shell("image=$1; shift; cat \"$image\" | bsdtar -cf - \"$@\" @-", [image, .. Mtree]));

    /// <summary>mtree(5): one line an entry, with everything in it.</summary>
    private static string[] Mtree =>
        ["--format=mtree", "--options=mtree:!all,mtree:type,mtree:size,mtree:sha256,mtree:mode,mtree:time"];

    private static IEnumerable<Seen> Parse(CommandResult result)
    {
        Assert.Equal("", result.Error);
        foreach (string line in result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            string[] words = line.Split(' ');
            Dictionary<string, string> fields = words.Skip(1).Select(word => word.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
            string path = Readers.Unescape(words[0]);
            yield return new Seen(path == "." ? "" : path[2..], fields["type"] == "dir")
            {
                Length = fields.TryGetValue("size", out string? size) ? long.Parse(size, CultureInfo.InvariantCulture) : null,
                Sha256 = fields.GetValueOrDefault("sha256digest"),
                Mode = (UnixFileMode)System.Convert.ToInt32(fields["mode"], 8),
                Modified = DateTimeOffset.FromUnixTimeSeconds(long.Parse(fields["time"].Split('.')[0], CultureInfo.InvariantCulture)),
            };
        }
    }
}
