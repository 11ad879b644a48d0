using IsoBuild.Diagnostics;
using IsoBuild.Verifying;

namespace IsoBuild.Interop.Tests;

/// <summary>What the verifier says of other people's images: nothing, or something that is so.</summary>
public sealed class VerifyTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Each code that is expected, with why it is true of that image.</summary>
    [ToolTheory("xorriso", "genisoimage", "bsdtar")]
    // Directory identifiers keep their dots (NET8.0), which are no d-characters.
    [InlineData("ISOB3209", "xorriso", "-as", "mkisofs", "-quiet", "-o", "IMAGE", "TREE")]
    [InlineData("ISOB3209", "genisoimage", "-quiet", "-o", "IMAGE", "TREE")]
    [InlineData("ISOB3209", "genisoimage", "-quiet", "-l", "-J", "-R", "-o", "IMAGE", "TREE")]
    [InlineData("ISOB3209", "genisoimage", "-quiet", "-J", "-R", "-o", "IMAGE", "TREE")]
    [InlineData("ISOB3209", "bsdtar", "--format=iso9660", "--options=!rockridge,!joliet", "-cf", "IMAGE", "-C", "TREE", ".")]
    [InlineData("ISOB3209", "bsdtar", "--format=iso9660", "-cf", "IMAGE", "-C", "TREE", ".")]
    // Asked for: lower case, several dots, long names.
    [InlineData("ISOB3209", "genisoimage", "-quiet", "-U", "-R", "-o", "IMAGE", "TREE")]
    [InlineData("ISOB3209", "genisoimage", "-quiet", "-allow-lowercase", "-allow-multidot", "-relaxed-filenames", "-o", "IMAGE", "TREE")]
    [InlineData("ISOB3209", "genisoimage", "-quiet", "-iso-level", "4", "-J", "-R", "-o", "IMAGE", "TREE")]
    // The ".." of every Joliet directory, and of the enhanced tree's at level 4, is that directory itself.
    [InlineData("ISOB3206 ISOB3209", "xorriso", "-as", "mkisofs", "-quiet", "-J", "-r", "-o", "IMAGE", "TREE")]
    [InlineData("ISOB3206 ISOB3209", "xorriso", "-as", "mkisofs", "-quiet", "-J", "-r", "-iso-level", "4", "-o", "IMAGE", "TREE")]
    public void Findings_of_plain_trees(string codes, string tool, params string[] arguments)
    {
        MakeTree();

        VerifyReport report = Verify(Make(tool, arguments));

        Assert.True(codes == Codes(report), $"expected {codes}:\n{report}");
        Assert.True(report.Passed);
    }

    /// <summary>Directories below level 8.</summary>
    [ToolTheory("xorriso", "genisoimage", "bsdtar")]
    // Left where they are, deeper than the standard allows.
    [InlineData("ISOB3225", "xorriso", "-as", "mkisofs", "-quiet", "-r", "-o", "IMAGE", "TREE")]
    [InlineData("ISOB3225", "genisoimage", "-quiet", "-D", "-R", "-o", "IMAGE", "TREE")]
    // Relocated, in the tree of Rock Ridge.
    [InlineData("ISOB3435", "genisoimage", "-quiet", "-R", "-o", "IMAGE", "TREE")]
    [InlineData("ISOB3435", "bsdtar", "--format=iso9660", "-cf", "IMAGE", "-C", "TREE", ".")]
    // In the Joliet tree, the moved directory lies where rr_moved does: before its real parent.
    [InlineData("ISOB3229 ISOB3435", "genisoimage", "-quiet", "-J", "-R", "-o", "IMAGE", "TREE")]
    public void Findings_of_deep_trees(string codes, string tool, params string[] arguments)
    {
        folder.Write("tree/A/B/C/D/E/F/G/H/I/FILE.TXT", "deep");

        VerifyReport report = Verify(Make(tool, arguments));

        Assert.True(codes == Codes(report), $"expected {codes}:\n{report}");
        Assert.True(report.Passed);
    }

    /// <summary>Without a way to store deep directories, genisoimage leaves them out, and the last one's ".." as it was: itself.</summary>
    [ToolFact("genisoimage")]
    public void A_tree_that_genisoimage_cuts()
    {
        folder.Write("tree/A/B/C/D/E/F/G/H/I/FILE.TXT", "deep");

        VerifyReport report = Verify(Make("genisoimage", "-quiet", "-o", "IMAGE", "TREE"));

        Assert.Equal("ISOB3206", Codes(report));
        Assert.Equal("/A/B/C/D/E/F/G", Assert.Single(report.Findings).Item);
        Assert.True(report.Passed);
    }

    /// <summary>Linux 6.1.192 on a session that genisoimage adds: "corrupted directory entry. extent=212 out of volume (nzones=182)", "changing to secondary root".</summary>
    [ToolFact("genisoimage")]
    public void Later_sessions_whose_continuation_areas_Linux_ignores()
    {
        folder.Write("tree/LongName_a.txt", "A");
        folder.Write("more/LongName_b.txt", "B");
        string first = Make("genisoimage", "-quiet", "-R", "-J", "-o", "IMAGE", "TREE");
        string second = folder.Combine("second.iso");
        Readers.Run("genisoimage", "-quiet", "-R", "-J", "-C", $"0,{new FileInfo(first).Length / 2048}", "-M", first, "-o", second, folder.Combine("more"));

        Assert.Equal("Rock Ridge", Assert.Single(Verify(first, ImageConsumer.Linux).Consumers).Sees);
        ConsumerView later = Assert.Single(Verify(folder.Write("both.iso", [.. File.ReadAllBytes(first), .. File.ReadAllBytes(second)]), ImageConsumer.Linux).Consumers);
        Assert.Equal("Joliet", later.Sees);
        Assert.Equal(("ISOB3473", DiagnosticSeverity.Warning), Assert.Single(later.Findings.Select(finding => (finding.Code, finding.Severity))));
    }

    /// <summary>What xorriso grows in a file has one descriptor at the start for all sessions, with a size that covers them.</summary>
    [ToolFact("xorriso")]
    public void Later_sessions_that_Linux_reads_whole()
    {
        string image = folder.Combine("grown.iso");
        foreach (string name in (string[])["a", "b"])
        {
            folder.Write($"{name}/LongName_{name}.txt", name);
            Readers.Run("xorriso", "-dev", image, "-joliet", "on", "-map", folder.Combine(name), "/", "-commit");
        }

        ConsumerView view = Assert.Single(Verify(image, ImageConsumer.Linux).Consumers);
        Assert.Equal("Rock Ridge", view.Sees);
        Assert.Empty(view.Findings);
    }

    [ToolTheory("xorriso", "genisoimage")]
    [InlineData("HFS", "genisoimage", "-quiet", "-hfs", "-R", "-o", "IMAGE", "TREE")]
    [InlineData("HFS", "genisoimage", "-quiet", "-hfs", "-part", "-R", "-o", "IMAGE", "TREE")]
    [InlineData("HFS+", "xorriso", "-as", "mkisofs", "-quiet", "-hfsplus", "-R", "-o", "IMAGE", "TREE")]
    public void Hybrids_of_which_macOS_shows_the_other_side(string side, string tool, params string[] arguments)
    {
        folder.Write("tree/file.txt", "x");

        ConsumerView view = Assert.Single(Verify(Make(tool, arguments), ImageConsumer.MacOS).Consumers);

        Diagnostic finding = Assert.Single(view.Findings);
        Assert.Equal(("ISOB3472", side), (finding.Code, finding.Item));
        Assert.StartsWith($"{side}, ", view.Sees, StringComparison.Ordinal);
    }

    /// <summary>libisofs writes up to 65 characters, one more than Joliet allows.</summary>
    [ToolFact("xorriso")]
    public void Long_Joliet_names()
    {
        folder.Write("tree/" + new string('n', 80) + ".txt", "long");

        VerifyReport report = Verify(Make("xorriso", "-as", "mkisofs", "-quiet", "-J", "-o", "IMAGE", "TREE"));

        Assert.Equal("ISOB3303", Codes(report));
    }

    [ToolFact("genisoimage", "implantisomd5", "checkisomd5")]
    public void Implanted_checksums()
    {
        folder.Write("tree/FILE.BIN", new byte[3 << 20]);
        string image = Make("genisoimage", "-quiet", "-o", "IMAGE", "TREE");
        Readers.Run("implantisomd5", image);
        Readers.Run("checkisomd5", image);

        Assert.Empty(Verify(image).Findings);

        byte[] bytes = File.ReadAllBytes(image);
        bytes[1 << 20] ^= 1;
        File.WriteAllBytes(image, bytes);
        Assert.NotEqual(0, Readers.TryRun("checkisomd5", image).ExitCode);
        Assert.Equal("ISOB3451", Codes(Verify(image)));
    }

    [ToolFact("genisoimage")]
    public void Bridges_and_boot_records_are_recognised()
    {
        folder.Write("tree/BOOT.IMG", new byte[2048]);
        string image = Make("genisoimage", "-quiet", "-udf", "-b", "BOOT.IMG", "-no-emul-boot", "-o", "IMAGE", "TREE");

        VerifyReport report = Verify(image, Enum.GetValues<ImageConsumer>());

        // genisoimage's two sequences of volume descriptors are not the same: its set identifiers are random.
        Assert.Equal("ISOB3511", Codes(report));
        Assert.Equal(
            ["UDF", "UDF", "UDF", "ISO 9660", "no-emulation /BOOT.IMG", "nothing bootable"],
            report.Consumers.Take(6).Select(consumer => consumer.Sees));
        Assert.NotEmpty(report.Consumers.Skip(6));
        Assert.All(report.Consumers.Skip(6), machine => Assert.Equal("nothing bootable", machine.Sees));

        // There is nothing for UEFI, which was asked about.
        Assert.False(report.Passed);
        Assert.True(Verify(image, ImageConsumer.Windows, ImageConsumer.Linux, ImageConsumer.Bios).Passed);
    }

    /// <summary>Names by which each system is known to differ; Linux is asked itself, below.</summary>
    [ToolFact("genisoimage")]
    public void Consumers_of_a_plain_image()
    {
        folder.Write("tree/README.TXT", "x");
        folder.Write("tree/NOEXT", "x");
        string image = Make("genisoimage", "-quiet", "-o", "IMAGE", "TREE");

        VerifyReport report = Verify(image, ImageConsumer.Windows, ImageConsumer.MacOS, ImageConsumer.Linux, ImageConsumer.FreeBsd);

        Assert.Equal(
            """
            Windows will see: ISO 9660; every name as it is

            macOS will see: ISO 9660; every name as it is

            Linux will see: ISO 9660; 2 names it shows differently:
              /NOEXT as /noext
              /README.TXT as /readme.txt

            FreeBSD will see: ISO 9660; 2 names it shows differently:
              /NOEXT as /noext
              /README.TXT as /readme.txt

            The label is "CDROM" to Linux, GRUB, Windows, macOS and FreeBSD.

            The image passes: nothing found.

            """.ReplaceLineEndings("\n"),
            report.ToString());
    }

    /// <summary>What the verifier predicts is what the kernel lists, for each tree that it may come to use.</summary>
    [KernelFact]
    public void Linux_shows_what_was_predicted()
    {
        foreach (string name in (string[])["Mixed Case.Txt", "noext", "many.dots.tar.gz", "über.txt", "trailing.dots..", "emoji🎉.txt", new string('l', 64) + ".long", "UPPER.TXT", "semi;colon", "deep/er/file.txt", "NET8.0/x"])
        {
            folder.Write($"tree/{name}", name);
        }

        // 254 and 255 bytes: the kernel leaves the last piece of such names out.
        folder.Write("tree/" + new string('x', 254), "254");
        folder.Write("tree/" + new string('y', 251) + "ü.", "255");
        File.CreateSymbolicLink(folder.Combine("tree", "link"), "noext");
        folder.Write("tree/1/2/3/4/5/6/7/8/9/file", "relocated");
        string tree = folder.Combine("tree");

        string[] images =
        [
            Made("posix", "genisoimage", "-quiet", "-R", "-o", "IMAGE", "TREE"),
            Made("plain", "genisoimage", "-quiet", "-D", "-l", "-allow-multidot", "-o", "IMAGE", "TREE"),
            Made("unnamed", "genisoimage", "-quiet", "-D", "-iso-level", "4", "-o", "IMAGE", "TREE"),
            Ours("joliet", Content.ImageFormats.Iso9660 | Content.ImageFormats.Joliet),
        ];
        IReadOnlyList<KernelView> views = LinuxKernel.Mount([.. images.Select(path => new KernelMount(path, "iocharset=utf8"))]);
        foreach ((string path, KernelView view) in images.Zip(views))
        {
            using IsoImage image = IsoImage.Open(path);
            ConsumerView linux = Assert.Single(image.Verify(new VerifyOptions { Consumers = [ImageConsumer.Linux] }).Consumers);
            Dictionary<string, string?> shown = linux.Differently.ToDictionary(entry => entry.Path, entry => entry.Shown, StringComparer.Ordinal);
            string[] predicted = [.. image.Content.Nodes.Where(node => node.Path != "/").Select(node => Predict(node.Path)).OfType<string>().Order(StringComparer.Ordinal)];

            string[] seen = [.. view.Entries.Where(entry => entry.Path.Length > 0).Select(entry => "/" + entry.Path).Order(StringComparer.Ordinal)];

            Assert.True(predicted.SequenceEqual(seen, StringComparer.Ordinal), $"{Path.GetFileName(path)}, {linux.Sees}\npredicted, not seen: {string.Join(", ", predicted.Except(seen))}\nseen, not predicted: {string.Join(", ", seen.Except(predicted))}");

            // A directory of another name takes what lies below with it.
            string? Predict(string given)
            {
                string? result = "";
                string prefix = "";
                foreach (string name in given.Split('/', StringSplitOptions.RemoveEmptyEntries))
                {
                    prefix += "/" + name;
                    result = shown.TryGetValue(prefix, out string? other) ? other : $"{result}/{name}";
                    if (result is null)
                    {
                        return null;
                    }
                }

                return result;
            }
        }

        string Made(string name, string tool, params string[] arguments)
        {
            string path = Make(tool, arguments);
            string kept = folder.Combine(name + ".iso");
            File.Move(path, kept);
            return kept;
        }

        string Ours(string name, Content.ImageFormats formats)
        {
            string path = folder.Combine(name + ".iso");
            ImageBuilder builder = new(new ImageOptions { VolumeId = "OURS", Formats = formats });
            foreach (string file in Directory.GetFiles(tree, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).LinkTarget is null))
            {
                builder.AddFile(Path.GetRelativePath(tree, file), file);
            }

            builder.Write(path).EnsureSuccess();
            return path;
        }
    }

    private static string Codes(VerifyReport report) => string.Join(' ', report.Findings.Select(finding => finding.Code).Distinct().Order(StringComparer.Ordinal));

    private static VerifyReport Verify(string path, params ImageConsumer[] consumers)
    {
        using IsoImage image = IsoImage.Open(path);
        return image.Verify(new VerifyOptions { Consumers = consumers });
    }

    private string Make(string tool, params string[] arguments)
    {
        string image = folder.Combine("image.iso");
        Readers.TryRun(tool, arguments.Select(argument => argument switch
        {
            "IMAGE" => image,
            "TREE" => folder.Combine("tree"),
            _ => argument,
        }));
        return image;
    }

    private void MakeTree()
    {
        folder.Write("tree/readme.txt", "read me\n");
        folder.Write("tree/empty", "");
        folder.Write("tree/bin/tool", "#!/bin/sh\n");
        folder.Write("tree/docs/deep/er/Über uns, с приветом.html", "<html>");
        folder.Write("tree/docs/" + new string('n', 60) + ".txt", "long");
        folder.Write("tree/data/2048.bin", new byte[2048]);
        folder.Write("tree/data/large.bin", new byte[300_001]);
        folder.Write("tree/NET8.0/archive.tar.gz", "x");
        for (int i = 0; i < 200; i++)
        {
            folder.Write($"tree/many/number {i:D3}.txt", $"{i}");
        }

        File.CreateSymbolicLink(folder.Combine("tree", "link"), "readme.txt");
    }
}
