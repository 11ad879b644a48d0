namespace Cake.IsoBuild.Tests;

/// <summary>A folder with a script that loads the packed addin, and the real <c>dotnet cake</c> run on it.</summary>
internal sealed class CakeScript : IDisposable
{
    /// <param name="body">The script, without the line that loads the addin.</param>
    public CakeScript(string body)
    {
        string feed = new Uri(PackageFeed.Folder).AbsoluteUri;
        string version = PackageFeed.VersionOf("Cake.IsoBuild");
        Work.Write("build.cake", $"#addin nuget:{feed}?package=Cake.IsoBuild&version={version}&prerelease\n{body}");
        Work.Write(".config/dotnet-tools.json", File.ReadAllText(Repository.File(".config/dotnet-tools.json")));
        // The tool comes from the user's own packages, where the build of the addin has put it.
        Run("tool", "restore").EnsureSuccess();
    }

    public Workspace Work { get; } = new();

    public CommandResult Cake(params string[] arguments) => Run(["cake", .. arguments]);

    public void Dispose() => Work.Dispose();

    private CommandResult Run(params string[] arguments) =>
        Work.Dotnet(arguments, ("NUGET_PACKAGES", Environment.GetEnvironmentVariable("NUGET_PACKAGES")), ("NO_COLOR", "1"));
}
