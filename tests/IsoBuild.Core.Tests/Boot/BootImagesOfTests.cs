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

    /// <summary>A disk whose master boot record names so many partitions, all of one type.</summary>
    public static byte[] Disk(int partitions, byte type = 0x0C, int length = 1 << 16)
    {
        byte[] disk = Loader(length);
        disk.AsSpan(446, 64).Clear();
        for (int i = 0; i < partitions; i++)
        {
            disk[446 + (i * 16) + 4] = type;
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
