using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Tool.Sources;

/// <summary>The options that influence an image's bytes: of <c>create</c>, and of whoever builds again.</summary>
internal sealed class ContentOptions
{
    private const string EpochVariable = "SOURCE_DATE_EPOCH";

    private readonly Option<string?> volumeId = new("--volume-id") { HelpName = "name", Description = "The volume's name, up to 32 characters; Windows shows 16. Otherwise it derives from the image's file name." };
    private readonly Option<string?> publisher = new("--publisher") { HelpName = "text", Description = "Who publishes the volume, up to 128 characters." };
    private readonly Option<string?> applicationId = new("--application-id") { HelpName = "text", Description = "What the volume is for, up to 128 characters." };
    private readonly Option<DateTimeOffset?> timestamp = new("--timestamp")
    {
        HelpName = "time",
        Description = $"The date of the volume and of all that is in it: RFC 3339 with a zone, or Unix seconds. Otherwise {EpochVariable}, otherwise 1980-01-01T00:00:00Z.",
        CustomParser = ParseTimestamp,
    };

    private readonly Option<string> fileDates = new("--file-dates")
    {
        Description = "The dates of files. fixed: the timestamp. clamp: their own, but none after the timestamp. preserve: their own; the image is then not reproducible.",
        DefaultValueFactory = _ => "fixed",
    };

    private readonly Option<bool> noJoliet = new("--no-joliet") { Description = "Leave out the Joliet tree: Windows then shows short upper-case names." };
    private readonly Option<bool> noRockRidge = new("--no-rock-ridge") { Description = "Leave out the Rock Ridge fields: Linux, macOS and FreeBSD then see no modes, and the names of Joliet." };
    private readonly Option<int> isoLevel = new("--iso-level") { HelpName = "1|2|3", Description = "The names of the ISO 9660 tree: 1 for 8.3, 2 or 3 for up to 31 characters.", DefaultValueFactory = _ => 3 };
    private readonly Option<string[]> exclude = new("--exclude")
    {
        HelpName = "glob",
        Description = "Leave out what matches, of every content directory. A name ('*.pdb', 'obj') matches at any depth; a path ('bin/*.log', '**/obj/*.cache') from the content directory on. May be repeated.",
    };

    public ContentOptions()
    {
        fileDates.AcceptOnlyFromAmong("fixed", "clamp", "preserve");
        isoLevel.CompletionSources.Add("1", "2", "3");
        isoLevel.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.Tokens[0].Value is not ("1" or "2" or "3"))
            {
                result.AddError($"'{result.Tokens[0].Value}' is no interchange level; --iso-level takes 1, 2 or 3.");
            }
        });
    }

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { volumeId, publisher, applicationId, timestamp, fileDates, noJoliet, noRockRidge, isoLevel, exclude })
        {
            command.Add(option);
        }
    }

    /// <summary>The image that a command line describes.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="content">Its content arguments.</param>
    /// <param name="imageName">The image's file name, which names the volume when nobody else does; empty when it has none.</param>
    /// <exception cref="ImageException"><c>SOURCE_DATE_EPOCH</c> is malformed.</exception>
    /// <exception cref="UsageException">A content argument makes no sense.</exception>
    public ImageBuilder Builder(ParseResult parsed, IEnumerable<string> content, string imageName)
    {
        var formats = ImageFormats.Default;
        formats &= parsed.GetValue(noJoliet) ? ~ImageFormats.Joliet : formats;
        formats &= parsed.GetValue(noRockRidge) ? ~ImageFormats.RockRidge : formats;
        var builder = new ImageBuilder(new ImageOptions
        {
            VolumeId = parsed.GetValue(volumeId) ?? (imageName.Length > 0 ? VolumeIdentifier.Derive(imageName) : "ISOIMAGE"),
            Publisher = parsed.GetValue(publisher) ?? "",
            ApplicationId = parsed.GetValue(applicationId) ?? "",
            Timestamp = parsed.GetValue(timestamp) ?? EpochTimestamp(),
            FileDates = parsed.GetValue(fileDates) switch
            {
                "clamp" => FileDates.Clamp,
                "preserve" => FileDates.Preserve,
                _ => FileDates.Fixed,
            },
            Formats = formats,
            IsoLevel = parsed.GetValue(isoLevel),
        });

        if (parsed.GetValue(exclude) is { Length: > 0 } patterns)
        {
            builder.Exclude(SourcePatterns.Compile(patterns));
        }

        foreach (var argument in content)
        {
            ContentSpec.Parse(argument).AddTo(builder);
        }

        return builder;
    }

    private static DateTimeOffset? ParseTimestamp(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (ImageTimestamp.TryParse(text, out var timestamp, out var problem))
        {
            return timestamp;
        }

        result.AddError($"--timestamp: '{text}' {problem}.");
        return null;
    }

    private static DateTimeOffset EpochTimestamp()
    {
        var text = Environment.GetEnvironmentVariable(EpochVariable);
        return string.IsNullOrEmpty(text) ? ImageTimestamp.Default
            : ImageTimestamp.TryParse(text, out var timestamp, out var problem) ? timestamp
            : throw new ImageException(new Diagnostic(DiagnosticId.TimestampInvalid, DiagnosticSeverity.Error, EpochVariable, string.Create(CultureInfo.InvariantCulture, $"'{text}' {problem}.")));
    }
}
