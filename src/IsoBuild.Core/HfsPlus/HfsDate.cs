namespace IsoBuild.HfsPlus;

/// <summary>Dates as HFS+ has them: seconds from the start of 1904 on, in UTC (TN1150, "HFS Plus Dates").</summary>
internal static class HfsDate
{
    private static readonly DateTimeOffset Start = new(1904, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The last one: 2040-02-06T06:28:15Z.</summary>
    public static DateTimeOffset Latest => Start.AddSeconds(uint.MaxValue);

    /// <summary>The date, or the nearest to it that there is.</summary>
    public static uint Of(DateTimeOffset date) => (uint)Math.Clamp((long)(date - Start).TotalSeconds, 0, uint.MaxValue);
}
