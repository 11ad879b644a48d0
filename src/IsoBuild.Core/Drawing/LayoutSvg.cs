using System.Globalization;
using System.Text;
using IsoBuild.Content;
using IsoBuild.Layout;
using IsoBuild.Summarizing;

namespace IsoBuild.Drawing;

/// <summary>Draws a layout: regions in disk order, coloured by kind, with labels.</summary>
/// <remarks>
/// The upper part shows the image to scale as one strip. The lower part shows its regions from left to right, row after row, each wide enough for its label;
/// widths there grow with the logarithm of the size. If there are many regions, small neighbours are drawn as one, so the picture fits a page.
/// </remarks>
public static class LayoutSvg
{
    private const double Width = 1000;
    private const double Margin = 20;
    private const double Inner = Width - (2 * Margin);
    private const double StripTop = 74;
    private const double StripHeight = 30;
    private const double LegendTop = StripTop + StripHeight + 44;
    private const double LegendRow = 20;
    private const double BlockHeight = 56;
    private const double RowHeight = BlockHeight + 6;
    private const double Gutter = 3;
    private const double NameSize = 11;
    private const double SmallSize = 9.5;

    /// <summary>A narrow block takes about 15 characters in a line.</summary>
    private const double NarrowestBlock = 92;

    /// <summary>By how much a block is wider than one of half its size.</summary>
    private const double PerDoubling = 9;

    private static readonly RegionKind[] Kinds = Enum.GetValues<RegionKind>();

    /// <summary>Draws the layout as an SVG document. It depends only on the layout, has no scripts and external references, and is legible in light and dark mode.</summary>
    public static string Draw(ImageLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        var blocks = LayoutBlocks.Of(layout);
        var rows = Rows(blocks);
        var present = Kinds.Where(kind => layout.Regions.Any(region => region.Kind == kind)).ToList();
        var mapTop = LegendTop + (((present.Count + 1) / 2) * LegendRow) + 34;
        var height = mapTop + (rows.Count * RowHeight) + Margin - 6;

        var svg = new StringBuilder();
        var title = layout.Name.Length > 0 ? layout.Name : layout.Volume.VolumeId.Length > 0 ? layout.Volume.VolumeId : "image";
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {N(Width)} {N(height)}\" width=\"{N(Width)}\" height=\"{N(height)}\" role=\"img\" font-family=\"system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif\" fill=\"#1b1f24\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<title>Layout of {SvgText.Escape(title)}</title>\n");
        svg.Append(SvgPalette.Style);
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"page\" width=\"{N(Width)}\" height=\"{N(height)}\" rx=\"8\" fill=\"#ffffff\"/>\n");
        DrawHead(svg, layout, title);
        DrawStrip(svg, layout);
        DrawLegend(svg, layout, present);
        DrawCaption(svg, layout, blocks, mapTop);
        for (int row = 0, i = 0; row < rows.Count; row++)
        {
            foreach (var (block, x, width) in rows[row])
            {
                var isPart = (i > 0 && SharesFolder(blocks[i - 1], block)) || (i + 1 < blocks.Count && SharesFolder(blocks[i + 1], block));
                DrawBlock(svg, layout, block, isPart, x, mapTop + (row * RowHeight), width);
                i++;
            }
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static bool SharesFolder(LayoutBlock block, LayoutBlock other) =>
        block.Kind == RegionKind.File && other.Kind == RegionKind.File && string.Equals(block.Folder, other.Folder, StringComparison.Ordinal);

    private static void DrawHead(StringBuilder svg, ImageLayout layout, string title)
    {
        var volume = layout.Volume;
        var formats = FormatNames.Of(volume.Formats);
        var name = volume.VolumeId.Length > 0 ? $"volume {volume.VolumeId}" : "unnamed volume";
        Text(svg, Margin, 34, 20, "", SvgText.Fit(title, Inner, 20), "font-weight=\"600\"");
        var facts = $"{SvgText.Fit(name, 260, 12)}  ·  {HumanSize.Short(layout.Length)} ({HumanSize.Counted(layout.Length, "byte", "bytes")}, {HumanSize.Counted(layout.SectorCount, "sector", "sectors")})  ·  {formats}"
            + (volume.Timestamp is { } date ? $"  ·  {ImageTimestamp.Format(date)}" : "");
        Text(svg, Margin, 55, 12, "quiet", facts);
    }

    /// <summary>The whole image to scale. A column shows what most of its sectors are, so what is small beside the rest does not show.</summary>
    private static void DrawStrip(StringBuilder svg, ImageLayout layout)
    {
        const int columns = (int)Inner;
        var sectors = Math.Max(1, layout.SectorCount);
        var shares = new double[columns, Kinds.Length];
        foreach (var region in layout.Regions)
        {
            var from = (double)region.Sector / sectors * columns;
            var to = Math.Min(columns, (double)(region.Sector + region.SectorCount) / sectors * columns);
            for (var column = (int)from; column < to; column++)
            {
                shares[column, (int)region.Kind] += Math.Min(to, column + 1) - Math.Max(from, column);
            }
        }

        svg.Append("<g>\n");
        for (int column = 0, start = 0; column < columns; column++)
        {
            if (column == columns - 1 || Most(shares, column) != Most(shares, column + 1))
            {
                var kind = Most(shares, start);
                svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{SvgPalette.Class(kind)} s\" fill=\"{SvgPalette.Strong(kind)}\" x=\"{N(Margin + start)}\" y=\"{N(StripTop)}\" width=\"{column + 1 - start}\" height=\"{N(StripHeight)}\"/>\n");
                start = column + 1;
            }
        }

        svg.Append("</g>\n");
        for (var quarter = 0; quarter <= 4; quarter++)
        {
            var sector = layout.SectorCount * quarter / 4;
            var anchor = quarter switch
            {
                0 => "start",
                4 => "end",
                _ => "middle",
            };
            var x = Margin + (Inner * quarter / 4);
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"tick\" stroke=\"#8b949e\" d=\"M{N(x)} {N(StripTop + StripHeight)}v4\"/>\n");
            Text(svg, x, StripTop + StripHeight + 15, SmallSize, "quiet", quarter == 0 ? "sector 0" : HumanSize.Grouped(sector), $"text-anchor=\"{anchor}\"");
        }
    }

    private static RegionKind Most(double[,] shares, int column)
    {
        var most = 0;
        for (var kind = 1; kind < shares.GetLength(1); kind++)
        {
            most = shares[column, kind] > shares[column, most] ? kind : most;
        }

        return (RegionKind)most;
    }

    private static void DrawLegend(StringBuilder svg, ImageLayout layout, List<RegionKind> present)
    {
        for (var i = 0; i < present.Count; i++)
        {
            var kind = present[i];
            var (count, sectors, bytes) = (0, 0L, 0L);
            foreach (var region in layout.Regions)
            {
                if (region.Kind == kind)
                {
                    (count, sectors, bytes) = (count + 1, sectors + region.SectorCount, bytes + region.Length);
                }
            }

            var x = Margin + (i % 2 * (Inner / 2));
            var y = LegendTop + (i / 2 * LegendRow);
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{SvgPalette.Class(kind)} s\" fill=\"{SvgPalette.Strong(kind)}\" x=\"{N(x)}\" y=\"{N(y - 10)}\" width=\"12\" height=\"12\" rx=\"2\"/>\n");
            Text(svg, x + 20, y, 12, "", SvgText.Plural(kind, count));
            Text(svg, x + 205, y, 12, "quiet", $"{HumanSize.Counted(sectors, "sector", "sectors")}  ·  {HumanSize.Short(bytes)}  ·  {Share(sectors, layout)}");
        }
    }

    private static void DrawCaption(StringBuilder svg, ImageLayout layout, List<LayoutBlock> blocks, double mapTop)
    {
        var what = blocks.Count == layout.Regions.Length
            ? $"{HumanSize.Counted(blocks.Count, "region", "regions")} in disk order"
            : $"{HumanSize.Grouped(layout.Regions.Length)} regions in disk order, small neighbours drawn as one";
        Text(svg, Margin, mapTop - 10, SmallSize, "quiet", $"Above: to scale.  Below: {what}, each with the sector it begins at; not to scale: widths grow with the logarithm of the size.");
    }

    /// <summary>Fills rows, and widens the blocks of each but the last to its whole width.</summary>
    private static List<List<(LayoutBlock Block, double X, double Width)>> Rows(List<LayoutBlock> blocks)
    {
        var rows = new List<List<(LayoutBlock Block, double X, double Width)>>();
        for (var i = 0; i < blocks.Count;)
        {
            var (count, used) = (0, 0.0);
            while (i + count < blocks.Count && used + Wide(blocks[i + count]) <= Inner)
            {
                used += Wide(blocks[i + count++]) + Gutter;
            }

            var isLast = i + count == blocks.Count;
            var stretch = isLast ? Math.Min(1.4, (Inner + Gutter) / used) : (Inner + Gutter) / used;
            var row = new List<(LayoutBlock Block, double X, double Width)>(count);
            var x = Margin;
            for (var end = i + count; i < end; i++)
            {
                var width = ((Wide(blocks[i]) + Gutter) * stretch) - Gutter;
                row.Add((blocks[i], x, width));
                x += width + Gutter;
            }

            rows.Add(row);
        }

        return rows;

        static double Wide(LayoutBlock block) => NarrowestBlock + (PerDoubling * Math.Log2(Math.Max(1, block.SectorCount)));
    }

    /// <summary>A nested document cuts off what a font makes wider than expected.</summary>
    private static void DrawBlock(StringBuilder svg, ImageLayout layout, LayoutBlock block, bool isPart, double x, double y, double width)
    {
        var look = SvgPalette.Class(block.Kind);
        var (upper, lower) = SvgText.Label(block, isPart, width - 14, NameSize);
        var size = $"{HumanSize.Grouped(block.First.Sector)}  ·  {HumanSize.Short(block.Bytes)}";
        svg.Append("<g><title>").Append(SvgText.Escape(SvgText.Tooltip(block, Share(block.SectorCount, layout)))).Append("</title>");
        svg.Append(CultureInfo.InvariantCulture, $"<svg x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(width)}\" height=\"{N(BlockHeight)}\">");
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{look}\" fill=\"{SvgPalette.Soft(block.Kind)}\" width=\"100%\" height=\"100%\" rx=\"3\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{look} s\" fill=\"{SvgPalette.Strong(block.Kind)}\" width=\"4\" height=\"100%\"/>");
        if (block.RegionCount > 1)
        {
            // A second edge: a stack.
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{look} s\" fill=\"{SvgPalette.Strong(block.Kind)}\" x=\"5\" width=\"1.5\" height=\"100%\"/>");
        }

        Text(svg, 10, 16, NameSize, "", upper, newLine: false);
        Text(svg, 10, 30, NameSize, "", lower, newLine: false);
        Text(svg, 10, 47, SmallSize, "", SvgText.Fit(size, width - 14, SmallSize), newLine: false);
        svg.Append("</svg></g>\n");
    }

    private static void Text(StringBuilder svg, double x, double y, double size, string look, string text, string more = "", bool newLine = true)
    {
        if (text.Length == 0)
        {
            return;
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"t{(look.Length > 0 ? " " : "")}{look}\"{(look.Length > 0 ? " fill=\"#57606a\"" : "")} x=\"{N(x)}\" y=\"{N(y)}\" font-size=\"{N(size)}\"{(more.Length > 0 ? " " : "")}{more}>")
            .Append(SvgText.Escape(text)).Append("</text>").Append(newLine ? "\n" : "");
    }

    private static string Share(long sectors, ImageLayout layout)
    {
        var percent = layout.SectorCount == 0 ? 0 : sectors * 100.0 / layout.SectorCount;
        return percent is > 0 and < 0.1 ? "< 0.1 %" : string.Create(CultureInfo.InvariantCulture, $"{percent:0.#} %");
    }

    private static string N(double number) => Math.Round(number, 1).ToString("0.#", CultureInfo.InvariantCulture);
}
