using System.Diagnostics;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Writing;

/// <summary>How an image and what belongs to it come to their places: whole, together, and where links lead.</summary>
public sealed class PlacingTests : IDisposable
{
    private readonly TempDirectory temp = new();

    private static ImageBuilder Builder => new ImageBuilder(Images.Small).AddFile("a", new byte[100_000]);

    public void Dispose() => temp.Dispose();

    [Fact]
    public void The_rights_of_a_former_image_stay_and_set_id_bits_go()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string image = temp.Write("x.iso", "former");
        File.SetUnixFileMode(image, (UnixFileMode)Convert.ToInt32("4640", 8));
        Builder.Write(image).EnsureSuccess();
        Assert.Equal(Convert.ToInt32("640", 8), (int)File.GetUnixFileMode(image));
        Images.WalkSoundly(File.ReadAllBytes(image));
    }

    [ToolFact("stat", "chown")]
    public void The_owner_of_a_former_image_stays_where_that_is_permitted()
    {
        string image = temp.Write("x.iso", "former");
        if (Environment.IsPrivilegedProcess)
        {
            CommandLine.Run("chown", ["1234:4321", image]).EnsureSuccess();
        }

        string former = CommandLine.Run("stat", ["-c", "%u:%g %a", image]).EnsureSuccess().Output;
        Builder.Write(image).EnsureSuccess();
        Assert.Equal(former, CommandLine.Run("stat", ["-c", "%u:%g %a", image]).EnsureSuccess().Output);
    }

    [Fact]
    public void Links_are_followed_also_to_what_is_not_there()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Directory.CreateDirectory(temp.Combine("store", "deep"));
        Directory.CreateSymbolicLink(temp.Combine("way"), "store/deep");
        File.CreateSymbolicLink(temp.Combine("x.iso"), "way/../y.iso");
        File.CreateSymbolicLink(temp.Combine("store", "y.iso"), "z.iso");
        for (int round = 0; round < 2; round++)
        {
            Builder.Write(temp.Combine("x.iso")).EnsureSuccess();
            Assert.Equal("way/../y.iso", new FileInfo(temp.Combine("x.iso")).LinkTarget);
            Assert.Equal("z.iso", new FileInfo(temp.Combine("store", "y.iso")).LinkTarget);
            Images.WalkSoundly(File.ReadAllBytes(temp.Combine("store", "z.iso")));
        }
    }

    [Theory]
    [InlineData("new/", "ends in a separator")]
    [InlineData("there/", "ends in a separator")]
    [InlineData("there", "A directory has this name")]
    [InlineData("circle", "form a loop")]
    [InlineData("nowhere", "whose directory does not exist")]
    public void Where_no_file_can_be(string path, string message)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Directory.CreateDirectory(temp.Combine("there"));
        File.CreateSymbolicLink(temp.Combine("circle"), "circle");
        File.CreateSymbolicLink(temp.Combine("nowhere"), "missing/x.iso");
        string[] before = Directory.GetFileSystemEntries(temp);
        Diagnostic error = Assert.Single(Builder.Write(temp.Path + "/" + path).Diagnostics, d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal("ISOB1019", error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(before.Order(StringComparer.Ordinal), Directory.GetFileSystemEntries(temp).Order(StringComparer.Ordinal));
    }

    [ToolFact("mkfifo", "cat")]
    public void A_pipe_takes_the_image_and_its_map_and_stays()
    {
        CommandLine.Run("mkfifo", [temp.Combine("image"), temp.Combine("map")]).EnsureSuccess();
        MemoryStream expected = new();
        BuildResult made = Builder.Write(expected);
        using Process image = Cat("image");
        using Process map = Cat("map");
        Task<byte[]> bytes = ReadAll(image);
        Task<byte[]> text = ReadAll(map);
        Builder.Write(temp.Combine("image"), new WriteOptions { Companions = result => [new TextOutput(temp.Combine("map"), "map\n")] }).EnsureSuccess();
        Assert.Equal(expected.ToArray(), bytes.GetAwaiter().GetResult());
        Assert.Equal("map\n"u8.ToArray(), text.GetAwaiter().GetResult());
        Assert.Equal(made.Length, expected.Length);
        Assert.Equal(2, Directory.GetFileSystemEntries(temp).Length);
        Assert.True(TextOutput.IsStream(temp.Combine("map")));

        Process Cat(string name) => Process.Start(new ProcessStartInfo(ToolGuard.Find("cat"), [temp.Combine(name)]) { RedirectStandardOutput = true })!;

        static async Task<byte[]> ReadAll(Process process)
        {
            MemoryStream read = new();
            await process.StandardOutput.BaseStream.CopyToAsync(read);
            return read.ToArray();
        }
    }

    [Fact]
    public void A_companion_that_cannot_be_written_leaves_everything_as_it_was()
    {
        string image = temp.Write("x.iso", "former image");
        string checksum = temp.Write("x.iso.sha256", "former checksum");
        Directory.CreateDirectory(temp.Combine("map"));
        WriteOptions options = new()
        {
            ComputeSha256 = true,
            Companions = result => [new TextOutput(checksum, result.Sha256!), new TextOutput(temp.Combine("map"), result.Layout!.ToString())],
        };
        Diagnostic error = Assert.Single(Builder.Write(image, options).Diagnostics, d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal(("ISOB4104", temp.Combine("map")), (error.Code, error.Item));
        Assert.Equal("former image", File.ReadAllText(image));
        Assert.Equal("former checksum", File.ReadAllText(checksum));
        Assert.Equal(3, Directory.GetFileSystemEntries(temp).Length);

        Directory.Delete(temp.Combine("map"));
        BuildResult made = Builder.Write(image, options).EnsureSuccess();
        Assert.Equal(made.Sha256, File.ReadAllText(checksum));
        Assert.Equal(made.Layout!.ToString(), File.ReadAllText(temp.Combine("map")));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(image))), made.Sha256);
        Assert.Equal(3, Directory.GetFileSystemEntries(temp).Length);
    }

    [Fact]
    public void What_a_killed_process_left_goes_and_what_a_living_one_holds_stays()
    {
        string left = temp.Write(".isobuild-x0123456789abcdef0123456789abcdef.tmp", "left");
        string held = temp.Write(".isobuild-xfedcba9876543210fedcba9876543210.tmp", "held");
        using (FileStream holder = new(held, FileMode.Open, FileAccess.Read, FileShare.Read))
        {
            Builder.Write(temp.Combine("x.iso")).EnsureSuccess();
            Assert.False(File.Exists(left));
            Assert.True(File.Exists(held));
        }

        new TextOutput(temp.Combine("text"), "text").Write();
        temp.Write(".isobuild-x0123456789abcdef0123456789abcdef.tmp", "of who was killed when the text was in its place");
        new TextOutput(temp.Combine("text"), "text").Write();
        Assert.Equal([temp.Combine("text"), temp.Combine("x.iso")], Directory.GetFileSystemEntries(temp).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_lies_beside_a_companion_for_a_moment_is_no_content()
    {
        temp.Write("in/.isobuild-x0123456789abcdef0123456789abcdef.tmp", "left");
        temp.Write("in/b.txt", "b");
        BuildResult made = new ImageBuilder(Images.Small).AddDirectory("", temp.Combine("in")).Exclude(temp.Combine("in", "map.txt")).Write(temp.Combine("x.iso")).EnsureSuccess();
        Assert.DoesNotContain(".isobuild-", made.Layout!.ToString(), StringComparison.Ordinal);
        Assert.Contains("b.txt", made.Layout!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_is_there_already_is_left_alone()
    {
        string file = temp.Write("text", "text");
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        new TextOutput(file, "text").Write();
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(file));
        new TextOutput(file, "other").Write();
        Assert.Equal("other", File.ReadAllText(file));
    }
}
