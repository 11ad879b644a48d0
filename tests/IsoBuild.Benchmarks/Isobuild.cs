using System.Runtime.InteropServices;

namespace IsoBuild.Benchmarks;

/// <summary>Our command, compiled to native code.</summary>
/// <param name="Program">Where it is.</param>
internal sealed record Isobuild(string Program)
{
    public const string Name = "IsoBuild";

    public const string CreateName = "isobuild create";

    /// <summary>Publishes the command as it is in this repository.</summary>
    public static Isobuild Publish()
    {
        string folder = Repository.File("artifacts/compare");
        CommandLine.Run(
            "dotnet",
            ["publish", Repository.File("src/IsoBuild.Tool"), "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-p:PublishAot=true", "-o", folder, "-v:q", "-nodeReuse:false"],
            environment: DotnetEnvironment.Clean).EnsureSuccess();
        return new Isobuild(Path.Combine(folder, OperatingSystem.IsWindows() ? "isobuild.exe" : "isobuild"));
    }

    public Contender Create(Place place, params string[] content) => Create(Name, place, content);

    public Contender Create(string name, Place place, params string[] content)
    {
        string image = place.Combine("isobuild.iso");
        return new Contender(name, [Program, "create", .. content, "-o", image, "-q"]) { Makes = image };
    }

    /// <summary>The command line of another program.</summary>
    public Contender As(Place place, string name, string program, params string[] arguments)
    {
        string image = place.Combine("emulated.iso");
        return new Contender(name, [Program, "as", program, "-quiet", "-o", image, .. arguments]) { Makes = image };
    }

    public Contender Extract(string image, Place place)
    {
        string folder = place.Combine("isobuild.extracted");
        return new Contender(Name, Program, "extract", image, "-o", folder, "-q") { Makes = folder };
    }

    public Contender Read(string command, params string[] arguments) => new(Name, [Program, command, .. arguments]);
}
