using IsoBuild;
using IsoBuild.Comparing;
using Xunit;

public class LayoutTests
{
    private static readonly ImageOptions Options = new() { VolumeId = "PRODUCT" };

    /// <summary>An image that was made, by whatever made it.</summary>
    [Fact]
    public void The_image_is_laid_out_as_committed()
    {
        new ImageBuilder(Options).AddDirectory("", InOutput("content")).Write(InOutput("product.iso")).EnsureSuccess();

        using var image = IsoImage.Open(InOutput("product.iso"));

        Holds("product.layout.verified.txt", image.Layout.ToString());
    }

    /// <summary>The same before a byte is written.</summary>
    [Fact]
    public void The_plan_is_the_committed_layout()
    {
        var plan = new ImageBuilder(Options).AddDirectory("", InOutput("content")).Plan();

        Holds("product.layout.verified.txt", plan.Layout!.ToString());
    }

    private static void Holds(string verified, string layout)
    {
        var difference = LayoutDiff.Describe(File.ReadAllText(InOutput(verified)), layout);
        Assert.True(difference == "", $"{difference}\nTo accept it, put this into {verified}:\n\n{layout}");
    }

    private static string InOutput(string path) => Path.Combine(AppContext.BaseDirectory, path);
}
