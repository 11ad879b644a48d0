using IsoBuild.Content;

namespace IsoBuild.Tests;

/// <summary>IsoContent: files, directories, globs, from anywhere, to anywhere.</summary>
public class ContentTests
{
    [Fact]
    public void Every_way_to_name_a_target()
    {
        using Workspace work = new();
        foreach (string file in (string[])["readme.txt", "docs/a.txt", "docs/deep/b.txt", "docs/.hidden", "run.sh"])
        {
            work.Write("Img/" + file, file.EndsWith(".sh", StringComparison.Ordinal) ? "#!/bin/sh\n" : file);
        }

        Directory.CreateDirectory(work.Path("Img/docs/empty"));
        string elsewhere = work.Write("elsewhere/far.txt", "far");
        string project = work.ImageProject("Img", $"""
            <IsoContent Include="readme.txt" />
            <IsoContent Include="readme.txt" TargetPath="renamed.md" />
            <IsoContent Include="readme.txt" TargetPath="in\folder\" />
            <IsoContent Include="readme.txt" Link="linked/name.txt" />
            <IsoContent Include="docs" />
            <IsoContent Include="docs" TargetPath="manual" />
            <IsoContent Include="docs/" TargetPath="below/" />
            <IsoContent Include="docs/**" TargetPath="glob/" />
            <IsoContent Include="docs/**/*.txt" TargetPath="flat/%(Filename).text" />
            <IsoContent Include="{elsewhere}" />
            <IsoContent Include="run.sh" />
            <IsoContent Include="run.sh" TargetPath="quiet.sh" Mode="0640" />
            <IsoContent Include="docs" TargetPath="closed" Mode="400" />
            """);

        work.Build(project);

        string image = work.Path("Img/bin/Debug/Img.iso");
        string[] tree = ["/.hidden", "/a.txt", "/deep/b.txt"];
        string[] expected =
        [
            "/readme.txt", "/renamed.md", "/in/folder/readme.txt", "/linked/name.txt", "/far.txt", "/run.sh", "/quiet.sh", "/flat/a.text", "/flat/b.text",
            .. from folder in (string[])["/docs", "/manual", "/below/docs", "/glob", "/closed"] from file in tree select folder + file,
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), Image.Files(image));
        Assert.Contains("/docs/empty", Image.Directories(image));
        Assert.DoesNotContain("/glob/empty", Image.Directories(image));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, Image.Node(image, "/quiet.sh", node => node.Mode));
        Assert.Equal(UnixFileMode.UserRead, Image.Node(image, "/closed/deep/b.txt", node => node.Mode));
        Assert.True(Image.Node(image, "/run.sh", node => node.Mode)?.HasFlag(UnixFileMode.OtherExecute), "A script is executable by its first bytes.");

        work.Publish(project, "-c", "Debug");
        Assert.Equal(File.ReadAllBytes(image), File.ReadAllBytes(work.Path("Img/bin/Debug/publish/Img.iso")));
    }

    [Fact]
    public void Several_images_of_one_program()
    {
        using Workspace work = new();
        string app = work.Console("App", "<IsoPublisher>EVERYBODY</IsoPublisher>", """
            <IsoImage Include="Program" IsoVolumeId="PROGRAM" />
            <IsoImage Include="Data" IsoContentFrom="None" IsoFileName="data-disc.iso" IsoOutputDir="discs" IsoPublisher="SOMEBODY" IsoFormats="Iso9660" IsoChecksum="true" />
            <IsoContent Include="data/**" Image="Data" />
            <IsoContent Include="readme.txt" />
            """);
        work.Write("App/data/one.txt", "1");
        work.Write("App/readme.txt", "both");

        work.Build(app);

        string program = work.Path("App/bin/Debug/net10.0/Program.iso");
        string data = work.Path("App/discs/data-disc.iso");
        Assert.Equal([.. work.FilesOf("App/bin/Debug/net10.0"), "/readme.txt"], Image.Files(program));
        using (IsoImage image = Image.Open(data))
        {
            Assert.Equal(IsoBuild.Content.ImageFormats.Iso9660, image.Layout.Volume.Formats);
            Assert.Equal("SOMEBODY", image.Layout.Volume.Publisher);
            Assert.Equal("DATA", image.Layout.Volume.VolumeId);
            Assert.Equal(3, image.Content.Nodes.Count);
        }

        using (IsoImage image = Image.Open(program))
        {
            Assert.Equal("PROGRAM", image.Layout.Volume.VolumeId);
            Assert.Equal("EVERYBODY", image.Layout.Volume.Publisher);
        }

        // Content of one image is no reason to make the other anew.
        DateTime programWritten = File.GetLastWriteTimeUtc(program);
        DateTime dataWritten = File.GetLastWriteTimeUtc(data);
        work.Write("App/data/two.txt", "2");
        work.Build(app, "--no-restore");
        Assert.Equal(programWritten, File.GetLastWriteTimeUtc(program));
        Assert.NotEqual(dataWritten, File.GetLastWriteTimeUtc(data));

        work.Dotnet("clean", app).EnsureSuccess();
        Assert.Empty(Directory.EnumerateFiles(work.Path("App"), "*.iso*", SearchOption.AllDirectories));
    }

    [ToolFact("bsdtar", "isoinfo")]
    public void Other_readers_see_what_ours_sees()
    {
        using Workspace work = new();
        string app = work.Console("App", "<IsoVolumeId>PROGRAMS</IsoVolumeId>");
        work.Build(app);
        string image = work.Path("App/bin/Debug/net10.0/App.iso");

        string[] listed = [.. CommandLine.Run("bsdtar", ["-tf", image]).EnsureSuccess().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line is not ("." or "./")).Select(line => "/" + line.Replace("./", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        Assert.Equal(Image.Files(image), listed);
        Assert.Contains("Volume id: PROGRAMS", CommandLine.Run("isoinfo", ["-d", "-i", image]).EnsureSuccess().Output, StringComparison.Ordinal);
        Directory.CreateDirectory(work.Path("out"));
        CommandLine.Run("bsdtar", ["-xf", image, "-C", work.Path("out")]).EnsureSuccess();
        Assert.Equal(File.ReadAllBytes(work.Path("App/bin/Debug/net10.0/App.dll")), File.ReadAllBytes(work.Path("out/App.dll")));
    }

    /// <summary>What is on no disk, and what is said of entries, by items and by properties.</summary>
    [Fact]
    public void Links_devices_owners_places_and_trees()
    {
        using Workspace work = new();
        work.Write("Img/in/app", "#!/bin/sh\n");
        work.Write("Img/in/docs/a.txt", "same");
        work.Write("Img/in/docs/b.txt", "same");
        string project = work.ImageProject(
            "Img",
            """
            <IsoContent Include="in" TargetPath="." />
            <IsoContent Include="in/docs/a.txt" TargetPath="first.txt" SortWeight="9" Owner="5" Mode="600" Hidden="joliet" />
            <IsoContent Include="current" LinkTarget="docs/a.txt" />
            <IsoContent Include="cli" HardLink="app" />
            <IsoContent Include="dev/sda" Kind="BlockDevice" Device="8,16" Group="6" Mode="660" />
            <IsoContent Include="spool" Kind="Directory" Mode="1777" MarkHidden="true" />
            <IsoContent Include="in/docs/b.txt" TargetPath="b.app" MarkHidden="false" />
            """,
            "<IsoFormats>Joliet;RockRidge;Udf</IsoFormats><IsoOwner>docs=33</IsoOwner><IsoHide>udf:b.txt</IsoHide><IsoMarkHidden>app;*.app</IsoMarkHidden><IsoDedupe>false</IsoDedupe>");

        work.Build(project);

        using IsoImage image = Image.Open(work.Path("Img/bin/Debug/Img.iso"));
        Assert.Equal("docs/a.txt", Assert.IsType<ContentLink>(image.Content.Find("current")).Target);
        ContentFile app = Assert.IsType<ContentFile>(image.Content.Find("app"));
        Assert.Equal((app, 2), (Assert.IsType<ContentFile>(image.Content.Find("cli")).HardLinkOf, app.LinkCount));
        ContentSpecial device = Assert.IsType<ContentSpecial>(image.Content.Find("dev/sda"));
        Assert.Equal((SpecialKind.BlockDevice, 8u, 16u, 6u), (device.Kind, device.Major, device.Minor, device.GroupId));
        Assert.Equal((UnixFileMode)Convert.ToInt32("1777", 8), image.Content.Find("spool")!.Mode);
        Assert.Equal((33u, 5u), (image.Content.Find("docs/b.txt")!.OwnerId, image.Content.Find("first.txt")!.OwnerId));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, image.Content.Find("first.txt")!.Mode);
        Assert.Equal(["/app", "/spool"], image.Content.Nodes.Where(node => node.MarkedHidden != 0).Select(node => node.Path).Order(StringComparer.Ordinal));
        Assert.Null(image.ContentOf(ImageFormats.Joliet)!.Find("first.txt"));
        Assert.Null(image.ContentOf(ImageFormats.Udf)!.Find("docs/b.txt"));
        Assert.IsType<ContentFile>(image.ContentOf(ImageFormats.Udf)!.Find("current"));
        Assert.Equal(["/first.txt", "/app", "/b.app", "/docs/a.txt", "/docs/b.txt"], image.Layout.Regions.Where(region => region.Kind == Layout.RegionKind.File).Select(region => region.Name));
    }
}
