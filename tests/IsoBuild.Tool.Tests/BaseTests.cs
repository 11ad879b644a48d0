using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Tool.Tests;

/// <summary>isobuild create --base: an image that is based on another.</summary>
public sealed class BaseTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public BaseTests()
    {
        folder.Write("in/pool/a.udeb", "a");
        folder.Write("in/pool/b.udeb", "b");
        folder.Write("in/docs/readme.txt", "of the base");
        folder.Write("in/run.sh", "#!/bin/sh\n");
        Isobuild.Run(
            folder, "create", "in", "-o", "base.iso", "-q", "--volume-id", "Of The Base", "--publisher", "SOMEBODY", "--application-id", "SOMETHING", "--timestamp", "2001-02-03T04:05:06Z",
            "--no-rock-ridge", "--udf", "--iso-level", "1", "--media-checksum", "--expires", "2031-01-01T00:00:00Z").EnsureSuccess();
    }

    [Fact]
    public void What_nobody_says_is_as_in_the_base()
    {
        folder.Write("more/new.txt", "new");

        string path = Isobuild.Create(folder, "more", "--base", "base.iso");

        VolumeInfo before = Volume(folder.Combine("base.iso")), after = Volume(path);
        Assert.Equal(before, after);
        Assert.Equal(("SOMEBODY", 1), (after.Publisher, after.IsoLevel));
        Assert.Equal(ImageFormats.Iso9660 | ImageFormats.Joliet | ImageFormats.Udf, after.Formats);
        Assert.Equal(["/docs/readme.txt", "/new.txt", "/pool/a.udeb", "/pool/b.udeb", "/run.sh"], Files(path));
        Isobuild.Run(folder, "verify", "a.iso").EnsureSuccess();

        string[] again = ["create", "more", "-o", "b.iso", "-q", "--base", "base.iso"];
        Isobuild.Run(folder, again).EnsureSuccess();
        Assert.True(File.ReadAllBytes(path).AsSpan().SequenceEqual(File.ReadAllBytes(folder.Combine("b.iso"))), "The same base and changes gave other bytes.");
    }

    [Fact]
    public void What_is_said_comes_before_the_base()
    {
        string path = Isobuild.Create(folder, "--base", "base.iso", "--volume-id", "NEW", "--timestamp", "2020-02-02T02:02:02Z", "--udf-only", "--media-checksum", "false");

        VolumeInfo volume = Volume(path);
        Assert.Equal(("NEW", DateTimeOffset.Parse("2020-02-02T02:02:02Z"), ImageFormats.Udf), (volume.VolumeId, volume.Timestamp, volume.Formats));
    }

    [Fact]
    public void Entries_are_removed_replaced_and_added()
    {
        folder.Write("readme.txt", "of the new one");
        folder.Write("more/new.txt", "new");

        CommandResult result = Isobuild.Run(
            folder, "create", "docs/=readme.txt", "extra=more", "-o", "a.iso", "--base", "base.iso", "--remove", "*.udeb", "--remove", "run.sh", "--link", "current=docs", "--empty-directory", "spool").EnsureSuccess();

        Assert.Equal("", string.Join('\n', result.Error.Split('\n').Where(line => line.StartsWith("error", StringComparison.Ordinal))));
        Assert.Equal(["/docs/readme.txt", "/extra/new.txt"], Files(folder.Combine("a.iso")));
        Assert.Equal("of the new one", Isobuild.Run(folder, "cat", "a.iso", "docs/readme.txt").EnsureSuccess().Output.TrimEnd());
        Assert.Contains("/spool/\n", Isobuild.Run(folder, "list", "a.iso").EnsureSuccess().Output, StringComparison.Ordinal);

        CommandResult diff = Isobuild.Run(folder, "diff", "base.iso", "a.iso");
        Assert.Equal(1, diff.ExitCode);
        Assert.Contains("/pool/a.udeb", diff.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void How_the_base_boots_comes_along_unless_told_otherwise()
    {
        folder.Write("boot.img", new byte[2048]);
        Isobuild.Run(folder, "create", "boot.img", "-o", "boots.iso", "-q", "--boot-bios", "boot.img").EnsureSuccess();

        using IsoImage kept = IsoImage.Open(Isobuild.Create(folder, "--base", "boots.iso"));
        Assert.Equal("/boot.img", Assert.Single(kept.Boot!.Entries).Path);
        kept.Dispose();
        using IsoImage content = IsoImage.Open(Isobuild.Create(folder, "--base", "boots.iso", "--no-base-boot"));
        Assert.Null(content.Boot);
        Assert.NotNull(content.Content.Find("boot.img"));
    }

    [Fact]
    public void The_image_takes_the_place_of_its_base()
    {
        folder.Write("more/new.txt", "new");
        File.Copy(folder.Combine("base.iso"), folder.Combine("same.iso"));
        Isobuild.Run(folder, "create", "more", "-o", "other.iso", "-q", "--base", "base.iso", "--remove", "run.sh").EnsureSuccess();

        Isobuild.Run(folder, "create", "more", "-o", "same.iso", "-q", "--base", "same.iso", "--remove", "run.sh").EnsureSuccess();

        Assert.True(File.ReadAllBytes(folder.Combine("other.iso")).AsSpan().SequenceEqual(File.ReadAllBytes(folder.Combine("same.iso"))), "In place, the image has other bytes.");

        // One that cannot be made leaves the base as it was.
        byte[] before = File.ReadAllBytes(folder.Combine("same.iso"));
        CommandResult failed = Isobuild.Run(folder, "create", "docs=more/new.txt", "-o", "same.iso", "--base", "same.iso");
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("error ISOB1163: ", failed.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(folder.Combine("same.iso")));
        Assert.Equal(["base.iso", "in", "more", "other.iso", "same.iso"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_wrong_with_the_base_is_told()
    {
        folder.Write("text.txt", new string('x', 50_000));
        Assert.StartsWith("error ISOB1160: ", Failed("--base", "gone.iso"), StringComparison.Ordinal);
        Assert.StartsWith("error ISOB1161: ", Failed("--base", "text.txt"), StringComparison.Ordinal);
        Assert.StartsWith("error ISOB1165: ", Failed("--base", "base.iso", "--remove", "../x"), StringComparison.Ordinal);
        Assert.Contains("warning ISOB1164: ", Isobuild.Run(folder, "create", "-o", "a.iso", "--base", "base.iso", "--remove", "*.gone").EnsureSuccess().Error, StringComparison.Ordinal);

        string Failed(params string[] arguments)
        {
            CommandResult result = Isobuild.Run(folder, ["create", "-o", "b.iso", .. arguments]);
            Assert.Equal((1, ""), (result.ExitCode, result.Output));
            Assert.False(File.Exists(folder.Combine("b.iso")));
            return result.Error;
        }
    }

    public void Dispose() => folder.Dispose();

    private static VolumeInfo Volume(string path)
    {
        using IsoImage image = IsoImage.Open(path);
        Assert.Empty(image.Diagnostics);
        return image.Layout.Volume;
    }

    private static string[] Files(string path)
    {
        using IsoImage image = IsoImage.Open(path);
        return [.. image.Content.Nodes.OfType<ContentFile>().Select(file => file.Path).Order(StringComparer.Ordinal)];
    }
}
