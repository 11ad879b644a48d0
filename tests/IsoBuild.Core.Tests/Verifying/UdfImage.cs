using System.Buffers.Binary;
using System.Text;

namespace IsoBuild.Core.Tests.Verifying;

/// <summary>A UDF image in memory, and where its structures lie: found by ECMA-167, not by the engine.</summary>
internal sealed class UdfImage(byte[] bytes)
{
    public const int Sector = 2048;
    public const int Anchor = 256 * Sector;

    public DamagedImage Image { get; } = new(bytes);

    public int LastAnchor => Image.Bytes.Length - Sector;

    public int Main => Get32(Anchor + 20) * Sector;

    public int Reserve => Get32(Anchor + 28) * Sector;

    public int Partition => Get32(Main + (2 * Sector) + 188) * Sector;

    public int Integrity => Get32(Main + (3 * Sector) + 436) * Sector;

    public int FileSet => Partition;

    public int Root => Block(Get32(FileSet + 404));

    public int Block(int number) => Partition + (number * Sector);

    public int Get32(int at) => BinaryPrimitives.ReadInt32LittleEndian(Image.Bytes.AsSpan(at));

    public int Get16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(Image.Bytes.AsSpan(at));

    public void Put32(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(Image.Bytes.AsSpan(at), value);

    public void Put16(int at, int value) => BinaryPrimitives.WriteUInt16LittleEndian(Image.Bytes.AsSpan(at), (ushort)value);

    /// <summary>The file identifiers of a directory, by its file entry.</summary>
    public IEnumerable<int> Identifiers(int entry)
    {
        int start = Block(Get32(entry + 176 + 4));
        for (int at = start; at < start + Get32(entry + 56); at += SizeOf(at))
        {
            yield return at;
        }
    }

    /// <summary>The file identifier of the entry at the end of a path.</summary>
    public int Identifier(params string[] path)
    {
        int entry = Root;
        int found = 0;
        foreach (string name in path)
        {
            found = Identifiers(entry).First(at => Encoding.Latin1.GetString(Image.Bytes, at + 39, Math.Max(0, Image.Bytes[at + 19] - 1)) == name);
            entry = Block(Get32(found + 24));
        }

        return found;
    }

    /// <summary>The file entry at the end of a path.</summary>
    public int Entry(params string[] path) => path.Length == 0 ? Root : Block(Get32(Identifier(path) + 24));

    public int SizeOf(int identifier) => (38 + Get16(identifier + 36) + Image.Bytes[identifier + 19] + 3) & ~3;

    /// <summary>Makes a descriptor's tag right again: the checksum over the body (x^16 + x^12 + x^5 + 1, from 0), and that over the tag.</summary>
    public void Retag(int at, int? covered = null)
    {
        Put16(at + 10, covered ?? Get16(at + 10));
        int crc = 0;
        foreach (byte b in Image.Bytes.AsSpan(at + 16, Get16(at + 10)))
        {
            crc ^= b << 8;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? ((crc << 1) ^ 0x1021) & 0xFFFF : crc << 1;
            }
        }

        Put16(at + 8, crc);
        int sum = 0;
        for (int i = 0; i < 16; i++)
        {
            sum += i == 4 ? 0 : Image.Bytes[at + i];
        }

        Image.Bytes[at + 4] = (byte)sum;
    }
}
