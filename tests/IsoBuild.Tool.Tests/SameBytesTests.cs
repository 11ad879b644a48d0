namespace IsoBuild.Tool.Tests;

/// <summary>The command and the MSBuild tasks are two doors to one engine.</summary>
public class SameBytesTests
{
    [Fact]
    public void The_command_makes_what_MSBuild_makes()
    {
        using Workspace work = new();
        string project = work.ImageProject(
            "Img",
            """<IsoContent Include="out" TargetPath="." /><IsoContent Include="notes.txt" TargetPath="docs/" />""",
            """
            <IsoPublisher>Somebody</IsoPublisher><IsoApplicationId>Something</IsoApplicationId><IsoTimestamp>2024-05-06T07:08:09Z</IsoTimestamp>
            <IsoLayoutFile>map.txt</IsoLayoutFile><IsoChecksum>true</IsoChecksum>
            """);
        work.Write("Img/out/Größe und Gewicht.txt", "text");
        work.Write("Img/out/bin/run.sh", "#!/bin/sh\n");
        work.Write("Img/out/bin/empty", "");
        work.Write("Img/notes.txt", "notes");
        Directory.CreateDirectory(work.Path("Img/out/none"));
        work.Build(project);

        string folder = work.Path("Img");
        Isobuild.Run(
            folder,
            ["create", "out", "docs/=notes.txt", "-o", "mine/Img.iso", "--publisher", "Somebody", "--application-id", "Something", "--timestamp", "2024-05-06T07:08:09Z", "--layout", "mine/map.txt", "--checksum"]).EnsureSuccess();

        string theirs = work.Path("Img/bin/Debug/Img.iso");
        string mine = work.Path("Img/mine/Img.iso");
        Assert.True(File.ReadAllBytes(theirs).AsSpan().SequenceEqual(File.ReadAllBytes(mine)), "The images differ.");
        Assert.Equal(File.ReadAllText(theirs + ".sha256"), File.ReadAllText(mine + ".sha256"));
        Assert.Equal(File.ReadAllText(work.Path("Img/map.txt")), File.ReadAllText(work.Path("Img/mine/map.txt")));
    }
}
