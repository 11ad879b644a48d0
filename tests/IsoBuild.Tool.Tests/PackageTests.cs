using System.IO.Compression;

namespace IsoBuild.Tool.Tests;

/// <summary>The packed tool, as users get it.</summary>
public class PackageTests
{
    [Fact]
    public void It_installs_and_runs()
    {
        using Workspace work = new();
        string version = PackageFeed.VersionOf("IsoBuild.Tool");
        Dotnet(work, "tool", "install", "IsoBuild.Tool", "--version", version, "--tool-path", work.Path("tools")).EnsureSuccess();

        work.Write("c/a.txt", "hello\n");
        string command = work.Path("tools", OperatingSystem.IsWindows() ? "isobuild.exe" : "isobuild");
        CommandLine.Run(command, ["create", "c", "-o", "a.iso"], work.Path(), DotnetEnvironment.Clean).EnsureSuccess();
        Assert.Equal("hello\n", CommandLine.Run(command, ["cat", "a.iso", "a.txt"], work.Path(), DotnetEnvironment.Clean).EnsureSuccess().Output);
    }

    [Fact]
    public void Dnx_runs_it_without_installing()
    {
        using Workspace work = new();
        work.Write("c/a.txt", "hello\n");
        string tool = $"IsoBuild.Tool@{PackageFeed.VersionOf("IsoBuild.Tool")}";
        Dotnet(work, "dnx", tool, "--yes", "create", "c", "-o", "a.iso").EnsureSuccess();
        CommandResult listed = Dotnet(work, "dnx", tool, "--yes", "list", "a.iso");
        Assert.Equal((0, "/a.txt\n"), (listed.ExitCode, listed.Output));
        // Exit codes come through.
        Assert.Equal(1, Dotnet(work, "dnx", tool, "--yes", "list", "gone.iso").ExitCode);
    }

    [Fact]
    public void It_holds_the_command_and_its_reference_and_nothing_of_this_machine()
    {
        PackageFeed.VersionOf("IsoBuild.Tool");
        using ZipArchive package = ZipFile.OpenRead(PackageFeed.NupkgOf("IsoBuild.Tool"));
        Assert.Equal(
            ["IsoBuild.Core.dll", "Microsoft.Extensions.FileSystemGlobbing.dll", "Spectre.Console.dll", "System.CommandLine.dll", "isobuild.dll"],
            package.Entries.Where(entry => entry.Name.EndsWith(".dll", StringComparison.Ordinal)).Select(entry => entry.Name).Order(StringComparer.Ordinal));
        Assert.NotNull(package.GetEntry("README.md"));
        using StreamReader settings = new(package.GetEntry("tools/net10.0/any/DotnetToolSettings.xml")!.Open());
        Assert.Contains("Command Name=\"isobuild\" EntryPoint=\"isobuild.dll\"", settings.ReadToEnd(), StringComparison.Ordinal);
    }

    private static CommandResult Dotnet(Workspace work, params string[] arguments)
    {
        // The tests' feed and nothing else; a folder of this test's own to restore to.
        string folder = work.Path("nuget");
        Directory.CreateDirectory(folder);
        Dictionary<string, string?> environment = new(DotnetEnvironment.Clean) { ["NUGET_PACKAGES"] = folder, ["DOTNET_CLI_HOME"] = folder };
        work.Write("nuget.config", $"""
            <configuration>
              <packageSources><clear /><add key="isobuild-tests" value="{PackageFeed.Folder}" /></packageSources>
              <packageSourceMapping><clear /></packageSourceMapping>
            </configuration>
            """);
        return CommandLine.Run("dotnet", arguments, work.Path(), environment);
    }
}
