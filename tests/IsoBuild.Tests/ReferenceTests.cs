using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace IsoBuild.Tests;

/// <summary>What referenced projects put into an image: what they build, or publish, each from its own folder.</summary>
public class ReferenceTests
{
    [Fact]
    public void Of_a_single_file_program_the_image_has_what_was_published()
    {
        using Workspace work = new();
        work.Console("App", $"<RuntimeIdentifier>{RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier><PublishSingleFile>true</PublishSingleFile>", """<Content Include="data.txt" CopyToPublishDirectory="Always"><ExcludeFromSingleFile>true</ExcludeFromSingleFile></Content>""", reference: "");
        work.Write("App/data.txt", "d");
        string disc = work.ImageProject("Disc", """<ProjectReference Include="../App/App.csproj" IsoTargetPath="app" IsoPublish="true" />""");

        work.Build(disc);

        string[] published = work.FilesOf("App/bin/Debug/net10.0", RuntimeInformation.RuntimeIdentifier, "publish");
        Assert.Contains("/data.txt", published);
        Assert.Equal(published.Select(file => "/app" + file), Image.Files(work.Path("Disc/bin/Debug/Disc.iso")));
    }

    [Fact]
    public void Each_publishes_into_its_own_folder_whatever_the_command_line_says()
    {
        using Workspace work = new();
        foreach (string name in (string[])["A", "B"])
        {
            work.Console(name, items: """<Content Include="settings.json" CopyToPublishDirectory="Always" CopyToOutputDirectory="Always" />""", reference: "");
            work.Write(name + "/settings.json", name);
        }

        string disc = work.ImageProject("Disc", """
            <ProjectReference Include="../A/A.csproj;../B/B.csproj" IsoTargetPath="%(Filename)" IsoPublish="true" />
            <ProjectReference Include="../A/A.csproj" IsoTargetPath="built" />
            """);
        work.Publish(disc, "-o", work.Path("out"));
        Holds(work.Path("out/Disc.iso"));
        Assert.Equal(["Disc.iso"], Directory.EnumerateFileSystemEntries(work.Path("out")).Select(Path.GetFileName));

        work.Build(disc, "--no-restore", "-o", work.Path("built"));
        Holds(work.Path("built/Disc.iso"));
        Assert.Equal(["Disc.iso"], Directory.EnumerateFileSystemEntries(work.Path("built")).Select(Path.GetFileName));

        void Holds(string image) => Assert.Equal(["A", "B", "A"], ((string[])["/A", "/B", "/built"]).Select(folder => Image.Text(image, folder + "/settings.json")));
    }

    [Fact]
    public void Two_that_share_a_folder_are_an_error()
    {
        using Workspace work = new();
        foreach (string name in (string[])["A", "B"])
        {
            work.Console(name, "<OutputPath>../shared</OutputPath><AppendTargetFrameworkToOutputPath>false</AppendTargetFrameworkToOutputPath>", reference: "");
        }

        string disc = work.ImageProject("Disc", """
            <ProjectReference Include="../A/A.csproj" IsoTargetPath="a" />
            <ProjectReference Include="../A/A.csproj" IsoTargetPath="again" />
            <ProjectReference Include="../B/B.csproj" IsoTargetPath="b" />
            """);
        Assert.Contains("A.csproj", Assert.Single(Workspace.Coded(work.Dotnet("build", disc), "ISOB4007")), StringComparison.Ordinal);
        Assert.False(File.Exists(work.Path("Disc/bin/Debug/Disc.iso")));
    }

    [Fact]
    public void What_was_not_built_is_missed()
    {
        using Workspace work = new();
        work.Console("A", reference: "");
        string disc = work.ImageProject("Disc", """<ProjectReference Include="../A/A.csproj" IsoTargetPath="a" />""");
        work.Build(disc);
        byte[] image = File.ReadAllBytes(work.Path("Disc/bin/Debug/Disc.iso"));

        Directory.Delete(work.Path("A/bin"), recursive: true);
        CommandResult built = work.Dotnet("build", disc, "--no-restore", "--no-dependencies");
        Assert.NotEqual(0, built.ExitCode);
        Assert.Contains(Workspace.Coded(built, "ISOB1001"), line => line.Contains("A.dll", StringComparison.Ordinal));
        Assert.Equal(image, File.ReadAllBytes(work.Path("Disc/bin/Debug/Disc.iso")));
    }

    [Fact]
    public void An_image_that_ends_up_empty_is_reported()
    {
        using Workspace work = new();
        work.ImageProject("Disc", """<IsoContent Include="nothing/**" />""");
        work.Library("Lib", "<IsoContentFrom>None</IsoContentFrom>", reference: work.Reference);
        work.Write("Void/void/kept.txt", "k");
        work.ImageProject("Void", """<IsoContent Include="void" TargetPath="." />""", "<IsoExclude>*.txt</IsoExclude>");
        CommandResult built = work.BuildAll();

        string[] reported = Workspace.Coded(built, "ISOB4009");
        Assert.Equal(3, reported.Length);
        Assert.Contains(reported, line => line.Contains("Disc.csproj : error", StringComparison.Ordinal));
        Assert.Contains(reported, line => line.Contains("Void.csproj : error", StringComparison.Ordinal));
        Assert.Contains(reported, line => line.Contains("Lib.csproj : warning", StringComparison.Ordinal));
        Assert.False(File.Exists(work.Path("Disc/bin/Debug/Disc.iso")));
        Assert.Empty(Image.Files(work.Path("Lib/bin/Debug/net10.0/Lib.iso")));
    }

    [Fact]
    public void Static_files_that_were_deleted_are_published_no_more()
    {
        using Workspace work = new();
        work.Project("Web", "Microsoft.NET.Sdk.Web", "<ImplicitUsings>enable</ImplicitUsings>", "", ("Program.cs", "var app = WebApplication.Create(args); app.MapStaticAssets(); app.Run();"), reference: "");
        work.Write("Web/wwwroot/secret.txt", "old");
        string disc = work.ImageProject("Disc", """<ProjectReference Include="../Web/Web.csproj" IsoTargetPath="web" IsoPublish="true" />""");
        string image = work.Path("Disc/bin/Debug/Disc.iso");
        work.Build(disc);
        Assert.Equal(work.FilesOf("Web/bin/Debug/net10.0/publish").Select(file => "/web" + file), Image.Files(image));
        Assert.Contains("/web/wwwroot/secret.txt", Image.Files(image));

        File.Move(work.Path("Web/wwwroot/secret.txt"), work.Path("Web/wwwroot/new.txt"));
        work.Build(disc, "--no-restore");
        // The SDK leaves the former file in the folder.
        Assert.Equal(work.FilesOf("Web/bin/Debug/net10.0/publish").Where(file => !file.Contains("secret", StringComparison.Ordinal)).Select(file => "/web" + file), Image.Files(image));
        Assert.Contains("/web/wwwroot/new.txt", Image.Files(image));
    }

    [Fact]
    public void A_tool_does_not_take_the_image_along()
    {
        using Workspace work = new();
        string tool = work.Console("Tool", "<PackAsTool>true</PackAsTool><IsPackable>true</IsPackable>");
        work.Publish(tool);
        Assert.True(File.Exists(work.Path("Tool/bin/Release/net10.0/Tool.iso")));

        work.Dotnet("pack", tool, "--no-restore", "-o", work.Path("packed")).EnsureSuccess();
        using ZipArchive package = ZipFile.OpenRead(work.Path("packed/Tool.1.0.0.nupkg"));
        Assert.Contains(package.Entries, entry => entry.Name == "Tool.dll");
        Assert.DoesNotContain(package.Entries, entry => entry.Name.EndsWith(".iso", StringComparison.Ordinal));
    }

    [Fact]
    public void A_container_does_not_take_the_image_along()
    {
        using Workspace work = new();
        using BaseRegistry registry = new();
        string app = work.Console("App", $"<ContainerBaseImage>{registry.Image}</ContainerBaseImage><ContainerArchiveOutputPath>../app.tar</ContainerArchiveOutputPath>");
        work.Dotnet(["publish", app, "-t:PublishContainer"], ("DOTNET_CONTAINER_INSECURE_REGISTRIES", registry.Host)).EnsureSuccess();
        Assert.Contains("/App.dll", Image.Files(work.Path("App/bin/Release/net10.0/App.iso")));

        string[] contained = [.. FilesOfLayers(work.Path("app.tar"))];
        Assert.Contains("app/App.dll", contained);
        Assert.DoesNotContain(contained, file => file.EndsWith(".iso", StringComparison.Ordinal));
    }

    /// <summary>The files in all layers of a container that was saved.</summary>
    private static IEnumerable<string> FilesOfLayers(string archive)
    {
        using Stream file = File.OpenRead(archive);
        using TarReader saved = new(file);
        while (saved.GetNextEntry() is { } part)
        {
            if (!part.Name.EndsWith("/layer.tar", StringComparison.Ordinal))
            {
                continue;
            }

            using TarReader layer = new(new GZipStream(part.DataStream!, CompressionMode.Decompress));
            while (layer.GetNextEntry() is { } entry)
            {
                yield return entry.Name;
            }
        }
    }
}
