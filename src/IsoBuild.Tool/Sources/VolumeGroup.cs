using System.CommandLine;
using System.Globalization;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Tool.Sources;

/// <summary>What the volume says of itself.</summary>
internal sealed class VolumeGroup() : OptionGroup("Volume")
{
    private const string EpochVariable = "SOURCE_DATE_EPOCH";

    private readonly Option<string?> volumeId = Text("--volume-id", "name", "The volume identifier (the label), up to 32 characters, stored as given. With Joliet, Windows shows 16 of them. Default: derived from the image's file name.");
    private readonly Option<string?> volumeSetId = Text("--volume-set-id", "name", "The identifier of the volume set that the volume belongs to, up to 128 characters.");
    private readonly Option<string?> systemId = Text("--system-id", "name", "The system identifier: the system that uses the system area (the first 16 sectors), up to 32 characters.");
    private readonly Option<string?> publisher = Text("--publisher", "text", "The publisher of the volume, up to 128 characters.");
    private readonly Option<string?> preparer = Text("--preparer", "text", "The preparer of the volume's data, up to 128 characters.");
    private readonly Option<string?> applicationId = Text("--application-id", "text", "The application identifier: what the volume is for, up to 128 characters.");
    private readonly Option<string?> copyrightFile = Text("--copyright-file", "path", "The copyright file, in the image's root.");
    private readonly Option<string?> abstractFile = Text("--abstract-file", "path", "The abstract file, in the image's root: a description of the volume.");
    private readonly Option<string?> bibliographicFile = Text("--bibliographic-file", "path", "The bibliographic file, in the image's root.");
    private readonly Option<DateTimeOffset?> timestamp = Time("--timestamp", $"The date of the volume and everything in it: RFC 3339 with a time zone, or Unix seconds. Linux and GRUB use it as the volume's UUID. Default: {EpochVariable} if set, else 1980-01-01T00:00:00Z.");
    private readonly Option<DateTimeOffset?> effective = Time("--effective", "The effective date, from which the volume may be used. Default: none.");
    private readonly Option<DateTimeOffset?> expires = Time("--expires", "The expiration date, after which the volume is obsolete. Default: none.");

    public override IReadOnlyList<Option> Options =>
        [volumeId, volumeSetId, systemId, publisher, preparer, applicationId, copyrightFile, abstractFile, bibliographicFile, timestamp, effective, expires];

    /// <param name="parsed">The command line.</param>
    /// <param name="options">What is so unless the command line says otherwise.</param>
    /// <exception cref="ImageException"><c>SOURCE_DATE_EPOCH</c> is malformed.</exception>
    public ImageOptions Read(ParseResult parsed, ImageOptions options) => options with
    {
        VolumeId = parsed.GetValue(volumeId) ?? options.VolumeId,
        VolumeSetId = parsed.GetValue(volumeSetId) ?? options.VolumeSetId,
        SystemId = parsed.GetValue(systemId) ?? options.SystemId,
        Publisher = parsed.GetValue(publisher) ?? options.Publisher,
        Preparer = parsed.GetValue(preparer) ?? options.Preparer,
        ApplicationId = parsed.GetValue(applicationId) ?? options.ApplicationId,
        CopyrightFile = parsed.GetValue(copyrightFile) ?? options.CopyrightFile,
        AbstractFile = parsed.GetValue(abstractFile) ?? options.AbstractFile,
        BibliographicFile = parsed.GetValue(bibliographicFile) ?? options.BibliographicFile,
        Timestamp = parsed.GetValue(timestamp) ?? EpochTimestamp() ?? options.Timestamp,
        Effective = parsed.GetValue(effective) ?? options.Effective,
        Expires = parsed.GetValue(expires) ?? options.Expires,
    };

    private static DateTimeOffset? EpochTimestamp()
    {
        var text = Environment.GetEnvironmentVariable(EpochVariable);
        return string.IsNullOrEmpty(text) ? null
            : ImageTimestamp.TryParse(text, out var epoch, out var problem) ? epoch
            : throw new ImageException(new Diagnostic(DiagnosticId.TimestampInvalid, DiagnosticSeverity.Error, EpochVariable, string.Create(CultureInfo.InvariantCulture, $"'{text}' {problem}.")));
    }
}
