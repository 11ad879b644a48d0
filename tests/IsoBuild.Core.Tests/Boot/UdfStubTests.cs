using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Layout;
using IsoBuild.Verifying;

namespace IsoBuild.Core.Tests.Boot;

/// <summary>Images with UDF alone that boot: the ISO 9660 part is descriptors, the boot record, and a tree with a note.</summary>
public sealed class UdfStubTests : IDisposable
{
    private static readonly ImageOptions UdfAlone = Images.Small with { Formats = ImageFormats.Udf };

    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public void Only_UDF_shows_the_content()
    {
        using IsoImage image = Build(With(UdfAlone));
        Assert.Equal(ImageFormats.Iso9660 | ImageFormats.Udf, image.Layout.Volume.Formats);
        Assert.Equal(["/", "/boot", "/boot/a.bin", "/sources", "/sources/install.wim"], Paths(image, ImageFormats.Udf));
        Assert.Equal(["/", "/README.TXT"], Paths(image, ImageFormats.Iso9660));
        Assert.Contains("UDF", System.Text.Encoding.ASCII.GetString(((ContentFile)image.Reader.Content(ImageFormats.Iso9660)!.Find("README.TXT")!).ReadAll()), StringComparison.Ordinal);
        Assert.Equal("/boot/a.bin", Assert.Single(image.Boot!.Entries).Path);
    }

    /// <summary>It is the image that one gets by hiding, but for the note.</summary>
    [Fact]
    public void Everything_else_is_as_in_a_bridge()
    {
        ImageBuilder hidden = new(Images.Small with { Formats = ImageFormats.Iso9660 | ImageFormats.Udf });
        EntryRules rules = new();
        Assert.True(rules.TryAddHidden("iso9660:**", out _));
        using IsoImage stub = Build(With(UdfAlone));
        string[] ours = Slots(stub);
        using IsoImage bridge = Build(With(hidden).Describe(rules));
        Assert.Equal(Slots(bridge), ours.Where(line => !line.Contains("README.TXT", StringComparison.Ordinal)));
    }

    [Fact]
    public void It_is_sound()
    {
        using IsoImage image = Build(With(UdfAlone with { MediaChecksum = true, BootCatalog = "boot/boot.cat" }));
        VerifyReport report = image.Verify(new VerifyOptions { Consumers = [ImageConsumer.FreeBsd] });
        Assert.Equal("UDF, when mounted with mount_udf", Assert.Single(report.Consumers).Sees);
        Assert.True(report.Passed, report.ToString());
        Assert.All(report.Findings.Where(found => found.Severity != DiagnosticSeverity.Info), found => Assert.Fail(found.ToString()));
        Assert.Contains("/boot/boot.cat", Paths(image, ImageFormats.Udf));
    }

    /// <summary>The note gives way to a name of the content, in whatever case.</summary>
    [Theory]
    [InlineData("README.TXT", "/README2.TXT")]
    [InlineData("readme.txt", "/README2.TXT")]
    [InlineData("readme.txt,Readme2.txt", "/README3.TXT")]
    public void The_note_gives_way(string names, string expected)
    {
        ImageBuilder builder = With(UdfAlone);
        Array.ForEach(names.Split(','), name => builder.AddFile(name, "mine"u8.ToArray()));
        using IsoImage image = Build(builder);
        Assert.Equal(["/", expected], Paths(image, ImageFormats.Iso9660));
        Assert.Contains("/" + names.Split(',')[0], Paths(image, ImageFormats.Udf));
    }

    [Fact]
    public void Without_boot_entries_it_is_as_before()
    {
        using IsoImage image = Build(new ImageBuilder(UdfAlone).AddFile("a", new byte[1]));
        Assert.Equal(ImageFormats.Udf, image.Layout.Volume.Formats);
    }

    /// <summary>What is added to such a base is in UDF alone too, and there is one note.</summary>
    [Fact]
    public void As_a_base()
    {
        With(UdfAlone).AddFile("readme.txt", "mine"u8.ToArray()).Write(temp.Combine("base.iso")).EnsureSuccess();
        Assert.Equal(ImageFormats.Udf, Options());
        ImageBuilder builder = new ImageBuilder().BasedOn(temp.Combine("base.iso")).AddFile("added", "x"u8.ToArray());
        using (IsoImage image = Build(builder))
        {
            Assert.Equal(["/", "/README2.TXT"], Paths(image, ImageFormats.Iso9660));
            Assert.Equal(["/", "/added", "/boot", "/boot/a.bin", "/readme.txt", "/sources", "/sources/install.wim"], Paths(image, ImageFormats.Udf));
            Assert.Equal("/boot/a.bin", Assert.Single(image.Boot!.Entries).Path);
        }

        using (IsoImage image = Build(new ImageBuilder().BasedOn(temp.Combine("base.iso"), new BaseImageOptions { KeepBoot = false })))
        {
            Assert.Equal(ImageFormats.Udf, image.Layout.Volume.Formats);
            Assert.DoesNotContain(image.Content.Nodes, node => node.Name.StartsWith("README", StringComparison.Ordinal));
        }

        // Nothing changed, nothing differs.
        new ImageBuilder().BasedOn(temp.Combine("base.iso")).Write(temp.Combine("same.iso")).EnsureSuccess();
        Assert.Equal(File.ReadAllBytes(temp.Combine("base.iso")), File.ReadAllBytes(temp.Combine("same.iso")));

        ImageFormats Options()
        {
            using IsoImage image = IsoImage.Open(temp.Combine("base.iso"));
            return ImageOptions.Of(image).Formats;
        }
    }

    /// <summary>A bridge whose only file in the ISO 9660 tree is another note stays a bridge.</summary>
    [Fact]
    public void Notes_of_others_stay()
    {
        ImageBuilder builder = With(new ImageBuilder(Images.Small with { Formats = ImageFormats.Iso9660 | ImageFormats.Udf }))
            .AddFile("README.TXT", "This is another note."u8.ToArray(), new EntryOptions { HiddenFrom = ImageFormats.Udf })
            .Describe(path => path == "README.TXT" ? null : new EntryOptions { HiddenFrom = ImageFormats.Iso9660 });
        using IsoImage image = Build(builder);
        Assert.Equal(["/", "/README.TXT"], Paths(image, ImageFormats.Iso9660));
        Assert.Equal(ImageFormats.Iso9660 | ImageFormats.Udf, ImageOptions.Of(image).Formats);
    }

    private static ImageBuilder With(ImageOptions options) => With(new ImageBuilder(options));

    private static ImageBuilder With(ImageBuilder builder) => builder
        .AddFile("boot/a.bin", new byte[2048])
        .AddFile("sources/install.wim", "windows"u8.ToArray())
        .AddBootEntry(new BootEntry { ImagePath = "boot/a.bin" });

    private static string[] Paths(IsoImage image, ImageFormats tree) => [.. image.Reader.Content(tree)!.Nodes.Select(node => node.Path).Order(StringComparer.Ordinal)];

    private static string[] Slots(IsoImage image) => [.. image.Layout.Regions.Where(region => region.Kind != RegionKind.Padding).Select(region => $"{region.Kind} {region.Name} {region.Length}")];

    /// <summary>The image, whose map is the one that was planned.</summary>
    private IsoImage Build(ImageBuilder builder)
    {
        string path = temp.Combine($"{Guid.NewGuid():n}.iso");
        BuildResult result = builder.Write(path).EnsureSuccess();
        IsoImage image = IsoImage.Open(path);
        Assert.Equal(result.Layout!.ToString(), image.Layout.ToString());
        return image;
    }
}
