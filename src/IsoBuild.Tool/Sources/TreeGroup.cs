using System.CommandLine;
using IsoBuild.Content;

namespace IsoBuild.Tool.Sources;

/// <summary>Which directory trees the image has, and what their names are like.</summary>
internal sealed class TreeGroup() : OptionGroup("Directory trees (default: ISO 9660, Joliet and Rock Ridge)")
{
    private readonly Option<bool> udf = Switch("--udf", "Add a UDF tree, which Windows prefers: Unicode names, files of any size. File content is stored only once.");
    private readonly Option<bool> udfOnly = Switch("--udf-only", "Write only UDF. If it boots, its ISO 9660 part holds only a note, as on Windows media.");
    private readonly Option<bool> noJoliet = Switch("--no-joliet", "Leave the Joliet tree out. Windows then shows short upper-case names.");
    private readonly Option<bool> noRockRidge = Switch("--no-rock-ridge", "Leave Rock Ridge out. Linux, macOS and FreeBSD then show Joliet names, and no permissions or links.");
    private readonly Option<bool> iso1999 = Switch("--iso-1999", "Add an ISO 9660:1999 tree, with names of up to 207 bytes.");
    private readonly TableOptions table = new("Directory trees");

    public override IReadOnlyList<Option> Options => [udf, udfOnly, noJoliet, noRockRidge, iso1999, .. table.All];

    /// <exception cref="UsageException">Two options exclude each other.</exception>
    public ImageOptions Read(ParseResult parsed, ImageOptions options)
    {
        var (jolietLong, relocate) = (table.Find("--joliet-long"), table.Find("--relocate"));
        Refuse(udfOnly, iso1999);
        Refuse(udfOnly, jolietLong);
        Refuse(udfOnly, relocate);
        Refuse(noJoliet, jolietLong);
        Refuse(noRockRidge, relocate);
        return table.Read(parsed, options with { Formats = FormatsOf(parsed, options.Formats) });

        void Refuse(Option<bool> without, Option option)
        {
            if (parsed.GetValue(without) && TableOptions.IsOn(parsed, option))
            {
                throw new UsageException(option.Name, $"This option applies to a tree that {without.Name} leaves out; give only one of them.");
            }
        }
    }

    private ImageFormats FormatsOf(ParseResult parsed, ImageFormats formats)
    {
        if (parsed.GetValue(udfOnly))
        {
            return ImageFormats.Udf;
        }

        formats &= parsed.GetValue(noJoliet) ? ~ImageFormats.Joliet : formats;
        formats &= parsed.GetValue(noRockRidge) ? ~ImageFormats.RockRidge : formats;
        formats |= parsed.GetValue(udf) ? ImageFormats.Udf : formats;
        return formats | (parsed.GetValue(iso1999) ? ImageFormats.Iso1999 : formats);
    }
}
