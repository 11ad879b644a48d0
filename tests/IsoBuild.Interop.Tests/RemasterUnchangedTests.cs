using System.Reflection;
using System.Text.RegularExpressions;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Inspection;

namespace IsoBuild.Interop.Tests;

/// <summary>Images of other people's programs are made anew with no change at all: what our comparison, xorriso, blkid and sgdisk tell of the two is the same,
/// but for places, or a diagnostic told that it would not be.</summary>
public sealed partial class RemasterUnchangedTests(ForeignTree tree) : IClassFixture<ForeignTree>, IDisposable
{
    private const string BootFiles = "mkdir -p \"$2/boot\" \"$2/isolinux\"; cp /usr/lib/ISOLINUX/isolinux.bin \"$2/isolinux/\"; truncate -s 2M \"$2/boot/efi.img\"; mkfs.fat -n ESP -i 1234ABCD \"$2/boot/efi.img\" >/dev/null; "
        + "head -c 1474560 /dev/zero | tr '\\0' f >\"$2/boot/floppy.img\"; ";
    private const string IsolinuxOf = "-b isolinux/isolinux.bin -c isolinux/boot.cat -no-emul-boot -boot-load-size 4 -boot-info-table";

    /// <summary>What of an option of another writer is not made again.</summary>
    private static readonly (string Option, string Difference)[] Known =
    [
        // The geometry that CHS addresses go by, which depends on the image's size.
        ("-part", "^system area: . (System area options|MBR heads per cyl)"),
        // ISOB1170 tells of it.
        ("-hfsplus", "^system area: |^blkid: - PTTYPE=mac$"),
        // xorriso finds no Rock Ridge behind fields of CD-ROM XA.
        ("-XA", "^entries: "),
        // genisoimage counts names that are hidden, and names that it makes files of their own.
        ("-hide", "link count was 3, is 2$"),
        ("-no-cache-inodes", "link count was 3, is 1$"),
        // UCS-2 of levels 1 and 2, which nobody tells from level 3.
        ("-ucs-level", "joliet: escape sequences was 252F4[03]"),
    ];

    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    /// <summary>Every command of the tests of other writers' options.</summary>
    public static TheoryData<string> Commands => [.. ((string[])[nameof(ForeignMatrixTests.Posix_trees), nameof(ForeignMatrixTests.Joliet_trees), nameof(ForeignMatrixTests.Udf_trees)])
        .SelectMany(name => typeof(ForeignMatrixTests).GetMethod(name)!.GetCustomAttributes<InlineDataAttribute>())
        .Select(data => (string)data.GetData(null!).Single()[0]).Distinct()];

    [ToolTheory("genisoimage", "xorriso", "bsdtar", "blkid", "sgdisk")]
    [MemberData(nameof(Commands))]
    public void Trees(string command) => AssertSame(tree.Make(command, temp), Known.Where(known => command.Contains(known.Option, StringComparison.Ordinal)).Select(known => known.Difference));

    [ToolTheory("genisoimage", "xorriso", "blkid", "sgdisk", "mkfs.fat", BootableImages.Isolinux)]
    [InlineData($"genisoimage -quiet -R -J -udf {IsolinuxOf} -eltorito-alt-boot -e boot/efi.img -no-emul-boot")]
    [InlineData("genisoimage -quiet -R -b boot/floppy.img -c boot.catalog")]
    [InlineData($"genisoimage -quiet -l {IsolinuxOf}")]
    [InlineData($"xorriso -as mkisofs -quiet -R -J {IsolinuxOf} -isohybrid-mbr /usr/lib/ISOLINUX/isohdpfx.bin")]
    [InlineData($"xorriso -as mkisofs -quiet -R -J {IsolinuxOf} -isohybrid-mbr /usr/lib/ISOLINUX/isohdpfx.bin -eltorito-alt-boot -e boot/efi.img -no-emul-boot -isohybrid-gpt-basdat")]
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

    [ToolTheory("mkudffs", "blkid")]
    [InlineData("hd", "1.02")]
    [InlineData("hd", "2.01")]
    [InlineData("dvdram", "2.01")]
    public void Udf(string medium, string revision)
    {
        // It is written as UDF 1.02 to be read alone.
        string made = temp.Combine("udf.img");
        Readers.Shell("truncate -s 4M \"$1\"; mkudffs --utf8 -m \"$2\" -r \"$3\" -b 2048 -l Label --uuid=0123456789abcdef \"$1\" >/dev/null", made, medium, revision);
        AssertSame(made, "^diff: . udf |^blkid: . (VERSION|APPLICATION_ID)=");
    }

    private void AssertSame(string from, params IEnumerable<string> known)
    {
        string to = temp.Combine("anew.iso");
        BuildResult result = new ImageBuilder().StartFrom(from).Write(to).EnsureSuccess();
        List<string> differences = [];
        using (IsoImage before = IsoImage.Open(from))
        using (IsoImage after = IsoImage.Open(to))
        {
            differences.AddRange(before.CompareWith(after).Differences.Where(found => found.Kind is not (DifferenceKind.Layout or DifferenceKind.Bytes)).Select(found => $"diff: {found}"));
        }

        (Dictionary<string, string[]> seen, Dictionary<string, string[]> now) = (Reports(from), Reports(to));
        foreach (string tool in seen.Keys)
        {
            differences.AddRange(seen[tool].Except(now[tool], StringComparer.Ordinal).Select(line => $"{tool}: - {line}"));
            differences.AddRange(now[tool].Except(seen[tool], StringComparer.Ordinal).Select(line => $"{tool}: + {line}"));
        }

        differences.RemoveAll(difference => Writers().IsMatch(difference) || known.Any(pattern => Regex.IsMatch(difference, pattern)));
        Assert.True(differences.Count == 0, string.Join('\n', differences.Concat(result.Diagnostics.Where(told => told.Severity != DiagnosticSeverity.Info).Select(told => told.ToString()))));
    }

    /// <summary>What is the writer's, and not the image's: who wrote UDF's structures, how it counts in them and where they lie; the directory that relocation needs, which is made anew
    /// and not shown; and two faults of genisoimage: no date in the descriptor's copy of the root's record, and a zone of 24 hours where a date lies ahead.</summary>
    [GeneratedRegex("implementation (identifier|that wrote it) was|APPLICATION_ID=(genisoimage|IsoBuild)$|flags of the partition contents was|next unique id was|number of (files|directories) was|root directory's (block|location of extent|recording date) was"
        + "|location of the|(volume space|path table) size was|root directory's data length was|[ '/]\\.?rr_moved\\b|'/names/\\.hidden'$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Writers();

    /// <summary>What other programs tell, without addresses.</summary>
    private static Dictionary<string, string[]> Reports(string image)
    {
        Dictionary<string, string[]> reports = new(StringComparer.Ordinal)
        {
            ["blkid"] = Lines(Readers.TryRun("blkid", "-p", "-o", "export", image).Output, line => !line.StartsWith("DEVNAME", StringComparison.Ordinal)),
            ["sgdisk"] = [.. Regex.Matches(Readers.TryRun("sgdisk", "-p", image).Output, @"(?m)^ +(\d+) +\d+ +\d+ +[\d.]+ \w+ +(\w+) +(.*)$").Select(match => $"{match.Groups[1]} {match.Groups[2]} {match.Groups[3]}")],
            ["entries"] = Xorriso("-find", "/", "-exec", "lsdl", "--"),
            ["boot"] = [.. Xorriso("-report_el_torito", "plain").Where(line => !line.Contains("El Torito catalog", StringComparison.Ordinal) && !line.Contains("img blks", StringComparison.Ordinal)).Select(line => Address().Replace(line, ""))],
            ["system area"] = [.. Xorriso("-report_system_area", "plain").Where(line => !SystemPlaces().IsMatch(line)).Select(line => SystemAddress().Replace(line, ""))],
            ["pvd"] = Xorriso("-pvd_info"),
        };
        return reports;

        string[] Xorriso(params string[] arguments) => Lines(Readers.TryRun("xorriso", ["-indev", image, .. arguments]).Output, line => !line.StartsWith("Drive current", StringComparison.Ordinal));

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
