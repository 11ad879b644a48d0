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

    public void AddTo(Command command)
    {
        foreach (var group in new OptionGroup[] { volume, trees, entries, stated, placing, boot })
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
    public ImageBuilder Builder(ParseResult parsed, IEnumerable<string> content, string imageName)
    {
        var builder = new ImageBuilder(boot.Read(parsed, placing.Read(parsed, entries.Read(parsed, trees.Read(parsed, volume.Read(parsed, imageName))))));
        entries.Describe(parsed, builder);
        foreach (var argument in content)
        {
            ContentSpec.Parse(argument).AddTo(builder);
        }

        stated.AddTo(builder, parsed);
        boot.AddTo(builder, parsed);
        return builder;
    }
}
