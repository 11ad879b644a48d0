using System.IO.Compression;

namespace IsoBuild.Tests;

/// <summary>Each kind of project in each way to build it: the image holds the folder, whatever the way.</summary>
public class MatrixTests
{
    /// <summary>One project of each kind; what else there is of it lies in <see cref="Prepare"/>.</summary>
    private static readonly string[] Kinds = ["Console", "Library", "Tool", "Web", "Worker", "Many", "Disc"];

    [Theory]
    [InlineData("build")]
    [InlineData("multithreaded")]
    [InlineData("artifacts")]
    public void Built(string way)
    {
        using Workspace work = Prepare(way == "artifacts");
        work.Dotnet(["msbuild", "all.proj", "-t:Build", "-m", .. way == "multithreaded" ? ["-mt"] : Array.Empty<string>()]).EnsureSuccess();
        foreach (string kind in Kinds)
        {
            string[] folders = (kind, way) switch
            {
                ("Many", "artifacts") => ["artifacts/bin/Many/debug_net10.0", "artifacts/bin/Many/debug_netstandard2.0"],
                ("Many", _) => ["Many/bin/Debug/net10.0", "Many/bin/Debug/netstandard2.0"],
                (_, "artifacts") => [$"artifacts/bin/{kind}/debug"],
                ("Disc", _) => ["Disc/bin/Debug"],
                _ => [$"{kind}/bin/Debug/net10.0"],
            };
            Assert.All(folders, folder => IsHeld(work, kind, folder, folder));
        }
    }

    [Theory]
    [InlineData("publish")]
    [InlineData("publish without building")]
    [InlineData("publish of artifacts")]
    public void Published(string way)
    {
        bool usesArtifacts = way == "publish of artifacts";
        using Workspace work = Prepare(usesArtifacts);
        string[] kinds = [.. Kinds.Where(kind => kind != "Many")];
        if (way == "publish without building")
        {
            work.Dotnet("msbuild", "all.proj", "-t:Build", "-m").EnsureSuccess();
        }

        work.Dotnet(["msbuild", "all.proj", "-t:Publish", "-m", "-p:_IsPublishing=true", .. way == "publish without building" ? ["-p:NoBuild=true"] : Array.Empty<string>()]).EnsureSuccess();
        foreach (string kind in kinds)
        {
            (string folder, string image) = (kind, usesArtifacts) switch
            {
                ("Disc", true) => ("artifacts/publish/Disc/debug", "artifacts/publish/Disc/debug"),
                (_, true) => ($"artifacts/publish/{kind}/debug", $"artifacts/bin/{kind}/debug"),
                ("Disc", _) => ("Disc/bin/Debug/publish", "Disc/bin/Debug/publish"),
                _ => ($"{kind}/bin/Debug/net10.0/publish", $"{kind}/bin/Debug/net10.0"),
            };
            IsHeld(work, kind, folder, image);
        }
    }

    [Fact]
    public void Built_into_a_folder_that_the_command_line_names()
    {
        using Workspace work = Prepare();
        foreach (string kind in Kinds.Where(kind => kind != "Many"))
        {
            work.Build($"{kind}/{kind}.csproj", "--no-restore", "-o", work.Path("out", kind));
            IsHeld(work, kind, "out/" + kind, "out/" + kind);
        }
    }

    /// <summary>A graph build that is isolated runs on other projects only what was announced.</summary>
    [Fact]
    public void Built_as_a_graph_each_project_on_its_own()
    {
        using Workspace work = Prepare();
        foreach (string kind in Kinds.Where(kind => kind != "Many"))
        {
            work.Dotnet("msbuild", $"{kind}/{kind}.csproj", "-t:Build", "-graph", "-isolate").EnsureSuccess();
            string folder = kind == "Disc" ? "Disc/bin/Debug" : $"{kind}/bin/Debug/net10.0";
            IsHeld(work, kind, folder, folder);
        }
    }

    [Fact]
    public void Packed_without_the_image()
    {
        using Workspace work = Prepare();
        foreach (string kind in (string[])["Library", "Tool", "Many"])
        {
            work.Dotnet("msbuild", $"{kind}/{kind}.csproj", "-t:Pack", $"-p:PackageOutputPath={work.Path("packed")}").EnsureSuccess();
            using ZipArchive package = ZipFile.OpenRead(work.Path($"packed/{kind}.1.0.0.nupkg"));
            Assert.Contains(package.Entries, entry => entry.FullName.EndsWith($"/{kind}.dll", StringComparison.Ordinal));
            Assert.DoesNotContain(package.Entries, entry => entry.FullName.EndsWith(".iso", StringComparison.Ordinal));
        }
    }

    private static Workspace Prepare(bool usesArtifacts = false)
    {
        Workspace work = new();
        const string Content = """<None Include="data/**" CopyToOutputDirectory="PreserveNewest" />""";
        work.Console("Console", items: Content);
        work.Library("Library", items: Content, reference: work.Reference);
        work.Console("Tool", "<PackAsTool>true</PackAsTool><ToolCommandName>atool</ToolCommandName>", Content);
        work.Project("Web", "Microsoft.NET.Sdk.Web", "<ImplicitUsings>enable</ImplicitUsings>", "", ("Program.cs", "var app = WebApplication.Create(args); app.MapStaticAssets(); app.Run();"));
        work.Write("Web/wwwroot/site.css", "a {}");
        work.Project("Worker", "Microsoft.NET.Sdk.Worker", "", "", ("Program.cs", "System.Console.WriteLine(1);"));
        work.Library("Many", "<TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks><LangVersion>latest</LangVersion>", Content, work.Reference);
        work.ImageProject("Disc", """<IsoContent Include="data" /><ProjectReference Include="../Console/Console.csproj" IsoTargetPath="app" />""");
        foreach (string kind in Kinds)
        {
            work.Write(kind + "/data/of.txt", kind);
        }

        if (usesArtifacts)
        {
            work.Write("Directory.Build.props", "<Project><PropertyGroup><UseArtifactsOutput>true</UseArtifactsOutput></PropertyGroup></Project>");
        }

        work.Write("all.proj", """
            <Project>
              <ItemGroup><All Include="*/*.csproj" /></ItemGroup>
              <Target Name="Restore"><MSBuild Projects="@(All)" Targets="Restore" Properties="Restoring=1" /></Target>
              <Target Name="Build"><MSBuild Projects="@(All)" Targets="Build" BuildInParallel="true" /></Target>
              <Target Name="Publish"><MSBuild Projects="@(All)" Targets="Publish" BuildInParallel="true" Condition="'%(Filename)' != 'Many'" /></Target>
            </Project>
            """);
        work.Dotnet("msbuild", "all.proj", "-t:Restore").EnsureSuccess();
        return work;
    }

    /// <summary>An image project has no folder that is held: its content is known.</summary>
    private static void IsHeld(Workspace work, string kind, string folder, string imageFolder)
    {
        string[] held = Image.Files(work.Path(imageFolder, kind + ".iso"));
        if (kind != "Disc")
        {
            Assert.Equal(work.FilesOf(folder), held);
            return;
        }

        Assert.Equal("/data/of.txt", held[^1]);
        Assert.Contains("/app/Console.dll", held);
        Assert.Contains("/app/data/of.txt", held);
    }
}
