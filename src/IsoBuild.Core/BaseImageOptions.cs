using IsoBuild.Content;

namespace IsoBuild;

/// <summary>Which dates the entries of a base image carry.</summary>
public enum BaseDates
{
    /// <summary>Those that they have there: the same base gives the same dates, so the image stays reproducible.</summary>
    Keep,

    /// <summary>Those that <see cref="ImageOptions.FileDates"/> makes of them, as it does with dates on disk.</summary>
    Rule,
}

/// <summary>What becomes of the image from which another one starts. For <see cref="ImageBuilder.StartFrom"/>.</summary>
public sealed record BaseImageOptions
{
    /// <summary>Is given what the base says (<see cref="ImageOptions.Of"/>), and returns what the image is to be called and how it is made:
    /// <c>kept => kept with { VolumeId = "NEW" }</c>. When left out, the base's word counts, unless the builder was given options of its own.</summary>
    public Func<ImageOptions, ImageOptions>? Options { get; init; }

    /// <summary>Whether the image starts as its base does: boot catalog, boot images, partition tables and the code before them come along, with new addresses.</summary>
    public bool KeepBoot { get; init; } = true;

    /// <summary>Which dates the base's entries carry.</summary>
    public BaseDates Dates { get; init; }

    /// <summary>The tree of the base whose names count; when left out, <see cref="IsoImage.BestView"/>.</summary>
    public ImageFormats? View { get; init; }

    /// <summary>Which session of a base of several sessions counts; the last one when left out.</summary>
    public int? Session { get; init; }
}
