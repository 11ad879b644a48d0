using System.Buffers.Binary;

namespace IsoBuild.Fuzz;

/// <summary>The checksums of UDF's descriptors (ECMA-167 3/7.2), written down without the library.</summary>
internal static class UdfTags
{
    private const int Sector = 2048;
    private const int TagSize = 16;
    private const int FileIdentifier = 257;

    private static readonly ushort[] Table = MakeTable();

    /// <summary>Makes the tags right that begin a sector, and those of the file identifiers that follow each other.</summary>
    public static void Repair(byte[] image)
    {
        for (int sector = 0; sector + Sector <= image.Length; sector += Sector)
        {
            Repair(image, sector);
            int id = BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(sector));
            if (IsTag(image, sector) && id is 261 or 266)
            {
                // A directory may lie in its own entry (4/14.9, 4/14.17), whose tag then is of what is in it, too.
                int head = id == 261 ? 176 : 216;
                uint attributes = BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan(sector + head - 8));
                if ((image[sector + 34] & 7) == 3 && attributes < Sector)
                {
                    RepairAll(image, sector + head + (int)attributes, sector + Sector);
                    Repair(image, sector);
                }
            }
            else if (id == FileIdentifier)
            {
                RepairAll(image, sector, image.Length);
            }
        }
    }

    private static void RepairAll(byte[] image, int at, int end)
    {
        while (at + 38 <= end && IsTag(image, at) && BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(at)) == FileIdentifier)
        {
            Repair(image, at);
            at += (38 + BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(at + 36)) + image[at + 19] + 3) & ~3;
        }
    }

    private static bool IsTag(byte[] image, int at) => image[at] != 0 && image[at + 1] <= 1 && image[at + 2] is 2 or 3 && image[at + 3] == 0;

    private static void Repair(byte[] image, int at)
    {
        if (!IsTag(image, at))
        {
            return;
        }

        int covered = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(at + 10)), image.Length - at - TagSize);
        ushort crc = 0;
        foreach (byte b in image.AsSpan(at + TagSize, covered))
        {
            crc = (ushort)((crc << 8) ^ Table[(crc >> 8) ^ b]);
        }

        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(at + 8), crc);
        int sum = 0;
        for (int i = 0; i < TagSize; i++)
        {
            sum += i == 4 ? 0 : image[at + i];
        }

        image[at + 4] = (byte)sum;
    }

    /// <summary>Of the polynomial x^16 + x^12 + x^5 + 1.</summary>
    private static ushort[] MakeTable()
    {
        ushort[] table = new ushort[256];
        for (int i = 0; i < table.Length; i++)
        {
            int crc = i << 8;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
            }

            table[i] = (ushort)crc;
        }

        return table;
    }
}
