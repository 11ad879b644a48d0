using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Machines;
using IsoBuild.Reading;
using IsoBuild.Summarizing;

namespace IsoBuild.Verifying;

/// <summary>What firmware makes of a boot catalog on a disc: SeaBIOS for BIOS, EDK2 for UEFI, as their sources have it.</summary>
internal static class BootConsumers
{
    /// <summary>Of media with blocks of 512 bytes, EDK2 reads so many records.</summary>
    private const int RecordsSeen = 16;

    private const int LoadSizeAt = 6;

    /// <summary>No image has more EFI system partitions.</summary>
    private const int MostFileSystems = 4;

    public static ConsumerView Of(ImageConsumer consumer, ImageReader reader)
    {
        var findings = new Findings();
        var (catalog, boot) = (reader.Catalog!, reader.Boot!);
        var problem = consumer == ImageConsumer.Bios ? Bios(reader, catalog, boot, out var sees) : Uefi(reader, catalog, boot, findings, out sees);
        if (problem is not null)
        {
            findings.Error(DiagnosticId.BootNothingFor, "boot catalog", catalog.Offset, problem);
        }

        return new ConsumerView(consumer, problem is null ? sees : "nothing bootable", IsUsable: problem is null, [], findings.ToList());
    }

    /// <summary>It looks at the default entry alone.</summary>
    private static string? Bios(ImageReader reader, BootCatalogReading catalog, BootCatalogInfo boot, out string sees)
    {
        var problem = BiosBoot.Problem(reader, catalog, boot);
        sees = problem is null ? $"{BootTitle.Emulation((int)boot.Entries[0].Emulation)} {boot.Entries[0].Path ?? "image outside every tree"}" : "";
        return problem;
    }

    /// <summary>It compares the checksum, and takes every bootable entry for a partition, whatever its platform.</summary>
    private static string? Uefi(ImageReader reader, BootCatalogReading catalog, BootCatalogInfo boot, Findings findings, out string sees)
    {
        sees = "";
        if (!catalog.IsReadable || new CatalogRecord.View(catalog.Validation) is not { HasKey: true, ChecksumSum: 0 })
        {
            return "There is no boot catalog that UEFI firmware accepts. Recreate the image.";
        }

        var systems = boot.Entries.Where(entry => entry is { IsBootable: true, Emulation: BootEmulation.None, IsFat: true, Sector: > 0 }).DistinctBy(entry => entry.Sector).Take(MostFileSystems).Select(entry => (Entry: entry, Loaders: LoadersOf(reader, entry))).ToList();
        var (system, loaders) = systems.Find(each => each.Loaders?.Started.Any() == true) is { Entry: not null } starting ? starting : systems.FirstOrDefault();
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

        if (loaders?.Started.Any() != true)
        {
            var misplaced = loaders?.Files.Where(file => EfiPlace.Problem(file.Node.Path, file.Program, loaders.Has) is not null).Select(file => file.Node.Path).ToList() ?? [];
            findings.Error(DiagnosticId.BootProgramMissing, system.Name, system.Sector * Bytes.Sector.Size, $"The EFI system partition has no program where firmware looks for it, such as EFI/BOOT/BOOTX64.EFI on x64, so machines do not boot from it by themselves.{(misplaced.Count == 0 ? "" : $" It has {string.Join(", ", misplaced)}, of which none will do (ISOB3657).")} Recreate the image with a loader there.");
        }

        sees = $"EFI system partition {system.Path ?? "outside every tree"}";
        return null;
    }

    private static EfiSystem? LoadersOf(ImageReader reader, BootEntryInfo entry) => reader.FatOf(entry, new DiagnosticBag()) is { } fat ? EfiSystem.Of(fat) : null;
}
