namespace Cake.IsoBuild.Tests;

/// <summary>A folder with a script that loads the packed addin, and the real <c>dotnet cake</c> run on it.</summary>
internal sealed class CakeScript : IDisposable
{
    private readonly string script;

    /// <param name="body">The script, without the line that loads the addin.</param>
    public CakeScript(string body)
        : this(work => work.Write("build.cake", $"#addin nuget:{new Uri(PackageFeed.Folder).AbsoluteUri}?package=Cake.IsoBuild&version={PackageFeed.VersionOf("Cake.IsoBuild")}&prerelease\n{body}"))
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

    private CommandResult Run(params string[] arguments) =>
        Work.Dotnet(arguments, ("NUGET_PACKAGES", Environment.GetEnvironmentVariable("NUGET_PACKAGES")), ("NO_COLOR", "1"));
}
