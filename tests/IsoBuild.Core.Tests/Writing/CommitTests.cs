using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Writing;

namespace IsoBuild.Core.Tests.Writing;

/// <summary>An image and what belongs to it, where others write the same files, or two of them are one.</summary>
public sealed class CommitTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    /// <summary>Of two that write one output at once, one waits until the other has put everything in its place.</summary>
    [LinuxFact]
    public void Whoever_puts_files_in_their_places_has_the_directory_for_himself()
    {
        string image = temp.Write("x.iso", "former image");
        string checksum = temp.Write("x.iso.sha256", "former checksum");
        string map = temp.Write("maps/x.map", "former map");
        using CancellationTokenSource end = new();
        end.Cancel();
        foreach (string held in new[] { temp.Path, temp.Combine("maps") })
        {
            using (CommitLock.Take([held], CancellationToken.None))
            {
                Assert.Throws<OperationCanceledException>(() => Commit(end.Token));
            }

            Assert.Equal(("former image", "former checksum", "former map"), (File.ReadAllText(image), File.ReadAllText(checksum), File.ReadAllText(map)));
        }

        Commit(end.Token);
        Assert.Equal(("image", "checksum", "map"), (File.ReadAllText(image), File.ReadAllText(checksum), File.ReadAllText(map)));
        Assert.Equal([temp.Combine("maps"), map, image, checksum], Directory.GetFileSystemEntries(temp, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));

        void Commit(CancellationToken cancellationToken)
        {
            using AtomicFile file = new(image, 5);
            RandomAccess.Write(file.Handle, "image"u8, 0);
            using OutputSet beside = new();
            beside.Add(checksum, "checksum", CancellationToken.None);
            beside.Add(map, "map", CancellationToken.None);
            beside.Commit(file, cancellationToken);
        }
    }

    /// <summary>What a killed process left locks nobody out, and one directory by two paths is not waited for twice.</summary>
    [LinuxFact]
    public void A_directory_is_locked_once()
    {
        temp.Write(TemporaryNames.OfLock, "");
        Directory.CreateSymbolicLink(temp.Combine("way"), ".");
        Build("x", 1, "way/x.map");
        Assert.Equal([temp.Combine("way"), temp.Combine("x.iso"), temp.Combine("x.iso.sha256"), temp.Combine("x.map")], Directory.GetFileSystemEntries(temp).Order(StringComparer.Ordinal));
    }

    /// <summary>A text that is there already needs no writing, until somebody else writes his in between.</summary>
    [Fact]
    public void Who_comes_last_has_all_the_texts()
    {
        Build("x", 1, "x.map");
        BuildResult last = Build("x", 1, "x.map", () => Build("x", 2, "x.map"));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(temp.Combine("x.iso")))), last.Sha256);
        Assert.Equal($"{last.Sha256}  x.iso\n", File.ReadAllText(temp.Combine("x.iso.sha256")));
        Assert.Equal(last.Layout!.ToString(), File.ReadAllText(temp.Combine("x.map")));
        Assert.Equal(3, Directory.GetFileSystemEntries(temp).Length);
    }

    /// <summary>Such files can be read, and neither deleted nor moved: as those of others in a directory like <c>/tmp</c>.</summary>
    [ToolFact("chattr")]
    public void A_text_that_cannot_be_moved_leaves_everything_as_it_was()
    {
        Build("x", 1, "x.map");
        if (CommandLine.Run("chattr", ["+i", temp.Combine("x.iso.sha256")]).ExitCode != 0)
        {
            // Not everybody may, and not every file system can.
            return;
        }

        try
        {
            string former = Snapshot();
            ImageException failure = Assert.Throws<ImageException>(() => Build("x", 2, "x.map"));
            Assert.Equal("ISOB4104", failure.Diagnostic.Code);
            Assert.DoesNotContain(".isobuild-", failure.Diagnostic.Message, StringComparison.Ordinal);
            Assert.Equal(former, Snapshot());
        }
        finally
        {
            CommandLine.Run("chattr", ["-i", temp.Combine("x.iso.sha256")]).EnsureSuccess();
        }

        string Snapshot() => CommandLine.Run("sh", ["-c", "ls -A \"$1\"; sha256sum \"$1\"/*", "sh", temp]).EnsureSuccess().Output;
    }

    [LinuxFact]
    public void One_file_by_two_directories_is_one()
    {
        Directory.CreateSymbolicLink(temp.Combine("way"), ".");
        ImageException failure = Assert.Throws<ImageException>(() => Build("x", 1, "way/x.iso"));
        Assert.Contains("This is the image's own file", failure.Diagnostic.Message, StringComparison.Ordinal);
        failure = Assert.Throws<ImageException>(() => Build("x", 1, "way/x.iso.sha256"));
        Assert.Contains("Another of the files beside the image is the same one", failure.Diagnostic.Message, StringComparison.Ordinal);
        Assert.Equal(temp.Combine("way"), Assert.Single(Directory.GetFileSystemEntries(temp)));
        Build("x", 1, "X.ISO");
        Assert.Equal(4, Directory.GetFileSystemEntries(temp).Length);
    }

    /// <summary>exFAT has names that differ in case alone as one.</summary>
    [RootTheory("mkfs.exfat", "mount.exfat-fuse", "losetup", "umount")]
    [InlineData("X.ISO", "This is the image's own file")]
    [InlineData("x.ISO.sha256", "Another of the files beside the image is the same one")]
    public void One_file_by_two_spellings_is_one(string map, string message)
    {
        string disk = temp.Write("disk", new byte[1 << 24]);
        string mounted = temp.Combine("mounted");
        Directory.CreateDirectory(mounted);
        CommandLine.Run("mkfs.exfat", [disk]).EnsureSuccess();
        string device = CommandLine.Run("losetup", ["-f", "--show", disk]).Output.Trim();
        try
        {
            if (device.Length == 0 || CommandLine.Run("sh", ["-c", "mount.exfat-fuse \"$1\" \"$2\" >/dev/null 2>&1", "sh", device, mounted]).ExitCode != 0)
            {
                // Where nothing can be mounted, as in most containers. (Whoever serves it lives on, and must not keep our streams open.)
                return;
            }

            try
            {
                ImageException failure = Assert.Throws<ImageException>(() => Build("mounted/x", 1, "mounted/" + map));
                Assert.Contains(message, failure.Diagnostic.Message, StringComparison.Ordinal);
                Assert.Empty(Directory.GetFileSystemEntries(mounted));
                Build("mounted/x", 1, "mounted/x.map");
                Assert.Equal(3, Directory.GetFileSystemEntries(mounted).Length);
            }
            finally
            {
                CommandLine.Run("umount", [mounted]).EnsureSuccess();
            }
        }
        finally
        {
            CommandLine.Run("losetup", ["-d", device]);
        }
    }

    [ToolTheory("sha256sum")]
    [InlineData("plain.iso")]
    [InlineData("a\nb.iso")]
    [InlineData(@"a\nb\\.iso")]
    [InlineData("a\rb.iso")]
    public void Checksums_of_odd_names_are_as_sha256sum_writes_them(string name)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        WriteOptions options = new() { ComputeSha256 = true, Companions = made => [new TextOutput(temp.Combine("list"), made.ToChecksumLine())] };
        new ImageBuilder(Images.Small).AddFile("a", new byte[100]).Write(temp.Combine(name), options).EnsureSuccess();
        Assert.Equal(CommandLine.Run("sha256sum", ["--", name], temp).EnsureSuccess().Output, File.ReadAllText(temp.Combine("list")));
        CommandLine.Run("sha256sum", ["-c", "--strict", "list"], temp).EnsureSuccess();
        Assert.Equal(name, Assert.Single(Content.FormerOutput.Checksums(temp.Combine("list"))).Name);
    }

    [Fact]
    public void Without_a_checksum_there_is_no_line_of_it() =>
        Assert.Throws<InvalidOperationException>(() => new ImageBuilder(Images.Small).AddFile("a", new byte[100]).Write(temp.Combine("x.iso")).ToChecksumLine());

    private BuildResult Build(string name, int content, string map, Action? meanwhile = null)
    {
        WriteOptions options = new() { ComputeSha256 = true, Companions = Companions };
        return new ImageBuilder(Images.Small).AddFile("a", Enumerable.Repeat((byte)content, 10_000 * content).ToArray()).Write(temp.Combine(name + ".iso"), options).EnsureSuccess();

        IEnumerable<TextOutput> Companions(BuildResult made)
        {
            yield return new TextOutput(temp.Combine(name + ".iso.sha256"), $"{made.Sha256}  {Path.GetFileName(name)}.iso\n");
            meanwhile?.Invoke();
            yield return new TextOutput(temp.Combine(map), made.Layout!.ToString());
        }
    }
}
