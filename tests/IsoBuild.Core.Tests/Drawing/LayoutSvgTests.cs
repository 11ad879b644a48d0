using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using IsoBuild.Drawing;
using IsoBuild.Layout;

namespace IsoBuild.Core.Tests.Drawing;

/// <summary>The picture of a layout.</summary>
public class LayoutSvgTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Of_a_small_image() => Snapshot.Match(LayoutSvg.Draw(Layout(Builder().AddFile("hello.txt", new byte[5000]).AddFile("docs/<&>\" \u05E9\u05DC\u05D5\u05DD \u001b.txt", new byte[3]))));

    /// <summary>Whatever there is, all of it is drawn once, and the picture stays one that a page can show.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(130)]
    [InlineData(5_000)]
    [InlineData(100_000)]
    public void Every_region_is_in_it(int files)
    {
        ReadOnlyMemory<byte> content = new byte[3000];
        ImageBuilder builder = Builder();
        for (int i = 0; i < files; i++)
        {
            builder.AddFile(string.Create(CultureInfo.InvariantCulture, $"d{i % 300:D3}/s{i % 7}/file{i}.bin"), content[..(1 + (i * 7919 % 2999))]);
        }

        ImageLayout layout = Layout(builder);
        string text = LayoutSvg.Draw(layout);
        Assert.InRange(text.Length, 1000, 100_000);
        Assert.Equal(text, LayoutSvg.Draw(layout));

        XElement svg = XDocument.Parse(text).Root!;
        Assert.Equal(layout.Regions.Length, Blocks(svg).Sum(Regions));
        Assert.Equal(layout.SectorCount, Blocks(svg).Sum(block => long.Parse(Regex.Match(block, @"\(([\d,]+)\), ").Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)));
        Assert.InRange(double.Parse(svg.Attribute("height")!.Value, CultureInfo.InvariantCulture), 100, 2000);

        // To scale: the strip is as wide as the page, without holes.
        double[] widths = [.. svg.Elements(Svg + "g").First().Elements(Svg + "rect").Select(rect => double.Parse(rect.Attribute("width")!.Value, CultureInfo.InvariantCulture))];
        Assert.Equal(960, widths.Sum());
        Assert.Empty(Regex.Matches(text, "<script|href|url\\(|@import"));
        Assert.Contains("prefers-color-scheme: dark", text, StringComparison.Ordinal);
    }

    /// <summary>Blocks keep within the page and off each other, row after row.</summary>
    [Fact]
    public void Nothing_overlaps()
    {
        ImageBuilder builder = Builder();
        for (int i = 0; i < 60; i++)
        {
            builder.AddFile($"{new string((char)('a' + (i % 26)), 1 + i)}", new byte[1 << (i % 21)]);
        }

        XElement svg = XDocument.Parse(LayoutSvg.Draw(Layout(builder))).Root!;
        var places = svg.Descendants(Svg + "svg").Select(block => (X: Number(block, "x"), Y: Number(block, "y"), Width: Number(block, "width"))).ToList();
        Assert.Equal(places, places.OrderBy(place => place.Y).ThenBy(place => place.X));
        Assert.All(places, place => Assert.InRange(place.X + place.Width, 20, 980.2));
        Assert.All(places.Zip(places.Skip(1)).Where(pair => pair.First.Y == pair.Second.Y), pair => Assert.True(pair.First.X + pair.First.Width <= pair.Second.X));

        static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Names_that_no_XML_holds()
    {
        string text = LayoutSvg.Draw(Layout(Builder().AddFile("a\u0001\uFFFE\u202Ex<script>&", new byte[] { 2 }).AddFile("\uD83D\uDE00 smile", new byte[] { 1 })));
        XElement svg = XDocument.Parse(text).Root!;
        Assert.Contains(Blocks(svg), block => block.Contains("/a\\u0001\\uFFFE\\u202Ex<script>&", StringComparison.Ordinal));
        Assert.Contains(Blocks(svg), block => block.Contains("\U0001F600 smile", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Blocks(XElement svg) => svg.Descendants(Svg + "g").Where(group => group.Element(Svg + "svg") is not null).Select(group => group.Element(Svg + "title")!.Value);

    private static int Regions(string block) =>
        Regex.Match(block, @"^([\d,]+) regions: ") is { Success: true } many ? int.Parse(many.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : 1;

    private static ImageLayout Layout(ImageBuilder builder) => builder.Plan().Layout!;

    private static ImageBuilder Builder() => new(new ImageOptions { VolumeId = "PICTURE" });
}
