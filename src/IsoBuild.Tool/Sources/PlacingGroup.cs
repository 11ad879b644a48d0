using System.CommandLine;

namespace IsoBuild.Tool.Sources;

/// <summary>How content lies on the image.</summary>
internal sealed class PlacingGroup() : OptionGroup("Layout")
{
    private readonly TableOptions table = new("Layout");

    public override IReadOnlyList<Option> Options => [.. table.All];

    /// <exception cref="UsageException">Two options exclude each other.</exception>
    public ImageOptions Read(ParseResult parsed, ImageOptions options)
    {
        var (dvdVideo, noDvdVideo) = (table.Find("--dvd-video"), table.Find("--no-dvd-video"));
        return TableOptions.IsOn(parsed, dvdVideo) && TableOptions.IsOn(parsed, noDvdVideo)
            ? throw new UsageException(dvdVideo.Name, $"This option and {noDvdVideo.Name} exclude each other; give one of them.")
            : table.Read(parsed, options);
    }
}
