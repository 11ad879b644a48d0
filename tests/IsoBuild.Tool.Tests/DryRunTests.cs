namespace IsoBuild.Tool.Tests;

/// <summary>isobuild create --dry-run: everything but the writing.</summary>
public sealed class DryRunTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public DryRunTests()
    {
        folder.Write("in/a.txt", "same\n");
        folder.Write("in/docs/b.txt", "same\n");
        BootFiles.Write(folder, "in/boot/loader.bin", BootFiles.Code(4096));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_shows_what_the_image_would_be_and_writes_nothing()
    {
        string[] arguments = ["create", "in", "-o", "out/app.iso", "--boot-bios", "boot/loader.bin", "--hybrid", "--publisher", "ACME", "--checksum", "--layout", "out/app.txt", "--sbom", "spdx"];
        CommandResult dry = Isobuild.Run(folder, [.. arguments, "--dry-run"]);
        Assert.Equal(0, dry.ExitCode);
        Assert.False(Directory.Exists(folder.Combine("out")));
        Assert.Equal(["in"], Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName));

        CommandResult real = Isobuild.Run(folder, arguments).EnsureSuccess();
        Assert.Equal(real.Error, dry.Error);
        Assert.StartsWith("warning ISOB1126", dry.Error, StringComparison.Ordinal);
        string map = File.ReadAllText(folder.Combine("out/app.txt"));

        // By hand: three files of 5, 5 and 4096 bytes in the root, docs and boot.
        Assert.Equal(map[..map.IndexOf("\n\n", StringComparison.Ordinal)] + "\ncontent  3 files  3 directories  4106 bytes\nNothing was written, because this is a dry run.\n", dry.Output);
        Assert.Contains($"  {new FileInfo(folder.Combine("out/app.iso")).Length} bytes\nvolume   APP  ", dry.Output, StringComparison.Ordinal);
        Assert.Contains("\nboot  bios no-emulation", dry.Output, StringComparison.Ordinal);

        DateTime written = File.GetLastWriteTimeUtc(folder.Combine("out/app.iso"));
        Isobuild.Run(folder, [.. arguments, "--volume-id", "OTHER", "--dry-run", "-q"]).EnsureSuccess();
        Assert.Equal((written, map), (File.GetLastWriteTimeUtc(folder.Combine("out/app.iso")), File.ReadAllText(folder.Combine("out/app.txt"))));
    }

    [Fact]
    public void The_map_can_be_seen_and_an_output_need_not_be_named()
    {
        CommandResult map = Isobuild.Run(folder, "create", "in", "--dry-run", "--layout", "-").EnsureSuccess();
        Isobuild.Run(folder, "create", "in", "-o", "a.iso", "-q", "--volume-id", "ISOIMAGE").EnsureSuccess();
        Assert.Equal(Isobuild.Run(folder, "layout", "a.iso").EnsureSuccess().Output.Replace("a.iso  ", "", StringComparison.Ordinal), map.Output);
        Assert.StartsWith("image    ", Isobuild.Run(folder, "create", "in", "--dry-run").EnsureSuccess().Output, StringComparison.Ordinal);
        Assert.StartsWith("image    ", Isobuild.Run(folder, "create", "in", "-o", "-", "--dry-run").EnsureSuccess().Output, StringComparison.Ordinal);
        Assert.Equal("", Isobuild.Run(folder, "create", "in", "--dry-run", "-q").EnsureSuccess().Output);
    }

    /// <summary>What the run would refuse.</summary>
    [Theory]
    [InlineData(1, "ISOB1001", "gone", "-o", "a.iso")]
    [InlineData(1, "ISOB1020", "in", "-o", "in/a.txt")]
    [InlineData(1, "ISOB1003", "x=in/a.txt", "x=in/docs/b.txt", "-o", "a.iso")]
    [InlineData(2, "ISOB4101: --align: ", "in", "-o", "a.iso", "--align", "3")]
    [InlineData(2, "ISOB4101: --layout: ", "in", "-o", "a.iso", "--layout", "in/a.txt")]
    public void It_fails_where_the_run_would(int code, string expected, params string[] arguments)
    {
        CommandResult dry = Isobuild.Run(folder, ["create", .. arguments, "--dry-run"]);
        CommandResult real = Isobuild.Run(folder, ["create", .. arguments]);
        Assert.Equal((code, real.ExitCode, real.Error), (dry.ExitCode, code, dry.Error));
        Assert.Contains(expected.Split(": ")[0], dry.Error, StringComparison.Ordinal);
        Assert.Equal("same\n", File.ReadAllText(folder.Combine("in/a.txt")));
    }

    [Fact]
    public void One_that_is_not_asked_for_needs_an_output()
    {
        CommandResult wrong = Isobuild.Run(folder, "create", "in", "--dry-run", "false");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("'--output' is required", wrong.Error, StringComparison.Ordinal);
    }
}
