using System.Buffers.Binary;
using System.Text;
using IsoBuild.Booting;

namespace IsoBuild.Core.Tests.Boot;

/// <summary>Boot images for tests, and what they become in an image.</summary>
internal static class BootImagesOfTests
{
    /// <summary>Bytes that are no two alike for long, and not zero.</summary>
    public static byte[] Loader(int length, int seed = 1)
    {
        byte[] bytes = new byte[length];
        uint state = (uint)seed;
        for (int i = 0; i < length; i++)
        {
            state = (state * 1664525) + 1013904223;
            bytes[i] = (byte)((state >> 24) | 1);
        }

        return bytes;
    }

    /// <summary>A disk whose master boot record names so many partitions, all of one type: active, from 0/1/1 to the last sector of a disk with 4 heads and 32 sectors a track.</summary>
    public static byte[] Disk(int partitions, byte type = 0x0C, int length = 1 << 16)
    {
        byte[] disk = Loader(length);
        disk.AsSpan(446, 64).Clear();
        for (int i = 0; i < partitions; i++)
        {
            int cylinder = Math.Max(0, (length / 512 / (4 * 32)) - 1);
            byte[] entry = [0x80, 1, 1, 0, type, 3, (byte)(32 | ((cylinder >> 2) & 0xC0)), (byte)cylinder];
            entry.CopyTo(disk, 446 + (i * 16));
            BinaryPrimitives.WriteInt32LittleEndian(disk.AsSpan(446 + (i * 16) + 8), 1);
            BinaryPrimitives.WriteInt32LittleEndian(disk.AsSpan(446 + (i * 16) + 12), (length / 512) - 1);
        }

        (disk[510], disk[511]) = (0x55, 0xAA);
        return disk;
    }

    /// <summary>What an EFI program begins with: DOS and PE headers.</summary>
    public static byte[] EfiProgram(ushort machine = 0x8664, int length = 4096)
    {
        byte[] file = Loader(length);
        "MZ"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(0x3C), 0x80);
        Encoding.ASCII.GetBytes("PE\0\0").CopyTo(file, 0x80);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x84), machine);
        return file;
    }

    /// <summary>A PE32+ file with an <c>.sbat</c> section, in which it says what it is, with names in it as UEFI has them, and with or without a certificate table (Microsoft's PE format).</summary>
    public static byte[] SecureProgram(string component, bool isSigned = true, ushort machine = 0x8664, params string[] names)
    {
        const int optional = 0x98;
        const int section = optional + 240;
        byte[] file = new byte[8192];
        EfiProgram(machine, 256).AsSpan(0, 0x86).CopyTo(file);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x86), 1);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x94), 240);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(optional), 0x20B);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(optional + 112 + 32), isSigned ? 8000 : 0);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(optional + 112 + 36), isSigned ? 192 : 0);
        ".sbat"u8.CopyTo(file.AsSpan(section));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(section + 16), 512);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(section + 20), 1024);
        Encoding.ASCII.GetBytes($"sbat,1,SBAT Version,sbat,1,https://example.org\n{component},4,Somebody,{component},1,https://example.org\n").CopyTo(file, 1024);
        Encoding.Unicode.GetBytes(string.Join('\0', names)).CopyTo(file, 4096);
        return file;
    }

    /// <summary>shim, which has the names of its helpers in it, and of what it starts.</summary>
    public static byte[] Shim(bool isSigned = true, string second = "grubx64.efi") => SecureProgram("shim", isSigned, 0x8664, $"\\{second}", @"\mmx64.efi", @"\fbx64.efi");

    /// <summary>What a Linux kernel for IBM Z begins with: a PSW, and channel words in whose place qemu's s390-ccw looks for these.</summary>
    public static byte[] S390Kernel(int length = 5000)
    {
        byte[] file = Loader(length);
        Convert.FromHexString("0008000080010000020000186000005002000068600000504040404040404040").CopyTo(file, 0);
        return file;
    }

    /// <summary>What an ELF program for PowerPC begins with (System V ABI: e_ident, e_type, e_machine): 32 bits, big-endian.</summary>
    public static byte[] PowerPcProgram(int length = 3000)
    {
        byte[] file = Loader(length);
        Convert.FromHexString("7F454C4601020100000000000000000000020014").CopyTo(file, 0);
        return file;
    }

    /// <summary>The sum of all double words from byte 64 on, as mkisofs documents it.</summary>
    public static uint TableSum(ReadOnlySpan<byte> file)
    {
        byte[] padded = new byte[(file.Length + 3) / 4 * 4];
        file.CopyTo(padded);
        uint sum = 0;
        for (int i = 64; i < padded.Length; i += 4)
        {
            sum += BitConverter.ToUInt32(padded, i);
        }

        return sum;
    }
}
