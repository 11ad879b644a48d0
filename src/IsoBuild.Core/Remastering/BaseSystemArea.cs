using System.Buffers.Binary;
using System.Text;
using IsoBuild.Partitions;
using IsoBuild.Reading;

namespace IsoBuild.Remastering;

/// <summary>What the system area of the base holds beside tables of partitions: what partitions there have, what is known to tell places, and what nobody knows.</summary>
/// <param name="reading">The tables of the base.</param>
internal sealed class BaseSystemArea(PartitionTableReading reading)
{
    /// <summary>Where the master directory block of an HFS volume lies (Inside Macintosh: Files, 2-60).</summary>
    private const int HfsAt = 1024;

    private const int MapStartAt = 8;
    private const int MapTypeAt = 48;
    private const int MapNameAt = 16;
    private const int MapTextSize = 32;

    /// <summary>What coreos-installer and its kin write to find room for their files in: a word, and behind it the byte of the image at which it begins, and its size.
    /// Of arguments for the kernel: a word, the size, the byte at which their first value is kept, and the bytes of every place where they are to be changed.</summary>
    private static readonly (int At, string Word, int Pointer, int Count)[] Embedded =
    [
        (32672, "coreKarg", 16, 7),
        (32720, "ramdisk+", 8, 1),
        (32744, "coreiso+", 8, 1),
    ];

    /// <summary>What boot blocks for machines that know no El Torito begin with, or have at a place of their own; they tell where their files lie (PALO's lif.h, aboot's isomarkboot, MIPS' dvh.h, Ultrix' pz.h, Sun's dklabel.h).</summary>
    private static readonly (int At, byte[] Mark, string Machine)[] Machines =
    [
        (0, [0x80, 0x00, .. "PALO"u8], "HP-PA (PALO)"),
        (0, [.. "Linux/Alpha aboot"u8], "DEC Alpha (aboot)"),
        (0, [0x0B, 0xE5, 0xA9, 0x41], "MIPS (SGI volume header)"),
        (8, [0x7A, 0x75, 0x02, 0x00], "MIPS, little-endian (DECstation)"),
        (508, [0xDA, 0xBE], "SPARC (Sun disk label)"),
    ];

    private bool HasHfs => reading.Area.AsSpan(HfsAt).StartsWith("BD"u8);

    /// <summary>What of Apple's the base has, and the image will not: a few words; empty when there is nothing.</summary>
    public string Apple()
    {
        var found = new List<string>();
        foreach (var at in MapEntries())
        {
            if (Text(at + MapTypeAt) is { } type && type.StartsWith("Apple_", StringComparison.Ordinal) && !string.Equals(type, "Apple_partition_map", StringComparison.Ordinal))
            {
                found.Add($"{Text(at + MapNameAt)}, {type}");
            }
        }

        return reading.Tables.HasAppleMap ? $"an Apple partition map{(found.Count > 0 ? $" ({string.Join("; ", found)})" : "")}" : HasHfs ? "an HFS volume" : "";
    }

    /// <summary>The places that are told, of headers that are known.</summary>
    public IEnumerable<(int Header, int Size, string Word, int At, long Offset)> Places()
    {
        foreach (var (at, word, pointer, count) in Embedded)
        {
            if (!reading.Area.AsSpan(at).StartsWith(Encoding.ASCII.GetBytes(word)))
            {
                continue;
            }

            for (var i = 0; i < count; i++)
            {
                var place = at + pointer + (i * sizeof(ulong));
                if (BinaryPrimitives.ReadUInt64LittleEndian(reading.Area.AsSpan(place)) is > 0 and < long.MaxValue and var offset)
                {
                    yield return (at, pointer + ((word == "coreKarg" ? count : count + 1) * sizeof(ulong)), word, place, (long)offset);
                }
            }
        }
    }

    /// <summary>For which machines the first block is a boot block; <see langword="null"/> when that is not known.</summary>
    public string? Machine() => Array.Find(Machines, known => reading.Area.AsSpan(known.At).StartsWith(known.Mark)).Machine;

    /// <summary>What is to be kept.</summary>
    /// <param name="hasTables">Whether the image has tables of partitions.</param>
    /// <param name="onlyPartitions">Whether nothing is kept but what partitions have.</param>
    /// <param name="hasUnknown">Whether there is something that nobody knows.</param>
    public byte[] Kept(bool hasTables, bool onlyPartitions, out bool hasUnknown)
    {
        var area = reading.Area.ToArray();
        ClearTables(area, hasTables);

        // What remains when all is taken away that is known.
        var known = new byte[area.Length];
        Mark(known);
        foreach (var (header, size, _, _, _) in onlyPartitions ? [] : Places())
        {
            known.AsSpan(header, size).Fill(1);
        }

        hasUnknown = false;
        for (var i = 0; i < area.Length; i++)
        {
            hasUnknown |= known[i] == 0 && area[i] != 0;
            area[i] = onlyPartitions && known[i] == 0 ? (byte)0 : area[i];
        }

        hasUnknown &= !onlyPartitions;
        return area;
    }

    /// <summary>Marks the bytes of partitions that lie in the system area.</summary>
    private void Mark(byte[] known)
    {
        var blocks = known.Length / Block.Size;
        foreach (var (first, end) in reading.Tables.Mbr.Where(partition => !partition.IsDummy).Select(partition => (partition.FirstBlock, partition.EndBlock))
            .Concat((reading.Tables.Gpt?.Partitions ?? []).Select(partition => ((long)Math.Min(partition.FirstBlock, long.MaxValue), (long)Math.Min(partition.LastBlock, long.MaxValue - 1) + 1))))
        {
            if (first > 0 && first < end && end <= blocks)
            {
                known.AsSpan((int)first * Block.Size, (int)(end - first) * Block.Size).Fill(1);
            }
        }
    }

    private void ClearTables(byte[] area, bool hasTables)
    {
        if (hasTables || reading.Tables.HasMbr || reading.Tables.HasAppleMap)
        {
            area.AsSpan(0, Block.Size).Clear();
        }

        if (HasHfs)
        {
            // All of it belongs to that volume: its bitmap and its trees.
            ClearApple(area, Block.Size, area.Length);
        }

        var unit = reading.Area.AsSpan().StartsWith("ER"u8) ? BinaryPrimitives.ReadUInt16BigEndian(reading.Area.AsSpan(2)) : (long)Block.Size;
        foreach (var at in MapEntries())
        {
            var start = BinaryPrimitives.ReadUInt32BigEndian(reading.Area.AsSpan(at + MapStartAt)) * unit;
            ClearApple(area, at, at + Block.Size);
            ClearApple(area, Math.Max(start, Block.Size), start + (BinaryPrimitives.ReadUInt32BigEndian(reading.Area.AsSpan(at + MapStartAt + sizeof(uint))) * unit));
        }

        if (reading.Large is not null)
        {
            area.AsSpan(LargeGpt.HeaderAt, LargeGpt.End - LargeGpt.HeaderAt).Clear();
        }

        if (reading.Primary is { } gpt)
        {
            area.AsSpan(GptHeader.PrimaryBlock * Block.Size, Block.Size).Clear();
            var array = (long)Math.Min(gpt.Header.ArrayBlock, long.MaxValue / Block.Size) * Block.Size;
            var end = Math.Min(area.Length, array + (gpt.Array?.Length ?? 0));
            if (array < end)
            {
                area.AsSpan((int)array, (int)(end - array)).Clear();
            }
        }
    }

    /// <summary>Clears what Apple's structures have, but for what partitions of other tables have there too.</summary>
    private void ClearApple(byte[] area, long start, long end)
    {
        var kept = new byte[area.Length];
        Mark(kept);
        for (var i = start; i < Math.Min(end, area.Length); i++)
        {
            area[i] = kept[i] == 0 ? (byte)0 : area[i];
        }
    }

    private IEnumerable<int> MapEntries()
    {
        for (var at = Block.Size; at < reading.Area.Length; at += Block.Size)
        {
            if (reading.Area.AsSpan(at).StartsWith("PM\0\0"u8))
            {
                yield return at;
            }
        }
    }

    private string Text(int at) => Encoding.ASCII.GetString(reading.Area.AsSpan(at, MapTextSize)).TrimEnd('\0');
}
