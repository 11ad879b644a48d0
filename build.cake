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
        DotNetPack(project.FullPath, new DotNetPackSettings
        {
            Configuration = configuration,
            OutputDirectory = packages,
            MSBuildSettings = new DotNetMSBuildSettings().WithProperty("CompileTasksAhead", "true"),
        });
    }
});

Task("Samples")
    .Does(() =>
{
    foreach (var project in GetFiles("samples/*/*.*proj"))
    {
        if (LacksBootFiles(project) || LacksMachines(project))
        {
            continue;
        }

        var settings = new DotNetBuildSettings { Configuration = configuration };
        if (project.GetFilename().FullPath == "EveryMachine.csproj")
        {
            // One of its machines proves the project; --machines="x64;arm64;…" builds more.
            settings.MSBuildSettings = new DotNetMSBuildSettings().WithProperty("Machines", Argument("machines", "x64").Replace(";", "%3B"));
        }

        DotNetBuild(project.FullPath, settings);
    }

    DotNetTest("samples/LayoutSnapshot", new DotNetTestSettings { Configuration = configuration, NoBuild = true });
    RunScript("samples/CakePipeline/build.cake");
});

// The installer's boot files come from Debian's packages. Where tools must be there, so must these: the sample's own error names what is missing.
bool LacksBootFiles(FilePath project)
{
    if (project.GetFilename().FullPath != "InstallerMedia.csproj" || EnvironmentVariable("ISOBUILD_REQUIRE_TOOLS") == "1")
    {
        return false;
    }

    var missing = new[]
    {
        (Package: "isolinux", File: "/usr/lib/ISOLINUX/isolinux.bin"),
        (Package: "syslinux-common", File: "/usr/lib/syslinux/modules/bios/ldlinux.c32"),
        (Package: "grub-efi-amd64-bin", File: "/usr/lib/grub/x86_64-efi/monolithic/gcdx64.efi"),
        (Package: "debian-installer-12-netboot-amd64", File: "/usr/lib/debian-installer/images/12/amd64/text/debian-installer/amd64/linux"),
    }.Where(each => !FileExists(each.File)).Select(each => each.Package).ToArray();
    if (missing.Length > 0)
    {
        Warning("Skipped samples/InstallerMedia: its boot files are in packages that are not installed here: {0}.", string.Join(" ", missing));
    }

    return missing.Length > 0;
}

// Boot loaders of every machine come from packages of Debian that a script unpacks, and Linux of those that are asked for, too. CI fetches the loaders and what x64 needs.
bool LacksMachines(FilePath project)
{
    if (project.GetFilename().FullPath != "EveryMachine.csproj" || EnvironmentVariable("ISOBUILD_REQUIRE_TOOLS") == "1")
    {
        return false;
    }

    var folder = EnvironmentVariable("EVERY_MACHINE")
        ?? (EnvironmentVariable("XDG_CACHE_HOME") ?? EnvironmentVariable("HOME") + "/.cache") + "/isobuild/machines";
    var isMissing = !FileExists(folder + "/amd64/bin/busybox");
    if (isMissing)
    {
        Warning("Skipped samples/EveryMachine: run samples/EveryMachine/fetch.sh loaders x64 first.");
    }

    return isMissing;
}

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
    // As arguments: a script's cake.config, which says where its readers find the addin, comes before the environment.
    var exitCode = StartProcess("dotnet", new ProcessSettings
    {
        Arguments = new ProcessArgumentBuilder()
            .Append("cake")
            .AppendQuoted(MakeAbsolute(script).FullPath)
            .AppendSwitchQuoted("--nuget_source", "=", MakeAbsolute(feed).FullPath)
            .AppendSwitchQuoted("--paths_addins", "=", MakeAbsolute(feed + Directory("addins")).FullPath),
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
