using IsoBuild.Content;

namespace IsoBuild.Interop.Tests;

/// <summary>Links, further names, devices and owners, as each reader sees them.</summary>
public sealed class FeatureTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>UDF knows further names of a file, and owners; links are shown as the files to which they lead.</summary>
    [KernelFact]
    public void Linux_mounts_Udf()
    {
        ImageOptions options = new() { VolumeId = "FEATURES", Formats = ImageFormats.Udf, PaddingSectors = 0 };
        string path = Make(options);

        IReadOnlyList<Seen> seen = LinuxKernel.Mount([new KernelMount(path, "iocharset=utf8", "udf")])[0].Entries;

        Listing.AssertSame(FeatureTree.WithoutLinks(options), seen, Aspects.Length | Aspects.Content | Aspects.Mode | Aspects.Date | Aspects.Owner);
        Dictionary<string, Seen> shown = seen.ToDictionary(entry => entry.Path);
        Seen[] names = [shown["hard/first"], shown["hard/second"], shown["hard/sub/third"]];
        Assert.All(names, name => Assert.Equal((3, names[0].Inode), (name.Links!.Value, name.Inode)));
        Assert.Equal((2, shown["files/script"].Inode), (shown["another name of a script"].Links!.Value, shown["another name of a script"].Inode));
        // Links to a file are copies of it, not names.
        Assert.NotEqual(shown["files/plain.txt"].Inode, shown["links/to file"].Inode);
        Assert.Equal(1, shown["files/plain.txt"].Links);
    }

    [ToolFact("7z")]
    public void Seven_zip_extracts_Udf()
    {
        ImageOptions options = new() { VolumeId = "FEATURES", Formats = ImageFormats.Udf, PaddingSectors = 0 };
        string path = Make(options);

        Assert.Contains("Everything is Ok", Readers.Run("7z", "x", $"-o{folder.Combine("out")}", path).Output, StringComparison.Ordinal);

        Listing.AssertSame(
            FeatureTree.WithoutLinks(options).Where(seen => seen.Path.Length > 0),
            Listing.OfFolder(folder.Combine("out")).Where(seen => seen.Path.Length > 0),
            Aspects.Length | Aspects.Content | Aspects.Date);
    }

    private string Make(ImageOptions options)
    {
        string path = folder.Combine("features.iso");
        FeatureTree.AddTo(new ImageBuilder(options)).Write(path).EnsureSuccess();
        return path;
    }
}
