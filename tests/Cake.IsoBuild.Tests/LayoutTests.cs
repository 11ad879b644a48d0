using Cake.Core;
using Cake.Core.Diagnostics;
using IsoBuild.Layout;

namespace Cake.IsoBuild.Tests;

/// <summary>The sector map as a file, as a picture and as what a team committed.</summary>
public sealed class LayoutTests : IDisposable
{
    private readonly FakeCake cake = new();

    public LayoutTests() => cake.With("in/a.txt", "a");

    public void Dispose() => cake.Dispose();

    [Fact]
    public void The_map_is_written_and_drawn_beside_the_image()
    {
        ImageLayout built = cake.IsoBuild("in", "a.iso", new IsoBuildSettings().WithLayoutFile("out/a.layout.txt").WithLayoutSvg("out/a.svg")).Layout!;
        ImageLayout read = cake.IsoLayout("a.iso", new IsoLayoutSettings().WithLayoutFile("read.txt").WithLayoutHashes());

        Assert.Equal(built.ToString(), cake.Read("out/a.layout.txt"));
        Assert.Equal(built.ToString(), read.ToString());
        Assert.StartsWith("<svg", cake.Read("out/a.svg").TrimStart(), StringComparison.Ordinal);
        // The SHA-256 of "a", as sha256sum prints it.
        Assert.Contains("ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb", cake.Read("read.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_that_cannot_be_written_is_an_error()
    {
        Directory.CreateDirectory(cake.Path("taken.txt"));

        CakeException failure = Assert.Throws<CakeException>(() => cake.IsoBuild("in", "a.iso", new IsoBuildSettings().WithLayoutFile("taken.txt")));

        Assert.StartsWith($"ISOB4104: {cake.WorkingDirectory}/taken.txt: ", failure.Message, StringComparison.Ordinal);
        Assert.False(cake.Exists("taken.txt.tmp"));
    }

    [Fact]
    public void What_is_written_into_the_content_directory_is_no_content()
    {
        for (int i = 0; i < 2; i++)
        {
            cake.IsoBuild("in", "in/a.iso", new IsoBuildSettings().WithLayoutFile("in/map.txt").WithChecksum().WithLayoutBaseline("base.txt", accept: true));
            Assert.Equal(["/a.txt"], Image.Files(cake.Path("in/a.iso")));
        }
    }

    [Theory]
    [InlineData("app.layout.txt")]
    [InlineData("app.layout.verified.txt")]
    public void A_committed_map_is_created_held_and_accepted(string baseline)
    {
        CakeException missing = Assert.Throws<CakeException>(() => Build());
        Assert.StartsWith($"ISOB4001: {cake.WorkingDirectory}/{baseline}: ", missing.Message, StringComparison.Ordinal);
        Assert.Contains("--accept-layout", missing.Message, StringComparison.Ordinal);
        Assert.False(cake.Exists("a.iso"));

        // Renaming what was received is one way to accept it.
        File.Move(cake.Path("app.layout.received.txt"), cake.Path(baseline));
        Build();
        Assert.Equal(cake.Read(baseline), cake.IsoVerifyLayout("a.iso", baseline).ToString());

        cake.With("in/b.txt", "b");
        byte[] before = File.ReadAllBytes(cake.Path("a.iso"));
        CakeException differs = Assert.Throws<CakeException>(() => Build());
        Assert.StartsWith("ISOB4002: ", differs.Message, StringComparison.Ordinal);
        Assert.Contains("+ file /b.txt", differs.Message, StringComparison.Ordinal);
        Assert.Contains("/b.txt", cake.Read("app.layout.received.txt"), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(cake.Path("a.iso")));

        // The other is an argument of the script.
        Build(accept: true);
        Assert.Contains("/b.txt", cake.Read(baseline), StringComparison.Ordinal);
        Assert.False(cake.Exists("app.layout.received.txt"));
        Assert.Contains($"Accepted the layout into {cake.WorkingDirectory}/{baseline}", cake.SaidAt(LogLevel.Information));
        Assert.Empty(Directory.EnumerateFiles(cake.WorkingDirectory.FullPath, "*.tmp"));

        void Build(bool accept = false) => cake.IsoBuild("in", "a.iso", new IsoBuildSettings().WithLayoutBaseline(baseline, accept));
    }

    [Fact]
    public void An_image_of_any_origin_is_held_against_a_committed_map()
    {
        cake.IsoBuild("in", "a.iso", new IsoBuildSettings().WithLayoutFile("a.layout.txt"));
        cake.With("in/a.txt", new string('x', 5000)).IsoBuild("in", "b.iso", new IsoBuildSettings().WithVolumeId("A"));

        CakeException differs = Assert.Throws<CakeException>(() => cake.IsoVerifyLayout("b.iso", "a.layout.txt"));

        // 1 byte takes one sector of 2048, 5000 take three.
        Assert.Contains("~ file /a.txt grew by 2 sectors (1 -> 5000 bytes)", differs.Message, StringComparison.Ordinal);
    }
}
