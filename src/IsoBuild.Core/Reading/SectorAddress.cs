using System.Globalization;

namespace IsoBuild.Reading;

/// <summary>The address that a raw sector has in its header (ECMA-130 14.2): minutes, seconds and frames of 1/75 second since the start of the disc, in decimal digits.
/// Whatever a dump begins with, it rises by one from sector to sector, unless some were skipped or written twice.</summary>
internal static class SectorAddress
{
    /// <summary>How many there are before they begin anew: of more than 99 minutes, some write 00, and some a digit above 9.</summary>
    public const int Count = 100 * 60 * 75;

    /// <summary>How many sectors are looked at to see whether a dump has addresses. Numbers that are no decimal digits show among as many.</summary>
    private const int Sample = 16;

    private const int At = 12;
    private const int Size = 3;

    /// <summary>The address of a sector; <see langword="null"/> where there is none.</summary>
    public static int? Of(ReadOnlySpan<byte> sector)
    {
        var (minutes, seconds, frames) = (sector[At], sector[At + 1], sector[At + 2]);
        return (minutes & 0xF) > 9 || (seconds & 0xF) > 9 || (frames & 0xF) > 9 || seconds >= 0x60 || frames >= 0x75
            ? null
            : ((((Digits(minutes) * 60) + Digits(seconds)) * 75) + Digits(frames)) % Count;
    }

    /// <summary>As people write it.</summary>
    public static string Show(int address) => string.Create(CultureInfo.InvariantCulture, $"{address / 75 / 60:00}:{address / 75 % 60:00}:{address % 75:00}");

    /// <summary>The address that belongs to a volume's sector 0, by that of its descriptor; <see langword="null"/> where the sectors have none, or programs that wrote them gave all the same, or other numbers.</summary>
    /// <param name="bytes">The image file.</param>
    /// <param name="geometry">How it stores sectors.</param>
    /// <param name="descriptor">The sector of the descriptor.</param>
    public static int? OfFirst(ImageBytes bytes, SectorGeometry geometry, long descriptor)
    {
        if (!geometry.HasHeaders)
        {
            return null;
        }

        int? first = null;
        var differ = false;
        Span<byte> header = stackalloc byte[At + Size];
        for (var i = 0; i < Sample && bytes.TryFill(geometry.Start + ((descriptor + i) * geometry.Stride), header) && RawSector.IsSynchronised(header); i++)
        {
            if (Of(header) is not { } address)
            {
                return null;
            }

            differ |= address != (first ??= address);
        }

        return differ ? Wrap(first!.Value - descriptor) : null;
    }

    /// <summary>The address that belongs to a sector.</summary>
    public static int Expected(int ofFirst, long sector) => Wrap(ofFirst + sector);

    private static int Digits(byte value) => ((value >> 4) * 10) + (value & 0xF);

    private static int Wrap(long address) => (int)(((address % Count) + Count) % Count);
}
