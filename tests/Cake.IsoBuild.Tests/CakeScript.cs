using System.Text.Json;

namespace Cake.IsoBuild.Tests;

/// <summary>A folder with a script that loads the packed addin, and the real <c>dotnet cake</c> run on it.</summary>
internal sealed class CakeScript : IDisposable
{
    private readonly string script;

    static CakeScript() => ForgetLostTool();

    /// <summary>The line that loads the addin.</summary>
    public static string Addin => $"#addin nuget:{new Uri(PackageFeed.Folder).AbsoluteUri}?package=Cake.IsoBuild&version={PackageFeed.VersionOf("Cake.IsoBuild")}&prerelease";

    /// <param name="body">The script, without the line that loads the addin.</param>
    public CakeScript(string body)
        : this(work => work.Write("build.cake", $"{Addin}\n{body}"))
    {
    }

    /// <param name="prepare">Writes the script, and returns its path.</param>
    public CakeScript(Func<Workspace, string> prepare)
    {
        script = prepare(Work);
        Work.Write(".config/dotnet-tools.json", File.ReadAllText(Repository.File(".config/dotnet-tools.json")));
        // The tool comes from the user's own packages, where the build of the addin has put it.
        Run("tool", "restore").EnsureSuccess();
    }

    public Workspace Work { get; } = new();

    public CommandResult Cake(params string[] arguments) => Run(["cake", script, .. arguments]);

    public void Dispose() => Work.Dispose();

    /// <summary>The SDK remembers where a tool lies, and restores none that it remembers, even when that folder is gone: as after a run with a temporary NUGET_PACKAGES.</summary>
    private static void ForgetLostTool()
    {
        string home = Environment.GetEnvironmentVariable("DOTNET_CLI_HOME") is { Length: > 0 } set ? set : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string remembered = Path.Combine(home, ".dotnet", "toolResolverCache", "1", "cake.tool");
        if (!File.Exists(remembered))
        {
            return;
        }

        using JsonDocument rows = JsonDocument.Parse(File.ReadAllBytes(remembered));
        if (!rows.RootElement.EnumerateArray().All(static row => File.Exists(row.GetProperty("PathToExecutable").GetString())))
        {
            File.Delete(remembered);
        }
    }

    private CommandResult Run(params string[] arguments) =>
        Work.Dotnet(arguments, ("NUGET_PACKAGES", Environment.GetEnvironmentVariable("NUGET_PACKAGES")), ("NO_COLOR", "1"));
}
