using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Fat;
using IsoBuild.Reading;

namespace IsoBuild.Verifying;

/// <summary>What firmware makes of a boot catalog on a disc: SeaBIOS for BIOS, EDK2 for UEFI, as their sources have it.</summary>
internal static class BootConsumers
{
    /// <summary>Of media with blocks of 512 bytes, EDK2 reads so many records.</summary>
    private const int RecordsSeen = 16;

    private const int LoadSizeAt = 6;

    public static ConsumerView Of(ImageConsumer consumer, ImageReader reader)
    {
        var findings = new Findings();
        var (catalog, boot) = (reader.Catalog!, reader.Boot!);
        var problem = consumer == ImageConsumer.Bios ? Bios(catalog, boot, out var sees) : Uefi(reader, catalog, boot, findings, out sees);
        if (problem is not null)
        {
            findings.Error(DiagnosticId.BootNothingFor, "boot catalog", catalog.Offset, problem);
        }

        return new ConsumerView(consumer, problem is null ? sees : "nothing bootable", IsUsable: problem is null, [], findings.ToList());
    }

    /// <summary>It looks at the default entry alone, and does not compare the checksum.</summary>
    private static string? Bios(BootCatalogReading catalog, BootCatalogInfo boot, out string sees)
    {
        sees = "";
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

        sees = $"{BootTitle.Emulation((int)first.Emulation)} {first.Path ?? "image outside every tree"}";
        return null;
    }

    /// <summary>It compares the checksum, and takes every bootable entry for a partition, whatever its platform.</summary>
    private static string? Uefi(ImageReader reader, BootCatalogReading catalog, BootCatalogInfo boot, Findings findings, out string sees)
    {
        sees = "";
        if (!catalog.IsReadable || new CatalogRecord.View(catalog.Validation) is not { HasKey: true, ChecksumSum: 0 })
        {
            return "There is no boot catalog that UEFI firmware accepts. Recreate the image.";
        }

        var system = boot.Entries.FirstOrDefault(entry => entry is { IsBootable: true, Emulation: BootEmulation.None, IsFat: true, Sector: > 0 });
        if (system is null)
        {
            return "The boot catalog has no entry whose image is a FAT file system, so UEFI firmware finds nothing to boot from. Add a UEFI entry if UEFI machines must boot from the image.";
        }

        var record = (system.RecordOffset - catalog.Offset) / CatalogRecord.Size;
        if (record >= RecordsSeen)
        {
            findings.Warning(DiagnosticId.BootEntriesUnseen, system.Name, system.RecordOffset, $"The entry is record {record} of the boot catalog. On a medium with 512-byte blocks, such as a USB stick, UEFI firmware reads only {RecordsSeen} records. Put fewer entries before it.");
        }

        if (UefiPartition.SeenByEdk2(system.LoadSize) is { } seen && seen < system.FatLengthHere)
        {
            findings.Error(DiagnosticId.BootLoadShort, system.Name, system.RecordOffset + LoadSizeAt, $"EDK2 sees only {seen} bytes of the EFI system partition, whose FAT file system has {system.FatLength}, and misses everything after them. Recreate the image with the whole partition as the load size.");
        }

        if (reader.FatOf(system, new DiagnosticBag()) is not { } fat || !fat.Nodes.Any(node => EfiPrograms.IsDefault(node.Path)))
        {
            findings.Error(DiagnosticId.BootProgramMissing, system.Name, system.Sector * Bytes.Sector.Size, "The EFI system partition has no program where firmware looks for it, such as EFI/BOOT/BOOTX64.EFI, so machines do not boot from it by themselves. Recreate the image with a loader there.");
        }

        sees = $"EFI system partition {system.Path ?? "outside every tree"}";
        return null;
    }
}
