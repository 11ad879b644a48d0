namespace IsoBuild.Windows.Tests;

/// <summary>The command and the runner of tests as programs of Windows with a runtime of their own, published once, and a Wine of their own to run them.</summary>
public sealed class Wine : IDisposable
{
    public const string Tool = "/usr/lib/wine/wine64";

#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private readonly TempDirectory folder = new(prefix: "isobuild-wine-");
    private readonly Lazy<Dictionary<string, string?>> variables;

    public Wine() => variables = new(Prepare);

    public static string AssemblyOf(string project) => Repository.File($"tests/{project}/bin/{Configuration}/net10.0/{project}.dll");

    /// <summary>A path as Windows has it.</summary>
    public static string PathOf(string path) => "Z:" + path.Replace('/', '\\');

    /// <summary>Runs a program, <c>isobuild</c> or <c>IsoBuild.Windows</c>.</summary>
    internal CommandResult Run(string program, string workingDirectory, params string[] arguments) =>
        CommandLine.Run(Tool, [folder.Combine("programs", program + ".exe"), .. arguments], workingDirectory, variables.Value, Limits.Project);

    public void Dispose()
    {
        if (variables.IsValueCreated)
        {
            CommandLine.Run("/usr/lib/wine/wineserver64", ["-k"], folder, variables.Value);
        }

        folder.Dispose();
    }

    /// <summary>The environment of the programs.</summary>
    private Dictionary<string, string?> Prepare()
    {
        // Other tests pack the projects at the same time, so nothing is built into their folders.
        CommandLine.Run(
            "dotnet",
            [
                "publish", Repository.File("tests/IsoBuild.Windows/IsoBuild.Windows.csproj"), "-c", Configuration, "-r", "win-x64", "--self-contained", "-nodeReuse:false", "-tl:off",
                "-p:RunAnalyzers=false", "--artifacts-path", folder.Combine("built"), "-o", folder.Combine("programs"),
            ],
            Repository.Root,
            DotnetEnvironment.Clean).EnsureSuccess();
        Dictionary<string, string?> environment = new(DotnetEnvironment.Clean)
        {
            ["WINEPREFIX"] = folder.Combine("prefix"),
            ["WINEARCH"] = "win64",
            ["WINEDEBUG"] = "-all",
            // Wine 8 ends the runtime that maps its code twice.
            ["DOTNET_EnableWriteXorExecute"] = "0",
            ["ISOBUILD_PROGRAM"] = PathOf(folder.Combine("programs", "isobuild.exe")),
        };
        CommandLine.Run(Tool, ["wineboot", "-i"], folder, environment).EnsureSuccess();
        return environment;
    }
}

/// <summary>One Wine for all tests, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class WineCollection : ICollectionFixture<Wine>
{
    public const string Name = "Wine";
}
