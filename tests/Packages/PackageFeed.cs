using System.Collections.Concurrent;

namespace IsoBuild.TestSupport;

/// <summary>
/// Packages as users get them: each packed once for a test run, under a version that no other run had, and restored into a folder
/// of this run's own. What NuGet has cached elsewhere can neither stand in for them nor be spoilt by them.
/// </summary>
internal static class PackageFeed
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private static readonly TempDirectory Root = Create();
    private static readonly ConcurrentDictionary<string, Lazy<string>> Packed = new();

    // A part of a version that is all digits must not begin with 0: a letter in front, or one run in 430 fails.
    private static readonly string Run = "r" + Guid.NewGuid().ToString("N")[..8];

    public static string Folder => Root.Combine("feed");

    /// <summary>Where this run's projects restore to. Packages of others come from the user's own folder, if they are there.</summary>
    public static string RestoredPackages => Root.Combine("restored");

    /// <summary>The version of the package that <c>src/<paramref name="id"/></c> makes. The test project must reference that project, so that it is built.</summary>
    public static string VersionOf(string id) => Pack(id, "1.0.0-test.");

    /// <summary>The same package under a version that sorts after <see cref="VersionOf"/>.</summary>
    public static string NewerVersionOf(string id) => Pack(id, "1.0.1-test.");

    public static string NupkgOf(string id) => Path.Combine(Folder, $"{id}.{VersionOf(id)}.nupkg");

    private static string Pack(string id, string prefix) => Packed.GetOrAdd(prefix + id, _ => new Lazy<string>(() =>
    {
        string version = prefix + Run;
        CommandLine.Run(
            "dotnet",
            ["pack", Repository.File($"src/{id}/{id}.csproj"), "--no-build", "-c", Configuration, "-o", Folder, $"-p:Version={version}", $"-p:CompileTasksAhead={(ToolGuard.Required ? "true" : "false")}", "-nodeReuse:false"],
            Repository.Root,
            DotnetEnvironment.Clean).EnsureSuccess();
        return version;
    })).Value;

    private static TempDirectory Create()
    {
        TempDirectory root = new(prefix: "isobuild-feed-");
        Directory.CreateDirectory(root.Combine("feed"));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => root.Dispose();
        return root;
    }
}
