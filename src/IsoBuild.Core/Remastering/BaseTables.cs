using IsoBuild.Layout;
using IsoBuild.Partitions;
using IsoBuild.Reading;

namespace IsoBuild.Remastering;

/// <summary>The partition tables of the base, as the form of those of the image that is based on it: what each partition is there decides where it will be.</summary>
/// <param name="reader">The base.</param>
/// <param name="efiSectors">Where its images for UEFI begin, in the order of its catalog.</param>
/// <param name="pathAt">By what path the image has what begins at a byte of the base; <see langword="null"/> when that is no file of it.</param>
/// <param name="lost">Is told of partitions that do not come along, and why.</param>
internal sealed class BaseTables(ImageReader reader, List<long> efiSectors, Func<long, string?> pathAt, Action<string, string> lost)
{
    /// <summary>The blocks of the system area, which stays where it is.</summary>
    private const long SystemBlocks = FixedAreas.SystemAreaSectors * Block.PerSector;

    private const long Mebibyte = 1 << 20;

    /// <summary>More entries than the system area has room for are not kept.</summary>
    private const int MostEntries = (int)(SystemBlocks - GptHeader.FirstArrayBlock) * EntriesPerBlock;

    private const int EntriesPerBlock = Block.Size / GptPartition.Size;

    private readonly PartitionTables tables = reader.Partitions.Tables;

    private readonly List<AppendedContent> appended = [];

    private readonly Dictionary<(long First, long Count), PartitionPlace> copies = [];

    /// <summary>The bytes of the base at which partitions begin.</summary>
    public static IEnumerable<long> StartsOf(PartitionTables tables) =>
        tables.Mbr.Select(partition => partition.FirstBlock)
            .Concat((tables.Gpt?.Partitions ?? []).Where(partition => partition.FirstBlock < uint.MaxValue).Select(partition => (long)partition.FirstBlock))
            .Where(first => first >= SystemBlocks && first % Block.PerSector == 0)
            .Select(first => first * Block.Size);

    /// <summary>The form; <see langword="null"/> when the base's first block says nothing of partitions, and has no boot code.</summary>
    public TableForm? Form()
    {
        var area = reader.Partitions.Area;

        // An Apple partition map begins in that block too.
        var hasCode = area.AsSpan(0, MasterBootRecord.CodeSize).ContainsAnyExcept((byte)0) && !(tables.HasAppleMap && area.AsSpan().StartsWith("ER"u8));
        if (tables.Mbr.Count == 0 && tables.Gpt is null && !hasCode)
        {
            return null;
        }

        var gpt = tables.Gpt is null ? null : Placed(
            tables.Gpt.Partitions.Where(partition => partition is { BlockCount: > 0, LastBlock: < long.MaxValue / Block.Size, Number: <= MostEntries }),
            partition => ((long)partition.FirstBlock, (long)partition.LastBlock + 1),
            partition => partition.IsFiller,
            NamesOf);
        var mbr = Placed(
            tables.Mbr,
            partition => (partition.FirstBlock, partition.EndBlock),
            partition => false,
            NamesOf);
        var volume = reader.PartitionVolume;
        var count = tables.Gpt is null ? GptHeader.EntryCount : (int)Math.Min(reader.Partitions.Gpt!.Header.Count, MostEntries);
        MbrEntry[] entries = [.. mbr.Select(entry => EntryOf(entry.Partition, entry.Place, area))];
        var shape = ShapeOf(entries);
        return new TableForm
        {
            Mbr = entries,
            Gpt = gpt is null ? null : [.. gpt.Select(entry => new GptEntry(entry.Partition, entry.Place))],
            GptEntryCount = Math.Max(EntriesPerBlock, (count + EntriesPerBlock - 1) / EntriesPerBlock * EntriesPerBlock),
            FirstUsableBlock = tables.Gpt is { FirstUsableBlock: > GptHeader.FirstArrayBlock and <= SystemBlocks } known ? (long)known.FirstUsableBlock : null,
            EfiImageCount = efiSectors.Count,
            VolumeStart = volume is not null && mbr.Select(entry => entry.Place).Concat((gpt ?? []).Select(entry => entry.Place)).Any(place => place is PartitionPlace.FromBlock data && data.First == volume.Start * Block.PerSector) ? volume.Start : 0,
            EfiAlignment = efiSectors.Exists(sector => !IsFile(sector * Bytes.Sector.Size)) && efiSectors.TrueForAll(sector => sector * Bytes.Sector.Size % Mebibyte == 0) ? Mebibyte : Bytes.Sector.Size,
            EndsWithCylinder = tables.Mbr.Any(partition => partition is { IsDummy: false, Type: not MbrPartition.Protective }) && reader.Image.Length % (shape ?? DiskGeometry.For(reader.Image.Length)).CylinderSize == 0,
            Shape = shape,
            DiskSignature = tables.DiskSignature,
            Appended = [.. appended.OrderBy(partition => partition.FormerOffset)],
        };
    }

    /// <summary>The shape of the disk by the partition at its end, where that is not the usual one, and its cylinders are whole sectors.</summary>
    private DiskGeometry? ShapeOf(MbrEntry[] entries)
    {
        var length = reader.Image.Length;
        var last = Array.Find(entries, entry => entry.Partition is { IsDummy: false, Type: not MbrPartition.Protective } && entry.Partition.EndBlock == length / Block.Size);
        return last?.Geometry is { } shape && shape != DiskGeometry.For(length) && shape.CylinderSize % Bytes.Sector.Size == 0 && length % shape.CylinderSize == 0 ? shape : null;
    }

    /// <summary>Tells which partitions are nothing of an image that has none of these tables.</summary>
    /// <param name="why">Why that is so.</param>
    public void TellForeign(string why)
    {
        var reported = new HashSet<(long, long)>();
        foreach (var partition in tables.Gpt?.Partitions.Where(partition => partition is { IsFiller: false, BlockCount: > 0, LastBlock: < long.MaxValue / Block.Size }) ?? [])
        {
            Tell((long)partition.FirstBlock, (long)partition.LastBlock + 1, NamesOf(partition));
        }

        foreach (var partition in tables.Mbr.Where(partition => partition is { IsDummy: false, Type: not MbrPartition.Protective }))
        {
            Tell(partition.FirstBlock, partition.EndBlock, NamesOf(partition));
        }

        void Tell(long first, long end, (string Item, string Name, string What) names)
        {
            if (!IsData(first, end) && !Fits(first * Block.Size, end - first) && reported.Add((first, end)))
            {
                lost(names.Item, $"The base's {names.What} from block {first} to {end - 1}. It is left out with its content, {why}.");
            }
        }
    }

    private static (string Item, string Name, string What) NamesOf(GptPartition partition) =>
        ($"GPT partition {partition.Number}", PartitionViews.NameOf(partition), $"GPT has a partition \"{partition.Name}\"");

    private static (string Item, string Name, string What) NamesOf(MbrPartition partition) =>
        ($"partition {partition.Number}", PartitionViews.NameOf(partition), $"master boot record has a partition ({(partition.TypeName.Length > 0 ? partition.TypeName : $"type {partition.Type:X2}")})");

    private static MbrEntry EntryOf(MbrPartition partition, PartitionPlace place, byte[] area)
    {
        var stored = area.AsMemory(MasterBootRecord.TableAt + ((partition.Number - 1) * MbrPartition.Size), MbrPartition.Size);

        // The entry that protects a GPT begins at the same address on disks of every shape (UEFI 5.2.3).
        var start = partition.Type == MbrPartition.Protective ? default : MbrPartition.StartChsOf(stored.Span);
        return new MbrEntry(partition, place) { Stored = stored, Geometry = DiskGeometry.Of(start, MbrPartition.EndChsOf(stored.Span), partition.FirstBlock, partition.EndBlock - 1) };
    }

    /// <summary>The partitions of a table that come along, with their places.</summary>
    private List<(T Partition, PartitionPlace Place)> Placed<T>(IEnumerable<T> partitions, Func<T, (long First, long End)> blocksOf, Func<T, bool> isFiller, Func<T, (string Item, string Name, string What)> namesOf)
        where T : class
    {
        // Those whose places do not depend on others come first.
        var all = partitions.Select(partition => (Partition: partition, Blocks: blocksOf(partition), IsFiller: isFiller(partition))).ToList();
        var own = all.ConvertAll(each => each.IsFiller || IsData(each.Blocks.First, each.Blocks.End) ? null : OwnPlace(each.Blocks.First, each.Blocks.End, namesOf(each.Partition)));
        var placed = new List<(T, PartitionPlace)>();
        for (var i = 0; i < all.Count; i++)
        {
            var (partition, (first, end), filler) = all[i];
            var place = own[i] ?? (IsData(first, end) ? Data(first, end)
                : filler ? new PartitionPlace.Between(Neighbour(end: first), Neighbour(start: end))
                : null);
            if (place is not null)
            {
                placed.Add((partition, place));
            }
        }

        return placed;

        PartitionPlace Data(long first, long end)
        {
            // What ends before the first file, and not because another partition begins there, says nothing of the files.
            var next = IndexOf(start: end);
            var hasRoom = next < 0 || all[next].Blocks.First > end;
            return hasRoom && IsBeforeFiles(end) ? new PartitionPlace.AtBlocks(first, end - first)
                : new PartitionPlace.FromBlock(first, next < 0 ? null : own[next]) { HasRoomBehind = hasRoom };
        }

        PartitionPlace? Neighbour(long? start = null, long? end = null) => IndexOf(start, end) is >= 0 and var found ? own[found] : null;

        // What begins first behind a block, or ends last before one.
        int IndexOf(long? start = null, long? end = null)
        {
            var found = -1;
            for (var i = 0; i < all.Count; i++)
            {
                var (first, last) = all[i].Blocks;
                if (own[i] is not null and not PartitionPlace.AtBlocks
                    && (start is { } from ? first >= from && (found < 0 || first < all[found].Blocks.First) : last <= end && (found < 0 || last > all[found].Blocks.End)))
                {
                    found = i;
                }
            }

            return found;
        }
    }

    /// <summary>Whether there are files, and all of them lie behind a block.</summary>
    private bool IsBeforeFiles(long block) =>
        reader.Layout().Regions.FirstOrDefault(region => region is { Kind: RegionKind.File, Length: > 0 }) is { } file && file.Offset >= block * Block.Size;

    /// <summary>Whether it is the volume itself, from its start on or from where its data begin.</summary>
    private bool IsData(long first, long end) =>
        end > SystemBlocks && end - first > 1 && (first <= SystemBlocks || first == reader.PartitionVolume?.Start * Block.PerSector);

    private PartitionPlace? OwnPlace(long first, long end, (string Item, string Name, string What) names)
    {
        if (end <= SystemBlocks)
        {
            return new PartitionPlace.AtBlocks(first, end - first);
        }

        var offset = first * Block.Size;
        if (copies.TryGetValue((first, end - first), out var known))
        {
            return known;
        }

        if (efiSectors.FindIndex(sector => sector * Block.PerSector == first) is >= 0 and var number)
        {
            return new PartitionPlace.OfEfiImage(number, IsInSectors(end - first));
        }

        if (reader.Layout().Regions.FirstOrDefault(region => region.Kind == RegionKind.Partition && region.Offset == offset && region.Length == (end - first) * Block.Size) is { } own)
        {
            var partition = new AppendedContent(names.Name, new ExtentSource(reader.Image, new Extent(offset, own.Length)), offset % Mebibyte == 0 ? Mebibyte : Bytes.Sector.Size, offset);
            appended.Add(partition);
            return copies[(first, end - first)] = new PartitionPlace.OfAppended(partition);
        }

        if (first % Block.PerSector == 0 && pathAt(offset) is { } path && Fits(offset, end - first))
        {
            return new PartitionPlace.OfFile(path, IsInSectors(end - first));
        }

        lost(names.Item, $"The base's {names.What} from block {first} to {end - 1}, which is not carried over: it {WhyNot(first, end)}.");
        return null;
    }

    /// <summary>Why a partition is neither something of the image nor a region by itself.</summary>
    private string WhyNot(long first, long end)
    {
        var (offset, length) = (first * Block.Size, (end - first) * Block.Size);
        return end > reader.Image.Length / Block.Size ? "ends beyond the image"
            : first % Block.PerSector != 0 ? "does not begin where a sector does"
            : reader.Layout().Regions.FirstOrDefault(region => region is { Length: > 0, Kind: not (RegionKind.Gap or RegionKind.Padding) } && region.Offset < offset + length && region.Offset + region.Length > offset) is { } other
                ? $"shares blocks with the {(other.Kind == RegionKind.File ? "file" : "region")} {other.Name}"
            : "shares blocks with another partition";
    }

    private static bool IsInSectors(long blocks) => blocks % Block.PerSector == 0;

    private bool IsFile(long offset) => reader.Layout().Regions.Any(region => region.Offset == offset && region.Kind == RegionKind.File);

    /// <summary>Whether a partition is as large as the file with which it begins.</summary>
    private bool Fits(long offset, long blocks) =>
        reader.Layout().Regions.FirstOrDefault(region => region.Offset == offset && region.Kind is RegionKind.File or RegionKind.BootImage) is { } region
        && blocks * Block.Size - region.Length is > -Bytes.Sector.Size and < Bytes.Sector.Size;
}
