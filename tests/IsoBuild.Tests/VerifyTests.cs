namespace IsoBuild.Tests;

/// <summary>`-t:VerifyIso`: the images of the project are checked, and made again.</summary>
public class VerifyTests
{
    [Fact]
    public void Of_a_build_and_of_a_publish()
    {
        using Workspace work = new();
        string app = work.Console("App", "<IsoChecksum>true</IsoChecksum>", """<IsoContent Include="../docs" /><IsoImage Include="One" /><IsoImage Include="Two" IsoFormats="Joliet" />""");
        work.Write("docs/a file.txt", "a");
        string output = work.Path("App/bin/Debug/net10.0");
        work.Build(app);
        DateTime[] written = Written();

        CommandResult verified = work.Build(app, "--no-restore", "-t:VerifyIso");
        Assert.Contains($"One.iso is reproducible: the same {new FileInfo(Path.Combine(output, "One.iso")).Length} bytes again with another order", verified.Output, StringComparison.Ordinal);
        Assert.Contains("Two.iso is reproducible: ", verified.Output, StringComparison.Ordinal);
        Assert.Equal(written, Written());
        work.Build(app, "--no-restore");
        Assert.Equal(written, Written());

        CommandResult published = work.Publish(app, "--no-restore", "-c", "Debug", "-t:VerifyIso");
        Assert.Contains("One.iso is reproducible: ", published.Output, StringComparison.Ordinal);
        Assert.Contains("/docs/a file.txt", Image.Files(Path.Combine(output, "Two.iso")));

        DateTime[] Written() => [.. Directory.EnumerateFiles(output, "*.iso*").Order(StringComparer.Ordinal).Select(File.GetLastWriteTimeUtc)];
    }

    [Fact]
    public void What_differs_is_named()
    {
        using Workspace work = new();
        work.Write("Img/f.txt", "one\n");
        string project = work.ImageProject("Img", """<IsoContent Include="*.txt" />""", "<IsoFileDates>Preserve</IsoFileDates>");
        File.WriteAllText(project, File.ReadAllText(project).Replace("</Project>", """
              <Target Name="TouchAfterwards" AfterTargets="BuildIso" Condition="'$(Touched)' != ''">
                <Touch Files="f.txt" Time="$(Touched)" />
              </Target>
              <Target Name="RewriteAfterwards" AfterTargets="BuildIso" Condition="'$(Rewritten)' != ''">
                <WriteLinesToFile File="f.txt" Lines="$(Rewritten)" Overwrite="true" />
              </Target>
            </Project>
            """, StringComparison.Ordinal));
        string source = work.Path("Img/f.txt");
        File.SetLastWriteTimeUtc(source, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        work.Build(project, "-t:VerifyIso");

        // Built, touched, built again.
        CommandResult touched = work.Dotnet("build", project, "--no-restore", "-t:VerifyIso", "-p:Touched=2011-12-13T01:02:03Z");
        Assert.NotEqual(0, touched.ExitCode);
        Assert.Contains(Workspace.Coded(touched, "ISOB4005"), line => line.Contains("it has different bytes.", StringComparison.Ordinal));
        Assert.Contains("directory record of /f.txt in the iso9660 tree: recording date was 2001-02-03T04:05:06Z, is 2011-12-13T", touched.Output, StringComparison.Ordinal);

        // Built, written anew, built again.
        CommandResult changed = work.Dotnet("build", project, "--no-restore", "-t:VerifyIso", "-p:IsoFileDates=Fixed", "-p:Rewritten=two");
        Assert.NotEqual(0, changed.ExitCode);
        Assert.NotEmpty(Workspace.Coded(changed, "ISOB4005"));
        Assert.Contains("content of file /f.txt, its byte 0", changed.Output, StringComparison.Ordinal);
        Assert.Equal("one\n", Image.Text(work.Path("Img/bin/Debug/Img.iso"), "/f.txt"));
    }
}
