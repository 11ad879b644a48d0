using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace IsoBuild.Tool.Sources;

/// <summary>How content lies on the image.</summary>
internal sealed class PlacingGroup : OptionGroup
{
    private const int Sector = 2048;
    private const int LargestAlignment = 1 << 20;

    private readonly Option<int> align = new("--align") { HelpName = "bytes", Description = "Align file content: a power of two from 2048 to 1048576. With 4096, file systems that support it clone blocks instead of copying.", DefaultValueFactory = _ => Sector };
    private readonly Option<int> padding = new("--padding") { HelpName = "sectors", Description = "Empty sectors at the end, for drives that read ahead.", DefaultValueFactory = _ => new ImageOptions().PaddingSectors };
    private readonly Option<bool> noDedupe = Switch("--no-dedupe", "Store files with equal content separately. Default: their content is stored once.");
    private readonly Option<bool> mediaChecksum = Switch("--media-checksum", "Store a checksum of the image in the image, which checkisomd5 and installers check (as implantisomd5 does).");

    private readonly Option<bool> dvdVideo = Switch("--dvd-video", "Lay out the directory VIDEO_TS for DVD players, and add UDF, which they read. A VIDEO_TS with VIDEO_TS.IFO is laid out this way even without the option.");
    private readonly Option<bool> noDvdVideo = Switch("--no-dvd-video", "Write the directory VIDEO_TS like any other directory.");
    private readonly Option<bool> updateChecksums = Switch("--update-checksums", "Update lists of checksums in the content: md5sum.txt, SHA256SUMS, *.sha512 and similar files, and .treeinfo.");

    public PlacingGroup()
        : base("Layout")
    {
        align.CompletionSources.Add("2048", "4096", "65536");
        align.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !(TryRead(result.Tokens[0].Value, out var bytes) && bytes is >= Sector and <= LargestAlignment && BitOperations.IsPow2(bytes)))
            {
                result.AddError($"'{result.Tokens[0].Value}' is not an alignment; --align takes a power of two from 2048 to 1048576.");
            }
        });
        padding.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !TryRead(result.Tokens[0].Value, out _))
            {
                result.AddError($"'{result.Tokens[0].Value}' is not a number of sectors; --padding takes 0 or more.");
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
