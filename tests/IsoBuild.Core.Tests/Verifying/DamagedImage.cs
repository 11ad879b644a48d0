using System.Buffers.Binary;
using System.Text;

namespace IsoBuild.Core.Tests.Verifying;

/// <summary>An image in memory, and where its structures lie: found by the standards, not by the engine, so that both can be wrong on their own.</summary>
internal sealed class DamagedImage(byte[] bytes)
{
    public const int Sector = 2048;
    public const int PrimaryAt = 16 * Sector;
    public const int JolietAt = 17 * Sector;
    public const int TerminatorAt = 18 * Sector;

    public byte[] Bytes { get; set; } = [.. bytes];

    public byte this[int offset]
    {
        get => Bytes[offset];
        set => Bytes[offset] = value;
    }

    /// <summary>Sectors at the end that nothing uses.</summary>
    public int Spare(int index) => Bytes.Length - ((index + 1) * Sector);

    public int Root(int descriptor) => Get(descriptor + 156 + 2) * Sector;

    public int Get(int offset) => BinaryPrimitives.ReadInt32LittleEndian(Bytes.AsSpan(offset));

    public void Put(int offset, string text) => Encoding.Latin1.GetBytes(text).CopyTo(Bytes, offset);

    public void Put(int offset, params byte[] data) => data.CopyTo(Bytes, offset);

    public void Both16(int offset, int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(Bytes.AsSpan(offset), (ushort)value);
        BinaryPrimitives.WriteUInt16BigEndian(Bytes.AsSpan(offset + 2), (ushort)value);
    }

    public void Both32(int offset, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Bytes.AsSpan(offset), value);
        BinaryPrimitives.WriteUInt32BigEndian(Bytes.AsSpan(offset + 4), value);
    }

    /// <summary>The record at the end of a path of identifiers without version.</summary>
    public int Record(int descriptor, params string[] path)
    {
        int directory = Root(descriptor);
        int record = 0;
        foreach (string name in path)
        {
            record = Records(directory).First(at => Identifier(descriptor, at) == name);
            directory = Get(record + 2) * Sector;
        }

        return record;
    }

    /// <summary>The records of a directory, "." and ".." included.</summary>
    public IEnumerable<int> Records(int directory)
    {
        int end = directory + Get(directory + 10);
        for (int at = directory; at < end;)
        {
            if (Bytes[at] == 0)
            {
                at = (at / Sector * Sector) + Sector;
                continue;
            }

            yield return at;
            at += Bytes[at];
        }
    }

    public int Self(int descriptor, params string[] path) => path.Length == 0 ? Root(descriptor) : Get(Record(descriptor, path) + 2) * Sector;

    public int Parent(int descriptor, params string[] path) => Self(descriptor, path) is var self ? self + Bytes[self] : 0;

    public int Last(int descriptor, params string[] path) => Records(Self(descriptor, path)).Last();

    /// <summary>Where the system use area of a record begins.</summary>
    public int SystemUse(int record) => record + 33 + Bytes[record + 32] + (Bytes[record + 32] % 2 == 0 ? 1 : 0);

    /// <summary>Where the first field of a kind lies in a record, or where that goes on.</summary>
    public int Field(int record, string signature)
    {
        return In(SystemUse(record), record + Bytes[record], signature)
            ?? (In(SystemUse(record), record + Bytes[record], "CE") is { } next ? In(Place(next), Place(next) + Get(next + 20), signature) : null)
            ?? throw new InvalidOperationException($"no {signature}");

        int Place(int continuation) => (Get(continuation + 4) * Sector) + Get(continuation + 12);

        int? In(int start, int end, string wanted)
        {
            for (int at = start; at + 4 <= end; at += Bytes[at + 2])
            {
                if (Encoding.ASCII.GetString(Bytes, at, 2) == wanted)
                {
                    return at;
                }
            }

            return null;
        }
    }

    /// <summary>Fills the system use area of a record, and returns where the last field begins.</summary>
    public int SetFields(int record, params byte[][] fields)
    {
        int at = SystemUse(record);
        int end = record + Bytes[record];
        Bytes.AsSpan(at..end).Clear();
        int last = at;
        foreach (byte[] field in fields)
        {
            Assert.True(at + field.Length <= end, "no room");
            field.CopyTo(Bytes, at);
            last = at;
            at += field.Length;
        }

        return last;
    }

    /// <summary>Swaps two stretches of one length that follow each other.</summary>
    public void Swap(int first, int length)
    {
        byte[] copy = Bytes.AsSpan(first, length).ToArray();
        Bytes.AsSpan(first + length, length).CopyTo(Bytes.AsSpan(first));
        copy.CopyTo(Bytes, first + length);
    }

    /// <summary>The path table records of both tables of a tree: offset in each table, and the identifier.</summary>
    public (int Little, int Big, int Length)[] PathTable(int descriptor)
    {
        int little = Get(descriptor + 140) * Sector;
        int big = BinaryPrimitives.ReadInt32BigEndian(Bytes.AsSpan(descriptor + 148)) * Sector;
        List<(int, int, int)> records = [];
        for (int at = 0; at < Get(descriptor + 132);)
        {
            int length = 8 + Bytes[little + at] + (Bytes[little + at] % 2);
            records.Add((little + at, big + at, length));
            at += length;
        }

        return [.. records];
    }

    /// <summary>The number of the record with that identifier, from 0 on.</summary>
    public int PathTableIndex(int descriptor, string identifier) =>
        Array.FindIndex(PathTable(descriptor), record => Encoding.Latin1.GetString(Bytes, record.Little + 8, Bytes[record.Little]) == identifier);

    public void SetPathTableBlock(int descriptor, int index, uint block)
    {
        (int little, int big, _) = PathTable(descriptor)[index];
        BinaryPrimitives.WriteUInt32LittleEndian(Bytes.AsSpan(little + 2), block);
        BinaryPrimitives.WriteUInt32BigEndian(Bytes.AsSpan(big + 2), block);
    }

    private string Identifier(int descriptor, int record)
    {
        string text = (descriptor == PrimaryAt || Bytes[descriptor + 6] == 2 ? Encoding.Latin1 : Encoding.BigEndianUnicode).GetString(Bytes, record + 33, Bytes[record + 32]);
        return Bytes[descriptor + 6] == 2 ? text : text.Contains(';', StringComparison.Ordinal) ? text[..text.IndexOf(';', StringComparison.Ordinal)] : text;
    }
}

/// <summary>Fields of SUSP and RRIP, written down from the standards.</summary>
internal static class Fields
{
    public static byte[] Make(string signature, params byte[] data) => [(byte)signature[0], (byte)signature[1], (byte)(4 + data.Length), 1, .. data];

    public static byte[] Name(string name, byte flags = 0) => Make("NM", [flags, .. Encoding.Latin1.GetBytes(name)]);

    public static byte[] Mode(uint mode) => Make("PX", [.. Both32(mode), .. Both32(1), .. Both32(0), .. Both32(0)]);

    public static byte[] Date => Make("TF", 2, 80, 1, 1, 0, 0, 0, 0);

    public static byte[] Link(string target) => Make("SL", [0, 0, (byte)target.Length, .. Encoding.Latin1.GetBytes(target)]);

    public static byte[] Continuation(uint block, uint offset, uint length) => Make("CE", [.. Both32(block), .. Both32(offset), .. Both32(length)]);

    public static byte[] Both32(uint value)
    {
        byte[] both = new byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(both, value);
        BinaryPrimitives.WriteUInt32BigEndian(both.AsSpan(4), value);
        return both;
    }
}
