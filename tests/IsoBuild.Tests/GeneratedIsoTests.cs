using System.Security.Cryptography;
using System.Text.Json;

namespace IsoBuild.Tests;

/// <summary>What others learn of an image that was made.</summary>
public class GeneratedIsoTests
{
    [Fact]
    public void Through_targets_items_other_projects_and_several_frameworks()
    {
        using Workspace work = new();
        string lib = work.Library("Lib", "<TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks><LangVersion>latest</LangVersion>", reference: work.Reference);
        work.Write("User/User.proj", """
            <Project>
              <Target Name="Use">
                <MSBuild Projects="../Lib/Lib.csproj" Targets="BuildIso"><Output TaskParameter="TargetOutputs" ItemName="Made" /></MSBuild>
                <Message Importance="high" Text="made %(Made.Filename)%(Made.Extension) %(Made.Size) %(Made.Sha256) from %(Made.Directory)" />
              </Target>
            </Project>
            """);

        CommandResult all = work.Build(lib);
        string[] images = [work.Path("Lib/bin/Debug/net10.0/Lib.iso"), work.Path("Lib/bin/Debug/netstandard2.0/Lib.iso")];
        Assert.All(images, image => Assert.Contains($"-> {image}", all.Output, StringComparison.Ordinal));

        // Made now and found made: the same answer.
        File.Delete(images[0]);
        foreach (string how in (string[])["made", "found"])
        {
            JsonElement item = Items(work.Build(lib, "--no-restore", "-f", "net10.0", "-getTargetResult:BuildIso"), "TargetResults", "BuildIso").Single();
            Assert.Equal(images[0], item.GetProperty("FullPath").GetString());
            Assert.Equal(new FileInfo(images[0]).Length.ToString(), item.GetProperty("Size").GetString());
            Assert.Equal(Sha256(images[0]), item.GetProperty("Sha256").GetString());
        }

        JsonElement found = Items(work.Build(lib, "--no-restore", "-f", "net10.0", "-t:Build", "-getItem:GeneratedIso"), "Items", "GeneratedIso").Single();
        Assert.Equal(images[0], found.GetProperty("FullPath").GetString());

        JsonElement[] collected = Items(work.Build(lib, "--no-restore", "-getTargetResult:BuildIso"), "TargetResults", "BuildIso");
        Assert.Equal(images, collected.Select(item => item.GetProperty("FullPath").GetString()).Order(StringComparer.Ordinal));

        string output = work.Dotnet("msbuild", "User/User.proj", "-t:Use").EnsureSuccess().Output;
        Assert.All(images, image => Assert.Contains($"made Lib.iso {new FileInfo(image).Length} {Sha256(image)} from {Path.GetDirectoryName(image)![1..]}/", output, StringComparison.Ordinal));

        // One folder for all: the frameworks keep apart.
        work.Build(lib, "--no-restore", $"-p:IsoOutputDir={work.Path("discs")}");
        Assert.True(File.Exists(work.Path("discs/net10.0/Lib.iso")) && File.Exists(work.Path("discs/netstandard2.0/Lib.iso")));

        CommandResult off = work.Build(lib, "--no-restore", "-t:Rebuild", "-p:EnableIsoBuild=false");
        Assert.DoesNotContain(".iso", off.Output, StringComparison.Ordinal);
        Assert.All(images, image => Assert.False(File.Exists(image)));
    }

    [Fact]
    public void A_target_that_runs_before_adds_content_and_one_that_runs_after_finds_the_image()
    {
        using Workspace work = new();
        string app = work.Console("App");
        File.WriteAllText(app, File.ReadAllText(app).Replace("</Project>", """
              <Target Name="AddNotes" BeforeTargets="BuildIso;PublishIso">
                <WriteLinesToFile File="$(IntermediateOutputPath)notes.txt" Lines="made by a target" Overwrite="true" WriteOnlyWhenDifferent="true" />
                <ItemGroup><IsoContent Include="$(IntermediateOutputPath)notes.txt" /></ItemGroup>
              </Target>
              <Target Name="TellOfBuild" AfterTargets="BuildIso">
                <Message Importance="high" Text="after it: @(GeneratedIso->'%(Filename) of %(IsoStage)')" />
              </Target>
              <Target Name="TellOfPublish" AfterTargets="PublishIso">
                <Message Importance="high" Text="after it: @(GeneratedIso->'%(Filename) of %(IsoStage)')" />
              </Target>
            </Project>
            """, StringComparison.Ordinal));

        Assert.Contains("after it: App of Build", work.Build(app).Output, StringComparison.Ordinal);
        Assert.Contains("/notes.txt", Image.Files(work.Path("App/bin/Debug/net10.0/App.iso")));
        Assert.Contains("after it: App of Publish", work.Publish(app).Output, StringComparison.Ordinal);
        Assert.Contains("/notes.txt", Image.Files(work.Path("App/bin/Release/net10.0/App.iso")));
    }

    private static JsonElement[] Items(CommandResult result, string kind, string name)
    {
        JsonElement element = JsonDocument.Parse(result.Output).RootElement.GetProperty(kind).GetProperty(name);
        return [.. (element.ValueKind == JsonValueKind.Array ? element : element.GetProperty("Items")).EnumerateArray()];
    }

    private static string Sha256(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
