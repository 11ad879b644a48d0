using System.Globalization;
using IsoBuild.Bytes;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Fat;
using IsoBuild.Machines;
using IsoBuild.Reading;
using IsoBuild.Summarizing;

namespace IsoBuild.Verifying;

/// <summary>The boot record, the boot catalog, and what boot images say of themselves.</summary>
internal sealed class BootRules(VerifyContext context, ImageReader reader, BootCatalogReading catalog, BootCatalogInfo boot)
{
    private const string Catalog = "boot catalog";
    private const int ValidationChecksum = 28;
    private const int ValidationKey = 30;
    private const int PlatformAt = 1;
    private const int MediaAt = 1;
    private const int CountAt = 2;
    private const int SystemTypeAt = 4;
    private const int UnusedAt = 5;
    private const int LoadSizeAt = 6;
    private const int BlockAt = 8;
    private const int DefaultUnusedAt = 12;
    private const int VirtualSector = 512;

    /// <summary>No image has more EFI system partitions.</summary>
    private const int MostFileSystems = 4;

    private readonly Findings findings = context.Findings;
    private int fileSystems;

    public void Check()
    {
        var record = catalog.RecordSector * Sector.Size;
        if (!BootRecord.IsUnusedEmpty(catalog.RecordBytes))
        {
            findings.Warning(DiagnosticId.BootReservedUsed, "boot record", record, "Bytes of the boot record that must be zero are not: isohybrid refuses such an image. Recreate the image.");
        }

        if (!catalog.IsReadable)
        {
            findings.Error(DiagnosticId.BootCatalogUnreadable, Catalog, record + BootRecord.CatalogAt, $"The boot record points to byte {catalog.Offset}, but there is no boot catalog there, so the image is not bootable. Recreate it.");
            return;
        }

        CheckValidation();
        CheckSections();
        for (var i = 0; i < catalog.Entries.Count; i++)
        {
            CheckEntry(catalog.Entries[i], boot.Entries[i]);
        }

        // Images that several entries start are looked at once.
        foreach (var entry in boot.Entries.DistinctBy(entry => entry.Sector))
        {
            CheckImage(entry);
        }

        if (catalog.IsCut)
        {
            findings.Info(DiagnosticId.BootCatalogNotRead, Catalog, catalog.Offset, $"The boot catalog has more than {catalog.RecordCount} records. No firmware reads that many, and the rest was not checked.");
        }
    }

    private void CheckValidation()
    {
        var view = new CatalogRecord.View(catalog.Validation);
        if (view.ChecksumSum != 0)
        {
            findings.Error(DiagnosticId.BootCatalogChecksum, Catalog, catalog.Offset + ValidationChecksum, string.Create(CultureInfo.InvariantCulture, $"The words of the validation entry add up to 0x{view.ChecksumSum:X4}, not to 0: UEFI firmware does not accept the boot catalog. Recreate the image."));
        }

        if (!view.HasKey)
        {
            findings.Error(DiagnosticId.BootCatalogKey, Catalog, catalog.Offset + ValidationKey, "The validation entry does not end with 55 AA: no firmware accepts the boot catalog. Recreate the image.");
        }

        if (!view.IsReservedEmpty)
        {
            findings.Warning(DiagnosticId.BootReservedUsed, Catalog, catalog.Offset + 2, "Bytes 2 and 3 of the validation entry must be zero. Recreate the image.");
        }

        CheckPlatform(view.PlatformByte, catalog.Offset + PlatformAt);
        if (view.PlatformByte != (byte)BootPlatform.Bios && catalog.Entries.Exists(entry => entry.Record > 1 && entry.Platform == (byte)BootPlatform.Bios))
        {
            findings.Error(DiagnosticId.BootCatalogPlatform, Catalog, catalog.Offset + PlatformAt, "There is a BIOS entry, but the default entry, the only one that PC firmware uses, is for another platform. Recreate the image with the BIOS entry first.");
        }
    }

    private void CheckSections()
    {
        foreach (var section in catalog.Sections)
        {
            var view = new CatalogRecord.View(section.Bytes);
            var offset = catalog.Offset + ((long)section.Record * CatalogRecord.Size);
            CheckPlatform(view.PlatformByte, offset + PlatformAt);
            if (view.EntryCount != section.Found && !catalog.IsCut)
            {
                findings.Error(DiagnosticId.BootSectionCount, Catalog, offset + CountAt, $"The section header announces {view.EntryCount} entries, but there are {section.Found}. Recreate the image.");
            }
        }

        if (catalog.Sections.Count == 0 || catalog.IsCut)
        {
            return;
        }

        var last = catalog.Sections[^1];
        var lastAt = catalog.Offset + ((long)last.Record * CatalogRecord.Size);
        if (last.Bytes[0] != CatalogRecord.FinalSectionHeader)
        {
            findings.Warning(DiagnosticId.BootSectionFinal, Catalog, lastAt, "The last section header is not marked as the last (90 instead of 91). Firmware tolerates it. Recreate the image.");
            return;
        }

        Span<byte> next = stackalloc byte[1];
        if (context.Image.TryRead(catalog.Offset + ((long)catalog.RecordCount * CatalogRecord.Size), next) && next[0] is CatalogRecord.SectionHeader or CatalogRecord.FinalSectionHeader)
        {
            findings.Warning(DiagnosticId.BootSectionFinal, Catalog, lastAt, "The section header is marked as the last (91), but another one follows, which most readers do not see. Recreate the image.");
        }
    }

    private void CheckPlatform(byte platform, long offset)
    {
        if (!Enum.IsDefined((BootPlatform)platform))
        {
            findings.Warning(DiagnosticId.BootCatalogPlatform, Catalog, offset, string.Create(CultureInfo.InvariantCulture, $"The platform 0x{platform:X2} is unknown to firmware: 00 is BIOS, 01 PowerPC, 02 Mac, EF UEFI. Recreate the image."));
        }
    }

    private void CheckEntry(CatalogEntry recorded, BootEntryInfo entry)
    {
        var view = new CatalogRecord.View(recorded.Bytes);
        var offset = entry.RecordOffset;
        if (view.IndicatorByte is not (CatalogRecord.Bootable or 0))
        {
            findings.Error(DiagnosticId.BootIndicatorUnknown, entry.Name, offset, string.Create(CultureInfo.InvariantCulture, $"The entry begins with 0x{view.IndicatorByte:X2}, which means neither bootable (88) nor not bootable (00): firmware does not boot from it. Recreate the image."));
        }

        if (recorded.Bytes[UnusedAt] != 0 || (recorded.Record == 1 && recorded.Bytes.AsSpan(DefaultUnusedAt).ContainsAnyExcept((byte)0)))
        {
            findings.Warning(DiagnosticId.BootReservedUsed, entry.Name, offset + (recorded.Bytes[UnusedAt] != 0 ? UnusedAt : DefaultUnusedAt), "Bytes of the entry that must be zero are not. Recreate the image.");
        }

        if (!Enum.IsDefined(entry.Emulation) || (entry.Platform == BootPlatform.Uefi && entry.Emulation != BootEmulation.None))
        {
            findings.Error(DiagnosticId.BootEmulationUnknown, entry.Name, offset + MediaAt, $"The entry is for {BootTitle.Emulation((int)entry.Emulation)}, which {(Enum.IsDefined(entry.Emulation) ? "UEFI firmware does not support" : "is undefined")}. Recreate the image.");
        }

        if (entry.Length == 0)
        {
            findings.Error(DiagnosticId.BootImageOutside, entry.Name, offset + BlockAt, $"The boot entry points to byte {entry.Sector * Sector.Size}, beyond the image's end at {context.Image.Length}, so machines cannot boot from it. The image is truncated, or the entry is wrong. Get a fresh copy.");
            return;
        }

        CheckSize(entry);
        if (entry.Emulation == BootEmulation.HardDisk)
        {
            CheckDisk(entry);
        }
    }

    private void CheckSize(BootEntryInfo entry)
    {
        var start = entry.Sector * Sector.Size;
        if (BootResolver.MediumSize(entry.Emulation) is { } medium && (entry.Length != medium || start + medium > context.Image.Length))
        {
            findings.Error(DiagnosticId.BootMediumSize, entry.Name, entry.RecordOffset + MediaAt, $"The boot image has {entry.Length} bytes, but the emulated floppy has {medium}. Recreate the image with an image of the whole floppy, or without emulation.");
            return;
        }

        if (entry is { Platform: BootPlatform.Uefi, IsFat: true } && UefiPartition.CoveredBy(entry.LoadSize) < entry.FatLengthHere)
        {
            findings.Warning(DiagnosticId.BootLoadShort, entry.Name, entry.RecordOffset + LoadSizeAt, $"The entry covers {UefiPartition.CoveredBy(entry.LoadSize)} bytes of an EFI system partition whose FAT file system has {entry.FatLength}: UEFI firmware may find nothing in it. Recreate the image with the whole partition as the load size.");
        }

        var loaded = (long)entry.LoadSize * VirtualSector;
        if (entry.LengthSource != BootLengthSource.Guess && entry.Emulation == BootEmulation.None && loaded > Sector.AlignUp(entry.Length))
        {
            findings.Warning(DiagnosticId.BootLoadTooLarge, entry.Name, entry.RecordOffset + LoadSizeAt, $"The load size is {loaded} bytes, but the boot image has {entry.Length}, so firmware also loads what follows it. Recreate the image with a smaller load size.");
        }
        else if (start + loaded > Sector.AlignUp(context.Image.Length))
        {
            findings.Error(DiagnosticId.BootImageOutside, entry.Name, entry.RecordOffset + LoadSizeAt, $"The load size is {loaded} bytes from byte {start} on, beyond the image's end at {context.Image.Length}. The image is truncated, or the entry is wrong. Get a fresh copy.");
        }
    }

    private void CheckDisk(BootEntryInfo entry)
    {
        var block = new byte[EmulatedDisk.Size];
        if (!context.Image.TryRead(entry.Sector * Sector.Size, block))
        {
            return;
        }

        if (EmulatedDisk.Problem(block, out var type) is { } problem)
        {
            findings.Error(DiagnosticId.BootDiskPartitions, entry.Name, entry.Sector * Sector.Size, $"{problem} Firmware needs exactly one to show it as a hard disk. Recreate the image with the image of such a disk.");
        }
        else if (type != entry.SystemType)
        {
            findings.Error(DiagnosticId.BootDiskPartitions, entry.Name, entry.RecordOffset + SystemTypeAt, string.Create(CultureInfo.InvariantCulture, $"The entry gives the partition type 0x{entry.SystemType:X2}, but the master boot record gives 0x{type:X2}. Recreate the image."));
        }
        else if (EmulatedDisk.Misfit(block, entry.Length) is { } misfit)
        {
            findings.Warning(DiagnosticId.BootDiskGeometry, entry.Name, entry.Sector * Sector.Size, $"{misfit} Firmware may not boot from it. Recreate the image with the image of a disk that has one active partition from 0/1/1 to its last sector.");
        }
    }

    private void CheckImage(BootEntryInfo entry)
    {
        var start = entry.Sector * Sector.Size;
        if (entry.BootInfoTable == BootPatchState.Wrong)
        {
            findings.Error(DiagnosticId.BootInfoTableWrong, entry.Name, start + BootInfoTable.Start, "The boot info table in the boot image has a wrong location, length or checksum: ISOLINUX and GRUB find nothing or refuse to boot. Recreate the image with a new boot info table.");
        }

        if (entry.GrubBootInfo == BootPatchState.Wrong)
        {
            findings.Error(DiagnosticId.GrubBootInfoWrong, entry.Name, start + GrubBootInfo.Offset, "The GRUB boot info in the boot image has a wrong location, so GRUB does not find the rest of itself. Recreate the image with GRUB's boot info.");
        }

        if (entry.Platform == BootPlatform.Uefi && entry.Length > 0 && !entry.IsFat)
        {
            findings.Error(DiagnosticId.BootImageNotFat, entry.Name, start, "The boot image for UEFI is not a FAT file system, the only kind that UEFI firmware boots from. Recreate the image with an EFI system partition.");
        }

        if (entry.Platform == BootPlatform.Uefi && entry.IsFat && fileSystems++ < MostFileSystems)
        {
            CheckFileSystem(entry);
        }
    }

    private void CheckFileSystem(BootEntryInfo entry)
    {
        var found = new DiagnosticBag(Findings.Most);
        var item = entry.Path ?? entry.Name;
        if (reader.FatOf(entry, found) is { } volume)
        {
            volume.Check(item, entry.Sector * Sector.Size, found);
            CheckPrograms(entry, item, volume);
        }

        foreach (var finding in found.ToList())
        {
            findings.Add(finding.Id, finding.Severity, finding.Item, finding.Offset, finding.Message);
        }
    }

    /// <summary>UEFI 3.5.1.1: by its name, firmware finds the program for its machine.</summary>
    private void CheckPrograms(BootEntryInfo entry, string item, FatVolume volume)
    {
        var system = EfiSystem.Of(volume);
        foreach (var found in system.Files)
        {
            if (EfiPlace.Problem(found.Node.Path, found.Program, system.Has) is { } problem)
            {
                findings.Warning(DiagnosticId.BootProgramMisplaced, $"{item}: /{found.Node.Path}", (entry.Sector * Sector.Size) + found.Node.EntryOffset, problem);
            }
        }
    }
}
