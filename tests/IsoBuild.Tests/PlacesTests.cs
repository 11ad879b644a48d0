namespace IsoBuild.Tests;

/// <summary>Hard paths, other file systems, and builds that meet in one place.</summary>
public class PlacesTests
{
    [Fact]
    public void Spaces_letters_of_other_scripts_read_only_sources_and_another_file_system()
    {
        using Workspace work = new("été 'o' 雪 (1) & x");
        work.Write("Mon App/données/ж.txt", "ж");
        work.Write("Mon App/a'b;c%41.txt", "odd");
        string app = work.Console("Mon App", items: """<IsoContent Include="données" /><IsoContent Include="a'b%3bc%2541.txt" />""");
        work.Build(app);
        string image = work.Path("Mon App/bin/Debug/net10.0/Mon App.iso");
        Assert.Equal(
            work.FilesOf("Mon App/bin/Debug/net10.0").Concat(["/a'b;c%41.txt", "/données/ж.txt"]).Order(StringComparer.Ordinal),
            Image.Files(image));

        byte[] bytes = File.ReadAllBytes(image);
        DateTime written = File.GetLastWriteTimeUtc(image);
        work.Build(app, "--no-restore");
        Assert.Equal(written, File.GetLastWriteTimeUtc(image));

        File.SetAttributes(work.Path("Mon App/données/ж.txt"), FileAttributes.ReadOnly);
        File.SetAttributes(work.Path("Mon App/bin/Debug/net10.0/Mon App.dll"), FileAttributes.ReadOnly);
        using TempDirectory other = new(Directory.Exists("/dev/shm") ? "/dev/shm" : null);
        work.Build(app, "--no-restore", $"-p:IsoOutputDir={other}");
        Assert.Equal(bytes, File.ReadAllBytes(other.Combine("Mon App.iso")));
        Assert.Equal(["Mon App.iso"], Directory.EnumerateFileSystemEntries(other).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Two_projects_in_one_folder_and_two_processes_at_once()
    {
        using Workspace work = new();
        string one = work.Console("One", "<OutDir>../shared/</OutDir>");
        string two = work.Console("Two", "<OutDir>../shared/</OutDir>");
        work.Write("both.proj", """
            <Project><Target Name="Build"><MSBuild Projects="One/One.csproj;Two/Two.csproj" BuildInParallel="true" /></Target></Project>
            """);
        work.Dotnet("restore", one).EnsureSuccess();
        work.Dotnet("restore", two).EnsureSuccess();
        work.Dotnet("msbuild", "both.proj", "-m").EnsureSuccess();
        Assert.All(["One", "Two"], name => Assert.Equal(
            work.FilesOf("shared").Where(file => file.StartsWith("/" + name, StringComparison.Ordinal)),
            Image.Files(work.Path("shared", name + ".iso"))));

        work.ImageProject("Img", """<IsoContent Include="../shared/One.*" Exclude="../shared/*.iso" />""");
        work.Build("Img/Img.csproj");
        string image = work.Path("Img/bin/Debug/Img.iso");
        byte[] bytes = File.ReadAllBytes(image);
        for (int round = 0; round < 2; round++)
        {
            File.Delete(image);
            CommandResult[] results = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => work.Dotnet("build", "Img/Img.csproj", "--no-restore"))));
            Assert.All(results, result => result.EnsureSuccess());
            Assert.Equal(bytes, File.ReadAllBytes(image));
            Assert.Equal(["Img.iso"], Directory.EnumerateFileSystemEntries(work.Path("Img/bin/Debug")).Select(Path.GetFileName));
        }
    }
}
