using System.Globalization;
using IsoBuild.Bytes;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Reading;

namespace IsoBuild.Inspection;

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
            findings.Warning(DiagnosticId.BootReservedUsed, "boot record", record, "Bytes of the boot record that must be zero are not: isohybrid refuses such an image. Make the image again.");
        }

        if (!catalog.IsReadable)
        {
            findings.Error(DiagnosticId.BootCatalogUnreadable, Catalog, record + BootRecord.CatalogAt, $"The boot record leads to byte {catalog.Offset}, where no boot catalog begins: nothing starts from the image. Make it again.");
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
            findings.Info(DiagnosticId.BootCatalogNotRead, Catalog, catalog.Offset, $"The boot catalog has more than {catalog.RecordCount} records; no firmware reads as many, and what follows was not checked.");
        }
    }

    private void CheckValidation()
    {
        var view = new CatalogRecord.View(catalog.Validation);
        if (view.ChecksumSum != 0)
        {
            findings.Error(DiagnosticId.BootCatalogChecksum, Catalog, catalog.Offset + ValidationChecksum, string.Create(CultureInfo.InvariantCulture, $"The words of the validation entry add up to 0x{view.ChecksumSum:X4}, and not to 0: UEFI firmware does not take it for a boot catalog. Make the image again."));
        }

        if (!view.HasKey)
        {
            findings.Error(DiagnosticId.BootCatalogKey, Catalog, catalog.Offset + ValidationKey, "The validation entry does not end with 55 AA: no firmware takes it for a boot catalog. Make the image again.");
        }

        if (!view.IsReservedEmpty)
        {
            findings.Warning(DiagnosticId.BootReservedUsed, Catalog, catalog.Offset + 2, "Bytes 2 and 3 of the validation entry must be zero. Make the image again.");
        }

        CheckPlatform(view.PlatformByte, catalog.Offset + PlatformAt);
        if (view.PlatformByte != (byte)BootPlatform.Bios && catalog.Entries.Exists(entry => entry.Record > 1 && entry.Platform == (byte)BootPlatform.Bios))
        {
            findings.Error(DiagnosticId.BootCatalogPlatform, Catalog, catalog.Offset + PlatformAt, "There is an entry for BIOS, but the default entry, which alone PC firmware looks at, is for another platform. Make the image again with the entry for BIOS as the first.");
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
                findings.Error(DiagnosticId.BootSectionCount, Catalog, offset + CountAt, $"The section header says that {view.EntryCount} entries follow; there are {section.Found}. Make the image again.");
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
            findings.Warning(DiagnosticId.BootSectionFinal, Catalog, lastAt, "The last section header says that another one follows (90), and none does. Make the image again; firmware does not mind.");
            return;
        }

        Span<byte> next = stackalloc byte[1];
        if (context.Image.TryRead(catalog.Offset + ((long)catalog.RecordCount * CatalogRecord.Size), next) && next[0] is CatalogRecord.SectionHeader or CatalogRecord.FinalSectionHeader)
        {
            findings.Warning(DiagnosticId.BootSectionFinal, Catalog, lastAt, "The section header says that it is the last (91), but another one follows, which most readers do not see. Make the image again.");
        }
    }

    private void CheckPlatform(byte platform, long offset)
    {
        if (!Enum.IsDefined((BootPlatform)platform))
        {
            findings.Warning(DiagnosticId.BootCatalogPlatform, Catalog, offset, string.Create(CultureInfo.InvariantCulture, $"The platform 0x{platform:X2} is none that firmware knows: 00 for BIOS, 01 for PowerPC, 02 for Mac, EF for UEFI. Make the image again."));
        }
    }

    private void CheckEntry(CatalogEntry recorded, BootEntryInfo entry)
    {
        var view = new CatalogRecord.View(recorded.Bytes);
        var offset = entry.RecordOffset;
        if (view.IndicatorByte is not (CatalogRecord.Bootable or 0))
        {
            findings.Error(DiagnosticId.BootIndicatorUnknown, entry.Name, offset, string.Create(CultureInfo.InvariantCulture, $"The entry begins with 0x{view.IndicatorByte:X2}, which says neither that it is bootable (88) nor that it is not (00): firmware does not start it. Make the image again."));
        }

        if (recorded.Bytes[UnusedAt] != 0 || (recorded.Record == 1 && recorded.Bytes.AsSpan(DefaultUnusedAt).ContainsAnyExcept((byte)0)))
        {
            findings.Warning(DiagnosticId.BootReservedUsed, entry.Name, offset + (recorded.Bytes[UnusedAt] != 0 ? UnusedAt : DefaultUnusedAt), "Bytes of the entry that must be zero are not. Make the image again.");
        }

        if (!Enum.IsDefined(entry.Emulation) || (entry.Platform == BootPlatform.Uefi && entry.Emulation != BootEmulation.None))
        {
            findings.Error(DiagnosticId.BootEmulationUnknown, entry.Name, offset + MediaAt, $"The entry is for {BootTitle.Emulation((int)entry.Emulation)}, which {(Enum.IsDefined(entry.Emulation) ? "UEFI firmware does not have" : "nobody knows")}. Make the image again.");
        }

        if (entry.Length == 0)
        {
            findings.Error(DiagnosticId.BootImageOutside, entry.Name, offset + BlockAt, $"The boot image is said to lie at byte {entry.Sector * Sector.Size}, beyond the image's end at {context.Image.Length}: it does not start. The image is cut off, or the entry is wrong: get it again.");
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
            findings.Error(DiagnosticId.BootMediumSize, entry.Name, entry.RecordOffset + MediaAt, $"The boot image has {entry.Length} bytes; the floppy as which it is shown has {medium}. Make the image again with an image of the whole floppy, or without emulation.");
            return;
        }

        if (entry is { Platform: BootPlatform.Uefi, IsFat: true } && UefiPartition.CoveredBy(entry.LoadSize) < entry.FatLengthHere)
        {
            findings.Warning(DiagnosticId.BootLoadShort, entry.Name, entry.RecordOffset + LoadSizeAt, $"The entry covers {UefiPartition.CoveredBy(entry.LoadSize)} bytes of an EFI system partition whose FAT file system has {entry.FatLength}: UEFI firmware may find nothing in it. Make the image again with the whole partition as the load size.");
        }

        var loaded = (long)entry.LoadSize * VirtualSector;
        if (entry.LengthSource != BootLengthSource.Guess && entry.Emulation == BootEmulation.None && loaded > Sector.AlignUp(entry.Length))
        {
            findings.Warning(DiagnosticId.BootLoadTooLarge, entry.Name, entry.RecordOffset + LoadSizeAt, $"Firmware is to load {loaded} bytes of a boot image that has {entry.Length}: it loads what lies behind it, too. Make the image again with a smaller load size.");
        }
        else if (start + loaded > Sector.AlignUp(context.Image.Length))
        {
            findings.Error(DiagnosticId.BootImageOutside, entry.Name, entry.RecordOffset + LoadSizeAt, $"Firmware is to load {loaded} bytes from byte {start} on, which is beyond the image's end at {context.Image.Length}. The image is cut off, or the entry is wrong: get it again.");
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
            findings.Error(DiagnosticId.BootDiskPartitions, entry.Name, entry.Sector * Sector.Size, $"{problem} Firmware needs exactly one to show it as a hard disk. Make the image again with the image of such a disk.");
        }
        else if (type != entry.SystemType)
        {
            findings.Error(DiagnosticId.BootDiskPartitions, entry.Name, entry.RecordOffset + SystemTypeAt, string.Create(CultureInfo.InvariantCulture, $"The entry says that the partition has the type 0x{entry.SystemType:X2}; by its master boot record it has 0x{type:X2}. Make the image again."));
        }
    }

    private void CheckImage(BootEntryInfo entry)
    {
        var start = entry.Sector * Sector.Size;
        if (entry.BootInfoTable == BootPatchState.Wrong)
        {
            findings.Error(DiagnosticId.BootInfoTableWrong, entry.Name, start + BootInfoTable.Start, "The boot info table of the boot image tells another place, length or checksum than its own: ISOLINUX and GRUB find nothing, or refuse to start. Make the image again with a boot info table, which is written into the image once it has its place.");
        }

        if (entry.GrubBootInfo == BootPatchState.Wrong)
        {
            findings.Error(DiagnosticId.GrubBootInfoWrong, entry.Name, start + GrubBootInfo.Offset, "GRUB's boot image is told another place than its own, and does not find the rest of itself. Make the image again with GRUB's boot info.");
        }

        if (entry.Platform == BootPlatform.Uefi && entry.Length > 0 && !entry.IsFat)
        {
            findings.Error(DiagnosticId.BootImageNotFat, entry.Name, start, "The boot image for UEFI is no FAT file system, from which alone UEFI firmware starts. Make the image again with that of an EFI system partition.");
        }

        if (entry.Platform == BootPlatform.Uefi && entry.IsFat && fileSystems++ < MostFileSystems)
        {
            CheckFileSystem(entry);
        }
    }

    private void CheckFileSystem(BootEntryInfo entry)
    {
        var found = new DiagnosticBag(Findings.Most);
        reader.FatOf(entry, found)?.Check(entry.Path ?? entry.Name, entry.Sector * Sector.Size, found);
        foreach (var finding in found.ToList())
        {
            findings.Add(finding.Id, finding.Severity, finding.Item, finding.Offset, finding.Message);
        }
    }
}
