using System.Buffers.Binary;
using IsoBuild.Bytes;
using IsoBuild.Layout;

namespace IsoBuild.Iso9660;

/// <summary>The first byte of a volume descriptor (ECMA-119 8.1.1).</summary>
internal enum DescriptorType : byte
{
    BootRecord = 0,
    Primary = 1,
    Supplementary = 2,
    Partition = 3,
    Terminator = 255,
}

/// <summary>A primary or supplementary volume descriptor (ECMA-119 8.4, 8.5): offsets, and reading and writing side by side.</summary>
internal static class VolumeDescriptor
{
    private const int StandardIdentifier = 1;
    private const int Version = 6;
    private const int BootSystemId = 7;
    private const int SystemId = 8;
    private const int VolumeId = 40;
    private const int SpaceSize = 80;
    private const int EscapeSequences = 88;
    private const int SetSize = 120;
    private const int SequenceNumber = 124;
    private const int BlockSize = 128;
    private const int PathTableSize = 132;
    private const int LittleEndianPathTable = 140;
    private const int BigEndianPathTable = 148;
    private const int RootRecord = 156;
    private const int VolumeSetId = 190;
    private const int Publisher = 318;
    private const int Preparer = 446;
    private const int ApplicationId = 574;
    private const int CopyrightFile = 702;
    private const int Created = 813;
    private const int Modified = 830;
    private const int Expires = 847;
    private const int Effective = 864;
    private const int FileStructureVersion = 881;

    /// <summary>Where the application use field begins (8.4.32).</summary>
    public const int ApplicationUse = 883;

    public const int ApplicationUseSize = 512;

    /// <summary>Where a CD-ROM XA says that it is one, in the application use field: a signature, flags, and the name of a directory (System Description CD-ROM XA, II 2.7).</summary>
    private const int Xa = 1024;

    private const int XaSize = 18;

    private const int ShortText = DescriptorText.ShortSize;
    private const int LongText = DescriptorText.LongSize;

    /// <summary>Of the copyright, abstract and bibliographic file identifiers, which follow each other (8.4.23 to 8.4.25).</summary>
    private const int FileText = DescriptorText.FileSize;

    /// <summary>The version, and that of the file structure, of every descriptor but an enhanced one (8.1.3, 8.4.30).</summary>
    public const byte StandardVersion = 1;

    /// <summary>The version, and that of the file structure, of an enhanced descriptor (ISO 9660:1999, 8.5.3 and 8.5.17).</summary>
    public const byte EnhancedVersion = 2;

    private const int RootRecordSize = 34;

    private static ReadOnlySpan<byte> Cd001 => "CD001"u8;

    /// <summary>The type of the descriptor in this sector, or <see langword="null"/> when it holds none.</summary>
    public static DescriptorType? TypeOf(ReadOnlySpan<byte> sector) =>
        sector.Slice(StandardIdentifier, Cd001.Length).SequenceEqual(Cd001) ? (DescriptorType)sector[0] : null;

    /// <summary>The volume descriptor version (8.1.3): 2 in an enhanced descriptor.</summary>
    public static byte VersionOf(ReadOnlySpan<byte> sector) => sector[Version];

    /// <summary>Writes what every descriptor begins with.</summary>
    public static void WriteHead(Span<byte> sector, DescriptorType type, byte version = StandardVersion)
    {
        sector[0] = (byte)type;
        Cd001.CopyTo(sector[StandardIdentifier..]);
        sector[Version] = version;
    }

    /// <param name="sector">2048 zero bytes.</param>
    /// <param name="type">Primary or supplementary.</param>
    /// <param name="version">The standard version, or the enhanced one.</param>
    /// <param name="escapes">Escape sequences that name the character set (8.5.6); none in the primary descriptor.</param>
    /// <param name="text">The text fields, in characters that the scheme can write.</param>
    /// <param name="timestamp">When the volume was made.</param>
    /// <param name="scheme">Writes text.</param>
    /// <param name="tree">The tree that the descriptor leads to.</param>
    /// <param name="layout">The finished layout.</param>
    public static void Write(
        Span<byte> sector, DescriptorType type, byte version, ReadOnlySpan<byte> escapes, DescriptorText text, DateTimeOffset timestamp, TreeScheme scheme, DirectoryTree tree, ImageLayout layout)
    {
        WriteHead(sector, type, version);
        WriteText(sector.Slice(SystemId, ShortText), text.SystemId, scheme);
        WriteText(sector.Slice(VolumeId, ShortText), text.VolumeId, scheme);
        sector[SpaceSize..].WriteBoth32(checked((uint)layout.SectorCount));
        escapes.CopyTo(sector[EscapeSequences..]);
        sector[SetSize..].WriteBoth16(1);
        sector[SequenceNumber..].WriteBoth16(1);
        sector[BlockSize..].WriteBoth16(Sector.Size);
        sector[PathTableSize..].WriteBoth32(tree.PathTableSize);
        BinaryPrimitives.WriteUInt32LittleEndian(sector[LittleEndianPathTable..], layout.BlockOf(tree.LittleEndianPathTable));
        BinaryPrimitives.WriteUInt32BigEndian(sector[BigEndianPathTable..], layout.BlockOf(tree.BigEndianPathTable));

        var root = layout[tree.Root.Extent];
        DirectoryRecord.Write(
            sector.Slice(RootRecord, RootRecordSize), layout.BlockOf(tree.Root.Extent), (uint)root.Length, tree.Root.Node.Modified, DirectoryRecord.FlagDirectory, identifierLength: 1);

        WriteText(sector.Slice(VolumeSetId, LongText), text.VolumeSetId, scheme);
        WriteText(sector.Slice(Publisher, LongText), text.Publisher, scheme);
        WriteText(sector.Slice(Preparer, LongText), text.Preparer, scheme);
        WriteText(sector.Slice(ApplicationId, LongText), text.ApplicationId, scheme);
        WriteText(sector.Slice(CopyrightFile, FileText), text.CopyrightFile, scheme);
        WriteText(sector.Slice(CopyrightFile + FileText, FileText), text.AbstractFile, scheme);
        WriteText(sector.Slice(CopyrightFile + (2 * FileText), FileText), text.BibliographicFile, scheme);

        WriteDate(sector.Slice(Created, VolumeDate.Size), text.Created.Span, timestamp);
        WriteDate(sector.Slice(Modified, VolumeDate.Size), text.Modified.Span, timestamp);
        VolumeDate.Write(sector.Slice(Expires, VolumeDate.Size), text.Expires);
        VolumeDate.Write(sector.Slice(Effective, VolumeDate.Size), text.Effective);
        sector[FileStructureVersion] = version;

        // Spaces, as everybody has them: implantisomd5 takes a field with anything else in it for used.
        var use = sector.Slice(ApplicationUse, ApplicationUseSize);
        use.Fill((byte)' ');
        text.ApplicationUse.Span.CopyTo(use);
    }

    /// <summary>Whether the descriptor says that the volume is a CD-ROM XA.</summary>
    public static bool SaysXa(ReadOnlySpan<byte> sector) => sector[Xa..].StartsWith("CD-XA001"u8);

    /// <summary>The application use field, which does not say that the volume is a CD-ROM XA: the records are no such disc's any more.</summary>
    public static byte[] ApplicationUseWithoutXa(ReadOnlySpan<byte> sector)
    {
        var field = sector.Slice(ApplicationUse, ApplicationUseSize).ToArray();
        if (SaysXa(sector))
        {
            field.AsSpan(Xa - ApplicationUse, XaSize).Fill((byte)' ');
        }

        return field;
    }

    private static void WriteDate(Span<byte> field, ReadOnlySpan<byte> kept, DateTimeOffset timestamp)
    {
        if (kept.IsEmpty)
        {
            VolumeDate.Write(field, timestamp);
        }
        else
        {
            kept.CopyTo(field);
        }
    }

    /// <summary>Fills a field as the base has it, or with a text.</summary>
    private static void WriteText(Span<byte> field, FieldText text, TreeScheme scheme)
    {
        if (text.Field.IsEmpty)
        {
            WriteText(field, text.Text, scheme);
        }
        else
        {
            text.Field.Span.CopyTo(field);
        }
    }

    /// <summary>Fills a field: text and then spaces. A two-byte set ends an odd field with a zero byte.</summary>
    private static void WriteText(Span<byte> field, string text, TreeScheme scheme)
    {
        var padding = (field.Length - scheme.SizeOf(text)) / scheme.CharacterSize;
        scheme.WriteText(text.PadRight(text.Length + padding), field);
    }

    /// <summary>What a reader wants to know of a primary or supplementary descriptor.</summary>
    internal readonly ref struct View(ReadOnlySpan<byte> sector)
    {
        private readonly ReadOnlySpan<byte> sector = sector;

        /// <summary>Of a boot record too, where it is the boot system identifier, one byte further (8.2.4).</summary>
        public ReadOnlySpan<byte> SystemIdField => sector[0] == (byte)DescriptorType.BootRecord ? sector.Slice(BootSystemId, ShortText) : sector.Slice(SystemId, ShortText);

        public ReadOnlySpan<byte> VolumeIdField => sector.Slice(VolumeId, ShortText);

        public ReadOnlySpan<byte> VolumeSetIdField => sector.Slice(VolumeSetId, LongText);

        public ReadOnlySpan<byte> PreparerField => sector.Slice(Preparer, LongText);

        public ReadOnlySpan<byte> CopyrightField => sector.Slice(CopyrightFile, FileText);

        public ReadOnlySpan<byte> AbstractField => sector.Slice(CopyrightFile + FileText, FileText);

        public ReadOnlySpan<byte> BibliographicField => sector.Slice(CopyrightFile + (2 * FileText), FileText);

        /// <summary>In logical blocks.</summary>
        public uint SpaceBlocks => sector[SpaceSize..].ReadBoth32(out _);

        public ushort VolumeSetSize => sector[SetSize..].ReadBoth16(out _);

        public ushort VolumeSequenceNumber => sector[SequenceNumber..].ReadBoth16(out _);

        public ReadOnlySpan<byte> PublisherField => sector.Slice(Publisher, LongText);

        public ReadOnlySpan<byte> ApplicationIdField => sector.Slice(ApplicationId, LongText);

        public ushort LogicalBlockSize => sector[BlockSize..].ReadBoth16(out _);

        public uint PathTableBytes => sector[PathTableSize..].ReadBoth32(out _);

        public uint LittleEndianPathTableBlock => BinaryPrimitives.ReadUInt32LittleEndian(sector[LittleEndianPathTable..]);

        public uint BigEndianPathTableBlock => BinaryPrimitives.ReadUInt32BigEndian(sector[BigEndianPathTable..]);

        /// <summary>0 when there is none.</summary>
        public uint OptionalLittleEndianPathTableBlock => BinaryPrimitives.ReadUInt32LittleEndian(sector[(LittleEndianPathTable + 4)..]);

        /// <summary>0 when there is none.</summary>
        public uint OptionalBigEndianPathTableBlock => BinaryPrimitives.ReadUInt32BigEndian(sector[(BigEndianPathTable + 4)..]);

        public DirectoryRecord Root => new(sector.Slice(RootRecord, RootRecordSize));

        public ReadOnlySpan<byte> CreatedField => sector.Slice(Created, VolumeDate.Size);

        public ReadOnlySpan<byte> ModifiedField => sector.Slice(Modified, VolumeDate.Size);

        public ReadOnlySpan<byte> ApplicationUseField => sector.Slice(ApplicationUse, ApplicationUseSize);

        public DateTimeOffset? CreatedDate => VolumeDate.Read(sector.Slice(Created, VolumeDate.Size));

        public DateTimeOffset? ModifiedDate => VolumeDate.Read(sector.Slice(Modified, VolumeDate.Size));

        public DateTimeOffset? ExpiresDate => VolumeDate.Read(sector.Slice(Expires, VolumeDate.Size));

        public DateTimeOffset? EffectiveDate => VolumeDate.Read(sector.Slice(Effective, VolumeDate.Size));

        /// <summary>The first of the escape sequences (8.5.6).</summary>
        public ReadOnlySpan<byte> Escape => sector.Slice(EscapeSequences, 3);
    }
}
