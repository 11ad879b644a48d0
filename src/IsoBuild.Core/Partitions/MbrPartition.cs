using System.Buffers.Binary;

namespace IsoBuild.Partitions;

/// <summary>An entry of the partition table in a master boot record (UEFI 5.2.1).</summary>
/// <param name="Number">Its number in the table, from 1.</param>
/// <param name="Type">The partition type.</param>
/// <param name="IsActive">Whether it is marked as active (bootable).</param>
/// <param name="FirstBlock">Where it begins, in blocks of 512 bytes.</param>
/// <param name="BlockCount">Its size, in blocks of 512 bytes.</param>
public sealed record MbrPartition(int Number, byte Type, bool IsActive, long FirstBlock, long BlockCount)
{
    internal const int Size = 16;

    /// <summary>An entry that protects a GPT (UEFI 5.2.3).</summary>
    internal const byte Protective = 0xEE;

    /// <summary>An EFI system partition.</summary>
    internal const byte EfiSystem = 0xEF;

    /// <summary>The boot partition of PowerPC machines (PReP), which holds a program.</summary>
    internal const byte PrepBoot = 0x41;

    /// <summary>What isohybrid calls an image: hidden NTFS, so that Windows leaves it alone.</summary>
    internal const byte Hidden = 0x17;

    private const byte ActiveFlag = 0x80;
    private const int StartChs = 1;
    private const int TypeAt = 4;
    private const int EndChs = 5;
    private const int First = 8;
    private const int Count = 12;

    /// <summary>The name of the partition type, for types that occur in images; otherwise empty.</summary>
    public string TypeName => Type switch
    {
        0x00 => "of no type",
        0x01 or 0x04 or 0x06 or 0x0E => "FAT",
        0x07 => "NTFS or exFAT",
        0x0B or 0x0C => "FAT32",
        Hidden => "hidden, as isohybrid has it",
        PrepBoot => "PReP boot",
        0x83 => "Linux",
        0x96 => "ISO 9660",
        0xCD => "ISO 9660",
        Protective => "protects the GPT",
        EfiSystem => "EFI system partition",
        _ => "",
    };

    /// <summary>The first block behind it.</summary>
    internal long EndBlock => FirstBlock + BlockCount;

    /// <summary>Whether it says nothing but that something is active, for firmware that looks for that.</summary>
    internal bool IsDummy => Type == 0 && BlockCount <= 1;

    /// <summary>Where an entry tells a second time where it begins, and where it ends.</summary>
    internal static ReadOnlySpan<byte> StartChsOf(ReadOnlySpan<byte> entry) => entry.Slice(StartChs, DiskGeometry.ChsSize);

    internal static ReadOnlySpan<byte> EndChsOf(ReadOnlySpan<byte> entry) => entry.Slice(EndChs, DiskGeometry.ChsSize);

    internal static MbrPartition Read(ReadOnlySpan<byte> entry, int number) => new(
        number, entry[TypeAt], (entry[0] & ActiveFlag) != 0, BinaryPrimitives.ReadUInt32LittleEndian(entry[First..]), BinaryPrimitives.ReadUInt32LittleEndian(entry[Count..]));

    /// <summary>Writes the entry, with addresses by a geometry, or with such as tell nothing; a size that the field cannot hold as the largest that it can.</summary>
    internal void Write(Span<byte> entry, DiskGeometry? geometry)
    {
        entry[0] = IsActive ? ActiveFlag : (byte)0;
        DiskGeometry.WriteChs(entry[StartChs..], geometry, FirstBlock);
        entry[TypeAt] = Type;
        DiskGeometry.WriteChs(entry[EndChs..], geometry, EndBlock - 1);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[First..], checked((uint)FirstBlock));
        BinaryPrimitives.WriteUInt32LittleEndian(entry[Count..], (uint)Math.Min(BlockCount, uint.MaxValue));
    }

    /// <summary>Writes the entry that keeps tools that know no GPT from a disk that has one: all of it, but for the master boot record (UEFI 5.2.3).</summary>
    internal static void WriteProtective(Span<byte> entry, long diskBlocks, bool isActive = false, DiskGeometry? geometry = null)
    {
        new MbrPartition(1, Protective, isActive, FirstBlock: 1, diskBlocks - 1).Write(entry, geometry ?? new DiskGeometry(255, 63));

        // The start is always head 0, sector 2; the end as it would be on the disks of old, if it can be told.
        ReadOnlySpan<byte> start = [0x00, 0x02, 0x00];
        start.CopyTo(entry[StartChs..]);
        var end = entry.Slice(EndChs, DiskGeometry.ChsSize);
        if (end.SequenceEqual(DiskGeometry.BeyondChs))
        {
            end.Fill(0xFF);
        }
    }
}
