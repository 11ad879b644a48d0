using IsoBuild.Content;

namespace IsoBuild.Tests;

/// <summary>What an image holds, for comparison.</summary>
internal static class Image
{
    /// <summary>The paths of all files.</summary>
    public static string[] Files(string path)
    {
        using IsoImage image = Open(path);
        return [.. image.Content.Nodes.OfType<ContentFile>().Select(file => file.Path).Order(StringComparer.Ordinal)];
    }

    /// <summary>The paths of all directories.</summary>
    public static string[] Directories(string path)
    {
        using IsoImage image = Open(path);
        return [.. image.Content.Nodes.OfType<ContentDirectory>().Select(directory => directory.Path).Order(StringComparer.Ordinal)];
    }

    public static string Text(string path, string file)
    {
        using IsoImage image = Open(path);
        using StreamReader reader = new(image.Content.Nodes.OfType<ContentFile>().Single(node => node.Path == file).OpenRead());
        return reader.ReadToEnd();
    }

    public static byte[] Bytes(string path, string file)
    {
        using IsoImage image = Open(path);
        using MemoryStream bytes = new();
        using Stream content = image.Content.Nodes.OfType<ContentFile>().Single(node => node.Path == file).OpenRead();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }

    public static T Node<T>(string path, string file, Func<ContentNode, T> read)
    {
        using IsoImage image = Open(path);
        return read(image.Content.Nodes.Single(node => node.Path == file));
    }

    public static IsoImage Open(string path)
    {
        IsoImage image = IsoImage.Open(path);
        Assert.Empty(image.Diagnostics);
        return image;
    }
}
