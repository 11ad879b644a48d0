using IsoBuild;
using IsoBuild.Content;

namespace Cake.IsoBuild.Tests;

/// <summary>What an image holds, for comparison.</summary>
internal static class Image
{
    /// <summary>The paths of all files.</summary>
    public static string[] Files(string path)
    {
        using IsoImage image = IsoImage.Open(path);
        Assert.Empty(image.Diagnostics);
        return [.. image.Content.Nodes.OfType<ContentFile>().Select(file => file.Path).Order(StringComparer.Ordinal)];
    }

    public static string Text(string path, string file)
    {
        using IsoImage image = IsoImage.Open(path);
        using StreamReader reader = new(image.Content.Nodes.OfType<ContentFile>().Single(node => node.Path == file).OpenRead());
        return reader.ReadToEnd();
    }

    public static UnixFileMode Mode(string path, string file)
    {
        using IsoImage image = IsoImage.Open(path);
        return image.Content.Nodes.Single(node => node.Path == file).Mode!.Value;
    }
}
