using System.Runtime.Versioning;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Scanning;

/// <summary>What becomes of the things that lie in a directory on disk.</summary>
public class DirectoryScanningTests : IDisposable
{
    private static readonly DateTimeOffset Timestamp = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);

    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public void Files_and_empty_directories_at_any_depth()
    {
        temp.Write("in/a/b/c/deep.txt", "deep");
        temp.Write("in/empty", "");
        Directory.CreateDirectory(temp.Combine("in", "nothing", "inside"));
        temp.Write("in/.hidden/.x", "x");

        ContentTree tree = Content(new ImageBuilder().AddDirectory("", temp.Combine("in")).AddDirectory("again/here", temp.Combine("in", "a")));
        Assert.Equal(
            ["/", "/.hidden", "/.hidden/.x", "/a", "/a/b", "/a/b/c", "/a/b/c/deep.txt", "/again", "/again/here", "/again/here/b", "/again/here/b/c", "/again/here/b/c/deep.txt", "/empty", "/nothing", "/nothing/inside"],
            tree.Nodes.Select(node => node.Path));
        Assert.Equal("deep"u8.ToArray(), ((ContentFile)tree.Find("a/b/c/deep.txt")!).ReadAll());
        Assert.IsType<ContentFile>(tree.Find("/empty"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Owners_and_hiding_reach_directories_whichever_source_comes_first(bool otherOrder)
    {
        temp.Write("one/x/1", "1");
        temp.Write("one/y/1", "1");
        temp.Write("two/x/2", "2");
        (string Source, EntryOptions? Options)[] sources =
        [
            ("one", new EntryOptions { OwnerId = 5, GroupId = 6, HiddenFrom = ImageFormats.Joliet, Mode = UnixFileMode.UserRead }),
            ("two", new EntryOptions { OwnerId = 7 }),
        ];
        DiagnosticBag diagnostics = new();
        ContentTreeBuilder stages = new(new DateRule(FileDates.Fixed, Timestamp), diagnostics);
        DirectoryScanner scanner = new(stages, new Exclusions(), diagnostics);
        foreach ((string source, EntryOptions? options) in otherOrder ? sources.Reverse() : sources)
        {
            scanner.AddDirectory([], temp.Combine(source), options, CancellationToken.None);
            scanner.AddDirectory(["alone", source], temp.Combine(source), options, CancellationToken.None);
        }

        // What is said of a directory by its name counts, whatever is scanned into it later.
        stages.Describe(stages.Directory(["alone", "two", "x"]), new EntryOptions { OwnerId = 1 });
        scanner.AddDirectory(["alone", "two"], temp.Combine("two"), sources[1].Options, CancellationToken.None);
        ContentTree tree = stages.Build();

        Assert.Equal((7u, 6u, (ImageFormats)0, null), Of("/"));
        Assert.Equal((7u, 6u, (ImageFormats)0, null), Of("/x"));
        Assert.Equal((5u, 6u, ImageFormats.Joliet, null), Of("/y"));
        Assert.Equal((5u, 6u, ImageFormats.Joliet, UnixFileMode.UserRead), Of("/x/1"));
        Assert.Equal((7u, 0u, (ImageFormats)0, null), Of("/x/2"));
        Assert.Equal((0u, 0u, (ImageFormats)0, null), Of("/alone"));
        Assert.Equal((5u, 6u, ImageFormats.Joliet, null), Of("/alone/one"));
        Assert.Equal((1u, 0u, (ImageFormats)0, null), Of("/alone/two/x"));

        (uint Owner, uint Group, ImageFormats Hidden, UnixFileMode? Mode) Of(string path) =>
            tree.Find(path) is { } node ? (node.OwnerId, node.GroupId, node.HiddenFrom, node.Mode) : default;
    }

    [Fact]
    public void Directories_are_merged_and_entry_options_reach_the_files()
    {
        temp.Write("one/x/1", "1");
        temp.Write("two/x/2", "2");
        EntryOptions options = new() { Mode = UnixFileMode.UserRead, Modified = Timestamp };
        ContentTree tree = Content(new ImageBuilder().AddDirectory("", temp.Combine("one"), options).AddDirectory("", temp.Combine("two")));
        Assert.Equal(["/", "/x", "/x/1", "/x/2"], tree.Nodes.Select(node => node.Path));
        Assert.Equal((UnixFileMode.UserRead, Timestamp), (tree.Find("x/1")!.Mode, tree.Find("x/1")!.Modified));
        Assert.Equal(ImageTimestamp.Default, tree.Find("x/2")!.Modified);
        Assert.Equal(ImageTimestamp.Default, tree.Find("x")!.Modified);
    }

    [Fact]
    public void A_date_given_to_a_directory_counts_in_whatever_order()
    {
        temp.Write("in/x/1", "1");
        EntryOptions dated = new() { Modified = Timestamp };
        Assert.Equal(Timestamp, Content(new ImageBuilder().AddEmptyDirectory("x", dated).AddDirectory("", temp.Combine("in"))).Find("x")!.Modified);
        Assert.Equal(Timestamp, Content(new ImageBuilder().AddDirectory("", temp.Combine("in")).AddEmptyDirectory("x", dated)).Find("x")!.Modified);
    }

    [Fact]
    public void The_image_itself_and_excluded_files_stay_out()
    {
        temp.Write("a.txt", "a");
        new ImageBuilder(Images.Small).AddFile("former", new byte[1]).Write(temp.Combine("old.iso")).EnsureSuccess();
        temp.Write("stamp.sha256", "");
        BuildResult result = new ImageBuilder(Images.Small).AddDirectory("", temp).Exclude(temp.Combine("stamp.sha256")).Write(temp.Combine("old.iso"));
        using IsoImage image = IsoImage.Open(temp.Combine("old.iso"));
        Assert.True(result.Succeeded);
        Assert.Equal(["/", "/a.txt"], image.Content.Nodes.Select(node => node.Path));
    }

    [ToolFact("ln")]
    public void A_link_that_the_caller_names_stands_for_its_file()
    {
        string target = temp.Write("real.txt", "real");
        File.CreateSymbolicLink(temp.Combine("link"), target);
        Directory.CreateSymbolicLink(temp.Combine("linked"), temp.Combine("in"));
        temp.Write("in/x", "x");
        ImageBuilder builder = new ImageBuilder().AddFile("file", temp.Combine("link")).AddDirectory("dir", temp.Combine("linked"));
        Assert.Empty(builder.Plan().Diagnostics);
        Assert.Equal(["/", "/dir", "/dir/x", "/file"], Content(builder).Nodes.Select(node => node.Path));

        File.Delete(target);
        Assert.Equal("ISOB1001", Error(builder).Code);
    }

    [ToolFact("mkfifo")]
    public async Task Pipes_and_devices_are_errors_and_nobody_waits_for_them()
    {
        Directory.CreateDirectory(temp.Combine("in"));
        string pipe = temp.Combine("in", "pipe");
        CommandLine.Run("mkfifo", [pipe]).EnsureSuccess();
        File.CreateSymbolicLink(temp.Combine("in", "to-pipe"), pipe);

        PlanResult plan = await Task.Run(() => new ImageBuilder().AddDirectory("", temp.Combine("in")).AddFile("p", pipe).AddFile("zero", "/dev/zero").Plan()).WaitAsync(Limits.Hang);
        Assert.Null(plan.Layout);
        Assert.Equal([pipe, pipe, "/dev/zero"], plan.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.SourcePath).OrderDescending(StringComparer.Ordinal));
        IEnumerable<Diagnostic> errors = plan.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error);
        Assert.All(errors, d => Assert.Equal("ISOB1012", d.Code));
        Assert.All(errors, d => Assert.Contains("Remove it", d.Message, StringComparison.Ordinal));
    }

    [ToolFact("sh")]
    public void A_backslash_in_a_name_on_disk_is_no_separator()
    {
        temp.Write("in/a\\b", "x");
        using TempDirectory output = new();
        new ImageBuilder(Images.Small).AddDirectory("", temp.Combine("in")).Write(output.Combine("x.iso")).EnsureSuccess();
        using IsoImage image = IsoImage.Open(output.Combine("x.iso"));
        Assert.Equal("a\\b", Assert.Single(image.Content.Root.Children).Name);
        Assert.Equal("a_b", Assert.Single(image.ContentOf(IsoBuild.Content.ImageFormats.Joliet)!.Root.Children).Name);
    }

    /// <summary>Empty files are looked at twice; neither look may stumble over what is unusual about them.</summary>
    [ToolFact("chown")]
    public void Empty_files_of_any_date_and_owner()
    {
        File.SetLastWriteTimeUtc(temp.Write("in/old", ""), new DateTime(1960, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.SetLastWriteTimeUtc(temp.Write("in/new", ""), new DateTime(2300, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        // Only root may give files away; elsewhere the dates alone are tested.
        CommandLine.Run("chown", ["4000000:4000000", temp.Write("in/owned", "")]);
        ContentTree tree = Content(new ImageBuilder().AddDirectory("", temp.Combine("in")));
        Assert.Equal(["/", "/new", "/old", "/owned"], tree.Nodes.Select(node => node.Path));
    }

    [UnprivilegedFact]
    [UnsupportedOSPlatform("windows")]
    public void Unreadable_files_and_directories_are_errors()
    {
        temp.Write("in/secret/file", "x");
        string empty = temp.Write("in/empty", "");
        File.SetUnixFileMode(empty, UnixFileMode.None);
        File.SetUnixFileMode(temp.Combine("in", "secret"), UnixFileMode.None);
        PlanResult plan = new ImageBuilder().AddDirectory("", temp.Combine("in")).Plan();
        Assert.Equal([empty, temp.Combine("in", "secret")], plan.Diagnostics.Select(d => d.SourcePath).Order(StringComparer.Ordinal));
        Assert.All(plan.Diagnostics, d => Assert.Equal("ISOB1014", d.Code));
    }

    [Theory]
    [InlineData(FileDates.Fixed, "1995-01-01T00:00:00Z", "2001-02-03T04:05:06Z")]
    [InlineData(FileDates.Fixed, "2010-01-01T00:00:00Z", "2001-02-03T04:05:06Z")]
    [InlineData(FileDates.Clamp, "1995-01-01T00:00:00Z", "1995-01-01T00:00:00Z")]
    [InlineData(FileDates.Clamp, "2010-01-01T00:00:00Z", "2001-02-03T04:05:06Z")]
    [InlineData(FileDates.Clamp, "1960-01-01T00:00:00Z", "1960-01-01T00:00:00Z")]
    [InlineData(FileDates.Preserve, "2010-01-01T00:00:00Z", "2010-01-01T00:00:00Z")]
    [InlineData(FileDates.Preserve, "2200-01-01T00:00:00Z", "2155-12-31T23:59:59Z")]
    public void Dates(FileDates dates, string onDisk, string expected)
    {
        DateTime date = DateTime.Parse(onDisk, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AdjustToUniversal);
        string file = temp.Write("in/folder/file", "x");
        File.SetLastWriteTimeUtc(file, date);
        Directory.SetLastWriteTimeUtc(temp.Combine("in", "folder"), date);

        ImageBuilder builder = new ImageBuilder(Images.Small with { FileDates = dates, Timestamp = Timestamp }).AddDirectory("", temp.Combine("in")).AddFile("alone", file);
        using TempDirectory output = new();
        BuildResult result = builder.Write(output.Combine("x.iso")).EnsureSuccess();
        using IsoImage image = IsoImage.Open(output.Combine("x.iso"));
        Assert.All((string[])["folder", "folder/file", "alone"], path => Assert.Equal(expected, ImageTimestamp.Format(image.Content.Find(path)!.Modified!.Value)));
        Assert.Equal(dates == FileDates.Preserve, result.Diagnostics.Any(d => d is { Code: "ISOB1016", Severity: DiagnosticSeverity.Info }));

        bool outside = dates != FileDates.Fixed && onDisk[..4] is "2200";
        Assert.Equal(outside, result.Diagnostics.Any(d => d is { Code: "ISOB1017", Severity: DiagnosticSeverity.Warning } && d.SourcePath == file));
    }

    [Theory]
    [InlineData("23 21 2F", true)] // #!/
    [InlineData("23 2F 21", false)]
    [InlineData("7F 45 4C 46 02", true)] // ELF
    [InlineData("7F 45 4C", false)]
    [InlineData("FE ED FA CE 00", true)] // Mach-O, in four forms
    [InlineData("FE ED FA CF 00", true)]
    [InlineData("CE FA ED FE 00", true)]
    [InlineData("CF FA ED FE 00", true)]
    [InlineData("CA FE BA BE 00 00 00 02", true)] // universal Mach-O
    [InlineData("CA FE BA BF 00 00 00 02", true)]
    [InlineData("CA FE BA BE 00 00 00 34", false)] // Java class, version 52
    [InlineData("CA FE BA BE 00 00 01 02", false)]
    [InlineData("4D 5A 90 00", false)] // Windows programs need no bit
    [InlineData("", false)]
    public void Executables_are_known_by_their_first_bytes_however_large(string magic, bool executable)
    {
        byte[] first = Convert.FromHexString(magic.Replace(" ", "", StringComparison.Ordinal));
        foreach (int size in (int[])[first.Length, 300_000])
        {
            byte[] bytes = new byte[size];
            first.CopyTo(bytes, 0);
            string file = temp.Write($"program{size}", bytes);
            // The host's bits never count.
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, executable ? UnixFileMode.UserRead : (UnixFileMode)0b111_111_111);
            }

            foreach (ImageBuilder builder in (ImageBuilder[])[new ImageBuilder(Images.Small).AddFile("x", file), new ImageBuilder(Images.Small).AddFile("x", bytes)])
            {
                builder.Write(temp.Combine("x.iso")).EnsureSuccess();
                byte[] written = File.ReadAllBytes(temp.Combine("x.iso"));
                uint mode = Assert.Single(Images.WalkSoundly(written).Primary).Mode!.Value;
                Assert.Equal(executable ? "100755" : "100644", Convert.ToString(mode, 8));
                Assert.Equal(written, builder.ToBytes());
            }
        }
    }

    private static ContentTree Content(ImageBuilder builder)
    {
        using TempDirectory output = new();
        builder.Write(output.Combine("x.iso")).EnsureSuccess();
        using IsoImage image = IsoImage.Open(output.Combine("x.iso"));
        // Content is read when asked for, and the image is gone by then.
        ContentTreeBuilder copy = new(new DateRule(FileDates.Fixed, Timestamp), new DiagnosticBag());
        foreach (ContentNode node in image.Content.Nodes.Skip(1))
        {
            string[] names = node.Path[1..].Split('/');
            EntryOptions options = new() { Mode = node.Mode, Modified = node.Modified };
            if (node is ContentFile file)
            {
                copy.AddFile(copy.Directory(names.AsSpan()[..^1]), names[^1], new MemorySource(file.ReadAll()), options);
            }
            else
            {
                copy.Describe(copy.Directory(names), options);
            }
        }

        return copy.Build();
    }

    private static Diagnostic Error(ImageBuilder builder)
    {
        PlanResult plan = builder.Plan();
        Assert.Null(plan.Layout);
        return Assert.Single(plan.Diagnostics, d => d.Severity == DiagnosticSeverity.Error);
    }
}

/// <summary>A fact about permissions, which root has all of and Windows has others of.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnprivilegedFactAttribute : FactAttribute
{
    public UnprivilegedFactAttribute()
    {
        if (Environment.IsPrivilegedProcess || OperatingSystem.IsWindows())
        {
            Skip = "nothing is unreadable to root, and Windows has no modes";
        }
    }
}
