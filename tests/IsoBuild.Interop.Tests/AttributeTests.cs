using IsoBuild.Diagnostics;

namespace IsoBuild.Interop.Tests;

/// <summary>What xorriso stores beside Rock Ridge's own attributes (AAIP): it is the only one who writes and reads it.</summary>
public sealed class AttributeTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [ToolFact("xorriso", "bsdtar", "isoinfo")]
    public void A_base_keeps_them()
    {
        string from = Base();
        string to = folder.Combine("to.iso");
        BuildResult result = new ImageBuilder().BasedOn(from).AddFile("added", "more"u8.ToArray()).Write(to).EnsureSuccess();

        Assert.Contains("(isofs.nt)", Assert.Single(result.Diagnostics, found => found.Id == DiagnosticId.BaseChecksumsCleared).Message, StringComparison.Ordinal);
        Assert.Equal(Told(from), Told(to, "# file: added"));
        Assert.Contains("user:123:rw-", Told(to), StringComparison.Ordinal);
        Assert.Contains("default:user:7:rwx", Told(to), StringComparison.Ordinal);
        Assert.Contains("user.top=", Told(to), StringComparison.Ordinal);
        Assert.Contains("File contents and their MD5 checksums match.", Readers.TryRun("xorriso", "-md5", "on", "-indev", to, "-check_md5_r", "SORRY", "/", "--").All, StringComparison.Ordinal);
        Assert.Equal(["added", "big", "dir", "dir/below", "file", "many"], Readers.Run("bsdtar", "-tf", to).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(path => path.TrimEnd('/')).Where(path => path != ".").Order(StringComparer.Ordinal));
        Assert.Equal(6, Readers.Run("isoinfo", "-R", "-f", "-i", to).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        using IsoImage before = IsoImage.Open(from);
        using IsoImage after = IsoImage.Open(to);
        Assert.Empty(after.Verify().Findings);
        Assert.DoesNotContain(before.CompareWith(after).Differences, difference => difference.Kind == Comparing.DifferenceKind.Metadata);
        Assert.Equal("user::rw-,user:123:rw-,group::r--,mask::rwx,other::---", after.Content.Find("file")!.Attributes!.AccessControl);

        // And once more, of an image of our own.
        string again = folder.Combine("again.iso");
        new ImageBuilder().BasedOn(to).Write(again).EnsureSuccess();
        Assert.Equal(File.ReadAllBytes(to), File.ReadAllBytes(again));
    }

    /// <summary>The mask is the group's mode while there is a list; a mode that somebody gives goes into the list.</summary>
    [ToolFact("xorriso")]
    public void Modes_agree_with_lists()
    {
        string from = Base();
        string to = folder.Combine("to.iso");
        new ImageBuilder().BasedOn(from).Describe(path => path == "file" ? new Content.EntryOptions { Mode = (UnixFileMode)0b110_101_001 } : null).Write(to).EnsureSuccess();
        string told = Readers.Run("xorriso", "-acl", "on", "-indev", to, "-getfacl", "/file", "--").Output;
        Assert.Equal("user::rw- user:123:rw- group::r-- mask::r-x other::--x", string.Join(' ', told.Split('\n').Where(line => line.Contains("::", StringComparison.Ordinal) || line.Contains(":1", StringComparison.Ordinal))));

        using IsoImage image = IsoImage.Open(from);
        IReadOnlyList<Diagnostic> diagnostics = image.Extract(folder.Combine("out")).Diagnostics;
        Assert.Contains("nor those of 3 other entries", Assert.Single(diagnostics, found => found.Id == DiagnosticId.ExtractListsNotRestored).Message, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal((UnixFileMode)0b110_100_000, File.GetUnixFileMode(folder.Combine("out", "file")));
        }
    }

    [ToolFact("xorriso")]
    public void Trees_that_cannot_hold_them_are_told()
    {
        BuildResult result = new ImageBuilder().BasedOn(Base(), new BaseImageOptions { Options = options => options with { Formats = Content.ImageFormats.Iso9660 | Content.ImageFormats.Udf } })
            .Write(folder.Combine("to.iso")).EnsureSuccess();

        Assert.Contains("5 entries", Assert.Single(result.Diagnostics, found => found.Id == DiagnosticId.BaseAttributesLost).Message, StringComparison.Ordinal);
        using IsoImage image = IsoImage.Open(folder.Combine("to.iso"));
        Assert.Equal((UnixFileMode)0b110_100_000, image.ContentOf(Content.ImageFormats.Udf)!.Find("file")!.Mode);
    }

    [ToolFact("xorriso")]
    public void They_are_compared()
    {
        string from = Base();
        File.Copy(from, folder.Combine("changed.iso"));
        Xorriso("-dev", folder.Combine("changed.iso"), "-setfattr", "user.color", "green", "/file", "--", "-setfattr", "-user.top", "", "/", "--", "-setfacl", "u::rw,g::r,o::-", "/file", "--", "-commit");

        using IsoImage before = IsoImage.Open(from);
        using IsoImage after = IsoImage.Open(folder.Combine("changed.iso"));
        string[] told = [.. before.CompareWith(after).Differences.Where(difference => difference.Kind == Comparing.DifferenceKind.Metadata).Select(difference => difference.Message)];
        Assert.Contains(told, message => message.StartsWith("directory /: ", StringComparison.Ordinal) && message.Contains("attribute user.top was \"root\", is none", StringComparison.Ordinal));
        Assert.Contains(told, message => message.StartsWith("file /file: ", StringComparison.Ordinal) && message.Contains("attribute user.color was \"blue\", is \"green\"", StringComparison.Ordinal)
            && message.Contains("access control list was user::rw-,user:123:rw-,group::r--,mask::rwx,other::---, is ", StringComparison.Ordinal));
    }

    /// <summary>What xorriso tells of an image; numbers for names.</summary>
    private static string Told(string image, string? without = null)
    {
        string all = Readers.Run("xorriso", "-acl", "on", "-xattr", "on", "-indev", image, "-getfacl_r", "/", "--", "-getfattr_r", "/", "--").Output;
        IEnumerable<string> entries = all.Split("\n\n").Select(entry => entry.Trim()).Where(entry => without is null || !entry.StartsWith(without, StringComparison.Ordinal));
        return string.Join('\n', entries).Replace("default:user:lp:", "default:user:7:", StringComparison.Ordinal);
    }

    private string Base()
    {
        string image = folder.Combine("from.iso");
        folder.Write("tree/file", "one");
        folder.Write("tree/big", "two");
        folder.Write("tree/many", "three");
        folder.Write("tree/dir/below", "four");
        string[] many = [.. Enumerable.Range(0, 60).SelectMany(i => (string[])["-setfattr", $"user.number{i}", new string((char)('a' + (i % 26)), i * 5), "/many", "--"])];
        Xorriso([
            "-md5", "on", "-outdev", image, "-map", folder.Combine("tree"), "/",
            "-setfattr", "user.color", "blue", "/file", "--", "-setfattr", "user.top", "root", "/", "--", "-setfattr", "user.big", new string('B', 40_000), "/big", "--", .. many,
            "-setfacl", "u::rw,u:123:rw,g::r,m::rwx,o::-", "/file", "--", "-setfacl", "u::rwx,g::rx,o::rx,d:u::rwx,d:u:7:rwx,d:g::rx,d:m::rwx,d:o::rx", "/dir", "--",
            "-commit",
        ]);
        return image;
    }

    private static void Xorriso(params string[] arguments) => Readers.Run("xorriso", ["-report_about", "FAILURE", "-acl", "on", "-xattr", "on", .. arguments]);
}
