using System.Buffers.Binary;

namespace IsoBuild.Machines;

/// <summary>What programs begin with that other firmware starts than UEFI and BIOS.</summary>
internal static class ForeignPrograms
{
    /// <summary>How many of their first bytes say what they are.</summary>
    public const int HeadSize = 64;

    private const int ByteOrderAt = 5;
    private const byte BigEndian = 2;
    private const int ElfMachineAt = 18;
    private const ushort PowerPc = 20;
    private const ushort PowerPc64 = 21;
    private const int ChannelWordsAt = 8;

    /// <summary>The channel words behind the first one of a Linux kernel for IBM Z (arch/s390/kernel/head.S), by which s390-ccw knows it (bootmap.c).</summary>
    private static ReadOnlySpan<byte> ChannelWords =>
        [0x02, 0, 0, 0x18, 0x60, 0, 0, 0x50, 0x02, 0, 0, 0x68, 0x60, 0, 0, 0x50, 0x40, 0x40, 0x40, 0x40, 0x40, 0x40, 0x40, 0x40];

    /// <summary>Whether it is an ELF program for PowerPC, of either size and byte order: GRUB is one of 32 bits for machines of 64, too.</summary>
    public static bool IsPowerPc(ReadOnlySpan<byte> head) =>
        head.Length >= ElfMachineAt + sizeof(ushort) && head.StartsWith("\x7F"u8) && head[1..].StartsWith("ELF"u8)
        && (head[ByteOrderAt] == BigEndian ? BinaryPrimitives.ReadUInt16BigEndian(head[ElfMachineAt..]) : BinaryPrimitives.ReadUInt16LittleEndian(head[ElfMachineAt..])) is PowerPc or PowerPc64;

    /// <summary>Whether it is a Linux kernel for IBM Z, alone or with an initrd behind it.</summary>
    public static bool IsS390(ReadOnlySpan<byte> head) => head.Length >= ChannelWordsAt + ChannelWords.Length && head[ChannelWordsAt..].StartsWith(ChannelWords);
}
