using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Interop.Tests;

/// <summary>The options of other writers that change what an image holds: whatever they wrote, the library reads what they were given.</summary>
public sealed class ForeignMatrixTests(ForeignTree tree) : IClassFixture<ForeignTree>, IDisposable
{
    private const Aspects ContentAndDate = Aspects.Length | Aspects.Content | Aspects.Date;
    private const Aspects Everything = ContentAndDate | Aspects.Mode | Aspects.Owner | Aspects.Links;

    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [ToolTheory("genisoimage", "xorriso", "bsdtar")]
    [InlineData("genisoimage -R")]
    [InlineData("genisoimage -r")]
    [InlineData("genisoimage -R -D")]
    [InlineData("genisoimage -R -U")]
    [InlineData("genisoimage -R -N -l -d -L -relaxed-filenames")]
    [InlineData("genisoimage -R -allow-lowercase -allow-multidot -no-iso-translate")]
    [InlineData("genisoimage -R -max-iso9660-filenames")]
    [InlineData("genisoimage -R -iso-level 1")]
    [InlineData("genisoimage -R -iso-level 2")]
    [InlineData("genisoimage -R -iso-level 3 -no-pad")]
    [InlineData("genisoimage -R -iso-level 4 -input-charset iso8859-1")]
    [InlineData("genisoimage -R -J -iso-level 4 -D -input-charset iso8859-1")]
    [InlineData("genisoimage -R -J -joliet-long")]
    [InlineData("genisoimage -R -J -D -ucs-level 1")]
    [InlineData("genisoimage -R -J -udf")]
    [InlineData("genisoimage -R -D -udf")]
    [InlineData("genisoimage -R -J -hide readme.txt -hide-joliet tool")]
    [InlineData("genisoimage -R -hidden readme.txt")]
    [InlineData("genisoimage -R -hide-rr-moved")]
    [InlineData("genisoimage -R -cache-inodes -no-iso-translate")]
    [InlineData("genisoimage -R -no-cache-inodes -sort WEIGHTS")]
    [InlineData("genisoimage -R -no-split-symlink-components -no-split-symlink-fields")]
    [InlineData("genisoimage -R -T -XA")]
    [InlineData("genisoimage -R -apple -J -input-charset iso8859-1")]
    [InlineData("genisoimage -R -uid 7 -gid 8 -dir-mode 0750 -file-mode 0640")]
    [InlineData("xorriso -R")]
    [InlineData("xorriso -r")]
    [InlineData("xorriso -R -J -joliet-long")]
    [InlineData("xorriso -R -J -joliet-utf16")]
    [InlineData("xorriso -R -U")]
    [InlineData("xorriso -R -untranslated_name_len 96")]
    [InlineData("xorriso -R -N -l -d -relaxed-filenames -disallow_dir_id_ext")]
    [InlineData("xorriso -R -iso-level 1")]
    [InlineData("xorriso -R -iso-level 2 -no-pad")]
    [InlineData("xorriso -R -iso-level 4")]
    [InlineData("xorriso -R -J -iso-level 4 -U")]
    [InlineData("xorriso -R --hardlinks --md5")]
    [InlineData("xorriso -R -rr_reloc_dir /rr_moved")]
    [InlineData("xorriso -R -rr_reloc_dir /many")]
    [InlineData("xorriso -R -rr_reloc_dir /rr_moved -J -iso-level 4")]
    [InlineData("xorriso -R -hide-rr-moved -iso-level 1")]
    [InlineData("xorriso -R -J -partition_offset 16")]
    [InlineData("xorriso -R -J -hfsplus")]
    [InlineData("xorriso -R --sort-weight 5 /same --sort-weight -5 /bin")]
    [InlineData("xorriso -R -J -hide readme.txt -hide-joliet tool")]
    [InlineData("xorriso -R -part_like_isohybrid --protective-msdos-label")]
    [InlineData("bsdtar rockridge")]
    [InlineData("bsdtar rockridge=strict")]
    [InlineData("bsdtar rockridge=strict,!joliet")]
    [InlineData("bsdtar rockridge=strict,iso-level=1")]
    [InlineData("bsdtar rockridge=strict,iso-level=2,joliet=long")]
    [InlineData("bsdtar rockridge=strict,iso-level=3,!pad")]
    [InlineData("bsdtar rockridge=strict,!limit-dirs,!allow-vernum")]
    public void Posix_trees(string command)
    {
        string path = Make(command);

        using IsoImage image = IsoImage.Open(path);

        AssertSound(image, path);
        bool hides = command.Contains("-hide readme.txt", StringComparison.Ordinal);
        // Of what is no file, the library tells no links. Of a name that is hidden, xorriso counts none.
        int names = hides && command.StartsWith("xorriso", StringComparison.Ordinal) ? 2 : 3;
        IEnumerable<Seen> expected = tree.Entries.Where(seen => !hides || seen.Path != "readme.txt").Select(seen => seen with { Links = seen.Length is null ? 1 : Math.Min(names, seen.Links!.Value) });
        IEnumerable<Seen> actual = Listing.Of(image.Content).Where(seen => seen.Path is not ("rr_moved" or ".rr_moved" or "RR_MOVED") && !seen.Path.EndsWith("TRANS.TBL", StringComparison.Ordinal));
        Listing.AssertSame(expected.Where(IsCompared), actual.Where(IsCompared), AspectsOf(command));

        // Names of one file are, where they lie in one place.
        ContentFile[] linked = [.. image.Content.Nodes.OfType<ContentFile>().Where(file => file.LinkCount > 1)];
        Assert.All(linked, file => Assert.Equal(names, file.LinkCount));
        Assert.Equal(hides ? 2 : 3, linked.Length);
        Assert.Equal(command.Contains("-no-cache-inodes", StringComparison.Ordinal) ? linked.Length : 1, linked.Select(file => file.HardLinkOf ?? file).Distinct().Count());

        // bsdtar makes a root of its own; genisoimage, one directory in place of many.
        bool IsCompared(Seen seen) => seen.Path.Length > 0;
    }

    /// <summary>Joliet, of all lengths and beyond the BMP.</summary>
    [ToolTheory("genisoimage", "xorriso", "bsdtar")]
    [InlineData("genisoimage -J -D -joliet-long")]
    [InlineData("genisoimage -J -D -ucs-level 2")]
    [InlineData("genisoimage -J -R -joliet-long -udf")]
    [InlineData("xorriso -J -joliet-long")]
    [InlineData("xorriso -J -joliet-long -joliet-utf16", "\U0001F680 rocket \U00020BB7.txt")]
    [InlineData("xorriso -J -joliet-long -iso-level 4 --norock")]
    [InlineData("bsdtar rockridge=strict,joliet=long", "\U0001F680 rocket \U00020BB7.txt")]
    public void Joliet_trees(string command, string? beyondBmp = null)
    {
        string place = folder.Combine("names");
        folder.Write($"names/{new string('n', 60)}.txt", "64");
        folder.Write($"names/{new string('m', 99)}.txt", "103");
        folder.Write("names/Ünïcode/日本語.txt", "three bytes");
        folder.Write("names/a/b/c/d/e/f/g/h/i/j/bottom", "bottom");
        folder.Write("names/UPPER lower.Txt", "case");
        if (beyondBmp is not null)
        {
            folder.Write($"names/{beyondBmp}", "pairs");
        }

        bool isLong = command.Contains("long", StringComparison.Ordinal);
        string path = Make(command, place);

        using IsoImage image = IsoImage.Open(path);

        AssertSound(image, path);
        // The last character before the limit, where names are cut, may go with genisoimage.
        Listing.AssertSame(
            Listing.OfTree(place).Where(seen => seen.Path.Length is > 0 and < 100),
            Listing.Of(image.ContentOf(ImageFormats.Joliet)!).Where(seen => seen.Path.Length is > 0 and < 100 && !seen.Path.StartsWith("mm", StringComparison.Ordinal)),
            Aspects.Length | Aspects.Content);
        ContentNode longest = Assert.Single(image.ContentOf(ImageFormats.Joliet)!.Root.Children, node => node.Name.StartsWith("mm", StringComparison.Ordinal));
        Assert.InRange(longest.Name.Length, isLong ? 100 : 60, isLong ? 103 : 65);
    }

    /// <summary>UDF as genisoimage writes it: links and pipes are files without content there, and a date that lies ahead of it is a day late, by a zone of 24 hours.</summary>
    [ToolTheory("genisoimage")]
    [InlineData("genisoimage -udf -D")]
    [InlineData("genisoimage -udf -R -D")]
    [InlineData("genisoimage -udf -J -joliet-long -D")]
    [InlineData("genisoimage -udf -J -R -D -no-pad")]
    public void Udf_trees(string command)
    {
        string path = Make(command);

        using IsoImage image = IsoImage.Open(path);

        AssertSound(image, path);
        HashSet<string> others = [.. tree.Entries.Where(seen => seen.Target is not null || seen.Special is not null).Select(seen => seen.Path), ""];
        Listing.AssertSame(
            tree.Entries.Where(seen => !others.Contains(seen.Path)),
            Listing.Of(image.ContentOf(ImageFormats.Udf)!).Where(seen => !others.Contains(seen.Path))
                .Select(seen => seen.Modified!.Value.Year < 2037 ? seen : seen with { Modified = seen.Modified.Value.AddDays(-1) }),
            ContentAndDate);
    }

    /// <summary>Devices, which nobody but root can make: from a description of them, and written anew by xorriso.</summary>
    [ToolTheory("bsdtar", "xorriso")]
    [InlineData(false)]
    [InlineData(true)]
    public void Devices(bool isRewritten)
    {
        string description = folder.Write("devices.mtree", """
            #mtree
            . type=dir mode=0755
            ./null type=char device=native,1,3 uid=0 gid=0 mode=0666 time=1000000000
            ./nvme type=block device=native,259,70000 uid=70000 gid=6 mode=0660 time=1000000001
            ./wide type=char device=native,4095,1048575 uid=0 gid=0 mode=0600 time=1000000002
            ./pipe type=fifo uid=5 gid=6 mode=0660 time=1000000003

            """);
        string path = folder.Combine("devices.iso");
        Readers.Run("bsdtar", "--format=iso9660", "--options=rockridge=strict", "-cf", path, $"@{description}");
        if (isRewritten)
        {
            string anew = folder.Combine("anew.iso");
            Readers.Run("xorriso", "-abort_on", "FAILURE", "-indev", path, "-outdev", anew, "-volid", "ANEW", "-commit");
            path = anew;
        }

        using IsoImage image = IsoImage.Open(path);

        AssertSound(image, path);
        // RRIP 4.1.2 lets a writer put the whole number into the low half; here it is packed as glibc packs it.
        Listing.AssertSame(
            [
                Special("null", "character device 1:3", "0:0", 0b110_110_110, 0),
                Special("nvme", "block device 259:70000", "70000:6", 0b110_110_000, 1),
                Special("wide", "character device 4095:1048575", "0:0", 0b110_000_000, 2),
                Special("pipe", "pipe", "5:6", 0b110_110_000, 3),
            ],
            Listing.Of(image.Content).Where(seen => seen.Path.Length > 0),
            Everything);

        static Seen Special(string name, string what, string owner, int mode, int second) => new(name, IsDirectory: false)
        {
            Special = what,
            Owner = owner,
            Links = 1,
            Mode = (UnixFileMode)mode,
            Modified = DateTimeOffset.FromUnixTimeSeconds(1_000_000_000 + second),
        };
    }

    /// <summary>Devices that lie on disk: genisoimage writes their numbers in two halves, the others in one.</summary>
    [DeviceTheory("genisoimage", "xorriso", "bsdtar", "mknod", "touch")]
    [InlineData("genisoimage -R")]
    [InlineData("genisoimage -R -J -udf -D")]
    [InlineData("xorriso -R")]
    [InlineData("xorriso -R -J -iso-level 4 -rr_reloc_dir /moved")]
    [InlineData("bsdtar rockridge=strict")]
    public void Devices_on_disk(string command)
    {
        string place = Directory.CreateDirectory(folder.Combine("devices")).FullName;
        (string Name, string Kind, int Major, int Minor)[] devices = [("null", "c", 1, 3), ("sda1", "b", 8, 1), ("byte", "c", 255, 255), ("over", "c", 255, 256), ("nvme", "b", 259, 70_000), ("wide", "c", 4095, 1_048_575)];
        foreach ((string name, string kind, int major, int minor) in devices)
        {
            Readers.Run("mknod", "-m", "0640", Path.Combine(place, name), kind, $"{major}", $"{minor}");
            Readers.Run("chown", "7:8", Path.Combine(place, name));
            Readers.Run("touch", "-d", "2001-02-03T04:05:06Z", Path.Combine(place, name));
        }

        string path = Make(command, place);

        using IsoImage image = IsoImage.Open(path);

        AssertSound(image, path);
        Listing.AssertSame(
            devices.Select(device => new Seen(device.Name, IsDirectory: false)
            {
                Special = $"{(device.Kind == "c" ? "character" : "block")} device {device.Major}:{device.Minor}",
                Owner = "7:8",
                Links = 1,
                Mode = (UnixFileMode)0b110_100_000,
                Modified = new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.Zero),
            }),
            Listing.Of(image.Content).Where(seen => seen.Path.Length > 0),
            Everything);
    }

    /// <summary>More than one extent can tell: the file on disk and the image are all holes but for a few bytes.</summary>
    [ToolFact("xorriso", "dd")]
    public void A_file_of_several_extents()
    {
        const long length = (4L << 30) + 5_000_001;
        string place = folder.Combine("large");
        folder.Write("large/small", "small");
        using (FileStream file = File.Create(folder.Combine("large", "file")))
        {
            file.Write("begin"u8);
            file.Position = (4L << 30) - 3;
            file.Write("across"u8);
            file.SetLength(length - 3);
            file.Position = length - 3;
            file.Write("end"u8);
        }

        string path = folder.Combine("large.iso");
        Readers.Shell("xorriso -as mkisofs -quiet -R -J -iso-level 3 -o - \"$1\" | dd bs=1M iflag=fullblock conv=sparse status=none of=\"$2\"", place, path);

        using IsoImage image = IsoImage.Open(path);

        AssertSound(image, path);
        foreach (ImageFormats view in (ImageFormats[])[ImageFormats.RockRidge, ImageFormats.Joliet])
        {
            ContentFile file = Assert.IsType<ContentFile>(image.ContentOf(view)!.Find("file"));
            Assert.Equal(length, file.Length);
            using Stream stream = file.OpenRead();
            Assert.Equal("begin", At(stream, 0, 5));
            Assert.Equal("across", At(stream, (4L << 30) - 3, 6));
            Assert.Equal("end", At(stream, length - 3, 3));
            Assert.IsType<ContentFile>(image.ContentOf(view)!.Find("small"));
        }

        static string At(Stream stream, long position, int count)
        {
            byte[] bytes = new byte[count];
            stream.Position = position;
            stream.ReadExactly(bytes);
            return System.Text.Encoding.ASCII.GetString(bytes);
        }
    }

    /// <summary>A theory that makes devices, which systems let root do, and not everywhere.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class DeviceTheoryAttribute : TheoryAttribute
    {
        private static readonly Lazy<bool> CanMake = new(() =>
        {
            using TempDirectory folder = new();
            return Environment.IsPrivilegedProcess && OperatingSystem.IsLinux() && CommandLine.Run("mknod", [folder.Combine("probe"), "c", "1", "3"]).ExitCode == 0;
        });

        public DeviceTheoryAttribute(params string[] tools) => Skip = ToolGuard.SkipReason(tools) ?? (CanMake.Value ? null! : "only root can make devices, and only where the system lets it");
    }

    private static Aspects AspectsOf(string command) =>
        // Asked for: other owners and modes; "useful" is what bsdtar does to modes by itself.
        command.Contains(" -r", StringComparison.Ordinal) && !command.Contains("-rr_", StringComparison.Ordinal) || command.Contains("-mode", StringComparison.Ordinal) || command == "bsdtar rockridge"
            ? ContentAndDate
            : Everything;

    private static void AssertSound(IsoImage image, string path)
    {
        Assert.DoesNotContain(image.Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Equal(new FileInfo(path).Length, image.Length);
        // Every byte is a region's, and nobody's twice.
        long end = 0;
        foreach (Layout.Region region in image.Layout.Regions)
        {
            Assert.True(region.Offset == end, $"{region.Name} begins at {region.Offset}, not at {end}");
            end = region.Offset + (region.SectorCount * 2048);
        }
    }

    private string Make(string command, string? place = null) => tree.Make(command, folder, place);
}
