using IsoBuild.Layout;

namespace IsoBuild.Comparing;

/// <summary>The lines of a sector map in disk order, and what their regions are known by.</summary>
/// <param name="keys">The keys.</param>
/// <param name="line">Each line, which may be made whenever somebody asks.</param>
internal sealed class MapLines(RegionKeys keys, Func<int, LayoutLine> line)
{
    public RegionKeys Keys => keys;

    public LayoutLine this[int position] => line(position);

    /// <summary>Those of a layout.</summary>
    public static MapLines Of(RegionIndex regions) => new(regions.Keys, position => LayoutLine.Of(regions.Layout.Regions[position]));

    /// <summary>Those of a text.</summary>
    public static MapLines Of(List<LayoutLine> lines) => new(new RegionKeys(lines.Count, position => (lines[position].Kind, lines[position].Name)), position => lines[position]);
}
