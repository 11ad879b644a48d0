using System.Buffers.Binary;
using System.Text;

namespace IsoBuild.Fat;

/// <summary>The first sector, with the BIOS parameter block (FAT 1.03, "Boot Sector and BPB Structure"): where everything lies.</summary>
internal sealed record BootSector
{
    /// <summary>How much of the first sector is described. The fields are within 512 bytes, however large sectors are.</summary>
    public const int Size = 512;

    /// <summary>The label of a volume that has none.</summary>
    public const string NoLabel = "NO NAME";

    /// <summary>A disk that stays in its drive.</summary>
    public const byte FixedMedia = 0xF8;

    // Of all kinds.
    private const int OemName = 3;
    private const int SectorSize = 11;
    private const int ClusterSectors = 13;
    private const int Reserved = 14;
    private const int Tables = 16;
    private const int RootCount = 17;
    private const int Total16 = 19;
    private const int MediaByte = 21;
    private const int TableSize16 = 22;
    private const int TrackSectors = 24;
    private const int HeadCount = 26;
    private const int Hidden = 28;
    private const int Total32 = 32;
    private const int Signature = 510;

    // Of FAT32.
    private const int TableSize32 = 36;
    private const int Flags = 40;
    private const int FileSystemVersion = 42;
    private const int Root = 44;
    private const int Info = 48;
    private const int Backup = 50;

    /// <summary>Drive number, signature, serial number, label and type: behind the fields above, of FAT12 and FAT16 here, of FAT32 there.</summary>
    private const int SmallTail = 36;
    private const int LargeTail = 64;
    private const int TailSignature = 2;
    private const int TailSerial = 3;
    private const int TailLabel = 7;
    private const int TailType = 18;
    private const int TailSize = 26;
    private const byte ExtendedSignature = 0x29;

    private const int LabelSize = 11;
    private const int TypeSize = 8;

    /// <summary>Bit 7 of the flags: only the table that the lower bits number is kept up to date.</summary>
    private const ushort OneTableOnly = 0x80;

    // 64 heads of 32 sectors: cylinders of 1 MiB, as in the partition table of a hybrid image.
    private const ushort SectorsPerTrack = 32;
    private const ushort Heads = 64;

    public int BytesPerSector { get; init; } = Size;

    public int SectorsPerCluster { get; init; } = 1;

    public int ReservedSectors { get; init; } = 1;

    public int TableCount { get; init; } = 2;

    /// <summary>Entries of the root directory of FAT12 and FAT16, which is no chain of clusters.</summary>
    public int RootEntries { get; init; }

    public uint TotalSectors { get; init; }

    public byte Media { get; init; } = FixedMedia;

    public uint SectorsPerTable { get; init; }

    /// <summary>Sectors before the volume. 0: the same bytes are a partition of the hybrid image and a boot image without one, and only boot code of a BIOS asks.</summary>
    public uint HiddenSectors { get; init; }

    /// <summary>Whether the fields are those of FAT32: its tables' size stands in another place.</summary>
    public bool IsLarge { get; init; }

    public ushort MirrorFlags { get; init; }

    public ushort Version { get; init; }

    public uint RootCluster { get; init; }

    public int InfoSectorNumber { get; init; }

    public int BackupSector { get; init; }

    public uint SerialNumber { get; init; }

    /// <summary>Without the spaces that fill it up; empty for none.</summary>
    public string Label { get; init; } = "";

    /// <summary>Whether the sector ends in 55 AA.</summary>
    public bool HasSignature { get; init; } = true;

    public int ClusterSize => BytesPerSector * SectorsPerCluster;

    public long Length => (long)TotalSectors * BytesPerSector;

    /// <summary>The table that counts.</summary>
    public int ActiveTable => IsLarge && (MirrorFlags & OneTableOnly) != 0 ? MirrorFlags & 0xF : 0;

    /// <summary>Whether all tables are to be the same.</summary>
    public bool IsMirrored => !IsLarge || (MirrorFlags & OneTableOnly) == 0;

    public long TableLength => (long)SectorsPerTable * BytesPerSector;

    /// <summary>Where a table begins, in bytes.</summary>
    public long TableOffset(int table) => ((long)ReservedSectors * BytesPerSector) + (table * TableLength);

    /// <summary>Where the root directory of FAT12 and FAT16 begins, in bytes.</summary>
    public long RootOffset => TableOffset(TableCount);

    private long RootSectors => (((long)RootEntries * DirectoryEntry.Size) + BytesPerSector - 1) / BytesPerSector;

    /// <summary>Where the clusters begin, in bytes.</summary>
    public long DataOffset => RootOffset + (RootSectors * BytesPerSector);

    /// <summary>Where a cluster begins, in bytes.</summary>
    public long ClusterOffset(uint cluster) => DataOffset + ((long)(cluster - FatKinds.FirstCluster) * ClusterSize);

    /// <summary>How many clusters there are; they are numbered from 2 on.</summary>
    public uint ClusterCount => (uint)Math.Max(0, (Length - DataOffset) / ClusterSize);

    /// <summary>By the count of clusters, except that where FAT32's fields are, nothing else will do.</summary>
    public FatKind Kind => IsLarge ? FatKind.Fat32 : FatKinds.OfSmall(ClusterCount);

    /// <summary>Writes the sector, over zeros.</summary>
    public void Write(Span<byte> sector)
    {
        // A jump over the fields to the code, which says why nothing happens.
        var tail = IsLarge ? LargeTail : SmallTail;
        sector[0] = 0xEB;
        sector[1] = (byte)(tail + TailSize - 2);
        sector[2] = 0x90;
        // What the specification recommends, because drivers were seen to look for it.
        "MSWIN4.1"u8.CopyTo(sector[OemName..]);
        BinaryPrimitives.WriteUInt16LittleEndian(sector[SectorSize..], (ushort)BytesPerSector);
        sector[ClusterSectors] = (byte)SectorsPerCluster;
        BinaryPrimitives.WriteUInt16LittleEndian(sector[Reserved..], (ushort)ReservedSectors);
        sector[Tables] = (byte)TableCount;
        BinaryPrimitives.WriteUInt16LittleEndian(sector[RootCount..], (ushort)RootEntries);
        sector[MediaByte] = Media;
        BinaryPrimitives.WriteUInt16LittleEndian(sector[TrackSectors..], SectorsPerTrack);
        BinaryPrimitives.WriteUInt16LittleEndian(sector[HeadCount..], Heads);
        BinaryPrimitives.WriteUInt32LittleEndian(sector[Hidden..], HiddenSectors);
        if (!IsLarge && TotalSectors <= ushort.MaxValue)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(sector[Total16..], (ushort)TotalSectors);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(sector[Total32..], TotalSectors);
        }

        if (IsLarge)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(sector[TableSize32..], SectorsPerTable);
            BinaryPrimitives.WriteUInt16LittleEndian(sector[Flags..], MirrorFlags);
            BinaryPrimitives.WriteUInt32LittleEndian(sector[Root..], RootCluster);
            BinaryPrimitives.WriteUInt16LittleEndian(sector[Info..], (ushort)InfoSectorNumber);
            BinaryPrimitives.WriteUInt16LittleEndian(sector[Backup..], (ushort)BackupSector);
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(sector[TableSize16..], (ushort)SectorsPerTable);
        }

        // The BIOS' number of the first hard disk.
        sector[tail] = 0x80;
        sector[tail + TailSignature] = ExtendedSignature;
        BinaryPrimitives.WriteUInt32LittleEndian(sector[(tail + TailSerial)..], SerialNumber);
        Encoding.ASCII.GetBytes((Label.Length == 0 ? NoLabel : Label).PadRight(LabelSize), sector[(tail + TailLabel)..]);
        Encoding.ASCII.GetBytes(FatKinds.Name(Kind).PadRight(TypeSize), sector[(tail + TailType)..]);
        BootStub.Write(sector, tail + TailSize);
        BinaryPrimitives.WriteUInt16LittleEndian(sector[Signature..], 0xAA55);
    }

    /// <summary>Reads a sector, of at least <see cref="Size"/> bytes. Whether it makes sense, <see cref="Problem"/> says.</summary>
    public static BootSector Read(ReadOnlySpan<byte> sector)
    {
        var small = BinaryPrimitives.ReadUInt16LittleEndian(sector[TableSize16..]);
        var isLarge = small == 0;
        var total16 = BinaryPrimitives.ReadUInt16LittleEndian(sector[Total16..]);
        var tail = sector[(isLarge ? LargeTail : SmallTail)..];
        var isExtended = tail[TailSignature] == ExtendedSignature;
        var label = isExtended ? ShortName.Decode(tail.Slice(TailLabel, LabelSize)).TrimEnd() : "";
        return new BootSector
        {
            BytesPerSector = BinaryPrimitives.ReadUInt16LittleEndian(sector[SectorSize..]),
            SectorsPerCluster = sector[ClusterSectors],
            ReservedSectors = BinaryPrimitives.ReadUInt16LittleEndian(sector[Reserved..]),
            TableCount = sector[Tables],
            RootEntries = BinaryPrimitives.ReadUInt16LittleEndian(sector[RootCount..]),
            TotalSectors = total16 != 0 ? total16 : BinaryPrimitives.ReadUInt32LittleEndian(sector[Total32..]),
            Media = sector[MediaByte],
            SectorsPerTable = isLarge ? BinaryPrimitives.ReadUInt32LittleEndian(sector[TableSize32..]) : small,
            HiddenSectors = BinaryPrimitives.ReadUInt32LittleEndian(sector[Hidden..]),
            IsLarge = isLarge,
            MirrorFlags = isLarge ? BinaryPrimitives.ReadUInt16LittleEndian(sector[Flags..]) : (ushort)0,
            Version = isLarge ? BinaryPrimitives.ReadUInt16LittleEndian(sector[FileSystemVersion..]) : (ushort)0,
            RootCluster = isLarge ? BinaryPrimitives.ReadUInt32LittleEndian(sector[Root..]) : 0,
            InfoSectorNumber = isLarge ? BinaryPrimitives.ReadUInt16LittleEndian(sector[Info..]) : 0,
            BackupSector = isLarge ? BinaryPrimitives.ReadUInt16LittleEndian(sector[Backup..]) : 0,
            SerialNumber = isExtended ? BinaryPrimitives.ReadUInt32LittleEndian(tail[TailSerial..]) : 0,
            Label = string.Equals(label, NoLabel, StringComparison.Ordinal) ? "" : label,
            HasSignature = BinaryPrimitives.ReadUInt16LittleEndian(sector[Signature..]) == 0xAA55,
        };
    }

    /// <summary>Why these are no fields of a FAT file system, as the end of a sentence; <see langword="null"/> when they are.</summary>
    /// <remarks>The rules are those of EDK2 and Linux, which agree on them; that there is at least one cluster, fsck.fat asks.</remarks>
    public string? Problem()
    {
        if (BytesPerSector is < 512 or > 4096 || !int.IsPow2(BytesPerSector))
        {
            return $"sectors have {BytesPerSector} bytes, not 512, 1024, 2048 or 4096";
        }

        if (!int.IsPow2(SectorsPerCluster))
        {
            return $"clusters have {SectorsPerCluster} sectors, which is not a power of two";
        }

        if (ReservedSectors == 0 || TableCount == 0 || SectorsPerTable == 0 || TotalSectors == 0)
        {
            return "it has no sectors for itself, for tables or for data";
        }

        if (Media is not (0xF0 or >= 0xF8))
        {
            return $"the medium is 0x{Media:X2}, not 0xF0 or 0xF8 to 0xFF";
        }

        if (!IsLarge && RootEntries == 0)
        {
            return "its root directory has no entries";
        }

        if (Version != 0)
        {
            return $"its version is {Version >> 8}.{Version & 0xFF}, not 0.0";
        }

        return ClusterCount == 0 ? "there is no room for data after its tables" : null;
    }
}
