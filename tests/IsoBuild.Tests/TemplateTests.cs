namespace IsoBuild.Tests;

/// <summary>`dotnet new isoimage`.</summary>
public class TemplateTests
{
    [Fact]
    public void A_new_project_makes_an_image_and_goes_into_a_solution()
    {
        using Workspace work = new();
        string[] hive = ["--debug:custom-hive", work.Path("hive")];
        // The project names the version of its template.
        Assert.Equal(work.Version, PackageFeed.VersionOf("IsoBuild.Templates"));
        work.Dotnet(["new", "install", PackageFeed.NupkgOf("IsoBuild.Templates"), .. hive]).EnsureSuccess();
        work.Dotnet(["new", "isoimage", "-n", "My.Disc", .. hive]).EnsureSuccess();
        work.Write("My.Disc/content/docs/more.txt", "more");

        work.Build("My.Disc");
        string image = work.Path("My.Disc/bin/Debug/My.Disc.iso");
        Assert.Equal(["/README.txt", "/docs/more.txt"], Image.Files(image));

        work.Dotnet(["new", "sln", "-n", "All", .. hive]).EnsureSuccess();
        work.Dotnet("sln", "add", "My.Disc").EnsureSuccess();
        File.Delete(image);
        work.Dotnet("build").EnsureSuccess();
        Assert.True(File.Exists(image));
    }
}
