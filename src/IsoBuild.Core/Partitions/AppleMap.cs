using System.Buffers.Binary;
using System.Text;
using IsoBuild.Bytes;
using IsoBuild.Layout;

namespace IsoBuild.Partitions;

/// <summary>The Apple partition map (Inside Macintosh: Devices, 3-22 to 3-27): the driver descriptor in block 0 and an entry a block from block 1 on, in blocks of 2048 bytes.</summary>
/// <remarks>With such blocks its entries lie beside the header of a GPT in the 512-byte block 1, and the entries of the GPT go behind them. A master boot record has the rest of block 0: the
/// descriptor then has, in place of the number of blocks, which nobody reads, a jump over itself. xorriso does both alike, and by these names it knows which entries only fill gaps.</remarks>
/// <param name="volume">The first and the last region of the volume to which the map leads.</param>
internal sealed class AppleMap(Func<ImageLayout, (Region First, Region Last)> volume) : IRegionEncoder
{
    /// <summary>The map itself, what is before the volume, the volume, and what is behind it.</summary>
    private const int MostEntries = 4;

    /// <summary>The first block of 512 bytes behind the map.</summary>
    public const int EndBlock = (1 + MostEntries) * Block.PerSector;

    /// <summary>How many bytes of code the descriptor takes.</summary>
    private const int DescriptorSize = 8;

    /// <summary>x86: does nothing.</summary>
    private const byte Nop = 0x90;

    private const int BlockSizeAt = 2;
    private const int BlockCount = 4;

    // Of an entry.
    private const int MapCount = 4;
    private const int Start = 8;
    private const int Count = 12;
    private const int NameAt = 16;
    private const int TypeAt = 48;
    private const int DataCount = 84;
    private const int Status = 88;

    /// <summary>Valid, allocated and readable; and a volume that is mounted at once.</summary>
    private const uint Readable = 0x13;
    private const uint MountedAtOnce = 0x40000000;

    /// <summary>The descriptor as x86 code: two instructions that harm nobody (inc bp; push dx; or [bx+si], al), and a jump over the last two bytes.</summary>
    private static ReadOnlySpan<byte> Descriptor => [(byte)'E', (byte)'R', Sector.Size >> 8, 0, 0xEB, 0x02, 0xFF, 0xFF];

    /// <summary>Whether code does the same without its first 8 bytes: there is none, it is our own, which moves, or instructions that do nothing follow.</summary>
    public static bool LeavesRoom(ReadOnlySpan<byte> code) =>
        code.IsEmpty || code.StartsWith("ER"u8) || code.StartsWith(BootCode.Message)
        || (code.Length > 2 * DescriptorSize && !code[2..(2 * DescriptorSize)].ContainsAnyExcept(Nop));

    /// <summary>Whether something of a system area is lost under a map.</summary>
    public static bool Overwrites(ReadOnlySpan<byte> area)
    {
        var isLost = area[..DescriptorSize].ContainsAnyExcept((byte)0) && !LeavesRoom(area[..MasterBootRecord.CodeSize]);
        for (var i = 1; i <= MostEntries; i++)
        {
            isLost |= area.Slice(i * Sector.Size, Block.Size).ContainsAnyExcept((byte)0);
        }

        return isLost;
    }

    /// <summary>The bytes of an image at which a map says that HFS volumes begin, HFS+ or not: none when there is no map.</summary>
    /// <param name="area">The image's system area.</param>
    public static List<long> VolumesIn(ReadOnlySpan<byte> area)
    {
        var volumes = new List<long>();
        if (!area.StartsWith("ER"u8))
        {
            return volumes;
        }

        // Some write the map in other blocks than the descriptor says.
        foreach (var unit in (ReadOnlySpan<int>)[BinaryPrimitives.ReadUInt16BigEndian(area[BlockSizeAt..]), Block.Size])
        {
            var count = 1u;
            for (var i = 1; unit >= Block.Size && i <= count && (i * unit) + Block.Size <= area.Length; i++)
            {
                var entry = area.Slice(i * unit, Block.Size);
                if (!entry.StartsWith("PM"u8))
                {
                    break;
                }

                count = BinaryPrimitives.ReadUInt32BigEndian(entry[MapCount..]);
                if (entry[TypeAt..].StartsWith("Apple_HFS\0"u8))
                {
                    volumes.Add(BinaryPrimitives.ReadUInt32BigEndian(entry[Start..]) * (long)unit);
                }
            }
        }

        return volumes;
    }

    /// <summary>Where the volume lies, in blocks of 512 bytes.</summary>
    public (long First, long End) Volume(ImageLayout layout)
    {
        var (first, last) = volume(layout);
        return (first.Sector * Block.PerSector, (last.Sector + last.SectorCount) * Block.PerSector);
    }

    /// <summary>Writes the map into a system area, which may have a master boot record and a GPT.</summary>
    public void Encode(Region region, EncodingContext context, Span<byte> destination)
    {
        var sectors = context.Layout.SectorCount;
        if (destination[DescriptorSize..Block.Size].ContainsAnyExcept((byte)0))
        {
            if (destination.StartsWith(BootCode.Message))
            {
                BootCode.MessageBehindDescriptor.CopyTo(destination[DescriptorSize..]);
            }

            Descriptor.CopyTo(destination);
        }
        else
        {
            Descriptor[..BlockCount].CopyTo(destination);
            BinaryPrimitives.WriteUInt32BigEndian(destination[BlockCount..], (uint)sectors);
        }

        var (first, end) = Volume(context.Layout);
        (first, end) = (first / Block.PerSector, end / Block.PerSector);
        List<(string Name, string Type, long Start, long End, uint Status)> entries =
        [
            ("Apple", "Apple_partition_map", 1, 1 + MostEntries, Readable),
            ("Gap0", "ISO9660_data", FixedAreas.SystemAreaSectors, first, Readable),
            ("HFSPLUS_Hybrid", "Apple_HFS", first, end, Readable | MountedAtOnce),
        ];
        if (end < sectors)
        {
            entries.Add(("Gap1", "ISO9660_data", end, sectors, Readable));
        }

        for (var i = 0; i < entries.Count; i++)
        {
            var entry = destination.Slice((1 + i) * Sector.Size, Block.Size);
            entry.Clear();
            "PM"u8.CopyTo(entry);
            BinaryPrimitives.WriteUInt32BigEndian(entry[MapCount..], (uint)entries.Count);
            BinaryPrimitives.WriteUInt32BigEndian(entry[Start..], (uint)entries[i].Start);
            BinaryPrimitives.WriteUInt32BigEndian(entry[Count..], (uint)(entries[i].End - entries[i].Start));
            Encoding.ASCII.GetBytes(entries[i].Name, entry[NameAt..]);
            Encoding.ASCII.GetBytes(entries[i].Type, entry[TypeAt..]);
            BinaryPrimitives.WriteUInt32BigEndian(entry[DataCount..], (uint)(entries[i].End - entries[i].Start));
            BinaryPrimitives.WriteUInt32BigEndian(entry[Status..], entries[i].Status);
        }
    }
}
