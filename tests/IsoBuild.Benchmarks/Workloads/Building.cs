using System.Globalization;
using System.Text.RegularExpressions;

namespace IsoBuild.Benchmarks;

/// <summary>The package in `dotnet build`.</summary>
internal static partial class Building
{
    private const string Version = "1.0.0-compare";

    public static void All(Session session)
    {
        if (session.HasRoom("dotnet build", session.Disk, 5 * session.Sizes.ManyBytes))
        {
            using TempDirectory folder = new(session.Disk.Folder);
            Pack(folder.Combine("feed"));
            Many(session, folder, session.Disk);
            NothingToDo(session, folder);
            Cloned(session, folder);
        }
    }

    private static void Many(Session session, TempDirectory folder, Place place)
    {
        (Contender first, Contender again) = Builds(session, folder, place, "");
        Contender command = session.Isobuild.Create(Isobuild.CreateName, place, Contents.Many(place, session.Sizes));
        session.Compare(new Contest("dotnet build of many, the task", place.Format, first with { Name = Isobuild.Name }, [command], Bars.FirstBuild));
        session.Compare(new Contest("dotnet build after one file changed, the task", place.Format, again, [first], Bars.Rebuild));
    }

    private static void Cloned(Session session, TempDirectory folder)
    {
        const string name = "dotnet build after one file changed, with clones, the task";
        foreach (string format in LoopMount.Cloning)
        {
            if (LoopMount.Missing(format) is { } missing)
            {
                session.Skip(name, format, missing);
                continue;
            }

            using LoopMount mounted = new(format, Math.Max(1 << 30, 24 * session.Sizes.ManyBytes), session.Disk);
            (Contender first, Contender again) = Builds(session, folder, mounted.Place, "<IsoAlignment>4096</IsoAlignment>");
            session.Compare(new Contest(name, format, again, [first], Bars.RebuildWithClones));
        }
    }

    /// <summary>A build that makes an image of many, and one that makes it again because a file has changed.</summary>
    private static (Contender First, Contender Again) Builds(Session session, TempDirectory folder, Place place, string properties)
    {
        string content = Contents.Many(place, session.Sizes);
        string project = Project(place.Combine("project"), folder, properties + "<IsoContentFrom>None</IsoContentFrom>", $"""{Reference}<IsoContent Include="{content}" TargetPath="." />""");
        string made = Path.Combine(project, "obj", "Debug", "net10.0", "isobuild");
        string changed = Directory.EnumerateFiles(content, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        int changes = 0;

        Contender build = Build("the first build", project, "-clp:PerformanceSummary") with { IsRead = true, Seconds = outcome => OfTasks(outcome.Output) };
        return (
            build with
            {
                Prepare = () =>
                {
                    if (Directory.Exists(made))
                    {
                        TempDirectory.Delete(made);
                    }

                    File.Delete(Path.Combine(project, "bin", "Debug", "net10.0", "project.iso"));
                },
            },
            build with { Name = Isobuild.Name, Prepare = () => File.WriteAllText(changed, (changes++).ToString("D8", CultureInfo.InvariantCulture)) });
    }

    private static void NothingToDo(Session session, TempDirectory folder)
    {
        string with = Project(folder.Combine("with"), folder, "", Reference);
        string without = Project(folder.Combine("without"), folder, "", "");
        Contender ours = Build(Isobuild.Name, with) with { Seconds = Processors };
        Contender other = Build("without the package", without) with { Seconds = Processors };
        session.Compare(new Contest("dotnet build with nothing to do, time of processors", session.Disk.Format, ours, [other], Bars.NothingToDo) { RoundsAtLeast = 20 });

        static double Processors(Outcome outcome) => outcome.ProcessorSeconds ?? outcome.Seconds;
    }

    private static string Reference => $"""<PackageReference Include="IsoBuild" Version="{Version}" PrivateAssets="all" />""";

    /// <summary>The package as it is published: with the tasks compiled ahead.</summary>
    private static void Pack(string feed) => CommandLine.Run(
        "dotnet",
        ["pack", Repository.File("src/IsoBuild"), "-c", "Release", "-o", feed, $"-p:Version={Version}", "-p:CompileTasksAhead=true", "-v:q", "-nodeReuse:false"],
        environment: DotnetEnvironment.Clean).EnsureSuccess();

    /// <summary>A program of one file, restored and built once.</summary>
    private static string Project(string project, TempDirectory folder, string properties, string items)
    {
        Write("nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{folder.Combine("packages")}" /></config>
              <packageSources><add key="isobuild-compare" value="{folder.Combine("feed")}" /></packageSources>
              <packageSourceMapping><clear /></packageSourceMapping>
            </configuration>
            """);
        Write("Directory.Build.props", "<Project />");
        Write("Directory.Build.targets", "<Project />");
        Write("Program.cs", "System.Console.WriteLine(1);");
        Write("project.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType><UseSharedCompilation>false</UseSharedCompilation>{properties}</PropertyGroup>
              <ItemGroup>{items}</ItemGroup>
            </Project>
            """);
        CommandLine.Run("dotnet", ["build", "-v:q", "-nodeReuse:false"], project, DotnetEnvironment.Clean).EnsureSuccess();
        return project;

        void Write(string name, string text)
        {
            Directory.CreateDirectory(project);
            File.WriteAllText(Path.Combine(project, name), text);
        }
    }

    private static Contender Build(string name, string project, params string[] arguments) =>
        new(name, ["dotnet", "build", "--no-restore", "-nodeReuse:false", "-tl:off", .. arguments]) { Folder = project };

    /// <summary>The seconds of all tasks of the package, from MSBuild's summary.</summary>
    private static double OfTasks(string output)
    {
        IReadOnlyList<Match> tasks = TaskTime().Matches(output);
        return tasks.Any(task => task.Groups["task"].Value == "BuildIsoImage")
            ? tasks.Sum(task => int.Parse(task.Groups["ms"].ValueSpan, CultureInfo.InvariantCulture)) / 1000.0
            : throw new InvalidOperationException("The build did not run BuildIsoImage: " + output);
    }

    [GeneratedRegex(@"^ *(?<ms>\d+) ms +(?<task>BuildIsoImage|ListIsoInputs|CleanIsoImages) ", RegexOptions.Multiline)]
    private static partial Regex TaskTime();
}
