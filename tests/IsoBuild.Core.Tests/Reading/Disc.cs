using System.Buffers.Binary;
using System.Text;
using IsoBuild.Core.Tests.Records;

namespace IsoBuild.Core.Tests.Reading;

/// <summary>An image that is put together record by record, from the standards alone: whatever no sane writer would write.</summary>
internal sealed class Disc
{
    public const int Sector = 2048;

    private readonly SortedDictionary<long, byte[]> places = [];

    /// <summary>With a root directory at block 20, of one sector, and a terminator.</summary>
    public Disc(uint rootLength = Sector)
    {
        byte[] primary = new byte[Sector];
        primary.Put(0, "01 'CD001' 01 00");
        primary.PutText(8, 32, "");
        primary.PutText(40, 32, "DISC");
        Both32(primary, 80, 100);
        primary.Put(120, "0100 0001  0100 0001  0008 0800");
        Record([0], 20, rootLength, flags: 2).CopyTo(primary, 156);
        primary[881] = 1;
        Put(16, primary);
        Put(17, Hex.Bytes("FF 'CD001' 01"));
    }

    /// <summary>The image's size; without one, it ends with what was put last.</summary>
    public long? Length { get; set; }

    public Disc Put(long sector, byte[] bytes)
    {
        places[sector * Sector] = bytes;
        return this;
    }

    /// <summary>A directory of its own, parent's and further records; records do not cross sectors.</summary>
    public Disc Directory(uint block, params IEnumerable<byte[]> records) => DirectoryWith(block, Sector, [], records);

    /// <summary>The root, with Rock Ridge: SP, ER and PX in its own record.</summary>
    public Disc PosixRoot(params IEnumerable<byte[]> records) => DirectoryWith(20, Sector, [.. Susp.SP(), .. Susp.PX(0x41ED), .. Susp.ER()], records);

    public Disc DirectoryWith(uint block, uint length, byte[] systemUse, IEnumerable<byte[]> records)
    {
        List<byte> all = [];
        foreach (byte[] record in (IEnumerable<byte[]>)[Record([0], block, length, 2, systemUse), Record([1], 20, Sector, 2), .. records])
        {
            if ((all.Count % Sector) + record.Length > Sector)
            {
                all.AddRange(new byte[Sector - (all.Count % Sector)]);
            }

            all.AddRange(record);
        }

        return Put(block, [.. all]);
    }

    /// <summary>ECMA-119 9.1.</summary>
    public static byte[] Record(string name, uint block, uint length, byte flags = 0, byte[]? systemUse = null, byte unit = 0, byte gap = 0, byte attributes = 0) =>
        Record(Encoding.Latin1.GetBytes(name), block, length, flags, systemUse, unit, gap, attributes);

    public static byte[] Record(byte[] identifier, uint block, uint length, byte flags = 0, byte[]? systemUse = null, byte unit = 0, byte gap = 0, byte attributes = 0)
    {
        int head = (33 + identifier.Length + 1) & ~1;
        byte[] record = new byte[(head + (systemUse?.Length ?? 0) + 1) & ~1];
        record[0] = checked((byte)record.Length);
        record[1] = attributes;
        Both32(record, 2, block);
        Both32(record, 10, length);
        record.Put(18, "65020304050600");
        record[25] = flags;
        (record[26], record[27]) = (unit, gap);
        record.Put(28, "0100 0001");
        record[32] = (byte)identifier.Length;
        identifier.CopyTo(record, 33);
        systemUse?.CopyTo(record, head);
        return record;
    }

    public byte[] ToBytes()
    {
        byte[] image = new byte[Length ?? ((places.Max(place => place.Key + place.Value.Length) + Sector - 1) / Sector * Sector)];
        foreach ((long offset, byte[] bytes) in places)
        {
            bytes.CopyTo(image, offset);
        }

        return image;
    }

    /// <summary>A file, which is sparse where nothing was put.</summary>
    public string WriteTo(string path)
    {
        using FileStream file = File.Create(path);
        foreach ((long offset, byte[] bytes) in places)
        {
            file.Position = offset;
            file.Write(bytes);
        }

        file.SetLength(Length ?? ((file.Length + Sector - 1) / Sector * Sector));
        return path;
    }

    /// <summary>The image, in memory.</summary>
    public IsoImage Open() => IsoImage.Open(new MemoryStream(ToBytes()));

    public static void Both32(byte[] bytes, int offset, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(offset), value);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(offset + 4), value);
    }
}

/// <summary>System use fields (SUSP 1.12, RRIP 1.12).</summary>
internal static class Susp
{
    public static byte[] SP(byte skip = 0) => [.. "SP"u8, 7, 1, 0xBE, 0xEF, skip];

    public static byte[] ER() => [.. "ER"u8, 18, 1, 10, 0, 0, 1, .. "RRIP_1991A"u8];

    public static byte[] NM(string name, byte flags = 0) => Field("NM", [flags, .. Encoding.UTF8.GetBytes(name)]);

    public static byte[] PX(uint mode, uint owner = 0, uint group = 0) => Field("PX", [.. Both(mode), .. Both(1), .. Both(owner), .. Both(group)]);

    public static byte[] PN(uint high, uint low) => Field("PN", [.. Both(high), .. Both(low)]);

    public static byte[] CE(uint block, uint offset, uint length) => Field("CE", [.. Both(block), .. Both(offset), .. Both(length)]);

    public static byte[] CL(uint block) => Field("CL", Both(block));

    public static byte[] RE() => Field("RE", []);

    /// <summary>Components as flags and text.</summary>
    public static byte[] SL(byte flags, params (byte Flags, string Text)[] components) =>
        Field("SL", [flags, .. components.SelectMany(component => (byte[])[component.Flags, (byte)component.Text.Length, .. Encoding.UTF8.GetBytes(component.Text)])]);

    public static byte[] ZF(string algorithm, byte headerWords, byte shift, uint size) => Field("ZF", [.. Encoding.ASCII.GetBytes(algorithm), headerWords, shift, .. Both(size)]);

    public static byte[] Field(string signature, byte[] data) => [.. Encoding.ASCII.GetBytes(signature), checked((byte)(4 + data.Length)), 1, .. data];

    private static byte[] Both(uint value)
    {
        byte[] field = new byte[8];
        Disc.Both32(field, 0, value);
        return field;
    }
}
