using System.Buffers.Binary;
using IsoBuild.Bytes;
using IsoBuild.ElTorito;
using IsoBuild.Layout;

namespace IsoBuild.Reading;

/// <summary>Finds out what the entries of a boot catalog start: files of trees, or what no tree shows.</summary>
/// <param name="image">The image.</param>
/// <param name="catalog">The catalog.</param>
/// <param name="primarySector">Where the primary descriptor lies, as boot info tables tell it.</param>
internal sealed class BootImages(ImageFile image, BootCatalogReading catalog, long primarySector)
{
    /// <summary>How much of all boot images together is summed up: many entries may lead to a large one.</summary>
    private const long MostSummed = 1L << 28;

    private const int VirtualSector = 512;

    /// <summary>How much is looked through, of all images together, for where they end.</summary>
    private const long MostGuessed = 1L << 26;

    /// <summary>mkfs.fat makes a file system of whole tracks: up to one of 63 sectors, and the rest of a logical block, may be left behind it.</summary>
    private const int MostRoundedOff = (63 * VirtualSector) + Sector.Size;

    private readonly Dictionary<BootPlatform, int> numbers = [];
    private readonly Dictionary<long, BootPatchState> tables = [];
    private long summed;
    private long guessed;

    /// <summary>Something that lies in the image.</summary>
    /// <param name="Offset">Where it begins.</param>
    /// <param name="Length">How many bytes it has.</param>
    /// <param name="IsFile">Whether it is content of a file.</param>
    public readonly record struct Place(long Offset, long Length, bool IsFile = false);

    /// <summary>The file of a tree that begins at a byte, and lies in one piece as it is.</summary>
    public required Func<long, (string Path, long Length)?> FileAt { get; init; }

    /// <summary>What lies in the image beside boot images that no tree shows, in disk order.</summary>
    public required Func<List<Place>> Places { get; init; }

    /// <summary>The entries.</summary>
    /// <param name="add">Takes a region of a boot image outside every tree.</param>
    public List<BootEntryInfo> Find(Action<long, long, string> add)
    {
        var found = new List<BootEntryInfo>();
        var own = new Dictionary<long, (long Length, BootLengthSource Source)>();
        foreach (var entry in catalog.Entries)
        {
            var described = Describe(entry, found.Count + 1);
            var offset = described.Sector * Sector.Size;
            if (offset >= image.Length)
            {
                found.Add(described);
                continue;
            }

            if (FileAt(offset) is { } file)
            {
                described = described with { Path = file.Path, Length = Math.Min(file.Length, image.Length - offset), LengthSource = BootLengthSource.File };
            }
            else
            {
                if (!own.TryGetValue(offset, out var known))
                {
                    own.Add(offset, known = Measure(described, offset, add));
                }

                described = described with { Length = known.Length, LengthSource = known.Source };
            }

            found.Add(Look(described));
        }

        return found;
    }

    private (long Length, BootLengthSource Source) Measure(BootEntryInfo entry, long offset, Action<long, long, string> add)
    {
        // What lies within something else has no room of its own.
        var places = Places();
        var number = IndexOf(places, offset);
        var isWithin = number >= 0 && offset < places[number].Offset + places[number].Length;
        var next = number + 1 < places.Count ? places[number + 1].Offset : image.Length;
        var (length, source) = LengthOf(entry, offset, isWithin ? null : next, hasNext: number + 1 < places.Count);
        length = Math.Min(length, image.Length - offset);
        if (!isWithin)
        {
            add(offset, source == BootLengthSource.FileSystem && HoldsFiles(places, number + 1, offset + length) ? length : Math.Min(length, next - offset), entry.Name);
        }

        return (length, source);
    }

    /// <summary>Whether all that begins before an end also ends there, and is files: trees show files of a file system as theirs.</summary>
    private static bool HoldsFiles(List<Place> places, int first, long end)
    {
        for (var i = first; i < places.Count && places[i].Offset < end; i++)
        {
            if (!places[i].IsFile || places[i].Offset + places[i].Length > end)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The line of the sector map.</summary>
    public static View ViewOf(BootEntryInfo entry) => new(
        BootTitle.Of(entry.Name, entry.Emulation, entry.IsBootable, entry.LoadSegment, entry.LoadSize, entry.BootInfoTable == BootPatchState.Right, entry.GrubBootInfo == BootPatchState.Right),
        entry.Sector * Sector.Size,
        entry.Length,
        ViewKind.BootImage);

    private BootEntryInfo Describe(CatalogEntry entry, int number)
    {
        var view = new CatalogRecord.View(entry.Bytes);
        var platform = (BootPlatform)entry.Platform;
        numbers[platform] = numbers.GetValueOrDefault(platform) + 1;
        return new BootEntryInfo
        {
            Number = number,
            Name = BootTitle.Name(entry.Platform, numbers[platform]),
            RecordOffset = catalog.Offset + ((long)entry.Record * CatalogRecord.Size),
            Platform = platform,
            Emulation = (BootEmulation)view.EmulationNumber,
            IsBootable = view.IndicatorByte == CatalogRecord.Bootable,
            LoadSegment = view.Segment,
            LoadSize = view.LoadSectors,
            SystemType = view.SystemTypeByte,
            Id = entry.Id,
            SelectionType = entry.Record == 1 ? 0 : view.SelectionTypeByte,
            SelectionCriteria = entry.Criteria,
            Sector = view.Block,
        };
    }

    /// <summary>What tells how long an image is that is no file: the table that is made for that, the medium, the file system in it, and at last how much is loaded.</summary>
    private (long Length, BootLengthSource Source) LengthOf(BootEntryInfo entry, long offset, long? next, bool hasNext)
    {
        if (BootResolver.MediumSize(entry.Emulation) is { } medium)
        {
            return (medium, BootLengthSource.Medium);
        }

        var block = new byte[VirtualSector];
        if (!image.TryRead(offset, block))
        {
            return (image.Length - offset, BootLengthSource.Guess);
        }

        if (entry.Emulation == BootEmulation.HardDisk && EmulatedDisk.EndOfPartition(block) is > 0 and var blocks)
        {
            return (blocks * VirtualSector, BootLengthSource.MasterBootRecord);
        }

        var table = new BootInfoTable.View(block);
        if (table.DescriptorSector == primarySector && table.FileSector == entry.Sector && table.FileLength >= BootInfoTable.End && table.FileLength <= image.Length - offset)
        {
            return (table.FileLength, BootLengthSource.BootInfoTable);
        }

        var fat = FatSize(block);
        var loaded = (long)entry.LoadSize * VirtualSector;
        if (fat > 0 && fat <= image.Length - offset)
        {
            var isRounded = entry.Platform == BootPlatform.Uefi && loaded > Sector.AlignUp(fat) && loaded <= fat + MostRoundedOff && offset + loaded <= (next ?? image.Length);
            return isRounded ? (loaded, BootLengthSource.LoadSize) : (fat, BootLengthSource.FileSystem);
        }

        if (entry.Platform == BootPlatform.Uefi && entry.LoadSize > 1)
        {
            return (loaded, BootLengthSource.LoadSize);
        }

        return (Guess(offset, Math.Max(loaded, Sector.Size), next, hasNext), BootLengthSource.Guess);
    }

    /// <summary>Up to what comes next; up to where zeros begin, where nothing does.</summary>
    private long Guess(long offset, long least, long? next, bool hasNext)
    {
        if (next is not { } end)
        {
            return least;
        }

        if (!hasNext)
        {
            var start = Math.Min(end, offset + least);
            while (start < end && guessed < MostGuessed && !image.IsZero(start, Math.Min(Sector.Size, end - start)))
            {
                start += Sector.Size;
                guessed += Sector.Size;
            }

            end = Math.Min(end, start);
        }

        return end - offset;
    }

    /// <summary>How many bytes a FAT file system has by its first sector; 0 where there is none.</summary>
    public static long FatSize(ReadOnlySpan<byte> sector)
    {
        const int bytesPerSector = 11;
        const int sectorsPerCluster = 13;
        const int reserved = 14;
        const int tableCount = 16;
        const int total16 = 19;
        const int media = 21;
        const int total32 = 32;
        var size = BinaryPrimitives.ReadUInt16LittleEndian(sector[bytesPerSector..]);
        if (sector[0] is not (0xEB or 0xE9) || size is not (512 or 1024 or 2048 or 4096) || !System.Numerics.BitOperations.IsPow2(sector[sectorsPerCluster]) || sector[sectorsPerCluster] == 0
            || BinaryPrimitives.ReadUInt16LittleEndian(sector[reserved..]) == 0 || sector[tableCount] is 0 or > 4 || sector[media] is not (0xF0 or >= 0xF8))
        {
            return 0;
        }

        var total = BinaryPrimitives.ReadUInt16LittleEndian(sector[total16..]) is not 0 and var few ? few : BinaryPrimitives.ReadUInt32LittleEndian(sector[total32..]);
        return (long)total * size;
    }

    /// <summary>What the image says of itself.</summary>
    private BootEntryInfo Look(BootEntryInfo entry)
    {
        var offset = entry.Sector * Sector.Size;
        var head = new byte[VirtualSector];
        if (!image.TryRead(offset, head))
        {
            return entry;
        }

        if (!tables.TryGetValue(offset, out var table))
        {
            tables.Add(offset, table = TableState(head, entry));
        }

        Span<byte> field = stackalloc byte[sizeof(ulong)];
        var hasField = entry.Length >= GrubBootInfo.End && image.TryRead(offset + GrubBootInfo.Offset, field);
        var fat = FatSize(head);
        return entry with { BootInfoTable = table, GrubBootInfo = hasField ? GrubState(GrubBootInfo.Read(field), entry) : BootPatchState.None, IsFat = fat > 0, FatLength = fat };
    }

    private BootPatchState TableState(byte[] head, BootEntryInfo entry)
    {
        var table = new BootInfoTable.View(head);
        var isHere = table.FileSector == entry.Sector;
        var isWhole = table.FileLength == entry.Length;
        if (table.DescriptorSector != primarySector || (!isHere && !isWhole))
        {
            return BootPatchState.None;
        }

        if (!isHere || !isWhole)
        {
            return BootPatchState.Wrong;
        }

        // What would take too long to find out is taken to be right.
        summed += entry.Length;
        var offset = entry.Sector * Sector.Size;
        return summed > MostSummed || BootInfoTable.Sum(entry.Length, (position, destination) => image.TryRead(offset + position, destination)) == table.ChecksumField
            ? BootPatchState.Right
            : BootPatchState.Wrong;
    }

    /// <summary>What could be the place of another image, is; all else is whatever the image has there. Only who has a boot info table has this, too.</summary>
    private BootPatchState GrubState(ulong value, BootEntryInfo entry)
    {
        if (value == GrubBootInfo.Of(entry.Sector))
        {
            return BootPatchState.Right;
        }

        var isPlace = value > GrubBootInfo.Of(primarySector) && value < GrubBootInfo.Of(Sector.Count(image.Length)) && value % (Sector.Size / VirtualSector) == GrubBootInfo.Of(0) % (Sector.Size / VirtualSector);
        return isPlace && tables[entry.Sector * Sector.Size] != BootPatchState.None ? BootPatchState.Wrong : BootPatchState.None;
    }

    /// <summary>The last place that begins at or before a byte; -1 when there is none.</summary>
    private static int IndexOf(List<Place> places, long offset)
    {
        var (low, high) = (0, places.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            (low, high) = places[middle].Offset <= offset ? (middle + 1, high) : (low, middle - 1);
        }

        return high;
    }
}
