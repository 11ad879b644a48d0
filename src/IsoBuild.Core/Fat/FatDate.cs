namespace IsoBuild.Fat;

/// <summary>Dates in two fields of 16 bits, to two seconds (FAT 1.03, "Date and Time Formats"). The zone is nowhere said; here it is UTC.</summary>
internal static class FatDate
{
    public static DateTimeOffset Earliest { get; } = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset Latest { get; } = new(2107, 12, 31, 23, 59, 59, TimeSpan.Zero);

    private const int FirstYear = 1980;

    public static bool IsInRange(DateTimeOffset instant) => instant >= Earliest && instant <= Latest;

    /// <summary>The nearest instant that can be stored.</summary>
    public static DateTimeOffset Clamp(DateTimeOffset instant) => instant < Earliest ? Earliest : instant > Latest ? Latest : instant;

    public static ushort Date(DateTimeOffset instant)
    {
        var utc = instant.UtcDateTime;
        return (ushort)(utc.Year - FirstYear << 9 | utc.Month << 5 | utc.Day);
    }

    public static ushort Time(DateTimeOffset instant)
    {
        var utc = instant.UtcDateTime;
        return (ushort)(utc.Hour << 11 | utc.Minute << 5 | utc.Second / 2);
    }

    /// <summary>What <see cref="Time"/> leaves of the instant, in hundredths of a second: only the date of creation has room for it.</summary>
    public static byte Hundredths(DateTimeOffset instant) => (byte)(instant.UtcDateTime.Second % 2 * 100);

    /// <summary>The instant; <see langword="null"/> when the fields hold none.</summary>
    public static DateTimeOffset? Read(ushort date, ushort time)
    {
        var (year, month, day) = ((date >> 9) + FirstYear, date >> 5 & 0xF, date & 0x1F);
        var (hour, minute, second) = (time >> 11, time >> 5 & 0x3F, (time & 0x1F) * 2);
        return month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59
            ? null
            : new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero);
    }
}
