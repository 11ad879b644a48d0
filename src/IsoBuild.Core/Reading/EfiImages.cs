using IsoBuild.ElTorito;

namespace IsoBuild.Reading;

/// <summary>The EFI system partitions that machines boot from: files of the image's trees may have the same bytes as files in them.</summary>
internal static class EfiImages
{
    /// <summary>Where they lie, in bytes.</summary>
    public static IReadOnlyList<(long Offset, long Length)> Of(BootCatalogInfo? boot) =>
        [.. (boot?.Entries ?? []).Where(entry => entry is { Platform: BootPlatform.Uefi, IsFat: true, Length: > 0 }).Select(entry => (entry.Sector * Bytes.Sector.Size, entry.Length)).Distinct()];
}
