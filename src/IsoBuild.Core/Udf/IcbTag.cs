using System.Buffers.Binary;

namespace IsoBuild.Udf;

/// <summary>What a file entry is of (ECMA-167 4/14.6.6).</summary>
internal enum UdfFileType : byte
{
    Unspecified = 0,
    UnallocatedSpace = 1,
    PartitionIntegrity = 2,
    Indirect = 3,
    Directory = 4,
    File = 5,
    BlockDevice = 6,
    CharacterDevice = 7,
    ExtendedAttributes = 8,
    Pipe = 9,
    Socket = 10,
    TerminalEntry = 11,
    SymbolicLink = 12,
    StreamDirectory = 13,
    VirtualAllocationTable = 248,
    RealTime = 249,
    Metadata = 250,
    MetadataMirror = 251,
    MetadataBitmap = 252,
}

/// <summary>How a file entry says where the content lies (ECMA-167 4/14.6.8).</summary>
internal enum AllocationType
{
    Short = 0,
    Long = 1,
    Extended = 2,

    /// <summary>The content stands where the descriptors would.</summary>
    Embedded = 3,
}

/// <summary>What every file entry has behind its tag (ECMA-167 4/14.6; UDF 1.02 2.3.5).</summary>
internal readonly ref struct IcbTag(ReadOnlySpan<byte> bytes)
{
    public const int Size = 20;

    /// <summary>One entry after the other, of which the last counts; there is but one (4/A.5).</summary>
    public const ushort Strategy4 = 4;

    /// <summary>Each entry is followed by one that may lead to its next version (UDF 1.02 6.6).</summary>
    public const ushort Strategy4096 = 4096;

    private const int StrategyType = 4;
    private const int MaxEntries = 8;
    private const int FileType = 11;
    private const int Flags = 18;

    private const int SetUser = 1 << 6;
    private const int SetGroup = 1 << 7;
    private const int Sticky = 1 << 8;
    private const int Transformed = 1 << 11;

    private readonly ReadOnlySpan<byte> bytes = RecordBytes.OrZeros(bytes, Size);

    /// <summary>Writes that of the only entry of its file, with allocation descriptors of the short form.</summary>
    public static void Write(Span<byte> bytes, UdfFileType type, UnixFileMode mode)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[StrategyType..], Strategy4);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[MaxEntries..], 1);
        bytes[FileType] = (byte)type;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[Flags..], (ushort)(
            (int)AllocationType.Short
            | (mode.HasFlag(UnixFileMode.SetUser) ? SetUser : 0)
            | (mode.HasFlag(UnixFileMode.SetGroup) ? SetGroup : 0)
            | (mode.HasFlag(UnixFileMode.StickyBit) ? Sticky : 0)));
    }

    public ushort Strategy => BinaryPrimitives.ReadUInt16LittleEndian(bytes[StrategyType..]);

    public UdfFileType Type => (UdfFileType)bytes[FileType];

    public ushort FlagBits => BinaryPrimitives.ReadUInt16LittleEndian(bytes[Flags..]);

    /// <summary>How the content is found. Values above 3 are reserved.</summary>
    public AllocationType Allocation => (AllocationType)(FlagBits & 7);

    /// <summary>Whether what is recorded is not the content, but made from it in a way that the standard does not say: compressed or encrypted.</summary>
    public bool IsTransformed => (FlagBits & Transformed) != 0;

    /// <summary>The bits of a mode that permissions do not hold.</summary>
    public UnixFileMode ModeBits =>
        ((FlagBits & SetUser) != 0 ? UnixFileMode.SetUser : 0)
        | ((FlagBits & SetGroup) != 0 ? UnixFileMode.SetGroup : 0)
        | ((FlagBits & Sticky) != 0 ? UnixFileMode.StickyBit : 0);
}
