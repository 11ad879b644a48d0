using System.CommandLine;

namespace IsoBuild.Tool.Sources;

/// <summary>The image from which this one starts.</summary>
internal sealed class BaseGroup() : OptionGroup("Starting from another image (whatever options leave open is as there)")
{
    private readonly Option<string?> image = Text("--base", "image", "Take the content of this image, what it says of itself and how it boots; content arguments add to it and replace what is at the same path. It may be the image that is written.");
    private readonly Option<string[]> remove = Many("--remove", "pattern", "Leave entries of the base out.");
    private readonly Option<bool> noBoot = Switch("--no-base-boot", "Take the base's content alone, and nothing of how it boots.");

    public override IReadOnlyList<Option> Options => [image, remove, noBoot];

    /// <summary>Whether the command line names a base.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(image) is not null;

    /// <summary>A builder that starts from the base.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">Turns what the base says into what the image is to be.</param>
    public ImageBuilder Builder(ParseResult parsed, Func<ImageOptions, ImageOptions> options)
    {
        var builder = new ImageBuilder().StartFrom(parsed.GetValue(image)!, new BaseImageOptions { Options = options, KeepBoot = !parsed.GetValue(noBoot) });
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
            throw new UsageException(noBoot.Name, "There is no image to start from; name it with --base.");
        }
    }
}
