namespace IsoBuild.Tool.Tests;

/// <summary>Where outputs go: through links, into pipes and open descriptors; and what stays of what they replace.</summary>
public sealed class PlacesTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public PlacesTests() => folder.Write("c/a.txt", "a");

    public void Dispose() => folder.Dispose();

    [ToolTheory("sh", "cmp", "tail")]
    [InlineData("/dev/stdout")]
    [InlineData("/proc/self/fd/1")]
    [InlineData("link")]
    public void The_standard_output_by_its_names(string name)
    {
        if (!File.Exists("/proc/self/fd/1"))
        {
            return;
        }

        // The head is what was in the file that the shell appends to: 4 bytes.
        Isobuild.Shell(folder, $"""
            set -e
            ln -s /proc/self/fd/1 link
            isobuild create c -o a.iso --volume-id X -q
            isobuild create c -o {name} --volume-id X > x.iso
            cmp a.iso x.iso
            printf head > y.iso
            isobuild create c -o {name} --volume-id X >> y.iso
            test "$(head -c 4 y.iso)" = head
            tail -c +5 y.iso | cmp - a.iso
            test -L link
            """).EnsureSuccess();
        Assert.Equal(["a.iso", "c", "link", "x.iso", "y.iso"], Names());
    }

    [ToolFact("ln")]
    public void Links_are_followed_and_stay()
    {
        folder.Write("store/there.iso", "former");
        CommandLine.Run("ln", ["-s", "store/there.iso", folder.Combine("a.iso")]).EnsureSuccess();
        CommandLine.Run("ln", ["-s", "../store/map.txt", folder.Combine("c/map")]).EnsureSuccess();
        CommandLine.Run("ln", ["-s", "store/none.iso", folder.Combine("dangling.iso")]).EnsureSuccess();

        Isobuild.Run(folder, "create", "c/a.txt", "-o", "a.iso", "--checksum", "--layout", "c/map", "-q").EnsureSuccess();
        Isobuild.Run(folder, "create", "c/a.txt", "-o", "dangling.iso", "-q").EnsureSuccess();

        Assert.All(["a.iso", "c/map", "dangling.iso"], link => Assert.NotNull(new FileInfo(folder.Combine(link)).LinkTarget));
        Assert.Equal(["map.txt", "none.iso", "there.iso"], Directory.EnumerateFileSystemEntries(folder.Combine("store")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using IsoImage there = IsoImage.Open(folder.Combine("store/there.iso"));
        using IsoImage none = IsoImage.Open(folder.Combine("store/none.iso"));
        Assert.All([there, none], image => Assert.NotNull(image.Content.Find("/a.txt")));
        Assert.StartsWith("image    a.iso", File.ReadAllText(folder.Combine("store/map.txt")), StringComparison.Ordinal);
        Assert.EndsWith("  a.iso\n", File.ReadAllText(folder.Combine("a.iso.sha256")), StringComparison.Ordinal);
    }

    [ToolFact("sh", "mkfifo", "cmp")]
    public void A_pipe_is_written_to_and_stays()
    {
        Isobuild.Shell(folder, """
            set -e
            mkfifo map image
            cat map > map.txt & isobuild create c -o a.iso --layout map -q; wait $!
            isobuild layout a.iso > expected.txt
            cmp map.txt expected.txt
            cat image > b.iso & isobuild create c -o image --volume-id A -q; wait $!
            cmp a.iso b.iso
            test -p map && test -p image
            """).EnsureSuccess();
    }

    [ToolTheory("sh", "mkdir")]
    [InlineData("newdir/", "error ISOB1019: newdir/: ", "The path ends in a separator")]
    [InlineData("new/dir/", "error ISOB1019: new/dir/: ", "The path ends in a separator")]
    [InlineData("c", "error ISOB1019: c: ", "A directory has this name")]
    [InlineData("a.iso --layout newdir/", "error ISOB4104: newdir/: ", "The path ends in a separator")]
    [InlineData("a.iso --layout c", "error ISOB4104: c: ", "A directory has this name")]
    [InlineData("a.iso --checksum --layout a.iso.sha256/x", "error ISOB4104: a.iso.sha256/x: ", "")]
    public void What_cannot_be_written_is_told_and_leaves_all_as_it_was(string output, string code, string why)
    {
        Isobuild.Run(folder, "create", "c/a.txt", "-o", "a.iso", "--checksum", "-q").EnsureSuccess();
        (byte[] image, string checksum) = (File.ReadAllBytes(folder.Combine("a.iso")), File.ReadAllText(folder.Combine("a.iso.sha256")));
        folder.Write("c/b.txt", "b");

        CommandResult result = Isobuild.Shell(folder, $"isobuild create c/a.txt c/b.txt -o {output}");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.StartsWith(code, result.Error, StringComparison.Ordinal);
        Assert.Contains(why, result.Error, StringComparison.Ordinal);
        Assert.Equal(["a.iso", "a.iso.sha256", "c"], Names());
        Assert.Equal(image, File.ReadAllBytes(folder.Combine("a.iso")));
        Assert.Equal(checksum, File.ReadAllText(folder.Combine("a.iso.sha256")));
    }

    [Fact]
    public void A_checksum_that_cannot_be_written_leaves_the_former_image()
    {
        Isobuild.Run(folder, "create", "c", "-o", "a.iso", "-q").EnsureSuccess();
        byte[] image = File.ReadAllBytes(folder.Combine("a.iso"));
        Directory.CreateDirectory(folder.Combine("a.iso.sha256"));
        folder.Write("c/b.txt", "b");

        CommandResult result = Isobuild.Run(folder, "create", "c", "-o", "a.iso", "--checksum");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("error ISOB4104: a.iso.sha256: ", result.Error, StringComparison.Ordinal);
        Assert.Equal(["a.iso", "a.iso.sha256", "c"], Names());
        Assert.Equal(image, File.ReadAllBytes(folder.Combine("a.iso")));
    }

    [ToolFact("sh", "stat", "chmod")]
    public void What_is_replaced_keeps_its_permissions_and_owner_and_fresh_files_follow_the_umask()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        string owner = Environment.IsPrivilegedProcess ? "1000:1001" : "$(id -u):$(id -g)";
        CommandResult result = Isobuild.Shell(folder, $"""
            set -e
            umask 027
            isobuild create c -o a.iso --checksum -q
            stat -c %a a.iso a.iso.sha256
            chmod 604 a.iso; chmod 600 a.iso.sha256
            chown {owner} a.iso a.iso.sha256
            isobuild create c -o a.iso --checksum --volume-id OTHER -q
            stat -c %a a.iso a.iso.sha256
            test "$(stat -c %u:%g a.iso)" = "{owner}"
            test "$(stat -c %u:%g a.iso.sha256)" = "{owner}"
            """).EnsureSuccess();
        Assert.Equal("640\n640\n604\n600\n", result.Output);
    }

    private string[] Names() => [.. Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
}
