using Cake.Core;
using Cake.Core.Diagnostics;
using IsoBuild;
using IsoBuild.Content;

namespace Cake.IsoBuild.Tests;

/// <summary>Command lines of other programs, as steps of a script.</summary>
public sealed class EmulationTests : IDisposable
{
    private readonly FakeCake cake = new();

    public void Dispose() => cake.Dispose();

    [Fact]
    public void A_command_line_makes_an_image_in_the_working_directory()
    {
        cake.With("in/a.txt", "a");

        Assert.Empty(cake.IsoBuildAs("mkisofs", ["-quiet", "-o", "a.iso", "-R", "-V", "as given", "in"]));
        Assert.Equal($"{new FileInfo(cake.Path("a.iso")).Length / 2048}\n", cake.IsoBuildAs("mkisofs", ["-quiet", "-print-size", "-R", "in"]));

        using IsoImage image = IsoImage.Open(cake.Path("a.iso"));
        Assert.Equal("as given", image.Descriptors[0].VolumeId);
        Assert.NotNull(image.Content.Find("/a.txt"));
    }

    [Fact]
    public void Faults_fail_the_task_with_their_code()
    {
        cake.With("in/a.txt", "a");

        Assert.StartsWith("ISOB1001: none", Assert.Throws<CakeException>(() => cake.IsoBuildAs("genisoimage", ["-o", "a.iso", "none"])).Message, StringComparison.Ordinal);
        Assert.StartsWith("ISOB4106", Assert.Throws<CakeException>(() => cake.IsoBuildAs("genisoimage", ["in"])).Message, StringComparison.Ordinal);
        Assert.Contains("ISOB4106", Assert.Throws<CakeException>(() => cake.IsoBuildAs("tar", ["in"])).Message, StringComparison.Ordinal);
        cake.IsoBuildAs("xorrisofs", ["--acl", "-o", "a.iso", "in"]);
        Assert.Contains(cake.SaidAt(LogLevel.Warning), line => line.Contains("ISOB4107: -acl", StringComparison.Ordinal));
    }
}
