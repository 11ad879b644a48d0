using IsoBuild.Content;

namespace IsoBuild.Tests;

/// <summary>What the package writes, and what belongs to the user: neither is taken for the other.</summary>
public class OwnFilesTests
{
    [Fact]
    public void An_image_in_its_own_content_is_no_content()
    {
        using Workspace work = new();
        work.Write("Img/content/a.txt", "a");
        // Its own folder is content too, with obj and bin in it.
        string project = work.ImageProject("Img", """<IsoContent Include="." TargetPath="." />""", "<IsoOutputDir>content</IsoOutputDir><IsoChecksum>true</IsoChecksum><IsoLayoutFile>content/map.txt</IsoLayoutFile>");
        string image = work.Path("Img/content/Img.iso");

        work.Build(project);
        byte[] first = File.ReadAllBytes(image);
        DateTime written = File.GetLastWriteTimeUtc(image);
        Assert.Equal(["/Img.csproj", "/content/a.txt"], Image.Files(image));
        Assert.Equal(["/", "/content"], Image.Directories(image));

        work.Build(project, "--no-restore");
        Assert.Equal(written, File.GetLastWriteTimeUtc(image));
        File.AppendAllText(work.Path("Img/content/Img.iso.sha256"), " ");
        work.Build(project, "--no-restore");
        Assert.Equal(first, File.ReadAllBytes(image));
    }

    [Fact]
    public void A_committed_map_holds_in_a_fresh_clone_and_survives_clean()
    {
        using Workspace work = new();
        work.Write("Img/a.txt", "a");
        // One file under two spellings.
        string project = work.ImageProject("Img", """<IsoContent Include="a.txt" />""", "<IsoLayoutFile>./map.txt</IsoLayoutFile><IsoLayoutBaseline>map.txt</IsoLayoutBaseline>");
        work.Build(project, "-p:IsoAcceptLayout=true");
        string map = work.Path("Img/map.txt");
        string outputs = work.Dotnet("msbuild", project, "-getTargetResult:GetIsoOutputs").EnsureSuccess().Output;
        Assert.Contains("Img.iso", outputs, StringComparison.Ordinal);
        Assert.DoesNotContain("map.txt", outputs, StringComparison.Ordinal);
        Assert.Contains("/a.txt", File.ReadAllText(map), StringComparison.Ordinal);

        Directory.Delete(work.Path("Img/obj"), recursive: true);
        Directory.Delete(work.Path("Img/bin"), recursive: true);
        work.Build(project);
        string left = work.Write("Img/bin/Debug/.isobuild-123-0.tmp", "of a build that was killed");
        work.Dotnet("clean", project).EnsureSuccess();
        Assert.False(File.Exists(left));
        Assert.True(File.Exists(map));
        Assert.False(File.Exists(work.Path("Img/bin/Debug/Img.iso")));
    }

    [Fact]
    public void Sources_are_not_overwritten_and_values_are_not_guessed()
    {
        using Workspace work = new();
        work.Write("Source/keep.iso", "mine");
        work.ImageProject("Source", """<IsoContent Include="keep.iso" />""", "<IsoOutputDir>.</IsoOutputDir><IsoFileName>keep.iso</IsoFileName>");
        work.Write("Folder/content/a.txt", "mine");
        work.ImageProject("Folder", """<IsoContent Include="content" />""", "<IsoOutputDir>content</IsoOutputDir><IsoFileName>a.txt</IsoFileName>");
        work.Write("Sum/a.txt", "a");
        work.Write("Sum/out/Sum.iso.sha256", "mine");
        work.ImageProject("Sum", """<IsoContent Include="a.txt" />""", "<IsoOutputDir>out</IsoOutputDir><IsoChecksum>true</IsoChecksum>");
        work.Write("Map/map.txt", "mine");
        work.ImageProject("Map", """<IsoContent Include="map.txt" />""", "<IsoLayoutFile>map.txt</IsoLayoutFile>");
        work.Console("Assembly", "<IsoFileName>Assembly.dll</IsoFileName>");
        work.ImageProject("Twice", """<IsoImage Include="A" IsoFileName="1.iso" /><IsoImage Include="A" IsoFileName="2.iso" />""");
        work.ImageProject("Switch", "", "<EnableIsoBuild>perhaps</EnableIsoBuild>");
        work.ImageProject("Checksum", "", "<IsoChecksum>perhaps</IsoChecksum>");
        work.ImageProject("Hashes", "", "<IsoLayoutHashes>maybe</IsoLayoutHashes>");
        work.ImageProject("Accept", "", "<IsoAcceptLayout>1</IsoAcceptLayout>");
        CommandResult built = work.BuildAll();
        Assert.NotEqual(0, built.ExitCode);

        AssertError("Source", "ISOB1020", "keep.iso");
        AssertError("Folder", "ISOB1020", "a.txt");
        AssertError("Sum", "ISOB1285", "is not a checksum");
        AssertError("Map", "ISOB1285", "would overwrite this file");
        AssertError("Assembly", "ISOB4004", "IsoFileName");
        AssertError("Twice", "ISOB4004", "IsoImage");
        AssertError("Switch", "ISOB1011", "EnableIsoBuild: 'perhaps'");
        AssertError("Checksum", "ISOB1011", "IsoChecksum: 'perhaps'");
        AssertError("Hashes", "ISOB1011", "IsoLayoutHashes: 'maybe'");
        AssertError("Accept", "ISOB1011", "IsoAcceptLayout: '1'");
        Assert.All((string[])["Source/keep.iso", "Folder/content/a.txt", "Sum/out/Sum.iso.sha256", "Map/map.txt"], file => Assert.Equal("mine", File.ReadAllText(work.Path(file))));

        void AssertError(string project, string code, string text) => Assert.Contains(
            Workspace.Coded(built, code),
            line => line.Contains($"{project}.csproj", StringComparison.Ordinal) && line.Contains($"error {code}", StringComparison.Ordinal) && line.Contains(text, StringComparison.Ordinal));
    }

    /// <summary>MSBuild's own clean-up goes by path alone, and would take what another project, or the user, has put there since.</summary>
    [Fact]
    public void What_is_somebody_elses_by_now_stays()
    {
        using Workspace work = new();
        work.Write("A/a.txt", "a");
        work.Write("Z/z.txt", "z");
        const string shared = "<OutputPath>../share/</OutputPath>";
        Projects("", "<IsoFileName>prod.iso</IsoFileName>");
        Projects("<IsoFileName>prod.iso</IsoFileName>", "");
        Assert.Equal(["/a.txt"], Image.Files(work.Path("share/prod.iso")));
        Assert.Equal(["/z.txt"], Image.Files(work.Path("share/Z.iso")));
        work.Dotnet("clean", work.Path("Z/Z.csproj")).EnsureSuccess();
        Assert.True(File.Exists(work.Path("share/prod.iso")));
        Assert.False(File.Exists(work.Path("share/Z.iso")));

        string mine = work.Write("share/prod.iso", "mine");
        work.ImageProject("A", """<IsoContent Include="a.txt" />""", shared + "<IsoFileName>other.iso</IsoFileName>");
        work.Build(work.Path("A/A.csproj"), "--no-restore");
        work.Dotnet("clean", work.Path("A/A.csproj")).EnsureSuccess();
        Assert.Equal("mine", File.ReadAllText(mine));
        Assert.False(File.Exists(work.Path("share/other.iso")));

        void Projects(string ofA, string ofZ)
        {
            work.Build(work.ImageProject("A", """<IsoContent Include="a.txt" />""", shared + ofA));
            work.Build(work.ImageProject("Z", """<IsoContent Include="z.txt" />""", shared + ofZ));
        }
    }

    [Fact]
    public void A_copy_of_a_project_leaves_the_originals_image_alone()
    {
        using Workspace work = new();
        work.Write("A/a.txt", "a");
        const string items = """<IsoContent Include="a.txt" />""";
        const string folder = "<IsoOutputDir>../share</IsoOutputDir>";
        work.Build(work.ImageProject("A", items, folder + "<IsoFileName>a.iso</IsoFileName>"));
        foreach (string file in Directory.EnumerateFiles(work.Path("A"), "*", SearchOption.AllDirectories))
        {
            string copy = work.Path("B", Path.GetRelativePath(work.Path("A"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
            File.SetLastWriteTimeUtc(copy, File.GetLastWriteTimeUtc(file));
        }

        File.Delete(work.Path("B/A.csproj"));
        string project = work.ImageProject("B", items, folder + "<AssemblyName>A</AssemblyName><IsoFileName>b.iso</IsoFileName>");
        work.Dotnet("clean", project).EnsureSuccess();
        work.Build(project);
        Assert.Equal(["a.iso", "b.iso"], Directory.EnumerateFiles(work.Path("share")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Images_that_are_no_more_in_the_project_go_with_their_documents()
    {
        using Workspace work = new();
        work.Write("Img/a.txt", "a");
        string project = work.ImageProject("Img", """<IsoContent Include="a.txt" /><IsoImage Include="one" /><IsoImage Include="two" IsoOutputDir="../two" IsoSbom="Spdx" IsoProvenance="true" IsoChecksum="true" />""");
        work.Build(project);
        Assert.Equal(4, Directory.GetFiles(work.Path("two")).Length);

        work.ImageProject("Img", """<IsoContent Include="a.txt" /><IsoImage Include="one" />""");
        work.Build(project, "--no-restore");
        Assert.Empty(Directory.GetFiles(work.Path("two")));
        Assert.True(File.Exists(work.Path("Img/bin/Debug/one.iso")));

        work.ImageProject("Img", """<IsoContent Include="a.txt" />""");
        work.Build(project, "--no-restore");
        Assert.Equal(["Img.iso"], Directory.EnumerateFiles(work.Path("Img/bin/Debug"), "*.iso").Select(Path.GetFileName));
    }

    [Fact]
    public void What_is_made_no_more_goes_and_links_are_followed_anew()
    {
        using Workspace work = new();
        work.Write("Img/a.txt", "one");
        bool hasLinks = !OperatingSystem.IsWindows();
        if (hasLinks)
        {
            File.CreateSymbolicLink(work.Path("Img/link.txt"), work.Path("Img/a.txt"));
        }

        string items = """<IsoImage Include="A;B" /><IsoContent Include="a.txt" TargetPath="both.txt" Image="A;B" />""" + (hasLinks ? """<IsoContent Include="link.txt" Image="B" />""" : "");
        string project = work.ImageProject("Img", items, "<IsoOutputDir>../out</IsoOutputDir><IsoChecksum>true</IsoChecksum>");
        work.Build(project);
        Assert.Equal(["/both.txt"], Image.Files(work.Path("out/A.iso")));
        Assert.Contains("/both.txt", Image.Files(work.Path("out/B.iso")));

        work.Write("Img/a.txt", "other");
        work.ImageProject("Img", items.Replace("""Include="A;B" />""", """Include="A" IsoFileName="C.iso" /><IsoImage Include="B" />""", StringComparison.Ordinal), "<IsoOutputDir>../out</IsoOutputDir>");
        work.Build(project, "--no-restore");
        Assert.Equal(["B.iso", "C.iso"], Directory.EnumerateFiles(work.Path("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        if (hasLinks)
        {
            using IsoImage image = IsoImage.Open(work.Path("out/B.iso"));
            using StreamReader link = new(((ContentFile)image.Content.Find("/link.txt")!).OpenRead());
            Assert.Equal("other", link.ReadToEnd());

            File.WriteAllText(work.Path("Img/a.txt"), "third");
            work.ImageProject("Img", """<IsoImage Include="B" /><IsoContent Include="link.txt" />""", "<IsoOutputDir>../out</IsoOutputDir>");
            work.Build(project, "--no-restore");
            File.WriteAllText(work.Path("Img/a.txt"), "fourth");
            work.Build(project, "--no-restore");
            using IsoImage again = IsoImage.Open(work.Path("out/B.iso"));
            using StreamReader text = new(((ContentFile)again.Content.Find("/link.txt")!).OpenRead());
            Assert.Equal("fourth", text.ReadToEnd());

            // In a directory, links are content: to nothing, to anything else of the same date, and in circles.
            Directory.CreateDirectory(work.Path("Img/d/empty"));
            File.CreateSymbolicLink(work.Path("Img/d/here"), ".");
            File.CreateSymbolicLink(work.Path("Img/d/empty/up"), "..");
            foreach (string target in (string[])["nothing", "naught"])
            {
                File.Delete(work.Path("Img/d/link"));
                File.CreateSymbolicLink(work.Path("Img/d/link"), target);
                work.ImageProject("Img", """<IsoImage Include="B" /><IsoContent Include="d" />""", "<IsoOutputDir>../out</IsoOutputDir>");
                work.Build(project, "--no-restore");
                using IsoImage linked = IsoImage.Open(work.Path("out/B.iso"));
                Assert.Equal([".", target, ".."], ((string[])["here", "link", "empty/up"]).Select(name => ((ContentLink)linked.Content.Find("/d/" + name)!).Target));
            }
        }
    }

    [Fact]
    public void What_another_project_has_made_anew_is_not_taken_for_a_former_image()
    {
        using Workspace work = new();
        const string Shared = "<IsoOutputDir>../share</IsoOutputDir>";
        foreach (string name in (string[])["A", "Z"])
        {
            work.Write(name + "/f.txt", name);
        }

        string a = work.ImageProject("A", """<IsoContent Include="f.txt" />""", Shared);
        string z = work.ImageProject("Z", """<IsoContent Include="f.txt" />""", Shared + "<IsoFileName>prod.iso</IsoFileName>");
        work.Build(a);
        work.Build(z);

        work.ImageProject("A", """<IsoContent Include="f.txt" />""", Shared + "<IsoFileName>prod.iso</IsoFileName>");
        work.ImageProject("Z", """<IsoContent Include="f.txt" />""", Shared);
        work.Build(a, "--no-restore");
        work.Build(z, "--no-restore");
        Assert.Equal(["Z.iso", "prod.iso"], Directory.EnumerateFiles(work.Path("share")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("A", Image.Text(work.Path("share/prod.iso"), "/f.txt"));

        // Nor does Clean take it for one.
        File.AppendAllText(work.Path("share/Z.iso"), "somebody else's");
        work.Dotnet("clean", z).EnsureSuccess();
        work.Dotnet("clean", a).EnsureSuccess();
        Assert.Equal(["Z.iso"], Directory.EnumerateFiles(work.Path("share")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_backtick_in_the_path_of_a_project_is_a_character_like_others()
    {
        using Workspace work = new("a`b");
        work.Write("Img/f.txt", "f");
        string project = work.ImageProject("Img", """<IsoContent Include="f.txt" />""", "<IsoLayoutFile>map.txt</IsoLayoutFile>");
        work.Build(project);
        Assert.Equal(["/f.txt"], Image.Files(work.Path("Img/bin/Debug/Img.iso")));
        work.Dotnet("clean", project).EnsureSuccess();
        Assert.False(File.Exists(work.Path("Img/bin/Debug/Img.iso")));
        Assert.False(File.Exists(work.Path("Img/map.txt")));
        work.Dotnet("clean", project, "-p:EnableIsoBuild=false").EnsureSuccess();
    }

    [RootTheory("losetup", "mkfs.exfat", "mount.exfat-fuse", "umount", "truncate")]
    [InlineData("prod.iso", "Prod.iso")]
    [InlineData("out/prod.iso", "Out/prod.iso")]
    [InlineData("out/prod.iso", "OUT/Prod.iso")]
    public void Where_case_is_ignored_a_name_in_another_case_is_the_same_file(string former, string name)
    {
        using Workspace work = new();
        Directory.CreateDirectory(work.Path("disk"));
        CommandResult ready = CommandLine.Run("sh", ["-c", "truncate -s 16M exfat && mkfs.exfat exfat >&2 && loop=$(losetup -f --show exfat) && echo $loop && { mount.exfat-fuse $loop disk >&2 || { losetup -d $loop; exit 1; }; }"], work.Path());
        ready.EnsureSuccess();
        try
        {
            work.Write("Img/f.txt", "f");
            foreach (string called in (string[])[former, name, name])
            {
                string project = work.ImageProject("Img", """<IsoContent Include="f.txt" />""", $"<IsoOutputDir>../disk</IsoOutputDir><IsoFileName>{called}</IsoFileName>");
                work.Build(project);
                Assert.Equal(["/f.txt"], Image.Files(work.Path("disk", called)));
                Assert.Single(Directory.EnumerateFiles(work.Path("disk"), "*", SearchOption.AllDirectories));
            }

            AfterAnInterruptedBuild(work, former, name);
            Assert.Equal(["/f.txt"], Image.Files(work.Path("disk", name)));
        }
        finally
        {
            CommandLine.Run("umount", [work.Path("disk")]).EnsureSuccess();
            CommandLine.Run("losetup", ["-d", ready.Output.Trim()]).EnsureSuccess();
        }
    }

    [Theory]
    [InlineData("prod.iso", "Prod.iso")]
    [InlineData("out/prod.iso", "Out/prod.iso")]
    [InlineData("out/prod.iso", "OUT/Prod.iso")]
    public void Where_case_counts_it_is_another_file(string former, string name)
    {
        using Workspace work = new();
        work.Write("disk/probe", "");
        if (File.Exists(work.Path("disk/PROBE")))
        {
            return;
        }

        work.Write("Img/f.txt", "f");
        work.Write("disk/" + former, "of the build before");
        AfterAnInterruptedBuild(work, former, name);
        Assert.Equal(["/f.txt"], Image.Files(work.Path("disk", name)));
        Assert.False(File.Exists(work.Path("disk", former)));
    }

    /// <summary>Of what was about to take its place, whatever is there is a former image's: only that it is this one keeps it.</summary>
    private static void AfterAnInterruptedBuild(Workspace work, string former, string name)
    {
        string project = work.ImageProject("Img", """<IsoContent Include="f.txt" />""", $"<IsoOutputDir>../disk</IsoOutputDir><IsoFileName>{name}</IsoFileName>");
        const string stamp = "Img/obj/Debug/isobuild/Img.build.stamp";
        work.Write(stamp, $"begun|\n@{Uri.EscapeDataString(work.Path(stamp))}\n|||{work.Path("disk", former)}\n");
        work.Build(project);
    }
}
