namespace IsoBuild.Tests;

/// <summary>`dotnet build`: the image holds exactly what a clean build puts into the output folder, and still does when the folder holds more.</summary>
public class BuildOutputTests
{
    private const string Resource = """
        <root>
          <resheader name="resmimetype"><value>text/microsoft-resx</value></resheader>
          <resheader name="version"><value>2.0</value></resheader>
          <resheader name="reader"><value>System.Resources.ResXResourceReader, System.Windows.Forms</value></resheader>
          <resheader name="writer"><value>System.Resources.ResXResourceWriter, System.Windows.Forms</value></resheader>
          <data name="Greeting"><value>Hello</value></data>
        </root>
        """;

    [Fact]
    public void A_program_with_a_library_satellites_content_settings_and_documentation()
    {
        using Workspace work = new();
        work.Library("Lib", "<GenerateDocumentationFile>true</GenerateDocumentationFile><NoWarn>CS1591</NoWarn>", """
            <Content Include="data/**" CopyToOutputDirectory="PreserveNewest" />
            <None Include="note.txt" CopyToOutputDirectory="Always" />
            """);
        work.Write("Lib/data/sub/x.txt", "x");
        work.Write("Lib/note.txt", "of the library");
        work.Write("Lib/Words.resx", Resource);
        work.Write("Lib/Words.de.resx", Resource);
        string app = work.Console("App", "<GenerateDocumentationFile>true</GenerateDocumentationFile><NoWarn>CS1591</NoWarn>", """
            <ProjectReference Include="../Lib/Lib.csproj" />
            <None Include="note.txt" CopyToOutputDirectory="PreserveNewest" />
            """);
        work.Write("App/note.txt", "of the program");
        work.Write("App/App.config", "<configuration />");
        work.Write("App/Words.fr.resx", Resource);

        string[] files = HoldsWhatTheBuildPutOut(work, app, "App/bin/Debug/net10.0", "App.iso");

        string[] expected = ["/App.dll", "/App.dll.config", "/App.deps.json", "/App.pdb", "/App.runtimeconfig.json", "/App.xml", "/Lib.dll", "/Lib.pdb", "/Lib.xml", "/data/sub/x.txt", "/de/Lib.resources.dll", "/fr/App.resources.dll", "/note.txt"];
        Assert.Empty(expected.Except(files));
        Assert.Equal("of the program", Image.Text(work.Path("App/bin/Debug/net10.0/App.iso"), "/note.txt"));
    }

    [Fact]
    public void An_ASP_NET_application_with_static_files()
    {
        using Workspace work = new();
        string web = work.Project("Web", "Microsoft.NET.Sdk.Web", "<ImplicitUsings>enable</ImplicitUsings>", "", ("Program.cs", "var app = WebApplication.Create(args); app.MapStaticAssets(); app.Run();"));
        work.Write("Web/wwwroot/css/site.css", "a {}");
        work.Write("Web/wwwroot/index.html", "<p>");
        work.Write("Web/appsettings.json", "{}");

        string[] files = HoldsWhatTheBuildPutOut(work, web, "Web/bin/Debug/net10.0", "Web.iso");
        Assert.Contains("/appsettings.json", files);
        Assert.Contains("/Web.staticwebassets.endpoints.json", files);

        work.Publish(web);
        string[] published = Image.Files(work.Path("Web/bin/Release/net10.0/Web.iso"));
        Assert.Equal(work.FilesOf("Web/bin/Release/net10.0/publish"), published);
        Assert.Contains("/wwwroot/css/site.css", published);
        Assert.Contains("/web.config", published);

        // The SDK writes web.config anew each time; that is no change.
        DateTime written = File.GetLastWriteTimeUtc(work.Path("Web/bin/Release/net10.0/Web.iso"));
        work.Publish(web, "--no-restore");
        Assert.Equal(written, File.GetLastWriteTimeUtc(work.Path("Web/bin/Release/net10.0/Web.iso")));
    }

    [Fact]
    public void A_worker()
    {
        using Workspace work = new();
        // The hosting package is the worker's affair; its project type is what is tested.
        string worker = work.Project("Work", "Microsoft.NET.Sdk.Worker", "<DisableImplicitFrameworkReferences>false</DisableImplicitFrameworkReferences>", "", ("Program.cs", "System.Console.WriteLine(1);"));
        work.Write("Work/appsettings.json", "{}");

        Assert.Contains("/appsettings.json", HoldsWhatTheBuildPutOut(work, worker, "Work/bin/Debug/net10.0", "Work.iso"));
    }

    [Fact]
    public void An_FSharp_program()
    {
        using Workspace work = new();
        string app = work.Project("Fs", "Microsoft.NET.Sdk", "<OutputType>Exe</OutputType>", "<Compile Include=\"Program.fs\" />", ("Program.fs", "printfn \"1\""));

        string[] files = HoldsWhatTheBuildPutOut(work, app, "Fs/bin/Debug/net10.0", "Fs.iso");
        Assert.Contains("/FSharp.Core.dll", files);
        Assert.Contains("/de/FSharp.Core.resources.dll", files);
    }

    [Fact]
    public void A_library_and_its_pack()
    {
        using Workspace work = new();
        string lib = work.Library("Lib", reference: work.Reference);

        HoldsWhatTheBuildPutOut(work, lib, "Lib/bin/Debug/net10.0", "Lib.iso");

        work.Dotnet("pack", lib, "-o", work.Path("packed")).EnsureSuccess();
        using System.IO.Compression.ZipArchive package = System.IO.Compression.ZipFile.OpenRead(work.Path("packed/Lib.1.0.0.nupkg"));
        Assert.DoesNotContain(package.Entries, entry => entry.FullName.EndsWith(".iso", StringComparison.Ordinal));
        Assert.DoesNotContain("IsoBuild", new StreamReader(package.GetEntry("Lib.nuspec")!.Open()).ReadToEnd(), StringComparison.Ordinal);
    }

    /// <summary>Builds from nothing; compares the image with the folder; plants leftovers and builds again.</summary>
    private static string[] HoldsWhatTheBuildPutOut(Workspace work, string project, string output, string imageName)
    {
        CommandResult built = work.Build(project);
        string image = work.Path(output, imageName);
        Assert.Contains($"-> {image}", built.Output, StringComparison.Ordinal);
        string[] files = Image.Files(image);
        Assert.Equal(work.FilesOf(output), files);

        byte[] bytes = File.ReadAllBytes(image);
        DateTime written = File.GetLastWriteTimeUtc(image);
        File.WriteAllText(work.Path(output, "Leftover.dll"), "of an earlier time");
        File.WriteAllText(work.Path(output, "other.iso"), "of somebody else");
        work.Build(project, "--no-restore");
        Assert.Equal(written, File.GetLastWriteTimeUtc(image));

        // A rebuild in which nothing is copied again finds the same files.
        File.Delete(image);
        work.Build(project, "--no-restore");
        Assert.Equal(files, Image.Files(image));
        Assert.Equal(bytes, File.ReadAllBytes(image));
        return files;
    }
}
