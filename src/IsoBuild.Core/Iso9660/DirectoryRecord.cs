using IsoBuild.Bytes;

namespace IsoBuild.Iso9660;

/// <summary>A directory record (ECMA-119 9.1): 33 bytes, the identifier, a padding byte after identifiers of even length, and the system use area.</summary>
internal readonly ref struct DirectoryRecord(ReadOnlySpan<byte> bytes)
{
    public const int HeadSize = 33;

    /// <summary>The length is one byte, and even.</summary>
    public const int MaxSize = 254;

    public const byte FlagHidden = 0x01;
    public const byte FlagDirectory = 0x02;
    public const byte FlagAssociated = 0x04;
    public const byte FlagMultiExtent = 0x80;

    private const int ExtendedAttributes = 1;
    private const int Extent = 2;
    private const int DataLength = 10;
    private const int Date = 18;
    private const int Flags = 25;
    private const int UnitSize = 26;
    private const int GapSize = 27;
    private const int SequenceNumber = 28;
    private const int IdentifierLength = 32;

    private readonly ReadOnlySpan<byte> bytes = bytes;

    /// <summary>Where the system use area begins, for an identifier of that many bytes.</summary>
    public static int SizeWithIdentifier(int identifierLength) => (HeadSize + identifierLength + 1) & ~1;

    /// <summary>Fills everything but the identifier and the system use area.</summary>
    /// <param name="record">The whole record, as long as it is to be.</param>
    /// <param name="block">The logical block of the extent.</param>
    /// <param name="length">The extent's length in bytes.</param>
    /// <param name="date">The recording date, if there is one.</param>
    /// <param name="flags">The file flags (9.1.6).</param>
    /// <param name="identifierLength">How many bytes the identifier has.</param>
    /// <returns>The identifier's place.</returns>
    public static Span<byte> Write(Span<byte> record, uint block, uint length, DateTimeOffset? date, byte flags, int identifierLength)
    {
        record[0] = (byte)record.Length;
        record[Extent..].WriteBoth32(block);
        record[DataLength..].WriteBoth32(length);
        RecordDate.Write(record.Slice(Date, RecordDate.Size), date);
        record[Flags] = flags;
        record[SequenceNumber..].WriteBoth16(1);
        record[IdentifierLength] = (byte)identifierLength;
        return record.Slice(HeadSize, identifierLength);
    }

    /// <summary>The record's length; 0 where the rest of the sector is unused.</summary>
    public int Size => bytes[0];

    /// <summary>Whether the record is as long as its parts need, and lies within <see langword="this"/> span.</summary>
    public bool IsSound => Size >= HeadSize + 1 && Size <= bytes.Length && bytes[IdentifierLength] > 0 && HeadSize + bytes[IdentifierLength] <= Size;

    /// <summary>The logical block at which the content begins: after the extended attribute record, if there is one.</summary>
    public long Block => (long)bytes[Extent..].ReadBoth32(out _) + bytes[ExtendedAttributes];

    /// <summary>Of an interleaved extent, the blocks of a file unit (9.1.7); otherwise 0.</summary>
    public int UnitBlocks => bytes[UnitSize];

    /// <summary>Of an interleaved extent, the blocks between two file units (9.1.8).</summary>
    public int GapBlocks => bytes[GapSize];

    public uint Length => bytes[DataLength..].ReadBoth32(out _);

    /// <summary>How many blocks the extended attribute record has (9.1.2).</summary>
    public int ExtendedAttributeBlocks => bytes[ExtendedAttributes];

    /// <summary>The file flags (9.1.6).</summary>
    public byte FileFlags => bytes[Flags];

    /// <summary>Whether the extent is interleaved (9.1.7, 9.1.8).</summary>
    public bool IsInterleaved => bytes[UnitSize] != 0 || bytes[GapSize] != 0;

    /// <summary>On which volume of the set the extent lies (9.1.9).</summary>
    public int VolumeSequenceNumber => bytes[SequenceNumber..].ReadBoth16(out _);

    /// <summary>Where the first both-endian number lies whose halves differ; <see langword="null"/> when all agree.</summary>
    public int? FirstDisagreement
    {
        get
        {
            bytes[Extent..].ReadBoth32(out var extent);
            bytes[DataLength..].ReadBoth32(out var length);
            bytes[SequenceNumber..].ReadBoth16(out var sequence);
            return !extent ? Extent : !length ? DataLength : !sequence ? SequenceNumber : null;
        }
    }

    /// <summary>Whether the halves of place or length differ, and none of them was left out.</summary>
    public bool IsExtentDoubtful => IsDoubtful(bytes[Extent..]) || IsDoubtful(bytes[DataLength..]);

    private static bool IsDoubtful(ReadOnlySpan<byte> field)
    {
        field.ReadBoth32(out var agree);
        return !agree && field[4..8].ContainsAnyExcept((byte)0);
    }

    /// <summary>The recording date as it stands there (9.1.5).</summary>
    public ReadOnlySpan<byte> DateField => bytes.Slice(Date, RecordDate.Size);

    public DateTimeOffset? Recorded => RecordDate.Read(bytes.Slice(Date, RecordDate.Size));

    /// <summary>Whether users need not know of the entry (9.1.6, "existence").</summary>
    public bool IsHidden => (bytes[Flags] & FlagHidden) != 0;

    public bool IsDirectory => (bytes[Flags] & FlagDirectory) != 0;

    /// <summary>Whether the record is of an associated file, such as a resource fork (9.1.6).</summary>
    public bool IsAssociated => (bytes[Flags] & FlagAssociated) != 0;

    public bool IsMultiExtent => (bytes[Flags] & FlagMultiExtent) != 0;

    public ReadOnlySpan<byte> Identifier => bytes.Slice(HeadSize, bytes[IdentifierLength]);

    /// <summary>Whether the record stands for the directory itself (00) or its parent (01) (ECMA-119 6.8.2.2).</summary>
    public bool IsSelfOrParent => Identifier is [0] or [1];

    public ReadOnlySpan<byte> SystemUse => SizeWithIdentifier(bytes[IdentifierLength]) is var start && start < Size ? bytes[start..Size] : default;
}
