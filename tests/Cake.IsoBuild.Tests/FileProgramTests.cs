using System.Reflection;

namespace Cake.IsoBuild.Tests;

/// <summary>The packed addin in C# programs of one file, which <c>dotnet run</c> compiles.</summary>
public sealed class FileProgramTests
{
    /// <summary>As Cake means it: its SDK turns aliases into methods of the program.</summary>
    [CakeSdkFact]
    public void A_program_with_Cakes_SDK_uses_the_aliases_like_a_script()
    {
        using Workspace work = new();
        string output = Run(work, $"""
            #:sdk Cake.Sdk@{CakeSdkFactAttribute.Version}
            #:package Cake.IsoBuild@{PackageFeed.VersionOf("Cake.IsoBuild")}

            var target = Argument("target", "Image");

            Task("Image").Does(() =>
            {"{"}
                IsoBuild("content", "out/app.iso", new IsoBuildSettings {"{"} VolumeId = "APP", Formats = ImageFormats.RockRidge {"}"});
                Information(IsoLayout("out/app.iso"));
            {"}"});

            RunTarget(target);
            """, "");

        Assert.Contains("file               /a.txt  1 bytes", output, StringComparison.Ordinal);
        Assert.Equal(["/a.txt"], Image.Files(work.Path("out/app.iso")));
    }

    /// <summary>Without that SDK: the same engine and the same package, with the aliases as the extension methods that they are, as in Cake Frosting.</summary>
    [Fact]
    public void A_program_that_hosts_Cakes_engine_uses_the_aliases_as_methods_of_its_context()
    {
        string cake = typeof(FileProgramTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "CakeAssemblies").Value!;
        using Workspace work = new();
        string output = Run(work, $$"""
            #:package Cake.IsoBuild@{{PackageFeed.VersionOf("Cake.IsoBuild")}}

            using Cake.Core;
            using Cake.Core.Configuration;
            using Cake.Core.Diagnostics;
            using Cake.Core.IO;
            using Cake.Core.Tooling;
            using Cake.IsoBuild;
            using IsoBuild.Content;

            FileSystem fileSystem = new();
            CakeEnvironment environment = new(new CakePlatform(), new CakeRuntime());
            Globber globber = new(fileSystem, environment);
            CakeConsole console = new(environment);
            CakeBuildLog log = new(console, Verbosity.Normal);
            CakeConfiguration configuration = new(new Dictionary<string, string>());
            ToolLocator tools = new(environment, new ToolRepository(environment), new ToolResolutionStrategy(fileSystem, environment, globber, configuration, log));
            CakeDataService data = new();
            CakeArguments arguments = new(args.ToLookup(argument => argument, argument => ""));
            CakeContext context = new(fileSystem, environment, globber, log, arguments, new ProcessRunner(fileSystem, environment, log, tools, configuration), new WindowsRegistry(), tools, data, configuration, new ToolInstaller(environment, tools, configuration, log, []), new NoServices());

            CakeEngine engine = new(data, log);
            engine.RegisterTask("Image").Does(cake =>
            {
                cake.IsoBuild("content", "out/app.iso", new IsoBuildSettings { VolumeId = "APP", Formats = ImageFormats.RockRidge });
                cake.Log.Information("{0}", cake.IsoLayout("out/app.iso"));
            });
            await engine.RunTargetAsync(context, new DefaultExecutionStrategy(log, new CakeReportPrinter(console, context)), new ExecutionSettings().SetTarget("Image"));

            internal sealed class NoServices : IServiceProvider
            {
                public object? GetService(Type type) => null;
            }
            """, $"<Reference Include=\"{cake}Cake.Core.dll;{cake}Cake.Common.dll;{cake}Spectre.Console*.dll\" />");

        Assert.Contains("file               /a.txt  1 bytes", output, StringComparison.Ordinal);
        Assert.Equal(["/a.txt"], Image.Files(work.Path("out/app.iso")));
    }

    private static string Run(Workspace work, string program, string items)
    {
        work.Write("content/a.txt", "a");
        work.Write("build.cs", program);
        work.Write("Directory.Build.props", $"<Project><ItemGroup>{items}</ItemGroup></Project>");
        return work.Dotnet("run", "build.cs").EnsureSuccess().Output;
    }

    /// <summary>A fact that needs Cake's SDK, which not every feed serves: it runs where the package has been restored once.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class CakeSdkFactAttribute : FactAttribute
    {
        public const string Version = "7.0.0";

        public CakeSdkFactAttribute()
        {
            if (!Directory.Exists(Path.Combine(Workspace.UserPackages, "cake.sdk", Version)))
            {
                Skip = $"Cake.Sdk {Version} is not among the restored packages of this user; where a feed serves it, `dotnet package download Cake.Sdk@{Version} --output {Workspace.UserPackages}` gets it";
            }
        }
    }
}
