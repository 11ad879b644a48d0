using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Core.Tests.Links;

/// <summary>Links, hard links and special files, from the builder through the bytes to the reader.</summary>
public class LinkImageTests : IDisposable
{
    private readonly TempDirectory temp = new();

    private readonly List<IsoImage> copies = [];

    public void Dispose()
    {
        copies.ForEach(image => image.Dispose());
        temp.Dispose();
    }

    private static ImageOptions RockRidge => Images.Small with { Formats = ImageFormats.Iso9660 | ImageFormats.RockRidge };

    [Theory]
    [InlineData("file")]
    [InlineData("../.././x")]
    [InlineData("/usr/lib/x")]
    [InlineData("/")]
    [InlineData("does not support it")]
    [InlineData("dir//file")]
    [InlineData("dir/")]
    [InlineData("日本/\U0001F600")]
    public void A_target_comes_back(string target) => Assert.Equal(target, ((ContentLink)Read(new ImageBuilder(RockRidge).AddLink("dir/link", target)).Find("dir/link")!).Target);

    [Fact]
    public void Targets_of_every_length_come_back_whatever_the_name()
    {
        ImageBuilder builder = new(RockRidge);
        Dictionary<string, string> expected = [];
        foreach (int name in (int[])[1, 90, 140, 150, 160, 170, 180, 250])
        {
            foreach (int length in (int[])[1, 30, 100, 200, 245, 250, 260, 1000, 1900, 2048, 3000, 4095])
            {
                string path = $"{length}/{new string('n', name)}";
                string target = string.Concat(Enumerable.Range(0, length).Select(i => i % 9 == 8 && i < length - 1 ? '/' : (char)('a' + (i % 26))));
                builder.AddLink(path, target);
                expected.Add(path, target);
            }
        }

        ContentTree tree = Read(builder);
        Assert.All(expected, link => Assert.Equal(link.Value, ((ContentLink)tree.Find(link.Key)!).Target));
    }

    /// <summary>PATH_MAX of macOS and the BSDs is 1,024 bytes, one of them a NUL; "é" has two.</summary>
    [Theory]
    [InlineData(1023, false)]
    [InlineData(1024, true)]
    public void A_target_that_is_long_for_some_is_told(int bytes, bool isTold)
    {
        string target = "\u00E9" + string.Concat(Enumerable.Range(2, bytes - 2).Select(i => i % 100 == 50 ? '/' : 'x'));
        PlanResult plan = new ImageBuilder(RockRidge).AddLink("dir/link", target).Plan();
        Assert.NotNull(plan.Layout);
        Diagnostic[] told = [.. plan.Diagnostics.Where(d => d.Id == DiagnosticId.LinkTargetLong)];
        Assert.Equal(isTold ? [("ISOB1032", DiagnosticSeverity.Warning, "/dir/link")] : [], told.Select(d => (d.Code, d.Severity, d.Item!)));
        Assert.All(told, d => Assert.Contains("1024 bytes long", d.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Hard_links_are_one_file()
    {
        ImageBuilder builder = new ImageBuilder(RockRidge)
            .AddHardLink("a/second", "z/file").AddHardLink("third", "a/second").AddHardLink("none2", "none")
            .AddFile("z/file", "content"u8.ToArray(), new EntryOptions { Mode = UnixFileMode.UserRead, OwnerId = 7, GroupId = 8 })
            .AddFile("none", Array.Empty<byte>()).AddFile("other", "content"u8.ToArray());
        ContentTree tree = Read(builder);
        ContentFile[] names = [.. ((string[])["a/second", "third", "z/file"]).Select(path => (ContentFile)tree.Find(path)!)];
        Assert.All(names, name => Assert.Equal((3, 7u, 8u, UnixFileMode.UserRead), (name.LinkCount, name.OwnerId, name.GroupId, name.Mode)));
        Assert.Equal([null, names[0], names[0]], names.Select(name => name.HardLinkOf));
        Assert.Equal("content"u8.ToArray(), names[1].ReadAll());
        Assert.Equal(2, ((ContentFile)tree.Find("none2")!).LinkCount);
        Assert.Same(tree.Find("none"), ((ContentFile)tree.Find("none2")!).HardLinkOf);
        Assert.Equal(1, ((ContentFile)tree.Find("other")!).LinkCount);
    }

    /// <summary>A name of a name of a file: whichever of them comes first, and whatever was found out on the way to it.</summary>
    [Theory]
    [InlineData("last", "middle", "file")]
    [InlineData("middle", "last", "file")]
    [InlineData("middle", "file", "last")]
    [InlineData("last", "file", "middle")]
    [InlineData("file", "middle", "last")]
    public void Names_of_names_in_any_order(params string[] order)
    {
        ImageBuilder builder = new(RockRidge);
        foreach (string name in order)
        {
            _ = name switch
            {
                "file" => builder.AddFile("d/file", "content"u8.ToArray()),
                "middle" => builder.AddHardLink("middle", "d/file"),
                _ => builder.AddHardLink("e/last", "middle"),
            };
        }

        ContentTree tree = Read(builder);
        Assert.All((string[])["d/file", "middle", "e/last"], path => Assert.Equal(3, ((ContentFile)tree.Find(path)!).LinkCount));
    }

    [Fact]
    public void Special_files_and_their_numbers()
    {
        ContentTree tree = Read(new ImageBuilder(RockRidge)
            .AddSpecial("null", SpecialKind.CharacterDevice, 1, 3, new EntryOptions { Mode = (UnixFileMode)0b110_110_110 })
            .AddSpecial("nvme", SpecialKind.BlockDevice, 259, 1).AddSpecial("sd", SpecialKind.BlockDevice, 8, 300)
            .AddSpecial("pipe", SpecialKind.Pipe).AddSpecial("socket", SpecialKind.Socket));
        Assert.Equal(
            ["null CharacterDevice 1 3", "nvme BlockDevice 259 1", "pipe Pipe 0 0", "sd BlockDevice 8 300", "socket Socket 0 0"],
            tree.Root.Children.Cast<ContentSpecial>().Select(node => $"{node.Name} {node.Kind} {node.Major} {node.Minor}"));
        Assert.Equal(0x0103UL, ((ContentSpecial)tree.Find("null")!).Device);
        Assert.Equal((259UL << 32) | 1, ((ContentSpecial)tree.Find("nvme")!).Device);
    }

    [Fact]
    public void Rules_fill_what_was_not_given_and_the_first_counts()
    {
        ContentTree tree = Read(new ImageBuilder(RockRidge)
            .AddFile("d/given", "x"u8.ToArray(), new EntryOptions { OwnerId = 1 }).AddFile("d/other", "y"u8.ToArray()).AddLink("d/link", "given")
            .Describe(path => path == "d/other" ? new EntryOptions { OwnerId = 2 } : null)
            .Describe(_ => new EntryOptions { OwnerId = 3, GroupId = 4, Mode = UnixFileMode.UserRead | UnixFileMode.UserExecute }));
        Assert.Equal(["/ 0 0 755", "/d 3 4 500", "/d/given 1 4 500", "/d/link 3 4 777", "/d/other 2 4 500"], tree.Nodes.Select(node => $"{node.Path} {node.OwnerId} {node.GroupId} {Convert.ToString((int)node.Mode!, 8)}"));
    }

    [Theory]
    [InlineData("", "ISOB1023")]
    [InlineData("a\0b", "ISOB1023")]
    // No attribute holds half a surrogate pair.
    [InlineData("D800", "ISOB1023")]
    [InlineData("4096", "ISOB1023")]
    public void Targets_that_cannot_be_stored(string target, string code) =>
        Assert.Equal(code, Error(new ImageBuilder().AddLink("l", target == "4096" ? string.Concat(Enumerable.Repeat("a/", 2048))[..^1] + "b" : target == "D800" ? "\uD800" : target)).Code);

    [Fact]
    public void A_name_in_a_target_that_no_system_has_is_a_warning() =>
        Assert.Contains(new ImageBuilder(RockRidge).AddLink("l", new string('x', 256)).Plan().Diagnostics, d => d is { Code: "ISOB1023", Severity: DiagnosticSeverity.Warning });

    [Theory]
    [InlineData("nothing", "not in the image")]
    [InlineData("d", "a directory")]
    [InlineData("l", "a symbolic link")]
    [InlineData("s", "a pipe")]
    [InlineData("circle", "back to this name")]
    public void Hard_links_to_what_is_no_file(string existing, string why)
    {
        Diagnostic error = Error(new ImageBuilder().AddEmptyDirectory("d").AddLink("l", "x").AddSpecial("s", SpecialKind.Pipe).AddHardLink("circle", existing));
        Assert.Equal("ISOB1027", error.Code);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_one_file_with_different_modes()
    {
        Diagnostic error = Error(new ImageBuilder().AddFile("a", "x"u8.ToArray()).AddHardLink("b", "a")
            .Describe(path => new EntryOptions { Mode = path == "a" ? UnixFileMode.UserRead : UnixFileMode.UserWrite }));
        Assert.Equal(("ISOB1028", "/b"), (error.Code, error.Item));
    }

    [Theory]
    [InlineData(SpecialKind.CharacterDevice, 4096u, 0u)]
    [InlineData(SpecialKind.BlockDevice, 1u, 1048576u)]
    [InlineData(SpecialKind.BlockDevice, 0u, 256u)]
    [InlineData(SpecialKind.Pipe, 1u, 0u)]
    public void Device_numbers_that_nobody_reads_back(SpecialKind kind, uint major, uint minor) =>
        Assert.Equal("ISOB1029", Error(new ImageBuilder().AddSpecial("x", kind, major, minor)).Code);

    [Fact]
    public void What_every_tree_hides_is_not_stored()
    {
        ImageBuilder builder = new ImageBuilder(Images.Small).AddFile("d/a", "x"u8.ToArray()).AddFile("b", "y"u8.ToArray())
            .Describe(path => path == "d" ? new EntryOptions { HiddenFrom = ImageFormats.Joliet | ImageFormats.RockRidge } : null);
        Assert.Contains(builder.Plan().Diagnostics, d => d is { Code: "ISOB1030", Severity: DiagnosticSeverity.Warning, Item: "/d" });
        Assert.Equal(["/", "/b"], Read(builder).Nodes.Select(node => node.Path));
    }

    [Fact]
    public void What_others_do_not_see_of_links_is_told()
    {
        ImageBuilder builder = new ImageBuilder(Images.Small).AddFile("d/f", "x"u8.ToArray())
            .AddLink("to-file", "to-dir/f").AddLink("to-dir", "d").AddLink("absolute", "/etc").AddLink("out", "../x").AddLink("circle", "circle").AddLink("gone", "gone2");
        Assert.Equal(
            ["/absolute ISOB1021", "/absolute ISOB1022", "/circle ISOB1022", "/gone ISOB1022", "/out ISOB1021", "/out ISOB1022", "/to-dir ISOB1022"],
            builder.Plan().Diagnostics.Where(d => d.Code is "ISOB1021" or "ISOB1022").Select(d => $"{d.Item} {d.Code}"));
    }

    [Fact]
    public void What_Rock_Ridge_hides_and_no_other_tree_can_show_is_told()
    {
        static EntryOptions Hidden(ImageFormats formats) => new() { HiddenFrom = formats };
        Diagnostic[] told = [.. new ImageBuilder(Images.Small).AddFile("f", "x"u8.ToArray())
            .AddLink("nowhere", "gone", Hidden(ImageFormats.Iso9660))
            .AddSpecial("pipe", SpecialKind.Pipe, entry: Hidden(ImageFormats.RockRidge))
            .AddLink("shown", "f", Hidden(ImageFormats.Iso9660))
            .AddLink("quiet", "gone", Hidden(ImageFormats.Joliet))
            .AddLink("other", "gone")
            .Plan().Diagnostics.Where(d => d.Code == "ISOB1022")];
        Assert.Equal(["/nowhere Warning", "/other Info", "/pipe Warning"], told.Select(d => $"{d.Item} {d.Severity}"));
        Assert.Contains("hidden from Rock Ridge", told[0].Message, StringComparison.Ordinal);
    }

    private ContentTree Read(ImageBuilder builder)
    {
        string path = temp.Combine($"{copies.Count}.iso");
        BuildResult result = builder.Write(path).EnsureSuccess();
        Images.WalkSoundly(File.ReadAllBytes(path));
        IsoImage image = IsoImage.Open(path);
        copies.Add(image);
        Assert.Empty(image.Diagnostics);
        Assert.Equal(result.Layout!.ToString(), image.Layout.ToString());
        return image.Content;
    }

    private static Diagnostic Error(ImageBuilder builder) => Assert.Single(builder.Plan().Diagnostics, d => d.Severity == DiagnosticSeverity.Error);
}
