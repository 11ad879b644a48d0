namespace IsoBuild.Bytes;

/// <summary>The checksum of GPT headers and entries: CCITT-32, least significant bit first, from all ones to the complement (UEFI 5.3.2; ISO/IEC 8802-3).</summary>
internal struct Crc32()
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] Table = MakeTable();

    private uint rest = uint.MaxValue;

    /// <summary>The checksum of what was appended; of nothing, 0.</summary>
    public readonly uint Value => ~rest;

    /// <summary>The checksum of bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = new Crc32();
        crc.Append(bytes);
        return crc.Value;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var (table, crc) = (Table, rest);
        foreach (var value in bytes)
        {
            crc = crc >> 8 ^ table[(byte)(crc ^ value)];
        }

        rest = crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint value = 0; value < table.Length; value++)
        {
            var crc = value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? crc >> 1 ^ Polynomial : crc >> 1;
            }

            table[value] = crc;
        }

        return table;
    }
}
