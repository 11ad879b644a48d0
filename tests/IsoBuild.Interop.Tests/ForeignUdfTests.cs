using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Reading;

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

        IReadOnlyList<KernelView> views = LinuxKernel.Mount([.. images.Select(image => new KernelMount(image, "iocharset=utf8", "udf") { Populate = Populate })]);

        foreach ((int i, KernelView view) in views.Index())
        {
            using IsoImage image = IsoImage.Open(images[i]);
            Assert.Empty(image.Diagnostics);
            Assert.Equal(kinds[i].Revision, image.Udf!.Revision);
            IEnumerable<Seen> expected = view.Entries.Where(seen => seen.Path != "lost+found").Select(seen => seen.IsDirectory ? seen with { Links = 1 } : seen);
            Listing.AssertSame(expected, Listing.Of(image.Content).Where(seen => seen.Path != "lost+found"), Aspects.Length | Aspects.Content | Aspects.Mode | Aspects.Date | Aspects.Owner | Aspects.Links);
            Assert.Equal(3, ((ContentFile)image.Content.Find("dir/hard")!).LinkCount);
            Assert.DoesNotContain(image.Verify().Findings, finding => finding.Severity == DiagnosticSeverity.Error);

            string target = folder.Combine($"extracted-{i}");
            image.Extract(target, new() { Paths = ["dir", "many", "big", "one", "other", "sparse"] });
            Listing.AssertSame(
                view.Entries.Where(seen => seen is { IsDirectory: false, Special: null, Target: null } && (seen.Path.Contains('/', StringComparison.Ordinal) ? !seen.Path.StartsWith("empty/", StringComparison.Ordinal) : seen.Path != "readme.txt")),
                Listing.OfFolder(target).Where(seen => !seen.IsDirectory),
                Aspects.Length | Aspects.Content | Aspects.Date);
        }
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
            // Entries of such media have versions (strategy 4096), of which the first one is shown, and that is told.
            Assert.Equal(["ISOB3013"], image.Diagnostics.Select(d => d.Code).Distinct());
            return;
        }

        Assert.Equal([], image.Diagnostics.Select(d => d.ToString()));
        Assert.Equal([], image.Verify().Findings.Where(finding => finding.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()));
    }
}
