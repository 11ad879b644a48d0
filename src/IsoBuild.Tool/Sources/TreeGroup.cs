using System.CommandLine;
using IsoBuild.Content;

namespace IsoBuild.Tool.Sources;

/// <summary>Which directory trees the image has, and what their names are like.</summary>
internal sealed class TreeGroup : OptionGroup
{
    private readonly Option<bool> udf = Switch("--udf", "Add a UDF tree, which Windows prefers: Unicode names, files of any size. File content is stored only once.");
    private readonly Option<bool> udfOnly = Switch("--udf-only", "Write only UDF, like large Windows media.");
    private readonly Option<bool> noJoliet = Switch("--no-joliet", "Leave the Joliet tree out. Windows then shows short upper-case names.");
    private readonly Option<bool> jolietLong = Switch("--joliet-long", "Allow Joliet names of up to 103 characters instead of 64.");
    private readonly Option<bool> noRockRidge = Switch("--no-rock-ridge", "Leave Rock Ridge out. Linux, macOS and FreeBSD then show Joliet names, and no permissions or links.");
    private readonly Option<bool> iso1999 = Switch("--iso-1999", "Add an ISO 9660:1999 tree, with names of up to 207 bytes.");
    private readonly Option<int> isoLevel = new("--iso-level") { HelpName = "1|2|3", Description = "The interchange level, for names in the ISO 9660 tree: 1 for 8.3 names, which DOS and DOSBox need; 2 or 3 for up to 31 characters.", DefaultValueFactory = _ => 3 };
    private readonly Option<bool> relocate = Switch("--relocate", "Relocate directories below level 8 into /rr_moved of the ISO 9660 tree, as the standard requires. Current readers do not need it.");

    public TreeGroup()
        : base("Directory trees (default: ISO 9660, Joliet and Rock Ridge)")
    {
        isoLevel.CompletionSources.Add("1", "2", "3");
        isoLevel.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.Tokens[0].Value is not ("1" or "2" or "3"))
            {
                result.AddError($"'{result.Tokens[0].Value}' is not an interchange level; --iso-level takes 1, 2 or 3.");
            }
        });
    }

    public override IReadOnlyList<Option> Options => [udf, udfOnly, noJoliet, jolietLong, noRockRidge, iso1999, isoLevel, relocate];

    /// <exception cref="UsageException">Two options exclude each other.</exception>
    public ImageOptions Read(ParseResult parsed, ImageOptions options)
    {
        Refuse(udfOnly, iso1999);
        Refuse(udfOnly, jolietLong);
        Refuse(udfOnly, relocate);
        Refuse(noJoliet, jolietLong);
        Refuse(noRockRidge, relocate);
        return options with
        {
            Formats = FormatsOf(parsed, options.Formats),
            JolietLongNames = Value(parsed, jolietLong, options.JolietLongNames),
            IsoLevel = Value(parsed, isoLevel, options.IsoLevel),
            RelocateDeepDirectories = Value(parsed, relocate, options.RelocateDeepDirectories),
        };

        void Refuse(Option<bool> without, Option<bool> option)
        {
            if (parsed.GetValue(without) && parsed.GetValue(option))
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
