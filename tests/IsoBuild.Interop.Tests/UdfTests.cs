using System.Globalization;
using System.Text.RegularExpressions;
using IsoBuild.Content;

namespace IsoBuild.Interop.Tests;

/// <summary>The UDF tree, beside the others and alone: as the Linux kernel, 7-Zip and udfinfo see it.</summary>
[Collection(HardImagesCollection.Name)]
public sealed partial class UdfTests(HardImages images)
{
    private const ImageFormats Bridge = ImageFormats.Default | ImageFormats.Udf;

    /// <summary>One boot for both.</summary>
    [KernelFact]
    public void Linux_mounts()
    {
        HardImage[] both = [images.With(Bridge), images.With(ImageFormats.Udf)];

        IReadOnlyList<KernelView> views = LinuxKernel.Mount([.. both.Select(image => new KernelMount(image.Path, "iocharset=utf8", "udf"))]);

        foreach ((HardImage image, KernelView view) in both.Zip(views))
        {
            Listing.AssertSame(
                Listing.Udf(image.Options).Select(seen => seen with { Owner = "0:0" }),
                view.Entries.Select(WithoutChecksum),
                Aspects.Length | Aspects.Content | Aspects.Mode | Aspects.Date | Aspects.Owner);
            Assert.All(view.Entries.Where(seen => !seen.IsDirectory), seen => Assert.Equal(1, seen.Links));
        }
    }

    [ToolTheory("7z")]
    [InlineData(Bridge)]
    [InlineData(ImageFormats.Udf)]
    public void Seven_zip_extracts(ImageFormats formats)
    {
        HardImage image = images.With(formats);
        using TempDirectory folder = new();

        CommandResult result = Readers.Run("7z", "x", "-tudf", $"-o{folder}", image.Path);

        Assert.Contains("Everything is Ok", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Warning", result.All, StringComparison.OrdinalIgnoreCase);
        Listing.AssertSame(
            Listing.Udf(image.Options).Where(seen => seen.Path.Length > 0),
            Listing.OfFolder(folder).Where(seen => seen.Path.Length > 0),
            Aspects.Length | Aspects.Content | Aspects.Date);
    }

    [ToolTheory("udfinfo")]
    [InlineData(Bridge)]
    [InlineData(ImageFormats.Udf)]
    public void Udfinfo_finds_the_volume_as_described(ImageFormats formats)
    {
        HardImage image = images.With(formats);

        CommandResult result = Readers.Run("udfinfo", image.Path);

        Assert.Equal("", result.Error);
        Dictionary<string, string> fields = result.Output.Split('\n').Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0]).ToDictionary(group => group.Key, group => group.First()[1]);
        Assert.Equal(HardImages.VolumeId, fields["label"]);
        Assert.Equal(HardImages.VolumeId, fields["vid"]);
        Assert.Equal("1.02", fields["udfrev"]);
        Assert.Equal("2048", fields["blocksize"]);
        Assert.Equal("closed", fields["integrity"]);
        Assert.Equal("readonly", fields["accesstype"]);
        Assert.Equal(HardTree.Entries.Count(entry => !entry.IsDirectory), int.Parse(fields["numfiles"], CultureInfo.InvariantCulture));
        Assert.Equal(HardTree.Entries.Count(entry => entry.IsDirectory), int.Parse(fields["numdirs"], CultureInfo.InvariantCulture));
    }

    /// <summary>Linux shows at most 254 bytes of UTF-8: of longer names the beginning, and a checksum of the whole.</summary>
    private static Seen WithoutChecksum(Seen seen) => seen with { Path = Checksum().Replace(seen.Path, new string('漢', 85)) };

    [GeneratedRegex("漢{83}#[0-9A-F]{4}$")]
    private static partial Regex Checksum();
}
