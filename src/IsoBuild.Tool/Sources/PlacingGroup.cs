using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace IsoBuild.Tool.Sources;

/// <summary>How content lies on the image.</summary>
internal sealed class PlacingGroup : OptionGroup
{
    private const int Sector = 2048;
    private const int LargestAlignment = 1 << 20;

    private readonly Option<int> align = new("--align") { HelpName = "bytes", Description = "On what boundary file content begins: a power of two from 2048 to 1048576. With 4096, file systems that clone blocks need not copy.", DefaultValueFactory = _ => Sector };
    private readonly Option<int> padding = new("--padding") { HelpName = "sectors", Description = "Empty sectors at the end, so that drives that read ahead find something.", DefaultValueFactory = _ => new ImageOptions().PaddingSectors };
    private readonly Option<bool> noDedupe = Switch("--no-dedupe", "Store files of the same content once each. Otherwise they share one place.");
    private readonly Option<bool> mediaChecksum = Switch("--media-checksum", "Let the image carry a checksum of itself, as checkisomd5 and installers check it.");

    private readonly Option<bool> dvdVideo = Switch("--dvd-video", "Lay out the directory VIDEO_TS as DVD players want it, and add UDF, which they read. Where it holds VIDEO_TS.IFO, it is laid out so anyway.");
    private readonly Option<bool> noDvdVideo = Switch("--no-dvd-video", "Write the directory VIDEO_TS like any other.");
    private readonly Option<bool> updateChecksums = Switch("--update-checksums", "Bring lists of checksums in the content up to date: md5sum.txt, SHA256SUMS, *.sha512 and their like, and .treeinfo.");

    public PlacingGroup()
        : base("Placing")
    {
        align.CompletionSources.Add("2048", "4096", "65536");
        align.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !(TryRead(result.Tokens[0].Value, out var bytes) && bytes is >= Sector and <= LargestAlignment && BitOperations.IsPow2(bytes)))
            {
                result.AddError($"'{result.Tokens[0].Value}' is no alignment; --align takes a power of two from 2048 to 1048576.");
            }
        });
        padding.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !TryRead(result.Tokens[0].Value, out _))
            {
                result.AddError($"'{result.Tokens[0].Value}' is no number of sectors; --padding takes 0 or more.");
            }
        });
    }

    public override IReadOnlyList<Option> Options => [align, padding, noDedupe, mediaChecksum, updateChecksums, dvdVideo, noDvdVideo];

    /// <exception cref="UsageException">Two options exclude each other.</exception>
    public ImageOptions Read(ParseResult parsed, ImageOptions options)
    {
        var (isDvdVideo, isNone) = (parsed.GetValue(dvdVideo), parsed.GetValue(noDvdVideo));
        if (isDvdVideo && isNone)
        {
            throw new UsageException(dvdVideo.Name, $"This option and {noDvdVideo.Name} exclude each other; give one of them.");
        }

        return options with
        {
            Alignment = Value(parsed, align, options.Alignment),
            PaddingSectors = Value(parsed, padding, options.PaddingSectors),
            Dedupe = options.Dedupe && !parsed.GetValue(noDedupe),
            MediaChecksum = Value(parsed, mediaChecksum, options.MediaChecksum),
            UpdateChecksums = Value(parsed, updateChecksums, options.UpdateChecksums),
            DvdVideo = isDvdVideo ? true : isNone ? false : options.DvdVideo,
        };
    }

    private static bool TryRead(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
