using System.Text.Json;
using System.Text.RegularExpressions;

namespace IsoBuild.Tests;

/// <summary>Builds that leave the machine: what an image is made of is declared, and what was made of it elsewhere is as good.</summary>
public partial class CacheTests
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private const string Properties = """
        <IsoChecksum>true</IsoChecksum><IsoLayoutFile>maps/made.txt</IsoLayoutFile><IsoLayoutBaseline>maps/held.txt</IsoLayoutBaseline>
        <IsoBaseImage>../base.iso</IsoBaseImage><IsoHybrid>true</IsoHybrid><IsoHybridBootCode>mbr.bin</IsoHybridBootCode>
        """;

    private const string Items = """
        <IsoContent Include="docs" /><IsoContent Include="parts/**/*.txt" TargetPath="parts/" /><IsoContent Include="../shared/a.txt" TargetPath="deep/b.txt" />
        <IsoContent Include="boot.bin" /><IsoBootEntry Include="boot.bin" /><IsoContent Include="new/link" LinkTarget="../docs" /><IsoContent Include="new/dir" Kind="Directory" />
        """;

    private static readonly string[] Sources = ["Img/docs/1.txt", "Img/docs/deep/2.txt", "Img/parts/p/3.txt", "Img/boot.bin", "Img/mbr.bin", "Img/maps/held.txt", "shared/a.txt", "base.iso"];

    [Fact]
    public void What_is_declared_is_all_that_an_image_is_made_of()
    {
        using Workspace work = new();
        string project = Checkout(work, "one");
        byte[] image = File.ReadAllBytes(work.Path("one/Img/bin/Debug/Img.iso"));
        (string Path, string Kind)[] inputs = Ask(work, project, "GetIsoInputs");
        Assert.Equal(
            Sources.Select(source => (work.Path("one", source), "File")).Append((work.Path("one/Img/docs"), "Directory")).Append((work.Path("one/Img/docs/deep"), "Directory")).Append((work.Path("one/Img/docs/empty"), "Directory")).Order(),
            inputs.Order());
        Assert.Equal(
            ["bin/Debug/Img.iso Image", "bin/Debug/Img.iso.sha256 Checksum", "maps/made.txt Layout", "obj/Debug/isobuild/Img.build.inputs Records", "obj/Debug/isobuild/Img.build.stamp Stamp"],
            Ask(work, project, "GetIsoOutputs", stage: "Build").Select(output => $"{Path.GetRelativePath(work.Path("one/Img"), output.Path).Replace('\\', '/')} {output.Kind}").Order(StringComparer.Ordinal));

        // Nothing else is there: the same bytes.
        foreach ((string path, string kind) in inputs)
        {
            string copy = Path.Combine(work.Path("two"), Path.GetRelativePath(work.Path("one"), path));
            Directory.CreateDirectory(kind == "Directory" ? copy : Path.GetDirectoryName(copy)!);
            if (kind == "File")
            {
                File.WriteAllBytes(copy, File.ReadAllBytes(path));
            }
        }

        File.Copy(project, work.Path("two/Img/Img.csproj"));
        work.Build(work.Path("two/Img/Img.csproj"));
        Assert.Equal(image, File.ReadAllBytes(work.Path("two/Img/bin/Debug/Img.iso")));
    }

    /// <summary>Not asked of ourselves: the system tells which files the build opens.</summary>
    [ToolFact("strace")]
    public void What_a_build_opens_is_declared()
    {
        using Workspace work = new();
        string project = Checkout(work, "one");
        work.Write("one/Img/bystander.txt", "nobody names it");
        work.Write("one/shared/bystander.txt", "nor this");
        File.Delete(work.Path("one/Img/bin/Debug/Img.iso"));
        Dictionary<string, string?> variables = new(DotnetEnvironment.Clean) { ["NUGET_PACKAGES"] = PackageFeed.RestoredPackages };
        CommandLine.Run(
            "strace",
            ["-f", "-qq", "-y", "-o", work.Path("trace"), "-e", "trace=open,openat,creat", "dotnet", "build", project, "--no-restore", "-nodeReuse:false", "-m:1", "-tl:off"],
            work.Path(),
            variables).EnsureSuccess();
        Assert.True(File.Exists(work.Path("one/Img/bin/Debug/Img.iso")));

        HashSet<string> opened = [.. File.ReadLines(work.Path("trace"))
            .Where(line => !line.Contains("O_DIRECTORY", StringComparison.Ordinal))
            .Select(line => Opened().Match(line).Groups["path"].Value)
            .Where(path => path.StartsWith(work.Path() + "/", StringComparison.Ordinal) && File.Exists(path) && !IsOfMSBuild(Path.GetRelativePath(work.Path(), path)))];
        string[] inputs = [.. Ask(work, project, "GetIsoInputs").Where(input => input.Kind == "File").Select(input => input.Path)];
        string[] outputs = [.. Ask(work, project, "GetIsoOutputs").Select(output => output.Path)];
        Assert.Empty(opened.Except(inputs).Except(outputs));
        Assert.Empty(inputs.Except(opened));

        // The project, what it imports, and what is known of packages.
        static bool IsOfMSBuild(string path) => path is "trace" or "nuget.config" || path.StartsWith("Directory.Build", StringComparison.Ordinal) || path.EndsWith(".csproj", StringComparison.Ordinal)
            || (path.StartsWith("one/Img/obj/", StringComparison.Ordinal) && !path.Contains("/isobuild/", StringComparison.Ordinal));
    }

    [Fact]
    public void What_comes_from_a_cache_is_as_good_as_what_is_built()
    {
        using Workspace work = new();
        string plugin = Repository.File($"tests/IsoBuild.ProjectCache/bin/{Configuration}/net10.0/IsoBuild.ProjectCache.dll");
        work.Write("Directory.Build.targets", $"""
            <Project>
              <ItemGroup Condition="'$(Cached)' == 'true'"><ProjectCachePlugin Include="{plugin}" Store="{work.Path("store")}" /></ItemGroup>
            </Project>
            """);
        string[] cached = ["--no-restore", "-graph", "-p:Cached=true"];
        string first = Checkout(work, "one");
        File.Delete(work.Path("one/Img/bin/Debug/Img.iso"));
        Assert.Contains("cache: Img.csproj is not known", work.Build(first, cached).Output, StringComparison.Ordinal);
        byte[] image = File.ReadAllBytes(work.Path("one/Img/bin/Debug/Img.iso"));

        // Another checkout, of another day and at another depth.
        string second = Checkout(work, "some/where/else", isBuilt: false);
        string copy = work.Path("some/where/else/Img/bin/Debug/Img.iso");
        string output = work.Build(second, cached).Output;
        Assert.Contains("cache: Img.csproj is known", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Img.iso", output, StringComparison.Ordinal);
        Assert.Equal(image, File.ReadAllBytes(copy));
        Assert.Equal(File.ReadAllText(work.Path("one/Img/maps/made.txt")), File.ReadAllText(work.Path("some/where/else/Img/maps/made.txt")));
        Assert.Equal(File.ReadAllText(work.Path("one/Img/bin/Debug/Img.iso.sha256")), File.ReadAllText(copy + ".sha256"));

        // A build finds nothing to do, and knows of it from then on.
        DateTime written = File.GetLastWriteTimeUtc(copy);
        string stamp = work.Path("some/where/else/Img/obj/Debug/isobuild/Img.build.stamp");
        work.Build(second, "--no-restore");
        string renewed = File.ReadAllText(stamp);
        work.Build(second, "--no-restore");
        Assert.Equal((written, renewed), (File.GetLastWriteTimeUtc(copy), File.ReadAllText(stamp)));
        File.Delete(copy);
        work.Build(second, "--no-restore");
        Assert.Equal(image, File.ReadAllBytes(copy));

        // Other bytes are another key, and so is one more empty directory.
        Directory.CreateDirectory(work.Path("some/where/else/Img/docs/one more"));
        Assert.Contains("cache: Img.csproj is not known", work.Dotnet(["build", second, .. cached, "-p:IsoAcceptLayout=true"]).Output, StringComparison.Ordinal);

        // What came from a cache is cleaned as what was built.
        string third = Checkout(work, "third", isBuilt: false);
        work.Build(third, cached);
        Assert.Equal(image, File.ReadAllBytes(work.Path("third/Img/bin/Debug/Img.iso")));
        work.Dotnet("clean", third).EnsureSuccess();
        Assert.Equal([work.Path("third/base.iso")], Directory.EnumerateFiles(work.Path("third"), "*.iso*", SearchOption.AllDirectories));
        Assert.True(File.Exists(work.Path("third/Img/maps/held.txt")));
    }

    /// <summary>A project with its sources: built, or restored alone. The committed map is the first checkout's.</summary>
    private static string Checkout(Workspace work, string folder, bool isBuilt = true)
    {
        foreach (string source in Sources.Where(source => source.EndsWith(".txt", StringComparison.Ordinal) && !source.EndsWith("held.txt", StringComparison.Ordinal)))
        {
            work.Write($"{folder}/{source}", source);
        }

        Directory.CreateDirectory(work.Path(folder, "Img/docs/empty"));
        BootFiles.Write(work.Path(folder), "Img/boot.bin", BootFiles.Code(5000));
        BootFiles.Write(work.Path(folder), "Img/mbr.bin", BootFiles.Code(300));
        new ImageBuilder().AddFile("of/base.txt", "base"u8.ToArray()).Write(work.Path(folder, "base.iso")).EnsureSuccess();
        string project = work.Write($"{folder}/Img/Img.csproj", $"""
            <Project Sdk="IsoBuild/{work.Version}"><PropertyGroup>{Properties}</PropertyGroup><ItemGroup>{Items}</ItemGroup></Project>
            """);
        if (isBuilt)
        {
            work.Build(project, "-p:IsoAcceptLayout=true");
        }
        else
        {
            Directory.CreateDirectory(work.Path(folder, "Img/maps"));
            File.WriteAllText(work.Path(folder, "Img/maps/held.txt"), File.ReadAllText(work.Path("one/Img/maps/held.txt")));
            work.Dotnet("restore", project).EnsureSuccess();
        }

        return project;
    }

    private static (string Path, string Kind)[] Ask(Workspace work, string project, string target, string stage = "")
    {
        using JsonDocument answer = JsonDocument.Parse(work.Dotnet("msbuild", project, $"-getTargetResult:{target}").EnsureSuccess().Output);
        return [.. answer.RootElement.GetProperty("TargetResults").GetProperty(target).GetProperty("Items").EnumerateArray()
            .Where(item => stage.Length == 0 || item.GetProperty("IsoStage").GetString() == stage)
            .Select(item => (item.GetProperty("FullPath").GetString()!, item.GetProperty("Kind").GetString()!))];
    }

    [GeneratedRegex(@"\) = \d+<(?<path>[^>]+)>")]
    private static partial Regex Opened();
}
