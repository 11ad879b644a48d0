using System.Buffers.Binary;

namespace IsoBuild.ElTorito;

/// <summary>The boot record volume descriptor, which leads to the catalog (El Torito, figure 7; ECMA-119 8.2): offsets, and reading and writing side by side.</summary>
internal static class BootRecord
{
    /// <summary>Where firmware looks for it.</summary>
    public const int Sector = 17;

    private const int StandardIdentifier = 1;
    private const int Version = 6;
    private const int SystemId = 7;
    private const int SystemIdSize = 32;

    /// <summary>Unused; isohybrid compares them with zeros.</summary>
    private const int Unused = 39;

    /// <summary>Where it names the catalog's sector.</summary>
    public const int CatalogAt = 71;

    private const int End = 75;

    private static ReadOnlySpan<byte> Cd001 => "CD001"u8;

    private static ReadOnlySpan<byte> ElTorito => "EL TORITO SPECIFICATION"u8;

    /// <param name="sector">2048 zero bytes.</param>
    /// <param name="catalog">The sector of the catalog.</param>
    public static void Write(Span<byte> sector, uint catalog)
    {
        Cd001.CopyTo(sector[StandardIdentifier..]);
        sector[Version] = 1;
        ElTorito.CopyTo(sector[SystemId..]);
        BinaryPrimitives.WriteUInt32LittleEndian(sector[CatalogAt..], catalog);
    }

    /// <summary>Whether a boot record is one of El Torito.</summary>
    public static bool IsElTorito(ReadOnlySpan<byte> sector) =>
        sector[0] == 0
        && sector.Slice(StandardIdentifier, Cd001.Length).SequenceEqual(Cd001)
        && sector.Slice(SystemId, ElTorito.Length).SequenceEqual(ElTorito);

    /// <summary>Whether the boot system identifier ends in zeros: SeaBIOS compares the byte after its text too. Some writers fill it up with spaces.</summary>
    public static bool EndsInZeros(ReadOnlySpan<byte> sector) => !sector[(SystemId + ElTorito.Length)..(SystemId + SystemIdSize)].ContainsAnyExcept((byte)0);

    /// <summary>The sector of the catalog.</summary>
    public static uint CatalogSector(ReadOnlySpan<byte> sector) => BinaryPrimitives.ReadUInt32LittleEndian(sector[CatalogAt..]);

    /// <summary>Whether the bytes that nobody uses are zero.</summary>
    public static bool IsUnusedEmpty(ReadOnlySpan<byte> sector) => !sector[Unused..CatalogAt].ContainsAnyExcept((byte)0) && !sector[End..].ContainsAnyExcept((byte)0);
}
