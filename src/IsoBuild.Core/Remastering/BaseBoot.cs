using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Fat;
using IsoBuild.Layout;
using IsoBuild.Partitions;
using IsoBuild.Reading;

namespace IsoBuild.Remastering;

/// <summary>The boot setup of the base, for an image based on it: addresses in the boot catalog, boot images and tables are updated.</summary>
internal sealed class BaseBoot
{
    /// <summary>The blocks of the system area: a partition that begins there and ends behind it is that of the image itself.</summary>
    private const long SystemBlocks = FixedAreas.SystemAreaSectors * Block.PerSector;

    private readonly BaseImage source;
    private readonly DiagnosticBag diagnostics;
    private readonly BootCatalogInfo? catalog;
    private readonly BaseSystemArea area;

    /// <summary>The bytes of the base at which boot images, the catalog, and whatever else is told of begin, and by what names the reader knows the files that they are.</summary>
    private readonly Dictionary<long, string?> known = [];

    /// <summary>The paths of those that are files.</summary>
    private readonly Dictionary<long, string> paths = [];

    /// <summary>The paths that they had, of those that are removed.</summary>
    private readonly Dictionary<long, string> removed = [];

    /// <param name="source">The base.</param>
    /// <param name="diagnostics">Receives reports of what does not come along.</param>
    public BaseBoot(BaseImage source, DiagnosticBag diagnostics)
    {
        (this.source, this.diagnostics) = (source, diagnostics);
        area = new BaseSystemArea(source.Reader.Partitions);
        catalog = source.Reader.Sessions.Count > 1 || source.Reader.Descriptors.Any(descriptor => descriptor.Kind == VolumeDescriptorKind.BootRecord) ? source.Reader.Boot : null;
        if (catalog is { IsOfEarlierSession: true })
        {
            diagnostics.Info(DiagnosticId.BootOfEarlierSession, "boot catalog", $"The session shown has no boot record. The boot entries are those of the first session, which machines find at sector {catalog.RecordSector} when they boot from the file or a USB stick.", source.Path);
        }

        if (catalog is { IsReadable: true })
        {
            known[catalog.Sector * Bytes.Sector.Size] = catalog.Path;
            foreach (var entry in catalog.Entries)
            {
                known[entry.Sector * Bytes.Sector.Size] = entry.Path;
            }
        }

        foreach (var start in BaseTables.StartsOf(source.Reader.Partitions.Tables).Concat(area.Places().Select(place => RegionAt(place.Offset)?.Offset ?? 0)))
        {
            known.TryAdd(start, null);
        }
    }

    /// <summary>The byte of the base at which the catalog begins.</summary>
    public long? CatalogOffset => catalog is { IsReadable: true } ? catalog.Sector * Bytes.Sector.Size : null;

    /// <summary>The path of the catalog, where it is a file; otherwise empty.</summary>
    public string CatalogPath => catalog is { IsReadable: true } && paths.TryGetValue(catalog.Sector * Bytes.Sector.Size, out var path) ? path : "";

    /// <summary>The path of the EFI system partition, where it is a file, removed or not; empty where no tree shows it, and <see langword="null"/> where there is none.</summary>
    public string? EfiImagePath => catalog is { IsReadable: true } && (EfiEntry ?? catalog.Entries.FirstOrDefault(entry => entry.Platform == BootPlatform.Uefi)) is { } entry ? PathAt(entry.Sector * Bytes.Sector.Size) ?? "" : null;

    /// <summary>The entry of the EFI system partition, if there is one that can be read.</summary>
    public BootEntryInfo? EfiEntry => catalog is { IsReadable: true } ? catalog.Entries.FirstOrDefault(entry => entry is { Platform: BootPlatform.Uefi, IsFat: true }) : null;

    /// <summary>The file system of a boot image; <see langword="null"/> and an error when files of it cannot be read.</summary>
    public FatVolume? ReadFat(BootEntryInfo entry)
    {
        var own = new DiagnosticBag();
        var volume = source.Reader.FatOf(entry, own);
        if (own.ToList().FirstOrDefault(found => found.Severity == DiagnosticSeverity.Error) is { } damage)
        {
            diagnostics.Error(DiagnosticId.BaseDamaged, damage.Item, $"Files are added to the base's EFI system partition, which is damaged: {damage.Message} ({damage.Code}) Give a whole FAT image instead, or leave the base's boot setup out.", source.Path);
            return null;
        }

        return volume;
    }

    /// <summary>What a boot image is called: its path, where it is a file.</summary>
    public string NameOf(BootEntryInfo entry) => PathAt(entry.Sector * Bytes.Sector.Size) is { } path ? $"/{path}" : entry.Name;

    /// <summary>The EFI system partition of the base where files cannot go into it: one that is no FAT file system, or one that only a partition table tells of.</summary>
    public (string Item, Func<FatVolume?> Refuse)? UnusableEfi()
    {
        const string advice = "Change the partition in the base first, give a whole FAT image instead, or leave the base's boot setup out.";
        if (catalog is { IsReadable: true } && catalog.Entries.FirstOrDefault(entry => entry.Platform == BootPlatform.Uefi) is { } entry)
        {
            return (NameOf(entry), () => Refuse(NameOf(entry), $"The base's boot image for UEFI is not a readable FAT file system, so no files can be added to it. {advice}"));
        }

        var tables = source.Reader.Partitions.Tables;
        var (name, first) = tables.Gpt?.Partitions.FirstOrDefault(partition => partition.TypeId == GptPartition.EfiSystem) is { } ofGpt ? (PartitionViews.NameOf(ofGpt), (long)ofGpt.FirstBlock)
            : tables.Mbr.FirstOrDefault(partition => partition.Type == MbrPartition.EfiSystem) is { } ofMbr ? (PartitionViews.NameOf(ofMbr), ofMbr.FirstBlock)
            : default;
        return name is null ? null : (name, () => Refuse(name, $"The base has an EFI system partition from block {first} on that is only in the partition table. Files cannot be added to it, and with a second one firmware would have two to choose from. {advice}"));
    }

    /// <summary>Tells which partitions of the base are nothing of the image, when nothing of how it boots comes along.</summary>
    public static void TellLeft(BaseImage source, DiagnosticBag diagnostics) =>
        new BaseTables(source.Reader, [], _ => null, (item, message) => diagnostics.Warning(DiagnosticId.BaseBootLost, item, message, source.Path)).TellForeign("because the base's boot setup is left out");

    /// <summary>Whether something begins at a byte that is told of outside the trees.</summary>
    public bool Knows(long offset) => known.ContainsKey(offset);

    /// <summary>Notes by what path something is a file: of several, by that which the reader names, or else the first.</summary>
    public void Note(long offset, string path)
    {
        if (!paths.TryAdd(offset, path) && string.Equals(known[offset]?.TrimStart('/'), path, StringComparison.Ordinal))
        {
            paths[offset] = path;
        }
    }

    /// <summary>Notes a path that is removed: unless the file has another, the entry goes on naming it, so that a file that is put there is started and one that is missed is told of.</summary>
    public void NoteRemoved(long offset, string path) => removed.TryAdd(offset, path);

    /// <summary>The entries of the base's catalog that nobody gave anew; images that no tree shows become files that no tree shows.</summary>
    /// <param name="isReplaced">Whether there is another entry for a platform.</param>
    /// <param name="merged">The entry whose image is made anew, if one is.</param>
    /// <param name="tree">Receives the files.</param>
    /// <returns>The entries, and which of them is that of the image that is made anew.</returns>
    public (List<BootEntry> All, BootEntry? Merged) Entries(Func<BootPlatform, bool> isReplaced, BootEntryInfo? merged, ContentTreeBuilder tree)
    {
        var entries = new List<BootEntry>();
        BootEntry? anew = null;
        if (catalog is null)
        {
            return (entries, anew);
        }

        if (!catalog.IsReadable)
        {
            Lost("boot catalog", "The base has a boot record, but no boot catalog where it points, so the base is not bootable.");
            return (entries, anew);
        }

        var platforms = new HashSet<BootPlatform>();
        foreach (var entry in catalog.Entries)
        {
            if (isReplaced(entry.Platform))
            {
                if (entry.Length > 0 && PathAt(entry.Sector * Bytes.Sector.Size) is null)
                {
                    diagnostics.Info(DiagnosticId.BaseBootReplaced, entry.Name, "The base's boot image, which is in no tree, is left out, because another one is given for its platform.", source.Path);
                }
            }
            else if (Unusable(entry) is { } why)
            {
                Lost(entry.Name, $"The base's boot entry {why}. It is left out.");
            }
            else if (entry == merged)
            {
                anew = EntryOf(entry, NameOf(entry), isFirst: platforms.Add(entry.Platform), isDefault: entries.Count == 0) with { LoadSize = null };
                entries.Add(anew);
            }
            else
            {
                entries.Add(EntryOf(entry, PathFor(entry, tree), isFirst: platforms.Add(entry.Platform), isDefault: entries.Count == 0));
            }
        }

        return (entries, anew);
    }

    /// <summary>The tables with which machines boot from disks: those of the base, except for what is given.</summary>
    /// <param name="given">What somebody said of them.</param>
    /// <param name="isAppleAnew">Whether the image gets an HFS+ volume and a map of its own.</param>
    public HybridOptions? Hybrid(HybridOptions? given, bool isAppleAnew = false)
    {
        if (!isAppleAnew && area.Apple() is { Length: > 0 } apple)
        {
            Lost(source.Reader.Partitions.Tables.HasAppleMap ? "Apple partition map" : "HFS volume", $"The base has {apple}, which Macs show instead of the other trees and boot from. It is not written: the map is cleared, and Macs show the other trees. To keep it, change the image with the program that made it.");
        }

        var tables = source.Reader.Partitions.Tables;
        given = given is { Gpt4K: true, Gpt: null } ? given with { Gpt = true } : given;
        var isForm = given?.Gpt is not { } wanted || wanted == (tables.Gpt is not null);
        var form = tables.HasMbr && isForm ? TablesOf().Form() : null;
        if (tables.HasMbr && !isForm)
        {
            TablesOf().TellForeign($"because the image gets its own partition tables, with{(given!.Gpt == true ? "" : "out")} a GPT, unlike the base");
        }

        if (!tables.HasMbr || (form is null && given is null))
        {
            return given;
        }

        var hybrid = given ?? new HybridOptions();
        var isPlaceholder = given is not null && Partitions.BootCode.KindOf(source.Reader.Partitions.Area.AsSpan(0, MasterBootRecord.CodeSize)) == BootCodeKind.Message;
        var isCodeKept = hybrid is { BootCodePath: null or "", BootCode.IsEmpty: true, NoBootCode: false } && !isPlaceholder;
        return hybrid with
        {
            // The code above all: without it, BIOS machines do not boot from disks. Ours boots nothing, and gives way to what the content has.
            BootCode = isCodeKept ? source.Reader.Partitions.Area.AsMemory(0, MasterBootRecord.CodeSize) : hybrid.BootCode,
            SkippedBlocks = isCodeKept ? SkippedBlocks() : null,
            Form = form,
            Gpt4K = hybrid.Gpt4K || (form is not null && tables.Gpt4K is not null),
            PartitionType = hybrid.PartitionType ?? (form is null && hybrid.Gpt == false ? OwnType(tables) : null),
            DiskSignature = hybrid.DiskSignature ?? (tables.DiskSignature == 0 ? null : tables.DiskSignature),
            DiskId = hybrid.DiskId ?? tables.Gpt?.DiskId,
        };
    }

    /// <summary>What stays of the base's system area.</summary>
    /// <param name="hasTables">Whether the image has tables of partitions, and</param>
    /// <param name="areGiven">whether somebody said something of them: then nothing is kept but what partitions have.</param>
    public (ReadOnlyMemory<byte> Bytes, IReadOnlyList<KeptPointer> Pointers) SystemArea(bool hasTables, bool areGiven)
    {
        var kept = area.Kept(hasTables, areGiven, out var hasUnknown);
        if (hasUnknown && area.Machine() is { } machine)
        {
            diagnostics.Warning(DiagnosticId.BaseSystemAreaKept, "system area", $"The first 32 KiB of the base are a boot block for {machine}. It is kept unchanged and still points to where the boot files were in the base, so such machines do not boot from the image. Have the program that made the base write it again.", source.Path);
        }
        else if (hasUnknown)
        {
            diagnostics.Warning(DiagnosticId.BaseSystemAreaKept, "system area", "The first 32 KiB of the base have unknown content. It is kept unchanged: any addresses in it may no longer be correct.", source.Path);
        }

        return kept.AsSpan().ContainsAnyExcept((byte)0) ? (kept, areGiven ? [] : [.. area.Places().Select(PointerOf)]) : default;
    }

    /// <summary>Says what may not find its volume any more, when that gets another date.</summary>
    public void CheckDate(bool isKept, IReadOnlyList<BootEntry> entries)
    {
        if (!isKept && entries.FirstOrDefault(entry => entry.GrubBootInfo) is { } grub)
        {
            diagnostics.Warning(DiagnosticId.BaseUuidChanged, grub.ImagePath, "The boot image is GRUB's, which may look for its volume by UUID. The UUID is the volume's date, and it changes with the timestamp. Keep the base's timestamp, or make GRUB look for something else.", source.Path);
        }
    }

    /// <summary>Where the images for UEFI begin.</summary>
    private List<long> EfiSectors() => catalog is not { IsReadable: true } ? [] : [.. catalog.Entries.Where(entry => entry is { Platform: BootPlatform.Uefi, Emulation: BootEmulation.None, Length: > 0 }).Select(entry => entry.Sector).Distinct()];

    private Region? RegionAt(long offset) => source.Reader.Layout().Regions.FirstOrDefault(region => region.Kind is RegionKind.File && region.Offset <= offset && offset < region.Offset + region.Length);

    private KeptPointer PointerOf((int Header, int Size, string Word, int At, long Offset) place)
    {
        var region = RegionAt(place.Offset);
        return new KeptPointer(place.Header, place.Size, place.Word, place.At, region is null ? null : PathAt(region.Offset), place.Offset - (region?.Offset ?? 0), region?.File?.Source);
    }

    /// <summary>How far behind the image of the default entry the code begins to load, where it is told that in the way of ISOLINUX and GRUB, whoever wrote it.
    /// What is ISOLINUX or GRUB, and boots, is told as such.</summary>
    private int? SkippedBlocks()
    {
        var reading = source.Reader.Partitions;
        if (catalog is not { IsReadable: true, Entries: [{ Length: > 0 } first, ..] } || IsOf(reading.Tables.BootCode, first))
        {
            return null;
        }

        var behind = BootCode.AddressOf(reading.Area) - (ulong)(first.Sector * Block.PerSector);
        return behind is 0 or Block.PerSector ? (int)behind : null;
    }

    /// <summary>Whether the code of a kind finds in an entry's image what it looks for.</summary>
    private bool IsOf(BootCodeKind kind, BootEntryInfo entry) => entry is { Platform: BootPlatform.Bios, Emulation: BootEmulation.None } && kind switch
    {
        BootCodeKind.Isolinux => HybridCheck.IsIsolinux(source.Reader.SourceOf(entry)),
        BootCodeKind.Grub => entry.GrubBootInfo == BootPatchState.Right,
        _ => false,
    };

    /// <summary>The type that somebody gave to the partition of the base itself, in tables that are made anew: isohybrid's, and none, come with the tables.</summary>
    private static PartitionType? OwnType(PartitionTables tables) =>
        tables.Mbr.FirstOrDefault(partition => partition is { Type: not (0 or MbrPartition.Hidden or MbrPartition.Protective or MbrPartition.EfiSystem), FirstBlock: <= SystemBlocks, EndBlock: > SystemBlocks }) is { } data ? PartitionType.Of(data.Type) : null;

    private BaseTables TablesOf() => new(source.Reader, EfiSectors(), PathAt, Lost);

    private FatVolume? Refuse(string item, string message)
    {
        diagnostics.Error(DiagnosticId.BaseEfiUnusable, item, message, source.Path);
        return null;
    }

    /// <summary>The path of a boot image; one that no tree shows becomes a file that no tree shows.</summary>
    private string PathFor(BootEntryInfo entry, ContentTreeBuilder tree)
    {
        var offset = entry.Sector * Bytes.Sector.Size;
        if (PathAt(offset) is not { } path)
        {
            path = $"boot image of the base ({entry.Name})";
            tree.AddFile(tree.Directory([]), path, source.Reader.SourceOf(entry), new EntryOptions { HiddenFrom = ImageFormatSets.All });
            paths.Add(offset, path);
        }

        return path;
    }

    private static BootEntry EntryOf(BootEntryInfo entry, string path, bool isFirst, bool isDefault)
    {
        var whole = Bytes.Sector.Count(entry.Length) * Block.PerSector;
        return new BootEntry
        {
            ImagePath = path,
            IsFromBase = true,
            Platform = entry.Platform,
            Emulation = entry.Emulation,
            IsBootable = entry.IsBootable,
            LoadSegment = entry.LoadSegment,
            LoadSize = entry.LoadSize == whole || entry.LoadSize == 0 ? BootEntry.WholeImage : entry.LoadSize,
            SelectionType = isDefault ? 0 : entry.SelectionType,
            SelectionCriteria = isDefault ? default : entry.SelectionCriteria,
            Id = isFirst && entry.Id.All(c => c is >= ' ' and <= '~') ? entry.Id : "",
            BootInfoTable = entry.BootInfoTable == BootPatchState.Right,
            GrubBootInfo = entry.GrubBootInfo == BootPatchState.Right,
        };
    }

    private string? PathAt(long offset) => paths.GetValueOrDefault(offset) ?? removed.GetValueOrDefault(offset);

    private static string? Unusable(BootEntryInfo entry) => entry switch
    {
        { Length: 0 } => "points beyond the base's end",
        { Emulation: var emulation } when !Enum.IsDefined(emulation) => $"has an unknown emulation ({(int)emulation})",
        { Platform: BootPlatform.Uefi, Emulation: not BootEmulation.None } => "is for UEFI but has an emulation, which UEFI does not support",
        _ => null,
    };

    private void Lost(string item, string message) => diagnostics.Warning(DiagnosticId.BaseBootLost, item, message, source.Path);
}
