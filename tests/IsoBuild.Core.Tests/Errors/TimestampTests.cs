using IsoBuild.Content;

namespace IsoBuild.Core.Tests.Errors;

public class TimestampTests
{
    [Theory]
    [InlineData("0", "1970-01-01T00:00:00Z")]
    [InlineData("315532800", "1980-01-01T00:00:00Z")]
    [InlineData(" 315532800 ", "1980-01-01T00:00:00Z")]
    [InlineData("5869583999", "2155-12-31T23:59:59Z")]
    [InlineData("2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z")]
    [InlineData("2026-01-31t12:00:00z", "2026-01-31T12:00:00Z")]
    [InlineData("2026-01-31 12:00:00Z", "2026-01-31T12:00:00Z")]
    [InlineData("2026-01-31T12:00:00+02:00", "2026-01-31T10:00:00Z")]
    [InlineData("2026-01-31T12:00:00-05:30", "2026-01-31T17:30:00Z")]
    [InlineData("2026-01-31T12:00:00.9999999Z", "2026-01-31T12:00:00Z")]
    [InlineData("2026-01-31T12:00:00.5+01:00", "2026-01-31T11:00:00Z")]
    [InlineData("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z")]
    [InlineData("1970-01-01T01:00:00+01:00", "1970-01-01T00:00:00Z")]
    [InlineData("2155-12-31T23:59:59.9Z", "2155-12-31T23:59:59Z")]
    public void Good(string text, string expected)
    {
        Assert.True(ImageTimestamp.TryParse(text, out DateTimeOffset timestamp, out string problem), problem);
        Assert.Equal((expected, ""), (ImageTimestamp.Format(timestamp), problem));
        Assert.Equal((TimeSpan.Zero, 0), (timestamp.Offset, timestamp.Ticks % TimeSpan.TicksPerSecond));
    }

    [Theory]
    [InlineData("", "RFC 3339")]
    [InlineData("now", "RFC 3339")]
    [InlineData("1e9", "RFC 3339")]
    [InlineData("12.5", "RFC 3339")]
    [InlineData("0x10", "RFC 3339")]
    [InlineData("1,000", "RFC 3339")]
    [InlineData("2026-01-31", "RFC 3339")]
    [InlineData("2026-01-31T12:00Z", "RFC 3339")]
    [InlineData("2026-01-31T12:00:00", "RFC 3339")] // no zone: whose midnight?
    [InlineData("2026-01-31T12:00:00+0200", "RFC 3339")]
    [InlineData("2026-13-01T12:00:00Z", "RFC 3339")]
    [InlineData("2026-02-29T12:00:00Z", "RFC 3339")]
    [InlineData("2026-01-31T24:00:00Z", "RFC 3339")]
    [InlineData("31/01/2026 12:00:00Z", "RFC 3339")]
    [InlineData("Sat, 31 Jan 2026 12:00:00 GMT", "RFC 3339")]
    [InlineData("٢٠٢٦-01-31T12:00:00Z", "RFC 3339")]
    [InlineData("-1", "outside")]
    [InlineData("5869584000", "outside")]
    [InlineData("99999999999999999999", "RFC 3339")]
    [InlineData("1969-12-31T23:59:59Z", "outside")]
    [InlineData("1970-01-01T00:00:00+01:00", "outside")]
    [InlineData("2156-01-01T00:00:00Z", "outside")]
    [InlineData("0001-01-01T00:00:00+01:00", "RFC 3339")]
    public void Bad(string text, string said)
    {
        Assert.False(ImageTimestamp.TryParse(text, out _, out string problem));
        Assert.Contains(said, problem, StringComparison.Ordinal);
    }

    /// <summary>To the hundredth; whole seconds are told as timestamps are.</summary>
    [Theory]
    [InlineData("2024010203040567", "2024-01-02T03:04:05.67Z")]
    [InlineData(" 2024010203040500 ", "2024-01-02T03:04:05Z")]
    [InlineData("2024-01-02T03:04:05.678Z", "2024-01-02T03:04:05.67Z")]
    [InlineData("2024-01-02T03:04:05.5+01:00", "2024-01-02T02:04:05.50Z")]
    [InlineData("315532800", "1980-01-01T00:00:00Z")]
    [InlineData("2155123123595999", "2155-12-31T23:59:59.99Z")]
    public void Good_dates_of_volumes(string text, string expected)
    {
        Assert.True(ImageTimestamp.TryParseVolumeDate(text, out DateTimeOffset date, out string problem), problem);
        Assert.Equal((expected, "", TimeSpan.Zero), (ImageTimestamp.FormatVolumeDate(date), problem, date.Offset));
    }

    [Theory]
    [InlineData("2024130203040567", "YYYYMMDDhhmmsscc")]
    [InlineData("2024010203046067", "YYYYMMDDhhmmsscc")]
    [InlineData("1969123123595999", "outside")]
    [InlineData("2156010100000000", "outside")]
    [InlineData("20240102030405", "outside")] // Unix seconds
    [InlineData("yesterday", "RFC 3339")]
    public void Bad_dates_of_volumes(string text, string said)
    {
        Assert.False(ImageTimestamp.TryParseVolumeDate(text, out _, out string problem));
        Assert.Contains(said, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_calendars_of_cultures_have_no_say()
    {
        System.Globalization.CultureInfo before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            foreach (string culture in (string[])["th-TH", "ar-SA", "fa-IR", "tr-TR"])
            {
                System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.GetCultureInfo(culture);
                Good("2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z");
                Good("315532800", "1980-01-01T00:00:00Z");
            }
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }
}
