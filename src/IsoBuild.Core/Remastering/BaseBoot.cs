using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Partitions;
using IsoBuild.Reading;

namespace IsoBuild.Remastering;

/// <summary>How the base starts, so that the image that starts from it starts too: addresses in catalog, boot images and tables are written anew.</summary>
internal sealed class BaseBoot
{
    /// <summary>Behind the tables, an image's data may begin so far in: a second tree is then mounted from there.</summary>
    private const int LatestDataBlock = 64;

    private readonly BaseImage source;
    private readonly DiagnosticBag diagnostics;
    private readonly BootCatalogInfo? catalog;

    /// <summary>The bytes of the base at which boot images and the catalog begin, and by what names the reader knows the files that they are.</summary>
    private readonly Dictionary<long, string?> known = [];

    /// <summary>The paths of those that are files.</summary>
    private readonly Dictionary<long, string> paths = [];

    /// <summary>The paths that they had, of those that are removed.</summary>
    private readonly Dictionary<long, string> removed = [];

    /// <param name="source">The base.</param>
    /// <param name="diagnostics">Is told of what does not come along.</param>
    public BaseBoot(BaseImage source, DiagnosticBag diagnostics)
    {
        (this.source, this.diagnostics) = (source, diagnostics);
        catalog = source.Reader.Descriptors.Any(descriptor => descriptor.Kind == VolumeDescriptorKind.BootRecord) ? source.Reader.Boot : null;
        if (catalog is { IsReadable: true })
        {
            known[catalog.Sector * Bytes.Sector.Size] = catalog.Path;
            foreach (var entry in catalog.Entries)
            {
                known[entry.Sector * Bytes.Sector.Size] = entry.Path;
            }
        }
    }

    /// <summary>The byte of the base at which the catalog begins.</summary>
    public long? CatalogOffset => catalog is { IsReadable: true } ? catalog.Sector * Bytes.Sector.Size : null;

    /// <summary>The path of the catalog, where it is a file; otherwise empty.</summary>
    public string CatalogPath => catalog is { IsReadable: true } && paths.TryGetValue(catalog.Sector * Bytes.Sector.Size, out var path) ? path : "";

    /// <summary>The path of the EFI system partition, where it is a file, removed or not; empty where no tree shows it, and <see langword="null"/> where there is none.</summary>
    public string? EfiImagePath => catalog is { IsReadable: true } && catalog.Entries.FirstOrDefault(entry => entry.Platform == BootPlatform.Uefi) is { } entry ? PathAt(entry.Sector * Bytes.Sector.Size) ?? "" : null;

    /// <summary>Whether a boot image, or the catalog, begins at a byte.</summary>
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
    /// <param name="tree">Receives the files.</param>
    public List<BootEntry> Entries(Func<BootPlatform, bool> isReplaced, ContentTreeBuilder tree)
    {
        var entries = new List<BootEntry>();
        if (catalog is null)
        {
            return entries;
        }

        if (!catalog.IsReadable)
        {
            Lost("boot catalog", "The base has a boot record, but no boot catalog where it says: there is nothing that would start.");
            return entries;
        }

        var platforms = new HashSet<BootPlatform>();
        foreach (var entry in catalog.Entries.Where(entry => !isReplaced(entry.Platform)))
        {
            if (Unusable(entry) is { } why)
            {
                Lost(entry.Name, $"The base's boot entry {why}; it is left out.");
            }
            else
            {
                entries.Add(EntryOf(entry, isFirst: platforms.Add(entry.Platform), isDefault: entries.Count == 0, tree));
            }
        }

        return entries;
    }

    /// <summary>The tables by which the image starts from disks: as the base does, but for what is given.</summary>
    /// <param name="given">What somebody said of them.</param>
    public HybridOptions? Hybrid(HybridOptions? given)
    {
        var tables = source.Reader.Partitions.Tables;
        if (!tables.HasMbr)
        {
            return given;
        }

        if (tables.HasAppleMap)
        {
            Lost("Apple partition map", "The base has an Apple partition map, which is not made: old Macs do not start the image from a disk.");
        }

        var efi = catalog is null ? [] : catalog.Entries.Where(entry => entry.Platform == BootPlatform.Uefi).Select(entry => entry.Sector * Block.PerSector).ToHashSet();
        foreach (var partition in tables.Mbr)
        {
            if (partition is { IsDummy: false, FirstBlock: > LatestDataBlock } && partition.Type != MbrPartition.Protective && !efi.Contains(partition.FirstBlock))
            {
                Lost($"partition {partition.Number}", $"The base's master boot record has a partition ({(partition.TypeName.Length > 0 ? partition.TypeName : $"type {partition.Type:X2}")}) from block {partition.FirstBlock} on that is no boot image; it is not carried over.");
            }
        }

        foreach (var partition in tables.Gpt?.Partitions ?? [])
        {
            // xorriso names what lies between others.
            if (partition.FirstBlock > LatestDataBlock && !efi.Contains((long)partition.FirstBlock) && !partition.Name.StartsWith("Gap", StringComparison.Ordinal))
            {
                Lost($"GPT partition {partition.Number}", $"The base's GPT has a partition \"{partition.Name}\" from block {partition.FirstBlock} on that is no boot image; it is not carried over.");
            }
        }

        var hybrid = given ?? new HybridOptions();
        return hybrid with
        {
            // The code above all: without it, BIOS does not start the image from disks.
            BootCode = hybrid is { BootCodePath: null or "", BootCode.IsEmpty: true } ? source.Reader.Partitions.Area.AsMemory(0, MasterBootRecord.CodeSize) : hybrid.BootCode,
            // Where the base has a GPT, there is one as long as UEFI is started.
            Gpt = hybrid.Gpt ?? (tables.Gpt is null ? false : null),
            DiskSignature = hybrid.DiskSignature ?? (tables.DiskSignature == 0 ? null : tables.DiskSignature),
            DiskId = hybrid.DiskId ?? tables.Gpt?.DiskId,
        };
    }

    /// <summary>What the system area holds beside tables of partitions; empty when that is nothing.</summary>
    public ReadOnlyMemory<byte> SystemArea()
    {
        var reading = source.Reader.Partitions;
        var area = reading.Area.ToArray();
        if (reading.Tables.HasMbr)
        {
            // What is written anew; an Apple partition map goes on behind the first block.
            area.AsSpan(0, reading.Tables.HasAppleMap ? area.Length : Block.Size).Clear();
            if (reading.Primary is { } gpt)
            {
                area.AsSpan(GptHeader.PrimaryBlock * Block.Size, Block.Size).Clear();
                var array = (long)Math.Min(gpt.Header.ArrayBlock, long.MaxValue / Block.Size) * Block.Size;
                var end = Math.Min(area.Length, array + (GptHeader.ArrayBlocks * Block.Size));
                if (array < end)
                {
                    area.AsSpan((int)array, (int)(end - array)).Clear();
                }
            }
        }

        if (!area.AsSpan().ContainsAnyExcept((byte)0))
        {
            return default;
        }

        diagnostics.Warning(DiagnosticId.BaseSystemAreaKept, "system area", "The first 32 KiB of the base hold something that is unknown here. It is kept as it is: if it tells where anything lies in the image, that is not true any more.", source.Path);
        return area;
    }

    /// <summary>Says what may not find its volume any more, when that gets another date.</summary>
    public void CheckDate(bool isKept, IReadOnlyList<BootEntry> entries)
    {
        if (!isKept && entries.FirstOrDefault(entry => entry.GrubBootInfo) is { } grub)
        {
            diagnostics.Warning(DiagnosticId.BaseUuidChanged, grub.ImagePath, "The boot image is GRUB's, which may look for its volume by the UUID that is the volume's date, and that changes with the timestamp. Leave the timestamp as it is, or see that GRUB looks for something else.", source.Path);
        }
    }

    private BootEntry EntryOf(BootEntryInfo entry, bool isFirst, bool isDefault, ContentTreeBuilder tree)
    {
        var offset = entry.Sector * Bytes.Sector.Size;
        if (PathAt(offset) is not { } path)
        {
            path = $"boot image of the base ({entry.Name})";
            tree.AddFile(tree.Directory([]), path, source.Reader.SourceOf(entry), new EntryOptions { HiddenFrom = ImageFormatSets.All });
            paths.Add(offset, path);
        }

        var whole = Bytes.Sector.Count(entry.Length) * Block.PerSector;
        return new BootEntry
        {
            ImagePath = path,
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
        { Length: 0 } => "leads beyond the base's end",
        { Emulation: var emulation } when !Enum.IsDefined(emulation) => $"has an emulation that nobody knows ({(int)emulation})",
        { Platform: BootPlatform.Uefi, Emulation: not BootEmulation.None } => "is for UEFI, and with an emulation, which UEFI does not know",
        _ => null,
    };

    private void Lost(string item, string message) => diagnostics.Warning(DiagnosticId.BaseBootLost, item, message, source.Path);
}
