using IsoBuild.Layout;

namespace IsoBuild.Summarizing;

/// <summary>What regions are called, and what their names are made of.</summary>
internal static class RegionTitle
{
    /// <summary>As sector maps call the region; those called after what they hold, by their kind alone.</summary>
    public static string Of(Region region)
    {
        var kind = LayoutText.KindName(region.Kind);
        return LayoutText.IsCalledByState(kind) ? kind : $"{kind} {LayoutText.Escape(region.Name)}";
    }

    /// <summary>Whether it is a structure of UDF, whose records are others than those of ISO 9660.</summary>
    public static bool IsUdf(Region region) => region.Kind != RegionKind.File && region.Name.StartsWith("udf ", StringComparison.Ordinal);

    /// <summary>The path in the name of a file's region, which may tell of one extent of several.</summary>
    public static string FilePath(string name) => name.EndsWith(')') && name.LastIndexOf(" (extent ", StringComparison.Ordinal) is > 0 and var end ? name[..end] : name;

    /// <summary>The tree and the path in the name of a directory's or continuation area's region: <c>iso9660 /docs</c>, <c>session 2 joliet /</c>.</summary>
    public static (string Tree, string Path) Split(string name)
    {
        var start = name.IndexOf(" /", StringComparison.Ordinal);
        return start < 0 ? (name, "/") : (name[..start], name[(start + 1)..]);
    }
}
