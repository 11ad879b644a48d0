using IsoBuild.Content;
using IsoBuild.Layout;
using IsoBuild.Reading;

namespace IsoBuild.Interop.Tests;

/// <summary>What other writers put into their images and ours does not, read by the library.</summary>
public sealed class ForeignFeatureTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Links of every shape, pipes, devices with large numbers, owners and set-id bits: as bsdtar lists them.</summary>
    [ToolTheory("xorriso", "genisoimage", "bsdtar")]
    [InlineData("xorriso", "-as", "mkisofs", "-quiet", "-R", "-o", "IMAGE", "TREE")]
    [InlineData("xorriso", "-as", "mkisofs", "-quiet", "-R", "-iso-level", "4", "-J", "-o", "IMAGE", "TREE")]
    [InlineData("genisoimage", "-quiet", "-R", "-o", "IMAGE", "TREE")]
    [InlineData("bsdtar", "--format=iso9660", "--options=rockridge=strict", "-cf", "IMAGE", "-C", "TREE", ".")]
    public void Links_pipes_and_modes(string tool, params string[] arguments)
    {
        folder.Write("tree/file", "content");
        File.SetUnixFileMode(folder.Combine("tree", "file"), UnixFileMode.SetUser | (UnixFileMode)0b111_101_001);
        Dictionary<string, string> links = new()
        {
            ["relative"] = "a/b.txt",
            ["up"] = "../.././x",
            ["root"] = "/",
            ["absolute"] = "/usr/share/doc",
            ["long"] = string.Join('/', Enumerable.Range(0, 12).Select(i => new string((char)('a' + i), 15))),
        };
        foreach ((string name, string target) in links)
        {
            File.CreateSymbolicLink(folder.Combine("tree", name), target);
        }

        Readers.Run("mkfifo", "-m", "0640", folder.Combine("tree", "pipe"));

        using IsoImage image = IsoImage.Open(Make(tool, arguments));

        Assert.Empty(image.Diagnostics);
        Assert.Equal(links.OrderBy(link => link.Key, StringComparer.Ordinal), image.Content.Nodes.OfType<ContentLink>().Select(link => KeyValuePair.Create(link.Name, link.Target)));
        Assert.Equal(SpecialKind.Pipe, Assert.IsType<ContentSpecial>(image.Content.Find("pipe")).Kind);
        Assert.Equal(File.GetUnixFileMode(folder.Combine("tree", "file")), image.Content.Find("file")!.Mode);
    }

    /// <summary>Deeper than eight levels: moved to /rr_moved on the image, and shown where they belong.</summary>
    [ToolTheory("xorriso", "genisoimage", "bsdtar")]
    [InlineData("genisoimage", "-quiet", "-R", "-o", "IMAGE", "TREE")]
    [InlineData("xorriso", "-compliance", "deep_paths_off:long_paths_off", "-rr_reloc_dir", "rr_moved", "-outdev", "IMAGE", "-map", "TREE", "/", "-commit")]
    [InlineData("bsdtar", "--format=iso9660", "--options=rockridge=strict", "-cf", "IMAGE", "-C", "TREE", ".")]
    public void Deep_trees(string tool, params string[] arguments)
    {
        folder.Write("tree/a/b/c/d/e/f/g/h/i/j/k/l/deepest.txt", "deep");
        folder.Write("tree/a/b/c/d/e/f/g/h/also here.txt", "also");
        folder.Write("tree/a/b/c/d/e/f/g/H2/other.txt", "other");

        using IsoImage image = IsoImage.Open(Make(tool, arguments));

        Assert.DoesNotContain(image.Diagnostics, d => d.Severity != Diagnostics.DiagnosticSeverity.Info);
        Listing.AssertSame(
            Listing.OfFolder(folder.Combine("tree")),
            // genisoimage and bsdtar show the place to which they moved, and it is empty.
            Listing.Of(image.Content).Where(seen => seen.Path != "rr_moved"),
            Aspects.Length | Aspects.Content);
        Assert.Contains(image.ContentOf(ImageFormats.Iso9660)!.Nodes, node => node.Path.StartsWith("/RR_MOVED/", StringComparison.Ordinal));
        Assert.Equal(image.Length, image.Layout.Regions.Sum(region => region.SectorCount) * 2048);
    }

    /// <summary>makefs does not mark what it moves as moved: it is shown in both places, as by Linux and xorriso.</summary>
    [ToolTheory("makefs", "xorriso")]
    [InlineData(10)]
    [InlineData(30)]
    public void Deep_trees_by_makefs(int levels)
    {
        folder.Write($"tree/{string.Join('/', Enumerable.Range(0, levels).Select(level => $"d{level}"))}/file", "deep");
        string path = Make("makefs", ["-t", "cd9660", "-o", "rockridge", "IMAGE", "TREE"]);
        string[] expected = [.. Readers.Run("xorriso", "-indev", path, "-find", "/").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim('\'')).Order(StringComparer.Ordinal)];

        using IsoImage image = IsoImage.Open(path);

        Assert.Equal(expected, image.Content.Nodes.Select(node => node.Path).Order(StringComparer.Ordinal));
        Assert.Empty(image.Diagnostics);
        Assert.DoesNotContain(image.Verify().Findings, finding => finding.Severity == Diagnostics.DiagnosticSeverity.Error);
        new ImageBuilder().BasedOn(path).Write(folder.Combine("based.iso")).EnsureSuccess();
        using IsoImage based = IsoImage.Open(folder.Combine("based.iso"));
        Assert.Equal(image.Content.Nodes.Select(node => node.Path), based.Content.Nodes.Select(node => node.Path));
    }

    [ToolTheory("xorriso")]
    [InlineData("-zisofs", "version_2=off:block_size=32k")]
    [InlineData("-zisofs", "version_2=off:block_size=128k")]
    [InlineData("-zisofs", "version_2=on:block_size_v2=1m")]
    public void Compressed_by_xorriso(params string[] arguments)
    {
        MakeCompressible();
        string path = folder.Combine("z.iso");
        Readers.Run("xorriso", [.. arguments, "-outdev", path, "-map", folder.Combine("tree"), "/", "-set_filter_r", "--zisofs", "/", "--", "-commit"]);

        using IsoImage image = IsoImage.Open(path);

        AssertCompressed(image);
    }

    [ToolFact("python3", "genisoimage")]
    public void Compressed_before_genisoimage_stores_it()
    {
        MakeCompressible();
        Zisofs.Pack(folder.Combine("tree"), folder.Combine("compressed"));
        string path = folder.Combine("z.iso");
        Readers.Run("genisoimage", "-quiet", "-R", "-z", "-o", path, folder.Combine("compressed"));

        using IsoImage image = IsoImage.Open(path);

        AssertCompressed(image);
    }

    /// <summary>Sessions as genisoimage adds them to a disc, whose image is both, one behind the other.</summary>
    [ToolFact("genisoimage")]
    public void Sessions_by_genisoimage()
    {
        folder.Write("one/first.txt", "1");
        folder.Write("one/changed.txt", "old");
        // Of the same length and date, genisoimage would take it for unchanged.
        folder.Write("two/changed.txt", "newer");
        string first = folder.Combine("first.iso");
        string second = folder.Combine("second.iso");
        Readers.Run("genisoimage", "-quiet", "-R", "-J", "-V", "ONE", "-o", first, folder.Combine("one"));
        long start = new FileInfo(first).Length / 2048;
        Readers.Run("genisoimage", "-quiet", "-R", "-J", "-V", "TWO", "-C", $"0,{start}", "-M", first, "-o", second, folder.Combine("two"));
        string both = folder.Write("both.iso", [.. File.ReadAllBytes(first), .. File.ReadAllBytes(second)]);

        using IsoImage image = IsoImage.Open(both);

        Assert.Equal([(0, "ONE"), (start, "TWO")], image.Sessions.Select(session => (session.FirstSector, session.VolumeId)));
        Assert.Equal(["changed.txt=newer", "first.txt=1"], Texts(image));
        Assert.Equal(["ISOB3005"], image.Diagnostics.Select(d => d.Code));
        using IsoImage before = IsoImage.Open(both, new OpenOptions { Session = 1 });
        Assert.Equal(["changed.txt=old", "first.txt=1"], Texts(before));
        Assert.Equal("ISOB3007", Assert.Throws<Diagnostics.ImageException>(() => IsoImage.Open(second)).Diagnostic.Code);
    }

    /// <summary>genisoimage cuts a component in two where a target does not fit its field; readers take it up to there.</summary>
    [ToolFact("genisoimage", "bsdtar")]
    public void Link_targets_that_are_damaged()
    {
        folder.Write("tree/f", "1");
        File.CreateSymbolicLink(folder.Combine("tree", "s"), string.Concat(Enumerable.Repeat("abcdefghij//", 40)) + "z");
        string path = folder.Combine("long.iso");
        Readers.Run("genisoimage", "-quiet", "-R", "-o", path, folder.Combine("tree"));
        string shown = CommandLine.Run("bsdtar", ["-tvf", path]).EnsureSuccess().Output.Split(" -> ")[1].TrimEnd('\n');

        using IsoImage image = IsoImage.Open(path);
        Assert.Equal(shown, ((ContentLink)image.Content.Find("/s")!).Target);
        Assert.Contains(image.Diagnostics, told => told is { Code: "ISOB3003", Severity: Diagnostics.DiagnosticSeverity.Warning, Item: "/s" });
        string again = folder.Combine("again.iso");
        new ImageBuilder().BasedOn(path).Write(again).EnsureSuccess();
        Assert.Equal(shown, CommandLine.Run("bsdtar", ["-tvf", again]).EnsureSuccess().Output.Split(" -> ")[1].TrimEnd('\n'));
    }

    /// <summary>What genisoimage marks as hidden, in its trees but UDF; and our marks, as isoinfo shows them.</summary>
    [ToolFact("genisoimage", "isoinfo")]
    public void Marks_of_hidden_entries()
    {
        folder.Write("tree/plain.txt", "1");
        folder.Write("tree/secret.txt", "2");
        folder.Write("tree/dir/below.txt", "3");
        string path = folder.Combine("marked.iso");
        Readers.Run("genisoimage", "-quiet", "-R", "-J", "-udf", "-hidden", "secret.txt", "-hidden", "dir", "-o", path, folder.Combine("tree"));
        string again = folder.Combine("again.iso");
        new ImageBuilder().BasedOn(path).AddFile("new.txt", "4"u8.ToArray()).Write(again).EnsureSuccess();

        foreach (string each in (string[])[path, again])
        {
            using IsoImage image = IsoImage.Open(each);
            Assert.Equal(["/dir", "/secret.txt"], Marked(ImageFormats.RockRidge));
            Assert.Equal(["/dir", "/secret.txt"], Marked(ImageFormats.Joliet));
            Assert.Empty(Marked(ImageFormats.Udf));

            // "[    281 01]  SECRET.TXT;1": the block and the flags.
            foreach (string[] tree in (string[][])[["-l", "-R"], ["-l", "-J"]])
            {
                string[] lines = Readers.Run("isoinfo", [.. tree, "-i", each]).Output.Split('\n');
                Assert.Equal(["03", "00", "01"], ((string[])["dir", "plain.txt", "secret.txt"]).Select(name => lines.First(line => line.TrimEnd().EndsWith($"  {name}", StringComparison.Ordinal)) is var line ? line[(line.IndexOf(']') - 2)..line.IndexOf(']')] : ""));
            }

            IEnumerable<string> Marked(ImageFormats view) => image.ContentOf(view)!.Nodes.Where(node => node.MarkedHidden != 0).Select(node => node.Path);
        }
    }

    /// <summary>Records of a session that genisoimage adds lead to continuation areas of the session before.</summary>
    [ToolFact("genisoimage")]
    public void Sessions_that_share_continuation_areas()
    {
        folder.Write($"one/{new string('n', 200)}", "1");
        File.CreateSymbolicLink(folder.Combine("one", "link"), string.Join('/', Enumerable.Repeat(new string('x', 20), 14)));
        folder.Write("two/new.txt", "2");
        string first = folder.Combine("first.iso");
        string second = folder.Combine("second.iso");
        Readers.Run("genisoimage", "-quiet", "-R", "-o", first, folder.Combine("one"));
        Readers.Run("genisoimage", "-quiet", "-R", "-C", $"0,{new FileInfo(first).Length / 2048}", "-M", first, "-o", second, folder.Combine("two"));

        using IsoImage image = IsoImage.Open(folder.Write("both.iso", [.. File.ReadAllBytes(first), .. File.ReadAllBytes(second)]));

        Assert.Equal(["link", "new.txt", new string('n', 200)], image.Content.Root.Children.Select(node => node.Name).Order(StringComparer.Ordinal).OrderBy(name => name.Length));
        Assert.Equal(["ISOB3005"], image.Diagnostics.Select(d => d.Code));
    }

    /// <summary>Sessions as xorriso adds them to a file: its own table of contents says where.</summary>
    [ToolFact("xorriso")]
    public void Sessions_by_xorriso()
    {
        string path = folder.Combine("grown.iso");
        folder.Write("a/a.txt", "A");
        folder.Write("b/b.txt", "B");
        folder.Write("c/a.txt", "A2");
        foreach (string session in (string[])["a", "b", "c"])
        {
            Readers.Run("xorriso", "-dev", path, "-volid", $"SESSION_{session.ToUpperInvariant()}", "-map", folder.Combine(session), "/", "-commit");
        }

        // "ISO session  :   2 ,       128 ,        25s , SESSION_B"
        string[] expected = [.. Readers.Run("xorriso", "-indev", path, "-toc").Output.Split('\n')
            .Where(line => line.StartsWith("ISO session ", StringComparison.Ordinal))
            .Select(line => string.Join(' ', line[(line.IndexOf(':') + 1)..].Split(',').Select(part => part.Trim())))];
        Assert.Equal(3, expected.Length);

        using IsoImage image = IsoImage.Open(path);

        Assert.Equal(expected, image.Sessions.Select(session => $"{session.Number} {session.FirstSector} {session.SectorCount}s {session.VolumeId}"));
        Assert.Equal(["a.txt=A2", "b.txt=B"], Texts(image));
        using IsoImage first = IsoImage.Open(path, new OpenOptions { Session = 1 });
        Assert.Equal(["a.txt=A"], Texts(first));
    }

    [ToolTheory("xorriso", "genisoimage")]
    [InlineData("xorriso", "-as", "mkisofs", "-quiet", "-iso-level", "4", "-o", "IMAGE", "TREE")]
    [InlineData("genisoimage", "-quiet", "-iso-level", "4", "-o", "IMAGE", "TREE")]
    public void Level_4(string tool, params string[] arguments)
    {
        folder.Write("tree/a name of more than thirty characters.text", "a");
        folder.Write("tree/sub/b.txt", "b");

        using IsoImage image = IsoImage.Open(Make(tool, arguments));

        Assert.Empty(image.Diagnostics);
        Assert.Contains(image.Descriptors, descriptor => descriptor.Kind == VolumeDescriptorKind.Enhanced);
        Assert.Equal(["a", "b"], image.Content.Nodes.OfType<ContentFile>().Select(Text).Order(StringComparer.Ordinal));

        // Nothing that the image holds is unknown.
        Assert.DoesNotContain(image.Layout.Regions, region => region.Name == "unknown" && region.Sector > 20);
    }

    [ToolFact("genisoimage")]
    public void Joliet_alone()
    {
        folder.Write("tree/Ünïcode näme.txt", "x");

        using IsoImage image = IsoImage.Open(Make("genisoimage", ["-quiet", "-J", "-input-charset", "utf-8", "-o", "IMAGE", "TREE"]));

        Assert.Equal(ImageFormats.Iso9660 | ImageFormats.Joliet, image.Formats);
        Assert.Equal(ImageFormats.Joliet, image.BestView);
        Assert.Equal(["Ünïcode näme.txt=x"], Texts(image));
    }

    private void MakeCompressible()
    {
        folder.Write("tree/text", string.Concat(Enumerable.Range(0, 60_000).Select(i => $"{i} ")));
        folder.Write("tree/zeros", new byte[1_000_000]);
        folder.Write("tree/mixed", [.. new byte[200_000], .. "middle"u8, .. new byte[200_000]]);
        byte[] noise = new byte[100_000];
        new Random(7).NextBytes(noise);
        folder.Write("tree/noise", noise);
        folder.Write("tree/tiny", "x");
        folder.Write("tree/empty", "");
    }

    private void AssertCompressed(IsoImage image)
    {
        Assert.Empty(image.Diagnostics);
        Listing.AssertSame(Listing.OfFolder(folder.Combine("tree")), Listing.Of(image.Content), Aspects.Length | Aspects.Content);

        // Compressed it was: what is stored takes less than what is shown.
        Region text = Assert.Single(image.Layout.Regions, region => region.Name == "/text");
        Assert.InRange(text.Length, 1, 200_000);
        Assert.InRange(((ContentFile)image.Content.Find("text")!).Length, 300_000, 400_000);
    }

    private static string[] Texts(IsoImage image) => [.. image.Content.Nodes.OfType<ContentFile>().Select(file => $"{file.Name}={Text(file)}")];

    private static string Text(ContentFile file)
    {
        using StreamReader reader = new(file.OpenRead());
        return reader.ReadToEnd();
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
}
