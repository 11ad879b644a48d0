using System.Globalization;
using System.Security.Cryptography;
using IsoBuild.Content;

namespace IsoBuild.Core.Tests.Remastering;

/// <summary>What a tree of an image shows, a line for each entry.</summary>
internal static class Shown
{
    /// <summary>Path, kind, attributes, content and other names, in the order of paths.</summary>
    public static string[] By(IsoImage image, ImageFormats? view = null) => [.. image.ContentOf(view ?? image.BestView)!.Nodes.Select(node => $"{node.Path} {Attributes(node)} {What(node)}")];

    /// <summary>The same without names, which a tree may have had to change, and attributes, which it may not have.</summary>
    public static string[] ContentBy(IsoImage image, ImageFormats view) => [.. image.ContentOf(view)!.Nodes.Select(What).Order(StringComparer.Ordinal)];

    public static string[] By(string path, ImageFormats? view = null)
    {
        using IsoImage image = IsoImage.Open(path);
        return By(image, view);
    }

    private static string Attributes(ContentNode node) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int?)node.Mode:X} {node.OwnerId}:{node.GroupId} {node.Modified:u}");

    private static string What(ContentNode node) => node switch
    {
        ContentFile file => string.Create(CultureInfo.InvariantCulture, $"file {file.Length} {Convert.ToHexStringLower(SHA256.HashData(file.ReadAll()))[..12]} x{file.LinkCount} {file.HardLinkOf?.Path}"),
        ContentLink link => $"link {link.Target}",
        ContentSpecial special => $"{special.Kind} {special.Device:X}",
        _ => "directory",
    };
}
