using System.IO.Compression;
using System.Reflection;

namespace IsoBuild.Windows.Tests;

/// <summary>The targets and tasks of the package, on Windows: with its paths, and the same images.</summary>
[Collection(WineCollection.Name)]
public sealed class BuildsOnWindowsTests : IDisposable
{
    /// <summary>A directory of more than the 260 characters that Windows once had for paths.</summary>
    private static readonly string Long = string.Join('/', Enumerable.Repeat(new string('d', 60), 5));

    /// <summary>The folder of the SDK's targets.</summary>
    private static readonly string Tools = typeof(BuildsOnWindowsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "MSBuildToolsPath").Value!;

    private readonly Wine wine;
    private readonly TempDirectory folder = new();

    public BuildsOnWindowsTests(Wine wine)
    {
        this.wine = wine;
        foreach (string file in (string[])["out/a.txt", "out/Sub/b.txt", "out/bin/run.sh", $"long/{Long}/far.txt", "with space/Größe.txt"])
        {
            folder.Write($"here/{file}", file);
            folder.Write($"windows/{file}", file);
        }
    }

    public void Dispose() => folder.Dispose();

    [ToolFact(Wine.Tool)]
    public void Paths_of_every_kind_make_the_image_that_this_system_makes()
    {
        const string content = """
            <IsoContent Include="$(MSBuildProjectDirectory)\out\a.txt" TargetPath="full\" />
            <IsoContent Include="out/Sub\b.txt" TargetPath="mixed\and/" />
            <IsoContent Include="out\**\*.txt" TargetPath="globbed\" />
            <IsoContent Include="with space" TargetPath="\" />
            <Source Include="out\bin\run.sh" />
            <IsoContent Include="@(Source->'%(FullPath)')" TargetPath="items/" />
            """;
        string far = $"""<IsoContent Include="long/{Long}/far.txt" TargetPath="far/far.txt" />""";
        Write("here", content + far + """<IsoContent Include="out/Sub" TargetPath="case" /><IsoContent Include="out/a.txt" TargetPath="form/a.txt" />""");
        Write("windows", content + far + """<IsoContent Include="OUT\sub" TargetPath="case" /><IsoContent Include="$([MSBuild]::Escape(`\\?\$(MSBuildProjectDirectory)\out\a.txt`))" TargetPath="form/a.txt" />""");
        CommandLine.Run("dotnet", ["msbuild", "image.proj", $"-p:Package={Package}", "-nodeReuse:false", "-tl:off"], folder.Combine("here"), DotnetEnvironment.Clean).EnsureSuccess();
        Build().EnsureSuccess();

        foreach (string file in (string[])["made/image.iso", "made/image.iso.sha256", "map.txt"])
        {
            Assert.True(File.ReadAllBytes(folder.Combine("here", file)).AsSpan().SequenceEqual(File.ReadAllBytes(folder.Combine("windows", file))), $"{file} differs.");
        }
    }

    [ToolFact(Wine.Tool)]
    public void What_has_not_changed_is_not_made_again_and_Clean_takes_it_away()
    {
        Write("windows", """<IsoContent Include="out" TargetPath="." />""");
        string image = folder.Combine("windows", "made", "image.iso");
        Build().EnsureSuccess();
        byte[] first = File.ReadAllBytes(image);
        File.SetLastWriteTimeUtc(image, DateTime.UnixEpoch.AddYears(40));
        Build().EnsureSuccess();
        Assert.Equal(DateTime.UnixEpoch.AddYears(40), File.GetLastWriteTimeUtc(image));

        folder.Write("windows/out/a.txt", "changed");
        Build().EnsureSuccess();
        Assert.NotEqual(first, File.ReadAllBytes(image));

        Build("Clean").EnsureSuccess();
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Combine("windows", "made")));
        Assert.True(File.Exists(folder.Combine("windows", "out", "a.txt")));
    }

    [ToolFact(Wine.Tool)]
    public void What_is_not_there_is_named_as_it_was_written()
    {
        Write("windows", """<IsoContent Include="Q:\nowhere\a.txt" /><IsoContent Include="out\none.txt" TargetPath="x" />""");
        CommandResult result = Build();
        Assert.Equal(1, result.ExitCode);
        string[] errors = [.. result.Output.Split('\n').Where(line => line.Contains(" error ISOB1001: ", StringComparison.Ordinal))];
        Assert.Equal(2, errors.Length);
        Assert.Contains(@"Q:\nowhere\a.txt: The source", errors[0], StringComparison.Ordinal);
        Assert.Contains(@"out\none.txt: The source", errors[1], StringComparison.Ordinal);
        Assert.False(Path.Exists(folder.Combine("windows", "made")));
    }

    private string Package
    {
        get
        {
            string package = folder.Combine("package");
            if (!Directory.Exists(package))
            {
                ZipFile.ExtractToDirectory(PackageFeed.NupkgOf("IsoBuild"), package);
            }

            return package;
        }
    }

    private CommandResult Build(string target = "Build") => wine.Run(
        "IsoBuild.Windows",
        folder.Combine("windows"),
        // The MSBuild that a program may hold is older than the SDK's, and its compiler and NuGet are missing.
        "build", Wine.PathOf(Tools), "image.proj", target, $"Package={Wine.PathOf(Package)}", "NETCoreSdkPortableRuntimeIdentifier=win-x64", "_IsoMSBuildVersion=18.0.0");

    /// <summary>A project as IsoBuild's own SDK has it, without Microsoft.NET.Sdk, whose tasks are compiled for one system.</summary>
    private void Write(string root, string items) => folder.Write($"{root}/image.proj", $"""
        <Project>
          <PropertyGroup>
            <Configuration>Debug</Configuration><OutputPath>bin\</OutputPath><OutDir>bin\</OutDir><BaseIntermediateOutputPath>obj\</BaseIntermediateOutputPath><IntermediateOutputPath>obj\</IntermediateOutputPath>
            <TargetFrameworkIdentifier>.NETCoreApp</TargetFrameworkIdentifier><TargetFrameworkVersion>v10.0</TargetFrameworkVersion><AssemblyName>image</AssemblyName><OutputType>Library</OutputType>
            <UsingIsoBuildSdk>true</UsingIsoBuildSdk><SkipCopyBuildProduct>true</SkipCopyBuildProduct><CopyBuildOutputToOutputDirectory>false</CopyBuildOutputToOutputDirectory><DebugType>none</DebugType><AutomaticallyUseReferenceAssemblyPackages>false</AutomaticallyUseReferenceAssemblyPackages>
            <IsoContentFrom>None</IsoContentFrom><IsoOutputDir>$(MSBuildProjectDirectory)\made\</IsoOutputDir><IsoLayoutFile>map.txt</IsoLayoutFile><IsoChecksum>true</IsoChecksum><IsoFormats>Joliet;RockRidge;Udf</IsoFormats>
          </PropertyGroup>
          <ItemGroup>{items}</ItemGroup>
          <Import Project="$(MSBuildToolsPath)\Microsoft.Common.targets" />
          <Import Project="$(Package)\build\IsoBuild.targets" />
          <ItemGroup><IntermediateAssembly Remove="@(IntermediateAssembly)" /></ItemGroup>
          <Target Name="CoreCompile" />
          <Target Name="CreateManifestResourceNames" />
          <Target Name="GetReferenceAssemblyPaths" />
          <Target Name="SplitResourcesByCulture" />
          <Target Name="ComputeIntermediateSatelliteAssemblies" />
          <Target Name="GetTargetPath" />
          <Target Name="GetTargetPathWithTargetPlatformMoniker" />
        </Project>
        """);
}
