namespace IsoBuild.Tests;

/// <summary>A project that is nothing but an image, with other projects' output in it.</summary>
public class ImageProjectTests
{
    [Fact]
    public void Built_and_published_projects_of_every_kind()
    {
        using Workspace work = new();
        work.Library("Lib", "<TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks><LangVersion>latest</LangVersion>");
        work.Console("Plain", items: """<ProjectReference Include="../Lib/Lib.csproj" /><None Include="n.txt" CopyToOutputDirectory="Always" />""", reference: "");
        work.Write("Plain/n.txt", "n");
        work.Console("WithImage");
        work.Project("Web", "Microsoft.NET.Sdk.Web", "<ImplicitUsings>enable</ImplicitUsings>", "", ("Program.cs", "var app = WebApplication.Create(args); app.MapStaticAssets(); app.Run();"), reference: "");
        work.Write("Web/wwwroot/site.css", "a {}");
        work.Console("Other", reference: "");
        work.Write("Disc/readme.txt", "r");
        string disc = work.ImageProject("Disc", """
            <IsoContent Include="readme.txt" />
            <ProjectReference Include="../Plain/Plain.csproj" IsoTargetPath="apps/plain" />
            <ProjectReference Include="../WithImage/WithImage.csproj" IsoTargetPath="apps\image\" />
            <ProjectReference Include="../Web/Web.csproj" IsoTargetPath="apps/web" IsoPublish="true" />
            <ProjectReference Include="../Lib/Lib.csproj" IsoTargetPath="lib" />
            <ProjectReference Include="../Other/Other.csproj" />
            """);

        // The strictest way first: every call on another project must have been announced.
        work.Dotnet("restore", disc).EnsureSuccess();
        work.Build(disc, "--no-restore", "-graph", "-isolate", "-m");

        string image = work.Path("Disc/bin/Debug/Disc.iso");
        Assert.Equal(
            new[] { "/readme.txt" }
                .Concat(Below("/apps/plain", "Plain/bin/Debug/net10.0"))
                .Concat(Below("/apps/image", "WithImage/bin/Debug/net10.0"))
                .Concat(Below("/apps/web", "Web/bin/Debug/net10.0/publish"))
                .Concat(Below("/lib", "Lib/bin/Debug/net10.0"))
                .Order(StringComparer.Ordinal),
            Image.Files(image));
        Assert.Contains("/apps/web/wwwroot/site.css", Image.Files(image));
        Assert.True(File.Exists(work.Path("Other/bin/Debug/net10.0/Other.dll")), "A reference without a place in the image is built all the same.");
        Assert.Equal(["Disc.iso"], Directory.EnumerateFiles(work.Path("Disc/bin/Debug")).Select(Path.GetFileName));

        string[] files = Image.Files(image);
        work.Write("Plain/bin/Debug/net10.0/leftover.dll", "");
        work.Build(disc, "--no-restore", "-t:Rebuild");
        Assert.Equal(files, Image.Files(image));

        work.Write("Plain/n.txt", "another");
        work.Build(disc, "--no-restore");
        Assert.Equal("another", Image.Text(image, "/apps/plain/n.txt"));

        work.Dotnet("clean", disc).EnsureSuccess();
        Assert.Empty(Directory.EnumerateFiles(work.Path("Disc/bin"), "*", SearchOption.AllDirectories));

        IEnumerable<string> Below(string folder, string output) =>
            work.FilesOf(output).Where(file => !file.StartsWith("/publish/", StringComparison.Ordinal)).Select(file => folder + file);
    }
}
