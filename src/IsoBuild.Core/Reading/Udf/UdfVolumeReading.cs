using System.Collections.Immutable;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;
using IsoBuild.Udf;

namespace IsoBuild.Reading;

/// <summary>A UDF volume: what its descriptors say, and where they lie, all in bytes.</summary>
internal sealed class UdfVolumeReading
{
    public required ImageFile Image { get; init; }

    /// <summary>Where its session begins.</summary>
    public required long Start { get; init; }

    /// <summary>The size of sectors and of logical blocks, which are the same in UDF (UDF 1.02 2.2.4.2).</summary>
    public required int BlockSize { get; init; }

    /// <summary>By the numbers of their partition maps.</summary>
    public required UdfBlocks[] Partitions { get; init; }

    /// <summary>The tables that say where bad blocks are.</summary>
    public IReadOnlyList<UdfSparingPlace> SparingTables { get; init; } = [];

    /// <summary>The root directory's ICB.</summary>
    public LongExtent Root { get; set; }

    public required UdfVolumeInfo Info { get; init; }

    /// <summary>The program that wrote the volume, as its primary descriptor says, without the asterisk of unregistered names.</summary>
    public string Writer { get; init; } = "";

    /// <summary>The volume recognition sequence: the letters of each descriptor of ECMA-167, and where it lies.</summary>
    public required IReadOnlyList<(long Offset, string Name)> Recognition { get; init; }

    /// <summary>Every anchor that there is, in disk order.</summary>
    public required IReadOnlyList<long> Anchors { get; init; }

    public required (long Offset, long Length) MainSequence { get; init; }

    public required (long Offset, long Length) ReserveSequence { get; init; }

    public (long Offset, long Length) Integrity { get; init; }

    public (long Offset, long Length) FileSet { get; set; }

    /// <summary>Why its files may be other ones than they should be; <see langword="null"/> when nothing speaks for that.</summary>
    public Diagnostic? Doubt { get; set; }

    /// <summary>A sound anchor by which other files would be found, and where its main sequence begins.</summary>
    public (long Anchor, long Sequence)? Rival { get; set; }

    /// <summary>What the file set is called.</summary>
    public string FileSetId { get; set; } = "";

    /// <summary>The block at which the file set begins, in its partition.</summary>
    public uint FileSetBlock { get; set; }

    /// <summary>The partition, as layouts name it.</summary>
    public ImmutableArray<View> Views => [new View("udf", Info.PartitionOffset, Info.PartitionLength)];

    /// <summary>In how many pieces the partitions lie.</summary>
    public int RunCount => Partitions.Sum(partition => partition.RunCount);

    /// <summary>Where a block of a partition lies, and how many bytes follow it without a gap.</summary>
    public bool TryLocate(BlockAddress address, out long offset, out long room)
    {
        (offset, room) = (0, 0);
        return address.Partition < Partitions.Length && Partitions[address.Partition].TryLocate(address.Block, out offset, out room);
    }
}

/// <summary>The blocks of a partition map (ECMA-167 3/10.7): runs of them lie in one piece.</summary>
internal sealed class UdfBlocks
{
    private readonly int blockSize;

    /// <summary>In the order of blocks, without gaps between them: the first block, and the byte at which it lies (-1 where it is not recorded).</summary>
    private readonly List<(long First, long Offset)> runs = [];

    public UdfBlocks(int blockSize) => this.blockSize = blockSize;

    /// <summary>Where runs lie, by that, and which they are; made when somebody asks.</summary>
    private (long Offset, int Run)[]? places;

    /// <summary>In how many pieces they lie.</summary>
    public int RunCount => runs.Count;

    /// <summary>How many blocks there are.</summary>
    public long BlockCount { get; private set; }

    /// <summary>Adds the next blocks.</summary>
    public void Add(long offset, long blocks)
    {
        if (blocks <= 0)
        {
            return;
        }

        if (runs.Count == 0 || runs[^1].Offset < 0 || runs[^1].Offset + ((BlockCount - runs[^1].First) * blockSize) != offset)
        {
            runs.Add((BlockCount, offset));
        }

        BlockCount += blocks;
    }

    /// <summary>Which block lies at an offset; -1 when none does.</summary>
    public long BlockAt(long offset)
    {
        places ??= [.. runs.Select((run, i) => (run.Offset, Run: i)).Where(place => place.Offset >= 0).OrderBy(place => place.Offset)];

        // No run has that number, so the search ends behind the last one that begins there or before.
        var found = ~Array.BinarySearch(places, (offset, int.MaxValue)) - 1;
        if (found < 0)
        {
            return -1;
        }

        var number = places[found].Run;
        var end = number + 1 < runs.Count ? runs[number + 1].First : BlockCount;
        var block = runs[number].First + ((offset - runs[number].Offset) / blockSize);
        return block < end ? block : -1;
    }

    /// <summary>Where a block lies, and how many bytes follow it without a gap.</summary>
    public bool TryLocate(long block, out long offset, out long room)
    {
        (offset, room) = (0, 0);
        if (block >= BlockCount)
        {
            return false;
        }

        var (low, high) = (0, runs.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = runs[middle].First <= block ? (middle, high) : (low, middle - 1);
        }

        if (runs[low].Offset < 0)
        {
            return false;
        }

        var end = low + 1 < runs.Count ? runs[low + 1].First : BlockCount;
        offset = runs[low].Offset + ((block - runs[low].First) * blockSize);
        room = (end - block) * blockSize;
        return true;
    }
}
