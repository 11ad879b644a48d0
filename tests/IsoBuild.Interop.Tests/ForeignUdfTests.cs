using IsoBuild.Content;
using IsoBuild.Core.Tests.Verifying;
using IsoBuild.Diagnostics;
using IsoBuild.Reading;
using IsoBuild.Verifying;

namespace IsoBuild.Interop.Tests;

/// <summary>UDF volumes of other writers: as <c>mkudffs</c> makes them for every medium, and as Linux fills them.</summary>
public sealed class ForeignUdfTests : IDisposable
{
    private const string Label = "Förêign";

    /// <summary>Everything that Linux stores in UDF: names of every width, links, devices, owners, holes, files in several pieces and in their own entry, deleted entries.</summary>
    private const string Populate = """
        long=$(printf '%0200d' 0)
        mkdir -p dir/sub empty many
        echo 'read me' > readme.txt
        printf '#!/bin/sh\n' > dir/run.sh
        chmod 4755 dir/run.sh
        dd if=/dev/zero bs=5000 count=1 2>/dev/null | tr '\0' x > dir/sub/data.bin
        : > dir/nothing
        echo long > "dir/$long.txt"
        echo wide > 'dir/Über uns, с приветом, 日本語 😀.html'
        ln -s sub/data.bin dir/link
        ln -s /etc/passwd absolute
        ln -s ../dir/./../nowhere dir/sub/dangling
        ln -s "../$long" dir/long-link
        ln readme.txt dir/hard
        ln readme.txt empty/hard-too
        mkfifo pipe
        mknod dir/null c 1 3
        mknod disk b 8 200
        yes 0123456789 | head -n 30000 > big
        for i in $(seq 1 40); do
            head -c 5000 /dev/zero | tr '\0' a >> one
            head -c 5000 /dev/zero | tr '\0' b >> other
        done
        echo end | dd of=sparse bs=1 seek=600000 2>/dev/null
        for i in $(seq 1 120); do echo $i > "many/entry $i of a directory of several blocks.txt"; done
        rm "many/entry 7 of a directory of several blocks.txt" "many/entry 77 of a directory of several blocks.txt"
        : > appended
        i=0
        while [ $i -lt 500 ]; do
            echo "line $i" >> appended
            i=$((i + 1))
        done
        : > gone
        rm gone
        chown 1000:2000 readme.txt dir
        chown 70000:80000 dir/sub/data.bin
        chmod 0555 empty
        chmod 1777 many
        find . -depth -exec touch -h -d '2024-02-29 12:34:56' {} +
        touch -d '1999-12-31 23:59:59' big
        sync
        """;

    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>What it makes for which medium: discs that are written once have a virtual partition, which is not read and has a code.</summary>
    [ToolTheory("mkudffs")]
    [InlineData("hd", "1.01 1.02 1.50 2.00 2.01", "512 1024 2048 4096")]
    [InlineData("dvd", "1.01 1.02 1.50 2.00 2.01", "512 2048 4096")]
    [InlineData("cd", "1.01 1.02 1.50 2.00 2.01", "512 2048 4096")]
    [InlineData("dvdram", "1.01 1.02 1.50 2.00 2.01", "512 2048")]
    [InlineData("dvdrw", "1.50 2.00 2.01", "512 2048")]
    [InlineData("cdrw", "1.50 2.00 2.01", "512 2048")]
    [InlineData("mo", "1.02 1.50 2.00 2.01", "4096")]
    [InlineData("worm", "1.02 1.50 2.00 2.01", "4096")]
    [InlineData("cdr", "1.50 2.00 2.01 2.50 2.60", "512 2048")]
    [InlineData("dvdr", "1.50 2.00 2.01 2.50 2.60", "512 2048")]
    [InlineData("bdr", "2.50 2.60", "512 2048")]
    public void Mkudffs_makes(string medium, string revisions, string blockSizes)
    {
        List<string> faults = [];
        foreach (string revision in revisions.Split(' '))
        {
            foreach (string blockSize in blockSizes.Split(' '))
            {
                string path = Make(medium, revision, blockSize);
                try
                {
                    Check(path, medium, revision, blockSize);
                }
                catch (Xunit.Sdk.XunitException e)
                {
                    faults.Add($"{medium} {revision} {blockSize}: {e.Message}");
                }

                File.Delete(path);
            }
        }

        Assert.True(faults.Count == 0, string.Join("\n\n", faults));
    }

    /// <summary>Linux creates, fills and lists; the library sees the same. One boot for all of them. Linux writes no metadata partition (UDF 2.50), nor does <c>mkudffs</c> make one.</summary>
    [KernelFact]
    public void Linux_writes()
    {
        (string Medium, string Revision, string BlockSize, string[] More)[] kinds =
        [
            ("hd", "2.01", "2048", []),
            ("hd", "2.01", "512", ["--ad=short"]),
            ("hd", "1.02", "2048", ["--ad=long"]),
            ("hd", "2.00", "4096", []),
            ("dvdram", "1.50", "2048", []),
            ("cdrw", "2.01", "2048", []),
        ];
        string[] images = [.. kinds.Select(kind => Make(kind.Medium, kind.Revision, kind.BlockSize, kind.More))];

        string odd = folder.Write("odd.img", UdfOddities.Make().Image.Bytes);
        (string sessions, long second) = MakeSessions("-udf");
        string marked = MakeMarked();
        string spared = folder.Write("spared.img", new UdfSparing().Udf.Image.Bytes);

        IReadOnlyList<KernelView> views = LinuxKernel.Mount(
        [
            .. images.Select(image => new KernelMount(image, "iocharset=utf8", "udf") { Populate = Populate }),
            new KernelMount(odd, "iocharset=utf8", "udf"),
            new KernelMount(sessions, "iocharset=utf8", "udf"),
            new KernelMount(sessions, $"iocharset=utf8,session={second}", "udf"),
            new KernelMount(marked, "iocharset=utf8", "udf"),
            new KernelMount(marked, "iocharset=utf8,unhide", "udf"),
            new KernelMount(marked, "check=s"),
            new KernelMount(marked, "check=s,hide"),
            new KernelMount(marked, "norock,check=s,iocharset=utf8,hide"),
            new KernelMount(spared, "iocharset=utf8", "udf"),
        ]);

        IReadOnlyList<KernelView> others = [.. views.Skip(images.Length)];
        AssertShows(others[0], odd, session: null);
        AssertShows(others[1], sessions, session: 1);
        AssertShows(others[2], sessions, session: 2);
        AssertShows(others[^1], spared, session: null);

        // udf minds the mark, isofs only when told to; and so says Verify.
        string[] all = ["", "dir", "dir/below", "plain", "secret"];
        string[][] shown = [["", "plain"], all, all, ["", "plain"], ["", "plain"]];
        Assert.Equal(shown, others.Skip(3).SkipLast(1).Select(view => view.Entries.Select(seen => seen.Path).Order(StringComparer.Ordinal).ToArray()));
        foreach ((int i, KernelView view) in views.Take(images.Length).Index())
        {
            using IsoImage image = IsoImage.Open(images[i]);
            // What it appends in small steps it does not add to the extent.
            Assert.Equal([("ISOB3021", "/appended")], image.Diagnostics.Select(found => (found.Code, found.Item)));
            Assert.Equal(kinds[i].Revision, image.Udf!.Revision);
            IEnumerable<Seen> expected = view.Entries.Where(seen => seen.Path != "lost+found").Select(seen => seen.IsDirectory ? seen with { Links = 1 } : seen);
            Listing.AssertSame(expected, Listing.Of(image.Content).Where(seen => seen.Path != "lost+found"), Aspects.Length | Aspects.Content | Aspects.Mode | Aspects.Date | Aspects.Owner | Aspects.Links);
            Assert.Equal(3, ((ContentFile)image.Content.Find("dir/hard")!).LinkCount);
            Assert.DoesNotContain(image.Verify().Findings, finding => finding.Severity == DiagnosticSeverity.Error);

            string target = folder.Combine($"extracted-{i}");
            image.Extract(target, new() { Paths = ["dir", "many", "appended", "big", "one", "other", "sparse"] });
            Listing.AssertSame(
                view.Entries.Where(seen => seen is { IsDirectory: false, Special: null, Target: null } && (seen.Path.Contains('/', StringComparison.Ordinal) ? !seen.Path.StartsWith("empty/", StringComparison.Ordinal) : seen.Path != "readme.txt")),
                Listing.OfFolder(target).Where(seen => !seen.IsDirectory),
                Aspects.Length | Aspects.Content | Aspects.Date);
        }
    }

    /// <summary>Later sessions with a UDF volume of their own, and without: the trees shown are those of one session.</summary>
    [ToolTheory("genisoimage")]
    [InlineData("-udf", true, ImageFormats.Udf)]
    [InlineData("-J", false, ImageFormats.Joliet)]
    [InlineData("-R", false, ImageFormats.RockRidge)]
    public void Sessions_of_genisoimage(string option, bool hasOwn, ImageFormats best)
    {
        (string path, _) = MakeSessions(option);

        using (IsoImage image = IsoImage.Open(path))
        {
            Assert.Equal((hasOwn, true, best), (image.Udf is not null, image.EarlierUdf is not null, image.BestView));
            // It takes the plain names of the first session.
            Assert.Equal(["FIRST.TXT", "second.txt"], image.Content.Root.Children.Select(node => node.Name));
            Assert.Equal(["ISOB3005", "ISOB3020"], image.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Info).Select(found => found.Code));
            Assert.Contains("of session 1, and not shown", image.Summary.ToString(), StringComparison.Ordinal);
            Assert.Matches("(?m)^ +2  from sector [0-9]+  CDROM  \\(shown\\)$", image.Summary.ToString());
        }

        using IsoImage before = IsoImage.Open(path, new OpenOptions { Session = 1 });
        Assert.Equal((ImageFormats.Udf, null), (before.BestView, before.EarlierUdf));
        Assert.Equal(["first.txt"], before.Content.Root.Children.Select(node => node.Name));
    }

    /// <summary>genisoimage records the files of earlier sessions as empty in the UDF of a later one; its Joliet tree leads to what they hold.</summary>
    [ToolFact("genisoimage", "isoinfo")]
    public void Files_of_earlier_sessions_keep_their_content()
    {
        (string path, long second) = MakeSessions("-udf");
        Assert.Equal("1\n", Readers.Run("isoinfo", "-J", "-T", $"{second}", "-i", path, "-x", "/FIRST.TXT").Output);
        using (IsoImage image = IsoImage.Open(path))
        {
            ContentFile empty = (ContentFile)image.Content.Root.Find("FIRST.TXT")!;
            Assert.Equal((0, "ISOB3013", DiagnosticSeverity.Warning), (empty.Length, empty.Finding?.Code, empty.Finding?.Severity));
        }

        BuildResult based = new ImageBuilder().BasedOn(path).Write(folder.Combine("based.iso")).EnsureSuccess();

        Assert.Contains(based.Diagnostics, found => found is { Code: "ISOB1168", Severity: DiagnosticSeverity.Warning, Item: "/FIRST.TXT" });
        using IsoImage whole = IsoImage.Open(folder.Combine("based.iso"));
        Assert.Equal("1", new StreamReader(((ContentFile)whole.Content.Root.Find("FIRST.TXT")!).OpenRead()).ReadToEnd());
    }

    /// <summary>xorriso puts its session's descriptors at the start and leaves UDF as it was, which the kernel and blkid prefer.</summary>
    [ToolFact("genisoimage", "xorriso", "blkid")]
    public void Xorriso_leaves_udf_behind()
    {
        string path = folder.Combine("grown.iso");
        Readers.Run("genisoimage", "-quiet", "-udf", "-R", "-o", path, folder.Write("one/first.txt", "1")[..^"/first.txt".Length]);
        Readers.Run("xorriso", "-dev", path, "-map", folder.Write("second.txt", "2"), "/second.txt", "-commit");

        using IsoImage image = IsoImage.Open(path);

        Assert.Equal(["first.txt", "second.txt"], image.Content.Root.Children.Select(node => node.Name));
        Assert.Null(image.Udf);
        Assert.Equal(["ISOB3020"], image.Diagnostics.Select(found => found.Code));
        Assert.All(
            image.Verify(new() { Consumers = [ImageConsumer.Linux, ImageConsumer.Windows, ImageConsumer.MacOS] }).Consumers,
            view => Assert.Contains(view.Findings, finding => finding is { Code: "ISOB3020", Severity: DiagnosticSeverity.Warning }));
        Assert.Equal("udf\n", Readers.Run("blkid", "-p", "-o", "value", "-s", "TYPE", path).Output);
        Assert.Contains("from a file or a USB stick, UDF by Windows, Linux and macOS", image.Summary.ToString(), StringComparison.Ordinal);

        // No image has files of one session in one tree and of another in the next.
        BuildResult based = new ImageBuilder().BasedOn(path).Write(folder.Combine("based.iso")).EnsureSuccess();
        Assert.Contains(based.Diagnostics, found => found is { Code: "ISOB1168", Severity: DiagnosticSeverity.Info, IsNotice: true });
        using IsoImage again = IsoImage.Open(folder.Combine("based.iso"));
        Assert.False(again.Formats.HasFlag(ImageFormats.Udf));
        Assert.Equal(["first.txt", "second.txt"], again.Content.Root.Children.Select(node => node.Name));
    }

    /// <summary>A volume made anew with blocks of another size leaves structures of the old one behind.</summary>
    [ToolTheory("mkudffs", "blkid")]
    [InlineData(4)]
    [InlineData(16)]
    public void Made_anew_with_other_blocks(int megabytes)
    {
        string[] sizes = ["512", "1024", "2048", "4096"];
        foreach ((string before, string after) in sizes.SelectMany(before => sizes.Where(after => after != before).Select(after => (before, after))))
        {
            string path = folder.Combine($"{before}-{after}.img");
            using (FileStream image = File.Create(path))
            {
                image.SetLength((long)megabytes << 20);
            }

            foreach (string size in (string[])[before, after])
            {
                Readers.Run("mkudffs", "--utf8", "-b", size, "-l", $"BLOCKS{size}", path);
            }

            string[] seen = Readers.Run("blkid", "-p", "-o", "value", "-s", "LABEL", "-s", "BLOCK_SIZE", path).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            using IsoImage opened = IsoImage.Open(path);
            Assert.Equal([$"BLOCKS{after}", after], seen);
            Assert.Equal((seen[0], seen[1]), (opened.Udf!.VolumeId, $"{opened.Udf.BlockSize}"));
        }
    }

    /// <summary>Two sessions one behind the other, as on a disc, and where the second one begins.</summary>
    private (string Path, long Second) MakeSessions(string option)
    {
        string first = folder.Combine("first.iso");
        string second = folder.Combine("second.iso");
        Readers.Run("genisoimage", "-quiet", "-udf", "-J", "-o", first, folder.Write("one/first.txt", "1")[..^"/first.txt".Length]);
        long start = new FileInfo(first).Length / 2048;
        Readers.Run("genisoimage", ["-quiet", option, "-J", "-C", $"0,{start}", "-M", first, "-o", second, folder.Write("two/second.txt", "2")[..^"/second.txt".Length]]);
        return (folder.Write("both.iso", [.. File.ReadAllBytes(first), .. File.ReadAllBytes(second)]), start);
    }

    /// <summary>An image of our own in which a file and a directory are marked as hidden.</summary>
    private string MakeMarked()
    {
        string path = folder.Combine("marked.iso");
        EntryOptions hidden = new() { MarkHidden = true };
        new ImageBuilder(new ImageOptions { VolumeId = "MARKED", Formats = ImageFormats.Default | ImageFormats.Udf })
            .AddFile("plain", "1"u8.ToArray())
            .AddFile("secret", "2"u8.ToArray(), hidden)
            .AddEmptyDirectory("dir", hidden)
            .AddFile("dir/below", "3"u8.ToArray())
            .Write(path)
            .EnsureSuccess();
        return path;
    }

    private static void AssertShows(KernelView view, string path, int? session)
    {
        using IsoImage image = IsoImage.Open(path, new OpenOptions { Session = session });
        Listing.AssertSame(
            view.Entries.Where(seen => !seen.IsDirectory),
            Listing.Of(image.ContentOf(ImageFormats.Udf)!).Where(seen => !seen.IsDirectory && seen.Path != "hidden"),
            Aspects.Length | Aspects.Content);
    }

    private string Make(string medium, string revision, string blockSize, params string[] more)
    {
        string path = folder.Combine($"{medium}-{revision}-{blockSize}{string.Concat(more)}.img");
        using (FileStream image = File.Create(path))
        {
            // Sparing tables and packets take megabytes.
            image.SetLength(medium is "mo" or "worm" or "hd" ? 4 << 20 : 16 << 20);
        }

        Readers.Run("mkudffs", ["--utf8", "-m", medium, "-r", revision, "-b", blockSize, "-l", Label, "--uuid=0123456789abcdef", "--owner=Owner", .. more, path]);
        return path;
    }

    private static void Check(string path, string medium, string revision, string blockSize)
    {
        if (medium is "cdr" or "dvdr" or "bdr")
        {
            Diagnostic error = Assert.Throws<ImageException>(() => IsoImage.Open(path)).Diagnostic;
            Assert.Equal("ISOB3017", error.Code);
            return;
        }

        using IsoImage image = IsoImage.Open(path);
        UdfVolumeInfo volume = image.Udf!;
        Assert.Equal((Label, Label, revision, blockSize), (volume.VolumeId, volume.PrimaryVolumeId, volume.Revision, $"{volume.BlockSize}"));
        Assert.Equal("Owner", volume.Owner);
        Assert.StartsWith("0123456789abcdef", volume.VolumeSetId, StringComparison.Ordinal);
        // UDF 1.50 keeps what a medium has in bad packets in a file of that name.
        Assert.All(image.Content.Root.Children, node => Assert.Contains(node.Name, (string[])["lost+found", "Non-Allocatable Space"]));
        Assert.NotEmpty(image.Layout.ToString());
        if (medium is "mo" or "worm")
        {
            // Entries of such media have versions (strategy 4096), which many readers do not know.
            Assert.Contains(image.Verify().Findings, finding => finding is { Code: "ISOB3520", Severity: DiagnosticSeverity.Warning });
        }

        Assert.Equal([], image.Diagnostics.Select(d => d.ToString()));
        Assert.Equal([], image.Verify().Findings.Where(finding => finding.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()));
    }
}
