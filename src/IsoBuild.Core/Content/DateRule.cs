using IsoBuild.Diagnostics;

namespace IsoBuild.Content;

/// <summary>Which date an entry carries, given the date of its source.</summary>
internal sealed class DateRule(FileDates dates, DateTimeOffset timestamp)
{
    /// <summary>The image's timestamp, in UTC and whole seconds.</summary>
    public DateTimeOffset Timestamp { get; } = ImageTimestamp.Normalize(timestamp);

    /// <summary>The date of what has none at its source.</summary>
    public DateTimeOffset? OfUndated => dates == FileDates.Fixed ? Timestamp : null;

    /// <summary>A date that the caller gave.</summary>
    public DateTimeOffset Given(DateTimeOffset date, ContentNode node, DiagnosticBag diagnostics)
    {
        if (ImageTimestamp.IsInRange(date))
        {
            return ImageTimestamp.Normalize(date);
        }

        diagnostics.Error(DiagnosticId.TimestampInvalid, node.Name, $"The date {ImageTimestamp.Format(date)} is outside {ImageTimestamp.Format(ImageTimestamp.Earliest)} to {ImageTimestamp.Format(ImageTimestamp.Latest)}. Give another date.");
        return Timestamp;
    }

    /// <summary>The date of a file, which has a path of its own only where that is needed.</summary>
    public DateTimeOffset Apply(FileSource source, DiagnosticBag diagnostics) =>
        dates == FileDates.Fixed ? Timestamp : Apply(source.ModifiedUtc, source.FilePath, diagnostics);

    /// <summary>The date for what was last written at <paramref name="sourceUtc"/>.</summary>
    public DateTimeOffset Apply(DateTime sourceUtc, string? sourcePath, DiagnosticBag diagnostics)
    {
        if (dates == FileDates.Fixed)
        {
            return Timestamp;
        }

        var date = ImageTimestamp.Normalize(new DateTimeOffset(sourceUtc, TimeSpan.Zero));
        if (dates == FileDates.Clamp && date > Timestamp)
        {
            return Timestamp;
        }

        return Nearest(date, sourcePath, diagnostics);
    }

    /// <summary>The date, as near to it as an image can hold one.</summary>
    public static DateTimeOffset Nearest(DateTimeOffset date, string? sourcePath, DiagnosticBag diagnostics)
    {
        if (date >= ImageTimestamp.EarliestRecorded && date <= ImageTimestamp.Latest)
        {
            return date;
        }

        var nearest = date < ImageTimestamp.EarliestRecorded ? ImageTimestamp.EarliestRecorded : ImageTimestamp.Latest;
        diagnostics.Warning(
            DiagnosticId.DateOutOfRange,
            sourcePath,
            $"The modification date {ImageTimestamp.Format(date)} is outside the range of an image; {ImageTimestamp.Format(nearest)} is stored.",
            sourcePath);
        return nearest;
    }
}
