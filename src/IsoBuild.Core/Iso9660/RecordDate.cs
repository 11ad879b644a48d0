using System.Globalization;
using System.Text;

namespace IsoBuild.Iso9660;

/// <summary>The 7-byte date of directory records and Rock Ridge (ECMA-119 9.1.5). Always written in UTC.</summary>
internal static class RecordDate
{
    public const int Size = 7;

    /// <summary>Writes an instant of 1900 to 2155; zeros, "not specified", for none.</summary>
    public static void Write(Span<byte> field, DateTimeOffset? date)
    {
        if (date is not { UtcDateTime: var utc })
        {
            field[..Size].Clear();
            return;
        }

        field[0] = checked((byte)(utc.Year - 1900));
        field[1] = (byte)utc.Month;
        field[2] = (byte)utc.Day;
        field[3] = (byte)utc.Hour;
        field[4] = (byte)utc.Minute;
        field[5] = (byte)utc.Second;
        field[6] = 0; // offset from Greenwich, in quarters of an hour
    }

    /// <summary>The instant; <see langword="null"/> when the field is unset or holds no date.</summary>
    /// <remarks>A zone that is none counts as Greenwich, as with Linux and libarchive: genisoimage gives such zones to dates that lie ahead of it.</remarks>
    public static DateTimeOffset? Read(ReadOnlySpan<byte> field)
    {
        var offset = HasZone(field) ? TimeSpan.FromMinutes((sbyte)field[6] * 15) : TimeSpan.Zero;
        return field[1] is >= 1 and <= 12 && field[2] >= 1 && field[2] <= DateTime.DaysInMonth(1900 + field[0], field[1])
            && field[3] < 24 && field[4] < 60 && field[5] < 60
            ? new DateTimeOffset(new DateTime(1900 + field[0], field[1], field[2], field[3], field[4], field[5], DateTimeKind.Utc) - offset)
            : null;
    }

    /// <summary>Whether the field is a date in every part.</summary>
    public static bool IsSound(ReadOnlySpan<byte> field) => HasZone(field) && Read(field) is not null;

    /// <summary>From 12 hours west of Greenwich to 13 east of it.</summary>
    private static bool HasZone(ReadOnlySpan<byte> field) => (sbyte)field[6] is >= -48 and <= 52;
}

/// <summary>The 17-byte date of volume descriptors: digits, hundredths of a second and zone (ECMA-119 8.4.26.1). Always written in UTC.</summary>
internal static class VolumeDate
{
    public const int Size = 17;

    private const string Digits = "yyyyMMddHHmmssff";

    /// <summary>Writes the date; "not specified" (digits zero, zone zero) for none.</summary>
    public static void Write(Span<byte> field, DateTimeOffset? date)
    {
        var digits = date is { } instant ? instant.UtcDateTime.ToString(Digits, CultureInfo.InvariantCulture) : "0000000000000000";
        Encoding.ASCII.GetBytes(digits, field);
        field[16] = 0;
    }

    /// <summary>The instant, without its hundredths; <see langword="null"/> when the field is unset or holds no date.</summary>
    public static DateTimeOffset? Read(ReadOnlySpan<byte> field)
    {
        var zone = TimeSpan.FromMinutes((sbyte)field[16] * 15);

        // On the first and the last day, the zone may lead out of the calendar.
        return DateTime.TryParseExact(Encoding.ASCII.GetString(field[..14]), "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            && Math.Abs(zone.TotalHours) <= 13 && local.Ticks - zone.Ticks >= 0 && local.Ticks - zone.Ticks <= DateTime.MaxValue.Ticks
            ? new DateTimeOffset(local, zone).ToUniversalTime()
            : null;
    }
}
