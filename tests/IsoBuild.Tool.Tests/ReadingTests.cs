using System.Text.Json;

namespace IsoBuild.Tool.Tests;

/// <summary>isobuild inspect, layout, extract, verify and diff, as scripts see them. What they find is the engine's, and tested there.</summary>
public sealed class ReadingTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public ReadingTests()
    {
        folder.Write("c/docs/readme.txt", "hello\n");
        folder.Write("c/run.sh", "#!/bin/sh\n");
        Isobuild.Create(folder, "c", "--volume-id", "VOL", "--timestamp", "1000000000");
    }

    [ToolFact("isoinfo")]
    public void Inspect_tells_what_isoinfo_tells()
    {
        CommandResult text = Isobuild.Run(folder, "inspect", "a.iso").EnsureSuccess();
        Assert.Contains("VOL", text.Output, StringComparison.Ordinal);
        JsonElement json = Json("inspect", "a.iso", "--json");
        string theirs = CommandLine.Run("isoinfo", ["-d", "-i", folder.Combine("a.iso")]).EnsureSuccess().Output;
        JsonElement primary = json.GetProperty("descriptors").EnumerateArray().First();
        Assert.Equal("primary", primary.GetProperty("kind").GetString());
        Assert.Contains($"Volume id: {primary.GetProperty("volumeId").GetString()}\n", theirs, StringComparison.Ordinal);
        Assert.Contains($"Volume size is: {primary.GetProperty("spaceSize").GetInt64()}\n", theirs, StringComparison.Ordinal);
        Assert.Contains($"Volume set size is: {primary.GetProperty("setSize").GetInt32()}\n", theirs, StringComparison.Ordinal);
        Assert.Contains($"Logical block size is: {primary.GetProperty("logicalBlockSize").GetInt32()}\n", theirs, StringComparison.Ordinal);
        Assert.Equal(["iso9660", "joliet", "rock-ridge"], json.GetProperty("formats").EnumerateArray().Select(format => format.GetString()));
        Assert.Equal("2001-09-09T01:46:40Z", primary.GetProperty("modified").GetString());
        Assert.Equal((2, 2, 16L), (json.GetProperty("files").GetInt32(), json.GetProperty("directories").GetInt32(), json.GetProperty("contentBytes").GetInt64()));
        Assert.Equal(new FileInfo(folder.Combine("a.iso")).Length, json.GetProperty("length").GetInt64());
    }

    [ToolFact("isoinfo", "sh")]
    public void The_map_says_where_files_lie()
    {
        JsonElement json = Json("layout", "a.iso", "--json", "--hashes");
        JsonElement file = json.GetProperty("regions").EnumerateArray().Single(region => region.GetProperty("name").GetString() == "/docs/readme.txt");
        // printf 'hello\n' | sha256sum
        Assert.Equal("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03", file.GetProperty("sha256").GetString());
        Assert.Equal("hello\n"u8, File.ReadAllBytes(folder.Combine("a.iso")).AsSpan((int)file.GetProperty("offset").GetInt64(), (int)file.GetProperty("length").GetInt64()));
        string theirs = CommandLine.Run("sh", ["-c", $"isoinfo -R -l -i '{folder.Combine("a.iso")}' | grep readme.txt"]).EnsureSuccess().Output;
        Assert.Contains($"[ {file.GetProperty("sector").GetInt64(),6} ", theirs, StringComparison.Ordinal);

        using IsoImage opened = IsoImage.Open(folder.Combine("a.iso"));
        Assert.Equal(opened.Layout.ToString(), Isobuild.Run(folder, "layout", "a.iso").EnsureSuccess().Output);
        Assert.Equal(opened.Layout.ToStringWithHashes(), Isobuild.Run(folder, "layout", "a.iso", "--hashes").EnsureSuccess().Output);
    }

    /// <summary>Behind data of no known format, blocks may be in an order of its own: whoever writes a file out hears of it.</summary>
    [Fact]
    public void Doubts_about_all_content_go_with_each_file()
    {
        File.WriteAllBytes(folder.Combine("shifted.bin"), [.. "CONTAINER"u8, .. new byte[4096 - 9], .. File.ReadAllBytes(folder.Combine("a.iso"))]);
        foreach (string[] command in (string[][])[["cat", "shifted.bin", "docs/readme.txt"], ["extract", "shifted.bin", "-o", "out"]])
        {
            CommandResult result = Isobuild.Run(folder, command).EnsureSuccess();
            Assert.Contains("warning ISOB3004", result.Error, StringComparison.Ordinal);
            Assert.Contains("begins at byte 4096 of the file", result.Error, StringComparison.Ordinal);
        }

        Assert.Equal("hello\n", File.ReadAllText(folder.Combine("out", "docs", "readme.txt")));
        Assert.Empty(Isobuild.Run(folder, "cat", "a.iso", "docs/readme.txt").EnsureSuccess().Error);
    }

    /// <summary>Of a file that is cut off, nothing is written that could be taken for it; list says which one it is, and the others are what they are.</summary>
    [Fact]
    public void A_file_that_is_cut_off_is_not_written()
    {
        long end;
        using (IsoImage opened = IsoImage.Open(folder.Combine("a.iso")))
        {
            end = opened.Layout.Regions.Single(region => region.Name == "/run.sh").Offset + 4;
        }

        using (FileStream image = new(folder.Combine("a.iso"), FileMode.Open))
        {
            image.SetLength(end);
        }

        CommandResult cut = Isobuild.Run(folder, "cat", "a.iso", "docs/readme.txt", "run.sh");
        Assert.Equal((1, ""), (cut.ExitCode, cut.Output));
        Assert.StartsWith("error ISOB3002: /run.sh: ", cut.Error, StringComparison.Ordinal);
        Assert.Equal("hello\n", Isobuild.Run(folder, "cat", "a.iso", "docs/readme.txt").EnsureSuccess().Output);

        CommandResult list = Isobuild.Run(folder, "list", "a.iso");
        Assert.Equal(1, list.ExitCode);
        Assert.Contains("ISOB3002: /run.sh: ", list.Error, StringComparison.Ordinal);
        CommandResult hashes = Isobuild.Run(folder, "layout", "a.iso", "--json", "--hashes");
        Assert.DoesNotContain("Unexpected", hashes.Error, StringComparison.Ordinal);
        Assert.NotEqual("", hashes.Output);
    }

    [Fact]
    public void Platforms_and_emulations_have_the_names_of_the_options()
    {
        using (FileStream floppy = File.Create(folder.Combine("c/floppy.img")))
        {
            floppy.SetLength(1_228_800);
        }

        Isobuild.Create(folder, "c", "--boot-bios", "floppy.img,emulation=floppy-1.2", "--boot-bios", "run.sh,platform=powerpc", "--boot-uefi", "floppy.img");
        JsonElement boot = Json("inspect", "a.iso", "--json").GetProperty("boot");
        Assert.Equal("bios", boot.GetProperty("platform").GetString());
        Assert.Equal(["bios floppy-1.2", "uefi none", "powerpc none"], boot.GetProperty("entries").EnumerateArray().Select(entry => $"{entry.GetProperty("platform").GetString()} {entry.GetProperty("emulation").GetString()}"));
    }

    /// <summary>For scripts, all that the text says of volumes: of ISO 9660's fields in the map, of UDF's in the summary.</summary>
    [Fact]
    public void Json_has_every_field_of_the_volume()
    {
        folder.Write("in/a.txt", "same\n");
        folder.Write("in/b.txt", "same\n");
        Isobuild.Create(
            folder, "in", "--udf", "--system-id", "SYSTEM", "--volume-set-id", "SET", "--publisher", "SOMEBODY", "--preparer", "SOMEBODY_ELSE", "--application-id", "SOMETHING",
            "--copyright-file", "a.txt", "--abstract-file", "a.txt", "--bibliographic-file", "b.txt", "--effective", "2025-01-01T00:00:00Z", "--expires", "2026-01-01T00:00:00Z");

        JsonElement layout = Json("layout", "a.iso", "--json");
        JsonElement volume = layout.GetProperty("volume");
        Assert.Equal(
            ["SYSTEM", "SET", "SOMEBODY", "SOMEBODY_ELSE", "SOMETHING", "A.TXT;1", "A.TXT;1", "B.TXT;1", "2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z"],
            ((string[])["systemId", "volumeSetId", "publisher", "preparer", "applicationId", "copyrightFile", "abstractFile", "bibliographicFile", "effective", "expires"]).Select(name => volume.GetProperty(name).GetString()));
        JsonElement shared = layout.GetProperty("regions").EnumerateArray().Single(region => region.GetProperty("kind").GetString() == "file");
        Assert.Equal(("/a.txt", "/b.txt"), (shared.GetProperty("name").GetString(), Assert.Single(shared.GetProperty("sharedBy").EnumerateArray()).GetString()));

        JsonElement udf = Json("inspect", "a.iso", "--json").GetProperty("udf");
        Assert.Equal(("SOMEBODY", "SOMEBODY_ELSE", "SOMETHING", false), (udf.GetProperty("owner").GetString(), udf.GetProperty("organization").GetString(), udf.GetProperty("applicationId").GetString(), udf.TryGetProperty("contact", out _)));
    }

    [Fact]
    public void The_map_can_be_drawn()
    {
        Assert.Equal("", Isobuild.Run(folder, "layout", "a.iso", "--svg", "pictures/a.svg").EnsureSuccess().Output);
        string drawn = File.ReadAllText(folder.Combine("pictures", "a.svg"));
        Assert.Equal("svg", System.Xml.Linq.XDocument.Parse(drawn).Root!.Name.LocalName);
        Assert.Equal(drawn.TrimEnd('\n'), Isobuild.Run(folder, "layout", "a.iso", "--svg", "-").EnsureSuccess().Output.TrimEnd('\n'));
        Assert.Equal("a.svg", Path.GetFileName(Assert.Single(Directory.GetFileSystemEntries(folder.Combine("pictures")))));
    }

    [Fact]
    public void Extracting_restores_what_was_there()
    {
        CommandResult result = Isobuild.Run(folder, "extract", "a.iso", "-o", "x").EnsureSuccess();
        Assert.Equal($"2 files, 1 directory, 16 bytes -> {folder.Combine("x")}\n", result.Output);
        Assert.Equal("hello\n", File.ReadAllText(folder.Combine("x", "docs", "readme.txt")));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1000000000), File.GetLastWriteTimeUtc(folder.Combine("x", "run.sh")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.True(File.GetUnixFileMode(folder.Combine("x", "run.sh")).HasFlag(UnixFileMode.UserExecute));
        }

        CommandResult again = Isobuild.Run(folder, "extract", "a.iso", "-o", "x", "run.sh", "-q");
        Assert.Equal((1, ""), (again.ExitCode, again.Output));
        Assert.Contains("run.sh", again.Error, StringComparison.Ordinal);
        Isobuild.Run(folder, "extract", "a.iso", "-o", "x", "run.sh", "-q", "--overwrite", "--no-dates").EnsureSuccess();
        Assert.NotEqual(DateTimeOffset.FromUnixTimeSeconds(1000000000), File.GetLastWriteTimeUtc(folder.Combine("x", "run.sh")));

        Isobuild.Run(folder, "extract", "a.iso", "-o", "some", "*.txt").EnsureSuccess();
        Assert.Equal(["docs", "docs/readme.txt"], Directory.GetFileSystemEntries(folder.Combine("some"), "*", SearchOption.AllDirectories).Select(entry => Path.GetRelativePath(folder.Combine("some"), entry).Replace('\\', '/')).Order(StringComparer.Ordinal));

        CommandResult large = Isobuild.Run(folder, "extract", "a.iso", "-o", "none", "--max-size", "15");
        Assert.Equal(1, large.ExitCode);
        Assert.False(Directory.Exists(folder.Combine("none")) && Directory.EnumerateFiles(folder.Combine("none"), "*", SearchOption.AllDirectories).Any());
    }

    [Fact]
    public void Verify_says_whether_an_image_passes()
    {
        Assert.Equal("", Isobuild.Run(folder, "verify", "a.iso", "--for", "windows,LINUX").EnsureSuccess().Error);
        JsonElement json = Json("verify", "a.iso", "--json", "--for", "windows,linux");
        Assert.True(json.GetProperty("passed").GetBoolean());
        Assert.Equal(["windows", "linux"], json.GetProperty("consumers").EnumerateArray().Select(consumer => consumer.GetProperty("consumer").GetString()));

        // No firmware starts an image without boot records.
        CommandResult bios = Isobuild.Run(folder, "verify", "a.iso", "--for", "bios", "--json");
        Assert.Equal(1, bios.ExitCode);
        using JsonDocument failed = JsonDocument.Parse(bios.Output);
        Assert.False(failed.RootElement.GetProperty("passed").GetBoolean());

        // The volume space size (ECMA-119 8.4.8), told twice, now in two ways.
        byte[] bytes = File.ReadAllBytes(folder.Combine("a.iso"));
        bytes[(16 * 2048) + 80] ^= 1;
        folder.Write("b.iso", bytes);
        CommandResult broken = Isobuild.Run(folder, "verify", "b.iso");
        Assert.Equal(1, broken.ExitCode);
        Assert.Matches(@"ISOB3\d{3}", broken.All);
        using JsonDocument findings = JsonDocument.Parse(Isobuild.Run(folder, "verify", "b.iso", "--json").Output);
        JsonElement halves = findings.RootElement.GetProperty("findings").EnumerateArray().Single(finding => finding.GetProperty("code").GetString() == "ISOB3108");
        Assert.Equal((16 * 2048) + 80, halves.GetProperty("offset").GetInt64());
    }

    [Fact]
    public void Verify_builds_again()
    {
        string[] same = ["--reproducible", "c", "--volume-id", "VOL", "--timestamp", "1000000000"];
        CommandResult reproducible = Isobuild.Run(folder, ["verify", "a.iso", .. same]).EnsureSuccess();
        Assert.Contains("reproducible: the same bytes again", reproducible.Output, StringComparison.Ordinal);
        JsonElement json = Json(["verify", "a.iso", "--json", .. same]);
        Assert.True(json.GetProperty("reproducible").GetProperty("isReproducible").GetBoolean());

        CommandResult other = Isobuild.Run(folder, "verify", "a.iso", "--reproducible", "c", "--volume-id", "OTHER", "--timestamp", "1000000000");
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("not reproducible", other.Output, StringComparison.Ordinal);
        Assert.Contains("OTHER", other.Output, StringComparison.Ordinal);
    }

    [ToolFact("cmp")]
    public void Diff_says_where_images_part()
    {
        CommandResult same = Isobuild.Run(folder, "diff", "a.iso", "a.iso").EnsureSuccess();
        Assert.Contains("identical", same.Output, StringComparison.Ordinal);
        Assert.True(Json("diff", "a.iso", "a.iso", "--json").GetProperty("areIdentical").GetBoolean());

        File.Move(folder.Combine("a.iso"), folder.Combine("b.iso"));
        folder.Write("c/docs/readme.txt", "hullo\n");
        Isobuild.Create(folder, "c", "--volume-id", "VOL", "--timestamp", "1000000000");
        CommandResult different = Isobuild.Run(folder, "diff", "b.iso", "a.iso", "--json");
        Assert.Equal((1, ""), (different.ExitCode, different.Error));
        using JsonDocument json = JsonDocument.Parse(different.Output);
        string theirs = CommandLine.Run("cmp", [folder.Combine("b.iso"), folder.Combine("a.iso")]).Output;
        // cmp counts from 1.
        Assert.Contains($" {json.RootElement.GetProperty("firstByte").GetInt64() + 1},", theirs, StringComparison.Ordinal);
        Assert.Contains(json.RootElement.GetProperty("differences").EnumerateArray(), difference => (difference.GetProperty("kind").GetString(), difference.GetProperty("item").GetString()) == ("content", "/docs/readme.txt"));
        Assert.Contains("/docs/readme.txt", Isobuild.Run(folder, "diff", "b.iso", "a.iso").Output, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private JsonElement Json(params string[] arguments)
    {
        using JsonDocument json = JsonDocument.Parse(Isobuild.Run(folder, arguments).EnsureSuccess().Output);
        return json.RootElement.Clone();
    }
}
