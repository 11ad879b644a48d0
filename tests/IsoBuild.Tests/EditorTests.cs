using System.Text.Json;

namespace IsoBuild.Tests;

/// <summary>What <c>dotnet watch</c> and Visual Studio look at.</summary>
public class EditorTests
{
    private const string Items = """
        <IsoContent Include="docs" /><IsoContent Include="*.txt" /><IsoContent Include="../large" Watch="false" /><IsoContent Include="link" LinkTarget="of the image alone" />
        <IsoBootEntry Include="boot.bin" />
        """;

    [Fact]
    public void Content_is_watched_and_part_of_what_is_up_to_date()
    {
        using Workspace work = new();
        string app = work.Console("App", "<IsoBaseImage>../base.iso</IsoBaseImage><IsoLayoutBaseline>map.txt</IsoLayoutBaseline>", Items);
        string[] watched = ["App/docs/deep/a.md", "App/docs/b.md", "App/c.txt", "App/map.txt", "App/boot.bin", "base.iso"];
        foreach (string file in (string[])[.. watched, "large/d.bin"])
        {
            work.Write(file, file);
        }

        work.Dotnet("restore", app).EnsureSuccess();
        string[] listed = work.Dotnet("watch", "--non-interactive", "--project", app, "--list").EnsureSuccess().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Subset(listed.ToHashSet(), watched.Select(file => work.Path(file)).ToHashSet());
        Assert.DoesNotContain(work.Path("large/d.bin"), listed);

        // Visual Studio's own targets, by the names that the .NET project system gives them.
        work.Write("Directory.Build.targets", """
            <Project>
              <Target Name="CollectUpToDateCheckInputDesignTime" />
              <Target Name="CollectUpToDateCheckBuiltDesignTime" />
            </Project>
            """);
        string asked = work.Dotnet("msbuild", app, "-t:CollectUpToDateCheckInputDesignTime;CollectUpToDateCheckBuiltDesignTime", "-getItem:UpToDateCheckInput,UpToDateCheckBuilt,AvailableItemName", "-p:DesignTimeBuild=true").EnsureSuccess().Output;
        using JsonDocument answer = JsonDocument.Parse(asked);
        Assert.Subset(Named("UpToDateCheckInput"), ((string[])[.. watched, "large/d.bin"]).Select(file => work.Path(file)).ToHashSet());
        Assert.Contains(work.Path("App/bin/Debug/net10.0/App.iso"), Named("UpToDateCheckBuilt"));
        Assert.Subset(Named("AvailableItemName", "Identity"), (HashSet<string>)["IsoContent", "IsoBootEntry", "IsoImage"]);

        HashSet<string> Named(string items, string metadata = "FullPath") => [.. answer.RootElement.GetProperty("Items").GetProperty(items).EnumerateArray().Select(item => item.GetProperty(metadata).GetString()!)];
    }
}
