using IsoBuild.Udf;

namespace IsoBuild.Reading;

/// <summary>A sparing table of a volume: where it lies, and why it is not gone by; nothing, where it can be.</summary>
internal readonly record struct UdfSparingPlace(long Offset, long Length, string? Problem);

/// <summary>Finds out which packets of a sparable partition are elsewhere (UDF 1.50 2.2.9, 2.2.11). There are up to four tables, which say the same: one that can be read is enough.
/// Where none can, nobody knows what has become of bad blocks.</summary>
internal sealed class UdfSparing(ImageFile image, int blockSize)
{
    /// <summary>A table counts with 16 bits: 512 KiB and its head.</summary>
    private const uint LargestTable = 1 << 20;

    private List<(uint Original, uint Mapped)> spared = [];

    /// <summary>Every table, in the order in which the partition map names them.</summary>
    public List<UdfSparingPlace> Tables { get; } = [];

    /// <summary>The packets that are elsewhere, in their order: the first block in the partition, and the sector of the volume at which it really begins.</summary>
    public IReadOnlyList<(uint Original, uint Mapped)> Spared => spared;

    /// <summary>Reads all tables.</summary>
    /// <param name="map">The map of the partition, which is sound.</param>
    /// <param name="blocks">How many blocks the partition has.</param>
    /// <returns>What is wrong, where that cannot be done; otherwise <see langword="null"/>.</returns>
    public string? Read(SparableMap map, long blocks)
    {
        uint? newest = null;
        var contradiction = "";
        for (var i = 0; i < map.TableCount; i++)
        {
            var sector = map.Table(i);
            var offset = sector * (long)blockSize;
            var bytes = new byte[Math.Min(map.TableSize, LargestTable)];
            var table = new SparingTable(bytes);
            List<(uint Original, uint Mapped)> found = [];
            var problem = !image.TryRead(offset, bytes) ? $"it is beyond the image's end at {image.Length}"
                : ProblemOf(table, sector) ?? Take(table, map.PacketLength, blocks, found);
            Tables.Add(new UdfSparingPlace(offset, (bytes.Length + blockSize - 1) / blockSize * (long)blockSize, problem));
            if (problem is not null)
            {
                continue;
            }

            if (newest == table.SequenceNumber && !found.SequenceEqual(spared))
            {
                contradiction = $"its sparing table at byte {offset} maps other blocks than the previous one with the same number";
            }
            else if (newest is null || table.SequenceNumber > newest)
            {
                (newest, spared, contradiction) = (table.SequenceNumber, found, "");
            }
        }

        return contradiction.Length > 0 ? contradiction
            : map.TableCount == 0 ? "it has no sparing table, which maps bad blocks"
            : newest is null ? $"none of its {map.TableCount} sparing tables, which map bad blocks, can be read: {Tables[0].Problem}"
            : null;
    }

    private static string? ProblemOf(SparingTable table, uint sector)
    {
        var faults = table.Faults(sector);
        return UdfTags.IsNone(faults) || !table.IsNamed ? "there is no sparing table"
            : UdfTags.Describe(faults) is { } words ? $"it {words}"
            : table.IsWhole ? null
            : $"it has no room for the {table.Count} packets that it declares";
    }

    /// <summary>Takes what is in use; what is wrong with it, if anything.</summary>
    private static string? Take(SparingTable table, ushort packetLength, long blocks, List<(uint Original, uint Mapped)> found)
    {
        for (var i = 0; i < table.Count; i++)
        {
            var entry = table[i];
            if (entry.Original >= SparingTable.FirstUnused)
            {
                continue;
            }

            if (entry.Original % packetLength != 0 || entry.Original >= blocks)
            {
                return $"it names block {entry.Original}, at which no packet of the partition begins";
            }

            found.Add(entry);
        }

        // Not every writer keeps them in their order.
        found.Sort();
        for (var i = 1; i < found.Count; i++)
        {
            if (found[i].Original == found[i - 1].Original)
            {
                return $"it names block {found[i].Original} twice";
            }
        }

        return null;
    }
}
