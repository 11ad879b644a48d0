using System.Buffers.Binary;

namespace IsoBuild.Fuzz;

/// <summary>The checksums of a GPT (UEFI 5.3.2), written down without the library.</summary>
internal static class GptSums
{
    private const int Block = 512;
    private const int HeaderSize = 92;

    public static void Repair(byte[] image)
    {
        foreach (int at in (int[])[Block, image.Length - Block])
        {
            if (at < 0 || at + Block > image.Length || !image.AsSpan(at).StartsWith("EFI PART"u8))
            {
                continue;
            }

            Span<byte> header = image.AsSpan(at, HeaderSize);
            ulong array = BinaryPrimitives.ReadUInt64LittleEndian(header[72..]) * Block;
            ulong size = (ulong)BinaryPrimitives.ReadUInt32LittleEndian(header[80..]) * BinaryPrimitives.ReadUInt32LittleEndian(header[84..]);
            if (array < (ulong)image.Length && size <= (ulong)image.Length - array)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(header[88..], Crc(image.AsSpan((int)array, (int)size)));
            }

            header[16..20].Clear();
            int length = (int)BinaryPrimitives.ReadUInt32LittleEndian(header[12..]);
            BinaryPrimitives.WriteUInt32LittleEndian(header[16..], Crc(image.AsSpan(at, length is >= HeaderSize and <= Block ? length : HeaderSize)));
        }
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
