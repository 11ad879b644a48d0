using IsoBuild.Core.Tests.Walking;
using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Core.Tests;

/// <summary>What most tests do with images.</summary>
internal static class Images
{
    public static readonly ImageFormats[] FormatSets =
    [
        ImageFormats.Iso9660,
        ImageFormats.Iso9660 | ImageFormats.Joliet,
        ImageFormats.Iso9660 | ImageFormats.RockRidge,
        ImageFormats.Default,
    ];

    /// <summary>Options for small images.</summary>
    public static ImageOptions Small => new() { VolumeId = "TEST", PaddingSectors = 1 };

    /// <summary>The image's bytes, written through a stream.</summary>
    public static byte[] ToBytes(this ImageBuilder builder)
    {
        using MemoryStream stream = new();
        builder.Write(stream).EnsureSuccess();
        return stream.ToArray();
    }

    public static byte[] ReadAll(this Content.ContentFile file) => ReadToEnd(file.OpenRead());

    /// <summary>What there is, whether or not it is the file.</summary>
    public static byte[] ReadStored(this Content.ContentFile file) => ReadToEnd(file.OpenStored());

    private static byte[] ReadToEnd(Stream content)
    {
        using Stream stream = content;
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    public static ImageWalker WalkSoundly(byte[] image, int level = 3)
    {
        ImageWalker walker = ImageWalker.Walk(image, level);
        Assert.True(walker.Problems.Count == 0, string.Join('\n', walker.Problems.Take(20)));
        return walker;
    }
}
