using Cake.Core;

namespace Cake.IsoBuild.Tests;

/// <summary>What names may not do to Cake's log: move the cursor, turn text around, or begin a line of their own.</summary>
public sealed class LogTests : IDisposable
{
    /// <summary>An escape sequence, an end of a line with what looks like an error of a compiler, an override of direction, and a hole of a format.</summary>
    private const string Hostile = "a\u001B[31m\nx.cs(1,1): error XY0001: forged\u202Etxt.{0}";

    private readonly FakeCake cake = new();

    public void Dispose() => cake.Dispose();

    [Fact]
    public void Names_of_content_are_disarmed()
    {
        cake.With($"in/{Hostile}", "a");

        cake.IsoBuild("in", "a.iso");
        cake.IsoVerify("a.iso", new IsoVerifySettings().For(global::IsoBuild.Verifying.ImageConsumer.Windows));

        Assert.Contains(cake.Said, said => said.Text.Contains("a\\u001B[31m\\u000Ax.cs(1,1): error XY0001: forged\\u202Etxt.{0}", StringComparison.Ordinal));
        Assert.All(cake.Said, said => Assert.DoesNotContain(said.Text, IsHostile));
    }

    [Fact]
    public void So_are_those_that_a_failure_names()
    {
        CakeException missing = Assert.Throws<CakeException>(() => cake.IsoBuild(new IsoBuildSettings().WithImage("a.iso").WithFile(Hostile)));
        CakeException unread = Assert.Throws<CakeException>(() => cake.IsoInspect(Hostile));

        Assert.DoesNotContain(missing.Message, IsHostile);
        Assert.DoesNotContain(unread.Message, IsHostile);
        Assert.All(cake.Said, said => Assert.DoesNotContain(said.Text, IsHostile));
    }

    [Fact]
    public void A_comparison_keeps_its_lines_and_disarms_its_names()
    {
        cake.With($"in/{Hostile}", "a").With("base.txt", "image    a.iso\nfile\u001B[31m\n");

        CakeException different = Assert.Throws<CakeException>(() => cake.IsoBuild("in", "a.iso", new IsoBuildSettings().WithLayoutBaseline("base.txt")));

        Assert.True(different.Message.Split('\n').Length > 2, different.Message);
        Assert.DoesNotContain(different.Message, c => c != '\n' && IsHostile(c));
    }

    [Fact]
    public void A_pipe_in_place_of_an_image_or_a_map_is_refused_by_name()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        CommandLine.Run("mkfifo", [cake.Path("p")]).EnsureSuccess();
        cake.With("in/a.txt", "a");
        string pipe = $"ISOB1280: {cake.WorkingDirectory}/p: It is a pipe";

        Assert.StartsWith(pipe, Assert.Throws<CakeException>(() => cake.IsoInspect("p")).Message, StringComparison.Ordinal);
        Assert.StartsWith(pipe, Assert.Throws<CakeException>(() => cake.IsoBuild("in", "a.iso", new IsoBuildSettings { BaseImage = "p" })).Message, StringComparison.Ordinal);
        Assert.StartsWith(pipe, Assert.Throws<CakeException>(() => cake.IsoBuild("in", "a.iso", new IsoBuildSettings().WithLayoutBaseline("p"))).Message, StringComparison.Ordinal);
    }

    private static bool IsHostile(char c) => char.IsControl(c) || c == '\u202E';
}
