namespace IsoBuild.Tests;

/// <summary>`-mt`: MSBuild builds projects on threads of one process.</summary>
public class MultithreadedTests
{
    [Fact]
    public void Images_are_made_within_the_process_and_the_same()
    {
        using Workspace work = new();
        string[] names = [.. Enumerable.Range(1, 8).Select(number => $"P{number}")];
        foreach (string name in names)
        {
            // The same relative path in each: only a task that asks the process for its directory takes the wrong one.
            work.Write(name + "/docs/own.txt", "the same");
            Directory.CreateDirectory(work.Path(name, "docs/empty"));
            // Where a glob found something, MSBuild does not tell a task in a process of its own.
            work.Write(name + "/parts/deep/part.txt", "of a glob");
            work.ImageProject(name, """<IsoContent Include="docs" /><IsoContent Include="parts/**" TargetPath="of/" />""", "<IsoFileName>one.iso</IsoFileName><IsoVolumeId>ONE</IsoVolumeId>");
        }

        work.Write("P5/docs/own.txt", "another");
        work.Write("all.proj", """
            <Project>
              <ItemGroup><All Include="*/*.csproj" /></ItemGroup>
              <Target Name="Restore"><MSBuild Projects="@(All)" Targets="Restore" /></Target>
              <Target Name="Build"><MSBuild Projects="@(All)" Targets="VerifyIso" BuildInParallel="true" /></Target>
            </Project>
            """);
        work.Dotnet("msbuild", "all.proj", "-t:Restore").EnsureSuccess();
        string log = work.Dotnet("msbuild", "all.proj", "-t:Build", "-mt", "-m:4", "-v:diag").EnsureSuccess().Output;

        byte[] image = File.ReadAllBytes(work.Path("P1/bin/Debug/one.iso"));
        Assert.All(names, name => Assert.Equal(name != "P5", File.ReadAllBytes(work.Path(name, "bin/Debug/one.iso")).AsSpan().SequenceEqual(image)));
        Assert.Equal("of a glob", Image.Text(work.Path("P1/bin/Debug/one.iso"), "/of/deep/part.txt"));
        Assert.Equal("another", Image.Text(work.Path("P5/bin/Debug/one.iso"), "/docs/own.txt"));

        // Verifying exchanges the culture and the environment of the process, and is kept apart; the log shows what is.
        Assert.Contains("Task \"VerifyIsoImage\" ran in TaskHost process", log, StringComparison.Ordinal);
        Assert.Contains("Done executing task \"BuildIsoImage\"", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Task \"BuildIsoImage\" ran in TaskHost", log, StringComparison.Ordinal);
    }
}
