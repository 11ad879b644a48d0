using System.Globalization;
using System.Text;
using IsoBuild.Layout;

namespace IsoBuild.Drawing;

/// <summary>A colour for each kind of region, soft behind text and strong beside it, in light and in dark.</summary>
/// <remarks>Directories are blue and files orange: the two that every kind of colour blindness tells apart.
/// Text on its soft ground has a contrast of 10:1 or more.</remarks>
internal static class SvgPalette
{
    private static readonly (RegionKind Kind, string Class, string Soft, string Strong, string DarkSoft, string DarkStrong)[] Colours =
    [
        (RegionKind.SystemArea, "sys", "#e4e7eb", "#6b7280", "#2f353d", "#9aa4b1"),
        (RegionKind.VolumeDescriptor, "vol", "#e6dbfa", "#7c3aed", "#3b2a5e", "#a78bfa"),
        (RegionKind.PathTable, "pt", "#fad7e8", "#be185d", "#541f3c", "#f472b6"),
        (RegionKind.Directory, "dir", "#d3e5fd", "#1d63d1", "#17375f", "#60a5fa"),
        (RegionKind.Continuation, "ce", "#cdf1ef", "#0d8076", "#124642", "#2dd4bf"),
        (RegionKind.FileEntries, "fe", "#e3efc6", "#5f7d0e", "#34430f", "#a3c94a"),
        (RegionKind.File, "file", "#fde6c0", "#d97706", "#543a10", "#f5a524"),
        (RegionKind.Padding, "pad", "#f1f3f5", "#c3cad2", "#22272e", "#545d68"),
        (RegionKind.Gap, "gap", "#f6ecec", "#b08484", "#3a2525", "#8f6060"),
    ];

    /// <summary>Presentation attributes give the light colours to those who know no style sheets; the media query the dark ones to those who know it.</summary>
    public static string Style { get; } = MakeStyle();

    public static string Class(RegionKind kind) => Of(kind).Class;

    public static string Soft(RegionKind kind) => Of(kind).Soft;

    public static string Strong(RegionKind kind) => Of(kind).Strong;

    private static (RegionKind Kind, string Class, string Soft, string Strong, string DarkSoft, string DarkStrong) Of(RegionKind kind) =>
        Array.Find(Colours, colour => colour.Kind == LookOf(kind)) is { Class: not null } found ? found : Colours[^1];

    /// <summary>What few images have looks like what is most like it.</summary>
    private static RegionKind LookOf(RegionKind kind) => kind switch
    {
        RegionKind.PartitionTable => RegionKind.SystemArea,
        RegionKind.BootCatalog or RegionKind.Checksum or RegionKind.HfsPlus => RegionKind.VolumeDescriptor,
        RegionKind.BootImage or RegionKind.Partition => RegionKind.File,
        _ => kind,
    };

    private static string MakeStyle()
    {
        var style = new StringBuilder("<style>\n@media (prefers-color-scheme: dark) {\n.page { fill: #0d1117; }\n.t { fill: #e6edf3; }\n.quiet { fill: #9ea7b3; }\n.tick { stroke: #6e7681; }\n");
        foreach (var colour in Colours)
        {
            style.Append(CultureInfo.InvariantCulture, $".{colour.Class} {{ fill: {colour.DarkSoft}; }} .{colour.Class}.s {{ fill: {colour.DarkStrong}; }}\n");
        }

        return style.Append("}\n</style>\n").ToString();
    }
}
