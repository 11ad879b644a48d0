using System.Security;

namespace IsoBuild.Tests;

/// <summary>Whatever characters a file's name may have, the names that users give may have: of images, of what is made and of what it is made from.</summary>
public class HardNamesTests
{
    /// <summary>What means something to MSBuild, and what quotes the text of its functions.</summary>
    private const string Name = "a`b'c (d) $e @f %41 g;h,i&j#k[l]{m}=n+o!p~q^r";

    /// <summary>On Windows, no name has one.</summary>
    private static string Hard => OperatingSystem.IsWindows() ? Name : Name + "\"s";

    /// <summary>As in a project file: what MSBuild would take for its own is escaped.</summary>
    private static string Escaped => SecurityElement.Escape(Hard
        .Replace("%", "%25", StringComparison.Ordinal).Replace(";", "%3b", StringComparison.Ordinal).Replace("$", "%24", StringComparison.Ordinal)
        .Replace("@", "%40", StringComparison.Ordinal).Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal).Replace("'", "%27", StringComparison.Ordinal));

    /// <summary>As most people write it: only what would be another name.</summary>
    private static string Plain => SecurityElement.Escape(Hard.Replace("%", "%25", StringComparison.Ordinal));

    [Theory]
    [InlineData("w", true)]
    // A percent sign with two digits, or a semicolon, in the folder of a project: NuGet restores none.
    [InlineData("a`b'c (d) $e @f g h,i&j#k[l]{m}=n+o!p~q^r", false)]
    public void Of_everything_that_a_project_names(string folder, bool isEscaped)
    {
        using Workspace work = new(folder);
        string hard = isEscaped ? Escaped : Plain;
        work.Write("f.txt", "f");
        BootFiles.Write(work.Path(), $"code {Hard}.bin", BootFiles.Code(300));
        new ImageBuilder().AddFile("of/base.txt", "base"u8.ToArray()).Write(work.Path($"base {Hard}.iso")).EnsureSuccess();
        string project = work.ImageProject(
            "I`mg",
            $"""
            <IsoImage Include="one {Escaped}" IsoFileName="file {hard}.iso" IsoLayoutFile="map {hard}.txt" IsoLayoutBaseline="held {hard}.txt" />
            <IsoImage Include="two_{Escaped}" IsoLayoutFile="second {hard}.txt" />
            <IsoContent Include="../f.txt" />
            """,
            $"<IsoChecksum>true</IsoChecksum><IsoSbom>Spdx; CycloneDx</IsoSbom><IsoProvenance>true</IsoProvenance><IsoHybrid>true</IsoHybrid><IsoOutputDir>out {hard}</IsoOutputDir><IsoBaseImage>../base {hard}.iso</IsoBaseImage><IsoHybridBootCode>../code {hard}.bin</IsoHybridBootCode>");
        string[] images = [work.Path("I`mg", $"out {Hard}", $"file {Hard}.iso"), work.Path("I`mg", $"out {Hard}", $"two_{Hard}.iso")];

        work.Build(project, "-p:IsoAcceptLayout=true");
        Assert.All(images, image => Assert.Equal(["/f.txt", "/of/base.txt"], Image.Files(image)));
        Assert.All(images, image => Assert.All((string[])[".sha256", ".spdx.json", ".cdx.json", ".intoto.json"], beside => Assert.True(File.Exists(image + beside), beside)));
        string[] texts = [$"map {Hard}.txt", $"second {Hard}.txt", $"held {Hard}.txt"];
        Assert.All(texts, text => Assert.True(File.Exists(work.Path("I`mg", text)), text));

        DateTime[] made = [.. images.Select(File.GetLastWriteTimeUtc)];
        Assert.Contains("is reproducible", work.Build(project, "--no-restore", "-t:VerifyIso").Output, StringComparison.Ordinal);
        Assert.Equal(made, images.Select(File.GetLastWriteTimeUtc));

        work.Dotnet("clean", project).EnsureSuccess();
        Assert.Equal([$"held {Hard}.txt", "I`mg.csproj"], Directory.EnumerateFiles(work.Path("I`mg"), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(work.Path("I`mg"), file)).Where(file => !file.StartsWith("obj", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Reverse());
    }

    [Fact]
    public void Of_a_program_that_is_built_and_published()
    {
        using Workspace work = new();
        string app = work.Console("App", $"<IsoFileName>{Plain}.iso</IsoFileName><IsoOutputDir>../{Plain}/</IsoOutputDir><IsoLayoutFile>{Plain}.map</IsoLayoutFile>");
        string image = work.Path(Hard, Hard + ".iso");
        work.Build(app);
        Assert.Contains("/App.dll", Image.Files(image));
        DateTime made = File.GetLastWriteTimeUtc(image);
        work.Build(app, "--no-restore");
        Assert.Equal(made, File.GetLastWriteTimeUtc(image));
        work.Publish(app, "--no-restore", "-c", "Debug");
        Assert.Contains("/App.dll", Image.Files(image));
        work.Dotnet("clean", app).EnsureSuccess();
        Assert.False(File.Exists(image) || File.Exists(work.Path("App", Hard + ".map")));
    }
}
