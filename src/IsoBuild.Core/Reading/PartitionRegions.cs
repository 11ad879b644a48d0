using IsoBuild.Bytes;
using IsoBuild.Layout;
using IsoBuild.Partitions;

namespace IsoBuild.Reading;

/// <summary>What partition tables tell of the layout: where they lie themselves, and partitions of which nothing else tells.</summary>
internal static class PartitionRegions
{
    private const int SystemAreaSize = FixedAreas.SystemAreaSectors * Sector.Size;

    /// <summary>Takes a region: where it begins, how long it is, what it is, and what it is called.</summary>
    public delegate void Adder(long offset, long length, RegionKind kind, object subject);

    /// <summary>Adds what tables have outside the system area: their second one, and entries that lie elsewhere.</summary>
    public static void AddTables(PartitionTableReading tables, Adder add)
    {
        AddTable(tables.Primary, "GPT", add);
        if (tables is { LargeBackup: { Array: not null } large, Backup: { Array: not null } usual } && usual.ArrayOffset > large.HeaderOffset && usual.HeaderOffset + Block.Size == large.HeaderOffset + LargeGpt.BlockSize)
        {
            // The last block has both backups.
            add(large.ArrayOffset, usual.HeaderOffset + Block.Size - large.ArrayOffset, RegionKind.PartitionTable, "GPT backup");
            return;
        }

        AddTable(tables.Backup, "GPT backup", add);
    }

    /// <summary>Adds partitions that share no byte with anything that is known.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="known">What is known, in any order.</param>
    /// <param name="imageLength">How long the image is.</param>
    /// <param name="add">Takes them.</param>
    public static void AddUnknown(PartitionTables tables, List<(long Offset, long Length)> known, long imageLength, Adder add)
    {
        var views = PartitionViews.Of(tables.Mbr, (tables.Gpt?.Partitions ?? []).Where(partition => !partition.IsFiller))
            .Where(view => view.Offset >= SystemAreaSize && view.Offset % Sector.Size == 0 && view.Length > 0 && view.Length <= imageLength - view.Offset).ToList();
        if (views.Count == 0)
        {
            return;
        }

        // Of what begins before a place, how far it goes at most: tables may have thousands of entries, and images a million files.
        known.Sort();
        var starts = known.ConvertAll(region => region.Offset);
        var ends = new List<long>(known.Count);
        foreach (var (offset, length) in known)
        {
            ends.Add(Math.Max(ends.Count > 0 ? ends[^1] : 0, offset + length));
        }

        long end = 0;
        foreach (var view in views.OrderBy(view => view.Offset))
        {
            var before = starts.BinarySearch(view.Offset + view.Length - 1);
            before = before < 0 ? ~before - 1 : before;
            if (view.Offset >= end && (before < 0 || ends[before] <= view.Offset))
            {
                add(view.Offset, view.Length, RegionKind.Partition, view.Name);
                end = view.Offset + view.Length;
            }
        }
    }

    private static void AddTable(GptReading? table, string name, Adder add)
    {
        if (table is null)
        {
            return;
        }

        // Entries right before their header are one with it, as those of every backup are.
        var isOne = table.Array is not null && table.ArrayOffset < table.HeaderOffset && table.ArrayOffset + table.Array.Length == table.HeaderOffset;
        if (table.HeaderOffset >= SystemAreaSize)
        {
            var start = isOne ? table.ArrayOffset : table.HeaderOffset;
            add(start, table.HeaderOffset + Block.Size - start, RegionKind.PartitionTable, name);
        }

        if (!isOne && table.Array is not null && table.ArrayOffset >= SystemAreaSize)
        {
            add(table.ArrayOffset, table.Array.Length, RegionKind.PartitionTable, $"{name} entries");
        }
    }
}
