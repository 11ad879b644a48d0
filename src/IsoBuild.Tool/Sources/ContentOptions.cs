using System.CommandLine;
using IsoBuild.Diagnostics;

namespace IsoBuild.Tool.Sources;

/// <summary>The options that influence an image's bytes: of <c>create</c>, and of whoever builds again.</summary>
internal sealed class ContentOptions
{
    private readonly VolumeGroup volume = new();
    private readonly TreeGroup trees = new();
    private readonly EntryGroup entries = new();
    private readonly StatedGroup stated = new();
    private readonly PlacingGroup placing = new();
    private readonly BootGroup boot = new();
    private readonly BaseGroup start = new();

    public void AddTo(Command command)
    {
        foreach (var group in new OptionGroup[] { volume, trees, entries, stated, placing, boot, start })
        {
            foreach (var option in group.Options)
            {
                command.Add(option);
            }

            HelpWithExamples.Begin(group.Heading, group.Options[0]);
        }
    }

    /// <summary>The image that a command line describes.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="content">Its content arguments.</param>
    /// <param name="imageName">The image's file name, which names the volume when nobody else does; empty when it has none.</param>
    /// <exception cref="ImageException"><c>SOURCE_DATE_EPOCH</c> is malformed.</exception>
    /// <exception cref="UsageException">A content argument, or an option, makes no sense.</exception>
    /// <param name="listed">What a list names besides.</param>
    public ImageBuilder Builder(ParseResult parsed, IReadOnlyCollection<string> content, string imageName, PathList? listed = null)
    {
        ImageBuilder builder;
        if (start.IsGiven(parsed))
        {
            builder = start.Builder(parsed, kept => Read(parsed, kept));
        }
        else
        {
            start.RefuseWithout(parsed);
            if (content.Count == 0 && listed is not { Entries.Count: > 0 } && !stated.IsGiven(parsed) && !boot.AddsContent(parsed))
            {
                throw new UsageException("content", $"No content is given{(listed is null ? "" : ", and the list of paths has no entries")}; name a directory, a file or TARGET=SOURCE, or an existing image with --base.");
            }

            builder = new ImageBuilder(Read(parsed, new ImageOptions { VolumeId = imageName.Length > 0 ? VolumeIdentifier.Derive(imageName) : "ISOIMAGE" }));
        }

        entries.Describe(parsed, builder);
        foreach (var argument in content)
        {
            ContentSpec.Parse(argument).AddTo(builder);
        }

        foreach (var entry in listed?.Entries ?? [])
        {
            entry.AddTo(builder);
        }

        stated.AddTo(builder, parsed);
        boot.AddTo(builder, parsed);
        return builder;
    }

    private ImageOptions Read(ParseResult parsed, ImageOptions options) =>
        boot.Read(parsed, placing.Read(parsed, entries.Read(parsed, trees.Read(parsed, volume.Read(parsed, options)))));
}
