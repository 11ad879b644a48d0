using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using IsoBuild.Content;

namespace IsoBuild.Interop.Tests;

/// <summary>Links, further names, devices, owners and deep trees in Rock Ridge, as bsdtar, xorriso, isoinfo, libcdio and 7-Zip show them.</summary>
public sealed partial class FeatureToolTests(FeatureImages images) : IClassFixture<FeatureImages>
{
    private const Aspects Attributes = Aspects.Date | Aspects.Mode | Aspects.Owner;

    /// <summary>Kinds, owners, targets, link counts and device numbers. Of the names of one file, libarchive gives one its content.</summary>
    [ToolTheory("bsdtar")]
    [InlineData(false)]
    [InlineData(true)]
    public void Bsdtar_lists(bool isMoved)
    {
        string[] lines = Readers.Run(
            "bsdtar",
            ["-cf", "-", "--format=mtree", "--options=mtree:!all,mtree:type,mtree:size,mtree:sha256,mtree:mode,mtree:time,mtree:uid,mtree:gid,mtree:nlink,mtree:link,mtree:device", $"@{(isMoved ? images.Moved : images.All)}"]).Output.Split('\n');
        Seen[] seen = [.. lines.Skip(1).Where(line => line.Length > 0).Select(FromMtree)];
        Dictionary<string, Seen> byPath = seen.ToDictionary(entry => entry.Path);

        foreach (string[] names in (string[][])[["hard/first", "hard/second", "hard/sub/third"], ["files/script", "another name of a script"]])
        {
            Seen one = Assert.Single(names.Select(name => byPath[name]), name => name.Length > 0);
            foreach (string name in names)
            {
                byPath[name] = byPath[name] with { Length = one.Length, Sha256 = one.Sha256 };
            }
        }

        Listing.AssertSame(
            FeatureImages.Posix(withLongTargets: !isMoved).Select(WithoutDirectoryLinks).Select(WithoutWideNumbers),
            byPath.Values.Select(WithoutWideNumbers),
            Attributes | Aspects.Length | Aspects.Content | Aspects.Links);
    }

    /// <summary>Further names come out as such. Devices are left out: only root may make them.</summary>
    [ToolFact("bsdtar", "find")]
    public void Bsdtar_extracts()
    {
        using TempDirectory folder = new();

        Readers.Run("bsdtar", "-xpf", images.All, "-C", folder, "--exclude", "dev");

        AssertExtracted(FeatureImages.Posix(withLongTargets: true).Where(seen => seen.Path != "dev"), folder);
    }

    /// <summary>Told before it opens the image to look for hard links, xorriso finds them by serial number.</summary>
    [ToolTheory("xorriso", "find")]
    [InlineData(false)]
    [InlineData(true)]
    public void Xorriso_extracts(bool isMoved)
    {
        using TempDirectory folder = new();
        string target = folder.Combine("out");

        Readers.Run("xorriso", "-abort_on", "FAILURE", "-hardlinks", "on", "-osirrox", "on", "-indev", isMoved ? images.Moved : images.ShortTargets, "-rm_r", "/dev", "--", "-extract", "/", target, "-rollback_end");

        // It makes symbolic links without their dates and owners.
        AssertExtracted(FeatureImages.Posix(withLongTargets: false).Where(seen => seen.Path != "dev"), target, seen => seen.Target is null ? seen : seen with { Modified = null, Owner = null });
    }

    /// <summary>With the day of what is old, and targets and device numbers.</summary>
    [ToolTheory("xorriso")]
    [InlineData(false)]
    [InlineData(true)]
    public void Xorriso_lists(bool isMoved)
    {
        string output = Readers.Run("xorriso", "-abort_on", "FAILURE", "-indev", isMoved ? images.Moved : images.ShortTargets, "-find", "/", "-exec", "lsdl", "--").Output;

        Listing.AssertSame(
            FeatureImages.Posix(withLongTargets: false).Select(WithoutWideNumbers),
            XorrisoLine().Matches(output).Select(match => new Seen(match.Groups["path"].Value, match.Groups["mode"].ValueSpan[0] == 'd')
            {
                Mode = Readers.Mode(match.Groups["mode"].Value),
                Owner = $"{match.Groups["owner"].Value}:{match.Groups["group"].Value}",
                Length = match.Groups["length"].ValueSpan.Contains(',') ? 0 : Number(match.Groups["length"].Value),
                Target = match.Groups["target"].Success ? match.Groups["target"].Value : null,
                Special = Special(match.Groups["mode"].Value[0], match.Groups["length"].Value.Replace(',', ':')),
            }).Select(WithoutWideNumbers),
            Aspects.Length | Aspects.Mode | Aspects.Owner);
    }

    /// <summary>Owners come in octal, and without a space between numbers that are wide; a pipe as f; and no target of a link to the root.</summary>
    [ToolFact("isoinfo")]
    public void Isoinfo_lists()
    {
        const string farAway = "far away.txt";
        List<Seen> seen = [];
        string folder = "";
        foreach (string line in Readers.Run("isoinfo", "-R", "-l", "-i", images.All).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("Directory listing of /", StringComparison.Ordinal))
            {
                folder = line["Directory listing of /".Length..].TrimEnd('/');
                continue;
            }

            if (line.EndsWith($"  {farAway} ", StringComparison.Ordinal))
            {
                continue;
            }

            Match match = IsoInfoLine().Match(line);
            Assert.True(match.Success, line);
            if (Entry(folder, match, id => $"{Convert.ToUInt32(id, 8)}") is { } entry)
            {
                seen.Add(entry);
            }
        }

        Listing.AssertSame(
            FeatureImages.Posix(withLongTargets: true).Where(entry => entry.Path != $"files/{farAway}").Select(AsListed).Select(entry => entry with { Modified = entry.Modified!.Value.Date, Target = entry.Target == "/" ? "" : entry.Target }),
            seen.Select(entry => entry with { Modified = entry.Modified!.Value.Date }),
            Attributes | Aspects.Links);
    }

    /// <summary>Numbers of groups come with a sign.</summary>
    [ToolFact("iso-info")]
    public void Libcdio_lists()
    {
        List<Seen> seen = [];
        string? folder = null;
        foreach (string line in Readers.Run("iso-info", "--no-header", "--no-joliet", "-l", "-i", images.ShortTargets).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] == '/' && line[^1] == ':')
            {
                folder = line[1..^1].TrimEnd('/');
            }
            else if (folder is not null)
            {
                Match match = LibcdioLine().Match(line);
                Assert.True(match.Success, line);
                if (Entry(folder, match, id => $"{unchecked((uint)Number(id))}") is { } entry)
                {
                    seen.Add(entry);
                }
            }
        }

        Listing.AssertSame(
            WithoutSerials(FeatureImages.Posix(withLongTargets: false), seen => seen with { Mode = 0, Links = 0, Owner = "0:0" }).Select(AsListed), seen, Attributes | Aspects.Links);
    }

    /// <summary>Kinds and targets; this reader does not look where targets go on in continuation areas, and knows neither owners nor device numbers.</summary>
    [ToolFact("7z")]
    public void Seven_zip_lists()
    {
        string listing = Readers.Run("7z", "l", "-slt", images.ShortTargets).Output;

        Listing.AssertSame(
            WithoutSerials(FeatureImages.Posix(withLongTargets: false), seen => seen with { Mode = null }).Where(seen => seen.Path.Length > 0).Select(AsListed),
            listing[listing.IndexOf("\n----------\n", StringComparison.Ordinal)..].Split("\nPath = ").Skip(1).Select(text =>
            {
                string[] lines = text.Split('\n');
                Dictionary<string, string> fields = lines.Skip(1).Where(line => line.Contains(" = ", StringComparison.Ordinal)).Select(line => line.Split(" = ", 2)).ToDictionary(pair => pair[0], pair => pair[1]);
                string target = fields["Symbolic Link"];
                return new Seen(lines[0], fields["Folder"] == "+")
                {
                    Mode = fields["Mode"].Length > 0 ? Readers.Mode(fields["Mode"]) : null,
                    Length = fields["Size"].Length > 0 ? Number(fields["Size"]) : 0,
                    Modified = Readers.Date(fields["Modified"], "yyyy-MM-dd HH:mm:ss"),
                    // A slash follows what is no name.
                    Target = fields["Mode"] is not ['l', ..] ? null : target.Length > 1 ? target.TrimEnd('/') : target,
                    Special = Special(fields["Mode"].FirstOrDefault(), ""),
                };
            }).Select(seen => seen.Target is "." or "./" ? seen with { Target = "." } : seen),
            Aspects.Length | Aspects.Mode | Aspects.Date);
    }

    [ToolFact("isoinfo", "xorriso")]
    public void Every_field_of_the_volume()
    {
        string[] isoinfo = Readers.Run("isoinfo", "-d", "-i", images.ShortTargets).Output.Split('\n');
        string[] xorriso = Readers.Run("xorriso", "-indev", images.ShortTargets, "-pvd_info").Output.Split('\n');

        Assert.All(
        (string[])
        [
            "System id: LINUX", "Volume id: FEATURES", "Volume set id: THE_SET", "Publisher id: THE PUBLISHER", "Data preparer id: THE PREPARER", "Application id: THE APPLICATION",
            "Copyright File id: TEXT.TXT;1", "Abstract File id: TEXT.TXT;1", "Bibliographic File id: TEXT.TXT;1",
            "Volume set size is: 1", "Volume set sequence number is: 1", "Logical block size is: 2048", $"Volume size is: {new FileInfo(images.ShortTargets).Length / 2048}",
            "NO Joliet present", "Rock Ridge signatures version 1 found",
        ], line => Assert.Contains(line, isoinfo));
        Assert.All(
        (string[])
        [
            "PVD address  : 16s", "Volume Id    : FEATURES", "Volume Set Id: THE_SET", "Publisher Id : THE PUBLISHER", "Preparer Id  : THE PREPARER", "App Id       : THE APPLICATION", "System Id    : LINUX",
            "CopyrightFile: TEXT.TXT;1", "Abstract File: TEXT.TXT;1", "Biblio File  : TEXT.TXT;1",
            "Creation Time: 2026030405060700", "Modif. Time  : 2026030405060700", "Expir. Time  : 2031010203040500", "Eff. Time    : 2021020304050600",
        ], line => Assert.Contains(line, xorriso));
    }

    /// <summary>Each file is hidden from one tree; each reader sees those of its own that remain. Where the last file on the image is none of UDF's, 7-Zip
    /// still finds the anchor at the end, for which it looks behind what UDF knows: that takes in the reserve sequence.</summary>
    [ToolTheory("isoinfo", "7z", "bsdtar")]
    [InlineData("seen by all", 0)]
    [InlineData("not-in-udf", 0)]
    [InlineData("not-in-udf", 3000)]
    public void Hidden_from_one_tree_is_shown_by_the_others(string last, int padding)
    {
        using TempDirectory folder = new();
        string path = folder.Combine("hidden.iso");
        new ImageBuilder(new ImageOptions { Formats = ImageFormats.Default | ImageFormats.Udf, PaddingSectors = padding })
            .Describe(path => path == last ? new EntryOptions { SortWeight = -1 } : null)
            .AddFile("seen by all", "1"u8.ToArray())
            .AddFile("not-in-rr", "2"u8.ToArray(), new EntryOptions { HiddenFrom = ImageFormats.RockRidge })
            .AddFile("not-in-joliet", "3"u8.ToArray(), new EntryOptions { HiddenFrom = ImageFormats.Joliet })
            .AddFile("not-in-udf", "4"u8.ToArray(), new EntryOptions { HiddenFrom = ImageFormats.Udf })
            .AddFile("folder-not-in-joliet/inside", "5"u8.ToArray()).AddEmptyDirectory("folder-not-in-joliet", new EntryOptions { HiddenFrom = ImageFormats.Joliet })
            .AddFile("folder-not-in-rr/inside", "6"u8.ToArray()).AddEmptyDirectory("folder-not-in-rr", new EntryOptions { HiddenFrom = ImageFormats.RockRidge })
            .Write(path).EnsureSuccess();
        string[] rockRidge = ["folder-not-in-joliet", "folder-not-in-joliet/inside", "not-in-joliet", "not-in-udf", "seen by all"];
        string[] joliet = ["folder-not-in-rr", "folder-not-in-rr/inside", "not-in-rr", "not-in-udf", "seen by all"];
        string[] udf = ["folder-not-in-joliet", "folder-not-in-joliet/inside", "folder-not-in-rr", "folder-not-in-rr/inside", "not-in-joliet", "not-in-rr", "seen by all"];

        Assert.Equal(rockRidge, Lines(Readers.Run("isoinfo", "-R", "-f", "-i", path)).Select(line => line[1..]).Order(StringComparer.Ordinal));
        Assert.Equal(joliet, Lines(Readers.Run("isoinfo", "-J", "-f", "-i", path)).Select(line => line[1..]).Order(StringComparer.Ordinal));
        Assert.Equal(rockRidge, Lines(Readers.Run("bsdtar", "-tf", path)).Where(line => line != ".").Order(StringComparer.Ordinal));
        Assert.Equal(joliet, Lines(Readers.Run("bsdtar", "--options=iso9660:!rockridge", "-tf", path)).Where(line => line != ".").Order(StringComparer.Ordinal));
        Assert.Equal(udf, Extract("udf"));
        Assert.Equal(joliet, Extract("iso"));

        string[] Extract(string type)
        {
            Readers.Run("7z", "x", $"-t{type}", $"-o{folder.Combine(type)}", path);
            return [.. Listing.OfFolder(folder.Combine(type)).Select(seen => seen.Path).Where(seen => seen.Length > 0).Order(StringComparer.Ordinal)];
        }

        static string[] Lines(CommandResult result) => result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Up to 103 characters, where 64 are the rule: names that would be one if they were cut.</summary>
    [ToolFact("isoinfo", "7z", "bsdtar", "xorriso")]
    public void Joliet_names_of_103_characters()
    {
        using TempDirectory folder = new();
        string path = folder.Combine("long.iso");
        ImageBuilder builder = new(new ImageOptions { Formats = ImageFormats.Joliet, JolietLongNames = true, PaddingSectors = 0 });
        Dictionary<string, string> expected = new(StringComparer.Ordinal);
        foreach (int length in (int[])[63, 64, 65, 66, 100, 101, 102, 103])
        {
            string file = new string('n', length - 4) + ".txt";
            string directory = new string('d', length);
            foreach (string each in (string[])[file, $"{directory}/{file}"])
            {
                builder.AddFile(each, System.Text.Encoding.UTF8.GetBytes(each));
                expected.Add(each, each);
            }
        }

        builder.Write(path).EnsureSuccess();

        Readers.Run("7z", "x", $"-o{folder.Combine("7z")}", path);
        Directory.CreateDirectory(folder.Combine("bsdtar"));
        Readers.Run("bsdtar", "-xf", path, "-C", folder.Combine("bsdtar"));
        Readers.Run("xorriso", "-abort_on", "FATAL", "-osirrox", "on", "-read_fs", "norock", "-indev", path, "-chmod_r", "u+rwx", "/", "--", "-extract", "/", folder.Combine("xorriso"), "-rollback_end");
        foreach (string tool in (string[])["7z", "bsdtar", "xorriso"])
        {
            Assert.Equal(
                expected.OrderBy(pair => pair.Key, StringComparer.Ordinal),
                Listing.OfFolder(folder.Combine(tool)).Where(seen => !seen.IsDirectory).OrderBy(seen => seen.Path, StringComparer.Ordinal)
                    .Select(seen => KeyValuePair.Create(seen.Path, File.ReadAllText(folder.Combine(tool, seen.Path)))));
        }

        string[] listed = Readers.Run("isoinfo", "-J", "-f", "-i", path).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), listed.Where(line => line.EndsWith(".txt", StringComparison.Ordinal)).Select(line => line[1..]).Order(StringComparer.Ordinal));
    }

    private static void AssertExtracted(IEnumerable<Seen> expected, string folder, Func<Seen, Seen>? restored = null)
    {
        restored ??= seen => seen;
        // Only root gives files to others; and what somebody else may do to files of somebody is not restored then.
        Aspects aspects = Aspects.Length | Aspects.Content | Aspects.Date | Aspects.Mode | Aspects.Links | (Environment.IsPrivilegedProcess ? Aspects.Owner : Aspects.None);
        Listing.AssertSame(
            expected.Where(seen => seen.Path.Length > 0 && !seen.Path.StartsWith("dev/", StringComparison.Ordinal)).Select(WithoutDirectoryLinks).Select(restored),
            Listing.OfTree(folder).Where(seen => seen.Path.Length > 0).Select(WithoutDirectoryLinks).Select(restored),
            aspects);
    }

    private static Seen FromMtree(string line)
    {
        string[] words = line.Split(' ');
        Dictionary<string, string> fields = words.Skip(1).Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        string path = Readers.Unescape(words[0]);
        string type = fields["type"];
        string? content = fields.GetValueOrDefault("sha256digest");
        return new Seen(path == "." ? "" : path[2..], type == "dir")
        {
            Length = fields.TryGetValue("size", out string? size) ? Number(size) : null,
            Sha256 = type == "file" ? content ?? Convert.ToHexStringLower(SHA256.HashData([])) : null,
            Mode = (UnixFileMode)Convert.ToInt32(fields["mode"], 8),
            Owner = $"{fields["uid"]}:{fields["gid"]}",
            Links = type == "dir" ? null : fields.TryGetValue("nlink", out string? links) ? (int)Number(links) : 1,
            Modified = DateTimeOffset.FromUnixTimeSeconds(Number(fields["time"].Split('.')[0])),
            Target = fields.TryGetValue("link", out string? target) ? Readers.Unescape(target) : null,
            Special = type switch
            {
                "fifo" => "pipe",
                "socket" => "socket",
                "char" or "block" => $"{(type == "char" ? "character" : "block")} device {fields["device"]["native,".Length..].Replace(',', ':')}",
                _ => null,
            },
        };
    }

    /// <summary>One line of a listing as <c>ls</c> has it; null for what stands for the directory above, and for a directory in itself.</summary>
    private static Seen? Entry(string folder, Match match, Func<string, string> id)
    {
        string name = match.Groups["name"].Value;
        if (name == ".." || (name == "." && folder.Length > 0))
        {
            return null;
        }

        string mode = match.Groups["mode"].Value;
        string? target = null;
        if (mode[0] == 'l')
        {
            int arrow = name.IndexOf(" ->", StringComparison.Ordinal);
            (name, target) = (name[..arrow], name[Math.Min(arrow + " -> ".Length, name.Length)..]);
        }

        return new Seen(name == "." ? "" : Listing.Join(folder, name), mode[0] == 'd')
        {
            Mode = Readers.Mode(mode),
            Owner = $"{id(match.Groups["owner"].Value)}:{id(match.Groups["group"].Value)}",
            Links = (int)Number(match.Groups["links"].Value),
            Length = Number(match.Groups["length"].Value),
            Modified = Readers.Date(match.Groups["date"].Value, match.Groups["date"].ValueSpan.Contains(':') ? "MMM dd yyyy HH:mm:ss" : "MMM d yyyy"),
            Target = target,
            Special = Special(mode[0], ""),
        };
    }

    /// <summary>Attributes with a serial number, of files that share their bytes, lie in continuation areas, where some readers do not look.</summary>
    private static IEnumerable<Seen> WithoutSerials(IEnumerable<Seen> entries, Func<Seen, Seen> bare)
    {
        List<Seen> all = [.. entries];
        HashSet<string?> shared = [.. all.Where(seen => seen.Length > 0).GroupBy(seen => seen.Sha256).Where(same => same.Count() > 1).Select(same => same.Key)];
        return all.Select(seen => seen.Length > 0 && shared.Contains(seen.Sha256) ? bare(seen) : seen);
    }

    /// <summary>As readers say it that know no device numbers.</summary>
    private static Seen AsListed(Seen seen) => seen.Special is { } special ? seen with { Special = WithoutNumbers(special) } : seen;

    private static string? Special(char mode, string numbers) => mode switch
    {
        'p' or 'f' => "pipe",
        's' => "socket",
        'c' => numbers.Length > 0 ? $"character device {numbers}" : "character device",
        'b' => numbers.Length > 0 ? $"block device {numbers}" : "block device",
        _ => null,
    };

    /// <summary>What does not fit into 16 bits is read right by Linux and FreeBSD alone: libarchive and libisofs mix both halves of the number (RRIP 4.1.2 leaves it open).</summary>
    private static Seen WithoutWideNumbers(Seen seen) => seen.Path is "dev/nvme" or "dev/widest" ? seen with { Special = WithoutNumbers(seen.Special!) } : seen;

    private static string WithoutNumbers(string special) => special.Contains("device", StringComparison.Ordinal) ? special[..special.LastIndexOf(' ')] : special;

    /// <summary>Archives do not tell how many there are, and file systems do not agree about it.</summary>
    private static Seen WithoutDirectoryLinks(Seen seen) => seen.IsDirectory ? seen with { Links = null } : seen;

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("^(?<mode>[-a-zA-Z]{10}) +[0-9]+ (?<owner>[^ ]+) +(?<group>[^ ]+) +(?<length>[0-9,]+) .{12} '/(?<path>[^']*)'( -> '(?<target>[^']*)')?$", RegexOptions.Multiline)]
    private static partial Regex XorrisoLine();

    [GeneratedRegex("^(?<mode>[-a-z]{10}) +(?<links>[0-9]+) +(?<owner>[0-9]+) +(?<group>[0-9]+) +(?<length>[0-9]+) (?<date>[A-Z][a-z]{2} +[0-9]+ [0-9]{4}) \\[ *[0-9]+ [0-9]{2}\\]  (?<name>.*?) ?$")]
    private static partial Regex IsoInfoLine();

    [GeneratedRegex("^  (?<mode>[-a-z]{10}) +(?<links>[0-9]+) +(?<owner>-?[0-9]+) +(?<group>-?[0-9]+) \\[LSN +[0-9]+\\] +(?<length>[0-9]+) (?<date>[A-Z][a-z]{2} [0-9 :]+[0-9])  (?<name>.*)$")]
    private static partial Regex LibcdioLine();
}
