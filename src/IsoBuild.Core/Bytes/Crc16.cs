namespace IsoBuild.Bytes;

/// <summary>The checksum of UDF descriptors: x^16 + x^12 + x^5 + 1, from zero, most significant bit first (ECMA-167 1/7.2.6; ITU-T V.41).</summary>
internal static class Crc16
{
    private const ushort Polynomial = 0x1021;

    private static readonly ushort[] Table = MakeTable();

    /// <summary>The checksum of bytes; of none, 0.</summary>
    public static ushort Of(ReadOnlySpan<byte> bytes)
    {
        var table = Table;
        uint crc = 0;
        foreach (var value in bytes)
        {
            crc = (crc << 8 ^ table[(byte)(crc >> 8 ^ value)]) & 0xFFFF;
        }

        return (ushort)crc;
    }

    private static ushort[] MakeTable()
    {
        var table = new ushort[256];
        for (var value = 0; value < table.Length; value++)
        {
            var crc = value << 8;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? crc << 1 ^ Polynomial : crc << 1;
            }

            table[value] = (ushort)crc;
        }

        return table;
    }
}
