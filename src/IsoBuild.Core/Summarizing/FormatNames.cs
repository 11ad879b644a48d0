using IsoBuild.Content;

namespace IsoBuild.Summarizing;

/// <summary>What people call the formats.</summary>
internal static class FormatNames
{
    private static readonly (ImageFormats Format, string Name)[] Names =
    [
        (ImageFormats.Iso9660, "ISO 9660"),
        (ImageFormats.Joliet, "Joliet"),
        (ImageFormats.RockRidge, "Rock Ridge"),
        (ImageFormats.Iso1999, "ISO 9660:1999"),
        (ImageFormats.Udf, "UDF"),
    ];

    /// <summary><c>ISO 9660, Joliet, UDF</c>.</summary>
    public static string Of(ImageFormats formats) => string.Join(", ", Names.Where(name => formats.HasFlag(name.Format)).Select(name => name.Name));
}
