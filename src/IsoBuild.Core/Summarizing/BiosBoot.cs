using IsoBuild.ElTorito;
using IsoBuild.Reading;

namespace IsoBuild.Summarizing;

/// <summary>What PC firmware makes of a boot catalog on a disc, as SeaBIOS does (cdrom.c).</summary>
internal static class BiosBoot
{
    /// <summary>Why it boots nothing, and what to do; <see langword="null"/> when it boots the default entry. It looks at that alone, and does not compare the checksum.</summary>
    public static string? Problem(ImageReader reader, BootCatalogReading catalog, BootCatalogInfo boot)
    {
        if (!BootRecord.EndsInZeros(catalog.RecordBytes))
        {
            return "The boot system identifier of the boot record is followed by non-zero bytes, so SeaBIOS does not recognize it as El Torito. Recreate the image.";
        }

        if (!catalog.IsReadable || !new CatalogRecord.View(catalog.Validation).HasKey)
        {
            return "There is no boot catalog that PC firmware accepts. Recreate the image.";
        }

        if (boot.Platform != BootPlatform.Bios)
        {
            return $"The catalog's default entry is for {BootTitle.Platform((int)boot.Platform)}, and PC firmware uses no other entry. Add a BIOS entry if BIOS machines must boot from the image.";
        }

        if (boot.Entries is not [{ Number: 1, IsBootable: true } first, ..] || first.RecordOffset != catalog.Offset + CatalogRecord.Size)
        {
            return "The catalog's default entry is not marked as bootable. Recreate the image with one that is.";
        }

        if (first.Length == 0 || !Enum.IsDefined(first.Emulation))
        {
            return "The boot image of the catalog's default entry is not bootable. Recreate the image.";
        }

        return MachineFinder.IsS390(reader, first)
            ? "The boot image of the catalog's default entry is a Linux kernel for s390x, which a PC cannot run. Add a BIOS entry if BIOS machines must boot from the image."
            : null;
    }
}
