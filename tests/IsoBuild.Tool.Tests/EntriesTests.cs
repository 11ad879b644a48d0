using System.Text.Json;

namespace IsoBuild.Tool.Tests;

/// <summary>Links, devices, owners, places and trees: as a user asks for them, and as the command tells them again.</summary>
public sealed class EntriesTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public EntriesTests()
    {
        folder.Write("in/app", "#!/bin/sh\n");
        folder.Write("in/data/first.bin", "equal content");
        folder.Write("in/data/second.bin", "equal content");
        folder.Write("in/data/secret.txt", "secret");
    }

    [Fact]
    public void Entries_that_are_on_no_disk_with_modes_and_owners()
    {
        Isobuild.Create(
            folder, "in", "--link", "current=data/first.bin", "--hard-link", "bin/app-cli=app", "--device", "dev/null=character,1,3", "--device", "dev/sda=block,8,16",
            "--device", "run/in=pipe", "--device", "run/s=socket", "--empty-directory", "spool", "--mode", "app=0750", "--owner", "data=33", "--owner", "1000", "--group", "dev/*=6");

        Dictionary<string, JsonElement> entries = List();

        Assert.Equal("link data/first.bin 1000:0", Text("/current", "type", "target", "owner:group"));
        Assert.Equal("file 0750 2 1000:0", Text("/app", "type", "mode", "linkCount", "owner:group"));
        Assert.Equal("file 0750 2 /app 1000:0", Text("/bin/app-cli", "type", "mode", "linkCount", "hardLinkOf", "owner:group"));
        Assert.Equal("characterDevice 1 3 1000:6", Text("/dev/null", "type", "major", "minor", "owner:group"));
        Assert.Equal("blockDevice 8 16 1000:6", Text("/dev/sda", "type", "major", "minor", "owner:group"));
        Assert.Equal("pipe socket", $"{Text("/run/in", "type")} {Text("/run/s", "type")}");
        Assert.Equal("directory 0755", Text("/spool", "type", "mode"));
        Assert.Equal("33:0 33:0", $"{Text("/data", "owner:group")} {Text("/data/secret.txt", "owner:group")}");
        Assert.False(entries["/data/first.bin"].TryGetProperty("linkCount", out _));

        string Text(string path, params string[] names) => string.Join(' ', names.Select(name => name.Contains(':') ? $"{entries[path].GetProperty("owner")}:{entries[path].GetProperty("group")}" : $"{entries[path].GetProperty(name)}"));
    }

    [Fact]
    public void Each_tree_shows_what_it_is_to_show()
    {
        Isobuild.Create(folder, "in", "--udf", "--iso-1999", "--hide", "joliet,udf:secret.txt", "--hide", "iso1999:data");

        Assert.True(List("--view", "rock-ridge").ContainsKey("/data/secret.txt"));
        Assert.True(List("--view", "iso9660").ContainsKey("/DATA/SECRET.TXT"));
        Assert.Equal(["/app", "/data", "/data/first.bin", "/data/second.bin"], List("--view", "joliet").Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["/app", "/data", "/data/first.bin", "/data/second.bin"], List("--view", "udf").Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["/app"], List("--view", "iso1999").Keys);
        using JsonDocument summary = JsonDocument.Parse(Isobuild.Run(folder, "inspect", "a.iso", "--json").EnsureSuccess().Output);
        Assert.Equal(["iso9660", "joliet", "rock-ridge", "udf", "iso1999"], summary.RootElement.GetProperty("formats").EnumerateArray().Select(format => format.GetString()));
    }

    [Fact]
    public void Weights_and_equal_content_say_where_files_lie()
    {
        Isobuild.Create(folder, "in", "--sort", "data/secret.txt=10", "--sort", "app=-1");
        Assert.Equal(["/data/secret.txt", "/data/first.bin", "/app"], Files());
        Assert.Contains("/data/first.bin  13 bytes  also /data/second.bin\n", Isobuild.Run(folder, "layout", "a.iso").EnsureSuccess().Output, StringComparison.Ordinal);

        Isobuild.Create(folder, "in", "--no-dedupe", "--align", "4096");
        Assert.Equal(["/app", "/data/first.bin", "/data/second.bin", "/data/secret.txt"], Files());
        Isobuild.Run(folder, "verify", "a.iso").EnsureSuccess();

        IEnumerable<string?> Files()
        {
            using JsonDocument layout = JsonDocument.Parse(Isobuild.Run(folder, "layout", "a.iso", "--json").EnsureSuccess().Output);
            return [.. layout.RootElement.GetProperty("regions").EnumerateArray().Where(region => region.GetProperty("kind").GetString() == "file").Select(region => region.GetProperty("name").GetString())];
        }
    }

    [Fact]
    public void A_committed_map_and_the_images_difference_tell_the_publisher_and_link_counts()
    {
        string before = Isobuild.Create(folder, "in", "--publisher", "ACME");
        Assert.Contains("\nfield    publisher  ACME\n", Isobuild.Run(folder, "layout", "a.iso").EnsureSuccess().Output, StringComparison.Ordinal);
        File.Move(before, folder.Combine("before.iso"));
        Isobuild.Create(folder, "in", "--publisher", "ACME", "--hard-link", "cli=app");

        CommandResult result = Isobuild.Run(folder, "diff", "before.iso", "a.iso");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("file /app: link count was 1, is 2", result.Output, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private Dictionary<string, JsonElement> List(params string[] options)
    {
        using JsonDocument list = JsonDocument.Parse(Isobuild.Run(folder, ["list", "a.iso", "--json", .. options]).EnsureSuccess().Output);
        return list.RootElement.EnumerateArray().ToDictionary(entry => entry.GetProperty("path").GetString()!, entry => entry.Clone(), StringComparer.Ordinal);
    }
}
