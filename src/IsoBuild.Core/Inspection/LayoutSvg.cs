using IsoBuild.Layout;

namespace IsoBuild.Inspection;

/// <summary>Draws a layout: regions in disk order, coloured by kind, proportionate, with labels.</summary>
public static class LayoutSvg
{
    /// <summary>The picture as the text of an SVG 1.1 document: the same for the same layout, legible in light and dark.</summary>
    public static string Draw(ImageLayout layout) => throw new NotSupportedException();
}
