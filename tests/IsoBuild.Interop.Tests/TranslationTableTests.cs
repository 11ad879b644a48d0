using IsoBuild.Content;

namespace IsoBuild.Interop.Tests;

/// <summary>TRANS.TBL in the words of genisoimage.</summary>
public sealed class TranslationTableTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public TranslationTableTests()
    {
        foreach (string name in (string[])["lower.txt", "UPPER.TXT", "name+plus=eq.txt", "long_name_longer_than_thirty_one_chars_x", "sub/Inner.text", "sub/deeper/x", "ü.txt", "TRANS.TBL"])
        {
            temp.Write("tree/" + name, name);
        }

        Directory.CreateDirectory(temp.Combine("tree", "empty"));
        File.CreateSymbolicLink(temp.Combine("tree", "link"), "sub/Inner.text");
        CommandLine.Run("mkfifo", [temp.Combine("tree", "pipe")]).EnsureSuccess();
    }

    public void Dispose() => temp.Dispose();

    [ToolTheory("genisoimage", "isoinfo", "mkfifo")]
    [InlineData(3, "-l")]
    [InlineData(1, "-iso-level", "1")]
    public void They_are_those_of_genisoimage(int level, params string[] options)
    {
        // Names beyond ASCII have one _ for each byte there.
        File.Delete(temp.Combine("tree", "ü.txt"));
        CommandLine.Run("genisoimage", ["-quiet", "-T", "-R", "-J", .. options, "-o", "theirs.iso", "tree"], temp).EnsureSuccess();
        Build(new ImageOptions { IsoLevel = level, TranslationTables = true }, withPipe: true);
        string[] paths = List("theirs.iso");
        Assert.Equal(["/SUB/DEEPER/TRANS.TBL;1", "/SUB/TRANS.TBL;1", "/TRANS.TBL;1"], paths);
        Assert.Equal(paths, List("ours.iso"));
        Assert.All(paths, path => Assert.Equal(Text("theirs.iso", path), Text("ours.iso", path)));
        Assert.DoesNotContain("TRANS", CommandLine.Run("isoinfo", ["-J", "-f", "-i", "ours.iso"], temp).EnsureSuccess().Output, StringComparison.Ordinal);
    }

    private void Build(ImageOptions options, bool withPipe)
    {
        ImageBuilder builder = new ImageBuilder(options).ExcludeTargets(path => path == "pipe").AddDirectory("", temp.Combine("tree"));
        if (withPipe)
        {
            builder.AddSpecial("pipe", SpecialKind.Pipe);
        }

        builder.Write(temp.Combine("ours.iso")).EnsureSuccess();
    }

    private string[] List(string image) =>
        [.. CommandLine.Run("isoinfo", ["-f", "-i", image], temp).EnsureSuccess().Output.Split('\n').Where(line => line.Contains("TRANS.TBL", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private string Text(string image, string path) => CommandLine.Run("isoinfo", ["-x", path, "-i", image], temp).EnsureSuccess().Output;
}
