namespace IsoBuild.Tests;

/// <summary>Names and paths that are nearly right are reported with the right ones; what is somebody's own is left alone.</summary>
public class MisspeltTests
{
    [Fact]
    public void A_path_with_a_wrong_letter_or_case_is_named_with_the_right_one()
    {
        using Workspace work = new();
        (string Name, string Include, string Expected)[] cases =
        [
            ("Case", "Assets/readme.txt", "Did you mean 'assets/readme.txt'?"),
            ("Letter", "assets/raedme.txt", "Did you mean 'assets/readme.txt'?"),
            ("Folder", "asets", "Did you mean 'assets'?"),
            ("Far", "other/thing.txt", "Create it, or correct the path."),
        ];
        foreach ((string name, string include, _) in cases)
        {
            work.Write($"{name}/assets/readme.txt", "r");
            work.ImageProject(name, $"""<IsoContent Include="{include}" />""");
        }

        CommandResult built = work.BuildAll();

        // A disk that ignores case finds the file.
        foreach ((string name, _, string expected) in cases.Where(one => one.Name != "Case" || !File.Exists(work.Path("Case/Assets/readme.txt"))))
        {
            Assert.Contains(Workspace.Coded(built, "ISOB1001"), line => line.StartsWith(work.Path($"{name}/{name}.csproj"), StringComparison.Ordinal) && line.EndsWith(expected, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Metadata_and_properties_and_items()
    {
        using Workspace work = new();
        work.Write("f.txt", "f");
        const string Content = """<IsoContent Include="../f.txt" />""";
        (string Name, string Code, string Said, string Items, string Properties)[] cases =
        [
            ("Target", "ISOB4021", "../f.txt: IsoContent has no metadata 'TargetPth', so it has no effect; did you mean TargetPath?", """<IsoContent Include="../f.txt" TargetPth="docs/" />""", ""),
            ("Prefixed", "ISOB4021", "../f.txt: IsoContent has no metadata 'IsoMode', so it has no effect; did you mean Mode?", """<IsoContent Include="../f.txt" IsoMode="0755" />""", ""),
            ("Platform", "ISOB4021", "f.txt: IsoBootEntry has no metadata 'Platfrom', so it has no effect; did you mean Platform?", Content + """<IsoBootEntry Include="f.txt" Platfrom="uefi" />""", ""),
            ("OfImage", "ISOB4021", "A: IsoImage has no metadata 'IsoVolumID', so it has no effect; did you mean IsoVolumeId?", Content + """<IsoImage Include="A" IsoVolumID="X" />""", ""),
            ("Property", "ISOB4022", "IsoHybird: there is no such property, so what Property.csproj sets has no effect; did you mean IsoHybrid?", Content, "<IsoHybird>true</IsoHybird>"),
            ("Item", "ISOB4022", "IsoContents: there is no such item, so '../f.txt' in Item.csproj has no effect; did you mean IsoContent?", Content + """<IsoContents Include="../f.txt" />""", ""),
            // What is far from ours, what is read by the project, and what MSBuild and the SDKs write is somebody's own.
            ("Own", "", "", """<IsoContent Include="../f.txt" MyTag="1" Node="n" Name="n" Match="m" LinkBase="l" CopyToOutputDirectory="Never" Visible="false" DependentUpon="d" Watch="true" />""", "<IsoRoot>r</IsoRoot><IsoNumber>1</IsoNumber><IsoFormat>Joliet</IsoFormat><IsoFormats>$(IsoFormat)</IsoFormats><Isolation>x</Isolation>"),
            ("Batched", "", "", Content + """<IsoImage Include="B" Owner="ops" />""", """</PropertyGroup><Target Name="Ours"><Message Text="%(IsoImage.Owner)" /></Target><PropertyGroup>"""),
            ("Imported", "", "", Content, """<IsoHybird>x</IsoHybird></PropertyGroup><Import Project="$(ElsewhereFolder)none.props" Condition="false" /><PropertyGroup>"""),
        ];
        foreach (var one in cases)
        {
            work.ImageProject(one.Name, one.Items, one.Properties);
        }

        CommandResult built = work.BuildAll();

        Assert.All(cases, one =>
        {
            string project = work.Path(one.Name, one.Name + ".csproj");
            string[] said = [.. built.Output.Split('\n').Where(line => line.StartsWith(project, StringComparison.Ordinal)).Select(line => line.Trim()).Distinct()];
            Assert.Equal(one.Code.Length == 0 ? [] : [$"{project} : warning {one.Code}: {one.Said}"], said.Where(line => !line.Contains("ISOB1113", StringComparison.Ordinal)));
        });
    }

    [Fact]
    public void A_property_is_reported_by_the_build_after_it_was_written_and_no_longer_when_it_is_gone()
    {
        using Workspace work = new();
        work.Write("Img/f.txt", "f");
        const string Content = """<IsoContent Include="f.txt" />""";
        string project = work.ImageProject("Img", Content);
        work.Build(project);
        DateTime image = File.GetLastWriteTimeUtc(work.Path("Img/bin/Debug/Img.iso"));

        // None of it changes the image.
        work.Write("Directory.Build.props", "<Project><PropertyGroup><IsoVolumID>X</IsoVolumID></PropertyGroup></Project>");
        Assert.Contains("IsoVolumID: there is no such property, so what Directory.Build.props sets", Assert.Single(Workspace.Coded(work.Build(project, "--no-restore"), "ISOB4022")), StringComparison.Ordinal);
        Assert.Single(Workspace.Coded(work.Build(project, "--no-restore"), "ISOB4022"));
        CommandResult raised = work.Dotnet("build", project, "--no-restore", "-warnaserror:ISOB4022");
        Assert.NotEqual(0, raised.ExitCode);

        work.Write("Directory.Build.props", "<Project />");
        Assert.Empty(Workspace.Coded(work.Build(project, "--no-restore"), "ISOB4022"));
        Assert.Contains("did you mean IsoChecksum?", Assert.Single(Workspace.Coded(work.Build(project, "--no-restore", "-p:IsoChecksm=true"), "ISOB4022")), StringComparison.Ordinal);
        Assert.Empty(Workspace.Coded(work.Build(project, "--no-restore"), "ISOB4022"));
        Assert.Equal(image, File.GetLastWriteTimeUtc(work.Path("Img/bin/Debug/Img.iso")));
    }
}
