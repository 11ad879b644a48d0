using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Interop.Tests;

/// <summary>The other way round: images of other writers, opened by the library.</summary>
public sealed class ForeignImageTests : IDisposable
{
    private static readonly DateTimeOffset Date = new(2024, 2, 29, 12, 34, 56, TimeSpan.Zero);

    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [ToolTheory("xorriso", "genisoimage", "bsdtar")]
    [InlineData("xorriso", "-as", "mkisofs", "-quiet", "-J", "-R", "-V", "FOREIGN", "-o", "IMAGE", "TREE")]
    [InlineData("genisoimage", "-quiet", "-J", "-R", "-V", "FOREIGN", "-o", "IMAGE", "TREE")]
    [InlineData("bsdtar", "--format=iso9660", "--options=volume-id=FOREIGN,rockridge=strict", "-cf", "IMAGE", "-C", "TREE", ".")]
    public void Opens(string tool, params string[] arguments)
    {
        Seen[] tree = MakeTree();

        using IsoImage image = IsoImage.Open(Make(tool, arguments));

        Assert.Empty(image.Diagnostics);
        Assert.Equal("FOREIGN", image.Layout.Volume.VolumeId);
        Assert.Equal(ImageFormats.Default, image.Layout.Volume.Formats);
        // bsdtar makes a root of its own, with today's date.
        bool IsCompared(Seen seen) => tool != "bsdtar" || seen.Path.Length > 0;
        Listing.AssertSame(tree.Where(IsCompared), Listing.Of(image.Content).Where(IsCompared), Aspects.Length | Aspects.Content | Aspects.Mode | Aspects.Date);
        Listing.AssertSame(tree, Listing.Of(image.ContentOf(ImageFormats.Joliet)!), Aspects.Length | Aspects.Content);
        Assert.Equal(tree.Length, image.ContentOf(ImageFormats.Iso9660)!.Nodes.Count);
    }

    [ToolTheory("xorriso", "genisoimage", "bsdtar")]
    [InlineData("xorriso", "-as", "mkisofs", "-quiet", "-o", "IMAGE", "TREE")]
    [InlineData("genisoimage", "-quiet", "-o", "IMAGE", "TREE")]
    [InlineData("bsdtar", "--format=iso9660", "--options=!rockridge,!joliet", "-cf", "IMAGE", "-C", "TREE", ".")]
    public void Opens_plain_images(string tool, params string[] arguments)
    {
        Seen[] tree = MakeTree();

        using IsoImage image = IsoImage.Open(Make(tool, arguments));

        Assert.Empty(image.Diagnostics);
        Seen[] seen = [.. Listing.Of(image.Content)];
        Assert.Equal(tree.Where(entry => !entry.IsDirectory).Select(entry => entry.Sha256).Order(), seen.Where(entry => !entry.IsDirectory).Select(entry => entry.Sha256).Order());
        Assert.Equal(tree.Count(entry => entry.IsDirectory), seen.Count(entry => entry.IsDirectory));
    }

    private string Make(string tool, string[] arguments)
    {
        string image = folder.Combine("foreign.iso");
        Readers.Run(tool, arguments.Select(argument => argument switch
        {
            "IMAGE" => image,
            "TREE" => folder.Combine("tree"),
            _ => argument,
        }));
        return image;
    }

    /// <summary>What every writer can store: nothing of what <see cref="HardTree"/> is made for.</summary>
    private Seen[] MakeTree()
    {
        folder.Write("tree/readme.txt", "read me\n");
        folder.Write("tree/empty", "");
        folder.Write("tree/bin/tool", "#!/bin/sh\n");
        folder.Write("tree/docs/deep/er/Über uns, с приветом.html", "<html>");
        folder.Write("tree/docs/" + new string('n', 60) + ".txt", "long");
        folder.Write("tree/data/2048.bin", new byte[2048]);
        folder.Write("tree/data/large.bin", RandomBytes(300_001));
        for (int i = 0; i < 200; i++)
        {
            folder.Write($"tree/many/number {i:D3}.txt", $"{i}");
        }

        Directory.CreateDirectory(folder.Combine("tree", "empty folder"));
        File.SetUnixFileMode(folder.Combine("tree", "bin", "tool"), (UnixFileMode)0b111_101_000);
        File.SetUnixFileMode(folder.Combine("tree", "readme.txt"), (UnixFileMode)0b100_100_000);
        foreach (string path in Directory.GetFileSystemEntries(folder.Combine("tree"), "*", SearchOption.AllDirectories).Append(folder.Combine("tree")))
        {
            File.SetLastWriteTimeUtc(path, Date.UtcDateTime);
        }

        return [.. Listing.OfFolder(folder.Combine("tree"))];
    }

    private static byte[] RandomBytes(int count)
    {
        byte[] bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }
}
