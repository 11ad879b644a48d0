using System.Security.Cryptography;
using IsoBuild.Content;

namespace IsoBuild.Tool.Tests;

/// <summary>isobuild create.</summary>
public sealed class CreateTests : IDisposable
{
    private readonly TempDirectory folder = new();

    [Fact]
    public void Directories_files_and_targets_go_in()
    {
        folder.Write("out/app.dll", "app");
        folder.Write("out/obj/app.cache", "cache");
        folder.Write("out/deep/app.pdb", "symbols");
        folder.Write("manual/page=1.txt", "page");
        folder.Write("LICENSE", "licence");

        CommandResult result = Isobuild.Run(folder, "create", "out", "docs=manual", "LICENSE", "docs/licence.txt=LICENSE", "etc/=LICENSE", "manual/page=1.txt", "-o", "new/App.v1.iso", "--exclude", "*.pdb", "--exclude", "obj").EnsureSuccess();

        string image = folder.Combine("new", "App.v1.iso");
        Assert.Equal($"App.v1 -> {image} ({new FileInfo(image).Length} bytes)\n", result.Output);
        Assert.Equal("", result.Error);
        using IsoImage opened = IsoImage.Open(image);
        Assert.Equal("APP_V1", opened.Layout.Volume.VolumeId);
        Assert.Equal(
            ["/", "/LICENSE", "/app.dll", "/deep", "/docs", "/docs/licence.txt", "/docs/page=1.txt", "/etc", "/etc/LICENSE", "/page=1.txt"],
            opened.Content.Nodes.Select(node => node.Path).Order(StringComparer.Ordinal));
    }

    [ToolFact("ln")]
    public void Links_of_a_directory_are_stored_listed_and_made_again_or_followed()
    {
        folder.Write("in/a.txt", "a\n");
        folder.Write("beside/far.txt", "far\n");
        CommandLine.Run("ln", ["in/a.txt", "in/hard.txt"], folder).EnsureSuccess();
        File.CreateSymbolicLink(folder.Combine("in", "soft.txt"), "a.txt");
        Isobuild.Create(folder, "in", "--hard-links");
        string[] listed = [.. Isobuild.Run(folder, "list", "a.iso", "-l").EnsureSuccess().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        Assert.Contains(listed, line => line.StartsWith("l", StringComparison.Ordinal) && line.EndsWith("soft.txt -> a.txt", StringComparison.Ordinal));
        Assert.Equal(OperatingSystem.IsMacOS() ? 0 : 2, listed.Count(line => line.StartsWith("-rw-r--r-- 2 ", StringComparison.Ordinal)));
        Isobuild.Run(folder, "extract", "a.iso", "-o", "copy").EnsureSuccess();
        Assert.Equal("a.txt", new FileInfo(folder.Combine("copy", "soft.txt")).LinkTarget);

        Isobuild.Create(folder, "in", "--follow-links");
        Assert.Equal("a\n", Isobuild.Run(folder, "cat", "a.iso", "soft.txt").EnsureSuccess().Output);
        Assert.DoesNotContain("->", Isobuild.Run(folder, "list", "a.iso", "-l").EnsureSuccess().Output, StringComparison.Ordinal);

        File.CreateSymbolicLink(folder.Combine("in", "far"), "../beside");
        CommandResult refused = Isobuild.Run(folder, "create", "in", "--follow-links", "-o", "b.iso");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("ISOB1025", refused.Error, StringComparison.Ordinal);
        Isobuild.Create(folder, "in", "--follow-links-outside");
        Assert.Equal("far\n", Isobuild.Run(folder, "cat", "a.iso", "far/far.txt").EnsureSuccess().Output);
    }

    [Fact]
    public void Content_that_is_damaged_is_told_by_its_own_code()
    {
        folder.Write("a.txt", new string('a', 100_000));
        Isobuild.Create(folder, "a.txt", "--compress", "a.txt", "--no-joliet");
        byte[] bytes = File.ReadAllBytes(folder.Combine("a.iso"));
        int zisofs = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x37, 0xE4, 0x53, 0x96, 0xC9, 0xDB, 0xD6, 0x07]);
        Assert.NotEqual(-1, zisofs);
        bytes.AsSpan(zisofs, 8).Clear();
        File.WriteAllBytes(folder.Combine("a.iso"), bytes);
        CommandResult result = Isobuild.Run(folder, "cat", "a.iso", "a.txt");
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("error ISOB3014: /a.txt: ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("create a.txt -o a.iso --layout a.iso", "would overwrite the image")]
    [InlineData("create a.txt -o a.iso --checksum --layout ./a.iso.sha256", "would overwrite the image or its checksum")]
    [InlineData("create a.txt -o a.iso --layout ./a.txt", "would overwrite ./a.txt")]
    [InlineData("create b.txt=a.txt -o a.iso --layout a.txt", "would overwrite a.txt")]
    [InlineData("create . -o a.iso --layout a.txt", "is not a sector map")]
    [InlineData("layout a.iso --svg ./a.iso", "would overwrite the image")]
    public void What_is_written_beside_an_image_takes_no_place_of_another(string arguments, string message)
    {
        folder.Write("a.txt", "a");
        Isobuild.Create(folder, "a.txt");
        byte[] before = File.ReadAllBytes(folder.Combine("a.iso"));
        CommandResult result = Isobuild.Run(folder, arguments.Split(' '));
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(folder.Combine("a.iso")));
        Assert.Equal("a", File.ReadAllText(folder.Combine("a.txt")));
    }

    [Fact]
    public void Options_reach_the_volume()
    {
        folder.Write("a.txt", "a");
        Isobuild.Create(folder, "a.txt", "--volume-id", "VOL", "--publisher", "P", "--application-id", "A", "--timestamp", "1700000000", "--no-joliet", "--iso-level", "1");
        using IsoImage opened = IsoImage.Open(folder.Combine("a.iso"));
        Assert.Equal(
            ("VOL", "P", "A", DateTimeOffset.FromUnixTimeSeconds(1700000000), 1),
            (opened.Layout.Volume.VolumeId, opened.Layout.Volume.Publisher, opened.Layout.Volume.ApplicationId, opened.Layout.Volume.Timestamp, opened.Layout.Volume.IsoLevel));
        Assert.Equal(Content.ImageFormats.Iso9660 | Content.ImageFormats.RockRidge, opened.Formats);
    }

    [Theory]
    [InlineData(null, null, "1980-01-01T00:00:00Z")]
    [InlineData(null, "1600000000", "2020-09-13T12:26:40Z")]
    [InlineData("2001-02-03T04:05:06+01:00", "1600000000", "2001-02-03T03:05:06Z")]
    public void The_timestamp_is_the_options_then_the_environments(string? option, string? variable, string expected)
    {
        folder.Write("a.txt", "a");
        Isobuild.Run(folder, [("SOURCE_DATE_EPOCH", variable)], ["create", "a.txt", "-o", "a.iso", .. option is null ? Array.Empty<string>() : ["--timestamp", option]]).EnsureSuccess();
        using IsoImage opened = IsoImage.Open(folder.Combine("a.iso"));
        Assert.Equal(expected, ImageTimestamp.Format(opened.Layout.Volume.Timestamp!.Value));
    }

    [Fact]
    public void A_malformed_epoch_is_an_error_and_makes_nothing()
    {
        folder.Write("a.txt", "a");
        CommandResult result = Isobuild.Run(folder, [("SOURCE_DATE_EPOCH", "today")], "create", "a.txt", "-o", "a.iso");
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("error ISOB1008: SOURCE_DATE_EPOCH: 'today' is not a timestamp", result.Error, StringComparison.Ordinal);
        Assert.Equal(["a.txt"], Names());
    }

    [Fact]
    public void Map_and_checksum_lie_beside_the_image_and_never_in_it()
    {
        folder.Write("a.txt", "a");
        for (int round = 0; round < 2; round++)
        {
            Isobuild.Run(folder, "create", ".", "-o", "a.iso", "--layout", "a.layout.txt", "--checksum", "--quiet").EnsureSuccess();
        }

        using IsoImage opened = IsoImage.Open(folder.Combine("a.iso"));
        Assert.Equal(["/", "/a.txt"], opened.Content.Nodes.Select(node => node.Path));
        Assert.Equal(opened.Layout.ToString(), File.ReadAllText(folder.Combine("a.layout.txt")));
        string hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(folder.Combine("a.iso"))));
        Assert.Equal($"{hash}  a.iso\n", File.ReadAllText(folder.Combine("a.iso.sha256")));
        Assert.Equal(["a.iso", "a.iso.sha256", "a.layout.txt", "a.txt"], Names());
    }

    [ToolFact("sh", "cmp")]
    public void A_stream_has_the_bytes_of_the_file_and_nothing_else()
    {
        folder.Write("a.txt", "a");
        folder.Write("b/run.sh", "#!/bin/sh\n");
        CommandResult result = Isobuild.Shell(folder, "isobuild create a.txt b -o a.iso --volume-id X && isobuild create a.txt b -o - --volume-id X --checksum | cmp - a.iso && sha256sum < a.iso").EnsureSuccess();
        Assert.Equal(result.Output.Split('\n')[^2], result.Error.TrimEnd());
    }

    [Fact]
    public void What_the_engine_finds_is_told_with_its_code()
    {
        CommandResult result = Isobuild.Run(folder, "create", "gone", "x/../y=gone", "-o", "a.iso");
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("error ISOB1001: gone: The source file does not exist.", result.Error, StringComparison.Ordinal);
        Assert.Contains("error ISOB1004: x/../y: The target path contains", result.Error, StringComparison.Ordinal);
        Assert.Empty(Names());
    }

    [Fact]
    public void Preserved_dates_are_told_to_everybody()
    {
        string file = folder.Write("a.txt", "a");
        File.SetLastWriteTimeUtc(file, new DateTime(2010, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        CommandResult result = Isobuild.Run(folder, "create", "a.txt", "-o", "a.iso", "--file-dates", "preserve").EnsureSuccess();
        Assert.StartsWith("info ISOB1016: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(" 2010-01-02T03:04:05Z /a.txt", Isobuild.Run(folder, "list", "a.iso", "-l").Output, StringComparison.Ordinal);
    }

    /// <summary>A boot loader that looks for a label letter by letter is not served by a remark that nobody reads.</summary>
    [Theory]
    [InlineData("--volume-id", "config-2", "info ISOB1077: config-2: ")]
    [InlineData("--volume-id", "ThisIsLonger Than Sixteen", "info ISOB1077: ThisIsLonger Than Sixteen: ")]
    [InlineData("--volume-id", "ü", "info ISOB1007: ü: ")]
    [InlineData("--publisher", "é", "info ISOB1007: é: ")]
    public void Texts_that_are_not_of_the_standard_are_told_in_a_line(string option, string text, string told)
    {
        folder.Write("a.txt", "a");
        string[] arguments = ["create", "a.txt", "-o", "a.iso", option, text];
        string said = Isobuild.Run(folder, arguments).EnsureSuccess().Error;
        Assert.StartsWith(told, said, StringComparison.Ordinal);
        Assert.Equal(said.Length - 1, said.IndexOf('\n', StringComparison.Ordinal));
        Assert.Equal("", Isobuild.Run(folder, [.. arguments, "-q"]).EnsureSuccess().Error);
    }

    [Fact]
    public void Of_many_alike_the_first_are_told_and_the_others_counted()
    {
        for (int i = 0; i < 50; i++)
        {
            folder.Write($"c/{new string('n', 70)}{i:D2}.txt", "x");
        }

        string[] lines = Isobuild.Run(folder, "create", "c", "-o", "a.iso").EnsureSuccess().Error.TrimEnd().Split('\n');
        Assert.Equal(21, lines.Length);
        Assert.All(lines[..20], line => Assert.StartsWith("warning ISOB1010: /nnn", line, StringComparison.Ordinal));
        Assert.Equal("  ... and 30 more ISOB1010", lines[20]);
    }

    public void Dispose() => folder.Dispose();

    private string[] Names() => [.. Directory.GetFileSystemEntries(folder).Select(entry => Path.GetFileName(entry)!).Order(StringComparer.Ordinal)];
}
