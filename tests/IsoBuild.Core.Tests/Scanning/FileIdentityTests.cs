using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Scanning;

/// <summary>Names on disk that are one file.</summary>
public class FileIdentityTests : IDisposable
{
    private static readonly string[] Expected = ["/: 1", "/a: 3", "/alone: 1", "/b: 3", "/dir: 1", "/dir/c: 3", "/same: 1"];

    private readonly TempDirectory temp = new();

    public FileIdentityTests()
    {
        temp.Write("in/a", "content");
        temp.Write("in/same", "content");
        temp.Write("in/alone", "x");
        Directory.CreateDirectory(temp.Combine("in", "dir"));
    }

    public void Dispose() => temp.Dispose();

    [ToolFact("ln")]
    public void They_become_one_file_when_asked_for()
    {
        CommandLine.Run("ln", ["a", "b"], temp.Combine("in")).EnsureSuccess();
        CommandLine.Run("ln", ["a", "dir/c"], temp.Combine("in")).EnsureSuccess();
        CommandLine.Run("ln", ["in/alone", "elsewhere"], temp).EnsureSuccess();
        ImageOptions options = Images.Small with { PreserveHardLinks = true };
        Assert.Equal(OperatingSystem.IsLinux() || OperatingSystem.IsWindows() ? Expected : [.. Expected.Select(line => line[..^1] + "1")], Build(options, builder => builder.AddDirectory("", temp.Combine("in"))));
        Assert.All(Build(Images.Small, builder => builder.AddDirectory("", temp.Combine("in"))), line => Assert.EndsWith(": 1", line, StringComparison.Ordinal));

        // Files that are named one by one; and one name at two places, which is two files.
        string[] expected = OperatingSystem.IsLinux() || OperatingSystem.IsWindows() ? ["/: 1", "/x: 2", "/y: 2"] : ["/: 1", "/x: 1", "/y: 1"];
        Assert.Equal(expected, Build(options, builder => builder.AddFile("x", temp.Combine("in", "a")).AddFile("y", temp.Combine("in", "b"))));
        Assert.Equal(["/: 1", "/x: 1", "/y: 1"], Build(options, builder => builder.AddFile("x", temp.Combine("in", "a")).AddFile("y", temp.Combine("in", "a"))));
    }

    [ToolFact("ln")]
    public void The_system_tells_them_apart()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        CommandLine.Run("ln", ["a", "b"], temp.Combine("in")).EnsureSuccess();
        DiagnosticBag diagnostics = new();
        FileIdentities identities = new(diagnostics);
        FileIdentity? first = identities.Of(temp.Combine("in", "a"));
        string[] told = CommandLine.Run("stat", ["-c", "%i %Hd %Ld", temp.Combine("in", "a")]).EnsureSuccess().Output.Trim().Split(' ');
        System.Globalization.CultureInfo culture = System.Globalization.CultureInfo.InvariantCulture;
        Assert.Equal(new FileIdentity((ulong.Parse(told[1], culture) << 32) | ulong.Parse(told[2], culture), ulong.Parse(told[0], culture)), first);
        Assert.Equal(first, identities.Of(temp.Combine("in", "b")));
        Assert.Null(identities.Of(temp.Combine("in", "same")));
        Assert.Empty(diagnostics.ToList());

        Assert.Null(identities.Of(temp.Combine("in", "missing")));
        Assert.Equal("ISOB1031", Assert.Single(diagnostics.ToList()).Code);
    }

    [Fact]
    public void Where_nobody_tells_it_is_said_once()
    {
        DiagnosticBag diagnostics = new();
        FileIdentities identities = new(diagnostics)
        {
            Ask = (string path, out FileIdentity? identity) =>
            {
                identity = null;
                return false;
            },
        };
        Assert.Null(identities.Of("a"));
        Assert.Null(identities.Of("b"));
        Diagnostic told = Assert.Single(diagnostics.ToList());
        Assert.Equal(("ISOB1031", DiagnosticSeverity.Info, "a"), (told.Code, told.Severity, told.SourcePath));
    }

    private List<string> Build(ImageOptions options, Func<ImageBuilder, ImageBuilder> add)
    {
        ImageBuilder builder = add(new ImageBuilder(options));
        builder.Write(temp.Combine("x.iso")).EnsureSuccess();
        Assert.True(builder.VerifyReproducible(temp.Combine("x.iso")).IsReproducible);
        using IsoImage image = IsoImage.Open(temp.Combine("x.iso"));
        return [.. image.Content.Nodes.Select(node => $"{node.Path}: {(node as ContentFile)?.LinkCount ?? 1}")];
    }
}
