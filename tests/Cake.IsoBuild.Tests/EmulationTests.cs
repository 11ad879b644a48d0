using System.Text;
using Cake.Core;
using Cake.Core.Diagnostics;
using IsoBuild;
using IsoBuild.Content;
using IsoBuild.Emulation;

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

    /// <summary>As <c>SOURCE_DATE_EPOCH</c> dates every image that nothing else dates.</summary>
    [Fact]
    public void The_environment_dates_the_image()
    {
        cake.With("in/a.txt", "a");
        cake.Variables["SOURCE_DATE_EPOCH"] = "1700000000";

        cake.IsoBuildAs("mkisofs", ["-quiet", "-o", "a.iso", "in"]);

        // ECMA-119 8.4.26: 2023-11-14, 22:13:20.
        Assert.Equal("20231114221320", Encoding.ASCII.GetString(File.ReadAllBytes(cake.Path("a.iso")), (16 * 2048) + 813, 14));
        cake.Variables["SOURCE_DATE_EPOCH"] = "soon";
        Assert.Contains("ISOB1008", Assert.Throws<CakeException>(() => cake.IsoBuildAs("mkisofs", ["-o", "b.iso", "in"])).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(cake.Path("b.iso")));
    }

    /// <summary>Scripts that <c>isobuild as --explain</c> prints, run by the real Cake.</summary>
    [Fact]
    public void Explained_scripts_make_the_same_image()
    {
        List<byte[]> made = [];
        StringBuilder script = new();
        using CakeScript work = new(workspace =>
        {
            ExplainedLines.WriteContent(workspace.Path());
            for (int line = 0; line < ExplainedLines.Count; line++)
            {
                string[] words = ExplainedLines.Words(line, $"{line}.iso");
                using StringWriter explained = new();
                List<string> problems = [];
                EmulationStreams streams = new() { Report = problem => problems.Add(problem.ToString()), Note = _ => { }, Text = explained, OpenOutput = () => Stream.Null, WorkingDirectory = workspace.Path() };
                Assert.True(Emulator.Run(words[0], words[1..], streams) == 0, string.Join('\n', [.. words, .. problems]));
                made.Add(File.ReadAllBytes(workspace.Path($"{line}.iso")));
                File.Delete(workspace.Path($"{line}.iso"));
                Assert.Equal(0, Emulator.Explain(words[0], words[1..], streams));
                script.Append(explained.ToString().Split("# As a Cake script (build.cake):\n")[1]);
            }

            // But for the addin, which is that of this test run, and loaded once.
            string body = string.Join('\n', script.ToString().Split('\n').Where(line => !line.StartsWith("#addin nuget:?package=Cake.IsoBuild&version=", StringComparison.Ordinal)));
            return workspace.Write("build.cake", $"{CakeScript.Addin}\n{body}");
        });

        string log = work.Cake().All;

        Assert.All(Enumerable.Range(0, made.Count), line =>
        {
            string image = work.Work.Path($"{line}.iso");
            Assert.True(made[line].AsSpan().SequenceEqual(File.Exists(image) ? File.ReadAllBytes(image) : []), $"{string.Join(' ', ExplainedLines.Words(line, image))}\n{script}\n{log}");
        });
    }
}
