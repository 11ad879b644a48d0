using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Partitions;

/// <summary>An entry of the master boot record that is still to be placed.</summary>
/// <param name="Partition">Its number, its type, and whether it is active.</param>
/// <param name="Place">Where it lies.</param>
internal sealed record MbrEntry(MbrPartition Partition, PartitionPlace Place)
{
    /// <summary>The shape of the disk by which it tells its place a second time; <see langword="null"/> for addresses that tell nothing.</summary>
    public DiskGeometry? Geometry { get; init; }

    /// <summary>The entry as another image has it: while it has the same place, these bytes are its own.</summary>
    public ReadOnlyMemory<byte> Stored { get; init; }
}

/// <summary>An entry of the GPT that is still to be placed.</summary>
/// <param name="Partition">All that it says but its place.</param>
/// <param name="Place">Where it lies.</param>
internal sealed record GptEntry(GptPartition Partition, PartitionPlace Place);

/// <summary>What partition tables are to say, before anything has an address: which partitions there are, and what each of them is.</summary>
/// <remarks>Whatever the form — protective, isohybrid's, a plain master boot record, with partitions that are appended — it is such a list.</remarks>
internal sealed record TableForm
{
    /// <summary>The entries of the master boot record, in the order of their numbers.</summary>
    public IReadOnlyList<MbrEntry> Mbr { get; init; } = [];

    /// <summary>The entries of the GPT, in the order of their numbers; <see langword="null"/> for an image without one.</summary>
    public IReadOnlyList<GptEntry>? Gpt { get; init; }

    /// <summary>How many entries the GPT has room for.</summary>
    public int GptEntryCount { get; init; } = GptHeader.EntryCount;

    /// <summary>The first block of which the GPT says that partitions may have it; when left out, that behind its entries.</summary>
    public long? FirstUsableBlock { get; init; }

    /// <summary>The sector at which a partition begins that is a volume by itself, with descriptors and directories of its own that count from there; 0 for none.</summary>
    public long VolumeStart { get; init; }

    /// <summary>On what boundary images for UEFI begin that are no files, in bytes.</summary>
    public long EfiAlignment { get; init; } = Bytes.Sector.Size;

    /// <summary>Whether the image's size is a whole number of cylinders.</summary>
    public bool EndsWithCylinder { get; init; }

    /// <summary>The shape of the disk whose cylinders these are, when it is not the usual one of a disk of that size.</summary>
    public DiskGeometry? Shape { get; init; }

    /// <summary>The number of the disk in the master boot record, 0 for none.</summary>
    public uint DiskSignature { get; init; }

    /// <summary>The partitions that are appended, in disk order.</summary>
    public IReadOnlyList<AppendedContent> Appended { get; init; } = [];

    /// <summary>How many images for UEFI the entries were made for.</summary>
    public int EfiImageCount { get; init; }

    /// <summary>The form without the entries of some numbers, in whose place others come, and without what only they have. What is the image's own stays: it gets other numbers.</summary>
    public TableForm Without(IEnumerable<int> numbers)
    {
        var taken = numbers.ToHashSet();
        var mbr = Mbr.Where(entry => entry.Place is PartitionPlace.FromBlock || !taken.Contains(entry.Partition.Number)).ToList();
        var gpt = Gpt?.Where(entry => entry.Place is PartitionPlace.FromBlock || !taken.Contains(entry.Partition.Number)).ToList();
        var places = mbr.Select(entry => entry.Place).Concat((gpt ?? []).Select(entry => entry.Place)).OfType<PartitionPlace.OfAppended>().Select(place => place.Partition).ToHashSet();
        mbr = gpt is null ? mbr : [.. Mbr];
        places.UnionWith(mbr.Select(entry => entry.Place).OfType<PartitionPlace.OfAppended>().Select(place => place.Partition));
        List<AppendedContent> left = [.. Appended.Where(places.Contains)];
        return this with
        {
            Mbr = mbr.ConvertAll(entry => entry with { Place = Until(entry.Place) }),
            Gpt = gpt?.ConvertAll(entry => entry with { Place = Until(entry.Place) }),
            Appended = left,
        };

        // What ended where one began that goes ends where the next one does.
        PartitionPlace Until(PartitionPlace place) => place is PartitionPlace.FromBlock { Until: PartitionPlace.OfAppended { Partition: var partition } } data && !left.Contains(partition)
            ? data with { Until = left.Count > 0 ? new PartitionPlace.OfAppended(left[0]) : null }
            : place;
    }

    /// <summary>Makes the appended partitions known to the content.</summary>
    public void AddTo(ContentTree content)
    {
        foreach (var partition in Appended)
        {
            partition.AddTo(content);
        }
    }

    /// <summary>Tells the content of files where the appended partitions go.</summary>
    public void AddTo(FileData files)
    {
        foreach (var partition in Appended)
        {
            files.Unshown.Add((partition.File!, partition.Name, RegionKind.Partition));
            files.Slots[partition.File!] = RegionSlot.Appended;
        }
    }
}
