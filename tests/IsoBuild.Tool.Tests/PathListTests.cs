namespace IsoBuild.Tool.Tests;

/// <summary>isobuild create --path-list: content that a file lists.</summary>
public sealed class PathListTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public PathListTests()
    {
        folder.Write("in/a.txt", "one\n");
        folder.Write("in/docs/b.txt", "two\n");
        folder.Write("c=d.txt", "three\n");
        folder.Write("#e.txt", "four\n");
    }

    public void Dispose() => folder.Dispose();

    /// <summary>Ends of lines of both kinds, a byte order mark, comments, empty lines; an entry is what an argument is.</summary>
    [Fact]
    public void Each_line_is_an_argument()
    {
        folder.Write("list.txt", "\uFEFF# what goes in\r\nsub=in\r\n\nx/=in/a.txt\nc=d.txt\n./#e.txt");
        Made(Isobuild.Run(folder, "create", "renamed.txt=in/docs/b.txt", "--path-list", "list.txt", "-o", "a.iso", "-q"));
        Assert.Equal(
            ["#e.txt", "c=d.txt", "renamed.txt", "sub", "sub/a.txt", "sub/docs", "sub/docs/b.txt", "x", "x/a.txt"],
            Paths());
        byte[] listed = File.ReadAllBytes(folder.Combine("a.iso"));
        Isobuild.Run(folder, "create", "renamed.txt=in/docs/b.txt", "sub=in", "x/=in/a.txt", "c=d.txt", "./#e.txt", "-o", "a.iso", "-q").EnsureSuccess();
        Assert.True(listed.AsSpan().SequenceEqual(File.ReadAllBytes(folder.Combine("a.iso"))));
    }

    /// <summary>As Windows PowerShell writes what is redirected.</summary>
    [Fact]
    public void UTF16()
    {
        File.WriteAllText(folder.Combine("list.txt"), "sub=in\r\n# no content\r\n", System.Text.Encoding.Unicode);
        Made(Isobuild.Run(folder, "create", "--path-list", "list.txt", "-o", "a.iso", "-q"));
        Assert.Equal(["sub", "sub/a.txt", "sub/docs", "sub/docs/b.txt"], Paths());
    }

    [ToolFact("sh", "find")]
    public void What_find_finds()
    {
        folder.Write("in/docs/with a\nline.txt", "five\n");
        Isobuild.Shell(folder, "find in -type f -printf '%P=%p\\0' | isobuild create --path-list - -o a.iso -q").EnsureSuccess();
        Assert.Equal(3, Files().Length);
        Assert.Contains("/docs/b.txt", Files());
        Assert.Contains("/docs/with a\nline.txt", Files());

        // As arguments, files go to the root; of one entry, only the option says that a line feed is part of it.
        Isobuild.Shell(folder, "find in -type f -print0 | isobuild create --path-list - -o a.iso -q").EnsureSuccess();
        Assert.Equal(["/a.txt", "/b.txt", "/with a\nline.txt"], Files());
        Isobuild.Shell(folder, "printf 'in/docs/with a\nline.txt' | isobuild create --null --path-list - -o a.iso -q").EnsureSuccess();
        Assert.Equal(["/with a\nline.txt"], Files());
        Made(Isobuild.Shell(folder, "printf '#e.txt\\0' | isobuild create --path-list - -o a.iso -q"));
        Assert.Equal(["/#e.txt"], Files());
    }

    [ToolFact("sh")]
    public void Names_that_are_not_UTF8()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        Isobuild.Shell(folder, "printf x > \"$(printf 'caf\\351')\"; printf 'caf\\351\\n' > list.txt").EnsureSuccess();
        Made(Isobuild.Run(folder, "create", "--path-list", "list.txt", "-o", "a.iso", "-q"));
        Assert.Equal("caf\\xE9\n", Isobuild.Run(folder, "list", "a.iso").EnsureSuccess().Output.TrimStart('/'));
    }

    [Theory]
    [InlineData("in/a.txt\n# gone\nin/gone.txt\n", 1, "error ISOB1001: list.txt, line 3: 'in/gone.txt' does not exist.")]
    [InlineData("in/a.txt=there\n", 1, "did you mean there=in/a.txt?")]
    [InlineData("in\nx=\n", 2, "error ISOB4101: list.txt, line 2: The content names no source")]
    [InlineData("x=in/a.txt\nx=in/docs/b.txt\n", 1, "(list.txt, line 2)")]
    [InlineData("in/a.txt\0in/gone.txt\0", 1, "error ISOB1001: list.txt, entry 2: ")]
    [InlineData("# nothing\n", 2, "No content is given, and the list of paths has no entries")]
    public void Errors_name_the_line(string list, int code, string expected)
    {
        folder.Write("list.txt", list);
        CommandResult refused = Isobuild.Run(folder, "create", "--path-list", "list.txt", "-o", "a.iso");
        Assert.Equal(code, refused.ExitCode);
        Assert.Contains(expected, refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.Combine("a.iso")));
    }

    [Theory]
    [InlineData(1, "error ISOB1001: none.txt: The list of paths does not exist", "--path-list", "none.txt", "-o", "a.iso")]
    [InlineData(2, "ISOB4101: --path-list: The image would overwrite the list", "--path-list", "c=d.txt", "-o", "./c=d.txt")]
    [InlineData(2, "ISOB4101: --null: There is no list of paths", "in", "--null", "-o", "a.iso")]
    [InlineData(2, "ISOB4101: --path-list: The path is empty", "--path-list", "", "-o", "a.iso")]
    public void Lists_that_cannot_be_used(int code, string expected, params string[] arguments)
    {
        CommandResult refused = Isobuild.Run(folder, ["create", .. arguments]);
        Assert.Equal(code, refused.ExitCode);
        Assert.Contains(expected, refused.Error, StringComparison.Ordinal);
        Assert.Equal("three\n", File.ReadAllText(folder.Combine("c=d.txt")));
    }

    private static void Made(CommandResult result) => Assert.Equal((0, ""), (result.ExitCode, result.Error));

    private string[] Files() => Nodes(node => node is Content.ContentFile ? node.Path : null);

    private string[] Paths() => Nodes(node => node.Parent is null ? null : node.Path[1..]);

    private string[] Nodes(Func<Content.ContentNode, string?> pathOf)
    {
        using IsoImage image = IsoImage.Open(folder.Combine("a.iso"));
        return [.. image.Content.Nodes.Select(pathOf).OfType<string>().Order(StringComparer.Ordinal)];
    }
}
