using System.Buffers.Binary;

namespace IsoBuild.TestSupport;

/// <summary>Files that look like what boot loaders bring along, as far as images are made of them.</summary>
internal static class BootFiles
{
    /// <summary>Code for the 8086 by its looks: bytes that are no two alike for long, and not zero.</summary>
    public static byte[] Code(int length)
    {
        byte[] bytes = new byte[length];
        uint state = (uint)length;
        for (int i = 0; i < length; i++)
        {
            state = (state * 1664525) + 1013904223;
            bytes[i] = (byte)((state >> 24) | 1);
        }

        return bytes;
    }

    /// <summary>What is taken for a Linux kernel of s390x: the code by which its firmware knows one.</summary>
    public static byte[] S390xKernel()
    {
        var kernel = Code(0x12000);
        Convert.FromHexString("020000186000005002000068600000504040404040404040").CopyTo(kernel, 8);
        kernel.AsSpan(0x10430, 8).Clear();
        return kernel;
    }

    /// <summary>What an EFI program begins with (PE format): DOS and PE headers, and the machine; of itself, x64.</summary>
    public static byte[] EfiProgram(int length = 4096, ushort machine = 0x8664)
    {
        byte[] file = Code(length);
        "MZ"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(0x3C), 0x80);
        "PE\0\0"u8.CopyTo(file.AsSpan(0x80));
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x84), machine);
        return file;
    }

    public static void Write(string folder, string relativePath, byte[] bytes)
    {
        string file = Path.Combine(folder, relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
    }
}
