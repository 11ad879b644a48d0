using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Interop.Tests;

/// <summary>Links, further names, devices, owners, deep and compressed trees, as the Linux kernel and 7-Zip see them.</summary>
public sealed class FeatureTests : IDisposable
{
    private const Aspects ContentAndDate = Aspects.Length | Aspects.Content | Aspects.Date;
    private const Aspects Everything = ContentAndDate | Aspects.Mode | Aspects.Owner | Aspects.Links;

    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>All in one boot: the four views of a bridge whose files lie on 4 KiB, deep as it is; directories that moved, and no file shared; every file compressed that shrinks; UDF alone.</summary>
    [KernelFact]
    public void Linux_mounts()
    {
        ImageOptions bridge = new() { VolumeId = "BRIDGE", Formats = ImageFormats.Default | ImageFormats.Udf, Alignment = 4096, JolietLongNames = true };
        ImageOptions moved = new() { VolumeId = "MOVED", Formats = ImageFormats.RockRidge, RelocateDeepDirectories = true, Dedupe = false };
        ImageOptions packed = new() { VolumeId = "PACKED", Formats = ImageFormats.RockRidge };
        ImageOptions udf = new() { VolumeId = "FEATURES", Formats = ImageFormats.Udf, PaddingSectors = 0 };
        string bridgeImage = Make(bridge, out ImageLayout bridgeLayout);
        Assert.All(bridgeLayout.Regions.Where(region => region.Kind == RegionKind.File), region => Assert.Equal(0, region.Offset % 4096));

        KernelView[] views = [.. LinuxKernel.Mount(
        [
            new KernelMount(bridgeImage, "check=s"),
            new KernelMount(bridgeImage, "norock,check=s,iocharset=utf8"),
            new KernelMount(bridgeImage, "norock,nojoliet,check=s,map=off"),
            new KernelMount(bridgeImage, "iocharset=utf8", "udf"),
            new KernelMount(Make(moved, out _), "check=s"),
            new KernelMount(Make(packed, out ImageLayout packedLayout, compress: true), "check=s"),
            new KernelMount(Make(udf, out _), "iocharset=utf8", "udf"),
        ])];

        Listing.AssertSame(FeatureTree.Posix(bridge), views[0].Entries, Everything);
        Listing.AssertSame(FeatureTree.Joliet(bridge), views[1].Entries, ContentAndDate);
        AssertPlain(views[2].Entries);
        AssertUdf(bridge, views[3].Entries);
        using IsoImage movedImage = IsoImage.Open(folder.Combine("MOVED.iso"));
        Assert.Contains(movedImage.ContentOf(ImageFormats.Iso9660)!.Nodes, node => node.Path.StartsWith("/RR_MOVED/LEVEL_7", StringComparison.Ordinal));
        Listing.AssertSame(FeatureTree.Posix(moved), views[4].Entries, Everything);
        // Compressed it was: the kernel shows more than lies on the image.
        Assert.InRange(packedLayout.Regions.Single(region => region.Name == "/text.txt").Length, 1, 100_000);
        Listing.AssertSame(FeatureTree.Posix(packed), views[5].Entries, Everything);
        AssertUdf(udf, views[6].Entries);
    }

    [ToolTheory("7z")]
    [InlineData(ImageFormats.Udf)]
    [InlineData(ImageFormats.Default | ImageFormats.Udf)]
    public void Seven_zip_extracts_Udf(ImageFormats formats)
    {
        ImageOptions options = new() { VolumeId = "FEATURES", Formats = formats, PaddingSectors = 0 };
        string path = Make(options, out _);

        Assert.Contains("Everything is Ok", Readers.Run("7z", "x", "-tudf", $"-o{folder.Combine("out")}", path).Output, StringComparison.Ordinal);

        Listing.AssertSame(
            FeatureTree.WithoutLinks(options).Where(seen => seen.Path.Length > 0),
            Listing.OfFolder(folder.Combine("out")).Where(seen => seen.Path.Length > 0),
            ContentAndDate);
    }

    /// <summary>Names that are mangled, and empty files in place of links and devices: told by content.</summary>
    private static void AssertPlain(IReadOnlyList<Seen> seen)
    {
        FeatureEntry[] entries = [.. FeatureTree.Entries];
        Dictionary<string, byte[]?> contents = entries.ToDictionary(entry => entry.Path, entry => entry.Content);
        IEnumerable<string> expected = entries.Where(entry => !entry.IsDirectory)
            .Select(entry => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData((entry.OtherNameOf is { } first ? contents[first] : entry.Content) ?? [])));
        Assert.Equal(expected.Order(StringComparer.Ordinal), seen.Where(entry => !entry.IsDirectory).Select(entry => entry.Sha256!).Order(StringComparer.Ordinal));
        Assert.Equal(entries.Count(entry => entry.IsDirectory), seen.Count(entry => entry.IsDirectory));
    }

    /// <summary>UDF knows further names of a file, and owners; links are shown as the files to which they lead.</summary>
    private static void AssertUdf(ImageOptions options, IReadOnlyList<Seen> seen)
    {
        Listing.AssertSame(FeatureTree.WithoutLinks(options), seen, ContentAndDate | Aspects.Mode | Aspects.Owner);
        Dictionary<string, Seen> shown = seen.ToDictionary(entry => entry.Path);
        Seen[] names = [shown["hard/first"], shown["hard/second"], shown["hard/sub/third"]];
        Assert.All(names, name => Assert.Equal((3, names[0].Inode), (name.Links!.Value, name.Inode)));
        Assert.Equal((2, shown["files/script"].Inode), (shown["another name of a script"].Links!.Value, shown["another name of a script"].Inode));
        // Links to a file are copies of it, not names.
        Assert.NotEqual(shown["files/plain.txt"].Inode, shown["links/to file"].Inode);
        Assert.Equal(1, shown["files/plain.txt"].Links);
    }

    private string Make(ImageOptions options, out ImageLayout layout, bool compress = false)
    {
        string path = folder.Combine($"{options.VolumeId}.iso");
        layout = FeatureTree.AddTo(new ImageBuilder(options)).Describe(_ => compress ? new EntryOptions { Compress = true } : null).Write(path).EnsureSuccess().Layout!;
        return path;
    }
}
