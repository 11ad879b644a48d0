using System.Buffers.Binary;
using System.Text;

namespace IsoBuild.Fat;

[Flags]
internal enum FatAttributes : byte
{
    None = 0,
    ReadOnly = 0x01,
    Hidden = 0x02,
    System = 0x04,
    VolumeLabel = 0x08,
    Directory = 0x10,
    Archive = 0x20,

    /// <summary>All of the first four together: a part of a long name.</summary>
    LongName = ReadOnly | Hidden | System | VolumeLabel,
}

/// <summary>An entry of a directory (FAT 1.03, "FAT 32 Byte Directory Entry Structure").</summary>
internal readonly ref struct DirectoryEntry(ReadOnlySpan<byte> bytes)
{
    public const int Size = 32;

    /// <summary>The names of a directory's first two entries: itself, and the one above.</summary>
    public const string Self = ".          ";
    public const string Parent = "..         ";

    private const int NameSize = 11;
    private const int AttributeByte = 11;
    private const int CaseBits = 12;
    private const int CreatedHundredths = 13;
    private const int CreatedTime = 14;
    private const int CreatedDate = 16;
    private const int AccessedDate = 18;
    private const int ClusterHigh = 20;
    private const int WrittenTime = 22;
    private const int WrittenDate = 24;
    private const int ClusterLow = 26;
    private const int FileSize = 28;

    private const byte EndMark = 0x00;
    private const byte DeletedMark = 0xE5;

    private readonly ReadOnlySpan<byte> record = bytes;

    /// <summary>Writes an entry.</summary>
    /// <param name="record">Its bytes.</param>
    /// <param name="name">Eleven characters, without the dot.</param>
    /// <param name="attributes">What it is.</param>
    /// <param name="date">All of its dates.</param>
    /// <param name="cluster">The first cluster; 0 when there is none.</param>
    /// <param name="length">Of a file, in bytes; of a directory, 0.</param>
    public static void Write(Span<byte> record, string name, FatAttributes attributes, DateTimeOffset date, uint cluster, uint length)
    {
        Encoding.ASCII.GetBytes(name, record);
        record[AttributeByte] = (byte)attributes;
        record[CaseBits] = 0;
        // A label has the date of writing alone.
        var hasAll = attributes != FatAttributes.VolumeLabel;
        record[CreatedHundredths] = hasAll ? FatDate.Hundredths(date) : (byte)0;
        BinaryPrimitives.WriteUInt16LittleEndian(record[CreatedTime..], hasAll ? FatDate.Time(date) : (ushort)0);
        BinaryPrimitives.WriteUInt16LittleEndian(record[CreatedDate..], hasAll ? FatDate.Date(date) : (ushort)0);
        BinaryPrimitives.WriteUInt16LittleEndian(record[AccessedDate..], hasAll ? FatDate.Date(date) : (ushort)0);
        BinaryPrimitives.WriteUInt16LittleEndian(record[ClusterHigh..], (ushort)(cluster >> 16));
        BinaryPrimitives.WriteUInt16LittleEndian(record[WrittenTime..], FatDate.Time(date));
        BinaryPrimitives.WriteUInt16LittleEndian(record[WrittenDate..], FatDate.Date(date));
        BinaryPrimitives.WriteUInt16LittleEndian(record[ClusterLow..], (ushort)cluster);
        BinaryPrimitives.WriteUInt32LittleEndian(record[FileSize..], length);
    }

    /// <summary>Whether neither this entry nor any behind it is used.</summary>
    public bool IsEnd => record[0] == EndMark;

    public bool IsDeleted => record[0] == DeletedMark;

    public FatAttributes Attributes => (FatAttributes)record[AttributeByte] & (FatAttributes)0x3F;

    public bool IsLongName => (Attributes & FatAttributes.LongName) == FatAttributes.LongName;

    public bool IsLabel => !IsLongName && (Attributes & FatAttributes.VolumeLabel) != 0;

    public bool IsDirectory => (Attributes & FatAttributes.Directory) != 0;

    /// <summary>The eleven bytes of the short name.</summary>
    public ReadOnlySpan<byte> NameBytes => record[..NameSize];

    /// <summary>Which halves of the short name are shown in small letters (of Windows NT, and understood by most).</summary>
    public byte Case => record[CaseBits];

    public DateTimeOffset? Written =>
        FatDate.Read(BinaryPrimitives.ReadUInt16LittleEndian(record[WrittenDate..]), BinaryPrimitives.ReadUInt16LittleEndian(record[WrittenTime..]));

    public uint Length => BinaryPrimitives.ReadUInt32LittleEndian(record[FileSize..]);

    /// <summary>The first cluster. The upper half is FAT32's; in others it may hold anything.</summary>
    public uint Cluster(FatKind kind) =>
        BinaryPrimitives.ReadUInt16LittleEndian(record[ClusterLow..]) | (kind == FatKind.Fat32 ? (uint)BinaryPrimitives.ReadUInt16LittleEndian(record[ClusterHigh..]) << 16 : 0);
}
