using IsoBuild.Diagnostics;

namespace IsoBuild.Content;

/// <summary>Which date an entry carries, given the date of its source.</summary>
internal sealed class DateRule(FileDates dates, DateTimeOffset timestamp)
{
    /// <summary>The image's timestamp, in UTC and whole seconds.</summary>
    public DateTimeOffset Timestamp { get; } = ImageTimestamp.Normalize(timestamp);

    public DateTimeOffset Apply(DateTime sourceUtc, ContentSource? source, DiagnosticBag diagnostics)
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

        if (ImageTimestamp.IsInRange(date))
        {
            return date;
        }

        var nearest = date < ImageTimestamp.Earliest ? ImageTimestamp.Earliest : ImageTimestamp.Latest;
        diagnostics.Warning(
            DiagnosticId.DateOutOfRange,
            source?.FilePath,
            $"The modification date {ImageTimestamp.Format(date)} is outside what an image can hold; {ImageTimestamp.Format(nearest)} is stored.",
            source?.FilePath);
        return nearest;
    }
}
