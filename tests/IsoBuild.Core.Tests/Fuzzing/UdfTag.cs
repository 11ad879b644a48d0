using System.Buffers.Binary;

namespace IsoBuild.Core.Tests.Fuzzing;

/// <summary>The tag of a descriptor of UDF (ECMA-167 3/7.2), written down without the library.</summary>
internal static class UdfTag
{
    public static bool IsAt(byte[] image, int at) =>
        image[at] != 0 && image[at + 1] <= 1 && image[at + 2] is 2 or 3 && image[at + 4] == Sum(image, at);

    /// <summary>Makes both checksums right, as far as the descriptor lies in the image.</summary>
    public static void Repair(byte[] image, int at)
    {
        if (at + 16 > image.Length)
        {
            return;
        }

        int covered = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(at + 10)), image.Length - at - 16);
        int crc = 0;
        foreach (byte b in image.AsSpan(at + 16, covered))
        {
            crc ^= b << 8;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? ((crc << 1) ^ 0x1021) & 0xFFFF : crc << 1;
            }
        }

        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(at + 8), (ushort)crc);
        image[at + 4] = Sum(image, at);
    }

    private static byte Sum(byte[] image, int at)
    {
        int sum = 0;
        for (int i = 0; i < 16; i++)
        {
            sum += i == 4 ? 0 : image[at + i];
        }

        return (byte)sum;
    }
}
