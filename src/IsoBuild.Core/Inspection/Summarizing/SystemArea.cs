using System.Buffers.Binary;

namespace IsoBuild.Inspection;

/// <summary>An entry of the partition table in a master boot record, as an image that also starts from a disk has it.</summary>
/// <param name="Number">Its place in the table, from 1 on.</param>
/// <param name="Type">What it says to hold.</param>
/// <param name="IsActive">Whether firmware is told to start from it.</param>
/// <param name="FirstBlock">Where it begins, in blocks of 512 bytes.</param>
/// <param name="BlockCount">Its size, in blocks of 512 bytes.</param>
public sealed record MbrPartition(int Number, byte Type, bool IsActive, long FirstBlock, long BlockCount);

/// <summary>What lies in the first 16 sectors, which ECMA-119 6.2.1 leaves to the system: recognised, not interpreted.</summary>
internal static class SystemArea
{
    /// <summary>The blocks that partition tables count in.</summary>
    public const int BlockSize = 512;

    private const int EntrySize = 16;
    private const int EntryCount = 4;
    private const int FirstEntry = BlockSize - 2 - (EntryCount * EntrySize);

    /// <summary>What there is, in a few words.</summary>
    public static string Describe(ReadOnlySpan<byte> area)
    {
        if (!area.ContainsAnyExcept((byte)0))
        {
            return "empty";
        }

        var found = new List<string>();
        if (HasMbr(area))
        {
            found.Add("MBR");
        }

        if (area[BlockSize..].StartsWith("EFI PART"u8))
        {
            found.Add("GPT");
        }

        if (HasApplePartitions(area))
        {
            found.Add("Apple partition map");
        }

        return found.Count == 0 ? "in use" : string.Join(", ", found);
    }

    /// <summary>The entries of the master boot record that are in use; none when there is no such record.</summary>
    public static IReadOnlyList<MbrPartition> Partitions(ReadOnlySpan<byte> area)
    {
        var found = new List<MbrPartition>();
        for (var i = 0; i < EntryCount && HasMbr(area); i++)
        {
            var entry = area.Slice(FirstEntry + (i * EntrySize), EntrySize);
            var count = BinaryPrimitives.ReadUInt32LittleEndian(entry[12..]);
            if (entry[4] != 0 || count != 0)
            {
                found.Add(new MbrPartition(i + 1, entry[4], (entry[0] & 0x80) != 0, BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]), count));
            }
        }

        return found;
    }

    /// <summary>What a partition of that type holds, as far as images have them; empty for others.</summary>
    public static string TypeName(byte type) => type switch
    {
        0x00 => "of no type",
        0x01 or 0x04 or 0x06 or 0x0E => "FAT",
        0x07 => "NTFS or exFAT",
        0x0B or 0x0C => "FAT32",
        0x17 => "hidden, as isohybrid has it",
        0x83 => "Linux",
        0x96 => "ISO 9660",
        0xCD => "ISO 9660",
        0xEE => "protects the GPT",
        0xEF => "EFI system partition",
        _ => "",
    };

    /// <summary>What lies at a byte of the system area, behind its name: <c>, MBR partition 1</c>.</summary>
    public static string PlaceOf(long offset, bool hasGpt) => offset switch
    {
        < 440 => ", boot code",
        < 444 => ", MBR disk signature",
        < FirstEntry => ", MBR",
        < BlockSize - 2 => string.Create(System.Globalization.CultureInfo.InvariantCulture, $", MBR partition {((offset - FirstEntry) / EntrySize) + 1}"),
        < BlockSize => ", MBR signature",
        < BlockSize + 16 + 4 when hasGpt && offset >= BlockSize + 16 => ", GPT header checksum",
        < BlockSize + 56 + 16 when hasGpt && offset >= BlockSize + 56 => ", GPT disk GUID",
        < 2 * BlockSize when hasGpt => ", GPT header",
        < (2 * BlockSize) + (128 * 128) when hasGpt => string.Create(System.Globalization.CultureInfo.InvariantCulture, $", GPT partition {((offset - (2 * BlockSize)) / 128) + 1}"),
        _ => "",
    };

    private static bool HasMbr(ReadOnlySpan<byte> area) => area[510] == 0x55 && area[511] == 0xAA;

    /// <summary>The driver descriptor names the size of blocks; the map begins with the second.</summary>
    private static bool HasApplePartitions(ReadOnlySpan<byte> area)
    {
        var blockSize = area.StartsWith("ER"u8) ? BinaryPrimitives.ReadUInt16BigEndian(area[2..]) : (ushort)0;
        return IsEntry(area, BlockSize) || IsEntry(area, Bytes.Sector.Size) || (blockSize > 0 && IsEntry(area, blockSize));

        static bool IsEntry(ReadOnlySpan<byte> area, int offset) => offset < area.Length - 4 && area[offset..].StartsWith("PM\0\0"u8);
    }
}
