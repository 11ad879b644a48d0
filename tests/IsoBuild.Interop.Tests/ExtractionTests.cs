using IsoBuild.Content;
using IsoBuild.Extraction;

namespace IsoBuild.Interop.Tests;

/// <summary>Other people's images, extracted: equal to what they were made from. Ours: equal to what others extract.</summary>
[Collection(HardImagesCollection.Name)]
public sealed class ExtractionTests(HardImages images) : IDisposable
{
    private const Aspects Everything = Aspects.Length | Aspects.Content | Aspects.Mode | Aspects.Date;

    private static readonly DateTime Date = new(2024, 2, 29, 12, 34, 56, DateTimeKind.Utc);

    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Not with zisofs of bsdtar 3.6: what has more than 64 KiB when compressed, neither it nor others can read.
    /// genisoimage and bsdtar leave /rr_moved as an ordinary directory, empty when what was moved there is back in its place.</summary>
    [ToolTheory("xorriso", "genisoimage", "bsdtar")]
    [InlineData("xorriso", "-as", "mkisofs", "-quiet", "-J", "-R", "-o", "IMAGE", "TREE")]
    [InlineData("xorriso", "-outdev", "IMAGE", "-map", "TREE", "/", "-set_filter_r", "--zisofs", "/", "--", "-commit")]
    [InlineData("xorriso", "-outdev", "IMAGE", "-compliance", "deep_paths_off", "-rr_reloc_dir", "rr_moved", "-map", "TREE", "/", "-commit")]
    [InlineData("xorriso", "-outdev", "IMAGE", "-map", "TREE/a", "/a", "-commit", "-map", "TREE", "/", "-commit")]
    [InlineData("genisoimage", "-quiet", "-J", "-R", "-o", "IMAGE", "TREE")]
    [InlineData("bsdtar", "--format=iso9660", "--options=rockridge=strict", "-cf", "IMAGE", "-C", "TREE", ".")]
    public void Foreign_images_come_out_as_they_went_in(string tool, params string[] arguments)
    {
        // genisoimage damages targets that take several SL fields.
        string tree = MakeTree(tool == "genisoimage" ? "../readme.txt" : string.Concat(Enumerable.Repeat("../docs/", 20)) + new string('n', 200));
        string path = folder.Combine("foreign.iso");
        Readers.Run(tool, arguments.Select(argument => argument.Replace("IMAGE", path, StringComparison.Ordinal).Replace("TREE", tree, StringComparison.Ordinal)));
        string target = folder.Combine("extracted");

        using IsoImage image = IsoImage.Open(path);
        ExtractResult result = image.Extract(target, new ExtractOptions { ExactModes = true });

        Assert.Empty(result.Diagnostics);
        Listing.AssertSame(Below(tree), Below(target).Where(seen => seen.Path != "rr_moved"), Everything);
        Assert.Equal(Links(tree), Links(target));
        Assert.Equal(4, result.Links);
    }

    [ToolFact("bsdtar")]
    public void Our_images_come_out_as_bsdtar_extracts_them()
    {
        string theirs = folder.Combine("theirs");
        string ours = folder.Combine("ours");
        Directory.CreateDirectory(theirs);
        Readers.Run("bsdtar", "-xpf", images.All.Path, "-C", theirs);

        using IsoImage image = IsoImage.Open(images.All.Path);
        ExtractResult result = image.Extract(ours, new ExtractOptions { ExactModes = true });

        Assert.Empty(result.Diagnostics);
        Listing.AssertSame(Below(theirs), Below(ours), Everything);
    }

    /// <summary>The root keeps the date it has. bsdtar restores set-id and sticky bits when root runs it; we never do.</summary>
    private static IEnumerable<Seen> Below(string root) => Listing.OfFolder(root)
        .Where(seen => seen.Path.Length > 0)
        .Select(seen => seen with { Mode = seen.Mode & (UnixFileMode)0b111_111_111 });

    private string MakeTree(string longTarget)
    {
        folder.Write("tree/readme.txt", "read me\n");
        folder.Write("tree/empty", "");
        folder.Write("tree/zeros.bin", new byte[200_000]);
        folder.Write("tree/numbers.txt", string.Join('\n', Enumerable.Range(0, 50_000)));
        folder.Write("tree/bin/tool", "#!/bin/sh\n");
        folder.Write("tree/a/b/c/d/e/f/g/h/i/j/deep.txt", "deep");
        folder.Write("tree/docs/Über uns, с приветом.html", "<html>");
        folder.Write("tree/docs/" + new string('n', 200), "long");
        Directory.CreateDirectory(folder.Combine("tree", "hollow"));
        File.CreateSymbolicLink(folder.Combine("tree", "file-link"), "bin/tool");
        File.CreateSymbolicLink(folder.Combine("tree", "a", "b", "up"), "../../docs");
        File.CreateSymbolicLink(folder.Combine("tree", "docs", "dangling"), "../nowhere/at/all");
        File.CreateSymbolicLink(folder.Combine("tree", "docs", "long-link"), longTarget);
        File.SetUnixFileMode(folder.Combine("tree", "bin", "tool"), (UnixFileMode)0b111_101_000);
        File.SetUnixFileMode(folder.Combine("tree", "readme.txt"), (UnixFileMode)0b100_100_000);
        File.SetUnixFileMode(folder.Combine("tree", "hollow"), (UnixFileMode)0b101_101_101);
        string tree = folder.Combine("tree");
        Readers.Shell("find \"$1\" -depth -exec touch -h -d \"$2\" {} +", tree, Date.ToString("s") + "Z");
        return tree;
    }

    /// <summary>Every link, where it leads, and its own date.</summary>
    private static string[] Links(string root) =>
    [
        .. Readers.Shell("cd \"$1\" && find . -type l -printf '%p -> %l %TY-%Tm-%Td %TH:%TM:%.2TS\\n' | sort", root).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries),
    ];
}
