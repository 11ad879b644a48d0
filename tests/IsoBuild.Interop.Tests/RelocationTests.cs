using System.Security.Cryptography;
using System.Text;
using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Interop.Tests;

/// <summary>Directories that moved (RRIP 4.1.5), some of them more than once, as other programs put them back in their places.</summary>
public class RelocationTests
{
    [ToolTheory("bsdtar")]
    [InlineData(9, "top")]
    [InlineData(14, "top")]
    [InlineData(25, "top")]
    [InlineData(25, "rr_moved")]
    public void Bsdtar_extracts_the_whole_tree(int depth, string top)
    {
        using TempDirectory folder = new();
        Seen[] expected = Write(folder.Combine("image.iso"), depth, top);
        string target = Directory.CreateDirectory(folder.Combine("out")).FullName;

        CommandResult result = Readers.Shell("cat \"$1\" | bsdtar -xpf - -C \"$2\"", folder.Combine("image.iso"), target);

        Assert.Equal("", result.All);
        AssertSame(expected, target);
    }

    [ToolTheory("xorriso")]
    [InlineData(9, "top")]
    [InlineData(14, "top")]
    [InlineData(25, "top")]
    [InlineData(25, "rr_moved")]
    public void Xorriso_extracts_the_whole_tree(int depth, string top)
    {
        using TempDirectory folder = new();
        Seen[] expected = Write(folder.Combine("image.iso"), depth, top);
        string target = folder.Combine("out");

        Readers.Run("xorriso", "-abort_on", "WARNING", "-osirrox", "on", "-indev", folder.Combine("image.iso"), "-extract", "/", target);

        AssertSame(expected, target);
    }

    /// <summary>Two branches, so that of each name two directories move; in the second, the deepest lies beside a file.</summary>
    private static Seen[] Write(string path, int depth, string top)
    {
        ImageBuilder builder = new(new ImageOptions { VolumeId = "DEEP", RelocateDeepDirectories = true, PaddingSectors = 0, Formats = ImageFormats.RockRidge });
        Dictionary<string, Seen> seen = [];
        foreach (string branch in (string[])[top, "second"])
        {
            string directory = branch;
            seen.Add(directory, new Seen(directory, IsDirectory: true));
            for (int level = 2; level <= depth; level++)
            {
                directory += $"/d{level}";
                seen.Add(directory, new Seen(directory, IsDirectory: true));
                byte[] content = Encoding.UTF8.GetBytes(directory);
                builder.AddFile($"{directory}/file", content);
                seen.Add($"{directory}/file", new Seen($"{directory}/file", IsDirectory: false) { Length = content.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)) });
                builder.AddFile($"{directory}/empty", Array.Empty<byte>());
                seen.Add($"{directory}/empty", new Seen($"{directory}/empty", IsDirectory: false) { Length = 0, Sha256 = Convert.ToHexStringLower(SHA256.HashData([])) });
            }
        }

        builder.Write(path).EnsureSuccess();
        using IsoImage image = IsoImage.Open(path);
        Assert.Contains(image.ContentOf(ImageFormats.Iso9660)!.Nodes, node => node.Path.StartsWith("/RR_MOVED/D", StringComparison.Ordinal));
        return [.. seen.Values];
    }

    private static void AssertSame(Seen[] expected, string folder) =>
        Listing.AssertSame(expected, Listing.OfFolder(folder).Where(seen => seen.Path.Length > 0), Aspects.Length | Aspects.Content);
}
