using System.Globalization;
using IsoBuild.Bytes;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Fat;
using IsoBuild.Machines;
using IsoBuild.Partitions;
using IsoBuild.Reading;

namespace IsoBuild.Summarizing;

/// <summary>Finds the machines that boot from an image, as their firmware does: SeaBIOS, EDK2, SLOF and s390-ccw by their sources.</summary>
internal sealed class MachineFinder
{
    /// <summary>No image has more EFI system partitions.</summary>
    private const int MostFileSystems = 4;

    /// <summary>s390-ccw reads one sector of the catalog.</summary>
    private const int RecordsOfSector = Sector.Size / CatalogRecord.Size;

    private readonly ImageReader reader;
    private readonly List<MachineBoot> found = [];
    private readonly Dictionary<(long Offset, long Length), EfiSystem?> systems = [];

    private MachineFinder(ImageReader reader) => this.reader = reader;

    /// <summary>In the order of machines; discs before disks.</summary>
    public static IReadOnlyList<MachineBoot> Find(ImageReader reader)
    {
        var finder = new MachineFinder(reader);
        finder.FindOnDiscs();
        finder.FindOnDisks();
        finder.FindOpenFirmware();
        return [.. finder.found.Distinct().OrderBy(boot => boot.Machine).ThenBy(boot => boot.Medium)];
    }

    /// <summary>Whether the boot record is where firmware looks for it.</summary>
    private static bool IsInPlace(BootCatalogReading catalog) => catalog.RecordSector == Layout.FixedAreas.SystemAreaSectors + 1;

    /// <summary>Whether a boot image is a Linux kernel for IBM Z, whatever its entry says.</summary>
    public static bool IsS390(ImageReader reader, BootEntryInfo entry)
    {
        Span<byte> head = stackalloc byte[ForeignPrograms.HeadSize];
        return reader.Image.TryRead(entry.Sector * Sector.Size, head) && ForeignPrograms.IsS390(head);
    }

    private void FindOnDiscs()
    {
        if (reader.Catalog is not { IsReadable: true } catalog || reader.Boot is not { } boot)
        {
            return;
        }

        var view = new CatalogRecord.View(catalog.Validation);
        if (IsInPlace(catalog) && view.HasKey && BiosBoot.Problem(reader, catalog, boot) is null)
        {
            Add(Machine.Bios, BootMedium.Disc, LoaderOf(boot.Entries[0]), "the default entry of the boot catalog");
        }

        if (IsInPlace(catalog) && view is { HasKey: true, ChecksumSum: 0 })
        {
            foreach (var entry in boot.Entries.Where(entry => entry is { IsBootable: true, Emulation: BootEmulation.None, IsFat: true, Sector: > 0 }).DistinctBy(entry => entry.Sector))
            {
                Add(SystemAt(entry.Sector * Sector.Size, entry.Length), BootMedium.Disc, $"the EFI system partition {entry.Path ?? "outside every tree"} of the boot catalog");
            }
        }

        // It compares no checksum, and knows no platform of UEFI in the validation entry.
        if (view is { HasKey: true, IsReservedEmpty: true, PlatformByte: <= (byte)BootPlatform.Mac })
        {
            var kernel = boot.Entries.FirstOrDefault(entry => entry is { IsBootable: true, Emulation: BootEmulation.None, LoadSize: > 0, Length: > 0 } && (entry.RecordOffset - catalog.Offset) / CatalogRecord.Size < RecordsOfSector && IsS390(reader, entry));
            if (kernel is not null)
            {
                Add(Machine.S390x, BootMedium.Disc, LoaderOf(kernel), $"entry {kernel.Number.ToString(CultureInfo.InvariantCulture)} of the boot catalog, a Linux kernel for it");
                Add(Machine.S390x, BootMedium.Disk, LoaderOf(kernel), $"entry {kernel.Number.ToString(CultureInfo.InvariantCulture)} of the boot catalog, a Linux kernel for it");
            }
        }
    }

    private void FindOnDisks()
    {
        var tables = reader.Partitions;
        if (tables.Tables is { HasMbr: true, BootCode: not (BootCodeKind.None or BootCodeKind.Message) } known)
        {
            Add(Machine.Bios, BootMedium.Disk, PartitionText.CodeName(known.BootCode), "the master boot record");
        }

        if (DiskSystem.Of(tables) is { } system)
        {
            Add(SystemAt(system.Offset, system.Length), BootMedium.Disk, system.Name);
        }

        Span<byte> head = stackalloc byte[ForeignPrograms.HeadSize];
        foreach (var partition in tables.Tables.Mbr.Where(partition => partition.Type == MbrPartition.PrepBoot))
        {
            if (reader.Image.TryRead(partition.FirstBlock * Block.Size, head) && ForeignPrograms.IsPowerPc(head))
            {
                Add(Machine.Ppc64le, BootMedium.Disk, "an ELF program", string.Create(CultureInfo.InvariantCulture, $"the PReP boot partition {partition.Number} of the master boot record"));
            }
        }
    }

    /// <summary>SLOF looks for ISO 9660 on discs and on disks alike, before it looks for partitions.</summary>
    private void FindOpenFirmware()
    {
        if (reader.DescriptorSectors is not { FirstSector: Layout.FixedAreas.SystemAreaSectors } descriptors || PlainPath.Find(reader.Image, descriptors.Primary, BootInfoFile.Path) is not { } info)
        {
            return;
        }

        var text = new byte[Math.Min(info.Length, BootInfoFile.MostBytes)];
        Span<byte> head = stackalloc byte[ForeignPrograms.HeadSize];
        if (!reader.Image.TryRead(info.Offset, text) || BootInfoFile.ProgramOf(text) is not { } path || PlainPath.Find(reader.Image, descriptors.Primary, path) is not { } program
            || !reader.Image.TryRead(program.Offset, head) || !ForeignPrograms.IsPowerPc(head))
        {
            return;
        }

        foreach (var medium in (BootMedium[])[BootMedium.Disc, BootMedium.Disk])
        {
            Add(Machine.Ppc64le, medium, $"/{path}", $"named by /{BootInfoFile.Path}");
        }
    }

    private static string LoaderOf(BootEntryInfo entry) => entry.Path ?? string.Create(CultureInfo.InvariantCulture, $"the boot image at sector {entry.Sector}");

    private void Add(Machine machine, BootMedium medium, string loader, string reason) => found.Add(new MachineBoot(machine, medium, loader, reason));

    private void Add(EfiSystem? system, BootMedium medium, string reason)
    {
        foreach (var (file, efi) in system?.Started ?? [])
        {
            if (efi.Machine is { } machine && !found.Exists(known => known.Machine == machine && known.Medium == medium))
            {
                Add(machine, medium, file.Node.Path, reason);
            }
        }
    }

    /// <summary>The boot loaders of a FAT file system; <see langword="null"/> where there is none.</summary>
    private EfiSystem? SystemAt(long offset, long length)
    {
        length = Math.Min(length, reader.Image.Length - offset);
        var known = systems.Keys.FirstOrDefault(key => key.Offset == offset && key.Length <= length);
        if (known.Length > 0)
        {
            return systems[known];
        }

        if (length <= 0 || systems.Count >= MostFileSystems)
        {
            return null;
        }

        var volume = FatVolume.TryRead(new ExtentSource(reader.Image, new Extent(offset, length)), "EFI system partition", offset, new DiagnosticBag());
        return systems[(offset, length)] = volume is null ? null : EfiSystem.Of(volume);
    }
}
