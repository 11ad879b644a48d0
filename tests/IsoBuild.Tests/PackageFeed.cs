using System.Collections.Concurrent;

namespace IsoBuild.Tests;

/// <summary>
/// The package as users get it: packed once for a test run, under a version that no other run had, and restored into a folder
/// of this run's own. What NuGet has cached elsewhere can neither stand in for it nor be spoilt by it.
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
    private static readonly string Run = Guid.NewGuid().ToString("N")[..8];

    public static string Folder => Root.Combine("feed");

    /// <summary>Where this run's projects restore to. Packages of others come from the user's own folder, if they are there.</summary>
    public static string RestoredPackages => Root.Combine("restored");

    public static string Version => Pack("1.0.0-test.");

    /// <summary>The same package under a version that sorts after <see cref="Version"/>.</summary>
    public static string NewerVersion => Pack("1.0.1-test.");

    public static string NupkgOf(string version) => Path.Combine(Folder, $"IsoBuild.{version}.nupkg");

    private static string Pack(string prefix) => Packed.GetOrAdd(prefix, _ => new Lazy<string>(() =>
    {
        // The project is built: this project references it.
        string version = prefix + Run;
        CommandLine.Run(
            "dotnet",
            ["pack", Repository.File("src/IsoBuild/IsoBuild.csproj"), "--no-build", "-c", Configuration, "-o", Folder, $"-p:Version={version}", "-nodeReuse:false"],
            Repository.Root,
            DotnetEnvironment.Clean,
            TimeSpan.FromMinutes(2)).EnsureSuccess();
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
