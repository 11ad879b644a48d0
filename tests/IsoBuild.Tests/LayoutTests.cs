using System.Security.Cryptography;

namespace IsoBuild.Tests;

/// <summary>The sector map, the committed one, and the checksum.</summary>
public class LayoutTests
{
    [Fact]
    public void A_layout_is_written_held_and_accepted()
    {
        using Workspace work = new();
        work.Write("Img/f.txt", "f");
        string project = work.ImageProject("Img", """<IsoContent Include="*.txt" Exclude="*.layout.txt" />""", "<IsoLayoutFile>maps/now.map</IsoLayoutFile><IsoLayoutBaseline>Img.layout.txt</IsoLayoutBaseline><IsoChecksum>true</IsoChecksum>");
        string image = work.Path("Img/bin/Debug/Img.iso");
        string baseline = work.Path("Img/Img.layout.txt");

        CommandResult missing = work.Dotnet("build", project);
        Assert.NotEqual(0, missing.ExitCode);
        Assert.Contains("IsoAcceptLayout=true", Assert.Single(Workspace.Coded(missing, "ISOB4001")), StringComparison.Ordinal);
        Assert.False(File.Exists(image), "No image that was not accepted.");

        Assert.Contains("Accepted the layout", work.Build(project, "-p:IsoAcceptLayout=true").Output, StringComparison.Ordinal);
        string map = File.ReadAllText(baseline);
        Assert.Contains("/f.txt", map, StringComparison.Ordinal);
        Assert.StartsWith("image    Img.iso  ", map, StringComparison.Ordinal);
        Assert.Equal(map, File.ReadAllText(work.Path("Img/maps/now.map")));
        Assert.Equal($"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(image)))}  Img.iso\n", File.ReadAllText(image + ".sha256"));

        // Line ends are git's, not the layout's. What was accepted is not made again.
        File.WriteAllText(baseline, map.ReplaceLineEndings("\r\n"));
        work.Build(project, "--no-restore");
        DateTime written = File.GetLastWriteTimeUtc(image);
        work.Build(project, "--no-restore");
        Assert.Equal(written, File.GetLastWriteTimeUtc(image));

        work.Write("Img/g.txt", "g");
        for (int attempt = 0; attempt < 2; attempt++)
        {
            CommandResult different = work.Dotnet("build", project, "--no-restore");
            Assert.NotEqual(0, different.ExitCode);
            Assert.NotEmpty(Workspace.Coded(different, "ISOB4002"));
            Assert.Contains("/g.txt", different.Output, StringComparison.Ordinal);
            Assert.Contains("IsoAcceptLayout=true", different.Output, StringComparison.Ordinal);
            Assert.Equal(written, File.GetLastWriteTimeUtc(image));
        }

        // The other way to accept: copy what the message names.
        File.Copy(work.Path("Img/obj/Debug/isobuild/Img.build.received.txt"), baseline, overwrite: true);
        work.Build(project, "--no-restore");
        Assert.Equal(2, Image.Files(image).Length);
        Assert.Equal(File.ReadAllText(baseline), File.ReadAllText(work.Path("Img/maps/now.map")));

        // The committed map edited by hand: checked again although no content changed.
        File.AppendAllText(baseline, "what nobody wrote\n");
        Assert.NotEmpty(Workspace.Coded(work.Dotnet("build", project, "--no-restore"), "ISOB4002"));

        work.Build(project, "--no-restore", "-p:IsoAcceptLayout=true", "-p:IsoLayoutHashes=true");
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData("g"u8))[..8], File.ReadAllText(baseline), StringComparison.OrdinalIgnoreCase);

        work.Dotnet("clean", project).EnsureSuccess();
        Assert.True(File.Exists(baseline), "The committed map is the team's.");
        Assert.Equal([], Directory.EnumerateFiles(work.Path("Img/bin"), "*", SearchOption.AllDirectories));
        Assert.False(File.Exists(work.Path("Img/maps/now.map")));
    }
}
