using IsoBuild.Content;

namespace IsoBuild;

/// <summary>The dates of entries that come from the base image.</summary>
public enum BaseDates
{
    /// <summary>The dates that they have in the base. The same base gives the same dates, so the image stays reproducible.</summary>
    Keep,

    /// <summary>The rule of <see cref="ImageOptions.FileDates"/> applies, as for dates on disk.</summary>
    Rule,
}

/// <summary>What a new image keeps of its base image. For <see cref="ImageBuilder.BasedOn"/>.</summary>
public sealed record BaseImageOptions
{
    /// <summary>Receives the options of the base (<see cref="ImageOptions.Of"/>) and returns those of the new image:
    /// <c>kept => kept with { VolumeId = "NEW" }</c>. Default: those of the base, unless options are given to the builder.</summary>
    public Func<ImageOptions, ImageOptions>? Options { get; init; }

    /// <summary>Whether to keep the base's boot setup: the boot catalog, boot images, partition tables and MBR boot code, with updated addresses.</summary>
    public bool KeepBoot { get; init; } = true;

    /// <summary>The dates of the base's entries.</summary>
    public BaseDates Dates { get; init; }

    /// <summary>The tree of the base to take names from. Default: <see cref="IsoImage.BestView"/>.</summary>
    public ImageFormats? View { get; init; }

    /// <summary>The session of the base to use. Default: the last.</summary>
    public int? Session { get; init; }
}
