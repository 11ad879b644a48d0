using System.Buffers.Binary;

namespace IsoBuild.Udf;

/// <summary>A date (timestamp, ECMA-167 1/7.3; UDF 1.02 2.1.4).</summary>
internal static class UdfTime
{
    public const int Size = 12;

    /// <summary>Type 1, local time, at an offset of no minutes: UTC.</summary>
    private const ushort Utc = 0x1000;

    /// <summary>The offset of a time whose zone nobody knows.</summary>
    private const int NoZone = -2047;

    /// <summary>Writes an instant in UTC, to the microsecond.</summary>
    public static void Write(Span<byte> field, DateTimeOffset instant)
    {
        var utc = instant.UtcDateTime;
        BinaryPrimitives.WriteUInt16LittleEndian(field, Utc);
        BinaryPrimitives.WriteInt16LittleEndian(field[2..], (short)utc.Year);
        field[4] = (byte)utc.Month;
        field[5] = (byte)utc.Day;
        field[6] = (byte)utc.Hour;
        field[7] = (byte)utc.Minute;
        field[8] = (byte)utc.Second;
        field[9] = (byte)(utc.Millisecond / 10);
        field[10] = (byte)((utc.Millisecond % 10 * 10) + (utc.Microsecond / 100));
        field[11] = (byte)(utc.Microsecond % 100);
    }

    /// <summary>The instant, in UTC; <see langword="null"/> when the field holds none. A time without zone is taken for UTC.</summary>
    public static DateTimeOffset? Read(ReadOnlySpan<byte> field)
    {
        field = RecordBytes.OrZeros(field, Size);
        var year = BinaryPrimitives.ReadInt16LittleEndian(field[2..]);
        var (month, day, hour, minute, second) = (field[4], field[5], field[6], field[7], field[8]);
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return null;
        }

        var zone = BinaryPrimitives.ReadUInt16LittleEndian(field);
        var offset = zone >> 12 == 0 ? 0 : (short)(zone << 4) >> 4;
        if (offset is < -1440 or > 1440)
        {
            if (offset != NoZone)
            {
                return null;
            }

            offset = 0;
        }

        var ticks = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks
            + (Math.Min(field[9], (byte)99) * 10L * TimeSpan.TicksPerMillisecond)
            + (Math.Min(field[10], (byte)99) * 100L * TimeSpan.TicksPerMicrosecond)
            + (Math.Min(field[11], (byte)99) * TimeSpan.TicksPerMicrosecond)
            - (offset * TimeSpan.TicksPerMinute);
        return ticks < 0 || ticks > DateTime.MaxValue.Ticks ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
    }
}
