namespace IsoBuild.Tests;

/// <summary>What builds leave that fail or are killed, made by hand: the next one sees it, and mends it.</summary>
public class HalfDoneTests
{
    [Fact]
    public void Every_half_state_is_seen_and_mended()
    {
        using Workspace work = new();
        work.Write("Img/a.txt", "a");
        string project = work.ImageProject("Img", """<IsoContent Include="a.txt" />""", """<IsoChecksum>true</IsoChecksum><IsoLayoutFile>maps/map.txt</IsoLayoutFile>""");
        string image = work.Path("Img/bin/Debug/Img.iso");
        (string checksum, string map, string stamp) = (image + ".sha256", work.Path("Img/maps/map.txt"), work.Path("Img/obj/Debug/isobuild/Img.build.stamp"));
        work.Build(project);
        (string Image, string Checksum, string Map) whole = State();
        DateTime written = File.GetLastWriteTimeUtc(image);

        // A file beside it that cannot be written leaves everything, and what is known of it.
        CommandResult refused = work.Dotnet("build", project, "--no-restore", "-p:IsoVolumeId=OTHER", "-p:IsoLayoutFile=newdir/");
        Assert.Contains("ends in a separator", Assert.Single(Workspace.Coded(refused, "ISOB4104")), StringComparison.Ordinal);
        Assert.False(Directory.Exists(work.Path("Img/newdir")));
        Assert.Equal(whole, State());
        work.Build(project, "--no-restore");
        Assert.Equal(written, File.GetLastWriteTimeUtc(image));

        // The last moment before anything takes its place, reached by a map that would take the image's: from now on nothing is up to date.
        refused = work.Dotnet("build", project, "--no-restore", $"-p:IsoLayoutFile={image}");
        Assert.NotEmpty(Workspace.Coded(refused, "ISOB4104"));
        Assert.Equal(whole, State());
        string begun = File.ReadAllText(stamp);
        Assert.StartsWith("begun|\n", begun, StringComparison.Ordinal);
        Assert.Equal([image, checksum, map], begun.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2).Select(line => Path.GetFullPath(line.Split('|')[3], Path.GetDirectoryName(stamp)!)).Distinct().Order(StringComparer.Ordinal));
        IsMended("the stamp says that a build was begun");
        string done = File.ReadAllText(stamp);

        // What it said is deleted when it is made no more; what somebody else has put there since is not.
        string former = work.Write("Img/Former.iso", "of a name that is no longer used");
        string other = work.Write("Img/Other.iso", "of somebody else");
        File.WriteAllText(stamp, begun + $"|||{former}\n{File.GetLastWriteTimeUtc(other).Ticks}|2||{other}\n");
        File.Delete(checksum);
        File.Delete(map);
        IsMended("the image took its place, and nothing else");
        Assert.False(File.Exists(former));
        Assert.True(File.Exists(other));

        File.WriteAllText(checksum, $"{new string('0', 64)}  Img.iso\n");
        File.Delete(map);
        IsMended("a checksum of another image, no map, and a stamp that was right");

        File.WriteAllText(stamp, "x" + done[1..]);
        IsMended("a stamp of other content");

        void IsMended(string state)
        {
            work.Build(project, "--no-restore");
            DateTime now = File.GetLastWriteTimeUtc(image);
            Assert.True(now != written, $"Not made anew: {state}");
            Assert.Equal(whole, State());
            written = now;
        }

        (string Image, string Checksum, string Map) State() => (Convert.ToHexString(File.ReadAllBytes(image)), File.ReadAllText(checksum), File.ReadAllText(map));
    }

    /// <summary>Killed at each of the moments at which something takes its place: the stamp that says so, what goes out of the way, image and texts, the records, the stamp.</summary>
    [ToolFact("strace", "sha256sum")]
    public void A_build_that_is_killed_is_mended_by_the_next()
    {
        using Workspace work = new();
        work.Write("Img/a.txt", "a");
        string project = work.ImageProject("Img", """<IsoContent Include="a.txt" />""", "<IsoChecksum>true</IsoChecksum><IsoLayoutFile>maps/map.txt</IsoLayoutFile>");
        string image = work.Path("Img/bin/Debug/Img.iso");
        work.Build(project);
        Dictionary<string, string?> variables = new(DotnetEnvironment.Clean) { ["NUGET_PACKAGES"] = PackageFeed.RestoredPackages };

        const int moments = 8;
        for (int moment = 1; moment <= moments; moment++)
        {
            string content = new('x', moment * 3000);
            work.Write("Img/a.txt", content);
            CommandResult killed = CommandLine.Run(
                "strace",
                ["-f", "-o", "/dev/null", "-e", "trace=/^rename", "-e", $"inject=/^rename:signal=KILL:when={moment}", "dotnet", "build", project, "--no-restore", "-nodeReuse:false", "-m:1", "-tl:off"],
                work.Path(),
                variables);
            Assert.True(killed.ExitCode == 128 + 9, $"Not killed at {moment}: {killed.All}");

            work.Build(project, "--no-restore");
            Assert.Equal(content, Image.Text(image, "/a.txt"));
            CommandLine.Run("sha256sum", ["-c", "Img.iso.sha256"], work.Path("Img/bin/Debug")).EnsureSuccess();
            using IsoImage opened = IsoImage.Open(image);
            Assert.Equal(opened.Layout.ToString(), File.ReadAllText(work.Path("Img/maps/map.txt")));
            Assert.Equal(
                ["bin/Debug/Img.iso", "bin/Debug/Img.iso.sha256", "maps/map.txt", "obj/Debug/isobuild/Img.build.inputs", "obj/Debug/isobuild/Img.build.stamp"],
                ((string[])["bin/Debug", "maps", "obj/Debug/isobuild"]).SelectMany(folder => Directory.EnumerateFileSystemEntries(work.Path("Img", folder))).Select(path => Path.GetRelativePath(work.Path("Img"), path)).Order(StringComparer.Ordinal));
        }
    }

    [ToolFact("mkfifo", "sh", "cat")]
    public async Task Pipes_are_written_to_links_are_followed_and_an_image_is_a_file()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using Workspace work = new();
        work.Write("Img/a.txt", "a");
        work.Write("Img/store/there.iso", "former");
        File.SetUnixFileMode(work.Path("Img/store/there.iso"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        CommandLine.Run("mkfifo", ["map", "image.iso"], work.Path("Img")).EnsureSuccess();
        File.CreateSymbolicLink(work.Path("Img/Img.iso"), "store/there.iso");
        string project = work.ImageProject("Img", """<IsoContent Include="a.txt" />""", "<IsoOutputDir>.</IsoOutputDir><IsoLayoutFile>map</IsoLayoutFile><IsoChecksum>true</IsoChecksum>");

        // A pipe keeps nothing: each build writes to it.
        foreach (string restore in (string[])["-v:m", "--no-restore"])
        {
            Task<CommandResult> reader = Task.Run(() => CommandLine.Run("sh", ["-c", "cat map > got"], work.Path("Img")));
            work.Build(project, restore);
            (await reader).EnsureSuccess();
            string map = File.ReadAllText(work.Path("Img/got"));
            Assert.StartsWith("image    Img.iso", map, StringComparison.Ordinal);
            Assert.Contains("/a.txt", map, StringComparison.Ordinal);
        }

        Assert.Equal("store/there.iso", new FileInfo(work.Path("Img/Img.iso")).LinkTarget);
        Assert.Equal(["/a.txt"], Image.Files(work.Path("Img/store/there.iso")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(work.Path("Img/store/there.iso")));

        // Clean deletes neither, nor what the link leads to.
        string[] made = [.. File.ReadLines(work.Path("Img/obj/Debug/isobuild/Img.build.stamp")).Skip(2)];
        Assert.EndsWith("|../../../Img.iso.sha256", Assert.Single(made), StringComparison.Ordinal);

        CommandResult refused = work.Dotnet("build", project, "--no-restore", "-p:IsoFileName=image.iso");
        Assert.Contains("a pipe or a device has this name", Assert.Single(Workspace.Coded(refused, "ISOB1019")), StringComparison.Ordinal);
        Assert.False(File.Exists(work.Path("Img/image.iso.sha256")));
    }
}
