using System.Buffers.Binary;
using IsoBuild.Bytes;

namespace IsoBuild.Reading;

/// <summary>A sector as a disc has it (ECMA-130 14; CD-ROM XA): whether it is one of the kind that an image is of, and intact.</summary>
internal static class RawSector
{
    /// <summary>The size of a sector with all that it has on a disc.</summary>
    public const int FullSize = 2352;

    /// <summary>What the error correction of sectors takes behind the checksum, and in mode 1 eight bytes of zeros.</summary>
    private const int CorrectionSize = 276;
    private const int ReservedSize = 8;

    private const int Mode = 15;
    private const byte Form2 = 0x20;

    /// <summary>Of the subheader, where the submode is.</summary>
    private const int Submode = 2;
    private const int SubheaderSize = 8;

    private static readonly uint[] Table = MakeTable();

    private static ReadOnlySpan<byte> Synchronisation => [0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0];

    /// <summary>Why the user data of a sector are not what they should be, as the rest of a sentence; <see langword="null"/> when nothing speaks against it.</summary>
    /// <param name="sector">The sector, as much of it as the file has.</param>
    /// <param name="geometry">How the file stores sectors.</param>
    /// <param name="number">Which sector of the volume it is.</param>
    public static string? Problem(ReadOnlySpan<byte> sector, SectorGeometry geometry, long number)
    {
        if (geometry.HasHeaders)
        {
            var mode = geometry.Format == SectorFormat.RawMode1 ? 1 : 2;
            if (!IsSynchronised(sector))
            {
                return "is not a data sector, but audio, or damaged";
            }

            if (sector[Mode] != mode)
            {
                return $"is of mode {sector[Mode]}, but the image is of mode {mode}";
            }

            if (AddressProblem(sector, geometry, number) is { } problem)
            {
                return problem;
            }
        }

        var isMode1 = geometry.Format == SectorFormat.RawMode1;
        if (!isMode1 && (sector[geometry.Header - SubheaderSize + Submode] & Form2) != 0)
        {
            return "is of form 2 (video or audio of a CD-ROM XA), of which only the first 2048 of 2324 bytes could be read";
        }

        // The checksum goes over all that comes before it; of mode 2, from the subheader on.
        var end = geometry.Header + Sector.Size;
        var behind = end + sizeof(uint) + (isMode1 ? ReservedSize : 0) + CorrectionSize;
        if (sector.Length < behind || geometry.Stride < behind)
        {
            return null;
        }

        var covered = isMode1 ? sector[..end] : sector[(geometry.Header - SubheaderSize)..end];
        return BinaryPrimitives.ReadUInt32LittleEndian(sector[end..]) == Checksum(covered) || !sector[end..behind].ContainsAnyExcept((byte)0)
            ? null
            : "does not have the checksum (EDC) that is recorded with it: it was damaged when it was read, or on purpose";
    }

    /// <summary>Whether a sector begins as those of data do.</summary>
    public static bool IsSynchronised(ReadOnlySpan<byte> sector) => sector.StartsWith(Synchronisation);

    /// <summary>How the address in a header is not that of the sector's place, as the rest of a sentence.</summary>
    /// <param name="header">The header.</param>
    /// <param name="geometry">How the file stores sectors.</param>
    /// <param name="number">Which sector of the volume it is.</param>
    public static string? AddressProblem(ReadOnlySpan<byte> header, SectorGeometry geometry, long number) =>
        geometry.FirstAddress is { } first && IsSynchronised(header) && SectorAddress.Of(header) is { } address && SectorAddress.Expected(first, number) is var expected && address != expected
            ? $"has the address {SectorAddress.Show(address)}, but should have {SectorAddress.Show(expected)}: the program that made the image skipped sectors before it, or wrote some twice"
            : null;

    /// <summary>Polynomial (x^16 + x^15 + x^2 + 1)(x^16 + x^2 + x + 1), lowest bit first (ECMA-130 14.3).</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        foreach (var each in bytes)
        {
            sum = (sum >> 8) ^ Table[(byte)sum ^ each];
        }

        return sum;
    }

    private static uint[] MakeTable()
    {
        const uint polynomial = 0xD8018001;
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            var sum = i;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum >> 1) ^ ((sum & 1) * polynomial);
            }

            table[i] = sum;
        }

        return table;
    }
}
