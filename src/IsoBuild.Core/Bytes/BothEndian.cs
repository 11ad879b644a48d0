using System.Buffers.Binary;

namespace IsoBuild.Bytes;

/// <summary>Numbers recorded twice, least significant byte first and then most significant byte first.</summary>
internal static class BothEndian
{
    /// <summary>ECMA-119 7.2.3.</summary>
    public static void WriteBoth16(this Span<byte> field, ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(field, value);
        BinaryPrimitives.WriteUInt16BigEndian(field[2..], value);
    }

    /// <summary>ECMA-119 7.3.3.</summary>
    public static void WriteBoth32(this Span<byte> field, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(field, value);
        BinaryPrimitives.WriteUInt32BigEndian(field[4..], value);
    }

    /// <summary>ECMA-119 7.2.3. The little-endian half counts, as in every reader of note.</summary>
    public static ushort ReadBoth16(this ReadOnlySpan<byte> field, out bool agree)
    {
        var value = BinaryPrimitives.ReadUInt16LittleEndian(field);
        agree = value == BinaryPrimitives.ReadUInt16BigEndian(field[2..]);
        return value;
    }

    /// <summary>ECMA-119 7.3.3. The little-endian half counts, as in every reader of note.</summary>
    public static uint ReadBoth32(this ReadOnlySpan<byte> field, out bool agree)
    {
        var value = BinaryPrimitives.ReadUInt32LittleEndian(field);
        agree = value == BinaryPrimitives.ReadUInt32BigEndian(field[4..]);
        return value;
    }
}
