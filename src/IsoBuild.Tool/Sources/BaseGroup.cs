using System.CommandLine;

namespace IsoBuild.Tool.Sources;

/// <summary>The base image.</summary>
internal sealed class BaseGroup() : OptionGroup("Modifying an existing image (settings that are not given stay as they are in it)")
{
    private readonly Option<string?> image = Text("--base", "image", "The existing ISO image to modify. Its content, volume fields and boot setup are kept; content arguments add files, and replace files at the same path. The output may be the same file.");
    private readonly Option<string[]> remove = Many("--remove", "pattern", "Remove entries of the base image.");
    private readonly Option<bool> noBoot = Switch("--no-base-boot", "Keep only the base image's content, without its boot setup.");

    public override IReadOnlyList<Option> Options => [image, remove, noBoot];

    /// <summary>Whether the command line names a base.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(image) is not null;

    /// <summary>A builder for an image based on the base.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">Turns what the base says into what the image is to be.</param>
    public ImageBuilder Builder(ParseResult parsed, Func<ImageOptions, ImageOptions> options)
    {
        var builder = new ImageBuilder().BasedOn(parsed.GetValue(image)!, new BaseImageOptions { Options = options, KeepBoot = !parsed.GetValue(noBoot) });
        foreach (var pattern in parsed.GetValue(remove) ?? [])
        {
            builder.Remove(pattern);
        }

        return builder;
    }

    /// <exception cref="UsageException">There is an option about the base, and no base.</exception>
    public void RefuseWithout(ParseResult parsed)
    {
        if (parsed.GetValue(remove) is { Length: > 0 })
        {
            throw new UsageException(remove.Name, "There is nothing to remove from; name the image with --base. To leave content out, write --exclude.");
        }

        if (parsed.GetValue(noBoot))
        {
            throw new UsageException(noBoot.Name, "There is no base image; name it with --base.");
        }
    }
}
