using System.Text;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Trees;

/// <summary>TRANS.TBL in the directories of the ISO 9660 tree. The interop tests compare it with genisoimage's.</summary>
public sealed class TranslationTableTests : IDisposable
{
    private static readonly ImageOptions Options = Images.Small with { TranslationTables = true };

    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public void Lines()
    {
        using IsoImage image = Build(Options, builder => builder.AddFile("Real name.text", new byte[1]).AddLink("link", "Real name.text").AddEmptyDirectory("empty dir").AddSpecial("sock", SpecialKind.Socket).AddSpecial("null", SpecialKind.CharacterDevice, 1, 3).AddSpecial("sda", SpecialKind.BlockDevice, 8, 0));
        string[] lines = Table(image, "/TRANS.TBL");
        Assert.Equal(
            ["D EMPTY_DIR|empty dir", "L LINK.;1|link|Real name.text", "C NULL.;1|null", "F REAL_NAME.TEXT;1|Real name.text", "B SDA.;1|sda", "S SOCK.;1|sock"],
            lines.Select(line => string.Join('|', line.Split('\t').Select((part, i) => i == 0 ? part.TrimEnd() : part))));

        // Kind, a space, and the identifier in 208 bytes.
        Assert.All(lines, line => Assert.Equal(210, line.IndexOf('\t', StringComparison.Ordinal)));
        Assert.Null(image.ContentOf(ImageFormats.Iso9660)!.Find("EMPTY_DIR/TRANS.TBL"));
        Assert.Null(image.ContentOf(ImageFormats.Joliet)!.Find("TRANS.TBL"));
    }

    /// <summary>Links are files where there is no Rock Ridge, and those that lead nowhere are not there.</summary>
    [Theory]
    [InlineData(ImageFormats.Iso9660, 3, "F A.;1,L L.;1")]
    [InlineData(ImageFormats.Iso9660, 4, "F a,L l")]
    [InlineData(ImageFormats.Iso9660 | ImageFormats.Udf, 1, "F A.;1,L L.;1")]
    public void Without_Rock_Ridge(ImageFormats formats, int level, string expected)
    {
        using IsoImage image = Build(Options with { Formats = formats, IsoLevel = level }, builder => builder.AddFile("a", new byte[1]).AddLink("l", "a").AddLink("n", "nowhere"));
        Assert.Equal(expected.Split(','), Table(image, "/TRANS.TBL").Select(line => line.Split('\t')[0].TrimEnd()));
        Assert.True(image.Verify().Passed);
    }

    [Fact]
    public void A_former_table_gives_way()
    {
        using IsoImage image = Build(Options, builder => builder.AddFile("d/TRANS.TBL", "old"u8.ToArray()).AddFile("d/x", new byte[1]).AddFile("only/TRANS.TBL", "old"u8.ToArray()), out BuildResult result);
        Assert.Equal("/d/TRANS.TBL", Assert.Single(result.Diagnostics, found => found.Id == DiagnosticId.TranslationTableReplaces).Item);
        Assert.StartsWith("F X.;1 ", Assert.Single(Table(image, "/D/TRANS.TBL")), StringComparison.Ordinal);

        // It stays where there is nothing to tell of.
        Assert.Equal(["old"], Table(image, "/ONLY/TRANS.TBL"));
        Assert.Contains(new ImageBuilder(Options).AddFile("TRANS.TBL/x", new byte[1]).AddFile("y", new byte[1]).Plan().Diagnostics, found => found.Code == "ISOB1003");
    }

    /// <summary>Directories hidden from the tree have none, nor has an image without the tree; moved directories have theirs.</summary>
    [Fact]
    public void Where_there_is_none()
    {
        EntryRules rules = new();
        Assert.True(rules.TryAddHidden("iso9660:hidden", out _));
        using IsoImage image = Build(Options, builder => builder.AddFile("hidden/x", new byte[1]).AddFile("1/2/3/4/5/6/7/8/9/x", new byte[1]).Describe(rules));
        Assert.Equal(10, image.ContentOf(ImageFormats.RockRidge)!.Nodes.Count(node => node.Name == "TRANS.TBL"));
        using IsoImage moved = Build(Options with { RelocateDeepDirectories = true }, builder => builder.AddFile("1/2/3/4/5/6/7/8/9/x", new byte[1]));
        Assert.Equal(10, moved.ContentOf(ImageFormats.RockRidge)!.Nodes.Count(node => node.Name == "TRANS.TBL"));
        Assert.True(moved.Verify().Passed);
        using IsoImage udf = Build(Options with { Formats = ImageFormats.Udf }, builder => builder.AddFile("x", new byte[1]));
        Assert.DoesNotContain(udf.Content.Nodes, node => node.Name == "TRANS.TBL");
    }

    private static string[] Table(IsoImage image, string path) =>
        Encoding.UTF8.GetString(((ContentFile)image.ContentOf(ImageFormats.Iso9660)!.Find(path)!).ReadAll()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private IsoImage Build(ImageOptions options, Action<ImageBuilder> add) => Build(options, add, out _);

    private IsoImage Build(ImageOptions options, Action<ImageBuilder> add, out BuildResult result)
    {
        ImageBuilder builder = new(options);
        add(builder);
        string path = temp.Combine($"{Guid.NewGuid():n}.iso");
        result = builder.Write(path).EnsureSuccess();
        IsoImage image = IsoImage.Open(path);
        Assert.Equal(result.Layout!.ToString(), image.Layout.ToString());
        return image;
    }
}
