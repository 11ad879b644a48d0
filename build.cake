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
});

Task("Default")
    .IsDependentOn("Test")
    .IsDependentOn("Pack")
    .IsDependentOn("Samples");

RunTarget(target);
