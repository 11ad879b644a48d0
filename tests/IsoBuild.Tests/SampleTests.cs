using System.Text.RegularExpressions;

namespace IsoBuild.Tests;

/// <summary>The sample, built by the one command that the README gives, in two fresh copies of the repository.</summary>
public class SampleTests
{
    private const string Image = "samples/HelloIso/bin/Debug/net10.0/HelloIso.iso";

    [ToolFact("git")]
    public void Two_fresh_clones_give_the_same_image()
    {
        using TempDirectory folder = new(prefix: "isobuild-clones-");
        string first = BuildClone(folder, "one", isRepository: true, []);
        // A source archive in another place, another time zone, another language: none of it may show.
        string second = BuildClone(folder, "b/another one, à côté", isRepository: false, [("TZ", "Asia/Kathmandu"), ("LC_ALL", "tr_TR.UTF-8"), ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1")]);

        Assert.True(File.ReadAllBytes(first).AsSpan().SequenceEqual(File.ReadAllBytes(second)), "the two images differ");

        using IsoImage image = IsoImage.Open(first);
        Assert.Empty(image.Diagnostics);
        Assert.Equal(["/HelloIso", "/HelloIso.deps.json", "/HelloIso.dll", "/HelloIso.pdb", "/HelloIso.runtimeconfig.json"], IsoBuild.Tests.Image.Files(first));
        string map = image.Layout.ToString();
        AssertSnapshotOfThisSdk(folder.Path, map);
    }

    /// <summary>A user's own test project, which holds the layout of an image.</summary>
    [Fact]
    public void The_layout_that_a_test_project_committed_is_held()
    {
        using Workspace work = new();
        string sample = SampleCopy.Create(work, "LayoutSnapshot", "IsoBuild.Core");

        CommandResult passed = work.Dotnet("test", sample, "-nodeReuse:false").EnsureSuccess();
        Assert.Matches("Passed: +2", passed.Output);

        work.Write("LayoutSnapshot/content/added.txt", "one sector more");
        CommandResult failed = work.Dotnet("test", sample, "-nodeReuse:false");
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("+ file /added.txt, 1 sector", failed.Output, StringComparison.Ordinal);
    }

    /// <summary>The host program and the compiler's output belong to one SDK: under another, sizes are others, and what is held is their order.</summary>
    private static void AssertSnapshotOfThisSdk(string folder, string map)
    {
        string held = File.ReadAllText(Repository.File("tests/IsoBuild.Tests/SampleTests.HelloIso.10.0.401.verified.txt"));
        string sdk = CommandLine.Run("dotnet", ["--version"], folder).EnsureSuccess().Output.Trim();
        if (sdk == "10.0.401")
        {
            Snapshot.Match(map, method: "HelloIso.10.0.401");
            Assert.Contains(map, File.ReadAllText(Repository.File("README.md")).ReplaceLineEndings("\n"), StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(Names(held), Names(map));
        }

        static string[] Names(string text) =>
            [.. text.ReplaceLineEndings("\n").Split('\n').Skip(4).Select(line => Regex.Replace(line, @"^ *[-\d]+ +\d+  |  \d+ bytes$", ""))];
    }

    private static string BuildClone(TempDirectory folder, string name, bool isRepository, (string Name, string Value)[] environment)
    {
        string clone = folder.Combine(name);
        CopySources(clone);
        if (isRepository)
        {
            Git(clone, "init", "-q");
            Git(clone, "add", "-A");
            Git(clone, "-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "-q", "-m", "All");
        }

        Dictionary<string, string?> variables = new(DotnetEnvironment.Clean) { ["NUGET_PACKAGES"] = folder.Combine("packages") };
        foreach ((string variable, string value) in environment)
        {
            variables[variable] = value;
        }

        CommandResult built = CommandLine.Run("dotnet", ["build", "samples/HelloIso", "-nodeReuse:false", "-tl:off"], clone, variables, TimeSpan.FromMinutes(5)).EnsureSuccess();
        string image = Path.Combine(clone, Image.Replace('/', Path.DirectorySeparatorChar));
        Assert.Contains($"HelloIso -> {image}", built.Output, StringComparison.Ordinal);
        return image;
    }

    private static CommandResult Git(string folder, params string[] arguments) => CommandLine.Run("git", arguments, folder).EnsureSuccess();

    /// <summary>What a commit of the work tree would hold.</summary>
    private static void CopySources(string destination)
    {
        string[] files = Git(Repository.Root, "ls-files", "-z", "--cached", "--others", "--exclude-standard").Output
            .Split('\0', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (string file in files.Where(file => !file.StartsWith("tests/", StringComparison.Ordinal) && File.Exists(Repository.File(file))))
        {
            string copy = Path.Combine(destination, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Repository.File(file), copy);
        }
    }
}
