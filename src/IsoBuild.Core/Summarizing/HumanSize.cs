using System.Globalization;

namespace IsoBuild.Summarizing;

/// <summary>Sizes and counts as people read them.</summary>
internal static class HumanSize
{
    private static readonly string[] Units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary><c>782 KiB</c>, <c>4.4 GiB</c>; bytes below a KiB: three digits or so, as much as helps to imagine it.</summary>
    public static string Short(long bytes)
    {
        if (bytes < 1024)
        {
            return Counted(bytes, "byte", "bytes");
        }

        var (size, unit) = (bytes / 1024.0, 0);
        while (size >= 999.5 && unit < Units.Length - 1)
        {
            (size, unit) = (size / 1024, unit + 1);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(size < 99.95 ? size.ToString("0.#", CultureInfo.InvariantCulture) : size.ToString("0", CultureInfo.InvariantCulture))} {Units[unit]}");
    }

    /// <summary><c>1,234</c>.</summary>
    public static string Grouped(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary><c>1 file</c>, <c>1,234 files</c>.</summary>
    public static string Counted(long number, string one, string many) => $"{Grouped(number)} {(number == 1 ? one : many)}";
}
