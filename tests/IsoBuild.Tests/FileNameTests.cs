namespace IsoBuild.Tests;

/// <summary>What an image's file is called: its extension, and the version in it.</summary>
public class FileNameTests
{
    [Fact]
    public void A_name_without_an_extension_gets_that_of_images()
    {
        using Workspace work = new();
        (string Written, string File)[] cases =
        [
            ("my-1.2.3", "my-1.2.3.iso"),
            ("Contoso.App", "Contoso.App.iso"),
            ("disc", "disc.iso"),
            ("UPPER.ISO", "UPPER.ISO"),
            ("stick.img", "stick.img"),
            ("disc.udf", "disc.udf"),
            ("flash.raw", "flash.raw"),
            ("rom.bin", "rom.bin"),
            ("my-{Version}", "my-4.5.6-rc.1.iso"),
        ];
        work.Write("Img/f.txt", "f");
        string images = string.Concat(cases.Select((one, i) => $"""<IsoImage Include="I{i}" IsoFileName="{one.Written}" />"""));
        CommandResult built = work.Build(work.ImageProject("Img", """<IsoContent Include="f.txt" />""" + images, "<Version>4.5.6-rc.1</Version>"));

        Assert.Equal(
            cases.Select(one => one.File).Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(work.Path("Img/bin/Debug")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("warning ISOB", built.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_that_is_set_later_is_written_by_its_name()
    {
        using Workspace work = new();
        work.Write("f.txt", "f");
        const string Content = """<IsoContent Include="../f.txt" />""";
        (string Name, string File, string Said, string Properties)[] cases =
        [
            ("Early", "my-.iso", "ISOB4023: IsoFileName: 'my-$(Version)' became 'my-', because Version was not set yet where the project sets the name, and is 1.0.0 in the build; write 'my-{Version}'", "<IsoFileName>my-$(Version)</IsoFileName>"),
            ("Older", "my-1.0.iso", "ISOB4023: IsoFileName: 'my-$(Version).iso' became 'my-1.0.iso', because Version was 1.0 where the project sets the name, and is 2.0 in the build; write 'my-{Version}.iso'", "<Version>1.0</Version><IsoFileName>my-$(Version).iso</IsoFileName><Version>2.0</Version>"),
            ("Other", "my--x64.iso", "ISOB4023: IsoFileName: $(Never) in 'my-$(Never)-x64' has no value where the project sets the name", "<IsoFileName>my-$(Never)-x64</IsoFileName>"),
            ("Token", "my-1.0.0.iso", "", "<IsoFileName>my-{Version}</IsoFileName>"),
            ("Known", "my-3.0-Debug.iso", "", "<Version>3.0</Version><IsoFileName>my-$(Version)-$(Configuration)</IsoFileName>"),
            ("Suffix", "disc.iso", "", "<IsoFileName>disc$(Never)</IsoFileName>"),
            ("Literal", "my-.iso", "", "<IsoFileName>my-</IsoFileName>"),
        ];
        foreach (var one in cases)
        {
            work.ImageProject(one.Name, Content, one.Properties);
        }

        // As tools that derive the version from the history do it.
        work.Write("Late/Directory.Build.targets", """<Project><Target Name="FindVersion" BeforeTargets="ResolveIsoImages"><PropertyGroup><Version>7.8.9</Version></PropertyGroup></Target></Project>""");
        work.ImageProject("Late", Content, "<IsoFileName>my-{Version}</IsoFileName>");

        // A name that another text happens to match.
        work.ImageProject("Two", Content + """<IsoImage Include="app-debug" /><IsoImage Include="app" IsoFileName="app-$(Version).iso" />""", "<Version>1.2.3</Version>");

        CommandResult built = work.BuildAll().EnsureSuccess();
        Assert.DoesNotContain("app-debug'", built.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("ISOB4023", work.Build(work.Path("Two/Two.csproj"), "-p:IsoFileName=app-nightly.iso").EnsureSuccess().Output, StringComparison.Ordinal);

        Assert.True(File.Exists(work.Path("Late/bin/Debug/my-7.8.9.iso")));
        Assert.All(cases, one =>
        {
            string[] said = [.. built.Output.Split('\n').Where(line => line.StartsWith(work.Path(one.Name, one.Name + ".csproj"), StringComparison.Ordinal)).Distinct()];
            Assert.Equal(one.Said.Length > 0 ? 1 : 0, said.Length);
            Assert.All(said, line => Assert.Contains("warning " + one.Said, line, StringComparison.Ordinal));
            Assert.True(File.Exists(work.Path(one.Name, "bin/Debug", one.File)), one.File);
        });
        Assert.DoesNotContain("ISOB4023", work.Build(work.Path("Early/Early.csproj"), "-p:IsoFileName=my-nightly").EnsureSuccess().Output, StringComparison.Ordinal);
    }
}
