namespace IsoBuild.HfsPlus;

/// <summary>Maps with a bit for each block or node, the first of which is the highest of its byte (TN1150, "Allocation File").</summary>
internal static class Bits
{
    /// <summary>Sets the first so many bits, or all that there are.</summary>
    public static void Fill(Span<byte> map, long count) => Fill(map, 0, count);

    /// <summary>Sets bits, as far as they are there.</summary>
    /// <param name="map">The map.</param>
    /// <param name="first">The first of them, which may lie before the map.</param>
    /// <param name="end">The one behind the last.</param>
    public static void Fill(Span<byte> map, long first, long end)
    {
        first = Math.Max(first, 0);
        end = Math.Min(end, map.Length * 8L);
        while (first < end && (first % 8 != 0 || end - first < 8))
        {
            map[(int)(first / 8)] |= (byte)(0x80 >> (int)(first % 8));
            first++;
        }

        if (first >= end)
        {
            return;
        }

        var whole = (int)((end - first) / 8);
        map.Slice((int)(first / 8), whole).Fill(0xFF);
        for (first += whole * 8L; first < end; first++)
        {
            map[(int)(first / 8)] |= (byte)(0x80 >> (int)(first % 8));
        }
    }
}
