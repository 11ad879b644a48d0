using System.Buffers.Binary;

namespace IsoBuild.Udf;

/// <summary>A file identifier descriptor (ECMA-167 4/14.4; UDF 1.02 2.3.4): one entry of a directory. It may cross blocks.</summary>
internal readonly ref struct FileIdentifier(ReadOnlySpan<byte> bytes)
{
    /// <summary>Without implementation use, name and padding.</summary>
    public const int HeadSize = 38;

    /// <summary>The most bytes that a name has, compression byte included: its length is one byte.</summary>
    public const int MaxNameSize = 255;

    /// <summary>The most bytes that an entry takes as it is written here, without implementation use.</summary>
    public const int MaxSize = (HeadSize + MaxNameSize + 3) & ~3;

    private const int Version = 16;
    private const int Characteristics = 18;
    private const int NameLength = 19;
    private const int Icb = 20;
    private const int UseLength = 36;

    // 4/14.4.3.
    private const byte Hidden = 0x01;
    private const byte Directory = 0x02;
    private const byte Deleted = 0x04;
    private const byte Parent = 0x08;

    private readonly ReadOnlySpan<byte> record = RecordBytes.OrZeros(bytes, HeadSize);

    /// <summary>How many bytes an entry takes, for a name of that many.</summary>
    public static int SizeWithName(int nameSize) => (HeadSize + nameSize + 3) & ~3;

    /// <summary>Writes an entry, into as many zero bytes as it takes.</summary>
    public static void Write(Span<byte> record, uint location, string name, bool isDirectory, bool isHidden, LongExtent icb)
    {
        record[NameLength] = (byte)OstaText.Write(name, record[HeadSize..]);
        Finish(record, location, (byte)((isDirectory ? Directory : 0) | (isHidden ? Hidden : 0)), icb);
    }

    /// <summary>Writes the entry that leads to the parent directory, and is the first one: it has no name (UDF 1.02 2.3.4).</summary>
    public static void WriteParent(Span<byte> record, uint location, LongExtent icb) => Finish(record, location, Directory | Parent, icb);

    private static void Finish(Span<byte> record, uint location, byte characteristics, LongExtent icb)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(record[Version..], 1);
        record[Characteristics] = characteristics;
        icb.Write(record[Icb..]);
        DescriptorTag.Write(record, TagId.FileIdentifier, location);
    }

    public DescriptorTag Tag => new(RecordBytes.Within(record, 0, Size));

    /// <summary>How many bytes it has, padding included (4/14.4.9): at least <see cref="HeadSize"/> and a padding, at most some 64 KiB.</summary>
    public int Size => (HeadSize + UseSize + record[NameLength] + 3) & ~3;

    /// <summary>Whether all of it is there.</summary>
    public bool IsSound => record.Length >= Size;

    public ushort FileVersion => BinaryPrimitives.ReadUInt16LittleEndian(record[Version..]);

    /// <summary>Whether users need not know of the entry.</summary>
    public bool IsHidden => (record[Characteristics] & Hidden) != 0;

    public bool IsDirectory => (record[Characteristics] & Directory) != 0;

    public bool IsDeleted => (record[Characteristics] & Deleted) != 0;

    public bool IsParent => (record[Characteristics] & Parent) != 0;

    /// <summary>Where the file entry lies.</summary>
    public LongExtent EntryIcb => LongExtent.Read(record[Icb..]);

    /// <summary>How many bytes stand before the name.</summary>
    public int UseSize => BinaryPrimitives.ReadUInt16LittleEndian(record[UseLength..]);

    /// <summary>The name in OSTA compressed Unicode, as much as there is of it.</summary>
    public ReadOnlySpan<byte> NameBytes => RecordBytes.Within(record, HeadSize + UseSize, record[NameLength]);

    /// <summary>What stands behind the name.</summary>
    public ReadOnlySpan<byte> Padding => RecordBytes.Within(record, HeadSize + UseSize + record[NameLength], Size - HeadSize - UseSize - record[NameLength]);
}
