using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Surfaces;
using Microsoft.Build.Framework;

namespace IsoBuild.Tasks;

/// <summary>Turns what users wrote in properties and metadata into <see cref="ImageOptions"/>. What makes no sense is reported under its property's name.</summary>
/// <param name="image">An item whose metadata is named after the properties.</param>
/// <param name="log">MSBuild's log.</param>
internal sealed class OptionsReader(ITaskItem image, DiagnosticLog log)
{
    /// <summary>A builder of the image: with everything but its content.</summary>
    /// <param name="timestampSource">The property that <c>IsoTimestamp</c> was taken from.</param>
    public ImageBuilder Builder(string timestampSource)
    {
        var builder = Start(timestampSource);
        Describe(builder);
        return builder;
    }

    private ImageBuilder Start(string timestampSource)
    {
        var removed = List("IsoRemove");
        if (Text("IsoBaseImage") is not { Length: > 0 } baseImage)
        {
            if (removed.Length > 0)
            {
                Report("IsoRemove", removed[0], "cannot be removed, because there is no IsoBaseImage; to leave content out, use IsoExclude");
            }

            return new ImageBuilder(Read(timestampSource, new ImageOptions { VolumeId = VolumeIdentifier.Derive(image.ItemSpec) }));
        }

        var builder = new ImageBuilder().BasedOn(baseImage, new BaseImageOptions { Options = kept => Read(timestampSource, kept), KeepBoot = Switch("IsoKeepBaseBoot", otherwise: true) });
        foreach (var pattern in removed)
        {
            builder.Remove(pattern);
        }

        return builder;
    }

    /// <summary>Reads everything that is not a rule about entries.</summary>
    /// <param name="timestampSource">The property that <c>IsoTimestamp</c> was taken from.</param>
    /// <param name="defaults">What is so where nobody said anything.</param>
    private ImageOptions Read(string timestampSource, ImageOptions defaults)
    {
        var options = defaults;
        foreach (var option in ImageOption.All)
        {
            if (Text(option.Property) is { Length: > 0 } text && !option.TryApply(text, options, out options, out var problem))
            {
                log.Report(option.WrongText, option.Property == "IsoTimestamp" ? timestampSource : option.Property, $"'{text}' {problem}");
            }
        }

        return options;
    }

    /// <summary>Reads what patterns of paths say, and tells <paramref name="builder"/>.</summary>
    private void Describe(ImageBuilder builder)
    {
        foreach (var text in List("IsoExclude"))
        {
            if (PathPattern.TryParse(text, out var pattern, out var problem))
            {
                builder.ExcludeTargets(pattern);
            }
            else
            {
                Report("IsoExclude", text, problem);
            }
        }

        var rules = new EntryRules();
        Add("IsoMode", rules.TryAddMode);
        Add("IsoOwner", rules.TryAddOwner);
        Add("IsoGroup", rules.TryAddGroup);
        Add("IsoHide", rules.TryAddHidden);
        Add("IsoMarkHidden", rules.TryAddMarkHidden);
        Add("IsoSort", rules.TryAddSortWeight);
        Add("IsoCompress", rules.TryAddCompressed);
        if (!rules.IsEmpty)
        {
            builder.Describe(rules);
        }
    }

    private delegate bool TryAdd(string text, out string problem);

    private void Add(string property, TryAdd add)
    {
        foreach (var text in List(property))
        {
            if (!add(text, out var problem))
            {
                Report(property, text, problem);
            }
        }
    }

    private string Text(string property) => image.GetMetadata(property);

    private string[] List(string property) => Text(property).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private bool Switch(string property, bool otherwise)
    {
        var text = Text(property);
        if (text.Length > 0 && !bool.TryParse(text, out otherwise))
        {
            Report(property, text, "is unknown; write true or false");
        }

        return otherwise;
    }

    private void Report(string property, string text, string problem) => log.Report(DiagnosticId.OptionUnknown, property, $"'{text}' {problem}");
}
