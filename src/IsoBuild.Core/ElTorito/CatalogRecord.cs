using System.Buffers.Binary;
using System.Text;

namespace IsoBuild.ElTorito;

/// <summary>The records of the boot catalog, 32 bytes each (El Torito 2.0): offsets, and reading and writing side by side.</summary>
internal static class CatalogRecord
{
    public const int Size = 32;

    /// <summary>Of the validation entry (2.1).</summary>
    public const byte ValidationHeader = 0x01;

    /// <summary>Of a section header that another one follows (2.3).</summary>
    public const byte SectionHeader = 0x90;

    /// <summary>Of the last section header.</summary>
    public const byte FinalSectionHeader = 0x91;

    /// <summary>Of an entry that firmware may start (2.2).</summary>
    public const byte Bootable = 0x88;

    /// <summary>Of an extension of a section entry (2.5).</summary>
    public const byte Extension = 0x44;

    /// <summary>How many characters of who made it the validation entry holds.</summary>
    public const int ValidationIdSize = 24;

    /// <summary>How many characters of who made it a section header holds.</summary>
    public const int SectionIdSize = 28;

    /// <summary>How many bytes of selection criteria an entry holds.</summary>
    public const int CriteriaSize = 19;

    /// <summary>How many bytes of selection criteria an extension holds.</summary>
    public const int ExtensionCriteriaSize = 30;

    private const int Indicator = 0;
    private const int Platform = 1;
    private const int ValidationId = 4;
    private const int Checksum = 28;
    private const int Key = 30;
    private const int SectionCount = 2;
    private const int SectionId = 4;
    private const int Media = 1;
    private const int LoadSegment = 2;
    private const int SystemType = 4;
    private const int SectorCount = 6;
    private const int LoadBlock = 8;
    private const int SelectionType = 12;
    private const int Criteria = 13;
    private const int ExtensionFlags = 1;
    private const int ExtensionCriteria = 2;

    /// <summary>The bits of the media type that are the emulation; in section entries the others say more (2.4).</summary>
    private const byte EmulationBits = 0x0F;

    /// <summary>That extensions follow a section entry (2.4), or this one (2.5).</summary>
    private const byte MoreFollows = 1 << 5;

    /// <summary>The validation entry (2.1).</summary>
    public static void WriteValidation(Span<byte> record, BootPlatform platform, string id)
    {
        record[Indicator] = ValidationHeader;
        record[Platform] = (byte)platform;
        Encoding.ASCII.GetBytes(id, record.Slice(ValidationId, ValidationIdSize));
        record[Key] = 0x55;
        record[Key + 1] = 0xAA;
        BinaryPrimitives.WriteUInt16LittleEndian(record[Checksum..], (ushort)-Sum(record));
    }

    /// <summary>The initial entry, which is the default (2.2), and section entries (2.4).</summary>
    public static void WriteEntry(Span<byte> record, BootEntry entry, byte systemType, ushort loadSize, uint block)
    {
        record[Indicator] = entry.IsBootable ? Bootable : (byte)0;
        record[Media] = (byte)((byte)entry.Emulation | (entry.SelectionCriteria.Length > CriteriaSize ? MoreFollows : 0));
        BinaryPrimitives.WriteUInt16LittleEndian(record[LoadSegment..], (ushort)entry.LoadSegment);
        record[SystemType] = systemType;
        BinaryPrimitives.WriteUInt16LittleEndian(record[SectorCount..], loadSize);
        BinaryPrimitives.WriteUInt32LittleEndian(record[LoadBlock..], block);
        record[SelectionType] = (byte)entry.SelectionType;
        var criteria = entry.SelectionCriteria.Span;
        criteria[..Math.Min(criteria.Length, CriteriaSize)].CopyTo(record[Criteria..]);
    }

    /// <summary>A section header (2.3).</summary>
    public static void WriteSection(Span<byte> record, BootPlatform platform, int entries, string id, bool isFinal)
    {
        record[Indicator] = isFinal ? FinalSectionHeader : SectionHeader;
        record[Platform] = (byte)platform;
        BinaryPrimitives.WriteUInt16LittleEndian(record[SectionCount..], (ushort)entries);
        Encoding.ASCII.GetBytes(id, record.Slice(SectionId, SectionIdSize));
    }

    /// <summary>A section entry's extension (2.5).</summary>
    /// <param name="record">32 zero bytes.</param>
    /// <param name="criteria">The criteria from here on: what is too much for this extension goes into the next.</param>
    public static void WriteExtension(Span<byte> record, ReadOnlySpan<byte> criteria)
    {
        record[Indicator] = Extension;
        record[ExtensionFlags] = criteria.Length > ExtensionCriteriaSize ? MoreFollows : (byte)0;
        criteria[..Math.Min(criteria.Length, ExtensionCriteriaSize)].CopyTo(record[ExtensionCriteria..]);
    }

    /// <summary>How many extensions a section entry needs.</summary>
    public static int ExtensionCount(BootEntry entry) => (Math.Max(0, entry.SelectionCriteria.Length - CriteriaSize) + ExtensionCriteriaSize - 1) / ExtensionCriteriaSize;

    /// <summary>The sum of all words of a validation entry, which is to be 0 (2.1).</summary>
    public static ushort Sum(ReadOnlySpan<byte> record)
    {
        ushort sum = 0;
        for (var i = 0; i < Size; i += sizeof(ushort))
        {
            sum += BinaryPrimitives.ReadUInt16LittleEndian(record[i..]);
        }

        return sum;
    }

    /// <summary>A record as a reader looks at it.</summary>
    internal readonly ref struct View(ReadOnlySpan<byte> record)
    {
        private readonly ReadOnlySpan<byte> record = record;

        public byte IndicatorByte => record[Indicator];

        /// <summary>Of a validation entry or a section header.</summary>
        public byte PlatformByte => record[Platform];

        public ReadOnlySpan<byte> ValidationIdField => record.Slice(ValidationId, ValidationIdSize);

        public bool HasKey => record[Key] == 0x55 && record[Key + 1] == 0xAA;

        public ushort ChecksumSum => Sum(record);

        /// <summary>Of a validation entry.</summary>
        public bool IsReservedEmpty => record[2] == 0 && record[3] == 0;

        /// <summary>Of a section header.</summary>
        public ushort EntryCount => BinaryPrimitives.ReadUInt16LittleEndian(record[SectionCount..]);

        public ReadOnlySpan<byte> SectionIdField => record.Slice(SectionId, SectionIdSize);

        public byte EmulationNumber => (byte)(record[Media] & EmulationBits);

        /// <summary>The whole media type, with the flags of section entries.</summary>
        public byte MediaByte => record[Media];

        /// <summary>Of a section entry, or an extension: both keep the flag in one place.</summary>
        public bool HasMore => (record[Media] & MoreFollows) != 0;

        public ushort Segment => BinaryPrimitives.ReadUInt16LittleEndian(record[LoadSegment..]);

        public byte SystemTypeByte => record[SystemType];

        public ushort LoadSectors => BinaryPrimitives.ReadUInt16LittleEndian(record[SectorCount..]);

        public uint Block => BinaryPrimitives.ReadUInt32LittleEndian(record[LoadBlock..]);

        public byte SelectionTypeByte => record[SelectionType];

        public ReadOnlySpan<byte> CriteriaField => record.Slice(Criteria, CriteriaSize);

        public ReadOnlySpan<byte> ExtensionCriteriaField => record.Slice(ExtensionCriteria, ExtensionCriteriaSize);
    }
}
