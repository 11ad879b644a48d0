using System.Globalization;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.ElTorito;

/// <summary>Finds the boot images of entries in the content, and checks what firmware would not take.</summary>
internal sealed class BootResolver(ContentTree content, DiagnosticBag diagnostics)
{
    /// <summary>What the field holds.</summary>
    private const int MostLoaded = ushort.MaxValue;

    private const int VirtualSector = 512;

    /// <summary>What firmware loads of a BIOS image when nobody says: one sector of a CD.</summary>
    private const ushort UsualBios = 4;

    /// <summary>An image whose bytes are summed up; no boot loader comes near.</summary>
    private const long LongestPatched = 1 << 30;

    /// <summary>EDK2 takes so many records where the medium has blocks of 512 bytes, as a USB stick has.</summary>
    private const int RecordsSeen = 16;

    private const int MostExtensions = 8;
    private const int LongestCriteria = CatalogRecord.CriteriaSize + (MostExtensions * CatalogRecord.ExtensionCriteriaSize);

    /// <summary>How many paths are named where one is missing.</summary>
    private const int MostNearMisses = 3;

    /// <summary>Finds a partition that is appended, which may be a boot image, by its number.</summary>
    public Func<int, ContentFile?> Appended { get; init; } = static _ => null;

    /// <summary>Boot images that lie outside the content.</summary>
    private readonly List<ContentFile> fromDisk = [];

    /// <summary>Checks what can be checked without looking at any image.</summary>
    public static void Check(IReadOnlyList<BootEntry> entries, DiagnosticBag diagnostics)
    {
        foreach (var entry in entries)
        {
            if (Problem(entry) is { } problem)
            {
                diagnostics.Error(DiagnosticId.BootEntryInvalid, entry.Item, problem);
            }
        }

        if (diagnostics.HasErrors || entries.Count == 0)
        {
            return;
        }

        var order = new CatalogOrder<BootEntry>(entries, entry => entry);
        if (order.Default is { SelectionCriteria.Length: > 0 } or { SelectionType: not 0 })
        {
            diagnostics.Error(DiagnosticId.BootEntryInvalid, order.Default.Item, "The entry is the boot catalog's default entry, which cannot have selection criteria: firmware uses it when no other entry is selected. Leave the criteria out.");
        }

        CheckIds(order, diagnostics);
        foreach (var (entry, record) in order.Entries)
        {
            if (entry.Platform == BootPlatform.Uefi && record >= RecordsSeen)
            {
                diagnostics.Warning(DiagnosticId.BootEntryUnseen, entry.Item, $"The entry is record {record} of the boot catalog. On a disk or USB stick, UEFI firmware reads only the first {RecordsSeen} records and misses it. Put fewer entries before it.");
                break;
            }
        }
    }

    /// <summary>The entry with its image; <see langword="null"/> and a diagnostic when there is none that will do.</summary>
    public PlannedBoot? Resolve(BootEntry entry, ContentFile? known = null)
    {
        var image = known ?? (entry.IsInTree ? Find(entry.ImagePath, entry.IsFromBase) : entry.AppendedPartition is { } number ? FromPartition(number) : FromDisk(entry.ImageSource));
        if (image is null || !IsUsable(entry, image))
        {
            return null;
        }

        byte systemType = 0;
        if (entry.Emulation == BootEmulation.HardDisk && !TryReadSystemType(entry, image, out systemType))
        {
            return null;
        }

        var whole = Sector.Count(image.Length) * (Sector.Size / VirtualSector);
        if (entry.LoadSize > whole)
        {
            diagnostics.Warning(DiagnosticId.BootLoadTooLong, entry.Item, $"The load size is {entry.LoadSize} x {VirtualSector} bytes, but the boot image has {image.Length}. Firmware also loads what follows the image. Set the load size to {whole}, or load the whole image.");
        }

        return new PlannedBoot
        {
            Entry = entry,
            Image = image.HardLinkOf ?? image,
            LoadSize = LoadSize(entry, whole),
            SystemType = systemType,
        };
    }

    /// <summary>Names entries in the order of the catalog, and lets all entries of an image know what any of them wants written into it.</summary>
    public static void Settle(CatalogOrder<PlannedBoot> order)
    {
        var numbers = new Dictionary<BootPlatform, int>();
        var entries = order.Entries.Select(each => each.Entry).ToList();
        foreach (var boot in entries)
        {
            var number = numbers[boot.Entry.Platform] = numbers.GetValueOrDefault(boot.Entry.Platform) + 1;
            boot.Name = BootTitle.Name((int)boot.Entry.Platform, number);
            boot.HasBootInfo = entries.Exists(other => other.Image == boot.Image && other.Entry.BootInfoTable);
            boot.HasGrubInfo = entries.Exists(other => other.Image == boot.Image && other.Entry.GrubBootInfo);
        }
    }

    private static ushort LoadSize(BootEntry entry, long whole)
    {
        if (entry.LoadSize is { } given and not BootEntry.WholeImage)
        {
            return (ushort)given;
        }

        if (entry.LoadSize is null && entry.Emulation != BootEmulation.None)
        {
            return 1;
        }

        if (entry.LoadSize is null && entry.Platform == BootPlatform.Bios)
        {
            return UsualBios;
        }

        return whole <= MostLoaded ? (ushort)whole : entry.Platform == BootPlatform.Uefi ? (ushort)0 : (ushort)MostLoaded;
    }

    public static string? Problem(BootEntry entry) => entry switch
    {
        { ImagePath.Length: 0, ImageSource.Length: 0, AppendedPartition: null } => "The entry names no boot image. Give its path in the image, or a file on disk as its source.",
        { ImagePath.Length: > 0, IsInTree: false } or { ImageSource.Length: > 0, AppendedPartition: not null } => "The entry names two boot images: a path in the image, a file on disk and an appended partition exclude each other. Leave all but one out.",
        { IsS390x: true } and ({ IsInTree: false } or { Platform: not BootPlatform.Bios } or { Emulation: not BootEmulation.None } or { BootInfoTable: true } or { GrubBootInfo: true }) =>
            "The boot image is made of a kernel for s390x. It is a file of the tree, for the platform of BIOS, without emulation and without a boot info table. Leave the other settings out.",
        { IsS390x: false } and ({ Initrd.Length: > 0 } or { CommandLine.Length: > 0 }) => "The entry has an initrd or a command line, but no kernel. Name the kernel, or leave them out.",
        { LoadSegment: < 0 or > ushort.MaxValue } => string.Create(CultureInfo.InvariantCulture, $"The load segment {entry.LoadSegment} is out of range. It must be 0 to {ushort.MaxValue}."),
        { LoadSize: not null and not BootEntry.WholeImage and (< 1 or > MostLoaded) } =>
            string.Create(CultureInfo.InvariantCulture, $"The load size {entry.LoadSize} is out of range. It counts sectors of {VirtualSector} bytes and must be 1 to {MostLoaded}. Leave it out for the default, or load the whole image."),
        { SelectionType: < 0 or > byte.MaxValue } => string.Create(CultureInfo.InvariantCulture, $"The selection type {entry.SelectionType} is out of range. It must be 0 to {byte.MaxValue}."),
        { SelectionCriteria.Length: > LongestCriteria } => string.Create(CultureInfo.InvariantCulture, $"The selection criteria have {entry.SelectionCriteria.Length} bytes, but at most {LongestCriteria} fit. Shorten them."),
        { Platform: var platform } when (uint)platform > byte.MaxValue => string.Create(CultureInfo.InvariantCulture, $"The platform {(int)platform} is out of range. It must be 0 to {byte.MaxValue}: 0 for BIOS, 239 for UEFI."),
        { Emulation: var emulation } when !Enum.IsDefined(emulation) => "The emulation must be None, Floppy12, Floppy144, Floppy288 or HardDisk.",
        { Platform: BootPlatform.Uefi, Emulation: not BootEmulation.None } => "UEFI firmware does not support emulation (UEFI 13.3.2.1). Leave it out.",
        { Id: var id } when id.Any(c => c is < ' ' or > '~') => $"The identifier \"{id}\" has characters outside printable ASCII. Change it.",
        _ => null,
    };

    private static void CheckIds(CatalogOrder<BootEntry> order, DiagnosticBag diagnostics)
    {
        CheckId(order.Default, CatalogRecord.ValidationIdSize, "the catalog");
        foreach (var (platform, members) in order.Sections)
        {
            CheckId(members[0], CatalogRecord.SectionIdSize, $"the section {BootTitle.Platform((int)platform)}");
            foreach (var member in members.Skip(1))
            {
                CheckId(member, 0, "");
            }
        }

        void CheckId(BootEntry entry, int most, string what)
        {
            if (entry.Id.Length > most)
            {
                diagnostics.Error(
                    DiagnosticId.BootEntryInvalid,
                    entry.Item,
                    most == 0
                        ? "The entry has an identifier, but a section has only one, taken from the first entry of the platform. Set it on the first entry, or leave it out."
                        : $"The identifier of {what} is {entry.Id.Length} characters long, but at most {most} fit. Shorten it.");
            }
        }
    }

    private ContentFile? FromPartition(int number)
    {
        if (Appended(number) is { } file)
        {
            return file;
        }

        diagnostics.Error(DiagnosticId.BootImageMissing, string.Create(CultureInfo.InvariantCulture, $"partition {number}"), "The boot image is an appended partition, but no partition with this number is appended. Append it, or correct the number.");
        return null;
    }

    /// <summary>A file on disk, as one of the content that no tree shows: one for all entries that name it.</summary>
    private ContentFile? FromDisk(string path)
    {
        if (NamedFile.Find(path, "boot image", diagnostics) is not { } source)
        {
            return null;
        }

        if (fromDisk.Find(file => file.Source.IsSameAs(source)) is { } known)
        {
            return known;
        }

        var file = new ContentFile(Path.GetFileName(path), source) { Parent = content.Root, Compress = false };
        content.Unshown = [.. content.Unshown, file];
        fromDisk.Add(file);
        return file;
    }

    private ContentFile? Find(string path, bool isOfBase)
    {
        if (EntryPath.Split(EntryPath.FromRoot(path), source: null, diagnostics) is not { } names)
        {
            return null;
        }

        var exact = "/" + string.Join('/', names);
        switch (content.Find(exact))
        {
            case ContentFile file:
                return file;
            case ContentLink link:
                diagnostics.Error(DiagnosticId.BootImageUnusable, path, $"The boot image path is a symbolic link. {(link.LeadsTo is { } target ? $"Name the file it points to, {target.Path}." : "Name a file.")}");
                return null;
            case { } other:
                diagnostics.Error(DiagnosticId.BootImageUnusable, path, $"The boot image path is {(other is ContentDirectory ? "a directory" : "a pipe, a socket or a device")}. Name a file.");
                return null;
        }

        if (Array.Find(content.Unshown, file => string.Equals(file.Path, exact, StringComparison.Ordinal)) is { } unshown)
        {
            return unshown;
        }

        var near = NearMisses(exact, names[^1]);
        diagnostics.Error(
            DiagnosticId.BootImageMissing,
            path,
            near.Count > 0
                ? $"The boot image is not in the image. There is {string.Join(", ", near)}: paths are case-sensitive. Name one of them, or add the file."
                : isOfBase ? "The base boots from this file, which is removed. Keep it, replace it, or leave the base's boot setup out."
                : "The boot image is not in the image. Add the file, or correct the path, which is relative to the image's root.");
        return null;
    }

    /// <summary>The same path but for upper and lower case; otherwise files of the same name, elsewhere.</summary>
    private List<string> NearMisses(string path, string name)
    {
        var near = new List<string>();
        var files = content.AllNodes.Where(node => node is ContentFile && string.Equals(node.Name, name, StringComparison.OrdinalIgnoreCase)).Select(node => node.Path);
        foreach (var candidate in files)
        {
            if (string.Equals(candidate, path, StringComparison.OrdinalIgnoreCase))
            {
                return [candidate];
            }

            if (near.Count < MostNearMisses)
            {
                near.Add(candidate);
            }
        }

        return near;
    }

    private bool IsUsable(BootEntry entry, ContentFile image)
    {
        if (image.Length == 0)
        {
            return Refuse(DiagnosticId.BootImageUnusable, "The boot image is empty. Name a file that firmware can boot from.");
        }

        if (image.Length > FileData.MaxExtent)
        {
            return Refuse(DiagnosticId.BootImageUnusable, $"The boot image is {image.Length} bytes long, but firmware reads it as one extent of at most {FileData.MaxExtent} bytes. Name a smaller image.");
        }

        if (entry.BootInfoTable && image.Length is < BootInfoTable.End or > LongestPatched)
        {
            return Refuse(DiagnosticId.BootInfoImpossible, $"The boot image is {image.Length} bytes long, so no boot info table can be written into its bytes {BootInfoTable.Start} to {BootInfoTable.End - 1}. The image must have {BootInfoTable.End} to {LongestPatched} bytes. Leave the table out, or name another image.");
        }

        if (entry.GrubBootInfo && image.Length is < GrubBootInfo.End or > LongestPatched)
        {
            return Refuse(DiagnosticId.BootInfoImpossible, $"The boot image is {image.Length} bytes long, too short for GRUB's boot info, which is written into bytes {GrubBootInfo.Offset} to {GrubBootInfo.End - 1}. Leave it out, or name GRUB's El Torito image.");
        }

        if (MediumSize(entry.Emulation) is { } size && image.Length != size)
        {
            return Refuse(DiagnosticId.BootFloppySizeWrong, $"The boot image is {image.Length} bytes long, but the emulated floppy has {size}. Use an image of the whole floppy, another emulation, or none.");
        }

        return true;

        bool Refuse(DiagnosticId id, string message)
        {
            diagnostics.Error(id, entry.Item, message, image.Source.FilePath);
            return false;
        }
    }

    /// <summary>The size of a floppy in bytes (El Torito 2.2); <see langword="null"/> for what is none.</summary>
    public static long? MediumSize(BootEmulation emulation) => emulation switch
    {
        BootEmulation.Floppy12 => 80 * 2 * 15 * VirtualSector,
        BootEmulation.Floppy144 => 80 * 2 * 18 * VirtualSector,
        BootEmulation.Floppy288 => 80 * 2 * 36 * VirtualSector,
        _ => null,
    };

    /// <summary>The floppy that has a size; <see langword="null"/> if none has.</summary>
    public static BootEmulation? FloppyOf(long length) =>
        Array.Find([BootEmulation.Floppy12, BootEmulation.Floppy144, BootEmulation.Floppy288], floppy => MediumSize(floppy) == length) is not BootEmulation.None and var found ? found : null;

    private bool TryReadSystemType(BootEntry entry, ContentFile image, out byte systemType)
    {
        systemType = 0;
        var block = new byte[VirtualSector];
        try
        {
            using var bytes = image.OpenStored();

            // A shorter image leaves zeros where the signature would be.
            _ = bytes.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error(DiagnosticId.SourceUnreadable, image.Source.FilePath ?? image.Path, SourceProblem.Unreadable(failure), image.Source.FilePath);
            return false;
        }

        if (EmulatedDisk.Problem(block, out systemType) is { } problem)
        {
            diagnostics.Error(DiagnosticId.BootDiskInvalid, entry.Item, $"{problem} Hard disk emulation needs a disk image that starts with a master boot record with exactly one partition (El Torito 2.2).", image.Source.FilePath);
            return false;
        }

        if (EmulatedDisk.Misfit(block, image.Length) is { } misfit)
        {
            diagnostics.Warning(DiagnosticId.EmulatedDiskGeometry, entry.Item, $"{misfit} Firmware may not boot from it. Make the disk image with one active partition from 0/1/1 to its last sector.", image.Source.FilePath);
        }

        return true;
    }
}
