using System.Globalization;

namespace IsoBuild.Content;

/// <summary>The range of timestamps in images, and their text form.</summary>
public static class ImageTimestamp
{
    /// <summary>1980-01-01T00:00:00Z: the earliest instant that every format can store.</summary>
    public static DateTimeOffset Default { get; } = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>1970-01-01T00:00:00Z.</summary>
    public static DateTimeOffset Earliest { get; } = DateTimeOffset.UnixEpoch;

    /// <summary>1900-01-01T00:00:00Z: the earliest date that a directory record holds (ECMA-119 9.1.5). Files may be as old, whatever a volume may be.</summary>
    internal static DateTimeOffset EarliestRecorded { get; } = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>2155-12-31T23:59:59Z: a directory record counts years from 1900 in one byte (ECMA-119 9.1.5).</summary>
    public static DateTimeOffset Latest { get; } = new(2155, 12, 31, 23, 59, 59, TimeSpan.Zero);

    private const string VolumeDigits = "yyyyMMddHHmmssff";

    private const string OutOfRange = "is outside 1970-01-01T00:00:00Z to 2155-12-31T23:59:59Z";

    private static readonly string[] Rfc3339 =
    [
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd' 'HH:mm:ssK", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>Reads RFC 3339 (<c>2026-01-31T12:00:00Z</c>, <c>2026-01-31T12:00:00+02:00</c>) or whole Unix seconds.
    /// Fractions of a second are dropped. The zone is required.</summary>
    /// <param name="text">The user's text.</param>
    /// <param name="timestamp">The instant, in UTC and whole seconds.</param>
    /// <param name="problem">What is wrong with <paramref name="text"/>, as the end of a sentence that begins with the text.</param>
    public static bool TryParse(string text, out DateTimeOffset timestamp, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        timestamp = default;
        problem = "";
        var trimmed = text.Trim();
        if (long.TryParse(trimmed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
        {
            if (seconds < Earliest.ToUnixTimeSeconds() || seconds > Latest.ToUnixTimeSeconds())
            {
                problem = "is outside 1970 to 2155; give Unix seconds from 0 to 5869583999";
                return false;
            }

            timestamp = DateTimeOffset.FromUnixTimeSeconds(seconds);
            return true;
        }

        var hasZone = trimmed.Length > 19 && (trimmed[^1] is 'Z' or 'z' || (trimmed.Length > 6 && trimmed[^6] is '+' or '-' && trimmed[^3] == ':'));
        if (!hasZone || !DateTimeOffset.TryParseExact(trimmed.ToUpperInvariant(), Rfc3339, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed))
        {
            problem = "is not a timestamp; write RFC 3339 with a zone, as in 2026-01-31T12:00:00Z, or whole Unix seconds";
            return false;
        }

        timestamp = Normalize(parsed);
        if (!IsInRange(timestamp))
        {
            problem = OutOfRange;
            return false;
        }

        return true;
    }

    /// <summary>Reads the date of a volume, to the hundredth of a second: what <see cref="TryParse"/> reads, or 16 digits in UTC, <c>YYYYMMDDhhmmsscc</c>, as xorriso's <c>--modification-date</c> has them.</summary>
    /// <param name="text">The user's text.</param>
    /// <param name="date">The instant, in UTC and hundredths of a second.</param>
    /// <param name="problem">What is wrong with <paramref name="text"/>, as the end of a sentence that begins with the text.</param>
    public static bool TryParseVolumeDate(string text, out DateTimeOffset date, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.Trim();
        if (trimmed.Length == VolumeDigits.Length && trimmed.All(char.IsAsciiDigit))
        {
            problem = !DateTimeOffset.TryParseExact(trimmed, VolumeDigits, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date) ? "is not a date; write YYYYMMDDhhmmsscc, with hundredths of a second"
                : !IsInRange(date) ? OutOfRange
                : "";
            return problem.Length == 0;
        }

        if (!TryParse(trimmed, out date, out problem))
        {
            return false;
        }

        if (DateTimeOffset.TryParseExact(trimmed.ToUpperInvariant(), Rfc3339, CultureInfo.InvariantCulture, DateTimeStyles.None, out var exact))
        {
            date = ToHundredths(exact);
        }

        return true;
    }

    /// <summary>Whether an image can store <paramref name="timestamp"/>.</summary>
    public static bool IsInRange(DateTimeOffset timestamp) => timestamp >= Earliest && timestamp <= Latest.AddTicks(TimeSpan.TicksPerSecond - 1);

    /// <summary>Formats the instant: <c>1980-01-01T00:00:00Z</c>.</summary>
    public static string Format(DateTimeOffset timestamp) =>
        timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Formats the instant, with its hundredths of a second where it has some: <c>2024-01-02T03:04:05.67Z</c>.</summary>
    internal static string FormatVolumeDate(DateTimeOffset date) =>
        ToHundredths(date) == Normalize(date) ? Format(date) : date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ff'Z'", CultureInfo.InvariantCulture);

    /// <summary>UTC and hundredths of a second, rounded down.</summary>
    internal static DateTimeOffset ToHundredths(DateTimeOffset date) => new(date.UtcTicks - (date.UtcTicks % (TimeSpan.TicksPerSecond / 100)), TimeSpan.Zero);

    /// <summary>UTC and whole seconds, rounded down.</summary>
    internal static DateTimeOffset Normalize(DateTimeOffset timestamp)
    {
        var ticks = timestamp.UtcTicks;
        return new DateTimeOffset(ticks - (ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
    }
}
