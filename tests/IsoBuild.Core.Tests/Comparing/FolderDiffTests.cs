using IsoBuild.Comparing;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Comparing;

/// <summary>The files of an image, and a directory on disk.</summary>
public sealed class FolderDiffTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public FolderDiffTests()
    {
        temp.Write("in/a.txt", "the same\n");
        temp.Write("in/docs/b.txt", "below\n");
        temp.Write("in/docs/.hidden", "a dot\n");
        temp.Write("in/run.sh", "#!/bin/sh\n");
        temp.Write("in/empty", "");
        Directory.CreateDirectory(temp.Combine("in/void"));
    }

    public void Dispose() => temp.Dispose();

    [Theory]
    [InlineData(ImageFormats.Default)]
    [InlineData(ImageFormats.Default | ImageFormats.Udf)]
    [InlineData(ImageFormats.Udf)]
    [InlineData(ImageFormats.Iso9660 | ImageFormats.Joliet)]
    [InlineData(ImageFormats.Iso9660 | ImageFormats.Iso1999)]
    public void An_image_is_what_it_was_made_from(ImageFormats formats)
    {
        string path = Write(formats);
        using IsoImage image = IsoImage.Open(path);
        FolderDiff diff = image.CompareWithFolder(temp.Combine("in"));
        Assert.Empty(diff.Differences);
        Assert.True(diff.AreSame);

        // By hand: docs, void, and five files.
        Assert.Equal("The files are the same: 7 entries.\n", diff.ToString());
        Assert.True(image.CompareWithFolder(temp.Combine("in"), folderFirst: true).AreSame);
    }

    /// <summary>The tree of ISO 9660 alone has other names (ECMA-119 7.5): capitals at least.</summary>
    [Fact]
    public void Names_of_the_plain_tree_are_compared_without_case()
    {
        using IsoImage image = IsoImage.Open(Write(ImageFormats.Iso9660));
        FolderDiff diff = image.CompareWithFolder(temp.Combine("in"));
        Assert.Equal("~ file /docs/.hidden was /DOCS/_HIDDEN", Assert.Single(diff.Differences).ToString());
    }

    /// <summary>It is met again where entries with other names are looked for.</summary>
    [Fact]
    public void A_file_that_cannot_be_read_is_reported_once_and_ends_nothing()
    {
        DiagnosticBag diagnostics = new();
        ContentTree tree = new ContentTreeBuilder(new DateRule(FileDates.Fixed, ImageTimestamp.Default), diagnostics).Build();
        FolderRules rules = new(ImageFormats.RockRidge, isFirst: true, tree, diagnostics);
        ContentFile onDisk = new("a", new FileSource("/gone", "a", 1, DateTime.UnixEpoch));
        ContentFile inImage = new("a", new MemorySource(new byte[1]));
        for (int i = 0; i < 2; i++)
        {
            Assert.Null(rules.TryRead<string>(rules.OnDisk(onDisk, inImage), () => throw new UnauthorizedAccessException("No.")));
        }

        Diagnostic error = Assert.Single(diagnostics.ToList());
        Assert.Equal(("ISOB1014", "/gone/a"), (error.Code, error.Item));
    }

    /// <summary>No image is made, so nobody is asked to put files there.</summary>
    [Fact]
    public void An_empty_directory_is_no_fault()
    {
        using IsoImage image = IsoImage.Open(Write(ImageFormats.Default));
        FolderDiff diff = image.CompareWithFolder(temp.Combine("in/void"));
        Assert.Empty(diff.Diagnostics);
        Assert.NotEmpty(diff.Differences);
    }

    [Fact]
    public void Missing_extra_changed_and_renamed()
    {
        using IsoImage image = IsoImage.Open(Write(ImageFormats.Default));
        File.Delete(temp.Combine("in/a.txt"));
        Directory.Delete(temp.Combine("in/void"));
        temp.Write("in/docs/.other", "new\n");
        temp.Write("in/docs/b.txt", "bElow\n");
        temp.Write("in/empty", "full\n");
        File.Move(temp.Combine("in/docs/.hidden"), temp.Combine("in/docs/.HIDDEN"));
        string[] expected =
        [
            "- file /a.txt, 9 bytes",
            "- directory /void",
            "+ file /docs/.other, 4 bytes",
            "~ file /docs/.HIDDEN was /docs/.hidden",
            "~ file /docs/b.txt differs from byte 1 on",
            "~ file /empty has other content (0 -> 5 bytes)",
        ];
        FolderDiff diff = image.CompareWithFolder(temp.Combine("in"));
        Assert.False(diff.AreSame);
        Assert.Equal(expected, diff.Differences.Select(found => found.ToString()));
        Assert.Equal(string.Concat(expected.Select(line => line + "\n")), diff.ToString());
        Assert.Equal(
            [
                "- file /docs/.other, 4 bytes", "+ file /a.txt, 9 bytes", "+ directory /void", "~ file /docs/.hidden was /docs/.HIDDEN",
                "~ file /docs/b.txt differs from byte 1 on", "~ file /empty has other content (5 -> 0 bytes)",
            ],
            image.CompareWithFolder(temp.Combine("in"), folderFirst: true).Differences.Select(found => found.ToString()));
    }

    /// <summary>Dates and owners of a disk are in no image that is made with default options; modes follow from the first bytes.</summary>
    [Fact]
    public void Only_what_an_image_would_have_counts()
    {
        using IsoImage image = IsoImage.Open(Write(ImageFormats.Default));
        File.SetLastWriteTimeUtc(temp.Combine("in/a.txt"), DateTime.UnixEpoch);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(temp.Combine("in/a.txt"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        Assert.True(image.CompareWithFolder(temp.Combine("in")).AreSame);

        temp.Write("in/run.sh", ":!/bin/sh\n");
        Assert.Equal(
            ["~ file /run.sh differs from byte 0 on", "~ file /run.sh: mode was 0755, is 0644"],
            image.CompareWithFolder(temp.Combine("in")).Differences.Select(found => found.ToString()));

        string dated = temp.Combine("dated.iso");
        new ImageBuilder(new ImageOptions { Timestamp = DateTimeOffset.UnixEpoch, FileDates = FileDates.Preserve }).AddDirectory("", temp.Combine("in"), new EntryOptions { OwnerId = 1000 }).Write(dated).EnsureSuccess();
        using IsoImage other = IsoImage.Open(dated);
        Assert.True(other.CompareWithFolder(temp.Combine("in")).AreSame);
    }

    [Fact]
    public void Links_are_compared_as_links()
    {
        File.CreateSymbolicLink(temp.Combine("in/link"), "a.txt");
        File.CreateSymbolicLink(temp.Combine("in/nowhere"), "gone");
        Directory.CreateSymbolicLink(temp.Combine("in/up"), "docs");
        using IsoImage image = IsoImage.Open(Write(ImageFormats.Default));
        Assert.True(image.CompareWithFolder(temp.Combine("in")).AreSame);
        using (IsoImage joliet = IsoImage.Open(Write(ImageFormats.Iso9660 | ImageFormats.Joliet)))
        {
            // Without links, the first is the file, and the others are nothing.
            Assert.NotNull(joliet.Content.Find("link"));
            Assert.Null(joliet.Content.Find("nowhere"));
            Assert.True(joliet.CompareWithFolder(temp.Combine("in")).AreSame);
        }

        File.Delete(temp.Combine("in/link"));
        File.CreateSymbolicLink(temp.Combine("in/link"), "run.sh");
        File.Delete(temp.Combine("in/nowhere"));
        temp.Write("in/nowhere", "here");
        Assert.Equal(
            ["- link /nowhere to gone", "+ file /nowhere, 4 bytes", "~ link /link: link target was \"a.txt\", is \"run.sh\""],
            image.CompareWithFolder(temp.Combine("in")).Differences.Select(found => found.ToString()));
    }

    [Fact]
    public void Entries_that_are_hidden_from_the_tree_are_missing_in_it()
    {
        string path = temp.Combine("a.iso");
        new ImageBuilder()
            .AddDirectory("", temp.Combine("in"))
            .Describe(entry => entry == "a.txt" ? new EntryOptions { HiddenFrom = ImageFormats.RockRidge | ImageFormats.Iso9660 } : entry == "run.sh" ? new EntryOptions { MarkHidden = true } : null)
            .Write(path).EnsureSuccess();
        using IsoImage image = IsoImage.Open(path);
        Assert.Equal("+ file /a.txt, 9 bytes", Assert.Single(image.CompareWithFolder(temp.Combine("in")).Differences).ToString());
    }

    /// <summary>100 letters of three bytes each are a name in Joliet, and none on Linux' disks, whose names have 255 bytes.</summary>
    [Fact]
    public void A_name_that_no_file_on_the_disk_can_have()
    {
        const int count = 100;
        byte[] bytes = new ImageBuilder(new ImageOptions { Formats = ImageFormats.Iso9660 | ImageFormats.Joliet, JolietLongNames = true })
            .AddDirectory("", temp.Combine("in")).AddFile(new string('x', count), "unlike the others"u8.ToArray()).ToBytes();
        byte[] letters = System.Text.Encoding.BigEndianUnicode.GetBytes(new string('x', count));
        string name = new('\u20AC', count);
        System.Text.Encoding.BigEndianUnicode.GetBytes(name).CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf(letters)));
        using IsoImage image = IsoImage.Open(new MemoryStream(bytes));
        string expected = $"file /{name}, 17 bytes{(OperatingSystem.IsLinux() ? ", whose name no file on this disk can have" : "")}";
        Assert.Equal("- " + expected, Assert.Single(image.CompareWithFolder(temp.Combine("in")).Differences).ToString());
        Assert.Equal("+ " + expected, Assert.Single(image.CompareWithFolder(temp.Combine("in"), folderFirst: true).Differences).ToString());
    }

    /// <summary>The image is left out of a directory that it is made from, and so is it here.</summary>
    [Fact]
    public void An_image_in_the_directory_is_no_content()
    {
        string path = temp.Combine("in/docs/a.iso");
        new ImageBuilder().AddDirectory("", temp.Combine("in")).Write(path).EnsureSuccess();
        using IsoImage image = IsoImage.Open(path);
        Assert.True(image.CompareWithFolder(temp.Combine("in")).AreSame);
    }

    [Fact]
    public void A_directory_that_is_not_there()
    {
        using IsoImage image = IsoImage.Open(Write(ImageFormats.Default));
        FolderDiff diff = image.CompareWithFolder(temp.Combine("gone"));
        Assert.False(diff.AreSame);
        Assert.Equal(DiagnosticId.SourceMissing, Assert.Single(diff.Diagnostics).Id);
        Assert.Equal("Whatever could be read is the same.\n", diff.ToString());
    }

    /// <summary>A file of which the image holds a part is not the file on the disk.</summary>
    [Fact]
    public void An_image_that_is_cut_off()
    {
        string path = Write(ImageFormats.Default);
        long end;
        using (IsoImage whole = IsoImage.Open(path))
        {
            end = whole.Layout.Regions.Single(region => region.Name == "/run.sh").Offset + 3;
        }

        using (FileStream file = new(path, FileMode.Open))
        {
            file.SetLength(end);
        }

        using IsoImage image = IsoImage.Open(path);
        ImageDifference difference = Assert.Single(image.CompareWithFolder(temp.Combine("in")).Differences, found => found.Kind == DifferenceKind.Content);
        Assert.StartsWith("file /run.sh cannot be read from the image: ", difference.Message, StringComparison.Ordinal);
    }

    private string Write(ImageFormats formats)
    {
        string path = temp.Combine($"{(int)formats}.iso");
        new ImageBuilder(new ImageOptions { Formats = formats }).AddDirectory("", temp.Combine("in")).Write(path).EnsureSuccess();
        return path;
    }
}
