using System.Globalization;
using IsoBuild.ElTorito;
using IsoBuild.Reading;

namespace IsoBuild.Tool.Json;

/// <summary>A boot catalog.</summary>
internal sealed record BootJson(long RecordSector, long Sector, string? Path, bool IsReadable, string Platform, string? Id, IEnumerable<BootEntryJson> Entries)
{
    public static BootJson Of(BootCatalogInfo boot) =>
        new(boot.RecordSector, boot.Sector, boot.Path, boot.IsReadable, BootEntryJson.NameOf(boot.Platform), boot.Id.Length == 0 ? null : boot.Id, boot.Entries.Select(BootEntryJson.Of));
}

/// <summary>An entry of a boot catalog; offsets and lengths in bytes, the load size in blocks of 512.</summary>
internal sealed record BootEntryJson
{
    public required string Name { get; init; }

    public required string Platform { get; init; }

    public required string Emulation { get; init; }

    public required bool IsBootable { get; init; }

    public required int LoadSegment { get; init; }

    public required int LoadSize { get; init; }

    public required int SystemType { get; init; }

    public required long Sector { get; init; }

    public required long Length { get; init; }

    /// <summary>Where the length is known from.</summary>
    public required string LengthFrom { get; init; }

    /// <summary>Absent where no tree shows the boot image.</summary>
    public string? Path { get; init; }

    public required string BootInfoTable { get; init; }

    public required string GrubBootInfo { get; init; }

    public required bool IsFat { get; init; }

    public string? Id { get; init; }

    public int? SelectionType { get; init; }

    /// <summary>In hexadecimal.</summary>
    public string? SelectionCriteria { get; init; }

    /// <summary>As options have it; what has no name, by its number.</summary>
    public static string NameOf(BootPlatform platform) => Enum.IsDefined(platform) ? platform.ToString().ToLowerInvariant() : string.Create(CultureInfo.InvariantCulture, $"0x{(int)platform:x2}");

    public static BootEntryJson Of(BootEntryInfo entry) => new()
    {
        Name = entry.Name,
        Platform = NameOf(entry.Platform),
        Emulation = NameOf(entry.Emulation),
        IsBootable = entry.IsBootable,
        LoadSegment = entry.LoadSegment,
        LoadSize = entry.LoadSize,
        SystemType = entry.SystemType,
        Sector = entry.Sector,
        Length = entry.Length,
        LengthFrom = Names.Camel(entry.LengthSource),
        Path = entry.Path,
        BootInfoTable = Names.Camel(entry.BootInfoTable),
        GrubBootInfo = Names.Camel(entry.GrubBootInfo),
        IsFat = entry.IsFat,
        Id = entry.Id.Length == 0 ? null : entry.Id,
        SelectionType = entry.SelectionType == 0 ? null : entry.SelectionType,
        SelectionCriteria = entry.SelectionCriteria.IsEmpty ? null : Convert.ToHexString(entry.SelectionCriteria.Span),
    };

    private static string NameOf(BootEmulation emulation) => emulation switch
    {
        BootEmulation.None => "none",
        BootEmulation.Floppy12 => "floppy-1.2",
        BootEmulation.Floppy144 => "floppy-1.44",
        BootEmulation.Floppy288 => "floppy-2.88",
        BootEmulation.HardDisk => "hard-disk",
        _ => string.Create(CultureInfo.InvariantCulture, $"0x{(int)emulation:x2}"),
    };
}
