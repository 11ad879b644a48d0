using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Core.Tests.Placing;

/// <summary>Where file content lies, when somebody asks for more than the order of paths.</summary>
public class PlacingTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    [Theory]
    [InlineData(4096)]
    [InlineData(65_536)]
    [InlineData(1 << 20)]
    public void Content_begins_on_boundaries(int alignment)
    {
        ImageBuilder builder = new(Images.Small with { Alignment = alignment });
        for (int i = 0; i < 20; i++)
        {
            builder.AddFile($"{i:D2}", (byte[])[.. new byte[i * 1111], (byte)i]);
        }

        builder.AddFile("large", (byte[])[.. new byte[300_000], 1]);
        string path = temp.Combine("x.iso");
        BuildResult result = builder.Write(path).EnsureSuccess();
        using IsoImage image = IsoImage.Open(path);
        Assert.Empty(image.Diagnostics);
        Assert.Equal(result.Layout!.ToString(), image.Layout.ToString());
        Assert.Equal(builder.ToBytes(), File.ReadAllBytes(path));
        Assert.All(image.Layout.Regions.Where(region => region.Kind == RegionKind.File), region => Assert.Equal(0, region.Offset % alignment));
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal([.. new byte[i * 1111], (byte)i], ((ContentFile)image.Content.Find($"{i:D2}")!).ReadAll());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1024)]
    [InlineData(4095)]
    [InlineData(-4096)]
    [InlineData(2 << 20)]
    public void Other_alignments_are_errors(int alignment) =>
        Assert.Equal("ISOB1070", Assert.Single(new ImageBuilder(Images.Small with { Alignment = alignment }).Plan().Diagnostics, d => d.Severity == DiagnosticSeverity.Error).Code);

    /// <summary>Greater weights first, equal ones in the order of paths; content that files share lies where the weightiest of them belongs.</summary>
    [Fact]
    public void Weights_come_before_paths()
    {
        ImageBuilder builder = new ImageBuilder(Images.Small)
            .AddFile("a", new byte[1])
            .AddFile("b", new byte[2], new EntryOptions { SortWeight = 5 })
            .AddFile("c", new byte[3], new EntryOptions { SortWeight = -1 })
            .AddFile("d", new byte[4], new EntryOptions { SortWeight = 5 })
            .AddFile("e", new byte[5])
            .AddFile("f", new byte[1], new EntryOptions { SortWeight = 9 });
        BuildResult result = builder.Write(temp.Combine("x.iso")).EnsureSuccess();
        Assert.Equal(["/a", "/b", "/d", "/e", "/c"], result.Layout!.Regions.Where(region => region.Kind == RegionKind.File).Select(region => region.Name));
        using IsoImage image = IsoImage.Open(temp.Combine("x.iso"));
        Assert.Equal(result.Layout.ToString(), image.Layout.ToString());
    }
}
