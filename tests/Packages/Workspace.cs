using System.Text.RegularExpressions;

namespace IsoBuild.TestSupport;

/// <summary>A folder with projects and scripts that use the packages, and `dotnet` run on them.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly TempDirectory folder;
    private readonly string path;
    private string? version;

    /// <param name="name">The folder below the temporary one: for names that are hard on tools.</param>
    public Workspace(string name = "w")
    {
        folder = new TempDirectory(prefix: "isobuild-t-");
        path = folder.Combine(name);
        Write("Directory.Build.props", "<Project />");
        Write("Directory.Build.targets", "<Project />");
        Write("nuget.config", $"""
            <configuration>
              <packageSources><add key="isobuild-tests" value="{PackageFeed.Folder}" /></packageSources>
              <packageSourceMapping><clear /></packageSourceMapping>
              <fallbackPackageFolders><add key="user" value="{UserPackages}" /></fallbackPackageFolders>
            </configuration>
            """);
    }

    /// <summary>The version of IsoBuild that projects are written with.</summary>
    public string Version
    {
        get => version ??= PackageFeed.VersionOf("IsoBuild");
        set => version = value;
    }

    /// <summary>What projects reference.</summary>
    public string Reference => $"""<PackageReference Include="IsoBuild" Version="{Version}" PrivateAssets="all" />""";

    /// <summary>Where packages of others are restored to, outside of tests.</summary>
    public static string UserPackages
    {
        get
        {
            string folder = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
                ?? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
            Directory.CreateDirectory(folder);
            return folder;
        }
    }

    public string Path(params string[] parts) => System.IO.Path.Combine([path, .. parts]);

    public string Write(string relativePath, string text)
    {
        string file = Path(relativePath);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    /// <summary>A program of one file that uses the package.</summary>
    public string Console(string name, string properties = "", string items = "", string? reference = null) => Project(
        name, "Microsoft.NET.Sdk", "<OutputType>Exe</OutputType>" + properties, items, ("Program.cs", "System.Console.WriteLine(1);"), reference);

    /// <summary>A library of one file. Uses the package only when <paramref name="reference"/> says so.</summary>
    public string Library(string name, string properties = "", string items = "", string reference = "") => Project(
        name, "Microsoft.NET.Sdk", properties, items, ("Class.cs", $"public class {name}Class;"), reference);

    public string Project(string name, string sdk, string properties, string items, (string Name, string Text) source, string? reference = null)
    {
        Write($"{name}/{source.Name}", source.Text);
        string framework = properties.Contains("<TargetFramework", StringComparison.Ordinal) ? "" : "<TargetFramework>net10.0</TargetFramework>";
        return Write($"{name}/{name}.{(source.Name.EndsWith(".fs", StringComparison.Ordinal) ? "fsproj" : "csproj")}", $"""
            <Project Sdk="{sdk}">
              <PropertyGroup>{framework}{properties}</PropertyGroup>
              <ItemGroup>{reference ?? Reference}{items}</ItemGroup>
            </Project>
            """);
    }

    /// <summary>A project that is nothing but an image.</summary>
    public string ImageProject(string name, string items, string properties = "") => Write($"{name}/{name}.csproj", $"""
        <Project Sdk="IsoBuild/{Version}">
          <PropertyGroup>{properties}</PropertyGroup>
          <ItemGroup>{items}</ItemGroup>
        </Project>
        """);

    public CommandResult Build(string project, params string[] arguments) => Dotnet(["build", project, .. arguments]).EnsureSuccess();

    public CommandResult Publish(string project, params string[] arguments) => Dotnet(["publish", project, .. arguments]).EnsureSuccess();

    public CommandResult Dotnet(params string[] arguments) => Dotnet(arguments, environment: []);

    public CommandResult Dotnet(string[] arguments, params (string Name, string? Value)[] environment)
    {
        Dictionary<string, string?> variables = new(DotnetEnvironment.Clean) { ["NUGET_PACKAGES"] = PackageFeed.RestoredPackages };
        foreach ((string name, string? value) in environment)
        {
            variables[name] = value;
        }

        string[] switches = arguments[0] is "build" or "publish" or "msbuild" or "pack" ? ["-nodeReuse:false", "-tl:off"] : [];
        return CommandLine.Run("dotnet", [.. arguments, .. switches], path, variables);
    }

    /// <summary>Builds many projects in one process, whatever becomes of each.</summary>
    public CommandResult BuildAll()
    {
        Write("all.proj", """
            <Project>
              <ItemGroup><All Include="*/*.*proj" /></ItemGroup>
              <Target Name="Build">
                <MSBuild Projects="@(All)" Targets="Restore" Properties="Restoring=1" BuildInParallel="true" />
                <MSBuild Projects="@(All)" Targets="Build" BuildInParallel="true" ContinueOnError="ErrorAndContinue" />
              </Target>
            </Project>
            """);
        return Dotnet("msbuild", "all.proj", "-m", "-v:m");
    }

    /// <summary>The files below a folder, as an image lists them; without images.</summary>
    public string[] FilesOf(params string[] folder)
    {
        string root = Path(folder);
        return [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(file => "/" + System.IO.Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(file => !file.EndsWith(".iso", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>The lines of <paramref name="result"/> with <paramref name="code"/>, once each.</summary>
    public static string[] Coded(CommandResult result, string code) =>
        [.. result.Output.Split('\n').Where(line => Regex.IsMatch(line, $@"\b{code}\b")).Select(line => line.Trim()).Distinct()];

    public void Dispose() => folder.Dispose();
}
