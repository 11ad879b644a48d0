using System.CommandLine;
using System.Globalization;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Tool.Sources;

/// <summary>What the volume says of itself.</summary>
internal sealed class VolumeGroup() : OptionGroup("Volume")
{
    private const string EpochVariable = "SOURCE_DATE_EPOCH";

    private readonly TableOptions table = new("Volume");

    public override IReadOnlyList<Option> Options => [.. table.All];

    /// <param name="parsed">The command line.</param>
    /// <param name="options">What is so unless the command line says otherwise.</param>
    /// <exception cref="ImageException"><c>SOURCE_DATE_EPOCH</c> is malformed.</exception>
    public ImageOptions Read(ParseResult parsed, ImageOptions options) =>
        table.Read(parsed, TableOptions.IsGiven(parsed, table.Find("--timestamp")) ? options : options with { Timestamp = EpochTimestamp() ?? options.Timestamp });

    /// <summary>What the environment says; <see langword="null"/> if it says nothing.</summary>
    /// <exception cref="ImageException">It is malformed.</exception>
    public static DateTimeOffset? EpochTimestamp()
    {
        var text = Environment.GetEnvironmentVariable(EpochVariable);
        return string.IsNullOrEmpty(text) ? null
            : ImageTimestamp.TryParse(text, out var epoch, out var problem) ? epoch
            : throw new ImageException(new Diagnostic(DiagnosticId.TimestampInvalid, DiagnosticSeverity.Error, EpochVariable, string.Create(CultureInfo.InvariantCulture, $"'{text}' {problem}.")));
    }
}
