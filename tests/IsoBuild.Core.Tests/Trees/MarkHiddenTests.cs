using IsoBuild.Content;
using IsoBuild.Core.Tests.Verifying;
using IsoBuild.Verifying;

namespace IsoBuild.Core.Tests.Trees;

/// <summary>Entries marked as hidden: bit 0 of a record's file flags (ECMA-119 9.1.6), bit 0 of a file identifier's characteristics (ECMA-167 4/14.4.3).</summary>
public sealed class MarkHiddenTests : IDisposable
{
    private const ImageFormats AllTrees = ImageFormats.Default | ImageFormats.Udf;
    private const ImageFormats Primary = ImageFormats.Iso9660 | ImageFormats.RockRidge;
    private const int FileFlags = 25;
    private const int Characteristics = 18;

    private static readonly EntryOptions Marked = new() { MarkHidden = true };

    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public void Every_tree_has_the_mark()
    {
        DamagedImage image = new(Make());
        UdfImage udf = new(image.Bytes);

        foreach (int descriptor in (int[])[DamagedImage.PrimaryAt, DamagedImage.JolietAt])
        {
            bool isJoliet = descriptor == DamagedImage.JolietAt;
            Assert.Equal([0, 1, 3, 0], Paths.Select(path => (int)image[image.Record(descriptor, isJoliet ? path : [.. path.Select(name => name.ToUpperInvariant())]) + FileFlags]));

            // What a directory's own record says is not of it.
            Assert.Equal([2, 2], image.Records(image.Self(descriptor, isJoliet ? "dir" : "DIR")).Take(2).Select(record => (int)image[record + FileFlags]));
        }

        Assert.Equal([0, 1, 3, 0], Paths.Select(path => (int)udf.Image.Bytes[udf.Identifier(path) + Characteristics]));
    }

    [Theory]
    [InlineData(ImageFormats.RockRidge, Primary)]
    [InlineData(ImageFormats.Iso9660, Primary)]
    [InlineData(ImageFormats.Joliet, ImageFormats.Joliet)]
    [InlineData(ImageFormats.Udf, ImageFormats.Udf)]
    public void Are_read(ImageFormats view, ImageFormats trees)
    {
        using IsoImage image = IsoImage.Open(new MemoryStream(Make()));

        Assert.Equal(
            ["dir", "link", "secret.txt"],
            image.ContentOf(view)!.Nodes.Where(node => node.MarkedHidden == trees).Select(node => node.Name.Split(';')[0].TrimEnd('.').ToLowerInvariant()).Order(StringComparer.Ordinal));
        Assert.All(image.ContentOf(view)!.Nodes, node => Assert.Contains(node.MarkedHidden, (ImageFormats[])[0, trees]));
    }

    /// <summary>A pattern is of what it matches, not of what lies there; what somebody says of an entry itself counts before it.</summary>
    [Fact]
    public void By_pattern()
    {
        EntryRules rules = new();
        Assert.True(rules.TryAddMarkHidden("docs", out _));
        Assert.True(rules.TryAddMarkHidden("*.inf", out _));
        byte[] bytes = new ImageBuilder(Images.Small).Describe(rules.Of)
            .AddFile("docs/a.txt", "a"u8.ToArray())
            .AddFile("docs/a.inf", "a"u8.ToArray())
            .AddFile("shown.inf", "b"u8.ToArray(), new EntryOptions { MarkHidden = false })
            .ToBytes();

        using IsoImage image = IsoImage.Open(new MemoryStream(bytes));

        Assert.Equal(["/docs", "/docs/a.inf"], image.Content.Nodes.Where(node => node.MarkedHidden != 0).Select(node => node.Path));
        Assert.False(rules.TryAddMarkHidden("", out string problem));
        Assert.NotEmpty(problem);
    }

    /// <summary>A directory on disk, with all that is in it; the root is nobody's entry.</summary>
    [Fact]
    public void Of_directories_on_disk()
    {
        temp.Write("in/sub/a.txt", "a");
        byte[] bytes = new ImageBuilder(Images.Small).AddDirectory("", temp.Combine("in"), Marked).ToBytes();

        using IsoImage image = IsoImage.Open(new MemoryStream(bytes));

        Assert.Equal(["/sub", "/sub/a.txt"], image.Content.Nodes.Where(node => node.MarkedHidden != 0).Select(node => node.Path));
    }

    /// <summary>Each tree keeps what it says; what takes an entry's place is where that was.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_image_based_on_another_keeps_the_marks(bool ofPrimaryAlone)
    {
        DamagedImage damaged = new(ofPrimaryAlone ? Make(mark: false) : Make());
        if (ofPrimaryAlone)
        {
            damaged[damaged.Record(DamagedImage.PrimaryAt, "SECRET.TXT") + FileFlags] = 1;
        }

        string from = temp.Write("base.iso", damaged.Bytes);
        string result = temp.Combine("result.iso");
        new ImageBuilder().BasedOn(from).AddFile("new.txt", "new"u8.ToArray()).AddFile("secret.txt", "other"u8.ToArray()).Write(result).EnsureSuccess();

        using IsoImage image = IsoImage.Open(result);
        Assert.Equal(Primary, image.Content.Find("secret.txt")!.MarkedHidden);
        Assert.Equal((ImageFormats)0, image.Content.Find("new.txt")!.MarkedHidden);
        Assert.Equal(ofPrimaryAlone ? 0 : ImageFormats.Joliet, image.ContentOf(ImageFormats.Joliet)!.Find("secret.txt")!.MarkedHidden);
        Assert.Equal(ofPrimaryAlone ? 0 : ImageFormats.Udf, image.ContentOf(ImageFormats.Udf)!.Find("secret.txt")!.MarkedHidden);
        Assert.Equal(ofPrimaryAlone ? 0 : ImageFormats.Udf, image.ContentOf(ImageFormats.Udf)!.Find("dir")!.MarkedHidden);
    }

    [Fact]
    public void Are_compared_and_identify()
    {
        using IsoImage plain = IsoImage.Open(new MemoryStream(Make(mark: false)));
        using IsoImage marked = IsoImage.Open(new MemoryStream(Make()));

        Assert.Contains(plain.CompareWith(marked).Differences, found => found.Message == "file /secret.txt: is marked as hidden");
        Assert.Contains(marked.CompareWith(plain).Differences, found => found.Message == "directory /dir: is no longer marked as hidden");
        Assert.NotEqual(plain.Udf!.VolumeSetId, marked.Udf!.VolumeSetId);
    }

    /// <summary>As seen with Linux 6.1: udf leaves out what is marked, isofs does so when mounted with hide alone.</summary>
    [Theory]
    [InlineData(AllTrees, ImageConsumer.Linux, "does not show it in UDF", true)]
    [InlineData(ImageFormats.Default, ImageConsumer.Linux, null, false)]
    [InlineData(AllTrees, ImageConsumer.Windows, "only when hidden files are shown", false)]
    [InlineData(ImageFormats.Default, ImageConsumer.Windows, "only when hidden files are shown", false)]
    [InlineData(AllTrees, ImageConsumer.FreeBsd, null, false)]
    public void Verify_says_who_does_not_show_them(ImageFormats formats, ImageConsumer consumer, string? words, bool isUnshown)
    {
        using IsoImage image = IsoImage.Open(new MemoryStream(Make(formats: formats)));

        ConsumerView view = Assert.Single(image.Verify(new VerifyOptions { Consumers = [consumer] }).Consumers);

        Assert.Equal(words is not null, view.Findings.Any(found => found is { Code: "ISOB3474", Severity: Diagnostics.DiagnosticSeverity.Info } && found.Item!.Contains("/secret.txt", StringComparison.Ordinal) && found.Message.Contains(words!, StringComparison.Ordinal)));
        Assert.Equal(isUnshown, view.Differently.Any(shown => shown is { Path: "/secret.txt", Shown: null }));
    }

    private static readonly string[][] Paths = [["plain.txt"], ["secret.txt"], ["dir"], ["dir", "below.txt"]];

    private static byte[] Make(bool mark = true, ImageFormats formats = AllTrees)
    {
        EntryOptions? options = mark ? Marked : null;
        return new ImageBuilder(Images.Small with { Formats = formats })
            .AddFile("plain.txt", "plain"u8.ToArray())
            .AddFile("secret.txt", "secret"u8.ToArray(), options)
            .AddEmptyDirectory("dir", options)
            .AddFile("dir/below.txt", "below"u8.ToArray())
            .AddLink("link", "plain.txt", options)
            .ToBytes();
    }
}
