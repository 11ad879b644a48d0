using IsoBuild.Content;
using IsoBuild.ElTorito;

namespace IsoBuild.Tests;

/// <summary>What makes an image anew, and what does not.</summary>
public class IncrementalTests
{
    /// <summary>MSBuild sees nothing of names that are not UTF-8, nor of what lies in directories so called: each build looks itself.</summary>
    [LinuxFact]
    public void Names_that_are_not_UTF_8()
    {
        using Workspace work = new();
        RawTree.Make(work.Path("Img/raw"));
        string project = work.ImageProject("Img", """<IsoContent Include="raw" />""", "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>");
        string image = work.Path("Img/bin/Debug/Img.iso");
        work.Build(project);
        Assert.Equal("in\n", Inner());

        CommandLine.Run("sh", ["-c", "echo newer > \"$(printf 'd\\357r/inner')\""], work.Path("Img/raw")).EnsureSuccess();
        work.Build(project, "--no-restore");
        Assert.Equal("newer\n", Inner());

        string Inner()
        {
            using IsoImage opened = IsoImage.Open(image);
            using StreamReader text = new(((ContentFile)opened.Content.Find("/raw/d\uDCEFr/inner")!).OpenRead());
            return text.ReadToEnd();
        }
    }

    [Fact]
    public void Whatever_changes_what_the_image_is_made_of()
    {
        using Workspace work = new();
        work.Write("Img/docs/a.txt", "a");
        work.Write("Img/docs/b.txt", "b");
        work.Write("Img/f.txt", "f");
        string project = work.ImageProject("Img", """<IsoContent Include="docs" /><IsoContent Include="f.txt" Mode="$(Bits)" SortWeight="$(Weight)" TargetPath="$(Where)" />""", "<IsoChecksum>true</IsoChecksum><IsoLayoutFile>map.txt</IsoLayoutFile>");
        string image = work.Path("Img/bin/Debug/Img.iso");
        List<string> arguments = ["--no-restore"];
        work.Build(project);
        DateTime written = File.GetLastWriteTimeUtc(image);

        Skips("nothing");
        Makes("an option", () => arguments.Add("-p:IsoVolumeId=OTHER"));
        Makes("metadata of an item", () => arguments.Add("-p:Bits=600"));
        Makes("a rule about entries, and a weight", () => arguments.AddRange(["-p:IsoOwner=g.txt=5", "-p:Weight=3"]));
        Makes("a target", () => arguments.Add("-p:Where=g.txt"));
        Makes("a file added to a directory", () => work.Write("Img/docs/deep/c.txt", "c"));
        Makes("a file removed from a directory", () => File.Delete(work.Path("Img/docs/b.txt")));
        Makes("an empty directory", () => Directory.CreateDirectory(work.Path("Img/docs/empty")));
        Makes("a file exchanged for an older one", () =>
        {
            work.Write("Img/f.txt", "older");
            File.SetLastWriteTimeUtc(work.Path("Img/f.txt"), new DateTime(1999, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        });
        Makes("the image gone", () => File.Delete(image));
        Makes("the checksum gone", () => File.Delete(image + ".sha256"));
        Makes("the sector map gone", () => File.Delete(work.Path("Img/map.txt")));
        Makes("the image overwritten by something else", () => File.WriteAllText(image, "no image"));
        Assert.Equal(["/docs/a.txt", "/docs/deep/c.txt", "/g.txt"], Image.Files(image));
        Assert.Equal("older", Image.Text(image, "/g.txt"));

        // A build that fails is no reason to skip the next one; one that could not be made leaves what was there.
        byte[] bytes = File.ReadAllBytes(image);
        work.Write("Img/docs/d.txt", "d");
        CommandResult failed = work.Dotnet(["build", project, .. arguments, "-p:IsoTimestamp=tomorrow"]);
        Assert.NotEmpty(Workspace.Coded(failed, "ISOB1008"));
        Assert.Equal(bytes, File.ReadAllBytes(image));
        Makes("what a failed build left undone", () => { });
        Skips("nothing again");

        Makes("a newer package", () => File.WriteAllText(project, File.ReadAllText(project).Replace(work.Version, PackageFeed.NewerVersionOf("IsoBuild"))), "");
        Skips("nothing since");

        void Makes(string reason, Action change, string restore = "--no-restore")
        {
            change();
            work.Build(project, [.. arguments.Where(argument => argument != "--no-restore"), .. restore.Length > 0 ? [restore] : Array.Empty<string>()]);
            DateTime now = File.GetLastWriteTimeUtc(image);
            Assert.True(now != written, $"Not made anew: {reason}");
            written = now;
        }

        void Skips(string reason)
        {
            work.Build(project, [.. arguments]);
            Assert.True(File.GetLastWriteTimeUtc(image) == written, $"Made anew: {reason}");
        }
    }

    /// <summary>Other dates and another order are no other image, unless they go in; other bytes are, whatever date they are given.</summary>
    [Fact]
    public void Bytes_count_and_not_their_dates()
    {
        using Workspace work = new();
        work.Write("Img/docs/a.txt", "one");
        work.Write("Img/b.txt", "two");
        work.Write("Img/large.bin", new string('x', (1 << 20) + 1));
        string project = work.ImageProject(
            "Img",
            """<IsoContent Include="docs;b.txt;*.bin" Condition="'$(Turned)' == ''" /><IsoContent Include="*.bin;b.txt;docs" Condition="'$(Turned)' != ''" />""");
        string image = work.Path("Img/bin/Debug/Img.iso");
        List<string> arguments = ["--no-restore"];
        work.Build(project);
        DateTime written = File.GetLastWriteTimeUtc(image);
        DateTime later = DateTime.UtcNow.AddHours(1);

        IsMade(false, "the items are in another order", () => arguments.Add("-p:Turned=true"));
        byte[] bytes = File.ReadAllBytes(image);
        IsMade(true, "the image is gone", () => File.Delete(image));
        Assert.Equal(bytes, File.ReadAllBytes(image));
        IsMade(false, "a file has another date", () => File.SetLastWriteTimeUtc(work.Path("Img/b.txt"), later));
        IsMade(false, "a file of a directory was written again", () => work.Write("Img/docs/a.txt", "one"));
        IsMade(false, "a file was replaced by its equal", () =>
        {
            File.Copy(work.Path("Img/b.txt"), work.Path("copy"));
            File.Move(work.Path("copy"), work.Path("Img/b.txt"), overwrite: true);
        });
        IsMade(true, "a large file was written again, which is not worth reading it", () => File.SetLastWriteTimeUtc(work.Path("Img/large.bin"), later));
        IsMade(true, "other bytes have another date", () => work.Write("Img/docs/a.txt", "six"));
        if (OperatingSystem.IsLinux())
        {
            IsMade(true, "other bytes have the size and date of those before", () =>
            {
                work.Write("Img/b.txt", "ten");
                File.SetLastWriteTimeUtc(work.Path("Img/b.txt"), later);
            });
            Assert.Equal("ten", Image.Text(image, "/b.txt"));
        }

        Assert.Equal("six", Image.Text(image, "/docs/a.txt"));
        IsMade(true, "dates go in", () => arguments.Add("-p:IsoFileDates=Preserve"));
        IsMade(true, "and one has changed", () => File.SetLastWriteTimeUtc(work.Path("Img/b.txt"), later.AddHours(1)));
        IsMade(true, "and that of a directory", () => Directory.SetLastWriteTimeUtc(work.Path("Img/docs"), later));
        IsMade(false, "and none has", () => { });

        void IsMade(bool expected, string reason, Action change)
        {
            change();
            work.Build(project, [.. arguments]);
            DateTime now = File.GetLastWriteTimeUtc(image);
            Assert.True(now != written == expected, reason);
            written = now;
        }
    }

    /// <summary>Machines are shown boot entries in the order of their items; a partition for UEFI is sorted.</summary>
    [Fact]
    public void The_order_of_boot_entries_counts()
    {
        using Workspace work = new();
        EveryBoot.WriteContent(work.Path("Img"));
        work.Write("Img/settings.cfg", "of the loader");
        string project = work.ImageProject("Img", """
            <IsoContent Include="out" TargetPath="." />
            <IsoBootEntry Include="boot/loader.bin" Condition="'$(Turned)' != 'entries'" />
            <IsoBootEntry Include="boot/floppy.img" Emulation="Floppy-1.2" />
            <IsoBootEntry Include="boot/loader.bin" Condition="'$(Turned)' == 'entries'" />
            <IsoContent Include="tool.efi" EfiBoot="true" Condition="'$(Turned)' != 'files'" />
            <IsoContent Include="settings.cfg" TargetPath="EFI/settings.cfg" EfiBoot="true" />
            <IsoContent Include="tool.efi" EfiBoot="true" Condition="'$(Turned)' == 'files'" />
            """);
        string image = work.Path("Img/bin/Debug/Img.iso");
        work.Build(project);
        byte[] first = File.ReadAllBytes(image);
        DateTime written = File.GetLastWriteTimeUtc(image);
        work.Build(project, "--no-restore", "-p:Turned=files");
        Assert.Equal(written, File.GetLastWriteTimeUtc(image));
        File.Delete(image);
        work.Build(project, "--no-restore", "-p:Turned=files");
        Assert.Equal(first, File.ReadAllBytes(image));

        work.Build(project, "--no-restore", "-p:Turned=entries");
        using IsoImage turned = Image.Open(image);
        Assert.Equal(["/boot/floppy.img", "/boot/loader.bin"], turned.Boot!.Entries.Where(entry => entry.Platform == BootPlatform.Bios).Select(entry => entry.Path));
    }

    /// <summary>What is wrong stays wrong when there is nothing to do.</summary>
    [Fact]
    public void Warnings_are_repeated_by_builds_that_leave_the_image_as_it_is()
    {
        using Workspace work = new();
        string project = work.ImageProject("Img", $"""<IsoContent Include="100%25 sure|!" LinkTarget="{new string('x', 1024)}" />""");
        string[] first = Warnings(work.Build(project));
        Assert.Contains(first, line => line.Contains(": warning ISOB1032: ", StringComparison.Ordinal) && line.Contains("100% sure|!: ", StringComparison.Ordinal));
        DateTime written = File.GetLastWriteTimeUtc(work.Path("Img/bin/Debug/Img.iso"));
        Assert.Equal(first, Warnings(work.Build(project, "--no-restore")));

        string[] raised = Workspace.Coded(work.Dotnet("build", project, "--no-restore", "-warnaserror"), @"ISOB\d+");
        Assert.NotEmpty(raised);
        Assert.All(raised, line => Assert.Contains(": error ISOB", line, StringComparison.Ordinal));
        Assert.Equal(first, Warnings(work.Build(project, "--no-restore")));
        Assert.Equal(written, File.GetLastWriteTimeUtc(work.Path("Img/bin/Debug/Img.iso")));

        static string[] Warnings(CommandResult result) => [.. Workspace.Coded(result, @"ISOB\d+").Where(line => line.Contains(": warning ISOB", StringComparison.Ordinal)).Distinct()];
    }

    [Fact]
    public void A_name_that_changes_leaves_no_image_under_the_old_one_and_editors_build_nothing()
    {
        using Workspace work = new();
        string app = work.Console("App", "<IsoChecksum>true</IsoChecksum>");
        string output = work.Path("App/bin/Debug/net10.0");
        work.Build(app);
        Assert.True(File.Exists(Path.Combine(output, "App.iso.sha256")));
        // MSBuild would delete it by its path, whoever has put something there since.
        Assert.DoesNotContain(Path.Combine(output, "App.iso"), File.ReadAllLines(work.Path("App/obj/Debug/net10.0/App.csproj.FileListAbsolute.txt")));

        work.Build(app, "--no-restore", "-p:IsoFileName=Other.iso");
        Assert.Equal(["Other.iso", "Other.iso.sha256"], Directory.EnumerateFiles(output, "*.iso*").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("/App.iso", Image.Files(Path.Combine(output, "Other.iso")));

        // Elsewhere too, and with a published image beside it.
        work.Build(app, "--no-restore", $"-p:IsoOutputDir={work.Path("elsewhere")}");
        work.Publish(app, "--no-restore", "-c", "Debug");
        string[] images = [work.Path("elsewhere/App.iso"), Path.Combine(output, "App.iso")];
        Assert.All(images, image => Assert.True(File.Exists(image), image));
        work.Dotnet("clean", app).EnsureSuccess();
        Assert.Empty(Directory.EnumerateFiles(work.Path("."), "*.iso*", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateFiles(work.Path("."), "*.stamp", SearchOption.AllDirectories));

        work.Dotnet("msbuild", app, "-t:Compile;BuildIso", "-p:DesignTimeBuild=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true").EnsureSuccess();
        Assert.Empty(Directory.EnumerateFiles(work.Path("."), "*.iso*", SearchOption.AllDirectories));
    }
}
