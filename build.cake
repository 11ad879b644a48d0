var target = Argument("target", "Default");
var configuration = Argument("configuration", "Release");

var solution = File("IsoBuild.sln");
var packages = Directory("artifacts/packages");

Task("Clean")
    .Does(() =>
{
    DotNetClean(solution, new DotNetCleanSettings { Configuration = configuration, Verbosity = DotNetVerbosity.Quiet });
    // The folder may hold packages of other runs; the name of one is not the proof of its content.
    CleanDirectories("artifacts");
    CleanDirectories("samples/*/bin");
    CleanDirectories("samples/*/obj");
});

Task("Build")
    .Does(() => DotNetBuild(solution, new DotNetBuildSettings { Configuration = configuration }));

Task("Test")
    .IsDependentOn("Build")
    .Does(() => DotNetTest(solution, new DotNetTestSettings { Configuration = configuration, NoBuild = true }));

Task("Pack")
    .IsDependentOn("Build")
    .Does(() =>
{
    foreach (var project in GetFiles("src/*/*.csproj"))
    {
        // Not NoBuild: the package gathers its tasks by asking the library's project, which may then not build.
        DotNetPack(project.FullPath, new DotNetPackSettings { Configuration = configuration, NoRestore = true, OutputDirectory = packages });
    }
});

Task("Samples")
    .Does(() =>
{
    foreach (var project in GetFiles("samples/*/*.*proj"))
    {
        DotNetBuild(project.FullPath, new DotNetBuildSettings { Configuration = configuration });
    }

    DotNetTest("samples/LayoutSnapshot", new DotNetTestSettings { Configuration = configuration, NoBuild = true });
    RunScript("samples/CakePipeline/build.cake");
});

// A script loads the addin from a feed. The one of this repository comes from a folder that is named after its content,
// and so do the loaded files: what an earlier run loaded never stands in for it.
void RunScript(FilePath script)
{
    var provide = new ProcessSettings
    {
        Arguments = "msbuild samples/IsoBuild.Package.proj -t:Provide -p:Package=Cake.IsoBuild -getProperty:_PackageFolder",
        RedirectStandardOutput = true,
    };
    if (StartProcess("dotnet", provide, out var output) != 0)
    {
        throw new CakeException($"The addin could not be packed:{Environment.NewLine}{string.Join(Environment.NewLine, output)}");
    }

    var feed = Directory(output.Last(line => line.Length > 0));
    var exitCode = StartProcess("dotnet", new ProcessSettings
    {
        Arguments = new ProcessArgumentBuilder().Append("cake").AppendQuoted(MakeAbsolute(script).FullPath),
        EnvironmentVariables = new Dictionary<string, string>
        {
            ["CAKE_NUGET_SOURCE"] = feed,
            ["CAKE_PATHS_ADDINS"] = feed + Directory("addins"),
        },
    });
    if (exitCode != 0)
    {
        throw new CakeException($"{script} ended with {exitCode}.");
    }
}

Task("Default")
    .IsDependentOn("Test")
    .IsDependentOn("Pack")
    .IsDependentOn("Samples");

RunTarget(target);
