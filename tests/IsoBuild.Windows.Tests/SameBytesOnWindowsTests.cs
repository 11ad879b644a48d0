namespace IsoBuild.Windows.Tests;

/// <summary>What the command makes on this system, it makes on Windows: of content that lies in a folder there, byte by byte.</summary>
[Collection(WineCollection.Name)]
public sealed class SameBytesOnWindowsTests(Wine wine) : IDisposable
{
    private const string Here = "here";
    private const string There = "windows";

    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [ToolFact(Wine.Tool)]
    public void With_every_option() => AssertSame(
        root => EveryOption.WriteContent((path, text) => folder.Write($"{root}/{path}", text)),
        EveryOption.CommandLine);

    [ToolFact(Wine.Tool)]
    public void With_everything_that_starts_and_from_that_base() => AssertSame(
        root => EveryBoot.WriteContent(folder.Combine(root)),
        EveryBoot.CommandLine,
        EveryBoot.CommandLineAgain);

    /// <summary>Names of every kind that both systems have, and what lies beside the image; and the files that come out of it again.</summary>
    [ToolFact(Wine.Tool)]
    public void With_what_lies_beside_it_and_what_is_extracted() => AssertSame(
        root =>
        {
            folder.Write($"{root}/out/Größe und Gewicht.txt", "text");
            folder.Write($"{root}/out/日本語/🙂.txt", "text");
            folder.Write($"{root}/out/bin/run.sh", "#!/bin/sh\n");
            folder.Write($"{root}/out/bin/ELF", "\u007FELF");
            folder.Write($"{root}/out/bin/empty", "");
            folder.Write($"{root}/out/.hidden/a.b.c", "text");
            folder.Write($"{root}/out/data.bin", new byte[3_000_000]);
            Directory.CreateDirectory(folder.Combine(root, "out", "none"));
        },
        ["create", "out", "docs/=out/data.bin", "-o", "a.iso", "--udf", "--hfs-plus", "--layout", "a.layout.txt", "--checksum", "--sbom", "spdx,cyclonedx", "--provenance", "--compress", "*.bin"],
        ["create", "out", "-o", "b.iso", "--base", "a.iso", "--media-checksum"],
        ["extract", "a.iso", "-o", "extracted"],
        ["layout", "b.iso", "--svg", "b.svg"]);

    [ToolFact(Wine.Tool)]
    public void With_the_command_lines_of_others() => AssertSame(
        root =>
        {
            folder.Write($"{root}/out/readme.txt", "text");
            folder.Write($"{root}/out/sub/a.txt", "text");
            folder.Write($"{root}/boot.img", new byte[4096]);
        },
        ["as", "xorrisofs", "-quiet", "-r", "-J", "--modification-date=2024050607080900", "--set_all_file_dates", "2024050607080900", "-V", "LABEL", "-o", "a.iso", "out"],
        ["as", "oscdimg", "-u2", "-t05/06/2024,07:08:09", "-lLABEL", "-bboot.img", "out", "b.iso"]);

    /// <summary>Runs the command in both, and compares all that they wrote.</summary>
    private void AssertSame(Action<string> write, params string[][] lines)
    {
        foreach (string root in (string[])[Here, There])
        {
            write(root);
        }

        foreach (string[] line in lines)
        {
            CommandLine.Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "isobuild.dll"), .. line], folder.Combine(Here), DotnetEnvironment.Clean).EnsureSuccess();
            wine.Run("isobuild", folder.Combine(There), line).EnsureSuccess();
        }

        Dictionary<string, byte[]> here = Files(Here);
        Dictionary<string, byte[]> there = Files(There);
        Assert.Equal(here.Keys.Order(StringComparer.Ordinal), there.Keys.Order(StringComparer.Ordinal));
        Assert.Contains(here.Keys, path => path.EndsWith(".iso", StringComparison.Ordinal));
        Assert.All(here, file => Assert.True(file.Value.AsSpan().SequenceEqual(there[file.Key]), $"{file.Key} differs."));
    }

    private Dictionary<string, byte[]> Files(string root) =>
        Directory.EnumerateFiles(folder.Combine(root), "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .ToDictionary(path => Path.GetRelativePath(folder.Combine(root), path), File.ReadAllBytes);
}
