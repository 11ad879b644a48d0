using System.Reflection;
using System.Text.RegularExpressions;
using IsoBuild.Comparing;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Interop.Tests;

/// <summary>Images of other people's programs are made anew with no change at all: what our comparison, xorriso, blkid and sgdisk tell of the two is the same,
/// but for places, or a diagnostic told that it would not be.</summary>
public sealed partial class RemasterUnchangedTests(ForeignTree tree) : IClassFixture<ForeignTree>, IDisposable
{
    private const string BootFiles = "mkdir -p \"$2/boot\" \"$2/isolinux\"; cp /usr/lib/ISOLINUX/isolinux.bin \"$2/isolinux/\"; truncate -s 2M \"$2/boot/efi.img\"; mkfs.fat -n ESP -i 1234ABCD \"$2/boot/efi.img\" >/dev/null; "
        + "head -c 1474560 /dev/zero | tr '\\0' f >\"$2/boot/floppy.img\"; ";
    private const string IsolinuxOf = "-b isolinux/isolinux.bin -c isolinux/boot.cat -no-emul-boot -boot-load-size 4 -boot-info-table";

    /// <summary>The bytes of a cylinder of 64 heads and 32 sectors.</summary>
    private const int Cylinder = 64 * 32 * 512;

    private const string Anew = "ISOB1198";

    /// <summary>What may differ, and the code of the diagnostic that tells it, with words of it: of those that the making gives, or that verification gives for the base, whose fault it is.</summary>
    private static readonly (string Code, string Words, string Difference)[] Told =
    [
        (Anew, "the directory for relocated deep directories", @"^diff: - directory /\.?rr_moved$|^entries: - d.*'/(\.?rr_moved|RR_MOVED)'$|: path table size was"),
        (Anew, "the root's date in the volume descriptor", "root directory's recording date was"),
        // xorriso finds no Rock Ridge behind fields of CD-ROM XA.
        (Anew, "CD-ROM XA", "^entries: |: application use differs$"),
        (Anew, "the volume's size", "volume space size was"),
        (Anew, "link counts", "link count was 3, is [12]$"),
        (Anew, "UDF's descriptors (IsoBuild's instead of", "implementation (identifier|that wrote it) was|APPLICATION_ID=|flags of the partition contents was|next unique id was"),
        (Anew, "Linux UDFFS's", "^diff: . udf (?!logical volume descriptor: logical volume identifier|primary volume descriptor: volume (set )?identifier)"),
        (Anew, "of UDF 1.02 instead of", "^blkid: . VERSION="),
        (Anew, "of blocks of 2048 bytes", "^blkid: . BLOCK_SIZE="),
        // UDF and Joliet have no links, for which genisoimage writes empty files.
        ("ISOB1022", "do not see it", "number of files was"),
        ("ISOB1170", "Apple partition map", "^system area: |^blkid: - PTTYPE=mac$"),
        ("ISOB1195", "isofs.di", "root directory's data length was"),
        // A zone of 24 hours, where a date lies ahead, is none; xorriso counts it.
        ("ISOB3220", "is not valid", "'/(names/.|NAMES/_)(hidden|HIDDEN)'$"),
        // Where genisoimage would move a directory and may not, its own records are wrong: the date of the first is shown by Linux, that of its parent's by xorriso.
        ("ISOB3206", "second record", "^entries: . d.*'/(a/b/c/d/e/f/g|A/B/C/D/E/F/G)'$"),
        // What blkid tells of is the UDF volume of the first session.
        ("ISOB1168", "UDF volume belongs to an earlier session", "^blkid: "),
        // And its date of an ISO 9660 volume, which genisoimage leaves where it is.
        ("ISOB3005", "Session 2 is shown", "^blkid: . UUID="),
    ];

    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    /// <summary>Every command of the tests of other writers' options.</summary>
    public static TheoryData<string> Commands => [.. ((string[])[nameof(ForeignMatrixTests.Posix_trees), nameof(ForeignMatrixTests.Joliet_trees), nameof(ForeignMatrixTests.Udf_trees)])
        .SelectMany(name => typeof(ForeignMatrixTests).GetMethod(name)!.GetCustomAttributes<InlineDataAttribute>())
        .Select(data => (string)data.GetData(null!).Single()[0]).Distinct()];

    [ToolTheory("genisoimage", "xorriso", "bsdtar", "blkid", "sgdisk")]
    [MemberData(nameof(Commands))]
    public void Trees(string command) => AssertSame(tree.Make(command, temp));

    /// <summary>Every command of the tests of other writers' images.</summary>
    public static TheoryData<string> Arguments => [.. new (Type Class, string Name)[]
        {
            (typeof(ForeignFeatureTests), nameof(ForeignFeatureTests.Links_pipes_and_modes)), (typeof(ForeignFeatureTests), nameof(ForeignFeatureTests.Deep_trees)), (typeof(ForeignFeatureTests), nameof(ForeignFeatureTests.Level_4)),
            (typeof(ForeignImageTests), nameof(ForeignImageTests.Opens)), (typeof(ForeignImageTests), nameof(ForeignImageTests.Opens_plain_images)),
        }
        .SelectMany(test => test.Class.GetMethod(test.Name)!.GetCustomAttributes<InlineDataAttribute>())
        .Select(data => string.Join(' ', data.GetData(null!).Single().SelectMany(argument => argument is string[] more ? more : [(string)argument]))).Distinct()];

    [ToolTheory("genisoimage", "xorriso", "bsdtar", "blkid", "sgdisk")]
    [MemberData(nameof(Arguments))]
    public void Images(string command)
    {
        string made = temp.Combine("foreign.iso");
        string[] words = [.. command.Split(' ').Select(word => word switch { "IMAGE" => made, "TREE" => command.Contains("!rockridge", StringComparison.Ordinal) ? Path.Combine(tree.Path, "names") : tree.Path, _ => word })];
        Readers.Run(words[0], words[1..]);
        AssertSame(made);
    }

    /// <summary>What other writers alone have: the image is $1, the tree $2, $3 a folder for what lies between, $4 the script that packs. Sessions have dates of their own, hence the wait.</summary>
    [ToolTheory("genisoimage", "xorriso", "python3", "makefs", "mkudffs", "blkid", "sgdisk")]
    [InlineData("makefs -t cd9660 -o rockridge \"$1\" \"$2/bin\"")]
    [InlineData("genisoimage -quiet -J -input-charset utf-8 -o \"$1\" \"$2\"")]
    [InlineData("genisoimage -quiet -R -J -udf -hidden readme.txt -hidden bin -o \"$1\" \"$2\"")]
    [InlineData("xorriso -zisofs version_2=off:block_size=128k -outdev \"$1\" -map \"$2\" / -set_filter_r --zisofs / -- -commit")]
    [InlineData("xorriso -zisofs version_2=on:block_size_v2=1m -outdev \"$1\" -map \"$2\" / -set_filter_r --zisofs / -- -commit")]
    [InlineData("python3 \"$4\" pack \"$2/zip\" \"$3/z\"; genisoimage -quiet -R -z -o \"$1\" \"$3/z\"")]
    [InlineData("xorriso -dev \"$1\" -volid ONE -map \"$2/same\" /same -commit; xorriso -dev \"$1\" -volid TWO -map \"$2/bin\" /bin -commit")]
    [InlineData("genisoimage -quiet -R -J -o \"$3/1\" \"$2/same\"; sleep 1.1; genisoimage -quiet -R -J -C 0,$(($(stat -c %s \"$3/1\") / 2048)) -M \"$3/1\" -o \"$3/2\" \"$2/bin\"; cat \"$3/1\" \"$3/2\" >\"$1\"")]
    [InlineData("truncate -s 16M \"$1\"; mkudffs --utf8 -b 512 -l Old \"$1\"; mkudffs --utf8 -b 2048 -l New \"$1\"")]
    [InlineData("genisoimage -quiet -udf -R -o \"$1\" \"$2/same\"; xorriso -dev \"$1\" -map \"$2/bin\" /bin -commit")]
    public void Others(string commands)
    {
        string made = temp.Combine("other.iso");
        Readers.Shell($"{{ {commands}; }} >/dev/null 2>&1", made, tree.Path, Directory.CreateDirectory(temp.Combine("between")).FullName, Zisofs.Script);
        AssertSame(made);
    }

    [ToolTheory("genisoimage", "xorriso", "blkid", "sgdisk", "mkfs.fat", BootableImages.Isolinux)]
    [InlineData($"genisoimage -quiet -R -J -udf {IsolinuxOf} -eltorito-alt-boot -e boot/efi.img -no-emul-boot")]
    [InlineData("genisoimage -quiet -R -b boot/floppy.img -c boot.catalog")]
    [InlineData($"genisoimage -quiet -l {IsolinuxOf}")]
    [InlineData($"xorriso -as mkisofs -quiet -R -J {IsolinuxOf} -isohybrid-mbr /usr/lib/ISOLINUX/isohdpfx.bin")]
    [InlineData($"xorriso -as mkisofs -quiet -R -J {IsolinuxOf} -isohybrid-mbr /usr/lib/ISOLINUX/isohdpfx.bin -eltorito-alt-boot -e boot/efi.img -no-emul-boot -isohybrid-gpt-basdat")]
    [InlineData($"xorriso -as mkisofs -quiet -R {IsolinuxOf} -isohybrid-mbr /usr/lib/ISOLINUX/isohdpfx.bin -partition_hd_cyl 53 -partition_sec_hd 32 -partition_cyl_align all")]
    [InlineData($"xorriso -as mkisofs -quiet -R {IsolinuxOf} -eltorito-alt-boot -e boot/efi.img -no-emul-boot")]
    [InlineData($"xorriso -as mkisofs -quiet -R {IsolinuxOf} -append_partition 2 0xef TREE/boot/efi.img -appended_part_as_gpt -eltorito-alt-boot -e --interval:appended_partition_2:all:: -no-emul-boot")]
    public void Boot(string writer)
    {
        string made = temp.Combine("boot.iso");
        temp.Write("tree/readme", "read me");
        Readers.Shell($"{BootFiles}{writer.Replace("TREE", "\"$2\"", StringComparison.Ordinal)} -V 'Boots' -o \"$1\" \"$2\"", made, temp.Combine("tree"));
        AssertSame(made);
    }

    [ToolTheory("xorriso", "blkid", "sgdisk", "/usr/lib/grub-rescue/grub-rescue-cdrom.iso", "/usr/lib/ipxe/ipxe.iso")]
    [InlineData("/usr/lib/grub-rescue/grub-rescue-cdrom.iso")]
    [InlineData("/usr/lib/ipxe/ipxe.iso")]
    public void Media(string image) => AssertSame(image);

    /// <summary>Volumes of every medium, as <c>mkudffs</c> makes them; those that Linux writes need Linux, and are not among them.</summary>
    [ToolTheory("mkudffs", "blkid", "xorriso", "sgdisk")]
    [MemberData(nameof(Volumes))]
    public void Udf(string medium, string revisions, string blockSizes)
    {
        string made = temp.Combine("udf.img");
        foreach ((string revision, string blockSize) in revisions.Split(' ').SelectMany(revision => blockSizes.Split(' ').Select(size => (revision, size))))
        {
            Readers.Shell("rm -f \"$1\"; truncate -s \"$5\" \"$1\"; mkudffs --utf8 -m \"$2\" -r \"$3\" -b \"$4\" -l Label --uuid=0123456789abcdef \"$1\" >/dev/null", made, medium, revision, blockSize, medium is "mo" or "worm" or "hd" ? "4M" : "16M");
            if (medium is "cdr" or "dvdr" or "bdr")
            {
                // Nothing is in them, and no reader but one of such media shows what will be.
                Assert.Equal(["ISOB1161"], new ImageBuilder().BasedOn(made).Write(temp.Combine("anew.iso")).Diagnostics.Select(told => told.Code));
            }
            else
            {
                AssertSame(made);
            }
        }
    }

    public static TheoryData<string, string, string> Volumes
    {
        get
        {
            TheoryData<string, string, string> volumes = [];
            foreach (object[] data in typeof(ForeignUdfTests).GetMethod(nameof(ForeignUdfTests.Mkudffs_makes))!.GetCustomAttributes<InlineDataAttribute>().Select(data => data.GetData(null!).Single()))
            {
                volumes.Add((string)data[0], (string)data[1], (string)data[2]);
            }

            return volumes;
        }
    }

    private void AssertSame(string from)
    {
        string to = temp.Combine("anew.iso");
        BuildResult result = new ImageBuilder().BasedOn(from).Write(to).EnsureSuccess();
        List<string> differences = [];
        string[] all;
        int session;
        List<Diagnostic> diagnostics = [.. result.Diagnostics];
        using (IsoImage before = IsoImage.Open(from))
        using (IsoImage after = IsoImage.Open(to))
        {
            IReadOnlyList<ImageDifference> found = before.CompareWith(after).Differences;
            all = [.. found.Select(each => $"diff: {each}")];
            differences.AddRange(found.Where(each => each.Kind is not (DifferenceKind.Layout or DifferenceKind.Bytes)).Select(each => $"diff: {each}"));
            session = (int)before.Sessions[^1].FirstSector;
            diagnostics.AddRange(before.Verify().Findings);

            // No fault is new.
            HashSet<string> faults = [.. diagnostics.Select(each => each.Code)];
            differences.AddRange(after.Verify().Findings.Where(each => each.Severity != DiagnosticSeverity.Info && !faults.Contains(each.Code)).Select(each => $"verify: {each}"));
        }

        (Dictionary<string, string[]> seen, Dictionary<string, string[]> now) = (Reports(from, session), Reports(to, 0));
        foreach (string tool in seen.Keys)
        {
            differences.AddRange(seen[tool].Except(now[tool], StringComparer.Ordinal).Select(line => $"{tool}: - {line}"));
            differences.AddRange(now[tool].Except(seen[tool], StringComparer.Ordinal).Select(line => $"{tool}: + {line}"));
        }

        all = [.. all, .. differences];
        bool isSmall = new FileInfo(from).Length < Cylinder;
        differences.RemoveAll(difference => Places().IsMatch(difference) || isSmall && Geometry().IsMatch(difference));
        (string Code, string Words, string Difference)[] told = [.. Told.Where(each => diagnostics.Exists(found => found.Code == each.Code && found.Message.Contains(each.Words, StringComparison.Ordinal) || found.Code == each.Code && found.Item == each.Words))];
        string[] untrue = [.. told.Where(each => each.Code == Anew && !Array.Exists(all, difference => Regex.IsMatch(difference, each.Difference))).Select(each => $"{each.Code} tells of {each.Words}, and nothing differs")];
        differences.RemoveAll(difference => told.Any(each => Regex.IsMatch(difference, each.Difference)));
        Assert.True(differences.Count + untrue.Length == 0, string.Join('\n', differences.Concat(untrue).Concat(diagnostics.Where(found => found.Code is not ("ISOB1009" or "ISOB1021" or "ISOB1022")).Select(found => $"  {found}"))));
    }

    /// <summary>Where something lies, and no size: the places of the two images are each its own.</summary>
    [GeneratedRegex("(root directory's (block|location of extent)|location of the (boot catalog|little-endian path table|big-endian path table)) was", RegexOptions.NonBacktracking)]
    private static partial Regex Places();

    /// <summary>Of a partition that ends within the first cylinder, nobody knows how many heads there are; xorriso guesses.</summary>
    [GeneratedRegex("^system area: . (System area options|MBR heads per cyl)")]
    private static partial Regex Geometry();

    /// <summary>The shape of the disk stays that of the base when the image grows, though it is none of the usual ones.</summary>
    [ToolFact("xorriso", BootableImages.Isolinux)]
    public void Shape_of_the_disk()
    {
        string made = temp.Combine("boot.iso");
        temp.Write("tree/readme", "read me");
        Readers.Shell($"{BootFiles}xorriso -as mkisofs -quiet -R {IsolinuxOf} -isohybrid-mbr /usr/lib/ISOLINUX/isohdpfx.bin -partition_hd_cyl 53 -partition_sec_hd 32 -partition_cyl_align all -o \"$1\" \"$2\"", made, temp.Combine("tree"));
        string to = temp.Combine("anew.iso");

        new ImageBuilder().BasedOn(made).AddFile("more", new byte[900_000]).Write(to).EnsureSuccess();

        Assert.True(new FileInfo(to).Length > new FileInfo(made).Length);
        foreach (string each in (string[])[made, to])
        {
            string told = Readers.Run("xorriso", "-indev", each, "-report_system_area", "plain").Output;
            Assert.Matches("(?m)^MBR heads per cyl *: +53$", told);
            Assert.Equal(0, new FileInfo(each).Length % (53 * 32 * 512));
        }
    }

    /// <summary>The level of UCS-2 stays while the names keep to it.</summary>
    [ToolTheory("genisoimage", "isoinfo")]
    [InlineData("Привет.txt", 1)]
    [InlineData("plain, \u00e9.txt", 1)]
    [InlineData("combined, e\u0301.txt", 3)]
    public void Level_of_joliet(string added, int level)
    {
        string made = temp.Combine("level.iso");
        temp.Write("level/Привет", "1");
        Readers.Run("genisoimage", "-quiet", "-J", "-ucs-level", "1", "-input-charset", "utf-8", "-o", made, temp.Combine("level"));
        string to = temp.Combine("anew.iso");

        BuildResult result = new ImageBuilder().BasedOn(made).AddFile(added, "2"u8.ToArray()).Write(to).EnsureSuccess();

        Assert.Contains("UCS level 1", Readers.Run("isoinfo", "-d", "-i", made).Output, StringComparison.Ordinal);
        Assert.Contains($"UCS level {level}", Readers.Run("isoinfo", "-d", "-i", to).Output, StringComparison.Ordinal);
        Assert.Equal(level == 3, result.Diagnostics.Any(told => told is { Code: Anew, Severity: DiagnosticSeverity.Info, Item: "Joliet" }));
    }

    /// <summary>What other programs tell, without addresses.</summary>
    /// <param name="image">The image.</param>
    /// <param name="session">Where the session begins that is told of.</param>
    private static Dictionary<string, string[]> Reports(string image, int session)
    {
        Dictionary<string, string[]> reports = new(StringComparer.Ordinal)
        {
            ["blkid"] = Lines(Readers.TryRun("blkid", "-p", "-o", "export", image).Output, line => !line.StartsWith("DEVNAME", StringComparison.Ordinal)),
            ["sgdisk"] = [.. Regex.Matches(Readers.TryRun("sgdisk", "-p", image).Output, @"(?m)^ +(\d+) +\d+ +\d+ +[\d.]+ \w+ +(\w+) +(.*)$").Select(match => $"{match.Groups[1]} {match.Groups[2]} {match.Groups[3]}")],
            ["entries"] = Xorriso("-find", "/", "-exec", "lsdl", "--"),
            ["boot"] = [.. Xorriso("-report_el_torito", "plain").Where(line => !line.Contains("El Torito catalog", StringComparison.Ordinal) && !line.Contains("img blks", StringComparison.Ordinal)).Select(line => Address().Replace(line, ""))],
            ["system area"] = [.. Xorriso("-report_system_area", "plain").Where(line => !SystemPlaces().IsMatch(line)).Select(line => SystemAddress().Replace(line, ""))],
            ["pvd"] = [.. Xorriso("-pvd_info").Where(line => !line.StartsWith("PVD address", StringComparison.Ordinal))],
        };

        // Of an image without ISO 9660, xorriso lists a root that it makes up, with the date of now.
        if (reports["entries"].Length == 1)
        {
            reports["entries"] = [];
        }

        return reports;

        string[] Xorriso(params string[] arguments) => Lines(Readers.TryRun("xorriso", [.. session == 0 ? (string[])[] : ["-load", "sbsector", $"{session}"], "-indev", image, .. arguments]).Output, line => !line.StartsWith("Drive current", StringComparison.Ordinal));

        static string[] Lines(string output, Func<string, bool> counts) => [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(counts)];
    }

    /// <summary>The last number of a boot image's line is its block.</summary>
    [GeneratedRegex(@" +\d+$")]
    private static partial Regex Address();

    [GeneratedRegex("^(ISO image size|Partition offset|GPT lba range|GPT start and size|GPT array|System area summary|GPT partition path)")]
    private static partial Regex SystemPlaces();

    [GeneratedRegex(@"( +\d+){2}$")]
    private static partial Regex SystemAddress();
}
