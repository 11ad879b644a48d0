namespace IsoBuild.Tests;

/// <summary>Content that is named and not there: by a pattern, by a directory, or by a target that runs in the other build.</summary>
public class UnmatchedTests
{
    [Fact]
    public void Patterns_and_directories_without_content_are_reported()
    {
        using Workspace work = new();
        work.Write("f.txt", "f");
        const string Content = """<IsoContent Include="../f.txt" />""";
        (string Name, string Code, string Said, string Items, string Properties)[] cases =
        [
            ("Glob", "warning ISOB4020", "assets/**: no file matches this pattern of IsoContent in Glob.csproj", Content + """<IsoContent Include="assets/**" />""", ""),
            ("Second", "warning ISOB4020", "docs/*.md: no file matches this pattern of IsoContent in Second.csproj", """<IsoContent Include="../*.txt;docs/*.md" />""", ""),
            ("Folder", "warning ISOB1275", "Folder/empty: The directory is empty", Content + """<IsoContent Include="empty" TargetPath="." />""", ""),
            ("LeftOut", "warning ISOB1275", "LeftOut/full: Everything in the directory is left out", Content + """<IsoContent Include="full" />""", "<IsoExclude>*.md</IsoExclude>"),
            // Properties are often those of many projects.
            ("Mode", "message ISOB1276", "*.sh: No entry matches this pattern, so it sets no mode.", Content, "<IsoMode>*.sh=0755</IsoMode>"),
            ("Conditional", "", "", Content + """<IsoContent Include="assets/**" Condition="'$(Never)' == ''" /><IsoContent Include="$(Never)assets/**" />""", ""),
            ("Matched", "", "", """<IsoContent Include="..\F*.txt" Exclude="x" /><IsoContent Include="**/*.md" TargetPath="docs/" /><IsoContent Include="$(MSBuildProjectDirectory)/d?/**" TargetPath="d/" />""", "<IsoExclude>nothing</IsoExclude>"),
        ];
        foreach (var one in cases)
        {
            work.ImageProject(one.Name, one.Items, one.Properties);
            work.Write(one.Name + "/deep/er/x.md", "x");
            work.Write(one.Name + "/d1/x.md", "y");
            work.Write(one.Name + "/full/x.md", "z");
            Directory.CreateDirectory(work.Path(one.Name, "empty"));
        }

        CommandResult built = work.BuildAll().EnsureSuccess();

        Assert.All(cases, one =>
        {
            string project = work.Path(one.Name, one.Name + ".csproj");
            string[] said = [.. built.Output.Split('\n').Where(line => line.StartsWith(project, StringComparison.Ordinal) && !line.Contains("ISOB1276: nothing", StringComparison.Ordinal)).Distinct()];
            Assert.Equal(one.Code.Length > 0 ? 1 : 0, said.Length);
            Assert.All(said, line => Assert.Contains(one.Code, line, StringComparison.Ordinal));
            Assert.All(said, line => Assert.Contains(one.Said, line, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void A_target_that_only_the_image_of_a_build_waits_for_is_named_when_the_published_one_is_empty()
    {
        using Workspace work = new();
        work.Write("Directory.Build.targets", """
            <Project>
              <Target Name="MakeContent">
                <WriteLinesToFile File="$(IntermediateOutputPath)made.txt" Lines="made" Overwrite="true" />
                <ItemGroup><IsoContent Include="$(IntermediateOutputPath)made.txt" /></ItemGroup>
              </Target>
            </Project>
            """);
        string library = work.Library("Lib", "<IsoContentFrom>None</IsoContentFrom><BuildIsoDependsOn>$(BuildIsoDependsOn);MakeContent</BuildIsoDependsOn>", reference: work.Reference);

        Assert.Empty(Workspace.Coded(work.Build(library), "ISOB4009"));
        Assert.Equal(["/made.txt"], Image.Files(work.Path("Lib/bin/Debug/net10.0/Lib.iso")));
        Assert.Contains("BuildIsoDependsOn has MakeContent, but PublishIsoDependsOn has not", Assert.Single(Workspace.Coded(work.Publish(library, "--no-restore"), "ISOB4009")), StringComparison.Ordinal);

        Assert.Empty(Workspace.Coded(work.Publish(library, "--no-restore", "-p:PublishIsoDependsOn=MakeContent"), "ISOB4009"));
    }
}
