using System.Globalization;
using System.Text.RegularExpressions;
using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Interop.Tests;

/// <summary>libisofs, as xorriso: of all readers the one that says most about what is wrong.</summary>
[Collection(HardImagesCollection.Name)]
public sealed partial class XorrisoTests(HardImages images)
{
    private const Aspects Everything = Aspects.Length | Aspects.Content | Aspects.Mode | Aspects.Date;

    [ToolTheory("xorriso")]
    [InlineData(ImageFormats.Default)]
    [InlineData(ImageFormats.RockRidge)]
    public void Extracts_names_bytes_modes_and_dates(ImageFormats formats)
    {
        HardImage image = images.With(formats);
        using TempDirectory folder = new();

        AssertQuiet(Run("-osirrox", "on", "-indev", image.Path, "-extract", "/", folder.Combine("out")));

        Listing.AssertSame(Listing.Posix(image.Options), Listing.OfFolder(folder.Combine("out")), Everything);
    }

    [ToolTheory("xorriso")]
    [InlineData(ImageFormats.Default)]
    [InlineData(ImageFormats.Joliet)]
    public void Extracts_Joliet(ImageFormats formats)
    {
        HardImage image = images.With(formats);
        using TempDirectory folder = new();

        // Without Rock Ridge, directories get mode 0555, into which nobody but root can write.
        CommandResult result = Run("-osirrox", "on", "-read_fs", "norock", "-indev", image.Path, "-chmod_r", "u+rwx", "/", "--", "-extract", "/", folder.Combine("out"), "-rollback_end");

        // Characters beyond the BMP are not UCS-2, which xorriso notes; it reads them all the same.
        AssertQuiet(result, allowed: "libisofs: WARNING : .*(UTF-16|UCS-2)");
        Listing.AssertSame(Listing.Joliet(image.Options), Listing.OfFolder(folder.Combine("out")), Aspects.Length | Aspects.Content | Aspects.Date);
    }

    [ToolTheory("xorriso")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Extracts_the_plain_tree(int level)
    {
        HardImage image = images.Plain(level);
        using TempDirectory folder = new();

        AssertQuiet(Run("-osirrox", "on", "-indev", image.Path, "-chmod_r", "u+rwx", "/", "--", "-extract", "/", folder.Combine("out"), "-rollback_end"));

        PlainTree.AssertMatches(Listing.OfFolder(folder.Combine("out")), level, image.Options);
    }

    [ToolFact("xorriso")]
    public void Lists_modes_owners_and_lengths()
    {
        CommandResult result = Run("-indev", images.All.Path, "-find", "/", "-exec", "lsdl", "--");

        AssertQuiet(result);
        Listing.AssertSame(
            Listing.Posix(images.All.Options),
            result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse),
            Aspects.Length | Aspects.Mode);

        static Seen Parse(string line)
        {
            Match match = ListedLine().Match(line);
            Assert.True(match.Success, line);
            Assert.Equal(("0", "0"), (match.Groups["owner"].Value, match.Groups["group"].Value));
            return new Seen(match.Groups["path"].Value.Replace("'\"'\"'", "'", StringComparison.Ordinal), line[0] == 'd')
            {
                Mode = Readers.Mode(match.Groups["mode"].Value),
                Length = long.Parse(match.Groups["length"].Value, CultureInfo.InvariantCulture),
            };
        }
    }

    [ToolFact("xorriso")]
    public void Finds_every_block_and_the_volume_as_described()
    {
        CommandResult media = Run("-indev", images.All.Path, "-check_media", "--");
        CommandResult volume = Run("-indev", images.All.Path, "-pvd_info");

        AssertQuiet(media);
        long sectors = new FileInfo(images.All.Path).Length / 2048;
        Assert.Matches($@"Media region :\s+0 ,\s+{sectors} , \+ good", media.All);
        Assert.Matches($"(?m)^Volume Id    : {HardImages.VolumeId}$", volume.Output);
        Assert.Matches("(?m)^Publisher Id : THE PUBLISHER$", volume.Output);
        Assert.Matches("(?m)^App Id       : THE APPLICATION$", volume.Output);
        Assert.Matches("(?m)^Creation Time: 2026030405060700$", volume.Output);
        Assert.Matches("(?m)^Modif. Time  : 2026030405060700$", volume.Output);
    }

    private static CommandResult Run(params IEnumerable<string> arguments) =>
        Readers.Run("xorriso", ["-abort_on", "FATAL", .. arguments]);

    /// <summary>Nothing worse than notes.</summary>
    private static void AssertQuiet(CommandResult result, string? allowed = null)
    {
        string[] complaints = [.. result.All.Split('\n')
            .Where(line => Complaint().IsMatch(line))
            .Where(line => allowed is null || !Regex.IsMatch(line, allowed, RegexOptions.None, Limits.Hang))];
        Assert.True(complaints.Length == 0, string.Join('\n', complaints));
    }

    [GeneratedRegex(" : (WARNING|SORRY|MISHAP|FAILURE|FATAL|ABORT) : ")]
    private static partial Regex Complaint();

    [GeneratedRegex("^(?<mode>[-a-zA-Z]{10}) +[0-9]+ (?<owner>[^ ]+) +(?<group>[^ ]+) +(?<length>[0-9]+) .{12} '/(?<path>.*)'$", RegexOptions.Singleline)]
    private static partial Regex ListedLine();
}
