using System.Diagnostics.CodeAnalysis;
using IsoBuild.Content;

namespace IsoBuild.Core.Tests.Scanning;

/// <summary>Where modes, owners and groups come from.</summary>
[SuppressMessage("Interoperability", "CA1416:Validate platform compatibility", Justification = "Facts of Linux")]
public sealed class ModeTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    /// <summary>What genisoimage -R and -r record of these modes (seen with 1.1.11): setuid and sticky bits stay with -R, and -r asks for any execute bit.</summary>
    [LinuxFact]
    public void Of_the_disk()
    {
        WriteTree();
        string[] disk = ["/ 755", "/d 2711", "/d/x 600", "/l 777", "/plain 640", "/tool 4750"];
        Assert.Equal(disk, Modes(Build(Options(PosixModes.Disk), b => b.AddDirectory("", temp.Combine("in")))));
        string[] readOnly = ["/ 555", "/d 555", "/d/x 444", "/l 777", "/plain 444", "/tool 555"];
        Assert.Equal(readOnly, Modes(Build(Options(PosixModes.ReadOnly), b => b.AddDirectory("", temp.Combine("in")))));
        string[] normalized = ["/ 755", "/d 755", "/d/x 644", "/l 777", "/plain 644", "/tool 644"];
        Assert.Equal(normalized, Modes(Build(Options(PosixModes.Normalized), b => b.AddDirectory("", temp.Combine("in")))));
    }

    /// <summary>UDF has the same, as the permissions of its file entries.</summary>
    [LinuxFact]
    public void In_UDF()
    {
        WriteTree();
        string image = Build(Options(PosixModes.Disk) with { Formats = ImageFormats.Udf }, b => b.AddDirectory("", temp.Combine("in")));
        Assert.Equal(["/ 755", "/d 2711", "/d/x 600", "/plain 640", "/tool 4750"], Modes(image).Where(line => !line.StartsWith("/l ", StringComparison.Ordinal)));
    }

    [LinuxFact]
    public void Owners()
    {
        WriteTree();
        string[] told = CommandLine.Run("stat", ["-c", "%u %g", "plain"], temp.Combine("in")).EnsureSuccess().Output.Trim().Split(' ');
        uint owner = uint.Parse(told[0], System.Globalization.CultureInfo.InvariantCulture);
        uint group = uint.Parse(told[1], System.Globalization.CultureInfo.InvariantCulture);
        if (owner == 0)
        {
            CommandLine.Run("chown", ["33:44", "plain", "d"], temp.Combine("in")).EnsureSuccess();
            CommandLine.Run("chown", ["-h", "33:44", "l"], temp.Combine("in")).EnsureSuccess();
            (owner, group) = (33, 44);
        }

        using IsoImage image = IsoImage.Open(Build(Options(PosixModes.Disk), b => b.AddDirectory("", temp.Combine("in")).AddFile("one", temp.Combine("in", "plain"))));
        Assert.All((string[])["plain", "d", "l", "one"], path => Assert.Equal((owner, group), (image.Content.Find(path)!.OwnerId, image.Content.Find(path)!.GroupId)));
        using IsoImage none = IsoImage.Open(Build(Options(PosixModes.ReadOnly), b => b.AddDirectory("", temp.Combine("in"))));
        Assert.All(none.Content.Nodes, node => Assert.Equal((0u, 0u), (node.OwnerId, node.GroupId)));
    }

    [LinuxFact]
    public void What_somebody_says_wins()
    {
        WriteTree();
        EntryRules rules = new();
        Assert.True(rules.TryAddMode("plain=0601", out _));
        Assert.True(rules.TryAddOwner("plain=7", out _));
        string image = Build(Options(PosixModes.Disk), b => b.AddDirectory("", temp.Combine("in")).Describe(rules)
            .AddFile("named", temp.Combine("in", "tool"), new EntryOptions { Mode = (UnixFileMode)0x40, OwnerId = 8 })
            .AddEmptyDirectory("d", new EntryOptions { Mode = (UnixFileMode)0x1C0 }));
        Assert.Equal(["/ 755", "/d 700", "/d/x 600", "/l 777", "/named 100", "/plain 601", "/tool 4750"], Modes(image));
        using IsoImage read = IsoImage.Open(image);
        Assert.Equal([7u, 8u], [read.Content.Find("plain")!.OwnerId, read.Content.Find("named")!.OwnerId]);
    }

    /// <summary>What is on no disk has the modes that say nothing of the machine; a read-only image is read-only throughout.</summary>
    [Theory]
    [InlineData(PosixModes.Disk, "/ 755,/bin 755,/bin/sh 755,/bin/text 644,/bin/too 755")]
    [InlineData(PosixModes.ReadOnly, "/ 555,/bin 555,/bin/sh 555,/bin/text 444,/bin/too 555")]
    public void From_memory(PosixModes modes, string expected) =>
        Assert.Equal(expected.Split(','), Modes(Build(Options(modes), b => b.AddFile("bin/sh", "#!/bin/sh\n"u8.ToArray()).AddFile("bin/text", "text"u8.ToArray()).AddHardLink("bin/too", "bin/sh"))));

    [LinuxFact]
    public void All_files_and_all_directories()
    {
        WriteTree();
        ImageOptions options = Options(PosixModes.Disk) with { FileMode = (UnixFileMode)0x180, DirectoryMode = (UnixFileMode)0x1C0 };
        EntryRules rules = new();
        Assert.True(rules.TryAddMode("tool=0755", out _));
        string image = Build(options, b => b.AddDirectory("", temp.Combine("in")).AddFile("m", "x"u8.ToArray()).AddHardLink("tool2", "tool").AddHardLink("x2", "d/x").Describe(rules));
        Assert.Equal(["/ 700", "/d 700", "/d/x 600", "/l 777", "/m 600", "/plain 600", "/tool 755", "/tool2 755", "/x2 600"], Modes(image));
    }

    /// <summary>Of several sources for one directory, it does not matter which comes first.</summary>
    [LinuxFact]
    public void Directories_of_several_sources()
    {
        Directory.CreateDirectory(temp.Combine("a", "d"));
        Directory.CreateDirectory(temp.Combine("b", "d"));
        temp.Write("a/d/1", "1");
        temp.Write("b/d/2", "2");
        File.SetUnixFileMode(temp.Combine("a", "d"), (UnixFileMode)0x1C0);
        File.SetUnixFileMode(temp.Combine("b", "d"), (UnixFileMode)0x1ED);
        foreach ((string one, string other) in ((string, string)[])[("a", "b"), ("b", "a")])
        {
            Assert.Contains("/d 755", Modes(Build(Options(PosixModes.Disk), b => b.AddDirectory("", temp.Combine(one)).AddDirectory("", temp.Combine(other)))));
        }
    }

    /// <summary>What was not named is taken from the file by all its names.</summary>
    [LinuxFact]
    public void Hard_links_and_what_links_lead_to()
    {
        WriteTree();
        CommandLine.Run("ln", ["tool", "again"], temp.Combine("in")).EnsureSuccess();
        Assert.Equal(["/ 755", "/again 4750", "/d 2711", "/d/x 600", "/l 640", "/plain 640", "/too 4750", "/tool 4750"],
            Modes(Build(Options(PosixModes.Disk) with { PreserveHardLinks = true, FollowLinks = true }, b => b.AddDirectory("", temp.Combine("in")).AddHardLink("too", "tool"))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Problems()
    {
        PlanResult plan = new ImageBuilder(Images.Small with { Modes = (PosixModes)9, FileMode = (UnixFileMode)0x1000 }).Plan();
        Assert.Equal(["ISOB1011", "ISOB1011"], plan.Diagnostics.Select(d => d.Code));
        Assert.Contains(new ImageBuilder(Options(PosixModes.Disk)).Plan().Diagnostics, d => d is { Code: "ISOB1034", Severity: Diagnostics.DiagnosticSeverity.Info });
        Assert.DoesNotContain(new ImageBuilder(Options(PosixModes.Disk) with { Formats = ImageFormats.Iso9660 }).Plan().Diagnostics, d => d.Code == "ISOB1034");
        Assert.DoesNotContain(new ImageBuilder(Options(PosixModes.ReadOnly)).Plan().Diagnostics, d => d.Code == "ISOB1034");
    }

    private static ImageOptions Options(PosixModes modes) => Images.Small with { Modes = modes };

    private static string[] Modes(string image)
    {
        using IsoImage read = IsoImage.Open(image);
        return [.. read.Content.Nodes.Select(node => $"{node.Path} {Convert.ToString((int)node.Mode!.Value, 8)}")];
    }

    private string Build(ImageOptions options, Action<ImageBuilder> add)
    {
        ImageBuilder builder = new(options);
        add(builder);
        string image = temp.Combine("x.iso");
        builder.Write(image).EnsureSuccess();
        return image;
    }

    private void WriteTree()
    {
        temp.Write("in/plain", "plain");
        temp.Write("in/tool", "tool");
        temp.Write("in/d/x", "x");
        File.CreateSymbolicLink(temp.Combine("in", "l"), "plain");
        File.SetUnixFileMode(temp.Combine("in"), (UnixFileMode)0x1ED);
        File.SetUnixFileMode(temp.Combine("in", "plain"), (UnixFileMode)0x1A0);
        File.SetUnixFileMode(temp.Combine("in", "tool"), (UnixFileMode)0x9E8);
        File.SetUnixFileMode(temp.Combine("in", "d"), (UnixFileMode)0x5C9);
        File.SetUnixFileMode(temp.Combine("in", "d", "x"), (UnixFileMode)0x180);
    }
}
